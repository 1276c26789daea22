#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "portal_draft.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(4 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static struct portal_draft answered(enum complaint_mode mode)
{
    struct portal_draft d;
    portal_draft_empty(&d);
    d.category_id = 7;
    d.mode = mode;
    d.done = (1u << STEP_CHECK) - 1;
    return d;
}

START_TEST(test_steps_in_order)
{
    struct portal_draft d;
    portal_draft_empty(&d);
    ck_assert_int_eq(portal_step_first_open(&d), STEP_CATEGORY);
    ck_assert(portal_step_reachable(&d, STEP_CATEGORY));
    ck_assert(!portal_step_reachable(&d, STEP_WHAT));
    ck_assert(!portal_step_reachable(&d, STEP_CHECK));
    d.done = 1u << STEP_CATEGORY;
    ck_assert_int_eq(portal_step_first_open(&d), STEP_WHAT);
    ck_assert(portal_step_reachable(&d, STEP_WHAT));
    ck_assert(!portal_step_reachable(&d, STEP_WISH));
    /* A later page that was answered does not open the ones between. */
    d.done |= 1u << STEP_WHO;
    ck_assert_int_eq(portal_step_first_open(&d), STEP_WHAT);
    d = answered(COMPLAINT_NAMED);
    ck_assert_int_eq(portal_step_first_open(&d), STEP_CHECK);
    ck_assert(portal_step_reachable(&d, STEP_CHECK));
    ck_assert(portal_step_reachable(&d, STEP_CATEGORY));
}
END_TEST

START_TEST(test_anonymous_needs_no_contact)
{
    struct portal_draft d = answered(COMPLAINT_ANONYMOUS);
    d.done &= ~(1u << STEP_CONTACT);
    ck_assert_int_eq(portal_step_first_open(&d), STEP_CHECK);
    ck_assert(!portal_step_reachable(&d, STEP_CONTACT));
    ck_assert_int_eq(portal_step_after(&d, STEP_WHO), STEP_CHECK);
    ck_assert_int_eq(portal_step_before(&d, STEP_CHECK), STEP_WHO);
    ck_assert_int_eq(portal_step_total(&d), 6);
    ck_assert_int_eq(portal_step_number(&d, STEP_CHECK), 6);
    d.mode = COMPLAINT_CONFIDENTIAL;
    ck_assert_int_eq(portal_step_first_open(&d), STEP_CONTACT);
    ck_assert_int_eq(portal_step_after(&d, STEP_WHO), STEP_CONTACT);
    ck_assert_int_eq(portal_step_total(&d), 7);
    ck_assert_int_eq(portal_step_number(&d, STEP_WISH), 3);
}
END_TEST

START_TEST(test_ends_of_the_form)
{
    struct portal_draft d = answered(COMPLAINT_NAMED);
    ck_assert_int_eq(portal_step_before(&d, STEP_CATEGORY), STEP__COUNT);
    ck_assert_int_eq(portal_step_after(&d, STEP_CHECK), STEP_CHECK);
    ck_assert_str_eq(portal_step_path(STEP_FILES), "/file/files");
    ck_assert_str_eq(portal_step_path(STEP__COUNT), "/file");
    ck_assert(!portal_step_applies(&d, STEP__COUNT));
}
END_TEST

START_TEST(test_another_category)
{
    struct portal_draft d = answered(COMPLAINT_NAMED);
    ck_assert(portal_draft_set_answer(&d, 3, "x"));
    portal_draft_set_category(&d, 7);
    ck_assert_str_eq(portal_draft_answer(&d, 3), "x");
    portal_draft_set_category(&d, 8);
    ck_assert_str_eq(portal_draft_answer(&d, 3), "");
    ck_assert_int_eq(portal_step_first_open(&d), STEP_WHAT);
}
END_TEST

