#ifndef REDRESS_ADMIN_RULEBOOK_FORM_H
#define REDRESS_ADMIN_RULEBOOK_FORM_H

#include "http_form.h"
#include "utc.h"

/* From when and why a draft is to hold. */
struct admin_publish_typed {
    int version;
    int64_t effective_us; /* now when no later day was typed */
    const char *date, *note;
};
struct admin_publish_typed admin_publish_read(const struct http_form *form, int64_t now_us, const struct utc_zone *zone, struct http_form_errors *errors);

#endif
