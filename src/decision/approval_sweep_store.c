#include <string.h>

#include "approval_acting_store.h"
#include "log.h"

/* Reminders of approvals that nobody decided in time, by jobs. */

enum { LATE, HEAD, REMINDED };
static const struct db_stmt list[] = {
    [LATE] = {"SELECT s.approval_id, c.number FROM approval_step s FORCE INDEX (approval_step_late) STRAIGHT_JOIN approval a ON a.id = s.approval_id STRAIGHT_JOIN complaint c ON c.id = a.complaint_id "
              "WHERE s.waits = 1 AND s.reminded_us IS NULL AND s.due_us <= ? ORDER BY s.due_us LIMIT ?",
              "ii", "it"},
    [HEAD] = {"SELECT id, unit_id, department_id, events, chain_hash FROM complaint WHERE number = ?", "t", "iiIib"},
    [REMINDED] = {"UPDATE approval_step SET reminded_us = ? WHERE approval_id = ? AND waits = 1 AND reminded_us IS NULL AND due_us <= ?", "iii", ""},
};
const struct db_stmts approval_sweep_stmts = {"approval_sweep", list, COUNT_OF(list), DB_JOBS};

struct sweeping {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
    int64_t id;
    bool done;
};

/* The lock comes before anything is read: somebody may have decided meanwhile, or another host sent the reminder. */
static enum err remind(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    const int64_t now_us = s->writer->now_us;
    struct approval approval;
    struct db_done done;
    struct db_rows row;
    const char *told;
    s->done = false;
    TRY(complaint_lock(db, s->arena, s->number));
    TRY(db_run(db, &list[REMINDED], DB_ARGS(DB_INT(now_us), DB_INT(s->id), DB_INT(now_us)), &done));
    if (done.rows != 1)
        return ERR_NONE;
    TRY(db_one(db, s->arena, &list[HEAD], DB_ARGS(DB_TEXT(s->number)), &row));
    struct complaint c = {.id = db_int(&row, 0, 0), .number = s->number, .unit_id = db_int(&row, 0, 1), .department_id = db_int(&row, 0, 2), .events = (int)db_int(&row, 0, 3)};
    struct str hash = db_bytes(&row, 0, 4);
    if (hash.n == sizeof c.chain_hash)
        memcpy(c.chain_hash, hash.p, hash.n);
    TRY(approval_read(db, s->arena, s->id, &approval));
    TRY(approval_tell(db, s->arena, s->writer, &c, &approval, "approval_late", &told));
    TRY(approval_tell_asker(db, s->arena, s->writer, &approval, "approval_late"));
    TRY(approval_event(db, s->arena, s->writer, &c, &approval, "approval_late", NULL, told));
    s->done = true;
    return approval_move_on(db, &c);
}

enum err approval_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct db_rows rows;
    *ret_n = 0;
    TRY(db_query(db, a, &list[LATE], DB_ARGS(DB_INT(w->now_us), DB_INT(limit)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .id = db_int(&rows, i, 0), .number = db_text(&rows, i, 1)};
        enum err e = db_tx(db, remind, &s);
        if (e == ERR_DB_AWAY || e == ERR_CONFIG)
            return e;
        if (e == ERR_NONE)
            *ret_n += s.done;
        else if (e != ERR_STALE) /* the others must not wait for one that fails */
            LOG(LOG_ERROR, "an approval could not be swept", LOG_NUM("approval", s.id), LOG_TEXT("complaint", s.number), LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}
