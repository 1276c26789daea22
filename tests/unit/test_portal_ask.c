#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_fixture.h"
#include "portal_ask_view.h"
#include "utc.h"

static struct crypto_keys *keys;

static void start(void)
{
    crypto_up();
    crypto_make_keys();
    keys = crypto_load(CRYPTO_PUBLIC);
}

static void stop(void)
{
    crypto_keys_free(keys);
    crypto_down();
}

static const int64_t now = 500 * UTC_HOUR_US;

static bool answered(const char *subject, int64_t at_us, const char *typed)
{
    return portal_ask_answered(crypto_arena, keys, subject, 0, at_us, typed);
}

/* What the words ask for. */
static int sum_of(const char *asked)
{
    static const char *const words[] = {"two", "three", "four", "five", "six", "seven", "eight", "nine"};
    for (int a = 0; a < 8; a++) {
        for (int b = 0; b < 8; b++) {
            if (strcmp(asked, arena_printf(crypto_arena, "How much is %s plus %s?", words[a], words[b])) == 0)
                return a + b + 4;
        }
    }
    ck_abort_msg("asked: %s", asked);
    return 0;
}

START_TEST(the_sum_in_words_is_what_the_answer_is)
{
    const char *asked = portal_ask(crypto_arena, LANG_EN, keys, "draft", 0, now), *answer = arena_printf(crypto_arena, "%d", sum_of(asked));
    int others = 0;
    ck_assert(answered("draft", now, answer));
    ck_assert(answered("draft", now, arena_printf(crypto_arena, "  %s ", answer)));
    ck_assert_str_eq(asked, portal_ask(crypto_arena, LANG_EN, keys, "draft", 0, now + UTC_HOUR_US - 1));
    for (int n = 0; n < 100; n++)
        others += answered("draft", now, arena_printf(crypto_arena, "%d", n));
    ck_assert_int_eq(others, 1);
}
END_TEST

START_TEST(digits_of_any_width_and_words_are_understood)
{
    static const char *const wide[] = {"０", "１", "２", "３", "４", "５", "６", "７", "８", "９"};
    static const char *const said[] = {"four", "five", "six", "Seven", "EIGHT", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"};
    int sum = sum_of(portal_ask(crypto_arena, LANG_EN, keys, "a network", 0, now));
    ck_assert(answered("a network", now, arena_printf(crypto_arena, "%s%s", sum > 9 ? wide[sum / 10] : "", wide[sum % 10])));
    ck_assert(answered("a network", now, said[sum - 4]));
    ck_assert(!answered("a network", now, ""));
    ck_assert(!answered("a network", now, "nought"));
    ck_assert(!answered("a network", now, arena_printf(crypto_arena, "%d %d", sum, sum)));
}
END_TEST

START_TEST(one_answer_does_not_open_other_doors)
{
    int open = 0;
    for (int i = 0; i < 200; i++)
        open += answered(arena_printf(crypto_arena, "draft %d", i), now, "11");
    ck_assert_int_le(open, 50); /* one sum of eight at most */
    ck_assert_int_ge(open, 1);
}
END_TEST

/* Whoever gives one answer again and again does not wait for its question to go by: most questions have another one. */
START_TEST(every_try_brings_another_question)
{
    int same = 0;
    for (int tries = 0; tries < 200; tries++)
        same += sum_of(portal_ask(crypto_arena, LANG_EN, keys, "draft", tries, now)) == sum_of(portal_ask(crypto_arena, LANG_EN, keys, "draft", tries + 1, now));
    ck_assert_int_le(same, 50);
}
END_TEST

Suite *suite_portal_ask(void);
Suite *suite_portal_ask(void)
{
    Suite *suite = suite_create("portal_ask");
    TCase *tests = tcase_create("question");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, the_sum_in_words_is_what_the_answer_is);
    tcase_add_test(tests, digits_of_any_width_and_words_are_understood);
    tcase_add_test(tests, every_try_brings_another_question);
    tcase_add_test(tests, one_answer_does_not_open_other_doors);
    suite_add_tcase(suite, tests);
    return suite;
}
