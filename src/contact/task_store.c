#include "task_store.h"

enum { TASK_ENQUEUE };
static const struct db_stmt enqueue_list[] = {
    [TASK_ENQUEUE] = {"INSERT INTO task (kind, complaint_id, run_us, data) VALUES (?, ?, ?, ?)", "tIit", ""},
};
const struct db_stmts task_enqueue_stmts = {"task_enqueue", enqueue_list, COUNT_OF(enqueue_list), DB_ALL};

enum { TASK_DUE, TASK_CLAIM, TASK_DONE, TASK_FAILED, TASK_COUNTS };
static const struct db_stmt list[] = {
    [TASK_DUE] = {"SELECT id, IFNULL(complaint_id, 0), attempts, kind, data FROM task WHERE state = 1 AND run_us <= ? AND claimed_us <= ? "
                  "ORDER BY run_us, id LIMIT ? FOR UPDATE SKIP LOCKED",
                  "iii", "iiitt"},
    [TASK_CLAIM] = {"UPDATE task SET claimed_us = ?, attempts = attempts + 1 WHERE id = ?", "ii", ""},
    [TASK_DONE] = {"DELETE FROM task WHERE id = ?", "i", ""},
    [TASK_FAILED] = {"UPDATE task SET claimed_us = 0, run_us = ?, state = ? WHERE id = ?", "iii", ""},
    [TASK_COUNTS] = {"SELECT CAST((SELECT COUNT(*) FROM (SELECT 1 FROM task WHERE state = 1 LIMIT 100000) w) AS SIGNED), "
                     "CAST((SELECT COUNT(*) FROM (SELECT 1 FROM task WHERE state = 2 LIMIT 100000) d) AS SIGNED)",
                     "", "ii"},
};
const struct db_stmts task_stmts = {"task", list, COUNT_OF(list), DB_JOBS};

enum err task_enqueue(struct db *db, const char *kind, int64_t complaint_id, int64_t run_us, const char *data)
{
    return db_run(db, &enqueue_list[TASK_ENQUEUE], DB_ARGS(DB_TEXT(kind), DB_ID(complaint_id), DB_INT(run_us), DB_TEXT(data)), NULL);
}

struct claim {
    struct arena *arena;
    int64_t now_us, claim_us;
    size_t limit;
    struct task *tasks;
    size_t n;
};

static enum err claim_body(struct db *db, void *ctx)
{
    struct claim *claim = ctx;
    struct db_rows rows;
    TRY(db_query(db, claim->arena, &list[TASK_DUE], DB_ARGS(DB_INT(claim->now_us), DB_INT(claim->now_us), DB_INT(claim->limit)), &rows));
    claim->tasks = ARENA_ARRAY(claim->arena, rows.n + 1, struct task);
    claim->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        claim->tasks[i] = (struct task){
            .id = db_int(&rows, i, 0),
            .complaint_id = db_int(&rows, i, 1),
            .attempts = (int)db_int(&rows, i, 2) + 1,
            .kind = db_text(&rows, i, 3),
            .data = db_text(&rows, i, 4),
        };
        TRY(db_run(db, &list[TASK_CLAIM], DB_ARGS(DB_INT(claim->now_us + claim->claim_us), DB_INT(claim->tasks[i].id)), NULL));
    }
    return ERR_NONE;
}

enum err task_claim(struct db *db, struct arena *a, int64_t now_us, int64_t claim_us, size_t limit, struct task **ret_tasks, size_t *ret_n)
{
    struct claim claim = {.arena = a, .now_us = now_us, .claim_us = claim_us, .limit = limit};
    TRY(db_tx(db, claim_body, &claim));
    *ret_tasks = claim.tasks;
    *ret_n = claim.n;
    return ERR_NONE;
}

enum err task_done(struct db *db, int64_t id)
{
    return db_run(db, &list[TASK_DONE], DB_ARGS(DB_INT(id)), NULL);
}

enum err task_failed(struct db *db, int64_t id, int64_t again_us, bool dead)
{
    return db_run(db, &list[TASK_FAILED], DB_ARGS(DB_INT(again_us), DB_INT(dead ? 2 : 1), DB_INT(id)), NULL);
}

enum err task_counts(struct db *db, struct arena *a, int64_t *ret_waiting, int64_t *ret_dead)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[TASK_COUNTS], DB_NO_ARGS, &row));
    *ret_waiting = db_int(&row, 0, 0);
    *ret_dead = db_int(&row, 0, 1);
    return ERR_NONE;
}
