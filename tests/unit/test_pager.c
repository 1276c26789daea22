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

static const char *filled(const struct pager_place *place, const struct pager_rows *rows)
{
    struct tpl *t = tpl_new(arena, TPL_ERROR_PUBLIC);
    struct buf out = {.arena = arena};
    pager_fill(&page, t, place, rows);
    ck_assert_int_eq(tpl_render(t, LANG_EN, &out), ERR_NONE);
    return out.n > 0 ? out.p : "";
}

static struct pager_place asked(const char *field, struct pager_key key)
{
    page.req->query = str_of(arena_printf(arena, "%s=%s", field, pager_word(arena, key)));
    return pager_read(&page);
}

START_TEST(words_go_round)
{
    static const struct pager_key keys[] = {{0, 0}, {1, 2}, {INT64_MAX, INT64_MIN}, {-1, INT64_MAX}, {INT64_C(1787300000000000), 1000000}};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct pager_place after = asked("after", keys[i]), before = asked("before", keys[i]);
        ck_assert(after.given && !after.before && before.given && before.before);
        ck_assert(after.key.value == keys[i].value && after.key.id == keys[i].id && before.key.id == keys[i].id);
    }
}
END_TEST

START_TEST(unreadable_words_mean_the_first_page)
{
    static const char *const queries[] = {"", "after=", "after=x", "after=AAAA", "before=!!!!", "after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                          "after=%00", "after=a&after=b"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        page.req->query = str_of(queries[i]);
        ck_assert_msg(!pager_read(&page).given, "%s", queries[i]);
    }
}
END_TEST

START_TEST(one_page_shows_nothing_but_its_text)
{
    struct pager_place first = {0};
    struct pager_rows rows = {.n = 3};
    ck_assert_str_eq(filled(&first, &rows), "");
    rows.text = "3 complaints";
    ck_assert_str_eq(filled(&first, &rows), "(3 complaints)");
}
END_TEST

START_TEST(links_by_direction)
{
    struct pager_rows rows = {.n = 2, .first = {10, 1}, .last = {20, 2}, .more = true};
    const char *prev = arena_printf(arena, "[prev /staff/complaints?before=%s]", pager_word(arena, rows.first));
    const char *next = arena_printf(arena, "[next /staff/complaints?after=%s]", pager_word(arena, rows.last));
    const char *first = "[first /staff/complaints]";

    struct pager_place place = {0};
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s", next));
    place = asked("after", (struct pager_key){5, 5});
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s%s%s", first, prev, next));
    rows.more = false;
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s%s", first, prev));
    place = asked("before", (struct pager_key){30, 3}); /* came from later rows, none are earlier */
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s", next));
    rows.more = true;
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s%s%s", first, prev, next));
    rows.n = 0; /* the last rows went while somebody paged: there is a way back */
    rows.more = false;
    place = asked("after", (struct pager_key){5, 5});
    ck_assert_str_eq(filled(&place, &rows), arena_printf(arena, "()%s", first));
}
END_TEST

START_TEST(filters_stay_in_the_links)
{
    struct pager_rows rows = {.n = 1, .last = {1, 1}, .more = true};
    struct pager_place place = {0};
    page.req->query = STR("view=mine&after=AAAA&q=%E6%B0%B4&lang=en&before=x&size=large");
    ck_assert_ptr_nonnull(strstr(filled(&place, &rows), "[next /staff/complaints?view=mine&amp;q=%E6%B0%B4&amp;after="));
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
    tcase_add_test(t, links_by_direction);
    tcase_add_test(t, filters_stay_in_the_links);
    suite_add_tcase(s, t);
    return s;
}
