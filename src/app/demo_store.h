#ifndef REDRESS_DEMO_STORE_H
#define REDRESS_DEMO_STORE_H

#include "crypto_keys.h"
#include "db.h"
#include "utc.h"

/*
 * The demo organisation and its complaints, written in bulk (multi-row inserts of text SQL: a million complaints in minutes). Every row is what the
 * pages themselves would have written: chained events, sealed identities, scope rows.
 */
struct demo_work {
    struct db *db;
    const struct crypto_keys *keys;
    const struct utc_zone *zone;
    const char *number_prefix;
    uint64_t seed;
    int64_t now_us;
};

enum err demo_has_organisation(struct db *db, struct arena *a, bool *ret_has) MUST_CHECK;
/* Into a database without one. password_hash is every demo account's. */
enum err demo_make_organisation(const struct demo_work *work, const char *password_hash) MUST_CHECK;
/* n complaints spread over the year before now_us; progress is called after each thousand. */
enum err demo_make_complaints(const struct demo_work *work, size_t n, void (*progress)(size_t done, size_t all)) MUST_CHECK;

#define DEMO_PASSCODE "DEM0DEM0DEM0DEM0" /* of every demo complaint; typed "DEMO DEMO DEMO DEMO" it is understood too */
#define DEMO_PASSWORD "Demo-Complaints-26"

/* One account for each role, with what it is for. */
struct demo_account {
    const char *login, *name, *unit, *function, *role;
    bool over_unit; /* the role is granted over the whole unit, else over the department */
};
extern const struct demo_account demo_accounts[];
extern const size_t demo_accounts_n;

/* Up to four numbers of demo complaints in different states. */
enum err demo_sample(struct db *db, struct arena *a, struct db_rows *ret_rows) MUST_CHECK;
extern const struct db_stmts demo_stmts;

#endif
