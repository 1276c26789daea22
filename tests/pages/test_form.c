#include <check.h>
#include <stdio.h>
#include <string.h>

#include "pages_website.h"

/* The complaint form, whole: for whom and with whom, what is asked before it, joining what is known, going on elsewhere, and what people type. */

static const char *no_water(const char *more)
{
    return what_form(f("title=No+water+in+Xingfuli&body=Nothing+comes.&place=%%E5%%B9%%B8%%E7%%A6%%8F%%E9%%87%%8C%s", more));
}

static void write_until_files(const char *start_form)
{
    get("/file", 200);
    leads("/file", start_form, "/file/category");
    get("/file/category", 200);
    leads("/file/category", first_category(), "/file/what");
    leads("/file/what", no_water(""), "/file/wish");
    get("/file/wish", 200);
    leads("/file/wish", "want_explanation=1", "/file/files");
    get("/file/files", 200);
}

static void write_until_contact(const char *who)
{
    write_until_files("");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    get("/file/who", 200);
    sees("alone only when life or health is in danger");
    leads("/file/who", who, "/file/contact");
    get("/file/contact", 200);
}

static const char *sent_number(const char *form)
{
    get("/file/check", 200);
    leads("/file/send", form, "/receipt");
    return between(get("/receipt", 200), "<dt>Complaint number</dt><dd class=\"code\">", "<");
}

static struct browser *staff(void)
{
    struct browser *s = browser_new(CRYPTO_STAFF);
    browser_sign_in(s, "lijing");
    browser_get(s, "/staff/account?lang=en");
    return s;
}

/* A form with several files as a browser sends it, names and bytes as they are. */
struct sent_file {
    const char *field, *name;
    const void *bytes;
    size_t n;
};

static struct reply send_files(const char *path, const char *fields, const struct sent_file *files, size_t n_files, bool whole)
{
    static char body[200000];
    size_t n = (size_t)snprintf(body, sizeof body, "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--XX\r\nContent-Disposition: form-data; name=\"once\"\r\n\r\n%s\r\n%s",
                                browser_value(b, "csrf"), browser_value(b, "once"), fields);
    for (size_t i = 0; i < n_files; i++) {
        n += (size_t)snprintf(body + n, sizeof body - n, "--XX\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n", files[i].field, files[i].name);
        memcpy(body + n, files[i].bytes, files[i].n);
        n += files[i].n;
        n += (size_t)snprintf(body + n, sizeof body - n, "\r\n");
    }
    n += (size_t)snprintf(body + n, sizeof body - n, whole ? "--XX--\r\n" : "");
    return browser_send(b, "POST", path, "multipart/form-data; boundary=XX", body, n, NULL);
}

/* ---- before the form ---- */

START_TEST(test_exclusions)
{
    struct reply page = get("/file", 200);
    ck_assert(strstr(page.body, "name=\"exclusion\" value=\"court\""));
    ck_assert_int_eq(browser_post(b, "/file", "exclusion=court").status, 200);
    sees("File a complaint all the same");
    ck_assert_int_eq(get("/file/category", 404).status, 404); /* nothing was begun */
    get("/file", 200);
    leads("/file", "exclusion=none", "/file/category");
    get("/file", 200);
    leads("/file", "exclusion=no-such-code", "/file/category");
    /* Whoever insists goes on, and those who decide see what was said. */
    write_until_files("exclusion=court&anyway=1");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    leads("/file/who", "mode=anonymous&kind=customer", "/file/check");
    const char *filed = sent_number("");
    struct browser *s = staff();
    struct reply found = browser_get(s, arena_printf(kept, "/staff/complaints/%s", filed));
    ck_assert_int_eq(found.status, 200);
    ck_assert(strstr(found.body, "Said before filing"));
    browser_free(s);
}
END_TEST

/* ---- for whom, with whom ---- */

