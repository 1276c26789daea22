#include <string.h>

#include "compensation_store.h"
#include "walk.h"

Suite *suite_store_walks_service(void);

/*
 * What only these rulebooks have, one complaint each: the rural bank's anonymous complaints, media and withdrawals under pressure; the hotel's five minutes and limits of the day by post; the property
 * manager's ten minutes, 24 hours, 2, 3 and 10 days, and striking off; the tip line's confidential reports, news in stages and rewards.
 *
 *   June 2026: Mon 1 Tue 2 Wed 3 Thu 4 Fri 5, Mon 8 ...
 */

static struct compensation_result paid;

static enum err gives(const char *standard, int64_t cents)
{
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct compensation_command command = {.action = COMPENSATION_PROPOSE, .number = walk_filed.number, .standard = standard, .reason = "核实属实", .cents = cents};
    paid = (struct compensation_result){.why = ""};
    return compensation_act(walk_x->staff_db, walk_x->arena, &w, &command, &paid);
}

static const char *given(void)
{
    return walk_told("SELECT CONCAT(cents, ' ', state, IF(own_authority, ' own', '')) FROM compensation ORDER BY id DESC LIMIT 1");
}

static const char *asked_by(void)
{
    return walk_told("SELECT IFNULL((SELECT CONCAT(a.chain, ': ', GROUP_CONCAT(s.role ORDER BY s.n)) FROM approval a JOIN approval_step s ON s.approval_id = a.id GROUP BY a.id ORDER BY a.id DESC LIMIT 1), 'none')");
}

static int64_t told_escalated(int user)
{
    return store_test_number(walk_x->root, walk_x->arena, arena_printf(walk_x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = %d AND kind = 'clock_escalated'", user));
}

/* ---- the rural bank ---- */

static void bank(void)
{
    walk_use_book("rural-bank.yaml", "counter");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_READER, "discipline_officer", 1);
    walk_holds(FIXTURE_CHIEF, "president", 1);
    walk_now(6, 3, 9, 0);
}

START_TEST(bank_checks_and_keeps_what_is_anonymous_and_well_meant)
{
    bank();
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "窗口只开一个，老人排两个小时");
    f.mode = COMPLAINT_ANONYMOUS;
    walk_file_as(&f, "management", WALK_BUSINESS);
    CLOCK("contact", "none"); /* nobody to contact */
    CLOCK("handover", "running 06-03 17:30");
    CLOCK("resolve", "running 06-08 17:30"); /* 4 5 8 */
    walk_act(ACTION_ACCEPT, NULL);
    walk_flag("well_meant", "与当日排队记录一致");
    walk_classify((struct complaint_classing){.validity = "valid"});
    walk_now(6, 4, 10, 0);
    walk_act(ACTION_REPLY, "已核实，高峰时段增开窗口。"); /* for whoever has number and passcode */
    ASSERT_OK(walk_try_end("verified_kept", FINDING_RESPONSIBLE, WALK_BUSINESS));
    CLOCK("callback", "none");
    CLOCK("filing", "running 06-11 17:30"); /* 5 8 9 10 11 */
    walk_unbroken();
}
END_TEST

START_TEST(bank_tells_the_management_of_the_media_at_once)
{
    bank();
    walk_file("attitude");
    ck_assert_str_eq(walk_grade(), "general");
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(6, 3, 20, 0);
    walk_flag("media", "本地电视台记者来电");
    ck_assert_str_eq(walk_grade(), "major");
    CLOCK("report_media", "running 06-03 20:30"); /* by the clock, also in the evening */
    CLOCK("resolve_complex", "running 06-12 17:30"); /* seven: 4 5 8 9 10 11 12 */
    (void)walk_notices();
    walk_now(6, 3, 20, 31);
    (void)walk_sweep();
    ck_assert_int_eq(told_escalated(FIXTURE_CHIEF), 1);
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_EXTEND, "需要调取监控");
    command.clock_id = walk_clock_id("resolve_complex");
    command.notice = "需要调取监控，办理时间延长三个工作日。";
    ASSERT_OK(walk_try(FIXTURE_CLERK, command)); /* seven to ten */
    ck_assert_str_eq(walk_told("SELECT role FROM clock_request"), "president");
    walk_unbroken();
}
END_TEST

