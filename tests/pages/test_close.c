#include <check.h>
#include <string.h>

#include "pages_visit.h"
#include "route.h"
#include "routes.h"

Suite *suite_pages_close(void);

/*
 * Nothing ends with an open gate, by whatever route and whoever asks (requirements H0): every POST about a complaint is sent by every role with a form that has all that any of them asks for; and the
 * routes that do end one are tried with each gate open in turn, then with none.
 */
static const char *const roles[] = {"chenchen", "lijing", "zhaolei", "wangjianguo", "sunli", "zhoufa", "wumin", "zhengwei", "fengbao", "hexun", "linxiao", "admin", "shenji", "guize"};
#define HANDLER "lijing"

static const char *number; /* of the complaint of the moment */

static void step(struct browser *visitor, const char *path, const char *form)
{
    struct reply reply = browser_post(visitor, path, form);
    ck_assert_msg(reply.status == 303, "POST %s gave %d", path, reply.status);
    ck_assert_int_eq(browser_get(visitor, reply.location).status, 200);
}

static void file_complaint(void)
{
    struct browser *visitor = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(visitor, "/file").status, 200);
    step(visitor, "/file", "");
    step(visitor, "/file/category", f("category=%s", browser_value(visitor, "category")));
    const char *form = "body=It+was+taken+twice.";
    for (int i = 0; i < 40; i++) {
        if (browser_sees(visitor, f("name=\"field_%d\"", i)))
            form = f("%s&field_%d=1", form, i);
    }
    step(visitor, "/file/what", form);
    step(visitor, "/file/wish", "want_refund=1&amount=1200.50");
    ck_assert_int_eq(browser_upload(visitor, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    ck_assert_int_eq(browser_get(visitor, "/file/who").status, 200);
    step(visitor, "/file/who", "mode=named&kind=customer");
    step(visitor, "/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone");
    ck_assert_int_eq(browser_post(visitor, "/file/send", "website=").status, 303);
    const char *at = strstr(browser_get(visitor, "/receipt").body, ">TS-");
    ck_assert_ptr_nonnull(at);
    number = f("%.*s", (int)strcspn(at + 1, "<"), at + 1);
    browser_free(visitor);
}

static const char *under(const char *rest)
{
    return f("/staff/complaints/%s%s%s", number, *rest ? "/" : "", rest);
}

/* The close page has its form once the complainant was answered; until then it only tells what holds. */
static struct reply with_form(void)
{
    struct reply seen = browser_get(b, under("close"));
    return seen.status == 200 && strstr(seen.body, "name=\"version\"") ? seen : browser_get(b, under(""));
}

/* Its state, as the schema numbers it, without asking anybody's rights. */
static void make(const char *state)
{
    sql(f("UPDATE complaint SET state = %s, is_open = 1, replied_us = IF(%s = 4, received_us + 1, replied_us), version = version + 1 WHERE number = '%s'", state, state, number));
    sql(f("UPDATE complaint_scope s JOIN complaint c ON c.id = s.complaint_id SET s.state = c.state, s.is_open = 1 WHERE c.number = '%s'", number));
}

/* For who looks now. */
static void still_open(const char *who, const char *what)
{
    struct reply reply = get(under(""), 200);
    bool ended = strstr(reply.body, "act-reopen") || browser_sees(b, ">Closed<") || browser_sees(b, ">Withdrawn<") || browser_sees(b, ">Not accepted<");
    ck_assert_msg(!ended, "%s ended it by %s", who, what);
}

#define COMPENSATION "INSERT INTO compensation (complaint_id, unit_id, standard, state, cents, reason, proposed_by, proposed_us) SELECT c.id, c.unit_id, 'x', 2, 100, 'x', (SELECT MIN(id) FROM app_user), 1 FROM complaint c"
#define APPROVAL "INSERT INTO approval (complaint_id, about, chain, state, title, body, hash, asked_by, asked_us) SELECT c.id, 'letter', 'letter', 1, 'x', 'x', REPEAT('x', 32), (SELECT MIN(id) FROM app_user), 1 FROM complaint c"
#define CALLBACK "INSERT INTO callback (complaint_id, closing, unit_id, state, due_us, next_us, answers, body) SELECT c.id, 1, c.unit_id, 1, 9, 9, '{}', '' FROM complaint c"

static const char *everything(struct reply reply)
{
    return f("version=%s&text=Words&finding=1&reason=court&turn=enquiry&validity=invalid&notice=Words&asked=Freely&answered=Yes&freely=yes&sure=1&same_person=1&given=telephone&outcome=1&outcome_way=telephone%s",
             version(), closing_form(reply));
}

/* Routes that do not concern the state, and would hide it from the one who looks. */
static bool left_out(const char *path)
{
    static const char *const without[] = {"recusal", "reveal", "/slips", "split", "as-new"};
    for (size_t i = 0; i < COUNT_OF(without); i++) {
        if (strstr(path, without[i]))
            return true;
    }
    return false;
}

START_TEST(no_route_and_no_role_ends_it_while_something_is_unpaid)
{
    const char *role = roles[_i];
    static const char *const states[] = {"1", "2", "4"};
    file_complaint();
    be(role);
    sql(f(COMPENSATION " WHERE c.number = '%s'", number));
    sql(f("UPDATE complaint SET withdraw_us = 1 WHERE number = '%s'", number));
    for (size_t s = 0; s < COUNT_OF(states); s++) {
        make(states[s]);
        for (size_t t = 0; staff_routes[t]; t++) {
            for (const struct route *r = staff_routes[t]; r->path; r++) {
                const char *rest = strncmp(r->path, "/staff/complaints/:no/", 22) == 0 ? r->path + 22 : NULL;
                if (r->method != HTTP_POST || !rest || strchr(rest, ':') || left_out(r->path))
                    continue;
                struct reply seen = with_form();
                const char *form = seen.status == 200 ? everything(seen) : "text=Words";
                (void)browser_post(b, under(rest), form);
            }
        }
    }
    be("zhaolei");
    still_open(role, "some route");
}
END_TEST

static const struct {
    const char *name, *open, *over; /* statements: %s is the number */
} gates[] = {
    {"compensation", COMPENSATION " WHERE c.number = '%s'", "UPDATE compensation SET state = 5 WHERE complaint_id = (SELECT id FROM complaint WHERE number = '%s')"},
    {"approvals", APPROVAL " WHERE c.number = '%s'", "UPDATE approval SET state = 4 WHERE complaint_id = (SELECT id FROM complaint WHERE number = '%s')"},
    {"callback", CALLBACK " WHERE c.number = '%s'", "UPDATE callback SET state = 4 WHERE complaint_id = (SELECT id FROM complaint WHERE number = '%s')"},
};

static const struct {
    const char *route, *state;
    bool withdraws;
} endings[] = {
    {"close", "4", false}, {"solve-on-the-spot", "2", false}, {"reject", "1", false}, {"confirm-withdrawal", "2", true},
};

/* %s stands once in each. */
static void run(const char *statement)
{
    const char *at = strstr(statement, "%s");
    sql(f("%.*s%s%s", (int)(at - statement), statement, number, at + 2));
}

static int send_it(const char *route)
{
    return browser_post(b, under(route), everything(with_form())).status;
}

START_TEST(each_way_of_ending_waits_for_each_gate)
{
    file_complaint();
    be(HANDLER);
    if (endings[_i].withdraws)
        sql(f("UPDATE complaint SET withdraw_us = 1 WHERE number = '%s'", number));
    make(endings[_i].state);
    for (size_t g = 0; g < COUNT_OF(gates); g++) {
        run(gates[g].open);
        int status = send_it(endings[_i].route);
        ck_assert_msg(status == 422 || status == 409, "%s with %s open gave %d", endings[_i].route, gates[g].name, status);
        run(gates[g].over);
        still_open("somebody", endings[_i].route);
    }
    ck_assert_int_eq(send_it(endings[_i].route), 303);
}
END_TEST

/* Each way that the rules have stands where it was recorded that the result is not accepted (requirements G6, L4.36), for who may go it. */
START_TEST(what_can_be_done_when_it_is_not_accepted)
{
    file_complaint();
    be("zhaolei");
    make("4");
    get(under(""), 200);
    sees_not("does not accept the result. What can be done");
    sql(f("UPDATE complaint SET outcome_said = 2 WHERE number = '%s'", number));
    get(under(""), 200);
    sees("does not accept the result. What can be done");
    sees(f("%s?act=review#act-review\">Let others review it", under("")));
    sees(f("%s\">Put it to the committee", under("committee")));
    sees(f("%s\">Write the opinion letter", under("papers")));
    sees(f("%s#basis\">Close: Turned to litigation or arbitration", under("close")));
    get(under("committee"), 200);
    get(under("papers"), 200);
    get(under("close"), 200);
    sees("id=\"basis\"");
    be("shenji"); /* who only reads */
    get(under(""), 200);
    sees_not("Let others review it</a>");
}
END_TEST

START_TEST(many_at_once_are_refused_in_words)
{
    be("zhaolei");
    struct reply reply = get("/staff/complaints?view=all&state=2", 200);
    const char *id = strstr(reply.body, "name=\"id\" value=\"");
    ck_assert_ptr_nonnull(id);
    id = upto_quote(id + strlen("name=\"id\" value=\""));
    sql(f("UPDATE complaint SET state = 4, open_slips = 0, path = '' WHERE id = %s", id));
    sql(f("UPDATE complaint_scope SET state = 4 WHERE complaint_id = %s", id));
    sql(f(COMPENSATION " WHERE c.id = %s", id));
    const char *bulk = f("%s", post("/staff/bulk", f("from=view%%3Dall&do=close&id=%s", id), 303).location);
    reply = get(bulk, 200);
    post(bulk, f("text=Same&finding=1%s", closing_form(reply)), 303);
    get(bulk, 200);
    sees("Compensation is not decided or not paid yet");
}
END_TEST

Suite *suite_pages_close(void)
{
    Suite *suite = suite_create("close");
    TCase *tests = tcase_create("close");
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, no_route_and_no_role_ends_it_while_something_is_unpaid, 0, (int)COUNT_OF(roles));
    tcase_add_loop_test(tests, each_way_of_ending_waits_for_each_gate, 0, (int)COUNT_OF(endings));
    tcase_add_test(tests, many_at_once_are_refused_in_words);
    tcase_add_test(tests, what_can_be_done_when_it_is_not_accepted);
    suite_add_tcase(suite, tests);
    return suite;
}
