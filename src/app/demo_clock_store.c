#include "demo_clock_store.h"

#include "clock_store.h"

enum { UNITS, LAST };
static const struct db_stmt list[] = {
    [UNITS] = {"SELECT id FROM unit ORDER BY id LIMIT 10000", "", "i"},
    [LAST] = {"SELECT IFNULL(MAX(id), 0) FROM clock", "", "i"},
};
const struct db_stmts demo_clock_stmts = {"demo_clock", list, COUNT_OF(list), DB_OWNER};

enum err demo_worlds_load(struct db *db, struct arena *base, const struct utc_zone *zone, struct demo_world **ret_worlds, int64_t *ret_next_id)
{
    struct db_rows units, last;
    TRY(db_query(db, base, &list[UNITS], DB_NO_ARGS, &units));
    struct demo_world *worlds = ARENA_ARRAY(base, units.n + 1, struct demo_world);
    for (size_t i = 0; i < units.n; i++) {
        worlds[i].unit_id = db_int(&units, i, 0);
        TRY(clock_world_load(db, base, worlds[i].unit_id, zone, &worlds[i].world));
    }
    TRY(db_one(db, base, &list[LAST], DB_NO_ARGS, &last));
    *ret_worlds = worlds;
    *ret_next_id = db_int(&last, 0, 0) + 1;
    return ERR_NONE;
}

const struct demo_world *demo_world(const struct demo_world *worlds, int64_t unit_id)
{
    for (const struct demo_world *w = worlds; w->unit_id; w++) {
        if (w->unit_id == unit_id)
            return w;
    }
    return worlds;
}

static void add_clock(struct bulk *b, int64_t complaint_id, const struct clock *c)
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
    bulk_text(b, c->limit_unit);
    bulk_int(b, c->started_us);
    bulk_int(b, c->first_due_us);
    bulk_int(b, c->due_us);
    bulk_id(b, c->met_us);
    bulk_id(b, c->paused_us);
    bulk_text(b, c->pause);
    bulk_int(b, c->next_us);
    bulk_int(b, c->stage);
    bulk_int(b, c->extensions);
    bulk_int(b, c->promised);
    bulk_int(b, c->late);
}

/* The entry with which a pause that began before is over; the last one of its clock. */
static const struct clock_history *ended(const struct clock_set *set, size_t i)
{
    const struct clock_history *began = &set->made[i];
    for (size_t k = i + 1; began->kind == CLOCK_HISTORY_PAUSE && !began->to_us && k < set->n_made; k++) {
        if (set->made[k].clock_id == began->clock_id && set->made[k].kind == CLOCK_HISTORY_PAUSE && set->made[k].at_us == began->at_us)
            return &set->made[k];
    }
    return began;
}

static bool began_before(const struct clock_set *set, size_t i)
{
    for (size_t k = 0; set->made[i].kind == CLOCK_HISTORY_PAUSE && set->made[i].to_us && k < i; k++) {
        if (set->made[k].clock_id == set->made[i].clock_id && set->made[k].at_us == set->made[i].at_us)
            return true;
    }
    return false;
}

static void add_history(struct bulk *b, const struct clock_history *h)
{
    bulk_row(b);
    bulk_int(b, h->clock_id);
    bulk_int(b, h->kind);
    bulk_int(b, h->at_us);
    bulk_id(b, h->kind == CLOCK_HISTORY_PAUSE ? h->to_us : h->at_us);
    bulk_int(b, h->due_before_us);
    bulk_int(b, h->due_after_us);
    bulk_text(b, h->rule);
}

void demo_clocks_write(const struct clock_world *w, int64_t complaint_id, struct clock_set *set, int64_t now_us, struct bulk *clocks, struct bulk *history)
{
    for (size_t i = 0; i < set->n; i++) {
        struct clock *c = &set->list[i];
        if (c->state == CLOCK_RUNNING) {
            struct clock_step steps[CLOCK_STEPS_MAX];
            (void)clock_steps_come(w, c, now_us, steps, &c->stage);
            c->late = c->late || c->due_us <= now_us;
            clock_plan_next(w, c);
        }
        add_clock(clocks, complaint_id, c);
    }
    for (size_t i = 0; i < set->n_made; i++) {
        if (!began_before(set, i))
            add_history(history, ended(set, i));
    }
}
