#include <check.h>
#include <string.h>

#include "content.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(8 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

START_TEST(written_and_read_again)
{
    struct content_text t = content_empty, back;
    for (int kind = CONTENT_PAGE; kind <= CONTENT_FIGURES; kind++) {
        struct content_text expected = content_empty;
        for (size_t i = 0; i < CONTENT_MEMBERS; i++) {
            content_set(&t, i, arena_printf(arena, "“%s” \\ \n𠮷", content_members[i].name));
            if (content_has((enum content_kind)kind, i))
                content_set(&expected, i, content_get(&t, i));
        }
        ck_assert(content_read(arena, content_write(arena, (enum content_kind)kind, &t), &back));
        ck_assert(content_equal(&back, &expected));
    }
    ck_assert(content_read(arena, "{\"title_zh\":\"x\",\"more\":1,\"number\":5}", &back));
    ck_assert_str_eq(back.title_zh, "x");
    ck_assert_str_eq(back.number, "");
    ck_assert(!content_read(arena, "[]", &back));
    ck_assert(!content_read(arena, "{", &back));
    ck_assert(!content_read(arena, "", &back));
}
END_TEST

START_TEST(addresses)
{
    static const char *const good[] = {"pledge", "our-pledge-2", "a"}, *const bad[] = {"", "Pledge", "a b", "a/b", "privacy", "figures", "诺", "a.b", "12345678901234567890123456789012345678901"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(content_slug_ok(good[i]), "%s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!content_slug_ok(bad[i]), "%s", bad[i]);
    ck_assert(content_is_part("how") && !content_is_part("figures"));
}
END_TEST

START_TEST(periods)
{
    static const struct {
        int year, month, back;
        bool quarter;
        const char *is;
    } cases[] = {
        {2026, 11, 1, false, "2026-10 2026-10 2026-11"}, {2026, 1, 1, false, "2025-12 2025-12 2026-1"}, {2026, 3, 3, false, "2025-12 2025-12 2026-1"},
        {2026, 11, 1, true, "2026-Q3 2026-7 2026-10"},   {2026, 1, 1, true, "2025-Q4 2025-10 2026-1"},  {2026, 3, 2, true, "2025-Q3 2025-7 2025-10"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct content_period p = content_period_of(arena, cases[i].year, cases[i].month, cases[i].quarter, cases[i].back);
        ck_assert_str_eq(arena_printf(arena, "%s %d-%d %d-%d", p.name, p.year, p.month, p.next_year, p.next_month), cases[i].is);
        int year, part;
        bool quarter;
        ck_assert(content_period_read(p.name, &year, &part, &quarter));
        ck_assert_int_eq(year, p.year);
        ck_assert_int_eq(quarter ? part * 3 - 2 : part, p.month);
        ck_assert(quarter == cases[i].quarter);
    }
    static const char *const bad[] = {"", "2026", "2026-13", "2026-0", "2026-Q5", "x-1", "2026-Q", "2026-1x"};
    int year, part;
    bool quarter;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!content_period_read(bad[i], &year, &part, &quarter), "%s", bad[i]);
}
END_TEST

START_TEST(searched)
{
    struct content_text t = content_empty;
    t.title_zh = "ＡＢＣ卡多久能办好？";
    t.title_en = "How LONG?";
    t.body_zh = "一般**五个工作日**，见[说明](/guide)。";
    struct content_shown q = content_show(arena, 7, "", &t);
    static const char *const found[] = {"", "abc", "多久", "long how", "五个工作日", "ＬＯＮＧ 说明", "  办好  "}, *const not[] = {"六个", "abc 六个", "guide", "**"};
    for (size_t i = 0; i < COUNT_OF(found); i++)
        ck_assert_msg(content_finds(arena, &q, found[i]), "%s", found[i]);
    for (size_t i = 0; i < COUNT_OF(not); i++)
        ck_assert_msg(!content_finds(arena, &q, not[i]), "%s", not[i]);
}
END_TEST

START_TEST(of_a_category)
{
    struct content_text a = content_empty, b = content_empty;
    a.category = "claim";
    const struct content_shown list[] = {content_show(arena, 1, "", &a), content_show(arena, 2, "", &b), content_show(arena, 3, "", &a)}, *found[2];
    struct contents c = {.questions = list, .n_questions = 3};
    ck_assert_uint_eq(contents_of_category(&c, "claim", found, 2), 2);
    ck_assert_int_eq(found[1]->id, 3);
    ck_assert_uint_eq(contents_of_category(&c, "claim", found, 1), 1);
    ck_assert_uint_eq(contents_of_category(&c, "", found, 2), 0); /* general ones belong to none */
    ck_assert_uint_eq(contents_of_category(&c, "sale", found, 2), 0);
}
END_TEST

START_TEST(figures_chosen)
{
    struct content_text t = content_empty;
    t.figures = "received,mean_days";
    for (int f = 0; f < FIGURE__COUNT; f++) {
        ck_assert(content_figure_chosen(&t, (enum content_figure)f) == (f == FIGURE_RECEIVED || f == FIGURE_MEAN_DAYS));
        ck_assert_str_ne(content_figure_title((enum content_figure)f), "");
        ck_assert_str_ne(content_figure_definition((enum content_figure)f), "");
    }
}
END_TEST

Suite *suite_content(void);
Suite *suite_content(void)
{
    Suite *s = suite_create("content");
    TCase *t = tcase_create("content");
    tcase_add_checked_fixture(t, start, stop);
    tcase_add_test(t, written_and_read_again);
    tcase_add_test(t, addresses);
    tcase_add_test(t, periods);
    tcase_add_test(t, searched);
    tcase_add_test(t, of_a_category);
    tcase_add_test(t, figures_chosen);
    suite_add_tcase(s, t);
    return s;
}
