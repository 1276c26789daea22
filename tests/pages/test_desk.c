#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "pages_case.h"

/* What staff do every day: the workbench, lists, and one complaint from acceptance to reopening. Pages are in English. */

/* ---- the whole way of one complaint ---- */

START_TEST(test_from_acceptance_to_reopening)
{
    be(HANDLER);
    const char *c = file_complaint("named");
    act(c, "accept", "", "The complaint was accepted.");
    sees("In progress");
    post(sub(c, "accept"), with_version(c, ""), 409);
    sees("This step is not possible now");
    sees("#act-reply");

    post(sub(c, "assign"), with_version(c, "department=&person="), 422);
    sees("Choose a department or a person");
    post(sub(c, "assign"), with_version(c, "department=999999&person="), 422);
    sees("This department cannot take the complaint");
    post(sub(c, "assign"), with_version(c, "person=999999"), 422);
    sees("This person cannot take the complaint");

    act(c, "message", "text=We+are+looking+into+it.", "The message was sent.");
    sees("We are looking into it.");
    act(c, "ask-material", f("text=Please+send+the+contract.&until=%s", in_days(5)), "The complainant was asked for material.");
    act(c, "reply", "given=telephone&text=%3Cb%3EDear+customer%3C%2Fb%3E", "The answer was sent.");
    sees("&lt;b&gt;Dear customer&lt;/b&gt;");
    sees("First contact");
    sees("Done in time");
    post(sub(c, "close"), with_version(c, "finding=1&text=The+branch+forgot+it."), 422);
    sees("Choose on what basis it is closed");
    struct reply closing = get(sub(c, "close"), 200);
    sees("Still to be filled in here");
    post(sub(c, "close"), with_version(c, "finding=1&basis=agreed&text=The+branch+forgot+it."), 422);
    sees("When and how the complainant agreed");
    sees("Fill in this part of the report");
    post(sub(c, "close"), with_version(c, f("finding=1&text=The+branch+forgot+it.%s", closing_form(closing))), 303);
    get(sub(c, "close"), 200);
    sees("The complaint was closed.");
    sees("What follows");
    get(sub(c, "closing-report"), 200);
    sees("Looked into");
    get(c, 200);
    sees("We are responsible");
    get(f("%s?show=moves", c), 200);
    sees("closed the complaint");
    sees_not("We are looking into it.");
    get(f("%s?show=contact", c), 200);
    sees("We are looking into it.");
    act(c, "reopen", "text=New+facts.", "The complaint was reopened.");
    get(sub(c, "record"), 200);
    sees("reopened the complaint");
    sees("accepted the complaint");
    get(sub(c, "print"), 200);
    sees("Complaint sheet");
    sees(number_of(c));
    sees("We are looking into it.");
    sees_not("The branch forgot it."); /* a note, and the finding went with reopening */
}
END_TEST

START_TEST(test_reject)
{
    be(HANDLER);
    const char *c = file_complaint("named");
    post(sub(c, "reject"), with_version(c, "text=Because"), 422);
    sees("Choose the reason why it is not accepted");
    sees(">Because</textarea>");
    act(c, "reject", "reason=court&text=Please+wait+for+the+judgement.", "The complaint was not accepted");
    sees("Please wait for the judgement.");
    sees("Not accepted");
    get(f("%s?show=internal", c), 200);
    sees_not("Internal; the complainant cannot see this");
}
END_TEST

/* Its row in the list of open ones, the newest first. */
static void row_says(const char *path, const char *text)
{
    struct reply list = get("/staff/complaints?view=open&sort=received", 200);
    const char *link = strstr(list.body, path), *from = link;
    ck_assert_ptr_nonnull(link);
    while (from > list.body && strncmp(from, "<tr", 3) != 0)
        from--;
    const char *row = arena_strndup(kept, from, (size_t)(strstr(link, "</tr>") - from));
    ck_assert_msg(strstr(row, text) != NULL, "the row does not say %s: %s", text, row);
}

