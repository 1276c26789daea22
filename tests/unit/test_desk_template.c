#include <check.h>

#include "desk_template.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 16);
}

static void stop(void)
{
    arena_free(arena);
}

static const struct desk_template_data data = {.number = "TS-1", .title = "{due} twice", .unit = "江苏省分公司", .due = "2026年9月4日", .category = "理赔", .handler = "", .today = NULL};

START_TEST(test_fills)
{
    ck_assert_str_eq(desk_template_fill(arena, "您的投诉 {number}（{category}）由{unit}办理，{due}前答复。", &data),
                     "您的投诉 TS-1（理赔）由江苏省分公司办理，2026年9月4日前答复。");
    ck_assert_str_eq(desk_template_fill(arena, "", &data), "");
    ck_assert_str_eq(desk_template_fill(arena, "no placeholders", &data), "no placeholders");
    ck_assert_str_eq(desk_template_fill(arena, "{number}{number}", &data), "TS-1TS-1");
}
END_TEST

START_TEST(test_what_is_filled_in_is_not_looked_at_again)
{
    ck_assert_str_eq(desk_template_fill(arena, "{title}", &data), "{due} twice");
}
END_TEST

START_TEST(test_what_is_missing_stands_out)
{
    ck_assert_str_eq(desk_template_fill(arena, "{handler} and {today}", &data), "[…] and […]");
    ck_assert(desk_template_gaps(desk_template_fill(arena, "Mr {handler}", &data)));
    ck_assert(desk_template_gaps("您于 [...] 来电") && desk_template_gaps("【…】"));
    ck_assert(!desk_template_gaps(desk_template_fill(arena, "{number} {amount} … [] ...", &data)));
}
END_TEST

START_TEST(test_unknown_stays)
{
    static const char *const same[] = {"{amount}", "{", "}", "{number", "{ number}", "{{", "a {b {c", "{}"};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        ck_assert_str_eq(desk_template_fill(arena, same[i], &data), same[i]);
    ck_assert_str_eq(desk_template_fill(arena, "{{number}}", &data), "{TS-1}");
    ck_assert_str_eq(desk_template_fill(arena, "{b{number}", &data), "{bTS-1");
}
END_TEST

START_TEST(test_below)
{
    ck_assert_str_eq(desk_template_below(arena, "", "text"), "text");
    ck_assert_str_eq(desk_template_below(arena, "written", ""), "written");
    ck_assert_str_eq(desk_template_below(arena, "written", "text"), "written\n\ntext");
}
END_TEST

Suite *suite_desk_template(void);
Suite *suite_desk_template(void)
{
    Suite *suite = suite_create("desk_template");
    TCase *tests = tcase_create("templates");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_fills);
    tcase_add_test(tests, test_what_is_filled_in_is_not_looked_at_again);
    tcase_add_test(tests, test_what_is_missing_stands_out);
    tcase_add_test(tests, test_unknown_stays);
    tcase_add_test(tests, test_below);
    suite_add_tcase(suite, tests);
    return suite;
}
