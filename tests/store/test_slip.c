#include <string.h>

#include "slip_fixture.h"

Suite *suite_store_slip(void);

static struct slip_fixture f;
static struct filed filed;
static const char *no;

static void setup(void)
{
    slip_fixture_make(&f);
    filed = fixture_file(f.x, 2, 3, "理赔一直没有结果");
    no = filed.number;
    fixture_must(f.x, FIXTURE_CLERK, no, ACTION_ACCEPT, NULL);
}

static void teardown(void)
{
    slip_fixture_end(&f);
}

static int64_t count(const char *sql)
{
    return slip_sql_number(&f, sql);
}

static void must_be_sound(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(f.x->jobs_db, f.x->arena, f.x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip_step WHERE action NOT IN ('help', 'remind', 'read')"),
                     count("SELECT COUNT(*) FROM event WHERE kind LIKE 'slip%' AND kind NOT IN ('slip_read', 'slip_reminded', 'slip_late')"));
}

static void assert_why(enum err e, enum err wanted, const char *part)
{
    ASSERT_ERR(e, wanted);
    ck_assert_msg(strstr(f.result.why, part) != NULL, "%s", f.result.why);
}

START_TEST(sent_read_accepted_answered_confirmed)
{
    size_t n;
    struct slip_command command = slip_to(no, 6, "请核实赔付进度");
    command.copies[0] = 7;
    command.n_copies = 1;
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &command));
    ck_assert_int_eq(f.result.slip, 1);
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_SENT);
    ck_assert_int_gt(s.due_us, s.sent_us + 5 * UTC_DAY_US);
    ck_assert_int_lt(s.next_us, s.due_us);
    ck_assert_str_eq(s.to_zh, "给付部");
    ck_assert_uint_eq(s.n_copies, 1);
    ck_assert_int_eq(s.copies[0].department_id, 7);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_sent' AND user_id = 11"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_copied' AND user_id = 12"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE kind = 6 AND slip_id = (SELECT id FROM slip)"), 1);

    const struct slip *seen = slip_all(&f, SLIP_PAYER, no, &n);
    ck_assert_uint_eq(n, 1);
    struct complaint c;
    permission_set rights;
    ASSERT_OK(complaint_load(f.x->staff_db, f.x->arena, &f.users[SLIP_PAYER], no, &c, &rights));
    ck_assert(c.part);
    ck_assert_int_eq(c.open_slips, 1);
    struct complaint_writer w = slip_writer(&f, SLIP_PAYER);
    ASSERT_OK(slip_mark_read(f.x->staff_db, f.x->arena, &w, &c, seen, n));
    ck_assert_int_eq(slip_now(&f, no, 1).state, SLIP_READ);
    ASSERT_OK(slip_mark_read(f.x->staff_db, f.x->arena, &w, &c, seen, n));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_read'"), 1);
    w = slip_writer(&f, SLIP_SELLER);
    ASSERT_OK(slip_mark_read(f.x->staff_db, f.x->arena, &w, &c, slip_all(&f, SLIP_SELLER, no, &n), 1));
    ck_assert_int_gt(slip_now(&f, no, 1).copies[0].read_us, 0);

    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ACCEPT, NULL);
    ck_assert_int_eq(slip_now(&f, no, 1).to_user_id, SLIP_PAYER);
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "已核实，拟本周赔付");
    s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_ANSWERED);
    ck_assert_int_eq(s.next_us, CLOCK_NEVER);
    ck_assert(!s.late);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_answered' AND user_id = 2"), 1);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 1);
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_CONFIRM, NULL);
    s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_CONFIRMED);
    ck_assert_uint_eq(s.n_steps, 5);
    ck_assert_int_eq(s.steps[3].action, SLIP_DO_ANSWER);
    ck_assert_str_eq(s.steps[3].body, "已核实，拟本周赔付");
    ck_assert_str_eq(s.steps[3].actor, "孙给付");
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
    must_be_sound();
}
END_TEST

