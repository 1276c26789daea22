#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "pages_fixture.h"

/* The website by hand of one visitor: the form, the receipt, tracking, verifying, and what goes wrong. Pages are in English. */

static struct browser *b;
static struct arena *kept;

static void start(void)
{
    b = browser_new(CRYPTO_PUBLIC);
    kept = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(kept);
    browser_free(b);
}

static void see(const char *text)
{
    ck_assert_msg(browser_sees(b, text), "the page does not say: %s", text);
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
    ck_assert_msg(reply.status == 303 && strcmp(reply.location, location) == 0, "POST %s gave %d to %s, not to %s", path, reply.status,
                  reply.location, location);
}

static void fails(const char *path, const char *form, const char *message)
{
    struct reply reply = browser_post(b, path, form);
    ck_assert_msg(reply.status == 422, "POST %s gave %d", path, reply.status);
    see("There is a problem");
    see(message);
}

/* What stands between two texts of the last page. */
static const char *between(struct reply reply, const char *from, const char *to)
{
    const char *at = strstr(reply.body, from);
    ck_assert_msg(at != NULL, "no %s in the page", from);
    at += strlen(from);
    const char *end = strstr(at, to);
    ck_assert(end != NULL);
    return arena_strndup(kept, at, (size_t)(end - at));
}

/* ---- steps of the form ---- */

static void begin(void)
{
    get("/file", 200);
    leads("/file", "", "/file/category");
    get("/file/category", 200);
}

static const char *first_category(void)
{
    static char form[60];
    snprintf(form, sizeof form, "category=%s", browser_value(b, "category"));
    ck_assert_msg(strlen(form) > 9, "the page offers a category");
    return form;
}

/* Answers for the category's own questions, whatever they are: all of the page's controls get a date, which is a text and digits too. */
static const char *what_form(const char *more)
{
    struct reply page = browser_get(b, "/file/what");
    static char form[4000];
    snprintf(form, sizeof form, "title=Charged+twice&body=The+premium+was+taken+twice.%%0AI+want+it+back.&place=Branch+5&reference=P-77%s", more);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"' && !strstr(form, "&f999"))
            snprintf(form + strlen(form), sizeof form - strlen(form), "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    return form;
}

static void write_until_who(void)
{
    begin();
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", what_form(""), "/file/wish");
    get("/file/wish", 200);
    leads("/file/wish", "want_refund=1&want_apology=1&amount=1%2C200.5&note=Quickly+please", "/file/files");
    get("/file/files", 200);
    struct reply reply = browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0);
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, "/file/who");
    get("/file/who", 200);
}

static void write_named(void)
{
    write_until_who();
    leads("/file/who", "mode=named&kind=customer", "/file/contact");
    get("/file/contact", 200);
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/check");
    get("/file/check", 200);
}

struct filed_one {
    const char *number, *code, *block;
};

static struct filed_one read_receipt(void)
{
    struct reply page = get("/receipt", 200);
    static char code[80];
    code[0] = '\0';
    const char *at = strstr(page.body, "<dt>Passcode</dt>");
    ck_assert(at != NULL);
    for (int i = 0; i < 4; i++) {
        at = strstr(at, "<span>") + 6;
        strncat(code, at, 4);
        strcat(code, i < 3 ? "-" : "");
    }
    return (struct filed_one){between(page, "<dt>Complaint number</dt><dd class=\"code\">", "<"), code,
                              between(page, "<pre class=\"sig\">", "</pre>")};
}

static void open_case(const struct filed_one *filed)
{
    char form[200];
    snprintf(form, sizeof form, "number=%s&code=%s", filed->number, filed->code);
    get("/track", 200);
    leads("/track", form, "/track/case");
    get("/track/case", 200);
}

/* ---- tests ---- */

