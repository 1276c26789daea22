#include "complaint_answer_store.h"

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_flow.h"

static enum err move_clocks(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t at_us)
{
    struct clock_world world;
    struct clock_set set = {0};
    struct complaint_class class;
    TRY(clock_world_load(db, a, c->unit_id, w->zone, &world));
    TRY(clock_load(db, a, false, c->id, true, &set));
    TRY(complaint_class_load(db, a, c->id, &class));
    const struct rb_facts facts = complaint_facts(a, c, &class, w->now_us);
    set.happened = complaint_happened(c, &set);
    set.actor_id = w->user ? w->user->id : 0;
    clock_happened(&world, &set, &facts, flow_action(ACTION_REPLY)->clock, at_us);
    complaint_take_dates(c, &set);
    TRY(clock_save(db, a, false, c->id, &set));
    return clock_requests_settle(db, c->id, &set, w->now_us);
}

enum err complaint_answered(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t at_us, bool *ret_moved)
{
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
    return move_clocks(db, a, w, c, at_us);
}
