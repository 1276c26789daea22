#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "view_fixture.h"

static const char *dir;
static struct arena *arena;

static void set_up(void)
{
    static const struct fixture_text texts[] = {
        FIXTURE_TEXT("%lld day\0%lld days", "%lld 天"),
        FIXTURE_TEXT("%s has %d", "%s 有 %d 件"),
        FIXTURE_TEXT("Home", "首页"),
    };
    dir = fixture_dir();
    arena = arena_new(1 << 20);
    fixture_catalogue(dir, texts, COUNT_OF(texts));
}

static void tear_down(void)
{
    arena_free(arena);
    fixture_drop(dir);
}

START_TEST(missing_catalogue_stops_the_start)
{
    const char *empty = fixture_dir();
    ck_assert_int_eq(text_start(empty), ERR_CONFIG);
    fixture_drop(empty);
    ck_assert_int_eq(text_start(dir), ERR_NONE);
}
END_TEST

START_TEST(texts_in_both_languages)
{
    ck_assert_int_eq(text_start(dir), ERR_NONE);
    ck_assert_str_eq(text_in(LANG_ZH, "Home"), "首页");
    ck_assert_str_eq(text_in(LANG_EN, "Home"), "Home");
    ck_assert_str_eq(text_in(LANG_ZH, "Never translated"), "Never translated");
    ck_assert_str_eq(text_in(LANG_ZH, ""), "");
    ck_assert_str_eq(text_in(LANG_ZH, NULL), "");
    /* What was answered once belongs to the words, not to where they stood. */
    char place[16] = "Home";
    ck_assert_str_eq(text_in(LANG_ZH, place), "首页");
    memcpy(place, "Unknown", sizeof "Unknown");
    const char *unknown = text_in(LANG_ZH, place);
    memcpy(place, "Home", sizeof "Home");
    ck_assert_str_eq(unknown, "Unknown");
    ck_assert_str_eq(text_in(LANG_ZH, place), "首页");
    ck_assert_str_eq(text_f(arena, LANG_ZH, "%s has %d", "李静", 3), "李静 有 3 件");
    ck_assert_str_eq(text_f(arena, LANG_EN, "%s has %d", "Li", 3), "Li has 3");
}
END_TEST

START_TEST(the_starter_s_locale_does_not_matter)
{
    setenv("LC_ALL", "xx_XX.latin1", 1);
    setenv("LANGUAGE", "fr", 1);
    ck_assert_int_eq(text_start(dir), ERR_NONE);
    ck_assert_str_eq(text_in(LANG_ZH, "Home"), "首页");
    unsetenv("LC_ALL");
}
END_TEST

START_TEST(counts)
{
    ck_assert_int_eq(text_start(dir), ERR_NONE);
    ck_assert_str_eq(text_count(arena, LANG_EN, "%lld day", "%lld days", 1), "1 day");
    ck_assert_str_eq(text_count(arena, LANG_EN, "%lld day", "%lld days", 0), "0 days");
    ck_assert_str_eq(text_count(arena, LANG_EN, "%lld day", "%lld days", 21), "21 days");
    ck_assert_str_eq(text_count(arena, LANG_ZH, "%lld day", "%lld days", 1), "1 天");
    ck_assert_str_eq(text_count(arena, LANG_ZH, "%lld day", "%lld days", 40), "40 天");
    ck_assert_str_eq(text_count(arena, LANG_EN, "one", "many", 2), "many");
}
END_TEST

START_TEST(language_codes)
{
    enum lang lang = LANG_EN;
    ck_assert(lang_from_code("zh", &lang));
    ck_assert_int_eq(lang, LANG_ZH);
    ck_assert(lang_from_code("en", &lang));
    ck_assert_int_eq(lang, LANG_EN);
    ck_assert(!lang_from_code("fr", &lang));
    ck_assert(!lang_from_code("", &lang));
    ck_assert(!lang_from_code(NULL, &lang));
    ck_assert_int_eq(lang, LANG_EN);
    ck_assert_str_eq(lang_tag(LANG_ZH), "zh-CN");
    ck_assert_str_eq(lang_tag(LANG_EN), "en");
}
END_TEST

START_TEST(language_of_a_browser)
{
    static const struct {
        const char *header;
        enum lang lang;
    } cases[] = {
        {"", LANG_ZH},
        {"en-GB,en;q=0.9,zh;q=0.5", LANG_EN},
        {"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH},
        {"fr,de;q=0.9", LANG_ZH},
        {"fr, en;q=0.3", LANG_EN},
        {"en;q=0.2, zh;q=0.30", LANG_ZH},
        {"en;q=0, zh;q=0.001", LANG_ZH},
        {"EN", LANG_EN},
        {"english", LANG_ZH},
        {"en;q=x,,;;=,zh", LANG_ZH},
        {"en;q=", LANG_ZH},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(lang_from_header(cases[i].header) == cases[i].lang, "header \"%s\"", cases[i].header);
}
END_TEST

START_TEST(names_in_two_languages)
{
    ck_assert_str_eq(lang_pick(LANG_ZH, "水务局", "Water"), "水务局");
    ck_assert_str_eq(lang_pick(LANG_EN, "水务局", "Water"), "Water");
    ck_assert_str_eq(lang_pick(LANG_EN, "水务局", ""), "水务局");
    ck_assert_str_eq(lang_pick(LANG_ZH, NULL, "Water"), "Water");
    ck_assert_str_eq(lang_pick(LANG_ZH, NULL, NULL), "");
}
END_TEST

Suite *suite_text(void);
Suite *suite_text(void)
{
    Suite *s = suite_create("text");
    TCase *t = tcase_create("text");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, missing_catalogue_stops_the_start);
    tcase_add_test(t, texts_in_both_languages);
    tcase_add_test(t, the_starter_s_locale_does_not_matter);
    tcase_add_test(t, counts);
    tcase_add_test(t, language_codes);
    tcase_add_test(t, language_of_a_browser);
    tcase_add_test(t, names_in_two_languages);
    suite_add_tcase(s, t);
    return s;
}
