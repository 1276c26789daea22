#include <check.h>

#include "format.h"
#include "view_fixture.h"

static struct arena *arena;
static const struct utc_zone *zone;

static void set_up(void)
{
    arena = arena_new(1 << 20);
    ck_assert_int_eq(utc_zone_load("+08:00", &zone), ERR_NONE);
}

static void tear_down(void)
{
    arena_free(arena);
}

START_TEST(dates_and_moments)
{
    int64_t at = utc_from_local(2026, 8, 28, 9, 5, 59, zone);
    ck_assert_str_eq(format_date(arena, LANG_ZH, at, zone), "2026年8月28日");
    ck_assert_str_eq(format_date(arena, LANG_EN, at, zone), "28 Aug 2026");
    ck_assert_str_eq(format_day(arena, LANG_ZH, at, zone), "8月28日（周五）");
    ck_assert_str_eq(format_day(arena, LANG_EN, at, zone), "Fri 28 Aug");
    ck_assert_str_eq(format_moment(arena, LANG_ZH, at, zone), "2026年8月28日 09:05");
    ck_assert_str_eq(format_moment(arena, LANG_EN, at, zone), "28 Aug 2026, 09:05");
    ck_assert_str_eq(format_full(arena, at, zone), "2026-08-28 09:05");
}
END_TEST

START_TEST(the_zone_decides_the_day)
{
    int64_t at = utc_from_local(2026, 1, 1, 0, 30, 0, zone); /* still the old year in Greenwich */
    ck_assert_str_eq(format_date(arena, LANG_ZH, at, zone), "2026年1月1日");
    ck_assert_str_eq(format_short(arena, at, at + UTC_DAY_US, zone), "01-01 00:30");
    ck_assert_str_eq(format_short(arena, at, at - UTC_HOUR_US, zone), "2026-01-01 00:30");
}
END_TEST

START_TEST(spans_in_two_units)
{
    static const struct {
        int64_t us;
        const char *text;
    } cases[] = {
        {30 * UTC_HOUR_US, "1 day 6 hours"},
        {48 * UTC_HOUR_US + UTC_MINUTE_US, "2 days"},
        {UTC_HOUR_US + 2 * UTC_MINUTE_US, "1 hour 2 minutes"},
        {UTC_HOUR_US, "1 hour"},
        {UTC_MINUTE_US, "1 minute"},
        {59 * UTC_SECOND_US, "less than a minute"},
        {-5 * UTC_DAY_US, "less than a minute"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_str_eq(format_span(arena, LANG_EN, cases[i].us), cases[i].text);
}
END_TEST

START_TEST(sizes)
{
    static const struct {
        uint64_t bytes;
        const char *text;
    } cases[] = {
        {0, "0 B"}, {999, "999 B"}, {1000, "1 KB"}, {340400, "340 KB"}, {999400, "999 KB"}, {999500, "1.0 MB"},
        {1200000, "1.2 MB"}, {20971520, "21.0 MB"}, {150000000, "150 MB"}, {UINT64_C(3200000000), "3.2 GB"},
        {UINT64_C(5000000000000), "5000 GB"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_str_eq(format_size(arena, cases[i].bytes), cases[i].text);
}
END_TEST

START_TEST(masks_hide_what_they_must)
{
    ck_assert_str_eq(format_mask_phone(arena, "13812346021"), "138****6021");
    ck_assert_str_eq(format_mask_phone(arena, "0512-65201234"), "051****1234");
    ck_assert_str_eq(format_mask_phone(arena, "65201234"), "****34");
    ck_assert_str_eq(format_mask_phone(arena, "12345"), "****");
    ck_assert_str_eq(format_mask_phone(arena, ""), "");
    ck_assert_str_eq(format_mask_name(arena, "张三"), "张*");
    ck_assert_str_eq(format_mask_name(arena, "欧阳修远"), "欧*");
    ck_assert_str_eq(format_mask_name(arena, "𠮷田"), "𠮷*");
    ck_assert_str_eq(format_mask_name(arena, "张"), "*");
    ck_assert_str_eq(format_mask_name(arena, ""), "");
    ck_assert_str_eq(format_mask_email(arena, "zhang@example.com"), "z***@example.com");
    ck_assert_str_eq(format_mask_email(arena, "z@example.com"), "***@example.com");
    ck_assert_str_eq(format_mask_email(arena, "@example.com"), "@****");
    ck_assert_str_eq(format_mask_email(arena, "no address"), "n****");
    ck_assert_str_eq(format_mask_email(arena, ""), "");
    ck_assert_str_eq(format_mask_other(arena, "幸福里小区"), "幸****");
    ck_assert_str_eq(format_mask_other(arena, "幸"), "****");
    ck_assert_str_eq(format_mask_other(arena, NULL), "");
}
END_TEST

Suite *suite_format(void);
Suite *suite_format(void)
{
    Suite *s = suite_create("format");
    TCase *t = tcase_create("format");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, dates_and_moments);
    tcase_add_test(t, the_zone_decides_the_day);
    tcase_add_test(t, spans_in_two_units);
    tcase_add_test(t, sizes);
    tcase_add_test(t, masks_hide_what_they_must);
    suite_add_tcase(s, t);
    return s;
}
