#ifndef REDRESS_ADMIN_DEPARTMENT_FORM_H
#define REDRESS_ADMIN_DEPARTMENT_FORM_H

#include "http_form.h"
#include "org.h"
#include "rulebook.h"

/* What was typed, with its errors. The unit is read for a new one only. functions: those of the rulebook. */
struct department admin_department_read(const struct http_form *form, const struct rb_name *functions, size_t n_functions, bool is_new, struct http_form_errors *errors);

#endif