START_TEST(test_classify)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    get(c, 200);
    sees("The rules propose: ");
    sees("id=\"classify-flag_note_media\"");
    post(sub(c, "classify"), with_version(c, "category=claim&grade=major&flag=media&r1_name=Li+Na&r1_kind=&loss=much"), 422);
    sees("Give the key facts that this flag asks for");
    sees("Say what kind of respondent it is");
    sees("Enter an amount like this: 1234.50");
    sees("value=\"Li Na\"");
    post(sub(c, "classify"), with_version(c, "category=claim&grade=major"), 422);
    sees("Say why another grade is taken than the rules propose");
    post(sub(c, "validity"), with_version(c, "validity=valid"), 422);
    sees("Give the reason");
    act(c, "validity", "validity=valid&text=Facts+confirmed", "The validity was decided.");
    const char *before = with_version(c, "category=claim&grade=important&grade_reason=The+press+asked&loss=1200.50&cause=misleading"
                                         "&flag=media&flag_note_media=Evening+paper&r1_name=Li+Na&r1_kind=agent&r1_manager=1");
    post(sub(c, "classify"), before, 303);
    get(c, 200);
    sees("The classification was saved.");
    sees("why another: The press asked");
    sees("Evening paper");
    sees("Li Na · ");
    sees("1200.50 yuan");
    sees("Closing a complex matter");
    sees("Answering after the decision"); /* that it is justified is the decision */
    post(sub(c, "classify"), f("%s&once=0123456789ABCDEFGHJKMNPQRS", before), 409);
    sees("Somebody else changed this complaint meanwhile");
    sees("name=\"flag_note_media\" value=\"Evening paper\"");
    get(sub(c, "record"), 200);
    sees("classified the complaint");
    /* In lists: which clock is nearest, and a mark. */
    row_says(c, " Handing over </span>");
    row_says(c, "title=\"Media\"");
    const char *second = with_version(c, "category=claim&grade=important&grade_reason=The+press+asked&loss=1200.50&flag=media&flag_note_media=Evening+paper&flag=minors"
                                         "&flag_note_minors=14");
    post(sub(c, "classify"), second, 303);
    row_says(c, "title=\"Media and 1 more\"");
}
END_TEST

static void cannot_see(const char *login, const char *c)
{
    struct browser *own = b;
    b = browser_new(CRYPTO_STAFF);
    be(login);
    get(c, 404);
    get(sub(c, "recusal"), 404);
    post(sub(c, "recusal"), "act=own&text=x", 404);
    post(sub(c, "note"), "text=x", 404);
    get(f("/staff/complaints?q=%s", number_of(c)), 200);
    sees("No complaint fits these filters.");
    browser_free(b);
    b = own;
}

START_TEST(test_conflict_of_interest)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    const char *clerk = option_of(get(f("%s?act=assign", c), 200), "陈晨");
    post(sub(c, "classify"), with_version(c, "category=claim&r1_name=Nobody+Known&r1_kind=staff&r2_name=Nowhere&r2_kind=department"), 422);
    sees("Nobody here has this name");
    sees("There is no such department");
    sees("value=\"Nobody Known\"");
    post(sub(c, "classify"), with_version(c, "category=claim&r1_name=chenchen&r1_kind=staff&r2_name=Customer+Service&r2_kind=department"), 303);
    get(c, 200);
    sees("陈晨 (is complained of)");
    sees("keeps somebody out of the complaint");
    cannot_see("chenchen", c);
    post(sub(c, "assign"), with_version(c, f("person=%s", clerk)), 422);
    sees("kept out of the complaint because of a conflict of interest");
    /* A manager keeps somebody out and lets in again; whoever sees it may step out himself. */
    post(sub(c, "recusal"), "act=set&login=lijing&text=", 422);
    sees("Give the reason");
    sees("value=\"lijing\"");
    post(sub(c, "recusal"), "act=set&login=nobody.at.all&text=Cousin", 422);
    sees("Nobody has this sign-in name");
    sees("Cousin");
    post(sub(c, "recusal"), "act=set&login=lijing&text=Cousin", 303);
    struct reply page = get(sub(c, "recusal"), 200);
    sees("was kept out by a manager");
    page.body = strstr(page.body, "id=\"user\"");
    cannot_see("lijing", c);
    post(sub(c, "recusal"), f("act=lift&user=%s&text=", option_of(page, "李静")), 422);
    post(sub(c, "recusal"), f("act=lift&user=%s&text=Another+Li+Jing", option_of(page, "李静")), 303);
    struct browser *own = b;
    b = browser_new(CRYPTO_STAFF);
    be("lijing");
    post(sub(c, "recusal"), "act=set&login=zhaolei&text=x", 403);
    get(sub(c, "recusal"), 200);
    sees_not("Keep somebody out");
    post(sub(c, "recusal"), "act=own&text=", 422);
    ck_assert_str_eq(post(sub(c, "recusal"), "act=own&text=My+neighbour", 303).location, "/staff/complaints");
    get("/staff/complaints", 200);
    sees("it is not shown to you any more");
    browser_free(b);
    b = own;
    cannot_see("lijing", c);
    get(f("%s?show=internal", c), 200);
    sees("My neighbour");
}
END_TEST

