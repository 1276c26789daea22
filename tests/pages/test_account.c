#include <check.h>
#include <stdio.h>
#include <string.h>

#include "crypto_random.h"
#include "crypto_totp.h"
#include "pages_visit.h"
#include "utc.h"

/* Signing in and out, the password again, one's own account. Pages are in English unless a test says otherwise. */

#define HANDLER "sunli"
#define FRESH "A passphrase of my own 7"

/* The password of the account under test, whatever a test before left. */
static void reset_account(void)
{
    sql("UPDATE app_user t JOIN app_user s ON s.login = 'admin' SET t.password_hash = s.password_hash, t.must_change = 0, t.totp_secret = NULL, t.totp_last_step = 0,"
        " t.failed_count = 0, t.failed_us = 0, t.language = 'zh' WHERE t.login = '" HANDLER "'");
    sql("DELETE s FROM staff_session s JOIN app_user u ON u.id = s.user_id WHERE u.login = '" HANDLER "'");
}

static void be_handler(void)
{
    reset_account();
    be(HANDLER);
}

static void expire_password(void)
{
    sql("UPDATE staff_session s JOIN app_user u ON u.id = s.user_id SET s.reauth_us = 1 WHERE u.login = '" HANDLER "'");
}

START_TEST(strangers_are_sent_to_the_sign_in_page)
{
    leads_to(get("/staff/account", 303), "/staff/sign-in?to=/staff/account");
    get("/staff/sign-in?to=/staff/account", 200);
    ck_assert_str_eq(browser_value(b, "to"), "/staff/account");
    get("/staff/sign-in?to=https://evil.example/staff/", 200);
    ck_assert_str_eq(browser_value(b, "to"), "/staff/");
    get("/staff/sign-in?to=//evil.example", 200);
    ck_assert_str_eq(browser_value(b, "to"), "/staff/");
}
END_TEST

