#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_fixture.h"
#include "http_fake.h"
#include "layout.h"
#include "view_fixture.h"

/*
 * The layout's values, the flash message and the error pages. Templates of the test's own print what was filled in; the pages speak English, so that no
 * catalogue is needed.
 */
static const char *dir;
static struct arena *arena;
static struct crypto_keys *public_keys, *staff_keys;
static struct site site;
static struct page page;

static const char values[] =
    "class={{HTML_CLASS}};title={{PAGE_TITLE}};site={{SITE_NAME}};lang={{LANG_LINK}};large={{LARGE_LINK}};user={{USER_NAME}}@{{USER_PLACE}};"
    "{{#NAV_HOME_CUR}}at-home;{{/NAV_HOME_CUR}}{{#NAV_FILE_CUR}}at-file;{{/NAV_FILE_CUR}}{{#NAV_MINE_CUR}}at-mine;{{/NAV_MINE_CUR}}"
    "{{#NAV_PEOPLE_CUR}}at-people;{{/NAV_PEOPLE_CUR}}{{#NAV_ADMIN}}admin;{{/NAV_ADMIN}}{{#NAV_PEOPLE}}people;{{/NAV_PEOPLE}}"
    "{{#NAV_ROLES}}roles;{{/NAV_ROLES}}{{#NAV_SEE}}see;{{/NAV_SEE}}{{#NOINDEX}}noindex;{{/NOINDEX}}{{#IS_LARGE}}large;{{/IS_LARGE}}"
    "{{#HAS_HOTLINE}}tel={{HOTLINE}};{{/HAS_HOTLINE}}mine={{N_MINE}};csrf={{CSRF}};once={{ONCE}};\n"
    "{{#FLASH}}flash={{MESSAGE}};{{/FLASH}}{{#FLASH_WARN}}warning={{MESSAGE}};{{/FLASH_WARN}}{{#ERRORS}}{{#ERROR}}[{{FIELD}}: {{MESSAGE}}]{{/ERROR}}{{/ERRORS}}\n"
    "{{#TEXT}}<p>{{MESSAGE}}</p>{{/TEXT}}{{#TYPED}}{{#TYPED_FIELD}}<textarea rows=\"{{ROWS}}\">{{VALUE}}</textarea>{{/TYPED_FIELD}}{{/TYPED}}"
    "{{#FAIL_LINK}}<a href=\"{{URL}}\">{{LABEL}}</a>{{/FAIL_LINK}}id={{REQUEST_ID}};";

static void use_request(const char *path, const char *query)
{
    page.req = fake_post(arena, "", "", 0, 0);
    page.req->method = HTTP_GET;
    page.req->path = str_of(path);
    page.req->query = str_of(query);
    memcpy(page.req->id, "0123456789ABCDEFGHJKMNPQRS", 27);
    page.resp = http_response_new(arena);
}

static void set_up(void)
{
    const struct fixture_file files[] = {
        {"error/public.html", arena_printf(crypto_arena, "public;%s", values)},
        {"error/staff.html", arena_printf(crypto_arena, "staff;%s", values)},
        {"error/bare.html", arena_printf(crypto_arena, "bare;%s", values)},
    };
    arena = crypto_arena;
    dir = fixture_dir();
    crypto_make_keys();
    public_keys = crypto_load(CRYPTO_PUBLIC);
    staff_keys = crypto_load(CRYPTO_STAFF);
    ck_assert_int_eq(fixture_templates(dir, files, COUNT_OF(files)), ERR_NONE);
    site = (struct site){.keys = public_keys, .pool = CRYPTO_PUBLIC, .css_path = "/static/app.css", .js_path = "/static/app.js",
                         .icons_path = "/static/icons.svg", .brand_zh = "投诉平台", .brand_en = "Complaints", .sub_zh = "", .sub_en = "", .hotline = ""};
    page = (struct page){.site = &site, .arena = arena, .visitor = "VISITOR", .once = "", .lang = LANG_EN};
    use_request("/", "");
}

static void tear_down(void)
{
    crypto_keys_free(public_keys);
    crypto_keys_free(staff_keys);
    fixture_drop(dir);
}

static struct access_user *sign_in(permission_set permissions)
{
    struct access_user *user = ARENA_NEW(arena, struct access_user);
    *user = (struct access_user){.name = "Li <b>", .unit_zh = "水务局", .unit_en = "", .department_zh = "", .department_en = "",
                                 .permissions = permissions, .session_secret = "SESSION"};
    site.pool = CRYPTO_STAFF;
    site.keys = staff_keys;
    page.user = user;
    return user;
}

