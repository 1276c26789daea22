#ifndef REDRESS_ROUTES_H
#define REDRESS_ROUTES_H

#include "route.h"

/* Every page of a pool; NULL-terminated lists of tables. */
extern const struct route *const public_routes[];
extern const struct route *const staff_routes[];

#endif
