#include <check.h>
#include <string.h>

#include "access.h"

#define SEE PERMISSION_BIT(MAY_SEE)
#define CLOSE PERMISSION_BIT(MAY_CLOSE)
#define PEOPLE PERMISSION_BIT(MAY_SET_PEOPLE)

static struct access_user user_with(const struct access_grant *grants, size_t n)
{
    struct access_user user = {.id = 77, .n_grants = n};
    memcpy(user.grants, grants, n * sizeof *grants);
    access_derive(&user);
    return user;
}

START_TEST(holder_codes_keep_kinds_apart)
{
    ck_assert_int_eq(holder_code(HOLDER_UNIT, 1), (INT64_C(1) << 56) + 1);
    ck_assert_int_ne(holder_code(HOLDER_UNIT, 5), holder_code(HOLDER_DEPARTMENT, 5));
    ck_assert_int_ne(holder_code(HOLDER_DEPARTMENT, 5), holder_code(HOLDER_USER, 5));
    ck_assert_int_gt(holder_code(HOLDER_USER, INT32_MAX), 0);
}
END_TEST

START_TEST(somebody_without_grants_holds_only_himself)
{
    struct access_user user = user_with(&(struct access_grant){.id = 0}, 0);
    ck_assert_int_eq(user.permissions, 0);
    ck_assert_int_eq(user.holders[0], holder_code(HOLDER_USER, 77));
    for (size_t i = 1; i < ACCESS_HOLDERS; i++)
        ck_assert_int_eq(user.holders[i], 0);
    for (int p = 0; p < PERMISSION__COUNT; p++)
        ck_assert(!access_may(&user, (enum permission)p));
}
END_TEST

START_TEST(only_grants_that_see_make_holders)
{
    const struct access_grant grants[] = {
        {.id = 1, .unit_id = 4, .permissions = SEE | CLOSE},
        {.id = 2, .unit_id = 4, .permissions = SEE},        /* the same unit once */
        {.id = 3, .department_id = 4, .permissions = SEE},  /* a department of the same number is another holder */
        {.id = 4, .unit_id = 9, .permissions = PEOPLE},     /* sees nothing */
    };
    struct access_user user = user_with(grants, 4);
    ck_assert_int_eq(user.holders[0], holder_code(HOLDER_UNIT, 4));
    ck_assert_int_eq(user.holders[1], holder_code(HOLDER_DEPARTMENT, 4));
    ck_assert_int_eq(user.holders[2], holder_code(HOLDER_USER, 77));
    ck_assert_int_eq(user.holders[3], 0);
    ck_assert_int_eq(user.permissions, SEE | CLOSE | PEOPLE);
}
END_TEST

START_TEST(a_full_set_of_grants_fits)
{
    struct access_grant grants[ACCESS_GRANTS_MAX];
    for (int i = 0; i < ACCESS_GRANTS_MAX; i++)
        grants[i] = (struct access_grant){.id = i + 1, .unit_id = i + 1, .permissions = SEE};
    struct access_user user = user_with(grants, ACCESS_GRANTS_MAX);
    ck_assert_int_eq(user.holders[ACCESS_HOLDERS - 1], holder_code(HOLDER_USER, 77));
    access_derive(&user); /* again gives the same */
    ck_assert_int_eq(user.holders[ACCESS_HOLDERS - 1], holder_code(HOLDER_USER, 77));
}
END_TEST

START_TEST(a_unit_without_closing_authority_closes_nothing)
{
    const struct access_grant grants[] = {
        {.id = 1, .unit_id = 4, .permissions = SEE | CLOSE, .no_closing = true},
        {.id = 2, .unit_id = 5, .permissions = SEE | CLOSE},
    };
    struct access_user county = user_with(grants, 1), both = user_with(grants, 2);
    const int64_t unit = holder_code(HOLDER_UNIT, 4), superior = holder_code(HOLDER_UNIT, 5), self = holder_code(HOLDER_USER, 77);
    ck_assert_int_eq(access_over(&county, &unit, 1), SEE);
    ck_assert_int_eq(access_over(&county, &self, 1), SEE);
    ck_assert_int_eq(access_over(&both, &unit, 1), SEE);
    ck_assert_int_eq(access_over(&both, &superior, 1), SEE | CLOSE);
}
END_TEST

