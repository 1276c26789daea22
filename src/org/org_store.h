#ifndef REDRESS_ORG_STORE_H
#define REDRESS_ORG_STORE_H

#include "access.h"
#include "db.h"
#include "org.h"

extern const struct db_stmts org_stmts;       /* staff, jobs, owner: reading */
extern const struct db_stmts org_admin_stmts; /* staff, owner: writing */

/* The units the user's grants cover (each grant's unit and all below), in tree order; at most limit. */
enum err org_units(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct unit **ret_list, size_t *ret_n) MUST_CHECK;
/* Active departments to which a complaint of this unit can be given: those of the unit itself, its superiors and the units directly below. */
enum err org_departments_for(struct db *db, struct arena *a, int64_t unit_id, struct department **ret_list, size_t *ret_n) MUST_CHECK;
/* Active people of a department, and of a unit; at most limit. */
enum err org_people_of(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, size_t limit, struct person **ret_list, size_t *ret_n) MUST_CHECK;
/* Active people of a unit, or of a department when one is given, and who of them is away, in one statement; at most limit. */
enum err org_offer_people(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, int64_t now_us, size_t limit, struct org_offer *ret_offer) MUST_CHECK;
/*
 * In one statement too: org_departments_for, and the people of the unit, or those of the department (0: none) that has the complaint when it is one of another
 * unit.
 */
enum err org_offer_all(struct db *db, struct arena *a, int64_t unit_id, int64_t department_id, int64_t now_us, size_t limit, struct org_offer *ret_offer) MUST_CHECK;
/* Active people with this sign-in name, else those of this name who work in the unit, in one above or below it; at most limit. */
enum err org_people_named(struct db *db, struct arena *a, int64_t unit_id, const char *name, size_t limit, struct person **ret_list, size_t *ret_n) MUST_CHECK;
/* A unit's line: itself and all its superiors, nearest first; what access_over_unit takes. At most 64. */
enum err org_line(struct db *db, struct arena *a, int64_t unit_id, int64_t **ret_line, size_t *ret_n) MUST_CHECK;

#endif