START_TEST(bank_asks_whether_a_withdrawal_was_free)
{
    uint8_t token[32];
    const char *location;
    bank();
    walk_file("mistake");
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(6, 3, 11, 0);
    fixture_track(walk_x, walk_filed.number, token);
    struct track_command withdraw = {.action = ACTION_WITHDRAW, .text = "不投诉了"};
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(track_act(walk_x->public_db, walk_x->arena, &w, token, FIXTURE_TTL, &withdraw, &location));
    walk_now(6, 3, 14, 0);
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CONFIRM_WITHDRAWAL, "已电话核实");
    struct complaint_closing *closing = fixture_closing(walk_x);
    closing->freely = -1; /* the customer was pressed */
    closing->answered = "网点主任让我撤的";
    command.closing = closing;
    command.basis = "withdrawn";
    ASSERT_OK(walk_try(FIXTURE_CLERK, command)); /* it goes on */
    walk_flag("forced", "网点主任打电话要求撤诉");
    ck_assert_str_eq(walk_grade(), "complex");
    CLOCK("resolve_complex", "running 06-12 17:30");
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT is_open FROM complaint"), 1);
    walk_unbroken();
}
END_TEST

/* ---- the hotel ---- */

static void hotel(const char *kind, const char *category)
{
    walk_opens(&(struct walk_opening){"hotel.yaml", "housekeeping", kind, "床单上有头发", 23}, category);
    walk_holds(FIXTURE_READER, "company_manager", 1);
}

START_TEST(hotel_is_there_in_five_minutes)
{
    hotel("guest", "cleanliness");
    CLOCK("on_scene", "running 06-03 23:05");
    CLOCK("resolve", "running 06-04 01:00");
    walk_now(6, 3, 23, 6);
    (void)walk_sweep();
    ck_assert_int_eq(told_escalated(FIXTURE_SEVERAL), 1); /* the lobby manager, at once */
    ck_assert_int_eq(told_escalated(FIXTURE_CHIEF), 0);
    walk_now(6, 3, 23, 8);
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_MESSAGE, "工作人员已经到您房间。");
    CLOCK("on_scene", "met 06-03 23:05 late");
    walk_now(6, 3, 23, 9);
    walk_classify((struct complaint_classing){.validity = "valid"});
    CLOCK("result", "running 06-03 23:14"); /* five minutes after the decision */
    walk_act(ACTION_REPLY, "已更换全部床品，再次致歉。");
    CLOCK("result", "met 06-03 23:14");
    CLOCK("resolve", "met 06-04 01:00");
    walk_unbroken();
}
END_TEST

START_TEST(hotel_answers_guests_who_left_in_three_days)
{
    hotel("departed", "lost");
    CLOCK("on_scene", "none");
    CLOCK("contact_departed", "running 06-04 03:00");
    CLOCK("resolve_departed", "running 06-08 17:30"); /* 4 5 8 */
    ck_assert_str_eq(walk_grade(), "general");
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(6, 3, 23, 5);
    walk_flag("theft", "项链一条，六月二日晚最后看到");
    ck_assert_str_eq(walk_grade(), "major");
    CLOCK("report_manager", "running 06-03 23:15");
    walk_unbroken();
}
END_TEST

START_TEST(hotel_limits_what_each_post_gives_on_a_day)
{
    hotel("guest", "noise");
    walk_act(ACTION_ACCEPT, NULL);
    ASSERT_ERR(gives("fruit", 15000), ERR_INPUT); /* at most 100 */
    ASSERT_OK(gives("fruit", 10000));
    ck_assert_str_eq(given(), "10000 2 own");
    ASSERT_OK(gives("fruit", 10000));
    ck_assert_str_eq(given(), "10000 2 own"); /* 200 of 200 on this day */
    ASSERT_OK(gives("fruit", 100));
    ck_assert_str_eq(given(), "100 1");
    ck_assert_str_eq(asked_by(), "compensation: complaint_manager");
    walk_now(6, 4, 8, 0);
    ASSERT_OK(gives("fruit", 10000));
    ck_assert_str_eq(given(), "10000 2 own"); /* a new day */
    walk_unbroken();
}
END_TEST

