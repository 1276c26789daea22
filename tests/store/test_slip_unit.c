#include <string.h>

#include "slip_fixture.h"
#include "waiting_store.h"

Suite *suite_store_slip_unit(void);

/* Between units: reported up, transferred down, asked; and what closing a complaint does to slips. */

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

static void assert_why(enum err e, enum err wanted, const char *part)
{
    ASSERT_ERR(e, wanted);
    ck_assert_msg(strstr(f.result.why, part) != NULL, "%s", f.result.why);
}

static enum err send_kind(int user, enum slip_kind kind, int64_t unit_id, const char *materials)
{
    struct slip_command command = slip_to(no, 0, "请按要求办理");
    command.kind = kind;
    command.unit_id = unit_id;
    command.materials = materials;
    return slip_try(&f, user, &command);
}

static enum err load(int user, struct complaint *c, permission_set *ret_rights)
{
    return complaint_load(f.x->staff_db, f.x->arena, &f.users[user], no, c, ret_rights);
}

static void act(int user, enum complaint_action action)
{
    struct complaint c;
    permission_set rights;
    ASSERT_OK(load(user, &c, &rights));
    const struct complaint_writer w = slip_writer(&f, user);
    bool ends = action == ACTION_CLOSE || action == ACTION_CONFIRM_WITHDRAWAL;
    const struct complaint_command command = {.action = action, .number = no, .version = c.version, .text = "已办结，客户满意", .finding = FINDING_RESPONSIBLE,
                                              .basis = ends ? "agreed" : NULL, .closing = ends ? fixture_closing(f.x) : NULL};
    struct complaint_result result;
    ASSERT_OK(complaint_act(f.x->staff_db, f.x->arena, &w, &command, &result));
}

static void must_be_sound(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(f.x->jobs_db, f.x->arena, f.x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope s JOIN complaint c ON c.id = s.complaint_id WHERE s.due_us <> c.due_us OR s.state <> c.state OR s.is_open <> c.is_open"), 0);
}

START_TEST(transferred_down_and_answered_by_closing)
{
    struct complaint c;
    permission_set rights;
    ASSERT_ERR(load(SLIP_CITY, &c, &rights), ERR_NOT_FOUND);
    assert_why(send_kind(FIXTURE_CLERK, SLIP_DOWN, 3, NULL), ERR_INPUT, "below");
    ASSERT_OK(send_kind(FIXTURE_CLERK, SLIP_DOWN, 4, NULL));
    ASSERT_OK(load(SLIP_CITY, &c, &rights));
    ck_assert(!c.part);
    ck_assert_int_eq(c.unit_id, 4);
    ck_assert_int_eq(c.department_id, 9);
    ck_assert_int_eq(c.assignee_id, 0);
    ck_assert_int_eq(c.open_slips, 0);
    ck_assert(rights & PERMISSION_BIT(MAY_DISPATCH));
    ASSERT_OK(load(FIXTURE_CLERK, &c, &rights)); /* the superior goes on seeing all of it */
    ck_assert(!c.part);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (1 << 56) + 4 AND part = 0"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (2 << 56) + 3 AND part = 1"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_transferred' AND user_id = 14"), 1);
    /* There it goes its way: its own slips, its own end. */
    assert_why(slip_do(&f, SLIP_CITY, no, 1, SLIP_DO_ANSWER, "x"), ERR_STATE, "closed");
    slip_must(&f, SLIP_CITY, no, 1, SLIP_DO_ACCEPT, NULL);
    act(SLIP_CITY, ACTION_REPLY);
    act(SLIP_CITY, ACTION_CLOSE);
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_ANSWERED);
    ck_assert_str_eq(s.steps[s.n_steps - 1].body, "已办结，客户满意");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_answered' AND user_id = 2"), 1);
    assert_why(slip_do(&f, FIXTURE_CLERK, no, 1, SLIP_DO_SEND_BACK, "请重办"), ERR_STATE, "reopen");
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_CONFIRM, NULL);
    must_be_sound();
}
END_TEST

