#include "draft_store.h"

#include <string.h>

#include "basis_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "crypto_seal.h"
#include "draft_shelf_store.h"
#include "utc.h"

/* IFNULL keeps the update off the index of complaint_id, where all drafts that were not sent stand in one place: visitors would wait for each other. */
enum { DRAFT_INSERT, DRAFT_SELECT, DRAFT_SELECT_ALL, DRAFT_UPDATE, DRAFT_DELETE };
static const struct db_stmt statements[] = {
    [DRAFT_INSERT] = {"INSERT INTO draft (token_hash, created_us, updated_us, sealed) VALUES (?, ?, ?, ?)", "biib", ""},
    [DRAFT_SELECT] = {"SELECT sealed, complaint_id, updated_us FROM draft WHERE token_hash = ?", "b", "bIi"},
    [DRAFT_SELECT_ALL] = {"SELECT sealed, complaint_id, updated_us, " BASIS_VERSION ", (SELECT COUNT(*) FROM staged_attachment f WHERE f.stage_hash = d.token_hash AND f.whole = 1) "
                          "FROM draft d WHERE token_hash = ?",
                          "b", "bIiIi"},
    [DRAFT_UPDATE] = {"UPDATE draft SET sealed = ?, updated_us = ? WHERE token_hash = ? AND IFNULL(complaint_id, 0) = 0", "bib", ""},
    [DRAFT_DELETE] = {"DELETE FROM draft WHERE token_hash = ?", "b", ""},
};
const struct db_stmts draft_stmts = {"draft", statements, COUNT_OF(statements), DB_PUBLIC};

enum { CODE_PUT, CODE_SELECT, CODE_DELETE };
static const struct db_stmt code_statements[] = {
    [CODE_PUT] = {"BEGIN NOT ATOMIC START TRANSACTION; DELETE FROM draft_code WHERE draft_hash = ?; INSERT INTO draft_code (code_hash, draft_hash, sealed, until_us) VALUES (?, ?, ?, ?); COMMIT; END", "bbbbi", ""},
    [CODE_SELECT] = {"SELECT k.sealed FROM draft_code k JOIN draft d ON d.token_hash = k.draft_hash WHERE k.code_hash = ? AND k.until_us > ? AND IFNULL(d.complaint_id, 0) = 0", "bi", "b"},
    [CODE_DELETE] = {"DELETE FROM draft_code WHERE code_hash = ?", "b", ""},
};
const struct db_stmts draft_code_stmts = {"draft_code", code_statements, COUNT_OF(code_statements), DB_PUBLIC};

static const struct db_stmt purge_statements[] = {
    {"DELETE FROM draft WHERE updated_us < ? LIMIT 1000", "i", ""},
};
const struct db_stmts draft_purge_stmts = {"draft_purge", purge_statements, COUNT_OF(purge_statements), DB_JOBS};

#define DRAFT_PURPOSE "draft"

static struct str token_of(const struct draft_stored *draft)
{
    return (struct str){(const char *)draft->token, DRAFT_TOKEN};
}

static enum err seal(struct arena *a, const struct crypto_keys *keys, const struct draft_stored *draft, struct str *ret_sealed)
{
    struct str plain = portal_draft_write(a, &draft->content);
    *ret_sealed = crypto_blob_seal(a, keys, DRAFT_PURPOSE, token_of(draft), plain);
    return ret_sealed->n > 0 ? ERR_NONE : ERR_CRYPTO;
}

enum err draft_new(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char **ret_cookie)
{
    struct portal_draft empty;
    portal_draft_empty(&empty);
    return draft_begin(db, shelf, a, keys, &empty, now_us, ret_cookie);
}

enum err draft_begin(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const struct portal_draft *content, int64_t now_us, const char **ret_cookie)
{
    struct draft_stored draft = {.updated_us = now_us, .content = *content};
    crypto_random(draft.token, DRAFT_TOKEN);
    crypto_sha256(draft.token, DRAFT_TOKEN, draft.hash);
    struct str sealed;
    TRY(seal(a, keys, &draft, &sealed));
    TRY(db_run(db, &statements[DRAFT_INSERT],
               DB_ARGS(DB_BYTES(draft.hash, 32), DB_INT(now_us), DB_INT(now_us), DB_BYTES(sealed.p, sealed.n)), NULL));
    draft_shelf_put(shelf, draft.hash, now_us, sealed, utc_monotonic_us());
    *ret_cookie = str_base64url(a, draft.token, DRAFT_TOKEN);
    return ERR_NONE;
}

static enum err read_token(const char *cookie, struct draft_stored *draft)
{
    size_t n = 0;
    if (!str_unbase64url(str_of(cookie), draft->token, DRAFT_TOKEN, &n) || n != DRAFT_TOKEN)
        return ERR_NOT_FOUND;
    crypto_sha256(draft->token, DRAFT_TOKEN, draft->hash);
    return ERR_NONE;
}

static enum err unseal(struct arena *a, const struct crypto_keys *keys, struct str sealed, int64_t not_before_us, struct draft_stored *draft)
{
    struct str plain;
    if (draft->updated_us < not_before_us || crypto_blob_open(a, keys, DRAFT_PURPOSE, token_of(draft), sealed, &plain) != ERR_NONE ||
        !portal_draft_read(a, plain, &draft->content))
        return ERR_NOT_FOUND;
    return ERR_NONE;
}

