#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "pages_visit.h"
#include "str.h"

Suite *suite_pages_paper(void);

/* The handler investigates and writes; the manager and the legal reviewer agree. */
#define HANDLER "lijing"
#define MANAGER "zhaolei"
#define LEGAL "zhoufa"

static const char *complaint; /* path */

static const char *under(const char *rest)
{
    return f("%s/%s", complaint, rest);
}

/* One of the demo's that is being handled and seen by everybody here but the county. */
static void choose(void)
{
    complaint = open_complaint(HANDLER, "yxzhang");
    be(HANDLER);
}

static void setup(void)
{
    visit_begin();
    choose();
}

static void teardown(void)
{
    visit_end();
}

static const char *record_version(const char *body)
{
    const char *form = strstr(body, "/investigation/1\"");
    ck_assert_ptr_nonnull(form);
    const char *at = strstr(form, "name=\"version\" value=\"");
    ck_assert_ptr_nonnull(at);
    return upto_quote(at + strlen("name=\"version\" value=\""));
}

START_TEST(what_was_found)
{
    const char *first = record_version(get(under("investigation"), 200).body);
    post(under("investigation/1"), f("version=%s", first), 422);
    sees("Write what was found out");
    post(under("investigation/1"), f("version=%s&facts=Looked+at+the+file&finding=1", first), 422);
    sees("Give the reason of the finding");
    sees(">Looked at the file</textarea>");
    post(under("investigation/1"), f("version=%s&facts=Looked+at+%s&conclusion=True&finding=1&reason=Charged+twice", first, mark), 303);
    get(under("investigation"), 200);
    sees("What was found is saved.");
    sees(f("Looked at %s", mark));
    get(complaint, 200);
    sees("wrote down what was found");
    /* Somebody else was slower: both texts stand there, and saving again puts his in the place. */
    be(MANAGER);
    get(under("investigation"), 200);
    post(under("investigation/1"), f("version=%s&facts=My+own+words", first), 409);
    sees("Somebody else wrote here meanwhile");
    sees(f("Looked at %s", mark));
    sees(">My own words</textarea>");
    const char *now = version();
    ck_assert_str_ne(now, first);
    get(under("investigation"), 200);
    sees("Your draft of"); /* what was typed is not lost */
    sees(">My own words</textarea>");
    post(under("investigation/1"), f("version=%s&facts=Mine+%s&finding=1&reason=Charged+twice", now, mark), 303);
    get(under("investigation"), 200);
    sees_not("Your draft of");
    /* Who may only see reads it. */
    be("shenji");
    get(under("investigation"), 200);
    sees(f("Mine %s", mark));
    sees_not("name=\"facts\"");
}
END_TEST

START_TEST(drafts_survive)
{
    get(under("investigation"), 200);
    post(under("draft"), f("what=matter-1&quiet=1&facts=Half+%s&csrf_is_no_text=1", mark), 204);
    get(under("investigation"), 200);
    sees(f("Half %s", mark));
    post(under("draft"), "what=matter-1", 303);
    get(under("investigation"), 200);
    sees_not(f("Half %s", mark));
}
END_TEST

static const char *begin(const char *code)
{
    get(under("papers"), 200);
    struct reply reply = post(under("papers"), f("code=%s", code), 303);
    return f("%s", reply.location);
}

/* The one that the page of a paper leads to. */
static const char *approval_of_paper(const char *paper)
{
    const char *at = strstr(get(paper, 200).body, "href=\"/staff/approvals/");
    ck_assert_ptr_nonnull(at);
    return upto_quote(at + strlen("href=\""));
}

static void agree(const char *login, const char *approval)
{
    be(login);
    get(approval, 200);
    post(approval, f("version=%s&do=agree", version()), 303);
}

#define WORDS "title=Opinion&s-matters=Two+charges&s-facts=Charged+twice&s-grounds=Contract&s-decision=Refund&s-ways=Court"

