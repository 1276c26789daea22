#ifndef REDRESS_ADMIN_CLOCK_VIEW_H
#define REDRESS_ADMIN_CLOCK_VIEW_H

#include "admin_book_view.h"
#include "clock.h"
#include "org.h"

/* Time limits beside their rules: of single units, for one complaint, and of clocks that run. */

#define ADMIN_OWN_LIMITS "/staff/admin/own-limits"
#define ADMIN_RECOMPUTE "/staff/admin/recompute"

struct tpl *admin_own_limits_view(struct page *page, const struct rulebook *b, const struct unit *units, size_t n, const struct admin_draft_shown *draft);

struct admin_unit_limits {
    const struct unit *unit, *units; /* units: where names of superiors are found */
    size_t n_units;
    const struct rulebook *book;
    const char *const *line; /* codes: the unit's and its superiors' */
    size_t n_line;
    const struct http_form *form, *now;
    const struct http_form_errors *errors;
    int version;
    struct admin_draft_shown draft;
};
struct tpl *admin_unit_limits_view(struct page *page, const struct admin_unit_limits *limits);

/* Which rule matches a complaint, for every kind of time limit. */
struct admin_match_kind {
    enum rb_clock_kind kind;
    const char *track;
    const struct clock_candidate *candidates;
    size_t n;
};
struct admin_match {
    const char *number; /* as typed */
    const struct http_form_errors *errors;
    const char *title;  /* of the complaint; NULL: none asked for yet */
    const struct rb_facts *facts;
    const struct rulebook *book;
    const char *const *line; /* of its unit */
    size_t n_line;
    const struct admin_match_kind *kinds;
    size_t n_kinds;
    struct admin_draft_shown draft;
};
struct tpl *admin_match_view(struct page *page, const struct admin_match *match);

/* Running clocks whose dates are others by the rules of now. */
struct admin_recompute_row {
    const char *number, *rule, *new_rule;
    enum rb_clock_kind kind;
    int64_t due_us, new_due_us;
};
struct admin_recompute {
    const struct rulebook *book;
    const char *rule; /* of one rule only; "": of all */
    const struct admin_recompute_row *rows;
    size_t n;
    const char *from, *next; /* where this part of the list begins and the next does; next NULL: it is the last */
};
struct tpl *admin_recompute_view(struct page *page, const struct admin_recompute *r);

#endif
