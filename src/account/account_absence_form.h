#ifndef REDRESS_ACCOUNT_ABSENCE_FORM_H
#define REDRESS_ACCOUNT_ABSENCE_FORM_H

#include "absence.h"
#include "desk_date.h"
#include "http_form.h"

/* An absence as typed. Dates are days; the last day belongs to it. */
struct account_absence_typed {
    const char *from, *to, *deputy, *note; /* as typed */
    int64_t from_us, to_us, pick_id;       /* pick_id: chosen among several who fit; 0: nobody yet */
};
struct account_absence_typed account_absence_read(const struct http_form *form, struct desk_date today, const struct utc_zone *zone, struct http_form_errors *errors);

#endif
