#include "complaint_recompute_store.h"

#include <string.h>

#include "complaint_class_store.h"
#include "complaint_clock.h"

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"

enum { FACTS };
static const struct db_stmt list[] = {
    [FACTS] = {"SELECT c.id, c.number, c.channel, c.source, c.mode, c.complainant_kind, c.head_count, c.category_id, c.unit_id, c.department_id, "
               "(SELECT p.to_department_id FROM slip p WHERE p.complaint_id = c.id AND p.kind = 1 AND p.state NOT IN (4, 7) ORDER BY p.number LIMIT 1), c.received_us, c.is_open, c.due_us, c.grade, c.validity, "
               "CAST(c.loss AS CHAR), (SELECT GROUP_CONCAT(k.code) FROM complaint_code k WHERE k.complaint_id = c.id AND k.kind = 3), "
               "EXISTS (SELECT 1 FROM respondent q WHERE q.complaint_id = c.id AND q.manager = 1), "
               "(SELECT COUNT(*) FROM event e WHERE e.complaint_id = c.id AND e.kind IN ('reopened', 'review_begun')), (SELECT CAST(SUM(m.amount) AS CHAR) FROM demand m WHERE m.complaint_id = c.id) "
               "FROM (SELECT DISTINCT j.id FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j) i STRAIGHT_JOIN complaint c ON c.id = i.id WHERE c.erased_us IS NULL "
               "AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") LIMIT 1) = 1 "
               "AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?)",
               "tiiiiiiiii", "itttitiiiIIiiIttTTiiT"},
};
const struct db_stmts complaint_recompute_stmts = {"complaint_recompute", list, COUNT_OF(list), DB_STAFF};

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
    struct clock_range *ranges;
    size_t n, at, then; /* of ranges: where it stands, and where to go on when what was found is looked at */
};

static int compare(const struct clock_range *r, const struct recompute_at *at)
{
    int by_rule = strcmp(r->rule, at->rule);
    return by_rule != 0 ? by_rule : (int)r->state - (int)at->state;
}

static enum err walk_begin(struct db *db, struct arena *a, const char *rule, const struct recompute_at *from, struct walk *ret_walk)
{
    struct walk walk = {.n = 0};
    if (*rule) {
        walk.ranges = ARENA_ARRAY(a, 2, struct clock_range);
        walk.ranges[walk.n++] = (struct clock_range){.rule = rule, .state = CLOCK_RUNNING};
        walk.ranges[walk.n++] = (struct clock_range){.rule = rule, .state = CLOCK_PAUSED};
    } else {
        TRY(clock_ranges(db, a, &walk.ranges, &walk.n));
    }
    if (from->rule && *from->rule) {
        while (walk.at < walk.n && compare(&walk.ranges[walk.at], from) < 0)
            walk.at++;
        if (walk.at < walk.n && compare(&walk.ranges[walk.at], from) == 0)
            walk.ranges[walk.at].after_id = from->after_id;
    }
    walk.then = walk.at;
    *ret_walk = walk;
    return ERR_NONE;
}

/* The next clocks in order; none: it is at the end. Where a range has more than the limit, nothing of those behind it. */
static enum err walk_next(struct db *db, struct arena *a, struct walk *walk, size_t limit, struct clock_running **ret_list, size_t *ret_n)
{
    *ret_n = 0;
    for (walk->at = walk->then; walk->at < walk->n && *ret_n == 0; walk->at = walk->then) {
        size_t n = walk->n - walk->at < CLOCK_RANGES ? walk->n - walk->at : CLOCK_RANGES, found = 0, of_range[CLOCK_RANGES] = {0};
        struct clock_running *running;
        TRY(clock_running(db, a, &walk->ranges[walk->at], n, limit, &running, &found));
        for (walk->then = walk->at + n; *ret_n < found; ++*ret_n) {
            size_t range = running[*ret_n].range;
            if (range >= n || walk->at + range > walk->then)
                break;
            if (++of_range[range] == limit)
                walk->then = walk->at + range;
            running[*ret_n].range += walk->at;
        }
        *ret_list = running;
        if (*ret_n > 0)
            return ERR_NONE;
    }
    return ERR_NONE;
}

static void walk_past(struct walk *walk, const struct clock_running *one)
{
    walk->at = one->range;
    walk->ranges[one->range].after_id = one->id;
}

static struct recompute_at walk_at(const struct walk *walk)
{
    return walk->at < walk->n ? (struct recompute_at){walk->ranges[walk->at].rule, walk->ranges[walk->at].state, walk->ranges[walk->at].after_id} : (struct recompute_at){0};
}

