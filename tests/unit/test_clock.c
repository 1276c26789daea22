#include <string.h>

#include "clock_fixture.h"

Suite *suite_clock(void);

START_TEST(words)
{
    for (int e = CLOCK_ON_RECEIVED; e < CLOCK_EVENT__END; e++) {
        ck_assert_str_ne(clock_event_word((enum clock_event)e), "");
        ck_assert_int_eq(clock_event_from_word(clock_event_word((enum clock_event)e)), e);
        ck_assert_str_ne(rulebook_event_title(clock_event_word((enum clock_event)e)), "");
    }
    ck_assert_str_eq(clock_event_word((enum clock_event)0), "");
    ck_assert_str_eq(clock_event_word(CLOCK_EVENT__END), "");
    ck_assert_int_eq(clock_event_from_word("never"), 0);
    ck_assert_int_eq(clock_event_from_word(""), 0);
    ck_assert_int_eq(clock_event_from_word(NULL), 0);
}
END_TEST

START_TEST(the_most_specific_rule_wins)
{
    struct clock_candidate *list;
    size_t n, chosen = 0;
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "")->code, "resolve");
    story.facts.grade = "difficult";
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "")->code, "resolve-difficult");
    story.facts.category = "card"; /* a category itself weighs more than a grade */
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "")->code, "resolve-card");
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "law")->code, "law");
    ck_assert_ptr_null(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "no such track"));
    story.facts.grade = "general";
    ck_assert_ptr_null(clock_rule(&story.book, &story.facts, CLOCK_PROGRESS, ""));
    clock_candidates(&story.book, story.arena, &story.facts, CLOCK_RESOLVE, "", &list, &n);
    ck_assert_uint_eq(n, 3);
    for (size_t i = 0; i < n; i++)
        chosen += list[i].chosen;
    ck_assert_uint_eq(chosen, 1);
    ck_assert(list[2].chosen);
    ck_assert_int_eq(list[1].failed, RB_GRADE);
    ck_assert_int_eq(list[0].failed, RB_HOLDS);
    ck_assert_int_gt(list[2].weight, list[0].weight);
}
END_TEST

START_TEST(among_equals_the_first_and_never_an_inactive_one)
{
    struct rb_clock two[] = {{STORY_RULE("a", "resolve", "3 wd")}, {STORY_RULE("b", "resolve", "5 wd")}};
    story.book.clocks = two;
    story.book.clocks_count = 2;
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "")->code, "a");
    two[0].inactive = true;
    ck_assert_str_eq(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, "")->code, "b");
    two[1].inactive = true;
    ck_assert_ptr_null(clock_rule(&story.book, &story.facts, CLOCK_RESOLVE, ""));
}
END_TEST

START_TEST(receiving_starts_what_begins_with_it)
{
    story_received();
    ck_assert_uint_eq(story.set.n, 5); /* acknowledge, dispatch, first contact, resolve, law */
    ck_assert_uint_eq(story_count(CLOCK_RUNNING), 5);
    ck_assert_int_eq(story_of(CLOCK_FIRST_CONTACT, "")->due_us, story_at(3, 2, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->due_us, story_at(3, 3, 17, 30));
    ck_assert_int_eq(story_of(CLOCK_DISPATCH, "")->due_us, story_at(3, 2, 17, 30));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 23, 17, 30));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "law")->due_us, story_at(3, 18, 0, 0)); /* the end of the 17th */
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->book_id, 7);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->round, 1);
    ck_assert_int_eq(clock_nearest(story.set.list, story.set.n), story_at(3, 2, 11, 0));
    ck_assert_int_eq(clock_promised(story.set.list, story.set.n), story_at(3, 23, 17, 30));
    ck_assert(story_none_of(CLOCK_REPORT_MAJOR));
}
END_TEST

/* What was answered need not be passed on any more: the clock ends, late only when it was late before. */
START_TEST(an_answer_ends_the_clock_of_dispatch)
{
    static const char *until[] = {"assigned"};
    for (unsigned i = 0; i < story.book.clocks_count; i++) {
        if (rulebook_clock_kind(story.rules[i].kind) == CLOCK_DISPATCH) {
            story.rules[i].until = until;
            story.rules[i].until_count = 1;
        }
    }
    story_received();
    story_happens(CLOCK_ON_REPLIED, story_at(3, 2, 16, 0));
    ck_assert_int_eq(story_of(CLOCK_DISPATCH, "")->state, CLOCK_ENDED);
    ck_assert(!story_of(CLOCK_DISPATCH, "")->late);
    story_happens(CLOCK_ON_GRADED, story_at(3, 2, 16, 30)); /* nor does it begin again */
    ck_assert_int_eq(story_of(CLOCK_DISPATCH, "")->state, CLOCK_ENDED);
}
END_TEST

