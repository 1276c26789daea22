#ifndef REDRESS_COMPLAINT_LIST_H
#define REDRESS_COMPLAINT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a list of complaints is asked for, and what is counted (L1, L2); complaint_store.h runs it. */
enum complaint_view { VIEW_ALL, VIEW_OPEN, VIEW_NEW, VIEW_MINE, VIEW_SOON, VIEW_LATE, VIEW_REPLIES, VIEW_CLOSED, VIEW__COUNT };
enum complaint_sort { SORT_DUE, SORT_RECEIVED };
struct complaint_filter {
    enum complaint_view view;
    enum complaint_sort sort;  /* due: most urgent first; received: newest first */
    bool mine;                 /* any view, of the complaints assigned to the user only; VIEW_MINE is VIEW_OPEN with this */
    int state;                 /* 0: any */
    int64_t category_id, unit_id, department_id; /* 0: any; unit: with all below it */
    int64_t from_us, to_us;    /* received within; 0: open */
    const char *words;         /* in the title, or a complaint number; "": none */
    int64_t after_value, after_id; /* keyset: rows after this one; 0: from the start */
    bool backwards;            /* rows before it instead, still returned in order */
    size_t limit;              /* at most COMPLAINT_LIST_MAX */
    int64_t now_us;
    bool *cut;                 /* set when a filter matched so little that the search was given up before the end; NULL: not asked */
};
#define COMPLAINT_LIST_MAX 100

/* Counts for navigation and workbench end here, so that they cost the same at a million complaints. */
#define COMPLAINT_COUNT_MAX 100
struct complaint_mine { /* assigned to the user: open, due within COMPLAINT_SOON_US, past due, unread */
    int open, soon, late, replies;
};
struct complaint_counts { /* within the scope: not yet accepted, open, past due */
    int fresh, open, late;
};

#endif
