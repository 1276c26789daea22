#include "access.h"

#include <string.h>

int64_t holder_code(enum holder_kind kind, int64_t id)
{
    return (int64_t)kind << 56 | id;
}

bool access_may(const struct access_user *user, enum permission p)
{
    return (user->permissions & PERMISSION_BIT(p)) != 0;
}

static int64_t grant_holder(const struct access_grant *grant)
{
    return grant->unit_id ? holder_code(HOLDER_UNIT, grant->unit_id) : holder_code(HOLDER_DEPARTMENT, grant->department_id);
}

static bool stands_in(const int64_t *list, size_t n, int64_t value)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == value)
            return true;
    }
    return false;
}

void access_derive(struct access_user *user)
{
    size_t n = 0;
    memset(user->holders, 0, sizeof user->holders);
    user->permissions = 0;
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        user->permissions |= grant->permissions;
        int64_t holder = grant_holder(grant);
        if ((grant->permissions & PERMISSION_BIT(MAY_SEE)) && !stands_in(user->holders, n, holder))
            user->holders[n++] = holder;
    }
    user->holders[n] = holder_code(HOLDER_USER, user->id);
}

permission_set access_over(const struct access_user *user, const int64_t *found_holders, size_t n)
{
    bool tied = stands_in(found_holders, n, holder_code(HOLDER_USER, user->id));
    permission_set rights = 0;
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        if (tied || stands_in(found_holders, n, grant_holder(grant)))
            rights |= grant->permissions & ~(grant->no_closing ? PERMISSION_BIT(MAY_CLOSE) : 0);
    }
    return rights;
}

void access_units(const struct access_user *user, enum permission p, int64_t ret_units[ACCESS_GRANTS_MAX])
{
    size_t n = 0;
    memset(ret_units, 0, ACCESS_GRANTS_MAX * sizeof *ret_units);
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        if (grant->unit_id && (grant->permissions & PERMISSION_BIT(p)) && !stands_in(ret_units, n, grant->unit_id))
            ret_units[n++] = grant->unit_id;
    }
}

permission_set access_over_unit(const struct access_user *user, const int64_t *line, size_t n)
{
    permission_set rights = 0;
    for (size_t i = 0; i < user->n_grants; i++) {
        if (user->grants[i].unit_id && stands_in(line, n, user->grants[i].unit_id))
            rights |= user->grants[i].permissions;
    }
    return rights;
}
