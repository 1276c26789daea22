#include <string.h>

#include "clock_store.h"
#include "complaint_sweep_store.h"
#include "store_fixture.h"
#include "stores.h"

Suite *suite_store_sweep(void);

static struct fixture *x;
static struct filed filed;

static void setup(void)
{
    x = fixture_make();
    fixture_read_book(x, "tests/store/rulebook.yaml");
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'executive', '领导', 'Executive')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'assign'), (2, 'see')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (5, 2, 1)");
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 4 WHERE id = 3");
    filed = fixture_file(x, 2, 3, "理赔一直没有结果");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL); /* clerk keeps it */
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static struct clock resolve(void)
{
    struct clock_set set;
    struct clock found = {0};
    ASSERT_OK(clock_load(x->staff_db, x->arena, false, filed.id, false, &set));
    for (size_t i = 0; i < set.n; i++) {
        if (set.list[i].kind == CLOCK_RESOLVE && !*set.list[i].track)
            found = set.list[i];
    }
    return found;
}

static size_t sweep_with(struct db *db, int64_t now_us)
{
    const struct complaint_writer w = {.keys = x->keys, .pool = CRYPTO_JOBS, .zone = x->zone, .now_us = now_us};
    size_t done;
    ASSERT_OK(complaint_sweep(db, x->arena, &w, x->zone, 100, &done));
    return done;
}

static size_t sweep(int64_t now_us)
{
    return sweep_with(x->jobs_db, now_us);
}

/* Jobs of one host among several. */
static int host(int rival, int64_t now_us)
{
    (void)rival;
    (void)sweep_with(store_test_open_as(DB_JOBS, app_stores), now_us);
    return 0;
}

static void only_resolve(void)
{
    store_test_sql(x->root, "UPDATE clock SET state = 4 WHERE rule <> 'resolve'");
}

static const char *number_text(int64_t number)
{
    return arena_printf(x->arena, "%lld", (long long)number);
}

