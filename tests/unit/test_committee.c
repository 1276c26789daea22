#include <check.h>
#include <string.h>

#include "committee.h"
#include "utc.h"

Suite *suite_committee(void);

START_TEST(what_fits_a_reason)
{
    ck_assert(committee_decision_fits("result", "upheld"));
    ck_assert(!committee_decision_fits("result", "vexatious"));
    ck_assert(committee_decision_fits("vexatious", "not_vexatious"));
    ck_assert(committee_decision_fits("responsibility", "not_responsible"));
    ck_assert(!committee_decision_fits("responsibility", "upheld"));
    ck_assert(!committee_decision_fits("unknown", "noted") && !committee_decision_fits("other", ""));
    for (size_t i = 0; committee_whys[i]; i++)
        ck_assert(*committee_why_title(committee_whys[i]) && *committee_why_question(committee_whys[i]) && committee_decision_fits(committee_whys[i], "noted"));
    ck_assert_str_ne(committee_decision_title("upheld", "disputed"), committee_decision_title("upheld", "result"));
}
END_TEST

START_TEST(quorum_majority_and_tie)
{
    const struct rb_committee rules = {.votes = true, .quorum = 3}, none = {.votes = false, .quorum = 3};
    static const struct {
        struct committee_tally tally;
        const char *says; /* "": it may be decided */
    } cases[] = {
        {{2, 2, 0, 0}, "Too few"}, {{3, 2, 0, 0}, "Not everybody"}, {{4, 2, 2, 0}, "tie"}, {{3, 1, 2, 0}, "majority"}, {{3, 2, 1, 0}, ""}, {{3, 1, 0, 2}, ""}, {{3, 0, 0, 3}, "tie"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *why = committee_undecided(&rules, &cases[i].tally);
        ck_assert_msg(*cases[i].says ? why && strstr(why, cases[i].says) : why == NULL, "case %zu: %s", i, why ? why : "may");
        ck_assert_ptr_null(committee_undecided(&none, &cases[i].tally));
    }
}
END_TEST

START_TEST(the_period_that_ended_last)
{
    const struct utc_zone *zone;
    int64_t from_us, to_us;
    ck_assert_int_eq(utc_zone_load("Asia/Shanghai", &zone), ERR_NONE);
    ck_assert(committee_period(6, utc_from_local(2026, 11, 22, 10, 0, 0, zone), zone, &from_us, &to_us));
    ck_assert_int_eq(from_us, utc_from_local(2026, 1, 1, 0, 0, 0, zone));
    ck_assert_int_eq(to_us, utc_from_local(2026, 7, 1, 0, 0, 0, zone));
    ck_assert(committee_period(6, utc_from_local(2027, 1, 1, 0, 0, 0, zone), zone, &from_us, &to_us));
    ck_assert_int_eq(from_us, utc_from_local(2026, 7, 1, 0, 0, 0, zone));
    ck_assert(!committee_period(0, from_us, zone, &from_us, &to_us));
}
END_TEST

Suite *suite_committee(void)
{
    Suite *s = suite_create("committee");
    TCase *t = tcase_create("committee");
    tcase_add_test(t, what_fits_a_reason);
    tcase_add_test(t, quorum_majority_and_tie);
    tcase_add_test(t, the_period_that_ended_last);
    suite_add_tcase(s, t);
    return s;
}
