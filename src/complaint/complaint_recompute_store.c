#include "complaint_recompute_store.h"

#include <string.h>

#include "complaint_class_store.h"
#include "complaint_clock.h"

const char *recompute_at_write(struct arena *a, const struct recompute_at *at)
{
    if (!at->rule || !*at->rule)
        return "";
    return arena_printf(a, "%s.%d.%lld", at->rule, (int)at->state, (long long)at->after_id);
}

enum err recompute_at_read(struct arena *a, const char *text, struct recompute_at *ret_at)
{
    struct str rest = str_of(text), rule = str_cut(&rest, '.'), state = str_cut(&rest, '.');
    long long number, after;
    if (!*text) {
        *ret_at = (struct recompute_at){0};
        return ERR_NONE;
    }
    if (rule.n == 0 || !str_to_i64(state, CLOCK_RUNNING, CLOCK_PAUSED, &number) || !str_to_i64(rest, 0, INT64_MAX, &after))
        return ERR_MALFORMED;
    *ret_at = (struct recompute_at){str_cstr(a, rule), (enum clock_state)number, after};
    return ERR_NONE;
}

/* ---- the walk over rules, states and ids ---- */

struct walk {
    const char **rules;
    size_t n, at; /* of rules */
    enum clock_state state;
    int64_t after_id;
};

static enum err walk_begin(struct db *db, struct arena *a, const char *rule, const struct recompute_at *from, struct walk *ret_walk)
{
    struct walk walk = {.state = CLOCK_RUNNING};
    if (*rule) {
        walk.rules = ARENA_ARRAY(a, 1, const char *);
        walk.rules[0] = rule;
        walk.n = 1;
    } else {
        TRY(clock_rules_in_use(db, a, &walk.rules, &walk.n));
    }
    bool on = from->rule && *from->rule;
    while (on && walk.at < walk.n && strcmp(walk.rules[walk.at], from->rule) < 0)
        walk.at++;
    if (on && walk.at < walk.n && strcmp(walk.rules[walk.at], from->rule) == 0) {
        walk.state = from->state;
        walk.after_id = from->after_id;
    }
    *ret_walk = walk;
    return ERR_NONE;
}

static enum err walk_next(struct db *db, struct arena *a, struct walk *walk, size_t limit, struct clock_running **ret_list, size_t *ret_n)
{
    *ret_n = 0;
    while (walk->at < walk->n) {
        TRY(clock_running(db, a, walk->rules[walk->at], walk->state, walk->after_id, limit, ret_list, ret_n));
        if (*ret_n > 0)
            return ERR_NONE;
        walk->after_id = 0;
        if (walk->state == CLOCK_RUNNING) {
            walk->state = CLOCK_PAUSED;
        } else {
            walk->state = CLOCK_RUNNING;
            walk->at++;
        }
    }
    return ERR_NONE;
}

static struct recompute_at walk_at(const struct walk *walk)
{
    return walk->at < walk->n ? (struct recompute_at){walk->rules[walk->at], walk->state, walk->after_id} : (struct recompute_at){0};
}

/* ---- one clock ---- */

struct computing {
    struct arena *arena;
    const struct access_user *user;
    const struct utc_zone *zone;
    int64_t now_us;
    struct complaint c;
    struct clock_world world;
    struct clock_set set;
    struct rb_facts facts;
    size_t i;
};