START_TEST(test_standard_texts)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    post(sub(c, "message"), with_version(c, "text=Dear+Ms+Zhang&insert=template&template=accepted"), 200);
    sees("Dear Ms Zhang\n\nGood day.");
    sees(number_of(c));
    sees_not("{number}");
    post(sub(c, "message"), with_version(c, "text=Dear+Ms+Zhang&insert=template&template="), 422);
    sees("Choose the text first");
    sees(">Dear Ms Zhang</textarea>");
    const char *fresh = file_complaint("named");
    post(sub(fresh, "reject"), with_version(fresh, "reason=court&text=&insert=exclusion"), 200);
    sees("A court or an arbitrator is dealing with this matter");
    sees("Please follow the proceedings");
    post(sub(fresh, "reject"), with_version(fresh, "reason=&text=&insert=exclusion"), 422);
    sees("Choose the reason first");
}
END_TEST

START_TEST(test_notices)
{
    be(HANDLER);
    get("/staff/notices", 200);
    sees("Notices");
    post("/staff/notices/read", "id=x", 400);
    post("/staff/notices/read", "id=999999999&all=1", 303);
    get("/staff/notices", 200);
    sees("All notices are marked as read.");
    sees_not("Mark all as read");
}
END_TEST

START_TEST(test_fields_are_checked_and_kept)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    post(sub(c, "reply"), with_version(c, "text=+"), 422);
    sees("Write the answer");
    sees("href=\"#reply-text\"");
    sees("id=\"act-reply\" open");
    post(sub(c, "ask-material"), with_version(c, "text=Kept+words&until=2020-01-01"), 422);
    sees("The day must be after today");
    sees(">Kept words</textarea>");
    sees("value=\"2020-01-01\"");
    char *huge = malloc(60000);
    memset(huge, 'x', 59999);
    memcpy(huge, "text=", 5);
    huge[59999] = '\0';
    post(sub(c, "note"), huge, 422);
    sees("id=\"act-note\" open");
    free(huge);
    get(f("%s?act=note", c), 200);
    sees("id=\"act-note\" open");
    get(f("%s?act=nonsense&show=nonsense&from=view%%3Dnonsense", c), 200);
}
END_TEST

/* ---- two at once ---- */

START_TEST(test_the_slower_one_sees_both)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    const char *old = with_version(c, "text=The+slower+answer.&given=letter");
    const char *old_note = f("version=%s&text=A+note+is+never+late.", browser_value(b, "version"));
    act(c, "reply", "given=telephone&text=The+faster+answer.", "The answer was sent.");
    post(sub(c, "reply"), old, 409);
    sees("Somebody else changed this complaint meanwhile");
    sees("The slower answer.");
    sees("The faster answer.");
    sees("gave the answer");
    sees("How the answer is given");
    sees("name=\"given\" value=\"letter\"");
    post(sub(c, "reply"), f("version=%s&text=The+slower+answer.&given=%s", browser_value(b, "version"), browser_value(b, "given")), 303);
    get(c, 200);
    sees("The slower answer.");
    sees("The faster answer.");
    post(sub(c, "note"), old_note, 303);
    post(sub(c, "ask-material"), f("version=1&text=Please&until=%s", in_days(3)), 409);
    sees(in_days(3));
}
END_TEST

