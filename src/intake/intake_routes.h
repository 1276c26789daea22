#ifndef REDRESS_INTAKE_ROUTES_H
#define REDRESS_INTAKE_ROUTES_H

#include "route.h"

extern const struct route intake_routes[];
extern const struct route intake_mail_routes[];

#endif
