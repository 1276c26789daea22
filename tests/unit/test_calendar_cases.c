#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "calendar_file.h"
#include "calendar_words.h"

/* Dates as an office worker would count them, with the holidays that rulebooks/calendars ships. */

static struct arena *arena;
static const struct utc_zone *zone;
static struct calendar_plan plan;
static const struct calendar *c;

static const char *shipped(const char *name)
{
    const char *top = getenv("REDRESS_TOP");
    char *bytes = arena_alloc(arena, CALENDAR_FILE_BYTES_MAX);
    FILE *file = fopen(arena_printf(arena, "%s/rulebooks/calendars/%s", top ? top : ".", name), "rb");
    ck_assert_msg(file, "%s is not there", name);
    bytes[fread(bytes, 1, CALENDAR_FILE_BYTES_MAX - 1, file)] = '\0';
    fclose(file);
    return bytes;
}

static struct calendar_file load(const char *name)
{
    struct calendar_file file;
    struct calendar_file_faults faults;
    enum err e = calendar_file_read(arena, str_of(shipped(name)), &file, &faults);
    ck_assert_msg(e == ERR_NONE, "%s: line %d: %s", name, faults.list[0].line, faults.list[0].message);
    return file;
}

static void start(void)
{
    static const int years[] = {2024, 2025, 2026};
    arena = arena_new((size_t)16 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    struct calendar_day *days = ARENA_ARRAY(arena, 200, struct calendar_day);
    plan = calendar_plain;
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        struct calendar_file file = load(arena_printf(arena, "cn-%d.yaml", years[i]));
        memcpy(days + plan.n_days, file.days, file.n_days * sizeof *days);
        plan.n_days += file.n_days;
    }
    plan.days = days;
    plan.years = years;
    plan.n_years = COUNT_OF(years);
    c = calendar_make(arena, &plan, zone);
}

static void stop(void)
{
    arena_free(arena);
}

static int64_t at(const char *local)
{
    int y, mo, d, h, mi;
    ck_assert_int_eq(sscanf(local, "%d-%d-%d %d:%d", &y, &mo, &d, &h, &mi), 5);
    return utc_from_local(y, mo, d, h, mi, 0, zone);
}

static const char *local(int64_t us)
{
    struct utc_parts p = utc_in_zone(us - (us % UTC_DAY_US == UTC_DAY_US - 8 * UTC_HOUR_US), zone); /* 24:00 is shown as the minute before it */
    return us == INT64_MAX ? "never" : arena_printf(arena, "%04d-%02d-%02d %02d:%02d", p.year, p.month, p.day, p.hour, p.minute);
}

static struct calendar_limit limit(const char *text)
{
    struct calendar_limit l;
    ck_assert_msg(calendar_limit_read(str_of(text), &l) == ERR_NONE, "%s", text);
    return l;
}

static void due(const char *from, const char *text, const char *expected)
{
    const char *is = local(calendar_add(c, at(from), limit(text)));
    ck_assert_msg(strcmp(is, expected) == 0, "%s + %s is %s, not %s", from, text, is, expected);
}

START_TEST(spring_festival_2026)
{
    due("2026-02-13 10:00", "1 wd", "2026-02-14 17:30");  /* Saturday, made up */
    due("2026-02-13 10:00", "2 wd", "2026-02-24 17:30");  /* nine days off */
    due("2026-02-13 10:00", "5 wd", "2026-02-27 17:30");
    due("2026-02-13 10:00", "6 wd", "2026-02-28 17:30");  /* the second make-up day */
    due("2026-02-13 10:00", "7 wd", "2026-03-02 17:30");
    due("2026-02-18 09:00", "1 wd", "2026-02-24 17:30");  /* filed on a holiday */
    due("2026-02-14 16:30", "2 wh", "2026-02-24 09:30");
    due("2026-02-14 16:30", "2 h", "2026-02-14 18:30");
    due("2026-02-14 16:30", "same day", "2026-02-14 17:30");
    due("2026-02-14 17:30", "same day", "2026-02-24 17:30");
    due("2026-02-13 10:00", "15 nd", "2026-02-28 23:59");
    due("2026-02-14 14:00", "0.5 wd", "2026-02-24 08:45"); /* 225 minutes, 210 of them that day */
}
END_TEST

