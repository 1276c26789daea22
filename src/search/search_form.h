#ifndef REDRESS_SEARCH_FORM_H
#define REDRESS_SEARCH_FORM_H

#include "desk_date.h"
#include "http_form.h"

/* What the search was asked, as it stands in the address. */
#define SEARCH_WORDS_MAX 200 /* characters */
struct search_typed {
    const char *words;
    const char *state; /* "", "open", "closed" */
    struct desk_date from, to;
    const char *from_typed, *to_typed;
    int64_t before;
};
void search_form_read(const struct http_form *query, struct arena *a, struct desk_date today, struct search_typed *ret_typed, struct http_form_errors *errors);

#endif
