#ifndef REDRESS_ADMIN_SITE_H
#define REDRESS_ADMIN_SITE_H

#include <stdbool.h>

#include "str.h"

/* Width and height of a PNG or JPEG from its own head; false when it is neither or is cut off before it says so. */
bool admin_site_pixels(struct str image, unsigned *ret_width, unsigned *ret_height);

#endif
