#include "pack_store.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_receipt.h"
#include "db_parts.h"
#include "log.h"
#include "task_store.h"

#define PART_BYTES ((size_t)1 << 19)

enum { LIST, LOAD, PART };
#define COLUMNS                                                                                                                                                                         \
    "SELECT p.id, p.complaint_id, p.user_id, p.disclosure_id, p.scope, p.identity, p.whole, IF(p.state = 2 AND NOT EXISTS (SELECT 1 FROM pack_part t WHERE t.pack_id = p.id), 4, p.state), " \
    "p.hash, p.bytes, p.made_us, p.signed_us, c.number, u.name FROM pack p JOIN complaint c ON c.id = p.complaint_id JOIN app_user u ON u.id = p.user_id "
#define TYPES "iiiIiiiibiiItt"
static const struct db_stmt list[] = {
    [LIST] = {COLUMNS "WHERE p.complaint_id = ? ORDER BY p.id DESC LIMIT ?", "ii", TYPES},
    [LOAD] = {COLUMNS "WHERE p.id = ? AND p.complaint_id = ?", "ii", TYPES},
    [PART] = {"SELECT body FROM pack_part WHERE pack_id = ? AND n = ?", "ii", "b"},
};
const struct db_stmts pack_stmts = {"pack", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { PUT, PUT_PART };
static const struct db_stmt make_list[] = {
    [PUT] = {"INSERT INTO pack (complaint_id, user_id, disclosure_id, scope, identity, whole, state, hash, bytes, made_us) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?)", "iiIiiibii", ""},
    [PUT_PART] = {"INSERT INTO pack_part (pack_id, n, body) VALUES (?, ?, ?)", "iib", ""},
};
const struct db_stmts pack_make_stmts = {"pack_make", make_list, COUNT_OF(make_list), DB_STAFF};

enum { FIND, ADD_PART, READY, FAIL, EVENTS, FILES, OLD_PARTS };
static const struct db_stmt work_list[] = {
    [FIND] = {"SELECT complaint_id, state, hash, bytes FROM pack WHERE id = ?", "i", "iibi"},
    [ADD_PART] = {"INSERT INTO pack_part (pack_id, n, body) VALUES (?, ?, ?)", "iib", ""},
    [READY] = {"UPDATE pack SET state = 2, signed_us = ?, bytes = ? WHERE id = ? AND state = 1", "iii", ""},
    [FAIL] = {"UPDATE pack SET state = 3 WHERE id = ? AND state = 1", "i", ""},
    [EVENTS] = {"SELECT seq, at_us, actor_kind, IFNULL(actor_id, 0), kind, data, key_kind, key_version, hash FROM event WHERE complaint_id = ? AND seq <= ? ORDER BY seq", "ii", "iiiittiib"},
    [FILES] = {"SELECT sha256, bytes, internal, name FROM attachment WHERE complaint_id = ? AND whole = 1", "i", "biit"},
    [OLD_PARTS] = {"DELETE t FROM pack p JOIN pack_part t ON t.pack_id = p.id WHERE p.made_us < ?", "i", ""},
};
const struct db_stmts pack_work_stmts = {"pack_work", work_list, COUNT_OF(work_list), DB_JOBS};

/* ---- making ---- */

static const char *number_text(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

static enum err put_parts(struct db *db, int64_t id, struct str file)
{
    for (size_t at = 0, n = 0; at < file.n; at += PART_BYTES, n++) {
        size_t size = file.n - at < PART_BYTES ? file.n - at : PART_BYTES;
        TRY(db_run(db, &make_list[PUT_PART], DB_ARGS(DB_INT(id), DB_INT(n), DB_BYTES(file.p + at, size)), NULL));
    }
    return ERR_NONE;
}

enum err pack_put(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct pack_making *making, int64_t *ret_id)
{
    const struct pack_head *h = &making->head;
    struct db_done done;
    if (c->events != making->events)
        return ERR_STALE;
    TRY(db_run(db, &make_list[PUT],
               DB_ARGS(DB_INT(c->id), DB_INT(w->user->id), DB_ID(h->disclosure_id), DB_INT(h->scope), DB_INT(h->identity), DB_INT(h->whole), DB_BYTES(making->hash, 32), DB_INT(making->file.n),
                       DB_INT(w->now_us)),
               &done));
    *ret_id = done.id;
    TRY(put_parts(db, done.id, making->file));
    TRY(task_enqueue(db, "pack", c->id, w->now_us, timeline_data(a, "pack", number_text(a, done.id), NULL)));
    return complaint_append(db, a, w, c, "pack_made",
                            timeline_data(a, "pack", number_text(a, done.id), "hash", str_hex(a, making->hash, 32), "scope", number_text(a, h->scope), "identity", number_text(a, h->identity),
                                          "disclosure", h->disclosure_id ? number_text(a, h->disclosure_id) : NULL, "reason", *making->reason ? making->reason : NULL, NULL));
}

/* ---- reading ---- */

static struct pack_row read_row(const struct db_rows *r, size_t i)
{
    struct pack_row p = {
        .id = db_int(r, i, 0), .complaint_id = db_int(r, i, 1), .user_id = db_int(r, i, 2), .disclosure_id = db_int(r, i, 3), .scope = (enum pack_scope)db_int(r, i, 4),
        .identity = (enum pack_identity)db_int(r, i, 5), .whole = db_int(r, i, 6) != 0, .state = (enum pack_state)db_int(r, i, 7), .bytes = db_int(r, i, 9), .made_us = db_int(r, i, 10),
        .signed_us = db_int(r, i, 11), .number = db_text(r, i, 12), .maker = db_text(r, i, 13),
    };
    struct str hash = db_bytes(r, i, 8);
    if (hash.n == sizeof p.hash)
        memcpy(p.hash, hash.p, hash.n);
    return p;
}

enum err pack_list(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct pack_row **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(complaint_id), DB_INT(limit)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct pack_row);
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = read_row(&rows, i);
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err pack_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t id, struct pack_row *ret_pack)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id), DB_INT(complaint_id)), &row));
    *ret_pack = read_row(&row, 0);
    return ERR_NONE;
}

