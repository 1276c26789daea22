#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "db_private.h"
#include "migrate.h"
#include "store_test.h"
#include "stores.h"

/*
 * Every statement of every store, as the database user of each pool that takes it: it prepares, so names, types and rights fit. And its
 * plan on tables with thousands of rows: nothing reads a whole table, except the few that stay small.
 */

#define ROWS 3000
#define PLANS "redress_plans_test"

static const char *const small_tables[] = {"unit", "unit_tree", "role", "role_permission", "role_grant", "setting", "category", "category_field",
                                           "department", "schema_version", "schema_lock", "rulebook_version", "calendar", "content"};

static struct arena *arena;
static struct db *db;

static void setup(void)
{
    arena = arena_new(64 << 20);
    db = store_test_open(NULL);
}

static void teardown(void)
{
    db_close(db);
    arena_free(arena);
}

/* ---- rights ---- */

START_TEST(every_statement_prepares_as_its_pool)
{
    static const unsigned pools[] = {DB_PUBLIC, DB_STAFF, DB_JOBS, DB_OWNER};
    size_t bad = 0, prepared = 0;

    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        struct db *as = store_test_open_as(pools[i], NULL);

        for (const struct db_stmts *const *store = app_stores; *store; store++)
            for (size_t n = 0; ((*store)->pools & pools[i]) && n < (*store)->n; n++) {
                struct db_prepared p = {.stmt = &(*store)->list[n],
                                        .store = *store,
                                        .n_args = (unsigned)strlen((*store)->list[n].params),
                                        .n_columns = (unsigned)strlen((*store)->list[n].columns)};
                enum err e = db_prepare(as, &p);

                if (e != ERR_NONE) {
                    (void)fprintf(stderr, "as %s: %s[%zu]: %s\n    %s\n", store_test_user(pools[i]), (*store)->name, n, db_last_message(as),
                                  p.stmt->sql);
                    bad++;
                }
                prepared++;
                (void)mysql_stmt_close(p.handle);
            }
        db_close(as);
    }
    ck_assert_uint_gt(prepared, 0);
    ck_assert_msg(bad == 0, "%zu of %zu statements do not prepare", bad, prepared);
}
END_TEST

static void refused(unsigned pool, const char *sql)
{
    struct db *as = store_test_open_as(pool, NULL);
    enum err e = db_exec_text(as, sql);
    unsigned code = as->last_code;

    ck_assert_msg(e == ERR_DB && (code == 1142 || code == 1143 || code == 1044), "as %s: %s: %s, code %u", store_test_user(pool), sql,
                  err_name(e), code);
    db_close(as);
}

START_TEST(nobody_may_rewrite_history)
{
    static const unsigned pools[] = {DB_PUBLIC, DB_STAFF, DB_JOBS};

    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        refused(pools[i], "UPDATE event SET data = '' WHERE complaint_id = 1");
        refused(pools[i], "DELETE FROM event WHERE complaint_id = 1");
        refused(pools[i], "UPDATE change_log SET data = '' WHERE id = 1");
        refused(pools[i], "DELETE FROM change_log WHERE id = 1");
        refused(pools[i], "DELETE FROM complaint WHERE id = 1");
        refused(pools[i], "DELETE FROM message WHERE id = 1");
        refused(pools[i], "UPDATE message SET body = '' WHERE id = 1");
        refused(pools[i], "TRUNCATE TABLE event");
        refused(pools[i], "DROP TABLE event");
        refused(pools[i], "CREATE TABLE mine (id INT PRIMARY KEY)");
        refused(pools[i], "ALTER TABLE setting ADD COLUMN x INT");
        refused(pools[i], "SELECT password FROM mysql.global_priv");
    }
}
END_TEST

START_TEST(the_public_pool_sees_little)
{
    refused(DB_PUBLIC, "SELECT login FROM app_user");
    refused(DB_PUBLIC, "SELECT token_hash FROM staff_session");
    refused(DB_PUBLIC, "SELECT name FROM complaint_identity");
    refused(DB_PUBLIC, "SELECT wrapped_key FROM complaint_identity");
    refused(DB_PUBLIC, "UPDATE complaint_identity SET name = NULL");
    refused(DB_PUBLIC, "SELECT body FROM message");
    refused(DB_PUBLIC, "SELECT data FROM event");
    refused(DB_PUBLIC, "SELECT data FROM change_log");
    refused(DB_PUBLIC, "SELECT data FROM task");
    refused(DB_PUBLIC, "SELECT outcome FROM complaint");
    refused(DB_PUBLIC, "SELECT assignee_id FROM complaint");
    refused(DB_PUBLIC, "SELECT title FROM complaint");
    refused(DB_PUBLIC, "SELECT * FROM complaint");
    refused(DB_PUBLIC, "UPDATE complaint SET outcome = ''");
    refused(DB_PUBLIC, "UPDATE complaint SET finding = 2");
    refused(DB_PUBLIC, "UPDATE complaint SET passcode_hash = NULL");
    refused(DB_PUBLIC, "UPDATE setting SET value = ''");
    refused(DB_PUBLIC, "INSERT INTO role_grant (user_id, role_id) VALUES (1, 1)");
}
END_TEST

