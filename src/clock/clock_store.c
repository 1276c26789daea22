#include "clock_store.h"

#include "basis_store.h"
#include "calendar_store.h"
#include "rulebook_store.h"

#define COLUMNS                                                                                                                              \
    "k.id, k.complaint_id, k.kind, k.track, k.round, k.rule, k.book_id, k.state, k.limit_unit, k.limit_value, k.limit_of, k.started_us, "    \
    "k.first_due_us, k.due_us, k.met_us, k.paused_us, k.pause, k.next_us, k.stage, k.extensions, k.promised, k.late"
#define COLUMN_TYPES "iiiti" "tiiiit" "iiiII" "tiiiii"
/* Those that run, then the newest others; of progress clocks, which come round for ever, the newest. */
#define OF_COMPLAINT(table) OF_COMPLAINT_WITH(table, "")
#define OF_COMPLAINT_WITH(table, more) "SELECT " COLUMNS more " FROM " table " k WHERE k.complaint_id = ? ORDER BY k.state <= 2 DESC, k.kind = 5, k.id DESC LIMIT 40"

enum { LINES };
static const struct db_stmt world_list[] = {
    [LINES] = {"SELECT t.unit_id, u.code FROM unit_tree t JOIN unit u ON u.id = t.ancestor_id ORDER BY t.unit_id, t.distance LIMIT 1000000", "", "it"},
};
const struct db_stmts clock_world_stmts = {"clock_world", world_list, COUNT_OF(world_list), DB_ALL};

