#include <string.h>

#include "approval_acting_store.h"
#include "clock.h"
#include "committee_acting_store.h"
#include "complaint_agenda_store.h"
#include "log.h"
#include "notice_store.h"
#include "rulebook_store.h"
#include "utc.h"

/*
 * What the committee's rules do by themselves, by jobs: the joint meeting when its period ends, its figures, reminders of what follows from decisions, findings that are to be looked at again. Any number of hosts
 * may do it at once: each thing is marked as done by the statement that finds it undone.
 */

enum { WITHOUT, PUT, HOLDERS, TO_MAKE, OF_CATEGORY, OF_GRADE, OF_UNIT, FALSELY, REOPENED, DISPUTED, OVERDUE, WHY_BAD, MADE, LATE, REMINDED, FIND_AGAIN, ASKED, HEAD };
/* Complaints of the unit and those below that were received in the period; in time: closed, and no clock of its handling (kind 6) is late. */
#define RECEIVED                                                                                                                               \
    " FROM unit_tree t STRAIGHT_JOIN complaint c ON c.unit_id = t.unit_id AND c.received_us >= ? AND c.received_us < ? AND c.path IN ('', 'spot') WHERE t.ancestor_id = ? "
#define BAD_MAX 50
#define BAD_MOST " LIMIT 50"
#define COUNTS "COUNT(*), IFNULL(SUM(c.is_open = 0), 0), IFNULL(SUM(c.is_open = 0 AND NOT EXISTS (SELECT 1 FROM clock k WHERE k.complaint_id = c.id AND k.kind = 6 AND k.late = 1)), 0)"
static const struct db_stmt list[] = {
    [WITHOUT] = {"SELECT DISTINCT d.unit_id FROM department d WHERE d.function = 'committee' AND d.active = 1 AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.unit_id = d.unit_id AND m.to_us = ?) LIMIT ?", "ii", "i"},
    [PUT] = {"INSERT IGNORE INTO meeting (unit_id, kind, state, title, place, at_us, minutes, called_by, from_us, to_us) VALUES (?, 2, 1, '', '', ?, '', NULL, ?, ?)", "iiii", ""},
    [HOLDERS] = {"SELECT p.id, MIN(IF(g.department_id IS NULL, 1, 0)) AS rank FROM role_permission m JOIN role_grant g ON g.role_id = m.role_id JOIN app_user p ON p.id = g.user_id AND p.active = 1 WHERE "
                 "m.permission = 'hold_meeting' AND (g.unit_id = ? OR g.department_id IN (SELECT q.id FROM department q WHERE q.unit_id = ? AND q.function = 'committee')) GROUP BY p.id ORDER BY rank, p.id LIMIT 20",
                 "ii", "ii"},
    [TO_MAKE] = {"SELECT id, unit_id, from_us, to_us, version FROM meeting FORCE INDEX (meeting_to_make) WHERE to_make = 1 AND state IN (1, 2) ORDER BY id LIMIT 1", "", "iiiii"},
    [OF_CATEGORY] = {"SELECT c.category_id, " COUNTS RECEIVED "GROUP BY c.category_id ORDER BY COUNT(*) DESC LIMIT 100", "iii", "iiii"},
    [OF_GRADE] = {"SELECT c.grade, " COUNTS RECEIVED "GROUP BY c.grade ORDER BY COUNT(*) DESC LIMIT 20", "iii", "tiii"},
    [OF_UNIT] = {"SELECT c.unit_id, " COUNTS RECEIVED "GROUP BY c.unit_id ORDER BY COUNT(*) DESC LIMIT 100", "iii", "iiii"},
    /* Each looked for by itself, so that enough of one kind end the search; a limit within keeps the server from reading all events there are. */
    [FALSELY] = {"SELECT c.id" RECEIVED "AND c.false_closing = 1" BAD_MOST, "iii", "i"},
    [REOPENED] = {"SELECT c.id" RECEIVED "AND (SELECT 1 FROM event e WHERE e.complaint_id = c.id AND e.kind = 'reopened' LIMIT 1) = 1" BAD_MOST, "iii", "i"},
    [DISPUTED] = {"SELECT c.id" RECEIVED "AND (SELECT 1 FROM slip s WHERE s.complaint_id = c.id AND s.returns > 0 LIMIT 1) = 1" BAD_MOST, "iii", "i"},
    [OVERDUE] = {"SELECT c.id" RECEIVED "AND (SELECT 1 FROM clock k WHERE k.complaint_id = c.id AND k.kind = 6 AND k.late = 1 LIMIT 1) = 1" BAD_MOST, "iii", "i"},
    [WHY_BAD] = {"SELECT x.id, x.reopened, x.falsely, x.disputed, x.late FROM (SELECT c.id, EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id AND e.kind = 'reopened') AS reopened, c.false_closing AS falsely, "
                 "EXISTS (SELECT 1 FROM slip s WHERE s.complaint_id = c.id AND s.returns > 0) AS disputed, EXISTS (SELECT 1 FROM clock k WHERE k.complaint_id = c.id AND k.kind = 6 AND k.late = 1) AS late "
                 "FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j STRAIGHT_JOIN complaint c ON c.id = j.id) x "
                 "ORDER BY x.falsely DESC, x.reopened DESC, x.disputed DESC, x.late DESC, x.id" BAD_MOST,
                 "t", "iiiii"},
    [MADE] = {"UPDATE meeting SET pack = ?, version = version + 1 WHERE id = ? AND version = ?", "tii", ""},
    [LATE] = {"SELECT i.id, c.number FROM agenda_item i FORCE INDEX (agenda_late) STRAIGHT_JOIN complaint c ON c.id = i.complaint_id WHERE i.follow_done_us IS NULL AND i.follow_reminded_us IS NULL AND "
              "i.follow_due_us > 0 AND i.follow_due_us <= ? AND i.state = 3 ORDER BY i.follow_due_us LIMIT ?",
              "ii", "it"},
    [REMINDED] = {"UPDATE agenda_item SET follow_reminded_us = ? WHERE id = ? AND follow_reminded_us IS NULL AND follow_done_us IS NULL AND state = 3", "ii", ""},
    [FIND_AGAIN] = {"SELECT v.id, c.number FROM vexatious v FORCE INDEX (vexatious_review) STRAIGHT_JOIN complaint c ON c.id = v.complaint_id WHERE v.lifted_us IS NULL AND v.asked_us IS NULL AND v.until_us <= ? "
                    "ORDER BY v.until_us LIMIT ?",
                    "ii", "it"},
    [ASKED] = {"UPDATE vexatious SET asked_us = ? WHERE id = ? AND asked_us IS NULL AND lifted_us IS NULL", "ii", ""},
    [HEAD] = {"SELECT c.id, c.unit_id, c.department_id, c.events, c.chain_hash, IFNULL(i.follow_by, 0), IFNULL(i.decided_by, 0), IFNULL(i.follow_due_us, 0), p.name FROM complaint c LEFT JOIN agenda_item i ON i.id = ? "
              "LEFT JOIN app_user p ON p.id = i.follow_by WHERE c.number = ?",
              "it", "iiIibiiiT"},
};
const struct db_stmts committee_sweep_stmts = {"committee_sweep", list, COUNT_OF(list), DB_JOBS};

