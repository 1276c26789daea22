#include "complaint_replay.h"

#include <string.h>

#include "complaint_flow.h"

/* Slips are not in the table of the complaint's own actions. */
static const struct {
    const char *kind;
    enum clock_event event;
} of_slips[] = {{"slip_sent", CLOCK_ON_ASSIGNED}, {"slip_transferred", CLOCK_ON_ASSIGNED}, {"slip_answered", CLOCK_ON_ANSWERED}, {"slip_reported", CLOCK_ON_REPORTED}};

enum clock_event replay_event(const char *kind)
{
    if (strcmp(kind, "decided") == 0)
        return CLOCK_ON_DECIDED;
    if (strcmp(kind, "material_late") == 0)
        return REPLAY_MATERIAL_LATE;
    for (size_t i = 0; i < COUNT_OF(of_slips); i++) {
        if (strcmp(of_slips[i].kind, kind) == 0)
            return of_slips[i].event;
    }
    for (int i = 0; i < ACTION__COUNT; i++) {
        const struct flow_action *action = flow_action((enum complaint_action)i);
        if (strcmp(action->event, kind) == 0)
            return action->clock;
    }
    return (enum clock_event)0;
}

static void go_on(const struct clock_world *w, struct clock_set *set, int64_t at_us)
{
    for (size_t i = 0; i < set->n; i++) {
        struct clock *c = &set->list[i];
        if (c->state == CLOCK_PAUSED && strcmp(c->pause, "material") == 0)
            c->next_us = at_us;
    }
    (void)clock_pauses_over(w, set, at_us);
}

static void tell(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, enum clock_event event, int64_t at_us, int64_t *next_id)
{
    set->moved = event == CLOCK_ON_ASSIGNED;
    clock_happened(w, set, facts, event, at_us);
    for (size_t i = 0; i < set->n; i++) {
        if (!set->list[i].id)
            set->list[i].id = (*next_id)++;
    }
    if (event == CLOCK_ON_REOPENED)
        set->happened = 1u << CLOCK_ON_RECEIVED;
    set->happened |= 1u << event;
}

void complaint_replay(const struct clock_world *w, struct arena *a, struct rb_facts *facts, int64_t received_us, const struct replay_moment *moments, size_t n, int64_t now_us,
                      int64_t *next_id, struct clock_set *ret_set)
{
    const struct rb_grading **because;
    size_t n_because;
    if (!*facts->grade) {
        const struct rb_grade *grade = rulebook_propose(w->book, a, facts, &because, &n_because);
        facts->grade = grade ? grade->code : "";
    }
    *ret_set = (struct clock_set){0};
    tell(w, ret_set, facts, CLOCK_ON_RECEIVED, received_us, next_id);
    tell(w, ret_set, facts, CLOCK_ON_GRADED, received_us, next_id);
    for (size_t i = 0; i < n && moments[i].at_us <= now_us; i++) {
        if (moments[i].event == REPLAY_MATERIAL_LATE)
            go_on(w, ret_set, moments[i].at_us);
        else
            tell(w, ret_set, facts, moments[i].event, moments[i].at_us, next_id);
    }
    for (size_t i = 0; i < ret_set->n; i++) {
        struct clock *c = &ret_set->list[i];
        c->late = c->late || (c->state == CLOCK_RUNNING && c->due_us < now_us);
    }
}