START_TEST(nothing_before_its_time)
{
    struct clock c = resolve();
    ck_assert_uint_eq(sweep(c.next_us - 1), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice"), 0);
    ck_assert_int_eq(resolve().stage, 0);
}
END_TEST

START_TEST(step_by_step)
{
    struct clock c = resolve();
    int bad = -1;
    only_resolve();
    ck_assert_uint_eq(sweep(c.next_us), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'clock_warn' AND user_id = 2"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_warned'"), 1);
    ck_assert_uint_eq(sweep(c.next_us), 0);
    ck_assert(!resolve().late);
    ck_assert_int_eq(resolve().next_us, c.due_us);
    /* Due: handler and coordinator are reminded; the manager is told at once. */
    ck_assert_uint_eq(sweep(c.due_us), 1);
    ck_assert(resolve().late);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'clock_due' AND user_id IN (2, 4)"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'clock_escalated' AND user_id = 1"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 5"), 0);
    ck_assert_uint_eq(sweep(c.due_us), 0);
    ck_assert_int_eq(store_test_number(x->root, x->arena, "SELECT COUNT(*) FROM event WHERE kind IN ('clock_late', 'clock_escalated')"), 2);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM event WHERE kind = 'clock_late'");
    ck_assert_str_eq(timeline_get(x->arena, data, "told"), "李静,王芳");
    ck_assert_str_eq(timeline_get(x->arena, data, "clock"), "resolve");
    /* One working day later the executive. */
    ck_assert_uint_eq(sweep(resolve().next_us), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'clock_escalated' AND user_id = 5"), 1);
    ck_assert_int_eq(resolve().next_us, CLOCK_NEVER);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
    /* What staff typed meanwhile is not stale for it. */
    ck_assert_int_eq(count("SELECT version FROM complaint"), 2);
}
END_TEST

START_TEST(caught_up_after_a_stop)
{
    only_resolve();
    ck_assert_uint_eq(sweep(resolve().due_us + 30 * UTC_DAY_US), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_warned'"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_late'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_escalated'"), 2);
    ck_assert_int_eq(resolve().next_us, CLOCK_NEVER);
}
END_TEST

START_TEST(a_deputy_is_told_for_who_is_away)
{
    struct clock c = resolve();
    only_resolve();
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (2, 3, %lld, %lld)", (long long)c.started_us, (long long)c.due_us);
    ck_assert_uint_eq(sweep(c.next_us), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 3 AND for_id = 2"), 1);
}
END_TEST

START_TEST(a_request_that_nobody_decided_lapses)
{
    struct clock c = resolve();
    only_resolve();
    store_test_sql(x->root, "INSERT INTO clock_request (clock_id, complaint_id, state, role, due_us, reason, asker_id, asked_us) VALUES (%lld, %lld, 1, 'manager', 0, 'x', 2, 0)",
                   (long long)c.id, (long long)filed.id);
    ck_assert_uint_eq(sweep(c.next_us), 1);
    ck_assert_int_eq(count("SELECT state FROM clock_request"), 1);
    ck_assert_uint_eq(sweep(c.due_us), 1);
    ck_assert_int_eq(count("SELECT state FROM clock_request"), 4);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'extension_lapsed'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'extension_lapsed' AND user_id = 2"), 1);
}
END_TEST

START_TEST(met_ones_and_paused_ones_are_left_alone)
{
    struct clock c = resolve();
    only_resolve();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充");
    ck_assert_uint_eq(sweep(x->now_us + UTC_HOUR_US), 0);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ck_assert_uint_eq(sweep(c.due_us + UTC_DAY_US), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind LIKE 'clock%'"), 0);
}
END_TEST

static struct complaint asked(void)
{
    only_resolve();
    struct complaint_command ask = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充保单");
    ask.asked_until_us = x->now_us + 5 * UTC_DAY_US;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &ask));
    return fixture_load(x, FIXTURE_CLERK, filed.number);
}

START_TEST(a_pause_for_material_ends_with_its_time)
{
    struct complaint before = asked();
    struct clock paused = resolve();
    int bad = -1;
    ck_assert_int_eq(paused.state, CLOCK_PAUSED);
    ck_assert_int_eq(paused.next_us, before.asked_until_us);
    ck_assert_int_eq(before.due_us, CLOCK_NEVER);
    ck_assert_uint_eq(sweep(before.asked_until_us - 1), 0);
    ck_assert_int_eq(resolve().state, CLOCK_PAUSED);
    ck_assert_uint_eq(sweep(before.asked_until_us), 1);
    struct clock c = resolve();
    struct complaint now = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, CLOCK_RUNNING);
    ck_assert_int_gt(c.due_us, paused.due_us);
    ck_assert_int_eq(count("SELECT to_us FROM clock_history WHERE kind = 1"), before.asked_until_us);
    ck_assert_int_eq(now.state, COMPLAINT_WAITING); /* the material may still come */
    ck_assert_int_eq(now.due_us, c.due_us);
    ck_assert_int_eq(now.due_kind, CLOCK_RESOLVE);
    ck_assert_int_eq(now.promised_us, c.due_us);
    ck_assert_int_eq(now.version, before.version);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope s JOIN complaint c ON c.id = s.complaint_id WHERE s.due_us <> c.due_us"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'material_late' AND user_id = 2"), 1);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM event WHERE kind = 'material_late' AND actor_id IS NULL");
    ck_assert_str_eq(timeline_get(x->arena, data, "told"), "李静");
    ck_assert_str_eq(timeline_get(x->arena, data, "until"), number_text(before.asked_until_us));
    ck_assert_uint_eq(sweep(before.asked_until_us + UTC_HOUR_US), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'material_late'"), 1);
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    ck_assert_int_eq(bad, 0);
}
END_TEST

/* It went on when the time was over, not when somebody looked; what came due since is told too. */
START_TEST(a_pause_that_ended_during_a_stop)
{
    struct complaint before = asked();
    ck_assert_uint_eq(sweep(before.asked_until_us + 200 * UTC_DAY_US), 2);
    ck_assert_int_eq(count("SELECT to_us FROM clock_history WHERE kind = 1"), before.asked_until_us);
    ck_assert_int_lt(resolve().due_us, before.asked_until_us + 40 * UTC_DAY_US);
    ck_assert(resolve().late);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'material_late'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_late'"), 1);
}
END_TEST

