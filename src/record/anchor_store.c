#include "anchor_store.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_receipt.h"
#include "log.h"

#define RANGE 2000
#define READ_ARENA ((size_t)16 << 20)
#define LIST_MAX 4000
/* A record of the change log of this age has been committed, and so have all that were numbered before it. */
#define SETTLED_US (10 * UTC_MINUTE_US)
#define ROW "SELECT id, day, begun_us, made_us, timelines, changes_from, changes_to, before_digest, digest, key_version, signature FROM anchor "
#define ROW_TYPES "iiiIIiiBBIT"

enum { NEWEST, CHANGES, BEGIN, HOLD, NEXT, PUT, CHAINED, LOGGED, BEFORE, COUNT, SIGN, SIGNED };
static const struct db_stmt list[] = {
    [NEWEST] = {ROW "ORDER BY id DESC LIMIT 1", "", ROW_TYPES},
    [CHANGES] = {"SELECT IFNULL((SELECT id FROM change_log FORCE INDEX (change_log_at) WHERE at_us < ? ORDER BY at_us DESC, id DESC LIMIT 1), 0)", "i", "i"},
    [BEGIN] = {"INSERT INTO anchor (day, begun_us, changes_from, changes_to) VALUES (?, ?, ?, ?)", "iiii", ""},
    [HOLD] = {"SELECT made_us FROM anchor WHERE id = ? FOR UPDATE", "i", "I"},
    [NEXT] = {"SELECT c.id, c.events, HEX(c.chain_hash), EXISTS (SELECT 1 FROM anchor_head h WHERE h.complaint_id = c.id AND (h.seq = c.events OR h.anchor_id = ?)) FROM complaint c "
              "WHERE c.id > ? ORDER BY c.id LIMIT ?",
              "iii", "iiti"},
    [PUT] = {"INSERT INTO anchor_head (anchor_id, complaint_id, seq, hash) SELECT ?, j.id, j.seq, UNHEX(j.hash) FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', seq INT PATH '$[1]', "
             "hash CHAR(64) PATH '$[2]')) j",
             "it", ""},
    [CHAINED] = {"SELECT h.complaint_id, h.seq, h.hash, e.hash FROM anchor_head h LEFT JOIN event e ON e.complaint_id = h.complaint_id AND e.seq = h.seq WHERE h.anchor_id = ? AND h.complaint_id > ? "
                 "ORDER BY h.complaint_id LIMIT ?",
                 "iii", "iibB"},
    [LOGGED] = {"SELECT id, hash FROM change_log WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", "iii", "ib"},
    [BEFORE] = {ROW "WHERE id < ? AND made_us IS NOT NULL ORDER BY id DESC LIMIT 1", "i", ROW_TYPES},
    [COUNT] = {"SELECT COUNT(*) FROM anchor_head WHERE anchor_id = ?", "i", "i"},
    [SIGN] = {"UPDATE anchor SET made_us = ?, timelines = ?, before_digest = ?, digest = ?, key_version = ?, signature = ? WHERE id = ?", "iibbiti", ""},
    [SIGNED] = {ROW "WHERE day > ? AND made_us IS NOT NULL ORDER BY id LIMIT ?", "ii", ROW_TYPES},
};
const struct db_stmts anchor_stmts = {"anchor", list, COUNT_OF(list), DB_JOBS};

static void take_digest(struct str from, uint8_t out[32])
{
    memset(out, 0, 32);
    if (from.n == 32)
        memcpy(out, from.p, 32);
}

static struct anchor read_one(const struct db_rows *r, size_t i)
{
    struct anchor x = {
        .id = db_int(r, i, 0), .day = (int)db_int(r, i, 1), .begun_us = db_int(r, i, 2), .made_us = db_int(r, i, 3), .timelines = db_int(r, i, 4), .changes_from = db_int(r, i, 5),
        .changes_to = db_int(r, i, 6), .key_version = (int)db_int(r, i, 9), .signature = db_text(r, i, 10),
    };
    take_digest(db_bytes(r, i, 7), x.before);
    take_digest(db_bytes(r, i, 8), x.digest);
    return x;
}

/* ---- what it holds ---- */

static void add_number(uint8_t *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)(number >> 8 * (bytes - 1 - i));
}

static void add_head(struct crypto_hash *h, int64_t complaint_id, int seq, const uint8_t hash[32])
{
    uint8_t head[13] = {'t'};
    add_number(head + 1, (uint64_t)complaint_id, 8);
    add_number(head + 9, (uint32_t)seq, 4);
    crypto_hash_add(h, head, sizeof head);
    crypto_hash_add(h, hash, 32);
}

