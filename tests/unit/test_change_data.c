#include <check.h>
#include <string.h>

#include "change_data.h"
#include "str.h"

static struct arena *arena;

static void up(void)
{
    arena = arena_new(1 << 20);
}

static void down(void)
{
    arena_free(arena);
}

START_TEST(what_is_written_can_be_read)
{
    const struct change_field fields[] = {
        {"name_zh", "客户\"服务\"部", "线\\上\n客服"}, {"code", NULL, "A-1"}, {"deputy", "李静", NULL}, {"note", "", "\x01\x1f\t<b>&amp;"},
    };
    const char *data = change_data(arena, fields, 4);
    struct change_field *read;
    size_t n;
    ck_assert_ptr_nonnull(data);
    ck_assert_int_eq(change_data_read(arena, data, &read, &n), ERR_NONE);
    ck_assert_uint_eq(n, 4);
    for (size_t i = 0; i < n; i++) {
        ck_assert_str_eq(read[i].name, fields[i].name);
        ck_assert_pstr_eq(read[i].before, fields[i].before);
        ck_assert_pstr_eq(read[i].after, fields[i].after);
    }
}
END_TEST

START_TEST(the_text_is_json)
{
    const struct change_field fields[] = {{"a", NULL, "x"}, {"b", "1", "1"}, {"c", "y", "\"\x02"}};
    ck_assert_str_eq(change_data(arena, fields, 3), "{\"a\":[null,\"x\"],\"c\":[\"y\",\"\\\"\\u0002\"]}");
}
END_TEST

START_TEST(nothing_changed_gives_nothing)
{
    const struct change_field fields[] = {{"a", "x", "x"}, {"b", NULL, ""}, {"c", "", NULL}, {"d", NULL, NULL}};
    ck_assert_ptr_null(change_data(arena, fields, 4));
    ck_assert_ptr_null(change_data(arena, NULL, 0));
    struct change_field *read;
    size_t n = 9;
    ck_assert_int_eq(change_data_read(arena, "{}", &read, &n), ERR_NONE);
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(anything_else_is_refused)
{
    static const char *const bad[] = {
        "", "{", "[]", "null", "{\"a\":[\"x\",\"y\"]", "{\"a\":[\"x\"]}", "{\"a\":\"x\"}", "{\"a\":[\"x\",\"y\"],}", "{\"a\":[\"x\",\"y\"]} ",
        "{\"a\":[\"x\",\"y\"]}{}", "{null:[\"x\",\"y\"]}", "{\"a\":[\"x\\q\",\"y\"]}", "{\"a\":[\"\\u0000\",\"y\"]}", "{\"a\":[\"\\u4e00\",\"y\"]}",
        "{\"a\":[\"\\u00\",\"y\"]}", "{\"a\":[\"x\\", "{\"a\":[\"x\",\"y\",\"z\"]}", "{\"a\": [\"x\",\"y\"]}", "{\"a\":[1,2]}",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct change_field *read = NULL;
        size_t n = 7;
        ck_assert_msg(change_data_read(arena, bad[i], &read, &n) == ERR_MALFORMED, "accepted: %s", bad[i]);
        ck_assert_uint_eq(n, 7);
        ck_assert_ptr_null(read);
    }
}
END_TEST

START_TEST(too_many_fields_are_refused)
{
    struct buf data = {.arena = arena};
    for (int i = 0; i < 65; i++)
        buf_printf(&data, "%c\"f%d\":[null,\"x\"]", i ? ',' : '{', i);
    buf_addc(&data, '}');
    struct change_field *read;
    size_t n;
    ck_assert_int_eq(change_data_read(arena, data.p, &read, &n), ERR_MALFORMED);
}
END_TEST

Suite *suite_change_data(void);
Suite *suite_change_data(void)
{
    Suite *s = suite_create("change_data");
    TCase *c = tcase_create("json");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, what_is_written_can_be_read);
    tcase_add_test(c, the_text_is_json);
    tcase_add_test(c, nothing_changed_gives_nothing);
    tcase_add_test(c, anything_else_is_refused);
    tcase_add_test(c, too_many_fields_are_refused);
    suite_add_tcase(s, c);
    return s;
}
