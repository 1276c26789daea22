#include <string.h>

#include "calendar_store.h"
#include "callback_open_store.h"
#include "log.h"
#include "rulebook_store.h"
#include "sample_store.h"
#include "spot.h"

enum { UNITS, OF_SAMPLE, TO_DO, KEEP, TAKEN, HEAD, CHECK, MOVE_ON };
static const struct db_stmt list[] = {
    /* Whoever may check somewhere has that unit's month drawn; units without any below them have nothing relabelled to look at, but for the top. */
    [UNITS] = {"SELECT DISTINCT g.unit_id FROM role_permission p JOIN role_grant g ON g.role_id = p.role_id JOIN unit u ON u.id = g.unit_id AND u.active = 1 JOIN app_user a ON a.id = g.user_id AND a.active = 1 "
               "WHERE p.permission = 'check' AND (? = 1 OR u.parent_id IS NULL OR EXISTS (SELECT 1 FROM unit c WHERE c.parent_id = u.id)) "
               "AND NOT EXISTS (SELECT 1 FROM sample s WHERE s.unit_id = g.unit_id AND s.month = ? AND s.kind = ?) ORDER BY g.unit_id",
               "iii", "i"},
    [OF_SAMPLE] = {"SELECT unit_id, kind FROM sample WHERE id = ?", "i", "ii"},
    [TO_DO] = {"SELECT i.complaint_id, c.number FROM sample_item i FORCE INDEX (sample_item_draw) JOIN complaint c ON c.id = i.complaint_id WHERE i.sample_id = ? AND i.drawn = 3 ORDER BY i.draw LIMIT ?", "ii", "it"},
    [KEEP] = {"SELECT drawn FROM sample_item WHERE sample_id = ? AND complaint_id = ? FOR UPDATE", "ii", "i"},
    [TAKEN] = {"UPDATE sample_item SET drawn = 1 WHERE sample_id = ? AND complaint_id = ?", "ii", ""},
    [HEAD] = {"SELECT id, events, chain_hash, grade, finding FROM complaint WHERE number = ?", "t", "iibti"},
    [CHECK] = {"INSERT INTO spot_check (complaint_id, unit_id, sample_id, state, finding_before, body, reply, opened_us, due_us) SELECT ?, ?, ?, 1, ?, '', '', ?, ? FROM DUAL WHERE NOT EXISTS "
               "(SELECT 1 FROM spot_check s WHERE s.complaint_id = ? AND s.state = 1)",
               "iiiiiii", ""},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts sample_sweep_stmts = {"sample_sweep", list, COUNT_OF(list), DB_JOBS};

/* How long what was drawn for a callback may take. */
static const struct calendar_limit drawn_within = {CALENDAR_WORKING_DAYS, 5};

/* ---- drawing ---- */

static enum err draw_kind(struct db *db, struct arena *a, const struct complaint_writer *w, enum sample_kind kind, const struct rb_sample *rules, size_t limit, size_t *done)
{
    int month = sample_month_before(sample_month_of(w->now_us, w->zone));
    struct db_rows units;
    TRY(db_query(db, a, &list[UNITS], DB_ARGS(DB_INT(kind == SAMPLE_CALLBACKS), DB_INT(month), DB_INT(kind)), &units));
    for (size_t i = 0; i < units.n && *done < limit; i++) {
        const struct sample_wish wish = {.unit_id = db_int(&units, i, 0), .month = month, .kind = kind};
        const struct calendar *calendar;
        int64_t id;
        TRY(calendar_of_unit(db, a, wish.unit_id, w->zone, &calendar));
        if (!sample_day_come(calendar, w->now_us))
            continue;
        enum err e = sample_draw(db, a, w, &wish, rules, &id);
        if (e == ERR_EXISTS) /* another host, or somebody by hand, just now */
            continue;
        TRY(e);
        LOG(LOG_INFO, "a sample was drawn", LOG_NUM("sample", id), LOG_NUM("unit", wish.unit_id), LOG_NUM("month", month));
        (*done)++;
    }
    return ERR_NONE;
}

enum err sample_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    const struct rulebook *book;
    int64_t version;
    *ret_n = 0;
    enum err e = rulebook_in_force(db, a, &book, &version);
    if (e != ERR_NONE)
        return e == ERR_CONFIG ? ERR_NONE : e;
    if (sample_percent(&book->sample, SAMPLE_CALLBACKS) > 0)
        TRY(draw_kind(db, a, w, SAMPLE_CALLBACKS, &book->sample, limit, ret_n));
    if (sample_percent(&book->sample, SAMPLE_RELABELLED) > 0)
        TRY(draw_kind(db, a, w, SAMPLE_RELABELLED, &book->sample, limit, ret_n));
    return ERR_NONE;
}

