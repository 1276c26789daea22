#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "pages_fixture.h"

/* Where much comes from one place a small sum is asked; whoever answers it goes on. */

Suite *suite_pages_question(void);

static struct browser *b;
static struct config before;

static struct config *settings(void)
{
    return (struct config *)(uintptr_t)pages_config();
}

static void start(void)
{
    b = browser_new(CRYPTO_PUBLIC);
    before = *pages_config();
}

static void stop(void)
{
    settings()->security = before.security;
    browser_free(b);
}

static void leads(const char *path, const char *form, const char *location)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 303 && strcmp(reply.location, location) == 0, "POST %s gave %d to %s", path, reply.status, reply.location);
}

static void write_complaint(void)
{
    char form[4000];
    ck_assert_int_eq(browser_get(b, "/file").status, 200);
    leads("/file", "", "/file/category");
    browser_get(b, "/file/category");
    snprintf(form, sizeof form, "category=%s", browser_value(b, "category"));
    leads("/file/category", form, "/file/what");
    struct reply page = browser_get(b, "/file/what");
    snprintf(form, sizeof form, "title=Again&body=It+was+charged+again.");
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            snprintf(form + strlen(form), sizeof form - strlen(form), "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    leads("/file/what", form, "/file/wish");
    browser_get(b, "/file/wish");
    leads("/file/wish", "want_apology=1", "/file/files");
    browser_get(b, "/file/files");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    browser_get(b, "/file/who");
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    ck_assert_int_eq(browser_get(b, "/file/check").status, 200);
}

/* The sum of the last page as "answer=11". */
static const char *answer(struct reply page)
{
    static const char *const words[] = {"two", "three", "four", "five", "six", "seven", "eight", "nine"};
    static char form[20];
    for (int first = 0; first < 8; first++) {
        for (int second = 0; second < 8; second++) {
            char asked[60];
            snprintf(asked, sizeof asked, "How much is %s plus %s?", words[first], words[second]);
            snprintf(form, sizeof form, "answer=%d", first + second + 4);
            if (strstr(page.body, asked))
                return form;
        }
    }
    ck_abort_msg("no sum is asked");
    return "";
}

START_TEST(many_complaints_from_one_address_answer_a_question)
{
    int sent = 0;
    struct reply reply;
    for (;; sent++) {
        write_complaint();
        ck_assert(!browser_sees(b, "How much is"));
        reply = browser_post(b, "/file/send", "");
        if (reply.status == 422)
            break;
        ck_assert_int_eq(reply.status, 303);
        ck_assert_int_lt(sent, 10); /* twice as many where a new hour begins on the way */
    }
    ck_assert_int_ge(sent, 5);
    ck_assert(browser_sees(b, "Please answer this question"));
    ck_assert(browser_sees(b, "It was charged again."));
    reply = browser_post(b, "/file/send", "answer=99");
    ck_assert_int_eq(reply.status, 422);
    const char *right = answer(reply);
    leads("/file/send", right, "/receipt");
}
END_TEST

static struct reply be_asked(void)
{
    struct reply reply;
    settings()->security.question_filings = 1;
    do { /* twice where a new hour begins on the way */
        write_complaint();
        reply = browser_post(b, "/file/send", "");
    } while (reply.status == 303);
    ck_assert_int_eq(reply.status, 422);
    return reply;
}

/* Beyond what is taken from one connection at all nothing is lost either, and it is said when it goes on. */
START_TEST(beyond_the_limit_it_waits)
{
    struct reply reply = be_asked();
    settings()->security.filings_per_hour = 1;
    reply = browser_post(b, "/file/send", answer(reply));
    ck_assert_int_eq(reply.status, 422);
    ck_assert(browser_sees(b, "Nothing you wrote is lost: please send it in an hour"));
    settings()->security.filings_per_hour = 1000000;
    settings()->security.question_filings = 1000000;
    leads("/file/send", "", "/receipt");
}
END_TEST

/* Whoever goes through the few sums there are does not meet the same one again. */
START_TEST(every_answer_brings_another_question)
{
    struct reply reply = be_asked();
    char first[20];
    int others = 0;
    snprintf(first, sizeof first, "%s", answer(reply));
    for (int i = 0; i < 8; i++) {
        reply = browser_post(b, "/file/send", "answer=99");
        ck_assert_int_eq(reply.status, 422);
        ck_assert(browser_sees(b, "This was not the answer. Please answer the new question"));
        others += strcmp(first, answer(reply)) != 0;
    }
    ck_assert_int_ge(others, 3);
    /* Sending it without an answer, or looking at the page again, brings none. */
    snprintf(first, sizeof first, "%s", answer(reply));
    reply = browser_post(b, "/file/send", "answer=+");
    ck_assert(browser_sees(b, "Please answer this question"));
    ck_assert_str_eq(first, answer(reply));
    leads("/file/send", first, "/receipt");
}
END_TEST

/* A program cannot try on and on; what was written stays. */
START_TEST(wrong_answers_have_a_bound)
{
    struct reply reply = be_asked();
    settings()->security.answers_per_hour = 3;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(browser_post(b, "/file/send", "answer=99").status, 422);
    ck_assert(browser_sees(b, "This was not the answer"));
    reply = browser_post(b, "/file/send", "");
    reply = browser_post(b, "/file/send", answer(reply));
    ck_assert_int_eq(reply.status, 422);
    ck_assert(browser_sees(b, "Too many wrong answers came from your connection"));
    ck_assert(browser_sees(b, "It was charged again."));
    settings()->security.answers_per_hour = 4;
    leads("/file/send", answer(reply), "/receipt");
}
END_TEST

START_TEST(wrong_answers_to_a_lookup_have_a_bound)
{
    static const char wrong[] = "number=TS-4F7K2-9QXBM-3&code=AAAA-AAAA-AAAA-AAAA";
    char form[200];
    struct reply reply;
    settings()->security.question_lookups = 1;
    settings()->security.answers_per_hour = 2;
    browser_get(b, "/track");
    do
        reply = browser_post(b, "/track", wrong);
    while (!browser_sees(b, "How much is"));
    snprintf(form, sizeof form, "%s&answer=99", wrong);
    for (int i = 0; i < 2; i++) {
        browser_post(b, "/track", form);
        ck_assert(browser_sees(b, "This was not the answer"));
    }
    reply = browser_post(b, "/track", wrong);
    snprintf(form, sizeof form, "%s&%s", wrong, answer(reply));
    ck_assert_int_eq(browser_post(b, "/track", form).status, 422);
    ck_assert(browser_sees(b, "Too many wrong answers came from your connection"));
    ck_assert(browser_sees(b, "TS-4F7K2-9QXBM-3"));
    ck_assert(!browser_sees(b, "do not fit together"));
}
END_TEST

START_TEST(many_tries_of_a_passcode_answer_a_question)
{
    static const char wrong[] = "number=TS-4F7K2-9QXBM-3&code=AAAA-AAAA-AAAA-AAAA";
    int tries = 0;
    char form[200];
    struct reply reply;
    browser_get(b, "/track");
    do {
        reply = browser_post(b, "/track", wrong);
        ck_assert_int_eq(reply.status, 422);
        ck_assert_int_lt(++tries, 42);
    } while (!browser_sees(b, "How much is"));
    ck_assert_int_gt(tries, 20);
    ck_assert(!browser_sees(b, "do not fit together"));
    snprintf(form, sizeof form, "%s&%s", wrong, answer(reply));
    reply = browser_post(b, "/track", form);
    ck_assert_int_eq(reply.status, 422);
    ck_assert(browser_sees(b, "do not fit together"));
}
END_TEST

Suite *suite_pages_question(void)
{
    Suite *suite = suite_create("pages_question");
    TCase *tests = tcase_create("question");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, many_complaints_from_one_address_answer_a_question);
    tcase_add_test(tests, beyond_the_limit_it_waits);
    tcase_add_test(tests, every_answer_brings_another_question);
    tcase_add_test(tests, wrong_answers_have_a_bound);
    tcase_add_test(tests, wrong_answers_to_a_lookup_have_a_bound);
    tcase_add_test(tests, many_tries_of_a_passcode_answer_a_question);
    suite_add_tcase(suite, tests);
    return suite;
}