START_TEST(jobs_do_not_touch_accounts)
{
    refused(DB_JOBS, "INSERT INTO role_grant (user_id, role_id) VALUES (1, 1)");
    refused(DB_JOBS, "UPDATE role_permission SET permission = ''");
    refused(DB_JOBS, "UPDATE complaint_identity SET name = NULL");
}
END_TEST

/* ---- plans ---- */

/* In a database of its own, for it is filled with nonsense. */
static void setup_plans(void)
{
    static const struct db_stmts *const none[] = {NULL};
    const struct db_config config = store_test_config(0, PLANS);
    FILE *quiet = fopen("/dev/null", "we");

    ck_assert_ptr_nonnull(quiet);
    arena = arena_new(64 << 20);
    store_test_create(PLANS);
    ASSERT_OK(db_open(&config, DB_OWNER, none, &db));
    ASSERT_OK(migrate_run(db, store_test_path("sql/migrations"), quiet));
    (void)fclose(quiet);
}

static void teardown_plans(void)
{
    store_test_sql(db, "DROP DATABASE " PLANS);
    teardown();
}

/* Distinct values in every column; row number k has k in each, so that the rows of different tables belong together. */
static const char column_values[] =
    "SELECT GROUP_CONCAT(CASE "
    "WHEN data_type = 'tinyint' THEN '1 + seq MOD 5' "
    "WHEN data_type IN ('smallint', 'int', 'bigint', 'decimal') THEN 'seq' "
    "WHEN data_type IN ('binary', 'varbinary') THEN CONCAT('RPAD(CONCAT(''b'', seq), ', LEAST(character_maximum_length, 32), ', ''.'')') "
    "WHEN data_type LIKE '%blob' THEN 'CONCAT(''b'', seq)' "
    "WHEN character_maximum_length < 5 THEN 'seq MOD 9' "
    "ELSE 'CONCAT(''x'', seq)' END ORDER BY ordinal_position), GROUP_CONCAT(column_name ORDER BY ordinal_position) "
    "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND is_generated = 'NEVER'";

static void fill(const char *table)
{
    const struct db_stmt values = {column_values, "t", "tt"};
    struct db_rows row;

    ASSERT_OK(db_once(db, arena, &values, DB_ARGS(DB_TEXT(table)), &row, NULL));
    store_test_sql(db, "REPLACE INTO `%s` (%s) SELECT %s FROM seq_1_to_%d", table, db_text(&row, 0, 1), db_text(&row, 0, 0), ROWS);
    store_test_sql(db, "ANALYZE TABLE `%s`", table);
}

static void fill_all(void)
{
    const struct db_stmt tables = {"SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' "
                                   "AND table_name NOT IN ('schema_version', 'schema_lock', 'rulebook_version')",
                                   "", "t"};
    struct db_rows rows;

    store_test_sql(db, "SET SESSION foreign_key_checks = 0, group_concat_max_len = 100000");
    ASSERT_OK(db_once(db, arena, &tables, DB_NO_ARGS, &rows, NULL));
    for (size_t i = 0; i < rows.n; i++)
        fill(db_text(&rows, i, 0));
}

