#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "utc.h"

static struct arena *arena;
static char folder[] = "/tmp/redress-utc-XXXXXX";
static char made[8][64];
static size_t made_n;

static void start(void)
{
    arena = arena_new(1 << 20);
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    setenv("TZDIR", folder, 1);
    made_n = 0;
}

static void stop(void)
{
    for (size_t i = 0; i < made_n; i++)
        unlink(made[i]);
    rmdir(folder);
    unsetenv("TZDIR");
    arena_free(arena);
}

/* ---- zone files of our own ---- */

struct image {
    unsigned char bytes[512];
    size_t n;
};

static void put(struct image *to, const void *bytes, size_t n)
{
    memcpy(to->bytes + to->n, bytes, n);
    to->n += n;
}

static void put_number(struct image *to, int64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) {
        unsigned char byte = (unsigned char)((uint64_t)value >> (8 * i));

        put(to, &byte, 1);
    }
}

static void put_header(struct image *to, int leaps, int times, int types, int chars)
{
    static const unsigned char nothing[15];

    put(to, "TZif2", 5);
    put(to, nothing, 15);
    put_number(to, 0, 4);
    put_number(to, 0, 4);
    put_number(to, leaps, 4);
    put_number(to, times, 4);
    put_number(to, types, 4);
    put_number(to, chars, 4);
}

#define SPRING_2026 INT64_C(1772953200) /* 2026-03-08 02:00 at -5 h */
#define AUTUMN_2026 INT64_C(1793512800) /* 2026-11-01 02:00 at -4 h */

/* Winter five hours west, summer four; one change to each in 2026. */
static struct image two_changes(void)
{
    struct image to = {.n = 0};

    put_header(&to, 0, 1, 1, 4);
    put_number(&to, 0, 4);
    put_number(&to, 0, 1);
    put_number(&to, 0, 6);
    put(&to, "EST", 4);
    put_header(&to, 0, 2, 2, 8);
    put_number(&to, SPRING_2026, 8);
    put_number(&to, AUTUMN_2026, 8);
    put_number(&to, 1, 1);
    put_number(&to, 0, 1);
    put_number(&to, -5 * 3600, 4);
    put_number(&to, 0, 2);
    put_number(&to, -4 * 3600, 4);
    put_number(&to, 0x0104, 2);
    put(&to, "EST\0EDT", 8);
    return to;
}