struct sending {
    struct db *db;
    int64_t id;
};

static enum err send_pack(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    const struct sending *s = ctx;
    return db_parts_put(s->db, &list[PART], DB_ARGS(DB_INT(s->id)), PART_BYTES, put, to);
}

void pack_answer(struct db *db, const struct pack_row *pack, struct http_response *resp)
{
    struct sending *s = ARENA_NEW(resp->arena, struct sending);
    *s = (struct sending){db, pack->id};
    resp->stream = send_pack;
    resp->stream_ctx = s;
    resp->stream_length = (uint64_t)pack->bytes;
}

/* ---- signing ---- */

static enum err load_file(struct db *db, struct arena *a, int64_t id, struct str *ret_file, int *ret_parts)
{
    struct buf file = {.arena = a};
    for (*ret_parts = 0;; (*ret_parts)++) {
        struct db_rows row;
        enum err e = db_one(db, a, &list[PART], DB_ARGS(DB_INT(id), DB_INT(*ret_parts)), &row);
        if (e == ERR_NOT_FOUND)
            break;
        TRY(e);
        struct str body = db_bytes(&row, 0, 0);
        buf_add(&file, body.p, body.n);
    }
    *ret_file = buf_str(&file);
    return ERR_NONE;
}

/* Of a step that is left out stands that it was, and when. */
static bool same_event(const struct pack_event *e, const struct db_rows *r, size_t i)
{
    struct str hash = db_bytes(r, i, 8);
    bool left_out = strcmp(e->kind, PACK_LEFT_OUT) == 0 && !e->data;
    bool same = left_out || (e->actor_kind == db_int(r, i, 2) && e->actor_id == db_int(r, i, 3) && strcmp(e->kind, db_text(r, i, 4)) == 0);
    return same && e->seq == db_int(r, i, 0) && e->at_us == db_int(r, i, 1) && e->key_kind == db_int(r, i, 6) && e->key_version == db_int(r, i, 7) && hash.n == 32 && memcmp(hash.p, e->hash, 32) == 0 && (!e->data || strcmp(e->data, db_text(r, i, 5)) == 0);
}

