#ifndef REDRESS_RECOVERY_STORE_H
#define REDRESS_RECOVERY_STORE_H

#include "change_store.h"

extern const struct db_stmts recovery_stmts; /* staff */

/*
 * Recovery codes: each lets its owner in once without the authenticator app (bar section 2). 16 Crockford characters, shown once when they are made; only hashes are stored.
 */
#define RECOVERY_CODES 10

/* Fresh codes in place of all others, in groups of four, with an entry in the change log. Within the running transaction. */
enum err recovery_put(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const char *ret_codes[RECOVERY_CODES]) MUST_CHECK;
/* The same as a transaction of its own. */
enum err recovery_renew(struct db *db, struct arena *a, const struct change_by *by, int64_t user_id, const char *ret_codes[RECOVERY_CODES]) MUST_CHECK;
enum err recovery_left(struct db *db, struct arena *a, int64_t user_id, int64_t *ret_n) MUST_CHECK;
/* Whether that was typed as one; a code of the app is none. */
bool recovery_looks_like(struct arena *a, const char *typed);
/* Use one up, in a transaction, with an entry in the change log. ERR_INPUT: it is none of this person's, or was used. */
enum err recovery_use(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t user_id, const char *typed, int64_t now_us) MUST_CHECK;

#endif
