#include <string.h>

#include "approval_store.h"
#include "compensation_store.h"
#include "store_fixture.h"
#include "stores.h"

Suite *suite_store_compensation(void);

/* The clerk (handler, 200 a day) and several (handler too) propose; the chief (manager) may decide on 2 000, nobody on more than 50 000 (the director, whom nobody is but the reader). */
static const char *const rows[] = {
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'director', '总经理', 'Director'), (3, 'handler', '经办', 'Handler')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (2, 'see'), (3, 'see'), (3, 'compensate')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (5, 2, 1), (2, 3, 2), (4, 3, 2)",
};
static const char *const book_part = "- {code: director, name: {zh: 总经理, en: Director}, permissions: [see]}\n"
                                     "- {code: handler, name: {zh: 经办, en: Handler}, permissions: [see, compensate]}\n"
                                     "standards:\n"
                                     "- {code: double, name: {zh: 双倍, en: Double}, ratio: \"2\", cap: \"500.00\"}\n"
                                     "- {code: courtesy, name: {zh: 服务补偿, en: Gesture}}\n"
                                     "- {code: prize, name: {zh: 举报奖励, en: Prize}, reward: yes}\n"
                                     "authorities:\n"
                                     "- {role: handler, up_to: \"200.00\", daily: yes}\n"
                                     "- {role: manager, up_to: \"2000.00\"}\n"
                                     "- {role: director, up_to: \"50000.00\"}\n"
                                     "chains:\n"
                                     "- {code: big, about: compensation, amount_over: \"1000.00\", name: {zh: 大额, en: Big}, steps: [{role: manager, limit: 1 wd}, {role: director, limit: 1 wd}]}\n";

static struct fixture *x;
static struct filed filed;
static const char *no;
static struct compensation_result result;

static void setup(void)
{
    x = fixture_make_with(book_part, rows, COUNT_OF(rows));
    filed = fixture_file(x, 2, 3, "理赔一直没有结果");
    no = filed.number;
    fixture_must(x, FIXTURE_CLERK, no, ACTION_ACCEPT, NULL);
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err run(int user, struct compensation_command command)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    command.number = no;
    command.once_location = "/staff/compensation";
    return compensation_act(x->staff_db, x->arena, &w, &command, &result);
}

static enum err propose(int user, const char *standard, int64_t base, int64_t sum)
{
    return run(user, (struct compensation_command){.action = COMPENSATION_PROPOSE, .standard = standard, .reason = "误工费", .base_cents = base, .cents = sum});
}

static struct compensation newest(void)
{
    struct compensation *list;
    size_t n;
    ASSERT_OK(compensation_list(x->staff_db, x->arena, filed.id, &list, &n));
    ck_assert_uint_gt(n, 0);
    return list[0];
}

static enum err decide(int user, enum approval_decision decision, const char *text)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct approval a;
    struct approval_result r = {.why = ""};
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "compensation", newest().id, &a));
    const struct approval_command command = {.id = a.id, .version = a.version, .decision = decision, .text = text, .once_location = "/staff/approvals"};
    return approval_act(x->staff_db, x->arena, &w, &command, &r);
}

static enum err pay(int user)
{
    const struct compensation k = newest();
    return run(user, (struct compensation_command){.action = COMPENSATION_PAY, .id = k.id, .version = k.version, .paid_us = x->now_us, .paid_way = "银行转账", .paid_voucher = "V-1"});
}

START_TEST(within_ones_own_authority_of_the_day)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 15000));
    ck_assert_int_eq(result.state, COMPENSATION_APPROVED);
    ck_assert(newest().own_authority);
    /* 150 of 200 are used up: 50 are left, 50.01 are too much. */
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 5001));
    ck_assert_int_eq(result.state, COMPENSATION_PROPOSED);
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 5000));
    ck_assert_int_eq(result.state, COMPENSATION_APPROVED);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval WHERE chain = 'authority' AND about = 'compensation'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval_step WHERE role = 'manager'"), 1);
    /* Tomorrow counts anew. */
    x->now_us += UTC_DAY_US;
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 20000));
    ck_assert_int_eq(result.state, COMPENSATION_APPROVED);
    fixture_sound(x, filed.id);
}
END_TEST

enum { WINDOWS = 4 };
static struct filed windows[WINDOWS];

/* The same clerk in several windows, each with another complaint. */
static int window(int which, int64_t at_us)
{
    (void)at_us;
    x->staff_db = store_test_open_as(DB_STAFF, app_stores);
    no = windows[which].number;
    return (int)propose(FIXTURE_CLERK, "courtesy", 0, 15000);
}