START_TEST(a_transfer_that_is_returned_comes_back)
{
    struct complaint c;
    permission_set rights;
    ASSERT_OK(send_kind(FIXTURE_CLERK, SLIP_DOWN, 4, NULL));
    slip_must(&f, SLIP_CITY, no, 1, SLIP_DO_RETURN, "客户不在本地");
    ASSERT_OK(load(FIXTURE_CLERK, &c, &rights));
    ck_assert_int_eq(c.unit_id, 2);
    ck_assert_int_eq(c.department_id, 3);
    ASSERT_OK(load(SLIP_CITY, &c, &rights)); /* its own part: the slip that it returned */
    ck_assert(c.part);
    size_t n;
    (void)slip_all(&f, SLIP_CITY, no, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (1 << 56) + 4 AND part = 0"), 0);
    struct slip_command again = slip_to(no, 0, "仍请办理");
    again.kind = SLIP_DOWN;
    again.unit_id = 4;
    again.before = 1;
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &again));
    ASSERT_OK(load(SLIP_CITY, &c, &rights));
    ck_assert(!c.part);
    must_be_sound();
}
END_TEST

START_TEST(no_slip_is_left_with_who_carries_it_no_more)
{
    struct complaint c;
    permission_set rights;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    assert_why(send_kind(FIXTURE_CLERK, SLIP_DOWN, 4, NULL), ERR_STATE, "another unit");
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_WITHDRAW, "转办下级");
    ASSERT_OK(send_kind(FIXTURE_CLERK, SLIP_DOWN, 4, NULL));
    (void)slip_must_send(&f, SLIP_CITY, no, 6, "请协查");
    assert_why(slip_do(&f, SLIP_CITY, no, 2, SLIP_DO_RETURN, "不归我们"), ERR_STATE, "another unit");
    /* The superior takes it back at once, with all that was asked for below. */
    slip_must(&f, FIXTURE_CLERK, no, 2, SLIP_DO_WITHDRAW, "由本级办理");
    ck_assert_int_eq(slip_now(&f, no, 3).state, SLIP_WITHDRAWN);
    ASSERT_OK(load(FIXTURE_CLERK, &c, &rights));
    ck_assert_int_eq(c.unit_id, 2);
    ck_assert_int_eq(c.open_slips, 0);
    must_be_sound();
}
END_TEST

START_TEST(reported_up_with_its_material)
{
    assert_why(send_kind(FIXTURE_CLERK, SLIP_UP, 0, ""), ERR_INPUT, "material");
    ASSERT_OK(send_kind(FIXTURE_CLERK, SLIP_UP, 0, "调查情况：已核实"));
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.to_unit_id, 1);
    ck_assert_int_eq(s.to_department_id, 1);
    ck_assert_str_eq(s.request, "请按要求办理\n\n调查情况：已核实");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_reported' AND user_id = 1"), 1);
    act(FIXTURE_CLERK, ACTION_REPLY);
    act(FIXTURE_CLERK, ACTION_CLOSE);
    s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.state, SLIP_CONFIRMED);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_feedback' AND user_id = 1"), 1);
    must_be_sound();
}
END_TEST

START_TEST(nothing_is_above_the_top)
{
    struct filed top = fixture_file(f.x, 1, 1, "总公司的事");
    struct slip_command command = slip_to(top.number, 0, "请指示");
    command.kind = SLIP_UP;
    command.materials = "有";
    assert_why(slip_try(&f, FIXTURE_CHIEF, &command), ERR_INPUT, "no superior");
}
END_TEST

START_TEST(the_superior_asks)
{
    assert_why(send_kind(FIXTURE_CLERK, SLIP_INFO, 0, NULL), ERR_INPUT, "superior unit asks");
    ASSERT_OK(send_kind(FIXTURE_CHIEF, SLIP_INFO, 0, NULL));
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.from_unit_id, 1);
    ck_assert_int_eq(s.to_department_id, 3);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_ANSWER, "正在核实");
    slip_must(&f, FIXTURE_CHIEF, no, 1, SLIP_DO_CONFIRM, NULL);
    must_be_sound();
}
END_TEST

