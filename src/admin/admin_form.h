#ifndef REDRESS_ADMIN_FORM_H
#define REDRESS_ADMIN_FORM_H

#include "http_form.h"

/* Fields that several forms of the administration have. */

/* The hidden version; 0 when it is missing, which no saved row has. */
int admin_form_version(const struct http_form *form);
/* A short code: letters, digits, dot, hyphen and underscore. */
const char *admin_form_code(const struct http_form *form, const char *field, struct http_form_errors *errors);
/* What something is to be switched to. */
bool admin_form_active(const struct http_form *form);

#endif
