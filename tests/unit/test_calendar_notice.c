#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar_file.h"
#include "calendar_notice.h"
#include "utc.h"

/* Notices as they are published, and as people spoil them when they paste. */

static struct arena *arena;
static struct calendar_notice notice;
static const struct utc_zone *utc;

static void start(void)
{
    arena = arena_new((size_t)8 << 20);
    ck_assert_int_eq(utc_zone_load("UTC", &utc), ERR_NONE);
}

static void stop(void)
{
    arena_free(arena);
}

static const char *as_text(void)
{
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < notice.n_days; i++) {
        struct utc_parts p = utc_in_zone((int64_t)notice.days[i].day * UTC_DAY_US, utc);
        buf_printf(&out, "%s%s%02d%02d", i ? " " : "", notice.days[i].kind == CALENDAR_DAY_WORK ? "+" : "-", p.month, p.day);
    }
    return out.n ? out.p : "";
}

static void reads(const char *text, int year, const char *days)
{
    enum err e = calendar_notice_read(arena, str_of(text), year, &notice);
    for (size_t i = 0; i < notice.n_faults; i++)
        ck_abort_msg("line %d: %s", notice.faults[i].line, notice.faults[i].message);
    ck_assert_int_eq(e, ERR_NONE);
    ck_assert_str_eq(as_text(), days);
}

static void faults(const char *text, int year, int line, const char *message)
{
    (void)!calendar_notice_read(arena, str_of(text), year, &notice);
    for (size_t i = 0; i < notice.n_faults; i++) {
        if (notice.faults[i].line == line && strcmp(notice.faults[i].message, message) == 0)
            return;
    }
    ck_abort_msg("not told: line %d: %s (first of %zu: line %d: %s)", line, message, notice.n_faults, notice.n_faults ? notice.faults[0].line : 0,
                 notice.n_faults ? notice.faults[0].message : "");
}

#define HEAD_2026                                                                                                                                              \
    "国务院办公厅关于2026年\n部分节假日安排的通知\n国办发明电〔2025〕7号\n\n各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"                          \
    "　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。\n"
#define ITEMS_2026                                                                                                                                             \
    "　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n"                                                                      \
    "　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n"                     \
    "　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n"                                                                                             \
    "　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\n"                                                                    \
    "　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n"                                                                                           \
    "　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n"                                                                                           \
    "　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n"
#define TAIL                                                                                                                                                   \
    "　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。\n\n" \
    "国务院办公厅\n2025年11月4日\n"
#define DAYS_2026                                                                                                                                              \
    "-0101 -0102 -0103 +0104 +0214 -0215 -0216 -0217 -0218 -0219 -0220 -0221 -0222 -0223 +0228 -0404 -0405 -0406 -0501 -0502 -0503 -0504 -0505 +0509 "          \
    "-0619 -0620 -0621 +0920 -0925 -0926 -0927 -1001 -1002 -1003 -1004 -1005 -1006 -1007 +1010"

static void same_as_shipped(const char *name)
{
    struct calendar_file file;
    struct calendar_file_faults wrong;
    const char *top = getenv("REDRESS_TOP");
    char *bytes = arena_alloc(arena, CALENDAR_FILE_BYTES_MAX);
    FILE *in = fopen(arena_printf(arena, "%s/rulebooks/calendars/%s", top ? top : ".", name), "rb");
    ck_assert_ptr_nonnull(in);
    bytes[fread(bytes, 1, CALENDAR_FILE_BYTES_MAX - 1, in)] = '\0';
    fclose(in);
    ck_assert_int_eq(calendar_file_read(arena, str_of(bytes), &file, &wrong), ERR_NONE);
    ck_assert_int_eq(notice.year, file.year);
    ck_assert_uint_eq(notice.n_days, file.n_days);
    for (size_t i = 0; i < file.n_days; i++) {
        ck_assert_int_eq(notice.days[i].day, file.days[i].day);
        ck_assert_int_eq(notice.days[i].kind, file.days[i].kind);
        ck_assert_str_eq(notice.days[i].name_zh, file.days[i].name_zh);
        ck_assert_str_eq(notice.days[i].name_en, file.days[i].name_en);
    }
}