START_TEST(test_plain_pages)
{
    struct reply home = get("/", 200);
    see("/file");
    see("What we cannot handle here");
    ck_assert_msg(!strstr(home.body, "<script"), "no JavaScript");
    ck_assert_uint_lt(home.body_n, 30000);
    see("We tell you that we take it on"); /* the rulebook's promises, shortest to longest */
    see("Within ");
    see("How sales staff, agents and branches behave"); /* and its own words */
    get("/guide", 200);
    see("id=\"accessibility\"");
    see("id=\"exclusions\"");
    see("Please follow the proceedings"); /* where to turn with what is not handled */
    get("/file", 200);
    see("Have your policy number ready");
    see("Please turn to the personnel department");
    get("/verify", 200);
    struct reply track = get("/track?no=TS-12345-67890-A", 200);
    ck_assert(strstr(track.body, "value=\"TS-12345-67890-A\"") != NULL);
    ck_assert_int_eq(browser_get(b, "/?lang=zh").status, 303);
    get("/", 200);
    see("lang=\"zh-CN\"");
    see("我要投诉");
}
END_TEST

START_TEST(test_whole_form)
{
    write_named();
    see("Charged twice");
    see("1200.50");
    see("An apology, ");
    see("13800006021");
    see("It goes to ");
    see("We tell you that we take it on");
    see("It is settled, and you have our answer");
    leads("/file/send", "website=", "/receipt");
    struct filed_one first = read_receipt();
    see("It is settled, and you have our answer");
    see("We never ask you to transfer money");
    ck_assert_int_eq(strncmp(first.number, "TS-", 3), 0);
    ck_assert_uint_eq(strlen(first.code), 19);
    see("REDRESS-RECEIPT-1");
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
    see("no receipt here");
}
END_TEST

START_TEST(test_answers_are_kept)
{
    write_named();
    get("/file/what", 200);
    see("value=\"Charged twice\"");
    see("The premium was taken twice.\nI want it back.");
    get("/file/wish", 200);
    see("value=\"1200.50\"");
    get("/file/contact", 200);
    see("value=\"Zhang San\"");
    get("/file", 200);
    see("Continue where you left off");
    see("/file/check");
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
    see("Kept &lt;b&gt;title");
    see("value=\"Here\"");
    see("href=\"#body\"");
    leads("/file/what", what_form(""), "/file/wish");
    fails("/file/wish", "amount=lots&note=Note+kept", "Enter the amount in figures");
    see("lots");
    see("Note kept");
    leads("/file/wish", "want_explanation=1", "/file/files");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    fails("/file/who", "kind=group&head_count=one", "Choose whether you want to give your name");
    see("value=\"one\"");
    leads("/file/who", "mode=confidential&kind=group&head_count=12", "/file/contact");
    get("/file/contact", 200);
    see("An identity custodian may open it only with a reason");
    fails("/file/contact", "name=&email=x&prefer=email", "Enter your name");
    see("This does not look like an e-mail address");
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
    see("no complaint being written here");
    get("/file", 200);
    struct reply reply = browser_post(b, "/file/what", "body=A+long+text+that+must+not+be+lost");
    ck_assert_int_eq(reply.status, 404);
    see("A long text that must not be lost");
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

static const unsigned char png[] = {0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0,
                                    0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

START_TEST(test_files)
{
    begin();
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", what_form(""), "/file/wish");
    leads("/file/wish", "want_repair=1", "/file/files");
    get("/file/files", 200);
    struct reply reply = browser_upload(b, "/file/files", "do=add", "file", "meter.png", "image/png", png, sizeof png);
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, "/file/files");
    get("/file/files", 200);
    see("meter.png");
    reply = browser_upload(b, "/file/files", "do=add", "file", "tool.exe", "application/octet-stream", "MZ", 2);
    ck_assert_int_eq(reply.status, 422);
    see("Only PDF, JPEG and PNG");
    see("meter.png");
    reply = browser_upload(b, "/file/files", "do=add", "file", NULL, NULL, NULL, 0);
    ck_assert_int_eq(reply.status, 422);
    see("Choose a file first");
    char form[60];
    snprintf(form, sizeof form, "code=%s", browser_value(b, "code"));
    leads("/file/files/remove", form, "/file/files");
    get("/file/files", 200);
    ck_assert(!browser_sees(b, "meter.png"));
    /* A chosen file is taken with "continue" too. */
    reply = browser_upload(b, "/file/files", "", "file", "pump.png", "image/png", png, sizeof png);
    ck_assert_str_eq(reply.location, "/file/who");
    get("/file/who", 200);
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    get("/file/check", 200);
    see("pump.png");
}
END_TEST

START_TEST(test_anonymous)
{
    write_until_who();
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    get("/file/check", 200);
    see("Step 6 of 6");
    ck_assert_str_eq(browser_get(b, "/file/contact").location, "/file/check");
    leads("/file/send", "", "/receipt");
    read_receipt();
    see("nobody can recover this code");
}
END_TEST

START_TEST(test_trap)
{
    write_named();
    fails("/file/send", "website=http%3A%2F%2Fspam", "Please leave this field empty");
    see("Charged twice");
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
    see("Something else entirely");
    leads("/file/send", arena_printf(kept, "seen=%s", browser_value(b, "seen")), "/receipt");
}
END_TEST

START_TEST(test_verify)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    get("/verify", 200);
    char form[600] = "block=";
    for (const char *p = filed.block; *p; p++)
        snprintf(form + strlen(form), sizeof form - strlen(form), *p == '\n' ? "%%0A" : "%c", *p);
    ck_assert_int_eq(browser_post(b, "/verify", form).status, 200);
    see("The receipt is authentic");
    see(filed.number);
    char *year = strstr(form, "%0A20") + 5;
    year[0] = year[0] == '9' ? '8' : '9';
    ck_assert_int_eq(browser_post(b, "/verify", form).status, 200);
    see("The signature does not fit");
    fails("/verify", "block=nonsense", "These are not the six lines");
    fails("/verify", "", "Paste the six lines");
    fails("/verify", "number=TS-1", "Fill in all five fields");
    ck_assert_int_eq(browser_post(b, "/verify", "number=a&received=b&due=c&digest=d&signature=e").status, 200);
    see("The signature does not fit");
}
END_TEST

