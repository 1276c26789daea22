#include <string.h>

#include "slip_fixture.h"
#include "stores.h"

Suite *suite_store_slip_sweep(void);

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

static size_t sweep_with(struct db *db, int64_t now_us)
{
    const struct complaint_writer w = {.keys = f.x->keys, .pool = CRYPTO_JOBS, .zone = f.x->zone, .now_us = now_us};
    size_t n;
    ASSERT_OK(slip_sweep(db, f.x->arena, &w, 100, &n));
    return n;
}

static size_t sweep(int64_t now_us)
{
    return sweep_with(f.x->jobs_db, now_us);
}

/* Jobs of one host among several. */
static int host(int rival, int64_t now_us)
{
    (void)rival;
    (void)sweep_with(store_test_open_as(DB_JOBS, app_stores), now_us);
    return 0;
}

static void must_be_sound(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(f.x->jobs_db, f.x->arena, f.x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
}

START_TEST(reminded_step_by_step)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    struct slip s = slip_now(&f, no, 1);
    int64_t due_us = s.due_us;
    ck_assert_int_lt(s.next_us, due_us);
    ck_assert_uint_eq(sweep(s.next_us - 1), 0);
    ck_assert_uint_eq(sweep(s.next_us), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_warned' AND user_id = 11"), 1);
    ck_assert_uint_eq(sweep(s.next_us), 0);
    s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.next_us, due_us);
    ck_assert(!s.late);
    ck_assert_uint_eq(sweep(due_us), 1);
    s = slip_now(&f, no, 1);
    ck_assert(s.late);
    ck_assert_int_eq(s.reminders, 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_reminded' AND user_id = 11"), 1);
    ck_assert_uint_eq(sweep(s.next_us), 1);
    s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.reminders, 3);
    ck_assert_int_eq(s.next_us, CLOCK_NEVER);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_reminded' AND actor_id IS NULL"), 3);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip_step WHERE action = 'remind' AND actor_id IS NULL"), 3);
    must_be_sound();
    /* What somebody types meanwhile is not stale for it. */
    ck_assert_int_eq(count("SELECT version FROM complaint"), 2);
}
END_TEST

START_TEST(caught_up_as_one)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    ck_assert_uint_eq(sweep(slip_now(&f, no, 1).due_us + 30 * UTC_DAY_US), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_reminded'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind IN ('slip_warned', 'slip_reminded')"), 1);
}
END_TEST

START_TEST(answered_ones_are_left_alone)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    int64_t due_us = slip_now(&f, no, 1).due_us;
    slip_must(&f, SLIP_PAYER, no, 1, SLIP_DO_ANSWER, "完成");
    ck_assert_uint_eq(sweep(due_us + 30 * UTC_DAY_US), 0);
    f.x->now_us = due_us + UTC_DAY_US;
    slip_must(&f, FIXTURE_CLERK, no, 1, SLIP_DO_SEND_BACK, "不完整");
    ck_assert_int_gt(slip_now(&f, no, 1).next_us, f.x->now_us);
    ck_assert_uint_eq(sweep(f.x->now_us), 0);
}
END_TEST

