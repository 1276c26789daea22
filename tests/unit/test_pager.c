#include <check.h>
#include <string.h>

#include "http_fake.h"
#include "pager.h"
#include "view_fixture.h"

static const char *dir;
static struct arena *arena;
static struct site site;
static struct page page;

static void set_up(void)
{
    static const struct fixture_file files[] = {
        {"error/public.html", "{{#PAGER}}({{PAGER_TEXT}}){{#PAGER_FIRST}}[first {{URL}}]{{/PAGER_FIRST}}{{#PAGER_PREV}}[prev {{URL}}]{{/PAGER_PREV}}"
                              "{{#PAGER_NEXT}}[next {{URL}}]{{/PAGER_NEXT}}{{/PAGER}}"},
    };
    dir = fixture_dir();
    arena = arena_new(1 << 20);
    ck_assert_int_eq(fixture_templates(dir, files, COUNT_OF(files)), ERR_NONE);
    page = (struct page){.site = &site, .req = fake_post(arena, "", "", 0, 0), .arena = arena, .lang = LANG_EN};
    page.req->method = HTTP_GET;
    page.req->path = STR("/staff/complaints");
}

static void tear_down(void)
{
    arena_free(arena);
    fixture_drop(dir);
}

static const char *rendered(struct tpl *t)
{
    struct buf out = {.arena = arena};
    ck_assert_int_eq(tpl_render(t, LANG_EN, &out), ERR_NONE);
    return out.n > 0 ? out.p : "";
}

static const char *filled(const struct pager_links *links)
{
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    pager_fill(t, links);
    return rendered(t);
}

static const char *forward(const char *query, const char *next)
{
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    page.req->query = str_of(query);
    pager_forward(&page, t, next);
    return rendered(t);
}

START_TEST(words_go_round)
{
    static const struct pager_key keys[] = {{0, 0}, {1, 2}, {INT64_MAX, INT64_MIN}, {-1, INT64_MAX}, {INT64_C(1787300000000000), 1000000}};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct pager_key read = {7, 7};
        page.req->query = str_of(arena_printf(arena, "after=%s", pager_word(arena, keys[i])));
        ck_assert(pager_after(&page, &read));
        ck_assert(read.value == keys[i].value && read.id == keys[i].id);
    }
}
END_TEST

START_TEST(unreadable_words_mean_the_first_page)
{
    static const char *const queries[] = {"", "after=", "after=x", "after=AAAA", "after=!!!!", "after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                          "after=%00", "after=a&after=b"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct pager_key read = {7, 7};
        page.req->query = str_of(queries[i]);
        ck_assert_msg(!pager_after(&page, &read) && read.value == 7 && read.id == 7, "%s", queries[i]);
    }
}
END_TEST

START_TEST(one_page_shows_nothing_but_its_text)
{
    struct pager_links links = {0};
    ck_assert_str_eq(filled(&links), "");
    links.text = "";
    ck_assert_str_eq(filled(&links), "");
    links.text = "3 complaints";
    ck_assert_str_eq(filled(&links), "(3 complaints)");
    ck_assert_str_eq(forward("q=x", NULL), "");
}
END_TEST

START_TEST(each_link_stands_by_itself)
{
    ck_assert_str_eq(filled(&(struct pager_links){.first = "/a"}), "()[first /a]");
    ck_assert_str_eq(filled(&(struct pager_links){.previous = "/b"}), "()[prev /b]");
    ck_assert_str_eq(filled(&(struct pager_links){.next = "/c"}), "()[next /c]");
    ck_assert_str_eq(filled(&(struct pager_links){"some", "/a", "/b", "/c"}), "(some)[first /a][prev /b][next /c]");
}
END_TEST

START_TEST(a_list_that_goes_forward)
{
    ck_assert_str_eq(forward("", "W"), "()[next /staff/complaints?after=W]");
    ck_assert_str_eq(forward("after=V", "W"), "()[first /staff/complaints][next /staff/complaints?after=W]");
    ck_assert_str_eq(forward("after=V", NULL), "()[first /staff/complaints]"); /* the last page, and one whose rows have gone */
}
END_TEST

START_TEST(filters_stay_in_the_links)
{
    const char *shown = forward("view=mine&after=AAAA&q=%E6%B0%B4&lang=en&size=large", "W");
    ck_assert_ptr_nonnull(strstr(shown, "[first /staff/complaints?view=mine&amp;q=%E6%B0%B4]"));
    ck_assert_ptr_nonnull(strstr(shown, "[next /staff/complaints?view=mine&amp;q=%E6%B0%B4&amp;after=W]"));
}
END_TEST

Suite *suite_pager(void);
Suite *suite_pager(void)
{
    Suite *s = suite_create("pager");
    TCase *t = tcase_create("pager");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, words_go_round);
    tcase_add_test(t, unreadable_words_mean_the_first_page);
    tcase_add_test(t, one_page_shows_nothing_but_its_text);
    tcase_add_test(t, each_link_stands_by_itself);
    tcase_add_test(t, a_list_that_goes_forward);
    tcase_add_test(t, filters_stay_in_the_links);
    suite_add_tcase(s, t);
    return s;
}
