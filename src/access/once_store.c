#include "once_store.h"

#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "log.h"

enum { ONCE_INSERT, ONCE_SELECT };
static const struct db_stmt list[] = {
    [ONCE_INSERT] = {"INSERT INTO once (key_hash, at_us, location) VALUES (?, ?, ?)", "bit", ""},
    [ONCE_SELECT] = {"SELECT location FROM once WHERE key_hash = ?", "b", "t"},
};
const struct db_stmts once_stmts = {"once", list, COUNT_OF(list), DB_ALL};

static const struct db_stmt purge_list[] = {
    {"DELETE FROM once WHERE at_us < ? LIMIT 10000", "i", ""},
};
const struct db_stmts once_purge_stmts = {"once_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

void once_hash(const struct crypto_keys *keys, const char *binding, const char *path, const char *once, uint8_t out[32])
{
    const struct crypto_part parts[] = {
        {"once", 4}, {binding, strlen(binding)}, {path, strlen(path)}, {once, strlen(once)},
    };
    const uint8_t *key = crypto_key(keys, KEY_WEB, NULL);
    if (!key) {
        log_note(LOG_ERROR, "a form was handled without web.key");
        abort();
    }
    crypto_hmac(key, parts, COUNT_OF(parts), out);
}

enum err once_claim(struct db *db, struct arena *a, const uint8_t hash[32], const char *location, int64_t now_us, const char **ret_location)
{
    enum err e = db_run(db, &list[ONCE_INSERT], DB_ARGS(DB_BYTES(hash, 32), DB_INT(now_us), DB_TEXT(location)), NULL);
    if (e != ERR_EXISTS)
        return e;
    TRY(once_find(db, a, hash, ret_location));
    return ERR_EXISTS;
}

enum err once_find(struct db *db, struct arena *a, const uint8_t hash[32], const char **ret_location)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[ONCE_SELECT], DB_ARGS(DB_BYTES(hash, 32)), &row));
    *ret_location = db_text(&row, 0, 0);
    return ERR_NONE;
}

enum err once_purge(struct db *db, int64_t before_us)
{
    return db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us)), NULL);
}
