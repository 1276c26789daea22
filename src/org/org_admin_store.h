#ifndef REDRESS_ORG_ADMIN_STORE_H
#define REDRESS_ORG_ADMIN_STORE_H

#include "change_store.h"
#include "org.h"

/*
 * Setting up units and departments (requirements A1, A2). Everything stands within the units over which the user has MAY_SET_UNITS and those below; a NULL user is
 * the command line. Changes are one transaction each with their change log entry; by->led_to set with ERR_EXISTS means that this form was carried
 * out before.
 */

struct org_filter {
    const char *words;            /* in code or names; "": all */
    int64_t unit_id;              /* departments and people: of this unit only; 0: any */
    int64_t after_unit, after_id; /* keyset of departments: rows after this one */
    const char *after;            /* keyset of people: after this login */
    size_t limit;
};

/* In tree order. */
enum err org_admin_units(struct db *db, struct arena *a, const struct access_user *user, const char *words, size_t limit, struct unit **ret_list,
                         size_t *ret_n) MUST_CHECK;
enum err org_admin_unit_counts(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct org_unit_count **ret_list,
                               size_t *ret_n) MUST_CHECK;
/* ret_superior: the user sets up the unit's superior too, so he may give closing authority and switch the unit off. */
enum err org_admin_unit(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct unit *ret_unit, bool *ret_superior) MUST_CHECK;
enum err org_admin_unit_use(struct db *db, struct arena *a, int64_t id, struct org_use *ret_use) MUST_CHECK;
/*
 * Create (id 0, below parent_id, which stays) or change a unit; its id is put into it. A top unit only by the command line. ERR_NOT_FOUND: out of scope. ERR_EXISTS: the code
 * is taken. ERR_STALE: version. ERR_FORBIDDEN: closing authority without the superior.
 */
enum err org_admin_unit_save(struct db *db, struct arena *a, struct change_by *by, struct unit *unit) MUST_CHECK;
/* ERR_FORBIDDEN without the superior. ERR_STATE: the top unit. */
enum err org_admin_unit_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active) MUST_CHECK;

/* By unit, then in the order made; one more than the limit when there are further ones. */
enum err org_admin_departments(struct db *db, struct arena *a, const struct access_user *user, const struct org_filter *filter,
                               struct department **ret_list, size_t *ret_n) MUST_CHECK;
enum err org_admin_department(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct department *ret_department) MUST_CHECK;
enum err org_admin_department_use(struct db *db, struct arena *a, int64_t id, struct org_use *ret_use) MUST_CHECK;
/* The unit of a department never changes. ERR_INPUT: coordinator or deputy do not work in that unit or are inactive. */
enum err org_admin_department_save(struct db *db, struct arena *a, struct change_by *by, struct department *department) MUST_CHECK;
/* The same within the running transaction; ret_was: as it was, of a new one only its unit's names. */
enum err org_admin_department_save_in(struct db *db, struct arena *a, struct change_by *by, struct department *department, struct department *ret_was) MUST_CHECK;
enum err org_admin_department_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active) MUST_CHECK;

#endif