static enum err load(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *cookie, int64_t not_before_us, struct str *ret_sealed,
                     struct draft_stored *ret_draft)
{
    struct draft_stored draft = {0};
    struct db_rows row;
    bool all = db_kept_unknown(db);
    TRY(read_token(cookie, &draft));
    TRY(db_one(db, a, &statements[all ? DRAFT_SELECT_ALL : DRAFT_SELECT], DB_ARGS(DB_BYTES(draft.hash, 32)), &row));
    if (all)
        db_kept_version(db, db_int(&row, 0, 3));
    draft.n_files = all ? db_int(&row, 0, 4) : -1;
    draft.updated_us = db_int(&row, 0, 2);
    draft.complaint_id = db_int(&row, 0, 1);
    *ret_sealed = db_bytes(&row, 0, 0);
    TRY(unseal(a, keys, *ret_sealed, not_before_us, &draft));
    *ret_draft = draft;
    return ERR_NONE;
}

enum err draft_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *cookie, int64_t now_us, int64_t ttl_us,
                    struct draft_stored *ret_draft)
{
    struct str sealed;
    return load(db, a, keys, cookie, now_us - ttl_us, &sealed, ret_draft);
}

enum err draft_look(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const char *cookie, const char *seen, int64_t now_us, int64_t ttl_us,
                    struct draft_stored *ret_draft)
{
    struct draft_stored draft = {.n_files = -1};
    struct str sealed;
    long long seen_us;
    TRY(read_token(cookie, &draft));
    if (!str_to_i64(str_of(seen), 1, INT64_MAX, &seen_us) || !draft_shelf_get(shelf, draft.hash, seen_us, utc_monotonic_us(), a, &sealed)) {
        TRY(load(db, a, keys, cookie, now_us - ttl_us, &sealed, ret_draft));
        if (!ret_draft->complaint_id)
            draft_shelf_put(shelf, ret_draft->hash, ret_draft->updated_us, sealed, utc_monotonic_us());
        return ERR_NONE;
    }
    draft.updated_us = seen_us;
    TRY(unseal(a, keys, sealed, now_us - ttl_us, &draft));
    *ret_draft = draft;
    return ERR_NONE;
}

const char *draft_seen(struct arena *a, int64_t now_us)
{
    return arena_printf(a, "%lld", (long long)now_us);
}

enum err draft_save(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const struct draft_stored *draft, int64_t now_us)
{
    struct str sealed;
    TRY(seal(a, keys, draft, &sealed));
    struct db_done done;
    TRY(db_run(db, &statements[DRAFT_UPDATE], DB_ARGS(DB_BYTES(sealed.p, sealed.n), DB_INT(now_us), DB_BYTES(draft->hash, 32)), &done));
    if (done.rows != 1) {
        draft_shelf_drop(shelf, draft->hash);
        return ERR_STATE;
    }
    draft_shelf_put(shelf, draft->hash, now_us, sealed, utc_monotonic_us());
    return ERR_NONE;
}

enum err draft_delete(struct db *db, struct draft_shelf *shelf, const uint8_t hash[32])
{
    draft_shelf_drop(shelf, hash);
    return db_run(db, &statements[DRAFT_DELETE], DB_ARGS(DB_BYTES(hash, 32)), NULL);
}

enum err draft_purge(struct db *db, int64_t before_us, int64_t *ret_n)
{
    struct db_done done;
    TRY(db_run(db, &purge_statements[0], DB_ARGS(DB_INT(before_us)), &done));
    *ret_n = done.rows;
    return ERR_NONE;
}

/* ---- going on on another device ---- */

#define CODE_PURPOSE "draft code"
/* In place of a complaint's number, so that a passcode never is a code. */
#define CODE_KIND "draft"

enum err draft_code_make(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct draft_stored *draft, int64_t until_us, const char **ret_code)
{
    uint8_t chance[32], hash[32];
    crypto_random(chance, sizeof chance);
    const char *code = crypto_passcode_of(a, keys, (struct str){(const char *)chance, sizeof chance});
    if (!code || !crypto_passcode_hash(keys, CODE_KIND, code, hash))
        return ERR_CRYPTO;
    const struct str sealed = crypto_blob_seal(a, keys, CODE_PURPOSE, str_of(code), token_of(draft));
    if (sealed.n == 0)
        return ERR_CRYPTO;
    const struct db_value args[] = {DB_BYTES(draft->hash, 32), DB_BYTES(hash, 32), DB_BYTES(draft->hash, 32), DB_BYTES(sealed.p, sealed.n), DB_INT(until_us)};
    TRY(db_tx_whole(db, &code_statements[CODE_PUT], args, COUNT_OF(args)));
    *ret_code = code;
    return ERR_NONE;
}

enum err draft_code_use(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *code, int64_t now_us, const char **ret_cookie)
{
    uint8_t hash[32];
    struct db_rows row;
    struct db_done done;
    struct str token;
    const char *read = crypto_passcode_read(a, code);
    if (!read || !crypto_passcode_hash(keys, CODE_KIND, read, hash))
        return ERR_NOT_FOUND;
    TRY(db_one(db, a, &code_statements[CODE_SELECT], DB_ARGS(DB_BYTES(hash, 32), DB_INT(now_us)), &row));
    if (crypto_blob_open(a, keys, CODE_PURPOSE, str_of(read), db_bytes(&row, 0, 0), &token) != ERR_NONE || token.n != DRAFT_TOKEN)
        return ERR_NOT_FOUND;
    TRY(db_run(db, &code_statements[CODE_DELETE], DB_ARGS(DB_BYTES(hash, 32)), &done));
    /* Somebody else used it since it was read: it opens one device. */
    if (done.rows != 1)
        return ERR_NOT_FOUND;
    *ret_cookie = str_base64url(a, token.p, token.n);
    return ERR_NONE;
}
