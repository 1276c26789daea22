#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_website.h"

/* What whoever complained does on the tracking page, and what is found there in each state. */

/* With number and passcode one learns when it was erased, and nothing else; nothing can be written any more. */
START_TEST(test_erased)
{
    struct filed_one filed = open_named();
    set_filed(&filed, "state = 5, is_open = 0, closed_us = received_us, erased_us = received_us + 1");
    static const char *const pages[] = {"/track/case", "/track/rate", "/track/withdraw", "/track/receipt"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        get(pages[i], 200);
        sees("This complaint was erased");
        sees("<dt>Erased</dt>");
        sees(filed.number);
        ck_assert_msg(!browser_sees(b, "The premium was taken twice."), "%s shows what was erased", pages[i]);
    }
    get("/track/case", 200);
    static const char *const writes[] = {"/track/message", "/track/rate", "/track/withdraw"};
    for (size_t i = 0; i < COUNT_OF(writes); i++) {
        struct reply reply = browser_post(b, writes[i], "text=But+I+have+more+to+say&solved=1&overall=5");
        ck_assert_msg(reply.status == 410, "%s gave %d", writes[i], reply.status);
        sees("But I have more to say"); /* it is not lost */
    }
    open_case(&filed); /* anew: the passcode still fits */
    sees("This complaint was erased");
}
END_TEST

START_TEST(test_tracking)
{
    struct filed_one filed = open_named();
    sees("Charged twice");
    sees("You need do nothing now");
    sees("You filed the complaint");
    sees("What we promised");
    sees("We tell you that we take it on");
    sees(" left</span>");
    ck_assert_msg(!browser_sees(b, "kept on "), "nothing was promised and kept yet");
    sees("The premium was taken twice.");
    fails("/track/message", "text=", "Write a message or choose a file");
    struct reply reply = browser_upload(b, "/track/message", "text=Here+is+the+%3Ci%3Emeter", "file", "meter.png", "image/png", png, png_n);
    ck_assert_int_eq(reply.status, 303);
    ck_assert_str_eq(reply.location, "/track/case");
    get("/track/case", 200);
    sees("Here is the &lt;i&gt;meter");
    sees("Your message has been sent.");
    const char *file = browser_link(b, "/track/file/");
    reply = get(file, 200);
    ck_assert_uint_eq(reply.body_n, png_n);
    ck_assert_int_eq(memcmp(reply.body, png, png_n), 0);
    ck_assert(strstr(reply.headers, "attachment; filename=\"meter.png\"") != NULL);
    get("/track/receipt", 200);
    sees("REDRESS-RECEIPT-1");
    ck_assert_msg(!browser_sees(b, filed.code), "the passcode is not shown again");
    get("/track/case", 200);
    leads("/track/leave", "", "/track");
    ck_assert_str_eq(browser_get(b, "/track/case").location, "/track");
    ck_assert_str_eq(browser_get(b, file).location, "/track");
}
END_TEST

START_TEST(test_refused_file_keeps_the_message)
{
    open_named();
    struct reply reply = browser_upload(b, "/track/message", "text=Do+not+lose+me", "file", "tool.exe", "application/octet-stream", "MZ", 2);
    ck_assert_int_eq(reply.status, 422);
    sees("Do not lose me");
    sees("Only PDF, JPEG and PNG");
    reply = browser_send(b, "POST", "/track/message", "application/x-www-form-urlencoded", "text=x", 6, NULL);
    ck_assert_msg(reply.status == 403, "without the token it gave %d", reply.status);
}
END_TEST