START_TEST(a_units_own_limit_holds)
{
    story.book.own_limits = story.own;
    story.book.own_limits_count = 1;
    story_received();
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 16, 17, 30));
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->limit_unit, "320000");
    ck_assert_str_eq(story_of(CLOCK_ACKNOWLEDGE, "")->limit_unit, "");
}
END_TEST

START_TEST(every_event_meets_its_kinds)
{
    story_received();
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 10, 30));
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->met_us, story_at(3, 2, 10, 30));
    ck_assert(!story_of(CLOCK_ACKNOWLEDGE, "")->late);
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 2, 18, 0));
    ck_assert_int_eq(story_of(CLOCK_DISPATCH, "")->state, CLOCK_MET);
    ck_assert(story_of(CLOCK_DISPATCH, "")->late); /* half an hour after the day's end */
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->due_us, story_at(3, 11, 17, 30));
    story_happens(CLOCK_ON_CONTACTED, story_at(3, 2, 10, 59));
    ck_assert_int_eq(story_of(CLOCK_FIRST_CONTACT, "")->state, CLOCK_MET);
    story_happens(CLOCK_ON_REPLIED, story_at(3, 5, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->state, CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "law")->state, CLOCK_RUNNING); /* its rule says until closed */
    story_happens(CLOCK_ON_CLOSED, story_at(3, 6, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "law")->state, CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_CALLBACK, "")->due_us, story_at(3, 8, 9, 0));
    ck_assert(story_none_of(CLOCK_CLOSING_REPORT));
    ck_assert_uint_eq(story_count(CLOCK_RUNNING), 1);
}
END_TEST

START_TEST(deciding_starts_the_reply)
{
    story_received();
    story_happens(CLOCK_ON_DECIDED, story_at(3, 3, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_REPLY, "")->due_us, story_at(3, 5, 17, 30));
    story_happens(CLOCK_ON_REPLIED, story_at(3, 4, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_REPLY, "")->state, CLOCK_MET);
}
END_TEST

START_TEST(rejecting_and_withdrawing_end_everything)
{
    story_received();
    story_happens(_i ? CLOCK_ON_WITHDRAWN : CLOCK_ON_REJECTED, story_at(3, 2, 10, 20));
    ck_assert_uint_eq(story_count(CLOCK_RUNNING), 0);
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->state, _i ? CLOCK_ENDED : CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(clock_nearest(story.set.list, story.set.n), CLOCK_NEVER);
    ck_assert_int_eq(clock_promised(story.set.list, story.set.n), 0);
    story_happens(CLOCK_ON_GRADED, story_at(3, 2, 11, 0));
    ck_assert_uint_eq(story_count(CLOCK_RUNNING), 0);
}
END_TEST

START_TEST(progress_comes_round)
{
    story.facts.grade = "difficult";
    story_received();
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 1);
    story_happens(CLOCK_ON_CONTACTED, story_at(3, 6, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->due_us, story_at(3, 13, 17, 30));
    for (int i = 0; i < 60; i++)
        story_happens(CLOCK_ON_CONTACTED, story_at(3, 7, 0, i));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 62);
    ck_assert_uint_le(story.set.n, CLOCKS_MAX);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_RUNNING);
    story_happens(CLOCK_ON_REPLIED, story_at(3, 9, 0, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_MET);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 62);
    story_happens(CLOCK_ON_SUPPLIED, story_at(3, 10, 0, 0)); /* the answer did not settle it */
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 63);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
}
END_TEST

