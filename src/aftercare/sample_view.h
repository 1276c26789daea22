#ifndef REDRESS_SAMPLE_VIEW_H
#define REDRESS_SAMPLE_VIEW_H

#include "page.h"
#include "sample.h"
#include "sample_form.h"

struct sample_choice { /* of a unit */
    int64_t id;
    const char *zh, *en;
};
struct sample_rows {
    const struct sample *list;
    size_t n;
    const struct sample_choice *units; /* for which the user may have one drawn */
    size_t n_units;
    int latest;  /* the last month that is over */
    const struct rb_sample *rules;
    const struct sample_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
void sample_rows_fill(struct page *page, struct tpl *t, const struct sample_rows *rows);
/* "October 2026" as the page's language has it. */
const char *sample_month_words(const struct page *page, int month);

struct sample_shown {
    const struct sample *s;
    bool all; /* the rulebook has all closed ones drawn from */
    const struct sample_item *drawn;
    size_t n;
};
void sample_fill(struct page *page, struct tpl *t, const struct sample_shown *x);

#endif
