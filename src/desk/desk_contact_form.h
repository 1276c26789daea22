#ifndef REDRESS_DESK_CONTACT_FORM_H
#define REDRESS_DESK_CONTACT_FORM_H

#include "contact.h"
#include "http_form.h"

/* What was entered to record a call, visit or letter; kept when the form is shown again. */
struct desk_contact_typed {
    struct contact contact;
    const char *at_typed; /* "" for now */
};
/* Errors are noted under way, direction, result and at, and under text when the complainant was reached and nothing is said about it. */
void desk_contact_read(const struct http_form *form, struct arena *a, int64_t now_us, const struct utc_zone *zone, const char *text, struct desk_contact_typed *ret_typed,
                       struct http_form_errors *errors);

#endif