/* ---- looking at many ---- */

/* What the rules want to know of each complaint, in the order of their ids. */
struct looking {
    struct arena *arena;
    const struct access_user *user;
    const struct utc_zone *zone;
    int64_t now_us;
    struct complaint *complaints;
    struct complaint_class *classes;
    struct clock *clocks;
    struct clock_history *history;
    size_t n_complaints, n_clocks, n_history;
};

static void read_one(struct arena *a, const struct db_rows *r, size_t i, struct complaint *c, struct complaint_class *k)
{
    struct str flags = str_of(db_text(r, i, 17));
    *c = (struct complaint){
        .id = db_int(r, i, 0), .number = db_text(r, i, 1), .channel = db_text(r, i, 2), .source = db_text(r, i, 3), .mode = (enum complaint_mode)db_int(r, i, 4),
        .complainant_kind = db_text(r, i, 5), .head_count = (int)db_int(r, i, 6), .category_id = db_int(r, i, 7), .unit_id = db_int(r, i, 8), .department_id = db_int(r, i, 9),
        .lead_department_id = db_int(r, i, 10), .received_us = db_int(r, i, 11), .is_open = db_int(r, i, 12) != 0, .due_us = db_int(r, i, 13), .grade = db_text(r, i, 14),
        .validity = db_text(r, i, 15), .loss = db_text(r, i, 16),
    };
    *k = (struct complaint_class){.reopened = (int)db_int(r, i, 19), .flags = ARENA_ARRAY(a, flags.n + 1, struct complaint_flag), .respondents = ARENA_NEW(a, struct complaint_respondent)};
    while (flags.p && flags.n > 0)
        k->flags[k->n_flags++] = (struct complaint_flag){.code = str_cstr(a, str_cut(&flags, ','))};
    k->respondents[0] = (struct complaint_respondent){.manager = db_int(r, i, 18) != 0};
    k->n_respondents = 1;
    if (*db_text(r, i, 20) && rulebook_cents(db_text(r, i, 20), &k->demanded_cents) != ERR_NONE)
        k->demanded_cents = 0;
}

static enum err look_at(struct db *db, struct looking *l, const struct clock_running *running, size_t n)
{
    const int64_t *h = l->user->holders;
    int64_t *clock_ids = ARENA_ARRAY(l->arena, n + 1, int64_t), *ids = ARENA_ARRAY(l->arena, n + 1, int64_t);
    struct db_rows rows;
    for (size_t i = 0; i < n; i++) {
        clock_ids[i] = running[i].id;
        ids[i] = running[i].complaint_id;
    }
    TRY(db_query(db, l->arena, &list[FACTS],
                 DB_ARGS(DB_TEXT(db_ids(l->arena, ids, n)), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]), DB_INT(l->user->id)),
                 &rows));
    l->n_complaints = rows.n;
    l->complaints = ARENA_ARRAY(l->arena, rows.n + 1, struct complaint);
    l->classes = ARENA_ARRAY(l->arena, rows.n + 1, struct complaint_class);
    for (size_t i = 0; i < rows.n; i++)
        read_one(l->arena, &rows, i, &l->complaints[i], &l->classes[i]);
    TRY(complaint_name(db, l->arena, l->complaints, rows.n));
    return clock_load_many(db, l->arena, clock_ids, n, &l->clocks, &l->n_clocks, &l->history, &l->n_history);
}

/* False: not his to see, erased, it does not run any more, or its date stays. */
static enum err would_change(struct db *db, const struct looking *l, const struct clock_running *one, struct recompute_row *ret_row, bool *ret_changes)
{
    size_t at = 0, of = 0;
    struct clock_world world;
    const struct rb_clock *rule;
    *ret_changes = false;
    while (at < l->n_clocks && l->clocks[at].id != one->id)
        at++;
    while (of < l->n_complaints && l->complaints[of].id != one->complaint_id)
        of++;
    if (at == l->n_clocks || of == l->n_complaints || (l->clocks[at].state != CLOCK_RUNNING && l->clocks[at].state != CLOCK_PAUSED))
        return ERR_NONE;
    const struct clock *c = &l->clocks[at];
    TRY(clock_world_load(db, l->arena, l->complaints[of].unit_id, l->zone, &world));
    const struct rb_facts facts = complaint_facts(l->arena, &l->complaints[of], &l->classes[of], l->now_us);
    int64_t due_us = clock_recomputed(&world, c, &facts, l->history, l->n_history, &rule);
    if (!rule || due_us == c->due_us)
        return ERR_NONE;
    *ret_row = (struct recompute_row){.clock_id = c->id, .complaint_id = c->complaint_id, .due_us = c->due_us, .new_due_us = due_us, .number = one->number,
                                      .rule = c->rule, .new_rule = rule->code, .kind = c->kind};
    *ret_changes = true;
    return ERR_NONE;
}