START_TEST(test_a_message_reaches_no_other_complaint)
{
    struct filed_one filed[2];
    for (int i = 0; i < 2; i++) {
        filed[i] = file_named();
        filed[i].code = arena_strdup(kept, filed[i].code);
    }
    open_case(&filed[0]);
    ck_assert_str_eq(browser_value(b, "number"), filed[0].number);
    get("/track/withdraw", 200);
    ck_assert_str_eq(browser_value(b, "number"), filed[0].number);
    open_case(&filed[1]); /* in another window */
    struct reply reply = browser_post(b, "/track/message", arena_printf(kept, "number=%s&text=Meant+for+the+first+complaint", filed[0].number));
    ck_assert_int_eq(reply.status, 409);
    sees("Meant for the first complaint");
    sees("nothing reaches the wrong complaint");
    reply = browser_upload(b, "/track/message", arena_printf(kept, "number=%s&text=Again", filed[0].number), "file", "meter.png", "image/png", png,
                           png_n);
    ck_assert_int_eq(reply.status, 409);
    ck_assert_int_eq(browser_post(b, "/track/withdraw", arena_printf(kept, "number=%s&reason=Solved", filed[0].number)).status, 409);
    get("/track/case?files=1", 200);
    ck_assert(!browser_sees(b, "Meant for the first complaint"));
    ck_assert(!browser_sees(b, "meter.png"));
    sees("/track/withdraw");
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
    open_named();
    const char *form = arena_printf(kept, "once=%s&text=", browser_value(b, "once"));
    for (int i = 0; i < 2; i++) /* a double click */
        ck_assert_int_eq(browser_upload(b, "/track/message", form, "file", "meter.png", "image/png", png, png_n).status, 303);
    ck_assert_uint_eq(times("meter.png"), 1);
    /* Back, and another photograph from the same page. */
    ck_assert_int_eq(browser_upload(b, "/track/message", form, "file", "pump.png", "image/png", png, png_n).status, 303);
    ck_assert_uint_eq(times("pump.png"), 1);
    ck_assert_uint_eq(times("meter.png"), 1);
}
END_TEST

/* Somebody else writes to the complaint for longer than we wait. */
START_TEST(test_a_message_in_the_way_keeps_its_files)
{
    struct filed_one filed = open_named();
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_PUBLIC), "SET SESSION innodb_lock_wait_timeout = 0"), ERR_NONE);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), "START TRANSACTION"), ERR_NONE);
    set_filed(&filed, "title = title");
    struct reply reply = browser_upload(b, "/track/message", "text=Here+is+the+bill", "file", "bill.png", "image/png", png, png_n);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_STAFF), "ROLLBACK"), ERR_NONE);
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_PUBLIC), "SET SESSION innodb_lock_wait_timeout = 2"), ERR_NONE);
    ck_assert_int_eq(reply.status, 422);
    sees("please send it again");
    sees("Here is the bill");
    sees("bill.png");
    leads("/track/message", "text=Here+is+the+bill&with=staged", "/track/case");
    ck_assert_uint_eq(times("bill.png"), 1);
}
END_TEST

START_TEST(test_a_stale_form_gives_the_text_back)
{
    static const char *const elsewhere[] = {"HTTP_SEC_FETCH_SITE=cross-site", NULL};
    const char form[] = "csrf=wrong&text=A+long+text+that+must+not+be+lost";
    get("/track", 200);
    ck_assert_int_eq(browser_post(b, "/track/message", form).status, 403);
    sees("A long text that must not be lost");
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
    sees("A long text that must not be lost");
}
END_TEST

START_TEST(test_withdraw)
{
    open_named();
    get("/track/withdraw", 200);
    leads("/track/withdraw", "reason=Solved", "/track/case");
    get("/track/case", 200);
    sees("You asked to withdraw the complaint");
    ck_assert_str_eq(browser_get(b, "/track/withdraw").location, "/track/case");
    ck_assert_str_eq(browser_get(b, "/track/rate").location, "/track/case");
    leads("/track/keep", "", "/track/case");
    get("/track/case", 200);
    sees("Your complaint goes on");
}
END_TEST

