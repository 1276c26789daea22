#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_private.h"
#include "migrate.h"
#include "migrate_lock.h"
#include "store_test.h"

#define NAME "redress_migrate_test"

static struct arena *arena;
static struct db *db;
static char dir[64];
static char *said;
static size_t said_n;
static FILE *out;

static struct db *open_it(void)
{
    static const struct db_stmts *const none[] = {NULL};
    const struct db_config config = store_test_config(0, NAME);
    struct db *opened = NULL;

    ASSERT_OK(db_open(&config, DB_OWNER, none, &opened));
    return opened;
}

static void setup(void)
{
    arena = arena_new(16 << 20);
    store_test_create(NAME);
    db = open_it();
    (void)snprintf(dir, sizeof(dir), "/tmp/redress-migrate-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    out = open_memstream(&said, &said_n);
    ck_assert_ptr_nonnull(out);
}

static void teardown(void)
{
    static const char *const files[] = {"0001_first.sql", "0002_second.sql", "0003_third.sql", "0002_again.sql", "readme.sql", "notes.txt"};
    char path[128];

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
        (void)unlink(path);
    }
    ck_assert_int_eq(rmdir(dir), 0);
    (void)fclose(out);
    free(said);
    db_close(db);
    arena_free(arena);
}

static void put(const char *file, const char *sql)
{
    char path[128];
    FILE *f;

    (void)snprintf(path, sizeof(path), "%s/%s", dir, file);
    f = fopen(path, "we");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(sql, f), 0);
    ck_assert_int_eq(fclose(f), 0);
}

static bool was_said(const char *words)
{
    (void)fflush(out);
    return strstr(said, words) != NULL;
}

#define TABLE(name) "CREATE TABLE " name " (id BIGINT NOT NULL COMMENT 'Key', PRIMARY KEY (id)) ENGINE=InnoDB COMMENT='A table';\n"

START_TEST(all_apply_once)
{
    int64_t n;
    char why[256] = "";

    ASSERT_ERR(migrate_check(db, store_test_path("sql/migrations"), why), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "redress migrate"));
    ASSERT_OK(migrate_run(db, store_test_path("sql/migrations"), out));
    ck_assert(was_said("0001 unit: applied"));
    n = store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version WHERE applied_us > 0");
    ck_assert_int_ge(n, 33);
    ASSERT_OK(migrate_check(db, store_test_path("sql/migrations"), why));

    rewind(out);
    ASSERT_OK(migrate_run(db, store_test_path("sql/migrations"), out));
    ck_assert(was_said("there was nothing to do"));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version"), n);
}
END_TEST

START_TEST(schema_is_complete)
{
    ASSERT_OK(migrate_run(db, store_test_path("sql/migrations"), out));
    ck_assert_str_eq("", store_test_text(db, arena,
                                         "SELECT COALESCE(GROUP_CONCAT(table_name), '') FROM information_schema.tables "
                                         "WHERE table_schema = '" NAME "' AND table_type = 'BASE TABLE' AND table_comment = ''"));
    ck_assert_str_eq("", store_test_text(db, arena,
                                         "SELECT COALESCE(GROUP_CONCAT(CONCAT(c.table_name, '.', c.column_name)), '') "
                                         "FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) "
                                         "WHERE c.table_schema = '" NAME "' AND t.table_type = 'BASE TABLE' AND c.column_comment = ''"));
    ck_assert_str_eq("", store_test_text(db, arena,
                                         "SELECT COALESCE(GROUP_CONCAT(t.table_name), '') FROM information_schema.tables t "
                                         "WHERE t.table_schema = '" NAME "' AND t.table_type = 'BASE TABLE' AND (t.engine <> 'InnoDB' OR NOT EXISTS "
                                         "(SELECT 1 FROM information_schema.table_constraints k WHERE k.table_schema = t.table_schema AND "
                                         "k.table_name = t.table_name AND k.constraint_type = 'PRIMARY KEY'))"));
    /* A column that is called after a table's key has to say so by a foreign key. */
    ck_assert_str_eq("", store_test_text(db, arena,
                                         "SELECT COALESCE(GROUP_CONCAT(CONCAT(c.table_name, '.', c.column_name)), '') "
                                         "FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) "
                                         "WHERE c.table_schema = '" NAME "' AND t.table_type = 'BASE TABLE' AND c.column_name LIKE '%\\_id' "
                                         "AND CONCAT(c.table_name, '.', c.column_name) NOT IN ('account_item.subject_id', 'approval.subject_id', 'retention.book_id', 'change_log.entity_id', 'clock.book_id', 'complaint_signature.complaint_id', 'list_export.after_id') AND NOT EXISTS "
                                         "(SELECT 1 FROM information_schema.key_column_usage k WHERE k.table_schema = c.table_schema AND "
                                         "k.table_name = c.table_name AND k.column_name = c.column_name AND k.referenced_table_name IS NOT NULL)"));
}
END_TEST