START_TEST(each_sees_exactly_his_part)
{
    struct complaint c;
    permission_set rights;
    size_t n;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "给付部请答复");
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 7, "销售部请答复");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_HELP, "请销售部协助");
    ck_assert_int_eq(slip_now(&f, no, 3).kind, SLIP_HELP);
    ASSERT_ERR(complaint_load(f.x->staff_db, f.x->arena, &f.users[SLIP_JUDGE], no, &c, &rights), ERR_NOT_FOUND);
    (void)slip_all(&f, FIXTURE_CLERK, no, &n);
    ck_assert_uint_eq(n, 3);
    const struct slip *mine = slip_all(&f, SLIP_PAYER, no, &n);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(mine[0].number, 1);
    ck_assert_int_eq(mine[1].number, 3);
    mine = slip_all(&f, SLIP_SELLER, no, &n);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(mine[0].number, 2);
    ck_assert_int_eq(mine[1].number, 3);
    ASSERT_OK(complaint_load(f.x->staff_db, f.x->arena, &f.users[SLIP_SELLER], no, &c, &rights));
    ck_assert_uint_eq(rights, PERMISSION_BIT(MAY_SEE) | PERMISSION_BIT(MAY_ANSWER) | PERMISSION_BIT(MAY_NOTE));
    /* Another one's slip is not his to answer. */
    assert_why(slip_do(&f, SLIP_SELLER, no, 1, SLIP_DO_ANSWER, "x"), ERR_FORBIDDEN, "received");
    assert_why(slip_do(&f, SLIP_SELLER, no, 2, SLIP_DO_CONFIRM, "x"), ERR_FORBIDDEN, "sent the slip");
}
END_TEST

START_TEST(help_comes_before_the_answer)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "给付部请答复");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_HELP, "请销售部协助");
    ck_assert_int_eq(slip_now(&f, no, 1).state, SLIP_ACCEPTED);
    ck_assert_int_le(slip_now(&f, no, 2).due_us, slip_now(&f, no, 1).due_us);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 2);
    assert_why(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成"), ERR_STATE, "help");
    slip_must(&f, SLIP_SELLER, no, 2, SLIP_DO_ANSWER, "协助结果");
    assert_why(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成"), ERR_STATE, "help");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_answered' AND user_id = 11"), 1);
    /* The department that asked confirms, as customer service does with its own. */
    ASSERT_ERR(slip_do(&f, SLIP_SELLER, no, 2, SLIP_DO_CONFIRM, NULL), ERR_FORBIDDEN);
    slip_must(&f, SLIP_PAYER, no, 2, SLIP_DO_CONFIRM, NULL);
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成");
    must_be_sound();
}
END_TEST

START_TEST(withdrawing_takes_the_help_along)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "给付部请答复");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_HELP, "请销售部协助");
    assert_why(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_RETURN, "不归我们"), ERR_STATE, "help");
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_WITHDRAW, "客户已撤回");
    ck_assert_int_eq(slip_now(&f, no, 2).state, SLIP_WITHDRAWN);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_withdrawn' AND user_id IN (11, 12)"), 2);
    must_be_sound();
}
END_TEST

START_TEST(sent_back_for_more_work)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "给付部请答复");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "已处理");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE kind = 4 AND state = 1"), 0);
    int64_t due_us = slip_now(&f, no, 1).due_us;
    assert_why(slip_do(&f, FIXTURE_CLERK, no, 1, SLIP_DO_SEND_BACK, ""), ERR_INPUT, "Write");
    f.x->now_us += 4 * UTC_DAY_US; /* over a weekend */
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_SEND_BACK, "请补充金额");
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_ACCEPTED);
    ck_assert_int_eq(s.round, 2);
    ck_assert_int_gt(s.due_us, due_us);
    ck_assert_int_lt(s.next_us, s.due_us);
    assert_why(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_RETURN, "不归我们"), ERR_STATE, "answer it");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "金额一千元");
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_CONFIRM, NULL);
    must_be_sound();
}
END_TEST

