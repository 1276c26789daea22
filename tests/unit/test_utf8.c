#include <check.h>
#include <string.h>

#include "utf8.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

#define ELLIPSIS "\xe2\x80\xa6"

START_TEST(test_valid)
{
    static const char *const good[] = {
        "", "a", "abcdefgh", "abcdefghijklmnopq", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
        "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "投诉", "abcdefg投诉\xf0\x9f\x98\x80",
    };

    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(utf8_valid(str_of(good[i])), "case %zu", i);
    ck_assert(utf8_valid((struct str){NULL, 0}));
}
END_TEST

START_TEST(test_invalid)
{
    static const char *const bad[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2" "a", "\xe0\x9f\xbf", "\xe0\xa0", "\xe0\xa0" "a",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf0\x90\x80" "a", "\xf0\x90" "a\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe", "abcdefgh\xff", "\xe2\x82\xc0", "\xc2\xc0",
        "\xf1\x7f\x80\x80",
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!utf8_valid(str_of(bad[i])), "case %zu", i);
    ck_assert(!utf8_valid((struct str){"\0", 1}));
    for (size_t at = 0; at < 24; at++) {
        char text[24];

        memset(text, 'a', sizeof(text));
        text[at] = '\0';
        ck_assert(!utf8_valid((struct str){text, sizeof(text)}));
        text[at] = '\x80';
        ck_assert(!utf8_valid((struct str){text, sizeof(text)}));
        text[at] = '\x01';
        ck_assert(utf8_valid((struct str){text, sizeof(text)}));
    }
}
END_TEST

START_TEST(test_length_and_prefix)
{
    struct str s = STR("a投\xf0\x9f\x98\x80z");

    ck_assert_uint_eq(utf8_length(s), 4);
    ck_assert_uint_eq(utf8_length((struct str){NULL, 0}), 0);
    ck_assert_uint_eq(utf8_prefix(s, 0).n, 0);
    ck_assert_uint_eq(utf8_prefix(s, 1).n, 1);
    ck_assert_uint_eq(utf8_prefix(s, 2).n, 4);
    ck_assert_uint_eq(utf8_prefix(s, 3).n, 8);
    ck_assert_uint_eq(utf8_prefix(s, 4).n, 9);
    ck_assert_uint_eq(utf8_prefix(s, 99).n, 9);
}
END_TEST

START_TEST(test_shorten)
{
    ck_assert_str_eq(utf8_shorten(arena, STR("投诉处理"), 2), "投诉" ELLIPSIS);
    ck_assert_str_eq(utf8_shorten(arena, STR("投诉处理"), 4), "投诉处理");
    ck_assert_str_eq(utf8_shorten(arena, STR("a\nb\r\nc\rd"), 20), "a b c d");
    ck_assert_str_eq(utf8_shorten(arena, STR("abc\r"), 20), "abc ");
    ck_assert_str_eq(utf8_shorten(arena, STR(""), 0), "");
    ck_assert_str_eq(utf8_shorten(arena, STR("a"), 0), ELLIPSIS);
}
END_TEST

START_TEST(test_clean)
{
    ck_assert_str_eq(utf8_clean(arena, STR("  a\r\nb\rc\n\nd \n"), true), "a\nb\nc\n\nd");
    ck_assert_str_eq(utf8_clean(arena, STR("a\r\nb\rc\nd"), false), "a b c d");
    ck_assert_str_eq(utf8_clean(arena, STR("a\r\r\nb"), true), "a\n\nb");
    ck_assert_str_eq(utf8_clean(arena, STR("a\tb\x01\x1f\x7f" "c\xc2\x85\xc2\x9f"), true), "a\tbc");
    ck_assert_str_eq(utf8_clean(arena, STR("\x01 a \x02"), true), "a");
    ck_assert_str_eq(utf8_clean(arena, STR("a\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9z"), true), "az");
    ck_assert_str_eq(utf8_clean(arena, STR("a\xe2\x80\xa9\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaaz"), true),
                     "a\xe2\x80\xa9\xe2\x80\xaf\xe2\x81\xa5\xe2\x81\xaaz");
    ck_assert_str_eq(utf8_clean(arena, STR("\xe3\x80\x80投诉\xe3\x80\x80"), false), "投诉");
    ck_assert_str_eq(utf8_clean(arena, STR(" \r\n\t "), true), "");
    ck_assert_str_eq(utf8_clean(arena, STR("a\r"), true), "a");
    ck_assert_str_eq(utf8_clean(arena, (struct str){NULL, 0}, true), "");
    ck_assert_str_eq(utf8_clean(arena, STR("\xc2\xa0\xf0\x9f\x98\x80"), true), "\xc2\xa0\xf0\x9f\x98\x80");
}
END_TEST

START_TEST(test_halfwidth)
{
    ck_assert_str_eq(utf8_halfwidth(arena, STR("１２３－４５\xe3\x80\x80ＡＢｚ～！")), "123-45 ABz~!");
    ck_assert_str_eq(utf8_halfwidth(arena, STR("\xef\xbc\x80\xef\xbd\x9f年a")), "\xef\xbc\x80\xef\xbd\x9f年a");
    ck_assert_str_eq(utf8_halfwidth(arena, (struct str){NULL, 0}), "");
}
END_TEST

START_TEST(test_no_overrun)
{
    /* Callers promise valid text; a broken end must still not be read over. */
    char *cut = arena_strndup(arena, "a\xf0", 2);

    ck_assert_str_eq(utf8_clean(arena, (struct str){cut, 2}, true), "a");
    ck_assert_str_eq(utf8_halfwidth(arena, (struct str){cut, 2}), "a\xf0");
    cut = arena_strndup(arena, "\xe2\x80", 2);
    ck_assert_uint_le(strlen(utf8_clean(arena, (struct str){cut, 2}, true)), 2);
    ck_assert_uint_le(strlen(utf8_halfwidth(arena, (struct str){cut, 2})), 2);
}
END_TEST

Suite *suite_utf8(void);
Suite *suite_utf8(void)
{
    Suite *suite = suite_create("utf8");
    TCase *tc = tcase_create("utf8");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_valid);
    tcase_add_test(tc, test_invalid);
    tcase_add_test(tc, test_length_and_prefix);
    tcase_add_test(tc, test_shorten);
    tcase_add_test(tc, test_clean);
    tcase_add_test(tc, test_halfwidth);
    tcase_add_test(tc, test_no_overrun);
    suite_add_tcase(suite, tc);
    return suite;
}
