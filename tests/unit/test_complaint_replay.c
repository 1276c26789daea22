#include <check.h>
#include <string.h>

#include "complaint_replay.h"
#include "rulebook_text.h"

/* Complaints told again: the whole way of one through a small book, with a plain calendar. Instants are UTC. */

#define AT(day, hour) ((INT64_C(1788220800) + (day) * 86400 + (hour) * 3600) * 1000000) /* day 0: Tuesday, 2026-09-01 */

static struct arena *a;
static struct clock_world world;
static struct clock_set *set;
static int64_t next_id;

static void up(void)
{
    static const char yaml[] = "format: 1\ncode: x\n"
                               "grades: [{code: light}, {code: heavy}]\n"
                               "grading: [{code: money, grade: heavy, when: {loss_over: \"100\"}}]\n"
                               "clocks:\n"
                               "- {code: confirm, kind: acknowledge, limit: 1 nd}\n"
                               "- {code: solve, kind: resolve, limit: 10 nd, until: [closed], pause: [material], promised: yes}\n"
                               "- {code: solve_heavy, kind: resolve, limit: 3 nd, until: [closed], when: {grades: [heavy]}, promised: yes}\n";
    const struct utc_zone *zone;
    struct rulebook *book;
    a = arena_new((size_t)64 << 20);
    struct rulebook_faults *faults = ARENA_NEW(a, struct rulebook_faults);
    ck_assert_int_eq(rulebook_read(a, str_of(yaml), &book, faults), ERR_NONE);
    ck_assert_int_eq(utc_zone_load("+00:00", &zone), ERR_NONE);
    world = (struct clock_world){.book = book, .book_id = 7, .calendar = calendar_make(a, &calendar_plain, zone)};
    set = ARENA_NEW(a, struct clock_set);
    next_id = 1;
}

static void down(void)
{
    arena_free(a);
}

static struct rb_facts facts(int64_t cents)
{
    return (struct rb_facts){.category = "", .group = "", .grade = "", .channel = "", .source = "", .complainant = "", .function = "", .validity = "", .mode = "named", .loss_cents = cents};
}

static const struct clock *find(enum rb_clock_kind kind)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->list[i].kind == kind)
            return &set->list[i];
    }
    ck_abort_msg("no such clock");
}

START_TEST(events_of_the_timeline_are_events_of_clocks)
{
    ck_assert_int_eq(replay_event("accepted"), CLOCK_ON_ACCEPTED);
    ck_assert_int_eq(replay_event("asked"), CLOCK_ON_ASKED);
    ck_assert_int_eq(replay_event("supplied"), CLOCK_ON_SUPPLIED);
    ck_assert_int_eq(replay_event("closed"), CLOCK_ON_CLOSED);
    ck_assert_int_eq(replay_event("decided"), CLOCK_ON_DECIDED);
    ck_assert_int_eq(replay_event("note"), 0);
    ck_assert_int_eq(replay_event("dreamt"), 0);
}
END_TEST

START_TEST(what_was_in_time_is_not_late)
{
    const struct replay_moment moments[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_REPLIED, AT(5, 9)}, {CLOCK_ON_CLOSED, AT(6, 9)}};
    struct rb_facts f = facts(0);
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(300, 0), &next_id, set);
    ck_assert_str_eq(f.grade, "light");
    ck_assert_uint_eq(set->n, 2);
    ck_assert(!find(CLOCK_ACKNOWLEDGE)->late && find(CLOCK_ACKNOWLEDGE)->state == CLOCK_MET);
    ck_assert(!find(CLOCK_RESOLVE)->late && find(CLOCK_RESOLVE)->state == CLOCK_MET);
    ck_assert_int_eq(next_id, 3);
}
END_TEST

START_TEST(another_grade_is_another_limit)
{
    const struct replay_moment moments[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_CLOSED, AT(6, 9)}};
    struct rb_facts f = facts(20000);
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(300, 0), &next_id, set);
    ck_assert_str_eq(f.grade, "heavy");
    ck_assert_str_eq(find(CLOCK_RESOLVE)->rule, "solve_heavy");
    ck_assert(find(CLOCK_RESOLVE)->late);
    /* A grade that is given stays. */
    f.grade = "light";
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(300, 0), &next_id, set);
    ck_assert(!find(CLOCK_RESOLVE)->late);
}
END_TEST

START_TEST(waiting_for_material_pauses)
{
    const struct replay_moment waited[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_ASKED, AT(1, 9)}, {CLOCK_ON_SUPPLIED, AT(9, 9)}, {CLOCK_ON_CLOSED, AT(14, 9)}};
    const struct replay_moment straight[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_CLOSED, AT(14, 9)}};
    struct rb_facts f = facts(0);
    complaint_replay(&world, a, &f, AT(0, 9), waited, COUNT_OF(waited), AT(300, 0), &next_id, set);
    ck_assert(!find(CLOCK_RESOLVE)->late);
    ck_assert_uint_gt(set->n_made, 0);
    complaint_replay(&world, a, &f, AT(0, 9), straight, COUNT_OF(straight), AT(300, 0), &next_id, set);
    ck_assert(find(CLOCK_RESOLVE)->late);
}
END_TEST

START_TEST(waiting_ends_when_the_time_for_material_is_over)
{
    const struct replay_moment moments[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_ASKED, AT(1, 9)}, {replay_event("material_late"), AT(3, 9)}, {CLOCK_ON_CLOSED, AT(14, 9)}};
    struct rb_facts f = facts(0);
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(4, 0), &next_id, set);
    ck_assert_int_eq(find(CLOCK_RESOLVE)->state, CLOCK_RUNNING);
    ck_assert_int_eq(find(CLOCK_RESOLVE)->due_us, AT(13, 0)); /* two days more than the eleventh */
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(300, 0), &next_id, set);
    ck_assert(find(CLOCK_RESOLVE)->late);
}
END_TEST

START_TEST(what_runs_past_its_date_is_late_and_the_future_has_not_happened)
{
    const struct replay_moment moments[] = {{CLOCK_ON_ACCEPTED, AT(0, 12)}, {CLOCK_ON_CLOSED, AT(20, 9)}};
    struct rb_facts f = facts(0);
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(8, 0), &next_id, set);
    ck_assert(find(CLOCK_RESOLVE)->state == CLOCK_RUNNING && !find(CLOCK_RESOLVE)->late);
    complaint_replay(&world, a, &f, AT(0, 9), moments, COUNT_OF(moments), AT(12, 0), &next_id, set);
    ck_assert(find(CLOCK_RESOLVE)->state == CLOCK_RUNNING && find(CLOCK_RESOLVE)->late);
}
END_TEST

Suite *suite_complaint_replay(void);
Suite *suite_complaint_replay(void)
{
    Suite *s = suite_create("complaint_replay");
    TCase *c = tcase_create("complaint_replay");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, events_of_the_timeline_are_events_of_clocks);
    tcase_add_test(c, what_was_in_time_is_not_late);
    tcase_add_test(c, another_grade_is_another_limit);
    tcase_add_test(c, waiting_for_material_pauses);
    tcase_add_test(c, waiting_ends_when_the_time_for_material_is_over);
    tcase_add_test(c, what_runs_past_its_date_is_late_and_the_future_has_not_happened);
    suite_add_tcase(s, c);
    return s;
}