static enum err send_on(int user, int before, int64_t department_id)
{
    struct slip_command command = slip_to(no, department_id, "请贵部处理");
    command.before = before;
    return slip_try(&f, user, &command);
}

START_TEST(returned_up_the_ladder)
{
    (void)slip_must_send(&f, SLIP_FRONT, no, 6, "给付部请答复");
    assert_why(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_RETURN, NULL), ERR_INPUT, "Write");
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_RETURN, "不属于我部职责");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_returned' AND user_id = 16"), 1);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
    ASSERT_OK(send_on(SLIP_FRONT, 1, 7));
    ck_assert_int_eq(slip_now(&f, no, 2).returns, 1);
    ck_assert(slip_now(&f, no, 1).settled);
    assert_why(send_on(SLIP_FRONT, 1, 7), ERR_STATE, "already");
    slip_must(&f, SLIP_SELLER, no, 2, SLIP_DO_RETURN, "也不是我部");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_disputed' AND user_id = 1"), 1);
    /* Twice: the manager decides. */
    assert_why(send_on(SLIP_FRONT, 2, 6), ERR_FORBIDDEN, "manager");
    ck_assert_int_eq(f.result.ladder, SLIP_BY_MANAGER);
    /* To send it to who returned it as if it were new does not help. */
    assert_why(send_on(SLIP_FRONT, 0, 7), ERR_FORBIDDEN, "manager");
    ASSERT_OK(send_on(FIXTURE_CLERK, 2, 6));
    ck_assert(!slip_now(&f, no, 3).is_binding);
    slip_must(&f, SLIP_PAYER, no, 3, SLIP_DO_RETURN, "仍有异议");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_disputed' AND user_id = 13"), 1);
    /* Three times: the committee; the clerk manages but is no member. */
    assert_why(send_on(FIXTURE_CLERK, 3, 7), ERR_FORBIDDEN, "committee");
    ck_assert_int_eq(f.result.ladder, SLIP_BY_COMMITTEE);
    ASSERT_OK(send_on(SLIP_FRONT, 3, 8));
    ck_assert(slip_now(&f, no, 4).is_binding);
    assert_why(slip_do(&f, SLIP_JUDGE, no, 4, SLIP_DO_RETURN, "x"), ERR_STATE, "above");
    slip_must(&f, SLIP_JUDGE, no, 4, SLIP_DO_ANSWER, "由给付部处理");
    ASSERT_OK(send_on(SLIP_FRONT, 4, 6));
    ck_assert(slip_now(&f, no, 5).is_binding);
    assert_why(slip_do(&f, SLIP_PAYER, no, 5, SLIP_DO_RETURN, "x"), ERR_STATE, "above");
    slip_must(&f, SLIP_PAYER, no, 5, SLIP_DO_ANSWER, "遵照处理");
    must_be_sound();
}
END_TEST

