#include "complaint_sweep_store.h"

#include <string.h>

#include "clock_store.h"
#include "complaint_clock.h"
#include "log.h"
#include "notice_store.h"

enum { HEAD, CHAIN, ASKERS, DATES, SCOPE };
static const struct db_stmt list[] = {
    [HEAD] = {"SELECT id, number, unit_id, department_id, assignee_id, events, chain_hash, state, asked_until_us FROM complaint WHERE id = ?", "i", "itiIIibiI"},
    /* Nothing that others are writing is touched, so the version stays. */
    [CHAIN] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
    [ASKERS] = {"SELECT DISTINCT asker_id FROM clock_request WHERE clock_id = ? AND state = 1 LIMIT 10", "i", "i"},
    [DATES] = {"UPDATE complaint SET due_us = ?, due_kind = ?, promised_us = ?, events = ?, chain_hash = ? WHERE id = ?", "iiIibi", ""},
    [SCOPE] = {"UPDATE complaint_scope SET due_us = ? WHERE complaint_id = ?", "ii", ""},
};
const struct db_stmts complaint_sweep_stmts = {"complaint_sweep", list, COUNT_OF(list), DB_JOBS};

struct sweeping {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct utc_zone *zone;
    const struct clock_due *due;
    enum clock_state state; /* of the clocks that are looked for */
    bool done;
    struct complaint c;
    struct clock clock;
};

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static enum err load_head(struct db *db, struct sweeping *s)
{
    struct db_rows row;
    TRY(db_one(db, s->arena, &list[HEAD], DB_ARGS(DB_INT(s->due->complaint_id)), &row));
    s->c = (struct complaint){
        .id = db_int(&row, 0, 0),
        .number = db_text(&row, 0, 1),
        .unit_id = db_int(&row, 0, 2),
        .department_id = db_int(&row, 0, 3),
        .assignee_id = db_int(&row, 0, 4),
        .events = (int)db_int(&row, 0, 5),
        .state = (enum complaint_state)db_int(&row, 0, 7),
        .asked_until_us = db_int(&row, 0, 8),
    };
    struct str hash = db_bytes(&row, 0, 6);
    if (hash.n == sizeof s->c.chain_hash)
        memcpy(s->c.chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

/* ---- one step ---- */

struct told {
    struct notice_to *list[2];
    size_t n[2];
};

static bool is_told(const struct told *told, int64_t user_id)
{
    for (size_t i = 0; i < told->n[0]; i++) {
        if (told->list[0][i].user_id == user_id)
            return true;
    }
    return false;
}

static enum err tell(struct db *db, const struct sweeping *s, const struct told *told, const char *kind, const char *data, struct buf *names)
{
    for (size_t part = 0; part < 2; part++) {
        for (size_t i = 0; i < told->n[part]; i++) {
            const struct notice_to *one = &told->list[part][i];
            const struct notice notice = {.user_id = one->user_id, .for_id = one->for_id, .complaint_id = s->c.id, .at_us = s->writer->now_us, .kind = kind, .data = data};
            if (part > 0 && is_told(told, one->user_id))
                continue;
            TRY(notice_put(db, &notice));
            buf_printf(names, "%s%s", names->n ? "," : "", one->name);
        }
    }
    return ERR_NONE;
}

static enum err receivers(struct db *db, const struct sweeping *s, const char *to, struct told *told, size_t part)
{
    return notice_receivers_of(db, s->arena, s->c.id, to, s->c.unit_id, s->c.department_id, s->c.assignee_id, s->writer->now_us, &told->list[part], &told->n[part]);
}

static enum err take_step(struct db *db, struct sweeping *s, const struct clock_step *step)
{
    static const struct {
        const char *event, *notice;
    } kinds[] = {
        [CLOCK_STEP_WARN] = {"clock_warned", "clock_warn"},
        [CLOCK_STEP_DUE] = {"clock_late", "clock_due"},
        [CLOCK_STEP_ESCALATE] = {"clock_escalated", "clock_escalated"},
    };
    struct told told = {.n = {0, 0}};
    struct buf names = {.arena = s->arena};
    TRY(receivers(db, s, step->to, &told, 0));
    if (step->kind == CLOCK_STEP_DUE)
        TRY(receivers(db, s, "coordinator", &told, 1));
    const char *data = timeline_data(s->arena, "clock", s->clock.rule, "clock_kind", rulebook_clock_word(s->clock.kind), "due", number(s->arena, s->clock.due_us), "to",
                                     step->to, NULL);
    TRY(tell(db, s, &told, kinds[step->kind].notice, data, &names));
    return complaint_append(db, s->arena, s->writer, &s->c, kinds[step->kind].event,
                            timeline_data(s->arena, "clock", s->clock.rule, "clock_kind", rulebook_clock_word(s->clock.kind), "due", number(s->arena, s->clock.due_us), "to",
                                          step->to, "told", names.n ? names.p : NULL, NULL));
}

/* A request for more time that nobody decided before the date is over (F7). */
static enum err lapse(struct db *db, struct sweeping *s)
{
    struct db_rows askers;
    int64_t lapsed;
    TRY(db_query(db, s->arena, &list[ASKERS], DB_ARGS(DB_INT(s->clock.id)), &askers));
    if (askers.n == 0)
        return ERR_NONE;
    TRY(clock_requests_lapse(db, s->clock.id, s->writer->now_us, &lapsed));
    const char *data = timeline_data(s->arena, "clock", s->clock.rule, "clock_kind", rulebook_clock_word(s->clock.kind), "due", number(s->arena, s->clock.due_us), NULL);
    for (size_t i = 0; i < askers.n; i++) {
        const struct notice notice = {.user_id = db_int(&askers, i, 0), .complaint_id = s->c.id, .at_us = s->writer->now_us, .kind = "extension_lapsed", .data = data};
        TRY(notice_put(db, &notice));
    }
    return complaint_append(db, s->arena, s->writer, &s->c, "extension_lapsed", data);
}

static enum err take_steps(struct db *db, struct sweeping *s, const struct clock_world *w)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    struct clock *c = &s->clock;
    int stage_before = c->stage;
    size_t n = clock_steps_come(w, c, s->writer->now_us, steps, &c->stage);
    bool passes = c->due_us <= s->writer->now_us && !c->late;
    c->late = c->late || passes;
    clock_plan_next(w, c);
    TRY(clock_advance(db, c, stage_before));
    for (size_t i = 0; i < n; i++)
        TRY(take_step(db, s, &steps[i]));
    if (passes)
        TRY(lapse(db, s));
    s->done = true;
    return n ? db_run(db, &list[CHAIN], DB_ARGS(DB_INT(s->c.events), DB_BYTES(s->c.chain_hash, 32), DB_INT(s->c.id)), NULL) : ERR_NONE;
}

/* ---- the end of a pause ---- */

/* The version stays here too: dates move, but nothing that others are writing. */
static enum err save_dates(struct db *db, struct sweeping *s, struct clock_set *set)
{
    struct complaint *c = &s->c;
    complaint_take_dates(c, set);
    TRY(clock_save(db, s->arena, false, c->id, set));
    TRY(db_run(db, &list[DATES],
               DB_ARGS(DB_INT(c->due_us), DB_INT(c->due_kind), DB_ID(c->promised_us), DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL));
    return db_run(db, &list[SCOPE], DB_ARGS(DB_INT(c->due_us), DB_INT(c->id)), NULL);
}

/* The material did not come in time: what waited for it goes on. */
static enum err end_pauses(struct db *db, struct sweeping *s, const struct clock_world *w, struct clock_set *set)
{
    const char *until = number(s->arena, s->c.asked_until_us);
    struct told told = {.n = {0, 0}};
    struct buf names = {.arena = s->arena};
    if (clock_pauses_over(w, set, s->writer->now_us) == 0)
        return ERR_NONE;
    TRY(receivers(db, s, "handler", &told, 0));
    TRY(tell(db, s, &told, "material_late", timeline_data(s->arena, "until", until, NULL), &names));
    TRY(complaint_append(db, s->arena, s->writer, &s->c, "material_late", timeline_data(s->arena, "until", until, "told", names.n ? names.p : NULL, NULL)));
    s->done = true;
    return save_dates(db, s, set);
}

/* ---- ---- */

/* The lock comes before anything is read: another host may have taken the step meanwhile, or somebody met the clock. */
static enum err sweep_one(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    struct clock_world world;
    struct clock_set set;
    s->done = false;
    TRY(complaint_lock(db, s->arena, s->due->number));
    TRY(load_head(db, s));
    TRY(clock_load(db, s->arena, false, s->c.id, false, &set));
    TRY(clock_world_load(db, s->arena, s->c.unit_id, s->zone, &world));
    if (s->state == CLOCK_PAUSED)
        return end_pauses(db, s, &world, &set);
    for (size_t i = 0; i < set.n; i++) {
        s->clock = set.list[i];
        if (s->clock.id == s->due->id && s->clock.state == CLOCK_RUNNING && s->clock.next_us <= s->writer->now_us)
            return take_steps(db, s, &world);
    }
    return ERR_NONE;
}

static enum err sweep_those(struct db *db, struct arena *a, const struct complaint_writer *w, const struct utc_zone *zone, enum clock_state state, size_t limit, size_t *done)
{
    struct clock_due *due;
    size_t n;
    TRY(clock_due(db, a, state, w->now_us, limit, &due, &n));
    for (size_t i = 0; i < n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .zone = zone, .due = &due[i], .state = state};
        enum err e = db_tx(db, sweep_one, &s);
        if (e == ERR_DB_AWAY || e == ERR_CONFIG)
            return e;
        if (e == ERR_NONE)
            *done += s.done;
        else if (e != ERR_STALE) /* the others must not wait for one that cannot be swept */
            LOG(LOG_ERROR, "a clock could not be swept", LOG_NUM("clock", due[i].id), LOG_NUM("complaint", due[i].complaint_id), LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}

enum err complaint_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, const struct utc_zone *zone, size_t limit, size_t *ret_done)
{
    size_t done = 0;
    /* What goes on after a pause may be due at once. */
    TRY(sweep_those(db, a, w, zone, CLOCK_PAUSED, limit, &done));
    TRY(sweep_those(db, a, w, zone, CLOCK_RUNNING, limit, &done));
    *ret_done = done;
    return ERR_NONE;
}
