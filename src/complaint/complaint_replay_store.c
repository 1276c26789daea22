#include "complaint_replay_store.h"

#include <string.h>

#include "calendar_store.h"
#include "complaint.h"
#include "complaint_clock.h"

#define BATCH 200
#define BATCH_BYTES ((size_t)256 << 20)

enum { COMPLAINTS, EVENTS, FLAGS, LINE };

/* The sum demanded stands for a loss that nobody entered. */
static const struct db_stmt list[] = {
    [COMPLAINTS] = {"SELECT c.id, c.received_us, c.unit_id, c.mode, c.head_count, k.code, IFNULL(g.code, ''), c.grade, c.grade_proposed, c.channel, c.source, c.complainant_kind,"
                    " IFNULL((SELECT t.function FROM slip p JOIN department t ON t.id = p.to_department_id WHERE p.complaint_id = c.id AND p.kind = 1 AND p.state NOT IN (4, 7) ORDER BY p.number"
                    " LIMIT 1), IF(d.function = 'customer_service' AND k.department_function <> '', k.department_function, d.function)), c.validity, IFNULL(CAST(c.loss AS CHAR), ''), IFNULL((SELECT CAST(SUM(x.amount) AS CHAR) FROM demand x WHERE x.complaint_id = c.id), '')"
                    " FROM complaint c JOIN category k ON k.id = c.category_id LEFT JOIN category g ON g.id = k.parent_id JOIN department d ON d.id = c.department_id"
                    " WHERE c.id < ? ORDER BY c.id DESC LIMIT ?",
                    "ii", "iiiiitttttttttTT"},
    [EVENTS] = {"SELECT complaint_id, at_us, IF(kind = 'classified' AND data REGEXP '\"validity\":\"[a-z]', 'decided', kind) FROM event WHERE complaint_id BETWEEN ? AND ? ORDER BY complaint_id DESC, seq LIMIT ?", "iii", "iit"},
    [FLAGS] = {"SELECT complaint_id, code FROM complaint_code WHERE complaint_id BETWEEN ? AND ? AND kind = 3 ORDER BY complaint_id DESC LIMIT ?", "iii", "it"},
    [LINE] = {"SELECT u.code FROM unit_tree t JOIN unit u ON u.id = t.ancestor_id WHERE t.unit_id = ? ORDER BY t.distance", "i", "t"},
};

