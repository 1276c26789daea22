#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search.h"
#include "utf8.h"

Suite *suite_search(void);

static struct arena *a;

static void setup(void)
{
    a = arena_new((size_t)64 << 20);
}

static void teardown(void)
{
    arena_free(a);
}

/* "ab|c": the units of a text, with a bar before those that a gap parts from the one before. */
static const char *units_of(const char *text)
{
    struct search_unit *units;
    size_t n = search_units(a, str_of(text), &units);
    struct buf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%.*s", i == 0 ? "" : units[i].gap ? "|" : "+", (int)units[i].n, text + units[i].at);
    return out.n ? out.p : "";
}

START_TEST(texts_are_read_as_characters_and_words)
{
    ck_assert_str_eq(units_of(""), "");
    ck_assert_str_eq(units_of("退保"), "退+保");
    ck_assert_str_eq(units_of("退，保"), "退|保");
    ck_assert_str_eq(units_of("用APP退保3天"), "用+APP+退+保+3+天");
    ck_assert_str_eq(units_of(" a-b  c\n"), "a|b|c");
    ck_assert_str_eq(units_of("。！、"), "");
    ck_assert_str_eq(units_of("𠮷野家"), "𠮷+野+家");
}
END_TEST

static bool same_word(const char *one, const char *other)
{
    struct search_unit *x, *y;
    return search_units(a, str_of(one), &x) == 1 && search_units(a, str_of(other), &y) == 1 && x[0].key == y[0].key;
}

START_TEST(case_and_width_do_not_count)
{
    ck_assert(same_word("Refund", "ＲＥＦＵＮＤ"));
    ck_assert(same_word("２０２６", "2026"));
    ck_assert(same_word("É", "é"));
    ck_assert(same_word("Ж", "ж"));
    ck_assert(!same_word("refund", "refunds"));
    ck_assert(!same_word("ab", "ba"));
    ck_assert(!same_word("a", "b"));
}
END_TEST

static bool finds(const char *typed, const char *text)
{
    struct search_query query;
    struct search_found found;
    const struct search_text texts[] = {{"title", ""}, {"told", text}};
    return search_read(a, typed, &query) && search_judge(a, &query, texts, 2, &found);
}

START_TEST(words_and_phrases)
{
    ck_assert(finds("退保", "我要退保。"));
    ck_assert(!finds("退保", "我要退还保费。"));
    ck_assert(!finds("退保", "退，保"));
    ck_assert(finds("信用卡", "办了信用卡"));
    ck_assert(!finds("信用卡", "信用不好，用卡受限"));
    ck_assert(finds("退保 柜面", "柜面说不能退保"));
    ck_assert(!finds("退保 经理", "柜面说不能退保"));
    ck_assert(finds("退保，柜面", "柜面说不能退保"));
    ck_assert(finds("refund late", "Late REFUND"));
    ck_assert(!finds("\"refund late\"", "Late refund"));
    ck_assert(finds("\"late refund\"", "a late\n refund"));
    ck_assert(finds("“late refund”", "a late, refund"));
    ck_assert(finds("2026-08-21", "on 2026-08-21"));
    ck_assert(!finds("2026-08-21", "on 2026-08 or 21"));
    ck_assert(finds("APP闪退", "APP 闪退了"));
    ck_assert(finds("app 闪退", "手机ＡＰＰ总是闪退"));
    ck_assert(finds("退保 我", "我要退保"));
    ck_assert(!finds("退保 他", "我要退保"));
}
END_TEST

START_TEST(nothing_to_look_for)
{
    struct search_query query;
    ck_assert(!search_read(a, "", &query));
    ck_assert(!search_read(a, "  \u3000 ", &query));
    ck_assert(!search_read(a, "退", &query));
    ck_assert(!search_read(a, "退 保 费", &query));
    ck_assert(!search_read(a, "，。“”\"\"", &query));
    ck_assert(search_read(a, "x", &query));
    ck_assert(search_read(a, "\"退保", &query));
}
END_TEST

START_TEST(more_than_it_takes_is_left_out)
{
    struct buf typed = {.arena = a};
    struct search_query query;
    for (int i = 0; i < 60; i++)
        buf_printf(&typed, "w%d ", i);
    ck_assert(search_read(a, typed.p, &query));
    ck_assert_uint_eq(query.n, SEARCH_PHRASES);
    ck_assert_uint_le(query.n_terms, SEARCH_TERMS);
    ck_assert(search_read(a, "退保退保退保退保", &query));
    ck_assert_uint_eq(query.n_terms, 2);
}
END_TEST

