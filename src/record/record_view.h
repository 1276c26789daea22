#ifndef REDRESS_RECORD_VIEW_H
#define REDRESS_RECORD_VIEW_H

#include "disclosure.h"
#include "keeping.h"
#include "page.h"

/* The records page: figures, months, the list, holds. */
struct record_shown {
    bool erased; /* the list is of those that are gone */
    const struct keeping_row *rows;
    const struct keeping_count *months;
    const struct keeping_hold *holds, *lifted;
    size_t n_rows, n_months, n_holds, n_lifted;
    const char *next;   /* the list goes on after it; NULL: not */
    const char *number, *reason, *lift_reason; /* typed */
    int64_t lift_id;
};
void record_fill(struct page *page, struct tpl *t, const struct record_shown *x, const struct http_form_errors *errors);
void record_log_fill(struct page *page, struct tpl *t, const struct disclosure *list, size_t n);
/* The lists as CSV, for spreadsheets. */
struct str record_csv(const struct page *page, const struct keeping_row *rows, size_t n);
struct str record_log_csv(const struct page *page, const struct disclosure *list, size_t n);

#endif
