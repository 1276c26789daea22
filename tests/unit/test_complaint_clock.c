#include <check.h>
#include <string.h>

#include "complaint_clock.h"
#include "notice.h"
#include "timeline.h"

Suite *suite_complaint_clock(void);

static struct arena *arena;
static const struct utc_zone *zone;

static void setup(void)
{
    arena = arena_new(8 << 20);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
}

static void teardown(void)
{
    arena_free(arena);
}

START_TEST(facts)
{
    struct complaint_flag flags[] = {{"media", ""}, {"group", "12 people"}};
    const struct complaint_class class = {.flags = flags, .n_flags = 2, .demanded_cents = 12050};
    struct complaint c = {.category = "claims", .category_group = "policy", .function = "payments", .channel = "web", .complainant_kind = "customer", .loss = "",
                          .mode = COMPLAINT_CONFIDENTIAL, .head_count = 12, .received_us = 0};
    struct rb_facts f = complaint_facts(arena, &c, &class, 40 * UTC_DAY_US + 1);
    ck_assert_str_eq(f.category, "claims");
    ck_assert_str_eq(f.group, "policy");
    ck_assert_str_eq(f.mode, "confidential");
    ck_assert_str_eq(f.source, ""); /* not loaded: not known */
    ck_assert_uint_eq(f.n_flags, 2);
    ck_assert_str_eq(f.flags[1], "group");
    ck_assert_int_eq(f.loss_cents, 12050); /* what is demanded, as long as the loss is not known */
    ck_assert_int_eq(f.heads, 12);
    ck_assert_int_eq(f.age_days, 40);
    c.loss = "300.00";
    ck_assert_int_eq(complaint_facts(arena, &c, &class, 0).loss_cents, 30000);
    c.loss = "nothing";
    ck_assert_int_eq(complaint_facts(arena, &c, NULL, 0).loss_cents, 0);
    ck_assert_uint_eq(complaint_facts(arena, &c, NULL, 0).n_flags, 0);
}
END_TEST

START_TEST(what_happened_so_far)
{
    struct clock_set none = {.n = 0}, met = {.list = {{.kind = CLOCK_FIRST_CONTACT, .state = CLOCK_MET}}, .n = 1};
    const unsigned received = 1u << CLOCK_ON_RECEIVED, accepted = received | 1u << CLOCK_ON_ACCEPTED;
    ck_assert_uint_eq(complaint_happened(&(struct complaint){.state = COMPLAINT_SUBMITTED}, &none), received);
    ck_assert_uint_eq(complaint_happened(&(struct complaint){.state = COMPLAINT_PROGRESS}, &none), accepted);
    ck_assert_uint_eq(complaint_happened(&(struct complaint){.state = COMPLAINT_PROGRESS, .assignee_id = 7}, &met),
                      accepted | 1u << CLOCK_ON_ASSIGNED | 1u << CLOCK_ON_CONTACTED);
    ck_assert_uint_eq(complaint_happened(&(struct complaint){.state = COMPLAINT_REPLIED}, &none), accepted | 1u << CLOCK_ON_REPLIED);
    ck_assert_uint_eq(complaint_happened(&(struct complaint){.state = COMPLAINT_CLOSED}, &none), accepted | 1u << CLOCK_ON_REPLIED | 1u << CLOCK_ON_CLOSED);
    ck_assert(complaint_happened(&(struct complaint){.state = COMPLAINT_REJECTED}, &none) & 1u << CLOCK_ON_REJECTED);
    ck_assert(complaint_happened(&(struct complaint){.state = COMPLAINT_WITHDRAWN}, &none) & 1u << CLOCK_ON_WITHDRAWN);
}
END_TEST

START_TEST(a_new_one_has_its_grade_and_clocks)
{
    static const char *heavy[] = {"heavy"};
    struct rb_grade grades[] = {{.code = "light", .name = {"轻", "Light"}}, {.code = "heavy", .name = {"重", "Heavy"}}};
    struct rb_grading grading[] = {{.code = "sum", .grade = "heavy", .when.loss_over = "30000"}};
    struct rb_clock clocks[] = {
        {.code = "resolve", .kind = "resolve", .track = "", .limit = "15 nd", .from = "", .when.loss_over = "", .promised = true},
        {.code = "report", .kind = "report_major", .track = "", .limit = "2 h", .from = "", .when = {.loss_over = "", .grades = heavy, .grades_count = 1}},
    };
    struct rulebook book = {.format = 1, .code = "t", .grades = grades, .grades_count = 2, .grading = grading, .grading_count = 1, .clocks = clocks, .clocks_count = 2};
    struct clock_world w = {.book = &book, .book_id = 1, .calendar = calendar_make(arena, &calendar_plain, zone)};
    struct complaint_start *start = ARENA_NEW(arena, struct complaint_start);
    int64_t at_us = utc_from_local(2026, 8, 3, 10, 0, 0, zone);
    struct rb_facts f = {.category = "x", .group = "", .grade = "", .channel = "web", .source = "", .complainant = "", .function = "", .validity = "", .mode = "named",
                         .loss_cents = 100, .heads = 1};
    complaint_start(&w, arena, &f, at_us, start);
    ck_assert_str_eq(start->grade, "light");
    ck_assert_str_eq(f.grade, "light");
    ck_assert_uint_eq(start->n_because, 0);
    ck_assert_uint_eq(start->clocks.n, 1);
    ck_assert_int_eq(start->due_us, utc_from_local(2026, 8, 19, 0, 0, 0, zone));
    ck_assert_int_eq(start->promised_us, start->due_us);
    f.loss_cents = 4000000;
    complaint_start(&w, arena, &f, at_us, start);
    ck_assert_str_eq(start->grade, "heavy");
    ck_assert_uint_eq(start->n_because, 1);
    ck_assert_uint_eq(start->clocks.n, 2);
    ck_assert_int_eq(start->due_us, at_us + 2 * UTC_HOUR_US); /* nobody but the house is told of the report */
    ck_assert_int_eq(start->promised_us, utc_from_local(2026, 8, 19, 0, 0, 0, zone));
}
END_TEST

