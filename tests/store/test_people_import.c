#include <string.h>

#include "people_import_store.h"
#include "store_fixture.h"

Suite *suite_store_people_import(void);

/* The clerk sets up people of unit 2 (province A) and may give the role of handlers, not of custodians. */
static struct fixture *x;
static struct people_import_plan plan;

static void up(void)
{
    x = fixture_make();
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'handler', '处理员', 'Handler'), (2, 'admin', '管理', 'Admin'), (3, 'custodian', '保管', 'Custodian')");
    store_test_sql(x->root, "INSERT INTO role_permission VALUES (1, 'see'), (2, 'see'), (2, 'set_people'), (3, 'unseal')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (2, 2, 2), (4, 1, 2)");
    x->users[FIXTURE_CLERK].n_grants = 0;
    x->users[FIXTURE_CLERK].grants[x->users[FIXTURE_CLERK].n_grants++] =
        (struct access_grant){.id = 1, .role_id = 2, .unit_id = 2, .permissions = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_SET_PEOPLE)};
    access_derive(&x->users[FIXTURE_CLERK]);
}

static void down(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void make_plan(const char *rows)
{
    struct people_import *table = arena_alloc(x->arena, sizeof *table);
    *table = people_import_read(x->arena, str_of(arena_printf(x->arena, "login,name,unit,department,email,language,roles\n%s", rows)));
    ck_assert_msg(!table->fault, "%s", table->fault);
    ASSERT_OK(people_import_plan(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], table, &plan));
}

static enum err run(const char *const *hashes)
{
    x->now_us += 1000000;
    struct change_by me = {.keys = x->keys, .actor = &x->users[FIXTURE_CLERK], .now_us = x->now_us};
    return people_import_run(x->staff_db, x->arena, &me, &plan, hashes);
}

static void is(size_t i, enum people_import_kind kind, const char *words)
{
    ck_assert_msg(plan.steps[i].kind == kind, "row %zu is %d: %s %s", i, plan.steps[i].kind, plan.steps[i].fault ? plan.steps[i].fault : "", plan.steps[i].about);
    if (words)
        ck_assert_msg(plan.steps[i].fault && strstr(plan.steps[i].fault, words), "%s", plan.steps[i].fault);
}

START_TEST(new_changed_and_unchanged)
{
    make_plan("new1,新人,A,客户服务部,n@x.cn,en,处理员、handler@部门\nseveral,王芳,a,customer_service,,zh,Handler\nnew2,二号,A1,,,,\nseveral2,三号,A,,,,\n");
    is(0, PEOPLE_IMPORT_NEW, NULL);
    ck_assert_uint_eq(plan.steps[0].n_grants, 2);
    is(1, PEOPLE_IMPORT_SAME, NULL);
    is(2, PEOPLE_IMPORT_NEW, NULL);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user"), 6); /* nothing yet */
    static const char *const hashes[] = {"hash-1", "hash-2", "hash-3"};
    ASSERT_OK(run(hashes));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user"), 9);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user WHERE login = 'new2' AND password_hash = 'hash-2' AND must_change = 1 AND unit_id = 4 AND department_id IS NULL"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role_grant g JOIN app_user u ON u.id = g.user_id WHERE u.login = 'new1'"), 2);
    int64_t bad = -1;
    ASSERT_OK(change_verify(x->staff_db, x->keys, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log WHERE entity = 'user' AND kind = 'created'"), 3);
    /* The same table again changes nothing. */
    make_plan("new1,新人,A,客户服务部,n@x.cn,en,处理员、handler@部门\n");
    is(0, PEOPLE_IMPORT_SAME, NULL);
    make_plan("new1,新人改名,A,,n@x.cn,en,\n");
    is(0, PEOPLE_IMPORT_CHANGED, NULL);
    ASSERT_OK(run(NULL));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user WHERE login = 'new1' AND name = '新人改名' AND password_hash = 'hash-1' AND department_id IS NULL"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM role_grant g JOIN app_user u ON u.id = g.user_id WHERE u.login = 'new1'"), 2); /* roles are not taken away */
}
END_TEST

