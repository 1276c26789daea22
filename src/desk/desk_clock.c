#include "desk_clock.h"

enum desk_clock_look desk_clock_look(const struct clock *c, int64_t now_us)
{
    switch (c->state) {
    case CLOCK_PAUSED: return DESK_CLOCK_PAUSED;
    case CLOCK_MET: return c->late ? DESK_CLOCK_KEPT_LATE : DESK_CLOCK_KEPT;
    case CLOCK_ENDED: return DESK_CLOCK_OVER;
    case CLOCK_RUNNING: break;
    }
    enum complaint_urgency urgency = complaint_urgency(true, c->due_us, now_us);
    if (urgency == URGENCY_LATE)
        return DESK_CLOCK_LATE;
    return urgency == URGENCY_SOON || c->stage > 0 ? DESK_CLOCK_SOON : DESK_CLOCK_CALM;
}

bool desk_clock_open(const struct clock *c)
{
    return c->state == CLOCK_RUNNING || c->state == CLOCK_PAUSED;
}

bool desk_clock_action(enum complaint_action action)
{
    return action == ACTION_PAUSE || action == ACTION_RESUME || action == ACTION_EXTEND || action == ACTION_CLOCK_DONE;
}

bool desk_clock_takes(const struct rulebook *b, const struct clock *c, enum complaint_action action, int64_t now_us)
{
    const struct rb_clock *rule = rulebook_clock(b, c->rule);
    switch (action) {
    case ACTION_PAUSE: return c->state == CLOCK_RUNNING && rule && rule->pause_count > 0;
    case ACTION_RESUME: return c->state == CLOCK_PAUSED;
    case ACTION_EXTEND: return c->state == CLOCK_RUNNING && c->due_us > now_us && clock_rung(b, c) != NULL;
    case ACTION_CLOCK_DONE: return c->state == CLOCK_RUNNING && clock_by_hand(c->kind);
    default: return false;
    }
}

size_t desk_clocks_shown(const struct clock *list, size_t n)
{
    size_t open = 0;
    while (open < n && desk_clock_open(&list[open]))
        open++;
    if (open == 0) /* nothing runs any more: how the last ones went */
        open = n < 2 ? n : 2;
    return open < DESK_CLOCKS_OPEN ? open : DESK_CLOCKS_OPEN;
}