START_TEST(test_the_same_form_twice_is_one_note)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    get(c, 200);
    const char *form = f("once=%s&text=Only+once+please.", browser_value(b, "once"));
    post(sub(c, "note"), form, 303);
    post(sub(c, "note"), form, 303);
    struct reply page = get(c, 200);
    const char *first = strstr(page.body, "Only once please.");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "Only once please."));
}
END_TEST

/* ---- files ---- */

START_TEST(test_files_of_a_note)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    get(c, 200);
    struct reply reply = browser_upload(b, sub(c, "note"), "text=", "files", "proof.png", "image/png", png, png_n);
    ck_assert_int_eq(reply.status, 422);
    sees("proof.png");
    const char *stage = browser_value(b, "stage");
    ck_assert_uint_eq(strlen(stage), 26);
    reply = browser_upload(b, sub(c, "note"), f("stage=%s&text=With+files", stage), "files", "bad.exe", "image/png", "MZ", 2);
    ck_assert_int_eq(reply.status, 422);
    sees("bad.exe: Only PDF, JPEG and PNG files and recordings");
    sees(">With files</textarea>");
    sees("proof.png");
    reply = browser_upload(b, sub(c, "note"), f("stage=%s&text=With+files", stage), "files", NULL, NULL, NULL, 0);
    ck_assert_int_eq(reply.status, 303);
    get(c, 200);
    sees("With files");
    const char *file = browser_link(b, "/staff/file/");
    ck_assert_uint_gt(strlen(file), 0);
    get(sub(c, "files"), 200);
    sees("proof.png");
    sees("Internal");
    reply = get(file, 200);
    ck_assert_uint_eq(reply.body_n, png_n);
    ck_assert_int_eq(memcmp(reply.body, png, png_n), 0);
    ck_assert_ptr_nonnull(strstr(reply.headers, "attachment"));
    ck_assert_str_eq(reply.content_type, "image/png");
    get(f("/staff/file/%s/00000000000000000000000000", number_of(c)), 404);
}
END_TEST

/* ---- who may what ---- */

START_TEST(test_outside_the_scope_nothing_exists)
{
    be(HANDLER);
    const char *c = accepted_complaint();
    struct browser *own = b;
    b = browser_new(CRYPTO_STAFF);
    be("yxzhang");
    static const char *const pages[] = {"", "/files", "/record", "/print", "/reveal", "/next", "/previous"};
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        get(f("%s%s", c, pages[i]), 404);
    static const char *const actions[] = {"accept", "assign", "note", "message", "reply", "read", "reveal"};
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        post(sub(c, actions[i]), "version=1&text=x&person=1", 404);
    get(f("/staff/complaints?q=%s", number_of(c)), 200);
    sees("No complaint fits these filters.");
    browser_free(b);
    b = own;
}
END_TEST

START_TEST(test_an_auditor_reads_only)
{
    be("shenji");
    const char *c = complaint_after(get("/staff/complaints?view=all", 200), "<tbody>");
    get(c, 200);
    sees("there is nothing for you to do here");
    sees_not("id=\"act-");
    static const char *const actions[] = {"accept", "reject", "assign", "note", "message", "ask-material", "reply", "close", "reopen", "read"};
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        post(sub(c, actions[i]), "version=1&text=x", 403);
    post(sub(c, "sing"), "", 404);
    get(sub(c, "accept"), 405);
}
END_TEST

/* ---- lists ---- */

START_TEST(test_lists)
{
    be(HANDLER);
    static const char *const views[] = {"mine", "soon", "late", "replies", "new", "open", "unit-late", "closed", "all"};
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        get(f("/staff/complaints?view=%s", views[i]), 200);
        get(f("/staff/complaints?view=%s&sort=received&more=1", views[i]), 200);
        if (browser_sees(b, "<tbody>"))
            sees("aria-sort=\"descending\"");
    }
    get("/staff/complaints?view=all&from=yesterday", 422);
    sees("Enter the date like this: 2026-08-21");
    get("/staff/complaints?view=all&from=2020%E5%B9%B41%E6%9C%881%E6%97%A5", 200);
    sees("value=\"2020-01-01\"");
    get("/staff/complaints?view=all&q=nothing+like+this", 200);
    sees("No complaint fits these filters.");
    sees("Look in all complaints");
    get("/staff/complaints?view=nonsense&after=x.y&state=77&category=-1", 200);
    get("/staff/complaints?view=all&q=%25%27%22%3Cscript%3E", 200);
    sees("&lt;script&gt;");
    sees_not("<script>");
}
END_TEST