START_TEST(test_answers)
{
    struct portal_draft d;
    portal_draft_empty(&d);
    for (int i = 1; i <= PORTAL_ANSWERS; i++)
        ck_assert(portal_draft_set_answer(&d, i, "v"));
    ck_assert(!portal_draft_set_answer(&d, 99, "too many"));
    ck_assert(portal_draft_set_answer(&d, 5, "again"));
    ck_assert_str_eq(portal_draft_answer(&d, 5), "again");
    ck_assert_str_eq(portal_draft_answer(&d, 99), "");
}
END_TEST

START_TEST(test_demands)
{
    struct portal_draft d;
    portal_draft_empty(&d);
    ck_assert_int_eq(portal_draft_note_demand(&d), -1);
    ck_assert_int_eq(portal_draft_amount_demand(&d), -1);
    portal_draft_want(&d, "no such thing");
    ck_assert_uint_eq(d.demands, 0);
    portal_draft_want(&d, "refund");
    ck_assert(portal_draft_wants(&d, "refund"));
    ck_assert(!portal_draft_wants(&d, "apology"));
    ck_assert_str_eq(complaint_demands[portal_draft_note_demand(&d)], "refund");
    ck_assert_str_eq(complaint_demands[portal_draft_amount_demand(&d)], "refund");
    portal_draft_want(&d, "compensation");
    portal_draft_want(&d, "other");
    ck_assert_str_eq(complaint_demands[portal_draft_note_demand(&d)], "other");
    ck_assert_str_eq(complaint_demands[portal_draft_amount_demand(&d)], "compensation");
}
END_TEST

START_TEST(test_json_there_and_back)
{
    struct portal_draft d = answered(COMPLAINT_CONFIDENTIAL), back;
    d.title = "二次供水\"水压\"不足";
    d.body = "第一行\n第二行 \\ \xf0\x9f\x98\x80";
    d.occurred = "8月8日起";
    d.place = "幸福里";
    d.persons = "王某";
    d.reference = "P-1";
    d.amount = "1200.50";
    d.note = "尽快";
    d.kind = "group";
    d.head_count = "12";
    d.who.name = "张三";
    d.who.phone = "13800006021";
    d.who.email = "z@example.com";
    d.who.address = "海川市";
    d.who.prefer = "phone";
    d.who.prefer_time = "晚上";
    portal_draft_want(&d, "repair");
    ck_assert(portal_draft_set_answer(&d, 41, "答案"));
    ck_assert(portal_draft_read(arena, portal_draft_write(arena, &d), &back));
    ck_assert_uint_eq(back.done, d.done);
    ck_assert_int_eq(back.category_id, 7);
    ck_assert_uint_eq(back.demands, d.demands);
    ck_assert_int_eq(back.mode, COMPLAINT_CONFIDENTIAL);
    ck_assert_str_eq(back.title, d.title);
    ck_assert_str_eq(back.body, d.body);
    ck_assert_str_eq(back.occurred, d.occurred);
    ck_assert_str_eq(back.place, d.place);
    ck_assert_str_eq(back.persons, d.persons);
    ck_assert_str_eq(back.reference, d.reference);
    ck_assert_str_eq(back.amount, d.amount);
    ck_assert_str_eq(back.note, d.note);
    ck_assert_str_eq(back.kind, "group");
    ck_assert_str_eq(back.head_count, "12");
    ck_assert_str_eq(back.who.name, d.who.name);
    ck_assert_str_eq(back.who.phone, d.who.phone);
    ck_assert_str_eq(back.who.email, d.who.email);
    ck_assert_str_eq(back.who.address, d.who.address);
    ck_assert_str_eq(back.who.prefer, "phone");
    ck_assert_str_eq(back.who.prefer_time, d.who.prefer_time);
    ck_assert_str_eq(portal_draft_answer(&back, 41), "答案");
}
END_TEST

START_TEST(test_json_of_an_empty_draft)
{
    struct portal_draft d, back;
    portal_draft_empty(&d);
    ck_assert(portal_draft_read(arena, portal_draft_write(arena, &d), &back));
    ck_assert_str_eq(back.body, "");
    ck_assert_str_eq(back.kind, "customer");
    ck_assert_str_eq(back.who.id_number, "");
    ck_assert_int_eq(back.mode, 0);
    ck_assert_uint_eq(back.n_answers, 0);
}
END_TEST

