#ifndef REDRESS_DESK_LIST_H
#define REDRESS_DESK_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "desk_date.h"

/*
 * The state of the list of complaints, all of it in the address (requirements L2): a page can be bookmarked, sent to a colleague and carried into
 * the case, which leads back to the same place and on to the next complaint.
 */
enum desk_view { DESK_MINE, DESK_SOON, DESK_LATE, DESK_REPLIES, DESK_NEW, DESK_OPEN, DESK_UNIT_LATE, DESK_CLOSED, DESK_ALL, DESK_VIEW__COUNT };
enum desk_sort { DESK_BY_DUE, DESK_BY_RECEIVED };

struct desk_view_kind {
    const char *name;    /* in the address */
    const char *title;   /* msgid */
    const char *nothing; /* msgid: what an empty list of this view means */
    enum desk_sort sort; /* unless the address says otherwise */
};
const struct desk_view_kind *desk_view_kind(enum desk_view view);
bool desk_view_from_name(const char *name, enum desk_view *ret_view);

#define DESK_WORDS_MAX 100 /* code points of the words looked for */

struct desk_list {
    enum desk_view view;
    enum desk_sort sort;
    int state;                                   /* 0: any */
    int64_t category_id, unit_id, department_id; /* 0: any */
    struct desk_date from, to;                   /* received; year 0: open */
    const char *words;                           /* never NULL */
    int64_t at_value, at_id;                     /* keyset: the row to go on from; id 0: the start */
    bool backwards;                              /* the rows before it */
};

/* True when something beyond view and sort narrows the list; and when the narrowing stands in the folded part of the filter. */
bool desk_list_filtered(const struct desk_list *list);
bool desk_list_filtered_more(const struct desk_list *list);

/* The query of the address, without '?', values percent-encoded, in a fixed order and without what is the default: the same list has one address. */
const char *desk_list_query(struct arena *a, const struct desk_list *list);
/* "/staff/complaints?" and the query. */
const char *desk_list_url(struct arena *a, const struct desk_list *list);
/* The same list elsewhere: from its start in another view, order, or at a row. */
struct desk_list desk_list_in_view(const struct desk_list *list, enum desk_view view);
struct desk_list desk_list_sorted(const struct desk_list *list, enum desk_sort sort);
struct desk_list desk_list_at(const struct desk_list *list, int64_t value, int64_t id, bool backwards);
struct desk_list desk_list_start(const struct desk_list *list);

/* Bytes outside the unreserved set as %XX: for a value within a query. */
const char *desk_url_encode(struct arena *a, const char *value);

#endif
