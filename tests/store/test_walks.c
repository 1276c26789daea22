#include "walk.h"

Suite *suite_store_walks(void);

/*
 * One complaint of each shipped rulebook carried through the database, the clock moved on by hand: what is promised, who is warned and told when it passes, more time, waiting for the
 * complainant, reports and callbacks. The rules alone, with every date counted, are in tests/unit/test_walks.c; here on China's calendar of 2026 too:
 *
 *   February   Fri 13 | work on Sat 14 | off 15-23 | Tue 24 Wed 25 Thu 26 Fri 27 | work on Sat 28 | March: Mon 2 ... Fri 6, Mon 9 ... Fri 13, Mon 16 ...
 *   May        Thu Apr 30 | off 1-5 | Wed 6 Thu 7 Fri 8 | work on Sat 9 | Mon 11 ...
 *   October    Wed Sep 30 | off 1-7 | Thu 8 Fri 9 | work on Sat 10 | Mon 12 ... Fri 16
 */

/* ---- the life insurer ---- */

static void insurer(void)
{
    walk_use_book("life-insurer.yaml", "operations");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_CHIEF, "executive_approver", 1);
    walk_holds(FIXTURE_READER, "committee_member", 1);
    walk_now(2, 13, 10, 0);
    walk_file("claim");
}

START_TEST(insurer_promises_over_spring_festival)
{
    insurer();
    CLOCK("resolve", "running 03-02 17:30"); /* 14 24 25 26 27 28 2 */
    CLOCK("law", "running 03-01 00:00");     /* fifteen natural days */
    CLOCK("dispatch", "running 02-13 17:30");
    walk_promises("03-02 17:30", "02-13 17:30");
    ck_assert_str_eq(walk_told("SELECT grade FROM complaint"), "general");
}
END_TEST

START_TEST(insurer_units_may_tighten_not_loosen)
{
    struct rulebook_faults *faults = ARENA_ARRAY(walk_x->arena, 1, struct rulebook_faults);
    struct str yaml = walk_file_of("life-insurer.yaml");
    insurer();
    ASSERT_ERR(walk_load(walk_with_units(yaml, "[{unit: A, clock: resolve, limit: 8 wd}]"), faults), ERR_INPUT); /* the rule's seven are a floor */
    ck_assert_uint_eq(faults->n, 1);
    ASSERT_OK(walk_load(walk_with_units(yaml, "[{unit: HQ, clock: resolve, limit: 6 wd}, {unit: A, clock: resolve, limit: 5 wd}]"), faults));
    CLOCK("resolve", "running 03-02 17:30"); /* what runs keeps its date */
    walk_now(2, 13, 10, 5);
    db_kept_changed(walk_x->public_db); /* as in the next request of the website */
    walk_file("claim");
    CLOCK("resolve", "running 02-27 17:30"); /* 14 24 25 26 27: the nearest unit's own */
    ck_assert_str_eq(walk_told("SELECT limit_of FROM clock WHERE rule = 'resolve' ORDER BY id DESC LIMIT 1"), "A");
}
END_TEST

START_TEST(insurer_gives_other_departments_longer)
{
    insurer();
    struct filing f = fixture_filing(walk_x, 2, WALK_SERVICE, "热线一直打不通");
    walk_now(2, 13, 10, 30);
    walk_file_as(&f, "callcentre", WALK_SERVICE);
    CLOCK("resolve_service", "running 02-25 17:30"); /* 14 24 25: within customer service */
    walk_now(2, 13, 11, 0);
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(2, 14, 9, 0);
    walk_act(ACTION_ASSIGN, NULL);
    CLOCK("resolve_service", "none");
    CLOCK("resolve", "running 03-02 17:30"); /* from the same start, and the record says why */
    ck_assert_str_eq(walk_told("SELECT CONCAT(kind, ' ', rule) FROM clock_history ORDER BY id DESC LIMIT 1"), "3 resolve_service");
    walk_promises("03-02 17:30", "02-14 17:30");
}
END_TEST

