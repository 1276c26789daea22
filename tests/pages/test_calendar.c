#include <check.h>
#include <string.h>

#include "pages_visit.h"

/* Calendars in the browser, as an administrator sets them up. Codes carry a mark of the run. Pages are in English. */

static void start(void)
{
    visit_begin();
    be("admin");
}

/* The page of the calendar of this name, from the list. */
static const char *page_of(const char *name)
{
    const char *at = strstr(get("/staff/admin/calendars", 200).body, f(">%s</a>", name));
    ck_assert_msg(at, "no calendar %s", name);
    return upto_quote(back_to(at, "/staff/admin/calendars/"));
}

#define WEEK "monday=09:00-12:00%%2013:00-18:00&tuesday=09:00-12:00%%2013:00-18:00&wednesday=9:00-12:00,13:00-18:00&thursday=09:00-18:00&friday=09:00-18:00&active=1"

static const char *make(void)
{
    get("/staff/admin/calendars/new", 200);
    post("/staff/admin/calendars/new", f("version=1&code=%s&name_zh=%s&name_en=Own%%20%s&" WEEK, mark, mark, mark), 303);
    const char *page = page_of(f("Own %s", mark));
    sees("The calendar was added.");
    return page;
}

START_TEST(a_calendar_with_its_faults)
{
    const char *national = page_of("Working days in China");
    sees("2024");
    get(national, 200);
    sees("Spring Festival");
    get("/staff/admin/calendars/new", 200);
    post("/staff/admin/calendars/new", f("version=1&code=%s&name_zh=", mark), 422);
    sees("Enter the name in Chinese");
    sees("Enter office hours for one day of the week at least");
    post("/staff/admin/calendars/new", f("version=1&code=cn&name_zh=%s&" WEEK, mark), 422);
    sees("Another calendar has this code");
    post("/staff/admin/calendars/new", f("version=1&code=%s&name_zh=%s&monday=9-17", mark, mark), 422);
    sees("Write office hours as 08:30-12:00 13:30-17:30");
    sees("value=\"9-17\"");
    const char *page = make();
    get(f("%s/edit", page), 200);
    sees("value=\"09:00-12:00 13:00-18:00\"");
    const char *old = version(), *id = strrchr(page, '/') + 1;
    post(f("%s/edit", page), f("version=%s&code=%s&name_zh=%s&name_en=Own%%20%s&parent=%s&" WEEK, old, mark, mark, mark, id), 422);
    sees("A calendar cannot build upon itself");
    post(f("%s/edit", page), f("version=%s&code=%s&name_zh=%s&name_en=Own%%20%s&parent=%s&late_next_day=1&" WEEK, old, mark, mark, mark, strrchr(national, '/') + 1), 303);
    get(page, 200);
    sees("The calendar was saved.");
    sees("counts as received on the next working day");
    get(f("%s/edit", page), 200);
    post(f("%s/edit", page), f("version=%s&code=%s&name_zh=%s&name_en=Mine&" WEEK, old, mark, mark), 409);
    sees("Somebody else saved this in the meantime.");
    sees("value=\"Mine\"");
    get(f("%s?year=2026", page), 200);
    sees("Spring Festival"); /* from what it builds upon */
    get(f("%s?year=2031", page), 200);
    sees("2031 is computed as plain weeks until the notice is pasted.");
    get("/staff/admin/calendars/999999", 404);
    get("/staff/admin/calendars/x", 404);
}
END_TEST

START_TEST(a_day_of_its_own)
{
    const char *page = make(), *day = f("%s/day?date=2026-03-06", page);
    get(day, 200);
    const char *old = version();
    post(day, f("version=%s&kind=hours&hours=&name_zh=%s", old, mark), 422);
    sees("Write the office hours of this day");
    post(day, f("version=%s&kind=hours&hours=8%%3A30%%EF%%BC%%8D12%%3A00&name_zh=%s&name_en=Half%%20day", old, mark), 303);
    get(f("%s?year=2026", page), 200);
    sees("The day was saved.");
    sees("Half day");
    sees("08:30-12:00");
    get(day, 200);
    sees("value=\"08:30-12:00\"");
    post(day, f("version=%s&kind=off&name_zh=%s", old, mark), 409);
    sees("Somebody else saved this in the meantime.");
    post(day, f("version=%s&kind=", version()), 303);
    get(f("%s?year=2026", page), 200);
    sees_not("Half day");
    sees("None: every week is as the office hours say.");
    get(f("%s/day?date=2026-02-30", page), 404);
    get(f("%s/day", page), 404);
}
END_TEST

#define ITEMS "%%E6%%98%%A5%%E8%%8A%%82%%EF%%BC%%9A2%%E6%%9C%%885%%E6%%97%%A5%%E8%%87%%B38%%E6%%97%%A5%%E6%%94%%BE%%E5%%81%%87%%E8%%B0%%83%%E4%%BC%%91%%E3%%80%%82" /* 春节：2月5日至8日放假调休。 */
#define WRONG "%%E6%%98%%A5%%E8%%8A%%82%%EF%%BC%%9A2%%E6%%9C%%885%%E6%%97%%A5%%E8%%87%%B38%%E6%%97%%A5%%E6%%94%%BE%%E5%%81%%87%%EF%%BC%%8C%%E5%%85%%B17%%E5%%A4%%A9%%E3%%80%%82" /* ... 放假，共7天。 */