START_TEST(national_day_and_new_year)
{
    due("2026-09-30 16:00", "3 wd", "2026-10-10 17:30"); /* 8, 9 and Saturday the 10th */
    due("2026-09-18 09:00", "1 wd", "2026-09-20 17:30"); /* a Sunday at work */
    due("2025-09-30 16:00", "1 wd", "2025-10-09 17:30"); /* with the Mid-Autumn Festival eight days */
    due("2025-12-31 10:00", "1 wd", "2026-01-04 17:30");
    due("2024-02-09 10:00", "1 wd", "2024-02-18 17:30"); /* the eve was a working day that year */
    due("2024-12-31 10:00", "2 wd", "2025-01-03 17:30");
    due("2026-10-02 10:00", "2nd wd of month", "2026-10-09 17:30");
    due("2026-10-09 17:30", "2nd wd of month", "2026-11-03 17:30");
    due("2026-10-09 17:29", "2nd wd of month", "2026-10-09 17:30");
}
END_TEST

START_TEST(seconds_never_shorten_a_limit)
{
    int64_t from = at("2026-03-02 09:00") + 30 * UTC_SECOND_US;
    ck_assert_str_eq(local(calendar_add(c, from, limit("20 min"))), "2026-03-02 09:21");
    ck_assert_str_eq(local(calendar_add(c, from, limit("30 wmin"))), "2026-03-02 09:31");
    ck_assert_str_eq(local(calendar_add(c, from, limit("1 nd"))), "2026-03-03 23:59");
}
END_TEST

START_TEST(what_comes_late_counts_from_the_next_working_day)
{
    plan.late_next_day = true;
    c = calendar_make(arena, &plan, zone);
    due("2026-03-06 17:29", "1 wd", "2026-03-09 17:30");
    due("2026-03-06 17:30", "1 wd", "2026-03-10 17:30"); /* Friday evening is Monday */
    due("2026-03-07 10:00", "1 wd", "2026-03-10 17:30");
    due("2026-03-06 18:00", "3 nd", "2026-03-12 23:59");
    due("2026-03-06 18:00", "20 min", "2026-03-06 18:20");
}
END_TEST

START_TEST(years_without_a_notice_are_plain_weeks)
{
    due("2027-02-05 10:00", "1 wd", "2027-02-08 17:30");
    ck_assert(!calendar_guessed(c, at("2026-02-13 10:00"), at("2026-12-31 23:00")));
    ck_assert(calendar_guessed(c, at("2026-12-30 10:00"), at("2027-01-02 10:00")));
    ck_assert(calendar_guessed(c, at("2023-12-30 10:00"), at("2023-12-30 10:00")));
    ck_assert(!calendar_look(c, (int32_t)utc_civil_days(2027, 2, 8)).known);
    ck_assert(calendar_look(c, (int32_t)utc_civil_days(2026, 2, 14)).made_up);
    ck_assert_str_eq(calendar_look(c, (int32_t)utc_civil_days(2026, 2, 17)).name_zh, "春节");
}
END_TEST

