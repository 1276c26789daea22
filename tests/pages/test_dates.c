#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_case.h"
#include "utc.h"

/* The time limits of a complaint at the desk: why a date, pausing, more time, and material that does not come. Pages are in English. */

START_TEST(test_material_that_does_not_come)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    act(c, "ask-material", f("text=Please+send+the+contract.&until=%s", in_days(2)), "The complainant was asked for material.");
    sees("Material due by ");
    sees_not("No material by ");
    pages_shift(4 * UTC_DAY_US);
    be(HANDLER);
    get(c, 200);
    sees("No material by ");
    sees_not("Material due by ");
}
END_TEST

START_TEST(test_why_this_date)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    get(c, 200);
    const char *why = browser_link(b, f("%s/clocks/", c));
    get(why, 200);
    sees("Why this date?");
    sees("It began on ");
    sees("It is due on ");
    sees("What happens if nothing is done");
    sees("How it fits");
    get(sub(c, "clocks/1"), 404);
    get(sub(c, "clocks/x"), 404);
    get("/staff/complaints/TS-AAAAA-AAAAA-A/clocks/1", 404);
}
END_TEST

START_TEST(test_pause_and_go_on)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    const char *clock = first_option(get(c, 200), "id=\"pause-clock\"");
    post(sub(c, "pause"), with_version(c, f("clock=%s&text=", clock)), 422);
    sees("Choose why it is paused");
    sees("Say what shows the reason");
    post(sub(c, "pause"), with_version(c, "clock=1&pause=wish&text=x"), 422);
    sees("This cannot be done with this time limit any more");
    act(c, "pause", f("clock=%s&pause=wish&text=Call+of+9+o%%27clock", clock), "The time limit is paused.");
    sees("Paused");
    get(sub(c, f("clocks/%s", clock)), 200);
    sees("the time stands still until it goes on");
    sees("Call of 9 o&#39;clock");
    sees("While it is paused, nothing of this happens");
    act(c, "resume", f("clock=%s&text=", clock), "The time limit runs again.");
    const char *done = first_option(get(c, 200), "id=\"clock-done-clock\"");
    act(c, "clock-done", f("clock=%s&text=Called+at+ten", done), "It was recorded as done.");
    sees("Done in time");
}
END_TEST

/* Asked for by one, decided by another, told to the complainant. */
START_TEST(test_extension)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    be("lijing");
    struct reply page = get(c, 200);
    sees("We are sorry for the delay."); /* the notice is there already */
    const char *clock = first_option(page, "id=\"extend-clock\"");
    post(sub(c, "extend"), with_version(c, f("clock=%s&text=Experts+needed&notice=", clock)), 422);
    sees("Write what the complainant is told about the new date");
    sees(">Experts needed</textarea>");
    act(c, "extend", f("clock=%s&text=Experts+needed&notice=We+need+two+more+days", clock), "The extension was asked for.");
    sees_not("id=\"act-decide-extension\"");
    get(sub(c, f("clocks/%s", clock)), 200);
    sees("waits for a decision");

    be(HANDLER);
    get("/staff/", 200);
    sees("href=\"/staff/approvals\"");
    get("/staff/notices", 200);
    sees("More time is asked for; please decide");
    get("/staff/extensions", 200);
    sees("Experts needed");
    get(c, 200);
    sees("id=\"act-decide-extension\" open");
    sees("We need two more days");
    const char *request = browser_value(b, "request");
    post(sub(c, "decide-extension"), with_version(c, f("request=%s", request)), 422);
    sees("Say whether you agree");
    post(sub(c, "decide-extension"), with_version(c, f("request=%s&agreed=no", request)), 422);
    sees("Say why you do not agree");
    act(c, "decide-extension", f("request=%s&agreed=yes&text=Go+on", request), "The extension was decided.");
    sees("We need two more days");
    sees("extended");
    sees("gave more time");
    get(sub(c, f("clocks/%s", clock)), 200);
    sees("the date moved from ");
    sees(">agreed<");
    post(sub(c, "decide-extension"), with_version(c, f("request=%s&agreed=yes", request)), 409);
}
END_TEST

Suite *suite_pages_dates(void);
Suite *suite_pages_dates(void)
{
    Suite *suite = suite_create("pages_dates");
    TCase *tests = tcase_create("dates");
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_extension);
    tcase_add_test(tests, test_pause_and_go_on);
    tcase_add_test(tests, test_material_that_does_not_come);
    tcase_add_test(tests, test_why_this_date);
    suite_add_tcase(suite, tests);
    return suite;
}