START_TEST(hotel_asks_the_company_beyond_the_general_manager)
{
    hotel("guest", "lost");
    walk_act(ACTION_ACCEPT, NULL);
    walk_flag("theft", "手表一块，已报警");
    ASSERT_OK(gives("belongings", 300000));
    ck_assert_str_eq(asked_by(), "compensation_manager: complaint_manager,general_manager");
    ASSERT_OK(gives("belongings", 600000));
    ck_assert_str_eq(asked_by(), "compensation_company: complaint_manager,general_manager,company_manager");
    walk_unbroken();
}
END_TEST

/* ---- the property manager ---- */

static void manager(const char *category)
{
    walk_opens(&(struct walk_opening){"property-manager.yaml", "engineering", "owner", "单元门关不上", 19}, category);
}

START_TEST(manager_hands_over_in_ten_minutes_and_answers_in_24_hours)
{
    manager("water_power");
    CLOCK("hand_over", "running 06-03 19:10"); /* in the evening too */
    CLOCK("reply_24h", "running 06-04 19:00");
    CLOCK("resolve", "running 06-06 00:00"); /* light: two days */
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_ASSIGN, NULL);
    CLOCK("hand_over", "met 06-03 19:10");
    walk_now(6, 3, 19, 30);
    walk_flag("fault", "巡查时漏检");
    ck_assert_str_eq(walk_grade(), "important");
    CLOCK("report_important", "running 06-03 20:30");
    CLOCK("resolve_important", "running 06-07 00:00"); /* three */
    walk_now(6, 3, 20, 0);
    walk_flag("promise", "承诺六月一日前修好，客服王某");
    ck_assert_str_eq(walk_grade(), "major");
    CLOCK("reply_major", "running 06-06 00:00");
    CLOCK("resolve_major", "running 06-14 00:00"); /* ten */
    CLOCK("report_major", "running 06-04 17:30");  /* the office is closed: until the next day */
    walk_unbroken();
}
END_TEST

START_TEST(manager_strikes_off_what_was_confirmed_only)
{
    manager("access");
    walk_act(ACTION_ACCEPT, NULL);
    walk_flag("visit_needed", "需要上门更换门锁");
    walk_now(6, 4, 10, 0);
    walk_act(ACTION_REPLY, "门锁已经更换。");
    CLOCK("reply_24h", "met 06-04 19:00");
    walk_classify((struct complaint_classing){.validity = "valid"});
    ASSERT_ERR(walk_try_end("done_evidence", FINDING_RESPONSIBLE, WALK_BUSINESS), ERR_STATE); /* without the resident's word the manager has to agree */
    ck_assert_str_eq(walk_open_gates(), "approval");
    ASSERT_ERR(walk_try_end("unsolvable", FINDING_RESPONSIBLE, WALK_BUSINESS), ERR_STATE);    /* with two signatures */
    ASSERT_OK(walk_try_end("confirmed", FINDING_RESPONSIBLE, WALK_BUSINESS));
    CLOCK("resolve", "met 06-06 00:00");
    CLOCK("callback", "running 06-08 17:30"); /* 5 8 */
    walk_unbroken();
}
END_TEST

START_TEST(manager_looks_every_quarter_at_what_cannot_be_solved)
{
    manager("access");
    walk_act(ACTION_ACCEPT, NULL);
    walk_flag("unsolvable", "配件停产，需要整体更换");
    CLOCK("review_quarter", "running 09-02 00:00"); /* ninety days */
    walk_now(9, 1, 10, 0);
    walk_act(ACTION_MESSAGE, "更换方案已经列入四季度计划。");
    CLOCK("review_quarter", "running 12-01 00:00");
    walk_unbroken();
}
END_TEST

/* ---- the tip line ---- */

