#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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
    KILL,
    BAD_NULL,
    SLEEP,
    BIG_NUMBER,
    FRACTION,
    SUM,
    NUMBER_AS_TEXT,
    TOO_LONG,
    WHOAMI,
    SESSION,
    LOCK
};
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO db_test (n, t, b) VALUES (?, ?, ?)", "ITB", ""},
    [GET] = {"SELECT id, n, t, b FROM db_test WHERE id = ?", "i", "iITB"},
    [GET_ALL] = {"SELECT id, n, t, b FROM db_test ORDER BY id LIMIT ?", "i", "iITB"},
    [DUPLICATE] = {"INSERT INTO db_test (id, n) VALUES (?, 0)", "i", ""},
    [RAISE] = {"UPDATE db_test SET n = n + 1 WHERE id = ?", "i", ""},
    [RAISE_ALL] = {"UPDATE db_test SET n = 5", "", ""},
    [COUNT] = {"SELECT COUNT(*) FROM db_test", "", "i"},
    [KILL] = {"KILL ?", "i", ""},
    [BAD_NULL] = {"SELECT t FROM db_test WHERE id = ?", "i", "t"},
    [SLEEP] = {"SELECT SLEEP(?)", "i", "i"},
    [BIG_NUMBER] = {"SELECT CAST(18446744073709551615 AS UNSIGNED)", "", "i"},
    [FRACTION] = {"SELECT CAST(1.5 AS DECIMAL(5,2))", "", "i"},
    [SUM] = {"SELECT SUM(n) FROM db_test", "", "I"},
    [NUMBER_AS_TEXT] = {"SELECT id, CAST(12.30 AS DECIMAL(14,2)), DATE '2026-01-31' FROM db_test LIMIT 1", "", "ttt"},
    [TOO_LONG] = {"INSERT INTO db_test (short) VALUES (?)", "t", ""},
    [WHOAMI] = {"SELECT CONNECTION_ID()", "", "i"},
    [SESSION] = {"SELECT CONCAT_WS(' ', @@sql_mode, @@time_zone, @@tx_isolation, @@character_set_client, @@max_statement_time > 0)", "", "t"},
    [LOCK] = {"SELECT n FROM db_test WHERE id = ? FOR UPDATE", "i", "I"},
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

/* From another connection, as an administrator would. */
static void kill_connection(int64_t id)
{
    struct db *other = store_test_open(tables);

    ASSERT_OK(db_run(other, &list[KILL], DB_ARGS(DB_INT(id)), NULL));
    db_close(other);
}

static int64_t connection_id(void)
{
    struct db_rows row;

    ASSERT_OK(db_one(db, arena, &list[WHOAMI], DB_NO_ARGS, &row));
    return db_int(&row, 0, 0);
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

/* ---- transactions ---- */

struct work {
    int64_t id;
    int runs;
    enum err answer;
    pthread_barrier_t *meet;
    int64_t first, second;
};

static enum err raise_once(struct db *tx, void *ctx)
{
    struct work *w = ctx;

    w->runs++;
    TRY(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL));
    return w->answer;
}

START_TEST(a_transaction_commits_or_not_at_all)
{
    struct work w = {.id = put(1)};

    ASSERT_OK(db_tx(db, raise_once, &w));
    ck_assert_int_eq(value_of(w.id), 2);
    w.answer = ERR_STALE;
    ASSERT_ERR(db_tx(db, raise_once, &w), ERR_STALE);
    ck_assert_int_eq(value_of(w.id), 2);
    ck_assert_int_eq(w.runs, 2);
}
END_TEST

START_TEST(retry_at_most_five_times)
{
    struct work w = {.id = put(1), .answer = ERR_RETRY};

    ASSERT_ERR(db_tx(db, raise_once, &w), ERR_RETRY);
    ck_assert_int_eq(w.runs, 5);
    ck_assert_int_eq(value_of(w.id), 1);
}
END_TEST

