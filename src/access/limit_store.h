#ifndef REDRESS_LIMIT_STORE_H
#define REDRESS_LIMIT_STORE_H

#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts limit_stmts;       /* public and staff */
extern const struct db_stmts limit_purge_stmts; /* jobs */

/* Count one try of what for whom within windows of window_s; ERR_RATE when it is over max (0: no limit). what such as "file", "lookup". */
enum err limit_count(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *who, unsigned max, unsigned window_s,
                     int64_t now_us) MUST_CHECK;
/* What stands for the sender in such a count: IPv6 hosts get whole networks, so the first half of the address. */
const char *limit_network(struct arena *a, const char *address);
enum err limit_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
