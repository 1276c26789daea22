#include <check.h>
#include <string.h>

#include "contact.h"
#include "desk_draft.h"
#include "timeline.h"

static const struct utc_zone *zone;
static struct arena *a;

static void begin(void)
{
    a = arena_new(1 << 16);
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
}

static void end(void)
{
    arena_free(a);
}

/* 2026-08-21 10:06 in Shanghai. */
static int64_t at(int day, int hour, int minute)
{
    return utc_from_local(2026, 8, day, hour, minute, 0, zone);
}

static int64_t moment(const char *typed)
{
    int64_t us;
    return contact_moment(a, typed, at(21, 10, 6), zone, &us) ? us : 0;
}

START_TEST(a_time_of_day_is_the_last_one)
{
    ck_assert_int_eq(moment("9:05"), at(21, 9, 5));
    ck_assert_int_eq(moment("10:06"), at(21, 10, 6));
    ck_assert_int_eq(moment("10:07"), at(20, 10, 7)); /* not yet: yesterday's */
    ck_assert_int_eq(moment("23:59"), at(20, 23, 59));
    ck_assert_int_eq(moment("00:00"), at(21, 0, 0));
    ck_assert_int_eq(moment(" ０９：０５ "), at(21, 9, 5));
    ck_assert_int_eq(moment("9点"), at(21, 9, 0));
    ck_assert_int_eq(moment("9点05分"), at(21, 9, 5));
    const char *none[] = {"", "9", "24:00", "9:60", "9:5x", "x", ":30", "2026-08-21 09:05", "9:051"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(moment(none[i]) == 0, "%s is a time of day", none[i]);
}
END_TEST

START_TEST(days_are_local)
{
    ck_assert_int_eq(contact_day(at(21, 0, 0), zone), utc_civil_days(2026, 8, 21));
    ck_assert_int_eq(contact_day(at(20, 23, 59), zone), utc_civil_days(2026, 8, 20));
}
END_TEST

START_TEST(every_kind_is_in_the_timeline)
{
    for (int way = 1; way < CONTACT_WAY__END; way++) {
        ck_assert_int_eq(contact_way_from_word(contact_way_word((enum contact_way)way)), way);
        ck_assert(*contact_way_title((enum contact_way)way));
        for (int result = 1; result < CONTACT_RESULT__END; result++) {
            for (int inward = 0; inward < 2; inward++) {
                const struct contact k = {.way = (enum contact_way)way, .result = (enum contact_result)result, .inward = inward != 0};
                const struct timeline_kind *kind = timeline_kind(contact_event(&k));
                ck_assert_msg(kind != NULL, "%s is no kind of event", contact_event(&k));
                ck_assert(contact_is_event(kind->kind));
                ck_assert_int_eq(kind->class, EVENT_CLASS_CONTACT);
                /* The complainant reads when he was reached and nothing of attempts. */
                ck_assert_int_eq(kind->public_line != NULL, result == CONTACT_REACHED);
            }
        }
    }
    for (int result = 1; result < CONTACT_RESULT__END; result++)
        ck_assert_int_eq(contact_result_from_word(contact_result_word((enum contact_result)result)), result);
    ck_assert_int_eq(contact_way_from_word("pigeon"), 0);
    ck_assert_int_eq(contact_result_from_word(""), 0);
    ck_assert(!contact_is_event("message"));
}
END_TEST

START_TEST(drafts_by_what_they_are_for)
{
    struct aside_draft drafts[] = {{"reply", timeline_data(a, "text", "第一行\n\"第二行\"", NULL), 1}, {"slip-2-answer", "{}", 2}};
    const struct aside aside = {.drafts = drafts, .n_drafts = 2};
    ck_assert_str_eq(desk_draft_text(a, desk_draft_of(&aside, "reply"), "text"), "第一行\n\"第二行\"");
    ck_assert_str_eq(desk_draft_text(a, desk_draft_of(&aside, "reply"), "notice"), "");
    ck_assert_ptr_null(desk_draft_of(&aside, "note"));
    ck_assert_str_eq(desk_draft_text(a, NULL, "text"), "");
    ck_assert_ptr_nonnull(desk_draft_of(&aside, desk_draft_slip(a, 2, "answer")));
    ck_assert(desk_draft_what("slip-2-send-back") && desk_draft_what("reply"));
    const char *bad[] = {"", "Reply", "a:b", "a b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!desk_draft_what(bad[i]), "%s names a form", bad[i]);
}
END_TEST

Suite *suite_contact(void);
Suite *suite_contact(void)
{
    Suite *suite = suite_create("contact");
    TCase *tests = tcase_create("contact");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, a_time_of_day_is_the_last_one);
    tcase_add_test(tests, days_are_local);
    tcase_add_test(tests, every_kind_is_in_the_timeline);
    tcase_add_test(tests, drafts_by_what_they_are_for);
    suite_add_tcase(suite, tests);
    return suite;
}