START_TEST(insurer_reminds_and_escalates_once)
{
    insurer();
    walk_now(2, 13, 11, 0);
    walk_act(ACTION_ACCEPT, NULL);
    CLOCK("contact", "running 02-14 17:30");
    walk_now(2, 13, 15, 29);
    ck_assert_uint_eq(walk_sweep(), 0);
    walk_now(2, 13, 15, 31); /* two hours before the office closes: who took it on is warned */
    ck_assert_uint_eq(walk_sweep(), 1);
    ck_assert_str_eq(walk_notices(), "2 clock_warn");
    ck_assert_uint_eq(walk_sweep(), 0);
    walk_now(2, 13, 17, 31); /* not dispatched on the same day: the manager is told at once */
    ck_assert_uint_eq(walk_sweep(), 1);
    ck_assert_str_eq(walk_notices(), "2 clock_due; 7 clock_due; 4 clock_escalated");
    CLOCK("dispatch", "running 02-13 17:30 late");
    ck_assert_uint_eq(walk_sweep(), 0);
    ck_assert_str_eq(walk_notices(), "");
    walk_now(2, 14, 9, 0);
    walk_act(ACTION_ASSIGN, NULL);
    CLOCK("dispatch", "met 02-13 17:30 late");
    CLOCK("answer", "running 02-28 17:30"); /* 24 25 26 27 28 */
    walk_unbroken();
}
END_TEST

START_TEST(insurer_catches_up_after_a_stop)
{
    insurer();
    walk_now(2, 13, 11, 0);
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_ASSIGN, NULL);
    walk_act(ACTION_MESSAGE, "您好，我们已经受理，正在核实。");
    (void)walk_notices();
    walk_now(3, 9, 17, 31); /* nobody looked for three weeks: no warning of what has passed, but every step of the chain, once */
    ck_assert_uint_ge(walk_sweep(), 3);
    CLOCK("resolve", "running 03-02 17:30 late");
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT COUNT(*) FROM notice WHERE kind = 'clock_warn'"), 0);
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 5 AND kind = 'clock_escalated'"), 1); /* the committee, of resolve only */
    (void)walk_notices();
    ck_assert_uint_eq(walk_sweep(), 0);
    walk_unbroken();
}
END_TEST

