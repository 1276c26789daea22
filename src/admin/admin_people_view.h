#ifndef REDRESS_ADMIN_PEOPLE_VIEW_H
#define REDRESS_ADMIN_PEOPLE_VIEW_H

#include "admin_people_form.h"
#include "admin_view.h"
#include "org.h"
#include "role.h"

struct admin_person_shown {
    const struct person *person; /* typed or saved; id 0 for a new one */
    const struct person *now;    /* after ERR_STALE: what stands saved; NULL otherwise */
    bool governed;               /* may be changed by the user */
    const struct unit *units;
    size_t n_units;
    const struct department *departments;
    size_t n_departments;
    const struct people_grant *grants;
    size_t n_grants;
    const struct role *roles;    /* all; those that the user can grant are offered */
    size_t n_roles;
    const struct admin_grant_typed *grant; /* as sent, with errors; NULL otherwise */
    const struct http_form_errors *errors;
    const char *title;
};
struct tpl *admin_person_view(struct page *page, const struct admin_person_shown *shown);
struct tpl *admin_people_list_view(struct page *page, const struct people_row *rows, size_t n, const struct admin_list *list, const char *next);
struct tpl *admin_people_switch_view(struct page *page, const struct person *person, int complaints, bool active);
/* The first password, shown once. */
struct tpl *admin_password_view(struct page *page, const struct person *person, const char *password);

#endif