START_TEST(test_wrong_keys_look_alike)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    char wrong_code[120], wrong_number[120];
    snprintf(wrong_code, sizeof wrong_code, "number=%s&code=AAAA-AAAA-AAAA-AAAA", filed.number);
    snprintf(wrong_number, sizeof wrong_number, "number=TS-00000-00000-0&code=%s", filed.code);
    static const char message[] = "Number and passcode do not fit together";
    get("/track", 200);
    fails("/track", wrong_code, message);
    fails("/track", wrong_number, message);
    fails("/track", "number=nonsense&code=short", message);
    see("value=\"nonsense\"");
    fails("/track", "number=&code=", "Enter the complaint number");
    ck_assert_str_eq(browser_get(b, "/track/case").location, "/track");
    open_case(&filed);
}
END_TEST

/* With number and passcode one learns when it was erased, and nothing else; nothing can be written any more. */
START_TEST(test_erased)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    char text[200];
    snprintf(text, sizeof text, "UPDATE complaint SET version = version + 1, state = 5, is_open = 0, closed_us = received_us, erased_us = received_us + 1 WHERE number = '%s'", filed.number);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), text), ERR_NONE);
    static const char *const pages[] = {"/track/case", "/track/rate", "/track/withdraw", "/track/receipt"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        get(pages[i], 200);
        see("This complaint was erased");
        see("<dt>Erased</dt>");
        see(filed.number);
        ck_assert_msg(!browser_sees(b, "The premium was taken twice."), "%s shows what was erased", pages[i]);
    }
    get("/track/case", 200);
    static const char *const writes[] = {"/track/message", "/track/rate", "/track/withdraw"};
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        struct reply reply = browser_post(b, writes[i], "text=But+I+have+more+to+say&solved=1&overall=5");
        ck_assert_msg(reply.status == 410, "%s gave %d", writes[i], reply.status);
        see("But I have more to say"); /* it is not lost */
    }
    open_case(&filed); /* anew: the passcode still fits */
    see("This complaint was erased");
}
END_TEST

