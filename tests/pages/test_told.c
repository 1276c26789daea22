#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "pages_case.h"
#include "survey_store.h"
#include "utc.h"

/* How a complainant is told: asked in the form, the receipt sent, changed, stopped, seen by the staff without the address, and rated from the link. Pages are in English. */

static struct config before;

/* As where e-mail and SMS are set up; nothing is sent in these tests, it waits. */
static struct config *settings(void)
{
    return (struct config *)(uintptr_t)pages_config();
}

static void start(void)
{
    website_begin();
    before = *pages_config();
    settings()->post.mail_url = "smtp://localhost:1";
    settings()->post.sms_url = "http://localhost:1/";
    sql("INSERT INTO setting (name, value) VALUES ('post_ways', '3') ON DUPLICATE KEY UPDATE value = '3'");
}

static void stop(void)
{
    settings()->post = before.post;
    settings()->security = before.security;
    sql("INSERT INTO setting (name, value) VALUES ('post_ways', '0') ON DUPLICATE KEY UPDATE value = '0'");
    visit_end();
}

static void write_until(const char *who)
{
    write_until_who("title=Told&body=Whether+I+am+told%0AThe+hotline+never+answers.", "want_apology=1");
    leads("/file/who", who, "/file/contact");
    get("/file/contact", 200);
}

START_TEST(asked_in_the_form)
{
    write_until("mode=named&kind=customer");
    sees("How may we tell you when something happens?");
    fails("/file/contact", "name=Zhang+San&phone=0531-88880000&prefer=phone&tell_sms=1&tell_mail=1", "An SMS needs a mobile telephone number");
    sees("Enter an e-mail address so that we can tell you by e-mail");
    sees("name=\"tell_sms\" value=\"1\" checked");
    sees("0531-88880000");
    leads("/file/contact", "name=Zhang+San&phone=%EF%BC%91%EF%BC%93%EF%BC%98+0013+8000&prefer=phone&tell_sms=1", "/file/check");
    get("/file/check", 200);
    sees("How we tell you what happens");
    sees("By SMS");
    get("/file/contact?from=check", 200);
    sees("name=\"tell_sms\" value=\"1\" checked");
    sees_not("name=\"tell_mail\" value=\"1\" checked");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    sees("The receipt goes to you by SMS.");
    leads("/receipt/notify", "", "/receipt");
    open_case(&filed);
    struct reply page = get("/track/notices", 200);
    sees("On its way by SMS");
    const char *first = strstr(page.body, "<strong>Receipt</strong>");
    ck_assert_msg(first && strstr(first + 5, "<strong>Receipt</strong>"), "sent at once, and again when it was asked for");
    sees_not("13800138000");
}
END_TEST

START_TEST(anonymous_with_a_warning)
{
    write_until("mode=anonymous&kind=customer");
    sees("whoever runs or sees that mailbox or telephone can see that you complained");
    fails("/file/contact", "email=nobody&phone=", "This does not look like an e-mail address");
    sees("nobody");
    leads("/file/contact", "email=who+%40example.com", "/file/check");
    get("/file/check", 200);
    sees("who@example.com");
    /* With a name it is another question, and the address for that alone is gone. */
    leads("/file/who", "mode=confidential&kind=customer", "/file/contact");
    get("/file/contact", 200);
    sees_not("who@example.com");
    leads("/file/who", "mode=anonymous&kind=customer", "/file/contact");
    get("/file/contact", 200);
    leads("/file/contact", "", "/file/check");
    get("/file/check", 200);
    sees("Not at all; you look on the tracking page");
    leads("/file/send", "", "/receipt");
    read_receipt();
    sees("Send me the receipt");
    fails("/receipt/notify", "", "Enter where to send it");
    fails("/receipt/notify", "email=x&phone=12", "An SMS needs a mobile telephone number");
    sees("value=\"12\"");
    leads("/receipt/notify", "email=later%40example.com", "/receipt");
    get("/receipt", 200);
    sees("The receipt goes to you by e-mail.");
    sees_not("later@example.com");
}
END_TEST