static void tip(const char *category)
{
    walk_one_level();
    walk_use_book("tip-line.yaml", "fire");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_READER, "reward_keeper", 1);
    walk_holds(FIXTURE_CHIEF, "director", 1);
    walk_now(6, 6, 2, 0); /* Saturday night */
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "安全出口上了锁");
    f.mode = COMPLAINT_CONFIDENTIAL;
    f.complainant_kind = "insider";
    walk_file_as(&f, category, WALK_BUSINESS);
}

START_TEST(tip_is_checked_on_the_spot_at_once)
{
    tip("blocked");
    ck_assert_str_eq(walk_grade(), "urgent");
    CLOCK("record", "running 06-06 02:30"); /* day and night */
    CLOCK("hand_over", "running 06-06 02:30");
    CLOCK("resolve_urgent", "running 06-10 00:00"); /* three days */
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(6, 6, 2, 10);
    walk_act(ACTION_ASSIGN, NULL);
    CLOCK("check_urgent", "running 06-06 03:10");
    walk_now(6, 6, 2, 20);
    walk_flag("danger", "商场营业，出口上锁");
    CLOCK("report_major", "running 06-06 04:20");
    (void)walk_notices();
    walk_now(6, 6, 3, 11);
    (void)walk_sweep();
    ck_assert_int_eq(told_escalated(FIXTURE_SEVERAL), 1);
    walk_unbroken();
}
END_TEST

START_TEST(tip_is_told_in_stages)
{
    tip("equipment");
    ck_assert_str_eq(walk_grade(), "general");
    CLOCK("resolve", "running 06-22 00:00"); /* fifteen days */
    walk_act(ACTION_ACCEPT, NULL);
    walk_flag("complex", "分三阶段核查，每周反馈");
    CLOCK("feedback_stage", "running 06-14 00:00");
    walk_now(6, 12, 10, 0);
    walk_act(ACTION_MESSAGE, "第一阶段：现场检查已经完成。");
    CLOCK("feedback_stage", "running 06-20 00:00"); /* begins anew */
    walk_unbroken();
}
END_TEST

START_TEST(tip_is_rewarded_when_it_was_true)
{
    tip("blocked");
    walk_act(ACTION_ACCEPT, NULL);
    ck_assert_int_ne(gives("key", 300000), ERR_NONE); /* not yet found true */
    walk_classify((struct complaint_classing){.validity = "valid"});
    ck_assert_int_ne(gives("major", 300000), ERR_NONE); /* that is for great contributions */
    ASSERT_OK(gives("key", 300000));
    ck_assert_str_eq(asked_by(), "reward: complaint_manager,reward_keeper");
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT is_reward FROM compensation"), 1);
    walk_unbroken();
}
END_TEST

Suite *suite_store_walks_service(void)
{
    Suite *s = suite_create("walks_service");
    TCase *t = tcase_create("walks_service");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, walk_setup, walk_teardown);
    tcase_add_test(t, bank_checks_and_keeps_what_is_anonymous_and_well_meant);
    tcase_add_test(t, bank_tells_the_management_of_the_media_at_once);
    tcase_add_test(t, bank_asks_whether_a_withdrawal_was_free);
    tcase_add_test(t, hotel_is_there_in_five_minutes);
    tcase_add_test(t, hotel_answers_guests_who_left_in_three_days);
    tcase_add_test(t, hotel_limits_what_each_post_gives_on_a_day);
    tcase_add_test(t, hotel_asks_the_company_beyond_the_general_manager);
    tcase_add_test(t, manager_hands_over_in_ten_minutes_and_answers_in_24_hours);
    tcase_add_test(t, manager_strikes_off_what_was_confirmed_only);
    tcase_add_test(t, manager_looks_every_quarter_at_what_cannot_be_solved);
    tcase_add_test(t, tip_is_checked_on_the_spot_at_once);
    tcase_add_test(t, tip_is_told_in_stages);
    tcase_add_test(t, tip_is_rewarded_when_it_was_true);
    suite_add_tcase(s, t);
    return s;
}
