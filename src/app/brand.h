#ifndef REDRESS_BRAND_H
#define REDRESS_BRAND_H

#include "route.h"

/* The stylesheet of the brand's colour and the logo, of each pool under a path of its own; kept by browsers for as long as their address says the same. */
extern const struct route brand_public_routes[]; /* /brand.css, /brand/logo */
extern const struct route brand_staff_routes[];  /* /staff/brand.css ... */

#endif
