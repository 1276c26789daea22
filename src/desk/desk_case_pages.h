#ifndef REDRESS_DESK_CASE_PAGES_H
#define REDRESS_DESK_CASE_PAGES_H

#include "desk_act_view.h"

/* The head of one complaint within what the user may see, and the list it was opened from (query, "" for none). */
enum err desk_case_load(struct page *page, const char *number, const char *from, struct desk_case *ret_case) MUST_CHECK;
/* Departments and people to whom it may be assigned. */
enum err desk_case_load_people(struct page *page, struct desk_case *x) MUST_CHECK;
/* Load the rest and show the case page; retry NULL on a GET. */
enum err desk_case_show(struct page *page, struct desk_case *x, enum desk_show show, const struct desk_retry *retry, int status) MUST_CHECK;

#endif