START_TEST(a_letter_from_draft_to_delivery)
{
    const char *paper = begin("opinion");
    get(paper, 200);
    sees("Countersigning an opinion letter");
    post(paper, f("version=%s&do=ask&title=Opinion&s-matters=Two", version()), 422);
    sees("Fill in this part: the rules ask for it");
    get(paper, 200);
    post(paper, f("version=%s&do=finish&" WORDS, version()), 409);
    sees("It has to be agreed to before it is final");
    get(paper, 200);
    post(paper, f("version=%s&do=ask&" WORDS, version()), 303);
    get(paper, 200);
    sees("Approval asked for");
    sees_not("value=\"save\"");
    struct reply draft = get(f("%s/print", paper), 200);
    ck_assert_ptr_nonnull(strstr(draft.body, "class=\"mark"));
    ck_assert_ptr_nonnull(strstr(draft.headers, "sandbox; default-src 'none'; style-src 'unsafe-inline'"));
    get(f("%s/copy", paper), 404);
    const char *approval = approval_of_paper(paper);
    agree(MANAGER, approval);
    agree(LEGAL, approval);
    be(HANDLER);
    get(paper, 200);
    sees("Agreed to");
    post(paper, f("version=%s&do=finish&" WORDS, version()), 303);
    get(paper, 200);
    sees("The paper is final; its copy is archived.");
    sees("SHA-256 of the archived copy");

    /* It is not dropped any more; a new version begins with its words. */
    sees_not("Drop this paper");
    sees("Write a new version");
    post(paper, f("version=%s&do=drop&reason=Wrong", version()), 409);
    sees("it cannot be dropped");
    get(paper, 200);
    struct reply again = post(under("papers"), f("code=opinion&replaces=%s", strrchr(paper, '/') + 1), 303);
    get(f("%s", again.location), 200);
    sees("A new version of an earlier paper");
    sees(">Two charges</textarea>");
    post(under("papers"), f("code=management_report&replaces=%s", strrchr(paper, '/') + 1), 422);

    /* The copy is what the hash says, and what is printed. */
    uint8_t sha256[32];
    struct reply copy = get(f("%s/copy", paper), 200);
    crypto_sha256(copy.body, copy.body_n, sha256);
    const char *hash = str_hex(kept, sha256, 32);
    ck_assert_ptr_null(strstr(copy.body, "class=\"mark"));
    ck_assert_ptr_nonnull(strstr(copy.headers, "inline; filename="));
    struct reply print = get(f("%s/print", paper), 200);
    ck_assert_uint_eq(print.body_n, copy.body_n);
    get(paper, 200);
    sees(hash);
    get(complaint, 200);
    sees(hash);

    get(paper, 200);
    post(paper, f("version=%s&do=deliver&way=mail&to=himself&day=2026-13-40", version()), 422);
    get(paper, 200);
    post(paper, f("version=%s&do=deliver&way=mail&to=himself&day=%s&proof=EMS+77", version(), browser_value(b, "day")), 303);
    get(paper, 200);
    sees("EMS 77");
    sees("Delivered");
    get(under("papers"), 200);
    sees("Delivered");
}
END_TEST

START_TEST(a_change_needs_a_new_approval)
{
    const char *paper = begin("opinion");
    get(paper, 200);
    post(paper, f("version=%s&do=ask&" WORDS, version()), 303);
    const char *approval = approval_of_paper(paper);
    agree(MANAGER, approval);
    agree(LEGAL, approval);
    be(HANDLER);
    get(paper, 200);
    post(paper, f("version=%s&do=finish&" WORDS "+more", version()), 409);
    sees("What was agreed to was changed since");
    get(paper, 200);
    sees("Court more");
    sees("The words were changed since; ask for approval again.");
    post(paper, f("version=%s&do=drop", version()), 422);
    get(paper, 200);
    post(paper, f("version=%s&do=drop&reason=Begun+twice", version()), 303);
    get(paper, 200);
    sees("Dropped");
    sees_not("value=\"ask\"");
}
END_TEST

START_TEST(both_versions_of_a_paper)
{
    const char *paper = begin("management_report");
    get(paper, 200);
    const char *old = version();
    be(MANAGER);
    get(paper, 200);
    post(paper, f("version=%s&do=save&title=Report&s-overview=By+the+manager", version()), 303);
    be(HANDLER);
    get(paper, 200);
    post(paper, f("version=%s&do=save&title=Report&s-overview=By+the+handler", old), 409);
    sees("Somebody else wrote here meanwhile");
    sees("By the manager");
    sees(">By the handler</textarea>");
    post(paper, f("version=%s&do=save&title=Report&s-overview=By+both", version()), 303);
    get(paper, 200);
    sees(">By both</textarea>");
}
END_TEST

START_TEST(who_sees_papers)
{
    const char *paper = begin("management_report");
    be("shenji");
    get(under("papers"), 200);
    sees_not("Begin a paper");
    get(paper, 200);
    sees_not("value=\"save\"");
    get(f("%s/print", paper), 200);
    be("yxzhang"); /* a county: not its complaint */
    get(under("papers"), 404);
    get(paper, 404);
    get(f("%s/print", paper), 404);
    get(under("investigation"), 404);
    be(HANDLER);
    get(under("papers/999999999"), 404);
    post(under("papers"), "code=nothing", 400);
}
END_TEST

Suite *suite_pages_paper(void)
{
    Suite *s = suite_create("pages_paper");
    TCase *t = tcase_create("paper");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, what_was_found);
    tcase_add_test(t, drafts_survive);
    tcase_add_test(t, a_letter_from_draft_to_delivery);
    tcase_add_test(t, a_change_needs_a_new_approval);
    tcase_add_test(t, both_versions_of_a_paper);
    tcase_add_test(t, who_sees_papers);
    suite_add_tcase(s, t);
    return s;
}
