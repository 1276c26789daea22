#include <check.h>

#include "desk_clock.h"

#define AT(hour) (INT64_C(3600000000) * (hour))

static const char *pauses[] = {"material"};
static struct rb_extension ladder[] = {{.by = "5 wd", .approve = "manager", .notice = true}};
static struct rb_clock rules[] = {
    {.code = "resolve", .kind = "resolve", .track = "", .limit = "30 wd", .pause = pauses, .pause_count = 1, .extensions = ladder, .extensions_count = 1},
    {.code = "contact", .kind = "first_contact", .track = "", .limit = "1 wd"},
};
static const struct rulebook book = {.clocks = rules, .clocks_count = 2};

static struct clock running(enum rb_clock_kind kind, const char *rule)
{
    return (struct clock){.kind = kind, .rule = rule, .track = "", .state = CLOCK_RUNNING, .due_us = AT(100), .pause = ""};
}

START_TEST(test_look)
{
    struct clock c = running(CLOCK_RESOLVE, "resolve");
    ck_assert_int_eq(desk_clock_look(&c, AT(70)), DESK_CLOCK_CALM);
    ck_assert_int_eq(desk_clock_look(&c, AT(90)), DESK_CLOCK_SOON);
    ck_assert_int_eq(desk_clock_look(&c, AT(100) + 1), DESK_CLOCK_LATE);
    c.stage = 1;
    ck_assert_int_eq(desk_clock_look(&c, AT(10)), DESK_CLOCK_SOON);
    c.state = CLOCK_PAUSED;
    ck_assert_int_eq(desk_clock_look(&c, AT(200)), DESK_CLOCK_PAUSED);
    c.state = CLOCK_MET;
    ck_assert_int_eq(desk_clock_look(&c, AT(200)), DESK_CLOCK_KEPT);
    c.late = true;
    ck_assert_int_eq(desk_clock_look(&c, AT(200)), DESK_CLOCK_KEPT_LATE);
    c.state = CLOCK_ENDED;
    ck_assert_int_eq(desk_clock_look(&c, AT(200)), DESK_CLOCK_OVER);
}
END_TEST

START_TEST(test_takes)
{
    struct clock resolve = running(CLOCK_RESOLVE, "resolve"), contact = running(CLOCK_FIRST_CONTACT, "contact"), gone = running(CLOCK_CALLBACK, "gone");
    ck_assert(desk_clock_takes(&book, &resolve, ACTION_PAUSE, AT(1)));
    ck_assert(!desk_clock_takes(&book, &contact, ACTION_PAUSE, AT(1)));
    ck_assert(!desk_clock_takes(&book, &gone, ACTION_PAUSE, AT(1)));
    ck_assert(desk_clock_takes(&book, &resolve, ACTION_EXTEND, AT(1)));
    ck_assert(!desk_clock_takes(&book, &resolve, ACTION_EXTEND, AT(100)));
    resolve.extensions = 1;
    ck_assert(!desk_clock_takes(&book, &resolve, ACTION_EXTEND, AT(1)));
    ck_assert(!desk_clock_takes(&book, &contact, ACTION_EXTEND, AT(1)));
    ck_assert(!desk_clock_takes(&book, &resolve, ACTION_CLOCK_DONE, AT(1)));
    ck_assert(desk_clock_takes(&book, &contact, ACTION_CLOCK_DONE, AT(200)));
    ck_assert(!desk_clock_takes(&book, &contact, ACTION_RESUME, AT(1)));
    contact.state = CLOCK_PAUSED;
    ck_assert(desk_clock_takes(&book, &contact, ACTION_RESUME, AT(1)));
    ck_assert(!desk_clock_takes(&book, &contact, ACTION_CLOCK_DONE, AT(1)));
    ck_assert(!desk_clock_takes(&book, &contact, ACTION_NOTE, AT(1)));
    ck_assert(desk_clock_action(ACTION_PAUSE) && desk_clock_action(ACTION_CLOCK_DONE) && !desk_clock_action(ACTION_DECIDE_EXTENSION));
}
END_TEST

START_TEST(test_shown)
{
    struct clock list[6];
    for (size_t i = 0; i < 6; i++)
        list[i] = running(CLOCK_RESOLVE, "resolve");
    ck_assert_uint_eq(desk_clocks_shown(list, 6), DESK_CLOCKS_OPEN);
    ck_assert_uint_eq(desk_clocks_shown(list, 3), 3);
    list[1].state = CLOCK_PAUSED;
    list[2].state = list[3].state = CLOCK_MET;
    ck_assert_uint_eq(desk_clocks_shown(list, 4), 2);
    list[0].state = list[1].state = CLOCK_ENDED;
    ck_assert_uint_eq(desk_clocks_shown(list, 4), 2);
    ck_assert_uint_eq(desk_clocks_shown(list, 1), 1);
    ck_assert_uint_eq(desk_clocks_shown(list, 0), 0);
}
END_TEST

Suite *suite_desk_clock(void);
Suite *suite_desk_clock(void)
{
    Suite *suite = suite_create("desk_clock");
    TCase *tests = tcase_create("clocks");
    tcase_add_test(tests, test_look);
    tcase_add_test(tests, test_takes);
    tcase_add_test(tests, test_shown);
    suite_add_tcase(suite, tests);
    return suite;
}