START_TEST(insurer_regrades_waits_and_extends)
{
    insurer();
    walk_now(2, 13, 11, 0);
    walk_act(ACTION_ACCEPT, NULL);
    walk_act(ACTION_ASSIGN, NULL);
    walk_now(2, 14, 9, 0);
    walk_classify((struct complaint_classing){.loss = "20000.00"});
    ck_assert_str_eq(walk_told("SELECT CONCAT(grade, ' ', grade_proposed) FROM complaint"), "important important");
    CLOCK("resolve_complex", "running 03-12 17:30");  /* fifteen from the 13th */
    CLOCK("answer_complex", "running 03-05 17:30");   /* ten */
    CLOCK("progress_complex", "running 03-03 17:30"); /* seven from the 14th: 24 25 26 27 28 2 3 */
    walk_now(2, 25, 10, 0);
    walk_act(ACTION_ASK_MATERIAL, "请补充住院费用总清单");
    CLOCK("resolve_complex", "paused 03-12 17:30");
    CLOCK("law", "running 03-01 00:00");

    /* fifteen natural days more, with the manager's word; not with one's own */
    walk_now(2, 26, 9, 0);
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_EXTEND, "异地医院调查需要时间");
    command.clock_id = walk_clock_id("law");
    ASSERT_ERR(walk_try(FIXTURE_CLERK, command), ERR_INPUT); /* the complainant has to be told */
    command.notice = "因需要异地调查，办理时限延长十五日。";
    (void)walk_notices();
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
    CLOCK("law", "running 03-01 00:00");
    ck_assert_str_eq(walk_notices(), "4 extension_asked");
    command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_DECIDE_EXTENSION, "同意");
    command.request_id = store_test_number(walk_x->root, walk_x->arena, "SELECT MAX(id) FROM clock_request");
    command.agree = true;
    ASSERT_ERR(walk_try(FIXTURE_CLERK, command), ERR_FORBIDDEN);
    command.version = fixture_load(walk_x, FIXTURE_SEVERAL, walk_filed.number).version;
    ASSERT_OK(walk_try(FIXTURE_SEVERAL, command));
    CLOCK("law", "running 03-16 00:00");
    ck_assert_str_eq(walk_notices(), "2 extension_decided");

    /* the material comes: twelve working days were left */
    uint8_t token[32];
    struct track_command supplied = {.action = ACTION_SUPPLY, .text = "清单已经上传"};
    const char *location;
    walk_now(3, 2, 8, 59);
    fixture_track(walk_x, walk_filed.number, token);
    walk_now(3, 2, 9, 0);
    struct complaint_writer w = fixture_writer(walk_x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(track_act(walk_x->public_db, walk_x->arena, &w, token, FIXTURE_TTL, &supplied, &location));
    CLOCK("resolve_complex", "running 03-18 17:30");
    walk_promises("03-18 17:30", "03-03 17:30");

    walk_now(3, 3, 10, 0);
    walk_act(ACTION_REPLY, "经核定，您的住院属于保险责任范围，赔付金额今日转出。");
    CLOCK("law", "met 03-16 00:00");
    walk_now(3, 4, 10, 0);
    walk_act(ACTION_CLOSE, "投诉人认可");
    CLOCK("resolve_complex", "met 03-18 17:30");
    CLOCK("callback", "running 03-11 17:30"); /* 5 6 9 10 11 */
    CLOCK("closing_report", "none");
    walk_unbroken();
}
END_TEST

START_TEST(insurer_grades_by_who_is_complained_of)
{
    struct complaint_respondent chief = {.kind = "staff", .name = "江州市分公司总经理", .manager = true};
    insurer();
    walk_now(2, 13, 16, 0);
    walk_classify((struct complaint_classing){.class = {.respondents = &chief, .n_respondents = 1}});
    ck_assert_str_eq(walk_told("SELECT grade FROM complaint"), "important");
    CLOCK("resolve_complex", "running 03-12 17:30");
}
END_TEST

START_TEST(insurer_reports_a_major_one_up)
{
    struct complaint_flag media = {"media", "某晚报记者来电，尚未报道"};
    insurer();
    walk_now(2, 13, 16, 0);
    walk_classify((struct complaint_classing){.class = {.flags = &media, .n_flags = 1}});
    ck_assert_str_eq(walk_told("SELECT grade FROM complaint"), "major");
    CLOCK("report_major", "running 02-14 17:30");
    CLOCK("resolve_major", "running 04-02 17:30");
    (void)walk_notices();
    walk_now(2, 14, 17, 31);
    (void)walk_sweep();
    ck_assert_int_eq(store_test_number(walk_x->root, walk_x->arena, "SELECT COUNT(*) FROM notice WHERE user_id = 1 AND kind = 'clock_escalated'"), 1);
    walk_now(2, 14, 18, 0);
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLOCK_DONE, "已电话并书面报告总经理室");
    command.clock_id = walk_clock_id("report_major");
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
    CLOCK("report_major", "met 02-14 17:30 late");
    ck_assert_int_eq(walk_events("clock_done"), 1);
    walk_unbroken();
}
END_TEST

/* ---- the real-estate group ---- */

