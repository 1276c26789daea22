#ifndef REDRESS_DESK_SLIP_LIST_VIEW_H
#define REDRESS_DESK_SLIP_LIST_VIEW_H

#include "desk_slip.h"
#include "page.h"

/* Rows of slips of several complaints, {{#SLIP}} of parts/desk_slip_rows.html. */
void desk_slip_rows_fill(const struct page *page, struct tpl *t, const struct slip *rows, size_t n);

struct desk_slip_list_shown {
    enum desk_slip_view view;
    bool sends, answers; /* which of the views are the user's */
    const struct slip *rows;
    size_t n; /* without the one too many */
};
void desk_slip_list_fill(struct page *page, struct tpl *t, const struct desk_slip_list_shown *shown);

#endif
