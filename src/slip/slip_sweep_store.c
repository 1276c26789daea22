#include <stdio.h>
#include <string.h>

#include "account_due_store.h"
#include "log.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "slip_acting_store.h"

enum { DUE, HEAD, LAG, LAGGING, LATE };
static const struct db_stmt list[] = {
    [DUE] = {"SELECT p.number, c.number, p.id FROM slip p FORCE INDEX (slip_next) JOIN complaint c ON c.id = p.complaint_id WHERE p.next_us <= ? ORDER BY p.next_us, p.id LIMIT ?",
             "ii", "iti"},
    [HEAD] = {"SELECT id, unit_id, department_id, events, chain_hash FROM complaint WHERE number = ?", "t", "iiIib"},
    [LAG] = {"SELECT COUNT(*), CAST(IFNULL(SUM(due_us < ?), 0) AS SIGNED) FROM slip FORCE INDEX (slip_receiver) WHERE to_department_id = ? AND turn = 1", "ii", "ii"},
    /* Departments with a late slip that is not supervised yet; as EXISTS it would be turned into a join that reads all slips. */
    [LAGGING] = {"SELECT d.id FROM department d WHERE (SELECT 1 FROM slip p FORCE INDEX (slip_receiver) WHERE p.to_department_id = d.id AND p.turn = 1 AND p.due_us < ? AND "
                 "p.supervised_us IS NULL LIMIT 1) = 1 ORDER BY d.id LIMIT 10000",
                 "i", "i"},
    [LATE] = {"SELECT p.number, c.number, p.id FROM slip p FORCE INDEX (slip_receiver) STRAIGHT_JOIN complaint c ON c.id = p.complaint_id WHERE p.to_department_id = ? AND p.turn = 1 AND "
              "p.due_us < ? AND p.supervised_us IS NULL ORDER BY p.due_us, p.id LIMIT ?",
              "iii", "iti"},
};
const struct db_stmts slip_sweep_stmts = {"slip_sweep", list, COUNT_OF(list), DB_JOBS};

struct sweeping {
    struct arena *arena;
    const struct complaint_writer *writer;
    int slip; /* its number */
    const char *number;
    /* result */
    bool done, late; /* late: it came to be so just now */
    int64_t department_id;
};

/* The lock comes before anything is read: another host may have done it meanwhile, or the slip was answered. */
static enum err begin(struct db *db, const struct sweeping *s, struct slip_acting *x)
{
    struct db_rows row;
    *x = (struct slip_acting){.arena = s->arena, .writer = s->writer, .told = {.arena = s->arena}};
    TRY(complaint_lock(db, s->arena, s->number));
    TRY(db_one(db, s->arena, &list[HEAD], DB_ARGS(DB_TEXT(s->number)), &row));
    x->c = (struct complaint){.id = db_int(&row, 0, 0), .number = s->number, .unit_id = db_int(&row, 0, 1), .department_id = db_int(&row, 0, 2), .events = (int)db_int(&row, 0, 3)};
    struct str hash = db_bytes(&row, 0, 4);
    if (hash.n == sizeof x->c.chain_hash)
        memcpy(x->c.chain_hash, hash.p, hash.n);
    TRY(slip_heads(db, s->arena, x->c.id, &x->slips, &x->n));
    x->s = slip_find(x, s->slip);
    return x->s && slip_state_with_receiver(x->s->state) ? slip_rules(db, x, x->s->to_unit_id) : ERR_NOT_FOUND;
}

/* ---- reminders ---- */

static enum err remind(struct db *db, struct slip_acting *x)
{
    struct slip *s = x->s;
    bool past = s->due_us <= x->writer->now_us;
    const char *kind = past ? "slip_reminded" : "slip_warned";
    s->reminders++;
    TRY(slip_save(db, x, s, SLIP_DO_REMIND, 0));
    TRY(slip_tell_receiver(db, x, s, kind));
    if (past)
        TRY(slip_tell_role(db, x, s, s->to_unit_id, s->to_department_id, "coordinator", kind));
    return slip_append(db, x, s, "slip_reminded", 0, 0, past ? "late" : NULL, past ? "1" : NULL);
}

static enum err note_late(struct db *db, struct slip_acting *x)
{
    TRY(slip_write(db, x->s));
    return slip_append(db, x, x->s, "slip_late", 0, 0, NULL, NULL);
}

static enum err sweep_one(struct db *db, void *ctx)
{
    struct sweeping *w = ctx;
    struct slip_acting x;
    w->done = w->late = false;
    enum err e = begin(db, w, &x);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    struct slip *s = x.s;
    if (s->next_us > w->writer->now_us)
        return ERR_NONE;
    bool was_late = s->late, due = slip_take_reminders(&x.book->slips, x.calendar, s, w->writer->now_us);
    w->late = s->late && !was_late;
    w->department_id = s->to_department_id;
    w->done = due || w->late;
    if (w->late)
        TRY(account_happened(db, w->arena, x.book, x.c.id, "late_slip", s->id, w->writer->now_us));
    if (due)
        TRY(remind(db, &x));
    else if (w->late)
        TRY(note_late(db, &x));
    else
        return slip_write(db, s); /* the rules changed meanwhile: nothing is to be done now */
    return slip_finish(db, &x);
}

