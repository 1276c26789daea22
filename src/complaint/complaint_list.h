#ifndef REDRESS_COMPLAINT_LIST_H
#define REDRESS_COMPLAINT_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a list of complaints is asked for, and what is counted (L1, L2); complaint_store.h runs it. */
enum complaint_view { VIEW_ALL, VIEW_OPEN, VIEW_NEW, VIEW_MINE, VIEW_SOON, VIEW_LATE, VIEW_REPLIES, VIEW_CLOSED, VIEW__COUNT };
enum complaint_sort { SORT_DUE, SORT_RECEIVED };

/* Filters by a word: a code of the rulebook, or what people wrote. "" or NULL: any. */
enum filter_code {
    FILTER_GRADE,
    FILTER_CHANNEL,
    FILTER_SOURCE,
    FILTER_COMPLAINANT, /* kind of complainant */
    FILTER_VALIDITY,    /* FILTER_NONE: not decided */
    FILTER_PATH,        /* FILTER_NONE: a complaint; FILTER_ANY: whatever was made of it */
    FILTER_FLAG,
    FILTER_CAUSE,
    FILTER_TAG,
    FILTER_REFERENCE,
    FILTER_CODE__COUNT
};
#define FILTER_NONE "-"
#define FILTER_ANY "*"
/* Filters by yes, as bits. */
enum filter_mark {
    MARK_LATE = 1,
    MARK_UNREAD = 2,
    MARK_WAITING = 4,    /* for the complainant */
    MARK_REPEAT = 8,     /* of the same matter, follows up, or came back */
    MARK_SLIPS = 16,     /* something was asked of a department and is not done */
    MARK_RELABELLED = 32, /* made something that is not counted, or found invalid (requirements M8) */
    MARK_FALSE = 64,      /* a spot check found that it was closed falsely (requirements J3) */
    MARK_URGED = 128,     /* the complainant urged and nobody has answered yet */
    MARK_REVIEW = 256     /* he asks for a review, about which nobody has decided yet (requirements B9) */
};
#define FILTER_NOBODY (-1) /* as assignee */

/* Where a search was given up, and which row to go on from. */
struct complaint_cut {
    bool cut;
    int64_t value, id;
};

struct complaint_filter {
    enum complaint_view view;
    enum complaint_sort sort;  /* due: most urgent first; received: newest first */
    bool mine;                 /* any view, of the complaints assigned to the user only; VIEW_MINE is VIEW_OPEN with this */
    unsigned states;           /* bits of 1 << state; 0: any */
    unsigned marks;
    int64_t category_id;       /* a category, or a group with what stands in it */
    int64_t unit_id;           /* with all below it */
    int64_t department_id;     /* that carries it */
    int64_t asked_id;          /* department that was asked to look into it and has not finished */
    int64_t assignee_id;       /* or FILTER_NOBODY */
    int64_t incident_id;
    int mode, clock;           /* how the complainant is known; kind of the nearest clock */
    const char *codes[FILTER_CODE__COUNT];
    int64_t from_us, to_us;    /* received within; 0: open */
    int64_t closed_from_us, closed_to_us, due_from_us, due_to_us;
    const char *words;         /* in the title, or a complaint number; "": none */
    int64_t after_value, after_id; /* keyset: rows after this one; 0: from the start */
    bool backwards;            /* rows before it instead, still returned in order */
    size_t limit;              /* at most COMPLAINT_LIST_MAX */
    size_t look;               /* rows that a filter looks at before it gives up; 0: COMPLAINT_LOOK */
    int64_t now_us;
    struct complaint_cut *cut; /* set when so many were looked at without filling the page; NULL: not asked */
};
#define COMPLAINT_LIST_MAX 200
#define COMPLAINT_LOOK 2400

/* Counts for navigation and workbench end here, so that they cost the same at a million complaints. */
#define COMPLAINT_COUNT_MAX 100
struct complaint_mine { /* assigned to the user: open, due within COMPLAINT_SOON_US, past due, unread; and what he began to register */
    int open, soon, late, replies, drafts;
};
struct complaint_counts { /* within the scope: not yet accepted, open, past due */
    int fresh, open, late;
};

#endif
