#ifndef REDRESS_ADMIN_CATEGORY_VIEW_H
#define REDRESS_ADMIN_CATEGORY_VIEW_H

#include "admin_category_form.h"
#include "admin_view.h"

struct admin_category_shown {
    const struct admin_category_typed *typed; /* typed or saved */
    const struct category *now;               /* after ERR_STALE: what stands saved; NULL otherwise */
    const struct category_field *now_fields;
    size_t n_now_fields;
    const struct category *all; /* to choose the group from */
    size_t n_all;
    const struct http_form_errors *errors;
    const char *title;
};
struct tpl *admin_category_form_view(struct page *page, const struct admin_category_shown *shown);
struct tpl *admin_category_list_view(struct page *page, const struct category *all, size_t n, const char *words);
struct tpl *admin_category_switch_view(struct page *page, const struct category *category, int complaints, bool active);

#endif
