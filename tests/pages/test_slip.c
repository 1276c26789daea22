#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_visit.h"
#include "utc.h"

/* Slips between departments: the whole journey, each as the person whose turn it is, each seeing exactly the part that is his. */

#define SERVICE "lijing"
#define SALES "wangjianguo"
#define OPERATIONS "sunli"
#define PAYMENTS "jn.payments1"

static const char *complaint; /* its page */
static char passcode[20];

/* ---- a complaint of one's own, filed on the website ---- */

static void step(struct browser *visitor, const char *path, const char *form)
{
    struct reply reply = browser_post(visitor, path, form);
    ck_assert_msg(reply.status == 303, "POST %s (%s) gave %d", path, form, reply.status);
    ck_assert_int_eq(browser_get(visitor, reply.location).status, 200);
}

static const char *what_happened(struct browser *visitor)
{
    struct reply page = browser_get(visitor, "/file/what");
    struct buf form = {.arena = kept};
    buf_printf(&form, "title=Charged+twice+%s&body=The+premium+was+taken+twice.", mark);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            buf_printf(&form, "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    return form.p;
}

static void file_complaint(void)
{
    struct browser *visitor = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(visitor, "/file").status, 200);
    step(visitor, "/file", "");
    step(visitor, "/file/category", f("category=%s", browser_value(visitor, "category")));
    step(visitor, "/file/what", what_happened(visitor));
    step(visitor, "/file/wish", "want_refund=1&amount=1200.50");
    ck_assert_int_eq(browser_upload(visitor, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    ck_assert_int_eq(browser_get(visitor, "/file/who").status, 200);
    step(visitor, "/file/who", "mode=named&kind=customer");
    step(visitor, "/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone");
    ck_assert_int_eq(browser_post(visitor, "/file/send", "website=").status, 303);
    const char *receipt = browser_get(visitor, "/receipt").body, *at = strstr(receipt, ">TS-"), *code = strstr(receipt, "<dt>Passcode</dt>");
    ck_assert(at && code);
    complaint = f("/staff/complaints/%.*s", (int)strcspn(at + 1, "<"), at + 1);
    passcode[0] = '\0';
    for (int i = 0; i < 4; i++) {
        code = strstr(code, "<span>") + strlen("<span>");
        strncat(passcode, code, 4);
    }
    browser_free(visitor);
}

static const char *number(void)
{
    return complaint + strlen("/staff/complaints/");
}

static const char *under(const char *rest)
{
    return f("%s/%s", complaint, rest);
}

/* By customer service, which carries it. */
static void accept_complaint(void)
{
    get(complaint, 200);
    post(under("accept"), f("version=%s", version()), 303);
    const char *select = strstr(get(complaint, 200).body, "id=\"assign-department\"");
    ck_assert_ptr_nonnull(select);
    const char *service = back_to(strstr(select, ">Customer Service<"), "value=\"");
    post(under("assign"), f("version=%s&department=%s", version(), upto_quote(service + strlen("value=\""))), 303);
    get(complaint, 200);
}

/* ---- what stands on the pages ---- */

/* The department's number in the form of new slips; the complaint's own unit stands first. */
static const char *department(struct reply form, const char *name)
{
    const char *at = strstr(form.body, f("<th scope=\"row\">%s", name));
    ck_assert_msg(at, "%s is not offered", name);
    at = strstr(at, "name=\"also\" value=\"");
    ck_assert_ptr_nonnull(at);
    return upto_quote(at + strlen("name=\"also\" value=\""));
}

/* The version that the fold of an action on a slip carries. */
static const char *slip_version(struct reply page, int slip, const char *action)
{
    const char *at = strstr(page.body, f("id=\"act-slip-%d-%s\"", slip, action));
    ck_assert_msg(at, "slip %d offers no %s", slip, action);
    at = strstr(at, "name=\"version\" value=\"");
    ck_assert_ptr_nonnull(at);
    return upto_quote(at + strlen("name=\"version\" value=\""));
}

/* The version of the complaint itself, as its page's note has it. */
static const char *case_version(void)
{
    const char *at = strstr(get(complaint, 200).body, "id=\"act-note\"");
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "name=\"version\" value=\"");
    return upto_quote(at + strlen("name=\"version\" value=\""));
}

static void offers_not(int slip, const char *action)
{
    sees_not(f("id=\"act-slip-%d-%s\"", slip, action));
}

/* A step that succeeds, and the page it leads to. */
static void act(int slip, const char *action, const char *fields, const char *flash)
{
    const char *v = slip_version(get(complaint, 200), slip, action);
    struct reply reply = post(f("%s/slips/%d/%s", complaint, slip, action), f("version=%s&%s", v, fields), 303);
    ck_assert_ptr_nonnull(strstr(reply.location, complaint));
    get(complaint, 200);
    sees(flash);
}

static const char *due(void)
{
    return f("day=%s&time=%s", browser_value(b, "day"), browser_value(b, "time"));
}

/* To Sales, which leads, and to Operations, with a copy for Brand. */
static void dispatch(void)
{
    struct reply form = get(under("slips/new"), 200);
    sees("Proposed: ");
    sees("by the rule");
    const char *sales = department(form, "Sales"), *operations = department(form, "Operations"), *brand = department(form, "Brand");
    post(under("slips"), f("kind=dispatch&text=Kept+words&%s", due()), 422);
    sees("Choose the department that is to answer");
    sees(">Kept words</textarea>");
    post(under("slips"), f("kind=dispatch&lead=%s&copy=%s&text=&%s", sales, sales, due()), 422);
    sees("A department that is to answer needs no copy besides");
    sees("Write what the department is asked");
    post(under("slips"), f("kind=dispatch&lead=%s&text=Please+check+[...]+by+Friday&%s", sales, due()), 422);
    sees("Fill in what is still missing at […]");
    sees("Please check [...] by Friday");
    post(under("slips"), f("kind=dispatch&lead=999999&text=x&%s", due()), 422);
    sees("cannot take a slip any more");
    post(under("slips"), f("kind=dispatch&lead=%s&text=x&day=2020-01-01&time=25:00", sales), 422);
    sees("Enter the time like this: 17:30");
    get(under("slips/new"), 200);
    const char *whole = f("kind=dispatch&lead=%s&also=%s&copy=%s&text=Please+check+the+premium&%s&once=%s", sales, operations, brand, due(), browser_value(b, "once"));
    post(under("slips"), whole, 303);
    post(under("slips"), whole, 303); /* the same form again sends nothing twice */
    get(complaint, 200);
    sees("Slip 1");
    sees("Slip 2");
    sees_not("Slip 3");
    sees("Copies: Brand");
}

/* ---- the journey ---- */

static void sales_returns(void)
{
    be(SALES);
    get("/staff/slips?view=todo", 200);
    sees(number());
    get(complaint, 200);
    sees("Slip 1");
    sees("Please check the premium");
    sees("The premium was taken twice.");
    sees("Next: accept slip 1");
    sees_not("Slip 2");
    sees_not("Why this date?");
    sees_not("/reveal");
    sees_not("id=\"act-assign\"");
    sees_not("id=\"act-classify\"");
    sees_not("slips/new?kind=dispatch");
    post(f("%s/slips/2/accept", complaint), "version=1", 404);
    post(under("assign"), "version=1&person=1", 403); /* nothing of the complaint itself */
    const char *v = slip_version(get(complaint, 200), 1, "return");
    post(f("%s/slips/1/return", complaint), f("version=%s&text=", v), 422);
    sees("Say why it is not for your department, and whose it is");
    act(1, "return", "text=Payments+takes+premiums", "The slip was returned.");
    offers_not(1, "accept");
}

static void service_dispatches_anew(void)
{
    be(SERVICE);
    get("/staff/slips?view=returned", 200);
    sees(number());
    get(complaint, 200);
    sees("Payments takes premiums");
    sees("Next: slip 1 was returned. Dispatch it anew.");
    struct reply form = get(under("slips/new?kind=dispatch&before=1"), 200);
    sees("Slip 1, returned by Sales");
    sees(">Please check the premium</textarea>");
    post(under("slips"), f("kind=dispatch&before=1&also=%s&text=Please+check+the+premium&%s", department(form, "Payments"), due()), 303);
    get(complaint, 200);
    sees("Slip 3");
    sees("(in the place of slip 1)");
    act(2, "remind", "text=It+is+urgent", "The reminder was sent.");
    sees("1 reminder");
}

static const unsigned char png[] = {
    0x89, 'P',  'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    13,   'I',  'H',  'D',  'R',  0,    0,    0,    1,    0,    0,    0,
    1,    8,    6,    0,    0,    0,    0x1f, 0x15, 0xc4, 0x89, 0,    0,    0,    13,   'I',  'D',  'A',  'T',  0x78, 0xda, 0x63, 0x64, 0xf8,
    0xcf, 0x50, 0x0f, 0x00, 0x03, 0x86, 0x01, 0x80, 0x5a, 0x34, 0x7d, 0x6b, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60,
    0x82,
};

static void operations_answers(void)
{
    be(OPERATIONS);
    get(complaint, 200);
    sees("Slip 2");
    sees("It is urgent");
    sees_not("Slip 1");
    sees_not("Payments takes premiums");
    act(2, "accept", "", "The slip was accepted.");
    const char *v = slip_version(get(complaint, 200), 2, "answer");
    struct reply wrong = browser_upload(b, f("%s/slips/2/answer", complaint), f("version=%s&text=", v), "files", "proof.png", "image/png", png, sizeof png);
    ck_assert_int_eq(wrong.status, 422);
    sees("Write what was found out and what you propose");
    sees("These files are already here");
    post(f("%s/slips/2/answer", complaint), f("version=%s&stage=%s&text=Taken+twice+by+mistake", v, browser_value(b, "stage")), 303);
    get(complaint, 200);
    sees("proof.png");
    sees("Taken twice by mistake");
    offers_not(2, "confirm");
    post(f("%s/slips/2/confirm", complaint), "version=1", 403);
    sees("Only those who sent the slip can do this");
}

static void service_sends_back(void)
{
    be(SERVICE);
    get("/staff/slips?view=answered", 200);
    sees(number());
    get(complaint, 200);
    sees("Taken twice by mistake");
    sees("proof.png");
    act(2, "send-back", "text=When+is+it+paid+back", "The answer was sent back for more work.");
    sees("Round 2");
    be(OPERATIONS);
    get(complaint, 200);
    sees("When is it paid back");
    act(2, "answer", "text=Paid+back+tomorrow", "The answer was sent to the department that asked.");
    be(PAYMENTS);
    get(complaint, 200);
    sees("Slip 3");
    sees_not("Paid back tomorrow");
    act(3, "answer", "text=We+agree", "The answer was sent to the department that asked.");
}

static void service_confirms_and_replies(void)
{
    be(SERVICE);
    act(2, "confirm", "text=Thank+you", "The answer was confirmed.");
    act(3, "confirm", "text=", "The answer was confirmed.");
    get(under("path"), 200);
    sees("Returned: Sales → Customer Service");
    sees("Stayed with");
    sees("<svg class=\"pth\"");
    get(f("%s?show=moves", complaint), 200);
    sees("answered the slip");
    sees("slip 2, ");
    post(under("reply"), f("version=%s&text=You+get+it+back&given=telephone", case_version()), 303);
    get(complaint, 200);
    sees("You get it back");
}

static void complainant_sees_nothing_of_it(void)
{
    static const char *const internal[] = {"Please check the premium", "Payments takes premiums", "Taken twice by mistake", "It is urgent", "When is it paid back",
                                           "proof.png",                "Slip",                    "Operations"};
    struct browser *visitor = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(visitor, "/track").status, 200);
    step(visitor, "/track", f("number=%s&code=%s", number(), passcode));
    browser_get(visitor, "/track/case");
    ck_assert(!browser_sees(visitor, "You get it back")); /* shown once that is agreed to */
    ck_assert(browser_sees(visitor, "by telephone on") || browser_sees(visitor, "通过电话答复"));
    for (size_t i = 0; i < COUNT_OF(internal); i++)
        ck_assert_msg(!browser_sees(visitor, internal[i]), "the complainant sees: %s", internal[i]);
    browser_free(visitor);
}