START_TEST(test_represented)
{
    write_until_contact("mode=named&kind=representative");
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/party");
    get("/file/check", 303); /* not before this page is answered */
    get("/file/party", 200);
    sees("The person for whom you complain");
    struct reply wrong = browser_upload(b, "/file/party", "for_name=&for_relation=son&for_contact=what", "authority", NULL, NULL, NULL, 0);
    ck_assert_int_eq(wrong.status, 422);
    sees("Enter the name of the person for whom you complain");
    sees("neither like a telephone number");
    sees("Add the letter of authority, or tick that you send it later");
    sees("value=\"son\"");
    sees("value=\"what\"");
    ck_assert_int_eq(browser_upload(b, "/file/party", "for_name=Wang+Nainai&for_relation=son&authority_later=1", "authority", NULL, NULL, NULL, 0).status, 303);
    get("/file/check", 200);
    sees("Complains for: Wang Nainai");
    sees("Letter of authority: you send it later");
    const char *filed = sent_number("");
    struct browser *s = staff();
    const char *path = arena_printf(kept, "/staff/complaints/%s", filed);
    struct reply found = browser_get(s, path);
    ck_assert(strstr(found.body, "Missing: Letter of authority"));
    ck_assert(!strstr(found.body, "Wang Nainai")); /* hidden like the complainant */
    ck_assert_int_eq(browser_post(s, arena_printf(kept, "%s/standing", path), "").status, 303);
    found = browser_get(s, path);
    ck_assert(!strstr(found.body, "Missing: Letter of authority"));
    ck_assert(strstr(found.body, "noted that missing papers have come"));
    browser_free(s);
}
END_TEST

/* Who turns anonymous after all, or complains for himself, leaves no letter behind that says who it is for. */
START_TEST(test_papers_go_with_what_asked_for_them)
{
    write_until_contact("mode=named&kind=representative");
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/party");
    get("/file/party", 200);
    ck_assert_int_eq(browser_upload(b, "/file/party", "for_name=Wang+Nainai&for_relation=son", "authority", "wang.png", "image/png", png, png_n).status, 303);
    get("/file/files", 200);
    ck_assert_int_eq(browser_upload(b, "/file/files", "do=add", "file", "photo.png", "image/png", png, png_n).status, 303);
    get("/file/check", 200);
    sees("Letter of authority - wang.png");
    leads("/file/who", "mode=named&kind=representative", "/file/contact");
    get("/file/files", 200);
    sees("Letter of authority - wang.png");
    get("/file/who", 200);
    leads("/file/who", "mode=anonymous&kind=representative", "/file/check");
    get("/file/check", 200);
    sees_not("wang.png");
    sees("photo.png");
}
END_TEST

START_TEST(test_group)
{
    write_until_files("");
    ck_assert_int_eq(browser_upload(b, "/file/files", "", "file", NULL, NULL, NULL, 0).status, 303);
    get("/file/who", 200);
    fails("/file/who", "mode=confidential&kind=group&head_count=1", "Enter how many people you are");
    leads("/file/who", "mode=confidential&kind=group&head_count=%EF%BC%93%EF%BC%90", "/file/contact"); /* full width */
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/party");
    get("/file/party", 200);
    /* A list that is no picture is refused by name; what was typed stays. */
    struct reply wrong = browser_upload(b, "/file/party", "name_1=Li+Si&contact_1=li%40example.com", "members", "list.xlsx", "application/x", "PK\3\4 none", 9);
    ck_assert_int_eq(wrong.status, 422);
    sees("Only PDF, JPEG and PNG files can be sent");
    sees("List of members - list.xlsx");
    sees("value=\"Li Si\"");
    ck_assert_int_eq(browser_upload(b, "/file/party", "name_1=Li+Si&contact_1=li%40example.com", "members", "list.png", "image/png", png, png_n).status, 303);
    get("/file/check", 200);
    sees("Representative: Li Si · li@example.com");
    sees("30 people");
    const char *filed = sent_number("");
    struct browser *s = staff();
    struct reply found = browser_get(s, arena_printf(kept, "/staff/complaints/%s", filed));
    ck_assert(strstr(found.body, "30 people"));
    ck_assert(strstr(found.body, "List of members - list.png"));
    ck_assert(!strstr(found.body, "Li Si"));
    ck_assert(!strstr(found.body, "li@example.com"));
    browser_free(s);
}
END_TEST

/* ---- known incidents ---- */

