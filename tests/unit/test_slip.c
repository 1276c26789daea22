#include <check.h>
#include <string.h>

#include "slip.h"
#include "timeline.h"

Suite *suite_slip(void);

static struct arena *arena;
static const struct utc_zone *zone;
static const struct calendar *calendar;

static void setup(void)
{
    arena = arena_new((size_t)64 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    calendar = calendar_make(arena, &calendar_plain, zone);
}

static void teardown(void)
{
    arena_free(arena);
}

/*
 * The workflow of slips written down a second time, by reading the requirements and not the table of the program: per action the side and the right it takes, and per state (none yet, sent, read,
 * accepted, returned, answered, confirmed, withdrawn) what it leads to; '.' nothing, digits are states.
 */
static const struct {
    enum slip_action action;
    enum slip_side side;
    int right;
    const char *to;
} plan[] = {
    {SLIP_DO_SEND, SLIP_SENDER, MAY_DISPATCH, "1......."},    {SLIP_DO_READ, SLIP_RECEIVER, MAY_SEE, ".2......"},      {SLIP_DO_ACCEPT, SLIP_RECEIVER, MAY_ANSWER, ".33....."},
    {SLIP_DO_ASSIGN, SLIP_RECEIVER, MAY_ANSWER, ".223...."},  {SLIP_DO_RETURN, SLIP_RECEIVER, MAY_ANSWER, ".444...."}, {SLIP_DO_ANSWER, SLIP_RECEIVER, MAY_ANSWER, ".555...."},
    {SLIP_DO_HELP, SLIP_RECEIVER, MAY_ANSWER, ".333...."},    {SLIP_DO_CONFIRM, SLIP_SENDER, MAY_DISPATCH, ".....6.."},  {SLIP_DO_SEND_BACK, SLIP_SENDER, MAY_DISPATCH, ".....3.."},
    {SLIP_DO_WITHDRAW, SLIP_SENDER, MAY_DISPATCH, ".77777.."}, {SLIP_DO_REMIND, SLIP_SENDER, MAY_DISPATCH, ".123...."}, {SLIP_DO_SUPERVISE, SLIP_SENDER, MAY_SUPERVISE, ".123...."},
};

static bool may(const struct slip *s, size_t i, permission_set rights)
{
    bool units = s->kind >= SLIP_UP;
    permission_set one_of = PERMISSION_BIT(plan[i].right);
    if (plan[i].right == MAY_DISPATCH && s->kind == SLIP_HELP)
        one_of |= PERMISSION_BIT(MAY_ANSWER);
    if (plan[i].right == MAY_ANSWER && units)
        one_of |= PERMISSION_BIT(MAY_DISPATCH);
    return (rights & one_of) != 0;
}

static bool suits(const struct slip *s, enum slip_action action, int open_below)
{
    if (action == SLIP_DO_RETURN && (s->is_binding || s->round > 1 || s->kind == SLIP_INFO || open_below))
        return false;
    if (action == SLIP_DO_ANSWER && (s->kind == SLIP_DOWN || open_below))
        return false;
    if (action == SLIP_DO_HELP && (s->kind == SLIP_UP || s->kind == SLIP_DOWN))
        return false;
    if (action == SLIP_DO_WITHDRAW && s->state == SLIP_RETURNED && s->settled)
        return false;
    return action != SLIP_DO_SUPERVISE || s->kind != SLIP_UP;
}

static enum err planned(const struct slip *s, size_t i, unsigned sides, permission_set rights, int open_below, enum slip_state *ret_to)
{
    char to = plan[i].to[s->state];
    bool there = s->state == 0 || plan[i].action == SLIP_DO_SUPERVISE || (sides & SLIP_SIDE(plan[i].side));
    if (!may(s, i, rights) || !there)
        return ERR_FORBIDDEN;
    if (to == '.' || !suits(s, plan[i].action, open_below))
        return ERR_STATE;
    *ret_to = (enum slip_state)(to - '0');
    return ERR_NONE;
}

static void compare(const struct slip *s, unsigned sides, permission_set rights, int open_below)
{
    unsigned allowed = 0;
    for (size_t i = 0; i < COUNT_OF(plan); i++) {
        enum slip_state want = (enum slip_state)0, got = (enum slip_state)0;
        enum err wanted = planned(s, i, sides, rights, open_below, &want), e = slip_decide(s, plan[i].action, sides, rights, open_below, &got);
        ck_assert_msg(e == wanted && got == want, "kind %d, state %d, %s, sides %u, rights %llx: %s to %d, not %s to %d", s->kind, s->state, slip_action(plan[i].action)->name, sides,
                      (unsigned long long)rights, err_name(e), got, err_name(wanted), want);
        if (wanted == ERR_NONE)
            allowed |= 1u << plan[i].action;
    }
    ck_assert_uint_eq(slip_allowed(s, sides, rights, open_below), allowed);
}

START_TEST(every_kind_state_action_side_and_right)
{
    ck_assert_uint_eq(COUNT_OF(plan), SLIP_ACTION__COUNT);
    for (int kind = SLIP_DISPATCH; kind < SLIP_KIND__END; kind++) {
        for (int state = 0; state < SLIP_STATE__END; state++) {
            for (unsigned odd = 0; odd < 16; odd++) {
                const struct slip s = {.kind = (enum slip_kind)kind, .state = (enum slip_state)state, .is_binding = odd & 1, .round = odd & 2 ? 2 : 1, .settled = (odd & 4) != 0};
                for (unsigned sides = 0; sides < 4; sides++) {
                    compare(&s, sides, 0, (odd & 8) != 0);
                    compare(&s, sides, PERMISSION_BIT(PERMISSION__COUNT) - 1, (odd & 8) != 0);
                    for (int p = 0; p < PERMISSION__COUNT; p++)
                        compare(&s, sides, PERMISSION_BIT(p), (odd & 8) != 0);
                }
            }
        }
    }
}
END_TEST

/* From wherever a slip is, and whatever it is, somebody can bring it to its end; and every state is reached. */
static bool ends(const struct slip *s)
{
    bool seen[SLIP_STATE__END] = {false};
    enum slip_state open[SLIP_STATE__END * SLIP_ACTION__COUNT];
    size_t n = 0;
    open[n++] = s->state;
    while (n > 0) {
        struct slip at = *s;
        at.state = open[--n];
        if (at.state == SLIP_CONFIRMED || at.state == SLIP_WITHDRAWN)
            return true;
        if (seen[at.state])
            continue;
        seen[at.state] = true;
        for (int a = 0; a < SLIP_ACTION__COUNT; a++) {
            enum slip_state to;
            if (slip_decide(&at, (enum slip_action)a, 3, ~UINT64_C(0), 0, &to) == ERR_NONE)
                open[n++] = to;
        }
    }
    return false;
}

START_TEST(reachable_and_no_dead_ends)
{
    bool reached[SLIP_STATE__END] = {false};
    for (size_t i = 0; i < slip_rows_n; i++) {
        reached[slip_rows[i].to] = true;
        for (size_t j = i + 1; j < slip_rows_n; j++)
            ck_assert(slip_rows[i].from != slip_rows[j].from || slip_rows[i].action != slip_rows[j].action);
    }
    for (int state = SLIP_SENT; state < SLIP_STATE__END; state++) {
        ck_assert(reached[state]);
        for (int kind = SLIP_DISPATCH; kind < SLIP_KIND__END; kind++) {
            for (int binding = 0; binding < 2; binding++) {
                const struct slip s = {.kind = (enum slip_kind)kind, .state = (enum slip_state)state, .round = 1, .is_binding = binding};
                ck_assert(ends(&s));
            }
        }
    }
}
END_TEST

START_TEST(words)
{
    enum slip_action back;
    for (int a = 0; a < SLIP_ACTION__COUNT; a++) {
        const struct slip_action_kind *what = slip_action((enum slip_action)a);
        ck_assert(slip_action_from_name(what->name, &back));
        ck_assert_int_eq((int)back, a);
        ck_assert_str_ne(what->title, "");
        ck_assert(a == SLIP_DO_HELP || timeline_kind(what->event) != NULL);
    }
    ck_assert(!slip_action_from_name("nothing", &back));
    ck_assert_ptr_null(slip_action(SLIP_ACTION__COUNT));
    for (int kind = SLIP_DISPATCH; kind < SLIP_KIND__END; kind++) {
        ck_assert_str_ne(slip_kind_title((enum slip_kind)kind), "");
        ck_assert_ptr_nonnull(timeline_kind(slip_kind_event((enum slip_kind)kind)));
    }
    ck_assert_str_eq(slip_kind_title(SLIP_KIND__END), "");
    for (int state = SLIP_SENT; state < SLIP_STATE__END; state++)
        ck_assert_str_ne(slip_state_title((enum slip_state)state), "");
    ck_assert_str_eq(slip_state_title(SLIP_STATE__END), "");
    ck_assert_str_eq(slip_state_title((enum slip_state)0), "");
}
END_TEST

/* ---- the ladder and supervision ---- */

START_TEST(the_ladder)
{
    const struct rb_slips rules = {.returns_manager = 2, .returns_committee = 3}, manager = {.returns_manager = 1}, none = {0};
    static const enum slip_ladder wanted[] = {SLIP_BY_CARRIER, SLIP_BY_CARRIER, SLIP_BY_MANAGER, SLIP_BY_COMMITTEE, SLIP_BY_COMMITTEE};
    for (int i = 0; i < (int)COUNT_OF(wanted); i++) {
        ck_assert_int_eq(slip_ladder(&rules, i), wanted[i]);
        ck_assert_int_eq(slip_ladder(&none, i), SLIP_BY_CARRIER);
    }
    ck_assert_int_eq(slip_ladder(&manager, 5), SLIP_BY_MANAGER);
    /* Where somebody is above the manager, his decision can be disputed once more. */
    ck_assert(!slip_decided_for_good(&rules, SLIP_BY_CARRIER));
    ck_assert(!slip_decided_for_good(&rules, SLIP_BY_MANAGER));
    ck_assert(slip_decided_for_good(&rules, SLIP_BY_COMMITTEE));
    ck_assert(slip_decided_for_good(&manager, SLIP_BY_MANAGER));
}
END_TEST

START_TEST(more_than_half)
{
    const struct rb_slips rules = {.supervise_percent = 50, .supervise_from = 4}, none = {.supervise_from = 1};
    ck_assert(!slip_department_lags(&rules, 4, 2));
    ck_assert(slip_department_lags(&rules, 4, 3));
    ck_assert(slip_department_lags(&rules, 5, 3));
    ck_assert(!slip_department_lags(&rules, 3, 3)); /* too few to tell */
    ck_assert(!slip_department_lags(&none, 9, 9));
    ck_assert(slip_department_lags(&rules, 100000000, 50000001));
}
END_TEST

/* ---- reminders ---- */

static int64_t at(int day, int hour) /* of March 2026: the 2nd is a Monday */
{
    return calendar_instant(calendar, (int32_t)utc_civil_days(2026, 3, day), hour * 60);
}

static const char *const warn[] = {"2 wd", "1 wd"}, *const late[] = {"0", "1 wd", "3 wd"};
static struct rb_slips reminding(unsigned n_warn, unsigned n_late)
{
    return (struct rb_slips){.warn = (const char **)warn, .warn_count = n_warn, .late = (const char **)late, .late_count = n_late};
}

START_TEST(reminders_before_and_after)
{
    const struct rb_slips rules = reminding(2, 3);
    struct slip s = {.state = SLIP_SENT, .sent_us = at(2, 9), .due_us = calendar_add(calendar, at(2, 9), (struct calendar_limit){CALENDAR_WORKING_DAYS, 5})};
    int64_t times[SLIP_STEPS_MAX];
    ck_assert_uint_eq(slip_reminders(&rules, calendar, &s, times), 5);
    for (size_t i = 1; i < 5; i++)
        ck_assert_int_lt(times[i - 1], times[i]);
    ck_assert_int_eq(times[2], s.due_us);
    ck_assert_int_eq(calendar_day_of(calendar, times[3] - UTC_MINUTE_US) - calendar_day_of(calendar, s.due_us - UTC_MINUTE_US), 1);
    slip_plan_next(&rules, calendar, &s);
    ck_assert_int_eq(s.next_us, times[0]);
    /* One after the other, whatever the time between. */
    for (size_t i = 0; i < 5; i++) {
        ck_assert(!slip_take_reminders(&rules, calendar, &s, times[i] - 1));
        ck_assert(slip_take_reminders(&rules, calendar, &s, times[i]));
        ck_assert_int_eq(s.late, i >= 2);
        ck_assert_int_eq(s.next_us, i < 4 ? times[i + 1] : CLOCK_NEVER);
    }
    ck_assert(!slip_take_reminders(&rules, calendar, &s, times[4] + UTC_DAY_US));
}
END_TEST

START_TEST(what_was_missed_comes_as_one)
{
    const struct rb_slips rules = reminding(2, 3);
    struct slip s = {.state = SLIP_READ, .sent_us = at(2, 9), .due_us = at(9, 17)};
    ck_assert(slip_take_reminders(&rules, calendar, &s, at(30, 9)));
    ck_assert_int_eq(s.stage, 5);
    ck_assert(s.late);
    ck_assert_int_eq(s.next_us, CLOCK_NEVER);
}
END_TEST

START_TEST(no_time_to_warn)
{
    const struct rb_slips rules = reminding(2, 0), none = reminding(0, 0);
    struct slip s = {.state = SLIP_SENT, .sent_us = at(2, 9), .due_us = at(2, 17)};
    int64_t times[SLIP_STEPS_MAX];
    ck_assert_uint_eq(slip_reminders(&rules, calendar, &s, times), 0);
    slip_plan_next(&rules, calendar, &s);
    ck_assert_int_eq(s.next_us, s.due_us); /* that it is late is noted */
    ck_assert(!slip_take_reminders(&none, calendar, &s, s.due_us));
    ck_assert(s.late);
    ck_assert_int_eq(s.next_us, CLOCK_NEVER);
    static const enum slip_state elsewhere[] = {SLIP_RETURNED, SLIP_ANSWERED, SLIP_CONFIRMED, SLIP_WITHDRAWN};
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++) {
        struct slip done = {.state = elsewhere[i], .sent_us = at(2, 9), .due_us = at(12, 17)};
        slip_plan_next(&rules, calendar, &done);
        ck_assert_int_eq(done.next_us, CLOCK_NEVER);
    }
}
END_TEST