static void add_change(struct crypto_hash *h, int64_t id, const uint8_t hash[32])
{
    uint8_t head[9] = {'c'};
    add_number(head + 1, (uint64_t)id, 8);
    crypto_hash_add(h, head, sizeof head);
    crypto_hash_add(h, hash, 32);
}

static enum err digest_heads(struct db *db, struct arena *part, const struct anchor *x, struct crypto_hash *hash, struct anchor_finding *finding)
{
    int64_t after = 0;
    for (size_t n = RANGE; n == RANGE; arena_reset(part)) {
        struct db_rows rows;
        TRY(db_query(db, part, &list[CHAINED], DB_ARGS(DB_INT(x->id), DB_INT(after), DB_INT(RANGE)), &rows));
        n = rows.n;
        for (size_t i = 0; i < n; i++) {
            struct str held = db_bytes(&rows, i, 2), there = db_bytes(&rows, i, 3);
            after = db_int(&rows, i, 0);
            if (held.n != 32)
                return ERR_DB;
            add_head(hash, after, (int)db_int(&rows, i, 1), (const uint8_t *)held.p);
            if (!finding->complaint_id && (there.n != 32 || memcmp(held.p, there.p, 32) != 0)) {
                finding->complaint_id = after;
                finding->seq = (int)db_int(&rows, i, 1);
            }
        }
    }
    return ERR_NONE;
}

static enum err digest_changes(struct db *db, struct arena *part, const struct anchor *x, struct crypto_hash *hash)
{
    int64_t after = x->changes_from;
    for (size_t n = RANGE; n == RANGE; arena_reset(part)) {
        struct db_rows rows;
        TRY(db_query(db, part, &list[LOGGED], DB_ARGS(DB_INT(after), DB_INT(x->changes_to), DB_INT(RANGE)), &rows));
        n = rows.n;
        for (size_t i = 0; i < n; i++) {
            struct str held = db_bytes(&rows, i, 1);
            after = db_int(&rows, i, 0);
            if (held.n != 32)
                return ERR_DB;
            add_change(hash, after, (const uint8_t *)held.p);
        }
    }
    return ERR_NONE;
}

/* Ranges are read into memory of their own, so that a million timelines need no more than a few. */
static enum err digest_of(struct db *db, const struct anchor *x, uint8_t ret_digest[32], struct anchor_finding *ret_finding)
{
    struct arena *kept = arena_new(READ_ARENA), *part = arena_new(READ_ARENA);
    struct crypto_hash *hash = crypto_hash_new(kept);
    enum err e = digest_heads(db, part, x, hash, ret_finding);
    if (e == ERR_NONE)
        e = digest_changes(db, part, x, hash);
    crypto_hash_end(hash, ret_digest);
    arena_free(part);
    arena_free(kept);
    return e;
}

/* ---- making it ---- */

static enum err begin(struct db *db, struct arena *a, const struct anchor *newest, int day, int64_t now_us, struct anchor_progress *p)
{
    struct db_rows row;
    struct db_done done;
    TRY(db_one(db, a, &list[CHANGES], DB_ARGS(DB_INT(now_us - SETTLED_US)), &row));
    int64_t to = db_int(&row, 0, 0) > newest->changes_to ? db_int(&row, 0, 0) : newest->changes_to;
    enum err e = db_run(db, &list[BEGIN], DB_ARGS(DB_INT(day), DB_INT(now_us), DB_INT(newest->changes_to), DB_INT(to)), &done);
    if (e == ERR_EXISTS) /* another host: found as the newest next time */
        return ERR_NONE;
    TRY(e);
    p->id = done.id;
    p->cursor = 0;
    return ERR_NONE;
}

/* One that was begun and not signed comes first, of whatever day. */
static enum err find_or_begin(struct db *db, struct arena *a, int day, int64_t now_us, struct anchor_progress *p)
{
    struct db_rows rows;
    struct anchor newest = {0};
    TRY(db_query(db, a, &list[NEWEST], DB_NO_ARGS, &rows));
    if (rows.n > 0)
        newest = read_one(&rows, 0);
    if (newest.id && !newest.made_us) {
        p->id = newest.id;
        p->cursor = 0;
        return ERR_NONE;
    }
    if (newest.day >= day) {
        p->signed_day = day;
        return ERR_NONE;
    }
    return begin(db, a, &newest, day, now_us, p);
}

struct making {
    struct arena *arena;
    const struct crypto_keys *keys;
    int64_t id, after, now_us;
    const char *heads;   /* JSON of a range; "" none in it */
    bool range_last;     /* in: no more than what is read now is there */
    struct anchor made;  /* once signed */
};

/* Whoever came first has signed it. */
static enum err hold(struct db *db, struct making *m, bool *ret_signed)
{
    struct db_rows row;
    TRY(db_one(db, m->arena, &list[HOLD], DB_ARGS(DB_INT(m->id)), &row));
    *ret_signed = !db_is_null(&row, 0, 0);
    return ERR_NONE;
}