START_TEST(nothing_is_due_beyond_the_table)
{
    struct calendar_plan closed = {.late_next_day = false};
    struct calendar_step *steps;
    due("2099-12-31 10:00", "1 wd", "never");
    due("2099-12-31 10:00", "1 nd", "never");
    due("2099-12-31 23:00", "61 min", "never");
    due("1999-12-31 10:00", "1 h", "never");
    due("2099-12-31 10:00", "1st wd of month", "never");
    c = calendar_make(arena, &closed, zone);
    due("2026-03-06 10:00", "1 wd", "never");
    due("2026-03-06 10:00", "1 wmin", "never");
    due("2026-03-06 10:00", "0.5 wd", "never");
    due("2026-03-06 10:00", "same day", "never");
    due("2026-03-06 10:00", "3rd wd of month", "never");
    due("2026-03-06 10:00", "1 nd", "2026-03-07 23:59");
    ck_assert_uint_eq(calendar_explain(c, arena, at("2026-03-06 10:00"), limit("1 wd"), 20, &steps), 0);
    ck_assert_int_eq(calendar_before(c, INT64_MAX, limit("1 h"), 5), INT64_MAX);
    ck_assert_int_eq(calendar_resume(c, CALENDAR_HOURS, INT64_MAX, 0, 5), INT64_MAX);
}
END_TEST

START_TEST(the_reasons_of_a_date_over_spring_festival)
{
    static const struct {
        enum calendar_step_kind kind;
        int from, to, counted; /* days of February */
    } expected[] = {
        {CALENDAR_STEP_START, 12, 12, 0},   {CALENDAR_STEP_COUNTED, 13, 13, 1}, {CALENDAR_STEP_MADE_UP, 14, 14, 1}, {CALENDAR_STEP_HOLIDAY, 15, 23, 0},
        {CALENDAR_STEP_COUNTED, 24, 27, 4}, {CALENDAR_STEP_MADE_UP, 28, 28, 1}, {CALENDAR_STEP_WEEKEND, 29, 29, 0}, {CALENDAR_STEP_COUNTED, 30, 30, 1},
        {CALENDAR_STEP_DUE, 30, 30, 0},
    };
    struct calendar_step *steps;
    int32_t january = (int32_t)utc_civil_days(2026, 1, 31);
    size_t n = calendar_explain(c, arena, at("2026-02-12 10:00"), limit("8 wd"), 20, &steps);
    ck_assert_uint_eq(n, COUNT_OF(expected));
    for (size_t i = 0; i < n; i++) {
        ck_assert_int_eq(steps[i].kind, expected[i].kind);
        ck_assert_int_eq(steps[i].from_day - january, expected[i].from);
        ck_assert_int_eq(steps[i].to_day - january, expected[i].to);
        ck_assert_int_eq(steps[i].counted, expected[i].counted);
    }
    ck_assert_str_eq(steps[3].name_zh, "春节");
    ck_assert_str_eq(steps[3].name_en, "Spring Festival");
    ck_assert_str_eq(calendar_step_title(&steps[3], limit("8 wd")), "Holiday, not counted");
    ck_assert_str_eq(calendar_step_title(&steps[0], limit("8 wd")), "The day it starts is not counted");
}
END_TEST

