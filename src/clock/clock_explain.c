#include <string.h>

#include "clock_parts.h"

const struct clock *clock_next(const struct clock *list, size_t n)
{
    const struct clock *next = NULL;
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == CLOCK_RUNNING && list[i].due_us < (next ? next->due_us : CLOCK_NEVER))
            next = &list[i];
    }
    return next;
}

int64_t clock_nearest(const struct clock *list, size_t n)
{
    const struct clock *next = clock_next(list, n);
    return next ? next->due_us : CLOCK_NEVER;
}

static bool is_newest(const struct clock *list, size_t n, const struct clock *c)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].kind == c->kind && list[i].round > c->round && strcmp(list[i].track, c->track) == 0)
            return false;
    }
    return true;
}

int64_t clock_promised(const struct clock *list, size_t n)
{
    int64_t told_us = 0, any_us = 0;
    for (size_t i = 0; i < n; i++) {
        const struct clock *c = &list[i];
        if (c->kind != CLOCK_RESOLVE || c->state == CLOCK_ENDED || c->due_us >= CLOCK_NEVER || !is_newest(list, n, c))
            continue;
        if (c->promised && (!told_us || c->due_us < told_us))
            told_us = c->due_us;
        if (!any_us || c->due_us < any_us)
            any_us = c->due_us;
    }
    return told_us ? told_us : any_us;
}

static int rank(const struct clock *c)
{
    return c->state == CLOCK_RUNNING ? 0 : c->state == CLOCK_PAUSED ? 1 : 2;
}

static bool before(const struct clock *a, const struct clock *b)
{
    if (rank(a) != rank(b))
        return rank(a) < rank(b);
    return rank(a) < 2 ? a->due_us < b->due_us : a->met_us > b->met_us;
}

void clock_order(struct clock *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct clock c = list[i];
        size_t at = i;
        while (at > 0 && before(&c, &list[at - 1])) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = c;
    }
}

int clock_gauge(const struct clock *c, int64_t now_us)
{
    enum { FULL = 100 };
    int64_t at_us = c->state == CLOCK_PAUSED ? c->paused_us : c->met_us ? c->met_us : now_us;
    if (c->due_us <= c->started_us || at_us >= c->due_us)
        return FULL;
    if (at_us <= c->started_us || c->due_us >= CLOCK_NEVER)
        return 0;
    return (int)((at_us - c->started_us) * FULL / (c->due_us - c->started_us));
}

struct explaining {
    const struct clock_world *world;
    struct arena *arena;
    struct clock_reason *list;
    size_t n, max;
};

static void add(struct explaining *x, struct clock_reason reason)
{
    if (x->n < x->max)
        x->list[x->n++] = reason;
}

#define STEPS_MAX 60
static void add_calendar(struct explaining *x, int64_t start_us, struct calendar_limit limit)
{
    struct calendar_step *steps;
    if (!limit.unit)
        return;
    size_t n = calendar_explain(x->world->calendar, x->arena, start_us, limit, STEPS_MAX, &steps);
    for (size_t i = 0; i < n; i++)
        add(x, (struct clock_reason){.kind = CLOCK_BECAUSE_CALENDAR, .step = steps[i]});
}

static void add_history(struct explaining *x, const struct clock_history *h)
{
    static const enum clock_reason_kind kinds[] = {
        [CLOCK_HISTORY_PAUSE] = CLOCK_BECAUSE_PAUSED, [CLOCK_HISTORY_EXTENSION] = CLOCK_BECAUSE_EXTENDED,
        [CLOCK_HISTORY_REPICKED] = CLOCK_BECAUSE_REPICKED, [CLOCK_HISTORY_RECOMPUTED] = CLOCK_BECAUSE_RECOMPUTED,
    };
    const struct rb_clock *rule = h->kind == CLOCK_HISTORY_REPICKED ? rulebook_clock(x->world->book, h->rule) : NULL;
    add(x, (struct clock_reason){.kind = kinds[h->kind], .rule = rule, .entry = h, .at_us = h->at_us});
    if (h->kind == CLOCK_HISTORY_EXTENSION && h->due_before_us < CLOCK_NEVER)
        add_calendar(x, clock_further_start(x->world, h->due_before_us, h->limit), h->limit);
}

/* A pause moves the date when it is over; one that goes on comes last. */
static int64_t effect_us(const struct clock_history *h)
{
    return h->kind != CLOCK_HISTORY_PAUSE ? h->at_us : h->to_us ? h->to_us : CLOCK_NEVER;
}

/* Of one clock, in the order in which they moved its date. */
static size_t own_history(struct arena *a, const struct clock *c, const struct clock_history *history, size_t n_history, const struct clock_history ***ret_own)
{
    const struct clock_history **own = ARENA_ARRAY(a, n_history, const struct clock_history *);
    size_t n = 0;
    for (size_t i = 0; i < n_history; i++) {
        size_t at = n;
        if (history[i].clock_id != c->id)
            continue;
        while (at > 0 && effect_us(own[at - 1]) > effect_us(&history[i])) {
            own[at] = own[at - 1];
            at--;
        }
        own[at] = &history[i];
        n++;
    }
    *ret_own = own;
    return n;
}

size_t clock_explain(const struct clock_world *w, struct arena *a, const struct clock *c, const struct clock_history *history, size_t n_history,
                     struct clock_reason **ret_reasons)
{
    const struct clock_history **own;
    size_t n_own = own_history(a, c, history, n_history, &own);
    struct explaining x = {.world = w, .arena = a, .max = 5 + (STEPS_MAX + 1) * (n_own + 1)};
    x.list = ARENA_ARRAY(a, x.max, struct clock_reason);
    add(&x, (struct clock_reason){.kind = CLOCK_BECAUSE_RULE, .rule = rulebook_clock(w->book, c->rule)});
    add(&x, (struct clock_reason){.kind = CLOCK_BECAUSE_START, .at_us = c->started_us});
    add_calendar(&x, c->started_us, c->limit);
    add(&x, (struct clock_reason){.kind = CLOCK_BECAUSE_FIRST_DUE, .at_us = c->first_due_us});
    for (size_t i = 0; i < n_own; i++)
        add_history(&x, own[i]);
    if (c->due_us < CLOCK_NEVER && calendar_guessed(w->calendar, c->started_us, c->due_us))
        add(&x, (struct clock_reason){.kind = CLOCK_BECAUSE_GUESSED});
    add(&x, (struct clock_reason){.kind = CLOCK_BECAUSE_DUE, .at_us = c->due_us});
    *ret_reasons = x.list;
    return x.n;
}