START_TEST(test_join)
{
    struct browser *s = staff();
    browser_get(s, "/staff/incidents/new");
    struct reply made = browser_post(s, "/staff/incidents/new", "title=Outage&cause=A+pipe+burst");
    ck_assert_int_eq(made.status, 303);
    struct reply list = browser_get(s, "/staff/incidents");
    const char *at = strstr(list.body, "href=\"/staff/incidents/");
    while (at && (at[23] < '0' || at[23] > '9'))
        at = strstr(at + 1, "href=\"/staff/incidents/");
    ck_assert(at != NULL);
    const char *incident = arena_strndup(kept, at + 23, strspn(at + 23, "0123456789")); /* the newest stands first */
    const char *path = arena_printf(kept, "/staff/incidents/%s/known", incident);
    browser_get(s, path);
    ck_assert_int_eq(browser_post(s, path, "title_zh=&title_en=x").status, 422);
    browser_get(s, path);
    ck_assert_int_eq(browser_post(s, path, "title_zh=%E5%81%9C%E6%B0%B4&title_en=No+water+in+Xingfuli&area=%E5%B9%B8%E7%A6%8F%E9%87%8C").status, 303);
    write_until_contact("mode=confidential&kind=customer");
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/check");
    get("/file/check", 200);
    sees("Is it about one of these, which we know already?");
    sees("No water in Xingfuli");
    /* What is not offered cannot be joined, and the page says so. */
    fails("/file/send", "join=999999", "not offered any more");
    const char *filed = sent_number(arena_printf(kept, "join=%s", incident));
    struct reply found = browser_get(s, arena_printf(kept, "/staff/complaints/%s", filed));
    ck_assert(strstr(found.body, "joined the incident"));
    ck_assert(strstr(browser_get(s, arena_printf(kept, "/staff/incidents/%s", incident)).body, filed));
    browser_get(s, path);
    ck_assert_int_eq(browser_post(s, path, "hide=1").status, 303);
    browser_free(s);
    browser_free(b);
    b = browser_new(CRYPTO_PUBLIC);
    write_until_contact("mode=named&kind=customer");
    leads("/file/contact", "name=Zhang+San&phone=13800006021&prefer=phone", "/file/check");
    get("/file/check", 200);
    sees_not("No water in Xingfuli</b>");
}
END_TEST

/* ---- going on elsewhere ---- */

START_TEST(test_elsewhere)
{
    get("/file", 200);
    leads("/file/code", "", "/file"); /* nothing to go on with */
    write_until_files("");
    get("/file", 200);
    struct reply shown = browser_post(b, "/file/code", "");
    ck_assert_int_eq(shown.status, 200);
    char code[40] = "";
    const char *at = strstr(shown.body, "class=\"code\"");
    for (int i = 0; i < 4; i++) {
        ck_assert((at = strstr(at, "<span>")) != NULL);
        at += 6;
        strncat(code, at, 4);
        strcat(code, i < 3 ? "+" : "");
    }
    struct browser *here = b;
    b = browser_new(CRYPTO_PUBLIC);
    get("/file/continue", 200);
    fails("/file/continue", "code=", "Enter the code that the other device shows");
    fails("/file/continue", "code=AAAA+AAAA+AAAA+AAAA", "This code is wrong");
    leads("/file/continue", arena_printf(kept, "code=%s", code), "/file/files");
    get("/file/what", 200);
    sees("No water in Xingfuli");
    get("/file/continue", 200);
    fails("/file/continue", arena_printf(kept, "code=%s", code), "Another complaint is being written on this device");
    fails("/file/continue", arena_printf(kept, "code=%s&replace=1", code), "This code is wrong"); /* once */
    browser_free(here);
}
END_TEST

/* ---- what people type and send ---- */

