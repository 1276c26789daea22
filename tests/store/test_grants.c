#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_private.h"
#include "grants.h"
#include "store_test.h"

static struct db *db;
static char path[64];
static char why[256];
static const struct grants_names names = {.public_user = "redress_public",
                                          .staff_user = "redress_staff",
                                          .jobs_user = "redress_jobs",
                                          .owner_user = "redress_owner",
                                          .from_host = "localhost"};

static void setup(void)
{
    int fd;

    db = store_test_open_as(DB_OWNER, NULL);
    (void)snprintf(path, sizeof(path), "/tmp/redress-grants-XXXXXX");
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    (void)close(fd);
}

static void teardown(void)
{
    (void)unlink(path);
    db_close(db);
}

static enum err apply(const char *text, const struct grants_names *with)
{
    FILE *f = fopen(path, "we");

    ck_assert_ptr_nonnull(f);
    ck_assert_int_ge(fputs(text, f), 0);
    ck_assert_int_eq(fclose(f), 0);
    why[0] = '\0';
    return grants_apply(db, path, with, why);
}

START_TEST(again_changes_nothing)
{
    ASSERT_OK(grants_apply(db, store_test_path("sql/grants.sql"), &names, why));
    ASSERT_OK(grants_apply(db, store_test_path("sql/grants.sql"), &names, why));
}
END_TEST

START_TEST(marks_are_replaced)
{
    ASSERT_OK(apply("-- a comment; with a semicolon\n"
                    "GRANT SELECT ON `@DB@`.unit TO '@PUBLIC@'@'@HOST@', '@STAFF@'@'@HOST@';\n"
                    "\n"
                    "GRANT SELECT (id)\n    ON `@DB@`.unit TO '@JOBS@'@'@HOST@'; GRANT SELECT ON `@DB@`.unit TO '@OWNER@'@'@HOST@'\n",
                    &names));
}
END_TEST

START_TEST(an_unknown_mark_is_refused)
{
    ASSERT_ERR(apply("GRANT SELECT ON `@DB@`.unit TO '@PUBLIK@'@'@HOST@';", &names), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "unknown placeholder"));
}
END_TEST

START_TEST(what_the_server_refuses)
{
    ASSERT_ERR(apply("GRANT SELECT ON `@DB@`.no_such_table TO '@PUBLIC@'@'@HOST@';", &names), ERR_DB);
    ck_assert_ptr_nonnull(strstr(why, "no_such_table"));
}
END_TEST

START_TEST(names_cannot_break_out)
{
    struct grants_names bad = names;

    bad.public_user = "x' @'%'; DROP TABLE unit; --";
    ASSERT_ERR(apply("SELECT 1", &bad), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "@PUBLIC@"));
    bad = names;
    bad.from_host = "a'b";
    ASSERT_ERR(apply("SELECT 1", &bad), ERR_CONFIG);
    bad.from_host = "10.0.0.%";
    ASSERT_OK(apply("SELECT 1", &bad));
    bad.staff_user = "";
    ASSERT_ERR(apply("SELECT 1", &bad), ERR_CONFIG);
    bad.staff_user = NULL;
    ASSERT_ERR(apply("SELECT 1", &bad), ERR_CONFIG);
}
END_TEST

START_TEST(no_file)
{
    ASSERT_ERR(grants_apply(db, "/nowhere/grants.sql", &names, why), ERR_CONFIG);
    ck_assert_ptr_nonnull(strstr(why, "/nowhere/grants.sql"));
    ASSERT_ERR(apply("", &names), ERR_CONFIG);
}
END_TEST

Suite *suite_store_grants(void);
Suite *suite_store_grants(void)
{
    Suite *suite = suite_create("grants");
    TCase *c = tcase_create("grants");

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 30);
    tcase_add_test(c, again_changes_nothing);
    tcase_add_test(c, marks_are_replaced);
    tcase_add_test(c, an_unknown_mark_is_refused);
    tcase_add_test(c, what_the_server_refuses);
    tcase_add_test(c, names_cannot_break_out);
    tcase_add_test(c, no_file);
    suite_add_tcase(suite, c);
    return suite;
}
