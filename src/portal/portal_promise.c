#include "portal_promise.h"

#include <string.h>

enum portal_promise portal_promise_of(const struct clock *c, int64_t now_us)
{
    switch (c->state) {
    case CLOCK_PAUSED: return PROMISE_PAUSED;
    case CLOCK_MET: return c->late ? PROMISE_MISSED : PROMISE_KEPT;
    case CLOCK_ENDED: return PROMISE_OVER;
    case CLOCK_RUNNING: break;
    }
    return now_us > c->due_us ? PROMISE_LATE : PROMISE_RUNNING;
}

size_t portal_promises(struct arena *a, const struct clock *list, size_t n, struct clock **ret_list)
{
    struct clock *sorted = ARENA_ARRAY(a, n + 1, struct clock);
    size_t taken = 0;
    for (size_t i = 0; i < n; i++) {
        if (!list[i].promised || list[i].state == CLOCK_ENDED)
            continue;
        size_t at = taken++;
        for (; at > 0 && sorted[at - 1].due_us > list[i].due_us; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = list[i];
    }
    *ret_list = sorted;
    return taken;
}

static bool kept(const struct clock *c)
{
    return c->promised && c->state == CLOCK_MET && !c->late;
}

static bool comes_round(const struct clock *a, const struct clock *b)
{
    return a->kind == CLOCK_PROGRESS && b->kind == a->kind && strcmp(a->track, b->track) == 0;
}

bool portal_promise_repeated(const struct clock *list, size_t n, const struct clock *c)
{
    for (size_t i = 0; kept(c) && i < n; i++) {
        if (kept(&list[i]) && comes_round(c, &list[i]) && list[i].round > c->round)
            return true;
    }
    return false;
}

int portal_promise_before(const struct clock *list, size_t n, const struct clock *c)
{
    int before = 0;
    for (size_t i = 0; kept(c) && i < n; i++)
        before += kept(&list[i]) && comes_round(c, &list[i]) && list[i].round < c->round;
    return before;
}

bool portal_promise_broken(const struct clock *list, size_t n, int64_t now_us)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].promised && portal_promise_of(&list[i], now_us) == PROMISE_LATE)
            return true;
    }
    return false;
}

const struct clock *portal_promise_answer(const struct clock *list, size_t n)
{
    const struct clock *newest = NULL;
    for (size_t i = 0; i < n; i++) {
        bool later = !newest || list[i].round > newest->round || (list[i].round == newest->round && !*list[i].track);
        if (list[i].kind == CLOCK_RESOLVE && list[i].promised && later)
            newest = &list[i];
    }
    return newest;
}
