#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_load.h"
#include "pages_visit.h"
#include "stores.h"

/* What administrators write for the public pages, from the draft to the reader and back. Pages are in English. */

#define LIST "/staff/admin/content"

static struct browser *reader;

/* Nobody may delete what was published: it is taken off, as it would be by hand. */
static void empty(void)
{
    sql("UPDATE content SET live = NULL, draft = NULL, slug = IF(slug IN ('how', 'modes', 'privacy', 'accessibility', 'figures'), slug, NULL), version = version + 1");
    sql("UPDATE setting SET version = version + 1 WHERE name = 'basis'");
    pages_follow();
}

static void start(void)
{
    visit_begin();
    empty();
    be("admin");
    reader = browser_new(CRYPTO_PUBLIC);
}

static void stop(void)
{
    browser_free(reader);
    empty();
    visit_end();
}

static bool reads(const char *path, const char *text)
{
    ck_assert_int_eq(browser_get(reader, path).status, 200);
    return browser_sees(reader, text);
}

/* Make one of a kind and say where it is edited. */
static const char *make(int kind, const char *form)
{
    get(f(LIST "/new?kind=%d", kind), 200);
    struct reply reply = post(f(LIST "/new?kind=%d", kind), f("do=save&version=0&%s", form), 303);
    return arena_strdup(kept, reply.location);
}

static void act_on(const char *path, const char *what)
{
    get(path, 200);
    post(f("%s/%s", path, what), f("version=%s", version()), 303);
    pages_follow();
}

START_TEST(a_channel_from_draft_to_reader)
{
    get(LIST, 200);
    sees("Ways to reach us");
    get(LIST "/new?kind=2", 200);
    post(LIST "/new?kind=2", "do=save&version=0&title_zh=&number=call%20us&body_zh=%3Cb%3Ex%3C%2Fb%3E", 422);
    sees("Enter the name in Chinese");
    sees("Write the telephone number with digits");
    sees("HTML is shown as it is typed");
    sees("value=\"call us\"");
    const char *path = make(2, "title_zh=%E7%83%AD%E7%BA%BF&title_en=Own+line&number=0531-8888+6666&hours_zh=x&hours_en=Always&body_en=Press+**3**&sort=1");
    ck_assert(!reads("/", "Own line"));
    get(f("%s/preview?in=en", path), 200);
    sees("Preview: this is how it will look.");
    sees("Own line");
    sees("class=\"pub\"");
    act_on(path, "publish");
    ck_assert(reads("/", "href=\"tel:053188886666\""));
    ck_assert(browser_sees(reader, "Always"));
    ck_assert(browser_sees(reader, "<strong>3</strong>"));
    ck_assert(reads("/guide", "Own line"));
    act_on(path, "off");
    ck_assert(!reads("/", "Own line"));
    get(path, 200);
    sees("Not published");
    sees("value=\"Own line\"");
    post(f("%s/restore", path), f("version=%s&number=1", version()), 303);
    act_on(path, "publish");
    ck_assert(reads("/", "Own line"));
    get("/staff/admin/changes?entity=content", 200);
    sees("Taken off the website");
}
END_TEST

START_TEST(two_people_at_once_see_both_texts)
{
    const char *path = make(3, "title_zh=Q1&body_zh=mine+first");
    get(path, 200);
    const char *old = version();
    post(path, f("do=save&version=%s&title_zh=Q1&body_zh=theirs", old), 303);
    post(path, f("do=save&version=%s&title_zh=Q1&body_zh=mine+again", old), 409);
    sees("Somebody else saved this in the meantime.");
    sees("mine again");
    sees("theirs");
    post(path, f("do=preview&version=%s&title_zh=Q1&body_zh=mine+again", version()), 303);
    get(path, 200);
    sees("mine again");
    post(f("%s/publish", path), f("version=%s", old), 409);
    sees("Somebody else saved this in the meantime.");
}
END_TEST