START_TEST(test_journey)
{
    file_complaint();
    be(SERVICE);
    accept_complaint();
    sees_not("id=\"slips\"");
    dispatch();
    sales_returns();
    service_dispatches_anew();
    operations_answers();
    service_sends_back();
    service_confirms_and_replies();
    complainant_sees_nothing_of_it();
    be(SALES);
    get(complaint, 200);
    sees("Payments takes premiums");
    sees_not("Taken twice by mistake");
    sees_not("We agree");
    get(under("files"), 200);
    sees_not("proof.png");
    get(under("record"), 200);
    sees_not("confirmed the answer");
}
END_TEST

/* Two at once: the slower one sees both, and can go on from the new state. */
START_TEST(test_stale)
{
    file_complaint();
    be(SERVICE);
    accept_complaint();
    dispatch();
    const char *v = slip_version(get(complaint, 200), 2, "withdraw");
    be(OPERATIONS);
    act(2, "accept", "", "The slip was accepted.");
    be(SERVICE);
    get(complaint, 200);
    post(f("%s/slips/2/withdraw", complaint), f("version=%s&text=Not+needed", v), 409);
    sees("Somebody else changed this slip meanwhile");
    sees("Not needed");
    sees("Being worked on");
    post(f("%s/slips/2/withdraw", complaint), f("version=%s&text=Not+needed", version()), 303);
    be(OPERATIONS);
    get(complaint, 200);
    sees("Withdrawn");
    offers_not(2, "answer");
    post(f("%s/slips/2/answer", complaint), "version=9&text=Too+late", 409);
    sees("Too late");
}
END_TEST

