#include <check.h>

#include "initials.h"
#include "str.h"

START_TEST(names_by_their_first_letters)
{
    static const struct {
        const char *name, *initials;
    } cases[] = {
        {"保全服务", "bqfw"}, {"IT系统", "itxt"}, {"会员卡/增值服务", "hykzzfw"}, {"VIP 客户、单位", "vipkhdw"}, {"（5年）险", "5nx"}, {"Claims 2", "claims2"}, {"", ""}, {"、。", ""},
        {"𠮷野家", "yj"},
    };
    const char *names[COUNT_OF(cases)], *found[COUNT_OF(cases)];
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        names[i] = cases[i].name;
    initials_of(a, names, COUNT_OF(cases), found);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_msg(str_is(str_of(found[i]), cases[i].initials), "%s: %s", cases[i].name, found[i]);
    arena_free(a);
}
END_TEST

START_TEST(no_names_are_none)
{
    struct arena *a = arena_new(1 << 20);
    initials_of(a, NULL, 0, NULL);
    arena_free(a);
}
END_TEST

Suite *suite_initials(void);
Suite *suite_initials(void)
{
    Suite *s = suite_create("initials");
    TCase *t = tcase_create("initials");
    tcase_add_test(t, names_by_their_first_letters);
    tcase_add_test(t, no_names_are_none);
    suite_add_tcase(s, t);
    return s;
}
