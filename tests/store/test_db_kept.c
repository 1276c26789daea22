#include <string.h>
#include <unistd.h>

#include "db_private.h"
#include "store_test.h"

/* ---- statements of a table of our own: the row 'version' is the version, the others are what is kept ---- */

enum { VERSION, NAMES, SET, RAISE, CONNECTION, KILL };
static const struct db_stmt list[] = {
    [VERSION] = {"SELECT n FROM db_kept_test WHERE name = 'version'", "", "i"},
    [NAMES] = {"SELECT name FROM db_kept_test WHERE name <> 'version' ORDER BY name", "", "t"},
    [SET] = {"UPDATE db_kept_test SET name = ? WHERE name <> 'version'", "t", ""},
    [RAISE] = {"UPDATE db_kept_test SET n = n + 1 WHERE name = 'version'", "", ""},
    [CONNECTION] = {"SELECT CONNECTION_ID()", "", "i"},
    [KILL] = {"KILL ?", "i", ""},
};
static const struct db_stmts stmts = {"db_kept_test", list, COUNT_OF(list), DB_ALL};
static const struct db_stmts *const tables[] = {&stmts, NULL};

static struct arena *arena;
static struct db *db, *other;

static void setup(void)
{
    struct db *plain = store_test_open(NULL);

    store_test_sql(plain, "CREATE OR REPLACE TABLE db_kept_test (name VARCHAR(20) NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (name)) ENGINE=InnoDB "
                          "DEFAULT CHARSET=utf8mb4");
    store_test_sql(plain, "INSERT INTO db_kept_test VALUES ('version', 1), ('first', 0)");
    db_close(plain);
    arena = arena_new(16 << 20);
    db = store_test_open(tables);
    other = store_test_open(tables);
    (void)db_take_counts(db); /* of connecting */
}

static void teardown(void)
{
    arena_free(arena);
    db_close(db);
    store_test_sql(other, "DROP TABLE db_kept_test");
    db_close(other);
}

static void end_request(void)
{
    (void)db_take_counts(db);
    arena_reset(arena);
}

static const char *name_kept(struct db *with)
{
    const struct db_rows *rows;

    ASSERT_OK(db_kept(with, arena, &list[VERSION], &list[NAMES], &rows));
    ck_assert_uint_eq(rows->n, 1);
    return db_text(rows, 0, 0);
}

static enum err change_in_tx(struct db *with, void *name)
{
    TRY(db_run(with, &list[SET], DB_ARGS(DB_TEXT(name)), NULL));
    db_kept_changed(with);
    return db_run(with, &list[RAISE], DB_NO_ARGS, NULL);
}

static void change(struct db *with, const char *name)
{
    ASSERT_OK(db_tx(with, change_in_tx, (void *)(uintptr_t)name));
}

/* ---- between requests ---- */

START_TEST(rows_are_read_once_for_a_version)
{
    ck_assert_str_eq(name_kept(db), "first");
    ck_assert_uint_eq(db_take_counts(db).statements, 2);
    ck_assert_str_eq(name_kept(db), "first");
    ck_assert_str_eq(name_kept(db), "first");
    ck_assert_uint_eq(db_take_counts(db).statements, 1);
    db_kept_version(db, 1);
    ck_assert_str_eq(name_kept(db), "first");
    ck_assert_uint_eq(db_take_counts(db).statements, 0);
}
END_TEST

START_TEST(another_connections_change_is_seen_by_the_next_request)
{
    const char *before = name_kept(db);

    change(other, "second");
    ck_assert_str_eq(name_kept(db), "first");
    db_kept_version(db, 2);
    ck_assert_str_eq(name_kept(db), "second");
    ck_assert_str_eq(before, "first"); /* what this request holds stays until its end */
    end_request();
    change(other, "third");
    ck_assert_str_eq(name_kept(db), "third");
}
END_TEST

