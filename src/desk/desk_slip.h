#ifndef REDRESS_DESK_SLIP_H
#define REDRESS_DESK_SLIP_H

#include "absence.h"
#include "org.h"
#include "slip.h"

/* Slips 单 on the desk: how each thing that can be done with one is asked for, their order, and the drawing of their path. Pure. */

struct desk_slip_act {
    const char *icon;    /* name in the sprite */
    const char *hint;    /* above the fields; NULL: none */
    const char *label;   /* of the text; NULL: the action takes none */
    const char *missing; /* when the text is needed and empty; NULL: it may be empty */
    const char *button, *done;
    bool files, assign, page; /* page: asked for on the page of new slips */
};
/* NULL for what nobody asks for by hand (send, read). */
const struct desk_slip_act *desk_slip_act(enum slip_action action);
/* The order of the folds; ends with SLIP_ACTION__COUNT. */
extern const enum slip_action desk_slip_order[];
bool desk_slip_in(unsigned allowed, enum slip_action action);
/* The fold that is open at first: what the slip waits for; SLIP_ACTION__COUNT: none. */
enum slip_action desk_slip_first(const struct slip *s, unsigned allowed);
/* What was done, in one or two words (msgid), for lists and the drawing; and its icon. */
const char *desk_slip_step_title(enum slip_action action);
const char *desk_slip_step_icon(enum slip_action action);

/* How its date stands: told by words and icon, never by colour alone. */
enum desk_slip_look { DESK_SLIP_CALM, DESK_SLIP_SOON, DESK_SLIP_LATE, DESK_SLIP_DONE, DESK_SLIP_DONE_LATE, DESK_SLIP_OVER /* nothing is due any more */ };
enum desk_slip_look desk_slip_look(const struct slip *s, int64_t now_us);
const char *desk_slip_state_class(enum slip_state state); /* of the tag */

/* Each slip below the one that it belongs to, by numbers; one whose upper slip is not among them stands at the top. */
struct desk_slip_node {
    const struct slip *slip;
    int depth;
};
void desk_slip_tree(struct arena *a, const struct slip *slips, size_t n, struct desk_slip_node **ret_nodes);
const struct slip *desk_slip_find(const struct slip *slips, size_t n, int number);
const struct slip *desk_slip_by_id(const struct slip *slips, size_t n, int64_t id);
/* Whether one was sent in the place of this one. */
bool desk_slip_replaced(const struct slip *slips, size_t n, const struct slip *s);

/* ---- sending ---- */
struct desk_slip_kind {
    const char *name; /* in the address */
    const char *title, *hint, *label, *missing, *button, *done; /* msgids */
    bool departments; /* any number of them, one slip each, with copies; else one unit's customer service */
    bool material;    /* with the texts that the rulebook asks for */
    bool lead;        /* one of the departments leads */
};
const struct desk_slip_kind *desk_slip_kind(enum slip_kind kind);
bool desk_slip_kind_from_name(const char *name, enum slip_kind *ret_kind);

/* ---- lists ---- */
enum desk_slip_view { DESK_SLIPS_TODO, DESK_SLIPS_MINE, DESK_SLIPS_ANSWERED, DESK_SLIPS_RETURNED, DESK_SLIPS_SENT, DESK_SLIPS_COPIES, DESK_SLIPS_LATE, DESK_SLIPS__COUNT };
struct desk_slip_view_kind {
    const char *name, *title, *nothing; /* title and nothing: msgids */
    bool receiver;                      /* of those who answer slips; else of those who send them */
};
const struct desk_slip_view_kind *desk_slip_view_kind(enum desk_slip_view view);
bool desk_slip_view_from_name(const char *name, enum desk_slip_view *ret_view);

/* ---- the path ---- */
/* A drawing: a lane for each department, a row for each step in order of time, a bar for each time that a slip stayed with somebody. Steps of the complaint itself stand in the first
 * lane; who sees it in part sees the slips alone. */
struct desk_lane {
    int64_t unit_id, department_id; /* department 0: the unit itself */
    const char *zh, *en, *unit_zh, *unit_en;
};
enum desk_mark { DESK_MARK_STEP, DESK_MARK_RECEIVED, DESK_MARK_ACCEPTED, DESK_MARK_REPLIED, DESK_MARK_CLOSED };
struct desk_path_row {
    enum desk_mark mark;
    int64_t at_us;
    const struct slip *slip; /* NULL: a step of the complaint itself */
    const struct slip_step *step;
    int from, to; /* lanes; the same: it happened there */
    int coarse;   /* how much of at_us is shown: hiding.h */
};
struct desk_path_bar {
    const struct slip_hop *hop;
    int lane, slot;  /* slot: beside others of the same lane at the same time */
    int first, last; /* rows; last is the number of rows while it is still there */
};
struct desk_path {
    struct desk_lane *lanes;
    struct desk_path_row *rows;
    struct desk_path_bar *bars;
    size_t n_lanes, n_rows, n_bars;
};
void desk_path_make(struct arena *a, const struct complaint *c, const struct slip *slips, size_t n, const struct slip_hop *hops, size_t n_hops, struct desk_path *ret_path);
/* The longest beginning of a text that is at most so wide in letters of a size, with "…" when it is cut. */
const char *desk_path_fit(struct arena *a, const char *text, int width, int size);

/* Everything about slips that a case page shows. */
struct desk_slip_retry;
struct desk_slips {
    struct slip *list;  /* those that the user may see, by number */
    unsigned *allowed;  /* what he may do with each */
    size_t n;
    int64_t people_of;  /* department whose people are loaded, 0: none */
    struct person *people;
    struct absence *away;
    size_t n_people, n_away;
    int open;                         /* number of the slip whose fold is open, 0: the first that waits for the user */
    enum slip_action act;             /* and the fold */
    const struct desk_slip_retry *retry; /* NULL: fresh forms */
};
unsigned desk_slip_allowed(const struct desk_slips *slips, const struct slip *s);
/* The slip that waits for the user, the most urgent first, and what is to be done with it; NULL: none does. */
const struct slip *desk_slip_waiting(const struct desk_slips *slips, enum slip_action *ret_action);

#endif