static enum err gather_tx(struct db *db, void *ctx)
{
    struct making *m = ctx;
    struct db_rows rows;
    struct buf heads = {.arena = m->arena};
    int64_t after = m->after;
    bool is_signed;
    TRY(hold(db, m, &is_signed));
    if (is_signed)
        return ERR_STATE;
    TRY(db_query(db, m->arena, &list[NEXT], DB_ARGS(DB_INT(m->id), DB_INT(after), DB_INT(RANGE)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        after = db_int(&rows, i, 0);
        if (!db_int(&rows, i, 3))
            buf_printf(&heads, "%s[%lld,%lld,\"%s\"]", heads.n ? "," : "[", (long long)after, (long long)db_int(&rows, i, 1), db_text(&rows, i, 2));
    }
    if (heads.n) {
        buf_adds(&heads, "]");
        TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(m->id), DB_STR(buf_str(&heads))), NULL));
    }
    m->range_last = rows.n < RANGE;
    m->after = after;
    return ERR_NONE;
}

static enum err sign_tx(struct db *db, void *ctx)
{
    struct making *m = ctx;
    struct anchor_finding none = {0};
    struct db_rows rows;
    bool is_signed;
    TRY(hold(db, m, &is_signed));
    if (is_signed)
        return ERR_STATE;
    TRY(db_one(db, m->arena, &list[NEWEST], DB_NO_ARGS, &rows));
    struct anchor x = read_one(&rows, 0);
    TRY(db_query(db, m->arena, &list[BEFORE], DB_ARGS(DB_INT(x.id)), &rows));
    if (rows.n > 0)
        memcpy(x.before, read_one(&rows, 0).digest, sizeof x.before);
    TRY(db_one(db, m->arena, &list[COUNT], DB_ARGS(DB_INT(x.id)), &rows));
    x.timelines = db_int(&rows, 0, 0);
    TRY(digest_of(db, &x, x.digest, &none));
    if (!crypto_key(m->keys, KEY_ANCHOR, &x.key_version) || !(x.signature = crypto_signature_make(m->arena, m->keys, KEY_ANCHOR, anchor_text(m->arena, &x))))
        return ERR_CRYPTO;
    m->made = x;
    return db_run(db, &list[SIGN],
                  DB_ARGS(DB_INT(m->now_us), DB_INT(x.timelines), DB_BYTES(x.before, 32), DB_BYTES(x.digest, 32), DB_INT(x.key_version), DB_TEXT(x.signature), DB_INT(x.id)), NULL);
}

enum err anchor_go_on(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct utc_zone *zone, int64_t now_us, struct anchor_progress *p, bool *ret_more)
{
    int day = anchor_day_of(now_us, zone);
    struct making m = {.arena = a, .keys = keys, .id = p->id, .after = p->cursor, .now_us = now_us};
    *ret_more = false;
    if (p->signed_day == day)
        return ERR_NONE;
    if (!p->id) {
        TRY(find_or_begin(db, a, day, now_us, p));
        *ret_more = p->signed_day != day;
        return ERR_NONE;
    }
    enum err e = db_tx(db, gather_tx, &m);
    if (e == ERR_NONE && m.range_last)
        e = db_tx(db, sign_tx, &m);
    if (e != ERR_NONE && e != ERR_STATE)
        return e;
    *ret_more = true;
    p->cursor = m.after;
    if (e == ERR_STATE || m.range_last)
        p->id = 0; /* signed: the newest is looked at again */
    if (m.made.id)
        LOG(LOG_INFO, "anchor", LOG_TEXT("line", anchor_line(a, &m.made)));
    return ERR_NONE;
}

/* ---- looking at it again ---- */

enum err anchor_list(struct db *db, struct arena *a, int after_day, struct anchor **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[SIGNED], DB_ARGS(DB_INT(after_day), DB_INT(LIST_MAX)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct anchor);
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = read_one(&rows, i);
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err anchor_verify(struct db *db, const struct crypto_keys *keys, const struct anchor *x, struct anchor_finding *ret_finding)
{
    struct arena *a = arena_new(READ_ARENA);
    const uint8_t *key = crypto_signature_key(keys, KEY_ANCHOR, x->key_version);
    uint8_t digest[32];
    *ret_finding = (struct anchor_finding){.forged = !key || !crypto_signature_by(key, anchor_text(a, x), x->signature)};
    arena_free(a);
    enum err e = digest_of(db, x, digest, ret_finding);
    ret_finding->digest_other = e == ERR_NONE && memcmp(digest, x->digest, sizeof digest) != 0;
    return e;
}
