#include "demo_world_store.h"

#include "clock_store.h"

#define LEFT_TO_JOBS (12 * UTC_HOUR_US)

enum { UNITS, LAST };
static const struct db_stmt list[] = {
    [UNITS] = {"SELECT id FROM unit ORDER BY id DESC", "", "i"},
    [LAST] = {"SELECT IFNULL(MAX(id), 0) FROM clock", "", "i"},
};
const struct db_stmts demo_world_stmts = {"demo_world", list, COUNT_OF(list), DB_OWNER};

enum err demo_worlds_load(struct db *db, struct arena *a, const struct utc_zone *zone, struct demo_world **ret_worlds, int64_t *ret_next_clock)
{
    struct db_rows rows;
    struct demo_world *worlds = NULL;
    TRY(db_query(db, a, &list[UNITS], DB_NO_ARGS, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct demo_world *one = ARENA_NEW(a, struct demo_world);
        one->unit_id = db_int(&rows, i, 0);
        TRY(clock_world_load(db, a, one->unit_id, zone, &one->world));
        one->next = worlds;
        worlds = one;
    }
    TRY(db_one(db, a, &list[LAST], DB_NO_ARGS, &rows));
    *ret_worlds = worlds;
    *ret_next_clock = db_int(&rows, 0, 0) + 1;
    return ERR_NONE;
}

const struct demo_world *demo_world(const struct demo_world *worlds, int64_t unit_id)
{
    const struct demo_world *w = worlds;
    while (w->next && w->unit_id != unit_id)
        w = w->next;
    return w;
}

static void write_clock(struct bulk *b, int64_t complaint_id, const struct clock *c)
{
    bulk_row(b);
    bulk_int(b, c->id);
    bulk_int(b, complaint_id);
    bulk_int(b, c->kind);
    bulk_text(b, c->track);
    bulk_int(b, c->round);
    bulk_text(b, c->rule);
    bulk_int(b, c->book_id);
    bulk_int(b, c->state);
    bulk_int(b, c->limit.unit);
    bulk_int(b, c->limit.value);
    bulk_text(b, c->limit_unit ? c->limit_unit : "");
    bulk_int(b, c->started_us);
    bulk_int(b, c->first_due_us);
    bulk_int(b, c->due_us);
    bulk_id(b, c->met_us);
    bulk_id(b, c->paused_us);
    bulk_text(b, c->pause ? c->pause : "");
    bulk_int(b, c->next_us);
    bulk_int(b, c->stage);
    bulk_int(b, c->extensions);
    bulk_int(b, c->promised);
    bulk_int(b, c->late);
}

/* A pause is told when it begins and again when it ends: one row. */
static bool told_again(const struct clock_set *set, size_t i)
{
    const struct clock_history *h = &set->made[i];
    for (size_t k = i + 1; k < set->n_made && h->kind == CLOCK_HISTORY_PAUSE; k++) {
        if (set->made[k].kind == CLOCK_HISTORY_PAUSE && set->made[k].clock_id == h->clock_id && set->made[k].at_us == h->at_us)
            return true;
    }
    return false;
}

void demo_clocks_write(const struct clock_world *w, int64_t complaint_id, struct clock_set *set, int64_t now_us, struct bulk *clocks, struct bulk *history)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    for (size_t i = 0; i < set->n; i++) {
        struct clock *c = &set->list[i];
        if (c->state == CLOCK_RUNNING) {
            (void)clock_steps_come(w, c, now_us - LEFT_TO_JOBS, steps, &c->stage);
            clock_plan_next(w, c);
        }
        write_clock(clocks, complaint_id, c);
    }
    for (size_t i = 0; i < set->n_made; i++) {
        const struct clock_history *h = &set->made[i];
        if (told_again(set, i))
            continue;
        bulk_row(history);
        bulk_int(history, h->clock_id);
        bulk_int(history, h->kind);
        bulk_int(history, h->at_us);
        bulk_id(history, h->to_us);
        bulk_int(history, h->due_before_us);
        bulk_int(history, h->to_us ? h->due_after_us : 0);
        bulk_text(history, h->rule);
    }
}
