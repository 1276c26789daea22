#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "pages_fixture.h"
#include "survey_store.h"
#include "utc.h"

/* How a complainant is told: asked in the form, the receipt sent, changed, stopped, seen by the staff without the address, and rated from the link. Pages are in English. */

static struct browser *b;
static struct arena *kept;
static struct config before;

/* As where e-mail and SMS are set up; nothing is sent in these tests, it waits. */
static struct config *settings(void)
{
    return (struct config *)(uintptr_t)pages_config();
}

static void run(const char *sql)
{
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), sql), ERR_NONE);
}

static void start(void)
{
    b = browser_new(CRYPTO_PUBLIC);
    kept = arena_new(1 << 20);
    before = *pages_config();
    settings()->post.mail_url = "smtp://localhost:1";
    settings()->post.sms_url = "http://localhost:1/";
    run("INSERT INTO setting (name, value) VALUES ('post_ways', '3') ON DUPLICATE KEY UPDATE value = '3'");
}

static void stop(void)
{
    settings()->post = before.post;
    run("INSERT INTO setting (name, value) VALUES ('post_ways', '0') ON DUPLICATE KEY UPDATE value = '0'");
    arena_free(kept);
    browser_free(b);
}

static void see(const char *text)
{
    ck_assert_msg(browser_sees(b, text), "the page does not say: %s", text);
}

static void see_not(const char *text)
{
    ck_assert_msg(!browser_sees(b, text), "the page says: %s", text);
}

static struct reply get(const char *path, int status)
{
    struct reply reply = browser_get(b, path);
    ck_assert_msg(reply.status == status, "GET %s gave %d", path, reply.status);
    return reply;
}

static void leads(const char *path, const char *form, const char *location)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 303 && strcmp(reply.location, location) == 0, "POST %s gave %d to %s, not to %s", path, reply.status, reply.location, location);
}

static void fails(const char *path, const char *form, const char *message)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 422, "POST %s gave %d", path, reply.status);
    see("There is a problem");
    see(message);
}

static const char *between(struct reply reply, const char *from, const char *to)
{
    const char *at = strstr(reply.body, from);
    ck_assert_msg(at != NULL, "no %s in the page", from);
    at += strlen(from);
    return arena_strndup(kept, at, (size_t)(strstr(at, to) - at));
}

