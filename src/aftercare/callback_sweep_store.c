#include <string.h>

#include "calendar_store.h"
#include "callback_open_store.h"
#include "callback_store.h"
#include "clock_store.h"
#include "notice_store.h"
#include "rulebook_store.h"

/* What closing did not make by itself, by jobs: nothing is lost, and the key of the closing keeps it from being made twice. */
enum { RUNNING, HEAD, LATEST };
static const struct db_stmt list[] = {
    [RUNNING] = {"SELECT k.complaint_id, k.due_us, c.unit_id, c.department_id, c.grade FROM clock k FORCE INDEX (clock_rule) STRAIGHT_JOIN complaint c ON c.id = k.complaint_id "
                 "WHERE k.rule = ? AND k.state = 1 AND k.kind = 9 AND c.is_open = 0 AND NOT EXISTS (SELECT 1 FROM callback b WHERE b.complaint_id = k.complaint_id AND b.state = 1) ORDER BY k.id LIMIT ?",
                 "ti", "iiiIt"},
    [HEAD] = {"SELECT unit_id, department_id, assignee_id, grade, is_open FROM complaint WHERE id = ?", "i", "iIIti"},
    [LATEST] = {"SELECT state FROM callback WHERE complaint_id = ? ORDER BY closing DESC LIMIT 1", "i", "i"},
};
const struct db_stmts callback_sweep_stmts = {"callback_sweep", list, COUNT_OF(list), DB_JOBS};

/* How long a callback may take that no clock of the rulebook asks for. */
static const struct calendar_limit wished_within = {CALENDAR_WORKING_DAYS, 5};

static bool is_major(const struct rulebook *b, const char *code)
{
    const struct rb_grade *grade = rulebook_grade(b, code);
    return grade && grade->major;
}

/* A rule that the book does not have any more may still have clocks. */
static bool may_be_callback(const struct rulebook *b, const char *code)
{
    const struct rb_clock *rule = rulebook_clock(b, code);
    return !rule || rulebook_clock_kind(rule->kind) == CLOCK_CALLBACK;
}

enum err callback_take_up(struct db *db, struct arena *a, int64_t now_us, size_t limit, size_t *ret_n)
{
    const struct rulebook *book;
    const char **codes;
    size_t n, done = 0;
    int64_t version;
    (void)now_us;
    TRY(rulebook_in_force(db, a, &book, &version));
    TRY(clock_rules_in_use(db, a, &codes, &n));
    for (size_t i = 0; i < n && done < limit; i++) {
        struct db_rows rows;
        if (!may_be_callback(book, codes[i]))
            continue;
        TRY(db_query(db, a, &list[RUNNING], DB_ARGS(DB_TEXT(codes[i]), DB_INT(limit - done)), &rows));
        for (size_t k = 0; k < rows.n; k++)
            TRY(callback_open(db, &(struct callback_open){.complaint_id = db_int(&rows, k, 0), .due_us = db_int(&rows, k, 1), .unit_id = db_int(&rows, k, 2), .department_id = db_int(&rows, k, 3),
                                                          .major = is_major(book, db_text(&rows, k, 4)), .by_clock = true}));
        done += rows.n;
    }
    *ret_n = done;
    return ERR_NONE;
}

/* Called back already for this closing, and asks for it again: whoever has the complaint is told. */
static enum err tell_handler(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, const struct db_rows *head)
{
    struct notice_to *to;
    size_t n;
    TRY(notice_receivers_of(db, a, complaint_id, "handler", db_int(head, 0, 0), db_int(head, 0, 1), db_int(head, 0, 2), w->now_us, &to, &n));
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = complaint_id, .at_us = w->now_us, .kind = "callback_wished", .data = "{}"};
        TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

enum err callback_wish(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id)
{
    const struct rulebook *book;
    const struct calendar *calendar;
    struct db_rows head, latest;
    int64_t version;
    enum err e = db_one(db, a, &list[HEAD], DB_ARGS(DB_INT(complaint_id)), &head);
    if (e != ERR_NONE || db_int(&head, 0, 4))
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    TRY(rulebook_in_force(db, a, &book, &version));
    TRY(calendar_of_unit(db, a, db_int(&head, 0, 0), w->zone, &calendar));
    TRY(callback_open(db, &(struct callback_open){.complaint_id = complaint_id, .unit_id = db_int(&head, 0, 0), .department_id = db_int(&head, 0, 1), .due_us = calendar_add(calendar, w->now_us, wished_within),
                                                  .major = is_major(book, db_text(&head, 0, 3)), .wished = true}));
    TRY(db_one(db, a, &list[LATEST], DB_ARGS(DB_INT(complaint_id)), &latest));
    return db_int(&latest, 0, 0) == CALLBACK_WAITING ? ERR_NONE : tell_handler(db, a, w, complaint_id, &head);
}