enum { INSERT, NOTE, PAUSE_OVER };
static const struct db_stmt write_list[] = {
    [INSERT] = {CLOCK_INSERT, CLOCK_INSERT_TYPES, ""},
    [NOTE] = {"INSERT INTO clock_history (clock_id, kind, at_us, to_us, due_before_us, due_after_us, limit_unit, limit_value, rule, reason, actor_id) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              "iiiIiiiittI", ""},
    [PAUSE_OVER] = {"UPDATE clock_history SET to_us = ?, due_after_us = ? WHERE clock_id = ? AND to_us IS NULL", "iii", ""},
};
const struct db_stmts clock_write_stmts = {"clock_write", write_list, COUNT_OF(write_list), DB_ALL};

/*
 * Clocks, their history and the requests for more time come as the parts of one UNION ALL: the columns of a clock, in which the others put what they have, four more texts, and which part it is.
 */
enum part { CLOCK, HISTORY, REQUEST };
enum { PART = 25 };
#define PARTS_TYPES "iiitItiiiitiiiIItiiiii" "TTTi"
#define CLOCKS_PART "(" OF_COMPLAINT_WITH("clock", ", '', '', '', 0") ")"
#define HISTORY_COLUMNS                                                                                                                   \
    "h.clock_id, h.kind, 0, h.reason, h.limit_unit, h.rule, 0, 0, h.limit_value, 0, '', h.at_us, h.due_before_us, h.due_after_us, h.to_us, h.actor_id, '', 0, 0, 0, 0, 0, a.name, NULL, NULL, 1"
#define HISTORY_PART                                                                                                                      \
    " UNION ALL (SELECT " HISTORY_COLUMNS " FROM clock k STRAIGHT_JOIN clock_history h ON h.clock_id = k.id LEFT JOIN app_user a ON a.id = h.actor_id WHERE k.complaint_id = ? ORDER BY h.id LIMIT 400)"
#define REQUESTS_PART                                                                                                                     \
    " UNION ALL (SELECT r.id, r.clock_id, r.state, r.role, 0, k.rule, r.asker_id, r.complaint_id, 0, 0, r.reason, r.asked_us, r.due_us, 0, r.decided_us, r.decider_id, r.notice, 0, 0, 0, 0, 0, " \
    "a.name, d.name, r.answer, 2 FROM clock_request r JOIN clock k ON k.id = r.clock_id JOIN app_user a ON a.id = r.asker_id LEFT JOIN app_user d ON d.id = r.decider_id " \
    "WHERE r.complaint_id = ? ORDER BY r.id DESC LIMIT 50)"

#define IDS "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j"
#define RUNNING_PART(range)                                                                                                              \
    "(SELECT " range ", k.id, k.complaint_id, c.number FROM clock k JOIN complaint c ON c.id = k.complaint_id WHERE k.rule = ? AND k.state = ? AND k.id > ? ORDER BY k.id LIMIT ?)"
#define AND_THEN " UNION ALL "

enum { LOAD, LOAD_HISTORY, SAVE, RUNNING, RANGES, MANY, RULES };
static const struct db_stmt list[] = {
    [LOAD] = {OF_COMPLAINT("clock"), "i", COLUMN_TYPES},
    [LOAD_HISTORY] = {CLOCKS_PART HISTORY_PART, "ii", PARTS_TYPES},
    [SAVE] = {"UPDATE clock SET rule = ?, book_id = ?, state = ?, limit_unit = ?, limit_value = ?, limit_of = ?, first_due_us = ?, due_us = ?, met_us = ?, "
              "paused_us = ?, pause = ?, next_us = ?, stage = ?, extensions = ?, promised = ?, late = ? WHERE id = ?",
              "tiiiitiiIItiiiiii", ""},
    [RUNNING] = {RUNNING_PART("0") AND_THEN RUNNING_PART("1") AND_THEN RUNNING_PART("2") AND_THEN RUNNING_PART("3") AND_THEN RUNNING_PART("4") AND_THEN RUNNING_PART("5") AND_THEN
                 RUNNING_PART("6") AND_THEN RUNNING_PART("7"),
                 "tiii" "tiii" "tiii" "tiii" "tiii" "tiii" "tiii" "tiii", "iiit"},
    [RANGES] = {"SELECT DISTINCT rule, state FROM clock ORDER BY rule, state LIMIT 5000", "", "ti"},
    [MANY] = {"(SELECT " COLUMNS ", '', '', '', 0 FROM " IDS " STRAIGHT_JOIN clock k ON k.id = j.id) UNION ALL (SELECT " HISTORY_COLUMNS " FROM " IDS
              " STRAIGHT_JOIN clock_history h ON h.clock_id = j.id LEFT JOIN app_user a ON a.id = h.actor_id ORDER BY h.id LIMIT 1000000)",
              "tt", PARTS_TYPES},
    [RULES] = {"SELECT DISTINCT rule FROM clock ORDER BY rule LIMIT 1000", "", "t"},
};
const struct db_stmts clock_stmts = {"clock", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { PUBLIC_LOAD, PUBLIC_SAVE, PUBLIC_MOVES };
static const struct db_stmt public_list[] = {
    [PUBLIC_LOAD] = {OF_COMPLAINT("public_clock"), "i", COLUMN_TYPES},
    [PUBLIC_SAVE] = {"UPDATE clock SET rule = ?, book_id = ?, state = ?, due_us = ?, met_us = ?, paused_us = ?, pause = ?, next_us = ?, stage = ?, late = ? "
                     "WHERE id = ? AND complaint_id = ?",
                     "tiiiIItiiiii", ""},
    /* Reason: what the complainant was told; rule: the word of a pause. */
    [PUBLIC_MOVES] = {"(" OF_COMPLAINT_WITH("public_clock", ", '', '', '', 0") ") UNION ALL (SELECT h.clock_id, h.kind, 0, h.notice, h.limit_unit, h.pause, 0, 0, h.limit_value, 0, '', h.at_us, h.due_before_us, "
                      "h.due_after_us, h.to_us, NULL, '', 0, 0, 0, 0, 0, NULL, NULL, NULL, 1 FROM public_clock_move h WHERE h.complaint_id = ? ORDER BY h.id LIMIT 200)",
                      "ii", PARTS_TYPES},
};
const struct db_stmts clock_public_stmts = {"clock_public", public_list, COUNT_OF(public_list), DB_PUBLIC | DB_JOBS};

const struct db_stmt *const clock_public_rows = &public_list[PUBLIC_MOVES];

enum { REQUEST_PUT, LOAD_ALL, REQUESTS, REQUEST_SETTLE, REQUEST_DECIDE };
static const struct db_stmt request_list[] = {
    [REQUEST_PUT] = {"INSERT INTO clock_request (clock_id, complaint_id, state, role, due_us, reason, notice, asker_id, asked_us, decider_id, decided_us) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "iiititti" "iII", ""},
    [LOAD_ALL] = {CLOCKS_PART HISTORY_PART REQUESTS_PART, "iii", PARTS_TYPES},
    [REQUESTS] = {"SELECT r.id, r.clock_id, r.complaint_id, r.asked_us, r.decided_us, r.asker_id, r.decider_id, r.due_us, k.rule, r.role, r.reason, r.notice, "
                  "a.name, d.name, r.answer, r.state FROM clock_request r JOIN clock k ON k.id = r.clock_id JOIN app_user a ON a.id = r.asker_id "
                  "LEFT JOIN app_user d ON d.id = r.decider_id WHERE r.complaint_id = ? ORDER BY r.id DESC LIMIT 50",
                  "i", "iiiiIiIitttttTti"},
    [REQUEST_SETTLE] = {"UPDATE clock_request r JOIN clock k ON k.id = r.clock_id SET r.state = 4, r.decided_us = ? WHERE r.complaint_id = ? AND r.state = 1 AND k.state > 2", "ii", ""},
    [REQUEST_DECIDE] = {"UPDATE clock_request SET state = ?, decider_id = ?, decided_us = ?, answer = ? WHERE id = ? AND state = 1", "iIiti", ""},
};
const struct db_stmts clock_request_stmts = {"clock_request", request_list, COUNT_OF(request_list), DB_STAFF};

enum { DUE, ADVANCE, LAPSE };
static const struct db_stmt sweep_list[] = {
    [DUE] = {"SELECT k.id, k.complaint_id, c.number FROM clock k JOIN complaint c ON c.id = k.complaint_id WHERE k.state = ? AND k.next_us <= ? "
             "ORDER BY k.next_us, k.id LIMIT ?",
             "iii", "iit"},
    [ADVANCE] = {"UPDATE clock SET stage = ?, next_us = ?, late = ? WHERE id = ? AND stage = ? AND state = 1", "iiiii", ""},
    [LAPSE] = {"UPDATE clock_request SET state = 4, decided_us = ? WHERE clock_id = ? AND state = 1", "ii", ""},
};
const struct db_stmts clock_sweep_stmts = {"clock_sweep", sweep_list, COUNT_OF(sweep_list), DB_JOBS};

/* ---- what decides ---- */

/* The first row of a unit, or of the next one there is. */
static size_t first_of(const struct db_rows *lines, int64_t unit_id)
{
    size_t from = 0, to = lines->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (db_int(lines, middle, 0) < unit_id)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

enum err clock_world_load(struct db *db, struct arena *a, int64_t unit_id, const struct utc_zone *zone, struct clock_world *ret_world)
{
    enum { LINE_MAX = 64 };
    struct clock_world w = {0};
    const struct db_rows *lines;
    TRY(rulebook_in_force(db, a, &w.book, &w.book_id));
    TRY(calendar_of_unit(db, a, unit_id, zone, &w.calendar));
    TRY(db_kept(db, a, basis_version, &world_list[LINES], &lines));
    const char **codes = ARENA_ARRAY(a, LINE_MAX, const char *);
    for (size_t i = first_of(lines, unit_id); i < lines->n && db_int(lines, i, 0) == unit_id && w.n_line < LINE_MAX; i++)
        codes[w.n_line++] = db_text(lines, i, 1);
    w.line = codes;
    *ret_world = w;
    return ERR_NONE;
}

/* ---- reading ---- */

static struct clock read_clock(const struct db_rows *r, size_t i)
{
    return (struct clock){
        .id = db_int(r, i, 0),
        .complaint_id = db_int(r, i, 1),
        .kind = (enum rb_clock_kind)db_int(r, i, 2),
        .track = db_text(r, i, 3),
        .round = (int)db_int(r, i, 4),
        .rule = db_text(r, i, 5),
        .book_id = db_int(r, i, 6),
        .state = (enum clock_state)db_int(r, i, 7),
        .limit = {(enum calendar_unit)db_int(r, i, 8), (int)db_int(r, i, 9)},
        .limit_unit = db_text(r, i, 10),
        .started_us = db_int(r, i, 11),
        .first_due_us = db_int(r, i, 12),
        .due_us = db_int(r, i, 13),
        .met_us = db_int(r, i, 14),
        .paused_us = db_int(r, i, 15),
        .pause = db_text(r, i, 16),
        .next_us = db_int(r, i, 17),
        .stage = (int)db_int(r, i, 18),
        .extensions = (int)db_int(r, i, 19),
        .promised = db_int(r, i, 20) != 0,
        .late = db_int(r, i, 21) != 0,
    };
}

static struct clock_history read_history(const struct db_rows *r, size_t i)
{
    return (struct clock_history){
        .clock_id = db_int(r, i, 0),
        .kind = (enum clock_history_kind)db_int(r, i, 1),
        .reason = db_text(r, i, 3),
        .limit = {(enum calendar_unit)db_int(r, i, 4), (int)db_int(r, i, 8)},
        .rule = db_text(r, i, 5),
        .at_us = db_int(r, i, 11),
        .due_before_us = db_int(r, i, 12),
        .due_after_us = db_int(r, i, 13),
        .to_us = db_int(r, i, 14),
        .actor_id = db_int(r, i, 15),
        .actor = db_text(r, i, 22),
    };
}

static struct clock_request read_request(const struct db_rows *r, size_t i)
{
    return (struct clock_request){
        .id = db_int(r, i, 0),
        .clock_id = db_int(r, i, 1),
        .state = (int)db_int(r, i, 2),
        .role = db_text(r, i, 3),
        .rule = db_text(r, i, 5),
        .asker_id = db_int(r, i, 6),
        .complaint_id = db_int(r, i, 7),
        .reason = db_text(r, i, 10),
        .asked_us = db_int(r, i, 11),
        .due_us = db_int(r, i, 12),
        .decided_us = db_int(r, i, 14),
        .decider_id = db_int(r, i, 15),
        .notice = db_text(r, i, 16),
        .asker = db_text(r, i, 22),
        .decider = db_text(r, i, 23),
        .answer = db_text(r, i, 24),
    };
}

/* In the order of their ids. */
static void add_clock(struct clock_set *set, struct clock c)
{
    size_t at = set->n;
    if (at == CLOCKS_MAX)
        return;
    for (; at > 0 && set->list[at - 1].id > c.id; at--)
        set->list[at] = set->list[at - 1];
    set->list[at] = c;
    set->n++;
}

static void read_parts(struct arena *a, const struct db_rows *rows, struct clock_set *set, struct clock_request **ret_requests, size_t *ret_n)
{
    struct clock_history *history = ARENA_ARRAY(a, rows->n, struct clock_history);
    struct clock_request *requests = ARENA_ARRAY(a, rows->n, struct clock_request);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        enum part part = (enum part)db_int(rows, i, PART);
        if (part == CLOCK)
            add_clock(set, read_clock(rows, i));
        else if (part == HISTORY)
            history[set->n_history++] = read_history(rows, i);
        else
            requests[n++] = read_request(rows, i);
    }
    set->history = history;
    *ret_requests = requests;
    *ret_n = n;
}

enum err clock_rows_public(struct db *db, struct arena *a, int64_t complaint_id, struct db_rows *ret_rows)
{
    const struct db_value id = DB_INT(complaint_id);
    return db_query(db, a, clock_public_rows, DB_ARGS(id, id), ret_rows);
}

void clock_read_public(struct arena *a, const struct db_rows *rows, struct clock_set *ret_set)
{
    struct clock_request *none;
    size_t n;
    *ret_set = (struct clock_set){.n = 0};
    read_parts(a, rows, ret_set, &none, &n);
}

enum err clock_load(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, bool with_history, struct clock_set *ret_set)
{
    struct db_rows rows;
    struct clock_request *none;
    size_t n;
    const struct db_value id = DB_INT(complaint_id);
    *ret_set = (struct clock_set){.n = 0};
    if (with_history) {
        TRY(public_pool ? clock_rows_public(db, a, complaint_id, &rows) : db_query(db, a, &list[LOAD_HISTORY], DB_ARGS(id, id), &rows));
        read_parts(a, &rows, ret_set, &none, &n);
        return ERR_NONE;
    }
    TRY(db_query(db, a, public_pool ? &public_list[PUBLIC_LOAD] : &list[LOAD], DB_ARGS(id), &rows));
    for (size_t i = 0; i < rows.n; i++)
        add_clock(ret_set, read_clock(&rows, i));
    return ERR_NONE;
}

enum err clock_load_all(struct db *db, struct arena *a, int64_t complaint_id, struct clock_set *ret_set, struct clock_request **ret_requests, size_t *ret_n)
{
    struct db_rows rows;
    const struct db_value id = DB_INT(complaint_id);
    *ret_set = (struct clock_set){.n = 0};
    TRY(db_query(db, a, &request_list[LOAD_ALL], DB_ARGS(id, id, id), &rows));
    read_parts(a, &rows, ret_set, ret_requests, ret_n);
    return ERR_NONE;
}

/* ---- writing ---- */

/* Codes are letters, digits and hyphens by rule; anything that JSON would stumble over does not get through. */
static void add_code(struct buf *json, const char *code)
{
    buf_addc(json, '"');
    for (const unsigned char *p = (const unsigned char *)code; *p; p++) {
        if (*p == '"' || *p == '\\')
            buf_addc(json, '\\');
        if (*p >= 0x20)
            buf_addc(json, (char)*p);
    }
    buf_adds(json, "\",");
}

static void add_number(struct buf *json, int64_t number, char after)
{
    buf_printf(json, "%lld%c", (long long)number, after);
}

static void add_row(struct buf *json, const struct clock *c)
{
    buf_addc(json, json->n ? ',' : '[');
    buf_addc(json, '[');
    add_number(json, c->kind, ',');
    add_code(json, c->track);
    add_number(json, c->round, ',');
    add_code(json, c->rule);
    add_number(json, c->book_id, ',');
    add_number(json, c->state, ',');
    add_number(json, c->limit.unit, ',');
    add_number(json, c->limit.value, ',');
    add_code(json, c->limit_unit);
    add_number(json, c->started_us, ',');
    add_number(json, c->first_due_us, ',');
    add_number(json, c->due_us, ',');
    add_number(json, c->met_us, ',');
    add_number(json, c->paused_us, ',');
    add_code(json, c->pause);
    add_number(json, c->next_us, ',');
    add_number(json, c->stage, ',');
    add_number(json, c->extensions, ',');
    add_number(json, c->promised, ',');
    add_number(json, c->late, ']');
}

const char *clock_json(struct arena *a, const struct clock_set *set)
{
    struct buf json = {.arena = a};
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].id == 0)
            add_row(&json, &set->list[i]);
    }
    buf_adds(&json, json.n ? "]" : "[]");
    return json.p;
}

