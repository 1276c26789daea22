#include <check.h>
#include <string.h>

#include "clock.h"

Suite *suite_clock(void);

static struct arena *arena;
static const struct utc_zone *zone;
static struct clock_world world;
static struct clock_set set;
static struct rb_facts facts;

static const char *const line[] = {"320100", "320000", "hq"};
static const char *material[] = {"material"}, *both[] = {"material", "wish"};
static const char *day_before[] = {"1 wd"}, *difficult[] = {"difficult"}, *until_closed[] = {"closed"}, *contacted[] = {"contacted"}, *card[] = {"card"};
static struct rb_escalation up[] = {{"", "coordinator"}, {"1 wd", "manager"}, {"3 wd", "committee"}};
static struct rb_extension ladder[] = {{"15 nd", "", true}, {"30 nd", "manager", true}};

#define RULE(c, k, l) .code = (c), .kind = (k), .track = "", .limit = (l), .from = "", .name = {"名", "name"}, .when.loss_over = ""
static struct rb_clock rules[] = {
    {RULE("ack", "acknowledge", "1 wd")},
    {RULE("dispatch", "dispatch", "same day")},
    {RULE("contact", "first_contact", "1 h")},
    {RULE("answer", "answer", "7 wd"), .pause = material, .pause_count = 1},
    {RULE("progress", "progress", "5 wd"), .until = contacted, .until_count = 1, .when.grades = difficult, .when.grades_count = 1},
    {RULE("resolve", "resolve", "15 wd"), .promised = true, .warn = day_before, .warn_count = 1, .escalate = up, .escalate_count = 3, .pause = both, .pause_count = 2},
    {RULE("resolve-difficult", "resolve", "30 wd"), .promised = true, .when.grades = difficult, .when.grades_count = 1, .pause = both, .pause_count = 2},
    {RULE("resolve-card", "resolve", "3 wd"), .promised = true, .when.categories = card, .when.categories_count = 1},
    {.code = "law", .kind = "resolve", .track = "law", .limit = "15 nd", .from = "", .when.loss_over = "", .extensions = ladder, .extensions_count = 2, .until = until_closed, .until_count = 1},
    {RULE("major", "report_major", "0.5 wd"), .when.grades = difficult, .when.grades_count = 1},
    {RULE("reply", "reply", "2 wd")},
    {RULE("callback", "callback", "48 h")},
    {RULE("report", "closing_report", "3 wd"), .when.grades = difficult, .when.grades_count = 1},
};
static struct rb_own_limit own[] = {{"320000", "resolve", "10 wd"}};
static struct rulebook book;

/* 2026: spring festival from 2-15 to 2-23 with work on 2-14 and 2-28. */
static struct calendar_day days[11];
static const int years[] = {2026};
static struct calendar_plan plan;

static int64_t at(int month, int day, int hour, int minute)
{
    return utc_from_local(2026, month, day, hour, minute, 0, zone);
}

static void setup(void)
{
    arena = arena_new(8 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    plan = calendar_plain;
    for (int i = 0; i < 9; i++)
        days[i] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 15 + i), .kind = CALENDAR_DAY_OFF, .name_zh = "春节", .name_en = "Spring Festival"};
    days[9] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 14), .kind = CALENDAR_DAY_WORK, .name_zh = "春节", .name_en = "Spring Festival"};
    days[10] = (struct calendar_day){.day = (int32_t)utc_civil_days(2026, 2, 28), .kind = CALENDAR_DAY_WORK, .name_zh = "春节", .name_en = "Spring Festival"};
    plan.days = days;
    plan.n_days = COUNT_OF(days);
    plan.years = years;
    plan.n_years = 1;
    book = (struct rulebook){.format = 1, .code = "test", .clocks = rules, .clocks_count = COUNT_OF(rules)};
    world = (struct clock_world){.book = &book, .book_id = 7, .calendar = calendar_make(arena, &plan, zone), .line = line, .n_line = COUNT_OF(line)};
    facts = (struct rb_facts){.category = "other", .group = "", .grade = "general", .channel = "web", .source = "", .complainant = "customer",
                              .function = "sales", .validity = "", .mode = "named", .heads = 1};
    memset(&set, 0, sizeof set);
}

static void teardown(void)
{
    arena_free(arena);
}

