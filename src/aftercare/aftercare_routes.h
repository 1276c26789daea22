#ifndef REDRESS_AFTERCARE_ROUTES_H
#define REDRESS_AFTERCARE_ROUTES_H

#include "route.h"

extern const struct route callback_routes[];
extern const struct route sample_routes[];
extern const struct route spot_routes[];
extern const struct route measure_routes[];
extern const struct route library_routes[];
extern const struct route merit_routes[]; /* accountability */

#endif
