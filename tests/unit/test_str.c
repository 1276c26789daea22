#include <check.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "str.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static bool same(struct str s, const char *expected)
{
    return s.n == strlen(expected) && (s.n == 0 || memcmp(s.p, expected, s.n) == 0);
}

START_TEST(test_compare)
{
    ck_assert(str_is(STR("abc"), "abc"));
    ck_assert(!str_is(STR("abc"), "abd"));
    ck_assert(!str_is(STR("abc"), "ab"));
    ck_assert(str_is((struct str){NULL, 0}, ""));
    ck_assert(str_is((struct str){NULL, 0}, NULL));
    ck_assert(str_eq(str_of(NULL), STR("")));
    ck_assert(str_ieq(STR("Content-TYPE"), STR("content-type")));
    ck_assert(!str_ieq(STR("abc"), STR("abd")));
    ck_assert(!str_ieq(STR("abc"), STR("abcd")));
    ck_assert(!str_ieq(STR("@"), STR("`")));
    ck_assert(!str_ieq(STR("["), STR("{")));
    ck_assert(str_starts(STR("abc"), "ab"));
    ck_assert(str_starts(STR("abc"), ""));
    ck_assert(str_starts((struct str){NULL, 0}, ""));
    ck_assert(!str_starts(STR("abc"), "abcd"));
    ck_assert(!str_starts(STR("abc"), "b"));
}
END_TEST