START_TEST(changed_stopped_and_bounded)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Li&email=li%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    get("/track/notices", 200);
    sees("name=\"tell_mail\" value=\"1\" checked");
    sees("We have one. To protect you it is not shown here");
    const char *number = f("number=%s", filed.number);
    fails("/track/notices", f("%s&tell_mail=1&tell_sms=1", number), "Enter a mobile telephone number so that we can tell you by SMS");
    leads("/track/notices", f("%s&tell_mail=1&phone=13700137000", number), "/track/notices");
    get("/track/notices", 200);
    sees("name=\"tell_sms\" value=\"1\" checked");
    leads("/track/notices", number, "/track/notices");
    get("/track/notices", 200);
    sees("Nothing is sent to you any more.");
    sees_not("value=\"1\" checked");
    for (unsigned i = 1; i < settings()->security.receipts_per_day; i++)
        leads("/track/notices", f("%s&phone=1370013700%u", number, i), "/track/notices");
    fails("/track/notices", f("%s&tell_sms=1&phone=13700137009", number), "until tomorrow nothing more is");
    sees("value=\"13700137009\"");
    sees("id=\"send\"");
    leads("/track/notices", number, "/track/notices"); /* stopping always works */
    get("/track/case", 200);
    sees("You changed how we tell you");
}
END_TEST

static struct filed_one file_to(const char *contact)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", contact, "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    return read_receipt();
}

/* A stranger's telephone and mailbox are not for playing with, from whatever network and with whatever complaint. */
START_TEST(an_address_is_not_bombed)
{
    settings()->security.notices_per_address = 2;
    /* Another one each time this is run. */
    const long long run = (long long)(utc_now_us() / 1000 % 10000000);
    const char *mail = f("victim%lld%%40example.com", run), *phone = f("1395%07lld", run);
    const char *both = f("name=Li&email=%s&phone=%s&prefer=email&tell_mail=1&tell_sms=1", mail, phone);
    for (int i = 0; i < 2; i++) {
        const struct filed_one told = file_to(both);
        sees("The receipt goes to you by e-mail and SMS.");
        ck_assert(*told.number);
    }
    fails("/receipt/notify", "", "The receipt was not sent again: many messages went to your address today");
    const struct filed_one filed = file_to(f("name=Li&email=Victim%lld%%2Bmore%%40example.com&phone=%s&prefer=email&tell_mail=1&tell_sms=1", run, phone));
    sees("Nothing was sent: too much went to this address and number today. Your complaint is filed.");
    fails("/receipt/notify", f("email=%s", mail), "Many messages were sent to this e-mail address today");
    sees(f("victim%lld@example.com", run));
    open_case(&filed);
    get("/track/notices", 200);
    sees_not("On its way");
    fails("/track/notices", f("number=%s&phone=%s", filed.number, phone), "Many messages were sent to this number today");
    leads("/track/notices", f("number=%s&email=other%lld%%40example.com", filed.number, run), "/track/notices");
}
END_TEST

/* The question that is asked before a complaint is taken costs none of what goes to its address, and nobody reads that it is filed before it is. */
START_TEST(a_complaint_is_counted_once)
{
    settings()->security.notices_per_address = 1;
    (void)file_to("name=Li&phone=13800138000&prefer=phone");
    settings()->security.question_filings = 1;
    const long long run = (long long)(utc_now_us() / 1000 % 10000000);
    const char *contact = f("name=Li&email=once%lld%%40example.com&prefer=email&tell_mail=1", run);
    write_until("mode=named&kind=customer");
    leads("/file/contact", contact, "/file/check");
    get("/file/check", 200);
    fails("/file/send", "", "Please answer this question");
    fails("/file/send", "answer=0", "This was not the answer");
    fails("/file/send", "answer=0", "This was not the answer");
    get("/file/check", 200);
    sees_not("Your complaint is filed");
    settings()->security.question_filings = 1000000;
    leads("/file/send", "", "/receipt");
    get("/receipt", 200);
    sees("The receipt goes to you by e-mail.");
    (void)file_to(contact);
    sees("No e-mail was sent: too many went to this address today. Your complaint is filed.");
}
END_TEST

