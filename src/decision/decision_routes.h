#ifndef REDRESS_DECISION_ROUTES_H
#define REDRESS_DECISION_ROUTES_H

#include "route.h"

extern const struct route approval_routes[];
extern const struct route committee_routes[];
extern const struct route meeting_routes[];
extern const struct route compensation_routes[]; /* the ledger */

#endif
