#include <check.h>
#include <string.h>

#include "portal_home_view.h"

/* What the website says about who may see a sealed identity is what the book lets happen. */

static bool says(const struct rulebook *b, const char *words)
{
    const struct page page = {.lang = LANG_EN};
    return strstr(portal_sealed_words(&page, b), words) != NULL;
}

START_TEST(test_what_the_book_lets_happen)
{
    struct rulebook b = {.code = "book"};
    ck_assert(says(&b, "when a second person agrees; each look"));
    b.custody.emergency = true;
    ck_assert(says(&b, "when a second person agrees, alone only when life or health is in danger; each look"));
    b.custody.one = true;
    ck_assert(says(&b, "only with a written reason; each look"));
    ck_assert(!says(&b, "second person"));
}
END_TEST

START_TEST(test_without_a_book_nothing_is_promised)
{
    ck_assert(says(NULL, "sealed"));
    ck_assert(!says(NULL, "second person"));
}
END_TEST

Suite *suite_portal_home_view(void);
Suite *suite_portal_home_view(void)
{
    Suite *suite = suite_create("portal_home_view");
    TCase *tests = tcase_create("sealed");
    tcase_add_test(tests, test_what_the_book_lets_happen);
    tcase_add_test(tests, test_without_a_book_nothing_is_promised);
    suite_add_tcase(suite, tests);
    return suite;
}
