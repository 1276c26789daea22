#include "post_store.h"

#include <string.h>

#include "change_store.h"

#define COLUMNS                                                                                                                                                  \
    "SELECT o.id, o.complaint_id, o.user_id, o.at_us, o.next_us, o.sent_us, o.way, o.state, o.attempts, o.kind, o.lang, o.data, o.said, c.number, IF(o.way = 1, u.email, u.mobile), n.name_zh, n.name_en FROM post o " \
    "LEFT JOIN complaint c ON c.id = o.complaint_id LEFT JOIN unit n ON n.id = c.unit_id LEFT JOIN app_user u ON u.id = o.user_id "
#define TYPES "iIIiiIiiittttTTTT"
#define CAPPED(condition) "CAST((SELECT COUNT(*) FROM (SELECT 1 FROM post WHERE " condition " LIMIT 100000) x) AS SIGNED)"

enum { OF, LIST, COUNTS, TALLY, AGAIN, AGAIN_ALL, DROP, DROP_ALL, WAYS };
static const struct db_stmt list[] = {
    [OF] = {COLUMNS "WHERE o.complaint_id = ? AND o.user_id IS NULL ORDER BY o.id DESC LIMIT ?", "ii", TYPES},
    [LIST] = {COLUMNS "WHERE o.state = ? AND o.id < ? ORDER BY o.id DESC LIMIT ?", "iii", TYPES},
    [COUNTS] = {"SELECT " CAPPED("state = 1") ", " CAPPED("state = 3") ", (SELECT w.at_us FROM post w WHERE w.state = 1 ORDER BY w.id LIMIT 1)", "", "iiI"},
    [TALLY] = {"SELECT way, sent, failed FROM post_count WHERE way IN (1, 2)", "", "iii"},
    [AGAIN] = {"UPDATE post SET state = 1, attempts = 0, next_us = ? WHERE id = ? AND state = 3", "ii", ""},
    [AGAIN_ALL] = {"UPDATE post FORCE INDEX (post_state) SET state = 1, attempts = 0, next_us = ? WHERE state = 3 ORDER BY id LIMIT 10000", "i", ""},
    /* What is being sent at this moment may still arrive; its outcome is then not written any more. */
    [DROP] = {"UPDATE post SET state = 4, attempts = 0 WHERE id = ? AND state IN (1, 3)", "i", ""},
    [DROP_ALL] = {"UPDATE post FORCE INDEX (post_state) SET state = 4, attempts = 0 WHERE state = 3 ORDER BY id LIMIT 10000", "", ""},
    [WAYS] = {"SELECT CAST(value AS SIGNED) FROM setting WHERE name = 'post_ways'", "", "I"},
};
const struct db_stmts post_stmts = {"post", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

static const struct db_stmt told_list[] = {
    {POST_TOLD, POST_TOLD_PART_TYPES, ""},
};
const struct db_stmts post_told_stmts = {"post_told", told_list, COUNT_OF(told_list), DB_PUBLIC | DB_STAFF | DB_JOBS};

enum { DUE, LOAD, HOLD, OUTCOME, COUNT, WAYS_SET, BOUNCED };
static const struct db_stmt claim_list[] = {
    [DUE] = {"SELECT id FROM post FORCE INDEX (post_due) WHERE state = 1 AND next_us <= ? AND way & ? > 0 ORDER BY next_us, id LIMIT 1 FOR UPDATE SKIP LOCKED", "ii", "i"},
    [LOAD] = {COLUMNS "WHERE o.id = ?", "i", TYPES},
    [HOLD] = {"UPDATE post SET next_us = ?, attempts = attempts + 1 WHERE id = ? AND state = 1 AND attempts = ?", "iii", ""},
    [OUTCOME] = {"UPDATE post SET state = ?, sent_us = ?, next_us = ?, said = ? WHERE id = ? AND state = 1 AND attempts = ?", "iIitii", ""},
    [COUNT] = {"INSERT INTO post_count (way, sent, failed) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE sent = sent + VALUES(sent), failed = failed + VALUES(failed)", "iii", ""},
    [WAYS_SET] = {"INSERT INTO setting (name, value) VALUES ('post_ways', ?) ON DUPLICATE KEY UPDATE value = VALUES(value), version = version + 1", "t", ""},
    [BOUNCED] = {"UPDATE post SET state = 3, said = ? WHERE complaint_id = ? AND user_id IS NULL AND way = 1 AND state = 2 AND (? = 0 OR id = ?) ORDER BY id DESC LIMIT 1", "tiii", ""},
};
const struct db_stmts post_claim_stmts = {"post_claim", claim_list, COUNT_OF(claim_list), DB_JOBS};

/* ---- writing ---- */

void post_told_part(int64_t complaint_id, const char *kind, int64_t at_us, const char *data, struct db_value values[POST_TOLD_PART_VALUES])
{
    const struct db_value id = DB_INT(complaint_id), of_part = DB_TEXT(post_kind_of_part(kind));
    const struct db_value all[POST_TOLD_PART_VALUES] = {DB_INT(at_us), DB_INT(at_us), id, DB_TEXT(kind), of_part, DB_TEXT(data ? data : "{}"), id, id, id, of_part};
    memcpy(values, all, sizeof all);
}

enum err post_told(struct db *db, struct arena *a, int64_t complaint_id, const char *kind, int64_t at_us, const char *data)
{
    (void)a;
    struct db_value values[POST_TOLD_PART_VALUES];
    post_told_part(complaint_id, kind, at_us, data, values);
    return db_run(db, &told_list[0], values, COUNT_OF(values), NULL);
}

/* ---- reading ---- */

static struct post post_at(const struct db_rows *rows, size_t i)
{
    return (struct post){
        .id = db_int(rows, i, 0),
        .complaint_id = db_int(rows, i, 1),
        .user_id = db_int(rows, i, 2),
        .at_us = db_int(rows, i, 3),
        .next_us = db_int(rows, i, 4),
        .sent_us = db_int(rows, i, 5),
        .way = (enum post_way)db_int(rows, i, 6),
        .state = (enum post_state)db_int(rows, i, 7),
        .attempts = (unsigned)db_int(rows, i, 8),
        .kind = db_text(rows, i, 9),
        .lang = db_text(rows, i, 10),
        .data = db_text(rows, i, 11),
        .said = db_text(rows, i, 12),
        .number = db_text(rows, i, 13),
        .address = db_text(rows, i, 14),
        .unit_zh = db_text(rows, i, 15),
        .unit_en = db_text(rows, i, 16),
    };
}

static void posts_of(struct arena *a, const struct db_rows *rows, struct post **ret_list, size_t *ret_n)
{
    *ret_list = ARENA_ARRAY(a, rows->n + 1, struct post);
    for (size_t i = 0; i < rows->n; i++)
        (*ret_list)[i] = post_at(rows, i);
    *ret_n = rows->n;
}

enum err post_of(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct post **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF], DB_ARGS(DB_INT(complaint_id), DB_INT(limit)), &rows));
    posts_of(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err post_list(struct db *db, struct arena *a, enum post_state state, int64_t before_id, size_t limit, struct post **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(state), DB_INT(before_id > 0 ? before_id : INT64_MAX), DB_INT(limit)), &rows));
    posts_of(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err post_counted(struct db *db, struct arena *a, struct post_counts *ret_counts)
{
    struct db_rows row, tally;
    TRY(db_one(db, a, &list[COUNTS], DB_NO_ARGS, &row));
    TRY(db_query(db, a, &list[TALLY], DB_NO_ARGS, &tally));
    *ret_counts = (struct post_counts){.waiting = db_int(&row, 0, 0), .dead = db_int(&row, 0, 1), .oldest_us = db_int(&row, 0, 2)};
    for (size_t i = 0; i < tally.n; i++) {
        int64_t way = db_int(&tally, i, 0);
        if (way == POST_MAIL || way == POST_SMS) {
            ret_counts->way[way].sent = db_int(&tally, i, 1);
            ret_counts->way[way].failed = db_int(&tally, i, 2);
        }
    }
    return ERR_NONE;
}

enum err post_ways(struct db *db, struct arena *a, unsigned *ret_ways)
{
    struct db_rows row;
    TRY(db_query(db, a, &list[WAYS], DB_NO_ARGS, &row));
    *ret_ways = row.n ? (unsigned)db_int(&row, 0, 0) & POST_WAYS : 0;
    return ERR_NONE;
}

/* ---- sending ---- */

struct claim {
    struct arena *arena;
    int64_t now_us, hold_us;
    unsigned ways;
    struct post post;
};

static enum err claim_body(struct db *db, void *ctx)
{
    struct claim *claim = ctx;
    struct db_rows due, row;
    struct db_done done;
    TRY(db_one(db, claim->arena, &claim_list[DUE], DB_ARGS(DB_INT(claim->now_us), DB_INT(claim->ways)), &due));
    TRY(db_one(db, claim->arena, &claim_list[LOAD], DB_ARGS(DB_INT(db_int(&due, 0, 0))), &row));
    claim->post = post_at(&row, 0);
    TRY(db_run(db, &claim_list[HOLD], DB_ARGS(DB_INT(claim->now_us + claim->hold_us), DB_INT(claim->post.id), DB_INT(claim->post.attempts)), &done));
    claim->post.attempts++;
    return done.rows == 1 ? ERR_NONE : ERR_RETRY;
}

enum err post_claim(struct db *db, struct arena *a, int64_t now_us, int64_t hold_us, unsigned ways, struct post *ret_post)
{
    struct claim claim = {.arena = a, .now_us = now_us, .hold_us = hold_us, .ways = ways};
    TRY(db_tx(db, claim_body, &claim));
    *ret_post = claim.post;
    return ERR_NONE;
}

struct ending {
    const struct post *post;
    enum post_state state;
    int64_t at_us, next_us;
    const char *said;
};

static enum err outcome_body(struct db *db, void *ctx)
{
    const struct ending *e = ctx;
    struct db_done done;
    int64_t sent = e->state == POST_SENT;
    TRY(db_run(db, &claim_list[OUTCOME],
               DB_ARGS(DB_INT(e->state), sent ? DB_INT(e->at_us) : DB_NULL, DB_INT(e->next_us), DB_TEXT(e->said), DB_INT(e->post->id), DB_INT(e->post->attempts)), &done));
    TRY(db_run(db, &claim_list[COUNT], DB_ARGS(DB_INT(e->post->way), DB_INT(sent), DB_INT(!sent)), NULL));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

enum err post_outcome(struct db *db, const struct post *post, enum post_state state, int64_t at_us, int64_t next_us, const char *said)
{
    struct ending ending = {post, state, at_us, next_us, said};
    return db_tx(db, outcome_body, &ending);
}

enum err post_bounced(struct db *db, const char *message_id, int64_t complaint_id, const char *said)
{
    struct db_done done;
    int64_t id = post_of_message_id(message_id);
    TRY(db_run(db, &claim_list[BOUNCED], DB_ARGS(DB_TEXT(said), DB_INT(complaint_id), DB_INT(id), DB_INT(id)), &done));
    return done.rows ? ERR_NONE : ERR_NOT_FOUND;
}

enum err post_ways_keep(struct db *db, struct arena *a, unsigned ways)
{
    unsigned now;
    TRY(post_ways(db, a, &now));
    const char *value = arena_printf(a, "%u", ways);
    return now == ways ? ERR_NONE : db_run(db, &claim_list[WAYS_SET], DB_ARGS(DB_TEXT(value)), NULL);
}

/* ---- what administrators do ---- */

struct acting {
    struct arena *arena;
    struct change_by *by;
    int64_t id, n;
    bool again;
};

static enum err act_body(struct db *db, void *ctx)
{
    struct acting *act = ctx;
    struct db_done done;
    TRY(change_begin(db, act->arena, act->by));
    if (act->again)
        TRY(act->id ? db_run(db, &list[AGAIN], DB_ARGS(DB_INT(act->by->now_us), DB_INT(act->id)), &done) : db_run(db, &list[AGAIN_ALL], DB_ARGS(DB_INT(act->by->now_us)), &done));
    else
        TRY(act->id ? db_run(db, &list[DROP], DB_ARGS(DB_INT(act->id)), &done) : db_run(db, &list[DROP_ALL], DB_NO_ARGS, &done));
    act->n = done.rows;
    if (done.rows == 0)
        return ERR_NONE;
    const struct change_field field = {"count", NULL, arena_printf(act->arena, "%lld", (long long)done.rows)};
    const struct change change = {"post", act->id, act->again ? "sent_again" : "dropped", &field, 1};
    return change_note(db, act->arena, act->by, &change);
}

enum err post_again(struct db *db, struct arena *a, struct change_by *by, int64_t id, int64_t *ret_n)
{
    struct acting act = {.arena = a, .by = by, .id = id, .again = true};
    TRY(db_tx(db, act_body, &act));
    *ret_n = act.n;
    return ERR_NONE;
}

enum err post_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int64_t *ret_n)
{
    struct acting act = {.arena = a, .by = by, .id = id};
    TRY(db_tx(db, act_body, &act));
    *ret_n = act.n;
    return ERR_NONE;
}
