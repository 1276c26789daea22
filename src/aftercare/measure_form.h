#ifndef REDRESS_MEASURE_FORM_H
#define REDRESS_MEASURE_FORM_H

#include "http_form.h"
#include "measure.h"
#include "utc.h"

/* What the list is asked for; as its address has it. */
struct measures_asked {
    int whose;      /* a number of enum measure_whose */
    int state;      /* 0 open, 1 overdue, 2 to be checked, 3 ended */
    enum measure_kind kind;
    int64_t category_id;
    const char *cause;
};
extern const char *const measures_whose_words[3], *const measures_state_words[4];
void measures_read(const struct http_form *query, struct measures_asked *ret_asked);
/* The address of a list; after NULL: from the top. */
const char *measures_url(struct arena *a, const struct measures_asked *asked, const char *after);

struct measure_typed {
    enum measure_action action;
    int version;
    const char *number;   /* of the complaint; "" none */
    int64_t incident_id, follows_id, department_id, category_id, due_us;
    enum measure_kind kind;
    const char *cause, *title, *body, *owner, *due, *text;
};
/* ERR_MALFORMED: no action that there is. Everything else is noted in errors. */
enum err measure_read(const struct http_form *form, struct arena *a, const struct utc_zone *zone, struct measure_typed *ret_typed, struct http_form_errors *errors) MUST_CHECK;
/* A day as a date control sends it, or as people write it with . or /: the last second of it; 0 when there is no such day. */
int64_t measure_day_end(struct arena *a, const char *typed, const struct utc_zone *zone);
/* "2026-08-21". */
const char *measure_day(struct arena *a, int64_t at_us, const struct utc_zone *zone);

#endif