START_TEST(estate_answers_in_five_minutes_and_calls_back)
{
    walk_use_book("real-estate-group.yaml", "engineering");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "complaint_manager", 2);
    walk_holds(FIXTURE_CHIEF, "vice_president", 1);
    walk_now(9, 30, 17, 28);
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "卫生间漏水到楼下");
    f.complainant_kind = "owner";
    walk_file_as(&f, "leak", WALK_BUSINESS);
    CLOCK("record", "running 10-08 08:33"); /* two office minutes before the holidays, three after */
    walk_promises("10-10 17:30", "10-08 08:33"); /* 8 9 10: Saturday 10 is worked */
    walk_now(10, 8, 8, 32);
    walk_act(ACTION_ACCEPT, NULL);
    CLOCK("record", "met 10-08 08:33");
    CLOCK("respond", "running 10-08 08:37");
    walk_now(10, 8, 8, 38); /* nobody called: the head of the call centre knows at once */
    ck_assert_uint_eq(walk_sweep(), 1);
    ck_assert_str_eq(walk_notices(), "2 clock_due; 7 clock_due; 4 clock_escalated");
    walk_act(ACTION_ASSIGN, NULL);
    walk_act(ACTION_MESSAGE, "您好，工程师今天下午上门查看。");
    CLOCK("respond", "met 10-08 08:37 late");

    walk_now(10, 9, 9, 0); /* only the vice president may give more time */
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_EXTEND, "需要拆开吊顶");
    command.clock_id = walk_clock_id("resolve");
    command.notice = "维修需要拆开吊顶，完成日期顺延。";
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
    ck_assert_str_eq(walk_told("SELECT role FROM clock_request"), "vice_president");
    command = fixture_command(walk_x, FIXTURE_SEVERAL, walk_filed.number, ACTION_DECIDE_EXTENSION, "同意");
    command.request_id = store_test_number(walk_x->root, walk_x->arena, "SELECT MAX(id) FROM clock_request");
    command.agree = true;
    ASSERT_ERR(walk_try(FIXTURE_SEVERAL, command), ERR_FORBIDDEN);
    ASSERT_OK(walk_try(FIXTURE_CHIEF, command));
    walk_promises("10-14 17:30", "10-09 17:30"); /* 12 13 14; the department's own day ends first */

    walk_now(10, 9, 15, 0);
    walk_act(ACTION_REPLY, "防水层已经重做，闭水试验合格。");
    walk_classify((struct complaint_classing){.validity = "valid"});
    walk_now(10, 9, 16, 0);
    walk_act(ACTION_CLOSE, "业主认可");
    CLOCK("callback", "running 10-11 16:00"); /* 48 hours, over Saturday and Sunday */
    walk_now(10, 10, 9, 0);
    walk_act(ACTION_REOPEN, "回访时业主反映仍在渗水");
    CLOCK("callback", "ended 10-11 16:00");
    CLOCK("report_again", "running 10-12 17:30");
    CLOCK("resolve", "running 10-14 17:30"); /* anew: 12 13 14 */
    walk_classify((struct complaint_classing){.validity = "valid"});
    ck_assert_str_eq(walk_told("SELECT grade FROM complaint"), "major"); /* the same matter again is escalated by rule */
    CLOCK("resolve_major", "running 10-20 17:30");                 /* 12-16 19 20 */
    walk_unbroken();
}
END_TEST

/* ---- the hospital ---- */

