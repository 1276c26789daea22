#include <check.h>
#include <stdlib.h>

#include "portal_track.h"

#define AT(day) (INT64_C(1000000) * 86400 * (day))

static struct complaint in_state(enum complaint_state state)
{
    return (struct complaint){.state = state, .is_open = complaint_state_open(state), .received_us = AT(1), .due_us = AT(10)};
}

START_TEST(test_prompt)
{
    static const struct {
        enum complaint_state state;
        enum portal_prompt prompt;
    } cases[] = {
        {COMPLAINT_SUBMITTED, PROMPT_TO_BE_READ}, {COMPLAINT_PROGRESS, PROMPT_WORKING}, {COMPLAINT_WAITING, PROMPT_SUPPLY},
        {COMPLAINT_REPLIED, PROMPT_ANSWERED}, {COMPLAINT_CLOSED, PROMPT_RATE}, {COMPLAINT_REJECTED, PROMPT_REJECTED},
        {COMPLAINT_WITHDRAWN, PROMPT_WITHDRAWN},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct complaint c = in_state(cases[i].state);
        ck_assert_int_eq(portal_track_prompt(&c, false), cases[i].prompt);
        c.withdraw_us = AT(2);
        ck_assert_int_eq(portal_track_prompt(&c, false), c.is_open ? PROMPT_WITHDRAWING : cases[i].prompt);
    }
    struct complaint closed = in_state(COMPLAINT_CLOSED);
    ck_assert_int_eq(portal_track_prompt(&closed, true), PROMPT_RATED);
}
END_TEST

START_TEST(test_finding)
{
    ck_assert_str_eq(portal_track_finding(FINDING_NONE), "");
    ck_assert_str_eq(portal_track_finding(FINDING_WITHDRAWN), "");
    ck_assert_str_ne(portal_track_finding(FINDING_RESPONSIBLE), "");
    ck_assert_str_ne(portal_track_finding(FINDING_NOT_RESPONSIBLE), portal_track_finding(FINDING_RESPONSIBLE));
}
END_TEST

Suite *suite_portal_track(void);
Suite *suite_portal_track(void)
{
    Suite *s = suite_create("portal_track");
    TCase *tc = tcase_create("portal_track");
    tcase_add_test(tc, test_prompt);
    tcase_add_test(tc, test_finding);
    suite_add_tcase(s, tc);
    return s;
}
