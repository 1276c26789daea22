#ifndef REDRESS_PEOPLE_IMPORT_STORE_H
#define REDRESS_PEOPLE_IMPORT_STORE_H

#include "people_import.h"
#include "people_store.h"

extern const struct db_stmts people_import_stmts; /* staff, owner */

/*
 * What a table of people would do, row by row, within what the user may: as people_save and people_grant have it. Roles are only ever added. The unit is a code; the department
 * a function ("customer_service", 客服) or a name within the unit; the direct superior a sign-in name, of the table too; a role a code or a name, over the unit, or with @部门 or @department behind it over the person's department.
 */
enum people_import_kind { PEOPLE_IMPORT_NEW, PEOPLE_IMPORT_CHANGED, PEOPLE_IMPORT_SAME, PEOPLE_IMPORT_FAULTY, PEOPLE_IMPORT_KIND__COUNT };
struct people_import_step {
    const struct people_import_row *row;
    enum people_import_kind kind;
    const char *fault, *about; /* msgid with one %s, and what it is about */
    struct person was, person; /* was: id 0 for a new one */
    struct {
        int64_t role_id, unit_id, department_id;
        const char *zh, *en;
    } grants[ACCESS_GRANTS_MAX]; /* roles to add */
    size_t n_grants;
    size_t leader; /* 1 + place of the direct superior among the steps, who has to be there before; 0: is there already, or none */
};
struct people_import_plan {
    struct people_import_step *steps;
    size_t n, counts[PEOPLE_IMPORT_KIND__COUNT];
};
enum err people_import_plan(struct db *db, struct arena *a, const struct access_user *user, const struct people_import *table, struct people_import_plan *ret_plan) MUST_CHECK;

/*
 * Carry the plan out in one transaction; rows with faults are left out. hashes: of first passwords, one for each new person in order, or NULL: they cannot sign in until an administrator makes them one.
 * ERR_STALE: somebody changed one of the people meanwhile. ERR_EXISTS: a sign-in name was taken meanwhile, or (by->led_to) this form was carried out before.
 */
enum err people_import_run(struct db *db, struct arena *a, struct change_by *by, struct people_import_plan *plan, const char *const *hashes) MUST_CHECK;

#endif