static const char *shown(const struct search_piece *pieces, size_t n)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, pieces[i].hit ? "[%s]" : "%s", pieces[i].text);
    return out.n ? out.p : "";
}

START_TEST(passages_show_what_was_found)
{
    struct search_query query;
    struct search_found found;
    const struct search_text texts[] = {{"title", "关于退保的投诉"}, {"told", "我去年在柜面办了保险，今年想退保，柜面说不能退保。"}, {"note", "经理同意退款"}};
    ck_assert(search_read(a, "退保 经理", &query));
    ck_assert(search_judge(a, &query, texts, 3, &found));
    ck_assert_str_eq(shown(found.title, found.n_title), "关于[退保]的投诉");
    ck_assert_uint_eq(found.n, 2);
    ck_assert_str_eq(found.passages[0].label, "told");
    ck_assert_str_eq(shown(found.passages[0].pieces, found.passages[0].n), "我去年在柜面办了保险，今年想[退保]，柜面说不能[退保]。");
    ck_assert_str_eq(shown(found.passages[1].pieces, found.passages[1].n), "[经理]同意退款");
    ck_assert(!found.passages[0].cut_before && !found.passages[0].cut_after);
}
END_TEST

START_TEST(long_texts_are_cut_at_characters)
{
    struct buf text = {.arena = a};
    struct search_query query;
    struct search_found found;
    for (int i = 0; i < 40; i++)
        buf_printf(&text, "%s\n", i % 10 == 5 ? "这里写着退保两个字。" : "其它的话很长很长，没有要找的东西。");
    const struct search_text texts[] = {{"title", ""}, {"told", text.p}};
    ck_assert(search_read(a, "退保", &query));
    ck_assert(search_judge(a, &query, texts, 2, &found));
    ck_assert_uint_eq(found.n, SEARCH_PASSAGES);
    for (size_t i = 0; i < found.n; i++) {
        ck_assert(found.passages[i].cut_before && found.passages[i].cut_after);
        const char *words = shown(found.passages[i].pieces, found.passages[i].n);
        ck_assert_ptr_nonnull(strstr(words, "[退保]"));
        ck_assert_ptr_null(strchr(words, '\n'));
        ck_assert_uint_lt(strlen(words), 500);
        ck_assert(utf8_valid(str_of(words)));
    }
}
END_TEST

/* Whatever stands in a text, its pieces put together are a part of it, and nothing is read past its end. */
START_TEST(hostile_texts)
{
    static const char *const typed[] = {"ab", "退保", "\"a b\"", "a保", "保a 退保", "\xe9\x80 ab"};
    srand(7);
    for (int round = 0; round < 4000; round++) {
        char text[200];
        size_t n = (size_t)(rand() % 190);
        for (size_t i = 0; i < n; i++) {
            static const char likely[] = "ab \xe9\x80\x80\xe4\xbf\x9d\xef\xbc\xa1\xf0\xff\xc2\xe3\x80\x82\"<\n";
            text[i] = rand() % 8 ? likely[(size_t)rand() % (sizeof likely - 1)] : (char)(rand() % 255 + 1);
        }
        text[n] = '\0';
        const struct search_text texts[] = {{"title", text}, {"told", text}};
        struct search_query query;
        struct search_found found;
        if (!search_read(a, typed[(size_t)round % COUNT_OF(typed)], &query) || !search_judge(a, &query, texts, 2, &found))
            continue;
        struct buf whole = {.arena = a};
        for (size_t i = 0; i < found.n_title; i++)
            buf_adds(&whole, found.title[i].text);
        ck_assert_uint_eq(whole.n, n);
        ck_assert_uint_ge(found.n + found.n_title, 2);
        if (round % 200 == 0)
            arena_reset(a);
    }
    struct search_query query;
    char *odd = arena_strdup(a, "\xf0\x9f");
    ck_assert(!search_read(a, odd, &query));
}
END_TEST

