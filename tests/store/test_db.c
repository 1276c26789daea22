#include <signal.h>
#include <string.h>

#include "db_private.h"
#include "store_test.h"
#include "utc.h"

/* ---- statements of a table of our own ---- */

enum {
    PUT,
    GET,
    GET_ALL,
    DUPLICATE,
    RAISE,
    RAISE_ALL,
    COUNT,
    BAD_NULL,
    SLEEP,
    BIG_NUMBER,
    FRACTION,
    SUM,
    NUMBER_AS_TEXT,
    TOO_LONG,
    BROKEN_OFF,
    SESSION
};
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO db_test (n, t, b) VALUES (?, ?, ?)", "ITB", ""},
    [GET] = {"SELECT id, n, t, b FROM db_test WHERE id = ?", "i", "iITB"},
    [GET_ALL] = {"SELECT id, n, t, b FROM db_test ORDER BY id LIMIT ?", "i", "iITB"},
    [DUPLICATE] = {"INSERT INTO db_test (id, n) VALUES (?, 0)", "i", ""},
    [RAISE] = {"UPDATE db_test SET n = n + 1 WHERE id = ?", "i", ""},
    [RAISE_ALL] = {"UPDATE db_test SET n = 5", "", ""},
    [COUNT] = {"SELECT COUNT(*) FROM db_test", "", "i"},
    [BAD_NULL] = {"SELECT t FROM db_test WHERE id = ?", "i", "t"},
    [SLEEP] = {"SELECT SLEEP(?)", "i", "i"},
    [BIG_NUMBER] = {"SELECT CAST(18446744073709551615 AS UNSIGNED)", "", "i"},
    [FRACTION] = {"SELECT CAST(1.5 AS DECIMAL(5,2))", "", "i"},
    [SUM] = {"SELECT SUM(n) FROM db_test", "", "I"},
    [NUMBER_AS_TEXT] = {"SELECT id, CAST(12.30 AS DECIMAL(14,2)), DATE '2026-01-31' FROM db_test LIMIT 1", "", "ttt"},
    [TOO_LONG] = {"INSERT INTO db_test (short) VALUES (?)", "t", ""},
    [BROKEN_OFF] = {"SELECT IF(seq < 3, seq, (SELECT s.seq FROM seq_1_to_2 s)) FROM seq_1_to_5", "", "i"},
    [SESSION] = {"SELECT CONCAT_WS(' ', @@sql_mode, @@time_zone, @@tx_isolation, @@character_set_client, @@max_statement_time > 0)", "", "t"},
};
static const struct db_stmts stmts = {"db_test", list, COUNT_OF(list), DB_ALL};
static const struct db_stmts *const tables[] = {&stmts, NULL};

static struct arena *arena;
static struct db *db;

static void setup(void)
{
    struct db *plain = store_test_open(NULL);

    store_test_sql(plain, "CREATE OR REPLACE TABLE db_test (id BIGINT NOT NULL AUTO_INCREMENT, n BIGINT NULL, t MEDIUMTEXT NULL, b LONGBLOB NULL, "
                          "short VARCHAR(5) NULL, PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
    db_close(plain);
    arena = arena_new(128 << 20);
    db = store_test_open(tables);
}

static void teardown(void)
{
    store_test_sql(db, "DROP TABLE db_test");
    db_close(db);
    arena_free(arena);
}

static int64_t put(int64_t n)
{
    struct db_done done = {0};

    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(n), DB_NULL, DB_NULL), &done));
    ck_assert_int_eq(done.rows, 1);
    return done.id;
}

static int64_t value_of(int64_t id)
{
    struct db_rows row;

    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(id)), &row));
    return db_int(&row, 0, 1);
}

/* ---- values ---- */