START_TEST(a_member_of_the_committee_decides_himself)
{
    store_test_sql(f.x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (2, 2, 2)");
    for (int i = 1; i <= 3; i++) {
        ASSERT_OK(send_on(FIXTURE_CLERK, i - 1, 6));
        slip_must(&f, SLIP_PAYER, no, i, SLIP_DO_RETURN, "不归我们");
    }
    ASSERT_OK(send_on(FIXTURE_CLERK, 3, 6));
    ck_assert(slip_now(&f, no, 4).is_binding);
}
END_TEST

START_TEST(refused_with_the_reason)
{
    struct slip_command command = slip_to(no, 5, "请处理");
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "does not exist");
    ck_assert_str_eq(f.result.why_of, "理赔部");
    command.department_id = 99;
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "Choose a department");
    command.department_id = 4; /* of the sibling */
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "out of reach");
    command.department_id = 3;
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "asks itself");
    command = slip_to(no, 6, "");
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "Write");
    command = slip_to(no, 6, "请处理");
    command.due_us = f.x->now_us - 1;
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "future");
    command = slip_to(no, 6, "请处理");
    command.before = 7;
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "returned");
    command = slip_to(no, 6, "请处理");
    assert_why(slip_try(&f, FIXTURE_READER, &command), ERR_FORBIDDEN, "carries");
    ASSERT_ERR(slip_try(&f, FIXTURE_OTHER, &command), ERR_NOT_FOUND);
    store_test_sql(f.x->root, "UPDATE department SET coordinator_id = NULL, deputy_id = NULL WHERE id = 6");
    store_test_sql(f.x->root, "DELETE FROM role_grant");
    assert_why(slip_try(&f, FIXTURE_CLERK, &command), ERR_INPUT, "Nobody is there");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind LIKE 'slip%'"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice"), 0);
}
END_TEST

START_TEST(who_is_away_is_stood_in_for)
{
    store_test_sql(f.x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (11, 12, 0, %lld)", (long long)(f.x->now_us + UTC_DAY_US));
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请处理");
    ck_assert_uint_eq(f.result.n_absent, 1);
    ck_assert_int_eq(f.result.absent[0].for_id, SLIP_PAYER);
    ck_assert_str_eq(f.result.absent[0].name, "钱销售");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_sent' AND user_id = 12 AND for_id = 11"), 1);
    /* Who was switched off is refused, another unit's people too. */
    struct slip_command command = {.action = SLIP_DO_ASSIGN, .number = no, .slip = 1, .version = 1, .user_id = FIXTURE_GONE, .once_location = ""};
    assert_why(slip_try(&f, SLIP_PAYER, &command), ERR_INPUT, "does not work here");
    command.user_id = FIXTURE_OTHER;
    assert_why(slip_try(&f, SLIP_PAYER, &command), ERR_INPUT, "Choose a person");
    command.user_id = SLIP_HELPER;
    ASSERT_OK(slip_try(&f, SLIP_PAYER, &command));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_assigned' AND user_id = 15"), 1);
    ck_assert_int_eq(count("SELECT part FROM complaint_scope WHERE holder = (3 << 56) + 15"), 1);
    ck_assert_str_eq(slip_now(&f, no, 1).to_user, "冯副手");
    must_be_sound();
}
END_TEST

START_TEST(kept_out_is_not_told_and_not_chosen)
{
    store_test_sql(f.x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 11, 'respondent', 0)", (long long)filed.id);
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请处理");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 11"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_sent' AND user_id = 15"), 1); /* the deputy coordinator instead */
    struct slip_command command = {.action = SLIP_DO_ASSIGN, .number = no, .slip = 1, .version = 1, .user_id = SLIP_PAYER, .once_location = ""};
    assert_why(slip_try(&f, SLIP_HELPER, &command), ERR_INPUT, "kept out");
    ASSERT_ERR(slip_do(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "x"), ERR_NOT_FOUND);
    struct slip *list;
    size_t n;
    ASSERT_OK(slip_list(f.x->staff_db, f.x->arena, &f.users[SLIP_PAYER], SLIP_VIEW_TODO, f.x->now_us, 0, 0, 10, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(slip_list(f.x->staff_db, f.x->arena, &f.users[SLIP_HELPER], SLIP_VIEW_TODO, f.x->now_us, 0, 0, 10, &list, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(twice_is_once_and_stale_is_told)
{
    uint8_t key[32] = {7};
    struct slip_command command = slip_to(no, 6, "请处理");
    command.once_hash = key;
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &command));
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &command));
    ck_assert_str_eq(f.result.location, "/staff/slips");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_sent'"), 1);
    struct slip_command answer = {.action = SLIP_DO_ANSWER, .number = no, .slip = 1, .version = 1, .text = "答复", .once_location = ""};
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ACCEPT, NULL);
    ASSERT_ERR(slip_try(&f, SLIP_PAYER, &answer), ERR_STALE);
    ck_assert_int_eq(f.result.current.version, 2);
    ck_assert_int_eq(f.result.current.state, SLIP_ACCEPTED);
    /* A reminder does not depend on what the department did meanwhile. */
    struct slip_command remind = {.action = SLIP_DO_REMIND, .number = no, .slip = 1, .version = 1, .once_location = ""};
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &remind));
    ck_assert_int_eq(slip_now(&f, no, 1).reminders, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_reminded' AND user_id = 11"), 1);
    must_be_sound();
}
END_TEST

