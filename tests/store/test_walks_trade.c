#include <string.h>

#include "compensation_store.h"
#include "measure_store.h"
#include "walk.h"

Suite *suite_store_walks_trade(void);

/*
 * What only these rulebooks have, one complaint each: the branch of a property insurer grades by loss, hands over in twenty minutes and reports within half a day; the food maker gives one for one, two for
 * one and ten for one, and closes nothing valid without a corrective action.
 *
 *   June 2026: Mon 1 ... Fri 5, Mon 8 ...
 */

static struct compensation_result paid;

static enum err gives(const char *standard, int64_t base_cents, int64_t cents)
{
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct compensation_command command = {.action = COMPENSATION_PROPOSE, .number = walk_filed.number, .standard = standard, .reason = "核实属实", .base_cents = base_cents, .cents = cents};
    paid = (struct compensation_result){.why = ""};
    return compensation_act(walk_x->staff_db, walk_x->arena, &w, &command, &paid);
}

/* The newest proposal: "1000 2 own": cents, state, whether it stood within one's own authority. */
static const char *given(void)
{
    return walk_told("SELECT CONCAT(cents, ' ', state, IF(own_authority, ' own', '')) FROM compensation ORDER BY id DESC LIMIT 1");
}

static const char *asked_by(void)
{
    return walk_told("SELECT IFNULL((SELECT CONCAT(a.chain, ': ', GROUP_CONCAT(s.role ORDER BY s.n)) FROM approval a JOIN approval_step s ON s.approval_id = a.id GROUP BY a.id ORDER BY a.id DESC LIMIT 1), 'none')");
}

/* ---- the branch of a property insurer ---- */

static void branch(const char *category)
{
    walk_use_book("property-insurer-branch.yaml", "claims");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_READER, "legal_reviewer", 1);
    walk_holds(FIXTURE_READER, "deputy_manager", 1);
    walk_holds(FIXTURE_CHIEF, "general_manager", 1);
    walk_now(6, 3, 10, 0);
    walk_file(category);
}

START_TEST(branch_hands_over_in_twenty_minutes)
{
    branch("claim_sum");
    CLOCK("transfer", "running 06-03 10:20");
    CLOCK("call", "running 06-03 11:00");
    CLOCK("resolve", "running 06-04 17:30"); /* one working day */
    ck_assert_str_eq(walk_grade(), "general");
    walk_now(6, 3, 10, 16);
    ck_assert_uint_eq(walk_sweep(), 1); /* five minutes before */
    (void)walk_notices();
    walk_now(6, 3, 10, 21);
    ck_assert_uint_eq(walk_sweep(), 1);
    ck_assert_str_eq(walk_notices(), "7 clock_due; 4 clock_escalated"); /* nobody has it yet: the coordinator and customer service's head */
    walk_now(6, 3, 10, 25);
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_ASSIGN, NULL);
    CLOCK("transfer", "met 06-03 10:20 late");
    walk_now(6, 3, 10, 50);
    walk_act(ACTION_MESSAGE, "您好，客户服务部已经受理，正在核对定损。");
    CLOCK("call", "met 06-03 11:00");
    walk_unbroken();
}
END_TEST

START_TEST(branch_grades_by_loss_and_reports_within_half_a_day)
{
    branch("claim_sum");
    walk_now(6, 3, 10, 5);
    walk_act(ACTION_ACCEPT, NULL);
    walk_classify((struct complaint_classing){.loss = "5000.00"});
    ck_assert_str_eq(walk_grade(), "general"); /* up to 5 000 */
    walk_classify((struct complaint_classing){.loss = "5000.01"});
    ck_assert_str_eq(walk_grade(), "difficult");
    CLOCK("resolve_heavy", "running 06-08 17:30"); /* 4 5 8 */
    CLOCK("report_branch", "none");
    walk_now(6, 3, 11, 0);
    walk_classify((struct complaint_classing){.loss = "30000.01"});
    ck_assert_str_eq(walk_grade(), "major");
    CLOCK("report_branch", "running 06-03 16:15"); /* 3 3/4 office hours: 60 minutes before noon, 165 from 13:30 */
    (void)walk_notices();
    walk_now(6, 3, 16, 16);
    (void)walk_sweep();
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 1 AND kind = 'clock_escalated'"), 1); /* the general manager */
    walk_now(6, 3, 16, 30);
    walk_done("report_branch", "已书面报告分公司");
    CLOCK("report_branch", "met 06-03 16:15 late");
    walk_unbroken();
}
END_TEST

