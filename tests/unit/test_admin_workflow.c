#include <check.h>
#include <string.h>

#include "admin_workflow.h"

Suite *suite_admin_workflow(void);

START_TEST(every_row_of_the_table_is_drawn)
{
    struct arena *a = arena_new(1 << 20);
    struct admin_flow flow = admin_flow_make(a);
    size_t drawn = 0;
    for (size_t i = 0; i < flow.n; i++) {
        const struct admin_flow_row *row = &flow.rows[i];
        drawn += (size_t)__builtin_popcount(row->from) + (size_t)__builtin_popcount(row->stays);
        ck_assert_int_gt(row->y, ADMIN_FLOW_TOP);
        ck_assert_int_lt(row->y, flow.height);
        ck_assert(row->from ? row->left < row->right && row->right < flow.width : row->left == row->right);
        ck_assert(i == 0 || row->action >= flow.rows[i - 1].action);
    }
    ck_assert_uint_eq(drawn, flow_rows_n);
    for (size_t i = 0; i < flow_rows_n; i++) {
        size_t found = 0;
        for (size_t j = 0; j < flow.n; j++) {
            if (flow.rows[j].action != flow_rows[i].action)
                continue;
            bool moves = flow_rows[i].from != flow_rows[i].to;
            found += moves ? flow.rows[j].to == flow_rows[i].to && (flow.rows[j].from & 1u << flow_rows[i].from) : (flow.rows[j].stays & 1u << flow_rows[i].from) != 0;
        }
        ck_assert_uint_eq(found, 1);
    }
    arena_free(a);
}
END_TEST

START_TEST(long_names_wrap)
{
    struct arena *a = arena_new(1 << 20);
    const char *lines[ADMIN_FLOW_LINES];
    ck_assert_uint_eq(admin_flow_wrap(a, "Waiting for the complainant", 104, 12, lines), 2);
    ck_assert_str_eq(lines[0], "Waiting for the");
    ck_assert_str_eq(lines[1], "complainant");
    ck_assert_uint_eq(admin_flow_wrap(a, "待投诉人补充材料后继续", 60, 12, lines), 3);
    ck_assert_str_eq(lines[0], "待投诉人补");
    ck_assert_str_eq(lines[2], "续");
    ck_assert_uint_eq(admin_flow_wrap(a, "一二三四五六七八九十", 24, 12, lines), 3);
    ck_assert_str_eq(lines[2], "五六七八九十"); /* never cut off */
    ck_assert_uint_eq(admin_flow_wrap(a, "Unbreakableandlong", 24, 12, lines), 1);
    ck_assert_uint_eq(admin_flow_wrap(a, "", 24, 12, lines), 0);
    ck_assert_uint_eq(admin_flow_wrap(a, "   ", 24, 12, lines), 0);
    arena_free(a);
}
END_TEST

Suite *suite_admin_workflow(void)
{
    Suite *suite = suite_create("admin_workflow");
    TCase *tests = tcase_create("admin_workflow");
    tcase_add_test(tests, every_row_of_the_table_is_drawn);
    tcase_add_test(tests, long_names_wrap);
    suite_add_tcase(suite, tests);
    return suite;
}