static enum err tolerate_duplicate(struct db *tx, void *ctx)
{
    struct work *w = ctx;

    if (db_run(tx, &list[DUPLICATE], DB_ARGS(DB_INT(w->id)), NULL) != ERR_EXISTS)
        return ERR_INTERNAL;
    return db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL);
}

START_TEST(a_taken_key_does_not_end_the_transaction)
{
    struct work w = {.id = put(1)};

    ASSERT_OK(db_tx(db, tolerate_duplicate, &w));
    ck_assert_int_eq(value_of(w.id), 2);
}
END_TEST

static enum err swallow_error(struct db *tx, void *ctx)
{
    struct work *w = ctx;

    TRY(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL));
    if (db_run(tx, &list[TOO_LONG], DB_ARGS(DB_TEXT("sixsix")), NULL) == ERR_NONE)
        return ERR_INTERNAL;
    return ERR_NONE;
}

START_TEST(an_error_that_was_swallowed_is_not_committed)
{
    struct work w = {.id = put(1)};

    ASSERT_ERR(db_tx(db, swallow_error, &w), ERR_DB);
    ck_assert_int_eq(value_of(w.id), 1);
}
END_TEST

static enum err raise_two(struct db *tx, void *ctx)
{
    struct work *w = ctx;

    w->runs++;
    TRY(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->first)), NULL));
    if (w->runs == 1)
        pthread_barrier_wait(w->meet);
    return db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->second)), NULL);
}

static void *other_side(void *ctx)
{
    struct db *other = store_test_open(tables);
    enum err e = db_tx(other, raise_two, ctx);

    db_close(other);
    return (void *)(intptr_t)e;
}

START_TEST(a_real_deadlock_is_run_again)
{
    pthread_barrier_t meet;
    int64_t a = put(0), b = put(0);
    struct work here = {.first = a, .second = b, .meet = &meet}, there = {.first = b, .second = a, .meet = &meet};
    pthread_t thread;
    void *result;

    ck_assert_int_eq(pthread_barrier_init(&meet, NULL, 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, other_side, &there), 0);
    ASSERT_OK(db_tx(db, raise_two, &here));
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ASSERT_OK((enum err)(intptr_t)result);
    ck_assert_int_eq(here.runs + there.runs, 3);
    ck_assert_int_eq(value_of(a), 2);
    ck_assert_int_eq(value_of(b), 2);
    pthread_barrier_destroy(&meet);
}
END_TEST

static enum err read_then_write(struct db *tx, void *ctx)
{
    struct work *w = ctx;
    struct db_rows row;

    w->runs++;
    TRY(db_one(tx, arena, &list[GET], DB_ARGS(DB_INT(w->id)), &row));
    if (w->runs == 1) {
        /* Somebody else is faster between our reading and writing. */
        struct db *other = store_test_open(tables);

        ASSERT_OK(db_run(other, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL));
        db_close(other);
    }
    return db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL);
}

START_TEST(a_row_changed_since_it_was_read_is_run_again)
{
    struct work w = {.id = put(0)};

    if (store_test_number(db, arena, "SELECT COUNT(*) FROM information_schema.system_variables WHERE variable_name = 'INNODB_SNAPSHOT_ISOLATION'") == 0)
        return;
    ASSERT_OK(db_tx(db, read_then_write, &w));
    ck_assert_int_eq(w.runs, 2);
    ck_assert_int_eq(value_of(w.id), 2);
}
END_TEST

struct holder {
    int64_t id;
    pthread_barrier_t *held;
};

static enum err hold(struct db *tx, void *ctx)
{
    struct holder *h = ctx;
    const struct timespec while_waiting = {.tv_sec = 3};
    struct db_rows row;

    TRY(db_one(tx, arena, &list[LOCK], DB_ARGS(DB_INT(h->id)), &row));
    pthread_barrier_wait(h->held);
    (void)nanosleep(&while_waiting, NULL);
    return ERR_NONE;
}