static size_t count(enum clock_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < set.n; i++)
        n += set.list[i].state == state;
    return n;
}

/* The newest of a kind and track, which must be there. */
static struct clock *of(enum rb_clock_kind kind, const char *track)
{
    struct clock *found = NULL;
    for (size_t i = 0; i < set.n; i++) {
        if (set.list[i].kind == kind && strcmp(set.list[i].track, track) == 0 && (!found || set.list[i].round > found->round))
            found = &set.list[i];
    }
    ck_assert_ptr_nonnull(found);
    return found;
}

static bool none_of(enum rb_clock_kind kind)
{
    for (size_t i = 0; i < set.n; i++) {
        if (set.list[i].kind == kind)
            return false;
    }
    return true;
}

/* As stored: with ids, nothing touched any more, and what was made in its history. */
static struct clock_history history[64];
static void stored(void)
{
    for (size_t i = 0; i < set.n; i++) {
        set.list[i].id = (int64_t)i + 1;
        set.touched[i] = false;
    }
    for (size_t i = 0; i < set.n_made; i++) {
        bool completed = false;
        for (size_t h = 0; h < set.n_history; h++) {
            if (set.made[i].kind == CLOCK_HISTORY_PAUSE && history[h].kind == CLOCK_HISTORY_PAUSE && history[h].clock_id == set.made[i].clock_id && !history[h].to_us) {
                history[h] = set.made[i];
                completed = true;
            }
        }
        if (!completed)
            history[set.n_history++] = set.made[i];
    }
    set.history = history;
    set.n_made = 0;
}

static void happens(enum clock_event event, int64_t at_us)
{
    clock_happened(&world, &set, &facts, event, at_us);
    stored();
    set.happened |= 1u << event;
}

static void received(void)
{
    happens(CLOCK_ON_RECEIVED, at(3, 2, 10, 0)); /* a Monday */
    happens(CLOCK_ON_GRADED, at(3, 2, 10, 0));
}

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
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "")->code, "resolve");
    facts.grade = "difficult";
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "")->code, "resolve-difficult");
    facts.category = "card"; /* a category itself weighs more than a grade */
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "")->code, "resolve-card");
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "law")->code, "law");
    ck_assert_ptr_null(clock_rule(&book, &facts, CLOCK_RESOLVE, "no such track"));
    facts.grade = "general";
    ck_assert_ptr_null(clock_rule(&book, &facts, CLOCK_PROGRESS, ""));
    clock_candidates(&book, arena, &facts, CLOCK_RESOLVE, "", &list, &n);
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
    struct rb_clock two[] = {{RULE("a", "resolve", "3 wd")}, {RULE("b", "resolve", "5 wd")}};
    book.clocks = two;
    book.clocks_count = 2;
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "")->code, "a");
    two[0].inactive = true;
    ck_assert_str_eq(clock_rule(&book, &facts, CLOCK_RESOLVE, "")->code, "b");
    two[1].inactive = true;
    ck_assert_ptr_null(clock_rule(&book, &facts, CLOCK_RESOLVE, ""));
}
END_TEST

START_TEST(receiving_starts_what_begins_with_it)
{
    received();
    ck_assert_uint_eq(set.n, 5); /* acknowledge, dispatch, first contact, resolve, law */
    ck_assert_uint_eq(count(CLOCK_RUNNING), 5);
    ck_assert_int_eq(of(CLOCK_FIRST_CONTACT, "")->due_us, at(3, 2, 11, 0));
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->due_us, at(3, 3, 17, 30));
    ck_assert_int_eq(of(CLOCK_DISPATCH, "")->due_us, at(3, 2, 17, 30));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 23, 17, 30));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law")->due_us, at(3, 18, 0, 0)); /* the end of the 17th */
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->book_id, 7);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->round, 1);
    ck_assert_int_eq(clock_nearest(set.list, set.n), at(3, 2, 11, 0));
    ck_assert_int_eq(clock_promised(set.list, set.n), at(3, 23, 17, 30));
    ck_assert(none_of(CLOCK_REPORT_MAJOR));
}
END_TEST

