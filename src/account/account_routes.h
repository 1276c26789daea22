#ifndef REDRESS_ACCOUNT_ROUTES_H
#define REDRESS_ACCOUNT_ROUTES_H

#include "route.h"

/* Signing in and out, the password again, and one's own account. */
extern const struct route account_routes[];

#endif