START_TEST(a_request_that_may_lag_asks_for_no_version_for_so_long)
{
    enum { LAG_US = 200000 };
    ck_assert_str_eq(name_kept(db), "first");
    end_request();
    change(other, "second");
    db_kept_may_lag(db, LAG_US);
    ck_assert_str_eq(name_kept(db), "first");
    ck_assert_uint_eq(db_take_counts(db).statements, 0);
    ck_assert_str_eq(name_kept(db), "second"); /* the next one did not say so */
    end_request();
    change(other, "third");
    usleep(LAG_US);
    db_kept_may_lag(db, LAG_US);
    ck_assert_str_eq(name_kept(db), "third");
    end_request();
    change(db, "fourth");
    db_kept_may_lag(db, LAG_US);
    ck_assert_str_eq(name_kept(db), "fourth"); /* what it changed itself it knows */
}
END_TEST

START_TEST(ones_own_change_is_seen_at_once)
{
    ck_assert_str_eq(name_kept(db), "first");
    change(db, "second");
    ck_assert_str_eq(name_kept(db), "second");
}
END_TEST

/* ---- transactions ---- */

static enum err change_look_and_fail(struct db *with, void *ctx)
{
    TRY(change_in_tx(with, ctx));
    ck_assert_str_eq(name_kept(with), ctx);
    db_kept_version(with, 2);
    ck_assert_str_eq(name_kept(with), ctx);
    return ERR_STATE;
}

/* Version 2 of the transaction never comes to be; that of another does, with other rows. */
START_TEST(nothing_of_a_transaction_is_remembered)
{
    static char name[] = "undone";

    ck_assert_str_eq(name_kept(db), "first");
    ASSERT_ERR(db_tx(db, change_look_and_fail, name), ERR_STATE);
    ck_assert_str_eq(name_kept(db), "first");
    end_request();
    change(other, "second");
    ck_assert_str_eq(name_kept(db), "second");
}
END_TEST

static enum err look_before_and_after(struct db *with, void *ctx)
{
    (void)ctx;
    ck_assert_str_eq(name_kept(with), "first");
    change(other, "second");
    ck_assert_str_eq(name_kept(with), "first"); /* its snapshot */
    return ERR_NONE;
}

START_TEST(a_snapshot_is_not_taken_for_the_new_version)
{
    ASSERT_OK(db_tx(db, look_before_and_after, NULL));
    ck_assert_str_eq(name_kept(db), "second");
}
END_TEST

static enum err look(struct db *with, void *ctx)
{
    (void)ctx;
    (void)name_kept(with);
    return ERR_NONE;
}

START_TEST(a_transaction_uses_what_its_request_knew)
{
    ck_assert_str_eq(name_kept(db), "first");
    (void)db_take_counts(db);
    db_kept_version(db, 1);
    ASSERT_OK(db_tx(db, look, NULL));
    ck_assert_uint_eq(db_take_counts(db).statements, 2); /* begin and commit */
}
END_TEST

/* ---- the connection ---- */

/* Behind the same address an older copy may answer, whose version 2 is another. */
START_TEST(a_lost_connection_forgets)
{
    struct db_rows row;

    ck_assert_str_eq(name_kept(db), "first");
    ASSERT_OK(db_one(db, arena, &list[CONNECTION], DB_NO_ARGS, &row));
    store_test_sql(other, "UPDATE db_kept_test SET name = 'restored' WHERE name <> 'version'");
    ASSERT_OK(db_run(other, &list[KILL], DB_ARGS(DB_INT(db_int(&row, 0, 0))), NULL));
    end_request();
    ck_assert_str_eq(name_kept(db), "restored");
}
END_TEST

Suite *suite_store_db_kept(void);
Suite *suite_store_db_kept(void)
{
    Suite *suite = suite_create("db_kept");
    TCase *tc = tcase_create("all");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, rows_are_read_once_for_a_version);
    tcase_add_test(tc, another_connections_change_is_seen_by_the_next_request);
    tcase_add_test(tc, a_request_that_may_lag_asks_for_no_version_for_so_long);
    tcase_add_test(tc, ones_own_change_is_seen_at_once);
    tcase_add_test(tc, nothing_of_a_transaction_is_remembered);
    tcase_add_test(tc, a_snapshot_is_not_taken_for_the_new_version);
    tcase_add_test(tc, a_transaction_uses_what_its_request_knew);
    tcase_add_test(tc, a_lost_connection_forgets);
    suite_add_tcase(suite, tc);
    return suite;
}
