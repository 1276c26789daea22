#ifndef REDRESS_CLOCK_PARTS_H
#define REDRESS_CLOCK_PARTS_H

#include "clock.h"

/* What the files of the clocks share; nobody else includes it. */

/* The event with which clocks of a rule begin, and whether an event meets them; rule NULL: as clocks of its kind do by themselves. */
enum clock_event clock_begins_with(const struct rb_clock *rule);
bool clock_met_by(const struct rb_clock *rule, enum rb_clock_kind kind, enum clock_event event);
bool clock_may_pause(const struct rb_clock *rule, const char *reason);

/* A limit from its start, and one more from a date that held until now: days go on after the day on which that date stands. Never above CLOCK_NEVER. */
int64_t clock_date(const struct clock_world *w, int64_t start_us, struct calendar_limit limit);
int64_t clock_further(const struct clock_world *w, int64_t due_us, struct calendar_limit by);
int64_t clock_further_start(const struct clock_world *w, int64_t due_us, struct calendar_limit by);
/* The date that a limit makes from a clock's start with its pauses and extensions. */
int64_t clock_through(const struct clock_world *w, const struct clock *c, struct calendar_limit limit, const struct clock_history *history, size_t n_history);

/* After its date moved: steps that come again are to be taken again, and what is no longer past is not late. */
void clock_moved(const struct clock_world *w, struct clock *c, int64_t at_us);
bool clock_active(const struct clock *c); /* running or paused */

#endif