/* The statement with a value for each '?', such that the filled tables have rows for it. */
static const char *with_values(const struct db_stmt *stmt)
{
    struct buf sql = {.arena = arena};
    const char *param = stmt->params;

    buf_adds(&sql, "EXPLAIN ");
    for (const char *p = stmt->sql; *p; p++) {
        if (*p != '?')
            buf_addc(&sql, *p);
        else if (tolower((unsigned char)*param++) == 'i')
            buf_adds(&sql, "7");
        else if (tolower((unsigned char)param[-1]) == 't')
            buf_adds(&sql, "'x7'");
        else
            buf_adds(&sql, "RPAD('b7', 32, '.')");
    }
    return str_cstr(arena, buf_str(&sql));
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Whether sql has "table alias" or "table AS alias". */
static bool is_alias_of(const char *sql, const char *table, const char *alias)
{
    for (const char *at = strstr(sql, table); at; at = strstr(at + 1, table)) {
        const char *after = at + strlen(table);

        if ((at > sql && is_word_char(at[-1])) || *after != ' ')
            continue;
        if (strncmp(after, " AS ", 4) == 0)
            after += 3;
        after++;
        if (strncmp(after, alias, strlen(alias)) == 0 && !is_word_char(after[strlen(alias)]))
            return true;
    }
    return false;
}

static bool is_small(const char *sql, const char *alias)
{
    for (size_t i = 0; i < COUNT_OF(small_tables); i++)
        if (strcmp(alias, small_tables[i]) == 0 || is_alias_of(sql, small_tables[i], alias))
            return true;
    return alias[0] == '\0' || alias[0] == '<';
}

/* Whole tables are read by type ALL; by type index too unless a LIMIT ends the walk. */
static bool scans(const char *sql, const char *table, const char *type)
{
    if (is_small(sql, table))
        return false;
    return strcmp(type, "ALL") == 0 || (strcmp(type, "index") == 0 && !strstr(sql, "LIMIT"));
}

static size_t check_plan(FILE *out, const struct db_stmts *store, size_t n)
{
    /* id, select_type, table, type, possible_keys, key, key_len, ref, rows, Extra */
    const struct db_stmt explain = {with_values(&store->list[n]), "", "ITTTTTTTTT"};
    struct db_rows plan;
    size_t bad = 0;

    if (db_once(db, arena, &explain, DB_NO_ARGS, &plan, NULL) != ERR_NONE) {
        (void)fprintf(out, "%s[%zu]: cannot be explained: %s\n    %s\n", store->name, n, db_last_message(db), explain.sql);
        return 1;
    }
    for (size_t i = 0; i < plan.n; i++)
        /* What stands in an argument is read whole. */
        if (scans(explain.sql, db_text(&plan, i, 2), db_text(&plan, i, 3)) && !strstr(db_text(&plan, i, 9), "Table function")) {
            (void)fprintf(out, "%s[%zu]: reads all of %s (%s; %s)\n    %s\n", store->name, n, db_text(&plan, i, 2), db_text(&plan, i, 3),
                          db_text(&plan, i, 9), explain.sql);
            bad++;
        }
    return bad;
}

static bool has_plan(const char *sql)
{
    return strncmp(sql, "SELECT", 6) == 0 || strncmp(sql, "UPDATE", 6) == 0 || strncmp(sql, "DELETE", 6) == 0 || strncmp(sql, "WITH", 4) == 0 ||
           *sql == '(';
}

START_TEST(nothing_reads_a_whole_table)
{
    size_t bad = 0, explained = 0;

    fill_all();
    for (const struct db_stmts *const *store = app_stores; *store; store++)
        for (size_t n = 0; n < (*store)->n; n++)
            if (has_plan((*store)->list[n].sql)) {
                bad += check_plan(stderr, *store, n);
                explained++;
            }
    ck_assert_uint_gt(explained, 0);
    ck_assert_msg(bad == 0, "%zu findings in %zu plans", bad, explained);
}
END_TEST

/* The check itself has to be able to fail. */
START_TEST(a_scan_is_noticed)
{
    static const struct db_stmt list[] = {{"SELECT c.id FROM complaint c WHERE c.title = ?", "t", "i"},
                                          {"SELECT c.id FROM complaint c WHERE c.number = ?", "t", "i"},
                                          {"SELECT u.id FROM unit u WHERE u.name_zh = ?", "t", "i"},
                                          {"UPDATE message SET kind = 1 WHERE body = ?", "t", ""},
                                          {"SELECT COUNT(*) FROM complaint", "", "i"}};
    static const struct db_stmts store = {"control", list, COUNT_OF(list), DB_STAFF};

    FILE *quiet = fopen("/dev/null", "we");

    ck_assert_ptr_nonnull(quiet);
    fill_all();
    ck_assert_uint_eq(check_plan(quiet, &store, 0), 1);
    ck_assert_uint_eq(check_plan(quiet, &store, 1), 0);
    ck_assert_uint_eq(check_plan(quiet, &store, 2), 0);
    ck_assert_uint_eq(check_plan(quiet, &store, 3), 1);
    ck_assert_uint_eq(check_plan(quiet, &store, 4), 1);
    (void)fclose(quiet);
}
END_TEST

Suite *suite_store_statements(void);
Suite *suite_store_statements(void)
{
    Suite *suite = suite_create("statements");
    TCase *rights = tcase_create("rights"), *plans = tcase_create("plans");

    tcase_add_checked_fixture(rights, setup, teardown);
    tcase_set_timeout(rights, 60);
    tcase_add_test(rights, every_statement_prepares_as_its_pool);
    tcase_add_test(rights, nobody_may_rewrite_history);
    tcase_add_test(rights, the_public_pool_sees_little);
    tcase_add_test(rights, jobs_do_not_touch_accounts);
    suite_add_tcase(suite, rights);

    tcase_add_checked_fixture(plans, setup_plans, teardown_plans);
    tcase_set_timeout(plans, 120);
    tcase_add_test(plans, a_scan_is_noticed);
    tcase_add_test(plans, nothing_reads_a_whole_table);
    suite_add_tcase(suite, plans);
    return suite;
}