static void *hold_lock(void *ctx)
{
    struct db *other = store_test_open(tables);
    enum err e = db_tx(other, hold, ctx);

    db_close(other);
    return (void *)(intptr_t)e;
}

/* The lock is held for longer than one wait: the statement waits again rather than fail. */
START_TEST(a_lock_that_takes_long)
{
    pthread_barrier_t held;
    struct holder h = {.id = put(0), .held = &held};
    pthread_t thread;
    void *result;

    ck_assert_int_eq(pthread_barrier_init(&held, NULL, 2), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, hold_lock, &h), 0);
    pthread_barrier_wait(&held);
    ASSERT_OK(db_run(db, &list[RAISE], DB_ARGS(DB_INT(h.id)), NULL));
    ck_assert_int_eq(pthread_join(thread, &result), 0);
    ASSERT_OK((enum err)(intptr_t)result);
    ck_assert_int_eq(value_of(h.id), 1);
    pthread_barrier_destroy(&held);
}
END_TEST

/* ---- lost connections ---- */

START_TEST(a_select_survives_a_lost_connection)
{
    int64_t id = put(4), before = connection_id();

    kill_connection(before);
    ck_assert_int_eq(value_of(id), 4);
    ck_assert_int_ne(connection_id(), before);
    ASSERT_OK(db_ping(db));
}
END_TEST

START_TEST(a_write_on_a_lost_connection_is_not_repeated)
{
    int64_t id = put(4);

    kill_connection(connection_id());
    ASSERT_ERR(db_run(db, &list[RAISE], DB_ARGS(DB_INT(id)), NULL), ERR_DB_AWAY);
    ASSERT_OK(db_run(db, &list[RAISE], DB_ARGS(DB_INT(id)), NULL));
    ck_assert_int_eq(value_of(id), 5);
}
END_TEST

START_TEST(a_transaction_starts_on_a_new_connection)
{
    struct work w = {.id = put(1)};

    kill_connection(connection_id());
    ASSERT_OK(db_tx(db, raise_once, &w));
    ck_assert_int_eq(value_of(w.id), 2);
}
END_TEST

static enum err lose_it(struct db *tx, void *ctx)
{
    struct work *w = ctx;
    struct db_rows row;

    w->runs++;
    TRY(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL));
    TRY(db_one(tx, arena, &list[WHOAMI], DB_NO_ARGS, &row));
    kill_connection(db_int(&row, 0, 0));
    /* Even a SELECT must not go on: on a new connection it would stand outside of the transaction. */
    ASSERT_ERR(db_one(tx, arena, &list[GET], DB_ARGS(DB_INT(w->id)), &row), ERR_DB_AWAY);
    ASSERT_ERR(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL), ERR_DB_AWAY);
    ASSERT_ERR(db_exec_text(tx, "SELECT 1"), ERR_DB_AWAY);
    return ERR_NONE;
}

START_TEST(a_transaction_dies_with_its_connection)
{
    struct work w = {.id = put(1)};

    ASSERT_ERR(db_tx(db, lose_it, &w), ERR_DB_AWAY);
    ck_assert_int_eq(w.runs, 1);
    ck_assert_int_eq(value_of(w.id), 1);
}
END_TEST

static enum err lose_commit(struct db *tx, void *ctx)
{
    struct work *w = ctx;
    struct db_rows row;

    TRY(db_run(tx, &list[RAISE], DB_ARGS(DB_INT(w->id)), NULL));
    TRY(db_one(tx, arena, &list[WHOAMI], DB_NO_ARGS, &row));
    kill_connection(db_int(&row, 0, 0));
    return ERR_NONE;
}

START_TEST(a_commit_that_cannot_be_sent)
{
    struct work w = {.id = put(1)};

    ASSERT_ERR(db_tx(db, lose_commit, &w), ERR_DB_AWAY);
    ck_assert_int_eq(value_of(w.id), 1);
}
END_TEST

