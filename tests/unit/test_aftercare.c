#include <check.h>
#include <string.h>

#include "library.h"
#include "measure.h"
#include "merit.h"

/* What may be done with measures, with rewards and penalties, and with cases of the library, and by whom. */

#define DAY INT64_C(86400000000)

START_TEST(measures_move)
{
    const char *why;
    struct measure m = {.state = MEASURE_OPEN, .does = true};
    ck_assert_int_eq(measure_decide(&m, MEASURE_FINISH, &why), ERR_NONE);
    ck_assert_int_eq(measure_decide(&m, MEASURE_CHANGE, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(measure_decide(&m, MEASURE_DROP, &why), ERR_FORBIDDEN);
    m.leads = true;
    ck_assert_int_eq(measure_decide(&m, MEASURE_CHANGE, &why), ERR_NONE);
    ck_assert_int_eq(measure_decide(&m, MEASURE_BACK, &why), ERR_STATE);
    ck_assert_int_eq(measure_decide(&m, MEASURE_SAY, &why), ERR_STATE);
    m.state = MEASURE_DONE;
    ck_assert_int_eq(measure_decide(&m, MEASURE_BACK, &why), ERR_NONE);
    ck_assert_int_eq(measure_decide(&m, MEASURE_DROP, &why), ERR_NONE);
    m.state = MEASURE_NOT_EFFECTIVE;
    ck_assert_int_eq(measure_decide(&m, MEASURE_SAY, &why), ERR_NONE);
    ck_assert_int_eq(measure_decide(&m, MEASURE_FINISH, &why), ERR_STATE);
    m = (struct measure){.state = MEASURE_OPEN};
    ck_assert_int_eq(measure_decide(&m, MEASURE_FINISH, &why), ERR_FORBIDDEN);
    ck_assert(*why);
}
END_TEST

START_TEST(measures_remind)
{
    int64_t due = 100 * DAY;
    ck_assert_int_eq(measure_reminder_us(due, 0), 97 * DAY);
    ck_assert_int_eq(measure_reminder_us(due, 1), due);
    ck_assert_int_eq(measure_reminder_us(due, 2), 103 * DAY);
    ck_assert_int_eq(measure_reminder_us(due, 3), 107 * DAY);
    ck_assert_int_eq(measure_reminder_us(due, 4), 114 * DAY);
    ck_assert_int_eq(measure_reminder_us(due, 1000), MEASURE_NEVER);
    ck_assert_int_eq(measure_reminders_passed(due, 0), 0);
    ck_assert_int_eq(measure_reminders_passed(due, 98 * DAY), 1);
    ck_assert_int_eq(measure_reminders_passed(due, 100 * DAY), 2);
    ck_assert_int_eq(measure_reminders_passed(due, 9000 * DAY), 55);
    ck_assert(!measure_reminder_late(1) && measure_reminder_late(2));
}
END_TEST

START_TEST(measures_judge)
{
    const struct measure m = {.state = MEASURE_DONE, .done_us = DAY, .check_us = 91 * DAY}, unchecked = {.state = MEASURE_DONE, .done_us = DAY};
    ck_assert_int_eq(measure_days(&m), 90);
    ck_assert_int_eq(measure_days(&unchecked), 0);
    ck_assert_int_eq(measure_phase(&m), MEASURE_PHASE_CHECK);
    ck_assert_int_eq(measure_phase(&unchecked), MEASURE_PHASE_ENDED);
    ck_assert_int_eq(measure_judged(0), MEASURE_EFFECTIVE);
    ck_assert_int_eq(measure_judged(1), MEASURE_NOT_EFFECTIVE);
}
END_TEST

START_TEST(merits_move)
{
    enum { ME = 7, OTHER = 8 };
    enum merit_state to;
    const char *why;
    struct merit m = {.state = MERIT_PROPOSED, .holds = true};
    ck_assert_int_eq(merit_decide(&m, MERIT_CONFIRM, ME, &to, &why), ERR_NONE);
    ck_assert_int_eq(to, MERIT_CONFIRMED);
    ck_assert_int_eq(merit_decide(&m, MERIT_UPHOLD, ME, &to, &why), ERR_STATE);
    m.concerned = true;
    ck_assert_int_eq(merit_decide(&m, MERIT_CONFIRM, ME, &to, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(merit_decide(&m, MERIT_APPEAL, ME, &to, &why), ERR_STATE);
    m.state = MERIT_CONFIRMED;
    ck_assert_int_eq(merit_decide(&m, MERIT_APPEAL, ME, &to, &why), ERR_NONE);
    m = (struct merit){.state = MERIT_APPEALED, .holds = true, .decided_by = ME};
    ck_assert_int_eq(merit_decide(&m, MERIT_LIFT, ME, &to, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(merit_decide(&m, MERIT_LIFT, OTHER, &to, &why), ERR_NONE);
    ck_assert_int_eq(to, MERIT_LIFTED);
    m.holds = false;
    ck_assert_int_eq(merit_decide(&m, MERIT_UPHOLD, OTHER, &to, &why), ERR_FORBIDDEN);
    ck_assert(merit_counts(MERIT_CONFIRMED) && merit_counts(MERIT_UPHELD) && !merit_counts(MERIT_APPEALED) && !merit_counts(MERIT_LIFTED));
}
END_TEST

START_TEST(cases_move)
{
    enum { AUTHOR = 7, CHECKER = 8 };
    const char *why;
    struct library_case c = {.state = LIBRARY_DRAFT, .author_id = AUTHOR, .edits = true};
    ck_assert_int_eq(library_decide(&c, LIBRARY_SAVE, AUTHOR, 0, &why), ERR_NONE);
    ck_assert_int_eq(library_decide(&c, LIBRARY_PUBLISH, CHECKER, 0, &why), ERR_STATE);
    c.ready_us = DAY;
    ck_assert_int_eq(library_decide(&c, LIBRARY_PUBLISH, AUTHOR, 0, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(library_decide(&c, LIBRARY_PASS, AUTHOR, 0, &why), ERR_FORBIDDEN);
    ck_assert_int_eq(library_decide(&c, LIBRARY_PUBLISH, CHECKER, 1, &why), ERR_STATE);
    ck_assert_int_eq(library_decide(&c, LIBRARY_PUBLISH, CHECKER, 0, &why), ERR_NONE);
    c.state = LIBRARY_PUBLISHED;
    ck_assert_int_eq(library_decide(&c, LIBRARY_SAVE, AUTHOR, 0, &why), ERR_STATE);
    ck_assert_int_eq(library_decide(&c, LIBRARY_TAKE_BACK, AUTHOR, 0, &why), ERR_NONE);
    c.edits = false;
    ck_assert_int_eq(library_decide(&c, LIBRARY_TAKE_BACK, AUTHOR, 0, &why), ERR_FORBIDDEN);
}
END_TEST

START_TEST(cases_search)
{
    struct arena *a = arena_new(1u << 20);
    const char *const parts[LIBRARY_PART__END] = {"ＡＢ退费", "Charged TWICE", "", "", "", ""};
    const char *words[4];
    const char *all = library_words(a, parts);
    ck_assert_uint_eq(library_query(a, "　退费 Twice x ", words, 4), 2);
    ck_assert(strstr(all, words[0]) && strstr(all, words[1]) && strstr(all, "ab退费"));
    int64_t *terms;
    ck_assert_uint_eq(library_terms(a, "退费退费\nab b", &terms), 3); /* ab, 费退, 退费; nothing across lines and blanks */
    ck_assert_int_eq(terms[0], (int64_t)'a' << 21 | 'b');
    ck_assert_int_eq(terms[2], INT64_C(0x9000) << 21 | 0x8d39);
    ck_assert_uint_eq(library_terms(a, "退", &terms), 0);
    ck_assert_uint_eq(library_terms(a, "", &terms), 0);
    ck_assert_uint_eq(library_query(a, "", words, 4), 0);
    arena_free(a);
}
END_TEST

Suite *suite_aftercare(void);
Suite *suite_aftercare(void)
{
    Suite *s = suite_create("aftercare");
    TCase *c = tcase_create("aftercare");
    tcase_add_test(c, measures_move);
    tcase_add_test(c, measures_remind);
    tcase_add_test(c, measures_judge);
    tcase_add_test(c, merits_move);
    tcase_add_test(c, cases_move);
    tcase_add_test(c, cases_search);
    suite_add_tcase(s, c);
    return s;
}