static const char *shown(void)
{
    struct tpl *t = page_template(&page, page.site->pool == CRYPTO_STAFF ? TPL_ERROR_STAFF : TPL_ERROR_PUBLIC, "A title");
    ck_assert_int_eq(page_answer(&page, t, 201), ERR_NONE);
    ck_assert_int_eq(page.resp->status, 201);
    return page.resp->body.p;
}

#define HAS(text, part) ck_assert_msg(strstr((text), (part)) != NULL, "no \"%s\" in %s", (part), (text))
#define HAS_NO(text, part) ck_assert_msg(strstr((text), (part)) == NULL, "\"%s\" in %s", (part), (text))

START_TEST(public_page)
{
    const char *text = shown();
    HAS(text, "class=pub;title=A title;site=Complaints;lang=/?lang=zh;large=/?size=large;");
    HAS(text, "at-home;");
    HAS_NO(text, "noindex;");
    HAS_NO(text, "tel=");
    site.hotline = "12345";
    page.large = true;
    page.lang = LANG_ZH;
    use_request("/file/what", "step=2&lang=en&size=normal");
    text = shown();
    HAS(text, "class=pub large;title=A title;site=投诉平台;lang=/file/what?step=2&amp;lang=en;large=/file/what?step=2&amp;size=normal;");
    HAS(text, "at-file;");
    HAS(text, "noindex;large;tel=12345;");
    HAS_NO(text, "at-home;");
}
END_TEST

static void count_mine(struct page *p, struct tpl *t)
{
    (void)p;
    tpl_int(t, V_N_MINE, 18);
}

START_TEST(staff_page_shows_what_the_user_may)
{
    sign_in(PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_SET_PEOPLE));
    site.navigation = count_mine;
    use_request("/staff/complaints", "view=mine");
    const char *text = shown();
    HAS(text, "class=staff;");
    HAS(text, "user=Li &lt;b&gt;@水务局;at-mine;admin;people;see;");
    HAS(text, "mine=18;");
    HAS_NO(text, "roles;");
    use_request("/staff/admin/people/7", "");
    HAS(shown(), "at-people;");
    use_request("/staff/admin/peoples", "");
    HAS_NO(shown(), "at-people;");
    page.user = NULL;
    site.navigation = NULL;
    HAS(shown(), "user=@;");
}
END_TEST

START_TEST(tokens_are_bound_and_fresh)
{
    const char *first = shown();
    use_request("/", "");
    const char *second = shown();
    const char *csrf = strstr(first, "csrf="), *once = strstr(first, "once=");
    ck_assert(csrf && once && strcspn(csrf, ";") > 40 && strcspn(once, ";") == strlen("once=") + 26);
    ck_assert(strncmp(csrf, strstr(second, "csrf="), strcspn(csrf, ";")) == 0);
    ck_assert(strncmp(once, strstr(second, "once="), strcspn(once, ";")) != 0);
    page.visitor = "ANOTHER";
    use_request("/", "");
    ck_assert(strncmp(csrf, strstr(shown(), "csrf="), strcspn(csrf, ";")) != 0);
}
END_TEST