START_TEST(no_server_is_away_at_once)
{
    struct db_config config = store_test_config(0, NULL);
    struct db *other = NULL;
    int64_t from;
    struct db_rows row;

    config.socket = "/nowhere/db.sock";
    ASSERT_ERR(db_open(&config, DB_STAFF, tables, &other), ERR_DB_AWAY);
    ck_assert_ptr_null(other);

    other = db_new(&config, DB_STAFF, tables);
    ASSERT_ERR(db_query(other, arena, &list[COUNT], DB_NO_ARGS, &row), ERR_DB_AWAY);
    from = utc_monotonic_us();
    for (int i = 0; i < 10000; i++)
        ASSERT_ERR(db_query(other, arena, &list[COUNT], DB_NO_ARGS, &row), ERR_DB_AWAY);
    ck_assert_int_lt(utc_monotonic_us() - from, 400 * INT64_C(1000));
    ASSERT_ERR(db_tx(other, raise_once, NULL), ERR_DB_AWAY);
    ASSERT_ERR(db_exec_text(other, "SELECT 1"), ERR_DB_AWAY);
    ASSERT_ERR(db_ping(other), ERR_DB_AWAY);
    db_close(other);
}
END_TEST

START_TEST(a_remote_host_needs_tls)
{
    struct db_config config = store_test_config(0, NULL);
    struct db *other = NULL;

    /* Nothing listens there; what counts is that the attempt ends within the time limit and as away. */
    config.socket = NULL;
    config.host = "192.0.2.1";
    config.port = 3306;
    config.connect_timeout_s = 1;
    ASSERT_ERR(db_open(&config, DB_STAFF, tables, &other), ERR_DB_AWAY);
}
END_TEST

Suite *suite_store_db(void);
Suite *suite_store_db(void)
{
    Suite *suite = suite_create("db");
    TCase *values = tcase_create("values"), *errors = tcase_create("errors"), *tx = tcase_create("transactions"), *lost = tcase_create("lost");

    tcase_add_checked_fixture(values, setup, teardown);
    tcase_set_timeout(values, 30);
    tcase_add_test(values, values_come_back_as_they_went);
    tcase_add_test(values, null_and_empty_are_two_things);
    tcase_add_test(values, many_rows_of_different_length);
    tcase_add_test(values, large_blobs);
    tcase_add_test(values, numbers_that_do_not_fit_are_errors);
    tcase_add_test(values, numbers_and_dates_as_text);
    tcase_add_test(values, a_null_that_was_not_declared);
    tcase_add_test(values, one_row_or_none);
    tcase_add_test(values, rows_found_count_even_when_nothing_changed);
    tcase_add_test(values, the_session_is_strict);
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

    tcase_add_checked_fixture(tx, setup, teardown);
    tcase_set_timeout(tx, 30);
    tcase_add_test(tx, a_transaction_commits_or_not_at_all);
    tcase_add_test(tx, retry_at_most_five_times);
    tcase_add_test(tx, a_taken_key_does_not_end_the_transaction);
    tcase_add_test(tx, an_error_that_was_swallowed_is_not_committed);
    tcase_add_test(tx, a_real_deadlock_is_run_again);
    tcase_add_test(tx, a_row_changed_since_it_was_read_is_run_again);
    tcase_add_test(tx, a_lock_that_takes_long);
    suite_add_tcase(suite, tx);

    tcase_add_checked_fixture(lost, setup, teardown);
    tcase_set_timeout(lost, 30);
    tcase_add_test(lost, a_select_survives_a_lost_connection);
    tcase_add_test(lost, a_write_on_a_lost_connection_is_not_repeated);
    tcase_add_test(lost, a_transaction_starts_on_a_new_connection);
    tcase_add_test(lost, a_transaction_dies_with_its_connection);
    tcase_add_test(lost, a_commit_that_cannot_be_sent);
    tcase_add_test(lost, no_server_is_away_at_once);
    tcase_add_test(lost, a_remote_host_needs_tls);
    suite_add_tcase(suite, lost);
    return suite;
}