START_TEST(test_hash)
{
    static const char *const texts[] = {"", "a", "b", "1234567", "12345678", "12345679", "123456781", "1234567812345678", "1234567912345678"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            ck_assert_int_eq(str_hash(str_of(texts[i])) == str_hash(str_of(texts[k])), i == k);
    ck_assert(str_hash(STR("a")) != str_hash((struct str){"a\0", 2}));
    ck_assert(str_hash((struct str){"12345678x", 8}) == str_hash(STR("12345678")));
}
END_TEST

START_TEST(test_trim)
{
    ck_assert(same(str_trim(STR("  a b\t\r\n\v\f")), "a b"));
    ck_assert(same(str_trim(STR("\xe3\x80\x80 \xe3\x80\x80" "a\xe3\x80\x80 ")), "a"));
    ck_assert(same(str_trim(STR("\xe3\x80\x81")), "\xe3\x80\x81"));
    ck_assert(same(str_trim(STR("\xe3\x80")), "\xe3\x80"));
    ck_assert(same(str_trim(STR("   ")), ""));
    ck_assert(same(str_trim(STR("\xe3\x80\x80")), ""));
    ck_assert(same(str_trim((struct str){NULL, 0}), ""));
}
END_TEST

START_TEST(test_cut)
{
    struct str s = STR("a,,b,");

    ck_assert(same(str_cut(&s, ','), "a"));
    ck_assert(same(str_cut(&s, ','), ""));
    ck_assert(same(str_cut(&s, ','), "b"));
    ck_assert_ptr_nonnull(s.p);
    ck_assert(same(str_cut(&s, ','), ""));
    ck_assert_ptr_null(s.p);
    ck_assert(same(str_cut(&s, ','), ""));
    ck_assert_str_eq(str_cstr(arena, (struct str){"abc", 2}), "ab");
    ck_assert_str_eq(str_cstr(arena, (struct str){NULL, 0}), "");
}
END_TEST

START_TEST(test_numbers)
{
    static const struct {
        const char *text;
        long long lo, hi;
        bool ok;
        long long value;
    } cases[] = {
        {"0", 0, 9, true, 0},
        {"007", 0, 9, true, 7},
        {"-5", -5, 9, true, -5},
        {"-6", -5, 9, false, 0},
        {"10", -5, 9, false, 0},
        {"", -5, 9, false, 0},
        {"-", -5, 9, false, 0},
        {"+1", -5, 9, false, 0},
        {" 1", -5, 9, false, 0},
        {"1 ", -5, 9, false, 0},
        {"1x", -5, 9, false, 0},
        {"9223372036854775807", LLONG_MIN, LLONG_MAX, true, LLONG_MAX},
        {"-9223372036854775808", LLONG_MIN, LLONG_MAX, true, LLONG_MIN},
        {"9223372036854775808", LLONG_MIN, LLONG_MAX, false, 0},
        {"-9223372036854775809", LLONG_MIN, LLONG_MAX, false, 0},
        {"99999999999999999999999", LLONG_MIN, LLONG_MAX, false, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        long long value = 42;

        ck_assert_msg(str_to_i64(str_of(cases[i].text), cases[i].lo, cases[i].hi, &value) == cases[i].ok, "%s",
                      cases[i].text);
        ck_assert_int_eq(value, cases[i].ok ? cases[i].value : 42);
    }
}
END_TEST

START_TEST(test_buffer)
{
    struct buf b = {.arena = arena};

    ck_assert_str_eq(buf_str(&b).p, "");
    buf_add(&b, "", 0);
    ck_assert_uint_eq(b.n, 0);
    buf_add(&b, (char[600]){"x"}, 600);
    ck_assert_uint_eq(b.n, 600);
    b = (struct buf){.arena = arena};
    buf_adds(&b, "abc");
    buf_addc(&b, 'd');
    buf_printf(&b, "%03d", 7);
    ck_assert_str_eq(b.p, "abcd007");
    buf_printf(&b, "%0500d", 1);
    ck_assert_uint_eq(b.n, 507);
    ck_assert_int_eq(b.p[507], '\0');
    for (int i = 0; i < 1000; i++)
        buf_addc(&b, 'x');
    ck_assert_uint_eq(buf_str(&b).n, 1507);
    ck_assert_int_eq(memcmp(b.p, "abcd007000", 10), 0);
    ck_assert_int_eq(b.p[1507], '\0');
}
END_TEST

START_TEST(test_buffers_side_by_side)
{
    struct buf a = {.arena = arena}, b = {.arena = arena};

    for (int i = 0; i < 2000; i++) {
        buf_addc(&a, 'a');
        buf_addc(&b, 'b');
    }
    ck_assert_uint_eq(strspn(a.p, "a"), 2000);
    ck_assert_uint_eq(strspn(b.p, "b"), 2000);
}
END_TEST

START_TEST(test_hex)
{
    unsigned char out[3] = {9, 9, 9};

    ck_assert_str_eq(str_hex(arena, "\x00\xff\x1a", 3), "00ff1a");
    ck_assert_str_eq(str_hex(arena, "", 0), "");
    ck_assert(str_unhex(STR("00fF1a"), out, 3));
    ck_assert_int_eq(memcmp(out, "\x00\xff\x1a", 3), 0);
    ck_assert(!str_unhex(STR("00ff1"), out, 3));
    ck_assert(!str_unhex(STR("00ff"), out, 3));
    ck_assert(!str_unhex(STR("00ff1g"), out, 3));
    ck_assert(!str_unhex(STR("0:/f1a"), out, 3));
    ck_assert(!str_unhex(STR("0Gff1a"), out, 3));
    ck_assert(!str_unhex(STR("00ff1`"), out, 3));
    ck_assert(!str_unhex(STR("00ff1a/"), out, 3));
    ck_assert_int_eq(memcmp(out, "\x00\xff\x1a", 3), 0);
}
END_TEST

START_TEST(test_base32)
{
    ck_assert_str_eq(str_base32(arena, "", 0), "");
    ck_assert_str_eq(str_base32(arena, "\x00", 1), "00");
    ck_assert_str_eq(str_base32(arena, "\xff", 1), "ZW");
    ck_assert_str_eq(str_base32(arena, "\xff\xff\xff\xff\xff", 5), "ZZZZZZZZ");
    ck_assert_str_eq(str_base32(arena, "foobar", 6), "CSQPYRK1E8");
    ck_assert_uint_eq(strlen(str_base32(arena, "0123456789abcdef", 16)), 26);
}
END_TEST

START_TEST(test_base64)
{
    static const char *const bad[] = {"A", "AAAAA", "AA=", "A+AA", "A/AA", "AA AA", "AB", "AAB", "A\xff", "@A", "[A", "`A", "{A"};
    unsigned char out[64];
    size_t n = 77;

    ck_assert_str_eq(str_base64url(arena, "f", 1), "Zg");
    ck_assert_str_eq(str_base64url(arena, "foobar", 6), "Zm9vYmFy");
    ck_assert_str_eq(str_base64url(arena, "\xff\xef\xbf", 3), "_--_");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!str_unbase64url(str_of(bad[i]), out, sizeof(out), &n), "%s", bad[i]);
    ck_assert(!str_unbase64url(STR("Zm9v"), out, 2, &n));
    ck_assert_uint_eq(n, 77);
    ck_assert(str_unbase64url(STR(""), out, 0, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert(str_unbase64url(STR("_--_"), out, 3, &n));
    ck_assert_int_eq(memcmp(out, "\xff\xef\xbf", 3), 0);
}
END_TEST

START_TEST(test_base64_round)
{
    unsigned char in[50], out[50];

    for (size_t i = 0; i < sizeof(in); i++)
        in[i] = (unsigned char)(i * 37 + 11);
    for (size_t n = 0; n <= sizeof(in); n++) {
        const char *text = str_base64url(arena, in, n);
        size_t got;

        ck_assert(str_unbase64url(str_of(text), out, sizeof(out), &got));
        ck_assert_uint_eq(got, n);
        ck_assert_int_eq(memcmp(in, out, n), 0);
    }
}
END_TEST

Suite *suite_str(void);
Suite *suite_str(void)
{
    Suite *suite = suite_create("str");
    TCase *tc = tcase_create("str");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_compare);
    tcase_add_test(tc, test_hash);
    tcase_add_test(tc, test_trim);
    tcase_add_test(tc, test_cut);
    tcase_add_test(tc, test_numbers);
    tcase_add_test(tc, test_buffer);
    tcase_add_test(tc, test_buffers_side_by_side);
    tcase_add_test(tc, test_hex);
    tcase_add_test(tc, test_base32);
    tcase_add_test(tc, test_base64);
    tcase_add_test(tc, test_base64_round);
    suite_add_tcase(suite, tc);
    return suite;
}