START_TEST(links_to_here_stay_here)
{
    static const char *const drop[] = {"lang", NULL};
    static const struct {
        const char *path, *query, *link;
    } cases[] = {
        {"/a", "", "/a?lang=zh"},
        {"/a", "x=1&&lang=en&y", "/a?x=1&y&lang=zh"},
        {"//evil.example/a", "", "/evil.example/a?lang=zh"},
        {"/\\evil.example", "", "/%5Cevil.example?lang=zh"},
        {"/a b\"<水", "", "/a%20b%22%3C%E6%B0%B4?lang=zh"},
        {"/a", "language=x", "/a?language=x&lang=zh"},
        {"/error/too-large", "", "/?lang=zh"}, {"/errors", "", "/errors?lang=zh"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        use_request(cases[i].path, cases[i].query);
        ck_assert_str_eq(layout_here(&page, drop, "lang", "zh"), cases[i].link);
    }
    use_request("/a", "b=1");
    ck_assert_str_eq(layout_here(&page, drop, NULL, NULL), "/a?b=1");
}
END_TEST

/* The cookie that the last answer set, as the next request carries it. */
static const char *cookie_back(void)
{
    const char *at = strstr(buf_str(&page.resp->headers).p, "flash=");
    ck_assert_ptr_nonnull(at);
    return arena_strndup(arena, at, strcspn(at, ";\r\n"));
}

START_TEST(flash_is_shown_once)
{
    page_flash(&page, "Saved.");
    const char *cookie = cookie_back();
    use_request("/", "");
    page.req->cookies = cookie;
    HAS(shown(), "flash=Saved.;");
    HAS(page.resp->headers.p, "flash=;"); /* and is taken back */
    use_request("/", "");
    HAS_NO(shown(), "flash=");
}
END_TEST

START_TEST(flash_that_warns)
{
    page_flash_warn(&page, "Nothing was sent.");
    const char *cookie = cookie_back();
    use_request("/", "");
    page.req->cookies = cookie;
    const char *text = shown();
    HAS(text, "warning=Nothing was sent.;");
    HAS_NO(text, "flash=");
}
END_TEST

START_TEST(forged_flash_is_not_shown)
{
    page_flash(&page, "Saved.");
    const char *cookie = cookie_back();
    const char *signature = strchr(cookie, '.');
    static const char evil[] = "Call 555 now";
    const char *const forged[] = {
        arena_printf(arena, "flash=%s%s", str_base64url(arena, evil, sizeof evil - 1), signature),
        arena_printf(arena, "flash=%.*s", (int)(signature - cookie) - 6, cookie + 6),
        arena_printf(arena, "%sAAAA", cookie),
        "flash=.",
        "flash=x",
        "flash=....",
    };
    for (size_t i = 0; i < COUNT_OF(forged); i++) {
        use_request("/", "");
        page.req->cookies = forged[i];
        const char *text = shown();
        ck_assert_msg(strstr(text, "flash=") == NULL, "%s: %s", forged[i], text);
    }
}
END_TEST

START_TEST(field_errors)
{
    struct http_form_errors errors = {0};
    struct tpl *t = page_template(&page, TPL_ERROR_PUBLIC, "T");
    page_errors(&page, t, &errors);
    page_field_error(&page, t, SEC_TEXT, &errors, "title");
    http_form_error(&errors, "title", "At most %d characters", 80);
    http_form_error(&errors, "body", "Say <what> happened", 0);
    page_errors(&page, t, &errors);
    page_field_error(&page, t, SEC_TEXT, &errors, "title");
    page_field_error(&page, t, SEC_TEXT, &errors, "other");
    ck_assert_int_eq(page_answer(&page, t, 422), ERR_NONE);
    HAS(page.resp->body.p, "[title: At most 80 characters][body: Say &lt;what&gt; happened]");
    HAS(page.resp->body.p, "<p>At most 80 characters</p>");
    HAS_NO(page.resp->body.p, "<p>Say");
}
END_TEST

START_TEST(redirects)
{
    ck_assert_int_eq(page_redirect(&page, "/track"), ERR_NONE);
    ck_assert_int_eq(page.resp->status, 303);
    HAS(page.resp->headers.p, "Location: /track\r\n");
}
END_TEST

START_TEST(error_pages)
{
    static const struct {
        enum err e;
        int status;
        const char *header;
    } cases[] = {
        {ERR_MALFORMED, 400, NULL}, {ERR_CSRF, 403, NULL}, {ERR_NOT_FOUND, 404, NULL}, {ERR_METHOD, 405, "Allow: POST\r\n"},
        {ERR_STALE, 409, NULL}, {ERR_STATE, 409, NULL}, {ERR_EXISTS, 409, NULL}, {ERR_TOO_LARGE, 413, NULL}, {ERR_URI_TOO_LONG, 414, NULL},
        {ERR_INPUT, 422, NULL}, {ERR_RATE, 429, "Retry-After: 300\r\n"}, {ERR_DB, 500, NULL}, {ERR_INTERNAL, 500, NULL}, {ERR_CRYPTO, 500, NULL},
        {ERR_IO, 500, NULL}, {ERR_CONFIG, 503, "Retry-After: 300\r\n"}, {ERR_DB_AWAY, 503, "Retry-After: 30\r\n"}, {ERR_RETRY, 503, "Retry-After: 3\r\n"},
        {(enum err)999, 500, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        use_request("/track", "");
        buf_adds(&page.resp->body, "half a page");
        page_fail(&page, cases[i].e);
        ck_assert_msg(page.resp->status == cases[i].status, "%d: %d", (int)cases[i].e, page.resp->status);
        ck_assert_int_eq(strncmp(page.resp->body.p, "public;class=pub;", 17), 0);
        HAS(page.resp->body.p, "<p>");
        HAS(page.resp->body.p, "id=0123456789ABCDEFGHJKMNPQRS;");
        if (cases[i].header)
            HAS(page.resp->headers.p, cases[i].header);
        HAS(page.resp->body.p, cases[i].status == 503 || cases[i].status == 429 ? "<a href=\"/track\">Try again" : "<a href=\"/\">Go to the home page");
    }
}
END_TEST

/* In the public pool a thing that is forbidden looks like one that is not there; staff are told. */
START_TEST(forbidden_and_absent_look_alike_to_the_public)
{
    use_request("/x", "");
    page_fail(&page, ERR_NOT_FOUND);
    const char *absent = page.resp->body.p;
    use_request("/x", "");
    page_fail(&page, ERR_FORBIDDEN);
    ck_assert_int_eq(page.resp->status, 404);
    ck_assert_uint_eq(strcspn(absent, ";"), strcspn(page.resp->body.p, ";"));
    ck_assert_str_eq(strstr(absent, "<p>"), strstr(page.resp->body.p, "<p>"));
    sign_in(0);
    use_request("/staff/x", "");
    page_fail(&page, ERR_FORBIDDEN);
    ck_assert_int_eq(page.resp->status, 403);
    ck_assert_int_eq(strncmp(page.resp->body.p, "staff;", 6), 0);
    HAS(page.resp->body.p, "<a href=\"/staff/\">Go to the workbench");
    page.user = NULL;
    use_request("/staff/x", "");
    page_fail(&page, ERR_NOT_FOUND);
    ck_assert_int_eq(strncmp(page.resp->body.p, "bare;", 5), 0);
    HAS(page.resp->body.p, "<a href=\"/staff/sign-in\">Sign in");
}
END_TEST

static void never_count(struct page *p, struct tpl *t)
{
    (void)p;
    (void)t;
    ck_abort_msg("an error page asked the database for counts");
}

START_TEST(what_was_typed_is_not_lost)
{
    static struct http_field fields[] = {
        {"csrf", "0123456789abcdef", 16}, {"once", "0123456789ABCDEFGHJKMNPQRS", 26}, {"passcode", "secret secret", 13},
        {"new_password", "correct horse", 13}, {"version", "3", 1}, {"text", "Pump <2> fails\nsince Monday", 27}, {"reason", "leak", 4},
    };
    static const struct http_form form = {.fields = fields, .n = COUNT_OF(fields)};
    static const enum err kept[] = {ERR_DB_AWAY, ERR_STALE, ERR_STATE, ERR_RETRY, ERR_DB, ERR_INTERNAL, ERR_NOT_FOUND, ERR_FORBIDDEN, ERR_SIGN_IN, ERR_RATE,
                                    ERR_CSRF},
                          dropped[] = {ERR_MALFORMED, ERR_TOO_LARGE, ERR_METHOD};
    sign_in(PERMISSION_BIT(MAY_SEE));
    site.navigation = never_count;
    page.form = &form;
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        use_request("/staff/complaints/1/reply", "");
        page.req->method = HTTP_POST;
        page_fail(&page, kept[i]);
        HAS(page.resp->body.p, "<p>Nothing was saved.");
        HAS(page.resp->body.p, "<textarea rows=\"2\">Pump &lt;2&gt; fails\nsince Monday</textarea>");
        HAS_NO(page.resp->body.p, "secret");
        HAS_NO(page.resp->body.p, "horse");
        HAS_NO(page.resp->body.p, "0123456789abcdef<");
    }
    for (size_t i = 0; i < COUNT_OF(dropped); i++) {
        use_request("/staff/complaints/1/reply", "");
        page.req->method = HTTP_POST;
        page_fail(&page, dropped[i]);
        HAS_NO(page.resp->body.p, "Pump");
    }
    /* Nor what another site's page sent. */
    use_request("/staff/complaints/1/reply", "");
    page.req->method = HTTP_POST;
    page.req->sec_fetch_site = "cross-site";
    page_fail(&page, ERR_CSRF);
    HAS_NO(page.resp->body.p, "Pump");
}
END_TEST

/* At their own addresses there is nothing to be had. */
START_TEST(what_stands_in_for_a_page_leads_to_others)
{
    use_request("/error/too-large", "");
    page_fail(&page, ERR_RATE);
    HAS_NO(page.resp->body.p, "/error/");
    HAS_NO(page.resp->body.p, "Try again</a>");
    use_request("/file", "");
    page_fail(&page, ERR_RATE);
    HAS(page.resp->body.p, "/file");
}
END_TEST

Suite *suite_layout(void);
Suite *suite_layout(void)
{
    Suite *s = suite_create("layout");
    TCase *t = tcase_create("layout");
    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, public_page);
    tcase_add_test(t, staff_page_shows_what_the_user_may);
    tcase_add_test(t, tokens_are_bound_and_fresh);
    tcase_add_test(t, links_to_here_stay_here);
    tcase_add_test(t, flash_is_shown_once);
    tcase_add_test(t, flash_that_warns);
    tcase_add_test(t, forged_flash_is_not_shown);
    tcase_add_test(t, field_errors);
    tcase_add_test(t, redirects);
    tcase_add_test(t, error_pages);
    tcase_add_test(t, forbidden_and_absent_look_alike_to_the_public);
    tcase_add_test(t, what_was_typed_is_not_lost);
    tcase_add_test(t, what_stands_in_for_a_page_leads_to_others);
    suite_add_tcase(s, t);
    return s;
}