static void write_zone(const char *name, const struct image *image, size_t n)
{
    FILE *file;

    snprintf(made[made_n], sizeof(made[0]), "%s/%s", folder, name);
    file = fopen(made[made_n++], "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(image->bytes, 1, n, file), n);
    fclose(file);
}

static enum err load_image(const struct image *image, size_t n)
{
    const struct utc_zone *zone = NULL;
    enum err e;

    write_zone("Zone", image, n);
    e = utc_zone_load("Zone", &zone);
    unlink(made[--made_n]);
    return e;
}

static const struct utc_zone *zone_of(const char *name)
{
    const struct utc_zone *zone = NULL;

    ck_assert_int_eq(utc_zone_load(name, &zone), ERR_NONE);
    return zone;
}

/* ---- tests ---- */

START_TEST(test_clocks)
{
    int64_t before = utc_monotonic_us();

    ck_assert_int_gt(utc_now_us(), INT64_C(1700000000000000));
    ck_assert_int_ge(utc_monotonic_us(), before);
}
END_TEST

START_TEST(test_civil)
{
    ck_assert_int_eq(utc_civil_days(1970, 1, 1), 0);
    ck_assert_int_eq(utc_civil_days(1969, 12, 31), -1);
    ck_assert_int_eq(utc_civil_days(2000, 2, 29), 11016);
    ck_assert_int_eq(utc_civil_days(2026, 8, 21), 20686);
    ck_assert_int_eq(utc_civil_days(2026, 13, 1), utc_civil_days(2027, 1, 1));
    ck_assert_int_eq(utc_civil_days(2026, 0, 1), utc_civil_days(2025, 12, 1));
    ck_assert_int_eq(utc_civil_days(-1, 1, 1), -719528 - 365);
}
END_TEST

START_TEST(test_dates)
{
    ck_assert(utc_date_exists(2024, 2, 29));
    ck_assert(utc_date_exists(2000, 2, 29));
    ck_assert(utc_date_exists(9999, 12, 31));
    ck_assert(!utc_date_exists(2026, 2, 29));
    ck_assert(!utc_date_exists(1900, 2, 29));
    ck_assert(!utc_date_exists(2026, 4, 31));
    ck_assert(!utc_date_exists(2026, 13, 1));
    ck_assert(!utc_date_exists(2026, 0, 1));
    ck_assert(!utc_date_exists(2026, 1, 0));
    ck_assert(!utc_date_exists(0, 1, 1));
    ck_assert(!utc_date_exists(10000, 1, 1));
}
END_TEST

START_TEST(test_every_day_of_eight_centuries)
{
    const struct utc_zone *utc = zone_of("UTC");
    int64_t day = utc_civil_days(1600, 1, 1), last = utc_civil_days(2400, 1, 1);
    struct utc_parts before = utc_in_zone((day - 1) * UTC_DAY_US, utc);

    for (; day <= last; day++) {
        struct utc_parts now = utc_in_zone(day * UTC_DAY_US, utc);

        ck_assert(utc_date_exists(now.year, now.month, now.day));
        ck_assert_int_eq(utc_civil_days(now.year, now.month, now.day), day);
        ck_assert_int_eq(now.weekday, (before.weekday + 1) % 7);
        before = now;
    }
}
END_TEST

START_TEST(test_built_in)
{
    const struct utc_zone *shanghai = zone_of("Asia/Shanghai");
    struct utc_parts parts = utc_in_zone(INT64_C(1787277960) * UTC_SECOND_US, shanghai);

    ck_assert_ptr_eq(shanghai, zone_of("Asia/Shanghai"));
    ck_assert_int_eq(parts.year, 2026);
    ck_assert_int_eq(parts.month, 8);
    ck_assert_int_eq(parts.day, 21);
    ck_assert_int_eq(parts.hour, 10);
    ck_assert_int_eq(parts.minute, 6);
    ck_assert_int_eq(parts.second, 0);
    ck_assert_int_eq(parts.weekday, 5);
    ck_assert_int_eq(parts.offset_s, 8 * 3600);
    ck_assert_int_eq(utc_from_local(2026, 8, 21, 10, 6, 0, shanghai), INT64_C(1787277960) * UTC_SECOND_US);
    ck_assert_int_eq(utc_in_zone(0, zone_of("UTC")).hour, 0);
}
END_TEST

START_TEST(test_system_zone)
{
    struct utc_parts parts;

    if (access("/usr/share/zoneinfo/Asia/Shanghai", R_OK) != 0)
        return;
    setenv("TZDIR", "", 1);
    parts = utc_in_zone(INT64_C(1787277960) * UTC_SECOND_US, zone_of("Asia/Shanghai"));
    ck_assert_int_eq(parts.offset_s, 8 * 3600);
    /* Summer time in China, 1986 to 1991. */
    ck_assert_int_eq(utc_in_zone(INT64_C(583372800) * UTC_SECOND_US, zone_of("Asia/Shanghai")).offset_s, 9 * 3600);
}
END_TEST

START_TEST(test_offsets)
{
    static const char *const bad[] = {"",       "+8",     "08:00",   "+15:00", "+08:60",   "+0800",     "+ 8:00", "+-1:00",
                                      "+08:-1", "+08:0x", "+08:000", "/UTC",   "../UTC",   "No/Where",  "a b",    "Zone\n",
                                      "+08-00", "*08:00", "+-0:00", "+08:-0", "Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"};
    const struct utc_zone *zone = NULL;

    ck_assert_int_eq(utc_in_zone(0, zone_of("+08:00")).hour, 8);
    ck_assert_int_eq(utc_in_zone(0, zone_of("-03:30")).offset_s, -12600);
    ck_assert_int_eq(utc_in_zone(0, zone_of("-03:30")).day, 31);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(utc_zone_load(bad[i], &zone) == ERR_CONFIG, "%s", bad[i]);
    ck_assert_int_eq(utc_zone_load(NULL, &zone), ERR_CONFIG);
    ck_assert_ptr_null(zone);
}
END_TEST

START_TEST(test_changes)
{
    struct image image = two_changes();
    const struct utc_zone *zone;
    int64_t spring = SPRING_2026 * UTC_SECOND_US, autumn = AUTUMN_2026 * UTC_SECOND_US;

    write_zone("Two", &image, image.n);
    zone = zone_of("Two");
    ck_assert_int_eq(utc_in_zone(spring - 1, zone).hour, 1);
    ck_assert_int_eq(utc_in_zone(spring - 1, zone).second, 59);
    ck_assert_int_eq(utc_in_zone(spring, zone).hour, 3);
    ck_assert_int_eq(utc_in_zone(autumn - 1, zone).hour, 1);
    ck_assert_int_eq(utc_in_zone(autumn, zone).hour, 1);
    ck_assert_int_eq(utc_in_zone(autumn + UTC_DAY_US, zone).offset_s, -5 * 3600);
    /* 02:30 was skipped: it is 03:30. 01:30 stands twice: the first. */
    ck_assert_int_eq(utc_from_local(2026, 3, 8, 2, 30, 0, zone), spring + 30 * UTC_MINUTE_US);
    ck_assert_int_eq(utc_from_local(2026, 3, 8, 1, 59, 59, zone), spring - UTC_SECOND_US);
    ck_assert_int_eq(utc_from_local(2026, 3, 8, 3, 0, 0, zone), spring);
    ck_assert_int_eq(utc_from_local(2026, 11, 1, 1, 30, 0, zone), autumn - 30 * UTC_MINUTE_US);
    ck_assert_int_eq(utc_from_local(2026, 11, 1, 2, 0, 0, zone), autumn + UTC_HOUR_US);
    /* Days have 23 and 25 hours then. */
    ck_assert_int_eq(utc_day_start(spring, 1, zone) - utc_day_start(spring, 0, zone), 23 * UTC_HOUR_US);
    ck_assert_int_eq(utc_day_start(autumn, 1, zone) - utc_day_start(autumn, 0, zone), 25 * UTC_HOUR_US);
}
END_TEST

START_TEST(test_day_start)
{
    const struct utc_zone *zone = zone_of("+08:00");
    int64_t noon = utc_from_local(2026, 12, 31, 12, 0, 0, zone);

    ck_assert_int_eq(utc_day_start(noon, 0, zone), noon - 12 * UTC_HOUR_US);
    ck_assert_int_eq(utc_day_start(noon, 1, zone), utc_from_local(2027, 1, 1, 0, 0, 0, zone));
    ck_assert_int_eq(utc_day_start(noon, -365, zone), utc_from_local(2025, 12, 31, 0, 0, 0, zone));
    ck_assert_int_eq(utc_day_start(utc_day_start(noon, 0, zone), 0, zone), utc_day_start(noon, 0, zone));
    ck_assert_int_eq(utc_day_start(utc_day_start(noon, 0, zone) - 1, 1, zone), utc_day_start(noon, 0, zone));
}
END_TEST

START_TEST(test_broken_files)
{
    struct image good = two_changes(), image;

    for (size_t n = 0; n < good.n; n++)
        ck_assert_msg(load_image(&good, n) == ERR_CONFIG, "%zu bytes", n);
#define BREAK(at, value)                                                                                               \
    image = good;                                                                                                      \
    image.bytes[at] = (value);                                                                                         \
    ck_assert_int_eq(load_image(&image, image.n), ERR_CONFIG)
    size_t second = 44 + 4 + 1 + 6 + 4, data = second + 44;

    BREAK(0, 'X');
    BREAK(4, '\0');          /* version 1 has no 64-bit block */
    BREAK(32, 0xff);         /* far more changes than the file holds */
    BREAK(second, 'X');
    BREAK(second + 20, 1);   /* counts of marks */
    BREAK(second + 24, 1);
    BREAK(second + 28, 1);
    BREAK(second + 31, 1);   /* leap seconds */
    BREAK(second + 35, 1);
    BREAK(second + 36, 1);
    BREAK(second + 39, 0);   /* no types at all */
    BREAK(second + 40, 1);
    BREAK(data + 16, 2);     /* no such type */
    BREAK(data + 8, 0x80);   /* not ascending */
    BREAK(data + 18, 0x7f);  /* further off than a day */
    BREAK(data + 18, 0x80);
    image = good;
    put_number(&image, 0, 8);
    put_number(&image, 0, 8);
    image.bytes[second + 31] = 1;
    ck_assert_int_eq(load_image(&image, image.n), ERR_CONFIG);
    ck_assert_int_eq(load_image(&good, good.n), ERR_NONE);
}
END_TEST

START_TEST(test_folder_name_too_long)
{
    const struct utc_zone *zone;
    char name[600];

    memset(name, 'x', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    setenv("TZDIR", name, 1);
    ck_assert_int_eq(utc_zone_load("Europe/Rome", &zone), ERR_CONFIG);
}
END_TEST

START_TEST(test_iso)
{
    ck_assert_str_eq(utc_iso(arena, 0), "1970-01-01T00:00:00Z");
    ck_assert_str_eq(utc_iso(arena, -1), "1969-12-31T23:59:59Z");
    ck_assert_str_eq(utc_iso(arena, INT64_C(1787277960999999)), "2026-08-21T02:06:00Z");
    ck_assert_str_eq(utc_iso(arena, utc_civil_days(12026, 8, 21) * UTC_DAY_US), "12026-08-21T00:00:00Z");
    ck_assert_str_eq(utc_iso(arena, utc_civil_days(-5, 8, 21) * UTC_DAY_US), "-5-08-21T00:00:00Z");
    ck_assert_str_eq(utc_iso(arena, utc_civil_days(70, 1, 2) * UTC_DAY_US), "0070-01-02T00:00:00Z");
}
END_TEST

Suite *suite_utc(void);
Suite *suite_utc(void)
{
    Suite *suite = suite_create("utc");
    TCase *tc = tcase_create("utc");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_clocks);
    tcase_add_test(tc, test_civil);
    tcase_add_test(tc, test_dates);
    tcase_add_test(tc, test_every_day_of_eight_centuries);
    tcase_add_test(tc, test_built_in);
    tcase_add_test(tc, test_system_zone);
    tcase_add_test(tc, test_offsets);
    tcase_add_test(tc, test_changes);
    tcase_add_test(tc, test_day_start);
    tcase_add_test(tc, test_broken_files);
    tcase_add_test(tc, test_folder_name_too_long);
    tcase_add_test(tc, test_iso);
    suite_add_tcase(suite, tc);
    return suite;
}
