#include <check.h>
#include <string.h>

#include "callback.h"
#include "crypto_random.h"
#include "rulebook.h"
#include "sample.h"
#include "spot.h"
#include "str.h"
#include "tabs.h"

/* Callbacks, samples and spot checks: what is decided without a database. */

static struct arena *a;

static void setup(void)
{
    ck_assert_int_eq(crypto_start(), ERR_NONE);
    a = arena_new(1 << 20);
}

static void teardown(void)
{
    arena_free(a);
}

/* ---- samples ---- */

static struct sample_item *items_of(size_t n)
{
    struct sample_item *items = ARENA_ARRAY(a, n + 1, struct sample_item);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct sample_item){.complaint_id = (int64_t)i + 1, .number = arena_printf(a, "TS-2026-%06zu", i + 1)};
    return items;
}

START_TEST(percent_is_rounded_up)
{
    ck_assert_uint_eq(sample_size(20, 0), 0);
    ck_assert_uint_eq(sample_size(20, 1), 1);
    ck_assert_uint_eq(sample_size(20, 5), 1);
    ck_assert_uint_eq(sample_size(20, 6), 2);
    ck_assert_uint_eq(sample_size(20, 100), 20);
    ck_assert_uint_eq(sample_size(100, 7), 7);
    ck_assert_uint_eq(sample_size(0, 100), 0);
    ck_assert_uint_eq(sample_size(1, 80000), 800);
}
END_TEST

START_TEST(each_purpose_has_a_percentage_of_its_own)
{
    const struct rb_sample rules = {.percent = 20, .checks = 5};
    ck_assert_int_eq(sample_percent(&rules, SAMPLE_CALLBACKS), 20);
    ck_assert_int_eq(sample_percent(&rules, SAMPLE_CHECKS), 5);
    ck_assert_int_eq(sample_percent(&rules, SAMPLE_RELABELLED), 20); /* as many as for callbacks */
    const struct rb_sample alone = {.relabelled = 30};
    ck_assert_int_eq(sample_percent(&alone, SAMPLE_CALLBACKS), 0);
    ck_assert_int_eq(sample_percent(&alone, SAMPLE_RELABELLED), 30);
}
END_TEST

/* (printf '%064d' 0 | xxd -r -p; printf TS-2026-000001) | sha256sum */
START_TEST(a_lot_is_the_hash_that_anybody_can_make)
{
    const uint8_t seed[32] = {0};
    uint8_t lot[32];
    sample_lot(crypto_sha256, seed, "TS-2026-000001", lot);
    ck_assert_str_eq(str_hex(a, lot, 32), "815ca6d7831a01e99eb0d6028845475b90ec947135b26b4c9b2e97aba38a4f42");
    sample_lot(crypto_sha256, seed, "TS-2026-000002", lot);
    ck_assert_str_ne(str_hex(a, lot, 32), "815ca6d7831a01e99eb0d6028845475b90ec947135b26b4c9b2e97aba38a4f42");
}
END_TEST

START_TEST(the_same_seed_draws_the_same_ones)
{
    struct sample_item *one = items_of(57), *two = items_of(57), *other = items_of(57);
    uint8_t seed[32], seed2[32];
    memset(seed, 7, sizeof seed);
    memset(seed2, 8, sizeof seed2);
    ck_assert_uint_eq(sample_choose(crypto_sha256, a, seed, 20, one, 57), 12);
    ck_assert_uint_eq(sample_choose(crypto_sha256, a, seed, 20, two, 57), 12);
    ck_assert_uint_eq(sample_choose(crypto_sha256, a, seed2, 20, other, 57), 12);
    int same = 0, differs = 0, largest = -1;
    for (int i = 0; i < 57; i++) {
        same += one[i].drawn == two[i].drawn;
        differs += one[i].drawn != other[i].drawn;
        if (one[i].drawn == SAMPLE_DRAWN && (largest < 0 || memcmp(one[i].lot, one[largest].lot, 32) > 0))
            largest = i;
    }
    ck_assert_int_eq(same, 57);
    ck_assert_int_gt(differs, 0);
    for (int i = 0; i < 57; i++)
        ck_assert(one[i].drawn == SAMPLE_DRAWN || memcmp(one[i].lot, one[largest].lot, 32) > 0);
}
END_TEST

