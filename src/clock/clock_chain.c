#include <string.h>

#include "clock_parts.h"

/* A date of days is the end of its day, which is the first instant of the next one: those that are added go on after the day itself. */
int64_t clock_further_start(const struct clock_world *w, int64_t due_us, struct calendar_limit by)
{
    switch (by.unit) {
    case CALENDAR_NATURAL_DAYS:
    case CALENDAR_WORKING_DAYS:
    case CALENDAR_SAME_DAY:
    case CALENDAR_MONTH_DAY:
        return calendar_instant(w->calendar, calendar_day_of(w->calendar, due_us - UTC_MINUTE_US), 0);
    default:
        return due_us;
    }
}

int64_t clock_date(const struct clock_world *w, int64_t start_us, struct calendar_limit limit)
{
    if (!limit.unit)
        return start_us;
    int64_t due_us = calendar_add(w->calendar, start_us, limit);
    return due_us < CLOCK_NEVER ? due_us : CLOCK_NEVER;
}

int64_t clock_further(const struct clock_world *w, int64_t due_us, struct calendar_limit by)
{
    return due_us >= CLOCK_NEVER ? CLOCK_NEVER : clock_date(w, clock_further_start(w, due_us, by), by);
}

static struct calendar_limit limit_of(const char *text)
{
    struct calendar_limit limit = {0};
    if (!*text || strcmp(text, "0") == 0 || calendar_limit_read(str_of(text), &limit) != ERR_NONE)
        return (struct calendar_limit){0};
    return limit;
}

/* In order of time; what comes at the same time stays in the order of the chain. */
static size_t insert_step(struct clock_step *steps, size_t n, struct clock_step step)
{
    size_t at = n;
    if (n == CLOCK_STEPS_MAX || step.at_us >= CLOCK_NEVER)
        return n;
    while (at > 0 && steps[at - 1].at_us > step.at_us) {
        steps[at] = steps[at - 1];
        at--;
    }
    steps[at] = step;
    return n + 1;
}

size_t clock_steps(const struct clock_world *w, const struct clock *c, struct clock_step ret_steps[CLOCK_STEPS_MAX])
{
    enum { WARNINGS_MAX = 6 };
    const struct rb_clock *rule = rulebook_clock(w->book, c->rule);
    size_t n = 0;
    if (c->due_us >= CLOCK_NEVER)
        return 0;
    for (unsigned i = 0; rule && i < rule->warn_count && n < WARNINGS_MAX; i++) {
        struct calendar_limit before = limit_of(rule->warn[i]);
        int64_t at_us = before.unit ? calendar_before(w->calendar, c->due_us, before, c->started_us) : c->due_us;
        if (at_us > c->started_us && at_us < c->due_us) /* where a unit's own limit is shorter than the warning there is nothing to warn of */
            n = insert_step(ret_steps, n, (struct clock_step){CLOCK_STEP_WARN, at_us, "handler"});
    }
    n = insert_step(ret_steps, n, (struct clock_step){CLOCK_STEP_DUE, c->due_us, "handler"});
    for (unsigned i = 0; rule && i < rule->escalate_count; i++) {
        struct calendar_limit after = limit_of(rule->escalate[i].after);
        int64_t at_us = after.unit ? clock_further(w, c->due_us, after) : c->due_us;
        n = insert_step(ret_steps, n, (struct clock_step){CLOCK_STEP_ESCALATE, at_us > c->due_us ? at_us : c->due_us, rule->escalate[i].to});
    }
    return n;
}

void clock_plan_next(const struct clock_world *w, struct clock *c)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    c->next_us = CLOCK_NEVER;
    if (c->state != CLOCK_RUNNING)
        return;
    size_t n = clock_steps(w, c, steps);
    if (c->stage < (int)n)
        c->next_us = steps[c->stage].at_us;
}

void clock_moved(const struct clock_world *w, struct clock *c, int64_t at_us)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    size_t n = clock_steps(w, c, steps), past = 0;
    while (past < n && steps[past].at_us <= at_us)
        past++;
    if (c->stage > (int)past)
        c->stage = (int)past;
    if (c->due_us > at_us)
        c->late = false;
    clock_plan_next(w, c);
}

size_t clock_steps_come(const struct clock_world *w, const struct clock *c, int64_t now_us, struct clock_step ret_steps[CLOCK_STEPS_MAX], int *ret_stage)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    size_t n = clock_steps(w, c, steps), from = (size_t)c->stage, come = 0, due = n;
    for (size_t i = 0; i < n; i++) {
        if (steps[i].kind == CLOCK_STEP_DUE)
            due = i;
    }
    /* The chain may have become another one with a new rulebook: that the date passed is told once, whatever the count says. */
    if (!c->late && from > due)
        from = due;
    if (c->late && from <= due)
        from = due + 1;
    size_t to = from;
    while (to < n && steps[to].at_us <= now_us)
        to++;
    for (size_t i = from; i < to; i++) {
        if (steps[i].kind != CLOCK_STEP_WARN || steps[to - 1].at_us < c->due_us)
            ret_steps[come++] = steps[i];
    }
    *ret_stage = (int)to;
    return come;
}