START_TEST(parts_of_the_guide_and_pages_of_their_own)
{
    ck_assert(reads("/guide", "stored encrypted"));
    get(LIST, 200);
    sees("/guide#privacy");
    const char *at = back_to(strstr(get(LIST, 200).body, "/guide#privacy"), LIST "/");
    const char *path = upto_quote(at);
    get(path, 200);
    sees_not("name=\"title_zh\"");
    post(path, f("do=save&version=%s&body_zh=%%23%%23+Own+heading%%0A%%0AOwn+privacy+words&body_en=", version()), 303);
    act_on(path, "publish");
    ck_assert(reads("/guide", "<h3>Own heading</h3>"));
    ck_assert(!browser_sees(reader, "stored encrypted"));
    get(LIST "/new?kind=1", 200);
    post(LIST "/new?kind=1", "do=save&version=0&slug=Our+pledge&title_zh=P&body_zh=T", 422);
    sees("The address may hold small letters");
    const char *page = make(1, "slug=pledge&title_zh=Pledge&body_zh=%23%23+Promise%0A%0A-+[file](%2Ffile)%0A-+two&footer=1");
    ck_assert_int_eq(browser_get(reader, "/p/pledge").status, 404);
    act_on(page, "publish");
    ck_assert(reads("/p/pledge", "<h2>Promise</h2>"));
    ck_assert(browser_sees(reader, "<li><a href=\"/file\">file</a></li>"));
    ck_assert(reads("/verify", "<a href=\"/p/pledge\">Pledge</a>"));
    ck_assert_int_eq(browser_get(reader, "/p/privacy").status, 404);
    post(LIST "/new?kind=1", "do=save&version=0&slug=pledge&title_zh=P&body_zh=T", 422);
    sees("Another page has this address");
}
END_TEST

START_TEST(links_lead_nowhere_else)
{
    get(LIST "/new?kind=3", 200);
    post(LIST "/new?kind=3", "do=save&version=0&title_zh=Q&body_zh=[x](javascript:alert(1))", 422);
    sees("A link must begin with");
    sees("javascript:alert(1)");
    /* Whatever way it came into the database. */
    sql("INSERT INTO content (kind, live, number) VALUES (3, '{\"title_zh\":\"<b>Q</b>\",\"body_zh\":\"[x](javascript:alert(1)) <script>1</script> ![y](data:x)\"}', 1)");
    sql("UPDATE setting SET version = version + 1 WHERE name = 'basis'");
    ck_assert(reads("/faq", "&lt;b&gt;Q&lt;/b&gt;"));
    ck_assert(!browser_sees(reader, "javascript:alert"));
    ck_assert(!browser_sees(reader, "<script>1"));
    ck_assert(browser_sees(reader, "&lt;script&gt;1"));
}
END_TEST

START_TEST(questions_are_found_and_offered)
{
    const char *general = make(3, "title_zh=General+one&body_zh=Dates+are+told");
    act_on(general, "publish");
    browser_get(reader, "/file");
    browser_post(reader, "/file", "");
    browser_get(reader, "/file/category");
    const char *category = arena_strdup(kept, browser_value(reader, "category"));
    struct reply new = get(LIST "/new?kind=3", 200);
    const char *code = last_choice(new, "category");
    const char *own = make(3, f("title_zh=Own+one&body_zh=It+is+so&category=%s", code));
    act_on(own, "publish");
    ck_assert(reads("/faq", "General one"));
    ck_assert(browser_sees(reader, "Own one"));
    ck_assert(reads("/faq?q=dates", "1 answer found."));
    ck_assert(!browser_sees(reader, "Own one"));
    ck_assert(reads("/faq?q=%3Cscript%3E", "No answer has all these words."));
    /* A category without questions goes straight on. */
    ck_assert_str_eq(browser_post(reader, "/file/category", f("category=%s", category)).location, "/file/what");
    browser_get(reader, "/file/category");
    const char *id = "";
    struct reply all = browser_get(reader, "/file/category");
    for (const char *p = all.body; (p = strstr(p, "name=\"category\" id=\"category")) != NULL; p++)
        id = upto_quote(strstr(p, "value=\"") + 7);
    /* The last of the page is the last of the select: both are in the order of the rulebook. */
    ck_assert_str_eq(browser_post(reader, "/file/category", f("category=%s", id)).location, "/file/help");
    ck_assert(reads("/file/help", "Own one"));
    ck_assert(!browser_sees(reader, "General one"));
    ck_assert_str_eq(browser_post(reader, "/file/help", "do=go").location, "/file/what");
    ck_assert(reads("/file/what", "What happened?"));
    browser_get(reader, "/file/help");
    ck_assert_str_eq(browser_post(reader, "/file/help", f("do=%s", strrchr(own, '/') + 1)).location, "/");
    ck_assert(reads("/", "Good that it helped."));
    ck_assert_int_eq(browser_get(reader, "/file/what").status, 404); /* the draft is gone */
    get(LIST, 200);
    sees("helped 1 of 2 times");
}
END_TEST

