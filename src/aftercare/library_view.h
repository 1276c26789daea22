#ifndef REDRESS_LIBRARY_VIEW_H
#define REDRESS_LIBRARY_VIEW_H

#include "category.h"
#include "library_form.h"
#include "page.h"
#include "rulebook.h"

struct library_shown {
    const struct library_asked *asked;
    const struct rulebook *book;
    const struct category *categories;
    const struct library_case *list;
    size_t n, n_categories;
    const char *next;
    bool first;
};
void library_list_fill(struct page *page, struct tpl *t, const struct library_shown *x);

struct library_one {
    const struct library_case *c; /* id 0: a new one */
    const struct rulebook *book;
    const struct category *categories;
    const struct library_doubt *doubts;
    size_t n_categories, n_doubts;
    bool sealed, paper;
    const struct library_typed *typed; /* NULL: nothing was */
    const struct http_form_errors *errors;
};
void library_case_fill(struct page *page, struct tpl *t, const struct library_one *x);

#endif
