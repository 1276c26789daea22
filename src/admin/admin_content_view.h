#ifndef REDRESS_ADMIN_CONTENT_VIEW_H
#define REDRESS_ADMIN_CONTENT_VIEW_H

#include "category.h"
#include "content.h"
#include "page.h"

struct admin_content_shown {
    const struct content *saved;       /* id 0: a new one, of its kind */
    const struct content_text *typed;  /* what the form holds */
    const char *slug;                  /* of a new page, as typed */
    const struct content_text *now;    /* what stands saved, when somebody else was faster; NULL: nobody was */
    const struct content_version *versions;
    size_t n_versions;
    const struct category *categories; /* that a question can be of */
    size_t n_categories;
    const struct http_form_errors *errors; /* NULL: none */
};
struct tpl *admin_content_view(struct page *page, const struct admin_content_shown *shown);
struct tpl *admin_content_list_view(struct page *page, const struct content *list, size_t n, const struct category *categories, size_t n_categories);

#endif