/* ---- supervision ---- */

/* Those above hear of a department once a day, whichever host finds out first: a key of its own among those of forms. */
static enum err tell_above(struct db *db, struct slip_acting *x)
{
    const struct rb_slips *rules = &x->book->slips;
    const struct slip *s = x->s;
    uint8_t key[32] = {0};
    const char *where;
    (void)snprintf((char *)key, sizeof key, "slips %lld %lld", (long long)s->to_department_id, (long long)(x->writer->now_us / UTC_DAY_US));
    enum err e = once_claim(db, x->arena, key, "", x->writer->now_us, &where);
    if (e != ERR_NONE)
        return e == ERR_EXISTS ? ERR_NONE : e;
    TRY(slip_tell_role(db, x, s, s->to_unit_id, s->to_department_id, rules->committee, "slip_department_late"));
    return slip_tell_role(db, x, s, s->to_unit_id, s->to_department_id, rules->manager, "slip_department_late");
}

static enum err supervise_one(struct db *db, void *ctx)
{
    struct sweeping *w = ctx;
    struct slip_acting x;
    w->done = false;
    enum err e = begin(db, w, &x);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    struct slip *s = x.s;
    if (s->supervised_us)
        return ERR_NONE;
    s->supervised_us = w->writer->now_us;
    TRY(slip_save(db, &x, s, SLIP_DO_SUPERVISE, 0));
    TRY(slip_tell_receiver(db, &x, s, "slip_supervised"));
    TRY(slip_tell_role(db, &x, s, s->to_unit_id, s->to_department_id, "coordinator", "slip_supervised"));
    TRY(tell_above(db, &x));
    TRY(slip_append(db, &x, s, "slip_supervised", 0, 0, NULL, NULL));
    w->done = true;
    return slip_finish(db, &x);
}

/* ---- each of many ---- */

/* The others must not wait for one that fails. */
static enum err try_one(struct db *db, struct sweeping *w, enum err (*body)(struct db *db, void *ctx), int64_t slip_id)
{
    enum err e = db_tx(db, body, w);
    if (e == ERR_DB_AWAY || e == ERR_CONFIG)
        return e;
    if (e != ERR_NONE) {
        w->done = w->late = false;
        if (e != ERR_STALE)
            LOG(LOG_ERROR, "a slip could not be swept", LOG_NUM("slip", slip_id), LOG_TEXT("complaint", w->number), LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}

static enum err supervise_department(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t department_id, size_t limit, size_t *done)
{
    const struct rulebook *book;
    struct db_rows rows;
    int64_t version;
    TRY(rulebook_in_force(db, a, &book, &version));
    TRY(db_one(db, a, &list[LAG], DB_ARGS(DB_INT(w->now_us), DB_INT(department_id)), &rows));
    if (!slip_department_lags(&book->slips, (int)db_int(&rows, 0, 0), (int)db_int(&rows, 0, 1)))
        return ERR_NONE;
    TRY(db_query(db, a, &list[LATE], DB_ARGS(DB_INT(department_id), DB_INT(w->now_us), DB_INT(limit)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .slip = (int)db_int(&rows, i, 0), .number = db_text(&rows, i, 1)};
        TRY(try_one(db, &s, supervise_one, db_int(&rows, i, 2)));
        *done += s.done;
    }
    return ERR_NONE;
}

enum err slip_supervise(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct db_rows rows;
    size_t done = 0;
    TRY(db_query(db, a, &list[LAGGING], DB_ARGS(DB_INT(w->now_us)), &rows));
    for (size_t i = 0; i < rows.n && done < limit; i++)
        TRY(supervise_department(db, a, w, db_int(&rows, i, 0), limit - done, &done));
    *ret_n = done;
    return ERR_NONE;
}

static bool is_among(const int64_t *ids, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

enum err slip_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct db_rows rows;
    size_t done = 0, n = 0;
    TRY(db_query(db, a, &list[DUE], DB_ARGS(DB_INT(w->now_us), DB_INT(limit)), &rows));
    int64_t *departments = ARENA_ARRAY(a, rows.n + 1, int64_t);
    for (size_t i = 0; i < rows.n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .slip = (int)db_int(&rows, i, 0), .number = db_text(&rows, i, 1)};
        TRY(try_one(db, &s, sweep_one, db_int(&rows, i, 2)));
        done += s.done;
        if (s.late && !is_among(departments, n, s.department_id))
            departments[n++] = s.department_id;
    }
    for (size_t i = 0; i < n; i++)
        TRY(supervise_department(db, a, w, departments[i], limit, &done));
    *ret_n = done;
    return ERR_NONE;
}
