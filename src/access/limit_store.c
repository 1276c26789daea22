#include "limit_store.h"

#include <arpa/inet.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "log.h"
#include "utc.h"

#define BUCKET_BYTES 16
#define AREA_SHARE 8 /* how many networks' worth an area may do */

/* One round trip: LAST_INSERT_ID hands the new count back, 0 stands for the first try. */
enum { COUNT, READ };
static const struct db_stmt list[] = {
    [COUNT] = {"INSERT INTO rate_limit (bucket, window_us, count) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE count = LAST_INSERT_ID(count + ?)", "biii", ""},
    [READ] = {"SELECT count FROM rate_limit WHERE bucket = ? AND window_us = ?", "bi", "i"},
};
const struct db_stmts limit_stmts = {"limit", list, COUNT_OF(list), DB_PUBLIC | DB_STAFF};

static const struct db_stmt purge_list[] = {
    {"DELETE FROM rate_limit WHERE window_us < ? LIMIT 10000", "i", ""},
};
const struct db_stmts limit_purge_stmts = {"limit_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

/* The window is in it: what one sender did in two windows cannot be brought together. */
static void bucket_of(const struct crypto_keys *keys, const char *what, const char *who, int64_t window_us, uint8_t out[32])
{
    const struct crypto_part parts[] = {{"limit", 5}, {what, strlen(what)}, {who, strlen(who)}, {&window_us, sizeof window_us}};
    const uint8_t *key = crypto_key(keys, KEY_WEB, NULL);
    if (!key) {
        log_note(LOG_ERROR, "tries were counted without web.key");
        abort();
    }
    crypto_hmac(key, parts, COUNT_OF(parts), out);
}

const char *limit_network(struct arena *a, const char *address)
{
    struct in6_addr six;
    if (inet_pton(AF_INET6, address, &six) != 1 || IN6_IS_ADDR_V4MAPPED(&six))
        return address;
    return str_hex(a, six.s6_addr, 8);
}

const char *limit_area(struct arena *a, const char *address)
{
    struct in6_addr six;
    struct in_addr four;
    if (inet_pton(AF_INET, address, &four) == 1)
        return str_hex(a, (const uint8_t *)&four.s_addr, 3);
    if (inet_pton(AF_INET6, address, &six) != 1)
        return NULL;
    return IN6_IS_ADDR_V4MAPPED(&six) ? str_hex(a, six.s6_addr + 12, 3) : str_hex(a, six.s6_addr, 6);
}

static int64_t window_of(unsigned window_s, int64_t now_us)
{
    return now_us - now_us % (window_s * UTC_SECOND_US);
}

void limit_part(const struct crypto_keys *keys, const char *what, const char *who, unsigned max, unsigned window_s, int64_t now_us, struct limit_part *ret_part)
{
    bucket_of(keys, what, who, window_of(window_s, now_us), ret_part->bucket);
    ret_part->values[0] = DB_BYTES(ret_part->bucket, BUCKET_BYTES);
    ret_part->values[1] = DB_INT(window_of(window_s, now_us));
    ret_part->values[2] = DB_INT(max ? (int64_t)max : INT64_MAX);
}

static enum err count(struct db *db, const struct crypto_keys *keys, const char *what, const char *who, unsigned n, unsigned window_s, int64_t now_us, int64_t *ret_n)
{
    uint8_t bucket[32];
    struct db_done done;
    bucket_of(keys, what, who, window_of(window_s, now_us), bucket);
    TRY(db_run(db, &list[COUNT], DB_ARGS(DB_BYTES(bucket, BUCKET_BYTES), DB_INT(window_of(window_s, now_us)), DB_INT(n), DB_INT(n)), &done));
    *ret_n = done.id ? (int64_t)done.id : (int64_t)n;
    return ERR_NONE;
}

enum err limit_tried(struct db *db, const struct crypto_keys *keys, const char *what, const char *who, unsigned window_s, int64_t now_us, int64_t *ret_tries)
{
    return count(db, keys, what, who, 1, window_s, now_us, ret_tries);
}

enum err limit_read(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *who, unsigned window_s, int64_t now_us, int64_t *ret_tries)
{
    uint8_t bucket[32];
    struct db_rows rows;
    bucket_of(keys, what, who, window_of(window_s, now_us), bucket);
    TRY(db_query(db, a, &list[READ], DB_ARGS(DB_BYTES(bucket, BUCKET_BYTES), DB_INT(window_of(window_s, now_us))), &rows));
    *ret_tries = rows.n ? db_int(&rows, 0, 0) : 0;
    return ERR_NONE;
}

enum err limit_count(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *who, unsigned max,
                     unsigned window_s, int64_t now_us)
{
    int64_t tries;
    (void)a;
    if (max == 0 || window_s == 0)
        return ERR_NONE;
    TRY(limit_tried(db, keys, what, who, window_s, now_us, &tries));
    return tries > (int64_t)max ? ERR_RATE : ERR_NONE;
}

enum err limit_count_area(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned max, unsigned window_s, int64_t now_us)
{
    const char *area = limit_area(a, address);
    const unsigned most = max > UINT_MAX / AREA_SHARE ? UINT_MAX : max * AREA_SHARE;
    return area ? limit_count(db, a, keys, arena_printf(a, "%s of an area", what), area, most, window_s, now_us) : ERR_NONE;
}

enum err limit_count_mib(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned mib, unsigned max, unsigned window_s, int64_t now_us)
{
    const char *const whose[] = {limit_network(a, address), limit_area(a, address)};
    const int64_t most[] = {max, (int64_t)max * AREA_SHARE};
    int64_t n;
    for (size_t i = 0; max && i < COUNT_OF(whose) && whose[i]; i++) {
        TRY(count(db, keys, i ? arena_printf(a, "%s of an area", what) : what, whose[i], mib, window_s, now_us, &n));
        if (n > most[i])
            return ERR_RATE;
    }
    return ERR_NONE;
}

enum err limit_count_from(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *what, const char *address, unsigned max, unsigned window_s, int64_t now_us)
{
    TRY(limit_count(db, a, keys, what, limit_network(a, address), max, window_s, now_us));
    return limit_count_area(db, a, keys, what, address, max, window_s, now_us);
}

enum err limit_purge(struct db *db, int64_t before_us)
{
    return db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us)), NULL);
}
