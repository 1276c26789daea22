#include <check.h>
#include <string.h>

#include "timeline.h"
#include "told.h"

Suite *suite_told(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(65536);
}

static void teardown(void)
{
    arena_free(arena);
}

START_TEST(numbers_as_people_type_them)
{
    static const struct {
        const char *typed, *sent;
    } cases[] = {
        {"13800138000", "13800138000"},
        {"１３８００１３８０００", "13800138000"},
        {" 138 0013 8000 ", "13800138000"},
        {"+86 138-0013-8000", "13800138000"},
        {"008613800138000", "13800138000"},
        {"8613800138000", "13800138000"},
        {"＋８６１３８００１３８０００", "13800138000"},
        {"+85291234567", "+85291234567"},
        {"+1 (415) 555-2671", "+14155552671"},
        {"0014155552671", "+14155552671"},
        {"0531-88880000", NULL}, /* no telephone that shows texts */
        {"88880000", NULL},
        {"23800138000", NULL},
        {"1380013800", NULL},
        {"+8612345", NULL},
        {"not a number", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *sent = told_sms_number(arena, cases[i].typed);
        if (cases[i].sent)
            ck_assert_msg(sent && strcmp(sent, cases[i].sent) == 0, "%s: %s", cases[i].typed, sent ? sent : "none");
        else
            ck_assert_msg(!sent, "%s: %s", cases[i].typed, sent);
    }
}
END_TEST

START_TEST(addresses_as_people_type_them)
{
    static const struct {
        const char *typed, *sent;
    } cases[] = {
        {"zhang@example.com", "zhang@example.com"},
        {"Zhang.San@Example.COM", "Zhang.San@example.com"},
        {" ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ ", "zhang@example.com"},
        {"zhang@example", NULL},
        {"zhang@@example.com", NULL},
        {"张三@example.com", NULL},
        {"a@example.com,b@example.com", NULL},
        {"a@example.com\nBcc: b@example.com", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *sent = told_mail_address(arena, cases[i].typed);
        if (cases[i].sent)
            ck_assert_msg(sent && strcmp(sent, cases[i].sent) == 0, "%s: %s", cases[i].typed, sent ? sent : "none");
        else
            ck_assert_msg(!sent, "%s: %s", cases[i].typed, sent);
    }
}
END_TEST

/* Nobody is told of what the page of tracking would not show him. */
START_TEST(one_mailbox_of_many_spellings)
{
    ck_assert_str_eq(told_mailbox(arena, "Zhang.San+a+b@example.com"), "zhang.san@example.com");
    ck_assert_str_eq(told_mailbox(arena, "zhang.san@example.com"), "zhang.san@example.com");
    ck_assert_str_eq(told_mailbox(arena, "zhang@ex+ample.com"), "zhang@ex+ample.com");
    ck_assert_str_eq(told_mailbox(arena, "+85291234567"), "+85291234567");
    ck_assert_str_eq(told_mailbox(arena, "13800138000"), "13800138000");
    ck_assert_str_eq(told_mailbox(arena, ""), "");
}
END_TEST

START_TEST(only_what_the_complainant_sees_is_told)
{
    static const char *const moves[] = {"submitted", "registered", "rejected", "message", "asked", "replied", "closed", "reopened", "withdrawn", "extended", "merged", "receipt_sent", "unsealed", "unsealed_alone"};
    static const char *const inside[] = {"note", "assigned", "classified", "slip_answered", "rated", "supplied", "revealed", "no such kind"};
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        ck_assert_msg(told_of(arena, moves[i], "{\"clock_kind\":\"resolve\"}") != NULL, "%s", moves[i]);
        ck_assert_msg(timeline_kind(moves[i])->public_line != NULL, "%s", moves[i]);
    }
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        ck_assert_msg(!told_of(arena, inside[i], "{}"), "%s", inside[i]);
    ck_assert_ptr_null(told_of(arena, "extended", "{\"clock_kind\":\"department\"}"));
    ck_assert_ptr_null(told_of(arena, "message", "{\"message\":\"7\",\"other\":\"TS-AAAAA-AAAAA-A\"}")); /* told by the event of that matter */
    ck_assert_ptr_null(told_of(arena, "validity_decided", "{\"validity\":\"valid\"}"));
    ck_assert_str_eq(told_of(arena, "validity_decided", "{\"message\":\"7\"}"), "message");
    ck_assert_ptr_null(told_of(arena, "replied", "{\"message\":\"7\",\"later\":\"1\"}"));
}
END_TEST

Suite *suite_told(void)
{
    Suite *s = suite_create("told");
    TCase *tc = tcase_create("told");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, numbers_as_people_type_them);
    tcase_add_test(tc, addresses_as_people_type_them);
    tcase_add_test(tc, one_mailbox_of_many_spellings);
    tcase_add_test(tc, only_what_the_complainant_sees_is_told);
    suite_add_tcase(s, tc);
    return s;
}
