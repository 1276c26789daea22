#include <check.h>
#include <string.h>

#include "pages_fixture.h"

/* An installation whose organisation has not put any rules in force: what needs none works, the rest says what to do. */

static void sql(const char *text)
{
    struct db *db = pages_db(CRYPTO_STAFF);
    ck_assert_int_eq(db_exec_text(db, text), ERR_NONE);
    ck_assert_int_eq(db_exec_text(db, "UPDATE setting SET version = version + 1 WHERE name = 'basis'"), ERR_NONE);
    (void)db_take_counts(db);
}

static void take_out(void)
{
    sql("UPDATE rulebook_version SET state = 4, note = CONCAT('#', note) WHERE state = 3");
}

static void put_back(void)
{
    sql("UPDATE rulebook_version SET state = 3, note = SUBSTR(note, 2) WHERE state = 4 AND note LIKE '#%'");
}

START_TEST(the_public_site_is_not_open_yet)
{
    struct browser *b = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(b, "/").status, 200);
    ck_assert_int_eq(browser_get(b, "/guide").status, 200);
    ck_assert_int_eq(browser_get(b, "/track").status, 200);
    ck_assert_int_eq(browser_get(b, "/?lang=en").status, 303);
    struct reply r = browser_get(b, "/file");
    ck_assert_int_eq(r.status, 503);
    ck_assert(strstr(r.body, "Not open yet") != NULL);
    ck_assert(strstr(r.body, "rulebook") == NULL);
    browser_free(b);
}
END_TEST

START_TEST(staff_hear_what_to_do_and_administrators_can)
{
    struct browser *b = browser_new(CRYPTO_STAFF);
    browser_sign_in(b, "admin");
    ck_assert_int_eq(browser_get(b, "/staff/notices?lang=en").status, 303);
    struct reply r = browser_get(b, "/staff/notices");
    ck_assert_int_eq(r.status, 503);
    ck_assert(strstr(r.body, "No rulebook is in force") != NULL);
    ck_assert_str_eq(browser_link(b, "/staff/admin/rulebook"), "/staff/admin/rulebook");
    ck_assert_int_eq(browser_get(b, "/staff/admin/rulebook").status, 200);
    browser_free(b);
    b = browser_new(CRYPTO_STAFF);
    browser_sign_in(b, "lijing");
    ck_assert_int_eq(browser_get(b, "/staff/").status, 503);
    browser_free(b);
}
END_TEST

Suite *suite_pages_no_book(void);
Suite *suite_pages_no_book(void)
{
    Suite *s = suite_create("pages: no rulebook");
    TCase *c = tcase_create("no_book");
    tcase_add_checked_fixture(c, take_out, put_back);
    tcase_add_test(c, the_public_site_is_not_open_yet);
    tcase_add_test(c, staff_hear_what_to_do_and_administrators_can);
    suite_add_tcase(s, c);
    return s;
}