enum err recompute_preview(struct db *db, struct arena *a, const struct access_user *user, const struct utc_zone *zone, const char *rule, const struct recompute_at *from,
                           size_t limit, int64_t now_us, struct recompute_row **ret_rows, size_t *ret_n, struct recompute_at *ret_at, bool *ret_end)
{
    struct looking l = {.arena = a, .user = user, .zone = zone, .now_us = now_us};
    struct recompute_row *rows = ARENA_ARRAY(a, limit + 1, struct recompute_row);
    struct walk walk;
    size_t n = 0, page = 1;
    TRY(walk_begin(db, a, rule, from, &walk));
    for (size_t looked = 0; looked < RECOMPUTE_LOOK && n < limit && page > 0;) {
        struct clock_running *running;
        TRY(walk_next(db, a, &walk, RECOMPUTE_LOOK - looked, &running, &page));
        size_t wanted = page < RECOMPUTE_LOOK - looked ? page : RECOMPUTE_LOOK - looked;
        if (wanted > 0)
            TRY(look_at(db, &l, running, wanted));
        for (size_t i = 0; i < wanted && n < limit; i++, looked++) {
            bool changes;
            TRY(would_change(db, &l, &running[i], &rows[n], &changes));
            n += changes;
            walk_past(&walk, &running[i]);
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
    struct arena *arena;
    const struct utc_zone *zone;
    const struct complaint_writer *writer;
    const struct clock_running *one;
    bool changed;
    struct complaint c;
    struct clock_world world;
    struct clock_set set;
    struct rb_facts facts;
    size_t i;
};

/* ERR_NOT_FOUND: not his to see, erased, or it does not run any more. */
static enum err load(struct db *db, struct applying *p)
{
    struct complaint_class class;
    permission_set rights;
    enum err e = complaint_load(db, p->arena, p->writer->user, p->one->number, &p->c, &rights);
    if (e != ERR_NONE)
        return e == ERR_ERASED ? ERR_NOT_FOUND : e;
    TRY(complaint_class_load(db, p->arena, p->c.id, &class));
    TRY(clock_load(db, p->arena, false, p->c.id, true, &p->set));
    TRY(clock_world_load(db, p->arena, p->c.unit_id, p->zone, &p->world));
    p->facts = complaint_facts(p->arena, &p->c, &class, p->writer->now_us);
    for (p->i = 0; p->i < p->set.n; p->i++) {
        const struct clock *c = &p->set.list[p->i];
        if (c->id == p->one->id && (c->state == CLOCK_RUNNING || c->state == CLOCK_PAUSED))
            return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

static enum err apply_one(struct db *db, void *ctx)
{
    struct applying *p = ctx;
    p->changed = false;
    TRY(complaint_lock(db, p->arena, p->one->number));
    enum err e = load(db, p);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    const struct clock before = p->set.list[p->i];
    p->set.actor_id = p->writer->user->id;
    if (!clock_recompute(&p->world, &p->set, &p->facts, p->i, p->writer->now_us))
        return ERR_NONE;
    const struct clock *c = &p->set.list[p->i];
    const char *data = timeline_data(p->arena, "clock", c->rule, "clock_kind", rulebook_clock_word(c->kind), "due", arena_printf(p->arena, "%lld", (long long)c->due_us),
                                     "due_before", arena_printf(p->arena, "%lld", (long long)before.due_us), NULL);
    complaint_take_dates(&p->c, &p->set);
    TRY(complaint_append(db, p->arena, p->writer, &p->c, "recomputed", data));
    TRY(complaint_save(db, p->arena, &p->c));
    TRY(clock_save(db, p->arena, false, p->c.id, &p->set));
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
    *p = (struct applying){.arena = a, .zone = zone, .writer = w};
    TRY(walk_begin(db, a, rule, from, &walk));
    /* As far as the preview looked, which showed what would change. */
    while (looked < RECOMPUTE_LOOK && changed < limit && page > 0) {
        TRY(walk_next(db, a, &walk, limit, &running, &page));
        for (size_t i = 0; i < page && changed < limit; i++, looked++) {
            p->one = &running[i];
            TRY(db_tx(db, apply_one, p));
            changed += p->changed;
            walk_past(&walk, &running[i]);
        }
    }
    *ret_changed = changed;
    *ret_at = walk_at(&walk);
    *ret_end = walk.at == walk.n;
    return ERR_NONE;
}
