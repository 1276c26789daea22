#include <string.h>

#include "staff_draft_store.h"
#include "store_fixture.h"

static struct fixture *x;

static void setup(void)
{
    x = fixture_make();
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void put(int user, const char *key, const char *body)
{
    x->now_us += 1000000;
    ASSERT_OK(staff_draft_put(x->staff_db, x->arena, x->keys, user, key, str_of(body), x->now_us));
}

START_TEST(what_was_typed_comes_back)
{
    struct staff_draft draft;
    put(FIXTURE_CLERK, "intake:A", "张三 13800138000");
    ASSERT_OK(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:A", &draft));
    ck_assert_str_eq(draft.body, "张三 13800138000");
    ck_assert_str_eq(draft.key, "intake:A");
    ck_assert_int_eq(draft.updated_us, x->now_us);
    put(FIXTURE_CLERK, "intake:A", "");
    ASSERT_OK(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:A", &draft));
    ck_assert_str_eq(draft.body, "");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM staff_draft"), 1);
}
END_TEST

START_TEST(nobody_reads_it_in_the_database)
{
    put(FIXTURE_CLERK, "intake:A", "张三 13800138000");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM staff_draft WHERE INSTR(body, '13800138000') OR INSTR(body, '张三')"), 0);
}
END_TEST

START_TEST(it_belongs_to_who_wrote_it)
{
    struct staff_draft draft, *list;
    size_t n;
    put(FIXTURE_CLERK, "intake:A", "mine");
    ASSERT_ERR(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CHIEF, "intake:A", &draft), ERR_NOT_FOUND);
    ASSERT_OK(staff_draft_list(x->staff_db, x->arena, x->keys, FIXTURE_CHIEF, "", 10, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(staff_draft_delete(x->staff_db, FIXTURE_CHIEF, "intake:A"));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM staff_draft"), 1);
    /* Not even moved there by hand does it open. */
    store_test_sql(x->root, "UPDATE staff_draft SET user_id = 1");
    ASSERT_ERR(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CHIEF, "intake:A", &draft), ERR_NOT_FOUND);
    store_test_sql(x->root, "UPDATE staff_draft SET user_id = 2, draft_key = 'intake:B'");
    ASSERT_ERR(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:B", &draft), ERR_NOT_FOUND);
    ASSERT_OK(staff_draft_list(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:", 10, &list, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(by_what_their_keys_begin_with)
{
    struct staff_draft *list;
    size_t n;
    int all, some;
    put(FIXTURE_CLERK, "intake:A", "one");
    put(FIXTURE_CLERK, "case:TS-1:reply", "two");
    put(FIXTURE_CLERK, "intake:B", "three");
    put(FIXTURE_CHIEF, "intake:C", "other");
    ASSERT_OK(staff_draft_list(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:", 10, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(list[0].body, "three");
    ck_assert_str_eq(list[1].body, "one");
    ASSERT_OK(staff_draft_list(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:", 1, &list, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(staff_draft_list(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "", 10, &list, &n));
    ck_assert_uint_eq(n, 3);
    ASSERT_OK(staff_draft_count(x->staff_db, x->arena, FIXTURE_CLERK, "", &all));
    ASSERT_OK(staff_draft_count(x->staff_db, x->arena, FIXTURE_CLERK, "case:", &some));
    ck_assert_int_eq(all, 3);
    ck_assert_int_eq(some, 1);
    ASSERT_OK(staff_draft_delete(x->staff_db, FIXTURE_CLERK, "intake:A"));
    ASSERT_OK(staff_draft_delete(x->staff_db, FIXTURE_CLERK, "intake:A"));
    ASSERT_OK(staff_draft_count(x->staff_db, x->arena, FIXTURE_CLERK, "intake:", &some));
    ck_assert_int_eq(some, 1);
}
END_TEST

START_TEST(keys_and_sizes_have_bounds)
{
    struct staff_draft draft;
    char *long_key = arena_alloc(x->arena, STAFF_DRAFT_KEY_MAX + 2), *long_body = arena_alloc(x->arena, STAFF_DRAFT_BODY_MAX + 1);
    memset(long_key, 'a', STAFF_DRAFT_KEY_MAX + 1);
    long_key[STAFF_DRAFT_KEY_MAX + 1] = '\0';
    memset(long_body, 'x', STAFF_DRAFT_BODY_MAX + 1);
    ASSERT_ERR(staff_draft_put(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, long_key, STR("x"), 1), ERR_MALFORMED);
    ASSERT_ERR(staff_draft_put(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "", STR("x"), 1), ERR_MALFORMED);
    ASSERT_ERR(staff_draft_put(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:%", STR("x"), 1), ERR_MALFORMED);
    ASSERT_ERR(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, "intake:%", &draft), ERR_NOT_FOUND);
    long_key[STAFF_DRAFT_KEY_MAX] = '\0';
    ASSERT_OK(staff_draft_put(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, long_key, (struct str){long_body, STAFF_DRAFT_BODY_MAX}, 1));
    ASSERT_ERR(staff_draft_put(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, long_key, (struct str){long_body, STAFF_DRAFT_BODY_MAX + 1}, 1), ERR_TOO_LARGE);
    ASSERT_OK(staff_draft_get(x->staff_db, x->arena, x->keys, FIXTURE_CLERK, long_key, &draft));
    ck_assert_uint_eq(strlen(draft.body), STAFF_DRAFT_BODY_MAX);
}
END_TEST

START_TEST(old_ones_go)
{
    int64_t gone;
    put(FIXTURE_CLERK, "intake:A", "one");
    int64_t between_us = x->now_us + 1;
    put(FIXTURE_CLERK, "intake:B", "two");
    ASSERT_OK(staff_draft_purge(x->jobs_db, between_us, &gone));
    ck_assert_int_eq(gone, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM staff_draft WHERE draft_key = 'intake:B'"), 1);
}
END_TEST

Suite *suite_store_staff_draft(void);
Suite *suite_store_staff_draft(void)
{
    Suite *s = suite_create("staff_draft");
    TCase *t = tcase_create("staff_draft");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, what_was_typed_comes_back);
    tcase_add_test(t, nobody_reads_it_in_the_database);
    tcase_add_test(t, it_belongs_to_who_wrote_it);
    tcase_add_test(t, by_what_their_keys_begin_with);
    tcase_add_test(t, keys_and_sizes_have_bounds);
    tcase_add_test(t, old_ones_go);
    suite_add_tcase(s, t);
    return s;
}
