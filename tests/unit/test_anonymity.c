#include <check.h>
#include <string.h>

#include "anonymity.h"

/* Who can be recognised in a text: every kind that is looked for, and what is none of them. */

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(8u << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

static const struct anonymity_known none;

static size_t find(const char *text, const struct anonymity_known *known, struct anonymity_passage **ret_list)
{
    size_t n;
    anonymity_find(arena, text, known, ret_list, &n);
    return n;
}

static void finds(const char *text, enum anonymity_kind kind, const char *passage)
{
    struct anonymity_passage *list;
    size_t n = find(text, &none, &list);
    ck_assert_msg(n == 1, "“%s” has %zu passages", text, n);
    ck_assert_msg(list[0].kind == kind, "“%s” is of kind %d", text, (int)list[0].kind);
    ck_assert_str_eq(arena_strndup(arena, text + list[0].at, list[0].n), passage);
}

static void finds_nothing(const char *text)
{
    struct anonymity_passage *list;
    size_t n = find(text, &none, &list);
    ck_assert_msg(n == 0, "“%s” has “%s”", text, n ? arena_strndup(arena, text + list[0].at, list[0].n) : "");
}

START_TEST(numbers)
{
    finds("电话13812345678，多次未接", ANONYMITY_PHONE, "13812345678");
    finds("call 138-1234-5678 again", ANONYMITY_PHONE, "138-1234-5678");
    finds("电话１３８１２３４５６７８。", ANONYMITY_PHONE, "１３８１２３４５６７８");
    finds("致电 010-62345678 无人接", ANONYMITY_PHONE, "010-62345678");
    finds("身份证11010119900307123X的客户", ANONYMITY_IDENTITY, "11010119900307123X");
    finds("卡号 6222 0212 3456 7890 123 扣款", ANONYMITY_IDENTITY, "6222 0212 3456 7890 123");
    finds("见 TS-2026-1122-0042 一案", ANONYMITY_NUMBER, "TS-2026-1122-0042");
    finds("保单号 P2024000123 已退保", ANONYMITY_NUMBER, "P2024000123");
    finds("write to li.lei@example.com today", ANONYMITY_EMAIL, "li.lei@example.com");
}
END_TEST

START_TEST(things)
{
    finds("车牌京A·12345被剐蹭", ANONYMITY_PLATE, "京A·12345");
    finds("住在幸福小区8号楼的客户", ANONYMITY_ADDRESS, "住在幸福小区8号");
    finds("由王女士反映", ANONYMITY_PERSON, "王女士");
    finds("找到陈国强经理", ANONYMITY_PERSON, "陈国强经理");
}
END_TEST

START_TEST(plain)
{
    finds_nothing("客户反映2026-08-21扣费1200.50元，7个工作日未答复。");
    finds_nothing("The answer came 15 days late; 3 of 20 cases were alike.");
    finds_nothing("已按第12号文件办理");
    finds_nothing("");
}
END_TEST

START_TEST(known_names)
{
    const char *const names[] = {"欧阳 娜娜", "Zhang San", "王", "甲"};
    const struct anonymity_known known = {names, 4};
    struct anonymity_passage *list;
    const char *text = "欧阳娜娜说，zhang san 与 Zhang Sanders 不同；王字不算。";
    size_t n = find(text, &known, &list);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(list[0].kind, ANONYMITY_NAME);
    ck_assert_uint_eq(list[0].at, 0);
    ck_assert_str_eq(arena_strndup(arena, text + list[1].at, list[1].n), "zhang san");
}
END_TEST

START_TEST(in_order)
{
    struct anonymity_passage *list;
    size_t n = find("a@b.cn 与 13800000000 与 京B12345", &none, &list);
    ck_assert_uint_eq(n, 3);
    for (size_t i = 1; i < n; i++)
        ck_assert_uint_ge(list[i].at, list[i - 1].at + list[i - 1].n);
    for (int k = ANONYMITY_NAME; k < ANONYMITY_KIND__END; k++)
        ck_assert(*anonymity_title((enum anonymity_kind)k));
}
END_TEST

Suite *suite_anonymity(void);
Suite *suite_anonymity(void)
{
    Suite *s = suite_create("anonymity");
    TCase *c = tcase_create("anonymity");
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, numbers);
    tcase_add_test(c, things);
    tcase_add_test(c, plain);
    tcase_add_test(c, known_names);
    tcase_add_test(c, in_order);
    suite_add_tcase(s, c);
    return s;
}
