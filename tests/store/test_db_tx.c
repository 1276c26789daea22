#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "db_private.h"
#include "store_test.h"
#include "utc.h"

/* ---- statements of a table of our own ---- */

enum { PUT, GET, DUPLICATE, RAISE, COUNT, KILL, THERE, TOO_LONG, WHOAMI, LOCK, RAISE_SLOWLY };
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO db_tx_test (n) VALUES (?)", "i", ""},
    [GET] = {"SELECT n FROM db_tx_test WHERE id = ?", "i", "I"},
    [DUPLICATE] = {"INSERT INTO db_tx_test (id, n) VALUES (?, 0)", "i", ""},
    [RAISE] = {"UPDATE db_tx_test SET n = n + 1 WHERE id = ?", "i", ""},
    [COUNT] = {"SELECT COUNT(*) FROM db_tx_test", "", "i"},
    [KILL] = {"KILL ?", "i", ""},
    [THERE] = {"SELECT COUNT(*) FROM information_schema.processlist WHERE id = ?", "i", "i"},
    [TOO_LONG] = {"INSERT INTO db_tx_test (short) VALUES (?)", "t", ""},
    [WHOAMI] = {"SELECT CONNECTION_ID()", "", "i"},
    [LOCK] = {"SELECT n FROM db_tx_test WHERE id = ? FOR UPDATE", "i", "I"},
    [RAISE_SLOWLY] = {"UPDATE db_tx_test SET n = n + 1 WHERE id = ? AND SLEEP(2) = 0", "i", ""},
};
static const struct db_stmts stmts = {"db_tx_test", list, COUNT_OF(list), DB_ALL};
static const struct db_stmts *const tables[] = {&stmts, NULL};

static struct arena *arena;
static struct db *db;

