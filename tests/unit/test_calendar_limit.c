#include <check.h>
#include <string.h>

#include "calendar.h"
#include "calendar_words.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

START_TEST(limits_as_people_write_them)
{
    static const struct {
        const char *text;
        enum calendar_unit unit;
        int value;
        const char *written;
    } good[] = {
        {"3 wd", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"15 nd", CALENDAR_NATURAL_DAYS, 15, "15 nd"},
        {"20 min", CALENDAR_MINUTES, 20, "20 min"},
        {"1 h", CALENDAR_HOURS, 1, "1 h"},
        {"2 wh", CALENDAR_WORKING_HOURS, 2, "2 wh"},
        {"30 wmin", CALENDAR_WORKING_MINUTES, 30, "30 wmin"},
        {"0.5 wd", CALENDAR_HALF_DAYS, 1, "0.5 wd"},
        {"1.5 wd", CALENDAR_HALF_DAYS, 3, "1.5 wd"},
        {"2.0 wd", CALENDAR_HALF_DAYS, 4, "2.0 wd"},
        {"same day", CALENDAR_SAME_DAY, 0, "same day"},
        {"10th wd of month", CALENDAR_MONTH_DAY, 10, "10th wd of month"},
        {"1st wd of month", CALENDAR_MONTH_DAY, 1, "1st wd of month"},
        {"22nd wd of month", CALENDAR_MONTH_DAY, 22, "22nd wd of month"},
        {"13th wd of month", CALENDAR_MONTH_DAY, 13, "13th wd of month"},
        {" 3wd ", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"3 WD", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"３　个工作日", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"3个工作日", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"3工作日", CALENDAR_WORKING_DAYS, 3, "3 wd"},
        {"15天", CALENDAR_NATURAL_DAYS, 15, "15 nd"},
        {"15日", CALENDAR_NATURAL_DAYS, 15, "15 nd"},
        {"15个自然日", CALENDAR_NATURAL_DAYS, 15, "15 nd"},
        {"20分钟", CALENDAR_MINUTES, 20, "20 min"},
        {"1小时", CALENDAR_HOURS, 1, "1 h"},
        {"4个工作小时", CALENDAR_WORKING_HOURS, 4, "4 wh"},
        {"半个工作日", CALENDAR_HALF_DAYS, 1, "0.5 wd"},
        {"１．５个工作日", CALENDAR_HALF_DAYS, 3, "1.5 wd"},
        {"当日", CALENDAR_SAME_DAY, 0, "same day"},
        {"每月第10个工作日", CALENDAR_MONTH_DAY, 10, "10th wd of month"},
        {"3660 nd", CALENDAR_NATURAL_DAYS, 3660, "3660 nd"},
    };
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct calendar_limit limit = {0};
        ck_assert_msg(calendar_limit_read(str_of(good[i].text), &limit) == ERR_NONE, "%s", good[i].text);
        ck_assert_int_eq(limit.unit, good[i].unit);
        ck_assert_int_eq(limit.value, good[i].value);
        ck_assert_str_eq(calendar_limit_write(arena, limit), good[i].written);
    }
}
END_TEST

START_TEST(what_is_no_limit)
{
    static const char *const bad[] = {"",        " ",      "3",          "wd",           "0 wd",           "3661 nd",  "99999 min", "-1 wd",  "3 wd 4",  "3 months", "1 2 wd",
                                      "0.0 wd",  "0.3 wd", "1.5 h",      "24th wd of month", "0th wd of month", "每月第0个工作日", "半个月", "10 wd of month", "\xff\xfe",
                                      "3 wd of month and then some more words that go on and on without any end at all"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct calendar_limit limit = {CALENDAR_HOURS, 7};
        ck_assert_msg(calendar_limit_read(str_of(bad[i]), &limit) == ERR_MALFORMED, "%s", bad[i]);
        ck_assert_int_eq(limit.value, 7);
    }
}
END_TEST

START_TEST(limits_by_length)
{
    static const char *const ascending[] = {"1 min", "20 min", "20 wmin", "2 h", "1 wh", "same day", "0.5 wd", "1 nd", "1 wd", "2 nd", "1.5 wd", "10 nd", "10 wd", "15 nd", "15 wd"};
    for (size_t i = 0; i + 1 < COUNT_OF(ascending); i++) {
        struct calendar_limit a, b;
        ck_assert_int_eq(calendar_limit_read(str_of(ascending[i]), &a), ERR_NONE);
        ck_assert_int_eq(calendar_limit_read(str_of(ascending[i + 1]), &b), ERR_NONE);
        if (strcmp(ascending[i], "same day") == 0 || strcmp(ascending[i], "1 wh") == 0)
            ck_assert_int_le(calendar_limit_compare(a, b), 0);
        else
            ck_assert_msg(calendar_limit_compare(a, b) < 0 && calendar_limit_compare(b, a) > 0, "%s is not shorter than %s", ascending[i], ascending[i + 1]);
        ck_assert_int_eq(calendar_limit_compare(a, a), 0);
    }
}
END_TEST

