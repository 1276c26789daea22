#include <check.h>
#include <string.h>

#include "desk_case.h"
#include "str.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

/* Newest first, as the stores give them. */
static const struct message messages[] = {
    {.id = 3, .at_us = 500, .kind = MESSAGE_NOTE, .body = "note"},
    {.id = 2, .at_us = 300, .kind = MESSAGE_FROM, .body = "from"},
    {.id = 1, .at_us = 200, .kind = MESSAGE_ASK, .body = "ask"},
};
static const struct event events[] = {
    {.seq = 7, .at_us = 600, .kind = "revealed"}, {.seq = 6, .at_us = 500, .kind = "note"},     {.seq = 5, .at_us = 400, .kind = "supplied"},
    {.seq = 4, .at_us = 300, .kind = "supplied"}, {.seq = 3, .at_us = 200, .kind = "asked"},    {.seq = 2, .at_us = 100, .kind = "accepted"},
    {.seq = 1, .at_us = 50, .kind = "submitted"},
};

/* "m3 e7 ...": which messages and events stand in the timeline. */
static const char *timeline(enum desk_show show)
{
    struct desk_entry *entries;
    size_t n;
    struct buf out = {.arena = arena};
    desk_timeline(arena, messages, COUNT_OF(messages), events, COUNT_OF(events), show, &entries, &n);
    for (size_t i = 0; i < n; i++) {
        ck_assert((entries[i].message == NULL) != (entries[i].event == NULL));
        if (entries[i].message)
            buf_printf(&out, "m%d ", (int)entries[i].message->id);
        else
            buf_printf(&out, "e%d ", entries[i].event->seq);
    }
    return out.n ? out.p : "";
}

START_TEST(test_mixed)
{
    /* 5 stays: files alone were supplied, no message tells it */
    ck_assert_str_eq(timeline(DESK_SHOW_ALL), "e7 m3 e5 m2 m1 e2 e1 ");
}
END_TEST

START_TEST(test_step_with_its_text)
{
    static const struct message written[] = {
        {.id = 3, .at_us = 400, .kind = MESSAGE_TO, .author_id = 7, .body = "we go on"},
        {.id = 2, .at_us = 300, .kind = MESSAGE_NOTE, .author_id = 7, .body = "why not"},
        {.id = 1, .at_us = 200, .kind = MESSAGE_NOTE, .author_id = 7, .body = "please look"},
    };
    static const struct event done[] = {
        {.seq = 4, .at_us = 400, .kind = "withdraw_declined", .actor_id = 7},
        {.seq = 3, .at_us = 300, .kind = "rejected", .actor_id = 7},
        {.seq = 2, .at_us = 200, .kind = "assigned", .actor_id = 7},
        {.seq = 1, .at_us = 200, .kind = "revealed", .actor_id = 8},
    };
    struct desk_entry *entries;
    size_t n;
    desk_timeline(arena, written, 3, done, 4, DESK_SHOW_ALL, &entries, &n);
    ck_assert_uint_eq(n, 4);
    ck_assert(entries[0].message == &written[0] && entries[0].event == &done[0] && !desk_entry_internal(&entries[0]));
    ck_assert(entries[1].message == &written[1] && entries[1].event == &done[1] && !desk_entry_internal(&entries[1]));
    ck_assert(!entries[2].message && entries[2].event == &done[3] && !desk_entry_internal(&entries[2]));
    ck_assert(entries[3].message == &written[2] && entries[3].event == &done[2] && desk_entry_internal(&entries[3]));
    desk_timeline(arena, written, 3, done, 4, DESK_SHOW_CONTACT, &entries, &n);
    ck_assert_uint_eq(n, 2);
    desk_timeline(arena, written, 3, done, 4, DESK_SHOW_MOVES, &entries, &n);
    ck_assert_uint_eq(n, 3);
}
END_TEST

START_TEST(test_shows)
{
    ck_assert_str_eq(timeline(DESK_SHOW_CONTACT), "e5 m2 m1 ");
    ck_assert_str_eq(timeline(DESK_SHOW_INTERNAL), "e7 m3 ");
    ck_assert_str_eq(timeline(DESK_SHOW_MOVES), "e2 e1 ");
    for (int i = 0; i < DESK_SHOW__COUNT; i++)
        ck_assert_int_eq(desk_show_from_name(desk_show_kind((enum desk_show)i)->name), i);
    ck_assert_int_eq(desk_show_from_name("nonsense"), DESK_SHOW_ALL);
}
END_TEST

START_TEST(test_empty)
{
    struct desk_entry *entries;
    size_t n = 9;
    desk_timeline(arena, NULL, 0, NULL, 0, DESK_SHOW_ALL, &entries, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(test_gauge)
{
    ck_assert_int_eq(desk_gauge(100, 200, 50), 0);
    ck_assert_int_eq(desk_gauge(100, 200, 100), 0);
    ck_assert_int_eq(desk_gauge(100, 200, 183), 83);
    ck_assert_int_eq(desk_gauge(100, 200, 200), 100);
    ck_assert_int_eq(desk_gauge(100, 200, 900), 100);
    ck_assert_int_eq(desk_gauge(200, 100, 150), 0);
    ck_assert_int_eq(desk_gauge(100, 100, 150), 100);
}
END_TEST

START_TEST(test_next_step)
{
    for (int s = 1; s < COMPLAINT_STATE__END; s++) {
        struct complaint c = {.state = (enum complaint_state)s, .is_open = complaint_state_open((enum complaint_state)s)};
        ck_assert_uint_gt(strlen(desk_step_next(&c)), 0);
    }
    struct complaint c = {.state = COMPLAINT_PROGRESS, .is_open = true};
    const char *unassigned = desk_step_next(&c);
    c.assignee_id = 5;
    const char *assigned = desk_step_next(&c);
    ck_assert_str_ne(unassigned, assigned);
    c.withdraw_us = 1;
    ck_assert_str_ne(desk_step_next(&c), assigned);
}
END_TEST

Suite *suite_desk_case(void);
Suite *suite_desk_case(void)
{
    Suite *suite = suite_create("desk_case");
    TCase *tests = tcase_create("case");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_mixed);
    tcase_add_test(tests, test_step_with_its_text);
    tcase_add_test(tests, test_shows);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_gauge);
    tcase_add_test(tests, test_next_step);
    suite_add_tcase(suite, tests);
    return suite;
}
