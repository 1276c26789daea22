#include "staff_draft_store.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_seal.h"
#include "log.h"

enum { PUT, GET, LIST, COUNT, DELETE };
#define COLUMNS "draft_key, updated_us, wrap_version, wrapped_key, body"
#define TYPES "tiibb"
/* A prefix as a range of the primary key: '~' stands behind everything that a key may hold. */
#define BEGINS " FROM staff_draft WHERE user_id = ? AND draft_key >= ? AND draft_key < CONCAT(?, '~')"
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO staff_draft (user_id, draft_key, updated_us, wrap_version, wrapped_key, body) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
             "updated_us = VALUES(updated_us), wrap_version = VALUES(wrap_version), wrapped_key = VALUES(wrapped_key), body = VALUES(body)",
             "itiibb", ""},
    [GET] = {"SELECT " COLUMNS " FROM staff_draft WHERE user_id = ? AND draft_key = ?", "it", TYPES},
    [LIST] = {"SELECT " COLUMNS BEGINS " ORDER BY updated_us DESC, draft_key LIMIT ?", "itti", TYPES},
    [COUNT] = {"SELECT COUNT(*)" BEGINS, "itt", "i"},
    [DELETE] = {STAFF_DRAFT_DELETE, STAFF_DRAFT_DELETE_TYPES, ""},
};
const struct db_stmts staff_draft_stmts = {"staff_draft", list, COUNT_OF(list), DB_STAFF};

static const struct db_stmt purge_list[] = {
    {"DELETE FROM staff_draft WHERE updated_us < ? LIMIT 1000", "i", ""},
};
const struct db_stmts staff_draft_purge_stmts = {"staff_draft_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

#define WHERE "staff_draft.body"

static bool key_plain(const char *key)
{
    size_t n = strlen(key);
    return n > 0 && n <= STAFF_DRAFT_KEY_MAX && strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:") == n;
}

/* What the seal is bound to: nobody can move a draft to another person or another place. */
static const char *row_name(struct arena *a, int64_t user_id, const char *key)
{
    return arena_printf(a, "%lld %s", (long long)user_id, key);
}

enum err staff_draft_put(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *key, struct str body, int64_t now_us)
{
    uint8_t record_key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;
    if (!key_plain(key))
        return ERR_MALFORMED;
    if (body.n > STAFF_DRAFT_BODY_MAX)
        return ERR_TOO_LARGE;
    TRY(crypto_record_new(a, keys, WRAP_MASTER, record_key, &wrapped));
    struct str sealed = crypto_field_seal(a, record_key, WHERE, row_name(a, user_id, key), body);
    crypto_wipe(record_key, sizeof record_key);
    return db_run(db, &list[PUT],
                  DB_ARGS(DB_INT(user_id), DB_TEXT(key), DB_INT(now_us), DB_INT(wrapped.version), DB_BYTES(wrapped.bytes.p, wrapped.bytes.n), DB_BYTES(sealed.p, sealed.n)),
                  NULL);
}

enum err staff_draft_open(struct arena *a, const struct crypto_keys *keys, int64_t user_id, const struct staff_draft_sealed *sealed, struct staff_draft *ret_draft)
{
    uint8_t record_key[CRYPTO_RECORD_KEY];
    struct str plain;
    const struct crypto_wrapped wrapped = {WRAP_MASTER, sealed->wrap_version, sealed->wrapped};
    enum err e = crypto_record_open(keys, &wrapped, record_key);
    if (e == ERR_NONE) {
        e = crypto_field_open(a, record_key, WHERE, row_name(a, user_id, sealed->key), sealed->body, &plain);
        crypto_wipe(record_key, sizeof record_key);
    }
    if (e != ERR_NONE) {
        LOG(LOG_WARN, "a draft of staff does not open", LOG_NUM("user", user_id), LOG_NUM("key_version", wrapped.version));
        return ERR_NOT_FOUND;
    }
    *ret_draft = (struct staff_draft){.key = sealed->key, .body = str_cstr(a, plain), .updated_us = sealed->updated_us};
    return ERR_NONE;
}

static enum err open_row(struct arena *a, const struct crypto_keys *keys, int64_t user_id, const struct db_rows *rows, size_t i, struct staff_draft *ret_draft)
{
    const struct staff_draft_sealed sealed = {db_text(rows, i, 0), db_int(rows, i, 1), (int)db_int(rows, i, 2), db_bytes(rows, i, 3), db_bytes(rows, i, 4)};
    return staff_draft_open(a, keys, user_id, &sealed, ret_draft);
}

enum err staff_draft_get(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *key, struct staff_draft *ret_draft)
{
    struct db_rows row;
    if (!key_plain(key))
        return ERR_NOT_FOUND;
    TRY(db_one(db, a, &list[GET], DB_ARGS(DB_INT(user_id), DB_TEXT(key)), &row));
    return open_row(a, keys, user_id, &row, 0, ret_draft);
}

enum err staff_draft_list(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *prefix, size_t limit, struct staff_draft **ret_list,
                          size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(user_id), DB_TEXT(prefix), DB_TEXT(prefix), DB_INT(limit)), &rows));
    struct staff_draft *found = ARENA_ARRAY(a, rows.n, struct staff_draft);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (open_row(a, keys, user_id, &rows, i, &found[n]) == ERR_NONE)
            n++;
    }
    *ret_list = found;
    *ret_n = n;
    return ERR_NONE;
}

enum err staff_draft_count(struct db *db, struct arena *a, int64_t user_id, const char *prefix, int *ret_n)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[COUNT], DB_ARGS(DB_INT(user_id), DB_TEXT(prefix), DB_TEXT(prefix)), &row));
    *ret_n = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err staff_draft_delete(struct db *db, int64_t user_id, const char *key)
{
    return db_run(db, &list[DELETE], DB_ARGS(DB_INT(user_id), DB_TEXT(key)), NULL);
}

enum err staff_draft_purge(struct db *db, int64_t before_us, int64_t *ret_n)
{
    struct db_done done;
    TRY(db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us)), &done));
    *ret_n = done.rows;
    return ERR_NONE;
}
