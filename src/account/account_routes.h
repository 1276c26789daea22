#ifndef REDRESS_ACCOUNT_ROUTES_H
#define REDRESS_ACCOUNT_ROUTES_H

#include "route.h"

/* Signing in and out, the password again, and one's own account. */
extern const struct route account_routes[];
/* Which notices somebody wants. */
extern const struct route account_notice_routes[];
/* Absences: one's own, and those of others for administrators. */
extern const struct route account_absence_routes[];

#endif
