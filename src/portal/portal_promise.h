#ifndef REDRESS_PORTAL_PROMISE_H
#define REDRESS_PORTAL_PROMISE_H

#include "clock.h"

/* What became of a promised time, as the complainant is told (requirements B5). Pure. */
enum portal_promise {
    PROMISE_RUNNING,
    PROMISE_LATE,   /* still running, past its date */
    PROMISE_PAUSED,
    PROMISE_KEPT,
    PROMISE_MISSED, /* done, after its date */
    PROMISE_OVER,   /* no longer needed */
};
enum portal_promise portal_promise_of(const struct clock *c, int64_t now_us);
/* How often before, of its kind and track, the same promise was kept: what comes round again and again is told once (0: this is not the last one that was kept, or none was before). */
int portal_promise_before(const struct clock *list, size_t n, const struct clock *c);
/* Whether a later one of the same kind and track was kept too, so that this one need not stand by itself. */
bool portal_promise_repeated(const struct clock *list, size_t n, const struct clock *c);
/* Only the promised ones, in order of their date; returns how many. Those that are no longer needed are left out. In the arena. */
size_t portal_promises(struct arena *a, const struct clock *list, size_t n, struct clock **ret_list);
/* Whether any promised time that still runs has passed. */
bool portal_promise_broken(const struct clock *list, size_t n, int64_t now_us);
/* The promised answer: the newest resolve clock that is promised, NULL when there is none. */
const struct clock *portal_promise_answer(const struct clock *list, size_t n);

#endif