START_TEST(who_wished_for_delay_is_left_out)
{
    struct sample_item *items = items_of(10);
    uint8_t seed[32] = {1}, with[32], without[32];
    sample_list_hash(crypto_sha256, a, items, 10, with);
    for (size_t i = 0; i < 10; i += 2)
        items[i].drawn = SAMPLE_LEFT_OUT;
    sample_list_hash(crypto_sha256, a, items, 10, without);
    ck_assert_mem_ne(with, without, 32);
    ck_assert_uint_eq(sample_choose(crypto_sha256, a, seed, 100, items, 10), 5);
    for (size_t i = 0; i < 10; i++)
        ck_assert_int_eq(items[i].drawn, i % 2 ? SAMPLE_DRAWN : SAMPLE_LEFT_OUT);
}
END_TEST

static struct sample drawn_from(struct sample_item *items, size_t n)
{
    struct sample s = {.percent = 20, .population = (int)n - 1, .excluded = 1, .seed = {3}};
    items[0].drawn = SAMPLE_LEFT_OUT;
    sample_list_hash(crypto_sha256, a, items, n, s.list_hash);
    (void)sample_choose(crypto_sha256, a, s.seed, s.percent, items, n);
    return s;
}

static const char *differs(const struct sample *s, const struct sample_item *items, size_t n)
{
    return sample_differs(crypto_sha256, a, s, items, n);
}

START_TEST(what_was_altered_comes_out)
{
    enum { N = 30 };
    struct sample_item *items = items_of(N);
    struct sample s = drawn_from(items, N);
    size_t in = 1, out = 1;
    while (items[in].drawn != SAMPLE_DRAWN)
        in++;
    while (items[out].drawn == SAMPLE_DRAWN)
        out++;
    ck_assert_ptr_null(differs(&s, items, N));
    items[in].drawn = SAMPLE_TO_TAKE_UP; /* drawn all the same */
    ck_assert_ptr_null(differs(&s, items, N));
    items[in].drawn = SAMPLE_NOT_DRAWN;
    ck_assert_ptr_nonnull(strstr(differs(&s, items, N), items[in].number));
    items[in].drawn = SAMPLE_DRAWN;
    items[out].drawn = SAMPLE_DRAWN;
    ck_assert_ptr_nonnull(strstr(differs(&s, items, N), items[out].number));
    items[out].drawn = SAMPLE_NOT_DRAWN;
    items[out].lot[5] ^= 1;
    ck_assert_ptr_nonnull(strstr(differs(&s, items, N), items[out].number));
    items[out].lot[5] ^= 1;
    ck_assert_ptr_nonnull(differs(&s, items, N - 1)); /* one was taken out */
    s.seed[31] ^= 1;
    ck_assert_ptr_nonnull(differs(&s, items, N));
    s.seed[31] ^= 1;
    items[0].drawn = SAMPLE_NOT_DRAWN; /* it was left out, and is not any more */
    s.population++;
    s.excluded--;
    ck_assert_ptr_nonnull(differs(&s, items, N));
}
END_TEST

START_TEST(months)
{
    const struct utc_zone *zone;
    int64_t from_us, to_us;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    ck_assert_int_eq(sample_month_before(202601), 202512);
    ck_assert_int_eq(sample_month_before(202612), 202611);
    sample_month_span(202612, zone, &from_us, &to_us);
    ck_assert_int_eq(from_us, utc_from_local(2026, 12, 1, 0, 0, 0, zone));
    ck_assert_int_eq(to_us, utc_from_local(2027, 1, 1, 0, 0, 0, zone));
    ck_assert_int_eq(sample_month_of(from_us, zone), 202612);
    ck_assert_int_eq(sample_month_of(from_us - 1, zone), 202611);
}
END_TEST

START_TEST(the_first_working_day)
{
    const struct utc_zone *zone;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    const struct calendar *c = calendar_make(a, &calendar_plain, zone);
    /* 1 August 2026 is a Saturday. */
    ck_assert(!sample_day_come(c, utc_from_local(2026, 8, 1, 10, 0, 0, zone)));
    ck_assert(!sample_day_come(c, utc_from_local(2026, 8, 2, 23, 59, 0, zone)));
    ck_assert(sample_day_come(c, utc_from_local(2026, 8, 3, 0, 1, 0, zone)));
    ck_assert(sample_day_come(c, utc_from_local(2026, 8, 31, 23, 0, 0, zone)));
    ck_assert(sample_day_come(c, utc_from_local(2026, 9, 1, 8, 0, 0, zone))); /* a Tuesday */
}
END_TEST

/* ---- callbacks ---- */

static struct rb_question questions[] = {
    {.code = "contacted", .kind = "yes_no"},
    {.code = "result", .kind = "level", .decides = true},
    {.code = "solved", .kind = "yes_no", .decides = true},
    {.code = "wishes", .kind = "lines"},
};
static const struct rb_callback script = {.questions = questions, .questions_count = COUNT_OF(questions), .attempts = 3};

