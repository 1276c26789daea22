#include <check.h>
#include <string.h>

#include "category.h"
#include "err.h"

static const char *order(const struct category *list, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('0' + list[i].id);
    out[n] = '\0';
    return out;
}

START_TEST(every_kind_has_a_title)
{
    size_t n = 0;
    for (; category_field_kinds[n]; n++)
        ck_assert(*category_field_kind_title(category_field_kinds[n]));
    ck_assert_uint_eq(n, 5);
    ck_assert_str_eq(category_field_kind_title("date"), "Date");
    ck_assert_str_eq(category_field_kind_title("colour"), "");
}
END_TEST

START_TEST(groups_stand_before_their_children)
{
    char out[16];
    struct category list[] = {{.id = 3, .parent_id = 1}, {.id = 1}, {.id = 4, .parent_id = 2}, {.id = 5, .parent_id = 1}, {.id = 2}, {.id = 6}};
    ck_assert_uint_eq(category_tree_order(list, COUNT_OF(list)), 6);
    ck_assert_str_eq(order(list, COUNT_OF(list), out), "135246");
    const bool groups[] = {true, false, false, true, false, false};
    for (size_t i = 0; i < COUNT_OF(list); i++)
        ck_assert_int_eq(list[i].is_group, groups[i]);
}
END_TEST

START_TEST(what_hangs_in_the_air_stands_behind)
{
    char out[16];
    struct category list[] = {{.id = 3, .parent_id = 9}, {.id = 1}, {.id = 4, .parent_id = 1}};
    ck_assert_uint_eq(category_tree_order(list, COUNT_OF(list)), 2);
    ck_assert_str_eq(order(list, COUNT_OF(list), out), "143");
}
END_TEST

START_TEST(only_what_can_be_chosen_is_kept)
{
    char out[16];
    struct category list[] = {
        {.id = 1, .active = true},                    /* a group with one child in use */
        {.id = 2, .parent_id = 1, .active = false},
        {.id = 3, .parent_id = 1, .active = true},
        {.id = 4, .active = false},                   /* a group switched off takes its children along */
        {.id = 5, .parent_id = 4, .active = true},
        {.id = 6, .active = true},                    /* a group whose children are all off is no category */
        {.id = 7, .parent_id = 6, .active = false},
        {.id = 8, .active = true},                    /* a plain one at the top */
        {.id = 9, .active = false},
    };
    size_t n = category_tree_order(list, COUNT_OF(list));
    n = category_keep_active(list, n);
    ck_assert_str_eq(order(list, n, out), "138");
    ck_assert_uint_eq(category_keep_active(list, 0), 0);
}
END_TEST

START_TEST(a_group_at_the_end_without_children_goes)
{
    struct category list[] = {{.id = 1, .active = true}, {.id = 2, .parent_id = 1, .active = false}};
    size_t n = category_tree_order(list, COUNT_OF(list));
    ck_assert_uint_eq(category_keep_active(list, n), 0);
}
END_TEST

Suite *suite_category(void);
Suite *suite_category(void)
{
    Suite *s = suite_create("category");
    TCase *c = tcase_create("tree");
    tcase_add_test(c, every_kind_has_a_title);
    tcase_add_test(c, groups_stand_before_their_children);
    tcase_add_test(c, what_hangs_in_the_air_stands_behind);
    tcase_add_test(c, only_what_can_be_chosen_is_kept);
    tcase_add_test(c, a_group_at_the_end_without_children_goes);
    suite_add_tcase(s, c);
    return s;
}