START_TEST(faults_and_ways_up)
{
    make_plan("a,甲,B,,,,\nb,乙,XX,,,,\nc,丙,A,理赔部,,,\nd,丁,A,没有,,,\ne,戊,A,,,,custodian\nf,己,A,,,,admin\ng,庚,A,,,,nobody\nh,辛,A,,,,handler@部门\n"
              "other,换人,A,,,,\nclerk,自己,A,,,,\ngone,回来,A,,,,\ni,壬,A,,wrong,,\n");
    is(0, PEOPLE_IMPORT_FAULTY, "None of your units");
    is(1, PEOPLE_IMPORT_FAULTY, "None of your units");
    is(2, PEOPLE_IMPORT_FAULTY, "no such department"); /* switched off */
    is(3, PEOPLE_IMPORT_FAULTY, "no such department");
    is(4, PEOPLE_IMPORT_FAULTY, "You cannot grant this role");
    is(5, PEOPLE_IMPORT_NEW, NULL);
    is(6, PEOPLE_IMPORT_FAULTY, "No such role");
    is(7, PEOPLE_IMPORT_FAULTY, "in none");
    is(8, PEOPLE_IMPORT_FAULTY, "Somebody of another unit");
    is(9, PEOPLE_IMPORT_FAULTY, "This is you");
    is(10, PEOPLE_IMPORT_FAULTY, "switched off");
    is(11, PEOPLE_IMPORT_FAULTY, "No e-mail address");
    ck_assert_uint_eq(plan.counts[PEOPLE_IMPORT_FAULTY], 11);
    ASSERT_OK(run(NULL)); /* the one that has no fault */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user"), 7);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user WHERE login = 'f' AND password_hash = ''"), 1);
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT name FROM app_user WHERE id = 3"), "赵磊");
}
END_TEST

START_TEST(superiors_by_sign_in_name)
{
    struct people_import *table = arena_alloc(x->arena, sizeof *table);
    *table = people_import_read(x->arena, str_of("登录名,姓名,单位,直接上级\nn1,甲,A,N2\nn2,乙,A,several\nseveral,王芳,A,other\nn3,丙,A,nobody\nn4,丁,A,n3\nn5,戊,A,n6\nn6,己,A,n5\nn7,庚,A,n7\n"));
    ck_assert_msg(!table->fault, "%s", table->fault);
    ASSERT_OK(people_import_plan(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], table, &plan));
    is(0, PEOPLE_IMPORT_NEW, NULL);
    is(1, PEOPLE_IMPORT_NEW, NULL);
    is(2, PEOPLE_IMPORT_CHANGED, NULL);
    is(3, PEOPLE_IMPORT_FAULTY, "Nobody has the sign-in name");
    is(4, PEOPLE_IMPORT_FAULTY, "direct superior has a fault");
    is(5, PEOPLE_IMPORT_FAULTY, "of each other");
    is(6, PEOPLE_IMPORT_FAULTY, "superior");
    is(7, PEOPLE_IMPORT_FAULTY, "own superior");
    static const char *const hashes[] = {"hash-1", "hash-2"};
    ASSERT_OK(run(hashes));
    /* the superior stands below in the table, and each has the password of his own line */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user a JOIN app_user b ON b.id = a.superior_id WHERE a.login = 'n1' AND b.login = 'n2' AND a.password_hash = 'hash-1' AND "
                            "b.password_hash = 'hash-2'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user a JOIN app_user b ON b.id = a.superior_id WHERE a.login = 'several' AND b.login = 'other'"), 1);
    /* a column that is missing changes nothing, an empty cell takes the superior away */
    make_plan("n1,甲,A,,,,\n");
    is(0, PEOPLE_IMPORT_SAME, NULL);
    *table = people_import_read(x->arena, str_of("login,name,unit,superior\nn1,甲,A,\n"));
    ASSERT_OK(people_import_plan(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], table, &plan));
    is(0, PEOPLE_IMPORT_CHANGED, NULL);
    ASSERT_OK(run(NULL));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user WHERE login = 'n1' AND superior_id IS NULL"), 1);
}
END_TEST

START_TEST(all_or_nothing)
{
    make_plan("new1,新人,A,,,,\nseveral,王芳芳,A,customer_service,,zh,\n");
    store_test_sql(x->root, "UPDATE app_user SET version = version + 1 WHERE id = 4");
    ASSERT_ERR(run(NULL), ERR_STALE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM app_user"), 6);
    make_plan("new1,新人,A,,,,\n");
    store_test_sql(x->root, "INSERT INTO app_user (login, name, unit_id) VALUES ('new1', '别人', 3)");
    ASSERT_ERR(run(NULL), ERR_EXISTS);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM change_log"), 0);
}
END_TEST

Suite *suite_store_people_import(void)
{
    Suite *suite = suite_create("people_import");
    TCase *tests = tcase_create("people_import");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, up, down);
    tcase_add_test(tests, new_changed_and_unchanged);
    tcase_add_test(tests, faults_and_ways_up);
    tcase_add_test(tests, superiors_by_sign_in_name);
    tcase_add_test(tests, all_or_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
