#ifndef REDRESS_RECORD_ROUTES_H
#define REDRESS_RECORD_ROUTES_H

#include "route.h"

extern const struct route record_routes[]; /* what will be erased, legal holds, the log of disclosures */

#endif
