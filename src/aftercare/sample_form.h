#ifndef REDRESS_SAMPLE_FORM_H
#define REDRESS_SAMPLE_FORM_H

#include "http_form.h"
#include "sample.h"

/* Which sample is to be drawn. */
struct sample_typed {
    int64_t unit_id;
    int month; /* year times 100 plus month */
    enum sample_kind kind;
};
/* latest: the last month that is over; further back than SAMPLE_MONTHS nothing is drawn. */
#define SAMPLE_MONTHS 6
void sample_read_form(const struct http_form *form, int latest, struct sample_typed *ret_typed, struct http_form_errors *errors);

#endif