/* Help that was asked for to answer the superior hinders nothing and ends with the question (requirements E5). */
static void ask_and_be_helped(void)
{
    struct slip_command help = slip_to(no, 6, "请提供给付记录");
    ASSERT_OK(send_kind(FIXTURE_CHIEF, SLIP_INFO, 0, NULL));
    help.action = SLIP_DO_HELP;
    help.kind = SLIP_HELP;
    help.slip = 1;
    help.version = slip_now(&f, no, 1).version;
    ASSERT_OK(slip_try(&f, FIXTURE_CLERK, &help));
    ck_assert_int_eq(slip_now(&f, no, 2).parent_id, slip_now(&f, no, 1).id);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
}

START_TEST(closing_ends_a_question_and_the_help_below_it)
{
    ask_and_be_helped();
    act(FIXTURE_CLERK, ACTION_REPLY);
    act(FIXTURE_CLERK, ACTION_CLOSE);
    ck_assert_int_eq(slip_now(&f, no, 1).state, SLIP_ANSWERED);
    ck_assert_int_eq(slip_now(&f, no, 2).state, SLIP_WITHDRAWN);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_withdrawn' AND user_id = 11"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_answered' AND user_id = 1"), 1);
    must_be_sound();
}
END_TEST

START_TEST(a_question_that_is_withdrawn_takes_the_help_along)
{
    ask_and_be_helped();
    slip_must(&f, FIXTURE_CHIEF, no, 1, SLIP_DO_WITHDRAW, "已了解");
    ck_assert_int_eq(slip_now(&f, no, 2).state, SLIP_WITHDRAWN);
    /* what hangs on a dispatch holds as before */
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 1);
    must_be_sound();
}
END_TEST

START_TEST(a_question_goes_along_when_the_complaint_is_transferred)
{
    ask_and_be_helped();
    ASSERT_OK(send_kind(FIXTURE_CLERK, SLIP_DOWN, 4, NULL));
    ck_assert_int_eq(count("SELECT unit_id FROM complaint"), 4);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE is_open = 1"), 3);
    must_be_sound();
}
END_TEST

START_TEST(not_closed_before_the_slips_are_done)
{
    struct complaint_command close;
    struct complaint c;
    permission_set rights;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    act(FIXTURE_CLERK, ACTION_REPLY);
    close = fixture_command(f.x, FIXTURE_CLERK, no, ACTION_CLOSE, "办结");
    ASSERT_OK(load(FIXTURE_CLERK, &c, &rights));
    close.version = c.version;
    ASSERT_ERR(fixture_act(f.x, FIXTURE_CLERK, &close), ERR_STATE);
    ck_assert_int_eq(flow_open_slips(&c, ACTION_CLOSE), 1);
    ck_assert_int_eq(flow_open_slips(&c, ACTION_REPLY), 0);
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成");
    ASSERT_ERR(fixture_act(f.x, FIXTURE_CLERK, &close), ERR_STATE);
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_CONFIRM, NULL);
    act(FIXTURE_CLERK, ACTION_CLOSE);
    struct slip_command late = slip_to(no, 7, "再核实");
    assert_why(slip_try(&f, FIXTURE_CLERK, &late), ERR_STATE, "reopen");
    must_be_sound();
}
END_TEST

