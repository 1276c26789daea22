#ifndef REDRESS_ASIDE_STORE_H
#define REDRESS_ASIDE_STORE_H

#include "aside.h"
#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts aside_stmts;       /* staff */
extern const struct db_stmts aside_purge_stmts; /* jobs */

/* The key of a draft: what is written to a complaint. */
const char *aside_draft_key(struct arena *a, const char *number, const char *what);
enum err aside_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct aside_of *of, int64_t now_us, struct aside *ret_aside) MUST_CHECK;
/* He looks at it. */
enum err aside_seen(struct db *db, const struct aside_of *of, int64_t now_us) MUST_CHECK;
/* jobs: of those who do not any more, in pieces. */
enum err aside_purge(struct db *db, int64_t before_us, int64_t *ret_n) MUST_CHECK;

#endif
