#include "repeat_store.h"

#include <string.h>

#include "complaint_store.h"
#include "crypto_seal.h"

/*
 * What may be the same is looked for by index: the newest of each telephone number, e-mail address, name, reference number and band of the text. Within what the user may see, those found for most
 * reasons are compared by their texts. Indexes of contact data were made with one of the last three keys.
 */
#define KEYS 3
#define NEWEST "100" /* of each way of finding */
#define COMPARED 40  /* texts */
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define BY_INDEX(reason, column) "(SELECT complaint_id, " reason " AS reason FROM complaint_identity WHERE " column " IN (?, ?, ?) ORDER BY complaint_id DESC LIMIT " NEWEST ")"
#define BY_BAND "(SELECT complaint_id, 16 AS reason FROM complaint_signature WHERE value = ? ORDER BY complaint_id DESC LIMIT " NEWEST ")"
#define AND_THEN " UNION ALL "

#define FOUND                                                                                                                         \
    "SELECT k.reasons, c.id, c.number, c.mode, c.category_id, c.unit_id, c.department_id, c.assignee_id, c.state, c.is_open, c.title, c.received_us, c.due_us, c.unread, " \
    "a.name, c.grade, c.finding, c.path, c.merged_into_id, c.incident_id, c.version, c.closed_us, c.language, c.channel "               \
    "FROM (SELECT u.complaint_id, BIT_OR(u.reason) AS reasons, SUM(u.reason = 16) AS bands FROM ("                                      \
    BY_INDEX("1", "phone_index") AND_THEN BY_INDEX("2", "email_index") AND_THEN BY_INDEX("4", "name_index") AND_THEN                   \
    "(SELECT id, 8 FROM complaint WHERE reference = ? ORDER BY id DESC LIMIT " NEWEST ")" AND_THEN                                     \
    BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND AND_THEN BY_BAND     \
    ") u WHERE u.complaint_id <> ? GROUP BY u.complaint_id) k STRAIGHT_JOIN complaint c ON c.id = k.complaint_id LEFT JOIN app_user a ON a.id = c.assignee_id " \
    "WHERE c.received_us >= ? AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") LIMIT 1) = 1 " \
    "AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?) "                                          \
    "ORDER BY (k.reasons & 1 > 0) * 8 + (k.reasons & 2 > 0) * 8 + (k.reasons & 8 > 0) * 8 + (k.reasons & 4 > 0) * 2 + k.bands DESC, c.id DESC LIMIT ?"
#define FOUND_TYPES "BBB" "BBB" "BBB" "T" "IIIIIIII" "i" "i" "iiiiiiii" "i" "i"

static const struct db_stmt list[] = {
    {"SELECT m.*, g.body FROM (" FOUND ") m LEFT JOIN allegation g ON g.complaint_id = m.id LIMIT 400", FOUND_TYPES, "i" "itii" "iIIii" "tiiiT" "titII" "iItt" "T"},
};
const struct db_stmts repeat_stmts = {"repeat", list, COUNT_OF(list), DB_STAFF};

enum { UNSIGNED, SIGN, SIGNED, BODIES, FORGET };
static const struct db_stmt index_list[] = {
    /* Several hosts may work at once: each takes texts that no other holds. */
    [UNSIGNED] = {"SELECT complaint_id, position, body FROM allegation WHERE has_signature = 0 ORDER BY complaint_id LIMIT ? FOR UPDATE SKIP LOCKED", "i", "iit"},
    [SIGN] = {"INSERT IGNORE INTO complaint_signature (value, complaint_id) SELECT j.value, j.id FROM JSON_TABLE(?, '$[*]' COLUMNS (value BIGINT PATH '$[0]', id BIGINT PATH '$[1]')) j", "t", ""},
    [SIGNED] = {"UPDATE JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', position INT PATH '$[1]')) j STRAIGHT_JOIN allegation g ON g.complaint_id = j.id AND g.position = j.position "
                "SET g.has_signature = 1", "t", ""},
    [BODIES] = {"SELECT body FROM allegation WHERE complaint_id = ?", "i", "t"},
    [FORGET] = {"DELETE FROM complaint_signature WHERE value = ? AND complaint_id = ?", "ii", ""},
};
const struct db_stmts repeat_index_stmts = {"repeat_index", index_list, COUNT_OF(index_list), DB_JOBS};

/* ---- finding ---- */