START_TEST(a_withdrawal_withdraws_them)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 7, "请核实");
    slip_must(&f, SLIP_SELLER, no, 2, SLIP_DO_RETURN, "不归我们");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE turn = 3"), 1);
    store_test_sql(f.x->root, "UPDATE complaint SET withdraw_us = %lld", (long long)f.x->now_us);
    act(FIXTURE_CLERK, ACTION_CONFIRM_WITHDRAWAL);
    ck_assert_int_eq(slip_now(&f, no, 1).state, SLIP_WITHDRAWN);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE turn > 0"), 0);
    ck_assert_int_eq(count("SELECT open_slips FROM complaint"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_withdrawn' AND user_id = 11"), 1);
    must_be_sound();
}
END_TEST

/* ---- lists ---- */

static size_t listed(int user, enum slip_view view, size_t limit, int64_t after_us, int64_t after_id, struct slip **ret_list)
{
    size_t n;
    ASSERT_OK(slip_list(f.x->staff_db, f.x->arena, &f.users[user], view, f.x->now_us, after_us, after_id, limit, ret_list, &n));
    return n;
}

START_TEST(lists_and_counts_by_whose_turn_it_is)
{
    struct slip *list;
    struct waiting waiting;
    struct slip_command command = slip_to(no, 6, "请核实");
    command.copies[0] = 7;
    command.n_copies = 1;
    ASSERT_OK(slip_try(&f, SLIP_FRONT, &command));
    (void)slip_must_send(&f, SLIP_FRONT, no, 7, "请核实");
    (void)slip_must_send(&f, SLIP_FRONT, no, 8, "请核实");
    ck_assert_uint_eq(listed(SLIP_PAYER, SLIP_VIEW_TODO, 10, 0, 0, &list), 1);
    ck_assert_str_eq(list[0].complaint_number, no);
    ck_assert_str_eq(list[0].to_zh, "给付部");
    ck_assert_str_eq(list[0].from_user, "何前台");
    ck_assert_uint_eq(listed(SLIP_SELLER, SLIP_VIEW_COPIES, 10, 0, 0, &list), 1);
    ck_assert_uint_eq(list[0].n_copies, 1);
    ck_assert_uint_eq(listed(SLIP_PAYER, SLIP_VIEW_MINE, 10, 0, 0, &list), 0);
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ACCEPT, NULL);
    ck_assert_uint_eq(listed(SLIP_PAYER, SLIP_VIEW_MINE, 10, 0, 0, &list), 1);
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成");
    slip_must(&f, SLIP_SELLER, no, 2, SLIP_DO_RETURN, "不归我们");
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_ANSWERED, 10, 0, 0, &list), 1);
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_RETURNED, 10, 0, 0, &list), 1);
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_SENT, 10, 0, 0, &list), 2);
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_TODO, 10, 0, 0, &list), 0); /* dispatches are answered by those who may */
    ck_assert_uint_eq(listed(SLIP_CITY, SLIP_VIEW_SENT, 10, 0, 0, &list), 0);
    ASSERT_OK(waiting_count(f.x->staff_db, f.x->arena, &f.users[SLIP_FRONT], f.x->now_us, &waiting));
    ck_assert_int_eq(waiting.slips.todo, 0);
    ck_assert_int_eq(waiting.slips.answered, 1);
    ck_assert_int_eq(waiting.slips.returned, 1);
    /* However many were answered, what came back is counted. */
    store_test_sql(f.x->root, "INSERT INTO slip (complaint_id, number, kind, state, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id, sent_us, due_us, next_us, request) "
                              "SELECT complaint_id, seq, kind, state, from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id, sent_us, due_us - 1, next_us, '' "
                              "FROM slip JOIN seq_100_to_500 WHERE number = 1");
    ASSERT_OK(waiting_count(f.x->staff_db, f.x->arena, &f.users[SLIP_FRONT], f.x->now_us, &waiting));
    ck_assert_int_eq(waiting.slips.answered, COMPLAINT_COUNT_MAX);
    ck_assert_int_eq(waiting.slips.returned, 1);
    store_test_sql(f.x->root, "DELETE FROM slip WHERE number >= 100");
    f.x->now_us = slip_now(&f, no, 3).due_us + 1;
    ck_assert_uint_eq(listed(SLIP_JUDGE, SLIP_VIEW_LATE, 10, 0, 0, &list), 1);
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_LATE, 10, 0, 0, &list), 1);
    ASSERT_OK(waiting_count(f.x->staff_db, f.x->arena, &f.users[SLIP_JUDGE], f.x->now_us, &waiting));
    ck_assert_int_eq(waiting.slips.todo, 1);
    ck_assert_int_eq(waiting.slips.late, 1);
    /* Sent on: nothing is left to do about it. */
    struct slip_command on = slip_to(no, 6, "请核实");
    on.before = 2;
    ASSERT_OK(slip_try(&f, SLIP_FRONT, &on));
    ck_assert_uint_eq(listed(SLIP_FRONT, SLIP_VIEW_RETURNED, 10, 0, 0, &list), 0);
}
END_TEST