START_TEST(a_changed_file_is_refused)
{
    char why[256] = "";

    put("0001_first.sql", TABLE("first"));
    ASSERT_OK(migrate_run(db, dir, out));
    put("0001_first.sql", TABLE("first") "-- another word\n");
    put("0002_second.sql", TABLE("second"));
    ASSERT_ERR(migrate_run(db, dir, out), ERR_CONFIG);
    ck_assert(was_said("was changed after"));
    ASSERT_ERR(migrate_check(db, dir, why), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "0001_first"));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '" NAME "' AND table_name = 'second'"), 0);
}
END_TEST

START_TEST(a_later_version_in_the_database_is_fine)
{
    char why[256] = "";

    put("0001_first.sql", TABLE("first"));
    put("0002_second.sql", TABLE("second"));
    ASSERT_OK(migrate_run(db, dir, out));
    (void)snprintf(why, sizeof(why), "%s/0002_second.sql", dir);
    ck_assert_int_eq(unlink(why), 0);
    ASSERT_OK(migrate_check(db, dir, why));
    put("0003_third.sql", TABLE("third"));
    ASSERT_ERR(migrate_check(db, dir, why), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "0003_third"));
}
END_TEST

START_TEST(a_refused_statement_can_be_mended)
{
    put("0001_first.sql", "CREATE TABLE first (id BIGINT NOT NULL, PRIMARY KEY (nothing)) ENGINE=InnoDB");
    put("0002_second.sql", TABLE("second"));
    ASSERT_ERR(migrate_run(db, dir, out), ERR_DB);
    ck_assert(was_said("0001 first: failed"));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version"), 0);
    put("0001_first.sql", TABLE("first"));
    ASSERT_OK(migrate_run(db, dir, out));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version WHERE applied_us > 0"), 2);
}
END_TEST

START_TEST(exists_already_is_an_error_at_first)
{
    put("0001_first.sql", TABLE("first"));
    store_test_sql(db, "%s", TABLE("first"));
    ASSERT_ERR(migrate_run(db, dir, out), ERR_DB);
    ASSERT_ERR(migrate_run(db, dir, out), ERR_DB);
}
END_TEST

/* A crash between a statement and its record: the row says begun, the table may be there. */
START_TEST(a_crash_in_the_middle_is_taken_up)
{
    put("0001_first.sql", TABLE("first"));
    put("0002_second.sql", "ALTER TABLE first ADD COLUMN more INT NOT NULL COMMENT 'More'");
    put("0003_third.sql", "ALTER TABLE first ADD CONSTRAINT first_fk FOREIGN KEY (id) REFERENCES first (id)");
    ASSERT_OK(migrate_run(db, dir, out));
    store_test_sql(db, "UPDATE schema_version SET applied_us = 0");
    ASSERT_OK(migrate_run(db, dir, out));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version WHERE applied_us > 0"), 3);
    store_test_sql(db, "UPDATE schema_version SET applied_us = 0 WHERE version = 2");
    store_test_sql(db, "ALTER TABLE first DROP COLUMN more");
    ASSERT_OK(migrate_run(db, dir, out));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = '" NAME "' AND column_name = 'more'"), 1);
}
END_TEST

