#include "places.h"

struct places places_of(const struct access_user *user, enum permission permission)
{
    const permission_set needed = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(permission);
    struct places p = {.units = {0}};
    size_t units = 0, departments = 0;
    for (size_t i = 0; i < user->n_grants && i < ACCESS_GRANTS_MAX; i++) {
        const struct access_grant *grant = &user->grants[i];
        if ((grant->permissions & needed) != needed)
            continue;
        if (grant->unit_id)
            p.units[units++] = grant->unit_id;
        else if (grant->department_id)
            p.departments[departments++] = grant->department_id;
    }
    return p;
}