/* As jobs write them; long ahead, where no others are. */
static void publish_figures(void)
{
    struct config *config;
    struct db_config db_config;
    struct db *db;
    ck_assert_int_eq(config_load(getenv("REDRESS_TEST_CONFIG"), &config), ERR_NONE);
    ck_assert_int_eq(config_database(config, DB_JOBS, &db_config), ERR_NONE);
    ck_assert_int_eq(db_open(&db_config, DB_JOBS, app_stores, &db), ERR_NONE);
    ck_assert_int_eq(db_exec_text(db, "INSERT IGNORE INTO published_figure (period, figure, from_us, value, base, computed_us) VALUES ('2099-10', 'received', 4095000000000002, 123, 123, 1), ('2099-10', 'in_time', "
                                      "4095000000000002, 976, 120, 1), ('2099-10', 'mean_days', 4095000000000002, NULL, NULL, 1), ('2099-09', 'received', 4095000000000001, 88, 88, 1), ('2099-Q3', 'received', "
                                      "4095000000000001, 4321, 4321, 1), ('2099-10', 'satisfied', 4095000000000002, 999, 50, 1)"),
                     ERR_NONE);
    db_close(db);
}

START_TEST(figures_are_chosen_and_shown)
{
    get(LIST, 200);
    const char *path = upto_quote(back_to(strstr(get(LIST, 200).body, "<td class=\"lo\">/figures"), LIST "/"));
    get(path, 200);
    post(path, f("do=save&version=%s&period=month&least=2&wait=5", version()), 422);
    sees("Choose at least one figure");
    post(path, f("do=save&version=%s&figures=received&figures=in_time&figures=mean_days&period=month&least=10&wait=5&body_zh=Words+above", version()), 303);
    act_on(path, "publish");
    publish_figures();
    sql("UPDATE setting SET version = version + 1 WHERE name = 'basis'");
    ck_assert(reads("/figures", "October 2099"));
    ck_assert(browser_sees(reader, "98%"));
    ck_assert(browser_sees(reader, "too few"));
    ck_assert(browser_sees(reader, "not published"));
    ck_assert(browser_sees(reader, "fewer than 10 cases"));
    ck_assert(browser_sees(reader, "Words above"));
    ck_assert(!browser_sees(reader, "4321"));
    ck_assert(!browser_sees(reader, "100%")); /* not chosen */
    ck_assert(reads("/", "How we do: October 2099"));
    ck_assert(browser_sees(reader, "123"));
    ck_assert(!browser_sees(reader, "too few"));
}
END_TEST

START_TEST(filings_stand_at_the_foot)
{
    const char *form = "brand_zh=Tingsu&brand_en=Listen&do=save";
    get("/staff/admin/site", 200);
    post("/staff/admin/site", f("version=%s&%s&filing=ICP-1&filing_url=javascript:1", version(), form), 422);
    sees("Write the address with https://");
    post("/staff/admin/site", f("version=%s&%s&filing=ICP-1&filing_url=https%%3A%%2F%%2Fbeian.example%%2F&police=P-2", version(), form), 303);
    pages_follow();
    ck_assert(reads("/verify", "href=\"https://beian.example/\" rel=\"external\">ICP-1</a>"));
    ck_assert(browser_sees(reader, "<span>P-2</span>"));
    sql("UPDATE setting SET value = '' WHERE name IN ('filing', 'filing_url', 'police')");
    sql("UPDATE setting SET value = '海川人寿投诉服务平台' WHERE name = 'brand_zh'");
    empty();
    ck_assert(!reads("/verify", "ICP-1"));
}
END_TEST

START_TEST(pages_for_all_hold_nothing_of_a_visitor)
{
    static const char *const paths[] = {"/", "/guide", "/faq", "/figures"};
    /* One is in the middle of a complaint. */
    ck_assert_int_eq(browser_get(reader, "/file").status, 200);
    ck_assert_int_eq(browser_post(reader, "/file", "exclusion=none").status, 303);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct reply one = browser_get(reader, paths[i]);
        const char *body = arena_strdup(kept, one.body);
        struct browser *other = browser_new(CRYPTO_PUBLIC);
        usleep(pages_config()->site.texts_age_ms * 1000); /* made anew */
        ck_assert_str_eq(browser_get(other, paths[i]).body, body);
        browser_free(other);
    }
}
END_TEST

Suite *suite_pages_content(void);
Suite *suite_pages_content(void)
{
    Suite *s = suite_create("pages_content");
    TCase *t = tcase_create("content");
    tcase_add_checked_fixture(t, start, stop);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, a_channel_from_draft_to_reader);
    tcase_add_test(t, two_people_at_once_see_both_texts);
    tcase_add_test(t, parts_of_the_guide_and_pages_of_their_own);
    tcase_add_test(t, links_lead_nowhere_else);
    tcase_add_test(t, questions_are_found_and_offered);
    tcase_add_test(t, figures_are_chosen_and_shown);
    tcase_add_test(t, filings_stand_at_the_foot);
    tcase_add_test(t, pages_for_all_hold_nothing_of_a_visitor);
    suite_add_tcase(s, t);
    return s;
}