START_TEST(branch_watches_refusals_and_needs_agreement_for_much)
{
    branch("claim_refusal");
    CLOCK("refusal", "running 06-05 17:30"); /* beside the other limits */
    walk_act(ACTION_ACCEPT, NULL);
    ASSERT_ERR(gives("travel", 0, 60000), ERR_INPUT); /* at most 500 for time and travel */
    ASSERT_OK(gives("travel", 0, 10000));
    ck_assert_str_eq(given(), "10000 2 own");
    ASSERT_OK(gives("loss", 0, 40000)); /* 100 of the day are used up */
    ck_assert_str_eq(given(), "40000 1");
    ck_assert_str_eq(asked_by(), "compensation: complaint_manager,deputy_manager");
    ASSERT_OK(gives("loss", 0, 600000));
    ck_assert_str_eq(asked_by(), "compensation_high: deputy_manager,legal_reviewer,general_manager");
    walk_unbroken();
}
END_TEST

/* ---- the food maker ---- */

static void maker(const char *category)
{
    walk_opens(&(struct walk_opening){"food-maker.yaml", "equipment", "consumer", "一提豆奶里有一包是空的", 9}, category);
}

static enum err sets(const char *cause, const char *title)
{
    const struct complaint_writer w = fixture_writer(walk_x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct measure_command command = {.action = MEASURE_SET, .number = walk_filed.number, .department_id = WALK_BUSINESS, .kind = MEASURE_CORRECTIVE, .cause = cause, .title = title, .body = "",
                                            .due_us = w.now_us + 7 * UTC_DAY_US, .once_location = "/staff/measures"};
    struct measure_result result;
    return measure_act(walk_x->staff_db, walk_x->arena, &w, &command, &result);
}

START_TEST(maker_gives_two_for_one)
{
    maker("short_pack");
    ck_assert_str_eq(walk_grade(), "b");
    CLOCK("handover", "running 06-03 10:00"); /* within the hour */
    CLOCK("resolve", "running 06-10 17:30");  /* 4 5 8 9 10 */
    walk_act(ACTION_ACCEPT, NULL);
    ASSERT_ERR(gives("class_a", 350, 0), ERR_INPUT); /* ten for one is for class A */
    ASSERT_OK(gives("class_b", 350, 0));
    ck_assert_str_eq(given(), "700 2 own"); /* of the price paid, 3.50 */
    walk_unbroken();
}
END_TEST

START_TEST(maker_takes_more_than_twenty_boxes_for_a_batch)
{
    maker("short_pack");
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(6, 3, 9, 30);
    walk_flag("batch", "批号 20260520A，三十箱，发往江州");
    ck_assert_str_eq(walk_grade(), "a");
    CLOCK("resolve_a", "running 06-08 17:30"); /* 4 5 8 */
    CLOCK("report_a", "running 06-03 17:30");
    walk_now(6, 3, 17, 31);
    (void)walk_sweep();
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 1 AND kind = 'clock_escalated'"), 1);
    walk_unbroken();
}
END_TEST

START_TEST(maker_closes_nothing_valid_without_a_corrective_action)
{
    maker("weight");
    ck_assert_str_eq(walk_grade(), "c");
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_REPLY, "经核实净含量不足，按等价赔付。");
    walk_classify((struct complaint_classing){.validity = "valid"});
    walk_now(6, 3, 14, 0);
    ASSERT_ERR(walk_try_end("agreed", FINDING_RESPONSIBLE, 0), ERR_STATE);            /* no department is named */
    ck_assert_str_eq(walk_open_gates(), "respondent measure");
    ASSERT_ERR(walk_try_end("agreed", FINDING_RESPONSIBLE, WALK_BUSINESS), ERR_STATE); /* no action */
    ck_assert_str_eq(walk_open_gates(), "measure");
    ASSERT_OK(sets("metering", "校准灌装秤"));
    ck_assert_int_eq(walk_events("measure_set"), 1);
    ASSERT_OK(walk_try_end("agreed", FINDING_RESPONSIBLE, WALK_BUSINESS));
    CLOCK("callback", "running 06-08 17:30"); /* whether they are satisfied: 4 5 8 */
    walk_unbroken();
}
END_TEST

Suite *suite_store_walks_trade(void)
{
    Suite *s = suite_create("walks_trade");
    TCase *t = tcase_create("walks_trade");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, walk_setup, walk_teardown);
    tcase_add_test(t, branch_hands_over_in_twenty_minutes);
    tcase_add_test(t, branch_grades_by_loss_and_reports_within_half_a_day);
    tcase_add_test(t, branch_watches_refusals_and_needs_agreement_for_much);
    tcase_add_test(t, maker_gives_two_for_one);
    tcase_add_test(t, maker_takes_more_than_twenty_boxes_for_a_batch);
    tcase_add_test(t, maker_closes_nothing_valid_without_a_corrective_action);
    suite_add_tcase(s, t);
    return s;
}
