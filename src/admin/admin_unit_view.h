#ifndef REDRESS_ADMIN_UNIT_VIEW_H
#define REDRESS_ADMIN_UNIT_VIEW_H

#include "admin_view.h"
#include "org.h"
#include "rulebook.h"

struct admin_unit_shown {
    const struct unit *unit;  /* typed or saved */
    const struct unit *now;   /* after ERR_STALE: what stands saved; NULL otherwise */
    const struct unit *parents; /* a new one: where it may stand */
    size_t n_parents;
    bool superior;            /* closing authority and switching may be changed */
    const struct http_form_errors *errors;
    const char *title;
};
struct tpl *admin_unit_form_view(struct page *page, const struct admin_unit_shown *shown);
struct admin_unit_list {
    const struct unit *units;
    const struct org_unit_count *counts; /* of these and others */
    const struct rulebook *book;         /* whose names the levels have; NULL: none is in force */
    size_t n, n_counts;
    const char *words;
    bool cut;
};
struct tpl *admin_unit_list_view(struct page *page, const struct admin_unit_list *shown);
struct tpl *admin_unit_switch_view(struct page *page, const struct unit *unit, const struct org_use *use, bool active);

#endif