START_TEST(values_come_back_as_they_went)
{
    static const char text[] = "投诉 \xF0\x9F\x98\xA1 \xF0\xA0\xAE\xB7 'quoted\" \\ ; -- ?";
    static const char bytes[] = {0, 1, 2, 0, (char)0xFF, (char)0x80, 0};
    struct db_done done;
    struct db_rows row;

    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(INT64_MIN), DB_TEXT(text), DB_BYTES(bytes, sizeof(bytes))), &done));
    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(done.id)), &row));
    ck_assert_int_eq(db_int(&row, 0, 0), done.id);
    ck_assert(db_int(&row, 0, 1) == INT64_MIN);
    ck_assert_str_eq(db_text(&row, 0, 2), text);
    ck_assert_uint_eq(db_bytes(&row, 0, 3).n, sizeof(bytes));
    ck_assert_mem_eq(db_bytes(&row, 0, 3).p, bytes, sizeof(bytes));
    ck_assert(!db_is_null(&row, 0, 1));
}
END_TEST

START_TEST(null_and_empty_are_two_things)
{
    struct db_done done;
    struct db_rows row;

    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_ID(0), DB_TEXT(NULL), DB_NULL), &done));
    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(done.id)), &row));
    ck_assert(db_is_null(&row, 0, 1) && db_is_null(&row, 0, 2) && db_is_null(&row, 0, 3));
    ck_assert_int_eq(db_int(&row, 0, 1), 0);
    ck_assert_str_eq(db_text(&row, 0, 2), "");
    ck_assert_uint_eq(db_bytes(&row, 0, 3).n, 0);

    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(0), DB_STR(((struct str){NULL, 0})), DB_BYTES(NULL, 0)), &done));
    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(done.id)), &row));
    ck_assert(!db_is_null(&row, 0, 1) && !db_is_null(&row, 0, 2) && !db_is_null(&row, 0, 3));
    ck_assert_str_eq(db_text(&row, 0, 2), "");
}
END_TEST

START_TEST(many_rows_of_different_length)
{
    enum { N = 300 };
    char text[N + 1];
    struct db_rows rows;

    memset(text, 'x', sizeof(text));
    for (size_t i = 0; i < N; i++)
        ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(i), DB_STR(((struct str){text, i})), DB_BYTES(text, N - i)), NULL));
    ASSERT_OK(db_query(db, arena, &list[GET_ALL], DB_ARGS(DB_INT(1000)), &rows));
    ck_assert_uint_eq(rows.n, N);
    ck_assert_uint_eq(rows.columns, 4);
    for (size_t i = 0; i < N; i++) {
        ck_assert_int_eq(db_int(&rows, i, 1), (int64_t)i);
        ck_assert_uint_eq(strlen(db_text(&rows, i, 2)), i);
        ck_assert_uint_eq(db_bytes(&rows, i, 3).n, N - i);
    }
    ASSERT_OK(db_query(db, arena, &list[GET_ALL], DB_ARGS(DB_INT(0)), &rows));
    ck_assert_uint_eq(rows.n, 0);
}
END_TEST

START_TEST(large_blobs)
{
    const size_t n = 12 << 20;
    char *bytes = arena_alloc(arena, n);
    struct db_done done;
    struct db_rows row;

    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i * 31 >> 3);
    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(1), DB_NULL, DB_BYTES(bytes, n)), &done));
    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(done.id)), &row));
    ck_assert_uint_eq(db_bytes(&row, 0, 3).n, n);
    ck_assert(memcmp(db_bytes(&row, 0, 3).p, bytes, n) == 0);
}
END_TEST

START_TEST(large_blobs_that_are_not_waited_for)
{
    const size_t n = 12 << 20;
    char *bytes = arena_alloc(arena, n);
    const struct db_value args[] = {DB_INT(1), DB_NULL, DB_BYTES(bytes, n)};
    struct db_rows row;

    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i * 37 >> 3);
    ASSERT_OK(db_start(db, &list[PUT], args, COUNT_OF(args)));
    ASSERT_OK(db_await(db));
    ASSERT_OK(db_await(db));
    ASSERT_OK(db_one(db, arena, &list[COUNT], DB_NO_ARGS, &row));
    ck_assert_int_eq(db_int(&row, 0, 0), 1);
    ASSERT_OK(db_query(db, arena, &list[GET_ALL], DB_ARGS(DB_INT(9)), &row));
    ck_assert_uint_eq(db_bytes(&row, 0, 3).n, n);
    ck_assert(memcmp(db_bytes(&row, 0, 3).p, bytes, n) == 0);
}
END_TEST