START_TEST(the_notice_is_looked_at_before_it_is_saved)
{
    const char *page = make(), *notice = f("%s/notice", page);
    get(notice, 200);
    post(notice, f("version=%s&step=read&text=", version()), 422);
    sees("Paste the text of the notice");
    post(notice, f("version=%s&step=read&text=" ITEMS, version()), 422);
    sees("The text does not say which year it is for");
    post(notice, f("version=%s&step=read&year=26&text=" ITEMS, version()), 422);
    sees("Enter a year from 2000 to 2099, or nothing");
    post(notice, f("version=%s&step=save&year=2027&text=" ITEMS, version()), 200); /* never looked at: shown, not saved */
    sees("What was understood: 2027");
    sees("Fri 5 Feb");
    const char *seen = browser_value(b, "seen"), *old = version();
    post(notice, f("version=%s&seen=%s&step=save&year=2027&text=" WRONG, old, seen), 200); /* another text than was looked at */
    sees("The number of days does not add up");
    seen = browser_value(b, "seen");
    post(notice, f("version=%s&seen=%s&step=save&year=2027&text=" WRONG, old, seen), 422);
    sees("Compare every day with the notice first");
    post(notice, f("version=%s&seen=%s&step=read&year=2027&text=" ITEMS, old, seen), 200);
    seen = browser_value(b, "seen");
    post(f("%s/day?date=2027-03-01", page), f("version=%s&kind=off&name_zh=%s", old, mark), 303);
    get(notice, 200);
    post(notice, f("version=%s&seen=%s&step=save&year=2027&text=" ITEMS, old, seen), 409);
    sees("Somebody else changed this calendar in the meantime.");
    sees("will be taken out");
    post(notice, f("version=%s&seen=%s&step=save&year=2027&text=" ITEMS, version(), browser_value(b, "seen")), 303);
    get(f("%s?year=2027", page), 200);
    sees("The holidays were put in.");
    sees("Spring Festival");
    sees_not("plain weeks");
    get(f("/staff/admin/changes?entity=calendar&id=%s", strrchr(page, '/') + 1), 200);
    sees("Fri 5 Feb – Mon 8 Feb Day off");
}
END_TEST

START_TEST(units_and_their_calendars)
{
    const char *page = make(), *id = strrchr(page, '/') + 1;
    get("/staff/admin/calendar-units", 200);
    sees("From the superior unit");
    const char *unit = strrchr(arena_strdup(kept, browser_link(b, "/staff/admin/calendar-units/")), '/') + 1;
    const char *path = f("/staff/admin/calendar-units/%s", unit);
    get(path, 200);
    const char *before = arena_strdup(kept, strrchr(page_of("Working days in China"), '/') + 1);
    get(path, 200);
    post(path, f("version=1&calendar=%s", id), 303);
    get("/staff/admin/calendar-units", 200);
    sees("The unit&#39;s calendar was saved.");
    sees(f("Own %s", mark));
    get(path, 200);
    post(path, "version=1&calendar=999999", 404);
    get(path, 200);
    post(path, f("version=1&calendar=%s", before), 303);
    get("/staff/admin/calendar-units/999999", 404);
}
END_TEST

START_TEST(the_calculator_gives_reasons)
{
    const char *id = strrchr(page_of("Working days in China"), '/') + 1;
    get("/staff/calendar", 200);
    sees_not("Step by step");
    get(f("/staff/calendar?date=2026-02-13&time=10:00&number=5&unit=wd&calendar=%s", id), 200);
    sees("27 Feb 2026, 17:30");
    sees("Make-up working day, counted");
    sees("Holiday, not counted");
    sees("18 Feb 2026, 24:00"); /* the same number in natural days beside it */
    get(f("/staff/calendar?date=2026%%E5%%B9%%B42%%E6%%9C%%8813%%E6%%97%%A5&time=10:00&number=0.5&unit=wd&calendar=%s", id), 200);
    sees("half a working day");
    get(f("/staff/calendar?date=2029-12-28&time=10:00&number=3&unit=wd&calendar=%s", id), 200);
    sees("computed with plain weeks");
    get("/staff/calendar?date=2026-02-30&time=25:00&number=x&unit=wd", 422);
    sees("Enter a date from 2000 to 2099");
    sees("Enter a time such as 09:30");
    sees("Enter a whole number from 1");
    sees("value=\"2026-02-30\"");
    get("/staff/calendar?date=2099-12-31&time=10:00&number=300&unit=wd", 200);
    sees("There is no such date before the year 2100");
    get("/staff/calendar?date=2026-02-13&time=10:00&number=5&unit=wd&calendar=999999", 404);
    be("lijing"); /* a handler */
    get("/staff/", 200);
    sees("href=\"/staff/calendar\"");
    get("/staff/calendar?date=2026-02-13&time=10:00&number=1&unit=same%20day", 200);
    get("/staff/admin/calendars", 403);
}
END_TEST

Suite *suite_pages_calendar(void);
Suite *suite_pages_calendar(void)
{
    Suite *suite = suite_create("calendar");
    TCase *c = tcase_create("pages");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, start, visit_end);
    tcase_add_test(c, a_calendar_with_its_faults);
    tcase_add_test(c, a_day_of_its_own);
    tcase_add_test(c, the_notice_is_looked_at_before_it_is_saved);
    tcase_add_test(c, units_and_their_calendars);
    tcase_add_test(c, the_calculator_gives_reasons);
    suite_add_tcase(suite, c);
    return suite;
}
