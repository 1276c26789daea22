#include "rounds.h"

#include <stdbool.h>

#include "log.h"
#include "utc.h"

#define DOUBLINGS 10
#define FAILED_MOST_US (10 * UTC_MINUTE_US)
#define LONG_US (10 * UTC_SECOND_US) /* as long as no kind should keep the others waiting */

/* A clock that was set back keeps none from its turn. */
static bool is_due(const struct round_kind *kind, const struct round_progress *p, int64_t now_us, int64_t monotonic_us)
{
    bool rests = kind->every_us && p->idle_us && now_us >= p->idle_us && now_us - p->idle_us <= kind->every_us;
    return monotonic_us >= p->again_us && !rests;
}

static void put_off(const struct round_kind *kind, struct round_progress *p, int64_t monotonic_us, enum err e)
{
    int64_t wait_us = UTC_SECOND_US << (p->failures < DOUBLINGS ? p->failures : DOUBLINGS);
    wait_us = wait_us < FAILED_MOST_US ? wait_us : FAILED_MOST_US;
    p->failures++;
    p->again_us = monotonic_us + wait_us;
    LOG(LOG_ERROR, "a kind of work failed", LOG_TEXT("kind", kind->name), LOG_TEXT("error", err_name(e)), LOG_NUM("times", p->failures), LOG_NUM("again_s", wait_us / UTC_SECOND_US));
}

enum err round_turn(const struct round_kind *kind, struct round_progress *progress, struct jobs *jobs, int64_t now_us, int64_t monotonic_us, enum round *round)
{
    size_t n = 0;
    if (!is_due(kind, progress, now_us, monotonic_us))
        return ERR_NONE;
    int64_t from_us = utc_monotonic_us();
    enum err e = kind->run(jobs, now_us, &n);
    int64_t took_us = utc_monotonic_us() - from_us;
    if (took_us > LONG_US)
        LOG(LOG_WARN, "a kind of work took long", LOG_TEXT("kind", kind->name), LOG_NUM("seconds", took_us / UTC_SECOND_US));
    if (e == ERR_DB_AWAY)
        return e;
    if (e != ERR_NONE) {
        put_off(kind, progress, monotonic_us + took_us, e);
        return e;
    }
    bool full = n > 0 && n >= kind->at_once;
    *progress = (struct round_progress){.idle_us = full ? 0 : now_us};
    enum round did = full ? ROUND_FULL : n > 0 ? ROUND_DONE : ROUND_IDLE;
    *round = did > *round ? did : *round;
    return ERR_NONE;
}
