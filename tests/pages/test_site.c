#include <check.h>
#include <string.h>

#include "pages_visit.h"

/* Name and look of the site, in English. What the tests set is put back, for the other suites. */

/* Without the page there is no change log entry, which would tell the workers. */
static void changed_by_hand(void)
{
    sql("UPDATE setting SET version = version + 1 WHERE name = 'basis'");
    pages_follow();
}

static void restore(void)
{
    sql("DELETE FROM site_file");
    sql("UPDATE setting SET value = '' WHERE name = 'colour'");
    sql("UPDATE setting SET value = '海川人寿投诉服务平台' WHERE name = 'brand_zh'");
    changed_by_hand();
}

static void start(void)
{
    visit_begin();
    restore();
    be("admin");
}

static void stop(void)
{
    restore();
    visit_end();
}

static void save(const char *form, int status)
{
    post("/staff/admin/site", form, status);
}

#define NAME "brand_zh=Tingsu&brand_en=Listen"

START_TEST(a_colour_that_can_be_read)
{
    get("/staff/admin/site", 200);
    sees("How it looks");
    save(f("version=%s&do=save&brand_zh=&colour=blue&hotline=call", version()), 422);
    sees("Enter the name of the website");
    sees("Write the colour as # and six digits");
    sees("Write the telephone number with digits");
    sees("value=\"blue\"");
    save(f("version=%s&do=save&" NAME "&colour=%%23ffc107", version()), 422);
    sees("contrast of 1.63 : 1 only");
    save(f("version=%s&do=preview&" NAME "&colour=B3261E", version()), 200);
    sees("Preview, not saved yet");
    sees("fill=\"#b3261e\"");
    pages_follow();
    get("/staff/admin/site", 200);
    sees_not("brand.css");
    const char *old = version();
    save(f("version=%s&do=save&" NAME "&colour=B3261E", old), 303);
    pages_follow();
    get("/staff/admin/site", 200);
    sees("Name and look were saved.");
    sees("Listen</a>");
    sees("/staff/brand.css?v=b3261e.1");
    struct reply sheet = get("/staff/brand.css?v=b3261e.1", 200);
    ck_assert_str_eq(sheet.content_type, "text/css; charset=utf-8");
    ck_assert_ptr_nonnull(strstr(sheet.body, "--brand-fill:#b3261e;"));
    ck_assert_ptr_nonnull(strstr(sheet.headers, "max-age=31536000"));
    static const char *const none[] = {"/staff/brand.css", "/staff/brand.css?v=b3261e", "/staff/brand.css?v=b3261e.2", "/staff/brand.css?v=ffc107.1", "/staff/brand.css?v=zzzzzz.1"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        get(none[i], 404);
    save(f("version=%s&do=save&" NAME "&colour=", old), 409);
    sees("Somebody else saved this in the meantime.");
    sees("<b class=\"user\">#b3261e</b>");
    struct browser *public = browser_new(CRYPTO_PUBLIC);
    browser_get(public, "/");
    ck_assert(browser_sees(public, "\"/brand.css?v=b3261e.1\""));
    ck_assert_int_eq(browser_get(public, "/brand.css?v=b3261e.1").status, 200);
    browser_free(public);
    get("/staff/admin/changes?entity=setting", 200);
    sees("<ins>#b3261e</ins>");
    sees("Name and look");
}
END_TEST

START_TEST(a_colour_from_elsewhere_is_not_used)
{
    sql("INSERT INTO setting (name, value) VALUES ('colour', '#ffff00') ON DUPLICATE KEY UPDATE value = VALUES(value)");
    changed_by_hand();
    get("/staff/admin/site", 200);
    sees_not("brand.css");
}
END_TEST

/* A whole PNG of 40 × 40 grey pixels is not needed: its head is what is looked at. */
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x28\0\0\0\x28\x08\0\0\0\0\x8c\xfe\xb8\x6d\0\0\0\0IEND\xae\x42\x60\x82";

static int upload(const void *bytes, size_t n)
{
    get("/staff/admin/site", 200);
    return browser_upload(b, "/staff/admin/site/logo", "", "logo", "logo.png", "image/png", bytes, n).status;
}

/* The address of a picture of the page. */
static const char *picture(const char *prefix)
{
    struct reply reply = get("/staff/admin/site", 200);
    const char *at = strstr(reply.body, f("src=\"%s", prefix));
    ck_assert_msg(at, "no picture %s", prefix);
    return upto_quote(at + 5);
}

START_TEST(a_logo_is_looked_at_before_it_is_used)
{
    char tiny[sizeof png - 1], *large = arena_alloc(kept, 300 << 10);
    memcpy(tiny, png, sizeof tiny);
    tiny[19] = 8;
    memset(large, 'x', 300 << 10);
    memcpy(large, png, sizeof png - 1);
    ck_assert_int_eq(upload("", 0), 422);
    sees("Choose a picture");
    ck_assert_int_eq(upload("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", 41), 422);
    sees("This is no PNG or JPEG picture");
    ck_assert_int_eq(upload(tiny, sizeof tiny), 422);
    sees("The picture must be 32 to 2000 pixels wide and high");
    ck_assert_int_eq(upload(large, 300 << 10), 422);
    sees("The picture is larger than 200 KB");
    ck_assert_int_eq(upload(png, sizeof png - 1), 303);
    get("/staff/admin/site", 200);
    sees("Uploaded, not in use yet");
    sees("40 × 40");
    struct reply draft = get(picture("/staff/admin/site/logo/draft"), 200);
    ck_assert_str_eq(draft.content_type, "image/png");
    ck_assert_uint_eq(draft.body_n, sizeof png - 1);
    get("/staff/brand/logo", 404);
    get("/staff/admin/site", 200);
    ck_assert_int_eq(browser_post(b, "/staff/admin/site/logo/use", "").status, 303);
    pages_follow();
    const char *address = picture("/staff/brand/logo?v=");
    struct reply logo = get(address, 200);
    ck_assert_ptr_nonnull(strstr(logo.headers, "max-age=31536000"));
    ck_assert_ptr_nonnull(strstr(get("/staff/brand/logo?v=other", 200).headers, "no-store"));
    struct browser *public = browser_new(CRYPTO_PUBLIC);
    browser_get(public, "/");
    ck_assert(browser_sees(public, "<img class=\"logo-i\" src=\"/brand/logo?v="));
    ck_assert_int_eq(browser_get(public, "/brand/logo").status, 200);
    browser_free(public);
    get("/staff/admin/site", 200);
    ck_assert_int_eq(browser_post(b, "/staff/admin/site/logo/drop", "which=logo").status, 303);
    get(address, 404);
    get("/staff/admin/site", 200);
    ck_assert_int_eq(browser_post(b, "/staff/admin/site/logo/drop", "which=draft").status, 404);
}
END_TEST

Suite *suite_pages_site(void);
Suite *suite_pages_site(void)
{
    Suite *suite = suite_create("site");
    TCase *tests = tcase_create("site");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, a_colour_that_can_be_read);
    tcase_add_test(tests, a_colour_from_elsewhere_is_not_used);
    tcase_add_test(tests, a_logo_is_looked_at_before_it_is_used);
    suite_add_tcase(suite, tests);
    return suite;
}
