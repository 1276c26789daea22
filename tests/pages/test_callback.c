#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_visit.h"
#include "utc.h"

/* After closing: a complaint of the demo is called back, checked by the head office and answered for by its unit; a sample is drawn and can be drawn again. */

#define HANDLER "lijing"   /* province */

#define CALLER "chenchen"  /* province: takes calls */
#define INSPECTOR "hexun"  /* head office */
#define COORDINATOR "wangjianguo"

/* A closed complaint that waits for a callback, whoever had it; the first of the list. */
static const char *first_callback(void)
{
    get("/staff/callbacks", 200);
    const char *page = browser_link(b, "/staff/callbacks/");
    ck_assert_msg(*page, "nobody waits for a callback");
    return arena_strdup(kept, page);
}

START_TEST(the_desk_and_one_callback)
{
    sql("INSERT INTO callback (complaint_id, closing, unit_id, state, rank, due_us, next_us, answers, body) SELECT c.id, 90, c.unit_id, 1, 0, 1, 0, '', '' FROM complaint c JOIN unit u ON u.id = c.unit_id "
        "LEFT JOIN app_user p ON p.login = 'chenchen' WHERE c.state = 5 AND c.mode = 1 AND c.unit_id = p.unit_id AND NOT EXISTS (SELECT 1 FROM event e WHERE e.complaint_id = c.id AND e.actor_id = p.id) "
        "AND NOT EXISTS (SELECT 1 FROM callback k WHERE k.complaint_id = c.id) ORDER BY c.id DESC LIMIT 1");
    be(CALLER);
    const char *page = first_callback();
    sees("Major");
    get(page, 200);
    sees("What was complained of");
    sees("Show the number and record it");
    sees("How satisfied are you with the result?");
    const char *v = version();
    post(page, f("version=%s&do=done&text=Kept+words", v), 422);
    sees("Choose what the complainant answered");
    sees(">Kept words</textarea>");
    post(page, f("version=%s&do=reveal&text=Still+kept&q-contacted=yes", v), 200);
    sees("That you looked is on the record of the complaint.");
    sees(">Still kept</textarea>");
    post(page, "do=nonsense", 400);
    post(page, f("version=%s&do=vain&way=telephone", v), 303);
    get("/staff/callbacks", 200);
    sees("tried on 1 day");
    get(page, 200);
    sees("Today&#39;s attempt is recorded already");
    v = version();
    post(page, f("version=%d&do=done&q-contacted=yes&q-result=5&q-attitude=4&q-efficiency=3&q-wishes=An+invoice&text=All+good", atoi(v) + 7), 409);
    leads_to(post(page, f("version=%s&do=done&q-contacted=yes&q-result=5&q-attitude=4&q-efficiency=3&q-wishes=An+invoice&text=All+good", v), 303), "/staff/callbacks");
    get(page, 200);
    sees("Called back");
    sees("An invoice");
    sees("Very satisfied");
    be(COORDINATOR);
    get(page, 403);
}
END_TEST

/* A closed complaint of the inspector's list that he may check: not one of his own unit, and none that is being checked. */
static const char *closed_complaint(void)
{
    const char *list = arena_strdup(kept, get("/staff/complaints?view=closed", 200).body);
    for (const char *at = list; (at = strstr(at, "/staff/complaints/TS-")) != NULL; at++) {
        const char *complaint = arena_strndup(kept, at, strcspn(at, "?\""));
        if (strstr(get(f("%s/check", complaint), 200).body, "Check this closing"))
            return complaint;
    }
    ck_abort_msg("the inspector may check nothing that was closed");
    return NULL;
}

START_TEST(a_check_from_the_case)
{
    be(INSPECTOR);
    const char *complaint = closed_complaint();
    get(complaint, 200);
    sees("Spot check");
    get(f("%s/check", complaint), 200);
    sees("Check this closing");
    struct reply begun = post(f("%s/check", complaint), "", 303);
    const char *page = arena_strdup(kept, begun.location);
    ck_assert_ptr_nonnull(strstr(page, "/staff/checks/"));
    get("/staff/checks", 200);
    sees(page);
    get(page, 200);
    sees("What was complained of, and found");
    const char *v = version();
    post(page, f("version=%s&do=decide", v), 422);
    sees("Choose the result of the check");
    sees("Write what was checked and found");
    post(page, f("version=%s&do=decide&result=changed&text=Kept", v), 422);
    sees("Choose the finding as it should be");
    leads_to(post(page, f("version=%s&do=decide&result=false&text=Nobody+had+called", v), 303), page);
    get(page, 200);
    sees("False closing");
    get(complaint, 200);
    sees("found to be a false closing");
    get("/staff/checks", 200);
    sees("Checked lately");
    get("/staff/complaints?view=all&only=false", 200);
    sees(strrchr(complaint, '/') + 1);
    be(CALLER);
    get("/staff/complaints?view=mine&only=false", 200);
    sees_not(strrchr(complaint, '/') + 1);
}
END_TEST

START_TEST(a_sample_is_drawn_once)
{
    be(INSPECTOR);
    get("/staff/samples", 200);
    sees("Draw a month that was not drawn yet");
    post("/staff/samples", "unit=&month=1&kind=9", 422);
    sees("Choose a month that is over");
    struct reply page = get("/staff/samples", 200);
    const char *unit = upto_quote(strstr(strstr(page.body, "id=\"unit\""), "value=\"") + strlen("value=\""));
    const char *month = upto_quote(strstr(strstr(page.body, "id=\"month\""), "value=\"") + strlen("value=\""));
    struct reply drawn = browser_post(b, "/staff/samples", f("unit=%s&month=%s&kind=2", unit, month));
    ck_assert(drawn.status == 303 || drawn.status == 409); /* of a run before */
    const char *one = arena_strdup(kept, drawn.status == 303 ? drawn.location : browser_link(b, "/staff/samples/"));
    get("/staff/samples", 200);
    post("/staff/samples", f("unit=%s&month=%s&kind=2", unit, month), 409);
    sees("This month was drawn already");
    get(one, 200);
    sees("How anybody draws it again");
    sees("Seed");
    struct reply list = get(f("%s/list", one), 200);
    ck_assert_ptr_nonnull(strstr(list.content_type, "text/csv"));
    ck_assert_ptr_nonnull(strstr(list.body, "Complaint number,Lot,Result"));
    be(HANDLER);
    get(one, 403);
}
END_TEST

Suite *suite_pages_callback(void);
Suite *suite_pages_callback(void)
{
    Suite *s = suite_create("pages_callback");
    TCase *tc = tcase_create("callback");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, visit_begin, visit_end);
    tcase_add_test(tc, the_desk_and_one_callback);
    tcase_add_test(tc, a_check_from_the_case);
    tcase_add_test(tc, a_sample_is_drawn_once);
    suite_add_tcase(s, tc);
    return s;
}
