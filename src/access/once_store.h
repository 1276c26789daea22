#ifndef REDRESS_ONCE_STORE_H
#define REDRESS_ONCE_STORE_H

#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts once_stmts;       /* every pool */
extern const struct db_stmts once_purge_stmts; /* jobs */

/* Idempotency (bar promise 3). The hash of a form's once key, bound to who sent it (session or visitor secret) and where. */
void once_hash(const struct crypto_keys *keys, const char *binding, const char *path, const char *once, uint8_t out[32]);
/*
 * Within the running transaction, before anything else: ERR_NONE when this form comes for the first time (its location is kept), ERR_EXISTS when it was carried
 * out before, with where it led.
 */
enum err once_claim(struct db *db, struct arena *a, const uint8_t hash[32], const char *location, int64_t now_us, const char **ret_location) MUST_CHECK;
/* Where a form led that was carried out; ERR_NOT_FOUND when it was not. */
enum err once_find(struct db *db, struct arena *a, const uint8_t hash[32], const char **ret_location) MUST_CHECK;
enum err once_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
