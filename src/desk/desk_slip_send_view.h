#ifndef REDRESS_DESK_SLIP_SEND_VIEW_H
#define REDRESS_DESK_SLIP_SEND_VIEW_H

#include "desk_slip_view.h"

/* What the page of new slips offers. */
struct desk_slip_offer {
    const struct department *departments; /* all that a complaint of the unit can be given to */
    size_t n;
    const int64_t *line; /* the complaint's unit and its superiors, nearest first */
    size_t n_line;
    int64_t asker;       /* of a request for help: the department that asks; 0: none */
    int64_t proposed;    /* department; 0: none */
    int64_t due_us;      /* proposed */
    const char *function; /* why: the function that the category names */
    const struct rb_clock *rule; /* by which the date is; NULL: none */
};
/* Whether a department is offered to be asked, for a kind that asks departments. */
bool desk_slip_offered(const struct desk_case *x, const struct desk_slip_offer *offer, const struct department *d);
/*
 * Whether a unit's customer service is offered, for a kind that goes to a unit: the nearest superior, those directly below, or those of the line below one's own, from the complaint's upwards.
 */
bool desk_slip_unit_offered(const struct page *page, const struct desk_slip_offer *offer, enum slip_kind kind, const struct department *d);
bool desk_slip_kind_offered(const struct page *page, const struct desk_case *x, const struct desk_slip_offer *offer, enum slip_kind kind);
/* No slip has gone to a department yet, or all came back: one of those asked leads. */
bool desk_slip_first_dispatch(const struct desk_case *x);
/* The proposed date as the controls show it. */
const char *desk_slip_day(const struct page *page, int64_t due_us);
const char *desk_slip_time(const struct page *page, int64_t due_us);

struct desk_slip_send_shown {
    const struct desk_slip_sending *sending;
    const struct desk_slip_offer *offer;
    bool typed; /* what was entered is shown; else what is proposed */
    const struct http_form_errors *errors;
    const struct attachment *staged;
    size_t n_staged;
};
void desk_slip_send_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_slip_send_shown *shown);
/* Why a request that was returned so often cannot be dispatched by just anybody: a sentence. */
const char *desk_slip_ladder_words(const struct page *page, const struct rulebook *b, enum slip_ladder ladder, int returns);

#endif