START_TEST(hospital_tells_the_authority_in_six_hours)
{
    struct complaint_flag death = {"death", "5月2日22时，外科，术后"};
    walk_one_level();
    walk_use_book("hospital.yaml", "medical");
    walk_holds(FIXTURE_CLERK, "complaint_handler", 2);
    walk_holds(FIXTURE_SEVERAL, "duty_officer", 2);
    walk_holds(FIXTURE_CHIEF, "president", 1);
    walk_now(5, 2, 23, 0);
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "手术以后病情恶化");
    f.complainant_kind = "family";
    walk_file_as(&f, "surgery", WALK_BUSINESS);
    ck_assert_str_eq(walk_told("SELECT grade FROM complaint"), "heavy");
    walk_promises("05-10 00:00", "05-03 23:00"); /* seven natural days; the management is told within a day */
    CLOCK("statutory", "running 05-11 17:30"); /* 6 7 8 9 11 beside it */
    CLOCK("report_authority", "none");
    walk_now(5, 2, 23, 10);
    walk_classify((struct complaint_classing){.class = {.flags = &death, .n_flags = 1}});
    CLOCK("report_authority", "running 05-03 05:10");
    walk_now(5, 3, 5, 11); /* the holiday does not matter */
    ck_assert_uint_eq(walk_sweep(), 1);
    ck_assert_str_eq(walk_told("SELECT GROUP_CONCAT(DISTINCT user_id ORDER BY user_id) FROM notice WHERE kind = 'clock_escalated'"), "1,4");
    walk_now(5, 3, 5, 30);
    struct complaint_command command = fixture_command(walk_x, FIXTURE_CLERK, walk_filed.number, ACTION_CLOCK_DONE, "已电话报告市卫生健康委");
    command.clock_id = walk_clock_id("report_authority");
    ASSERT_OK(walk_try(FIXTURE_CLERK, command));
    CLOCK("report_authority", "met 05-03 05:10 late");
    CLOCK("report_president", "running 05-03 23:00");
    walk_unbroken();
}
END_TEST

START_TEST(hospital_solves_by_grade)
{
    walk_one_level();
    walk_use_book("hospital.yaml", "technology");
    walk_now(4, 30, 9, 0);
    struct filing f = fixture_filing(walk_x, 2, WALK_BUSINESS, "问了两句就被呵斥");
    f.complainant_kind = "patient";
    walk_file_as(&f, "manners", WALK_SERVICE);
    walk_promises("04-30 17:30", "04-30 17:30"); /* light: on the same day */
    CLOCK("statutory", "running 05-11 17:30");
    f = fixture_filing(walk_x, 2, WALK_BUSINESS, "化验单找不到了");
    f.complainant_kind = "patient";
    walk_now(4, 30, 9, 30);
    walk_file_as(&f, "results", WALK_BUSINESS);
    CLOCK("resolve_medium", "running 05-01 09:30"); /* 24 hours, holiday or not */
    walk_now(4, 30, 10, 0);
    walk_act(ACTION_ACCEPT, NULL);
    walk_now(4, 30, 16, 0);
    walk_act(ACTION_REPLY, "化验单已经补打并寄出。");
    CLOCK("resolve_medium", "met 05-01 09:30");
    CLOCK("close_answered", "running 05-11 17:30");
    walk_now(4, 30, 16, 10);
    walk_classify((struct complaint_classing){.validity = "valid"});
    walk_now(4, 30, 16, 30);
    walk_end("explained", "患者认可");
    CLOCK("improvement", "running 05-18 17:30"); /* May's tenth working day: 6 7 8 9 11 12 13 14 15 18 */
    walk_unbroken();
}
END_TEST

Suite *suite_store_walks(void)
{
    Suite *s = suite_create("walks");
    TCase *t = tcase_create("walks");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, walk_setup, walk_teardown);
    tcase_add_test(t, insurer_promises_over_spring_festival);
    tcase_add_test(t, insurer_units_may_tighten_not_loosen);
    tcase_add_test(t, insurer_gives_other_departments_longer);
    tcase_add_test(t, insurer_reminds_and_escalates_once);
    tcase_add_test(t, insurer_catches_up_after_a_stop);
    tcase_add_test(t, insurer_regrades_waits_and_extends);
    tcase_add_test(t, insurer_grades_by_who_is_complained_of);
    tcase_add_test(t, insurer_reports_a_major_one_up);
    tcase_add_test(t, estate_answers_in_five_minutes_and_calls_back);
    tcase_add_test(t, hospital_tells_the_authority_in_six_hours);
    tcase_add_test(t, hospital_solves_by_grade);
    suite_add_tcase(s, t);
    return s;
}