START_TEST(the_notice_of_2026)
{
    reads(HEAD_2026 ITEMS_2026 TAIL, 0, DAYS_2026);
    same_as_shipped("cn-2026.yaml");
    reads(ITEMS_2026, 2026, DAYS_2026);          /* the items alone */
    reads(ITEMS_2026 TAIL, 2026, DAYS_2026);     /* the date below it is not the year it is for */
    reads(HEAD_2026 ITEMS_2026, 2031, DAYS_2026); /* its own year wins */
}
END_TEST

START_TEST(the_notice_of_2025)
{
    reads("国务院办公厅关于2025年部分节假日安排的通知\n国办发明电〔2024〕12号\n"
          "经党中央、国务院批准,根据2024年11月修订的《全国年节及纪念日放假办法》,自2025年1月1日起,全体公民放假的假日增加2天,其中春节、劳动节各增加1天。"
          "据此对放假调休原则作进一步优化完善,除个别特殊情形外,春节自农历除夕起放假调休8天,国庆节自10月1日起放假调休7天,劳动节放假调休5天,"
          "元旦、清明节、端午节、中秋节分别放假调休或连休3天(如逢周三则只在当日放假),国庆节放假如逢中秋节则合并放假8天。\n"
          "一、元旦:1月1日(周三)放假1天,不调休。\n"
          "二、春节:1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天。1月26日(周日)、2月8日(周六)上班。\n"
          "三、清明节:4月4日(周五)至6日(周日)放假,共3天。\n四、劳动节:5月1日(周四)至5日(周一)放假调休,共5天。4月27日(周日)上班。\n"
          "五、端午节:5月31日(周六)至6月2日(周一)放假,共3天。\n六、国庆节、中秋节:10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。\n" TAIL,
          0,
          "-0101 +0126 -0128 -0129 -0130 -0131 -0201 -0202 -0203 -0204 +0208 -0404 -0405 -0406 +0427 -0501 -0502 -0503 -0504 -0505 -0531 -0601 -0602 "
          "+0928 -1001 -1002 -1003 -1004 -1005 -1006 -1007 -1008 +1011");
    same_as_shipped("cn-2025.yaml");
}
END_TEST

START_TEST(the_notice_of_2024)
{
    reads("国务院办公厅关于2024年部分节假日安排的通知\n一、元旦：1月1日放假，与周末连休。\n"
          "二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。\n"
          "三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。\n四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。\n"
          "五、端午节：6月10日放假，与周末连休。\n六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。\n"
          "七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。\n",
          0,
          "-0101 +0204 -0210 -0211 -0212 -0213 -0214 -0215 -0216 -0217 +0218 -0404 -0405 -0406 +0407 +0428 -0501 -0502 -0503 -0504 -0505 +0511 -0610 "
          "+0914 -0915 -0916 -0917 +0929 -1001 -1002 -1003 -1004 -1005 -1006 -1007 +1012");
    same_as_shipped("cn-2024.yaml");
}
END_TEST

START_TEST(other_ways_to_write_it)
{
    reads("２０２６年\r\n1、春节：2026年2月15日－2026年2月23日放假，共9天\r\n2月14日、28日上班", 0, "+0214 -0215 -0216 -0217 -0218 -0219 -0220 -0221 -0222 -0223 +0228");
    reads("元旦：1月1日放假，1月2日（星期一）补休。", 2017, "-0101 -0102");
    reads("司庆日: 8月 8日 放假 1 天", 2026, "-0808");
    ck_assert_str_eq(notice.days[0].name_zh, "司庆日");
    ck_assert_str_eq(notice.days[0].name_en, "");
    /* A span over the turn of the year belongs to both. */
    reads("2023年部分节假日\n元旦：12月31日至1月2日放假调休，共3天。", 0, "-1231 -0101 -0102");
    ck_assert_int_eq(notice.days[0].day, utc_civil_days(2022, 12, 31));
    reads("元旦：2022年12月31日至2023年1月2日放假，共3天。", 0, "-1231 -0101 -0102");
    ck_assert_int_eq(notice.days[0].day, utc_civil_days(2022, 12, 31));
    /* The year stands in the dates only. */
    reads("春节：2026年2月15日至23日放假", 0, "-0215 -0216 -0217 -0218 -0219 -0220 -0221 -0222 -0223");
}
END_TEST