START_TEST(many_hits_in_one_text)
{
    struct buf text = {.arena = a};
    struct search_query query;
    struct search_found found;
    for (int i = 0; i < 3000; i++)
        buf_adds(&text, "退保 x ");
    const struct search_text texts[] = {{"title", text.p}, {"told", text.p}, {"note", "经理"}};
    ck_assert(search_read(a, "退保 经理", &query));
    ck_assert(search_judge(a, &query, texts, 3, &found));
    struct buf whole = {.arena = a};
    for (size_t i = 0; i < found.n_title; i++)
        buf_adds(&whole, found.title[i].text);
    ck_assert_str_eq(whole.p, text.p);
}
END_TEST

START_TEST(bits_are_stored_short_and_long)
{
    uint8_t bytes[SEARCH_BITS_BYTES];
    for (unsigned step = 1; step < 5000; step = step * 3 + 1) {
        struct search_bits bits = {{0}}, again;
        size_t members = 0;
        for (unsigned place = 0; place < SEARCH_BLOCK; place += step, members++)
            search_bits_set(&bits, place);
        size_t n = search_bits_write(&bits, bytes);
        ck_assert_uint_eq(n, members * 2 < SEARCH_BITS_BYTES ? members * 2 : SEARCH_BITS_BYTES);
        ck_assert(search_bits_read((struct str){(char *)bytes, n}, &again));
        ck_assert_mem_eq(&bits, &again, sizeof bits);
        ck_assert(search_bits_has(&again, 0));
        ck_assert(step == 1 || !search_bits_has(&again, 1));
    }
    struct search_bits none;
    ck_assert(!search_bits_read(STR("x"), &none));
    ck_assert(!search_bits_read(STR("\xff\xff"), &none));
    ck_assert(search_bits_read(STR(""), &none));
}
END_TEST

START_TEST(terms_are_sorted_and_single)
{
    struct search_terms terms = {.arena = arena_new((size_t)16 << 20)};
    for (unsigned place = 30; place-- > 0;) {
        search_add(&terms, place, STR("退保退保 refund 2026"));
        search_add(&terms, place, STR("退保"));
    }
    search_sort(&terms);
    ck_assert_uint_eq(terms.n, 30 * 4); /* 退保, 保退, refund, 2026 */
    size_t runs = 0;
    for (size_t i = 0; i < terms.n; i = search_run_end(&terms, i), runs++)
        ck_assert_uint_eq(search_run_end(&terms, i) - i, 30);
    ck_assert_uint_eq(runs, 4);
    for (size_t i = 1; i < terms.n; i++)
        ck_assert_uint_lt(terms.pairs[i - 1], terms.pairs[i]);
    arena_free(terms.arena);
}
END_TEST

/* Every term that is asked for is one that the index of a fitting text has: or it would never be found. */
START_TEST(what_is_asked_for_is_what_was_indexed)
{
    static const char *const pairs[][2] = {{"ＡＰＰ闪退", "app 闪退"}, {"2026-08-21", "（2026－08－21）"}, {"“退保 refund”", "退保、Refund"}, {"信用卡 HT2024", "信用卡号ht2024。"}};
    for (size_t p = 0; p < COUNT_OF(pairs); p++) {
        struct search_terms terms = {.arena = arena_new((size_t)1 << 20)};
        struct search_query query;
        search_add(&terms, 0, str_of(pairs[p][1]));
        search_sort(&terms);
        ck_assert(search_read(a, pairs[p][0], &query));
        for (size_t i = 0; i < query.n_terms; i++) {
            size_t k = 0;
            while (k < terms.n && (int64_t)(terms.pairs[k] >> 16) != query.terms[i])
                k++;
            ck_assert_msg(k < terms.n, "a term of %s is not in the index", pairs[p][0]);
        }
        arena_free(terms.arena);
    }
}
END_TEST

Suite *suite_search(void)
{
    Suite *s = suite_create("search");
    TCase *c = tcase_create("search");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, texts_are_read_as_characters_and_words);
    tcase_add_test(c, case_and_width_do_not_count);
    tcase_add_test(c, words_and_phrases);
    tcase_add_test(c, nothing_to_look_for);
    tcase_add_test(c, more_than_it_takes_is_left_out);
    tcase_add_test(c, passages_show_what_was_found);
    tcase_add_test(c, long_texts_are_cut_at_characters);
    tcase_add_test(c, hostile_texts);
    tcase_add_test(c, many_hits_in_one_text);
    tcase_add_test(c, bits_are_stored_short_and_long);
    tcase_add_test(c, terms_are_sorted_and_single);
    tcase_add_test(c, what_is_asked_for_is_what_was_indexed);
    suite_add_tcase(s, c);
    return s;
}
