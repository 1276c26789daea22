#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shift.h"
#include "store_test.h"
#include "utc.h"

Suite *suite_store_shift(void);

static int64_t read_from(const char *typed, int64_t before_us)
{
    int64_t us = -1;
    return shift_read(typed, before_us, &us) ? us : -1;
}

START_TEST(what_is_typed)
{
    ck_assert_int_eq(read_from("+3d", 0), 3 * UTC_DAY_US);
    ck_assert_int_eq(read_from("+90min", UTC_DAY_US), UTC_DAY_US + 90 * UTC_MINUTE_US);
    ck_assert_int_eq(read_from("+8h", 0), 8 * UTC_HOUR_US);
    ck_assert_int_eq(read_from("+45s", 5), 45 * UTC_SECOND_US + 5);
    ck_assert_int_eq(read_from("0", UTC_DAY_US), 0);
    static const char *const bad[] = {"", "+", "3d", "+d", "-1d", "+0d", "+3", "+3days", "+3 d", "+99999999999999999999d", "+3661d", "++3d", "00"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(read_from(bad[i], 0) == -1, "\"%s\" is taken", bad[i]);
    ck_assert_int_eq(read_from("+3660d", 0), SHIFT_MAX_US);
    ck_assert_int_eq(read_from("+1s", SHIFT_MAX_US), -1);
}
END_TEST

static void put(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    ck_assert(out && fputs(text, out) >= 0 && fclose(out) == 0);
}

START_TEST(the_file)
{
    char path[] = P_tmpdir "/redress-shift-XXXXXX";
    int fd = mkstemp(path);
    struct config config = {.testing = {.clock_file = path}}, none = {.testing = {.clock_file = ""}}, away = {.testing = {.clock_file = "/no/such/folder/shift"}};
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(shift_us(&config), 0);
    ck_assert_int_eq(shift_write(&config, 5 * UTC_DAY_US), ERR_NONE);
    ck_assert_int_eq(shift_us(&config), 5 * UTC_DAY_US);
    ck_assert_int_ge(shift_now_us(&config) - utc_now_us(), 5 * UTC_DAY_US - UTC_SECOND_US);
    static const char *const bad[] = {"-5\n", "5 days\n", "1e3\n", "99999999999999999999\n", "\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        put(path, bad[i]);
        ck_assert_msg(shift_us(&config) == 0, "%s moves the clock", bad[i]);
    }
    unlink(path);
    ck_assert_int_eq(shift_us(&config), 0);
    ck_assert_int_eq(shift_us(&none), 0);
    ck_assert_int_eq(shift_us(&away), 0);
    ck_assert_int_eq(shift_write(&away, UTC_DAY_US), ERR_CONFIG);
}
END_TEST

Suite *suite_store_shift(void)
{
    Suite *suite = suite_create("shift");
    TCase *tests = tcase_create("shift");
    tcase_add_test(tests, what_is_typed);
    tcase_add_test(tests, the_file);
    suite_add_tcase(suite, tests);
    return suite;
}
