#include "complaint_meet_store.h"

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"

enum err complaint_meet(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, enum rb_clock_kind kind, size_t *ret_met)
{
    struct clock_world world;
    struct clock_set set = {0};
    struct complaint_class class;
    TRY(clock_world_load(db, a, c->unit_id, w->zone, &world));
    TRY(clock_load(db, a, false, c->id, true, &set));
    TRY(complaint_class_load(db, a, c->id, &class));
    const struct rb_facts facts = complaint_facts(a, c, &class, w->now_us);
    size_t met = 0, n = set.n;
    set.actor_id = w->user ? w->user->id : 0;
    for (size_t i = 0; i < n; i++) {
        if (set.list[i].kind == kind && set.list[i].state == CLOCK_RUNNING && clock_done_in(&world, &set, &facts, i, w->now_us) == ERR_NONE)
            met++;
    }
    *ret_met = met;
    if (met == 0)
        return ERR_NONE;
    complaint_take_dates(c, &set);
    TRY(clock_save(db, a, false, c->id, &set));
    return clock_requests_settle(db, c->id, &set, w->now_us);
}