enum err clock_insert(struct db *db, struct arena *a, int64_t complaint_id, const struct clock_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].id == 0)
            return db_run(db, &write_list[INSERT], DB_ARGS(DB_INT(complaint_id), DB_TEXT(clock_json(a, set))), NULL);
    }
    return ERR_NONE;
}

static enum err update(struct db *db, bool public_pool, int64_t complaint_id, const struct clock *c)
{
    if (public_pool)
        return db_run(db, &public_list[PUBLIC_SAVE],
                      DB_ARGS(DB_TEXT(c->rule), DB_INT(c->book_id), DB_INT(c->state), DB_INT(c->due_us), DB_ID(c->met_us), DB_ID(c->paused_us),
                              DB_TEXT(c->pause), DB_INT(c->next_us), DB_INT(c->stage), DB_INT(c->late), DB_INT(c->id), DB_INT(complaint_id)),
                      NULL);
    return db_run(db, &list[SAVE],
                  DB_ARGS(DB_TEXT(c->rule), DB_INT(c->book_id), DB_INT(c->state), DB_INT(c->limit.unit), DB_INT(c->limit.value), DB_TEXT(c->limit_unit),
                          DB_INT(c->first_due_us), DB_INT(c->due_us), DB_ID(c->met_us), DB_ID(c->paused_us), DB_TEXT(c->pause), DB_INT(c->next_us),
                          DB_INT(c->stage), DB_INT(c->extensions), DB_INT(c->promised), DB_INT(c->late), DB_INT(c->id)),
                  NULL);
}