START_TEST(test_tracking)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    see("Charged twice");
    see("You need do nothing now");
    see("You filed the complaint");
    see("What we promised");
    see("We tell you that we take it on");
    see(" left</span>");
    ck_assert_msg(!browser_sees(b, "kept on "), "nothing was promised and kept yet");
    see("The premium was taken twice.");
    fails("/track/message", "text=", "Write a message or choose a file");
    struct reply reply = browser_upload(b, "/track/message", "text=Here+is+the+%3Ci%3Emeter", "file", "meter.png", "image/png", png, sizeof png);
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, "/track/case");
    get("/track/case", 200);
    see("Here is the &lt;i&gt;meter");
    see("Your message has been sent.");
    const char *file = browser_link(b, "/track/file/");
    reply = get(file, 200);
    ck_assert_uint_eq(reply.body_n, sizeof png);
    ck_assert_int_eq(memcmp(reply.body, png, sizeof png), 0);
    ck_assert(strstr(reply.headers, "attachment; filename=\"meter.png\"") != NULL);
    get("/track/receipt", 200);
    see("REDRESS-RECEIPT-1");
    ck_assert_msg(!browser_sees(b, filed.code), "the passcode is not shown again");
    get("/track/case", 200);
    leads("/track/leave", "", "/track");
    ck_assert_str_eq(browser_get(b, "/track/case").location, "/track");
    ck_assert_str_eq(browser_get(b, file).location, "/track");
}
END_TEST

START_TEST(test_refused_file_keeps_the_message)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    struct reply reply = browser_upload(b, "/track/message", "text=Do+not+lose+me", "file", "tool.exe", "application/octet-stream", "MZ", 2);
    ck_assert_int_eq(reply.status, 422);
    see("Do not lose me");
    see("Only PDF, JPEG and PNG");
    reply = browser_send(b, "POST", "/track/message", "application/x-www-form-urlencoded", "text=x", 6, NULL);
    ck_assert_msg(reply.status == 403, "without the token it gave %d", reply.status);
}
END_TEST

START_TEST(test_a_message_reaches_no_other_complaint)
{
    struct filed_one filed[2];
    for (int i = 0; i < 2; i++) {
        write_named();
        leads("/file/send", "", "/receipt");
        filed[i] = read_receipt();
        filed[i].code = arena_strdup(kept, filed[i].code);
    }
    open_case(&filed[0]);
    ck_assert_str_eq(browser_value(b, "number"), filed[0].number);
    get("/track/withdraw", 200);
    ck_assert_str_eq(browser_value(b, "number"), filed[0].number);
    open_case(&filed[1]); /* in another window */
    struct reply reply = browser_post(b, "/track/message", arena_printf(kept, "number=%s&text=Meant+for+the+first+complaint", filed[0].number));
    ck_assert_int_eq(reply.status, 409);
    see("Meant for the first complaint");
    see("nothing reaches the wrong complaint");
    reply = browser_upload(b, "/track/message", arena_printf(kept, "number=%s&text=Again", filed[0].number), "file", "meter.png", "image/png", png,
                           sizeof png);
    ck_assert_int_eq(reply.status, 409);
    ck_assert_int_eq(browser_post(b, "/track/withdraw", arena_printf(kept, "number=%s&reason=Solved", filed[0].number)).status, 409);
    get("/track/case?files=1", 200);
    ck_assert(!browser_sees(b, "Meant for the first complaint"));
    ck_assert(!browser_sees(b, "meter.png"));
    see("/track/withdraw");
    leads("/track/message", arena_printf(kept, "number=%s&text=Meant+for+the+second", filed[1].number), "/track/case");
}
END_TEST

static size_t times(const char *text)
{
    size_t n = 0;
    struct reply page = get("/track/case", 200);
    for (const char *at = page.body; (at = strstr(at, text)); at++)
        n++;
    return n;
}

START_TEST(test_another_file_is_another_message)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    const char *form = arena_printf(kept, "once=%s&text=", browser_value(b, "once"));
    for (int i = 0; i < 2; i++) /* a double click */
        ck_assert_int_eq(browser_upload(b, "/track/message", form, "file", "meter.png", "image/png", png, sizeof png).status, 303);
    ck_assert_uint_eq(times("meter.png"), 1);
    /* Back, and another photograph from the same page. */
    ck_assert_int_eq(browser_upload(b, "/track/message", form, "file", "pump.png", "image/png", png, sizeof png).status, 303);
    ck_assert_uint_eq(times("pump.png"), 1);
    ck_assert_uint_eq(times("meter.png"), 1);
}
END_TEST

