#ifndef REDRESS_LIMIT_STORE_H
#define REDRESS_LIMIT_STORE_H

#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts limit_stmts;       /* public and staff */
extern const struct db_stmts limit_purge_stmts; /* jobs */

/* Count one try of what for whom within windows of window_s; ret_tries: how many there are with it. */
enum err limit_tried(struct db *db, const struct crypto_keys *keys, const char *what, const char *who, unsigned window_s, int64_t now_us, int64_t *ret_tries) MUST_CHECK;
/* How many there were, without another one. */
enum err limit_read(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *who, unsigned window_s, int64_t now_us, int64_t *ret_tries) MUST_CHECK;
/* limit_tried; ERR_RATE when it is over max (0: no limit, and not counted). what such as "file", "lookup". */
enum err limit_count(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *who, unsigned max, unsigned window_s,
                     int64_t now_us) MUST_CHECK;
/*
 * The same as the first part of a compound statement that is a transaction (db_tx_whole): what did not come about was not counted, and there is no commit of its
 * own. Over max ends the statement with ERR_RATE.
 */
#define LIMIT_PART                                                                                                                    \
    "INSERT INTO rate_limit (bucket, window_us, count) VALUES (?, ?, LAST_INSERT_ID(1)) "                                             \
    "ON DUPLICATE KEY UPDATE count = LAST_INSERT_ID(count + 1); IF LAST_INSERT_ID() > ? THEN " DB_SIGNAL_RATE "; END IF; "
#define LIMIT_PART_TYPES "bii"
#define LIMIT_PART_VALUES 3
struct limit_part {
    uint8_t bucket[32];
    struct db_value values[LIMIT_PART_VALUES];
};
void limit_part(const struct crypto_keys *keys, const char *what, const char *who, unsigned max, unsigned window_s, int64_t now_us, struct limit_part *ret_part);
/* What stands for the sender in such a count: IPv6 hosts get whole networks, so the first half of the address. */
const char *limit_network(struct arena *a, const char *address);
/* The block of networks that the sender's is one of, which one subscriber may have whole: 48 bits of an IPv6 address, 24 of an IPv4 one; NULL for what is none. */
const char *limit_area(struct arena *a, const char *address);
/* limit_count for such a block, of which eight times max is taken, so that nobody gets round a limit by going from one of its networks to the next. */
enum err limit_count_area(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned max, unsigned window_s, int64_t now_us) MUST_CHECK;
/* limit_count for the sender's network and for its block. */
enum err limit_count_from(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned max, unsigned window_s, int64_t now_us) MUST_CHECK;
/* The same with so many at once; max 0: no limit. */
enum err limit_count_mib(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned mib, unsigned max, unsigned window_s, int64_t now_us) MUST_CHECK;
enum err limit_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