START_TEST(test_rate)
{
    struct filed_one filed = file_named();
    set_filed(&filed, "state = 5, is_open = 0, finding = 1, closed_us = received_us + 1");
    open_case(&filed);
    sees("It is closed. How did we do?");
    sees("the fault was ours");
    get("/track/rate", 200);
    sees("Please call me back about it");
    fails("/track/rate", "words=Kept+words", "Say whether it is solved");
    sees("Kept words");
    sees("href=\"#overall\"");
    leads("/track/rate", "solved=yes&overall=5&speed=4&words=Thanks&callback=1", "/track/case");
    get("/track/case", 200);
    sees("Thank you for your rating.");
    /* It can be changed; after one of the two lowest levels it is asked why. */
    get("/track/rate", 200);
    sees("This is what you said");
    sees("value=\"5\" checked");
    sees("Thanks");
    leads("/track/rate", "solved=no&overall=2&words=Not+so+good", "/track/rate/why");
    get("/track/rate/why", 200);
    sees("It took too long");
    leads("/track/rate/why", "reason=slow&reason=unclear&reason=nonsense", "/track/case");
    get("/track/rate/why", 200);
    sees("value=\"slow\" checked");
    leads("/track/rate", "solved=yes&overall=4", "/track/case");
    ck_assert_str_eq(browser_get(b, "/track/rate/why").location, "/track/case");
}
END_TEST

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
        write_charged_twice();
        leads("/file/who", cases[i].who, cases[i].contact ? "/file/contact" : "/file/check");
        if (cases[i].contact) {
            get("/file/contact", 200);
            leads("/file/contact", cases[i].contact, "/file/check");
        }
        get("/file/check", 200);
        leads("/file/send", "website=", "/receipt");
        struct filed_one filed = read_receipt();
        set_filed(&filed, "state = 5, is_open = 0, finding = 1, closed_us = received_us + 1");
        open_case(&filed);
        get("/track/rate", 200);
        ck_assert_int_eq(browser_sees(b, "Please call me back about it"), cases[i].callable);
        leads("/track/rate", "solved=yes&overall=5&callback=1", "/track/case");
        /* Nothing is kept that nobody can do, even where the form says so: a statement that fails when it is otherwise. */
        sql(f("DO IF((SELECT callback FROM rating WHERE complaint_id = (SELECT id FROM complaint WHERE number = '%s')) = %d, 1, (SELECT 1 UNION SELECT 2))",
              filed.number, cases[i].callable));
    }
}
END_TEST

START_TEST(test_not_solved)
{
    struct filed_one filed = open_named();
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    set_filed(&filed, "state = 4, replied_us = received_us + 1");
    get("/track/case", 200);
    sees("Not solved?");
    fails("/track/unsolved", "why=", "Say in a few words what is not solved");
    leads("/track/unsolved", "why=You+only+apologised", "/track/case");
    get("/track/case", 200);
    sees("You said that it is not solved");
    sees("You only apologised");
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    /* asked already: what was typed is not lost */
    ck_assert_int_eq(browser_post(b, "/track/unsolved", "why=There+is+more+to+say").status, 409);
    sees("This was not sent");
    sees(">There is more to say</textarea>");
    /* Long after closing: until when it was, and the other ways of the rulebook. */
    set_filed(&filed, "state = 5, is_open = 0, finding = 2, review_asked_us = NULL, closed_us = received_us - 86400000000 * 100");
    get("/track/case", 200);
    sees("That time is over");
    sees("If you do not agree with the result");
    ck_assert(!browser_sees(b, "action=\"/track/unsolved\""));
    ck_assert_int_eq(browser_post(b, "/track/unsolved", "why=This+is+too+late").status, 409);
    sees(">This is too late</textarea>");
    ck_assert_int_eq(browser_post(b, "/track/rate", "solved=yes&overall=5&words=Thanks+to+everybody").status, 409);
    sees(">Thanks to everybody</textarea>");
    ck_assert_str_eq(browser_get(b, "/track/rate").location, "/track/case"); /* and the rating's time is over */
}
END_TEST