START_TEST(test_help)
{
    file_complaint();
    be(SERVICE);
    accept_complaint();
    dispatch();
    be(OPERATIONS);
    get(complaint, 200);
    struct reply form = get(under("slips/new?kind=help&below=2"), 200);
    sees("Slip 2 of Customer Service");
    sees_not("name=\"lead\"");
    post(under("slips"), f("kind=help&below=2&version=%s&also=%s&text=Which+system&%s", version(), department(form, "Information Technology"), due()), 303);
    struct reply page = get(complaint, 200);
    sees("(for slip 2)");
    offers_not(2, "answer");
    const char *v = slip_version(page, 3, "withdraw");
    post(f("%s/slips/2/answer", complaint), f("version=%s&text=Early", v), 409);
    be("jn.it1");
    get(complaint, 200);
    sees("Which system");
    sees_not("Please check the premium");
    act(3, "answer", "text=The+old+one", "The answer was sent to the department that asked.");
    be(OPERATIONS);
    act(3, "confirm", "", "The answer was confirmed.");
    act(2, "answer", "text=The+old+system+did+it", "The answer was sent to the department that asked.");
    /* What departments were asked for keeps the complaint open. */
    be(SERVICE);
    post(under("reply"), f("version=%s&text=You+get+it+back&given=telephone", case_version()), 303);
    const char *v2 = case_version();
    sees("2 slips are still open");
    sees_not("id=\"act-close\"");
    post(under("close"), f("version=%s&finding=1&basis=agreed&text=Early", v2), 422);
    sees("Departments still work on it");
}
END_TEST