START_TEST(test_a_number_leads_to_its_complaint)
{
    be(HANDLER);
    const char *c = complaint_after(get("/staff/complaints?view=all", 200), "<tbody>");
    struct reply reply = get(f("/staff/complaints?q=%s", number_of(c)), 303);
    ck_assert_str_eq(reply.location, c);
    reply = get(f("/staff/find?q=%s", number_of(c)), 303);
    ck_assert_ptr_nonnull(strstr(reply.location, "view=all&q=TS-"));
    get("/staff/find", 303);
}
END_TEST

START_TEST(test_through_a_list_case_by_case)
{
    be(HANDLER);
    struct reply list = get("/staff/complaints?view=all", 200);
    const char *first = complaint_after(list, "<tbody>");
    const char *second = complaint_after((struct reply){.body = strstr(list.body, first) + 1}, "");
    const char *from = "?from=view%3Dall";
    get(f("%s%s", first, from), 200);
    sees("Next complaint");
    struct reply reply = get(f("%s/next%s", first, from), 303);
    ck_assert_str_eq(reply.location, f("%s%s", second, from));
    reply = get(f("%s/previous%s", second, from), 303);
    ck_assert_str_eq(reply.location, f("%s%s", first, from));
    reply = get(f("%s/previous%s", first, from), 303);
    ck_assert_str_eq(reply.location, "/staff/complaints?view=all");
    get("/staff/complaints?view=all", 200);
    sees("That was the first complaint of the list.");
    get(f("%s/next", first), 303);
}
END_TEST

START_TEST(test_workbench_and_reading)
{
    be(HANDLER);
    get("/staff/", 200);
    sees("My most urgent complaints");
    sees("New in my unit");
    sees("aria-current=\"page\"");
    const char *c = accepted_complaint(); /* who accepts keeps it */
    sees_not("Mark as read");
    complainant_writes("Anything+new%3F");
    get("/staff/complaints?view=replies", 200);
    sees(c);
    get(c, 200);
    sees("Anything new?");
    sees("Mark as read");
    post(sub(c, "read"), "", 303);
    get(c, 200);
    sees("Marked as read.");
    sees_not("name=\"read\"");
    sees_not(">Mark as read<");
    get("/staff/complaints?view=replies", 200);
    sees_not(c);
    complainant_writes("Still+waiting");
    act(c, "message", "text=Tomorrow.", "The message was sent.");
    post(sub(c, "read"), "", 303);
}
END_TEST

Suite *suite_pages_desk(void);
Suite *suite_pages_desk(void)
{
    Suite *suite = suite_create("pages_desk");
    TCase *tests = tcase_create("desk");
    tcase_add_checked_fixture(tests, visit_begin, visit_end);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_from_acceptance_to_reopening);
    tcase_add_test(tests, test_reject);
    tcase_add_test(tests, test_notices);
    tcase_add_test(tests, test_standard_texts);
    tcase_add_test(tests, test_classify);
    tcase_add_test(tests, test_conflict_of_interest);
    tcase_add_test(tests, test_fields_are_checked_and_kept);
    tcase_add_test(tests, test_the_slower_one_sees_both);
    tcase_add_test(tests, test_the_same_form_twice_is_one_note);
    tcase_add_test(tests, test_files_of_a_note);
    tcase_add_test(tests, test_outside_the_scope_nothing_exists);
    tcase_add_test(tests, test_an_auditor_reads_only);
    tcase_add_test(tests, test_lists);
    tcase_add_test(tests, test_a_number_leads_to_its_complaint);
    tcase_add_test(tests, test_through_a_list_case_by_case);
    tcase_add_test(tests, test_workbench_and_reading);
    suite_add_tcase(suite, tests);
    return suite;
}