START_TEST(what_the_clocks_wait_for)
{
    int64_t due_us;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请处理");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE kind = 4 AND state = 1"), 1);
    due_us = count("SELECT due_us FROM clock WHERE kind = 4 AND state = 1");
    ck_assert_int_eq(slip_now(&f, no, 1).due_us, due_us);
    f.x->now_us += 2 * UTC_DAY_US;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 7, "请处理");
    ck_assert_int_eq(count("SELECT due_us FROM clock WHERE kind = 4 AND state = 1"), due_us); /* the first has its own time still */
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE kind = 4 AND state = 1"), 1);
    slip_must(&f, SLIP_SELLER, no, 2, SLIP_DO_ANSWER, "完成");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE kind = 4 AND state = 1"), 0);
    slip_must(&f, FIXTURE_CLERK, no, 2, SLIP_DO_SEND_BACK, "不完整");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE kind = 4 AND state = 1"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint c JOIN complaint_scope s ON s.complaint_id = c.id WHERE s.due_us <> c.due_us"), 0);
}
END_TEST

START_TEST(a_proposal)
{
    struct complaint c = fixture_load(f.x, FIXTURE_CLERK, no);
    const struct complaint_writer w = slip_writer(&f, FIXTURE_CLERK);
    const struct rb_facts facts = {.category = "claims", .group = "", .grade = "light", .channel = "web", .source = "", .complainant = "customer", .function = "payments",
                                   .validity = "", .mode = "named"};
    struct slip_proposal p;
    ASSERT_OK(slip_propose(f.x->staff_db, f.x->arena, &w, &c, &facts, SLIP_DISPATCH, &p));
    ck_assert_int_eq(p.department_id, 6);
    ck_assert_str_eq(p.function, "payments");
    ck_assert_int_gt(p.due_us, w.now_us);
    /* Without one of its own: that of the nearest superior. */
    store_test_sql(f.x->root, "UPDATE department SET active = 0 WHERE id = 6");
    ASSERT_OK(slip_propose(f.x->staff_db, f.x->arena, &w, &c, &facts, SLIP_DISPATCH, &p));
    ck_assert_int_eq(p.department_id, 2);
}
END_TEST

Suite *suite_store_slip(void)
{
    Suite *s = suite_create("store_slip");
    TCase *t = tcase_create("slip");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, sent_read_accepted_answered_confirmed);
    tcase_add_test(t, each_sees_exactly_his_part);
    tcase_add_test(t, help_comes_before_the_answer);
    tcase_add_test(t, withdrawing_takes_the_help_along);
    tcase_add_test(t, sent_back_for_more_work);
    tcase_add_test(t, returned_up_the_ladder);
    tcase_add_test(t, a_member_of_the_committee_decides_himself);
    tcase_add_test(t, refused_with_the_reason);
    tcase_add_test(t, who_is_away_is_stood_in_for);
    tcase_add_test(t, kept_out_is_not_told_and_not_chosen);
    tcase_add_test(t, twice_is_once_and_stale_is_told);
    tcase_add_test(t, what_the_clocks_wait_for);
    tcase_add_test(t, a_proposal);
    suite_add_tcase(s, t);
    return s;
}
