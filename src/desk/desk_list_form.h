#ifndef REDRESS_DESK_LIST_FORM_H
#define REDRESS_DESK_LIST_FORM_H

#include "desk_list.h"
#include "http_form.h"

/*
 * The list that a query asks for. What is unknown or broken counts as not given, but for a date: that is noted in errors (fields "from", "to", "closed-from" ...)
 * and shown again. Words of a query without a view look everywhere.
 */
struct desk_list_typed {
    struct desk_list list;
    const char *from[DESK_DAY__COUNT], *to[DESK_DAY__COUNT]; /* as typed, for the controls */
};
void desk_list_read(const struct http_form *query, struct arena *a, struct desk_date today, struct desk_list_typed *ret_typed,
                    struct http_form_errors *errors);
/* The list that a case was opened from: the "from" field of its address. False when there is none. */
bool desk_list_read_from(const char *from, struct arena *a, struct desk_date today, struct desk_list *ret_list);

#endif
