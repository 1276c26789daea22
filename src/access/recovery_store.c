#include "recovery_store.h"

#include "crypto_random.h"
#include "crypto_receipt.h"

enum { CLEAR, PUT, LEFT, USE, FORGIVE };
static const struct db_stmt list[] = {
    [CLEAR] = {"DELETE FROM factor_code WHERE user_id = ?", "i", ""},
    [PUT] = {"INSERT INTO factor_code (user_id, hash) SELECT ?, UNHEX(j.hash) FROM JSON_TABLE(?, '$[*]' COLUMNS (hash CHAR(64) PATH '$')) j", "it", ""},
    [LEFT] = {"SELECT COUNT(*) FROM factor_code WHERE user_id = ?", "i", "i"},
    [USE] = {"DELETE FROM factor_code WHERE user_id = ? AND hash = ?", "ib", ""},
    [FORGIVE] = {"UPDATE app_user SET failed_count = 0, failed_us = 0 WHERE id = ?", "i", ""},
};
const struct db_stmts recovery_stmts = {"recovery", list, COUNT_OF(list), DB_STAFF};

static void hash_of(struct arena *a, int64_t user_id, const char *code, uint8_t out[32])
{
    struct str text = str_of(arena_printf(a, "recovery %lld %s", (long long)user_id, code));
    crypto_sha256(text.p, text.n, out);
}

static enum err note(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, int64_t before, int64_t after)
{
    const struct change_field field = {"recovery_codes", arena_printf(a, "%lld", (long long)before), arena_printf(a, "%lld", (long long)after)};
    const struct change change = {.entity = "user", .entity_id = user_id, .kind = "edited", .fields = &field, .n_fields = 1};
    return change_note(db, a, by, &change);
}

enum err recovery_left(struct db *db, struct arena *a, int64_t user_id, int64_t *ret_n)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LEFT], DB_ARGS(DB_INT(user_id)), &row));
    *ret_n = db_int(&row, 0, 0);
    return ERR_NONE;
}

/* ---- making them ---- */

enum err recovery_put(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const char *ret_codes[RECOVERY_CODES])
{
    struct buf hashes = {.arena = a};
    struct db_done gone;
    for (size_t i = 0; i < RECOVERY_CODES; i++) {
        const char *code = crypto_random_base32(a, CRYPTO_PASSCODE_BYTES);
        uint8_t hash[32];
        hash_of(a, user_id, code, hash);
        ret_codes[i] = crypto_grouped(a, code);
        buf_printf(&hashes, "%s\"%s\"", i ? "," : "[", str_hex(a, hash, sizeof hash));
    }
    buf_adds(&hashes, "]");
    TRY(db_run(db, &list[CLEAR], DB_ARGS(DB_INT(user_id)), &gone));
    TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(user_id), DB_STR(buf_str(&hashes))), NULL));
    return note(db, a, by, user_id, gone.rows, RECOVERY_CODES);
}

struct renewing {
    struct arena *arena;
    const struct change_by *by;
    int64_t user_id;
    const char **codes;
};

static enum err renew_tx(struct db *db, void *ctx)
{
    const struct renewing *r = ctx;
    return recovery_put(db, r->arena, r->by, r->user_id, r->codes);
}

enum err recovery_renew(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const char *ret_codes[RECOVERY_CODES])
{
    struct renewing r = {.arena = a, .by = by, .user_id = user_id, .codes = ret_codes};
    return db_tx(db, renew_tx, &r);
}

/* ---- using one ---- */

bool recovery_looks_like(struct arena *a, const char *typed)
{
    return crypto_passcode_read(a, typed) != NULL;
}

struct using {
    struct arena *arena;
    const struct change_by *by;
    int64_t user_id;
    uint8_t hash[32];
};

static enum err use_tx(struct db *db, void *ctx)
{
    const struct using *u = ctx;
    struct db_done done;
    int64_t left;
    TRY(db_run(db, &list[USE], DB_ARGS(DB_INT(u->user_id), DB_BYTES(u->hash, sizeof u->hash)), &done));
    if (done.rows == 0)
        return ERR_INPUT;
    TRY(db_run(db, &list[FORGIVE], DB_ARGS(DB_INT(u->user_id)), NULL));
    TRY(recovery_left(db, u->arena, u->user_id, &left));
    return note(db, u->arena, u->by, u->user_id, left + 1, left);
}

enum err recovery_use(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *typed, int64_t now_us)
{
    const struct access_user self = {.id = user_id};
    const struct change_by by = {.keys = keys, .actor = &self, .now_us = now_us};
    struct using u = {.arena = a, .by = &by, .user_id = user_id};
    const char *code = crypto_passcode_read(a, typed);
    if (!code)
        return ERR_INPUT;
    hash_of(a, user_id, code, u.hash);
    return db_tx(db, use_tx, &u);
}
