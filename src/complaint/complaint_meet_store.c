#include "complaint_meet_store.h"

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_flow.h"

/* The complaint's clocks with all that they are moved by. */
struct moving {
    struct clock_world world;
    struct clock_set set;
    struct complaint_class class;
    struct rb_facts facts;
};

static enum err begin(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, struct moving *m)
{
    m->set = (struct clock_set){0};
    TRY(clock_world_load(db, a, c->unit_id, w->zone, &m->world));
    TRY(clock_load(db, a, false, c->id, true, &m->set));
    TRY(complaint_class_load(db, a, c->id, &m->class));
    m->facts = complaint_facts(a, c, &m->class, w->now_us);
    m->set.actor_id = w->user ? w->user->id : 0;
    return ERR_NONE;
}

static enum err end(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, struct moving *m)
{
    complaint_take_dates(c, &m->set);
    TRY(clock_save(db, a, false, c->id, &m->set));
    return clock_requests_settle(db, c->id, &m->set, w->now_us);
}

enum err complaint_meet(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, enum rb_clock_kind kind, size_t *ret_met)
{
    struct moving m;
    TRY(begin(db, a, w, c, &m));
    size_t met = 0, n = m.set.n;
    for (size_t i = 0; i < n; i++) {
        if (m.set.list[i].kind == kind && m.set.list[i].state == CLOCK_RUNNING && clock_done_in(&m.world, &m.set, &m.facts, i, w->now_us) == ERR_NONE)
            met++;
    }
    *ret_met = met;
    return met ? end(db, a, w, c, &m) : ERR_NONE;
}

enum err complaint_answered(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t at_us, bool *ret_moved)
{
    struct moving m;
    enum complaint_state to;
    *ret_moved = flow_decide(c, ACTION_REPLY, PERMISSION_BIT(MAY_REPLY), &to) == ERR_NONE;
    if (!*ret_moved)
        return ERR_NONE;
    if (c->state != COMPLAINT_REPLIED)
        c->outcome_said = 0;
    c->state = to;
    c->asked_until_us = 0;
    if (at_us > c->replied_us)
        c->replied_us = at_us;
    TRY(begin(db, a, w, c, &m));
    m.set.happened = complaint_happened(c, &m.set);
    clock_happened(&m.world, &m.set, &m.facts, flow_action(ACTION_REPLY)->clock, at_us);
    return end(db, a, w, c, &m);
}
