#include <check.h>
#include <string.h>

#include "repeat.h"
#include "str.h"

static struct arena *a;

static void setup(void)
{
    a = arena_new(64u << 20);
}

static void teardown(void)
{
    arena_free(a);
}

static const char told[] = "我于2026年8月在贵公司购买重疾险，业务员承诺满期返还全部保费，现在公司只肯退现金价值，要求全额退保并书面道歉。";
static const char again[] = "我在贵公司购买了重疾险，业务员承诺满期返还全部保费，可是现在公司只肯退现金价值，我要求全额退保、书面道歉！";
static const char else_told[] = "理赔材料交了三个月没有任何回音，客服电话一直占线，请尽快处理住院医疗费用的报销问题。";

static int shared(const char *x, const char *y)
{
    uint32_t p[REPEAT_BANDS], q[REPEAT_BANDS];
    int n = 0;
    repeat_signature(x, p);
    repeat_signature(y, q);
    for (size_t i = 0; i < REPEAT_BANDS; i++)
        n += p[i] && p[i] == q[i];
    return n;
}

START_TEST(alike_texts_are_found_and_others_not)
{
    ck_assert_int_ge(repeat_similar(a, told, again), 70);
    ck_assert_int_le(repeat_similar(a, told, else_told), 10);
    ck_assert_int_ge(shared(told, again), 1);
    ck_assert_int_eq(shared(told, else_told), 0);
    ck_assert_int_eq(repeat_similar(a, told, told), 100);
    ck_assert_int_eq(shared(told, told), REPEAT_BANDS);
}
END_TEST

START_TEST(writing_it_otherwise_changes_nothing)
{
    static const char one[] = "Refund of policy ABC123 refused twice!", two[] = "refund  of policy\n ＡＢＣ１２３, refused (twice)";
    ck_assert_int_eq(repeat_similar(a, one, two), 100);
    ck_assert_int_eq(shared(one, two), REPEAT_BANDS);
    ck_assert_int_eq(repeat_similar(a, "𠮷野家𠮷野家", "𠮷野家，𠮷野家"), 100);
}
END_TEST

START_TEST(short_and_empty_texts_have_no_signature)
{
    uint32_t bands[REPEAT_BANDS];
    static const char *const texts[] = {"", "退保", "?!，。 ", "退保退保"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        repeat_signature(texts[i], bands);
        for (size_t b = 0; b < REPEAT_BANDS; b++)
            ck_assert_uint_eq(bands[b], 0);
    }
    ck_assert_int_eq(repeat_similar(a, "", told), 0);
    ck_assert_int_eq(repeat_similar(a, told, "！"), 0);
}
END_TEST

START_TEST(a_very_long_text_is_cut_off)
{
    struct buf text = {.arena = a};
    for (int i = 0; i < 9000; i++)
        buf_printf(&text, "%d", i * 7919 % 100000);
    ck_assert_int_eq(repeat_similar(a, text.p, text.p), 100);
    ck_assert_int_eq(shared(text.p, text.p), REPEAT_BANDS);
}
END_TEST

START_TEST(reasons_are_named_in_order)
{
    const char **all = repeat_reasons(a, REPEAT_PHONE | REPEAT_EMAIL | REPEAT_NAME | REPEAT_REFERENCE | REPEAT_TEXT);
    ck_assert_str_eq(all[0], "same telephone number");
    ck_assert_str_eq(all[4], "similar text");
    ck_assert_str_eq(all[3], "same name");
    ck_assert_ptr_null(all[5]);
    ck_assert_ptr_null(repeat_reasons(a, 0)[0]);
    ck_assert_str_eq(repeat_reasons(a, REPEAT_REFERENCE)[0], "same reference number");
}
END_TEST

Suite *suite_repeat(void);
Suite *suite_repeat(void)
{
    Suite *s = suite_create("repeat");
    TCase *t = tcase_create("repeat");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, alike_texts_are_found_and_others_not);
    tcase_add_test(t, writing_it_otherwise_changes_nothing);
    tcase_add_test(t, short_and_empty_texts_have_no_signature);
    tcase_add_test(t, a_very_long_text_is_cut_off);
    tcase_add_test(t, reasons_are_named_in_order);
    suite_add_tcase(s, t);
    return s;
}