START_TEST(a_units_own_limit_holds)
{
    book.own_limits = own;
    book.own_limits_count = 1;
    received();
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 16, 17, 30));
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->limit_unit, "320000");
    ck_assert_str_eq(of(CLOCK_ACKNOWLEDGE, "")->limit_unit, "");
}
END_TEST

START_TEST(every_event_meets_its_kinds)
{
    received();
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 10, 30));
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->met_us, at(3, 2, 10, 30));
    ck_assert(!of(CLOCK_ACKNOWLEDGE, "")->late);
    happens(CLOCK_ON_ASSIGNED, at(3, 2, 18, 0));
    ck_assert_int_eq(of(CLOCK_DISPATCH, "")->state, CLOCK_MET);
    ck_assert(of(CLOCK_DISPATCH, "")->late); /* half an hour after the day's end */
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->due_us, at(3, 11, 17, 30));
    happens(CLOCK_ON_CONTACTED, at(3, 2, 10, 59));
    ck_assert_int_eq(of(CLOCK_FIRST_CONTACT, "")->state, CLOCK_MET);
    happens(CLOCK_ON_REPLIED, at(3, 5, 9, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->state, CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law")->state, CLOCK_RUNNING); /* its rule says until closed */
    happens(CLOCK_ON_CLOSED, at(3, 6, 9, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law")->state, CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_CALLBACK, "")->due_us, at(3, 8, 9, 0));
    ck_assert(none_of(CLOCK_CLOSING_REPORT));
    ck_assert_uint_eq(count(CLOCK_RUNNING), 1);
}
END_TEST

START_TEST(deciding_starts_the_reply)
{
    received();
    happens(CLOCK_ON_DECIDED, at(3, 3, 9, 0));
    ck_assert_int_eq(of(CLOCK_REPLY, "")->due_us, at(3, 5, 17, 30));
    happens(CLOCK_ON_REPLIED, at(3, 4, 9, 0));
    ck_assert_int_eq(of(CLOCK_REPLY, "")->state, CLOCK_MET);
}
END_TEST

START_TEST(rejecting_and_withdrawing_end_everything)
{
    received();
    happens(_i ? CLOCK_ON_WITHDRAWN : CLOCK_ON_REJECTED, at(3, 2, 10, 20));
    ck_assert_uint_eq(count(CLOCK_RUNNING), 0);
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->state, _i ? CLOCK_ENDED : CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(clock_nearest(set.list, set.n), CLOCK_NEVER);
    ck_assert_int_eq(clock_promised(set.list, set.n), 0);
    happens(CLOCK_ON_GRADED, at(3, 2, 11, 0));
    ck_assert_uint_eq(count(CLOCK_RUNNING), 0);
}
END_TEST

START_TEST(progress_comes_round)
{
    facts.grade = "difficult";
    received();
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 11, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 1);
    happens(CLOCK_ON_CONTACTED, at(3, 6, 11, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->due_us, at(3, 13, 17, 30));
    for (int i = 0; i < 60; i++)
        happens(CLOCK_ON_CONTACTED, at(3, 7, 0, i));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 62);
    ck_assert_uint_le(set.n, CLOCKS_MAX);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_RUNNING);
    happens(CLOCK_ON_REPLIED, at(3, 9, 0, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_MET);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 62);
    happens(CLOCK_ON_SUPPLIED, at(3, 10, 0, 0)); /* the answer did not settle it */
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 63);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
}
END_TEST

START_TEST(done_by_hand)
{
    facts.grade = "difficult";
    received();
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 11, 0));
    for (size_t i = 0; i < set.n; i++) {
        if (set.list[i].kind == CLOCK_PROGRESS || set.list[i].kind == CLOCK_REPORT_MAJOR)
            ck_assert_int_eq(clock_done_in(&world, &set, &facts, i, at(3, 9, 18, 0)), ERR_NONE);
        if (set.list[i].kind == CLOCK_PROGRESS)
            break;
    }
    ck_assert_int_eq(of(CLOCK_REPORT_MAJOR, "")->state, CLOCK_MET);
    ck_assert(of(CLOCK_REPORT_MAJOR, "")->late);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(clock_done(of(CLOCK_REPORT_MAJOR, ""), at(3, 9, 18, 0)), ERR_STATE);
}
END_TEST

