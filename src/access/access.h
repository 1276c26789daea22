#ifndef REDRESS_ACCESS_H
#define REDRESS_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "permission.h"

/*
 * Who is asking, loaded anew for every request (rights changed by an administrator hold from the next click).
 *
 * Scope: whoever may see a complaint is written in complaint_scope as a *holder*: each unit from the complaint's own up to the
 * top, its department, and persons tied to it (assignee, first receiver). A user's holders are the units and departments of
 * the grants with MAY_SEE, and the user himself. A statement on complaints always joins complaint_scope with these.
 */
enum holder_kind { HOLDER_UNIT = 1, HOLDER_DEPARTMENT = 2, HOLDER_USER = 3 };
/* A holder as stored: kind in the top byte of 64 bits, id below. */
int64_t holder_code(enum holder_kind kind, int64_t id);

#define ACCESS_HOLDERS 8 /* statements take exactly so many '?', unused ones are 0 */
#define ACCESS_GRANTS_MAX (ACCESS_HOLDERS - 1)

struct access_grant {
    int64_t id, role_id, unit_id, department_id; /* one of the last two; 0: the other */
    permission_set permissions;
    const char *role_zh, *role_en;
    bool no_closing; /* the unit it is over, or whose department it is over, has no closing authority (requirements A1, H4) */
};

struct access_user {
    int64_t id, unit_id, department_id;
    const char *login, *name, *language, *unit_zh, *unit_en, *department_zh, *department_en;
    permission_set permissions;          /* of all grants together */
    int64_t holders[ACCESS_HOLDERS];     /* zero-padded */
    struct access_grant grants[ACCESS_GRANTS_MAX];
    size_t n_grants;
    int64_t session_id, reauth_us; /* reauth_us: when the password was last given */
    const char *session_secret;          /* the cookie's value: binds CSRF tokens */
    bool must_change_password, second_factor; /* second_factor: signs in with a code besides */
    bool needs_factor;                        /* a role of his asks for that */
};

/* One of the places where somebody is signed in. */
struct access_session_row {
    int64_t id, created_us, seen_us;
    const char *address, *agent;
};

bool access_may(const struct access_user *user, enum permission p);
/* The units of the grants that give p, zero-padded: what "ancestor_id IN (?, ...)" on unit_tree takes. Grants over a department give nothing here. */
void access_units(const struct access_user *user, enum permission p, int64_t ret_units[ACCESS_GRANTS_MAX]);
/* The permissions over a unit: of every grant over one of its line, the unit itself and all its superiors. */
permission_set access_over_unit(const struct access_user *user, const int64_t *line, size_t n);
/* Fill holders and permissions from the grants. */
void access_derive(struct access_user *user);
/*
 * The permissions over one complaint: of every grant whose holder is among the complaint's (those that the scope statement found), and for a
 * person tied to it those of all grants; MAY_CLOSE only from grants in units with closing authority.
 */
permission_set access_over(const struct access_user *user, const int64_t *found_holders, size_t n);

#endif