START_TEST(numbers_that_do_not_fit_are_errors)
{
    struct db_rows row;

    ASSERT_ERR(db_one(db, arena, &list[BIG_NUMBER], DB_NO_ARGS, &row), ERR_DB);
    ASSERT_ERR(db_one(db, arena, &list[FRACTION], DB_NO_ARGS, &row), ERR_DB);
    put(1);
    put(2);
    ASSERT_OK(db_one(db, arena, &list[SUM], DB_NO_ARGS, &row));
    ck_assert_int_eq(db_int(&row, 0, 0), 3);
}
END_TEST

START_TEST(numbers_and_dates_as_text)
{
    struct db_rows row;

    put(1);
    ASSERT_OK(db_one(db, arena, &list[NUMBER_AS_TEXT], DB_NO_ARGS, &row));
    ck_assert_str_eq(db_text(&row, 0, 0), "1");
    ck_assert_str_eq(db_text(&row, 0, 1), "12.30");
    ck_assert_str_eq(db_text(&row, 0, 2), "2026-01-31");
}
END_TEST

START_TEST(a_null_that_was_not_declared)
{
    int64_t id = put(1);
    struct db_rows row;

    ASSERT_ERR(db_one(db, arena, &list[BAD_NULL], DB_ARGS(DB_INT(id)), &row), ERR_DB);
    ck_assert_int_eq(value_of(id), 1);
}
END_TEST

START_TEST(one_row_or_none)
{
    struct db_rows row = {.n = 99};

    ASSERT_ERR(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(404)), &row), ERR_NOT_FOUND);
    ck_assert_uint_eq(row.n, 99);
    put(1);
    put(2);
    ASSERT_ERR(db_one(db, arena, &list[GET_ALL], DB_ARGS(DB_INT(10)), &row), ERR_DB);
}
END_TEST

START_TEST(rows_found_count_even_when_nothing_changed)
{
    struct db_done done;

    put(5);
    ASSERT_OK(db_run(db, &list[RAISE_ALL], DB_NO_ARGS, &done));
    ck_assert_int_eq(done.rows, 1);
    ASSERT_OK(db_run(db, &list[RAISE], DB_ARGS(DB_INT(404)), &done));
    ck_assert_int_eq(done.rows, 0);
}
END_TEST

START_TEST(the_session_is_strict)
{
    struct db_rows row;

    ASSERT_OK(db_one(db, arena, &list[SESSION], DB_NO_ARGS, &row));
    ck_assert_ptr_nonnull(strstr(db_text(&row, 0, 0), "STRICT_ALL_TABLES"));
    ck_assert_ptr_nonnull(strstr(db_text(&row, 0, 0), " +00:00 REPEATABLE-READ utf8mb4"));
    ASSERT_ERR(db_exec_text(db, "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE db_test (t)"), ERR_DB);
}
END_TEST

/* As when a SELECT … FOR UPDATE is what a deadlock gives up: the error comes where rows were announced, and the statement is run again. */
START_TEST(rows_that_end_with_an_error)
{
    struct db_rows rows;
    int64_t from = utc_monotonic_us();
    for (int i = 0; i < 3; i++)
        ASSERT_ERR(db_query(db, arena, &list[BROKEN_OFF], DB_NO_ARGS, &rows), ERR_DB);
    ASSERT_OK(db_query(db, arena, &list[COUNT], DB_NO_ARGS, &rows));
    ck_assert_msg(utc_monotonic_us() - from < 5 * UTC_SECOND_US, "waited for rows that never come");
}
END_TEST

START_TEST(counts)
{
    struct db_counts c;

    (void)db_take_counts(db);
    put(1);
    put(2);
    (void)value_of(1);
    c = db_take_counts(db);
    ck_assert_uint_eq(c.statements, 3);
    ck_assert_uint_eq(c.rows, 1);
    ck_assert_int_gt(c.us, 0);
    ck_assert_uint_eq(db_take_counts(db).statements, 0);
}
END_TEST

/* ---- errors ---- */