START_TEST(grading_keeps_the_start)
{
    received();
    int64_t start_us = of(CLOCK_RESOLVE, "")->started_us;
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 11, 0));
    facts.grade = "difficult";
    clock_happened(&world, &set, &facts, CLOCK_ON_GRADED, at(3, 4, 9, 0));
    ck_assert_uint_eq(set.n_made, 1);
    ck_assert_int_eq(set.made[0].kind, CLOCK_HISTORY_REPICKED);
    ck_assert_str_eq(set.made[0].rule, "resolve");
    ck_assert_int_eq(set.made[0].due_before_us, at(3, 23, 17, 30));
    stored();
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->rule, "resolve-difficult");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->started_us, start_us);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, calendar_add(world.calendar, start_us, (struct calendar_limit){CALENDAR_WORKING_DAYS, 30}));
    ck_assert_int_eq(of(CLOCK_REPORT_MAJOR, "")->started_us, at(3, 4, 9, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->started_us, at(3, 4, 9, 0)); /* accepted before, would be running: begins now */
    ck_assert(none_of(CLOCK_CLOSING_REPORT));
    facts.grade = "general";
    happens(CLOCK_ON_GRADED, at(3, 5, 9, 0));
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->rule, "resolve");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 23, 17, 30));
    ck_assert_int_eq(of(CLOCK_REPORT_MAJOR, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_ENDED);
    facts.grade = "difficult";
    happens(CLOCK_ON_GRADED, at(3, 6, 9, 0));
    ck_assert_int_eq(of(CLOCK_REPORT_MAJOR, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 2);
    size_t n = set.n;
    happens(CLOCK_ON_GRADED, at(3, 6, 10, 0));
    ck_assert_uint_eq(set.n, n);
}
END_TEST

START_TEST(grading_keeps_pauses_and_extensions)
{
    received();
    happens(CLOCK_ON_ASKED, at(3, 4, 9, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    happens(CLOCK_ON_SUPPLIED, at(3, 9, 9, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 26, 17, 30)); /* three working days stood still */
    facts.grade = "difficult";
    happens(CLOCK_ON_GRADED, at(3, 10, 9, 0));
    int64_t plain_us = calendar_add(world.calendar, at(3, 2, 10, 0), (struct calendar_limit){CALENDAR_WORKING_DAYS, 30});
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->first_due_us, plain_us);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, calendar_resume(world.calendar, CALENDAR_WORKING_DAYS, plain_us, at(3, 4, 9, 0), at(3, 9, 9, 0)));
}
END_TEST

START_TEST(a_rule_that_the_book_lost_goes_on)
{
    received();
    int64_t due_us = of(CLOCK_ACKNOWLEDGE, "")->due_us;
    book.clocks = rules + 1;
    book.clocks_count = 5;
    happens(CLOCK_ON_GRADED, at(3, 2, 10, 5));
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->due_us, due_us);
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 10, 6)); /* as clocks of its kind end */
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);
}
END_TEST

START_TEST(pausing_over_holidays)
{
    happens(CLOCK_ON_RECEIVED, at(2, 9, 10, 0)); /* Monday before the festival: 15 wd */
    happens(CLOCK_ON_ASKED, at(2, 13, 9, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->pause, "material");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->next_us, CLOCK_NEVER);
    ck_assert_int_eq(of(CLOCK_DISPATCH, "")->state, CLOCK_RUNNING); /* its rule allows no pause */
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->state, CLOCK_MET);   /* to ask is a word to the complainant */
    int64_t due_us = of(CLOCK_RESOLVE, "")->due_us;
    happens(CLOCK_ON_SUPPLIED, at(2, 25, 9, 0));
    const struct clock *c = of(CLOCK_RESOLVE, "");
    ck_assert_int_eq(c->state, CLOCK_RUNNING);
    /* 13th, 14th (made up) and 24th were lost: three working days */
    ck_assert_int_eq(calendar_working_days(world.calendar, due_us, c->due_us), 3);
    ck_assert_uint_eq(set.n_history, 1);
    ck_assert_int_eq(history[0].to_us, at(2, 25, 9, 0));
    ck_assert_int_eq(history[0].due_after_us, c->due_us);
    ck_assert_str_eq(history[0].rule, "material");
}
END_TEST