START_TEST(staff_see_it_without_the_address)
{
    write_until("mode=confidential&kind=customer");
    leads("/file/contact", "name=Geheim+Name&email=secret-canary%40example.com&phone=13611112222&prefer=email&tell_mail=1&tell_sms=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    sql(f("UPDATE post SET state = 3, attempts = 6 WHERE way = 1 AND complaint_id = (SELECT id FROM complaint WHERE number = '%s')", filed.number));
    be("lijing");
    const char *path = f("/staff/complaints/%s/told", filed.number);
    struct reply page = get(path, 200);
    sees("Sealed: only the system sends there");
    sees("tried 6 times");
    sees_not("canary");
    sees_not("1361111");
    const char *id = between(page, "name=\"post\" value=\"", "\"");
    leads(path, f("post=%s", id), path);
    get(path, 200);
    sees("It is sent again.");
    sees_not("name=\"post\"");
    leads(path, f("post=%s", id), path);
    get(path, 200);
    sees("It was sent again already, or arrived.");
    get(f("/staff/complaints/%s/record", filed.number), 200);
    sees("sent a notice to the complainant again");
    be("shenji"); /* who audits reads, and sends nothing */
    get(path, 200);
    ck_assert_int_eq(browser_post(b, path, f("post=%s", id)).status, 403);
}
END_TEST

/* The mark is made by the keys of the installation, as closing does it. */
START_TEST(rated_from_the_link)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Zhao&phone=13800138000&prefer=phone", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    const long long closed_s = (long long)(utc_now_us() / 1000000);
    set_filed(&filed, f("state = 5, is_open = 0, finding = 1, closed_us = %lld * 1000000", closed_s));
    struct crypto_keys *keys = NULL;
    char why[256] = "";
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_PUBLIC, &keys, why), ERR_NONE);
    const char *path = survey_path(kept, keys, filed.number, (int64_t)closed_s * 1000000);
    crypto_keys_free(keys);
    get(f("%.*sX", (int)strlen(path) - 1, path), 404);
    sees("This link does not lead anywhere");
    get(path, 200);
    sees("Is it solved?");
    sees("Please call me back about it");
    sees(filed.number);
    sees_not("Whether I am told");
    fails(path, f("number=%s&words=Kept", filed.number), "Say whether it is solved");
    leads(path, f("number=%s&solved=yes&overall=5&words=Secret+words&callback=1", filed.number), f("%s/thanks", path));
    get(f("%s/thanks", path), 200);
    sees("<h1>Thank you for your rating.</h1>");
    sees_not("class=\"flash"); /* said once */
    get(path, 200); /* once: nobody reads by the link what was said */
    sees("Thank you for your rating.");
    sees_not("Secret words");
    get("/track/case", 303);
}
END_TEST

START_TEST(masked_where_it_is_no_secret)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Wang&email=wang%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    be("lijing");
    get(f("/staff/complaints/%s", filed.number), 200);
    sees("E-mails and SMS to the complainant");
    get(f("/staff/complaints/%s/told", filed.number), 200);
    sees("@example.com");
    sees_not("wang@example.com");
}
END_TEST

/* Somebody agrees to this answer, among whatever else waits for him. */
static void agree(const char *login)
{
    static const char link[] = "href=\"/staff/approvals/";
    be(login);
    const char *approval = NULL, *at = f("%s", get("/staff/approvals", 200).body);
    while ((at = strstr(at, link)) != NULL) {
        at += strlen(link);
        approval = f("/staff/approvals/%.*s", (int)strcspn(at, "\""), at);
        get(approval, 200);
        if (browser_sees(b, "We see it otherwise now"))
            break;
    }
    sees("We see it otherwise now");
    leads(approval, f("do=agree&version=%s&text=", browser_value(b, "version")), "/staff/approvals");
}