START_TEST(the_day_is_not_exceeded_in_several_windows)
{
    for (int i = 0; i < WINDOWS; i++) {
        windows[i] = fixture_file(x, 2, 3, "同时提出");
        fixture_must(x, FIXTURE_CLERK, windows[i].number, ACTION_ACCEPT, NULL);
    }
    store_test_race(WINDOWS, window, x->now_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM compensation"), WINDOWS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM compensation WHERE own_authority = 1"), 1);
}
END_TEST

START_TEST(the_sum_is_reckoned_and_capped)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "double", 4550, 0));
    ck_assert_int_eq(newest().cents, 9100);
    ASSERT_OK(propose(FIXTURE_CLERK, "double", 100000, 99));
    ck_assert_int_eq(newest().cents, 50000);
    ASSERT_ERR(propose(FIXTURE_CLERK, "double", 0, 0), ERR_INPUT);
    ck_assert_str_eq(result.field, "base");
    ASSERT_ERR(propose(FIXTURE_CLERK, "courtesy", 0, 0), ERR_INPUT);
    ck_assert_str_eq(result.field, "sum");
    ASSERT_ERR(propose(FIXTURE_CLERK, "courtesy", 0, COMPENSATION_MOST + 1), ERR_INPUT);
    ASSERT_ERR(propose(FIXTURE_CLERK, "none", 0, 100), ERR_INPUT);
    ck_assert_str_eq(result.field, "standard");
    ASSERT_ERR(propose(FIXTURE_CLERK, "prize", 0, 100), ERR_INPUT); /* not found true yet */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM compensation"), 2);
}
END_TEST

START_TEST(above_everybodys_authority_is_refused)
{
    ASSERT_ERR(propose(FIXTURE_CLERK, "courtesy", 0, 5000001), ERR_INPUT);
    ck_assert(result.over);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM compensation"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind LIKE 'compensation%'"), 0);
}
END_TEST

START_TEST(the_chain_of_the_rulebook_from_a_sum_on)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 150000));
    ck_assert_int_eq(result.state, COMPENSATION_PROPOSED);
    ASSERT_OK(decide(FIXTURE_CHIEF, APPROVAL_AGREE, ""));
    ck_assert_int_eq(newest().state, COMPENSATION_PROPOSED);
    ASSERT_OK(decide(FIXTURE_READER, APPROVAL_AGREE, ""));
    ck_assert_int_eq(newest().state, COMPENSATION_APPROVED);
    ck_assert_int_gt(newest().approved_us, 0);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(the_last_one_needs_the_authority)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 90000));
    /* Handed to somebody who sees it and may decide on 200 only. */
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CHIEF);
    struct approval a;
    struct approval_result r = {.why = ""};
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "compensation", newest().id, &a));
    const struct approval_command command = {.id = a.id, .version = a.version, .decision = APPROVAL_DELEGATE, .to_id = 4, .text = "", .once_location = "/staff/approvals"};
    ASSERT_OK(approval_act(x->staff_db, x->arena, &w, &command, &r));
    ASSERT_ERR(decide(FIXTURE_SEVERAL, APPROVAL_AGREE, ""), ERR_FORBIDDEN);
    ck_assert_int_eq(newest().state, COMPENSATION_PROPOSED);
    ASSERT_OK(decide(FIXTURE_SEVERAL, APPROVAL_SEND_BACK, "金额过高"));
    ck_assert_int_eq(newest().state, COMPENSATION_SENT_BACK);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(sent_back_changed_and_granted)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 90000));
    ASSERT_OK(decide(FIXTURE_CHIEF, APPROVAL_SEND_BACK, "金额过高"));
    struct compensation k = newest();
    struct compensation_command change = {.action = COMPENSATION_CHANGE, .id = k.id, .version = k.version - 1, .standard = "courtesy", .reason = "按票据", .cents = 10000};
    ASSERT_ERR(run(FIXTURE_CLERK, change), ERR_STALE);
    change.version = k.version;
    ASSERT_OK(run(FIXTURE_CLERK, change));
    k = newest();
    ck_assert_int_eq(k.state, COMPENSATION_APPROVED);
    ck_assert_int_eq(k.cents, 10000);
    ck_assert_str_eq(k.reason, "按票据");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM compensation"), 1);
    change.version = k.version;
    ASSERT_ERR(run(FIXTURE_CLERK, change), ERR_STATE);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(paid_by_somebody_else)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 10000));
    ASSERT_ERR(pay(FIXTURE_CLERK), ERR_FORBIDDEN);
    ASSERT_ERR(pay(FIXTURE_READER), ERR_FORBIDDEN);
    ASSERT_ERR(pay(FIXTURE_OTHER), ERR_NOT_FOUND);
    const struct compensation k = newest();
    ASSERT_ERR(run(FIXTURE_SEVERAL, (struct compensation_command){.action = COMPENSATION_PAY, .id = k.id, .version = k.version, .paid_us = x->now_us + UTC_DAY_US, .paid_way = "现金", .paid_voucher = "1"}), ERR_INPUT);
    ck_assert_str_eq(result.field, "paid");
    ASSERT_OK(pay(FIXTURE_SEVERAL));
    ck_assert_int_eq(newest().state, COMPENSATION_PAID);
    ck_assert_str_eq(newest().payer, "王芳");
    ASSERT_ERR(pay(FIXTURE_SEVERAL), ERR_STATE);
    ASSERT_ERR(run(FIXTURE_CLERK, (struct compensation_command){.action = COMPENSATION_DROP, .id = k.id, .version = newest().version, .reason = "重复"}), ERR_STATE);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(paid_by_himself_where_nobody_else_may)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 10000));
    store_test_sql(x->root, "DELETE FROM role_grant WHERE user_id = 4");
    ASSERT_OK(pay(FIXTURE_CLERK));
}
END_TEST

