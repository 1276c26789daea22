#include <check.h>

#include "rounds.h"
#include "utc.h"

Suite *suite_rounds(void);

/* What work that follows a complaint is promised: its turn, whatever becomes of other work. */

#define NOW (INT64_C(1000) * UTC_HOUR_US)

struct jobs {
    int calls;
    size_t n;
    enum err e;
};

static enum err run(struct jobs *jobs, int64_t now_us, size_t *ret_n)
{
    ck_assert_int_eq(*ret_n, 0);
    ck_assert_int_gt(now_us, 0);
    jobs->calls++;
    *ret_n = jobs->n;
    return jobs->e;
}

static const struct round_kind always = {"always", run, 0, 10}, hourly = {"hourly", run, UTC_HOUR_US, 10};

/* How often it was run by one turn, and what the turn did. */
static int turn(const struct round_kind *kind, struct round_progress *p, struct jobs *jobs, int64_t now_us, int64_t monotonic_us, enum round *round)
{
    int before = jobs->calls;
    *round = ROUND_IDLE;
    ck_assert_int_eq(round_turn(kind, p, jobs, now_us, monotonic_us, round), jobs->calls > before ? jobs->e : ERR_NONE);
    return jobs->calls - before;
}

START_TEST(test_what_a_round_did)
{
    struct round_progress p = {0};
    struct jobs jobs = {0};
    static const struct {
        size_t n;
        enum round did;
    } cases[] = {{0, ROUND_IDLE}, {1, ROUND_DONE}, {9, ROUND_DONE}, {10, ROUND_FULL}, {11, ROUND_FULL}};
    enum round round;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        jobs.n = cases[i].n;
        ck_assert_int_eq(turn(&always, &p, &jobs, NOW, 1, &round), 1);
        ck_assert_int_eq(round, cases[i].did);
    }
    /* what an earlier kind of the round did is not taken back */
    jobs.n = 0;
    round = ROUND_FULL;
    ck_assert_int_eq(round_turn(&always, &p, &jobs, NOW, 1, &round), ERR_NONE);
    ck_assert_int_eq(round, ROUND_FULL);
}
END_TEST

START_TEST(test_a_kind_with_its_time)
{
    struct round_progress p = {0};
    struct jobs jobs = {.n = 10};
    enum round round;
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW, 1, &round), 1);
    /* more was waiting: no pause */
    jobs.n = 3;
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW + 1, 1, &round), 1);
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW + 2, 1, &round), 0);
    ck_assert_int_eq(round, ROUND_IDLE);
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW + 1 + UTC_HOUR_US, 1, &round), 0);
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW + 2 + UTC_HOUR_US, 1, &round), 1);
    /* a clock that was set back by days does not make it wait for days */
    ck_assert_int_eq(turn(&hourly, &p, &jobs, NOW - 48 * UTC_HOUR_US, 1, &round), 1);
}
END_TEST

START_TEST(test_a_kind_that_fails)
{
    struct round_progress p = {0};
    struct jobs jobs = {.e = ERR_DB};
    int64_t at_us = 5 * UTC_SECOND_US;
    enum round round;
    static const int waits_s[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600};
    for (size_t i = 0; i < COUNT_OF(waits_s); i++) {
        ck_assert_int_eq(turn(&always, &p, &jobs, NOW, at_us, &round), 1);
        ck_assert_int_eq(round, ROUND_IDLE);
        ck_assert_int_eq(turn(&always, &p, &jobs, NOW, at_us + (waits_s[i] - 1) * UTC_SECOND_US, &round), 0);
        at_us += waits_s[i] * UTC_SECOND_US + UTC_SECOND_US / 10;
    }
    ck_assert_int_eq(p.failures, COUNT_OF(waits_s));
    jobs.e = ERR_NONE;
    ck_assert_int_eq(turn(&always, &p, &jobs, NOW, at_us, &round), 1);
    ck_assert_int_eq(p.failures, 0);
    ck_assert_int_eq(turn(&always, &p, &jobs, NOW, at_us, &round), 1);
    /* one that has its hour is tried again in seconds after a failure, not in an hour */
    struct round_progress slow = {0};
    jobs.e = ERR_IO;
    ck_assert_int_eq(turn(&hourly, &slow, &jobs, NOW, at_us, &round), 1);
    ck_assert_int_eq(turn(&hourly, &slow, &jobs, NOW + 2 * UTC_SECOND_US, at_us + 2 * UTC_SECOND_US, &round), 1);
}
END_TEST

START_TEST(test_the_database_away)
{
    struct round_progress p = {0};
    struct jobs jobs = {.e = ERR_DB_AWAY};
    enum round round;
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(turn(&always, &p, &jobs, NOW, 1, &round), 1);
    ck_assert_int_eq(p.failures, 0);
    ck_assert_int_eq(p.again_us, 0);
}
END_TEST

Suite *suite_rounds(void)
{
    Suite *suite = suite_create("rounds");
    TCase *tests = tcase_create("rounds");
    tcase_add_test(tests, test_what_a_round_did);
    tcase_add_test(tests, test_a_kind_with_its_time);
    tcase_add_test(tests, test_a_kind_that_fails);
    tcase_add_test(tests, test_the_database_away);
    suite_add_tcase(suite, tests);
    return suite;
}
