#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_visit.h"

/* Compensation is proposed, refused, agreed to and paid, each as the person whose turn it is; what the complainant says to the result. */

#define CLERK "lijing"
#define MANAGER "zhaolei"
#define ELSEWHERE "yxzhang"

/* Where the first link with this beginning on the last page leads. */
static const char *link_to(struct reply page, const char *beginning)
{
    const char *at = strstr(page.body, f("href=\"%s", beginning));
    ck_assert_msg(at != NULL, "no link to %s", beginning);
    return upto_quote(at + strlen("href=\""));
}

static const char *pay(const char *id, const char *more)
{
    return f("do=pay&id=%s&version=%s%s", id, version(), more);
}

START_TEST(test_compensation_from_proposal_to_payment)
{
    const char *complaint = open_complaint(CLERK, ELSEWHERE);
    be(CLERK);
    const char *page = f("%s/compensation", complaint);
    get(page, 200);
    sees("Propose compensation");
    sees("You may grant 200.00 a day yourself");
    post(page, "do=propose&standard=&sum=&reason=", 422);
    sees("Choose what it is given for");
    post(page, f("do=propose&standard=courtesy&sum=900&reason=Time+lost+%s", mark), 422);
    sees("more than the standard allows");
    sees(mark);
    post(page, "do=propose&standard=loss&sum=a+lot&reason=x", 422);
    sees("Enter a sum like 1200.50");
    post(page, "do=propose&standard=loss&sum=2000000&reason=Loss", 422);
    sees("Nobody may decide on so much");
    sees("Who may up to what");
    sees("1000000.00");
    leads_to(post(page, f("do=propose&standard=loss&sum=1,500.5&reason=Loss+%s", mark), 303), page);
    struct reply shown = get(page, 200);
    sees("Waits for approval");
    sees("1500.50");
    const char *approval = link_to(shown, "/staff/approvals/");
    get(approval, 200);
    sees("Take it back");
    post(approval, f("do=agree&version=%s", version()), 403);
    sees("You asked for this yourself");

    be(ELSEWHERE);
    get(approval, 404);
    get(page, 404);

    be(MANAGER);
    get("/staff/approvals", 200);
    sees(approval);
    get(approval, 200);
    sees("Hand to somebody else");
    post(approval, f("do=send-back&version=%s&text=", version()), 422);
    sees("Say why you send it back");
    post(approval, f("do=hand-on&version=%s&note=Please+%s", version(), mark), 422);
    sees("Choose to whom it is handed");
    sees(mark);
    post(approval, "do=agree&version=99&text=Fine", 409);
    sees("Somebody else changed this meanwhile");
    sees("Fine");
    get(approval, 200);
    const char *seen = arena_printf(kept, "%s", version());
    leads_to(post(approval, f("do=agree&version=%s&text=Fine", seen), 303), "/staff/approvals");
    get("/staff/approvals", 200);
    sees("Decided by me lately");
    sees("you: agreed");
    be(CLERK);
    get("/staff/approvals", 200);
    sees_not("you: agreed");
    be(MANAGER);
    get(approval, 200);
    sees("Approved");
    sees("Fine");
    post(approval, "do=agree&version=2", 409);

    shown = get(page, 200);
    const char *at = strstr(shown.body, "name=\"paid\"");
    ck_assert_ptr_nonnull(at);
    const char *id = arena_printf(kept, "%s", upto_quote(back_to(at, "name=\"id\" value=\"") + strlen("name=\"id\" value=\"")));
    post(page, pay(id, "&paid=&way=&voucher="), 422);
    sees("Say how it was paid");
    sees("Enter the number of the voucher");
    get(page, 200);
    leads_to(post(page, pay(id, f("&paid=2026-01-05&way=Bank&voucher=V-%s", mark)), 303), page);
    get(page, 200);
    sees("voucher V-");
    post(page, f("do=drop&id=%s&version=3&why=No", id), 409);
    sees("What was paid or dropped stays as it is");

    get("/staff/compensation?state=paid", 200);
    sees(strrchr(complaint, '/') + 1);
    struct reply csv = get("/staff/compensation?state=paid&as=csv", 200);
    ck_assert_ptr_nonnull(strstr(csv.body, "1500.50"));
    get(complaint, 200);
    sees("Deciding and closing");
}
END_TEST

START_TEST(test_within_ones_own_authority_and_dropped)
{
    const char *complaint = open_complaint(CLERK, ELSEWHERE), *page = f("%s/compensation", complaint);
    be(MANAGER);
    get(page, 200);
    leads_to(post(page, "do=propose&standard=courtesy&sum=50&reason=Wait", 303), page);
    struct reply shown = get(page, 200);
    sees("Approved, to be paid");
    sees("somebody else records the payment");
    const char *at = strstr(shown.body, "value=\"drop\"");
    ck_assert_ptr_nonnull(at);
    const char *id = arena_printf(kept, "%s", upto_quote(back_to(at, "name=\"id\" value=\"") + strlen("name=\"id\" value=\"")));
    post(page, f("do=drop&id=%s&version=1&why=", id), 422);
    sees("Say why it is dropped");
    leads_to(post(page, f("do=drop&id=%s&version=1&why=Not+wanted", id), 303), page);
    get(page, 200);
    sees("Dropped");
}
END_TEST

START_TEST(test_pages_of_nothing)
{
    be(CLERK);
    get("/staff/approvals/999999999", 404);
    get("/staff/approvals/x", 404);
    post("/staff/approvals/999999999", "do=agree", 404);
    get("/staff/compensation?state=nothing&month=2026-13&unit=x", 200);
    get("/staff/compensation?state=approved&kind=reward", 200);
}
END_TEST

Suite *suite_pages_decision(void);
Suite *suite_pages_decision(void)
{
    Suite *s = suite_create("pages_decision");
    TCase *t = tcase_create("decision");
    tcase_add_checked_fixture(t, visit_begin, visit_end);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, test_compensation_from_proposal_to_payment);
    tcase_add_test(t, test_within_ones_own_authority_and_dropped);
    tcase_add_test(t, test_pages_of_nothing);
    suite_add_tcase(s, t);
    return s;
}