/* ERR_NOT_FOUND: not his to see, erased, or it does not run any more. */
static enum err load(struct db *db, struct computing *x, const struct clock_running *one)
{
    struct complaint_class class;
    permission_set rights;
    enum err e = complaint_load(db, x->arena, x->user, one->number, &x->c, &rights);
    if (e == ERR_ERASED || (e == ERR_NONE && x->c.erased_us))
        return ERR_NOT_FOUND;
    TRY(e);
    TRY(complaint_class_load(db, x->arena, x->c.id, &class));
    TRY(clock_load(db, x->arena, false, x->c.id, true, &x->set));
    TRY(clock_world_load(db, x->arena, x->c.unit_id, x->zone, &x->world));
    x->facts = complaint_facts(x->arena, &x->c, &class, x->now_us);
    for (x->i = 0; x->i < x->set.n; x->i++) {
        const struct clock *c = &x->set.list[x->i];
        if (c->id == one->id && (c->state == CLOCK_RUNNING || c->state == CLOCK_PAUSED))
            return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

static enum err look(struct db *db, struct computing *x, const struct clock_running *one, struct recompute_row *rows, size_t *n)
{
    enum err e = load(db, x, one);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    const struct clock *c = &x->set.list[x->i];
    const struct rb_clock *rule;
    int64_t due_us = clock_recomputed(&x->world, c, &x->facts, x->set.history, x->set.n_history, &rule);
    if (rule && due_us != c->due_us)
        rows[(*n)++] = (struct recompute_row){.clock_id = c->id, .complaint_id = x->c.id, .due_us = c->due_us, .new_due_us = due_us, .number = x->c.number,
                                              .rule = c->rule, .new_rule = rule->code, .kind = c->kind};
    return ERR_NONE;
}

enum err recompute_preview(struct db *db, struct arena *a, const struct access_user *user, const struct utc_zone *zone, const char *rule, const struct recompute_at *from,
                           size_t limit, int64_t now_us, struct recompute_row **ret_rows, size_t *ret_n, struct recompute_at *ret_at, bool *ret_end)
{
    enum { PAGE = 50 };
    struct computing *x = ARENA_NEW(a, struct computing);
    struct recompute_row *rows = ARENA_ARRAY(a, limit, struct recompute_row);
    struct walk walk;
    size_t n = 0, page = 1;
    *x = (struct computing){.arena = a, .user = user, .zone = zone, .now_us = now_us};
    TRY(walk_begin(db, a, rule, from, &walk));
    for (size_t looked = 0; looked < RECOMPUTE_LOOK && n < limit && page > 0;) {
        struct clock_running *running;
        TRY(walk_next(db, a, &walk, PAGE, &running, &page));
        for (size_t i = 0; i < page && n < limit; i++, looked++) {
            TRY(look(db, x, &running[i], rows, &n));
            walk.after_id = running[i].id;
        }
    }
    *ret_rows = rows;
    *ret_n = n;
    *ret_at = walk_at(&walk);
    *ret_end = walk.at == walk.n;
    return ERR_NONE;
}

/* ---- changing ---- */

struct applying {
    struct computing x;
    const struct complaint_writer *writer;
    const struct clock_running *one;
    bool changed;
};

static enum err apply_one(struct db *db, void *ctx)
{
    struct applying *p = ctx;
    struct computing *x = &p->x;
    p->changed = false;
    TRY(complaint_lock(db, x->arena, p->one->number));
    enum err e = load(db, x, p->one);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    const struct clock before = x->set.list[x->i];
    x->set.actor_id = p->writer->user->id;
    if (!clock_recompute(&x->world, &x->set, &x->facts, x->i, x->now_us))
        return ERR_NONE;
    const struct clock *c = &x->set.list[x->i];
    const char *data = timeline_data(x->arena, "clock", c->rule, "clock_kind", rulebook_clock_word(c->kind), "due", arena_printf(x->arena, "%lld", (long long)c->due_us),
                                     "due_before", arena_printf(x->arena, "%lld", (long long)before.due_us), NULL);
    complaint_take_dates(&x->c, &x->set);
    TRY(complaint_append(db, x->arena, p->writer, &x->c, "recomputed", data));
    TRY(complaint_save(db, x->arena, &x->c));
    TRY(clock_save(db, x->arena, false, x->c.id, &x->set));
    p->changed = true;
    return ERR_NONE;
}

enum err recompute_apply(struct db *db, struct arena *a, const struct complaint_writer *w, const struct utc_zone *zone, const char *rule, const struct recompute_at *from,
                         size_t limit, size_t *ret_changed, struct recompute_at *ret_at, bool *ret_end)
{
    struct applying *p = ARENA_NEW(a, struct applying);
    struct clock_running *running;
    struct walk walk;
    size_t changed = 0, looked = 0, page = 1;
    *p = (struct applying){.x = {.arena = a, .user = w->user, .zone = zone, .now_us = w->now_us}, .writer = w};
    TRY(walk_begin(db, a, rule, from, &walk));
    /* As far as the preview looked, which showed what would change. */
    while (looked < RECOMPUTE_LOOK && changed < limit && page > 0) {
        TRY(walk_next(db, a, &walk, limit, &running, &page));
        for (size_t i = 0; i < page && changed < limit; i++, looked++) {
            p->one = &running[i];
            TRY(db_tx(db, apply_one, p));
            changed += p->changed;
            walk.after_id = running[i].id;
        }
    }
    *ret_changed = changed;
    *ret_at = walk_at(&walk);
    *ret_end = walk.at == walk.n;
    return ERR_NONE;
}