START_TEST(test_assign)
{
    file_complaint();
    be(SERVICE);
    accept_complaint();
    dispatch();
    be(SALES);
    struct reply page = get(complaint, 200);
    const char *v = slip_version(page, 1, "assign");
    post(f("%s/slips/1/assign", complaint), f("version=%s&person=", v), 422);
    sees("Choose the colleague");
    post(f("%s/slips/1/assign", complaint), f("version=%s&person=999999", v), 422);
    sees("This person cannot take the slip any more");
    const char *select = strstr(page.body, "id=\"slip-1-assign-person\"");
    ck_assert_ptr_nonnull(select);
    const char *option = strstr(strstr(select, "</option>"), "<option value=\"");
    ck_assert_ptr_nonnull(option);
    act(1, "assign", f("person=%s&text=Yours", upto_quote(option + strlen("<option value=\""))), "The slip was given to the colleague.");
    sees("Yours");
}
END_TEST

/* To the superior unit with everything that the rules ask for, and to a unit below, which carries it from then on. */
START_TEST(test_up_and_down)
{
    file_complaint();
    be(SERVICE);
    accept_complaint();
    struct reply form = get(under("slips/new?kind=up"), 200);
    const char *unit = strstr(form.body, "name=\"unit\" value=\"");
    ck_assert_ptr_nonnull(unit);
    unit = upto_quote(unit + strlen("name=\"unit\" value=\""));
    post(under("slips"), f("kind=up&unit=%s&text=Please+decide&m1=Policy+7&%s", unit, due()), 422);
    sees("Fill in this part: the rules ask for it");
    sees(">Policy 7</textarea>");
    struct buf materials = {.arena = kept};
    for (int i = 1; i <= 12; i++)
        buf_printf(&materials, "&m%d=Part+%d+of+it", i, i);
    get(under("slips/new?kind=up"), 200);
    post(under("slips"), f("kind=up&unit=%s&text=Please+decide&%s%s", unit, due(), materials.p), 303);
    be("hq.customer_service1");
    get("/staff/slips?view=todo", 200);
    sees(number());
    get(complaint, 200);
    sees("Part 1 of it");
    act(1, "answer", "text=Pay+him", "The answer was sent to the department that asked.");
    be(SERVICE);
    act(1, "confirm", "", "The answer was confirmed.");
    form = get(under("slips/new?kind=down"), 200);
    sees("Jiangzhou City branch");
    const char *row = back_to(strstr(form.body, "Jiangzhou City branch"), "value=\"");
    post(under("slips"), f("kind=down&unit=%s&text=Please+handle+it&%s", upto_quote(row + strlen("value=\"")), due()), 303);
    get(complaint, 200);
    sees("Jiangzhou City branch");
    be("jzlijie");
    get(complaint, 200);
    sees("Please handle it");
    act(2, "accept", "", "The slip was accepted.");
}
END_TEST