START_TEST(test_a_stale_form_gives_the_text_back)
{
    static const char *const elsewhere[] = {"HTTP_SEC_FETCH_SITE=cross-site", NULL};
    const char form[] = "csrf=wrong&text=A+long+text+that+must+not+be+lost";
    get("/track", 200);
    ck_assert_int_eq(browser_post(b, "/track/message", form).status, 403);
    see("A long text that must not be lost");
    struct reply reply = browser_send(b, "POST", "/track/message", "application/x-www-form-urlencoded", form, sizeof form - 1, elsewhere);
    ck_assert_int_eq(reply.status, 403);
    ck_assert_msg(!browser_sees(b, "A long text"), "another site's words stand on ours");
}
END_TEST

START_TEST(test_expired_session_keeps_the_message)
{
    get("/track", 200);
    struct reply reply = browser_post(b, "/track/message", "text=A+long+text+that+must+not+be+lost");
    ck_assert_int_eq(reply.status, 404);
    see("A long text that must not be lost");
}
END_TEST

START_TEST(test_withdraw)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    get("/track/withdraw", 200);
    leads("/track/withdraw", "reason=Solved", "/track/case");
    get("/track/case", 200);
    see("You asked to withdraw the complaint");
    ck_assert_str_eq(browser_get(b, "/track/withdraw").location, "/track/case");
    ck_assert_str_eq(browser_get(b, "/track/rate").location, "/track/case");
    leads("/track/keep", "", "/track/case");
    get("/track/case", 200);
    see("Your complaint goes on");
}
END_TEST

START_TEST(test_rate)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE complaint SET version = version + 1, state = 5, is_open = 0, finding = 1, closed_us = received_us + 1 WHERE number = '%s'", filed.number);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), sql), ERR_NONE);
    open_case(&filed);
    see("It is closed. How did we do?");
    see("the fault was ours");
    get("/track/rate", 200);
    see("Please call me back about it");
    fails("/track/rate", "words=Kept+words", "Say whether it is solved");
    see("Kept words");
    see("href=\"#overall\"");
    leads("/track/rate", "solved=yes&overall=5&speed=4&words=Thanks&callback=1", "/track/case");
    get("/track/case", 200);
    see("Thank you for your rating.");
    /* It can be changed; after one of the two lowest levels it is asked why. */
    get("/track/rate", 200);
    see("This is what you said");
    see("value=\"5\" checked");
    see("Thanks");
    leads("/track/rate", "solved=no&overall=2&words=Not+so+good", "/track/rate/why");
    get("/track/rate/why", 200);
    see("It took too long");
    leads("/track/rate/why", "reason=slow&reason=unclear&reason=nonsense", "/track/case");
    get("/track/rate/why", 200);
    see("value=\"slow\" checked");
    leads("/track/rate", "solved=yes&overall=4", "/track/case");
    ck_assert_str_eq(browser_get(b, "/track/rate/why").location, "/track/case");
}
END_TEST

/* A form in GB18030 bytes is refused in words, in both languages, and the draft is as it was. */
START_TEST(test_another_encoding)
{
    write_until_who();
    get("/file/what", 200);
    ck_assert_int_eq(browser_post(b, "/file/what", "title=%CD%B6%CB%DF&body=%B1%A3%B7%D1").status, 400);
    see("We could not read the characters");
    see("in an encoding other than UTF-8, such as GBK");
    see("What you sent on earlier pages is kept");
    get("/file/what", 200);
    see("value=\"Charged twice\"");
    get("/file/what?lang=zh", 303);
    get("/file/what", 200);
    ck_assert_int_eq(browser_post(b, "/file/what", "title=%CD%B6%CB%DF").status, 400);
    see("无法识别提交的文字");
}
END_TEST

static void set(const struct filed_one *filed, const char *what)
{
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), arena_printf(kept, "UPDATE complaint SET version = version + 1, %s WHERE number = '%s'", what, filed->number)), ERR_NONE);
}


