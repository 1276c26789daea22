#include "keep_store.h"

#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "once_store.h"
#include "rulebook_store.h"

#define RANGE 2000
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define IN_SCOPE                                                                                                                                          \
    "(SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.part = 0 AND s.holder IN (" EIGHT ") LIMIT 1) = 1 AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?)"
#define SCOPE_TYPES "IIIIIIIIi"
#define SCOPE_ARGS(u)                                                                                                                                     \
    DB_INT((u)->holders[0]), DB_INT((u)->holders[1]), DB_INT((u)->holders[2]), DB_INT((u)->holders[3]), DB_INT((u)->holders[4]), DB_INT((u)->holders[5]), \
        DB_INT((u)->holders[6]), DB_INT((u)->holders[7]), DB_INT((u)->id)
#define ROW                                                                                                                                             \
    "SELECT c.id, r.closed_us, r.until_us, r.listed_us, r.erase_us, r.erased_us, r.years, r.held, r.waits, c.number, c.title, g.name_zh, g.name_en, u.name_zh, u.name_en FROM retention r " \
    "JOIN complaint c ON c.id = r.complaint_id JOIN category g ON g.id = c.category_id JOIN unit u ON u.id = c.unit_id "
#define ROW_TYPES "iiiIiIiiitttttt"

enum { LISTED, ERASED, MONTHS, HOLDS, LIFTED };
#define HOLD                                                                                                                                             \
    "SELECT h.id, c.id, h.set_us, h.lifted_us, c.number, c.title, h.reason, p.name, l.name, h.lifted_why FROM legal_hold h JOIN complaint c ON c.id = h.complaint_id JOIN app_user p ON p.id = h.set_by " \
    "LEFT JOIN app_user l ON l.id = h.lifted_by "
static const struct db_stmt list[] = {
    [LISTED] = {ROW "WHERE r.erased_us IS NULL AND r.listed_us IS NOT NULL AND (r.erase_us > ? OR (r.erase_us = ? AND r.complaint_id > ?)) AND " IN_SCOPE " ORDER BY r.erase_us, r.complaint_id LIMIT ?",
                "iii" SCOPE_TYPES "i", ROW_TYPES},
    [ERASED] = {ROW "WHERE r.erased_us IS NOT NULL AND " IN_SCOPE " ORDER BY r.erased_us DESC LIMIT ?", SCOPE_TYPES "i", ROW_TYPES},
    [MONTHS] = {"SELECT CAST(DATE_FORMAT(FROM_UNIXTIME(r.until_us DIV 1000000), '%Y%m') AS SIGNED) AS month, COUNT(*), g.name_zh, g.name_en FROM retention r JOIN complaint c ON c.id = r.complaint_id "
                "JOIN category g ON g.id = c.category_id WHERE r.erased_us IS NULL AND r.until_us < ? AND " IN_SCOPE " GROUP BY month, g.id ORDER BY month, COUNT(*) DESC LIMIT 200",
                "i" SCOPE_TYPES, "iitt"},
    [HOLDS] = {HOLD "WHERE h.lifted_us IS NULL AND " IN_SCOPE " ORDER BY h.id DESC LIMIT ?", SCOPE_TYPES "i", "iiiItttt" "TT"},
    [LIFTED] = {HOLD "WHERE h.lifted_us IS NOT NULL AND " IN_SCOPE " ORDER BY h.id DESC LIMIT ?", SCOPE_TYPES "i", "iiiItttt" "TT"},
};
const struct db_stmts keep_stmts = {"keep", list, COUNT_OF(list), DB_STAFF};

enum { OPEN, SET, OF, LIFT, KEEP_HELD, NUMBER };
static const struct db_stmt act_list[] = {
    [OPEN] = {"SELECT id FROM legal_hold WHERE complaint_id = ? AND lifted_us IS NULL LIMIT 1", "i", "i"},
    [SET] = {"INSERT INTO legal_hold (complaint_id, reason, set_by, set_us) VALUES (?, ?, ?, ?)", "itii", ""},
    [OF] = {"SELECT lifted_us FROM legal_hold WHERE id = ? AND complaint_id = ?", "ii", "I"},
    [LIFT] = {"UPDATE legal_hold SET lifted_by = ?, lifted_us = ?, lifted_why = ? WHERE id = ? AND lifted_us IS NULL", "iiti", ""},
    [KEEP_HELD] = {"UPDATE retention SET held = ? WHERE complaint_id = ?", "ii", ""},
    [NUMBER] = {"SELECT c.number FROM legal_hold h JOIN complaint c ON c.id = h.complaint_id WHERE h.id = ?", "i", "t"},
};
const struct db_stmts keep_act_stmts = {"keep_act", act_list, COUNT_OF(act_list), DB_STAFF};