START_TEST(meanings)
{
    static const struct {
        unsigned code;
        enum err meaning;
    } known[] = {{1062, ERR_EXISTS},  {1213, ERR_RETRY},   {1205, ERR_RETRY},   {1020, ERR_RETRY},   {1047, ERR_RETRY},
                 {2002, ERR_DB_AWAY}, {2003, ERR_DB_AWAY}, {2006, ERR_DB_AWAY}, {2013, ERR_DB_AWAY}, {2055, ERR_DB_AWAY},
                 {1927, ERR_DB_AWAY}, {1053, ERR_DB_AWAY}, {1040, ERR_DB_AWAY}, {4031, ERR_DB_AWAY}, {1146, ERR_DB},
                 {1406, ERR_DB},      {1452, ERR_DB},      {1969, ERR_DB},      {1142, ERR_DB}};

    for (size_t i = 0; i < COUNT_OF(known); i++)
        ASSERT_ERR(db_meaning(known[i].code), known[i].meaning);
}
END_TEST

START_TEST(a_taken_key)
{
    int64_t id = put(1);

    ASSERT_ERR(db_run(db, &list[DUPLICATE], DB_ARGS(DB_INT(id)), NULL), ERR_EXISTS);
    ASSERT_ERR(db_run(db, &list[TOO_LONG], DB_ARGS(DB_TEXT("sixsix")), NULL), ERR_DB);
    ASSERT_OK(db_run(db, &list[TOO_LONG], DB_ARGS(DB_TEXT("五个汉字哦")), NULL));
}
END_TEST

START_TEST(bad_utf8_is_refused)
{
    ASSERT_ERR(db_run(db, &list[PUT], DB_ARGS(DB_NULL, DB_TEXT("\xC3("), DB_NULL), NULL), ERR_DB);
}
END_TEST

START_TEST(a_statement_that_takes_too_long)
{
    int64_t from = utc_monotonic_us(), us;
    const struct db_config config = store_test_config(0, NULL);
    struct db_config short_one = config;
    struct db *other = NULL;
    struct db_rows row;
    enum err e;

    short_one.io_timeout_s = 2;
    ASSERT_OK(db_open(&short_one, DB_STAFF, tables, &other));
    /* SLEEP() says 1 when it was interrupted instead of failing; either way it ends. */
    e = db_one(other, arena, &list[SLEEP], DB_ARGS(DB_INT(8)), &row);
    us = utc_monotonic_us() - from;
    ck_assert_msg(us < 2 * UTC_SECOND_US, "took %lld us", (long long)us);
    ck_assert_msg(e == ERR_DB || (e == ERR_NONE && db_int(&row, 0, 0) == 1), "%s", err_name(e));
    db_close(other);
}
END_TEST

static void try_statement(const char *sql, const char *params, const char *columns)
{
    const struct db_stmt one = {sql, params, columns};
    const struct db_stmts store = {"try", &one, 1, DB_STAFF};
    const struct db_stmts *const only[] = {&store, NULL};
    const struct db_config config = store_test_config(0, NULL);
    struct db *other = NULL;

    ASSERT_ERR(db_open(&config, DB_STAFF, only, &other), ERR_CONFIG);
    ck_assert_ptr_null(other);
}

START_TEST(declarations_are_checked_at_start)
{
    try_statement("SELECT nothing FROM db_test", "", "i");
    try_statement("SELECT id FROM no_such_table", "", "i");
    try_statement("SELECT id FROM db_test", "", "ii");
    try_statement("SELECT id FROM db_test", "", "");
    try_statement("SELECT id FROM db_test WHERE id = ?", "", "i");
    try_statement("SELECT id FROM db_test WHERE id = ?", "ii", "i");
    try_statement("SELECT id FROM db_test WHERE id = ?", "x", "i");
    try_statement("SELECT id FROM db_test", "", "x");
    try_statement("SELECT t FROM db_test", "", "I");
    try_statement("SELECT b FROM db_test", "", "T");
    try_statement("SELEC", "", "");
}
END_TEST

START_TEST(other_pools_statements_are_not_prepared)
{
    static const struct db_stmt broken[] = {{"SELECT nothing FROM nowhere", "", "i"}};
    static const struct db_stmts jobs = {"broken", broken, 1, DB_JOBS};
    static const struct db_stmts *const both[] = {&jobs, &stmts, NULL};
    const struct db_config config = store_test_config(0, NULL);
    struct db *other = NULL;
    struct db_rows row;

    ASSERT_OK(db_open(&config, DB_STAFF, both, &other));
    ASSERT_OK(db_one(other, arena, &list[COUNT], DB_NO_ARGS, &row));
    db_close(other);
}
END_TEST