START_TEST(material_that_came_ends_nothing_twice)
{
    struct complaint before = asked();
    uint8_t token[32];
    const char *location;
    fixture_track(x, filed.number, token);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const struct track_command supply = {.action = ACTION_SUPPLY, .text = "保单号如下"};
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &supply, &location));
    (void)sweep(before.asked_until_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'material_late'"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'material_late'"), 0);
}
END_TEST

enum { RIVALS = 3, MANY = 12 };

START_TEST(hosts_that_race_take_each_step_once)
{
    for (int i = 1; i < MANY; i++)
        (void)fixture_file(x, 2, 3, "另一件");
    store_test_sql(x->root, "UPDATE clock SET state = 4 WHERE rule <> 'resolve'");
    int64_t late_us = resolve().due_us + 10 * UTC_DAY_US;
    store_test_race(RIVALS, host, late_us);
    (void)sweep(late_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_late'"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_escalated'"), 2 * MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'clock_escalated' AND user_id = 5"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE state = 1 AND next_us < 253402300799000000"), 0);
}
END_TEST

START_TEST(hosts_that_race_end_each_pause_once)
{
    for (int i = 1; i < MANY; i++) {
        struct filed more = fixture_file(x, 2, 3, "另一件");
        fixture_must(x, FIXTURE_CLERK, more.number, ACTION_ACCEPT, NULL);
        fixture_must(x, FIXTURE_CLERK, more.number, ACTION_ASK_MATERIAL, "请补充");
    }
    int64_t until_us = asked().asked_until_us;
    store_test_race(RIVALS, host, until_us);
    (void)sweep(until_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'material_late'"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'material_late'"), MANY);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE state = 2"), 0);
}
END_TEST

/* 100 000 clocks run, none is due: one range of an index. */
START_TEST(a_hundred_thousand_that_run_cost_nothing)
{
    store_test_sql(x->root, "INSERT INTO clock (complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, started_us, first_due_us, due_us, next_us) "
                            "SELECT %lld, 5, 'many', seq %% 30000, CONCAT('r', seq DIV 30000), 1, 1, 6, 5, 0, 0, %lld, %lld + seq FROM seq_1_to_29999",
                   (long long)filed.id, (long long)x->now_us, (long long)(x->now_us + 100 * UTC_DAY_US));
    store_test_sql(x->root, "INSERT INTO clock (complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, started_us, first_due_us, due_us, next_us) "
                            "SELECT complaint_id, kind, CONCAT('many', s.seq), round, rule, 1, 1, 6, 5, 0, 0, due_us, next_us FROM clock JOIN seq_1_to_3 s WHERE track = 'many'");
    int64_t from_us = utc_monotonic_us();
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(sweep(x->now_us), 0);
    ck_assert_int_lt(utc_monotonic_us() - from_us, UTC_SECOND_US); /* ten times in a second, sanitizers and all */
}
END_TEST

Suite *suite_store_sweep(void)
{
    Suite *s = suite_create("store_sweep");
    TCase *t = tcase_create("sweep");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, nothing_before_its_time);
    tcase_add_test(t, step_by_step);
    tcase_add_test(t, caught_up_after_a_stop);
    tcase_add_test(t, a_deputy_is_told_for_who_is_away);
    tcase_add_test(t, a_request_that_nobody_decided_lapses);
    tcase_add_test(t, met_ones_and_paused_ones_are_left_alone);
    tcase_add_test(t, a_pause_for_material_ends_with_its_time);
    tcase_add_test(t, a_pause_that_ended_during_a_stop);
    tcase_add_test(t, material_that_came_ends_nothing_twice);
    tcase_add_test(t, hosts_that_race_end_each_pause_once);
    tcase_add_test(t, hosts_that_race_take_each_step_once);
    tcase_add_test(t, a_hundred_thousand_that_run_cost_nothing);
    suite_add_tcase(s, t);
    return s;
}
