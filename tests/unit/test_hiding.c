#include <check.h>
#include <stdio.h>
#include <string.h>

#include "hiding.h"

Suite *suite_hiding(void);

static struct arena *arena;
static struct rulebook book;

static void setup(void)
{
    arena = arena_new(1 << 22);
    book = (struct rulebook){.custody = {.times = ""}};
}

static void teardown(void)
{
    arena_free(arena);
}

static struct complaint of(enum complaint_mode mode, const char *number)
{
    return (struct complaint){.mode = mode, .number = number};
}

START_TEST(a_name_is_the_same_everywhere_and_says_nothing)
{
    struct complaint c = of(COMPLAINT_CONFIDENTIAL, "TS-A9YY1-94KT5-4"), next = of(COMPLAINT_ANONYMOUS, "TS-A9YY1-94KT5-5"), named = of(COMPLAINT_NAMED, "TS-A9YY1-94KT5-4");
    const char *zh = hiding_name(arena, &c, false), *en = hiding_name(arena, &c, true);
    ck_assert_str_eq(zh, hiding_name(arena, &c, false));
    ck_assert_str_ne(zh, hiding_name(arena, &next, false));
    ck_assert_str_ne(zh + strlen(zh) - 3, hiding_name(arena, &next, true) + 3);
    ck_assert_uint_eq(strlen(en), 6);
    ck_assert_int_eq(en[1], '-');
    ck_assert(en[0] >= 'A' && en[0] <= 'J');
    ck_assert_str_eq(strchr(zh, '-'), en + 1);
    ck_assert_str_eq(hiding_name(arena, &named, true), "");
}
END_TEST

/* Numbers that follow each other give names that are spread: of 2000 nearly all differ. */
START_TEST(names_differ)
{
    static char names[2000][8];
    int same = 0;
    for (int i = 0; i < 2000; i++) {
        struct complaint c = of(COMPLAINT_ANONYMOUS, arena_printf(arena, "TS-%05d-AAAAA-7", i));
        (void)snprintf(names[i], sizeof names[i], "%s", hiding_name(arena, &c, true));
        for (int k = 0; k < i; k++)
            same += strcmp(names[i], names[k]) == 0;
    }
    ck_assert_int_le(same, 3);
}
END_TEST

START_TEST(times_are_those_of_the_rulebook)
{
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_NAMED), COARSE_EXACT);
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_CONFIDENTIAL), COARSE_DAY);
    book.custody.times = "half_day";
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_ANONYMOUS), COARSE_HALF_DAY);
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_NAMED), COARSE_EXACT);
    book.custody.times = "exact";
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_CONFIDENTIAL), COARSE_EXACT);
    book.custody.times = NULL;
    ck_assert_int_eq(hiding_times(&book, COMPLAINT_CONFIDENTIAL), COARSE_DAY);
}
END_TEST

START_TEST(what_the_complainant_did_is_hidden_and_nothing_else)
{
    struct complaint c = of(COMPLAINT_CONFIDENTIAL, "TS-1"), named = of(COMPLAINT_NAMED, "TS-1");
    struct event events[] = {{.kind = "submitted", .actor_kind = EVENT_COMPLAINANT, .actor = ""}, {.kind = "registered", .actor_kind = EVENT_STAFF, .actor = "陈晨"}, {.kind = "note", .actor_kind = EVENT_STAFF, .actor = "李静"}};
    struct message messages[] = {{.id = 1, .kind = MESSAGE_FROM}, {.id = 2, .kind = MESSAGE_TO}};
    struct attachment files[] = {{.message_id = 0}, {.message_id = 1}, {.message_id = 2}, {.internal = true}};
    hiding_events(&book, &c, "甲-1", events, 3);
    hiding_messages(&book, &c, "甲-1", messages, 2);
    hiding_files(&book, &c, messages, 2, files, 4);
    ck_assert_str_eq(events[0].actor, "甲-1");
    ck_assert_str_eq(events[1].actor, "陈晨");
    ck_assert_int_eq(events[0].coarse, COARSE_DAY);
    ck_assert_int_eq(events[1].coarse, COARSE_DAY);
    ck_assert_int_eq(events[2].coarse, COARSE_EXACT);
    ck_assert_str_eq(messages[0].alias, "甲-1");
    ck_assert_int_eq(messages[0].coarse, COARSE_DAY);
    ck_assert_ptr_null(messages[1].alias);
    ck_assert_int_eq(messages[1].coarse, COARSE_EXACT);
    static const int coarse[] = {COARSE_DAY, COARSE_DAY, COARSE_EXACT, COARSE_EXACT};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        ck_assert_int_eq(files[i].coarse, coarse[i]);
    hiding_events(&book, &named, "", events, 3);
    ck_assert_int_eq(events[0].coarse, COARSE_EXACT);
    ck_assert_str_eq(events[0].actor, "");
}
END_TEST

Suite *suite_hiding(void)
{
    Suite *s = suite_create("hiding");
    TCase *t = tcase_create("hiding");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_name_is_the_same_everywhere_and_says_nothing);
    tcase_add_test(t, names_differ);
    tcase_add_test(t, times_are_those_of_the_rulebook);
    tcase_add_test(t, what_the_complainant_did_is_hidden_and_nothing_else);
    suite_add_tcase(s, t);
    return s;
}
