#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_website.h"

/* The website by hand of one visitor: the form, the receipt, verifying, and what goes wrong there. */

START_TEST(test_plain_pages)
{
    struct reply home = get("/", 200);
    sees("/file");
    sees("What we cannot handle here");
    ck_assert_msg(!strstr(home.body, "<script"), "no JavaScript");
    ck_assert_uint_lt(home.body_n, 30000);
    sees("We tell you that we take it on"); /* the rulebook's promises, shortest to longest */
    sees("Within ");
    sees("How sales staff, agents and branches behave"); /* and its own words */
    get("/guide", 200);
    sees("id=\"accessibility\"");
    sees("id=\"exclusions\"");
    sees("Please follow the proceedings"); /* where to turn with what is not handled */
    get("/file", 200);
    sees("Have your policy number ready");
    sees("Please turn to the personnel department");
    get("/verify", 200);
    struct reply track = get("/track?no=TS-12345-67890-A", 200);
    ck_assert(strstr(track.body, "value=\"TS-12345-67890-A\"") != NULL);
    ck_assert_int_eq(browser_get(b, "/?lang=zh").status, 303);
    get("/", 200);
    sees("lang=\"zh-CN\"");
    sees("我要投诉");
}
END_TEST

START_TEST(test_whole_form)
{
    write_named();
    sees("Charged twice");
    sees("1200.50");
    sees("An apology, ");
    sees("13800006021");
    sees("It goes to ");
    sees("We tell you that we take it on");
    sees("It is settled, and you have our answer");
    leads("/file/send", "website=", "/receipt");
    struct filed_one first = read_receipt();
    sees("It is settled, and you have our answer");
    sees("We never ask you to transfer money");
    ck_assert_int_eq(strncmp(first.number, "TS-", 3), 0);
    ck_assert_uint_eq(strlen(first.code), 19);
    sees("REDRESS-RECEIPT-1");
    /* Sending again, and going back into the form, lead to the same receipt. */
    leads("/file/send", "website=", "/receipt");
    ck_assert_str_eq(browser_get(b, "/file/what").location, "/receipt");
    struct filed_one again = read_receipt();
    ck_assert_str_eq(again.number, first.number);
    ck_assert_str_eq(again.block, first.block);
    struct reply print = get("/receipt/print", 200);
    ck_assert(strstr(print.body, "Zhang San") != NULL);
    ck_assert_msg(!strstr(print.body, "13800006021"), "the printed number is masked");
    leads("/receipt/done", "", "/track");
    get("/receipt", 404);
    sees("no receipt here");
}
END_TEST

START_TEST(test_answers_are_kept)
{
    write_named();
    get("/file/what", 200);
    sees("value=\"Charged twice\"");
    sees("The premium was taken twice.\nI want it back.");
    get("/file/wish", 200);
    sees("value=\"1200.50\"");
    get("/file/contact", 200);
    sees("value=\"Zhang San\"");
    get("/file", 200);
    sees("Continue where you left off");
    sees("/file/check");
    /* A change from the check page comes back to it. */
    get("/file/wish?from=check", 200);
    leads("/file/wish", "want_apology=1&from=check", "/file/check");
    get("/file/check", 200);
    ck_assert(!browser_sees(b, "1200.50"));
}
END_TEST

START_TEST(test_errors_keep_everything)
{
    begin();
    fails("/file/category", "", "Choose what your complaint is about");
    fails("/file/category", "category=1&category=2", "Choose what your complaint is about");
    leads("/file/category", first_category(), "/file/what");
    fails("/file/what", "title=Kept+%3Cb%3Etitle&body=&place=Here", "Tell us what happened");
    sees("Kept &lt;b&gt;title");
    sees("value=\"Here\"");
    sees("href=\"#body\"");
    leads("/file/what", what_form(CHARGED_TWICE), "/file/wish");
    fails("/file/wish", "amount=lots&note=Note+kept", "Enter the amount in figures");
    sees("lots");
    sees("Note kept");
    leads("/file/wish", "want_explanation=1", "/file/files");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    fails("/file/who", "kind=group&head_count=one", "Choose whether you want to give your name");
    sees("value=\"one\"");
    leads("/file/who", "mode=confidential&kind=group&head_count=12", "/file/contact");
    get("/file/contact", 200);
    sees("nobody who handles your complaint can see it");
    fails("/file/contact", "name=&email=x&prefer=email", "Enter your name");
    sees("This does not look like an e-mail address");
}
END_TEST