static void setup(void)
{
    struct db *plain = store_test_open(NULL);

    store_test_sql(plain, "CREATE OR REPLACE TABLE db_tx_test (id BIGINT NOT NULL AUTO_INCREMENT, n BIGINT NULL, short VARCHAR(5) NULL, "
                          "PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
    db_close(plain);
    arena = arena_new(16 << 20);
    db = store_test_open(tables);
}

static void teardown(void)
{
    store_test_sql(db, "DROP TABLE db_tx_test");
    db_close(db);
    arena_free(arena);
}

static int64_t put(int64_t n)
{
    struct db_done done = {0};

    ASSERT_OK(db_run(db, &list[PUT], DB_ARGS(DB_INT(n)), &done));
    ck_assert_int_eq(done.rows, 1);
    return done.id;
}

static int64_t value_of(int64_t id)
{
    struct db_rows row;

    ASSERT_OK(db_one(db, arena, &list[GET], DB_ARGS(DB_INT(id)), &row));
    return db_int(&row, 0, 0);
}

/* From another connection, as an administrator would, until it is gone. */
static void kill_connection(int64_t id)
{
    struct db *other = store_test_open(tables);
    struct arena *own = arena_new(1 << 20);
    struct db_rows row;

    ASSERT_OK(db_run(other, &list[KILL], DB_ARGS(DB_INT(id)), NULL));
    do {
        usleep(1000);
        ASSERT_OK(db_one(other, own, &list[THERE], DB_ARGS(DB_INT(id)), &row));
    } while (db_int(&row, 0, 0));
    arena_free(own);
    db_close(other);
}

static int64_t connection_id(void)
{
    struct db_rows row;

    ASSERT_OK(db_one(db, arena, &list[WHOAMI], DB_NO_ARGS, &row));
    return db_int(&row, 0, 0);
}

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

/* As in the first request after a restart of the server, or after a night. */
START_TEST(a_write_that_was_never_sent_runs_on_a_new_connection)
{
    int64_t id = put(4);

    kill_connection(connection_id());
    ASSERT_OK(db_run(db, &list[RAISE], DB_ARGS(DB_INT(id)), NULL));
    ck_assert_int_eq(value_of(id), 5);
}
END_TEST

static void *kill_soon(void *ctx)
{
    usleep(300000);
    kill_connection(*(int64_t *)ctx);
    return NULL;
}

START_TEST(a_write_whose_answer_was_lost_is_not_repeated)
{
    int64_t id = put(4), connection = connection_id();
    pthread_t killer;
    struct db_done done = {0};

    ck_assert_int_eq(pthread_create(&killer, NULL, kill_soon, &connection), 0);
    ASSERT_ERR(db_run(db, &list[RAISE_SLOWLY], DB_ARGS(DB_INT(id)), &done), ERR_DB_AWAY);
    ck_assert_int_eq(pthread_join(killer, NULL), 0);
    ck_assert_int_eq(value_of(id), 4);
    ck_assert_int_ne(connection_id(), connection);
}
END_TEST

/* ---- statements that are not waited for ---- */

START_TEST(what_was_started_goes_on_by_itself)
{
    const int64_t id = put(4), from_us = utc_monotonic_us();
    const struct db_value args[] = {DB_INT(id)};

    ASSERT_OK(db_start(db, &list[RAISE_SLOWLY], args, 1));
    ck_assert_int_lt(utc_monotonic_us() - from_us, UTC_SECOND_US);
    ASSERT_OK(db_await(db));
    ck_assert_int_ge(utc_monotonic_us() - from_us, 2 * UTC_SECOND_US);
    ck_assert_int_eq(value_of(id), 5);
    ck_assert_uint_ge(db_take_counts(db).statements, 3);
}
END_TEST

START_TEST(an_error_of_what_was_started_is_told_when_it_is_awaited)
{
    const int64_t id = put(4), connection = connection_id();
    const struct db_value args[] = {DB_INT(id)};

    ASSERT_OK(db_start(db, &list[DUPLICATE], args, 1));
    ASSERT_ERR(db_await(db), ERR_EXISTS);
    ck_assert_int_eq(connection_id(), connection);
}
END_TEST

START_TEST(what_was_started_and_lost_is_run_again_only_if_it_was_never_sent)
{
    const int64_t id = put(4);
    const struct db_value args[] = {DB_INT(id)};
    int64_t connection = connection_id();
    pthread_t killer;

    kill_connection(connection);
    ASSERT_OK(db_start(db, &list[RAISE], args, 1));
    ASSERT_OK(db_await(db));
    ck_assert_int_eq(value_of(id), 5);
    connection = connection_id();
    ck_assert_int_eq(pthread_create(&killer, NULL, kill_soon, &connection), 0);
    ASSERT_OK(db_start(db, &list[RAISE_SLOWLY], args, 1));
    ASSERT_ERR(db_await(db), ERR_DB_AWAY);
    ck_assert_int_eq(pthread_join(killer, NULL), 0);
    ck_assert_int_eq(value_of(id), 5);
}
END_TEST

/* Whoever forgets to wait loses the connection and no answer is taken for another's. */
START_TEST(what_was_started_and_not_awaited_is_let_go_of)
{
    const int64_t id = put(4), connection = connection_id();
    const struct db_value args[] = {DB_INT(id)};

    ASSERT_OK(db_start(db, &list[RAISE_SLOWLY], args, 1));
    ck_assert_int_ne(connection_id(), connection);
    ASSERT_OK(db_await(db));
}
END_TEST

static enum err start_and_fail(struct db *tx, void *ctx)
{
    struct work *w = ctx;
    const struct db_value args[] = {DB_INT(w->id)};

    TRY(db_start(tx, &list[RAISE], args, 1));
    TRY(db_await(tx));
    return w->answer;
}

START_TEST(what_is_started_in_a_transaction_belongs_to_it)
{
    struct work w = {.id = put(4), .answer = ERR_STATE};

    ASSERT_ERR(db_tx(db, start_and_fail, &w), ERR_STATE);
    ck_assert_int_eq(value_of(w.id), 4);
    w.answer = ERR_NONE;
    ASSERT_OK(db_tx(db, start_and_fail, &w));
    ck_assert_int_eq(value_of(w.id), 5);
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

Suite *suite_store_db_tx(void);
Suite *suite_store_db_tx(void)
{
    Suite *suite = suite_create("db_tx");
    TCase *tx = tcase_create("transactions"), *lost = tcase_create("lost");

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
    tcase_add_test(lost, a_write_that_was_never_sent_runs_on_a_new_connection);
    tcase_add_test(lost, a_write_whose_answer_was_lost_is_not_repeated);
    tcase_add_test(lost, what_was_started_goes_on_by_itself);
    tcase_add_test(lost, an_error_of_what_was_started_is_told_when_it_is_awaited);
    tcase_add_test(lost, what_was_started_and_lost_is_run_again_only_if_it_was_never_sent);
    tcase_add_test(lost, what_was_started_and_not_awaited_is_let_go_of);
    tcase_add_test(lost, what_is_started_in_a_transaction_belongs_to_it);
    tcase_add_test(lost, a_transaction_starts_on_a_new_connection);
    tcase_add_test(lost, a_transaction_dies_with_its_connection);
    tcase_add_test(lost, a_commit_that_cannot_be_sent);
    tcase_add_test(lost, no_server_is_away_at_once);
    tcase_add_test(lost, a_remote_host_needs_tls);
    suite_add_tcase(suite, lost);
    return suite;
}
