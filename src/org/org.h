#ifndef REDRESS_ORG_H
#define REDRESS_ORG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "permission.h"

/* Units and departments (requirements A1, A2). */
struct unit {
    int64_t id, parent_id;
    int level, version; /* level 1 is the top */
    const char *code, *name_zh, *name_en, *timezone;
    bool can_close, active;
    const char *mail;  /* addresses, by blanks, whose mail is its own */
    bool closes_above; /* empowered to close what only a higher level closes (requirements H4) */
};
struct department {
    int64_t id, unit_id, coordinator_id, deputy_id;
    int version;
    const char *function, *name_zh, *name_en, *unit_zh, *unit_en, *coordinator, *deputy;
    bool active;
};
struct person {
    int64_t id, unit_id, department_id, superior_id; /* superior_id: who leads him directly, 0: not told */
    const char *superior; /* sign-in name of that one, "" */
    int version;
    const char *login, *name, *language, *email, *mobile, *unit_zh, *unit_en, *department_zh, *department_en;
    bool active, must_change;
};
/* What hangs on a unit or department: open complaints (of a unit with those below; capped at 1000), people, departments, units directly below; active ones only. */
struct org_use {
    int complaints, people, departments, units;
};
/* What the tree of units tells of each: active departments and people of its own, and the coordinator of its customer service ("": none). */
struct org_unit_count {
    int64_t unit_id;
    int departments, people;
    const char *coordinator;
};
/* A person in a list. */
struct people_row {
    struct person person;
    const char *roles_zh, *roles_en; /* what the person holds, for lists */
};
/* A role that a person holds. */
struct people_grant {
    int64_t id, role_id, unit_id, department_id, over_unit_id; /* over_unit_id: the unit, or that of the department */
    const char *role_zh, *role_en, *over_zh, *over_en;
    permission_set permissions;
    bool may_revoke;
};
/* Department functions as stored, NULL-terminated, and the msgid of each. */
extern const char *const org_functions[];
const char *org_function_title(const char *function);

/*
 * Whom work can be given to: departments, people, and who of these is away now. Of each only what choosing takes: ids, places and names; of an absence who
 * is away, until when, and who stands in.
 */
struct org_offer {
    struct department *departments;
    struct person *people;
    struct absence *away;
    size_t n_departments, n_people, n_away;
};

/* Sort units so that each stands before those below it, brothers in the order given; units whose superior is missing stand as tops. */
void org_tree_order(struct unit *units, size_t n);

#endif