START_TEST(dates_of_clocks)
{
    struct complaint c = {.due_us = 1, .promised_us = 1};
    struct clock_set set = {.n = 0};
    complaint_take_dates(&c, &set);
    ck_assert_int_eq(c.due_us, CLOCK_NEVER);
    ck_assert_int_eq(c.promised_us, 0);
    ck_assert_int_eq(complaint_urgency(true, c.due_us, 5), URGENCY_NONE);
}
END_TEST

START_TEST(waiting_ends_with_the_time_that_was_given)
{
    struct complaint c = {.state = COMPLAINT_WAITING, .asked_until_us = 100};
    struct clock_set set = {.n = 4, .list = {
        {.kind = CLOCK_RESOLVE, .track = "", .state = CLOCK_PAUSED, .pause = "material", .paused_us = 50, .due_us = 70, .next_us = CLOCK_NEVER},
        {.kind = CLOCK_ANSWER, .track = "", .state = CLOCK_PAUSED, .pause = "wish", .paused_us = 50, .due_us = 60, .next_us = CLOCK_NEVER},
        {.kind = CLOCK_PROGRESS, .track = "", .state = CLOCK_RUNNING, .pause = "", .due_us = 90, .next_us = 80},
        {.kind = CLOCK_RESOLVE, .track = "law", .state = CLOCK_PAUSED, .pause = "material", .paused_us = 100, .due_us = 120, .next_us = CLOCK_NEVER},
    }};
    complaint_take_dates(&c, &set);
    ck_assert_int_eq(c.due_us, 90);
    ck_assert_int_eq(c.due_kind, CLOCK_PROGRESS);
    ck_assert_int_eq(set.list[0].next_us, 100);
    ck_assert(set.touched[0]);
    ck_assert_int_eq(set.list[1].next_us, CLOCK_NEVER);
    ck_assert_int_eq(set.list[2].next_us, 80);
    ck_assert_int_eq(set.list[3].next_us, CLOCK_NEVER); /* it began when that time was over */
    ck_assert(!set.touched[1] && !set.touched[2] && !set.touched[3]);
    c.state = COMPLAINT_PROGRESS;
    complaint_take_dates(&c, &set);
    ck_assert_int_eq(set.list[0].next_us, CLOCK_NEVER);
    set.list[2].state = CLOCK_MET;
    complaint_take_dates(&c, &set);
    ck_assert_int_eq(c.due_kind, 0);
}
END_TEST

START_TEST(notices_and_events_have_words)
{
    static const char *const events[] = {"classified", "paused", "resumed", "extension_asked", "extended", "extension_refused", "extension_lapsed", "clock_done",
                                         "clock_warned", "clock_late", "clock_escalated", "recomputed", "material_late"};
    static const char *const notices[] = {"clock_warn", "clock_due", "clock_escalated", "extension_asked", "extension_decided", "extension_lapsed", "assigned",
                                          "coordinator", "handover", "material_late"};
    for (size_t i = 0; i < COUNT_OF(events); i++)
        ck_assert_ptr_nonnull(timeline_kind(events[i]));
    ck_assert_ptr_nonnull(timeline_kind("extended")->public_line); /* more time and pauses are told, what is said inside is not */
    ck_assert_ptr_nonnull(timeline_kind("paused")->public_line);
    ck_assert_ptr_null(timeline_kind("clock_late")->public_line);
    ck_assert_ptr_null(timeline_kind("extension_asked")->public_line);
    for (size_t i = 0; i < COUNT_OF(notices); i++) {
        ck_assert_ptr_nonnull(notice_kind(notices[i]));
        ck_assert_str_ne(notice_kind(notices[i])->sentence, "");
        ck_assert_ptr_nonnull(strstr(notice_kind(notices[i])->substitute, "%s"));
    }
    ck_assert_ptr_null(notice_kind("gossip"));
    for (size_t i = 0; complaint_respondent_kinds[i]; i++)
        ck_assert_str_ne(complaint_respondent_title(complaint_respondent_kinds[i]), "");
}
END_TEST

Suite *suite_complaint_clock(void)
{
    Suite *s = suite_create("complaint_clock");
    TCase *t = tcase_create("complaint_clock");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, facts);
    tcase_add_test(t, what_happened_so_far);
    tcase_add_test(t, a_new_one_has_its_grade_and_clocks);
    tcase_add_test(t, dates_of_clocks);
    tcase_add_test(t, waiting_ends_with_the_time_that_was_given);
    tcase_add_test(t, notices_and_events_have_words);
    suite_add_tcase(s, t);
    return s;
}