/* A matter that was split off has no passcode of its own: all of it reaches the complainant through the complaint that leads. */
START_TEST(matters_that_were_split_off)
{
    write_until("mode=named&kind=customer");
    leads("/file/contact", "name=Sun&email=sun%40example.com&prefer=email&tell_mail=1", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    be("zhaolei");
    const char *on = f("/staff/complaints/%s", filed.number), *split = f("%s/split", on);
    leads(f("%s/accept", on), with_version(on, "text="), on);
    const char *at = strstr(get(split, 200).body, "id=\"category1\""), *category = NULL;
    at = arena_strdup(kept, at); /* the page is gone with the next one */
    /* Any but its own. */
    while (!category && (at = strstr(at, "<option value=\"")) != NULL) {
        const char *code = between((struct reply){.body = at}, "<option value=\"", "\"");
        at++;
        if (*code && browser_post(b, split, with_version(on, f("s1=0&s2=1&category1=%s", code))).status == 303)
            category = code;
    }
    ck_assert_ptr_nonnull(category);
    const char *part = filed.number;
    for (at = strstr(get(on, 200).body, "id=\"links\""); at && strcmp(part, filed.number) == 0; at++) {
        at = strstr(at, "/staff/complaints/TS-") + strlen("/staff/complaints/");
        part = arena_strndup(kept, at, strcspn(at, "\"/?#"));
    }
    const char *on_part = f("/staff/complaints/%s", part);
    leads(f("%s/reply", on_part), with_version(on_part, "text=About+the+hotline&given=telephone"), on_part);
    get(f("%s/told", on_part), 200);
    sees("The complainant is told of it through the complaint that leads");
    sees(f("href=\"%s/told\"", on));
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    open_case(&filed);
    get("/track/case", 200);
    sees("Matters that are looked into separately");
    sees(part);
    sees("The hotline never answers.");
    sees("Your complaint was divided by its matters");
    sees("We gave you the answer by telephone on");
    sees_not("About the hotline");
    /* Looked at again, since the page is kept: what is agreed to about one matter shows at once with the complaint that leads, and its files. */
    be("zhaolei");
    ck_assert_int_eq(browser_upload(b, f("%s/reply", on_part), with_version(on_part, "text=We+see+it+otherwise+now&web_reply=1"), "files", "proof.png", "image/png", png, png_n).status, 303);
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    open_case(&filed);
    get("/track/case", 200);
    sees_not("We see it otherwise now");
    sees_not("proof.png");
    agree("zhoufa");
    agree("wumin");
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    open_case(&filed);
    const char *file = between(get("/track/case", 200), "href=\"/track/file/", "\"");
    sees("We see it otherwise now");
    sees("proof.png");
    struct reply proof = get(f("/track/file/%s", file), 200);
    ck_assert_uint_eq(proof.body_n, png_n);
    get("/track/case", 200);
    sees("An answer about one of your matters can be read here");
    get("/track/print", 200);
    sees("Matters that are looked into separately");
    get("/track/notices", 200);
    sees("News of one of the matters of your complaint");
}
END_TEST

/* Where the answer was disputed the superior unit decides, at the head office too: an answer for the tracking page is agreed to by its own people, who did not handle it. */
START_TEST(the_answer_of_a_review_at_the_head_office)
{
    write_until("mode=anonymous&kind=customer");
    leads("/file/contact", "email=nobody%40example.com", "/file/check");
    get("/file/check", 200);
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    const char *on = f("/staff/complaints/%s", filed.number);
    be("lijing");
    leads(f("%s/accept", on), with_version(on, "text="), on);
    leads(f("%s/reply", on), with_version(on, "text=No&given=telephone"), on);
    be("zhaolei");
    leads(f("%s/review", on), with_version(on, "text=Disputed"), on);
    be("hq.customer_service1");
    leads(f("%s/reply", on), with_version(on, "text=We+see+it+otherwise+now&web_reply=1"), on);
    agree("luheng");
    agree("gaoyuan");
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    open_case(&filed);
    get("/track/case", 200);
    sees("We see it otherwise now");
    get("/track/notices", 200);
    sees("There is an answer");
}
END_TEST

START_TEST(staff_choose_what_comes_by_mail)
{
    be("lijing");
    sql("UPDATE app_user SET email = '', mobile = '' WHERE login = 'lijing'");
    get("/staff/account/notices", 200);
    sees("An administrator has to enter your e-mail address");
    sql("UPDATE app_user SET email = 'lijing@example.com' WHERE login = 'lijing'");
    get("/staff/account/notices", 200);
    sees("E-mails go to lijing@example.com.");
    sees("name=\"mail\" value=\"clock_escalated\" checked");
    sees_not("name=\"mail\" value=\"assigned\" checked");
    sees_not("name=\"sms\"");
    leads("/staff/account/notices", "mail_offered=1&mail=assigned&kind=assigned&kind=mentioned", "/staff/account/notices");
    get("/staff/account/notices", 200);
    sees("name=\"mail\" value=\"assigned\" checked");
    sees("name=\"kind\" value=\"mentioned\" checked");
    sees_not("name=\"mail\" value=\"mentioned\" checked");
    sees_not("name=\"mail\" value=\"clock_escalated\" checked");
    sql("DELETE FROM notice_off WHERE user_id = (SELECT id FROM app_user WHERE login = 'lijing')");
    sql("DELETE FROM notice_way WHERE user_id = (SELECT id FROM app_user WHERE login = 'lijing')");
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
    tcase_add_test(t, an_address_is_not_bombed);
    tcase_add_test(t, a_complaint_is_counted_once);
    tcase_add_test(t, staff_see_it_without_the_address);
    tcase_add_test(t, rated_from_the_link);
    tcase_add_test(t, masked_where_it_is_no_secret);
    tcase_add_test(t, matters_that_were_split_off);
    tcase_add_test(t, the_answer_of_a_review_at_the_head_office);
    tcase_add_test(t, staff_choose_what_comes_by_mail);
    suite_add_tcase(s, t);
    return s;
}