START_TEST(page_by_page_in_order)
{
    struct slip *list;
    int64_t after_us = 0, after_id = 0, last_us = 0;
    size_t seen = 0;
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    store_test_sql(f.x->root, "INSERT INTO slip (complaint_id, number, kind, state, from_unit_id, from_user_id, to_unit_id, to_department_id, to_user_id, sent_us, due_us, next_us, request) "
                              "SELECT complaint_id, seq, 1, 1, 2, 2, 2, 6, IF(seq %% 3, NULL, 11), sent_us, due_us + seq DIV 4, next_us, '' FROM slip JOIN seq_2_to_250 WHERE number = 1");
    for (;;) {
        size_t n = listed(FIXTURE_CHIEF, SLIP_VIEW_SENT, 20, after_us, after_id, &list);
        ck_assert_uint_eq(n, 0); /* the head office sent none of them */
        ck_assert_uint_eq(listed(FIXTURE_CLERK, SLIP_VIEW_TODO, 20, after_us, after_id, &list), 0); /* customer service does not answer itself, though its grant is over the unit */
        n = listed(SLIP_PAYER, SLIP_VIEW_TODO, 20, after_us, after_id, &list);
        for (size_t i = 0; i < n && i < 20; i++) {
            ck_assert_uint_eq(slip_sides(&f.users[FIXTURE_CLERK], &list[i]), SLIP_SIDE(SLIP_SENDER));
            ck_assert_uint_eq(slip_sides(&f.users[SLIP_PAYER], &list[i]), SLIP_SIDE(SLIP_RECEIVER));
            ck_assert(list[i].due_us > last_us || (list[i].due_us == last_us && list[i].id > after_id));
            last_us = after_us = list[i].due_us;
            after_id = list[i].id;
            seen++;
        }
        if (n <= 20)
            break;
    }
    ck_assert_uint_eq(seen, 250);
    struct waiting waiting;
    ASSERT_OK(waiting_count(f.x->staff_db, f.x->arena, &f.users[SLIP_PAYER], f.x->now_us + 90 * UTC_DAY_US, &waiting));
    ck_assert_int_eq(waiting.slips.todo, COMPLAINT_COUNT_MAX);
    ck_assert_int_eq(waiting.slips.late, COMPLAINT_COUNT_MAX);
}
END_TEST

Suite *suite_store_slip_unit(void)
{
    Suite *s = suite_create("store_slip_unit");
    TCase *t = tcase_create("units");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, transferred_down_and_answered_by_closing);
    tcase_add_test(t, a_transfer_that_is_returned_comes_back);
    tcase_add_test(t, no_slip_is_left_with_who_carries_it_no_more);
    tcase_add_test(t, reported_up_with_its_material);
    tcase_add_test(t, nothing_is_above_the_top);
    tcase_add_test(t, the_superior_asks);
    tcase_add_test(t, closing_ends_a_question_and_the_help_below_it);
    tcase_add_test(t, a_question_that_is_withdrawn_takes_the_help_along);
    tcase_add_test(t, a_question_goes_along_when_the_complaint_is_transferred);
    tcase_add_test(t, not_closed_before_the_slips_are_done);
    tcase_add_test(t, a_withdrawal_withdraws_them);
    tcase_add_test(t, lists_and_counts_by_whose_turn_it_is);
    tcase_add_test(t, page_by_page_in_order);
    suite_add_tcase(s, t);
    return s;
}