static bool known_file(const struct pack_file *f, const struct db_rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct str hash = db_bytes(r, i, 0);
        if (hash.n == 32 && memcmp(hash.p, f->sha256, 32) == 0 && db_int(r, i, 1) == f->bytes && (db_int(r, i, 2) != 0) == f->internal)
            return true;
    }
    return false;
}

/* Whether the file says what the record says; *ret_true is false when not. */
static enum err compare(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, const struct pack_content *c, bool *ret_true)
{
    struct db_rows events, files;
    int bad_seq;
    *ret_true = false;
    if (c->head.complaint_id != complaint_id)
        return ERR_NONE;
    TRY(complaint_verify(db, a, keys, complaint_id, &bad_seq));
    if (bad_seq)
        return ERR_NONE;
    TRY(db_query(db, a, &work_list[EVENTS], DB_ARGS(DB_INT(complaint_id), DB_INT(c->n_events)), &events));
    TRY(db_query(db, a, &work_list[FILES], DB_ARGS(DB_INT(complaint_id)), &files));
    if (events.n != c->n_events)
        return ERR_NONE;
    for (size_t i = 0; i < events.n; i++) {
        if (!same_event(&c->events[i], &events, i))
            return ERR_NONE;
    }
    for (size_t i = 0; i < c->n_files; i++) {
        if (!known_file(&c->files[i], &files))
            return ERR_NONE;
    }
    *ret_true = true;
    return ERR_NONE;
}

struct signing {
    int64_t id, now_us, bytes;
    int parts;
    struct str tail;
};

static enum err sign_tx(struct db *db, void *ctx)
{
    const struct signing *s = ctx;
    struct db_done done;
    TRY(db_run(db, &work_list[READY], DB_ARGS(DB_INT(s->now_us), DB_INT(s->bytes), DB_INT(s->id)), &done));
    if (done.rows == 0)
        return ERR_NONE; /* another host was faster */
    return db_run(db, &work_list[ADD_PART], DB_ARGS(DB_INT(s->id), DB_INT(s->parts), DB_BYTES(s->tail.p, s->tail.n)), NULL);
}

enum err pack_sign(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *data, int64_t now_us)
{
    struct signing s = {.now_us = now_us};
    struct db_rows row;
    struct str file;
    struct pack_content content;
    long long id;
    int version;
    bool is_true = false;
    if (!str_to_i64(str_of(timeline_get(a, data, "pack")), 1, INT64_MAX, &id))
        return ERR_INTERNAL;
    enum err e = db_one(db, a, &work_list[FIND], DB_ARGS(DB_INT(id)), &row);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && db_int(&row, 0, 1) != PACK_WAITING))
        return ERR_NONE;
    TRY(e);
    TRY(load_file(db, a, id, &file, &s.parts));
    pack_read(a, crypto_sha256, file, true, &content);
    struct str hash = db_bytes(&row, 0, 2);
    if (!content.differs && hash.n == 32 && memcmp(hash.p, content.hash, 32) == 0)
        TRY(compare(db, a, keys, db_int(&row, 0, 0), &content, &is_true));
    if (!is_true) {
        LOG(LOG_ERROR, "an evidence pack does not say what the record says and is not signed", LOG_NUM("pack", id), LOG_NUM("complaint", db_int(&row, 0, 0)));
        return db_run(db, &work_list[FAIL], DB_ARGS(DB_INT(id)), NULL);
    }
    const char *signature = crypto_signature_make(a, keys, KEY_ANCHOR, content.manifest);
    if (!signature || !crypto_key(keys, KEY_ANCHOR, &version))
        return ERR_CRYPTO;
    s.id = id;
    s.tail = pack_tail(a, version, signature);
    s.bytes = (int64_t)(file.n + s.tail.n);
    return db_tx(db, sign_tx, &s);
}

enum err pack_purge(struct db *db, int64_t before_us)
{
    return db_run(db, &work_list[OLD_PARTS], DB_ARGS(DB_INT(before_us)), NULL);
}
