#ifndef REDRESS_ADMIN_ROLE_VIEW_H
#define REDRESS_ADMIN_ROLE_VIEW_H

#include "admin_role_form.h"
#include "admin_view.h"
#include "role.h"

struct admin_role_shown {
    const struct role *saved;              /* as it stands */
    const struct admin_role_typed *typed;  /* NULL: the saved one is shown */
    bool stale;
    const struct http_form_errors *errors;
};
struct tpl *admin_role_form_view(struct page *page, const struct admin_role_shown *shown);
struct tpl *admin_role_list_view(struct page *page, const struct role *roles, size_t n);

#endif