START_TEST(signing_in_leads_to_where_one_wanted)
{
    reset_account();
    get("/staff/sign-in?to=/staff/account", 200);
    leads_to(post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=/staff/account", 303), "/staff/account");
    get("/staff/account", 200);
    leads_to(get("/staff/sign-in?to=/staff/account", 303), "/staff/account"); /* is in already */
    get("/staff/", 200);
    leads_to(post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=https://evil.example/", 303), "/staff/");
}
END_TEST

START_TEST(the_query_of_the_page_is_kept)
{
    static const char page[] = "/staff/complaints?view=all&q=%E6%B5%8B&sort=due";
    static const char long_path[] = "/staff/sign-in?to=/staff/complaints";
    reset_account();
    const char *gate = get(page, 303).location;
    ck_assert_str_eq(gate, "/staff/sign-in?to=/staff/complaints%3Fview%3Dall%26q%3D%25E6%25B5%258B%26sort%3Ddue");
    leads_to(get(f("%s&lang=en", gate), 303), gate);
    get(gate, 200);
    ck_assert_str_eq(browser_value(b, "to"), page);
    post("/staff/sign-in", "login=" HANDLER "&password=wrong&to=/staff/complaints%3Fview%3Dall", 422);
    ck_assert_str_eq(browser_value(b, "to"), "/staff/complaints?view=all");
    leads_to(post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=/staff/complaints%3Fview%3Dall%26q%3D%25E6%25B5%258B%26sort%3Ddue", 303), page);
    struct browser *stranger = browser_new(CRYPTO_STAFF); /* what does not fit into an address is left out */
    char query[1900];
    snprintf(query, sizeof query, "/staff/complaints?q=%01800d", 1);
    ck_assert_str_eq(browser_get(stranger, query).location, long_path);
    browser_free(stranger);
}
END_TEST

START_TEST(a_single_field_stands_once)
{
    reset_account();
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&login=admin&password=" PAGES_PASSWORD, 400);
    leads_to(get("/staff/account", 303), "/staff/sign-in?to=/staff/account");
}
END_TEST

START_TEST(the_cookie_is_new_at_every_sign_in)
{
    reset_account();
    get("/staff/sign-in", 200);
    struct reply first = post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD, 303);
    const char *cookie = strstr(first.headers, "session=");
    ck_assert_ptr_nonnull(cookie);
    ck_assert(strstr(first.headers, "HttpOnly") && strstr(first.headers, "SameSite=Lax"));
    const char *secret = arena_strndup(kept, cookie + 8, 43);
    get("/staff/account", 200);
    struct reply second = post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD, 303);
    ck_assert_ptr_null(strstr(second.headers, secret));
    /* The old session has ended. */
    struct browser *thief = browser_new(CRYPTO_STAFF);
    const char *const stolen[] = {f("HTTP_COOKIE=session=%s", secret), NULL};
    ck_assert_int_eq(browser_send(thief, "GET", "/staff/account", NULL, NULL, 0, stolen).status, 303);
    browser_free(thief);
}
END_TEST

START_TEST(wrong_pairs_get_the_same_page)
{
    reset_account();
    get("/staff/sign-in?lang=en", 303);
    get("/staff/sign-in", 200);
    struct reply wrong = post("/staff/sign-in", "login=" HANDLER "&password=wrong", 422);
    ck_assert_ptr_nonnull(strstr(wrong.body, "The sign-in name or the password is wrong"));
    ck_assert_ptr_null(strstr(wrong.body, "value=\"wrong\""));
    struct reply unknown = post("/staff/sign-in", "login=nobodyx&password=wrong", 422);
    ck_assert_ptr_nonnull(strstr(unknown.body, "The sign-in name or the password is wrong"));
    ck_assert_uint_eq(wrong.body_n - strlen(HANDLER), unknown.body_n - strlen("nobodyx"));
    /* While the delay runs nothing else is said. */
    for (int i = 0; i < 8; i++)
        (void)browser_post(b, "/staff/sign-in", "login=" HANDLER "&password=wrong");
    struct reply delayed = post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD, 422);
    ck_assert_uint_eq(delayed.body_n, wrong.body_n);
    reset_account();
}
END_TEST

START_TEST(fields_left_empty_are_named)
{
    get("/staff/sign-in?lang=en", 303);
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=&password=", 422);
    sees("Enter your sign-in name");
    sees("href=\"#password\"");
    post("/staff/sign-in", "login=%22%3E%3Cscript%3E&password=", 422);
    sees("&quot;&gt;&lt;script&gt;");
    sees_not("\"><script>");
}
END_TEST

START_TEST(forms_need_their_token)
{
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&csrf=", 403);
    be_handler();
    post("/staff/sign-out", "csrf=wrong", 403);
    get("/staff/account", 200);
}
END_TEST

START_TEST(signing_out_ends_the_session)
{
    be_handler();
    struct reply out = post("/staff/sign-out", "", 303);
    leads_to(out, "/staff/sign-in");
    get("/staff/sign-in", 200);
    sees("You are signed out.");
    leads_to(get("/staff/account", 303), "/staff/sign-in?to=/staff/account");
}
END_TEST

START_TEST(the_password_again)
{
    be_handler();
    get("/staff/account/authenticator", 200); /* it was given just now */
    expire_password();
    leads_to(get("/staff/account/authenticator", 303), "/staff/confirm?to=/staff/account/authenticator");
    get("/staff/confirm?to=/staff/account/authenticator", 200);
    post("/staff/confirm", "password=&to=/staff/account/authenticator", 422);
    post("/staff/confirm", "password=wrong&to=/staff/account/authenticator", 422);
    sees("The password is wrong");
    ck_assert_str_eq(browser_value(b, "to"), "/staff/account/authenticator");
    leads_to(post("/staff/confirm", "password=" PAGES_PASSWORD "&to=//evil.example", 303), "/staff/");
    get("/staff/account/authenticator", 200);
}
END_TEST

