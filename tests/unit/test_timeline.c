#include <check.h>
#include <stdio.h>
#include <string.h>

#include "complaint_flow.h"
#include "timeline.h"

Suite *suite_timeline(void);

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(1 << 20);
}

static void teardown(void)
{
    arena_free(arena);
}

START_TEST(every_action_has_its_kind)
{
    for (int i = 0; i < ACTION__COUNT; i++)
        ck_assert_ptr_nonnull(timeline_kind(flow_action((enum complaint_action)i)->event));
    ck_assert_ptr_null(timeline_kind("unheard of"));
    ck_assert_ptr_null(timeline_kind(""));
}
END_TEST

START_TEST(what_is_internal_has_no_public_line)
{
    static const char *const kinds[] = {"submitted", "accepted", "rejected", "assigned",       "note",      "message",           "asked",
                                        "replied",   "closed",   "reopened", "supplied",       "withdraw_asked", "withdrawn", "withdraw_declined",
                                        "rated",     "revealed", "unsealed", "indexed",        "read"};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        const struct timeline_kind *kind = timeline_kind(kinds[i]);
        ck_assert_ptr_nonnull(kind);
        /* A look at a sealed identity is internal, and its owner is told. */
        bool told = kind->class != EVENT_CLASS_INTERNAL || strcmp(kinds[i], "unsealed") == 0;
        ck_assert_msg(told == (kind->public_line != NULL), "%s", kinds[i]);
        ck_assert_str_ne(kind->icon, "");
        ck_assert_str_ne(kind->sentence, "");
    }
}
END_TEST

START_TEST(icons_are_in_the_sprite)
{
    static const char *const kinds[] = {"submitted", "accepted", "rejected", "assigned", "note", "message", "asked", "replied", "closed", "reopened",
                                        "supplied", "withdraw_asked", "withdrawn", "withdraw_declined", "rated", "revealed", "unsealed", "indexed", "read"};
    static const char sprite[] = " arrow-back-up arrow-forward-up ban circle-check circle-x clipboard-check eye inbox key lock message refresh send "
                                 "shield-lock star upload ";
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        ck_assert_ptr_nonnull(strstr(sprite, arena_printf(arena, " %s ", timeline_kind(kinds[i])->icon)));
}
END_TEST

START_TEST(data_written_and_read)
{
    ck_assert_str_eq(timeline_data(arena, NULL, NULL), "{}");
    ck_assert_str_eq(timeline_data(arena, "a", "1", NULL), "{\"a\":\"1\"}");
    ck_assert_str_eq(timeline_data(arena, "a", NULL, "b", "2", "c", NULL, NULL), "{\"b\":\"2\"}");
    const char *data = timeline_data(arena, "department", "客户\"服务\"部", "line", "一\n二\t\\三\x7f", "empty", "", NULL);
    ck_assert_str_eq(data, "{\"department\":\"客户\\\"服务\\\"部\",\"line\":\"一\\u000a二\\u0009\\\\三\\u007f\",\"empty\":\"\"}");
    ck_assert_str_eq(timeline_get(arena, data, "department"), "客户\"服务\"部");
    ck_assert_str_eq(timeline_get(arena, data, "line"), "一\n二\t\\三\x7f");
    ck_assert_str_eq(timeline_get(arena, data, "empty"), "");
    ck_assert_str_eq(timeline_get(arena, data, "absent"), "");
    ck_assert_str_eq(timeline_get(arena, data, "客户"), "");
}
END_TEST

static const struct {
    const char *data, *value; /* of "k" */
} texts[] = {
    {"{\"k\":\"v\"}", "v"},
    {" { \"a\" : 12 , \"k\" : -3.5e2 } ", "-3.5e2"},
    {"{\"k\":7}", "7"},
    {"{\"k\":\"\\u4e2d\\u00e9\\u0041\\/\\b\\f\\n\\r\\t\"}", "中éA/\b\f\n\r\t"},
    {"{\"k\":\"\\ud83d\\u0000x\"}", "x"},
    {"{\"k\":\"first\",\"k\":\"second\"}", "first"},
    {"", ""},
    {"{}", ""},
    {"{", ""},
    {"{\"k\"", ""},
    {"{\"k\":", ""},
    {"{\"k\":}", ""},
    {"{\"k\":\"v", ""},
    {"{\"k\":\"\\x\"}", ""},
    {"{\"k\":\"\\u12\"}", ""},
    {"{\"k\":\"\\u12zz\"}", ""},
    {"{\"k\":\"\\", ""},
    {"{\"a\":{\"k\":\"v\"}}", ""},
    {"{\"a\":[1],\"k\":\"v\"}", ""},
    {"{k:\"v\"}", ""},
    {"[\"k\",\"v\"]", ""},
    {"{\"a\":\"k\" \"k\":\"v\"}", ""},
};

START_TEST(reads_what_it_can)
{
    ck_assert_str_eq(timeline_get(arena, texts[_i].data, "k"), texts[_i].value);
}
END_TEST

Suite *suite_timeline(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tc = tcase_create("timeline");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, every_action_has_its_kind);
    tcase_add_test(tc, what_is_internal_has_no_public_line);
    tcase_add_test(tc, icons_are_in_the_sprite);
    tcase_add_test(tc, data_written_and_read);
    tcase_add_loop_test(tc, reads_what_it_can, 0, (int)COUNT_OF(texts));
    suite_add_tcase(suite, tc);
    return suite;
}