START_TEST(rights_over_a_complaint_are_those_of_its_holders)
{
    const struct access_grant grants[] = {
        {.id = 1, .unit_id = 4, .permissions = SEE | CLOSE},
        {.id = 2, .department_id = 8, .permissions = SEE},
    };
    struct access_user user = user_with(grants, 2);
    const int64_t unit = holder_code(HOLDER_UNIT, 4), department = holder_code(HOLDER_DEPARTMENT, 8), self = holder_code(HOLDER_USER, 77),
                  elsewhere = holder_code(HOLDER_UNIT, 8), colleague = holder_code(HOLDER_USER, 78);
    ck_assert_int_eq(access_over(&user, &unit, 1), SEE | CLOSE);
    ck_assert_int_eq(access_over(&user, &department, 1), SEE);
    ck_assert_int_eq(access_over(&user, &elsewhere, 1), 0);
    ck_assert_int_eq(access_over(&user, &colleague, 1), 0);
    ck_assert_int_eq(access_over(&user, &self, 1), SEE | CLOSE);
    ck_assert_int_eq(access_over(&user, NULL, 0), 0);
    const int64_t both[] = {elsewhere, department, unit};
    ck_assert_int_eq(access_over(&user, both, 3), SEE | CLOSE);
}
END_TEST

START_TEST(units_of_a_permission)
{
    const struct access_grant grants[] = {
        {.id = 1, .unit_id = 4, .permissions = PEOPLE}, {.id = 2, .unit_id = 4, .permissions = PEOPLE | SEE},
        {.id = 3, .department_id = 5, .permissions = PEOPLE}, {.id = 4, .unit_id = 6, .permissions = SEE},
    };
    struct access_user user = user_with(grants, 4);
    int64_t units[ACCESS_GRANTS_MAX];
    memset(units, 0xff, sizeof units);
    access_units(&user, MAY_SET_PEOPLE, units);
    ck_assert_int_eq(units[0], 4);
    for (size_t i = 1; i < ACCESS_GRANTS_MAX; i++)
        ck_assert_int_eq(units[i], 0);
    access_units(&user, MAY_UNSEAL, units);
    ck_assert_int_eq(units[0], 0);
}
END_TEST

START_TEST(rights_over_a_unit_come_from_its_line_only)
{
    const struct access_grant grants[] = {
        {.id = 1, .unit_id = 2, .permissions = PEOPLE}, {.id = 2, .unit_id = 5, .permissions = SEE}, {.id = 3, .department_id = 2, .permissions = CLOSE},
    };
    struct access_user user = user_with(grants, 3);
    const int64_t below[] = {9, 2, 1}, other[] = {7, 1}, zero[] = {0};
    ck_assert_int_eq(access_over_unit(&user, below, 3), PEOPLE);
    ck_assert_int_eq(access_over_unit(&user, other, 2), 0);
    ck_assert_int_eq(access_over_unit(&user, zero, 1), 0); /* a grant over a department has unit 0 and is over no unit */
    ck_assert_int_eq(access_over_unit(&user, NULL, 0), 0);
}
END_TEST

Suite *suite_access(void);
Suite *suite_access(void)
{
    Suite *s = suite_create("access");
    TCase *c = tcase_create("rights");
    tcase_add_test(c, holder_codes_keep_kinds_apart);
    tcase_add_test(c, somebody_without_grants_holds_only_himself);
    tcase_add_test(c, only_grants_that_see_make_holders);
    tcase_add_test(c, a_full_set_of_grants_fits);
    tcase_add_test(c, a_unit_without_closing_authority_closes_nothing);
    tcase_add_test(c, rights_over_a_complaint_are_those_of_its_holders);
    tcase_add_test(c, units_of_a_permission);
    tcase_add_test(c, rights_over_a_unit_come_from_its_line_only);
    suite_add_tcase(s, c);
    return s;
}