START_TEST(ones_own_account)
{
    be_handler();
    sees("孙莉");
    sees(HANDLER);
    sees("Investigator");
    sees("This one");
    leads_to(post("/staff/account/language", "language=zh", 303), "/staff/account");
    get("/staff/account", 200);
    sees("lang=\"zh-CN\"");
    post("/staff/account/language", "language=tlh", 400);
}
END_TEST

START_TEST(changing_the_password)
{
    be_handler();
    struct browser *elsewhere = browser_new(CRYPTO_STAFF);
    browser_sign_in(elsewhere, HANDLER);
    post("/staff/account/password", "current_password=" PAGES_PASSWORD "&new_password=short&again_password=short", 422);
    sees("too short");
    post("/staff/account/password", "current_password=" PAGES_PASSWORD "&new_password=" FRESH "&again_password=other", 422);
    sees("not the same");
    post("/staff/account/password", "current_password=wrong&new_password=" FRESH "&again_password=" FRESH, 422);
    sees("The password is wrong");
    sees_not(FRESH);
    leads_to(post("/staff/account/password", "current_password=" PAGES_PASSWORD "&new_password=" FRESH "&again_password=" FRESH, 303), "/staff/account");
    get("/staff/account", 200);
    ck_assert_int_eq(browser_get(elsewhere, "/staff/account").status, 303); /* signed out there */
    browser_free(elsewhere);
    post("/staff/sign-out", "", 303);
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD, 422);
    post("/staff/sign-in", "login=" HANDLER "&password=" FRESH, 303);
    reset_account();
}
END_TEST

START_TEST(a_first_password_has_to_be_changed)
{
    be_handler();
    sql("UPDATE app_user SET must_change = 1 WHERE login = '" HANDLER "'");
    static const char *const pages[] = {"/staff/", "/staff/complaints", "/staff/account/authenticator", "/staff/admin/units"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct reply reply = browser_get(b, pages[i]);
        ck_assert_msg(reply.status == 303 || reply.status == 403, "%s gave %d", pages[i], reply.status);
    }
    get("/staff/account", 200);
    sees("Please choose a password of your own first.");
    sees_not("Where you are signed in");
    leads_to(post("/staff/account/password", "current_password=" PAGES_PASSWORD "&new_password=" FRESH "&again_password=" FRESH, 303), "/staff/");
    get("/staff/", 200);
    reset_account();
}
END_TEST

START_TEST(sessions_can_be_ended_from_elsewhere)
{
    be_handler();
    struct browser *lost = browser_new(CRYPTO_STAFF);
    browser_sign_in(lost, HANDLER);
    get("/staff/account", 200);
    const char *end = arena_strdup(kept, browser_link(b, "/staff/account/session/"));
    ck_assert_str_ne(end, "");
    leads_to(post(end, "", 303), "/staff/account");
    ck_assert_int_eq(browser_get(lost, "/staff/account").status, 303);
    get("/staff/account", 200);
    post("/staff/account/session/abc/end", "", 404);
    /* The number of somebody else's session does nothing. */
    struct browser *other = browser_new(CRYPTO_STAFF);
    browser_sign_in(other, "hexun");
    (void)browser_get(other, "/staff/account");
    for (int i = 1; i < 40; i++)
        (void)browser_post(b, f("/staff/account/session/%d/end", i), "");
    ck_assert_int_eq(browser_get(other, "/staff/account").status, 200);
    browser_free(other);
    browser_free(lost);
}
END_TEST

/* ---- the second factor ---- */

/* The secret that the page shows, as an app reads it: RFC 4648 base32 in groups of four. */
static void read_secret(uint8_t secret[CRYPTO_TOTP_BYTES], const char *page)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const char *at = strstr(page, "<p class=\"code\">");
    ck_assert_ptr_nonnull(at);
    at += strlen("<p class=\"code\">");
    unsigned held = 0, bits = 0;
    size_t n = 0;
    for (; *at != '<'; at++) {
        const char *digit = *at == ' ' ? NULL : strchr(alphabet, *at);
        if (!digit)
            continue;
        held = held << 5 | (unsigned)(digit - alphabet);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            ck_assert_uint_lt(n, CRYPTO_TOTP_BYTES);
            secret[n++] = (uint8_t)(held >> bits);
        }
    }
    ck_assert_uint_eq(n, CRYPTO_TOTP_BYTES);
}

