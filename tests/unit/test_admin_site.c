#include <check.h>
#include <string.h>

#include "admin_site.h"

Suite *suite_admin_site(void);

static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\x78\x08\x06\0\0\0";
/* An APP0 segment, padding, then a progressive frame of 120 × 320. */
static const char jpeg[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xff\xc2\0\x11\x08\0\x78\x01\x40\x03";

START_TEST(sizes)
{
    unsigned width = 0, height = 0;
    ck_assert(admin_site_pixels((struct str){png, sizeof png - 1}, &width, &height));
    ck_assert_uint_eq(width, 320);
    ck_assert_uint_eq(height, 120);
    width = height = 0;
    ck_assert(admin_site_pixels((struct str){jpeg, sizeof jpeg - 1}, &width, &height));
    ck_assert_uint_eq(width, 320);
    ck_assert_uint_eq(height, 120);
}
END_TEST

START_TEST(what_is_cut_off_or_something_else)
{
    unsigned width, height;
    for (size_t n = 0; n < 24; n++)
        ck_assert(!admin_site_pixels((struct str){png, n}, &width, &height));
    for (size_t n = 0; n < sizeof jpeg - 3; n++)
        ck_assert(!admin_site_pixels((struct str){jpeg, n}, &width, &height));
    ck_assert(!admin_site_pixels(STR("GIF89a\x40\x01\x78\0 and some more bytes of it"), &width, &height));
    ck_assert(!admin_site_pixels(STR("<svg width=\"10\" height=\"10\"></svg>"), &width, &height));
    ck_assert(!admin_site_pixels(STR("\xff\xd8\xff\xe0\0\0\xff\xe0\0\0\xff\xe0\0\0"), &width, &height));
}
END_TEST

Suite *suite_admin_site(void)
{
    Suite *suite = suite_create("admin_site");
    TCase *tests = tcase_create("admin_site");
    tcase_add_test(tests, sizes);
    tcase_add_test(tests, what_is_cut_off_or_something_else);
    suite_add_tcase(suite, tests);
    return suite;
}
