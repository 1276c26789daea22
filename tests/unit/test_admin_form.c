#include <check.h>
#include <string.h>

#include "admin_department_form.h"
#include "admin_form.h"
#include "admin_people_form.h"
#include "admin_role_form.h"
#include "admin_unit_form.h"

static struct arena *arena;
static struct http_form_errors errors;

static void up(void)
{
    arena = arena_new(4 << 20);
    errors.n = 0;
}

static void down(void)
{
    arena_free(arena);
}

static const struct http_form *form_of(const char *query)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    errors.n = 0;
    return form;
}

static void only_error(const char *field)
{
    ck_assert_msg(errors.n == 1, "%zu errors, the first in %s", errors.n, errors.n ? errors.items[0].field : "none");
    ck_assert_str_eq(errors.items[0].field, field);
}

START_TEST(versions_and_switches)
{
    ck_assert_int_eq(admin_form_version(form_of("version=7")), 7);
    ck_assert_int_eq(admin_form_version(form_of("")), 0);
    ck_assert_int_eq(admin_form_version(form_of("version=-1")), 0);
    ck_assert_int_eq(admin_form_version(form_of("version=99999999999")), 0);
    ck_assert(admin_form_active(form_of("active=1")));
    ck_assert(!admin_form_active(form_of("active=0")));
    ck_assert(!admin_form_active(form_of("")));
}
END_TEST

START_TEST(units)
{
    struct unit u = admin_unit_read(form_of("parent=3&code=GD.01&name_zh=%E5%B9%BF%E4%B8%9C&timezone=Asia/Urumqi&can_close=1&version=2"), true, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(u.parent_id, 3);
    ck_assert_str_eq(u.code, "GD.01");
    ck_assert_str_eq(u.timezone, "Asia/Urumqi");
    ck_assert(u.can_close);
    ck_assert_int_eq(u.version, 2);
    u = admin_unit_read(form_of("parent=3&code=a&name_zh=b"), false, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(u.parent_id, 0); /* never read for one that exists */
    ck_assert(!u.can_close);
    (void)admin_unit_read(form_of("code=a&name_zh=b"), true, &errors);
    only_error("parent");
    (void)admin_unit_read(form_of("code=a/b&name_zh=b"), false, &errors);
    only_error("code");
    (void)admin_unit_read(form_of("code=a&name_zh=%20"), false, &errors);
    only_error("name_zh");
    (void)admin_unit_read(form_of("code=a&name_zh=b&timezone=../etc/passwd"), false, &errors);
    only_error("timezone");
}
END_TEST

START_TEST(departments)
{
    static const struct rb_name functions[] = {{.code = "legal"}, {.code = "sales"}};
    struct department d = admin_department_read(form_of("unit=4&function=legal&name_zh=x&coordinator=9"), functions, COUNT_OF(functions), true, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(d.unit_id, 4);
    ck_assert_int_eq(d.coordinator_id, 0); /* nobody works there yet */
    d = admin_department_read(form_of("unit=4&function=legal&name_zh=x&coordinator=9&deputy=8"), functions, COUNT_OF(functions), false, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(d.unit_id, 0);
    ck_assert_str_eq(d.function, "legal");
    ck_assert_int_eq(d.coordinator_id, 9);
    (void)admin_department_read(form_of("function=legal&name_zh=x&coordinator=9&deputy=9"), functions, COUNT_OF(functions), false, &errors);
    only_error("deputy");
    (void)admin_department_read(form_of("function=espionage&name_zh=x"), functions, COUNT_OF(functions), false, &errors);
    only_error("function");
}
END_TEST

START_TEST(people)
{
    struct person p = admin_person_read(form_of("login=Li.Jing&name=x&unit=2&language=en&email=a@b.cn"), &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(p.login, "li.jing");
    ck_assert_str_eq(p.language, "en");
    ck_assert_int_eq(p.department_id, 0);
    static const char *const mobiles[] = {"12", "138x0013", "13800%2B138000", "%2B%2B"};
    for (size_t i = 0; i < COUNT_OF(mobiles); i++) {
        (void)admin_person_read(form_of(arena_printf(arena, "login=a&name=x&unit=2&language=zh&mobile=%s", mobiles[i])), &errors);
        only_error("mobile");
    }
    p = admin_person_read(form_of("login=a&name=x&unit=2&language=zh&mobile=138%200013-8000"), &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(p.mobile, "138 0013-8000");
    static const char *const emails[] = {"a", "@b", "a@", "a@b@c", "a%20b@c", "a@b,c@d"};
    for (size_t i = 0; i < COUNT_OF(emails); i++) {
        (void)admin_person_read(form_of(arena_printf(arena, "login=a&name=x&unit=2&language=zh&email=%s", emails[i])), &errors);
        only_error("email");
    }
    static const char *const logins[] = {"", "a%20b", "%E6%9D%8E", "a'b", "a/b", "%00"};
    for (size_t i = 0; i + 1 < COUNT_OF(logins); i++) {
        (void)admin_person_read(form_of(arena_printf(arena, "login=%s&name=x&unit=2&language=zh", logins[i])), &errors);
        only_error("login");
    }
}
END_TEST

START_TEST(grants)
{
    struct admin_grant_typed g = admin_grant_read(form_of("role=3&over=u12"), &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert(g.role_id == 3 && g.unit_id == 12 && g.department_id == 0);
    g = admin_grant_read(form_of("role=3&over=d12"), &errors);
    ck_assert(errors.n == 0 && g.unit_id == 0 && g.department_id == 12);
    static const char *const overs[] = {"", "12", "x12", "u", "u0", "u-1", "u1x", "ud1"};
    for (size_t i = 0; i < COUNT_OF(overs); i++) {
        g = admin_grant_read(form_of(arena_printf(arena, "role=3&over=%s", overs[i])), &errors);
        only_error("over");
        ck_assert(g.unit_id == 0 && g.department_id == 0);
    }
    (void)admin_grant_read(form_of("role=&over=u1"), &errors);
    only_error("role");
}
END_TEST

START_TEST(roles_take_only_what_the_user_has)
{
    const permission_set own = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_CLOSE), saved = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_UNSEAL);
    struct admin_role_typed r = admin_role_read(form_of("name_zh=x&may_close=1&may_report=1&active=1&version=3"), saved, own, &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(r.permissions, PERMISSION_BIT(MAY_CLOSE) | PERMISSION_BIT(MAY_UNSEAL));
    ck_assert(r.active);
    (void)admin_role_read(form_of("name_zh="), saved, own, &errors);
    only_error("name_zh");
}
END_TEST

Suite *suite_admin_form(void);
Suite *suite_admin_form(void)
{
    Suite *s = suite_create("admin_form");
    TCase *c = tcase_create("forms");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, versions_and_switches);
    tcase_add_test(c, units);
    tcase_add_test(c, departments);
    tcase_add_test(c, people);
    tcase_add_test(c, grants);
    tcase_add_test(c, roles_take_only_what_the_user_has);
    suite_add_tcase(s, c);
    return s;
}