static const char *own_answers(const char *start_of_form)
{
    struct reply page = browser_get(b, "/file/what");
    struct buf form = {.arena = kept};
    buf_adds(&form, start_of_form);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            buf_printf(&form, "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    return form.p;
}

static void write_until(const char *who)
{
    get("/file", 200);
    leads("/file", "", "/file/category");
    get("/file/category", 200);
    leads("/file/category", arena_printf(kept, "category=%s", browser_value(b, "category")), "/file/what");
    leads("/file/what", own_answers("title=Told&body=Whether+I+am+told%0AThe+hotline+never+answers."), "/file/wish");
    get("/file/wish", 200);
    leads("/file/wish", "want_apology=1", "/file/files");
    get("/file/files", 200);
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    get("/file/who", 200);
    leads("/file/who", who, "/file/contact");
    get("/file/contact", 200);
}

struct filed_one {
    const char *number, *code;
};

static struct filed_one receipt(void)
{
    struct reply page = get("/receipt", 200);
    struct buf code = {.arena = kept};
    const char *at = strstr(page.body, "<dt>Passcode</dt>");
    for (int i = 0; i < 4; i++) {
        at = strstr(at, "<span>") + 6;
        buf_printf(&code, "%s%.4s", i ? "-" : "", at);
    }
    return (struct filed_one){between(page, "<dt>Complaint number</dt><dd class=\"code\">", "<"), code.p};
}

static void track(const struct filed_one *filed)
{
    get("/track", 200);
    leads("/track", arena_printf(kept, "number=%s&code=%s", filed->number, filed->code), "/track/case");
}

static void sign_in(const char *login)
{
    browser_free(b);
    b = browser_new(CRYPTO_STAFF);
    browser_sign_in(b, login);
    get("/staff/account?lang=en", 303);
}

START_TEST(asked_in_the_form)
{
    write_until("mode=named&kind=customer");
    see("How may we tell you when something happens?");
    fails("/file/contact", "name=Zhang+San&phone=0531-88880000&prefer=phone&tell_sms=1&tell_mail=1", "An SMS needs a mobile telephone number");
    see("Enter an e-mail address so that we can tell you by e-mail");
    see("name=\"tell_sms\" value=\"1\" checked");
    see("0531-88880000");
    leads("/file/contact", "name=Zhang+San&phone=%EF%BC%91%EF%BC%93%EF%BC%98+0013+8000&prefer=phone&tell_sms=1", "/file/check");
    get("/file/check", 200);
    see("How we tell you what happens");
    see("By SMS");
    get("/file/contact?from=check", 200);
    see("name=\"tell_sms\" value=\"1\" checked");
    see_not("name=\"tell_mail\" value=\"1\" checked");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    see("The receipt goes to you by SMS.");
    leads("/receipt/notify", "", "/receipt");
    track(&filed);
    struct reply page = get("/track/notices", 200);
    see("On its way by SMS");
    const char *first = strstr(page.body, "<strong>Receipt</strong>");
    ck_assert_msg(first && strstr(first + 5, "<strong>Receipt</strong>"), "sent at once, and again when it was asked for");
    see_not("13800138000");
}
END_TEST

START_TEST(anonymous_with_a_warning)
{
    write_until("mode=anonymous&kind=customer");
    see("whoever runs or sees that mailbox or telephone can see that you complained");
    fails("/file/contact", "email=nobody&phone=", "This does not look like an e-mail address");
    see("nobody");
    leads("/file/contact", "email=who+%40example.com", "/file/check");
    get("/file/check", 200);
    see("who@example.com");
    /* With a name it is another question, and the address for that alone is gone. */
    leads("/file/who", "mode=confidential&kind=customer", "/file/contact");
    get("/file/contact", 200);
    see_not("who@example.com");
    leads("/file/who", "mode=anonymous&kind=customer", "/file/contact");
    get("/file/contact", 200);
    leads("/file/contact", "", "/file/check");
    get("/file/check", 200);
    see("Not at all; you look on the tracking page");
    leads("/file/send", "", "/receipt");
    receipt();
    see("Send me the receipt");
    fails("/receipt/notify", "", "Enter where to send it");
    fails("/receipt/notify", "email=x&phone=12", "An SMS needs a mobile telephone number");
    see("value=\"12\"");
    leads("/receipt/notify", "email=later%40example.com", "/receipt");
    get("/receipt", 200);
    see("The receipt goes to you by e-mail.");
    see_not("later@example.com");
}
END_TEST

START_TEST(changed_stopped_and_bounded)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Li&email=li%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    track(&filed);
    get("/track/notices", 200);
    see("name=\"tell_mail\" value=\"1\" checked");
    see("We have one. To protect you it is not shown here");
    const char *number = arena_printf(kept, "number=%s", filed.number);
    fails("/track/notices", arena_printf(kept, "%s&tell_mail=1&tell_sms=1", number), "Enter a mobile telephone number so that we can tell you by SMS");
    leads("/track/notices", arena_printf(kept, "%s&tell_mail=1&phone=13700137000", number), "/track/notices");
    get("/track/notices", 200);
    see("name=\"tell_sms\" value=\"1\" checked");
    leads("/track/notices", number, "/track/notices");
    get("/track/notices", 200);
    see("Nothing is sent to you any more.");
    see_not("value=\"1\" checked");
    for (unsigned i = 1; i < settings()->security.receipts_per_day; i++)
        leads("/track/notices", arena_printf(kept, "%s&phone=1370013700%u", number, i), "/track/notices");
    ck_assert_int_eq(browser_post(b, "/track/notices", arena_printf(kept, "%s&phone=13700137009", number)).status, 429);
    leads("/track/notices", number, "/track/notices"); /* stopping always works */
    get("/track/case", 200);
    see("You changed how we tell you");
}
END_TEST