/* A callback is offered to whom we can call: of confidential complaints too that can be seen without opening who it was. */
START_TEST(test_rate_without_a_number)
{
    static const struct {
        const char *who, *contact;
        bool callable;
    } cases[] = {
        {"mode=named&kind=customer", "name=Zhang+San&email=zhang%40example.com&prefer=email", false},
        {"mode=anonymous&kind=customer", NULL, false},
        {"mode=confidential&kind=customer", "name=Li+Si&phone=13800006022&prefer=phone", true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        browser_free(b);
        b = browser_new(CRYPTO_PUBLIC);
        write_until_who();
        leads("/file/who", cases[i].who, cases[i].contact ? "/file/contact" : "/file/check");
        if (cases[i].contact) {
            get("/file/contact", 200);
            leads("/file/contact", cases[i].contact, "/file/check");
        }
        get("/file/check", 200);
        leads("/file/send", "website=", "/receipt");
        struct filed_one filed = read_receipt();
        set(&filed, "state = 5, is_open = 0, finding = 1, closed_us = received_us + 1");
        open_case(&filed);
        get("/track/rate", 200);
        ck_assert_int_eq(browser_sees(b, "Please call me back about it"), cases[i].callable);
        leads("/track/rate", "solved=yes&overall=5&callback=1", "/track/case");
        /* Nothing is kept that nobody can do, even where the form says so: a statement that fails when it is otherwise. */
        ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), arena_printf(kept, "DO IF((SELECT callback FROM rating WHERE complaint_id = (SELECT id FROM complaint WHERE number = '%s')) = %d, 1, (SELECT 1 UNION SELECT 2))",
                                                                          filed.number, cases[i].callable)), ERR_NONE);
    }
}
END_TEST

START_TEST(test_not_solved)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    set(&filed, "state = 4, replied_us = received_us + 1");
    get("/track/case", 200);
    see("Not solved?");
    fails("/track/unsolved", "why=", "Say in a few words what is not solved");
    leads("/track/unsolved", "why=You+only+apologised", "/track/case");
    get("/track/case", 200);
    see("You said that it is not solved");
    see("You only apologised");
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    leads("/track/unsolved", "why=Again", "/track/case"); /* asked already */
    /* Long after closing: until when it was, and the other ways of the rulebook. */
    set(&filed, "state = 5, is_open = 0, finding = 2, review_asked_us = NULL, closed_us = received_us - 86400000000 * 100");
    get("/track/case", 200);
    see("That time is over");
    see("If you do not agree with the result");
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    leads("/track/unsolved", "why=Too+late", "/track/case");
    ck_assert_str_eq(browser_get(b, "/track/rate").location, "/track/case"); /* and the rating's time is over */
}
END_TEST

START_TEST(test_urge)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    see("You can ask how it stands from");
    leads("/track/urge", "urge=Now", "/track/case"); /* too early */
    set(&filed, "received_us = received_us - 86400000000 * 20");
    get("/track/case", 200);
    see("action=\"/track/urge\"");
    leads("/track/urge", "urge=How+does+it+stand", "/track/case");
    get("/track/case", 200);
    see("You asked on");
    see("How does it stand");
    see("You can ask how it stands from");
}
END_TEST

/* Every state says in words what it means for the complainant. */
START_TEST(test_states)
{
    static const struct {
        const char *set, *headline;
    } states[] = {
        {"state = 1", "We have it. You need do nothing now."},
        {"state = 2", "We are looking into it. You need do nothing now."},
        {"state = 2, replied_us = received_us + 1", "We look into it again. You need do nothing now."},
        {"state = 2, review = 1", "Nobody who handled it before takes part."},
        {"state = 3, review = 0, asked_until_us = received_us + 864000000000", "the time for our answer stands still"},
        {"state = 3, asked_until_us = received_us - 1", "You can still send it"},
        {"state = 4, asked_until_us = NULL", "You have an answer"},
        {"state = 4, withdraw_us = received_us + 1", "Take the withdrawal back"},
        {"state = 4, withdraw_us = NULL, review_asked_us = received_us + 1", "You said that it is not solved"},
        {"state = 5, is_open = 0, review_asked_us = NULL, closed_us = received_us + 1", "It is closed. How did we do?"},
        {"state = 6, outcome = 'Before a court'", "We cannot take it on as a complaint"},
        {"state = 7", "You withdrew the complaint"},
        {"erased_us = received_us + 2", "This complaint was erased"},
    };
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        set(&filed, states[i].set);
        get("/track/case", 200);
        see(states[i].headline);
        if (i + 1 < COUNT_OF(states)) {
            get("/track/print", 200);
            see(filed.number);
            get("/track/dates", 200);
        }
    }
}
END_TEST