enum { MOST, ENDED, PUT, LIST_DUE, DUE, LAST };
static const struct db_stmt jobs_list[] = {
    /* Numbers of complaints have gaps of any size. */
    [MOST] = {"SELECT IFNULL(MAX(k.id), 0), COUNT(*) FROM (SELECT id FROM complaint WHERE id > ? ORDER BY id LIMIT ?) k", "ii", "ii"},
    [ENDED] = {"SELECT c.id, c.category_id, c.unit_id, c.department_id, c.grade, c.channel, c.source, c.complainant_kind, c.mode, CAST(c.loss AS CHAR), c.head_count, c.validity, c.finding, "
               "c.closed_us, c.received_us, c.state FROM complaint c LEFT JOIN retention r ON r.complaint_id = c.id WHERE c.id > ? AND c.id <= ? AND c.is_open = 0 AND c.closed_us IS NOT NULL AND "
               "c.erased_us IS NULL AND (r.complaint_id IS NULL OR r.closed_us <> c.closed_us OR r.book_id <> ?) ORDER BY c.id",
               "iii", "iiiI" "tttti" "Titi" "iii"},
    [PUT] = {"INSERT INTO retention (complaint_id, closed_us, book_id, years, until_us, held) SELECT ?, ?, ?, ?, ?, EXISTS (SELECT 1 FROM legal_hold h WHERE h.complaint_id = ? AND h.lifted_us IS NULL) "
             "ON DUPLICATE KEY UPDATE listed_us = IF(until_us = VALUES(until_us), listed_us, NULL), erase_us = IF(until_us = VALUES(until_us), erase_us, 253402300799000000), waits = 0, "
             "closed_us = VALUES(closed_us), book_id = VALUES(book_id), years = VALUES(years), until_us = VALUES(until_us), held = VALUES(held)",
             "iiiiii", ""},
    [LIST_DUE] = {"UPDATE retention SET listed_us = ?, erase_us = GREATEST(until_us, ?) WHERE erased_us IS NULL AND listed_us IS NULL AND until_us <= ? LIMIT ?", "iiii", ""},
    [DUE] = {"SELECT complaint_id FROM retention WHERE held = 0 AND erase_us <= ? ORDER BY erase_us LIMIT ?", "ii", "i"},
    [LAST] = {"SELECT IFNULL(MAX(erased_us), 0) FROM retention", "", "i"},
};
const struct db_stmts keep_jobs_stmts = {"keep_jobs", jobs_list, COUNT_OF(jobs_list), DB_JOBS};

static const struct db_stmt count_list[] = {
    {"SELECT (SELECT COUNT(*) FROM retention WHERE erased_us IS NULL AND listed_us IS NOT NULL AND held = 0), (SELECT COUNT(*) FROM retention WHERE erased_us IS NOT NULL), "
     "(SELECT COUNT(DISTINCT complaint_id) FROM legal_hold WHERE lifted_us IS NULL)",
     "", "iii"},
};
const struct db_stmts keep_count_stmts = {"keep_count", count_list, COUNT_OF(count_list), DB_JOBS | DB_STAFF};

/* ---- what jobs do ---- */

static struct complaint read_ended(const struct db_rows *r, size_t i)
{
    return (struct complaint){
        .id = db_int(r, i, 0), .category_id = db_int(r, i, 1), .unit_id = db_int(r, i, 2), .department_id = db_int(r, i, 3), .grade = db_text(r, i, 4), .channel = db_text(r, i, 5),
        .source = db_text(r, i, 6), .complainant_kind = db_text(r, i, 7), .mode = (enum complaint_mode)db_int(r, i, 8), .loss = db_text(r, i, 9), .head_count = (int)db_int(r, i, 10),
        .validity = db_text(r, i, 11), .finding = (enum complaint_finding)db_int(r, i, 12), .closed_us = db_int(r, i, 13), .received_us = db_int(r, i, 14),
        .state = (enum complaint_state)db_int(r, i, 15), .path = "",
    };
}

static enum err plan_one(struct db *db, struct arena *a, const struct utc_zone *zone, const struct rulebook *b, int64_t book_id, const struct complaint *c, int64_t now_us)
{
    struct complaint_class class;
    TRY(complaint_class_load(db, a, c->id, &class));
    struct rb_facts facts = complaint_facts(a, c, &class, now_us);
    int years = rulebook_kept_years(b, &facts, keeping_finding(c->finding));
    return db_run(db, &jobs_list[PUT],
                  DB_ARGS(DB_INT(c->id), DB_INT(c->closed_us), DB_INT(book_id), DB_INT(years), DB_INT(keeping_until(c->closed_us, years, zone)), DB_INT(c->id)), NULL);
}