START_TEST(every_unit_has_its_words)
{
    for (int unit = CALENDAR_MINUTES; unit <= CALENDAR_MONTH_DAY; unit++) {
        for (int value = 1; value <= 3; value++) {
            struct calendar_limit limit = {(enum calendar_unit)unit, value};
            ck_assert(*calendar_limit_words(limit).one && *calendar_limit_words(limit).many);
            for (int kind = CALENDAR_STEP_START; kind <= CALENDAR_STEP_DUE; kind++) {
                struct calendar_step step = {.kind = (enum calendar_step_kind)kind, .counted = value};
                ck_assert(*calendar_step_title(&step, limit));
                ck_assert(*calendar_step_words(&step, limit).many);
            }
        }
    }
    ck_assert_str_eq(calendar_limit_words((struct calendar_limit){CALENDAR_HALF_DAYS, 1}).one, "half a working day");
    ck_assert_str_eq(calendar_limit_words((struct calendar_limit){0}).one, "");
    ck_assert_str_eq(calendar_weekday_title(0), "Sun");
    ck_assert_str_eq(calendar_holiday_english(arena, STR("国庆节、中秋节")), "National Day and Mid-Autumn Festival");
    ck_assert_str_eq(calendar_holiday_english(arena, STR("公司成立日")), "");
    ck_assert_str_eq(calendar_holiday_english(arena, STR("国庆节、司庆")), "");
    ck_assert(calendar_unit_working(CALENDAR_SAME_DAY) && !calendar_unit_working(CALENDAR_NATURAL_DAYS));
}
END_TEST

START_TEST(office_hours_as_people_write_them)
{
    static const struct {
        const char *text, *written;
    } good[] = {
        {"08:30-12:00 13:30-17:30", "08:30-12:00 13:30-17:30"},
        {"8:30-12:00,13:30-17:30", "08:30-12:00 13:30-17:30"},
        {"８：３０－１２：００、13：30—17：30", "08:30-12:00 13:30-17:30"},
        {"9:00至18:00", "09:00-18:00"},
        {"9:00——18:00", "09:00-18:00"},
        {"9:00 ~ 18:00；19:00～20:00", "09:00-18:00 19:00-20:00"},
        {"00:00-24:00", "00:00-24:00"},
        {"", ""},
        {"  ", ""},
        {"08:00-12:00 12:00-18:00", "08:00-18:00"},
        {"1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00", "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00"},
    };
    static const char *const bad[] = {"8-12", "08:30", "12:00-08:00", "08:00-08:00", "08:00-12:00 11:00-13:00", "25:00-26:00", "08:60-09:00", "24:30-24:40", "08:00-24:01",
                                      "08:00-12:00x", "a", "1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00 9:00-10:00", "13:30-17:30 08:30-12:00", "08:0-12:00", "0800-1200",
                                      "08:00-12:00 13:00-17:00 08:00-12:00 13:00-17:00 08:00-12:00 13:00-17:00 08:00-12:00"};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct calendar_hours hours;
        ck_assert_msg(calendar_hours_read(str_of(good[i].text), &hours) == ERR_NONE, "%s", good[i].text);
        ck_assert_str_eq(calendar_hours_write(arena, &hours), good[i].written);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct calendar_hours hours = {.n = 9};
        ck_assert_msg(calendar_hours_read(str_of(bad[i]), &hours) == ERR_MALFORMED, "%s", bad[i]);
        ck_assert_uint_eq(hours.n, 9);
    }
}
END_TEST

Suite *suite_calendar_limit(void);
Suite *suite_calendar_limit(void)
{
    Suite *suite = suite_create("calendar_limit");
    TCase *c = tcase_create("text");
    tcase_add_checked_fixture(c, start, stop);
    tcase_add_test(c, limits_as_people_write_them);
    tcase_add_test(c, what_is_no_limit);
    tcase_add_test(c, limits_by_length);
    tcase_add_test(c, every_unit_has_its_words);
    tcase_add_test(c, office_hours_as_people_write_them);
    suite_add_tcase(suite, c);
    return suite;
}