/* Only a pause that goes on has no end; everything else is over when it is written. */
static enum err note(struct db *db, const struct clock_history *h)
{
    bool pause = h->kind == CLOCK_HISTORY_PAUSE;
    struct db_done done;
    if (pause && h->to_us) {
        TRY(db_run(db, &write_list[PAUSE_OVER], DB_ARGS(DB_INT(h->to_us), DB_INT(h->due_after_us), DB_INT(h->clock_id)), &done));
        if (done.rows > 0)
            return ERR_NONE;
    }
    /* The beginning of a pause with which its clock began is not there: that clock had no id yet. */
    return db_run(db, &write_list[NOTE],
                  DB_ARGS(DB_INT(h->clock_id), DB_INT(h->kind), DB_INT(h->at_us), DB_ID(pause ? h->to_us : h->at_us), DB_INT(h->due_before_us),
                          DB_INT(h->due_after_us), DB_INT(h->limit.unit), DB_INT(h->limit.value), DB_TEXT(h->rule), DB_TEXT(h->reason), DB_ID(h->actor_id)),
                  NULL);
}

enum err clock_save(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, struct clock_set *set)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->touched[i] && set->list[i].id)
            TRY(update(db, public_pool, complaint_id, &set->list[i]));
    }
    for (size_t i = 0; i < set->n_made; i++)
        TRY(note(db, &set->made[i]));
    return clock_insert(db, a, complaint_id, set);
}

