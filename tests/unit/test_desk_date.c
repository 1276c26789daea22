#include <check.h>
#include <string.h>

#include "desk_date.h"

static struct arena *arena;
static const struct desk_date today = {2026, 8, 25};

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static const char *read_as(const char *typed)
{
    struct desk_date date;
    return desk_date_parse(arena, str_of(typed), today, &date) ? desk_date_iso(arena, date) : "refused";
}

START_TEST(test_ways_of_writing)
{
    static const char *const same_day[] = {
        "2026-08-21", "2026/8/21", "2026.8.21", "20260821", "2026年8月21日", "2026年08月21号", "2026年8月21", " 2026 年 8 月 21 日 ",
        "２０２６年８月２１日", "２０２６－０８－２１", "２０２６．８．２１", "8月21日", "８月２１", "\u30002026-8-21\u3000",
    };
    for (size_t i = 0; i < COUNT_OF(same_day); i++)
        ck_assert_msg(strcmp(read_as(same_day[i]), "2026-08-21") == 0, "%s is read as %s", same_day[i], read_as(same_day[i]));
}
END_TEST

START_TEST(test_refused)
{
    static const char *const wrong[] = {
        "", " ", "yesterday", "2026-13-01", "2026-02-30", "2026-8", "26-8-21", "2026-08/21", "2026-08-21x", "20260231", "2026821",
        "0000-01-01", "1899-12-31", "2026年", "2026年8月", "8月", "月日", "21日", "8月21日3", "2026年8月21日年", "-2026-08-21", "2026--08-21",
        "999999999999999999999999999999", "2026-08-21 2026-08-21 2026-08-21 2026-08-21 2026-08-21 2026-08-21 2026-08-21",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        ck_assert_msg(strcmp(read_as(wrong[i]), "refused") == 0, "\"%s\" is read as %s", wrong[i], read_as(wrong[i]));
}
END_TEST

START_TEST(test_leap_day)
{
    ck_assert_str_eq(read_as("2028-02-29"), "2028-02-29");
    ck_assert_str_eq(read_as("2026-02-29"), "refused");
}
END_TEST

START_TEST(test_day_in_zone)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("+08:00", &zone), ERR_NONE);
    struct desk_date date = {2026, 8, 21};
    int64_t begin = desk_date_begin(date, zone), end = desk_date_end(date, zone);
    ck_assert_str_eq(utc_iso(arena, begin), "2026-08-20T16:00:00Z");
    ck_assert_str_eq(utc_iso(arena, end), "2026-08-21T15:59:59Z");
    struct desk_date back = desk_date_of(end, zone);
    ck_assert_str_eq(desk_date_iso(arena, back), "2026-08-21");
    ck_assert_str_eq(desk_date_iso(arena, desk_date_of(begin - 1, zone)), "2026-08-20");
    ck_assert_str_eq(desk_date_iso(arena, (struct desk_date){0}), "");
}
END_TEST

Suite *suite_desk_date(void);
Suite *suite_desk_date(void)
{
    Suite *suite = suite_create("desk_date");
    TCase *tests = tcase_create("dates");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_ways_of_writing);
    tcase_add_test(tests, test_refused);
    tcase_add_test(tests, test_leap_day);
    tcase_add_test(tests, test_day_in_zone);
    suite_add_tcase(suite, tests);
    return suite;
}