static size_t add_indexes(struct arena *a, const struct crypto_keys *keys, const char *column, const char *key, struct db_value *args)
{
    for (size_t back = 0; back < KEYS; back++) {
        uint8_t *index = arena_alloc(a, 16);
        args[back] = *key && crypto_blind_index_older(keys, back, column, str_of(key), index) ? DB_BYTES(index, 16) : DB_NULL;
    }
    return KEYS;
}

static const char *given(const char *text)
{
    return text ? text : "";
}

static size_t find_args(struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct rb_repeats *rules, const struct repeat_question *q,
                        struct db_value *args)
{
    static const struct identity nobody;
    const struct identity *who = q->who ? q->who : &nobody;
    const int64_t *h = user->holders, day_us = INT64_C(24) * 3600 * 1000000;
    uint32_t bands[REPEAT_BANDS];
    size_t n = 0;
    n += add_indexes(a, keys, "complaint_identity.phone", identity_phone_key(a, given(who->phone)), args + n);
    n += add_indexes(a, keys, "complaint_identity.email", identity_email_key(a, given(who->email)), args + n);
    n += add_indexes(a, keys, "complaint_identity.name", identity_name_key(a, given(who->name)), args + n);
    args[n++] = *given(q->reference) ? DB_TEXT(q->reference) : DB_NULL;
    repeat_signature(given(q->text), bands);
    for (size_t b = 0; b < REPEAT_BANDS; b++)
        args[n++] = bands[b] ? DB_INT(bands[b]) : DB_NULL;
    args[n++] = DB_INT(q->but);
    args[n++] = DB_INT(q->now_us - (rules->days > 0 ? rules->days : REPEAT_DAYS) * day_us);
    for (size_t i = 0; i < ACCESS_HOLDERS; i++)
        args[n++] = DB_INT(h[i]);
    args[n++] = DB_INT(user->id);
    args[n++] = DB_INT(COMPARED);
    return n;
}

static struct repeat_match read_match(const struct db_rows *r, size_t i)
{
    return (struct repeat_match){
        .reasons = (unsigned)db_int(r, i, 0),
        .c = {
            .id = db_int(r, i, 1), .number = db_text(r, i, 2), .mode = (enum complaint_mode)db_int(r, i, 3), .category_id = db_int(r, i, 4), .unit_id = db_int(r, i, 5),
            .department_id = db_int(r, i, 6), .assignee_id = db_int(r, i, 7), .state = (enum complaint_state)db_int(r, i, 8), .is_open = db_int(r, i, 9) != 0,
            .title = db_text(r, i, 10), .received_us = db_int(r, i, 11), .due_us = db_int(r, i, 12), .unread = db_int(r, i, 13) != 0, .assignee = db_text(r, i, 14),
            .grade = db_text(r, i, 15), .finding = (enum complaint_finding)db_int(r, i, 16), .path = db_text(r, i, 17), .merged_into_id = db_int(r, i, 18),
            .incident_id = db_int(r, i, 19), .version = (int)db_int(r, i, 20), .closed_us = db_int(r, i, 21), .language = db_text(r, i, 22), .channel = db_text(r, i, 23),
            .source = "", .complainant_kind = "", .occurred = "", .place = "", .persons = "", .reference = "", .outcome = "", .flag = "", .validity = "",
        },
    };
}

/* What was found by its bands alone and is not alike enough goes. */
static size_t keep_alike(struct repeat_match *found, size_t n, int percent)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        found[i].reasons &= ~(unsigned)REPEAT_TEXT;
        if (found[i].similar_percent >= percent)
            found[i].reasons |= REPEAT_TEXT;
        if (found[i].reasons)
            found[kept++] = found[i];
    }
    return kept;
}

/* Those found, with how alike their texts are: a complaint has a row for each of its texts. */
static size_t read_found(struct arena *a, const struct db_rows *rows, const char *text, struct repeat_match *found)
{
    enum { BODY = 24 };
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        size_t at = 0;
        while (at < n && found[at].c.id != db_int(rows, i, 1))
            at++;
        if (at == n)
            found[n++] = read_match(rows, i);
        int percent = repeat_similar(a, text, db_text(rows, i, BODY));
        if (percent > found[at].similar_percent)
            found[at].similar_percent = percent;
    }
    return n;
}