START_TEST(pauses_that_are_not_allowed)
{
    received();
    ck_assert_int_eq(clock_pause(&world, of(CLOCK_ACKNOWLEDGE, ""), "material", at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&world, of(CLOCK_RESOLVE, ""), "weather", at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&world, of(CLOCK_RESOLVE, ""), "wish", at(3, 23, 17, 30)), ERR_STATE); /* late */
    ck_assert_int_eq(clock_resume(&world, of(CLOCK_RESOLVE, ""), at(3, 2, 10, 1)), ERR_STATE);
    ck_assert_int_eq(clock_pause(&world, of(CLOCK_RESOLVE, ""), "wish", at(3, 2, 10, 1)), ERR_NONE);
    ck_assert_int_eq(clock_pause(&world, of(CLOCK_RESOLVE, ""), "wish", at(3, 2, 10, 2)), ERR_STATE);
    happens(CLOCK_ON_SUPPLIED, at(3, 3, 10, 0)); /* not what it waits for */
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_PAUSED);
    happens(CLOCK_ON_REPLIED, at(3, 4, 10, 0));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->state, CLOCK_MET);
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->pause, "");
}
END_TEST

START_TEST(the_ladder_beside_working_days)
{
    received();
    struct clock *law = of(CLOCK_RESOLVE, "law");
    ck_assert_str_eq(clock_rung(&book, law)->by, "15 nd");
    ck_assert_int_eq(clock_extended_due(&world, law, clock_rung(&book, law)), at(4, 2, 0, 0));
    ck_assert_int_eq(clock_extend(&world, law, at(3, 17, 23, 59)), ERR_NONE);
    ck_assert_int_eq(law->due_us, at(4, 2, 0, 0)); /* 30 natural days */
    ck_assert_str_eq(clock_rung(&book, law)->approve, "manager");
    ck_assert_int_eq(clock_extend(&world, law, at(4, 1, 9, 0)), ERR_NONE);
    ck_assert_int_eq(law->due_us, at(5, 2, 0, 0)); /* 60 */
    ck_assert_int_eq(law->first_due_us, at(3, 18, 0, 0));
    ck_assert_int_eq(law->extensions, 2);
    ck_assert_ptr_null(clock_rung(&book, law));
    ck_assert_int_eq(clock_extend(&world, law, at(4, 2, 9, 0)), ERR_STATE);
    ck_assert_ptr_null(clock_rung(&book, of(CLOCK_RESOLVE, "")));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 23, 17, 30));
}
END_TEST

START_TEST(no_extension_after_the_date)
{
    received();
    ck_assert_int_eq(clock_extend(&world, of(CLOCK_RESOLVE, "law"), at(3, 18, 0, 1)), ERR_STATE);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law")->extensions, 0);
}
END_TEST

START_TEST(another_department_answers_anew)
{
    received();
    happens(CLOCK_ON_ASSIGNED, at(3, 2, 11, 0));
    happens(CLOCK_ON_ASSIGNED, at(3, 3, 11, 0)); /* to another person of it */
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->started_us, at(3, 2, 11, 0));
    set.moved = true;
    happens(CLOCK_ON_ASSIGNED, at(3, 4, 11, 0));
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->started_us, at(3, 4, 11, 0));
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->round, 2);
    ck_assert_uint_eq(count(CLOCK_ENDED), 1);
}
END_TEST

START_TEST(another_department_has_other_rules)
{
    static const char *claims[] = {"claims"};
    struct rb_clock two[] = {{RULE("resolve", "resolve", "3 wd")}, {RULE("resolve-claims", "resolve", "7 wd"), .when.functions = claims, .when.functions_count = 1}};
    book.clocks = two;
    book.clocks_count = 2;
    received();
    facts.function = "claims";
    happens(CLOCK_ON_ASSIGNED, at(3, 3, 11, 0)); /* within the department that it had */
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->rule, "resolve");
    set.moved = true;
    happens(CLOCK_ON_ASSIGNED, at(3, 3, 11, 0));
    ck_assert_str_eq(of(CLOCK_RESOLVE, "")->rule, "resolve-claims");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->due_us, at(3, 11, 17, 30));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->round, 1);
}
END_TEST