struct sweeping {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
    int64_t id, from_us, to_us;
    bool done;
};

static const char *number_of(struct arena *a, int64_t value)
{
    return value ? arena_printf(a, "%lld", (long long)value) : NULL;
}

/* ---- joint meetings ---- */

static enum err put_joint(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    struct db_rows rows;
    struct db_done done;
    const char *data;
    s->done = false;
    TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(s->id), DB_INT(CLOCK_NEVER), DB_INT(s->from_us), DB_INT(s->to_us)), &done));
    if (done.rows != 1)
        return ERR_NONE;
    data = timeline_data(s->arena, "meeting", number_of(s->arena, done.id), NULL);
    TRY(db_query(db, s->arena, &list[HOLDERS], DB_ARGS(DB_INT(s->id), DB_INT(s->id)), &rows));
    for (size_t i = 0; i < rows.n && db_int(&rows, i, 1) == db_int(&rows, 0, 1); i++) {
        const struct notice notice = {.user_id = db_int(&rows, i, 0), .at_us = s->writer->now_us, .kind = "committee_joint", .data = data};
        TRY(notice_put(db, &notice));
    }
    s->done = true;
    return ERR_NONE;
}

enum err committee_joint(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct sweeping s = {.arena = a, .writer = w};
    const struct rulebook *book;
    struct db_rows units;
    int64_t version;
    *ret_n = 0;
    TRY(rulebook_in_force(db, a, &book, &version));
    if (!committee_period(book->committee.joint_months, w->now_us, w->zone, &s.from_us, &s.to_us))
        return ERR_NONE;
    TRY(db_query(db, a, &list[WITHOUT], DB_ARGS(DB_INT(s.to_us), DB_INT(limit)), &units));
    for (size_t i = 0; i < units.n; i++) {
        s.id = db_int(&units, i, 0);
        TRY(db_tx(db, put_joint, &s));
        *ret_n += s.done;
    }
    return ERR_NONE;
}