START_TEST(test_cannot_supply)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    ck_assert(!browser_sees(b, "name=\"cannot\""));
    set(&filed, "state = 3, accepted_us = received_us + 1");
    get("/track/case", 200);
    see("name=\"cannot\"");
    fails("/track/message", "cannot=1", "Write why you cannot supply it");
    leads("/track/message", "cannot=1&text=It+was+lost", "/track/case");
    get("/track/case", 200);
    see("You told us that you cannot supply it");
    see("We are looking into it");
}
END_TEST

/* The page had closed itself: it is opened again from there, and what was typed stands in its place. */
START_TEST(test_typed_comes_back)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    open_case(&filed);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_JOBS), "DELETE FROM track_session"), ERR_NONE);
    struct reply reply = browser_post(b, "/track/message", "text=A+long+text+that+must+not+be+lost");
    ck_assert_int_eq(reply.status, 404);
    see("name=\"typed\" value=\"A long text that must not be lost\"");
    fails("/track", arena_printf(kept, "number=%s&code=AAAA&typed=A+long+text+that+must+not+be+lost", filed.number), "do not fit together");
    see("name=\"typed\" value=\"A long text");
    reply = browser_post(b, "/track", arena_printf(kept, "number=%s&code=%s&typed=A+long+text+that+must+not+be+lost", filed.number, filed.code));
    ck_assert_int_eq(reply.status, 200);
    see(">A long text that must not be lost</textarea>");
    get("/track/case", 200);
}
END_TEST

START_TEST(test_rejected)
{
    write_named();
    leads("/file/send", "", "/receipt");
    struct filed_one filed = read_receipt();
    char sql[300];
    snprintf(sql, sizeof sql, "UPDATE complaint SET version = version + 1, state = 6, is_open = 0, outcome = 'Before a <court>', closed_us = received_us + 1 WHERE number = '%s'",
             filed.number);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), sql), ERR_NONE);
    open_case(&filed);
    see("Before a &lt;court&gt;");
    ck_assert(!browser_sees(b, "action=\"/track/message\""));
}
END_TEST

Suite *suite_pages_portal(void);
Suite *suite_pages_portal(void)
{
    Suite *s = suite_create("portal");
    TCase *tc = tcase_create("portal");
    tcase_add_checked_fixture(tc, start, stop);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, test_plain_pages);
    tcase_add_test(tc, test_whole_form);
    tcase_add_test(tc, test_answers_are_kept);
    tcase_add_test(tc, test_errors_keep_everything);
    tcase_add_test(tc, test_order_of_pages);
    tcase_add_test(tc, test_no_draft);
    tcase_add_test(tc, test_forget);
    tcase_add_test(tc, test_files);
    tcase_add_test(tc, test_anonymous);
    tcase_add_test(tc, test_trap);
    tcase_add_test(tc, test_two_windows);
    tcase_add_test(tc, test_verify);
    tcase_add_test(tc, test_wrong_keys_look_alike);
    tcase_add_test(tc, test_tracking);
    tcase_add_test(tc, test_refused_file_keeps_the_message);
    tcase_add_test(tc, test_a_message_reaches_no_other_complaint);
    tcase_add_test(tc, test_another_file_is_another_message);
    tcase_add_test(tc, test_a_stale_form_gives_the_text_back);
    tcase_add_test(tc, test_expired_session_keeps_the_message);
    tcase_add_test(tc, test_erased);
    tcase_add_test(tc, test_withdraw);
    tcase_add_test(tc, test_rate);
    tcase_add_test(tc, test_rejected);
    tcase_add_test(tc, test_another_encoding);
    tcase_add_test(tc, test_rate_without_a_number);
    tcase_add_test(tc, test_not_solved);
    tcase_add_test(tc, test_urge);
    tcase_add_test(tc, test_states);
    tcase_add_test(tc, test_cannot_supply);
    tcase_add_test(tc, test_typed_comes_back);
    suite_add_tcase(s, tc);
    return s;
}