/* ---- extensions ---- */

enum err clock_request_put(struct db *db, const struct clock_request *r, int64_t *ret_id)
{
    struct db_done done;
    TRY(db_run(db, &request_list[REQUEST_PUT],
               DB_ARGS(DB_INT(r->clock_id), DB_INT(r->complaint_id), DB_INT(r->state), DB_TEXT(r->role), DB_INT(r->due_us), DB_TEXT(r->reason),
                       DB_TEXT(r->notice), DB_INT(r->asker_id), DB_INT(r->asked_us), DB_ID(r->decider_id), DB_ID(r->decided_us)),
               &done));
    *ret_id = done.id;
    return ERR_NONE;
}

enum err clock_requests(struct db *db, struct arena *a, int64_t complaint_id, struct clock_request **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &request_list[REQUESTS], DB_ARGS(DB_INT(complaint_id)), &rows));
    struct clock_request *requests = ARENA_ARRAY(a, rows.n, struct clock_request);
    for (size_t i = 0; i < rows.n; i++) {
        requests[i] = (struct clock_request){
            .id = db_int(&rows, i, 0),
            .clock_id = db_int(&rows, i, 1),
            .complaint_id = db_int(&rows, i, 2),
            .asked_us = db_int(&rows, i, 3),
            .decided_us = db_int(&rows, i, 4),
            .asker_id = db_int(&rows, i, 5),
            .decider_id = db_int(&rows, i, 6),
            .due_us = db_int(&rows, i, 7),
            .rule = db_text(&rows, i, 8),
            .role = db_text(&rows, i, 9),
            .reason = db_text(&rows, i, 10),
            .notice = db_text(&rows, i, 11),
            .asker = db_text(&rows, i, 12),
            .decider = db_text(&rows, i, 13),
            .answer = db_text(&rows, i, 14),
            .state = (int)db_int(&rows, i, 15),
        };
    }
    *ret_list = requests;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err clock_request_decide(struct db *db, int64_t id, int state, int64_t decider_id, const char *answer, int64_t at_us)
{
    struct db_done done;
    TRY(db_run(db, &request_list[REQUEST_DECIDE], DB_ARGS(DB_INT(state), DB_ID(decider_id), DB_INT(at_us), DB_TEXT(answer), DB_INT(id)), &done));
    return done.rows == 1 ? ERR_NONE : ERR_STATE;
}

