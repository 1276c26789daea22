#include <check.h>
#include <string.h>

#include "err.h"
#include "permission.h"

START_TEST(names_are_unique_and_lead_back)
{
    for (int i = 0; i < PERMISSION__COUNT; i++) {
        enum permission found = PERMISSION__COUNT;
        const char *name = permission_name((enum permission)i);
        ck_assert_msg(*name && strlen(name) <= 30, "permission %d has no storable name", i);
        ck_assert(permission_from_name(name, &found));
        ck_assert_int_eq(found, i);
        ck_assert_ptr_nonnull(permission_title((enum permission)i));
        ck_assert(*permission_title((enum permission)i));
        for (int j = 0; j < i; j++) {
            ck_assert_str_ne(name, permission_name((enum permission)j));
            ck_assert_str_ne(permission_title((enum permission)i), permission_title((enum permission)j));
        }
    }
}
END_TEST

START_TEST(unknown_names_are_no_permission)
{
    static const char *const unknown[] = {"", "See", "see ", "all", "administrator", "see,unseal"};
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        enum permission p = MAY_UNSEAL;
        ck_assert_msg(!permission_from_name(unknown[i], &p), "\"%s\" was taken for a permission", unknown[i]);
        ck_assert_int_eq(p, MAY_UNSEAL);
    }
    ck_assert_str_eq(permission_name(PERMISSION__COUNT), "");
    ck_assert_str_eq(permission_title(PERMISSION__COUNT), "");
}
END_TEST

START_TEST(needs_say_what_they_ask_for)
{
    ck_assert_int_eq(ANYONE.kind, NEED_ANYONE);
    ck_assert_int_eq(SIGNED_IN.kind, NEED_SIGNED_IN);
    ck_assert_int_eq(MAY(UNSEAL).kind, NEED_PERMISSION);
    ck_assert_int_eq(MAY(UNSEAL).permission, MAY_UNSEAL);
    ck_assert_int_eq((struct need){0}.kind, NEED_UNSET);
    ck_assert_int_le(PERMISSION__COUNT, 64);
}
END_TEST

Suite *suite_permission(void);
Suite *suite_permission(void)
{
    Suite *s = suite_create("permission");
    TCase *c = tcase_create("permission");
    tcase_add_test(c, names_are_unique_and_lead_back);
    tcase_add_test(c, unknown_names_are_no_permission);
    tcase_add_test(c, needs_say_what_they_ask_for);
    suite_add_tcase(s, c);
    return s;
}