/* ---- their figures ---- */

static void add_rows(struct buf *json, const struct db_rows *rows, const char *kind, bool numbered, int total[3])
{
    for (size_t i = 0; i < rows->n; i++) {
        buf_printf(json, "%s{\"k\":\"%s\",\"c\":\"", json->p[json->n - 1] == '[' ? "" : ",", kind);
        if (numbered)
            buf_printf(json, "%lld", (long long)db_int(rows, i, 0));
        else
            buf_adds(json, db_text(rows, i, 0));
        buf_printf(json, "\",\"n\":%d,\"d\":%d,\"e\":%d}", (int)db_int(rows, i, 1), (int)db_int(rows, i, 2), (int)db_int(rows, i, 3));
        for (size_t k = 0; total && k < 3; k++)
            total[k] += (int)db_int(rows, i, 1 + k);
    }
}

/*
 * Closed falsely, opened again, disputed between departments, or handled late: kinds that weigh less are looked for until there are BAD_MAX. Which of
 * one kind, when it has more than that, is left open.
 */
static enum err find_bad(struct db *db, struct arena *a, const struct db_value *from, const struct db_value *to, const struct db_value *unit, struct db_rows *ret_rows)
{
    int64_t ids[4 * BAD_MAX];
    size_t n = 0;
    for (int kind = FALSELY; kind <= OVERDUE && n < BAD_MAX; kind++) {
        struct db_rows found;
        TRY(db_query(db, a, &list[kind], DB_ARGS(*from, *to, *unit), &found));
        for (size_t i = 0; i < found.n; i++) {
            size_t at = 0;
            while (at < n && ids[at] != db_int(&found, i, 0))
                at++;
            ids[at] = db_int(&found, i, 0);
            n += at == n;
        }
    }
    return db_query(db, a, &list[WHY_BAD], DB_ARGS(DB_TEXT(db_ids(a, ids, n))), ret_rows);
}

