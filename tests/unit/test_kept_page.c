#include <check.h>
#include <string.h>

#include "config.h"
#include "http_fake.h"
#include "kept_page.h"
#include "route.h"

/* Pages that are the same for everybody are shown again while they are young; whatever is somebody's own never is. */

#define AGE_MS 1000
#define NOW INT64_C(5000000)

static struct arena *arena;
static struct config config = {.site.texts_age_ms = AGE_MS};
static struct site site = {.config = &config};
static const struct route for_all = {.path = "/", .same_for_all = true}, other_for_all = {.path = "/guide", .same_for_all = true}, own = {.path = "/track"};

static struct page visit(const struct route *route, const char *query, const char *cookies)
{
    struct page page = {.site = &site, .arena = arena, .route = route, .lang = LANG_EN};
    page.req = fake_post(arena, "", "", 0, 0);
    page.req->method = HTTP_GET;
    page.req->query = str_of(query);
    page.req->cookies = cookies;
    page.resp = http_response_new(arena);
    return page;
}

static void answer(struct page *page, const char *body)
{
    buf_adds(&page->resp->body, body);
    page->resp->status = 200;
    kept_page_take(page, NOW);
}

/* What somebody sees of the kept ones, NULL where the page has to be made. */
static const char *shown(struct page page, int64_t now_us)
{
    return kept_page_show(&page, now_us) ? page.resp->body.p : NULL;
}

static void up(void)
{
    arena = arena_new(1 << 20);
    site.kept = kept_pages_new();
}
static void down(void)
{
    arena_free(arena);
}

START_TEST(shown_again_while_it_is_young)
{
    struct page first = visit(&for_all, "", "");
    ck_assert_ptr_null(shown(first, NOW));
    answer(&first, "<p>home</p>");
    ck_assert_str_eq(shown(visit(&for_all, "", ""), NOW + 1), "<p>home</p>");
    ck_assert_str_eq(shown(visit(&for_all, "", "visitor=A"), NOW + kept_page_age_us(&site) - 1), "<p>home</p>");
    ck_assert_ptr_null(shown(visit(&for_all, "", ""), NOW + kept_page_age_us(&site)));
    struct page later = visit(&for_all, "", "");
    answer(&later, "<p>the home page with a longer text</p>");
    ck_assert_str_eq(shown(visit(&for_all, "", ""), NOW + 1), "<p>the home page with a longer text</p>");
}
END_TEST

START_TEST(each_kind_of_page_by_itself)
{
    struct page first = visit(&for_all, "", ""), chinese = visit(&for_all, "", ""), large = visit(&for_all, "", "");
    answer(&first, "english");
    chinese.lang = LANG_ZH;
    large.large = true;
    ck_assert_ptr_null(shown(chinese, NOW));
    ck_assert_ptr_null(shown(large, NOW));
    ck_assert_ptr_null(shown(visit(&other_for_all, "", ""), NOW));
    answer(&chinese, "中文");
    answer(&large, "large");
    ck_assert_str_eq(shown(visit(&for_all, "", ""), NOW), "english");
}
END_TEST

START_TEST(what_is_somebodys_own_is_made_for_him)
{
    struct page first = visit(&for_all, "", ""), mine = visit(&own, "", ""), message = visit(&for_all, "", "flash=x"), asked = visit(&for_all, "q=a", ""), failed = visit(&other_for_all, "", "");
    answer(&mine, "mine");
    ck_assert_ptr_null(shown(visit(&own, "", ""), NOW));
    answer(&message, "with a message");
    answer(&asked, "with an answer");
    ck_assert_ptr_null(shown(visit(&for_all, "", ""), NOW));
    answer(&first, "home");
    ck_assert_ptr_null(shown(visit(&for_all, "", "flash=x"), NOW));
    ck_assert_ptr_null(shown(visit(&for_all, "q=a", ""), NOW));
    failed.resp->status = 503;
    kept_page_take(&failed, NOW);
    ck_assert_ptr_null(shown(visit(&other_for_all, "", ""), NOW));
}
END_TEST

Suite *suite_kept_page(void);
Suite *suite_kept_page(void)
{
    Suite *s = suite_create("kept_page");
    TCase *t = tcase_create("kept");
    tcase_add_checked_fixture(t, up, down);
    tcase_add_test(t, shown_again_while_it_is_young);
    tcase_add_test(t, each_kind_of_page_by_itself);
    tcase_add_test(t, what_is_somebodys_own_is_made_for_him);
    suite_add_tcase(s, t);
    return s;
}
