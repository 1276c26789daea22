#include <check.h>
#include <string.h>

#include "complaint.h"

Suite *suite_complaint(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(1 << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

START_TEST(every_word_has_a_title)
{
    for (size_t i = 0; complaint_demands[i]; i++)
        ck_assert_str_ne(complaint_demand_title(complaint_demands[i]), "");
    for (size_t i = 0; complaint_contact_ways[i]; i++)
        ck_assert_str_ne(complaint_contact_title(complaint_contact_ways[i]), "");
    for (int s = COMPLAINT_SUBMITTED; s < COMPLAINT_STATE__END; s++) {
        ck_assert_str_ne(complaint_state_title((enum complaint_state)s), "");
        ck_assert_str_ne(complaint_state_public((enum complaint_state)s), "");
    }
    for (int m = COMPLAINT_NAMED; m < COMPLAINT_MODE__END; m++)
        ck_assert_str_ne(complaint_mode_title((enum complaint_mode)m), "");
    for (int f = 0; f < FINDING__END; f++)
        ck_assert_str_ne(complaint_finding_title((enum complaint_finding)f), "");
}
END_TEST

START_TEST(what_is_unknown_has_none)
{
    ck_assert_str_eq(complaint_channel_title("pigeon"), "");
    ck_assert_str_eq(complaint_channel_title(NULL), "");
    ck_assert_str_eq(complaint_demand_title("revenge"), "");
    ck_assert_str_eq(complaint_contact_title("web "), "");
    ck_assert_str_eq(complaint_state_title((enum complaint_state)0), "");
    ck_assert_str_eq(complaint_state_title(COMPLAINT_STATE__END), "");
    ck_assert_str_eq(complaint_state_public((enum complaint_state)0), "");
    ck_assert_str_eq(complaint_state_public(COMPLAINT_STATE__END), "");
    ck_assert_str_eq(complaint_mode_title((enum complaint_mode)0), "");
    ck_assert_str_eq(complaint_mode_title(COMPLAINT_MODE__END), "");
    ck_assert_str_eq(complaint_finding_title(FINDING__END), "");
}
END_TEST

START_TEST(open_while_work_is_due)
{
    ck_assert(!complaint_state_open((enum complaint_state)0));
    for (int s = COMPLAINT_SUBMITTED; s <= COMPLAINT_REPLIED; s++)
        ck_assert(complaint_state_open((enum complaint_state)s));
    for (int s = COMPLAINT_CLOSED; s <= COMPLAINT_STATE__END; s++)
        ck_assert(!complaint_state_open((enum complaint_state)s));
}
END_TEST

START_TEST(steps)
{
    ck_assert_int_eq(complaint_public_step(COMPLAINT_SUBMITTED, false), 1);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_PROGRESS, false), 3);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_WAITING, false), 3);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_REPLIED, false), 4);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_CLOSED, false), 4);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_CLOSED, true), 5);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_REJECTED, false), 5);
    ck_assert_int_eq(complaint_public_step(COMPLAINT_WITHDRAWN, false), 5);
}
END_TEST

START_TEST(urgency)
{
    const int64_t now = INT64_C(1787300000000000);

    ck_assert_int_eq(complaint_urgency(true, now - 1, now), URGENCY_LATE);
    ck_assert_int_eq(complaint_urgency(true, now, now), URGENCY_SOON);
    ck_assert_int_eq(complaint_urgency(true, now + COMPLAINT_SOON_US, now), URGENCY_SOON);
    ck_assert_int_eq(complaint_urgency(true, now + COMPLAINT_SOON_US + 1, now), URGENCY_CALM);
    ck_assert_int_eq(complaint_urgency(false, now - 1, now), URGENCY_NONE);
    ck_assert_int_eq(complaint_urgency(true, 0, now), URGENCY_NONE);
}
END_TEST

static const struct {
    const char *body, *title;
} titles[] = {
    {"", ""},
    {"  \n  ", ""},
    {"理赔款没有到账", "理赔款没有到账"},
    {"\n\n 第一行 \n第二行", "第一行"},
    {"电话13800138000没人接", "电话***没人接"},
    {"电话１３８００１３８０００没人接", "电话***没人接"},
    {"电话138-0013-8000没人接", "电话***没人接"},
    {"卡号6222 0213 0000 1234 567被扣款", "卡号***被扣款"},
    {"身份证33010619900101123X泄露", "身份证***X泄露"},
    {"123456号柜台", "123456号柜台"},
    {"1234567", "***"},
    {"12345 6", "12345 6"},
    {"8月1日至8月15日，等了14天", "8月1日至8月15日，等了14天"},
    {"号码 1234567 ，", "号码 *** ，"},
    {"123 - 456 - 789", "123 - 456 - 789"},
    {"Ｑ，。！full width stays", "Ｑ，。！full width stays"},
    {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"},
    {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十超", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十…"},
};

START_TEST(title_of_a_body)
{
    ck_assert_str_eq(complaint_title_of(arena, titles[_i].body), titles[_i].title);
}
END_TEST

Suite *suite_complaint(void)
{
    Suite *suite = suite_create("complaint");
    TCase *tc = tcase_create("complaint");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, every_word_has_a_title);
    tcase_add_test(tc, what_is_unknown_has_none);
    tcase_add_test(tc, open_while_work_is_due);
    tcase_add_test(tc, steps);
    tcase_add_test(tc, urgency);
    tcase_add_loop_test(tc, title_of_a_body, 0, (int)COUNT_OF(titles));
    suite_add_tcase(suite, tc);
    return suite;
}