START_TEST(done_by_hand)
{
    story.facts.grade = "difficult";
    story_received();
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 11, 0));
    for (size_t i = 0; i < story.set.n; i++) {
        if (story.set.list[i].kind == CLOCK_PROGRESS || story.set.list[i].kind == CLOCK_REPORT_MAJOR)
            ck_assert_int_eq(clock_done_in(&story.world, &story.set, &story.facts, i, story_at(3, 9, 18, 0)), ERR_NONE);
        if (story.set.list[i].kind == CLOCK_PROGRESS)
            break;
    }
    ck_assert_int_eq(story_of(CLOCK_REPORT_MAJOR, "")->state, CLOCK_MET);
    ck_assert(story_of(CLOCK_REPORT_MAJOR, "")->late);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(clock_done(story_of(CLOCK_REPORT_MAJOR, ""), story_at(3, 9, 18, 0)), ERR_STATE);
}
END_TEST

START_TEST(grading_keeps_the_start)
{
    story_received();
    int64_t start_us = story_of(CLOCK_RESOLVE, "")->started_us;
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 11, 0));
    story.facts.grade = "difficult";
    clock_happened(&story.world, &story.set, &story.facts, CLOCK_ON_GRADED, story_at(3, 4, 9, 0));
    ck_assert_uint_eq(story.set.n_made, 1);
    ck_assert_int_eq(story.set.made[0].kind, CLOCK_HISTORY_REPICKED);
    ck_assert_str_eq(story.set.made[0].rule, "resolve");
    ck_assert_int_eq(story.set.made[0].due_before_us, story_at(3, 23, 17, 30));
    story_stored();
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->rule, "resolve-difficult");
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->started_us, start_us);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, calendar_add(story.world.calendar, start_us, (struct calendar_limit){CALENDAR_WORKING_DAYS, 30}));
    ck_assert_int_eq(story_of(CLOCK_REPORT_MAJOR, "")->started_us, story_at(3, 4, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->started_us, story_at(3, 4, 9, 0)); /* accepted before, would be running: begins now */
    ck_assert(story_none_of(CLOCK_CLOSING_REPORT));
    story.facts.grade = "general";
    story_happens(CLOCK_ON_GRADED, story_at(3, 5, 9, 0));
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->rule, "resolve");
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 23, 17, 30));
    ck_assert_int_eq(story_of(CLOCK_REPORT_MAJOR, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_ENDED);
    story.facts.grade = "difficult";
    story_happens(CLOCK_ON_GRADED, story_at(3, 6, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_REPORT_MAJOR, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 2);
    size_t n = story.set.n;
    story_happens(CLOCK_ON_GRADED, story_at(3, 6, 10, 0));
    ck_assert_uint_eq(story.set.n, n);
}
END_TEST

START_TEST(grading_keeps_pauses_and_extensions)
{
    story_received();
    story_happens(CLOCK_ON_ASKED, story_at(3, 4, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    story_happens(CLOCK_ON_SUPPLIED, story_at(3, 9, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 26, 17, 30)); /* three working days stood still */
    story.facts.grade = "difficult";
    story_happens(CLOCK_ON_GRADED, story_at(3, 10, 9, 0));
    int64_t plain_us = calendar_add(story.world.calendar, story_at(3, 2, 10, 0), (struct calendar_limit){CALENDAR_WORKING_DAYS, 30});
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->first_due_us, plain_us);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, calendar_resume(story.world.calendar, CALENDAR_WORKING_DAYS, plain_us, story_at(3, 4, 9, 0), story_at(3, 9, 9, 0)));
}
END_TEST

START_TEST(a_rule_that_the_book_lost_goes_on)
{
    story_received();
    int64_t due_us = story_of(CLOCK_ACKNOWLEDGE, "")->due_us;
    story.book.clocks = story.rules + 1;
    story.book.clocks_count = 5;
    story_happens(CLOCK_ON_GRADED, story_at(3, 2, 10, 5));
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->due_us, due_us);
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 10, 6)); /* as clocks of its kind end */
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);
}
END_TEST

