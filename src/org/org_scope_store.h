#ifndef REDRESS_ORG_SCOPE_STORE_H
#define REDRESS_ORG_SCOPE_STORE_H

#include "access.h"
#include "db.h"
#include "org.h"

/*
 * What an administrator may touch: the units of his grants with a permission, and all below. The condition on a unit's column, and its eight
 * parameters. Without a user (the command line) everything is within.
 */
#define ORG_SCOPE(unit) "(? = 1 OR EXISTS (SELECT 1 FROM unit_tree s WHERE s.unit_id = " unit " AND s.ancestor_id IN (?, ?, ?, ?, ?, ?, ?)))"
#define ORG_SCOPE_TYPES "iiiiiiii"

/* Parameters of a statement, put together one by one. */
struct org_args {
    struct db_value v[40];
    size_t n;
};
void org_arg(struct org_args *args, struct db_value value);
void org_arg_scope(struct org_args *args, const struct access_user *user, enum permission p);
/* "%words%" with LIKE's own signs escaped. */
const char *org_like(struct arena *a, const char *words);

/* The columns of units u, departments d (with n, c, e joined) and people p (with n, d, o joined), and the reading of a row that begins with them. */
#define ORG_UNIT_COLUMNS "u.id, u.parent_id, u.level, u.version, u.code, u.name_zh, u.name_en, u.timezone, u.can_close, u.active, u.closes_above, u.mail"
#define ORG_UNIT_TYPES "iIiittttiiit"
#define ORG_DEPARTMENT_COLUMNS                                                                                                                   \
    "SELECT d.id, d.unit_id, d.coordinator_id, d.deputy_id, d.version, d.function, d.name_zh, d.name_en, n.name_zh, n.name_en, c.name, e.name,"  \
    " d.active FROM department d JOIN unit n ON n.id = d.unit_id LEFT JOIN app_user c ON c.id = d.coordinator_id"                                \
    " LEFT JOIN app_user e ON e.id = d.deputy_id"
#define ORG_DEPARTMENT_TYPES "iiIIitttttTTi"
#define ORG_PERSON_COLUMNS                                                                                                                       \
    "p.id, p.unit_id, p.department_id, p.version, p.login, p.name, p.language, p.email, p.active, p.must_change, n.name_zh, n.name_en,"          \
    " d.name_zh, d.name_en, p.superior_id, o.login, p.mobile"
#define ORG_PERSON_JOINED " JOIN unit n ON n.id = p.unit_id LEFT JOIN department d ON d.id = p.department_id LEFT JOIN app_user o ON o.id = p.superior_id"
#define ORG_PERSON_FROM " FROM app_user p" ORG_PERSON_JOINED
#define ORG_PERSON_TYPES "iiIittttiittTTITt"
struct unit org_unit_read(const struct db_rows *rows, size_t i);
struct department org_department_read(const struct db_rows *rows, size_t i);
struct person org_person_read(const struct db_rows *rows, size_t i);
/* Whole lists: units in the order of the tree, departments as they came. */
void org_units_read(struct arena *a, const struct db_rows *rows, struct unit **ret_list, size_t *ret_n);
void org_departments_read(struct arena *a, const struct db_rows *rows, struct department **ret_list, size_t *ret_n);

#endif
