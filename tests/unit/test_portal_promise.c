#include <check.h>

#include "portal_promise.h"

#define AT(day) (INT64_C(86400000000) * (day))

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 16);
}

static void stop(void)
{
    arena_free(arena);
}

static struct clock running(int64_t due_day)
{
    return (struct clock){.kind = CLOCK_RESOLVE, .track = "", .round = 1, .state = CLOCK_RUNNING, .promised = true, .due_us = AT(due_day), .first_due_us = AT(due_day)};
}

START_TEST(test_what_became_of_it)
{
    struct clock c = running(10);
    ck_assert_int_eq(portal_promise_of(&c, AT(10)), PROMISE_RUNNING);
    ck_assert_int_eq(portal_promise_of(&c, AT(10) + 1), PROMISE_LATE);
    c.state = CLOCK_PAUSED;
    ck_assert_int_eq(portal_promise_of(&c, AT(20)), PROMISE_PAUSED);
    c.state = CLOCK_MET;
    ck_assert_int_eq(portal_promise_of(&c, AT(20)), PROMISE_KEPT);
    c.late = true;
    ck_assert_int_eq(portal_promise_of(&c, AT(5)), PROMISE_MISSED);
    c.state = CLOCK_ENDED;
    ck_assert_int_eq(portal_promise_of(&c, AT(5)), PROMISE_OVER);
}
END_TEST

START_TEST(test_only_promised_in_order)
{
    struct clock list[] = {running(30), running(5), running(20), running(1), running(5)};
    list[2].promised = false;
    list[3].state = CLOCK_ENDED;
    list[4].id = 4;
    struct clock *sorted;
    ck_assert_uint_eq(portal_promises(arena, list, COUNT_OF(list), &sorted), 3);
    ck_assert_int_eq(sorted[0].due_us, AT(5));
    ck_assert_int_eq(sorted[0].id, 0);
    ck_assert_int_eq(sorted[1].id, 4);
    ck_assert_int_eq(sorted[2].due_us, AT(30));
    ck_assert_uint_eq(portal_promises(arena, list, 0, &sorted), 0);
}
END_TEST

START_TEST(test_broken)
{
    struct clock list[] = {running(30), running(5)};
    ck_assert(!portal_promise_broken(list, 2, AT(5)));
    ck_assert(portal_promise_broken(list, 2, AT(6)));
    list[1].state = CLOCK_PAUSED;
    ck_assert(!portal_promise_broken(list, 2, AT(6)));
    list[1] = running(5);
    list[1].promised = false;
    ck_assert(!portal_promise_broken(list, 2, AT(6)));
}
END_TEST

START_TEST(test_answer)
{
    struct clock list[] = {running(30), running(40), running(50), running(60)};
    list[0].track = "law";
    list[1].round = 2;
    list[2].kind = CLOCK_ANSWER;
    list[3].promised = false;
    ck_assert_ptr_eq(portal_promise_answer(list, 4), &list[1]);
    list[1].round = 1;
    ck_assert_ptr_eq(portal_promise_answer(list, 4), &list[1]);
    ck_assert_ptr_eq(portal_promise_answer(list, 1), &list[0]);
    ck_assert_ptr_null(portal_promise_answer(&list[2], 2));
}
END_TEST

Suite *suite_portal_promise(void);
Suite *suite_portal_promise(void)
{
    Suite *suite = suite_create("portal_promise");
    TCase *tests = tcase_create("promises");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_what_became_of_it);
    tcase_add_test(tests, test_only_promised_in_order);
    tcase_add_test(tests, test_broken);
    tcase_add_test(tests, test_answer);
    suite_add_tcase(suite, tests);
    return suite;
}