const struct db_stmts complaint_replay_stmts = {"complaint_replay", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* The calendar and line of a unit, looked up once. */
struct place {
    struct place *next;
    int64_t unit_id;
    struct clock_world world;
};

struct replaying {
    struct db *db;
    struct arena *arena, *batch;
    const struct utc_zone *zone;
    const struct rulebook *before, *after;
    int64_t since_us, now_us;
    struct place *places;
    struct replay *replay;
    struct clock_set *set;
    int64_t next_id;
};

static enum err place_of(struct replaying *r, int64_t unit_id, struct clock_world *ret_world)
{
    struct place *p = r->places;
    while (p && p->unit_id != unit_id)
        p = p->next;
    if (!p) {
        struct db_rows rows;
        p = ARENA_NEW(r->arena, struct place);
        p->unit_id = unit_id;
        TRY(calendar_of_unit(r->db, r->arena, unit_id, r->zone, &p->world.calendar));
        TRY(db_query(r->db, r->arena, &list[LINE], DB_ARGS(DB_INT(unit_id)), &rows));
        const char **line = ARENA_ARRAY(r->arena, rows.n, const char *);
        for (size_t i = 0; i < rows.n; i++)
            line[i] = db_text(&rows, i, 0);
        p->world.line = line;
        p->world.n_line = rows.n;
        p->next = r->places;
        r->places = p;
    }
    *ret_world = p->world;
    return ERR_NONE;
}

/* ---- one complaint ---- */

static int64_t cents_of(const char *amount)
{
    int64_t cents;
    return rulebook_cents(amount, &cents) == ERR_NONE ? cents : 0;
}

static struct rb_facts facts_of(const struct replaying *r, const struct db_rows *rows, size_t i)
{
    enum complaint_mode mode = (enum complaint_mode)db_int(rows, i, 3);
    const char *loss = db_text(rows, i, 14);
    return (struct rb_facts){
        .category = db_text(rows, i, 5),
        .group = db_text(rows, i, 6),
        .grade = "",
        .channel = db_text(rows, i, 9),
        .source = db_text(rows, i, 10),
        .complainant = db_text(rows, i, 11),
        .function = db_text(rows, i, 12),
        .validity = db_text(rows, i, 13),
        .mode = complaint_mode_word(mode),
        .loss_cents = cents_of(*loss ? loss : db_text(rows, i, 15)),
        .heads = (int)db_int(rows, i, 4),
        .age_days = (int)((r->now_us - db_int(rows, i, 1)) / UTC_DAY_US),
    };
}

/* A grade that somebody chose against the proposal stays, where the book has it. */
static const char *chosen_grade(const struct rulebook *book, const struct db_rows *rows, size_t i)
{
    const char *grade = db_text(rows, i, 7);
    return strcmp(grade, db_text(rows, i, 8)) != 0 && rulebook_grade(book, grade) ? grade : "";
}

struct outcome {
    bool late;
    const char *grade;
};

static struct outcome tell(struct replaying *r, struct clock_world *world, const struct rulebook *book, const struct rb_facts *known, const struct db_rows *rows, size_t i,
                           const struct replay_moment *moments, size_t n)
{
    struct rb_facts facts = *known;
    struct outcome outcome = {.grade = ""};
    facts.grade = chosen_grade(book, rows, i);
    world->book = book;
    complaint_replay(world, r->batch, &facts, db_int(rows, i, 1), moments, n, r->now_us, &r->next_id, r->set);
    for (size_t c = 0; c < r->set->n; c++) {
        const struct clock *clock = &r->set->list[c];
        const struct rb_clock *rule = rulebook_clock(book, clock->rule);
        if (!rule || !rulebook_clock_until(r->batch, rule)[0])
            continue;
        struct replay_kind *kind = &r->replay->kinds[clock->kind];
        *(book == r->before ? &kind->before : &kind->after) += 1;
        *(book == r->before ? &kind->late_before : &kind->late_after) += clock->late;
        outcome.late = outcome.late || clock->late;
    }
    outcome.grade = facts.grade;
    return outcome;
}

static size_t moments_of(const struct db_rows *events, size_t *at, int64_t id, struct replay_moment *moments)
{
    size_t n = 0;
    for (; *at < events->n && db_int(events, *at, 0) == id; ++*at) {
        enum clock_event event = replay_event(db_text(events, *at, 2));
        if (event)
            moments[n++] = (struct replay_moment){event, db_int(events, *at, 1)};
    }
    return n;
}

static size_t flags_of(const struct db_rows *codes, size_t *at, int64_t id, const char **flags)
{
    size_t n = 0;
    for (; *at < codes->n && db_int(codes, *at, 0) == id; ++*at)
        flags[n++] = db_text(codes, *at, 1);
    return n;
}

/* ---- batches ---- */

static enum err replay_batch(struct replaying *r, const struct db_rows *rows)
{
    struct db_rows events, codes;
    int64_t last = db_int(rows, 0, 0), first = db_int(rows, rows->n - 1, 0);
    TRY(db_query(r->db, r->batch, &list[EVENTS], DB_ARGS(DB_INT(first), DB_INT(last), DB_INT(INT32_MAX)), &events));
    TRY(db_query(r->db, r->batch, &list[FLAGS], DB_ARGS(DB_INT(first), DB_INT(last), DB_INT(INT32_MAX)), &codes));
    struct replay_moment *moments = ARENA_ARRAY(r->batch, events.n, struct replay_moment);
    const char **flags = ARENA_ARRAY(r->batch, codes.n, const char *);
    size_t event_at = 0, code_at = 0;
    for (size_t i = 0; i < rows->n; i++) {
        int64_t id = db_int(rows, i, 0);
        size_t n = moments_of(&events, &event_at, id, moments);
        struct rb_facts facts = facts_of(r, rows, i);
        struct clock_world world;
        facts.n_flags = flags_of(&codes, &code_at, id, flags);
        facts.flags = flags;
        if (db_int(rows, i, 1) < r->since_us)
            continue;
        TRY(place_of(r, db_int(rows, i, 2), &world));
        struct outcome after = tell(r, &world, r->after, &facts, rows, i, moments, n), before = after;
        if (r->before)
            before = tell(r, &world, r->before, &facts, rows, i, moments, n);
        r->replay->complaints++;
        r->replay->late_after += after.late;
        r->replay->late_before += r->before && before.late;
        r->replay->regraded += strcmp(after.grade, before.grade) != 0;
    }
    return ERR_NONE;
}

static enum err replay_all(struct replaying *r, size_t look)
{
    int64_t below = INT64_MAX;
    for (size_t looked = 0;;) {
        struct db_rows rows;
        size_t want = look && look - looked < BATCH ? look - looked : BATCH;
        TRY(db_query(r->db, r->batch, &list[COMPLAINTS], DB_ARGS(DB_INT(below), DB_INT(want)), &rows));
        if (rows.n) {
            TRY(replay_batch(r, &rows));
            below = db_int(&rows, rows.n - 1, 0);
        }
        looked += rows.n;
        if (rows.n < want) {
            r->replay->whole = true;
            return ERR_NONE;
        }
        if (look && looked == look)
            return ERR_NONE;
        arena_reset(r->batch);
    }
}

enum err complaint_replay_books(struct db *db, struct arena *a, const struct utc_zone *zone, const struct rulebook *before, const struct rulebook *after, int64_t since_us,
                                int64_t now_us, size_t look, struct replay *ret_replay)
{
    struct replaying r = {.db = db, .arena = a, .batch = arena_new(BATCH_BYTES), .zone = zone, .before = before, .after = after, .since_us = since_us, .now_us = now_us,
                          .replay = ret_replay, .set = ARENA_NEW(a, struct clock_set), .next_id = 1};
    *ret_replay = (struct replay){0};
    enum err e = replay_all(&r, look);
    arena_free(r.batch);
    return e;
}