START_TEST(test_texts)
{
    write_until_files("");
    /* Emoji, a rare sign of four bytes, an embedded right-to-left mark and a very long word come back as they are, escaped, in an element of their own direction. */
    static char long_word[1200];
    memset(long_word, 'w', 1000);
    const char *typed = arena_printf(kept, "body=%%F0%%9F%%98%%80+%%F0%%A0%%AE%%B7+%%E2%%80%%AEfdp.exe+%%E2%%80%%8Bzero+%%3Cb%%3E+%s", long_word);
    struct reply page = browser_get(b, "/file/what");
    char form[6000];
    snprintf(form, sizeof form, "%s&title=", typed);
    for (const char *at = page.body; (at = strstr(at, "name=\"f")); at++) {
        size_t n = strspn(at + 7, "0123456789");
        if (n > 0 && at[7 + n] == '"')
            snprintf(form + strlen(form), sizeof form - strlen(form), "&f%.*s=2026-08-01", (int)n, at + 7);
    }
    leads("/file/what", form, "/file/wish");
    get("/file/what", 200);
    sees("\xf0\x9f\x98\x80 \xf0\xa0\xae\xb7");
    sees("&lt;b&gt;");
    sees(long_word);
    /* Too long is counted in characters, told, and all of it stays. */
    static char title[2000];
    strcpy(title, "body=x&title=");
    for (int i = 0; i < 41; i++)
        strcat(title, "%F0%A0%AE%B7");
    ck_assert_int_eq(browser_post(b, "/file/what", title).status, 422);
    sees("\xf0\xa0\xae\xb7\xf0\xa0\xae\xb7");
    sees("href=\"#title\"");
    /* Bytes that are not UTF-8, such as GB18030 of an old browser, and a NUL: refused in words, never an error of ours, nothing of the draft is lost. */
    static const char *const broken[] = {"body=%CE%D2%D2%AA%CD%B6%CB%DF", "body=a%00b", "body=%ED%A0%80", "body=%F4%90%80%80"};
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        get("/file/what", 200);
        struct reply reply = browser_post(b, "/file/what", broken[i]);
        ck_assert_msg(reply.status == 400, "%s gave %d", broken[i], reply.status);
    }
    get("/file/what", 200);
    sees(long_word);
}
END_TEST

START_TEST(test_files)
{
    static char name[400], big[90000];
    write_until_files("");
    /* Of three files one is wrong: it is named, the others are kept. */
    const struct sent_file three[] = {{"file", "a.png", png, png_n}, {"file", "b.exe", "MZ none", 7}, {"file", "c.png", png, png_n}};
    ck_assert_int_eq(send_files("/file/files", "", three, 3, true).status, 422);
    sees("b.exe");
    sees("Only PDF, JPEG and PNG files can be sent");
    sees("Remove<span class=\"vh\"> a.png</span>");
    sees("Remove<span class=\"vh\"> c.png</span>");
    sees_not("Remove<span class=\"vh\"> b.exe</span>");
    /* Two wrong ones are both named, an empty one among them. */
    const struct sent_file two[] = {{"file", "empty.png", "", 0}, {"file", "lie.pdf", png, png_n}};
    get("/file/files", 200);
    ck_assert_int_eq(send_files("/file/files", "", two, 2, true).status, 422);
    sees("empty.png");
    sees("The file is empty");
    sees("lie.pdf");
    sees("The content of the file is not what its name says");
    /* A path, and a mark that turns the writing, are no part of a name; a name of 300 characters is cut and keeps its ending. */
    get("/file/files", 200);
    memset(name, 'n', 300);
    strcpy(name + 300, ".png");
    const struct sent_file long_one = {"file", name, png, png_n}, path = {"file", "C:\\\\x\\\\..\\\\evil.png", png, png_n};
    ck_assert_int_eq(send_files("/file/files", "", &long_one, 1, true).status, 303);
    get("/file/files", 200);
    ck_assert_int_eq(send_files("/file/files", "", &path, 1, true).status, 303);
    get("/file/files", 200);
    sees(" evil.png</span>");
    sees_not("..\\");
    sees("nnn.png</span>");
    sees_not(name);
    /* Broken off in the middle: nothing half is kept. */
    memcpy(big, png, png_n);
    const struct sent_file cut = {"file", "half.png", big, sizeof big};
    ck_assert_int_eq(send_files("/file/files", "", &cut, 1, false).status, 400);
    get("/file/files", 200);
    sees_not("half.png");
    sees("evil.png");
}
END_TEST

Suite *suite_pages_form(void);
Suite *suite_pages_form(void)
{
    Suite *s = suite_create("pages_form");
    TCase *tc = tcase_create("form");
    tcase_add_checked_fixture(tc, website_begin, visit_end);
    tcase_set_timeout(tc, 90);
    tcase_add_test(tc, test_exclusions);
    tcase_add_test(tc, test_represented);
    tcase_add_test(tc, test_papers_go_with_what_asked_for_them);
    tcase_add_test(tc, test_group);
    tcase_add_test(tc, test_join);
    tcase_add_test(tc, test_elsewhere);
    tcase_add_test(tc, test_texts);
    tcase_add_test(tc, test_files);
    suite_add_tcase(s, tc);
    return s;
}
