#ifndef REDRESS_STORE_TEST_H
#define REDRESS_STORE_TEST_H

#include <check.h>

#include "db.h"

/*
 * What the store tests stand on. The server is the one of REDRESS_TEST_SOCKET (tests/lib/mariadb.sh), reached as root; the database REDRESS_TEST_DB
 * is made anew by the runner, migrated, and its pools' users have their grants. Tests run in processes of their own, so each opens its own
 * connection.
 */

/* The connection settings of a pool's own user; pool 0 is root. name NULL: the test database. */
struct db_config store_test_config(unsigned pool, const char *name);
/* Connected as root, with these tables of any pool prepared (NULL-terminated; NULL: none). */
struct db *store_test_open(const struct db_stmts *const *tables);
/* Connected as the user of the pool, with the tables it takes. */
struct db *store_test_open_as(unsigned pool, const struct db_stmts *const *tables);
const char *store_test_user(unsigned pool);
/* A path below the top of the source tree. */
const char *store_test_path(const char *below);

/* Make an empty database of this name, as root. */
void store_test_create(const char *name);
/* Text SQL as root, in the test database; fails the test on an error. printf-like. */
void store_test_sql(struct db *db, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The first cell of a SELECT of one number, or of one text (in the arena). */
int64_t store_test_number(struct db *db, struct arena *a, const char *sql);
const char *store_test_text(struct db *db, struct arena *a, const char *sql);

/* The runner's own preparation: database, migrations, users, grants. */
void store_test_prepare(void);

#define ASSERT_ERR(expression, expected) ck_assert_str_eq(err_name(expression), err_name(expected))
#define ASSERT_OK(expression) ASSERT_ERR(expression, ERR_NONE)

/* So many processes do the same at once, each told its number; every one must return 0. What they need of the database they open themselves. */
void store_test_race(int rivals, int (*work)(int rival, int64_t at_us), int64_t at_us);

#endif