START_TEST(wrong_user_and_database_are_configuration)
{
    struct db_config config = store_test_config(0, "no_such_database");
    struct db *other = NULL;

    ASSERT_ERR(db_open(&config, DB_STAFF, tables, &other), ERR_CONFIG);
    config = store_test_config(0, NULL);
    config.user = "nobody_of_this_name";
    ASSERT_ERR(db_open(&config, DB_STAFF, tables, &other), ERR_CONFIG);
}
END_TEST

START_TEST(bug_too_few_values)
{
    (void)!db_run(db, &list[PUT], DB_ARGS(DB_INT(1), DB_NULL), NULL);
}
END_TEST

START_TEST(bug_null_for_small_letter)
{
    struct db_rows row;

    (void)!db_one(db, arena, &list[GET], DB_ARGS(DB_NULL), &row);
}
END_TEST

START_TEST(bug_text_for_number)
{
    struct db_rows row;

    (void)!db_one(db, arena, &list[GET], DB_ARGS(DB_TEXT("1")), &row);
}
END_TEST

START_TEST(bug_unknown_statement)
{
    static const struct db_stmt stranger = {"SELECT 1", "", "i"};
    struct db_rows row;

    (void)!db_one(db, arena, &stranger, DB_NO_ARGS, &row);
}
END_TEST

START_TEST(bug_cell_outside)
{
    struct db_rows row;

    put(1);
    ASSERT_OK(db_one(db, arena, &list[COUNT], DB_NO_ARGS, &row));
    (void)db_int(&row, 0, 1);
}
END_TEST

static enum err nest(struct db *inner, void *ctx)
{
    return db_tx(inner, nest, ctx);
}

START_TEST(bug_nested_transaction)
{
    (void)!db_tx(db, nest, NULL);
}
END_TEST

Suite *suite_store_db(void);
Suite *suite_store_db(void)
{
    Suite *suite = suite_create("db");
    TCase *values = tcase_create("values"), *errors = tcase_create("errors");

    tcase_add_checked_fixture(values, setup, teardown);
    tcase_set_timeout(values, 30);
    tcase_add_test(values, values_come_back_as_they_went);
    tcase_add_test(values, null_and_empty_are_two_things);
    tcase_add_test(values, many_rows_of_different_length);
    tcase_add_test(values, large_blobs);
    tcase_add_test(values, large_blobs_that_are_not_waited_for);
    tcase_add_test(values, numbers_that_do_not_fit_are_errors);
    tcase_add_test(values, numbers_and_dates_as_text);
    tcase_add_test(values, a_null_that_was_not_declared);
    tcase_add_test(values, one_row_or_none);
    tcase_add_test(values, rows_found_count_even_when_nothing_changed);
    tcase_add_test(values, the_session_is_strict);
    tcase_add_test(values, rows_that_end_with_an_error);
    tcase_add_test(values, counts);
    suite_add_tcase(suite, values);

    tcase_add_checked_fixture(errors, setup, teardown);
    tcase_set_timeout(errors, 30);
    tcase_add_test(errors, meanings);
    tcase_add_test(errors, a_taken_key);
    tcase_add_test(errors, bad_utf8_is_refused);
    tcase_add_test(errors, a_statement_that_takes_too_long);
    tcase_add_test(errors, declarations_are_checked_at_start);
    tcase_add_test(errors, other_pools_statements_are_not_prepared);
    tcase_add_test(errors, wrong_user_and_database_are_configuration);
    tcase_add_test_raise_signal(errors, bug_too_few_values, SIGABRT);
    tcase_add_test_raise_signal(errors, bug_null_for_small_letter, SIGABRT);
    tcase_add_test_raise_signal(errors, bug_text_for_number, SIGABRT);
    tcase_add_test_raise_signal(errors, bug_unknown_statement, SIGABRT);
    tcase_add_test_raise_signal(errors, bug_cell_outside, SIGABRT);
    tcase_add_test_raise_signal(errors, bug_nested_transaction, SIGABRT);
    suite_add_tcase(suite, errors);

    return suite;
}