START_TEST(asking_is_a_word_and_what_begins_with_it_waits)
{
    struct rb_clock one[] = {{RULE("progress", "progress", "5 wd"), .pause = material, .pause_count = 1}};
    book.clocks = one;
    book.clocks_count = 1;
    received();
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 11, 0));
    happens(CLOCK_ON_ASKED, at(3, 3, 11, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_PAUSED);
    happens(CLOCK_ON_SUPPLIED, at(3, 4, 11, 0));
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->state, CLOCK_RUNNING);
    ck_assert_int_eq(of(CLOCK_PROGRESS, "")->due_us, at(3, 11, 17, 30));
}
END_TEST

START_TEST(reopening)
{
    received();
    happens(CLOCK_ON_ACCEPTED, at(3, 2, 10, 30));
    happens(CLOCK_ON_ASSIGNED, at(3, 2, 10, 30));
    happens(CLOCK_ON_REPLIED, at(3, 3, 10, 0));
    happens(CLOCK_ON_CLOSED, at(3, 4, 10, 0));
    ck_assert_int_eq(of(CLOCK_CALLBACK, "")->state, CLOCK_RUNNING);
    happens(CLOCK_ON_REOPENED, at(3, 5, 10, 0));
    ck_assert_int_eq(of(CLOCK_CALLBACK, "")->state, CLOCK_ENDED);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "")->started_us, at(3, 5, 10, 0));
    ck_assert_int_eq(of(CLOCK_ANSWER, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "")->round, 1);
    ck_assert_int_eq(clock_promised(set.list, set.n), of(CLOCK_RESOLVE, "")->due_us);
    happens(CLOCK_ON_REPLIED, at(3, 6, 10, 0));
    happens(CLOCK_ON_CLOSED, at(3, 7, 10, 0));
    ck_assert_int_eq(of(CLOCK_CALLBACK, "")->round, 2);
    ck_assert_int_eq(of(CLOCK_CALLBACK, "")->state, CLOCK_RUNNING);
}
END_TEST

START_TEST(the_chain)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    int stage;
    received();
    struct clock *c = of(CLOCK_RESOLVE, "");
    ck_assert_uint_eq(clock_steps(&world, c, steps), 5);
    static const enum clock_step_kind kinds[] = {CLOCK_STEP_WARN, CLOCK_STEP_DUE, CLOCK_STEP_ESCALATE, CLOCK_STEP_ESCALATE, CLOCK_STEP_ESCALATE};
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(steps[i].kind, kinds[i]);
    ck_assert_int_eq(steps[1].at_us, at(3, 23, 17, 30));
    ck_assert_int_eq(steps[2].at_us, at(3, 23, 17, 30));
    ck_assert_int_eq(steps[3].at_us, at(3, 24, 17, 30));
    ck_assert_int_eq(steps[4].at_us, at(3, 26, 17, 30));
    ck_assert_str_eq(steps[4].to, "committee");
    ck_assert_int_eq(c->next_us, steps[0].at_us);
    ck_assert_uint_eq(clock_steps_come(&world, c, steps[0].at_us - 1, steps, &stage), 0);
    ck_assert_int_eq(stage, 0);
    ck_assert_uint_eq(clock_steps_come(&world, c, c->next_us, steps, &stage), 1);
    ck_assert_int_eq(stage, 1);
    c->stage = stage;
    clock_plan_next(&world, c);
    ck_assert_int_eq(c->next_us, c->due_us);
    c->stage = 0; /* nobody looked for two days: no warning any more, but all the rest */
    ck_assert_uint_eq(clock_steps_come(&world, c, at(3, 25, 9, 0), steps, &stage), 3);
    ck_assert_int_eq(steps[0].kind, CLOCK_STEP_DUE);
    ck_assert_int_eq(steps[2].kind, CLOCK_STEP_ESCALATE);
    ck_assert_str_eq(steps[2].to, "manager");
    ck_assert_int_eq(stage, 4);
    c->stage = stage;
    c->late = true;
    clock_plan_next(&world, c);
    ck_assert_int_eq(c->next_us, at(3, 26, 17, 30));
    c->stage = 5;
    clock_plan_next(&world, c);
    ck_assert_int_eq(c->next_us, CLOCK_NEVER);
}
END_TEST

