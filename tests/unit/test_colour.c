#include <check.h>
#include <string.h>

#include "colour.h"

Suite *suite_colour(void);

static struct arena *a;

static void start(void)
{
    a = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(a);
}

static struct colour c(const char *text)
{
    struct colour colour = {0, 0, 0};
    ck_assert_msg(colour_read(text, &colour), "%s is not read", text);
    return colour;
}

START_TEST(reading)
{
    struct colour colour;
    ck_assert_str_eq(colour_text(a, c("#0052d9")), "#0052d9");
    ck_assert_str_eq(colour_text(a, c("00AAff")), "#00aaff");
    static const char *const bad[] = {"", "#", "#0052d", "#0052d99", "#0052dg", "red", "##0052d", "#00 52d", "０052d9"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(!colour_read(bad[i], &colour), "%s is read", bad[i]);
}
END_TEST

START_TEST(contrast_as_the_standard_has_it)
{
    ck_assert_int_eq(colour_contrast(c("#000000"), c("#ffffff")), 2100);
    ck_assert_int_eq(colour_contrast(c("#ffffff"), c("#ffffff")), 100);
    ck_assert_int_eq(colour_contrast(c("#777777"), c("#ffffff")), 447);
    ck_assert_int_eq(colour_contrast(c("#ffffff"), c("#767676")), 454);
    ck_assert(!colour_carries_white(c("#777777")));
    ck_assert(colour_carries_white(c("#767676")));
    ck_assert(!colour_carries_white(c("#ffc107")));
}
END_TEST

static void pairs(const struct colour_set *set, const char *const *grounds)
{
    for (size_t i = 0; grounds[i]; i++) {
        ck_assert_int_ge(colour_contrast(set->ink, c(grounds[i])), COLOUR_ENOUGH);
        ck_assert_int_ge(colour_contrast(set->ink_over, c(grounds[i])), COLOUR_ENOUGH);
    }
    ck_assert_int_ge(colour_contrast(set->ink, set->weak), COLOUR_ENOUGH);
    ck_assert(colour_carries_white(set->fill));
    ck_assert(colour_carries_white(set->fill_over));
    ck_assert(colour_carries_white(set->top));
}

/* Whatever brand is chosen, all pairs of a page can be read; also of those that the page of the brand refuses. */
START_TEST(everything_derived_can_be_read)
{
    static const char *const light[] = {"#f2f4f7", "#ffffff", "#f7f9fb", NULL}, *const dark[] = {"#121418", "#1a1d23", "#20242b", NULL};
    for (int r = 0; r < 256; r += 15) {
        for (int g = 0; g < 256; g += 15) {
            for (int b = 0; b < 256; b += 15) {
                const struct colour brand = {r, g, b};
                struct colour_set by_day = colour_light(brand), by_night = colour_dark(brand);
                pairs(&by_day, light);
                pairs(&by_night, dark);
            }
        }
    }
}
END_TEST

START_TEST(a_good_colour_stays_what_it_is)
{
    struct colour_set set = colour_light(c("#0052d9"));
    ck_assert_str_eq(colour_text(a, set.ink), "#0052d9");
    ck_assert_str_eq(colour_text(a, set.fill), "#0052d9");
    const char *sheet = colour_sheet(a, c("#b3261e"));
    ck_assert_ptr_nonnull(strstr(sheet, "--brand-fill:#b3261e;"));
    ck_assert_ptr_nonnull(strstr(sheet, "@media screen and (prefers-color-scheme:dark){:root{--brand:#"));
    ck_assert_uint_eq(strspn(sheet, "abcdefghijklmnopqrstuvwxyz0123456789:;{}#@()- \n"), strlen(sheet));
}
END_TEST

Suite *suite_colour(void)
{
    Suite *suite = suite_create("colour");
    TCase *tests = tcase_create("colour");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, reading);
    tcase_add_test(tests, contrast_as_the_standard_has_it);
    tcase_add_test(tests, everything_derived_can_be_read);
    tcase_add_test(tests, a_good_colour_stays_what_it_is);
    suite_add_tcase(suite, tests);
    return suite;
}
