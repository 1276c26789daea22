#ifndef REDRESS_DEMO_CLOCK_STORE_H
#define REDRESS_DEMO_CLOCK_STORE_H

#include "bulk.h"
#include "clock.h"

extern const struct db_stmts demo_clock_stmts; /* owner */

/* The rules and calendars of every unit, for demo complaints; the list ends with unit 0. */
struct demo_world {
    int64_t unit_id;
    struct clock_world world;
};
/* Into base; ret_next_id: of the next clock. ERR_CONFIG: there is no rulebook. */
enum err demo_worlds_load(struct db *db, struct arena *base, const struct utc_zone *zone, struct demo_world **ret_worlds, int64_t *ret_next_id) MUST_CHECK;
/* Of a unit that is in the list, else the first. */
const struct demo_world *demo_world(const struct demo_world *worlds, int64_t unit_id);

#define DEMO_CLOCK_HEAD                                                                                                                                   \
    "INSERT INTO clock (id, complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, limit_of, started_us, first_due_us, due_us, " \
    "met_us, paused_us, pause, next_us, stage, extensions, promised, late) VALUES "
#define DEMO_HISTORY_HEAD "INSERT INTO clock_history (clock_id, kind, at_us, to_us, due_before_us, due_after_us, rule) VALUES "
/* The rows of a complaint's clocks and of their history, as the sweep would have left them by now. */
void demo_clocks_write(const struct clock_world *w, int64_t complaint_id, struct clock_set *set, int64_t now_us, struct bulk *clocks, struct bulk *history);

#endif