START_TEST(staff_see_it_without_the_address)
{
    write_until("mode=confidential&kind=customer");
    leads("/file/contact", "name=Geheim+Name&email=secret-canary%40example.com&phone=13611112222&prefer=email&tell_mail=1&tell_sms=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    run(arena_printf(kept, "UPDATE post SET state = 3, attempts = 6 WHERE way = 1 AND complaint_id = (SELECT id FROM complaint WHERE number = '%s')", filed.number));
    sign_in("lijing");
    const char *path = arena_printf(kept, "/staff/complaints/%s/told", filed.number);
    struct reply page = get(path, 200);
    see("Sealed: only the system sends there");
    see("tried 6 times");
    see_not("canary");
    see_not("1361111");
    const char *id = between(page, "name=\"post\" value=\"", "\"");
    leads(path, arena_printf(kept, "post=%s", id), path);
    get(path, 200);
    see("It is sent again.");
    see_not("name=\"post\"");
    leads(path, arena_printf(kept, "post=%s", id), path);
    get(path, 200);
    see("It was sent again already, or arrived.");
    get(arena_printf(kept, "/staff/complaints/%s/record", filed.number), 200);
    see("sent a notice to the complainant again");
    sign_in("shenji"); /* who audits reads, and sends nothing */
    get(path, 200);
    ck_assert_int_eq(browser_post(b, path, arena_printf(kept, "post=%s", id)).status, 403);
}
END_TEST

/* The mark is made by the keys of the installation, as closing does it. */
START_TEST(rated_from_the_link)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Zhao&phone=13800138000&prefer=phone", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    const long long closed_s = (long long)(utc_now_us() / 1000000);
    run(arena_printf(kept, "UPDATE complaint SET version = version + 1, state = 5, is_open = 0, finding = 1, closed_us = %lld * 1000000 WHERE number = '%s'", closed_s, filed.number));
    struct crypto_keys *keys = NULL;
    char why[256] = "";
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_PUBLIC, &keys, why), ERR_NONE);
    const char *path = survey_path(kept, keys, filed.number, (int64_t)closed_s * 1000000);
    crypto_keys_free(keys);
    get(arena_printf(kept, "%.*sX", (int)strlen(path) - 1, path), 404);
    see("This link does not lead anywhere");
    get(path, 200);
    see("Is it solved?");
    see("Please call me back about it");
    see(filed.number);
    see_not("Whether I am told");
    fails(path, arena_printf(kept, "number=%s&words=Kept", filed.number), "Say whether it is solved");
    leads(path, arena_printf(kept, "number=%s&solved=yes&overall=5&words=Secret+words&callback=1", filed.number), arena_printf(kept, "%s/thanks", path));
    get(arena_printf(kept, "%s/thanks", path), 200);
    see("Thank you for your rating.");
    get(path, 200); /* once: nobody reads by the link what was said */
    see("Thank you for your rating.");
    see_not("Secret words");
    get("/track/case", 303);
}
END_TEST

START_TEST(masked_where_it_is_no_secret)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Wang&email=wang%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    sign_in("lijing");
    get(arena_printf(kept, "/staff/complaints/%s", filed.number), 200);
    see("E-mails and SMS to the complainant");
    get(arena_printf(kept, "/staff/complaints/%s/told", filed.number), 200);
    see("@example.com");
    see_not("wang@example.com");
}
END_TEST

/* Of the state that the case page shows. */
static const char *versioned(const char *on, const char *fields)
{
    get(on, 200);
    return arena_printf(kept, "version=%s&%s", browser_value(b, "version"), fields);
}

/* Somebody agrees to this answer, among whatever else waits for him. */
static void agree(const char *login)
{
    static const char link[] = "href=\"/staff/approvals/";
    sign_in(login);
    const char *approval = NULL, *at = arena_printf(kept, "%s", get("/staff/approvals", 200).body);
    while ((at = strstr(at, link)) != NULL) {
        at += strlen(link);
        approval = arena_printf(kept, "/staff/approvals/%.*s", (int)strcspn(at, "\""), at);
        get(approval, 200);
        if (browser_sees(b, "We see it otherwise now"))
            break;
    }
    see("We see it otherwise now");
    leads(approval, arena_printf(kept, "do=agree&version=%s&text=", browser_value(b, "version")), "/staff/approvals");
}

/* A matter that was split off has no passcode of its own: all of it reaches the complainant through the complaint that leads. */
START_TEST(matters_that_were_split_off)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Sun&email=sun%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    sign_in("zhaolei");
    const char *on = arena_printf(kept, "/staff/complaints/%s", filed.number), *split = arena_printf(kept, "%s/split", on);
    leads(arena_printf(kept, "%s/accept", on), versioned(on, "text="), on);
    const char *at = strstr(get(split, 200).body, "id=\"category1\""), *category = NULL;
    at = arena_strdup(kept, at); /* the page is gone with the next one */
    /* Any but its own. */
    while (!category && (at = strstr(at, "<option value=\"")) != NULL) {
        const char *code = between((struct reply){.body = at}, "<option value=\"", "\"");
        at++;
        if (*code && browser_post(b, split, versioned(on, arena_printf(kept, "s1=0&s2=1&category1=%s", code))).status == 303)
            category = code;
    }
    ck_assert_ptr_nonnull(category);
    const char *part = filed.number;
    for (at = strstr(get(on, 200).body, "id=\"links\""); at && strcmp(part, filed.number) == 0; at++) {
        at = strstr(at, "/staff/complaints/TS-") + strlen("/staff/complaints/");
        part = arena_strndup(kept, at, strcspn(at, "\"/?#"));
    }
    const char *on_part = arena_printf(kept, "/staff/complaints/%s", part);
    leads(arena_printf(kept, "%s/reply", on_part), versioned(on_part, "text=About+the+hotline&given=telephone"), on_part);
    get(arena_printf(kept, "%s/told", on_part), 200);
    see("The complainant is told of it through the complaint that leads");
    see(arena_printf(kept, "href=\"%s/told\"", on));
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    track(&filed);
    get("/track/case", 200);
    see("Matters that are looked into separately");
    see(part);
    see("The hotline never answers.");
    see("Your complaint was divided by its matters");
    see("We gave you the answer by telephone on");
    see_not("About the hotline");
    /* Looked at again, since the page is kept: what is agreed to about one matter shows at once with the complaint that leads. */
    sign_in("zhaolei");
    leads(arena_printf(kept, "%s/reply", on_part), versioned(on_part, "text=We+see+it+otherwise+now&web_reply=1"), on_part);
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    track(&filed);
    get("/track/case", 200);
    see_not("We see it otherwise now");
    agree("zhoufa");
    agree("wumin");
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    track(&filed);
    get("/track/case", 200);
    see("We see it otherwise now");
    see("An answer about one of your matters can be read here");
    get("/track/print", 200);
    see("Matters that are looked into separately");
    get("/track/notices", 200);
    see("News of one of the matters of your complaint");
}
END_TEST