enum err clock_requests_settle(struct db *db, int64_t complaint_id, const struct clock_set *set, int64_t at_us)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->touched[i] && set->list[i].id && set->list[i].met_us)
            return db_run(db, &request_list[REQUEST_SETTLE], DB_ARGS(DB_INT(at_us), DB_INT(complaint_id)), NULL);
    }
    return ERR_NONE;
}

/* ---- the sweep ---- */

enum err clock_due(struct db *db, struct arena *a, enum clock_state state, int64_t now_us, size_t limit, struct clock_due **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &sweep_list[DUE], DB_ARGS(DB_INT(state), DB_INT(now_us), DB_INT(limit)), &rows));
    struct clock_due *due = ARENA_ARRAY(a, rows.n, struct clock_due);
    for (size_t i = 0; i < rows.n; i++)
        due[i] = (struct clock_due){db_int(&rows, i, 0), db_int(&rows, i, 1), db_text(&rows, i, 2)};
    *ret_list = due;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err clock_advance(struct db *db, const struct clock *c, int stage_before)
{
    struct db_done done;
    TRY(db_run(db, &sweep_list[ADVANCE], DB_ARGS(DB_INT(c->stage), DB_INT(c->next_us), DB_INT(c->late), DB_INT(c->id), DB_INT(stage_before)), &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

enum err clock_requests_lapse(struct db *db, int64_t clock_id, int64_t now_us, int64_t *ret_n)
{
    struct db_done done;
    TRY(db_run(db, &sweep_list[LAPSE], DB_ARGS(DB_INT(now_us), DB_INT(clock_id)), &done));
    *ret_n = done.rows;
    return ERR_NONE;
}

/* ---- all that run ---- */

enum err clock_running(struct db *db, struct arena *a, const struct clock_range *ranges, size_t n_ranges, size_t limit, struct clock_running **ret_list, size_t *ret_n)
{
    enum { OF_RANGE = 4 };
    struct db_value args[CLOCK_RANGES * OF_RANGE];
    struct db_rows rows;
    for (size_t i = 0; i < CLOCK_RANGES; i++) {
        const struct clock_range none = {.rule = ""}, *r = i < n_ranges ? &ranges[i] : &none;
        struct db_value *arg = &args[i * OF_RANGE];
        arg[0] = DB_TEXT(r->rule);
        arg[1] = DB_INT(r->state);
        arg[2] = DB_INT(r->after_id);
        arg[3] = DB_INT(limit);
    }
    TRY(db_query(db, a, &list[RUNNING], args, COUNT_OF(args), &rows));
    struct clock_running *running = ARENA_ARRAY(a, rows.n, struct clock_running);
    for (size_t i = 0; i < rows.n; i++)
        running[i] = (struct clock_running){.range = (size_t)db_int(&rows, i, 0), .id = db_int(&rows, i, 1), .complaint_id = db_int(&rows, i, 2), .number = db_text(&rows, i, 3)};
    *ret_list = running;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err clock_ranges(struct db *db, struct arena *a, struct clock_range **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    size_t n = 0;
    TRY(db_query(db, a, &list[RANGES], DB_NO_ARGS, &rows));
    struct clock_range *ranges = ARENA_ARRAY(a, rows.n, struct clock_range);
    for (size_t i = 0; i < rows.n; i++) {
        enum clock_state state = (enum clock_state)db_int(&rows, i, 1);
        if (state == CLOCK_RUNNING || state == CLOCK_PAUSED)
            ranges[n++] = (struct clock_range){.rule = db_text(&rows, i, 0), .state = state};
    }
    *ret_list = ranges;
    *ret_n = n;
    return ERR_NONE;
}

enum err clock_load_many(struct db *db, struct arena *a, const int64_t *ids, size_t n_ids, struct clock **ret_list, size_t *ret_n, struct clock_history **ret_history,
                         size_t *ret_n_history)
{
    struct db_rows rows;
    size_t n = 0, n_history = 0;
    const struct db_value these = DB_TEXT(db_ids(a, ids, n_ids));
    TRY(db_query(db, a, &list[MANY], DB_ARGS(these, these), &rows));
    struct clock *clocks = ARENA_ARRAY(a, rows.n, struct clock);
    struct clock_history *history = ARENA_ARRAY(a, rows.n, struct clock_history);
    for (size_t i = 0; i < rows.n; i++) {
        if (db_int(&rows, i, PART) == CLOCK)
            clocks[n++] = read_clock(&rows, i);
        else
            history[n_history++] = read_history(&rows, i);
    }
    *ret_list = clocks;
    *ret_n = n;
    *ret_history = history;
    *ret_n_history = n_history;
    return ERR_NONE;
}

enum err clock_rules_in_use(struct db *db, struct arena *a, const char ***ret_codes, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[RULES], DB_NO_ARGS, &rows));
    const char **codes = ARENA_ARRAY(a, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        codes[i] = db_text(&rows, i, 0);
    *ret_codes = codes;
    *ret_n = rows.n;
    return ERR_NONE;
}