START_TEST(test_lists)
{
    static const char *const views[] = {"todo", "mine", "answered", "returned", "sent", "copies", "late", "nonsense"};
    static const char *const people[] = {SERVICE, SALES, "zhoufa", "shenji"};
    for (size_t p = 0; p < COUNT_OF(people); p++) {
        be(people[p]);
        get("/staff/", 200);
        for (size_t i = 0; i < COUNT_OF(views); i++) {
            get(f("/staff/slips?view=%s", views[i]), 200);
            get(f("/staff/slips?view=%s&after=%s", views[i], "AAAAAAAAAAAAAAAAAAAAAA"), 200);
        }
    }
    be(SALES);
    get("/staff/", 200);
    sees("Slips to answer");
    sees_not("Answers to confirm");
    be("shenji");
    get("/staff/", 200);
    sees_not("Slips to answer");
}
END_TEST

START_TEST(test_returned_too_often)
{
    static const struct {
        const char *login, *name;
    } ring[] = {{SALES, "Sales"}, {OPERATIONS, "Operations"}};
    file_complaint();
    be(SERVICE);
    accept_complaint();
    const char *before = "";
    for (int i = 0; i < 2; i++) {
        be(SERVICE);
        struct reply form = get(under(i ? f("slips/new?before=%d", i) : "slips/new"), 200);
        post(under("slips"), f("kind=dispatch&lead=%s&text=Please%s&%s", department(form, ring[i].name), before, due()), 303);
        be(ring[i].login);
        act(i + 1, "return", "text=Not+ours", "The slip was returned.");
        before = f("&before=%d", i + 1);
    }
    be(SERVICE);
    struct reply form = get(under("slips/new?before=2"), 200);
    sees("This request was returned 2 times. Who handles it is decided by: Complaint manager");
    const char *fields = f("kind=dispatch&before=2&lead=%s&text=Please&%s", department(form, "Payments"), due());
    post(under("slips"), fields, 422);
    sees("the manager decides who handles it");
    be("zhaolei");
    get(under("slips/new?before=2"), 200);
    post(under("slips"), fields, 303);
    get(complaint, 200);
    sees("Slip 3");
}
END_TEST

Suite *suite_pages_slip(void);
Suite *suite_pages_slip(void)
{
    Suite *s = suite_create("pages_slip");
    TCase *tc = tcase_create("slip");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, visit_begin, visit_end);
    tcase_add_test(tc, test_journey);
    tcase_add_test(tc, test_stale);
    tcase_add_test(tc, test_help);
    tcase_add_test(tc, test_assign);
    tcase_add_test(tc, test_up_and_down);
    tcase_add_test(tc, test_lists);
    tcase_add_test(tc, test_returned_too_often);
    suite_add_tcase(s, tc);
    return s;
}