static int likeliness(const struct repeat_match *m)
{
    int points = m->reasons & REPEAT_TEXT ? m->similar_percent : 0;
    if (m->reasons & (REPEAT_PHONE | REPEAT_EMAIL))
        points += 100;
    if (m->reasons & REPEAT_REFERENCE)
        points += 100;
    return points + (m->reasons & REPEAT_NAME ? 10 : 0);
}

static bool comes_before(const struct repeat_match *a, const struct repeat_match *b)
{
    int x = likeliness(a), y = likeliness(b);
    return x != y ? x > y : a->c.id > b->c.id;
}

/* The likeliest first, among equals the newest; there are COMPARED at most. */
static void sort(struct repeat_match *found, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct repeat_match one = found[i];
        size_t k = i;
        for (; k > 0 && comes_before(&one, &found[k - 1]); k--)
            found[k] = found[k - 1];
        found[k] = one;
    }
}

enum err repeat_find(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct rb_repeats *rules,
                     const struct repeat_question *question, size_t limit, struct repeat_match **ret_list, size_t *ret_n)
{
    struct db_value args[60];
    struct db_rows rows;
    size_t n = find_args(a, user, keys, rules, question, args);
    TRY(db_query(db, a, &list[0], args, n, &rows));
    struct repeat_match *found = ARENA_ARRAY(a, rows.n + 1, struct repeat_match);
    struct complaint *heads = ARENA_ARRAY(a, rows.n + 1, struct complaint);
    n = read_found(a, &rows, given(question->text), found);
    n = keep_alike(found, n, rules->similar_percent > 0 ? rules->similar_percent : REPEAT_PERCENT);
    sort(found, n);
    n = n < limit ? n : limit;
    for (size_t i = 0; i < n; i++)
        heads[i] = found[i].c;
    TRY(complaint_name(db, a, heads, n));
    for (size_t i = 0; i < n; i++)
        found[i].c = heads[i];
    *ret_list = found;
    *ret_n = n;
    return ERR_NONE;
}

/* ---- signatures ---- */

struct batch {
    struct arena *arena;
    size_t limit, done;
};

static void add_row(struct buf *json, int64_t x, int64_t y)
{
    buf_printf(json, "%s[%lld,%lld]", json->n > 1 ? "," : "", (long long)x, (long long)y);
}

static enum err sign(struct db *db, void *ctx)
{
    struct batch *b = ctx;
    struct db_rows rows;
    struct buf values = {.arena = b->arena}, done = {.arena = b->arena};
    TRY(db_query(db, b->arena, &index_list[UNSIGNED], DB_ARGS(DB_INT(b->limit)), &rows));
    b->done = rows.n;
    if (rows.n == 0)
        return ERR_NONE;
    buf_addc(&values, '[');
    buf_addc(&done, '[');
    for (size_t i = 0; i < rows.n; i++) {
        uint32_t bands[REPEAT_BANDS];
        repeat_signature(db_text(&rows, i, 2), bands);
        for (size_t k = 0; k < REPEAT_BANDS && bands[k]; k++)
            add_row(&values, bands[k], db_int(&rows, i, 0));
        add_row(&done, db_int(&rows, i, 0), db_int(&rows, i, 1));
    }
    buf_addc(&values, ']');
    buf_addc(&done, ']');
    TRY(db_run(db, &index_list[SIGN], DB_ARGS(DB_TEXT(values.p)), NULL));
    return db_run(db, &index_list[SIGNED], DB_ARGS(DB_TEXT(done.p)), NULL);
}

enum err repeat_index(struct db *db, struct arena *a, size_t limit, size_t *ret_done)
{
    struct batch b = {.arena = a, .limit = limit};
    TRY(db_tx(db, sign, &b));
    *ret_done = b.done;
    return ERR_NONE;
}

enum err repeat_forget(struct db *db, struct arena *a, int64_t complaint_id)
{
    struct db_rows rows;
    TRY(db_query(db, a, &index_list[BODIES], DB_ARGS(DB_INT(complaint_id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        uint32_t bands[REPEAT_BANDS];
        repeat_signature(db_text(&rows, i, 0), bands);
        for (size_t b = 0; b < REPEAT_BANDS; b++) {
            if (bands[b])
                TRY(db_run(db, &index_list[FORGET], DB_ARGS(DB_INT(bands[b]), DB_INT(complaint_id)), NULL));
        }
    }
    return ERR_NONE;
}