enum err keep_plan(struct db *db, struct arena *a, const struct utc_zone *zone, int64_t now_us, int64_t *cursor, bool *ret_over)
{
    const struct rulebook *book;
    struct db_rows most, rows;
    int64_t book_id;
    *ret_over = true;
    enum err e = rulebook_in_force(db, a, &book, &book_id);
    if (e == ERR_CONFIG)
        return ERR_NONE;
    TRY(e);
    TRY(db_one(db, a, &jobs_list[MOST], DB_ARGS(DB_INT(*cursor), DB_INT(RANGE)), &most));
    TRY(db_query(db, a, &jobs_list[ENDED], DB_ARGS(DB_INT(*cursor), DB_INT(db_int(&most, 0, 0)), DB_INT(book_id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct complaint c = read_ended(&rows, i);
        TRY(complaint_name(db, a, &c, 1));
        TRY(plan_one(db, a, zone, book, book_id, &c, now_us));
    }
    *ret_over = db_int(&most, 0, 1) < RANGE;
    *cursor = *ret_over ? 0 : db_int(&most, 0, 0);
    return ERR_NONE;
}

enum err keep_list_due(struct db *db, int64_t now_us, int64_t preview_us, size_t limit, int64_t *ret_n)
{
    struct db_done done;
    TRY(db_run(db, &jobs_list[LIST_DUE], DB_ARGS(DB_INT(now_us), DB_INT(now_us + preview_us), DB_INT(now_us + preview_us), DB_INT(limit)), &done));
    *ret_n = done.rows;
    return ERR_NONE;
}

enum err keep_due(struct db *db, struct arena *a, int64_t now_us, size_t limit, int64_t **ret_ids, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &jobs_list[DUE], DB_ARGS(DB_INT(now_us), DB_INT(limit)), &rows));
    *ret_ids = ARENA_ARRAY(a, rows.n + 1, int64_t);
    for (size_t i = 0; i < rows.n; i++)
        (*ret_ids)[i] = db_int(&rows, i, 0);
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err keep_last_erased(struct db *db, struct arena *a, int64_t *ret_us)
{
    struct db_rows row;
    TRY(db_one(db, a, &jobs_list[LAST], DB_NO_ARGS, &row));
    *ret_us = db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err keep_figures(struct db *db, struct arena *a, struct keeping_figures *ret_figures)
{
    struct db_rows row;
    TRY(db_one(db, a, &count_list[0], DB_NO_ARGS, &row));
    *ret_figures = (struct keeping_figures){db_int(&row, 0, 0), db_int(&row, 0, 1), db_int(&row, 0, 2)};
    return ERR_NONE;
}

/* ---- lists ---- */

enum err keep_list(struct db *db, struct arena *a, const struct access_user *user, bool erased, int64_t after_us, int64_t after_id, size_t limit, struct keeping_row **ret_list, size_t *ret_n)
{
    struct db_rows r;
    if (erased)
        TRY(db_query(db, a, &list[ERASED], DB_ARGS(SCOPE_ARGS(user), DB_INT(limit)), &r));
    else
        TRY(db_query(db, a, &list[LISTED], DB_ARGS(DB_INT(after_us), DB_INT(after_us), DB_INT(after_id), SCOPE_ARGS(user), DB_INT(limit)), &r));
    struct keeping_row *rows = ARENA_ARRAY(a, r.n + 1, struct keeping_row);
    for (size_t i = 0; i < r.n; i++) {
        rows[i] = (struct keeping_row){
            .complaint_id = db_int(&r, i, 0), .closed_us = db_int(&r, i, 1), .until_us = db_int(&r, i, 2), .listed_us = db_int(&r, i, 3), .erase_us = db_int(&r, i, 4), .erased_us = db_int(&r, i, 5),
            .years = (int)db_int(&r, i, 6), .held = db_int(&r, i, 7) != 0, .waits = (enum keeping_wait)db_int(&r, i, 8), .number = db_text(&r, i, 9), .title = db_text(&r, i, 10),
            .category_zh = db_text(&r, i, 11), .category_en = db_text(&r, i, 12), .unit_zh = db_text(&r, i, 13), .unit_en = db_text(&r, i, 14),
        };
    }
    *ret_list = rows;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err keep_months(struct db *db, struct arena *a, const struct access_user *user, int64_t to_us, struct keeping_count **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[MONTHS], DB_ARGS(DB_INT(to_us), SCOPE_ARGS(user)), &r));
    *ret_list = ARENA_ARRAY(a, r.n + 1, struct keeping_count);
    for (size_t i = 0; i < r.n; i++)
        (*ret_list)[i] = (struct keeping_count){(int)db_int(&r, i, 0), db_int(&r, i, 1), db_text(&r, i, 2), db_text(&r, i, 3)};
    *ret_n = r.n;
    return ERR_NONE;
}

enum err keep_holds(struct db *db, struct arena *a, const struct access_user *user, bool lifted, size_t limit, struct keeping_hold **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[lifted ? LIFTED : HOLDS], DB_ARGS(SCOPE_ARGS(user), DB_INT(limit)), &r));
    *ret_list = ARENA_ARRAY(a, r.n + 1, struct keeping_hold);
    for (size_t i = 0; i < r.n; i++)
        (*ret_list)[i] = (struct keeping_hold){db_int(&r, i, 0), db_int(&r, i, 1), db_int(&r, i, 2), db_int(&r, i, 3), db_text(&r, i, 4), db_text(&r, i, 5), db_text(&r, i, 6), db_text(&r, i, 7), db_text(&r, i, 8), db_text(&r, i, 9)};
    *ret_n = r.n;
    return ERR_NONE;
}

