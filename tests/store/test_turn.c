#include <string.h>

#include "store_fixture.h"

/* Screening (requirements C5, C6, M8): what is made of a complaint that is not handled as one. */
static struct fixture *x;

static const char turns[] = "turns:\n- {code: enquiry, name: {zh: 咨询, en: Enquiry}, answer: {zh: 您好, en: Hello}}\n- {code: old, name: {zh: 旧, en: Old}, inactive: yes}\n";

static void setup(void)
{
    x = fixture_make();
    fixture_use_book(x, arena_printf(x->arena, "%s%s", fixture_book, turns));
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err turn(const char *no, const char *code, const char *text)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_TURN, text);
    command.turn = code;
    return fixture_act(x, FIXTURE_CLERK, &command);
}

static enum err validity(const char *no, const char *word, const char *reason, const char *notice)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_VALIDITY, reason);
    command.validity = word;
    command.notice = notice;
    return fixture_act(x, FIXTURE_CLERK, &command);
}

static const char *made(void)
{
    return store_test_text(x->root, x->arena, "SELECT IFNULL(GROUP_CONCAT(CONCAT(made, '=', reason, '/', actor_id) ORDER BY at_us, seq SEPARATOR ' '), '') FROM relabelling");
}

static int64_t running(void)
{
    return number("SELECT COUNT(*) FROM clock WHERE state < 3");
}

START_TEST(solved_on_the_spot)
{
    struct filed f = fixture_file(x, 4, 2, "电话里当场解释清楚了");
    struct complaint_command nothing = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_SPOT, "");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &nothing), ERR_INPUT);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_SPOT, "当场退还手续费，客户满意");
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert_int_eq(c.state, COMPLAINT_CLOSED);
    ck_assert_int_eq(c.finding, FINDING_NONE);
    ck_assert_str_eq(c.path, COMPLAINT_PATH_SPOT);
    ck_assert(c.accepted_us && c.closed_us);
    ck_assert_int_eq(running(), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE kind = 6 AND state = 3 AND late = 0"), 1);
    ck_assert_str_eq(made(), "spot=当场退还手续费，客户满意/2");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REOPEN, "客户又来电");
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, f.number).path, "");
    ck_assert_str_eq(made(), "spot=当场退还手续费，客户满意/2 back=客户又来电/2");
    int bad;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, c.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

START_TEST(turned_answered_and_done)
{
    struct filed f = fixture_file(x, 4, 2, "请问保单怎么查询");
    ASSERT_ERR(turn(f.number, "nothing", "您好"), ERR_INPUT);
    ASSERT_ERR(turn(f.number, "old", "您好"), ERR_INPUT);
    ASSERT_ERR(turn(f.number, "enquiry", ""), ERR_INPUT);
    ASSERT_OK(turn(f.number, "enquiry", "请在官网查询"));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert_int_eq(c.state, COMPLAINT_REPLIED);
    ck_assert_str_eq(c.path, "enquiry");
    ck_assert_int_eq(running(), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE kind = 4 AND body = '请在官网查询'"), 1);
    ASSERT_ERR(turn(f.number, "enquiry", "再转一次"), ERR_STATE);
    ASSERT_ERR(validity(f.number, "valid", "属实", ""), ERR_STATE);
    struct complaint_command done = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "");
    done.finding = FINDING_RESPONSIBLE;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &done));
    c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert_int_eq(c.state, COMPLAINT_CLOSED);
    ck_assert_int_eq(c.finding, FINDING_NONE);
    ck_assert_str_eq(made(), "enquiry=请在官网查询/2");
}
END_TEST

START_TEST(turned_back_it_owes_what_it_owed)
{
    struct filed f = fixture_file(x, 4, 2, "请问保单怎么查询，已经问了三次没人理");
    int64_t due_us = number("SELECT due_us FROM clock WHERE kind = 6");
    ASSERT_OK(turn(f.number, "enquiry", "请在官网查询"));
    x->now_us += 3 * UTC_DAY_US;
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_TURN_BACK, "其实是投诉");
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert_int_eq(c.state, COMPLAINT_PROGRESS);
    ck_assert_str_eq(c.path, "");
    ck_assert_int_eq(number("SELECT due_us FROM clock WHERE kind = 6 AND state = 1"), due_us);
    ck_assert_int_eq(c.promised_us, due_us);
    ck_assert_str_eq(made(), "enquiry=请在官网查询/2 back=其实是投诉/2");
}
END_TEST

START_TEST(validity_is_decided_with_its_reason)
{
    struct filed f = fixture_file(x, 4, 2, "反映的情况需要核实");
    ASSERT_ERR(validity(f.number, "valid", "", ""), ERR_INPUT);
    ASSERT_ERR(validity(f.number, "perhaps", "理由", ""), ERR_INPUT);
    ASSERT_ERR(validity(f.number, "invalid", "查无此事", ""), ERR_INPUT);
    ASSERT_OK(validity(f.number, "invalid", "查无此事", "经核实，未发现所述情况。"));
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, f.number).validity, "invalid");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE kind = 2 AND body = '经核实，未发现所述情况。'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE body = '查无此事'"), 0);
    ASSERT_ERR(validity(f.number, "invalid", "再说一次", "同上"), ERR_INPUT);
    ASSERT_OK(validity(f.number, "valid", "后来查实", ""));
    ck_assert_str_eq(made(), "invalid=查无此事/2 back=后来查实/2");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE kind = 2"), 1);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM event WHERE kind = 'validity_decided' ORDER BY seq DESC LIMIT 1");
    ck_assert_str_eq(timeline_get(x->arena, data, "validity_before"), "invalid");
    ck_assert_str_eq(timeline_get(x->arena, data, "validity_reason"), "后来查实");
}
END_TEST

START_TEST(what_is_written_reaches_the_one_that_leads)
{
    struct filed lead = fixture_file(x, 4, 2, "两件事情一起说"), part = fixture_file(x, 4, 2, "第二件事情");
    store_test_sql(x->root, "UPDATE complaint SET lead_id = %lld WHERE id = %lld", (long long)lead.id, (long long)part.id);
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_MESSAGE, "请补充发票");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_NOTE, "内部说明");
    const char *told = store_test_text(x->root, x->arena, arena_printf(x->arena, "SELECT body FROM message WHERE complaint_id = %lld", (long long)lead.id));
    ck_assert_ptr_nonnull(strstr(told, "请补充发票"));
    ck_assert_ptr_nonnull(strstr(told, part.number));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM message WHERE kind = 5 AND body = '内部说明'"), 1);
    int bad;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, lead.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

Suite *suite_store_turn(void);
Suite *suite_store_turn(void)
{
    Suite *s = suite_create("store_turn");
    TCase *t = tcase_create("turn");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, solved_on_the_spot);
    tcase_add_test(t, turned_answered_and_done);
    tcase_add_test(t, turned_back_it_owes_what_it_owed);
    tcase_add_test(t, validity_is_decided_with_its_reason);
    tcase_add_test(t, what_is_written_reaches_the_one_that_leads);
    suite_add_tcase(s, t);
    return s;
}
