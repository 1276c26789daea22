#ifndef REDRESS_SEARCH_VIEW_H
#define REDRESS_SEARCH_VIEW_H

#include "complaint.h"
#include "page.h"
#include "search.h"
#include "search_form.h"

struct search_row {
    const struct complaint *c;
    const char *why; /* msgid: found otherwise than by its texts; NULL */
    const struct search_found *found;
};
struct search_shown {
    const struct search_typed *typed;
    const struct http_form_errors *errors;
    const char *advice;  /* msgid: what to type, in place of results; NULL: they were looked for */
    const struct search_row *rows;
    size_t n;
    int64_t next, stopped_us; /* of struct search_answer */
};
void search_fill(struct page *page, struct tpl *t, const struct search_shown *shown);

#endif
