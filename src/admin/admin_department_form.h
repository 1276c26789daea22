#ifndef REDRESS_ADMIN_DEPARTMENT_FORM_H
#define REDRESS_ADMIN_DEPARTMENT_FORM_H

#include "http_form.h"
#include "org.h"

/* What was typed, with its errors. The unit is read for a new one only. */
struct department admin_department_read(const struct http_form *form, bool is_new, struct http_form_errors *errors);

#endif