START_TEST(limits_that_are_none_are_left_out)
{
    static const char *const bad[] = {"soon", "1 wd", ""};
    struct rb_slips rules = {.warn = (const char **)bad, .warn_count = 3, .late = (const char **)bad, .late_count = 3};
    struct slip s = {.state = SLIP_SENT, .sent_us = at(2, 9), .due_us = at(9, 17)};
    int64_t times[SLIP_STEPS_MAX];
    ck_assert_uint_eq(slip_reminders(&rules, calendar, &s, times), 3); /* a day before, at once, a day after */
    ck_assert_int_eq(times[1], s.due_us);
}
END_TEST

/* ---- path and stopwatch ---- */

static int64_t slow_minutes(int64_t from_us, int64_t to_us)
{
    int64_t n = 0;
    for (int64_t t = from_us; t < to_us; t += UTC_MINUTE_US)
        n += calendar_working_minutes(calendar, t, t + UTC_MINUTE_US < to_us ? t + UTC_MINUTE_US : to_us);
    return n;
}

START_TEST(path_of_two_slips)
{
    struct slip_step first[] = {
        {.n = 1, .at_us = at(2, 9), .action = SLIP_DO_SEND, .state = SLIP_SENT, .due_us = at(6, 17)},
        {.n = 2, .at_us = at(2, 14), .action = SLIP_DO_READ, .state = SLIP_READ, .due_us = at(6, 17)},
        {.n = 3, .at_us = at(3, 10), .action = SLIP_DO_REMIND, .state = SLIP_READ, .due_us = at(6, 17)},
        {.n = 4, .at_us = at(4, 11), .action = SLIP_DO_RETURN, .state = SLIP_RETURNED, .due_us = at(6, 17)},
    };
    struct slip_step second[] = {
        {.n = 1, .at_us = at(5, 9), .action = SLIP_DO_SEND, .state = SLIP_SENT, .due_us = at(6, 17)},
        {.n = 2, .at_us = at(9, 9), .action = SLIP_DO_ANSWER, .state = SLIP_ANSWERED, .due_us = at(6, 17)},
        {.n = 3, .at_us = at(9, 15), .action = SLIP_DO_SEND_BACK, .state = SLIP_ACCEPTED, .due_us = at(20, 17)},
    };
    const struct slip slips[] = {
        {.id = 1, .number = 1, .state = SLIP_RETURNED, .settled = true, .steps = first, .n_steps = COUNT_OF(first)},
        {.id = 2, .number = 2, .before_id = 1, .sent_us = at(5, 9), .state = SLIP_ACCEPTED, .due_us = at(20, 17), .steps = second, .n_steps = COUNT_OF(second)},
    };
    static const struct {
        int slip;
        enum slip_side with;
        bool late;
    } wanted[] = {{1, SLIP_RECEIVER, false}, {1, SLIP_RECEIVER, false}, {1, SLIP_SENDER, false}, {2, SLIP_RECEIVER, true}, {2, SLIP_SENDER, false}, {2, SLIP_RECEIVER, false}};
    struct slip_hop *hops;
    size_t n;
    slip_path(arena, calendar, slips, COUNT_OF(slips), at(11, 12), &hops, &n);
    ck_assert_uint_eq(n, COUNT_OF(wanted));
    for (size_t i = 0; i < n; i++) {
        int64_t end_us = hops[i].to_us ? hops[i].to_us : at(11, 12);
        ck_assert_int_eq(hops[i].slip->number, wanted[i].slip);
        ck_assert_int_eq(hops[i].with, wanted[i].with);
        ck_assert_int_eq(hops[i].late, wanted[i].late);
        ck_assert_int_eq(hops[i].working_minutes, slow_minutes(hops[i].from_us, end_us));
        ck_assert(i == 0 || hops[i - 1].from_us <= hops[i].from_us);
    }
    ck_assert_int_eq(hops[1].to_us, at(4, 11));
    ck_assert_int_eq(hops[2].to_us, at(5, 9)); /* returned until it was sent on */
    ck_assert_int_eq(hops[n - 1].to_us, 0);
    ck_assert_int_eq(hops[3].working_minutes, 2 * 450 + 30 - 30); /* Thursday from nine, Friday, Monday until nine */
}
END_TEST

