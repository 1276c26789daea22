#ifndef REDRESS_ADMIN_SITE_VIEW_H
#define REDRESS_ADMIN_SITE_VIEW_H

#include "admin_site_form.h"
#include "page.h"

struct admin_site_image {
    const char *url; /* NULL: there is none */
    unsigned width, height;
    uint64_t bytes;
};
struct admin_site_shown {
    const struct admin_site_typed *typed;
    const struct admin_site_typed *now; /* what stands saved, when somebody else was faster; NULL: nobody was */
    struct admin_site_image logo, draft;
    bool preview;                          /* what is typed and not saved yet is shown */
    const struct http_form_errors *errors; /* NULL: none */
};
struct tpl *admin_site_view(struct page *page, const struct admin_site_shown *shown);

#endif