static struct callback_answers answers(const char *contacted, const char *result, const char *solved, const char *wishes)
{
    struct callback_answers given = {ARENA_ARRAY(a, 4, const char *), 4};
    given.values[0] = contacted;
    given.values[1] = result;
    given.values[2] = solved;
    given.values[3] = wishes;
    return given;
}

static int said(const char *contacted, const char *result, const char *solved)
{
    struct callback_answers given = answers(contacted, result, solved, "");
    return callback_said(&script, &given);
}

START_TEST(what_decides)
{
    ck_assert_int_eq(said("no", "5", "yes"), CALLBACK_SATISFIED); /* that nobody called does not decide */
    ck_assert_int_eq(said("yes", "3", "yes"), CALLBACK_SATISFIED);
    ck_assert_int_eq(said("yes", "2", "yes"), CALLBACK_DISSATISFIED);
    ck_assert_int_eq(said("yes", "1", ""), CALLBACK_DISSATISFIED);
    ck_assert_int_eq(said("yes", "5", "no"), CALLBACK_DISSATISFIED);
    ck_assert_int_eq(said("yes", "", ""), CALLBACK_NOT_SAID);
    const struct rb_callback none = {.questions = questions, .questions_count = 1};
    ck_assert(callback_script_decides(&script) && !callback_script_decides(&none));
}
END_TEST

START_TEST(answers_that_fit)
{
    ck_assert(callback_answer_fits(&questions[0], "yes") && callback_answer_fits(&questions[0], "no") && callback_answer_fits(&questions[0], ""));
    ck_assert(!callback_answer_fits(&questions[0], "5") && !callback_answer_fits(&questions[1], "6") && !callback_answer_fits(&questions[1], "yes"));
    ck_assert(callback_answer_fits(&questions[1], "1") && callback_answer_fits(&questions[3], "whatever"));
    struct callback_answers given = answers("yes", "4", "", "还\"想\"要发票");
    ck_assert_str_eq(callback_answers_write(a, &script, &given), "{\"contacted\":\"yes\",\"result\":\"4\",\"wishes\":\"还\\\"想\\\"要发票\"}");
    ck_assert_str_eq(callback_answer_title(&questions[1], "2"), "Dissatisfied");
    ck_assert_str_eq(callback_answer_title(&questions[3], "2"), "");
}
END_TEST

START_TEST(attempts_on_different_days)
{
    const struct rb_callback endless = {.attempts = 0};
    ck_assert(callback_counts(100, 0) && callback_counts(100, 100) && !callback_counts(99, 100));
    ck_assert(!callback_given_up(&script, 2) && callback_given_up(&script, 3) && !callback_given_up(&endless, 1000));
}
END_TEST

/* ---- where it stands ---- */

START_TEST(pages_and_tabs)
{
    const struct access_user caller = {.permissions = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_CALL_BACK)}, checker = {.permissions = PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_CHECK)},
                             nobody = {.permissions = 0};
    ck_assert_str_eq(tabs_first(&caller)->path, "/staff/callbacks");
    ck_assert_str_eq(tabs_first(&checker)->path, "/staff/checks");
    ck_assert_ptr_null(tabs_first(&nobody));
    ck_assert_str_eq(tabs_at("/staff/samples/7/list")->path, "/staff/samples");
    ck_assert_ptr_null(tabs_at("/staff/callbacks2"));
    ck_assert_str_eq(spot_result_event(SPOT_FALSE), "check_false");
    ck_assert_str_eq(spot_result_event(0), "");
}
END_TEST

Suite *suite_callback(void);
Suite *suite_callback(void)
{
    Suite *s = suite_create("callback");
    TCase *tc = tcase_create("callback");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, percent_is_rounded_up);
    tcase_add_test(tc, each_purpose_has_a_percentage_of_its_own);
    tcase_add_test(tc, a_lot_is_the_hash_that_anybody_can_make);
    tcase_add_test(tc, the_same_seed_draws_the_same_ones);
    tcase_add_test(tc, who_wished_for_delay_is_left_out);
    tcase_add_test(tc, what_was_altered_comes_out);
    tcase_add_test(tc, months);
    tcase_add_test(tc, the_first_working_day);
    tcase_add_test(tc, what_decides);
    tcase_add_test(tc, answers_that_fit);
    tcase_add_test(tc, attempts_on_different_days);
    tcase_add_test(tc, pages_and_tabs);
    suite_add_tcase(s, tc);
    return s;
}