START_TEST(pausing_over_holidays)
{
    story_happens(CLOCK_ON_RECEIVED, story_at(2, 9, 10, 0)); /* Monday before the festival: 15 wd */
    story_happens(CLOCK_ON_ASKED, story_at(2, 13, 9, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->pause, "material");
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->next_us, CLOCK_NEVER);
    ck_assert_int_eq(story_of(CLOCK_DISPATCH, "")->state, CLOCK_RUNNING); /* its rule allows no pause */
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);   /* to ask is a word to the complainant */
    int64_t due_us = story_of(CLOCK_RESOLVE, "")->due_us;
    story_happens(CLOCK_ON_SUPPLIED, story_at(2, 25, 9, 0));
    const struct clock *c = story_of(CLOCK_RESOLVE, "");
    ck_assert_int_eq(c->state, CLOCK_RUNNING);
    /* 13th, 14th (made up) and 24th were lost: three working days */
    ck_assert_int_eq(calendar_working_days(story.world.calendar, due_us, c->due_us), 3);
    ck_assert_uint_eq(story.set.n_history, 1);
    ck_assert_int_eq(story.history[0].to_us, story_at(2, 25, 9, 0));
    ck_assert_int_eq(story.history[0].due_after_us, c->due_us);
    ck_assert_str_eq(story.history[0].rule, "material");
}
END_TEST

START_TEST(pauses_that_are_not_allowed)
{
    story_received();
    ck_assert_int_eq(clock_pause(&story.world, story_of(CLOCK_ACKNOWLEDGE, ""), "material", story_at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&story.world, story_of(CLOCK_RESOLVE, ""), "weather", story_at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&story.world, story_of(CLOCK_RESOLVE, ""), "wish", story_at(3, 23, 17, 30)), ERR_STATE); /* late */
    ck_assert_int_eq(clock_resume(&story.world, story_of(CLOCK_RESOLVE, ""), story_at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&story.world, story_of(CLOCK_RESOLVE, ""), "wish", story_at(3, 2, 10, 1)), ERR_NONE);
    ck_assert_int_eq(clock_pause(&story.world, story_of(CLOCK_RESOLVE, ""), "wish", story_at(3, 2, 10, 2)), ERR_STATE);
    story_happens(CLOCK_ON_SUPPLIED, story_at(3, 3, 10, 0)); /* not what it waits for */
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    story_happens(CLOCK_ON_REPLIED, story_at(3, 4, 10, 0));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->state, CLOCK_MET);
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->pause, "");
}
END_TEST

START_TEST(the_ladder_beside_working_days)
{
    story_received();
    struct clock *law = story_of(CLOCK_RESOLVE, "law");
    ck_assert_str_eq(clock_rung(&story.book, law)->by, "15 nd");
    ck_assert_int_eq(clock_extended_due(&story.world, law, clock_rung(&story.book, law)), story_at(4, 2, 0, 0));
    ck_assert_int_eq(clock_extend(&story.world, law, story_at(3, 17, 23, 59)), ERR_NONE);
    ck_assert_int_eq(law->due_us, story_at(4, 2, 0, 0)); /* 30 natural days */
    ck_assert_str_eq(clock_rung(&story.book, law)->approve, "manager");
    ck_assert_int_eq(clock_extend(&story.world, law, story_at(4, 1, 9, 0)), ERR_NONE);
    ck_assert_int_eq(law->due_us, story_at(5, 2, 0, 0)); /* 60 */
    ck_assert_int_eq(law->first_due_us, story_at(3, 18, 0, 0));
    ck_assert_int_eq(law->extensions, 2);
    ck_assert_ptr_null(clock_rung(&story.book, law));
    ck_assert_int_eq(clock_extend(&story.world, law, story_at(4, 2, 9, 0)), ERR_STATE);
    ck_assert_ptr_null(clock_rung(&story.book, story_of(CLOCK_RESOLVE, "")));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 23, 17, 30));
}
END_TEST

START_TEST(no_extension_after_the_date)
{
    story_received();
    ck_assert_int_eq(clock_extend(&story.world, story_of(CLOCK_RESOLVE, "law"), story_at(3, 18, 0, 1)), ERR_STATE);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "law")->extensions, 0);
}
END_TEST

START_TEST(another_department_answers_anew)
{
    story_received();
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 2, 11, 0));
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 3, 11, 0)); /* to another person of it */
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->started_us, story_at(3, 2, 11, 0));
    story.set.moved = true;
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 4, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->started_us, story_at(3, 4, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->round, 2);
    ck_assert_uint_eq(story_count(CLOCK_ENDED), 1);
}
END_TEST

