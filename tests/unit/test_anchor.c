#include <check.h>
#include <string.h>

#include "anchor.h"

Suite *suite_anchor(void);

START_TEST(a_line_tells_its_day)
{
    struct arena *a = arena_new(1 << 16);
    struct anchor x = {.day = 20261122, .timelines = 3, .changes_to = 9, .key_version = 2, .signature = "SIGNED"};
    memset(x.digest, 0xab, sizeof x.digest);
    const char *line = anchor_line(a, &x);
    ck_assert_str_eq(line, "redress-anchor 1 20261122 3 9 0000000000000000000000000000000000000000000000000000000000000000 "
                           "abababababababababababababababababababababababababababababababab 2 SIGNED");
    ck_assert_int_eq(anchor_line_day(str_of(line)), 20261122);
    ck_assert_int_eq(anchor_line_day(STR("redress-anchor 2 20261122")), 0);
    ck_assert_int_eq(anchor_line_day(STR("redress-anchor 1 today")), 0);
    ck_assert_int_eq(anchor_line_day(STR("")), 0);
    arena_free(a);
}
END_TEST

START_TEST(the_day_is_of_the_zone)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    int64_t midnight = utc_from_local(2026, 12, 31, 0, 0, 0, zone);
    ck_assert_int_eq(anchor_day_of(midnight, zone), 20261231);
    ck_assert_int_eq(anchor_day_of(midnight - 1, zone), 20261230);
}
END_TEST

Suite *suite_anchor(void)
{
    Suite *s = suite_create("anchor");
    TCase *t = tcase_create("anchor");
    tcase_add_test(t, a_line_tells_its_day);
    tcase_add_test(t, the_day_is_of_the_zone);
    suite_add_tcase(s, t);
    return s;
}
