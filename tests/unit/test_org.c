#include <check.h>
#include <string.h>

#include "err.h"
#include "org.h"

static const char *order(const struct unit *units, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (char)('0' + units[i].id);
    out[n] = '\0';
    return out;
}

START_TEST(every_function_has_a_title)
{
    size_t n = 0;
    for (; org_functions[n]; n++) {
        ck_assert_msg(*org_function_title(org_functions[n]), "%s has no title", org_functions[n]);
        ck_assert_uint_le(strlen(org_functions[n]), 30);
        for (size_t j = 0; j < n; j++)
            ck_assert_str_ne(org_function_title(org_functions[n]), org_function_title(org_functions[j]));
    }
    ck_assert_uint_eq(n, 12);
    ck_assert_str_eq(org_function_title("customer_service"), "Customer service");
    ck_assert_str_eq(org_function_title("custom"), "Other department");
    ck_assert_str_eq(org_function_title("unheard_of"), "");
}
END_TEST

START_TEST(units_stand_below_their_superiors)
{
    char out[16];
    /* As the database gives them: by level, then id. */
    struct unit units[] = {{.id = 1, .level = 1}, {.id = 2, .parent_id = 1, .level = 2}, {.id = 3, .parent_id = 1, .level = 2}, {.id = 6, .parent_id = 1, .level = 2},
                           {.id = 4, .parent_id = 3, .level = 3}, {.id = 5, .parent_id = 2, .level = 3}, {.id = 7, .parent_id = 3, .level = 3},
                           {.id = 8, .parent_id = 5, .level = 4}};
    org_tree_order(units, COUNT_OF(units));
    ck_assert_str_eq(order(units, COUNT_OF(units), out), "12583476");
    org_tree_order(units, COUNT_OF(units));
    ck_assert_str_eq(order(units, COUNT_OF(units), out), "12583476");
}
END_TEST

START_TEST(units_without_their_superior_stand_as_tops)
{
    char out[16];
    struct unit units[] = {{.id = 4, .parent_id = 9}, {.id = 2, .parent_id = 8}, {.id = 6, .parent_id = 2}, {.id = 5, .parent_id = 4}, {.id = 3, .parent_id = 2}};
    org_tree_order(units, COUNT_OF(units));
    ck_assert_str_eq(order(units, COUNT_OF(units), out), "45263");
    struct unit backwards[] = {{.id = 5, .parent_id = 4}, {.id = 4, .parent_id = 3}, {.id = 3, .parent_id = 2}, {.id = 2}};
    org_tree_order(backwards, COUNT_OF(backwards));
    ck_assert_str_eq(order(backwards, COUNT_OF(backwards), out), "2345");
    org_tree_order(NULL, 0);
}
END_TEST

Suite *suite_org(void);
Suite *suite_org(void)
{
    Suite *s = suite_create("org");
    TCase *c = tcase_create("org");
    tcase_add_test(c, every_function_has_a_title);
    tcase_add_test(c, units_stand_below_their_superiors);
    tcase_add_test(c, units_without_their_superior_stand_as_tops);
    suite_add_tcase(s, c);
    return s;
}
