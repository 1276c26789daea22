#ifndef REDRESS_ROLE_H
#define REDRESS_ROLE_H

#include "permission.h"

/* Roles hold for the whole organisation (requirements A3). */
struct role {
    int64_t id;
    const char *code, *name_zh, *name_en;
    permission_set permissions;
    int version, people; /* people: how many hold it */
    bool active;         /* false: cannot be granted any more; who holds it keeps it */
    bool second_factor;  /* who holds it has to sign in with an authenticator app as well */
};

#endif
