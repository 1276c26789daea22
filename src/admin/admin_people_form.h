#ifndef REDRESS_ADMIN_PEOPLE_FORM_H
#define REDRESS_ADMIN_PEOPLE_FORM_H

#include "http_form.h"
#include "org.h"

/* What was typed, with its errors. The sign-in name comes in lower case. */
struct person admin_person_read(const struct http_form *form, struct http_form_errors *errors);

/* A role to grant, over a unit ("u12") or a department ("d34"). */
struct admin_grant_typed {
    int64_t role_id, unit_id, department_id;
    const char *role, *over; /* as sent */
};
struct admin_grant_typed admin_grant_read(const struct http_form *form, struct http_form_errors *errors);

#endif
