#include "callback_open_store.h"

enum { WAITING, OPEN };
static const struct db_stmt list[] = {
    [WAITING] = {"UPDATE callback SET closing = (SELECT COUNT(*) FROM event e WHERE e.complaint_id = callback.complaint_id AND e.kind IN ('closed', 'rejected', 'withdrawn', 'spot_solved', 'merged')), "
                 "unit_id = IF(? = 1, unit_id, ?), department_id = IF(? = 1, department_id, ?), sample_id = IFNULL(sample_id, ?), wished = GREATEST(wished, ?), "
                 "due_us = IF(? = 1, ?, LEAST(due_us, ?)), rank = LEAST(rank, ?) WHERE complaint_id = ? AND state = 1",
                 "iiiIIiiiiii", ""},
    /* Which closing: as many as there were. One that was dropped when it was opened again comes back. */
    [OPEN] = {"INSERT INTO callback (complaint_id, closing, unit_id, department_id, state, rank, sample_id, wished, due_us, next_us, answers, body) "
              "SELECT ?, (SELECT COUNT(*) FROM event e WHERE e.complaint_id = ? AND e.kind IN ('closed', 'rejected', 'withdrawn', 'spot_solved', 'merged')), ?, ?, 1, ?, ?, ?, ?, 0, '', '' "
              "ON DUPLICATE KEY UPDATE sample_id = IFNULL(sample_id, VALUES(sample_id)), due_us = IF(state = 4, VALUES(due_us), due_us), state = IF(state = 4, 1, state)",
              "iiiIiIii", ""},
};
const struct db_stmts callback_open_stmts = {"callback_open", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum err callback_open(struct db *db, const struct callback_open *what)
{
    const struct db_value clock = DB_INT(what->by_clock), due = DB_INT(what->due_us), rank = DB_INT(what->major ? 0 : 1), id = DB_INT(what->complaint_id);
    /* A sample's are made by the unit that drew it. */
    const struct db_value keeps = DB_INT(what->sample_id == 0);
    struct db_done done;
    TRY(db_run(db, &list[WAITING],
               DB_ARGS(keeps, DB_INT(what->unit_id), keeps, DB_ID(what->department_id), DB_ID(what->sample_id), DB_INT(what->wished), clock, due, due, rank, id), &done));
    if (done.rows > 0)
        return ERR_NONE;
    return db_run(db, &list[OPEN], DB_ARGS(id, id, DB_INT(what->unit_id), DB_ID(what->department_id), rank, DB_ID(what->sample_id), DB_INT(what->wished), due), NULL);
}

enum err callback_follow(struct db *db, const struct complaint *c, const struct rulebook *b, const struct clock_set *set)
{
    const struct rb_grade *grade = rulebook_grade(b, c->grade);
    for (size_t i = 0; i < set->n; i++) {
        const struct clock *k = &set->list[i];
        if (k->kind != CLOCK_CALLBACK || !set->touched[i] || (k->state != CLOCK_RUNNING && k->state != CLOCK_PAUSED))
            continue;
        TRY(callback_open(db, &(struct callback_open){.complaint_id = c->id, .unit_id = c->unit_id, .department_id = c->department_id, .due_us = k->due_us, .major = grade && grade->major, .by_clock = true}));
    }
    return ERR_NONE;
}
