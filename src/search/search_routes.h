#ifndef REDRESS_SEARCH_ROUTES_H
#define REDRESS_SEARCH_ROUTES_H

#include "route.h"

extern const struct route search_routes[];

#endif