static const char *code_now(const uint8_t *secret, int64_t after)
{
    int64_t step;
    for (int i = 0; i < 1000000; i++) {
        char code[16];
        snprintf(code, sizeof code, "%06d", i);
        if (crypto_totp_ok(kept, secret, code, utc_now_us() / UTC_SECOND_US, after, &step))
            return arena_strdup(kept, code);
    }
    ck_abort_msg("no code fits");
}

START_TEST(with_an_authenticator_signing_in_takes_two_steps)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    be_handler();
    struct reply shown = get("/staff/account/authenticator", 200);
    read_secret(secret, shown.body);
    ck_assert_ptr_nonnull(strstr(shown.body, "<path d=\"M"));
    char ticket[600], form[800];
    snprintf(ticket, sizeof ticket, "%s", browser_value(b, "ticket"));
    snprintf(form, sizeof form, "ticket=%s&code=000", ticket);
    post("/staff/account/authenticator", form, 422);
    snprintf(form, sizeof form, "ticket=%.20s&code=000000", ticket);
    leads_to(post("/staff/account/authenticator", form, 303), "/staff/account"); /* tampered with */
    snprintf(form, sizeof form, "ticket=%s&code=%s", ticket, code_now(secret, 0));
    struct reply codes = post("/staff/account/authenticator", form, 200);
    sees("Keep these where only you find them");
    const char *lost = strstr(codes.body, "<li class=\"code\">");
    ck_assert_ptr_nonnull(lost);
    char recovery[20];
    snprintf(recovery, sizeof recovery, "%.19s", lost + strlen("<li class=\"code\">"));
    get("/staff/account", 200);
    sees("In use");
    sees("Recovery codes left: 10.");
    post("/staff/sign-out", "", 303);

    sql("UPDATE app_user SET totp_last_step = 0 WHERE login = '" HANDLER "'"); /* half a minute passes */
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=/staff/account", 200);
    sees("Code of the authenticator app");
    ck_assert_int_eq(browser_get(b, "/staff/account").status, 303); /* not in yet */
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=/staff/account", 200);
    snprintf(ticket, sizeof ticket, "%s", browser_value(b, "ticket"));
    snprintf(form, sizeof form, "ticket=%s&code=1", ticket);
    post("/staff/sign-in/code", form, 422);
    const char *code = code_now(secret, 0);
    snprintf(form, sizeof form, "ticket=%s&code=%s", ticket, code);
    struct browser *thief = browser_new(CRYPTO_STAFF); /* the ticket is bound to the browser */
    (void)browser_get(thief, "/staff/sign-in");
    ck_assert_int_eq(browser_post(thief, "/staff/sign-in/code", form).status, 303);
    ck_assert_int_eq(browser_get(thief, "/staff/account").status, 303);
    browser_free(thief);
    leads_to(post("/staff/sign-in/code", form, 303), "/staff/account");
    get("/staff/account", 200);
    /* Without the telephone. */
    post("/staff/sign-out", "", 303);
    get("/staff/sign-in", 200);
    post("/staff/sign-in", "login=" HANDLER "&password=" PAGES_PASSWORD "&to=/staff/account", 200);
    snprintf(form, sizeof form, "ticket=%s&code=%s", browser_value(b, "ticket"), recovery);
    leads_to(post("/staff/sign-in/code", form, 303), "/staff/account");
    get("/staff/account", 200);
    sees("You signed in with a recovery code");
    sees("Recovery codes left: 9.");
    post("/staff/account/authenticator/codes", "", 200);
    sees("Keep these where only you find them");
    get("/staff/account", 200);
    sees("Recovery codes left: 10.");
    leads_to(post("/staff/account/authenticator/remove", "", 303), "/staff/account");
    get("/staff/account", 200);
    sees("Not in use");
    leads_to(post("/staff/account/authenticator/codes", "", 303), "/staff/account");
    reset_account();
}
END_TEST

