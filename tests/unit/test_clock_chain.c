#include <string.h>

#include "clock_fixture.h"

/* What follows from clocks that run: warnings and escalations, what is shown and promised, the reasons of a date, computing anew. */

Suite *suite_clock_chain(void);

START_TEST(the_chain)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    int stage;
    story_received();
    struct clock *c = story_of(CLOCK_RESOLVE, "");
    ck_assert_uint_eq(clock_steps(&story.world, c, steps), 5);
    static const enum clock_step_kind kinds[] = {CLOCK_STEP_WARN, CLOCK_STEP_DUE, CLOCK_STEP_ESCALATE, CLOCK_STEP_ESCALATE, CLOCK_STEP_ESCALATE};
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(steps[i].kind, kinds[i]);
    ck_assert_int_eq(steps[1].at_us, story_at(3, 23, 17, 30));
    ck_assert_int_eq(steps[2].at_us, story_at(3, 23, 17, 30));
    ck_assert_int_eq(steps[3].at_us, story_at(3, 24, 17, 30));
    ck_assert_int_eq(steps[4].at_us, story_at(3, 26, 17, 30));
    ck_assert_str_eq(steps[4].to, "committee");
    ck_assert_int_eq(c->next_us, steps[0].at_us);
    ck_assert_uint_eq(clock_steps_come(&story.world, c, steps[0].at_us - 1, steps, &stage), 0);
    ck_assert_int_eq(stage, 0);
    ck_assert_uint_eq(clock_steps_come(&story.world, c, c->next_us, steps, &stage), 1);
    ck_assert_int_eq(stage, 1);
    c->stage = stage;
    clock_plan_next(&story.world, c);
    ck_assert_int_eq(c->next_us, c->due_us);
    c->stage = 0; /* nobody looked for two days: no warning any more, but all the rest */
    ck_assert_uint_eq(clock_steps_come(&story.world, c, story_at(3, 25, 9, 0), steps, &stage), 3);
    ck_assert_int_eq(steps[0].kind, CLOCK_STEP_DUE);
    ck_assert_int_eq(steps[2].kind, CLOCK_STEP_ESCALATE);
    ck_assert_str_eq(steps[2].to, "manager");
    ck_assert_int_eq(stage, 4);
    c->stage = stage;
    c->late = true;
    clock_plan_next(&story.world, c);
    ck_assert_int_eq(c->next_us, story_at(3, 26, 17, 30));
    c->stage = 5;
    clock_plan_next(&story.world, c);
    ck_assert_int_eq(c->next_us, CLOCK_NEVER);
}
END_TEST

START_TEST(a_chain_that_changed_tells_once_that_the_date_passed)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    int stage;
    story_received();
    struct clock *c = story_of(CLOCK_RESOLVE, "");
    struct rb_clock now[] = {{STORY_RULE("resolve", "resolve", "15 wd")}};
    c->stage = 1;
    story.book.clocks = now;
    story.book.clocks_count = 1;
    ck_assert_uint_eq(clock_steps_come(&story.world, c, c->due_us, steps, &stage), 1);
    ck_assert_int_eq(steps[0].kind, CLOCK_STEP_DUE);
    c->late = true;
    c->stage = 0;
    ck_assert_uint_eq(clock_steps_come(&story.world, c, c->due_us, steps, &stage), 0);
    ck_assert_int_eq(stage, 1);
}
END_TEST

