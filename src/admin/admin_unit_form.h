#ifndef REDRESS_ADMIN_UNIT_FORM_H
#define REDRESS_ADMIN_UNIT_FORM_H

#include "http_form.h"
#include "org.h"

/* Zones to choose from, NULL-terminated; "" is the site's. */
extern const char *const admin_unit_zones[];
/* What was typed, with its errors. The version comes with it. */
struct unit admin_unit_read(const struct http_form *form, bool is_new, struct http_form_errors *errors);

#endif
