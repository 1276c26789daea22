#ifndef REDRESS_MEASURE_VIEW_H
#define REDRESS_MEASURE_VIEW_H

#include "category.h"
#include "measure_form.h"
#include "org.h"
#include "page.h"
#include "rulebook.h"

struct measures_shown {
    const struct measures_asked *asked;
    const struct rulebook *book;
    const struct category *categories;
    const struct measure *list;
    size_t n, n_categories;
    const char *next; /* of ?after=, NULL: the last page */
    bool first;
};
void measures_fill(struct page *page, struct tpl *t, const struct measures_shown *x);

/* One that stands, or a new one (m NULL). */
struct measure_shown {
    const struct measure *m;
    const struct rulebook *book;
    const struct measure_step *steps;
    const struct category *categories;
    const struct department *departments;
    size_t n_steps, n_categories, n_departments;
    const struct measure_typed *typed; /* NULL: nothing was, of a new one what it begins with */
    const struct http_form_errors *errors;
    const char *from;                  /* new: what it comes from, for show; "" */
    const char *const *causes;         /* new: those of the complaint, offered first */
    size_t n_causes;
};
void measure_fill(struct page *page, struct tpl *t, const struct measure_shown *x);

#endif
