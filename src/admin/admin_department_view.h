#ifndef REDRESS_ADMIN_DEPARTMENT_VIEW_H
#define REDRESS_ADMIN_DEPARTMENT_VIEW_H

#include "admin_view.h"
#include "org.h"
#include "rulebook.h"

struct admin_department_shown {
    const struct department *department; /* typed or saved */
    const struct department *now;        /* after ERR_STALE: what stands saved; NULL otherwise */
    const struct unit *units;            /* a new one: where it may stand */
    size_t n_units;
    const struct person *people;         /* of the unit, to choose coordinators from */
    size_t n_people;
    const struct rb_name *functions;     /* of the rulebook */
    size_t n_functions;
    const struct http_form_errors *errors;
    const char *title;
};
struct tpl *admin_department_form_view(struct page *page, const struct admin_department_shown *shown);
/* next: what ?after= of the next page says; NULL on the last. */
struct tpl *admin_department_list_view(struct page *page, const struct department *rows, size_t n, const struct rb_name *functions, size_t n_functions,
                                       const struct admin_list *list, const char *next);
struct tpl *admin_department_switch_view(struct page *page, const struct department *department, const struct org_use *use, bool active);

#endif
