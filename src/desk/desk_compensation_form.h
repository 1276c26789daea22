#ifndef REDRESS_DESK_COMPENSATION_FORM_H
#define REDRESS_DESK_COMPENSATION_FORM_H

#include "compensation.h"
#include "desk_date.h"
#include "http_form.h"

/* What was entered on the page of compensation; kept when it is shown again. */
struct desk_compensation_typed {
    enum compensation_action action;
    int64_t id, base_cents, cents; /* id: 0 for a new one */
    int version;
    const char *standard, *base, *sum, *reason; /* base and sum as typed */
    const char *paid, *way, *voucher;
    struct desk_date paid_on;
};
/* The id of a control: those of the forms about one entry end with its number. field: standard, base, sum, reason, paid, way, voucher. */
const char *desk_compensation_field(struct arena *a, enum compensation_action action, int64_t id, const char *field);
/* ERR_MALFORMED when it says nothing that can be done. Errors are noted under these ids. */
enum err desk_compensation_read(const struct http_form *form, const struct rulebook *b, struct arena *a, struct desk_date today, struct desk_compensation_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

#endif
