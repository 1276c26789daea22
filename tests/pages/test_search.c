#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "config_load.h"
#include "pages_visit.h"
#include "search_index_store.h"

/* The search of the header: what is typed, found, shown and kept, as people of the demo organisation. */

Suite *suite_pages_search(void);

#define CLERK "lijing"
#define OTHER "jzlijie" /* of another province */

/* As jobs do. */
static void follow(void)
{
    static const struct db_stmts *const tables[] = {&search_index_stmts, NULL};
    struct db_config config;
    struct db *db;
    size_t done = 1;
    ck_assert_int_eq(config_database(pages_config(), DB_JOBS, &config), ERR_NONE);
    ck_assert_int_eq(db_open(&config, DB_JOBS, tables, &db), ERR_NONE);
    while (done > 0)
        ck_assert_int_eq(search_index(db, kept, 300, &done), ERR_NONE);
    db_close(db);
}

/* The page of the n-th that the clerk sees, from 0. */
static const char *some_complaint(int n)
{
    const char *at = strstr(get("/staff/complaints?view=open", 200).body, "<tbody>");
    for (int i = 0; at && i <= n; i++) {
        at = strstr(at + 1, "href=\"/staff/complaints/TS-");
    }
    ck_assert_ptr_nonnull(at);
    at += strlen("href=\"");
    return arena_strndup(kept, at, strcspn(at, "?\""));
}

/* A complaint that the clerk sees and the other does not, with a note that holds a word of this run. */
static const char *noted_complaint(void)
{
    const char *complaint;
    for (int n = 0;; n++) {
        be(CLERK);
        complaint = some_complaint(n);
        be(OTHER);
        if (browser_get(b, complaint).status == 404)
            break;
    }
    be(CLERK);
    get(complaint, 200);
    post(f("%s/note", complaint), f("text=Called+about+%s,+%%E6%%9F%%A5%%E8%%AF%%81%%E5%%B1%%9E%%E5%%AE%%9E%%E3%%80%%82", mark), 303);
    follow();
    return complaint;
}

START_TEST(test_a_word_of_a_note_is_found_and_marked)
{
    const char *complaint = noted_complaint();
    get(f("/staff/search?q=%s", mark), 200);
    sees(f("href=\"%s\"", complaint));
    sees(f("<mark>%s</mark>", mark));
    sees("Internal note");
    sees(f("value=\"%s\"", mark));
    sees("1 complaint");
    get(f("/staff/search?q=%s+%%E5%%B1%%9E%%E5%%AE%%9E", mark), 200);
    sees("<mark>属实</mark>");
    get(f("/staff/search?q=%s+%%E5%%B1%%9E%%E6%%80%%A7", mark), 200);
    sees("Nothing was found for");
    be(OTHER);
    get(f("/staff/search?q=%s", mark), 200);
    sees("Nothing was found for");
}
END_TEST

START_TEST(test_a_number_leads_to_its_complaint)
{
    be(CLERK);
    const char *complaint = some_complaint(0), *number = strrchr(complaint, '/') + 1;
    leads_to(get(f("/staff/search?q=%s", number), 303), complaint);
    leads_to(get(f("/staff/search?q=+%.8s+%s", number, number + 8), 303), complaint);
}
END_TEST

START_TEST(test_what_to_type)
{
    be(CLERK);
    get("/staff/search", 200);
    sees("Type words of the complaint");
    get("/staff/search?q=%E9%80%80", 200);
    sees("One Chinese character alone finds too much.");
    get("/staff/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200);
    sees("Nothing was found for");
    sees_not("<script>alert");
    get("/staff/search?q=abc&from=yesterday", 422);
    sees("Enter the date like this: 2026-08-21");
    sees("value=\"abc\"");
    sees("value=\"yesterday\"");
    get("/staff/search?q=abc&state=open&from=2020-01-01&to=2031-01-01&before=x", 200);
    sees("value=\"2020-01-01\"");
    get("/staff/search?q=%FF", 400);
}
END_TEST

START_TEST(test_pages_go_on_and_keep_the_question)
{
    be(CLERK);
    follow();
    get("/staff/search?q=2026&state=closed", 200);
    get("/staff/search?q=%E6%88%91%E7%9A%84", 200); /* 我的 */
    if (!browser_sees(b, "rel=\"next\""))
        get("/staff/search?q=TS", 200); /* the beginning of every number */
    sees("rel=\"next\"");
    struct reply first = get("/staff/search?q=TS", 200);
    const char *next = strstr(first.body, "rel=\"next\" href=\"");
    ck_assert_ptr_nonnull(next);
    const char *path = upto_quote(next + strlen("rel=\"next\" href=\""));
    char *plain = arena_strdup(kept, path), *amp;
    while ((amp = strstr(plain, "&amp;")))
        memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
    get(plain, 200);
    sees("First page");
    sees("value=\"TS\"");
}
END_TEST

Suite *suite_pages_search(void)
{
    Suite *s = suite_create("search_pages");
    TCase *c = tcase_create("search_pages");
    tcase_add_checked_fixture(c, visit_begin, visit_end);
    tcase_set_timeout(c, 120);
    tcase_add_test(c, test_a_word_of_a_note_is_found_and_marked);
    tcase_add_test(c, test_a_number_leads_to_its_complaint);
    tcase_add_test(c, test_what_to_type);
    tcase_add_test(c, test_pages_go_on_and_keep_the_question);
    suite_add_tcase(s, c);
    return s;
}
