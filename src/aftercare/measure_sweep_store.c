#include <string.h>

#include "log.h"
#include "measure_acting_store.h"
#include "rulebook_store.h"

/* Reminders, and whether the cause came back. */

enum { DUE, CHECKS, HEAD, TAKE, COUNT, JUDGE };
static const struct db_stmt list[] = {
    [DUE] = {"SELECT m.id, c.number FROM measure m FORCE INDEX (measure_next) LEFT JOIN complaint c ON c.id = m.complaint_id WHERE m.next_us <= ? ORDER BY m.next_us, m.id LIMIT ?", "ii", "iT"},
    [CHECKS] = {"SELECT m.id, c.number FROM measure m FORCE INDEX (measure_check) LEFT JOIN complaint c ON c.id = m.complaint_id WHERE m.state = 2 AND m.check_us <= ? ORDER BY m.check_us, m.id LIMIT ?", "ii", "iT"},
    [HEAD] = {"SELECT id, unit_id, department_id, owner_id, state, title, cause, category_id, due_us, made_us, done_us, check_us, next_us, reminders FROM measure WHERE id = ? FOR UPDATE",
              "i", "iiiIittIiiIIii"},
    [TAKE] = {"UPDATE measure SET next_us = ?, reminders = ? WHERE id = ?", "iii", ""},
    /* Received with the cause in the unit and those below; the codes are the cause's and of those below it. What was not accepted is none. */
    [COUNT] = {"SELECT COUNT(DISTINCT c.id) FROM JSON_TABLE(?, '$[*]' COLUMNS (code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) j STRAIGHT_JOIN complaint_code o FORCE INDEX (complaint_code_code) ON o.kind = 1 AND o.code = j.code "
               "STRAIGHT_JOIN complaint c ON c.id = o.complaint_id JOIN unit_tree t ON t.ancestor_id = ? AND t.unit_id = c.unit_id WHERE c.received_us >= ? AND c.received_us < ? AND (? = 0 OR c.category_id = ?) AND c.state <> 6",
               "tiiiii", "i"},
    [JUDGE] = {"UPDATE measure SET state = ?, before_count = ?, after_count = ?, checked_us = ?, version = version + 1 WHERE id = ?", "iiiii", ""},
};
const struct db_stmts measure_sweep_stmts = {"measure_sweep", list, COUNT_OF(list), DB_JOBS};

struct sweeping {
    struct arena *arena;
    const struct complaint_writer *writer;
    int64_t id;
    const char *number; /* of its complaint, "" */
    bool done;
};

static enum err load(struct db *db, const struct sweeping *s, struct complaint *c, struct measure *m)
{
    struct db_rows r;
    TRY(measure_hold(db, s->arena, s->number, c));
    TRY(db_one(db, s->arena, &list[HEAD], DB_ARGS(DB_INT(s->id)), &r));
    *m = (struct measure){.id = db_int(&r, 0, 0), .unit_id = db_int(&r, 0, 1), .department_id = db_int(&r, 0, 2), .owner_id = db_int(&r, 0, 3), .state = (enum measure_state)db_int(&r, 0, 4),
                          .title = db_text(&r, 0, 5), .cause = db_text(&r, 0, 6), .category_id = db_int(&r, 0, 7), .due_us = db_int(&r, 0, 8), .made_us = db_int(&r, 0, 9), .done_us = db_int(&r, 0, 10),
                          .check_us = db_int(&r, 0, 11), .next_us = db_int(&r, 0, 12), .reminders = (int)db_int(&r, 0, 13)};
    return ERR_NONE;
}

