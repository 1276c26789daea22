#ifndef REDRESS_DESK_LIST_H
#define REDRESS_DESK_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "complaint_list.h"
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
#define DESK_QUERY_MAX 2000 /* bytes of a whole query, as it is kept */

/* Filters by a number; how each is called in the address and to people. */
enum desk_id { DESK_CATEGORY, DESK_UNIT, DESK_DEPARTMENT, DESK_ASKED, DESK_HANDLER, DESK_INCIDENT, DESK_MODE, DESK_CLOCK, DESK_ID__COUNT };
#define DESK_NOBODY (-1) /* as handler: "nobody", "me" */
#define DESK_ME (-2)
enum desk_day { DESK_RECEIVED, DESK_CLOSED_ON, DESK_DUE_ON, DESK_DAY__COUNT };
#define DESK_MARKS 9
struct desk_filter_name {
    const char *name;  /* in the address */
    const char *title; /* msgid */
};
extern const struct desk_filter_name desk_id_names[DESK_ID__COUNT], desk_code_names[FILTER_CODE__COUNT], desk_from_names[DESK_DAY__COUNT], desk_to_names[DESK_DAY__COUNT],
    desk_mark_names[DESK_MARKS]; /* of 1 << i */

/* The columns that can be shown, in their order; the title always is. */
enum desk_column {
    COLUMN_DUE, COLUMN_TITLE, COLUMN_STATE, COLUMN_NUMBER, COLUMN_GRADE, COLUMN_FLAG, COLUMN_CATEGORY, COLUMN_UNIT, COLUMN_PLACE, COLUMN_HANDLER, COLUMN_RECEIVED, COLUMN_CLOSED,
    COLUMN_CHANNEL, COLUMN_SOURCE, COLUMN_REFERENCE, COLUMN_SLIPS, COLUMN_TAGS, COLUMN__COUNT
};
extern const struct desk_filter_name desk_columns[COLUMN__COUNT];
#define DESK_COLUMN(column) (1u << (column))
/* What is shown when nothing was chosen. */
#define DESK_COLUMNS                                                                                                                                           \
    (DESK_COLUMN(COLUMN_DUE) | DESK_COLUMN(COLUMN_TITLE) | DESK_COLUMN(COLUMN_STATE) | DESK_COLUMN(COLUMN_NUMBER) | DESK_COLUMN(COLUMN_CATEGORY) |                \
     DESK_COLUMN(COLUMN_PLACE) | DESK_COLUMN(COLUMN_HANDLER) | DESK_COLUMN(COLUMN_RECEIVED))

struct desk_list {
    enum desk_view view;
    enum desk_sort sort;
    unsigned states, marks;                      /* bits; 0: any */
    int64_t ids[DESK_ID__COUNT];                 /* 0: any */
    const char *codes[FILTER_CODE__COUNT];       /* NULL or "": any */
    struct desk_date from[DESK_DAY__COUNT], to[DESK_DAY__COUNT]; /* year 0: open */
    const char *words;                           /* never NULL */
    unsigned columns;                            /* bits; 0: DESK_COLUMNS */
    int64_t saved_id;                            /* the saved view that it was opened as; 0: none */
    int64_t at_value, at_id;                     /* keyset: the row to go on from; id 0: the start */
    bool backwards;                              /* the rows before it */
};

/* The word of a filter, "" for any. */
const char *desk_list_code(const struct desk_list *list, enum filter_code code);
unsigned desk_list_columns(const struct desk_list *list);

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
/* View, order and columns alone. */
struct desk_list desk_list_bare(const struct desk_list *list);

/* What the store is asked for; me: who asks. */
struct complaint_filter desk_list_filter(const struct desk_list *list, int64_t me, const struct utc_zone *zone, int64_t now_us, size_t limit);

/* Bytes outside the unreserved set as %XX: for a value within a query. */
const char *desk_url_encode(struct arena *a, const char *value);

#endif
