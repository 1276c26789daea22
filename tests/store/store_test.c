#include "store_test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db_private.h"
#include "grants.h"
#include "migrate.h"

static const char *need_env(const char *name)
{
    const char *value = getenv(name);

    if (!value || !*value) {
        (void)fprintf(stderr, "%s is not set: start a server by tests/lib/mariadb.sh first\n", name);
        exit(2);
    }
    return value;
}

const char *store_test_user(unsigned pool)
{
    switch (pool) {
    case DB_PUBLIC:
        return "redress_public";
    case DB_STAFF:
        return "redress_staff";
    case DB_JOBS:
        return "redress_jobs";
    case DB_OWNER:
        return "redress_owner";
    default:
        return "root";
    }
}

struct db_config store_test_config(unsigned pool, const char *name)
{
    return (struct db_config){.socket = need_env("REDRESS_TEST_SOCKET"),
                              .name = name ? name : need_env("REDRESS_TEST_DB"),
                              .user = store_test_user(pool),
                              .connect_timeout_s = 3,
                              .io_timeout_s = 10};
}

static struct db *open_with(const struct db_config *config, unsigned pool, const struct db_stmts *const *tables)
{
    static const struct db_stmts *const none[] = {NULL};
    struct db *db = NULL;

    ASSERT_OK(db_open(config, pool, tables ? tables : none, &db));
    return db;
}

struct db *store_test_open(const struct db_stmts *const *tables)
{
    const struct db_config config = store_test_config(0, NULL);

    return open_with(&config, DB_ALL, tables);
}

struct db *store_test_open_as(unsigned pool, const struct db_stmts *const *tables)
{
    const struct db_config config = store_test_config(pool, NULL);

    return open_with(&config, pool, tables);
}

const char *store_test_path(const char *below)
{
    static char path[4096];
    const char *top = getenv("srcdir");

    (void)snprintf(path, sizeof(path), "%s/%s", top && *top ? top : ".", below);
    return path;
}

void store_test_sql(struct db *db, const char *fmt, ...)
{
    char sql[8192];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = vsnprintf(sql, sizeof(sql), fmt, ap);
    va_end(ap);
    ck_assert_msg(n >= 0 && (size_t)n < sizeof(sql), "the statement is too long");
    if (db_exec_text(db, sql) != ERR_NONE)
        ck_abort_msg("%.200s: %s", sql, db_last_message(db));
}

int64_t store_test_number(struct db *db, struct arena *a, const char *sql)
{
    const struct db_stmt stmt = {sql, "", "I"};
    struct db_rows rows;

    if (db_once(db, a, &stmt, DB_NO_ARGS, &rows, NULL) != ERR_NONE)
        ck_abort_msg("%.200s: %s", sql, db_last_message(db));
    ck_assert_msg(rows.n > 0, "no row: %.200s", sql);
    return db_int(&rows, 0, 0);
}

const char *store_test_text(struct db *db, struct arena *a, const char *sql)
{
    const struct db_stmt stmt = {sql, "", "T"};
    struct db_rows rows;

    if (db_once(db, a, &stmt, DB_NO_ARGS, &rows, NULL) != ERR_NONE)
        ck_abort_msg("%.200s: %s", sql, db_last_message(db));
    ck_assert_msg(rows.n > 0, "no row: %.200s", sql);
    return db_text(&rows, 0, 0);
}

void store_test_create(const char *name)
{
    const struct db_config config = store_test_config(0, "mysql");
    struct db *db = open_with(&config, DB_OWNER, NULL);

    store_test_sql(db, "DROP DATABASE IF EXISTS `%s`", name);
    store_test_sql(db, "CREATE DATABASE `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci", name);
    db_close(db);
}

static void give_up(const char *what, enum err e, const char *why)
{
    (void)fprintf(stderr, "store tests: %s: %s: %s\n", what, err_name(e), why);
    exit(1);
}

static void must(struct db *db, const char *sql)
{
    enum err e = db_exec_text(db, sql);

    if (e != ERR_NONE)
        give_up(sql, e, db_last_message(db));
}

static struct db *must_open(unsigned pool, const char *name)
{
    static const struct db_stmts *const none[] = {NULL};
    const struct db_config config = store_test_config(pool, name);
    struct db *db = NULL;
    enum err e = db_open(&config, DB_OWNER, none, &db);

    if (e != ERR_NONE)
        give_up("connecting", e, store_test_user(pool));
    return db;
}

static void make_database_and_users(const char *name)
{
    static const unsigned pools[] = {DB_PUBLIC, DB_STAFF, DB_JOBS, DB_OWNER};
    struct db *db = must_open(0, "mysql");
    char sql[512];

    (void)snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS `%s`", name);
    must(db, sql);
    (void)snprintf(sql, sizeof(sql), "CREATE DATABASE `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci", name);
    must(db, sql);
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        /* Rights that an earlier run left behind would hide one that is missing. */
        (void)snprintf(sql, sizeof(sql), "CREATE OR REPLACE USER '%s'@'localhost'", store_test_user(pools[i]));
        must(db, sql);
    }
    (void)snprintf(sql, sizeof(sql), "GRANT ALL PRIVILEGES ON `%s`.* TO '%s'@'localhost' WITH GRANT OPTION", name,
                   store_test_user(DB_OWNER));
    must(db, sql);
    db_close(db);
}

void store_test_prepare(void)
{
    const struct grants_names names = {.public_user = store_test_user(DB_PUBLIC),
                                       .staff_user = store_test_user(DB_STAFF),
                                       .jobs_user = store_test_user(DB_JOBS),
                                       .owner_user = store_test_user(DB_OWNER),
                                       .from_host = "localhost"};
    FILE *quiet = fopen("/dev/null", "we");
    char why[256] = "";
    struct db *db;
    enum err e;

    make_database_and_users(need_env("REDRESS_TEST_DB"));
    db = must_open(DB_OWNER, NULL);
    e = migrate_run(db, store_test_path("sql/migrations"), quiet ? quiet : stderr);
    if (e != ERR_NONE)
        give_up("migrating", e, db_last_message(db));
    e = grants_apply(db, store_test_path("sql/grants.sql"), &names, why);
    if (e != ERR_NONE)
        give_up("granting", e, why);
    db_close(db);
    if (quiet)
        (void)fclose(quiet);
}

void store_test_race(int rivals, int (*work)(int rival, int64_t at_us), int64_t at_us)
{
    pid_t children[16];
    ck_assert_int_le(rivals, 16);
    for (int i = 0; i < rivals; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0)
            _exit(work(i, at_us));
    }
    for (int i = 0; i < rivals; i++) {
        int status = 0;
        ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
        ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "rival %d: %x", i, (unsigned)status);
    }
}