START_TEST(test_json_of_others)
{
    static const char *const bad[] = {
        "", "null", "[]", "{}", "{\"format\":2}", "{\"format\":1", "{\"format\":1,\"mode\":9}", "{\"format\":1,\"mode\":-1}",
        "{\"format\":1,\"answers\":[[0,\"x\"]]}", "{\"format\":1,\"answers\":[[1,2]]}", "{\"format\":1,\"answers\":[7]}",
        "{\"format\":1,\"format\":1}",
    };
    struct portal_draft d;
    portal_draft_empty(&d);
    d.title = "untouched";
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!portal_draft_read(arena, str_of(bad[i]), &d), "case %zu", i);
    ck_assert_str_eq(d.title, "untouched");
    ck_assert(!portal_draft_read(arena, (struct str){NULL, 0}, &d));
}
END_TEST

START_TEST(test_amounts)
{
    static const char *const cases[][2] = {
        {"1200", "1200.00"}, {"1,200.5", "1200.50"}, {"￥１２００．５０", "1200.50"}, {"1200元", "1200.00"}, {"人民币 88.88 元", "88.88"},
        {"0.01", "0.01"}, {"999999999999.99", "999999999999.99"}, {"RMB 5", "5.00"},
        {"0", NULL}, {"0.00", NULL}, {"-5", NULL}, {"1.234", NULL}, {"1.", NULL}, {".5", NULL}, {"abc", NULL}, {"", NULL},
        {"1000000000000", NULL}, {"1.-5", NULL}, {"一千", NULL}, {"1.2.3", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *sum = portal_amount_read(arena, cases[i][0]);
        if (cases[i][1])
            ck_assert_msg(sum && strcmp(sum, cases[i][1]) == 0, "%s gives %s", cases[i][0], sum ? sum : "nothing");
        else
            ck_assert_msg(!sum, "%s gives %s", cases[i][0], sum ? sum : "nothing");
    }
}
END_TEST

START_TEST(test_dates)
{
    static const char *const cases[][2] = {
        {"2026-08-01", "2026-08-01"}, {"2026/8/1", "2026-08-01"}, {"2026.8.1", "2026-08-01"}, {"20260801", "2026-08-01"},
        {"2026年8月1日", "2026-08-01"}, {" ２０２６年８月１号 ", "2026-08-01"}, {"2024-02-29", "2024-02-29"},
        {"2026-02-29", NULL}, {"2026-13-01", NULL}, {"2026-00-01", NULL}, {"8-1", NULL}, {"", NULL}, {"yesterday", NULL},
        {"2026-08-01x", NULL}, {"1800-01-01", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *date = portal_date_read(arena, cases[i][0]);
        if (cases[i][1])
            ck_assert_msg(date && strcmp(date, cases[i][1]) == 0, "%s gives %s", cases[i][0], date ? date : "nothing");
        else
            ck_assert_msg(!date, "%s gives %s", cases[i][0], date ? date : "nothing");
    }
}
END_TEST

Suite *suite_portal_draft(void);
Suite *suite_portal_draft(void)
{
    Suite *s = suite_create("portal_draft");
    TCase *tc = tcase_create("portal_draft");
    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_steps_in_order);
    tcase_add_test(tc, test_anonymous_needs_no_contact);
    tcase_add_test(tc, test_ends_of_the_form);
    tcase_add_test(tc, test_another_category);
    tcase_add_test(tc, test_answers);
    tcase_add_test(tc, test_demands);
    tcase_add_test(tc, test_json_there_and_back);
    tcase_add_test(tc, test_json_of_an_empty_draft);
    tcase_add_test(tc, test_json_of_others);
    tcase_add_test(tc, test_amounts);
    tcase_add_test(tc, test_dates);
    suite_add_tcase(s, tc);
    return s;
}
