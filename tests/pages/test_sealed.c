#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_case.h"

/* Who complained: contact details that are masked, and sealed identities that two people open. Pages are in English. */

START_TEST(test_contact_details_are_shown_once_and_recorded)
{
    const char *c = file_complaint("named");
    be(HANDLER);
    get(c, 200);
    sees("138****6021");
    sees_not("13800006021");
    sees_not("Zhang San");
    get(sub(c, "reveal"), 200);
    sees("Show the contact details");
    struct reply shown = post(sub(c, "reveal"), "reason=", 200);
    sees("13800006021");
    sees("This look was recorded");
    ck_assert_ptr_nonnull(strstr(shown.headers, "no-store"));
    get(f("%s?show=internal", c), 200);
    sees("looked at the contact details");
    sees_not("13800006021");
}
END_TEST

/* The approval about it that waits, from the page of the sealed identity. */
static const char *waiting_approval(const char *c)
{
    struct reply page = get(sub(c, "reveal"), 200);
    const char *at = strstr(page.body, "/staff/approvals/");
    ck_assert_ptr_nonnull(at);
    return arena_strndup(kept, at, strcspn(at, "\""));
}

START_TEST(test_sealed_identities_are_for_two_custodians)
{
    const char *c = file_complaint("confidential");
    be(HANDLER);
    get(c, 200);
    sees("Confidential, sealed");
    sees_not("6021");
    sees_not("/reveal");
    get(sub(c, "reveal"), 403);
    post(sub(c, "reveal"), "do=ask&purpose=contact&reason=curious", 403);
    post(sub(c, "reveal"), "do=look", 403);

    struct browser *own = b;
    b = browser_new(CRYPTO_STAFF);
    be("fengbao");
    get(c, 200);
    sees("/reveal");
    get(sub(c, "reveal"), 200);
    post(sub(c, "reveal"), "do=ask&purpose=contact&reason=", 422);
    sees("Write down why you need to know who complained");
    post(sub(c, "reveal"), "do=ask&purpose=nothing&reason=Why+not", 422);
    sees("Choose what the identity is needed for");
    sees("Why not");
    post(sub(c, "reveal"), "do=sing&reason=x", 400);
    post(sub(c, "reveal"), "do=look", 409);
    sees_not("13800006021");
    post(sub(c, "reveal"), "do=alone&purpose=contact&reason=Quick", 422);
    sees("Only when life or health is in danger");
    sees_not("13800006021");
    post(sub(c, "reveal"), "do=ask&purpose=contact&reason=Court+order+17", 303);
    post(sub(c, "reveal"), "do=ask&purpose=contact&reason=Court+order+18", 409);
    sees_not("13800006021");
    /* Not by oneself. */
    const char *approval = waiting_approval(c);
    get(approval, 200);
    sees_not("Court order 17");
    post(approval, f("do=agree&text=&version=%s", browser_value(b, "version")), 403);
    post(sub(c, "reveal"), "do=look", 409);
    sees_not("13800006021");
    get(sub(c, "record"), 200);
    sees_not("Court order 17");

    be("tanshou");
    get(sub(c, "reveal"), 200);
    sees("Court order 17");
    sees_not("13800006021");
    get(approval, 200);
    sees("Read the reason");
    post(approval, f("do=agree&text=&version=%s", browser_value(b, "version")), 303);
    /* Who agreed sees nothing by that. */
    post(sub(c, "reveal"), "do=look", 409);
    sees_not("13800006021");

    be("fengbao");
    get(sub(c, "reveal"), 200);
    sees("Look and record");
    post(sub(c, "reveal"), "do=look", 200);
    sees("13800006021");
    get(sub(c, "record"), 200);
    sees("unsealed the confidential identity");
    sees_not("Court order 17");
    be("shenji");
    get(sub(c, "record"), 200);
    sees("unsealed the confidential identity");
    get(sub(c, "reveal"), 403);
    browser_free(b);
    b = own;
}
END_TEST

START_TEST(test_what_was_refused_stays_sealed)
{
    const char *c = file_complaint("confidential");
    be("fengbao");
    post(sub(c, "reveal"), "do=ask&purpose=law&reason=Curious", 303);
    const char *approval = waiting_approval(c);
    be("tanshou");
    get(approval, 200);
    post(approval, f("do=send-back&text=No+ground&version=%s", browser_value(b, "version")), 303);
    be("fengbao");
    post(sub(c, "reveal"), "do=look", 409);
    sees_not("13800006021");
    get(sub(c, "reveal"), 200);
    sees("Refused");
}
END_TEST

START_TEST(test_danger_to_life_is_told_to_the_others)
{
    const char *c = file_complaint("confidential");
    be("fengbao");
    post(sub(c, "reveal"), "do=alone&danger=yes&purpose=protection&reason=Threat", 200);
    sees("13800006021");
    get(sub(c, "record"), 200);
    sees("alone, because of danger to life");
    be("tanshou");
    get("/staff/notices", 200);
    sees("because of danger to life");
    sees(number_of(c));
}
END_TEST

START_TEST(test_of_the_anonymous_there_is_nothing)
{
    const char *c = file_complaint("anonymous");
    be(HANDLER);
    get(c, 200);
    sees("no contact details were left");
    sees_not("/reveal");
    get(sub(c, "reveal"), 404);
    post(sub(c, "reveal"), "reason=x", 404);
}
END_TEST

Suite *suite_pages_sealed(void);
Suite *suite_pages_sealed(void)
{
    Suite *suite = suite_create("pages_sealed");
    TCase *tests = tcase_create("sealed");
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_contact_details_are_shown_once_and_recorded);
    tcase_add_test(tests, test_sealed_identities_are_for_two_custodians);
    tcase_add_test(tests, test_what_was_refused_stays_sealed);
    tcase_add_test(tests, test_danger_to_life_is_told_to_the_others);
    tcase_add_test(tests, test_of_the_anonymous_there_is_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