START_TEST(dropped_with_what_waits_for_it)
{
    ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 90000));
    const struct compensation k = newest();
    struct compensation_command drop = {.action = COMPENSATION_DROP, .id = k.id, .version = k.version, .reason = ""};
    ASSERT_ERR(run(FIXTURE_CLERK, drop), ERR_INPUT);
    drop.reason = "投诉人不要补偿";
    ASSERT_OK(run(FIXTURE_CLERK, drop));
    ck_assert_int_eq(newest().state, COMPENSATION_DROPPED);
    ck_assert_int_eq(count("SELECT state FROM approval"), APPROVAL_WITHDRAWN);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE body = '投诉人不要补偿' AND kind = 5"), 1);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(a_reward_for_a_report_found_true)
{
    store_test_sql(x->root, "UPDATE complaint SET validity = 'valid' WHERE id = %lld", (long long)filed.id);
    ASSERT_OK(propose(FIXTURE_CLERK, "prize", 0, 10000));
    ck_assert(newest().reward);
}
END_TEST

START_TEST(the_ledger_within_ones_scope)
{
    struct compensation *list;
    struct compensation_total *totals;
    size_t n;
    for (int i = 0; i < 3; i++)
        ASSERT_OK(propose(FIXTURE_CLERK, "courtesy", 0, 1000 + i));
    ASSERT_OK(pay(FIXTURE_SEVERAL));
    struct compensation_filter f = {.from_us = x->now_us - UTC_DAY_US, .to_us = x->now_us + UTC_DAY_US, .limit = 2};
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(list[0].cents, 1002);
    f.before_us = list[1].proposed_us;
    f.before_id = list[1].id;
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(list[0].cents, 1000);
    f.before_us = f.before_id = 0;
    ASSERT_OK(compensation_totals(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &totals, &n));
    ck_assert_uint_eq(n, 2);
    int64_t sum = totals[0].cents + totals[1].cents;
    ck_assert_int_eq(sum, 3003);
    f.state = COMPENSATION_PAID;
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 1);
    /* Under way, at any time; of a unit; of the sibling nothing; of who is kept out nothing. */
    f = (struct compensation_filter){.state = COMPENSATION_APPROVED, .unit_id = 1, .kind = 1, .limit = 10};
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 2);
    f.kind = 2;
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    f.kind = 0;
    f.unit_id = 3;
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    f.unit_id = 0;
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 5, 'own', 1)", (long long)filed.id);
    ASSERT_OK(compensation_ledger(x->staff_db, x->arena, &x->users[FIXTURE_READER], &f, &list, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *suite_store_compensation(void)
{
    Suite *s = suite_create("compensation");
    TCase *t = tcase_create("compensation");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, within_ones_own_authority_of_the_day);
    tcase_add_test(t, the_day_is_not_exceeded_in_several_windows);
    tcase_add_test(t, the_sum_is_reckoned_and_capped);
    tcase_add_test(t, above_everybodys_authority_is_refused);
    tcase_add_test(t, the_chain_of_the_rulebook_from_a_sum_on);
    tcase_add_test(t, the_last_one_needs_the_authority);
    tcase_add_test(t, sent_back_changed_and_granted);
    tcase_add_test(t, paid_by_somebody_else);
    tcase_add_test(t, paid_by_himself_where_nobody_else_may);
    tcase_add_test(t, dropped_with_what_waits_for_it);
    tcase_add_test(t, a_reward_for_a_report_found_true);
    tcase_add_test(t, the_ledger_within_ones_scope);
    suite_add_tcase(s, t);
    return s;
}