static void ask_for_factor(int yes)
{
    sql(f("UPDATE role SET second_factor = %d WHERE code = 'investigator'", yes));
    sql("INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1");
}

START_TEST(a_role_may_ask_for_the_authenticator)
{
    uint8_t secret[CRYPTO_TOTP_BYTES];
    char form[800];
    ask_for_factor(1);
    be_handler();
    leads_to(get("/staff/", 303), "/staff/account/authenticator");
    leads_to(get("/staff/complaints", 303), "/staff/account/authenticator");
    struct reply shown = get("/staff/account/authenticator", 200);
    sees("Your role asks for an authenticator app.");
    read_secret(secret, shown.body);
    snprintf(form, sizeof form, "ticket=%s&code=%s", browser_value(b, "ticket"), code_now(secret, 0));
    post("/staff/account/authenticator", form, 200);
    get("/staff/complaints", 200);
    get("/staff/account", 200);
    sees("so it stays in use");
    leads_to(post("/staff/account/authenticator/remove", "", 303), "/staff/account");
    get("/staff/account", 200);
    sees("In use");
    ask_for_factor(0);
    reset_account();
}
END_TEST

Suite *suite_pages_account(void);
START_TEST(the_test_clock_is_told)
{
    browser_get(b, "/staff/sign-in?lang=en");
    get("/staff/sign-in", 200);
    sees_not("Test clock");
    pages_shift(5 * UTC_DAY_US + 2 * UTC_HOUR_US);
    get("/staff/sign-in", 200);
    sees("Test clock: 5 days 2 hours ahead of the real time.");
    browser_sign_in(b, HANDLER);
    get("/staff/", 200);
    sees("Test clock: 5 days 2 hours ahead");
    /* A move counts as time away: whoever was signed in signs in again. */
    pages_shift(6 * UTC_DAY_US);
    ck_assert_int_eq(browser_get(b, "/staff/").status, 303);
    browser_sign_in(b, HANDLER);
    struct browser *public = browser_new(CRYPTO_PUBLIC);
    ck_assert_int_eq(browser_get(public, "/").status, 200);
    ck_assert(!browser_sees(public, "Test clock"));
    browser_free(public);
    pages_shift(0);
}
END_TEST

Suite *suite_pages_account(void)
{
    Suite *s = suite_create("pages: account");
    TCase *c = tcase_create("account");
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, visit_begin, visit_end);
    tcase_add_test(c, the_test_clock_is_told);
    tcase_add_test(c, strangers_are_sent_to_the_sign_in_page);
    tcase_add_test(c, signing_in_leads_to_where_one_wanted);
    tcase_add_test(c, the_query_of_the_page_is_kept);
    tcase_add_test(c, a_single_field_stands_once);
    tcase_add_test(c, the_cookie_is_new_at_every_sign_in);
    tcase_add_test(c, wrong_pairs_get_the_same_page);
    tcase_add_test(c, fields_left_empty_are_named);
    tcase_add_test(c, forms_need_their_token);
    tcase_add_test(c, signing_out_ends_the_session);
    tcase_add_test(c, the_password_again);
    tcase_add_test(c, ones_own_account);
    tcase_add_test(c, changing_the_password);
    tcase_add_test(c, a_first_password_has_to_be_changed);
    tcase_add_test(c, sessions_can_be_ended_from_elsewhere);
    tcase_add_test(c, with_an_authenticator_signing_in_takes_two_steps);
    tcase_add_test(c, a_role_may_ask_for_the_authenticator);
    suite_add_tcase(s, c);
    return s;
}