START_TEST(another_department_has_other_rules)
{
    static const char *claims[] = {"claims"};
    struct rb_clock two[] = {{STORY_RULE("resolve", "resolve", "3 wd")}, {STORY_RULE("resolve-claims", "resolve", "7 wd"), .when.functions = claims, .when.functions_count = 1}};
    story.book.clocks = two;
    story.book.clocks_count = 2;
    story_received();
    story.facts.function = "claims";
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 3, 11, 0)); /* within the department that it had */
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->rule, "resolve");
    story.set.moved = true;
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 3, 11, 0));
    ck_assert_str_eq(story_of(CLOCK_RESOLVE, "")->rule, "resolve-claims");
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->due_us, story_at(3, 11, 17, 30));
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->round, 1);
}
END_TEST

START_TEST(asking_is_a_word_and_what_begins_with_it_waits)
{
    static const char *material[] = {"material"};
    struct rb_clock one[] = {{STORY_RULE("progress", "progress", "5 wd"), .pause = material, .pause_count = 1}};
    story.book.clocks = one;
    story.book.clocks_count = 1;
    story_received();
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 11, 0));
    story_happens(CLOCK_ON_ASKED, story_at(3, 3, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_PAUSED);
    story_happens(CLOCK_ON_SUPPLIED, story_at(3, 4, 11, 0));
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(story_of(CLOCK_PROGRESS, "")->due_us, story_at(3, 11, 17, 30));
}
END_TEST

START_TEST(reopening)
{
    story_received();
    story_happens(CLOCK_ON_ACCEPTED, story_at(3, 2, 10, 30));
    story_happens(CLOCK_ON_ASSIGNED, story_at(3, 2, 10, 30));
    story_happens(CLOCK_ON_REPLIED, story_at(3, 3, 10, 0));
    story_happens(CLOCK_ON_CLOSED, story_at(3, 4, 10, 0));
    ck_assert_int_eq(story_of(CLOCK_CALLBACK, "")->state, CLOCK_RUNNING);
    story_happens(CLOCK_ON_REOPENED, story_at(3, 5, 10, 0));
    ck_assert_int_eq(story_of(CLOCK_CALLBACK, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_RESOLVE, "")->started_us, story_at(3, 5, 10, 0));
    ck_assert_int_eq(story_of(CLOCK_ANSWER, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_ACKNOWLEDGE, "")->round, 1);
    ck_assert_int_eq(clock_promised(story.set.list, story.set.n), story_of(CLOCK_RESOLVE, "")->due_us);
    story_happens(CLOCK_ON_REPLIED, story_at(3, 6, 10, 0));
    story_happens(CLOCK_ON_CLOSED, story_at(3, 7, 10, 0));
    ck_assert_int_eq(story_of(CLOCK_CALLBACK, "")->round, 2);
    ck_assert_int_eq(story_of(CLOCK_CALLBACK, "")->state, CLOCK_RUNNING);
}
END_TEST

Suite *suite_clock(void)
{
    Suite *s = suite_create("clock");
    TCase *t = tcase_create("clock");
    tcase_add_checked_fixture(t, story_setup, story_teardown);
    tcase_set_timeout(t, 30);
    tcase_add_test(t, words);
    tcase_add_test(t, the_most_specific_rule_wins);
    tcase_add_test(t, among_equals_the_first_and_never_an_inactive_one);
    tcase_add_test(t, receiving_starts_what_begins_with_it);
    tcase_add_test(t, an_answer_ends_the_clock_of_dispatch);
    tcase_add_test(t, a_units_own_limit_holds);
    tcase_add_test(t, every_event_meets_its_kinds);
    tcase_add_test(t, deciding_starts_the_reply);
    tcase_add_loop_test(t, rejecting_and_withdrawing_end_everything, 0, 2);
    tcase_add_test(t, progress_comes_round);
    tcase_add_test(t, done_by_hand);
    tcase_add_test(t, grading_keeps_the_start);
    tcase_add_test(t, grading_keeps_pauses_and_extensions);
    tcase_add_test(t, a_rule_that_the_book_lost_goes_on);
    tcase_add_test(t, pausing_over_holidays);
    tcase_add_test(t, pauses_that_are_not_allowed);
    tcase_add_test(t, the_ladder_beside_working_days);
    tcase_add_test(t, no_extension_after_the_date);
    tcase_add_test(t, another_department_answers_anew);
    tcase_add_test(t, another_department_has_other_rules);
    tcase_add_test(t, asking_is_a_word_and_what_begins_with_it_waits);
    tcase_add_test(t, reopening);
    suite_add_tcase(s, t);
    return s;
}