START_TEST(test_order_of_pages)
{
    begin();
    ck_assert_str_eq(browser_get(b, "/file/check").location, "/file/category");
    leads("/file/send", "", "/file/category");
    get("/file/category", 200);
    leads("/file/category", first_category(), "/file/what");
    ck_assert_str_eq(browser_get(b, "/file/who").location, "/file/what");
    ck_assert_str_eq(browser_get(b, "/receipt").location, "/file/check");
}
END_TEST

START_TEST(test_no_draft)
{
    get("/file/what", 404);
    sees("no complaint being written here");
    get("/file", 200);
    struct reply reply = browser_post(b, "/file/what", "body=A+long+text+that+must+not+be+lost");
    ck_assert_int_eq(reply.status, 404);
    sees("A long text that must not be lost");
    reply = browser_upload(b, "/file/files", "", "file", "a.png", "image/png", "x", 1);
    ck_assert_int_eq(reply.status, 404);
}
END_TEST

START_TEST(test_forget)
{
    begin();
    leads("/file/category", first_category(), "/file/what");
    get("/file", 200);
    leads("/file/forget", "", "/");
    get("/file/what", 404);
}
END_TEST

START_TEST(test_files)
{
    begin();
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", what_form(CHARGED_TWICE), "/file/wish");
    leads("/file/wish", "want_repair=1", "/file/files");
    get("/file/files", 200);
    struct reply reply = browser_upload(b, "/file/files", "do=add", "file", "meter.png", "image/png", png, png_n);
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, "/file/files");
    get("/file/files", 200);
    sees("meter.png");
    reply = browser_upload(b, "/file/files", "do=add", "file", "tool.exe", "application/octet-stream", "MZ", 2);
    ck_assert_int_eq(reply.status, 422);
    sees("Only PDF, JPEG and PNG");
    sees("meter.png");
    reply = browser_upload(b, "/file/files", "do=add", "file", NULL, NULL, NULL, 0);
    ck_assert_int_eq(reply.status, 422);
    sees("Choose a file first");
    char form[60];
    snprintf(form, sizeof form, "code=%s", browser_value(b, "code"));
    leads("/file/files/remove", form, "/file/files");
    get("/file/files", 200);
    ck_assert(!browser_sees(b, "meter.png"));
    /* A chosen file is taken with "continue" too. */
    reply = browser_upload(b, "/file/files", "", "file", "pump.png", "image/png", png, png_n);
    ck_assert_str_eq(reply.location, "/file/who");
    get("/file/who", 200);
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    get("/file/check", 200);
    sees("pump.png");
}
END_TEST

/* Of one network only so much within an hour; the rest of the form is kept. */
START_TEST(test_files_have_a_bound)
{
    struct config *config = (struct config *)(uintptr_t)pages_config();
    const unsigned before = config->security.upload_mib_per_hour;
    begin();
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", what_form(CHARGED_TWICE), "/file/wish");
    leads("/file/wish", "want_repair=1", "/file/files");
    get("/file/files", 200);
    config->security.upload_mib_per_hour = 1;
    struct reply reply = browser_upload(b, "/file/files", "do=add", "file", "meter.png", "image/png", png, png_n);
    ck_assert_int_eq(reply.status, 303);
    get("/file/files", 200);
    reply = browser_upload(b, "/file/files", "do=add", "file", "pump.png", "image/png", png, png_n);
    config->security.upload_mib_per_hour = before;
    ck_assert_int_eq(reply.status, 422);
    sees("Very much was uploaded from your connection within this hour");
    sees("pump.png");
    sees("meter.png");
    reply = browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0);
    ck_assert_str_eq(reply.location, "/file/who");
    get("/file/who", 200);
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    get("/file/check", 200);
    sees("meter.png");
    sees_not("pump.png");
}
END_TEST

START_TEST(test_anonymous)
{
    write_charged_twice();
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    get("/file/check", 200);
    sees("Step 6 of 6");
    ck_assert_str_eq(browser_get(b, "/file/contact").location, "/file/check");
    leads("/file/send", "", "/receipt");
    read_receipt();
    sees("nobody can recover this code");
}
END_TEST

START_TEST(test_trap)
{
    write_named();
    fails("/file/send", "website=http%3A%2F%2Fspam", "Please leave this field empty");
    sees("Charged twice");
    leads("/file/send", "website=", "/receipt");
}
END_TEST