START_TEST(faults_are_told_with_their_line)
{
    faults("2026年\n春节：2月15日（周六）放假。", 0, 2, "A weekday does not fit its date");
    faults("2026年\n\n春节：2月15日至23日放假调休，共8天。", 0, 3, "The number of days does not add up");
    faults("2026年\n春节：2月30日放假。", 0, 2, "There is no such date");
    faults("2026年\n春节：2月25日至23日放假。", 0, 2, "A span of days ends before it begins, or is longer than a month");
    faults("2026年\n春节：2月1日至12月31日放假。", 0, 2, "A span of days ends before it begins, or is longer than a month");
    faults("2026年\n春节：2月15日至放假。", 0, 2, "A span of days has no end");
    faults("2026年\n春节：2月15日放假。2月13日上班。", 0, 2, "A make-up working day is not on a weekend");
    faults("2026年\n春节：2月15日放假。\n元旦：2月15日上班。", 0, 3, "A day is both a holiday and a working day");
    faults("2026年\n春节：初一至初七放假。\n元旦：1月1日放假。", 0, 2, "No date could be read on this line");
    ck_assert_uint_eq(notice.n_days, 1);
    faults("春节：2月15日放假。", 0, 1, "The text does not say which year it is for");
    faults("2026年的食堂菜单", 0, 1, "No holidays could be read in this text");
    faults("", 2026, 1, "No holidays could be read in this text");
    ck_assert_int_eq(calendar_notice_read(arena, STR("\xff"), 2026, &notice), ERR_MALFORMED);
    ck_assert_int_eq(calendar_notice_read(arena, STR("2026年的食堂菜单"), 0, &notice), ERR_MALFORMED);
}
END_TEST

START_TEST(any_text_is_survived)
{
    static const char *const parts[] = {"2026年", "1月", "2日", "至", "放假", "上班", "（周", "一）", "：", "，", "。", "共", "9", "天", "\n", "一、", "(", ")", "起", "鼓励", "节", "、", " ", "99999", "号", "-"};
    unsigned seed = 7;
    for (int i = 0; i < 3000; i++) {
        struct buf text = {.arena = arena};
        for (int j = 0; j < 24; j++) {
            seed = seed * 1664525u + 1013904223u;
            buf_adds(&text, parts[(seed >> 9) % COUNT_OF(parts)]);
        }
        enum err e = calendar_notice_read(arena, buf_str(&text), i % 2 ? 2026 : 0, &notice);
        ck_assert_int_eq(e == ERR_NONE, notice.n_days > 0);
        ck_assert(e == ERR_NONE || notice.n_faults > 0);
        for (size_t d = 0; d < notice.n_days; d++) {
            ck_assert(notice.days[d].kind == CALENDAR_DAY_OFF || notice.days[d].kind == CALENDAR_DAY_WORK);
            ck_assert(d == 0 || notice.days[d].day > notice.days[d - 1].day);
        }
        if (i % 200 == 0)
            arena_reset(arena);
    }
}
END_TEST

/* ---- files ---- */

#define FILE_HEAD "calendar: cn\nname: {zh: 日历, en: Calendar}\nyear: 2026\nsource: 通知\nholidays:\n"
#define SPRING "  - {name: {zh: 春节, en: Spring Festival}, from: 2026-02-15, to: 2026-02-23, days: 9, make_up: [2026-02-14]}\n"