START_TEST(a_hop_runs_for_as_long_as_it_is_there)
{
    struct slip_step step = {.n = 1, .at_us = at(2, 9), .action = SLIP_DO_SEND, .state = SLIP_SENT, .due_us = at(6, 17)};
    const struct slip s = {.id = 1, .number = 1, .state = SLIP_SENT, .steps = &step, .n_steps = 1};
    struct slip_hop *hops;
    size_t n;
    slip_path(arena, calendar, &s, 1, at(6, 17), &hops, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert(!hops[0].late);
    slip_path(arena, calendar, &s, 1, at(6, 18), &hops, &n);
    ck_assert(hops[0].late);
    slip_path(arena, calendar, &s, 0, at(6, 18), &hops, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(open_below_counts_what_is_open)
{
    const struct slip list[] = {{.id = 1, .state = SLIP_ACCEPTED}, {.id = 2, .parent_id = 1, .state = SLIP_ANSWERED}, {.id = 3, .parent_id = 1, .state = SLIP_CONFIRMED},
                                {.id = 4, .parent_id = 1, .state = SLIP_RETURNED}, {.id = 5, .parent_id = 2, .state = SLIP_SENT}};
    ck_assert_int_eq(slip_open_below(list, COUNT_OF(list), 1), 1);
    ck_assert_int_eq(slip_open_below(list, COUNT_OF(list), 2), 1);
    ck_assert_int_eq(slip_open_below(list, COUNT_OF(list), 5), 0);
    static const struct {
        struct slip s;
        bool holds;
    } hold[] = {{{.id = 1, .kind = SLIP_DISPATCH}, true}, {{.id = 2, .kind = SLIP_HELP, .parent_id = 1}, true},  {{.id = 3, .kind = SLIP_HELP, .parent_id = 2}, true},
                {{.id = 4, .kind = SLIP_UP}, false},      {{.id = 5, .kind = SLIP_DOWN}, false},                 {{.id = 6, .kind = SLIP_INFO}, false},
                {{.id = 7, .kind = SLIP_HELP, .parent_id = 6}, false}, {{.id = 8, .kind = SLIP_HELP, .parent_id = 7}, false}, {{.id = 9, .kind = SLIP_HELP, .parent_id = 99}, true}};
    struct slip slips[COUNT_OF(hold)];
    for (size_t i = 0; i < COUNT_OF(hold); i++)
        slips[i] = hold[i].s;
    for (size_t i = 0; i < COUNT_OF(hold); i++)
        ck_assert_msg(slip_holds_closing(slips, COUNT_OF(hold), &slips[i]) == hold[i].holds, "slip %zu", i + 1);
}
END_TEST

Suite *suite_slip(void)
{
    Suite *s = suite_create("slip");
    TCase *t = tcase_create("slip");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, every_kind_state_action_side_and_right);
    tcase_add_test(t, reachable_and_no_dead_ends);
    tcase_add_test(t, words);
    tcase_add_test(t, the_ladder);
    tcase_add_test(t, more_than_half);
    tcase_add_test(t, reminders_before_and_after);
    tcase_add_test(t, what_was_missed_comes_as_one);
    tcase_add_test(t, no_time_to_warn);
    tcase_add_test(t, limits_that_are_none_are_left_out);
    tcase_add_test(t, path_of_two_slips);
    tcase_add_test(t, a_hop_runs_for_as_long_as_it_is_there);
    tcase_add_test(t, open_below_counts_what_is_open);
    suite_add_tcase(s, t);
    return s;
}