/* ---- holds ---- */

struct holding {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct keep_command *command;
    const char *location;
};

static enum err load(struct db *db, struct holding *h, const char *number, struct complaint *ret_c)
{
    permission_set rights;
    TRY(complaint_lock(db, h->arena, number));
    TRY(complaint_load(db, h->arena, h->writer->user, number, ret_c, &rights));
    if (ret_c->part)
        return ERR_NOT_FOUND;
    return rights & PERMISSION_BIT(MAY_KEEP_RECORDS) ? ERR_NONE : ERR_FORBIDDEN;
}

static enum err record(struct db *db, struct holding *h, struct complaint *c, const char *kind, bool held)
{
    TRY(db_run(db, &act_list[KEEP_HELD], DB_ARGS(DB_INT(held), DB_INT(c->id)), NULL));
    TRY(complaint_append(db, h->arena, h->writer, c, kind, timeline_data(h->arena, "reason", h->command->reason, NULL)));
    return complaint_save(db, h->arena, c);
}

static enum err claim(struct db *db, struct holding *h, bool *ret_done)
{
    enum err e = once_claim(db, h->arena, h->command->once_hash, h->command->once_location, h->writer->now_us, &h->location);
    *ret_done = e == ERR_EXISTS;
    return e == ERR_EXISTS ? ERR_NONE : e;
}

static enum err hold_tx(struct db *db, void *ctx)
{
    struct holding *h = ctx;
    struct complaint c;
    struct db_rows open;
    bool done;
    TRY(claim(db, h, &done));
    if (done)
        return ERR_NONE;
    TRY(load(db, h, h->command->number, &c));
    TRY(db_query(db, h->arena, &act_list[OPEN], DB_ARGS(DB_INT(c.id)), &open));
    if (open.n > 0)
        return ERR_EXISTS;
    TRY(db_run(db, &act_list[SET], DB_ARGS(DB_INT(c.id), DB_TEXT(h->command->reason), DB_INT(h->writer->user->id), DB_INT(h->writer->now_us)), NULL));
    return record(db, h, &c, "hold_set", true);
}

static enum err lift_tx(struct db *db, void *ctx)
{
    struct holding *h = ctx;
    struct complaint c;
    struct db_rows number, hold;
    bool done;
    TRY(claim(db, h, &done));
    if (done)
        return ERR_NONE;
    TRY(db_one(db, h->arena, &act_list[NUMBER], DB_ARGS(DB_INT(h->command->hold_id)), &number));
    TRY(load(db, h, db_text(&number, 0, 0), &c));
    TRY(db_one(db, h->arena, &act_list[OF], DB_ARGS(DB_INT(h->command->hold_id), DB_INT(c.id)), &hold));
    if (!db_is_null(&hold, 0, 0))
        return ERR_STATE;
    TRY(db_run(db, &act_list[LIFT], DB_ARGS(DB_INT(h->writer->user->id), DB_INT(h->writer->now_us), DB_TEXT(h->command->reason), DB_INT(h->command->hold_id)), NULL));
    return record(db, h, &c, "hold_lifted", false);
}

enum err keep_hold(struct db *db, struct arena *a, const struct complaint_writer *w, const struct keep_command *command, const char **ret_location)
{
    struct holding h = {a, w, command, command->once_location};
    TRY(db_tx(db, hold_tx, &h));
    *ret_location = h.location;
    return ERR_NONE;
}

enum err keep_lift(struct db *db, struct arena *a, const struct complaint_writer *w, const struct keep_command *command, const char **ret_location)
{
    struct holding h = {a, w, command, command->once_location};
    TRY(db_tx(db, lift_tx, &h));
    *ret_location = h.location;
    return ERR_NONE;
}