START_TEST(pauses_and_warnings)
{
    int64_t d = at("2026-02-27 17:30"); /* 5 working days from the 13th */
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_DAYS, d, at("2026-02-14 09:00"), at("2026-03-03 11:00"))), "2026-03-09 17:30");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_DAYS, d, at("2026-02-27 09:00"), at("2026-03-03 11:00"))), "2026-03-03 17:30");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_DAYS, d, at("2026-02-27 09:00"), at("2026-03-07 11:00"))), "2026-03-09 17:30");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_DAYS, d, at("2026-02-27 09:00"), at("2026-03-03 18:00"))), "2026-03-04 17:30");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_HOURS, at("2026-02-13 12:00"), at("2026-02-13 10:00"), at("2026-02-20 03:15"))), "2026-02-20 05:15");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_HOURS, at("2026-02-13 14:30"), at("2026-02-13 11:00"), at("2026-02-20 03:15"))), "2026-02-24 10:30");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_WORKING_DAYS, d, at("2026-02-27 18:00"), at("2026-03-07 11:00"))), "2026-02-27 17:30");
    int64_t morning = at("2026-03-05 10:00"); /* natural days keep the time of day */
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_NATURAL_DAYS, morning, at("2026-03-05 08:00"), at("2026-03-07 09:00"))), "2026-03-07 10:00");
    ck_assert_str_eq(local(calendar_resume(c, CALENDAR_NATURAL_DAYS, morning, at("2026-03-05 08:00"), at("2026-03-07 11:00"))), "2026-03-08 10:00");
    ck_assert_str_eq(local(calendar_before(c, d, limit("2 wd"), at("2026-02-13 10:00"))), "2026-02-25 17:30");
    ck_assert_str_eq(local(calendar_before(c, d, limit("4 wd"), at("2026-02-13 10:00"))), "2026-02-14 17:30");
    ck_assert_str_eq(local(calendar_before(c, d, limit("9 wd"), at("2026-02-13 10:00"))), "2026-02-13 10:00");
    ck_assert_str_eq(local(calendar_before(c, at("2026-02-24 09:30"), limit("1 wh"), at("2026-02-13 10:00"))), "2026-02-24 08:30");
    ck_assert_str_eq(local(calendar_before(c, d, limit("same day"), at("2026-02-13 10:00"))), "2026-02-27 08:30");
}
END_TEST

START_TEST(every_shipped_year_is_consistent)
{
    static const struct {
        int year, off, at_work;
    } years[] = {{2024, 1 + 8 + 3 + 5 + 1 + 3 + 7, 8}, {2025, 1 + 8 + 3 + 5 + 3 + 8, 5}, {2026, 3 + 9 + 3 + 5 + 3 + 3 + 7, 6}};
    for (size_t i = 0; i < COUNT_OF(years); i++) {
        struct calendar_file file = load(arena_printf(arena, "cn-%d.yaml", years[i].year));
        int off = 0, at_work = 0, gained = 0;
        ck_assert_int_eq(file.year, years[i].year);
        ck_assert_str_eq(file.code, "cn");
        for (size_t j = 0; j < file.n_days; j++) {
            bool weekend = (file.days[j].day + 4) % 7 == 0 || (file.days[j].day + 4) % 7 == 6;
            off += file.days[j].kind == CALENDAR_DAY_OFF;
            at_work += file.days[j].kind == CALENDAR_DAY_WORK;
            gained += file.days[j].kind == CALENDAR_DAY_OFF && !weekend;
            ck_assert_msg(file.days[j].kind == CALENDAR_DAY_OFF || weekend, "a make-up day of %d is no weekend", file.year);
            ck_assert_str_eq(calendar_holiday_english(arena, str_of(file.days[j].name_zh)), file.days[j].name_en);
        }
        ck_assert_int_eq(off, years[i].off);
        ck_assert_int_eq(at_work, years[i].at_work);
        /* The law gives 11 days until 2024 and 13 since, less those that fell on a weekend and were not moved. */
        ck_assert_int_ge(gained - at_work, 9);
        ck_assert_int_le(gained - at_work, 13);
    }
}
END_TEST

Suite *suite_calendar_cases(void);
Suite *suite_calendar_cases(void)
{
    Suite *suite = suite_create("calendar_cases");
    TCase *t = tcase_create("dates");
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_test(t, spring_festival_2026);
    tcase_add_test(t, national_day_and_new_year);
    tcase_add_test(t, seconds_never_shorten_a_limit);
    tcase_add_test(t, what_comes_late_counts_from_the_next_working_day);
    tcase_add_test(t, years_without_a_notice_are_plain_weeks);
    tcase_add_test(t, nothing_is_due_beyond_the_table);
    tcase_add_test(t, the_reasons_of_a_date_over_spring_festival);
    tcase_add_test(t, pauses_and_warnings);
    tcase_add_test(t, every_shipped_year_is_consistent);
    suite_add_tcase(suite, t);
    return suite;
}