/* Where the answer was disputed the superior unit decides, at the head office too: an answer for the tracking page is agreed to by its own people, who did not handle it. */
START_TEST(the_answer_of_a_review_at_the_head_office)
{
    write_until("mode=anonymous&kind=customer");
    leads("/file/contact", "email=nobody%40example.com", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = receipt();
    const char *on = arena_printf(kept, "/staff/complaints/%s", filed.number);
    sign_in("lijing");
    leads(arena_printf(kept, "%s/accept", on), versioned(on, "text="), on);
    leads(arena_printf(kept, "%s/reply", on), versioned(on, "text=No&given=telephone"), on);
    sign_in("zhaolei");
    leads(arena_printf(kept, "%s/review", on), versioned(on, "text=Disputed"), on);
    sign_in("hq.customer_service1");
    leads(arena_printf(kept, "%s/reply", on), versioned(on, "text=We+see+it+otherwise+now&web_reply=1"), on);
    agree("luheng");
    agree("gaoyuan");
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    track(&filed);
    get("/track/case", 200);
    see("We see it otherwise now");
    get("/track/notices", 200);
    see("There is an answer");
}
END_TEST

START_TEST(staff_choose_what_comes_by_mail)
{
    sign_in("lijing");
    run("UPDATE app_user SET email = '', mobile = '' WHERE login = 'lijing'");
    get("/staff/account/notices", 200);
    see("An administrator has to enter your e-mail address");
    run("UPDATE app_user SET email = 'lijing@example.com' WHERE login = 'lijing'");
    get("/staff/account/notices", 200);
    see("E-mails go to lijing@example.com.");
    see("name=\"mail\" value=\"clock_escalated\" checked");
    see_not("name=\"mail\" value=\"assigned\" checked");
    see_not("name=\"sms\"");
    leads("/staff/account/notices", "mail_offered=1&mail=assigned&kind=assigned&kind=mentioned", "/staff/account/notices");
    get("/staff/account/notices", 200);
    see("name=\"mail\" value=\"assigned\" checked");
    see("name=\"kind\" value=\"mentioned\" checked");
    see_not("name=\"mail\" value=\"mentioned\" checked");
    see_not("name=\"mail\" value=\"clock_escalated\" checked");
    run("DELETE FROM notice_off WHERE user_id = (SELECT id FROM app_user WHERE login = 'lijing')");
    run("DELETE FROM notice_way WHERE user_id = (SELECT id FROM app_user WHERE login = 'lijing')");
}
END_TEST

Suite *suite_pages_told(void);
Suite *suite_pages_told(void)
{
    Suite *s = suite_create("pages_told");
    TCase *t = tcase_create("told");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_test(t, asked_in_the_form);
    tcase_add_test(t, anonymous_with_a_warning);
    tcase_add_test(t, changed_stopped_and_bounded);
    tcase_add_test(t, staff_see_it_without_the_address);
    tcase_add_test(t, rated_from_the_link);
    tcase_add_test(t, masked_where_it_is_no_secret);
    tcase_add_test(t, matters_that_were_split_off);
    tcase_add_test(t, the_answer_of_a_review_at_the_head_office);
    tcase_add_test(t, staff_choose_what_comes_by_mail);
    suite_add_tcase(s, t);
    return s;
}
