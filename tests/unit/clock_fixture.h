#ifndef REDRESS_CLOCK_FIXTURE_H
#define REDRESS_CLOCK_FIXTURE_H

#include <check.h>

#include "clock.h"

/*
 * One complaint's clocks under a small rulebook: the capital of a province works by the calendar of 2026, in which the spring festival lasts from 15 to 23 February with work on the 14th and 28th; the
 * province settles within 10 working days of its own.
 */
struct clock_story {
    struct arena *arena;
    const struct utc_zone *zone;
    struct clock_world world;
    struct clock_set set;
    struct rb_facts facts;
    struct rulebook book;
    struct rb_clock *rules;
    struct rb_own_limit *own;
    struct calendar_plan plan;
    struct clock_history history[64];
};
extern struct clock_story story; /* made anew for each test */
/* The members that every rule needs, for a struct rb_clock: code, kind, limit. */
#define STORY_RULE(c, k, l) .code = (c), .kind = (k), .track = "", .limit = (l), .from = "", .name = {"名", "name"}, .when.loss_over = ""

void story_setup(void);
void story_teardown(void);
int64_t story_at(int month, int day, int hour, int minute); /* of 2026, local time */
size_t story_count(enum clock_state state);
/* The newest of a kind and track, which must be there. */
struct clock *story_of(enum rb_clock_kind kind, const char *track);
bool story_none_of(enum rb_clock_kind kind);
/* As stored: with ids, nothing touched any more, and what was made in its history. */
void story_stored(void);
void story_happens(enum clock_event event, int64_t at_us);
void story_received(void); /* on Monday, 2 March, at ten, and graded */

#endif