/* After a stop several missed reminders are one. */
static enum err remind(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    const struct complaint_writer *w = s->writer;
    struct complaint c;
    struct measure m;
    s->done = false;
    TRY(load(db, s, &c, &m));
    if (m.next_us > w->now_us)
        return ERR_NONE;
    int passed = measure_reminders_passed(m.due_us, w->now_us);
    bool open = m.state == MEASURE_OPEN, late = measure_reminder_late(passed);
    TRY(db_run(db, &list[TAKE], DB_ARGS(DB_INT(open ? measure_reminder_us(m.due_us, passed) : MEASURE_NEVER), DB_INT(passed), DB_INT(m.id)), NULL));
    s->done = true;
    if (!open)
        return ERR_NONE;
    TRY(measure_tell(db, s->arena, w, &m, late ? "measure_late" : "measure_warned", late));
    return measure_note(db, s->arena, w, &c, &m, late ? "reminded" : "warned", "", late ? "measure_late" : NULL);
}

static bool is_below(const struct rulebook *b, const struct rb_tree *node, const char *code)
{
    for (int depth = 0; node && depth < 16; depth++) {
        if (strcmp(node->code, code) == 0)
            return true;
        node = rulebook_tree(b->causes, b->causes_count, node->parent);
    }
    return false;
}

static const char *codes_json(struct arena *a, const struct rulebook *b, const char *cause)
{
    struct buf out = {.arena = a};
    buf_printf(&out, "[\"%s\"", cause);
    for (unsigned i = 0; i < b->causes_count; i++) {
        if (strcmp(b->causes[i].code, cause) != 0 && is_below(b, &b->causes[i], cause))
            buf_printf(&out, ",\"%s\"", b->causes[i].code);
    }
    buf_addc(&out, ']');
    return out.p;
}

static enum err count(struct db *db, struct arena *a, const char *codes, const struct measure *m, int64_t from_us, int64_t to_us, int *ret_n)
{
    const struct db_value category = DB_INT(m->category_id);
    struct db_rows row;
    TRY(db_one(db, a, &list[COUNT], DB_ARGS(DB_TEXT(codes), DB_INT(m->unit_id), DB_INT(from_us), DB_INT(to_us), category, category), &row));
    *ret_n = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}

static enum err judge(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    const struct complaint_writer *w = s->writer;
    const struct rulebook *book;
    struct complaint c;
    struct measure m;
    int64_t version;
    s->done = false;
    TRY(load(db, s, &c, &m));
    if (m.state != MEASURE_DONE || !m.check_us || m.check_us > w->now_us)
        return ERR_NONE;
    TRY(rulebook_in_force(db, s->arena, &book, &version));
    const char *codes = codes_json(s->arena, book, m.cause);
    int64_t span_us = m.check_us - m.done_us;
    TRY(count(db, s->arena, codes, &m, m.made_us - span_us, m.made_us, &m.before));
    TRY(count(db, s->arena, codes, &m, m.done_us, m.check_us, &m.after));
    TRY(db_run(db, &list[JUDGE], DB_ARGS(DB_INT(measure_judged(m.after)), DB_INT(m.before), DB_INT(m.after), DB_INT(w->now_us), DB_INT(m.id)), NULL));
    s->done = true;
    TRY(measure_tell(db, s->arena, w, &m, "measure_checked", true));
    return measure_note(db, s->arena, w, &c, &m, "checked", arena_printf(s->arena, "%d → %d", m.before, m.after), "measure_checked");
}

/* The others must not wait for one that fails. */
static enum err each(struct db *db, struct arena *a, const struct complaint_writer *w, const struct db_stmt *stmt, enum err (*body)(struct db *db, void *ctx), size_t limit, size_t *done)
{
    struct db_rows rows;
    TRY(db_query(db, a, stmt, DB_ARGS(DB_INT(w->now_us), DB_INT(limit)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .id = db_int(&rows, i, 0), .number = db_text(&rows, i, 1)};
        enum err e = db_tx(db, body, &s);
        if (e == ERR_DB_AWAY || e == ERR_CONFIG)
            return e;
        if (e == ERR_NONE)
            *done += s.done;
        else
            LOG(LOG_ERROR, "a measure could not be swept", LOG_NUM("measure", s.id), LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}

enum err measure_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    *ret_n = 0;
    TRY(each(db, a, w, &list[DUE], remind, limit, ret_n));
    return each(db, a, w, &list[CHECKS], judge, limit, ret_n);
}
