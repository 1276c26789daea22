#ifndef REDRESS_PLACES_H
#define REDRESS_PLACES_H

#include "access.h"

/* Over which units (with those below) and departments somebody holds a permission besides seeing; zero-padded. Pure. */
struct places {
    int64_t units[ACCESS_GRANTS_MAX], departments[ACCESS_GRANTS_MAX];
};
struct places places_of(const struct access_user *user, enum permission permission);

#endif
