#include <string.h>

#include "category_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void up(void)
{
    x = fixture_make();
    store_test_sql(x->root, "INSERT INTO category (id, parent_id, code, name_zh, department_function, sort, active) VALUES (3, NULL, 'money', '钱款', '', 1, 1), "
                            "(4, 3, 'fees', '收费', 'payments', 2, 1), (5, 3, 'late', '迟付', 'payments', 3, 0)");
}

static void down(void)
{
    fixture_end(x);
}

START_TEST(a_category_is_read_with_its_questions)
{
    struct category c;
    struct category_field *questions;
    size_t n;
    store_test_sql(x->root, "INSERT INTO category_field (category_id, code, label_zh, kind, required, sort, active) VALUES (1, 'day', '日期', 'date', 1, 0, 1), "
                            "(1, 'old', '旧问题', 'text', 0, 9, 0)");
    ASSERT_OK(category_load(x->public_db, x->arena, 1, &c));
    ck_assert_str_eq(c.code, "claims");
    ck_assert_str_eq(c.department_function, "payments");
    ck_assert(c.active && !c.is_group);
    ASSERT_OK(category_fields(x->public_db, x->arena, 1, true, &questions, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(questions[0].label_zh, "日期"); /* by their order */
    ck_assert(questions[0].required && !questions[1].required);
    ASSERT_OK(category_fields(x->staff_db, x->arena, 1, false, &questions, &n));
    ck_assert_uint_eq(n, 3);
    ASSERT_OK(category_load(x->public_db, x->arena, 3, &c));
    ck_assert(c.is_group);
    ASSERT_ERR(category_load(x->public_db, x->arena, 99, &c), ERR_NOT_FOUND);
}
END_TEST

START_TEST(the_public_list_holds_what_can_be_chosen)
{
    struct category *list;
    size_t n;
    ASSERT_OK(category_list(x->public_db, x->arena, true, &list, &n));
    ck_assert_uint_eq(n, 4);
    ck_assert_str_eq(list[2].code, "money");
    ck_assert_str_eq(list[3].code, "fees");
    ASSERT_OK(category_list(x->staff_db, x->arena, false, &list, &n));
    ck_assert_uint_eq(n, 5);
    store_test_sql(x->root, "UPDATE category SET active = 0 WHERE id = 4");
    store_test_sql(x->root, "INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1");
    (void)db_take_counts(x->public_db); /* the next request */
    ASSERT_OK(category_list(x->public_db, x->arena, true, &list, &n));
    ck_assert_uint_eq(n, 2); /* the group has nothing left */
}
END_TEST

Suite *suite_store_category(void);
Suite *suite_store_category(void)
{
    Suite *s = suite_create("store_category");
    TCase *c = tcase_create("category");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, a_category_is_read_with_its_questions);
    tcase_add_test(c, the_public_list_holds_what_can_be_chosen);
    suite_add_tcase(s, c);
    return s;
}