START_TEST(test_urge)
{
    struct filed_one filed = open_named();
    sees("You can ask how it stands from");
    leads("/track/urge", "urge=Now", "/track/case"); /* too early */
    set_filed(&filed, "received_us = received_us - 86400000000 * 20");
    get("/track/case", 200);
    sees("action=\"/track/urge\"");
    leads("/track/urge", "urge=How+does+it+stand", "/track/case");
    get("/track/case", 200);
    sees("You asked on");
    sees("How does it stand");
    sees("You can ask how it stands from");
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
    struct filed_one filed = open_named();
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        set_filed(&filed, states[i].set);
        get("/track/case", 200);
        sees(states[i].headline);
        if (i + 1 < COUNT_OF(states)) {
            get("/track/print", 200);
            sees(filed.number);
            get("/track/dates", 200);
        }
    }
}
END_TEST

START_TEST(test_cannot_supply)
{
    struct filed_one filed = open_named();
    ck_assert(!browser_sees(b, "name=\"cannot\""));
    set_filed(&filed, "state = 3, accepted_us = received_us + 1");
    get("/track/case", 200);
    sees("name=\"cannot\"");
    fails("/track/message", "cannot=1", "Write why you cannot supply it");
    leads("/track/message", "cannot=1&text=It+was+lost", "/track/case");
    get("/track/case", 200);
    sees("You told us that you cannot supply it");
    sees("We are looking into it");
}
END_TEST

/* The page had closed itself: it is opened again from there, and what was typed stands in its place. */
START_TEST(test_typed_comes_back)
{
    struct filed_one filed = open_named();
    ck_assert_int_eq(db_exec_text(pages_db(CRYPTO_JOBS), "DELETE FROM track_session"), ERR_NONE);
    struct reply reply = browser_post(b, "/track/message", "text=A+long+text+that+must+not+be+lost");
    ck_assert_int_eq(reply.status, 404);
    sees("name=\"typed\" value=\"A long text that must not be lost\"");
    fails("/track", arena_printf(kept, "number=%s&code=AAAA&typed=A+long+text+that+must+not+be+lost", filed.number), "do not fit together");
    sees("name=\"typed\" value=\"A long text");
    reply = browser_post(b, "/track", arena_printf(kept, "number=%s&code=%s&typed=A+long+text+that+must+not+be+lost", filed.number, filed.code));
    ck_assert_int_eq(reply.status, 200);
    sees(">A long text that must not be lost</textarea>");
    get("/track/case", 200);
}
END_TEST

START_TEST(test_rejected)
{
    struct filed_one filed = file_named();
    set_filed(&filed, "state = 6, is_open = 0, outcome = 'Before a <court>', closed_us = received_us + 1");
    open_case(&filed);
    sees("Before a &lt;court&gt;");
    ck_assert(!browser_sees(b, "action=\"/track/message\""));
}
END_TEST

Suite *suite_pages_track(void);
Suite *suite_pages_track(void)
{
    Suite *s = suite_create("pages_track");
    TCase *tc = tcase_create("track");
    tcase_add_checked_fixture(tc, website_begin, visit_end);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, test_tracking);
    tcase_add_test(tc, test_refused_file_keeps_the_message);
    tcase_add_test(tc, test_a_message_reaches_no_other_complaint);
    tcase_add_test(tc, test_another_file_is_another_message);
    tcase_add_test(tc, test_a_message_in_the_way_keeps_its_files);
    tcase_add_test(tc, test_a_stale_form_gives_the_text_back);
    tcase_add_test(tc, test_expired_session_keeps_the_message);
    tcase_add_test(tc, test_erased);
    tcase_add_test(tc, test_withdraw);
    tcase_add_test(tc, test_rate);
    tcase_add_test(tc, test_rejected);
    tcase_add_test(tc, test_rate_without_a_number);
    tcase_add_test(tc, test_not_solved);
    tcase_add_test(tc, test_urge);
    tcase_add_test(tc, test_states);
    tcase_add_test(tc, test_cannot_supply);
    tcase_add_test(tc, test_typed_comes_back);
    suite_add_tcase(s, tc);
    return s;
}