START_TEST(a_chain_that_changed_tells_once_that_the_date_passed)
{
    struct clock_step steps[CLOCK_STEPS_MAX];
    int stage;
    received();
    struct clock *c = of(CLOCK_RESOLVE, "");
    struct rb_clock now[] = {{RULE("resolve", "resolve", "15 wd")}};
    c->stage = 1;
    book.clocks = now;
    book.clocks_count = 1;
    ck_assert_uint_eq(clock_steps_come(&world, c, c->due_us, steps, &stage), 1);
    ck_assert_int_eq(steps[0].kind, CLOCK_STEP_DUE);
    c->late = true;
    c->stage = 0;
    ck_assert_uint_eq(clock_steps_come(&world, c, c->due_us, steps, &stage), 0);
    ck_assert_int_eq(stage, 1);
}
END_TEST

START_TEST(a_date_that_moves_warns_again)
{
    received();
    struct clock *c = of(CLOCK_RESOLVE, "");
    c->stage = 1;
    ck_assert_int_eq(clock_pause(&world, c, "wish", at(3, 23, 9, 0)), ERR_NONE);
    ck_assert_int_eq(clock_resume(&world, c, at(3, 30, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->stage, 1); /* resumed on its last day: the warning lies behind */
    c = of(CLOCK_RESOLVE, "law");
    c->stage = 1;
    ck_assert_int_eq(clock_extend(&world, c, at(3, 17, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->stage, 0);
    ck_assert_int_eq(c->next_us, c->due_us);
}
END_TEST

/* Nobody says so: the time that was given for it is over. */
START_TEST(a_pause_ends_at_its_time)
{
    received();
    size_t i = (size_t)(of(CLOCK_RESOLVE, "") - set.list);
    struct clock *c = &set.list[i];
    c->id = 5;
    int64_t due_us = c->due_us;
    ck_assert_int_eq(clock_pause(&world, c, "material", at(3, 5, 9, 0)), ERR_NONE);
    ck_assert_int_eq(c->next_us, CLOCK_NEVER);
    ck_assert_uint_eq(clock_pauses_over(&world, &set, at(12, 1, 9, 0)), 0); /* this one has no end */
    c->next_us = at(3, 10, 9, 0);
    ck_assert_uint_eq(clock_pauses_over(&world, &set, at(3, 10, 8, 59)), 0);
    ck_assert_int_eq(c->state, CLOCK_PAUSED);
    ck_assert_uint_eq(clock_pauses_over(&world, &set, at(6, 1, 9, 0)), 1); /* looked at months later: it went on then */
    ck_assert_int_eq(c->state, CLOCK_RUNNING);
    ck_assert_str_eq(c->pause, "");
    ck_assert_int_eq(c->due_us, due_us + 3 * UTC_DAY_US);
    ck_assert_int_lt(c->next_us, c->due_us);
    ck_assert(set.touched[i]);
    ck_assert_uint_eq(set.n_made, 1);
    ck_assert_int_eq(set.made[0].at_us, at(3, 5, 9, 0));
    ck_assert_int_eq(set.made[0].to_us, at(3, 10, 9, 0));
    ck_assert_int_eq(set.made[0].due_after_us, c->due_us);
    ck_assert_str_eq(set.made[0].rule, "material");
    ck_assert_int_eq(clock_resume_in(&world, &set, i, at(6, 1, 9, 0)), ERR_STATE);
}
END_TEST

/* Once the answer is given there is no decision left to tell. */
START_TEST(what_was_told_needs_no_telling)
{
    received();
    set.happened = 1u << CLOCK_ON_RECEIVED | 1u << CLOCK_ON_REPLIED;
    clock_happened(&world, &set, &facts, CLOCK_ON_DECIDED, at(3, 5, 9, 0));
    ck_assert(none_of(CLOCK_REPLY));
    set.happened = 1u << CLOCK_ON_RECEIVED;
    clock_happened(&world, &set, &facts, CLOCK_ON_DECIDED, at(3, 5, 9, 0));
    ck_assert_int_eq(of(CLOCK_REPLY, "")->state, CLOCK_RUNNING);
    clock_happened(&world, &set, &facts, CLOCK_ON_DECIDED, at(3, 5, 10, 0)); /* it runs already */
    ck_assert_int_eq(of(CLOCK_REPLY, "")->round, 1);
    ck_assert_int_eq(of(CLOCK_REPLY, "")->started_us, at(3, 5, 9, 0));
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
        memset(&set, 0, sizeof set);
        int64_t now_us = at(1 + (int)draw(10), 1 + (int)draw(28), (int)draw(24), (int)draw(60));
        facts.grade = draw(2) ? "general" : "difficult";
        happens(CLOCK_ON_RECEIVED, now_us);
        for (int i = 0; i < 12; i++) {
            now_us += (int64_t)draw(4 * 24 * 60) * UTC_MINUTE_US;
            switch (draw(4)) {
            case 0:
                happens(CLOCK_ON_ASKED, now_us);
                break;
            case 1:
                happens(CLOCK_ON_SUPPLIED, now_us);
                break;
            case 2:
                facts.grade = draw(2) ? "general" : "difficult";
                happens(CLOCK_ON_GRADED, now_us);
                break;
            default:
                for (size_t k = 0; k < set.n; k++) {
                    struct clock *c = &set.list[k];
                    const struct rb_extension *rung = clock_rung(&book, c);
                    int64_t before_us = c->due_us;
                    if (!rung || clock_extend(&world, c, now_us) != ERR_NONE)
                        continue;
                    struct calendar_limit by;
                    ck_assert_int_eq(calendar_limit_read(str_of(rung->by), &by), ERR_NONE);
                    clock_made(&set, k, (struct clock_history){.kind = CLOCK_HISTORY_EXTENSION, .at_us = now_us, .limit = by, .due_before_us = before_us, .due_after_us = c->due_us});
                }
                stored();
            }
        }
        for (size_t i = 0; i < set.n; i++) {
            const struct clock *c = &set.list[i];
            const struct rb_clock *rule;
            struct clock_reason *reasons;
            size_t n = clock_explain(&world, arena, c, history, set.n_history, &reasons);
            ck_assert_uint_ge(n, 4);
            ck_assert_int_eq(reasons[0].kind, CLOCK_BECAUSE_RULE);
            ck_assert_str_eq(reasons[0].rule->code, c->rule);
            ck_assert_int_eq(reasons[1].at_us, c->started_us);
            ck_assert_int_eq(last_of(reasons, n, CLOCK_BECAUSE_DUE)->at_us, c->due_us);
            ck_assert_int_eq(last_of(reasons, n, CLOCK_BECAUSE_FIRST_DUE)->at_us, calendar_add(world.calendar, c->started_us, c->limit));
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
            ck_assert_int_eq(clock_recomputed(&world, c, &facts, history, set.n_history, &rule), c->due_us);
            ck_assert_str_eq(rule->code, c->rule);
        }
        arena_reset(arena);
        world.calendar = calendar_make(arena, &plan, zone);
    }
}
END_TEST

START_TEST(recomputing_under_another_calendar)
{
    const struct rb_clock *rule;
    happens(CLOCK_ON_RECEIVED, at(2, 9, 10, 0));
    const struct clock *c = of(CLOCK_RESOLVE, "");
    plan.n_days = 0;
    world.calendar = calendar_make(arena, &plan, zone);
    ck_assert_int_eq(clock_recomputed(&world, c, &facts, history, 0, &rule), at(3, 2, 17, 30));
    ck_assert_int_gt(c->due_us, at(3, 2, 17, 30));
    book.clocks_count = 0;
    ck_assert_int_eq(clock_recomputed(&world, c, &facts, history, 0, &rule), c->due_us);
    ck_assert_ptr_null(rule);
}
END_TEST

START_TEST(years_that_are_not_known_are_told)
{
    struct clock_reason *reasons;
    happens(CLOCK_ON_RECEIVED, at(12, 30, 10, 0));
    size_t n = clock_explain(&world, arena, of(CLOCK_RESOLVE, ""), NULL, 0, &reasons);
    ck_assert_ptr_nonnull(last_of(reasons, n, CLOCK_BECAUSE_GUESSED));
}
END_TEST

Suite *suite_clock(void)
{
    Suite *s = suite_create("clock");
    TCase *t = tcase_create("clock");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 30);
    tcase_add_test(t, words);
    tcase_add_test(t, the_most_specific_rule_wins);
    tcase_add_test(t, among_equals_the_first_and_never_an_inactive_one);
    tcase_add_test(t, receiving_starts_what_begins_with_it);
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