/* Nothing is sent that this window has not shown: another one of the same browser writes the same draft. */
START_TEST(test_two_windows)
{
    write_named();
    get("/file/check", 200);
    const char *first = arena_printf(kept, "seen=%s", browser_value(b, "seen"));
    get("/file/what", 200);
    ck_assert_int_eq(browser_post(b, "/file/what", "title=Another+matter&body=Something+else+entirely").status, 303);
    get("/file/check", 200); /* the other window */
    fails("/file/send", first, "This was changed meanwhile, perhaps in another window");
    sees("Something else entirely");
    leads("/file/send", arena_printf(kept, "seen=%s", browser_value(b, "seen")), "/receipt");
}
END_TEST

START_TEST(test_verify)
{
    struct filed_one filed = file_named();
    get("/verify", 200);
    char form[600] = "block=";
    for (const char *p = filed.block; *p; p++)
        snprintf(form + strlen(form), sizeof form - strlen(form), *p == '\n' ? "%%0A" : "%c", *p);
    ck_assert_int_eq(browser_post(b, "/verify", form).status, 200);
    sees("The receipt is authentic");
    sees(filed.number);
    char *year = strstr(form, "%0A20") + 5;
    year[0] = year[0] == '9' ? '8' : '9';
    ck_assert_int_eq(browser_post(b, "/verify", form).status, 200);
    sees("The signature does not fit");
    fails("/verify", "block=nonsense", "These are not the six lines");
    fails("/verify", "", "Paste the six lines");
    fails("/verify", "number=TS-1", "Fill in all five fields");
    ck_assert_int_eq(browser_post(b, "/verify", "number=a&received=b&due=c&digest=d&signature=e").status, 200);
    sees("The signature does not fit");
}
END_TEST

START_TEST(test_wrong_keys_look_alike)
{
    struct filed_one filed = file_named();
    char wrong_code[120], wrong_number[120];
    snprintf(wrong_code, sizeof wrong_code, "number=%s&code=AAAA-AAAA-AAAA-AAAA", filed.number);
    snprintf(wrong_number, sizeof wrong_number, "number=TS-00000-00000-0&code=%s", filed.code);
    static const char message[] = "Number and passcode do not fit together";
    get("/track", 200);
    fails("/track", wrong_code, message);
    fails("/track", wrong_number, message);
    fails("/track", "number=nonsense&code=short", message);
    sees("value=\"nonsense\"");
    fails("/track", "number=&code=", "Enter the complaint number");
    ck_assert_str_eq(browser_get(b, "/track/case").location, "/track");
    open_case(&filed);
}
END_TEST

/* A form in GB18030 bytes is refused in words, in both languages, and the draft is as it was. */
START_TEST(test_another_encoding)
{
    write_charged_twice();
    get("/file/what", 200);
    ck_assert_int_eq(browser_post(b, "/file/what", "title=%CD%B6%CB%DF&body=%B1%A3%B7%D1").status, 400);
    sees("We could not read the characters");
    sees("in an encoding other than UTF-8, such as GBK");
    sees("What you sent on earlier pages is kept");
    get("/file/what", 200);
    sees("value=\"Charged twice\"");
    get("/file/what?lang=zh", 303);
    get("/file/what", 200);
    ck_assert_int_eq(browser_post(b, "/file/what", "title=%CD%B6%CB%DF").status, 400);
    sees("无法识别提交的文字");
}
END_TEST

Suite *suite_pages_portal(void);
Suite *suite_pages_portal(void)
{
    Suite *s = suite_create("portal");
    TCase *tc = tcase_create("website");
    tcase_add_checked_fixture(tc, website_begin, visit_end);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, test_plain_pages);
    tcase_add_test(tc, test_whole_form);
    tcase_add_test(tc, test_answers_are_kept);
    tcase_add_test(tc, test_errors_keep_everything);
    tcase_add_test(tc, test_order_of_pages);
    tcase_add_test(tc, test_no_draft);
    tcase_add_test(tc, test_forget);
    tcase_add_test(tc, test_files);
    tcase_add_test(tc, test_files_have_a_bound);
    tcase_add_test(tc, test_anonymous);
    tcase_add_test(tc, test_trap);
    tcase_add_test(tc, test_two_windows);
    tcase_add_test(tc, test_verify);
    tcase_add_test(tc, test_wrong_keys_look_alike);
    tcase_add_test(tc, test_another_encoding);
    suite_add_tcase(s, tc);
    return s;
}
