#ifndef REDRESS_MERIT_FORM_H
#define REDRESS_MERIT_FORM_H

#include "http_form.h"
#include "merit.h"

/* What the list is asked for; as its address has it. */
struct merits_asked {
    int view;              /* a number of enum merit_view, or MERITS_TOTALS */
    int month;             /* 202611 */
    int64_t unit_id, before_id;
};
#define MERITS_TOTALS 4
void merits_read(const struct http_form *query, int this_month, struct merits_asked *ret_asked);
const char *merits_url(struct arena *a, const struct merits_asked *asked, int64_t before_id, const char *more);
/* "2026-11". */
const char *merit_month_text(struct arena *a, int month);

struct merit_typed {
    enum merit_action action;
    int version, points;
    int64_t cents;
    const char *sum, *points_typed, *person, *text;
};
enum err merit_read(const struct http_form *form, struct arena *a, struct merit_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;

struct merit_new_typed {
    const char *number, *rule, *person, *text;
};
void merit_new_read(const struct http_form *form, struct merit_new_typed *ret_typed, struct http_form_errors *errors);

#endif