START_TEST(a_deputy_is_reminded_for_who_is_away)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    int64_t due_us = slip_now(&f, no, 1).due_us;
    store_test_sql(f.x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (11, 12, 0, %lld)", (long long)(due_us + UTC_DAY_US));
    ck_assert_uint_eq(sweep(due_us), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_reminded' AND user_id = 12 AND for_id = 11"), 1);
}
END_TEST

/* A rulebook without reminders: that it is late is noted all the same. */
START_TEST(late_without_a_reminder)
{
    fixture_use_book(f.x, fixture_book);
    store_test_sql(f.x->root, "UPDATE rulebook_version SET id = 2");
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    struct slip s = slip_now(&f, no, 1);
    ck_assert_int_eq(s.next_us, s.due_us);
    ck_assert_uint_eq(sweep(s.due_us), 1);
    s = slip_now(&f, no, 1);
    ck_assert(s.late);
    ck_assert_int_eq(s.reminders, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_late'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_supervised'"), 0);
    must_be_sound();
}
END_TEST

enum { RIVALS = 3, MANY = 12 };

static void send_many(int n)
{
    for (int i = 0; i < n; i++) {
        struct filed another = fixture_file(f.x, 2, 3, "另一件");
        (void)slip_must_send(&f, FIXTURE_CLERK, another.number, 6, "请核实");
    }
}

START_TEST(hosts_that_race_remind_once)
{
    send_many(MANY);
    int64_t late_us = count("SELECT MAX(due_us) FROM slip") + UTC_DAY_US;
    store_test_race(RIVALS, host, late_us);
    (void)sweep(late_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_reminded'"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_reminded' AND user_id = 11"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE reminders <> 1 OR late <> 1"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_supervised'"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_department_late' AND user_id = 13"), 1);
}
END_TEST

START_TEST(supervised_from_more_than_half)
{
    send_many(4);
    store_test_sql(f.x->root, "UPDATE slip SET due_us = %lld, next_us = %lld WHERE id <= (SELECT MIN(id) + 1 FROM (SELECT id FROM slip) y)", (long long)f.x->now_us, (long long)f.x->now_us);
    (void)sweep(f.x->now_us + 1);
    /* Two of four are half, not more. */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE late = 1"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE supervised_us IS NOT NULL"), 0);
    /* One of those in time is answered: two of three. */
    const char *last = store_test_text(f.x->root, f.x->arena, "SELECT c.number FROM slip s JOIN complaint c ON c.id = s.complaint_id ORDER BY s.id DESC LIMIT 1");
    slip_must(&f, SLIP_PAYER, last, 1, SLIP_DO_ANSWER, "完成");
    const struct complaint_writer w = {.keys = f.x->keys, .pool = CRYPTO_JOBS, .zone = f.x->zone, .now_us = f.x->now_us + 1};
    size_t n;
    ASSERT_OK(slip_supervise(f.x->jobs_db, f.x->arena, &w, 1, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(slip_supervise(f.x->jobs_db, f.x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(slip_supervise(f.x->jobs_db, f.x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM slip WHERE supervised_us IS NOT NULL AND late = 1"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_supervised'"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_supervised' AND user_id = 11"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_department_late'"), 2); /* the committee and the manager, once */
}
END_TEST

START_TEST(by_hand)
{
    (void)slip_must_send(&f, SLIP_FRONT, no, 6, "请核实");
    ASSERT_ERR(slip_do(&f, SLIP_FRONT, no, 1, SLIP_DO_SUPERVISE, "督办"), ERR_FORBIDDEN);
    slip_must(&f, FIXTURE_CHIEF, no, 1, SLIP_DO_SUPERVISE, "请限期办结");
    ck_assert_int_gt(slip_now(&f, no, 1).supervised_us, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'slip_supervised' AND user_id = 11"), 1);
    slip_must(&f, SLIP_FRONT, no, 1, SLIP_DO_REMIND, NULL);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'slip_reminded' AND actor_id = 16"), 1);
}
END_TEST

/* 30 000 slips wait, none has come: one range of an index. */
START_TEST(many_that_wait_cost_nothing)
{
    (void)slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    store_test_sql(f.x->root, "INSERT INTO slip (complaint_id, number, kind, state, from_unit_id, from_user_id, to_unit_id, to_department_id, sent_us, due_us, next_us, request) "
                              "SELECT complaint_id, seq, 1, 1, 2, 2, 2, 6, sent_us, due_us + seq, next_us + seq, '' FROM slip JOIN seq_2_to_30000 WHERE number = 1");
    int64_t from_us = utc_monotonic_us();
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(sweep(f.x->now_us), 0);
    ck_assert_int_lt(utc_monotonic_us() - from_us, UTC_SECOND_US);
}
END_TEST

Suite *suite_store_slip_sweep(void)
{
    Suite *s = suite_create("store_slip_sweep");
    TCase *t = tcase_create("sweep");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, reminded_step_by_step);
    tcase_add_test(t, caught_up_as_one);
    tcase_add_test(t, answered_ones_are_left_alone);
    tcase_add_test(t, a_deputy_is_reminded_for_who_is_away);
    tcase_add_test(t, late_without_a_reminder);
    tcase_add_test(t, hosts_that_race_remind_once);
    tcase_add_test(t, supervised_from_more_than_half);
    tcase_add_test(t, by_hand);
    tcase_add_test(t, many_that_wait_cost_nothing);
    suite_add_tcase(s, t);
    return s;
}