START_TEST(rows_and_their_record_are_one_transaction)
{
    put("0001_first.sql", TABLE("first"));
    put("0002_second.sql", "INSERT INTO first (id) VALUES (1), (2), (1)");
    ASSERT_ERR(migrate_run(db, dir, out), ERR_EXISTS);
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM first"), 0);
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version"), 1);
    put("0002_second.sql", "INSERT INTO first (id) VALUES (1), (2)");
    ASSERT_OK(migrate_run(db, dir, out));
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM first"), 2);
    ck_assert_int_eq(store_test_number(db, arena, "SELECT COUNT(*) FROM schema_version WHERE applied_us > 0"), 2);
}
END_TEST

START_TEST(wrong_names_are_refused)
{
    char why[256] = "";

    put("notes.txt", "not a migration");
    ASSERT_ERR(migrate_check(db, dir, why), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "no migrations"));
    put("readme.sql", "SELECT 1");
    ASSERT_ERR(migrate_run(db, dir, out), ERR_CONFIG);
    ck_assert(was_said("not named like"));
    ASSERT_ERR(migrate_check(db, "/nowhere/at/all", why), ERR_CONFIG);
}
END_TEST

START_TEST(a_number_used_twice_is_refused)
{
    put("0002_second.sql", TABLE("second"));
    put("0002_again.sql", TABLE("again"));
    ASSERT_ERR(migrate_run(db, dir, out), ERR_CONFIG);
    ck_assert(was_said("Two migrations have the number 0002"));
}
END_TEST

START_TEST(an_empty_file_is_refused)
{
    put("0001_first.sql", "");
    ASSERT_ERR(migrate_run(db, dir, out), ERR_CONFIG);
}
END_TEST

START_TEST(only_one_at_a_time)
{
    struct migrate_lock *lock = NULL, *second = NULL;
    struct db *other = open_it();

    ASSERT_OK(migrate_lock_take(db, 0, out, &lock));
    ASSERT_ERR(migrate_lock_take(other, 1, out, &second), ERR_STATE);
    ck_assert_ptr_null(second);
    ck_assert(was_said("still holds the lock"));
    ASSERT_OK(migrate_lock_check(lock, db));
    migrate_lock_release(lock, db);
    ASSERT_OK(migrate_lock_take(other, 0, out, &second));
    migrate_lock_release(second, other);
    db_close(other);
}
END_TEST

START_TEST(a_dead_holder_is_followed)
{
    struct migrate_lock *lock = NULL, *second = NULL;
    struct db *other = open_it();

    ASSERT_OK(migrate_lock_take(db, 0, out, &lock));
    store_test_sql(db, "UPDATE schema_lock SET until_us = 1");
    ASSERT_OK(migrate_lock_take(other, 0, out, &second));
    ASSERT_ERR(migrate_lock_check(lock, db), ERR_STATE);
    migrate_lock_release(lock, db);
    ASSERT_OK(migrate_lock_check(second, other));
    migrate_lock_release(second, other);
    db_close(other);
}
END_TEST

Suite *suite_store_migrate(void);
Suite *suite_store_migrate(void)
{
    Suite *suite = suite_create("migrate");
    TCase *c = tcase_create("migrate");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, all_apply_once);
    tcase_add_test(c, schema_is_complete);
    tcase_add_test(c, a_changed_file_is_refused);
    tcase_add_test(c, a_later_version_in_the_database_is_fine);
    tcase_add_test(c, a_refused_statement_can_be_mended);
    tcase_add_test(c, exists_already_is_an_error_at_first);
    tcase_add_test(c, a_crash_in_the_middle_is_taken_up);
    tcase_add_test(c, rows_and_their_record_are_one_transaction);
    tcase_add_test(c, wrong_names_are_refused);
    tcase_add_test(c, a_number_used_twice_is_refused);
    tcase_add_test(c, an_empty_file_is_refused);
    tcase_add_test(c, only_one_at_a_time);
    tcase_add_test(c, a_dead_holder_is_followed);
    suite_add_tcase(suite, c);
    return suite;
}
