#ifndef REDRESS_DESK_CLOCK_H
#define REDRESS_DESK_CLOCK_H

#include "clock.h"
#include "complaint_flow.h"

/* How a clock stands, for the strip of the case page: always told by words and icon, never by colour alone. Pure. */
enum desk_clock_look {
    DESK_CLOCK_CALM,
    DESK_CLOCK_SOON, /* less than a day left, or its first warning has come */
    DESK_CLOCK_LATE,
    DESK_CLOCK_PAUSED,
    DESK_CLOCK_KEPT,
    DESK_CLOCK_KEPT_LATE, /* done, after its date */
    DESK_CLOCK_OVER,      /* its reason is gone */
};
enum desk_clock_look desk_clock_look(const struct clock *c, int64_t now_us);
/* Runs or is paused: it still has a date to come. */
bool desk_clock_open(const struct clock *c);

/*
 * Whether ACTION_PAUSE, ACTION_RESUME, ACTION_EXTEND or ACTION_CLOCK_DONE can be taken with a clock. What is answered or decided (answer, resolve) is not
 * recorded as done by hand; an extension is asked for before the date has passed (requirements F5, F7).
 */
bool desk_clock_takes(const struct rulebook *b, const struct clock *c, enum complaint_action action, int64_t now_us);
/* Whether an action is taken with a clock at all. */
bool desk_clock_action(enum complaint_action action);

/* How many of a set, in its order, stand open in the strip; the rest is folded. */
#define DESK_CLOCKS_OPEN 4
size_t desk_clocks_shown(const struct clock *list, size_t n);

#endif