static void file_fault(const char *yaml, int line, const char *part)
{
    struct calendar_file file = {.year = 7};
    struct calendar_file_faults wrong;
    ck_assert_int_eq(calendar_file_read(arena, str_of(yaml), &file, &wrong), ERR_MALFORMED);
    ck_assert_int_eq(file.year, 7);
    for (size_t i = 0; i < wrong.n; i++) {
        if (wrong.list[i].line == line && strstr(wrong.list[i].message, part))
            return;
    }
    ck_abort_msg("not told: line %d: %s (first: %d: %s)", line, part, wrong.list[0].line, wrong.list[0].message);
}

START_TEST(files_with_faults)
{
    struct calendar_file file;
    struct calendar_file_faults wrong;
    ck_assert_int_eq(calendar_file_read(arena, STR(FILE_HEAD SPRING), &file, &wrong), ERR_NONE);
    ck_assert_uint_eq(file.n_days, 10);
    ck_assert_int_eq(file.days[0].kind, CALENDAR_DAY_WORK);
    file_fault(FILE_HEAD SPRING "  - {name: {zh: 节, en: Day}, from: 2026-02-20, to: 2026-02-20, days: 1}\n", 7, "stands twice");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-02-20, to: 2026-02-21, days: 3}\n", 6, "has 2 days");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2025-02-20, to: 2026-02-21, days: 3}\n", 6, "is not in 2026");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-02-30, to: 2026-03-01, days: 3}\n", 6, "is no date");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-03-02, to: 2026-03-01, days: 3}\n", 6, "ends before it begins");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-03-02, to: 2026-03-02, days: 1, make_up: [2026-03-03]}\n", 6, "neither a Saturday nor a Sunday");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-03-02, to: 2026-03-02, days: 1, make_up: 2026-03-07}\n", 6, "list of dates");
    file_fault(FILE_HEAD "  - {name: 节, from: 2026-03-02, to: 2026-03-02, days: 1}\n", 6, "must have zh and en");
    file_fault(FILE_HEAD "  - {name: {zh: 节}, from: 2026-03-02, days: 1, too: 2026-03-02}\n", 6, "unknown key 'too'");
    file_fault(FILE_HEAD "  - {name: {zh: 节, en: Day}, from: 2026-03-02, days: 1}\n", 6, "'to' is missing");
    file_fault(FILE_HEAD "  - 2026-03-02\n", 6, "a holiday must have");
    file_fault(FILE_HEAD "  []\n", 6, "no holidays");
    file_fault("calendar: cn\ncalendar: cn\n", 2, "stands twice");
    file_fault("calendar: cn\n", 1, "'year' is missing");
    file_fault("year: 1066\n", 1, "'year' must be from 2000");
    file_fault("calendar: [\n", 2, "");
    file_fault("- 1\n", 1, "a calendar must have");
    file_fault("", 1, "a calendar must have");
    ck_assert_int_eq(calendar_file_read(arena, (struct str){arena_alloc(arena, CALENDAR_FILE_BYTES_MAX + 1), CALENDAR_FILE_BYTES_MAX + 1}, &file, &wrong), ERR_MALFORMED);
}
END_TEST

Suite *suite_calendar_notice(void);
Suite *suite_calendar_notice(void)
{
    Suite *suite = suite_create("calendar_notice");
    TCase *c = tcase_create("text");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, start, stop);
    tcase_add_test(c, the_notice_of_2026);
    tcase_add_test(c, the_notice_of_2025);
    tcase_add_test(c, the_notice_of_2024);
    tcase_add_test(c, other_ways_to_write_it);
    tcase_add_test(c, faults_are_told_with_their_line);
    tcase_add_test(c, any_text_is_survived);
    tcase_add_test(c, files_with_faults);
    suite_add_tcase(suite, c);
    return suite;
}