static enum err make(struct db *db, struct arena *a, size_t *n)
{
    struct db_rows m, rows;
    struct db_done done;
    struct buf json = {.arena = a};
    int total[3] = {0};
    TRY(db_query(db, a, &list[TO_MAKE], DB_NO_ARGS, &m));
    if (m.n == 0)
        return ERR_NONE;
    const struct db_value from = DB_INT(db_int(&m, 0, 2)), to = DB_INT(db_int(&m, 0, 3)), unit = DB_INT(db_int(&m, 0, 1));
    buf_adds(&json, "{\"r\":[");
    TRY(db_query(db, a, &list[OF_GRADE], DB_ARGS(from, to, unit), &rows));
    add_rows(&json, &rows, "grade", false, total);
    TRY(db_query(db, a, &list[OF_CATEGORY], DB_ARGS(from, to, unit), &rows));
    add_rows(&json, &rows, "category", true, NULL);
    TRY(db_query(db, a, &list[OF_UNIT], DB_ARGS(from, to, unit), &rows));
    add_rows(&json, &rows, "unit", true, NULL);
    buf_printf(&json, "%s{\"k\":\"all\",\"c\":\"\",\"n\":%d,\"d\":%d,\"e\":%d}],\"w\":[", json.p[json.n - 1] == '[' ? "" : ",", total[0], total[1], total[2]);
    TRY(find_bad(db, a, &from, &to, &unit, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(&json, "%s{\"i\":%lld,\"r\":%d,\"f\":%d,\"s\":%d,\"l\":%d}", i ? "," : "", (long long)db_int(&rows, i, 0), (int)db_int(&rows, i, 1), (int)db_int(&rows, i, 2), (int)db_int(&rows, i, 3),
                   (int)db_int(&rows, i, 4));
    buf_adds(&json, "]}");
    TRY(db_run(db, &list[MADE], DB_ARGS(DB_TEXT(json.p), DB_INT(db_int(&m, 0, 0)), DB_INT(db_int(&m, 0, 4))), &done));
    *n += done.rows == 1;
    return ERR_NONE;
}

/* ---- reminders, findings to be looked at again ---- */

static enum err load_head(struct db *db, struct sweeping *s, int64_t item_id, struct complaint *c, struct db_rows *row)
{
    TRY(db_one(db, s->arena, &list[HEAD], DB_ARGS(DB_INT(item_id), DB_TEXT(s->number)), row));
    *c = (struct complaint){.id = db_int(row, 0, 0), .number = s->number, .unit_id = db_int(row, 0, 1), .department_id = db_int(row, 0, 2), .events = (int)db_int(row, 0, 3)};
    struct str hash = db_bytes(row, 0, 4);
    if (hash.n == sizeof c->chain_hash)
        memcpy(c->chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

static enum err remind(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    struct arena *a = s->arena;
    struct complaint c;
    struct db_done done;
    struct db_rows row;
    s->done = false;
    TRY(complaint_lock(db, a, s->number));
    TRY(db_run(db, &list[REMINDED], DB_ARGS(DB_INT(s->writer->now_us), DB_INT(s->id)), &done));
    if (done.rows != 1)
        return ERR_NONE;
    TRY(load_head(db, s, s->id, &c, &row));
    const char *data = timeline_data(a, "item", number_of(a, s->id), "follow", db_text(&row, 0, 8), "due", number_of(a, db_int(&row, 0, 7)), NULL);
    const int64_t told[] = {db_int(&row, 0, 5), db_int(&row, 0, 6)};
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        const struct notice notice = {.user_id = told[i], .complaint_id = c.id, .at_us = s->writer->now_us, .kind = "committee_late", .data = data};
        if (told[i] && (i == 0 || told[i] != told[0]))
            TRY(notice_put(db, &notice));
    }
    TRY(complaint_append(db, a, s->writer, &c, "committee_late", data));
    s->done = true;
    return approval_move_on(db, &c);
}

static enum err ask_again(struct db *db, void *ctx)
{
    struct sweeping *s = ctx;
    struct complaint c;
    struct db_done done;
    struct db_rows row;
    s->done = false;
    TRY(complaint_lock(db, s->arena, s->number));
    TRY(db_run(db, &list[ASKED], DB_ARGS(DB_INT(s->writer->now_us), DB_INT(s->id)), &done));
    if (done.rows != 1)
        return ERR_NONE;
    TRY(load_head(db, s, 0, &c, &row));
    TRY(complaint_agenda_by_itself(db, s->arena, s->writer, &c, "vexatious"));
    s->done = true;
    return approval_move_on(db, &c);
}

static enum err each(struct db *db, struct arena *a, const struct complaint_writer *w, const struct db_rows *rows, enum err (*body)(struct db *, void *), size_t *n)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct sweeping s = {.arena = a, .writer = w, .id = db_int(rows, i, 0), .number = db_text(rows, i, 1)};
        enum err e = db_tx(db, body, &s);
        if (e == ERR_DB_AWAY || e == ERR_CONFIG)
            return e;
        if (e == ERR_NONE)
            *n += s.done;
        else if (e != ERR_STALE) /* the others must not wait for one that fails */
            LOG(LOG_ERROR, "the committee's list could not be swept", LOG_NUM("row", s.id), LOG_TEXT("complaint", s.number), LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}

enum err committee_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n)
{
    struct db_rows rows;
    *ret_n = 0;
    TRY(make(db, a, ret_n));
    TRY(db_query(db, a, &list[LATE], DB_ARGS(DB_INT(w->now_us), DB_INT(limit)), &rows));
    TRY(each(db, a, w, &rows, remind, ret_n));
    TRY(db_query(db, a, &list[FIND_AGAIN], DB_ARGS(DB_INT(w->now_us), DB_INT(limit)), &rows));
    return each(db, a, w, &rows, ask_again, ret_n);
}
