#ifndef REDRESS_DRAFT_STORE_H
#define REDRESS_DRAFT_STORE_H

#include "crypto_keys.h"
#include "db.h"
#include "draft_shelf_store.h"
#include "portal_draft.h"

extern const struct db_stmts draft_stmts;      /* public pool */
extern const struct db_stmts draft_code_stmts;  /* public pool */
extern const struct db_stmts draft_purge_stmts; /* jobs */

/*
 * Drafts of the website's form. Each is a row under the SHA-256 of a 32-byte token that only the visitor's cookie holds; its content is sealed under that
 * token. The token is the submission token as well: the passcode comes from it, and filing the same one twice gives one complaint. shelf may be NULL.
 */
#define DRAFT_TOKEN 32

struct draft_stored {
    uint8_t token[DRAFT_TOKEN], hash[32]; /* hash: key of the row, submission hash and stage of its files */
    struct portal_draft content;
    int64_t complaint_id; /* what it became; 0 while it is being written */
    int64_t updated_us;
    int64_t n_files; /* staged for it; -1: not counted, which only a page that may be a moment old leaves out */
};

/* A fresh, empty draft; ret_cookie is what the visitor keeps. */
enum err draft_new(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char **ret_cookie) MUST_CHECK;
/* The same, with what is known of it from the start. */
enum err draft_begin(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const struct portal_draft *content, int64_t now_us, const char **ret_cookie) MUST_CHECK;
/* The draft of a cookie. ERR_NOT_FOUND: none, older than ttl_us, or not to be opened. */
enum err draft_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *cookie, int64_t now_us, int64_t ttl_us,
                    struct draft_stored *ret_draft) MUST_CHECK;
/*
 * The same for a page that only shows: without a statement when this machine has kept the state of seen (draft_seen), else as draft_load. What was done to the
 * draft elsewhere within DRAFT_SHELF_AGE_US may not be in it.
 */
enum err draft_look(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const char *cookie, const char *seen, int64_t now_us, int64_t ttl_us,
                    struct draft_stored *ret_draft) MUST_CHECK;
/* What the visitor's browser keeps beside the cookie: which state it has seen, that of the save at now_us. */
const char *draft_seen(struct arena *a, int64_t now_us);
/* ERR_STATE once it has become a complaint. */
enum err draft_save(struct db *db, struct draft_shelf *shelf, struct arena *a, const struct crypto_keys *keys, const struct draft_stored *draft, int64_t now_us) MUST_CHECK;
enum err draft_delete(struct db *db, struct draft_shelf *shelf, const uint8_t hash[32]) MUST_CHECK;
/* jobs: those last saved before before_us, at most 1000 at a time. */
enum err draft_purge(struct db *db, int64_t before_us, int64_t *ret_n) MUST_CHECK;

/*
 * Going on on another device: a code that is shown once and leads to the draft until until_us, once. A new one takes the place of the last. ret_code is for crypto_grouped.
 */
enum err draft_code_make(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct draft_stored *draft, int64_t until_us, const char **ret_code) MUST_CHECK;
/* code in any writing. ERR_NOT_FOUND: wrong, used, past its time, or its draft has been sent or is gone. */
enum err draft_code_use(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *code, int64_t now_us, const char **ret_cookie) MUST_CHECK;

#endif