/* ---- what follows ---- */

struct taking {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct rulebook *book;
    int64_t sample_id, unit_id, complaint_id, due_us;
    enum sample_kind kind;
    const char *number;
};

static enum err make_work(struct db *db, const struct taking *t, const struct db_rows *head)
{
    const struct rb_grade *grade = rulebook_grade(t->book, db_text(head, 0, 3));
    const struct db_value id = DB_INT(t->complaint_id);
    if (t->kind == SAMPLE_CALLBACKS)
        return callback_open(db, &(struct callback_open){.complaint_id = t->complaint_id, .unit_id = t->unit_id, .sample_id = t->sample_id, .due_us = t->due_us, .major = grade && grade->major});
    return db_run(db, &list[CHECK], DB_ARGS(id, DB_INT(t->unit_id), DB_INT(t->sample_id), DB_INT(db_int(head, 0, 4)), DB_INT(t->writer->now_us), DB_INT(SPOT_NO_DATE), id), NULL);
}

/* The lock comes before anything is read: another host may have been faster. */
static enum err take_one(struct db *db, void *ctx)
{
    struct taking *t = ctx;
    struct db_rows row;
    TRY(complaint_lock(db, t->arena, t->number));
    TRY(db_one(db, t->arena, &list[KEEP], DB_ARGS(DB_INT(t->sample_id), DB_INT(t->complaint_id)), &row));
    if (db_int(&row, 0, 0) != SAMPLE_TO_TAKE_UP)
        return ERR_NONE;
    TRY(db_one(db, t->arena, &list[HEAD], DB_ARGS(DB_TEXT(t->number)), &row));
    struct complaint c = {.id = t->complaint_id, .number = t->number, .events = (int)db_int(&row, 0, 1)};
    struct str hash = db_bytes(&row, 0, 2);
    if (hash.n == sizeof c.chain_hash)
        memcpy(c.chain_hash, hash.p, hash.n);
    TRY(make_work(db, t, &row));
    TRY(complaint_append(db, t->arena, t->writer, &c, t->kind == SAMPLE_CALLBACKS ? "sampled_callback" : "sampled_check",
                         timeline_data(t->arena, "sample", arena_printf(t->arena, "%lld", (long long)t->sample_id), NULL)));
    TRY(db_run(db, &list[TAKEN], DB_ARGS(DB_INT(t->sample_id), DB_INT(t->complaint_id)), NULL));
    return db_run(db, &list[MOVE_ON], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL);
}

enum err sample_take_up(struct db *db, struct arena *a, const struct complaint_writer *w, const char *data)
{
    struct taking t = {.arena = a, .writer = w};
    const struct calendar *calendar;
    struct db_rows row;
    long long id;
    int64_t version;
    if (!str_to_i64(str_of(timeline_get(a, data, "sample")), 1, INT64_MAX, &id))
        return ERR_INTERNAL;
    t.sample_id = id;
    TRY(db_one(db, a, &list[OF_SAMPLE], DB_ARGS(DB_INT(id)), &row));
    t.unit_id = db_int(&row, 0, 0);
    t.kind = (enum sample_kind)db_int(&row, 0, 1);
    TRY(rulebook_in_force(db, a, &t.book, &version));
    TRY(calendar_of_unit(db, a, t.unit_id, w->zone, &calendar));
    t.due_us = calendar_add(calendar, w->now_us, drawn_within);
    do {
        TRY(db_query(db, a, &list[TO_DO], DB_ARGS(DB_INT(t.sample_id), DB_INT(100)), &row));
        for (size_t i = 0; i < row.n; i++) {
            t.complaint_id = db_int(&row, i, 0);
            t.number = db_text(&row, i, 1);
            TRY(db_tx(db, take_one, &t));
        }
    } while (row.n == 100);
    return ERR_NONE;
}
