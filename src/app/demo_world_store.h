#ifndef REDRESS_DEMO_WORLD_STORE_H
#define REDRESS_DEMO_WORLD_STORE_H

#include "bulk.h"
#include "clock.h"

/* Rules and clocks of the demo's complaints, in bulk. */
extern const struct db_stmts demo_world_stmts; /* owner */

#define DEMO_CLOCK_HEAD                                                                                                                                        \
    "INSERT INTO clock (id, complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, limit_of, started_us, first_due_us, due_us, met_us, " \
    "paused_us, pause, next_us, stage, extensions, promised, late) VALUES "
#define DEMO_HISTORY_HEAD "INSERT INTO clock_history (clock_id, kind, at_us, to_us, due_before_us, due_after_us, rule) VALUES "

/* Rules, calendar and line of each unit. */
struct demo_world {
    struct demo_world *next;
    int64_t unit_id;
    struct clock_world world;
};
/* ret_next_clock: the first id that is free. ERR_CONFIG: there is no rulebook. */
enum err demo_worlds_load(struct db *db, struct arena *a, const struct utc_zone *zone, struct demo_world **ret_worlds, int64_t *ret_next_clock) MUST_CHECK;
const struct demo_world *demo_world(const struct demo_world *worlds, int64_t unit_id);
/* Steps that came until half a day ago were taken; the rest is left to `redress jobs`, so that there is something to see. */
void demo_clocks_write(const struct clock_world *w, int64_t complaint_id, struct clock_set *set, int64_t now_us, struct bulk *clocks, struct bulk *history);

#endif
