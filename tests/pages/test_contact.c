#include <check.h>
#include <string.h>

#include "pages_visit.h"

/* What is written to and about a complaint: contacts, drafts, phrases, mentions, and which notices come. */

#define HANDLER "zhaolei"
#define MANAGER "lijing"

static const char *c; /* the page of a complaint that can be worked on */

static void open_one(void)
{
    be(HANDLER);
    struct reply list = get("/staff/complaints?view=open", 200);
    const char *at = strstr(list.body, "/staff/complaints/TS-");
    ck_assert_ptr_nonnull(at);
    c = arena_strndup(kept, at, strcspn(at, "?\""));
    get(c, 200);
}

static const char *below(const char *name)
{
    return f("%s/%s", c, name);
}

START_TEST(a_contact_in_two_fields)
{
    open_one();
    sees("Record a contact");
    post(below("contact"), "way=telephone&direction=out&result=reached&text=", 422);
    sees("Write what was said");
    post(below("contact"), "way=telephone&direction=in&result=not_reached&text=", 422);
    sees("When the complainant came to us, he was reached");
    post(below("contact"), "way=telephone&direction=out&result=reached&text=Kept+words&at=25:00", 422);
    sees("Enter the time like this: 14:05");
    sees("Kept words");
    leads_to(post(below("contact"), "way=telephone&direction=out&result=not_reached&text=", 303), c);
    get(c, 200);
    sees("tried to reach the complainant");
    leads_to(post(below("contact"), f("way=visit&direction=out&result=reached&text=Explained+it+%s&at=0:01", mark), 303), c);
    get(c, 200);
    sees("visited the complainant");
    sees(f("Explained it %s", mark));
}
END_TEST

START_TEST(a_draft_is_there_again)
{
    open_one();
    post(below("draft"), f("what=message&quiet=1&text=Half+an+answer+%s", mark), 204);
    post(below("draft"), "what=reply&quiet=1&text=Begun", 204);
    get(c, 200);
    sees(f("Half an answer %s", mark));
    sees("Your draft of");
    be(MANAGER);
    get(c, 200);
    sees_not("Half an answer"); /* another's draft; only that he writes */
    sees("is writing the answer");
    sees("Also open just now:");
    be(HANDLER);
    get(c, 200);
    post(below("draft"), "what=reply", 303);
    get(c, 200);
    post(below("draft"), "what=message", 303);
    get(c, 200);
    sees_not("Half an answer");
    post(below("draft"), "what=a:b&quiet=1&text=x", 400);
    /* What was refused is kept too, and gone once it was sent. */
    post(below("note"), f("text=%%40nobody+Think+of+%s&mention=somebody.else", mark), 422);
    get(c, 200);
    sees(f("Think of %s", mark));
    post(below("note"), f("text=Think+of+%s", mark), 303);
    get(c, 200);
    sees_not("Your draft of");
}
END_TEST

START_TEST(phrases)
{
    open_one();
    get("/staff/phrases/new", 200);
    post("/staff/phrases/new", "name=&body=", 422);
    sees("Give it a name");
    post("/staff/phrases/new", f("name=Thanks+%s&body=Thank+you.+Yours,+[%%E2%%80%%A6]", mark), 303);
    get("/staff/phrases", 200);
    sees(f("Thanks %s", mark));
    get(c, 200);
    post(below("message"), f("insert=phrase&text=Dear+customer&phrase=Thanks+%s", mark), 200);
    sees("Dear customer\n\nThank you. Yours, […]");
    post(below("message"), "text=Yours,+[%E2%80%A6]", 422);
    sees("Fill in what is still missing at […]");
    post(below("message"), "insert=phrase&text=Dear+customer&phrase=Nothing", 422);
    sees("Choose a saved phrase by its name");
    sees("Dear customer");
    post(below("draft"), "what=message", 303);
    be(MANAGER);
    get("/staff/phrases", 200);
    sees_not(f("Thanks %s", mark));
}
END_TEST

START_TEST(colleagues_are_mentioned)
{
    open_one();
    post(below("note"), "text=Look&mention=nobody.at.all", 422);
    sees("Nobody is called nobody.at.all");
    post(below("note"), f("text=%%40" MANAGER "+please+look+%s", mark), 303);
    be(MANAGER);
    get("/staff/notices", 200);
    sees("A colleague mentions you in a note");
    sees("#m-");
}
END_TEST

START_TEST(notices_are_chosen)
{
    be(MANAGER);
    get("/staff/account/notices", 200);
    sees("always");
    post("/staff/account/notices", "kind=assigned", 303);
    const char *page = get("/staff/account/notices", 200).body;
    ck_assert_ptr_nonnull(strstr(page, "value=\"assigned\" checked"));
    ck_assert_ptr_null(strstr(page, "value=\"mentioned\" checked"));
    sql("DELETE FROM notice_off WHERE user_id = (SELECT id FROM app_user WHERE login = '" MANAGER "')");
}
END_TEST

Suite *suite_pages_contact(void);
Suite *suite_pages_contact(void)
{
    Suite *s = suite_create("pages_contact");
    TCase *t = tcase_create("contact");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, visit_begin, visit_end);
    tcase_add_test(t, a_contact_in_two_fields);
    tcase_add_test(t, a_draft_is_there_again);
    tcase_add_test(t, phrases);
    tcase_add_test(t, colleagues_are_mentioned);
    tcase_add_test(t, notices_are_chosen);
    suite_add_tcase(s, t);
    return s;
}