START_TEST(a_date_that_moves_warns_again)
{
    story_received();
    struct clock *c = story_of(CLOCK_RESOLVE, "");
    c->stage = 1;
    ck_assert_int_eq(clock_pause(&story.world, c, "wish", story_at(3, 23, 9, 0)), ERR_NONE);
    ck_assert_int_eq(clock_resume(&story.world, c, story_at(3, 30, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->stage, 1); /* resumed on its last day: the warning lies behind */
    c = story_of(CLOCK_RESOLVE, "law");
    c->stage = 1;
    ck_assert_int_eq(clock_extend(&story.world, c, story_at(3, 17, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->stage, 0);
    ck_assert_int_eq(c->next_us, c->due_us);
}
END_TEST

/* Nobody says so: the time that was given for it is over. */
START_TEST(a_pause_ends_at_its_time)
{
    story_received();
    size_t i = (size_t)(story_of(CLOCK_RESOLVE, "") - story.set.list);
    struct clock *c = &story.set.list[i];
    c->id = 5;
    int64_t due_us = c->due_us;
    ck_assert_int_eq(clock_pause(&story.world, c, "material", story_at(3, 5, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->next_us, CLOCK_NEVER);
    ck_assert_uint_eq(clock_pauses_over(&story.world, &story.set, story_at(12, 1, 9, 0)), 0); /* this one has no end */
    c->next_us = story_at(3, 10, 9, 0);
    ck_assert_uint_eq(clock_pauses_over(&story.world, &story.set, story_at(3, 10, 8, 59)), 0);
    ck_assert_int_eq(c->state, CLOCK_PAUSED);
    ck_assert_uint_eq(clock_pauses_over(&story.world, &story.set, story_at(6, 1, 9, 0)), 1); /* looked at months later: it went on then */
    ck_assert_int_eq(c->state, CLOCK_RUNNING);
    ck_assert_str_eq(c->pause, "");
    ck_assert_int_eq(c->due_us, due_us + 3 * UTC_DAY_US);
    ck_assert_int_lt(c->next_us, c->due_us);
    ck_assert(story.set.touched[i]);
    ck_assert_uint_eq(story.set.n_made, 1);
    ck_assert_int_eq(story.set.made[0].at_us, story_at(3, 5, 9, 0));
    ck_assert_int_eq(story.set.made[0].to_us, story_at(3, 10, 9, 0));
    ck_assert_int_eq(story.set.made[0].due_after_us, c->due_us);
    ck_assert_str_eq(story.set.made[0].rule, "material");
    ck_assert_int_eq(clock_resume_in(&story.world, &story.set, i, story_at(6, 1, 9, 0)), ERR_STATE);
}
END_TEST

/* Once the answer is given there is no decision left to tell. */
START_TEST(what_was_told_needs_no_telling)
{
    story_received();
    story.set.happened = 1u << CLOCK_ON_RECEIVED | 1u << CLOCK_ON_REPLIED;
    clock_happened(&story.world, &story.set, &story.facts, CLOCK_ON_DECIDED, story_at(3, 5, 9, 0));
    ck_assert(story_none_of(CLOCK_REPLY));
    story.set.happened = 1u << CLOCK_ON_RECEIVED;
    clock_happened(&story.world, &story.set, &story.facts, CLOCK_ON_DECIDED, story_at(3, 5, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_REPLY, "")->state, CLOCK_RUNNING);
    clock_happened(&story.world, &story.set, &story.facts, CLOCK_ON_DECIDED, story_at(3, 5, 10, 0)); /* it runs already */
    ck_assert_int_eq(story_of(CLOCK_REPLY, "")->round, 1);
    ck_assert_int_eq(story_of(CLOCK_REPLY, "")->started_us, story_at(3, 5, 9, 0));
}
END_TEST

START_TEST(gauge_and_order)
{
    struct clock list[] = {
        {.state = CLOCK_MET, .met_us = 5, .due_us = 10}, {.state = CLOCK_PAUSED, .due_us = 10, .paused_us = 5}, {.state = CLOCK_RUNNING, .due_us = 30},
        {.state = CLOCK_ENDED, .met_us = 8, .due_us = 10}, {.state = CLOCK_RUNNING, .due_us = 20},
    };
    clock_order(list, 5);
    ck_assert_int_eq(list[0].due_us, 20);
    ck_assert_int_eq(list[1].due_us, 30);
    ck_assert_int_eq(list[2].state, CLOCK_PAUSED);
    ck_assert_int_eq(list[3].met_us, 8);
    ck_assert_int_eq(list[4].met_us, 5);
    ck_assert_int_eq(clock_gauge(&list[0], 5), 25);
    ck_assert_int_eq(clock_gauge(&list[0], 25), 100);
    ck_assert_int_eq(clock_gauge(&list[0], -1), 0);
    ck_assert_int_eq(clock_gauge(&list[2], 9), 50);
    ck_assert_int_eq(clock_gauge(&list[4], 1000), 50);
}
END_TEST

START_TEST(what_is_promised)
{
    struct clock list[] = {
        {.kind = CLOCK_RESOLVE, .track = "", .round = 1, .state = CLOCK_MET, .due_us = 10, .promised = true},
        {.kind = CLOCK_RESOLVE, .track = "", .round = 2, .state = CLOCK_PAUSED, .due_us = 50, .promised = false},
        {.kind = CLOCK_RESOLVE, .track = "law", .round = 1, .state = CLOCK_RUNNING, .due_us = 70, .promised = true},
        {.kind = CLOCK_ANSWER, .track = "", .round = 1, .state = CLOCK_RUNNING, .due_us = 5, .promised = true},
    };
    ck_assert_int_eq(clock_promised(list, 4), 70);
    list[2].promised = false;
    ck_assert_int_eq(clock_promised(list, 4), 50);
    ck_assert_int_eq(clock_promised(list, 0), 0);
    ck_assert_int_eq(clock_nearest(list, 4), 5);
    ck_assert_int_eq(clock_nearest(list, 0), CLOCK_NEVER);
    ck_assert_ptr_eq(clock_next(list, 4), &list[3]);
    ck_assert_ptr_null(clock_next(list, 2)); /* met, paused */
}
END_TEST

static const struct clock_reason *last_of(const struct clock_reason *list, size_t n, enum clock_reason_kind kind)
{
    for (size_t i = n; i-- > 0;) {
        if (list[i].kind == kind)
            return &list[i];
    }
    return NULL;
}

static unsigned long draws = 88172645463325252ul;
static unsigned draw(unsigned below)
{
    draws ^= draws << 13;
    draws ^= draws >> 7;
    draws ^= draws << 17;
    return (unsigned)(draws % below);
}

/* Whatever happens to a complaint: what the explanation tells leads to the date, and computing anew gives the same one. */
START_TEST(explanations_add_up)
{
    for (int run = 0; run < 300; run++) {
        memset(&story.set, 0, sizeof story.set);
        int64_t now_us = story_at(1 + (int)draw(10), 1 + (int)draw(28), (int)draw(24), (int)draw(60));
        story.facts.grade = draw(2) ? "general" : "difficult";
        story_happens(CLOCK_ON_RECEIVED, now_us);
        for (int i = 0; i < 12; i++) {
            now_us += (int64_t)draw(4 * 24 * 60) * UTC_MINUTE_US;
            switch (draw(4)) {
            case 0:
                story_happens(CLOCK_ON_ASKED, now_us);
                break;
            case 1:
                story_happens(CLOCK_ON_SUPPLIED, now_us);
                break;
            case 2:
                story.facts.grade = draw(2) ? "general" : "difficult";
                story_happens(CLOCK_ON_GRADED, now_us);
                break;
            default:
                for (size_t k = 0; k < story.set.n; k++) {
                    struct clock *c = &story.set.list[k];
                    const struct rb_extension *rung = clock_rung(&story.book, c);
                    int64_t before_us = c->due_us;
                    if (!rung || clock_extend(&story.world, c, now_us) != ERR_NONE)
                        continue;
                    struct calendar_limit by;
                    ck_assert_int_eq(calendar_limit_read(str_of(rung->by), &by), ERR_NONE);
                    clock_made(&story.set, k, (struct clock_history){.kind = CLOCK_HISTORY_EXTENSION, .at_us = now_us, .limit = by, .due_before_us = before_us, .due_after_us = c->due_us});
                }
                story_stored();
            }
        }
        for (size_t i = 0; i < story.set.n; i++) {
            const struct clock *c = &story.set.list[i];
            const struct rb_clock *rule;
            struct clock_reason *reasons;
            size_t n = clock_explain(&story.world, story.arena, c, story.history, story.set.n_history, &reasons);
            ck_assert_uint_ge(n, 4);
            ck_assert_int_eq(reasons[0].kind, CLOCK_BECAUSE_RULE);
            ck_assert_str_eq(reasons[0].rule->code, c->rule);
            ck_assert_int_eq(reasons[1].at_us, c->started_us);
            ck_assert_int_eq(last_of(reasons, n, CLOCK_BECAUSE_DUE)->at_us, c->due_us);
            ck_assert_int_eq(last_of(reasons, n, CLOCK_BECAUSE_FIRST_DUE)->at_us, calendar_add(story.world.calendar, c->started_us, c->limit));
            int64_t due_us = c->first_due_us;
            for (size_t k = 0; k < n; k++) {
                const struct clock_history *h = reasons[k].entry;
                if (!h || (h->kind == CLOCK_HISTORY_PAUSE && !h->to_us))
                    continue;
                due_us = h->due_after_us;
            }
            ck_assert_int_eq(due_us, c->due_us);
            if (c->state != CLOCK_RUNNING)
                continue;
            ck_assert_int_eq(clock_recomputed(&story.world, c, &story.facts, story.history, story.set.n_history, &rule), c->due_us);
            ck_assert_str_eq(rule->code, c->rule);
        }
        arena_reset(story.arena);
        story.world.calendar = calendar_make(story.arena, &story.plan, story.zone);
    }
}
END_TEST

START_TEST(recomputing_under_another_calendar)
{
    const struct rb_clock *rule;
    story_happens(CLOCK_ON_RECEIVED, story_at(2, 9, 10, 0));
    const struct clock *c = story_of(CLOCK_RESOLVE, "");
    story.plan.n_days = 0;
    story.world.calendar = calendar_make(story.arena, &story.plan, story.zone);
    ck_assert_int_eq(clock_recomputed(&story.world, c, &story.facts, story.history, 0, &rule), story_at(3, 2, 17, 30));
    ck_assert_int_gt(c->due_us, story_at(3, 2, 17, 30));
    story.book.clocks_count = 0;
    ck_assert_int_eq(clock_recomputed(&story.world, c, &story.facts, story.history, 0, &rule), c->due_us);
    ck_assert_ptr_null(rule);
}
END_TEST

START_TEST(years_that_are_not_known_are_told)
{
    struct clock_reason *reasons;
    story_happens(CLOCK_ON_RECEIVED, story_at(12, 30, 10, 0));
    size_t n = clock_explain(&story.world, story.arena, story_of(CLOCK_RESOLVE, ""), NULL, 0, &reasons);
    ck_assert_ptr_nonnull(last_of(reasons, n, CLOCK_BECAUSE_GUESSED));
}
END_TEST

Suite *suite_clock_chain(void)
{
    Suite *s = suite_create("clock_chain");
    TCase *t = tcase_create("clock_chain");
    tcase_add_checked_fixture(t, story_setup, story_teardown);
    tcase_set_timeout(t, 30);
    tcase_add_test(t, the_chain);
    tcase_add_test(t, a_chain_that_changed_tells_once_that_the_date_passed);
    tcase_add_test(t, a_date_that_moves_warns_again);
    tcase_add_test(t, a_pause_ends_at_its_time);
    tcase_add_test(t, what_was_told_needs_no_telling);
    tcase_add_test(t, gauge_and_order);
    tcase_add_test(t, what_is_promised);
    tcase_add_test(t, explanations_add_up);
    tcase_add_test(t, recomputing_under_another_calendar);
    tcase_add_test(t, years_that_are_not_known_are_told);
    suite_add_tcase(s, t);
    return s;
}
