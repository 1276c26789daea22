#include <string.h>

#include "callback_store.h"
#include "recusal_store.h"
#include "sample_store.h"
#include "spot_store.h"
#include "store_fixture.h"
#include "task_store.h"

/* After closing: callbacks, samples, spot checks (requirements J1 to J3). */

#define CLOCK "- {code: call, kind: callback, name: {zh: 回访, en: Callback}, limit: 2 wd, from: closed}\n"
#define AFTER                                                                                                                                     \
    "callback:\n"                                                                                                                                 \
    "  questions:\n"                                                                                                                              \
    "  - {code: contacted, kind: yes_no, text: {zh: 联系过吗, en: Contacted}}\n"                                                                  \
    "  - {code: result, kind: level, decides: yes, text: {zh: 满意吗, en: Satisfied}}\n"                                                          \
    "  attempts: 2\n"                                                                                                                             \
    "  dissatisfied: %s\n"                                                                                                                        \
    "  manager: manager\n"                                                                                                                        \
    "sample: {percent: 20}\n"

static struct fixture *x;
static struct callback_result result;
static struct spot_outcome outcome;

static const char *const rows[] = {
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'caller', '回访员', 'Caller')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'call_back'), (1, 'check'), (1, 'assign'), (1, 'accept'), (2, 'see'), (2, 'call_back')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 2, 2), (4, 2, 2)",
};

static void use_book(const char *escalate)
{
    const char *clocks = strstr(fixture_book, "clocks:\n") + strlen("clocks:\n");
    char *after = arena_printf(x->arena, AFTER, escalate);
    fixture_use_book(x, arena_printf(x->arena, "%.*s" CLOCK "%s%s", (int)(clocks - fixture_book), fixture_book, clocks, after));
}

static void setup(void)
{
    x = fixture_make();
    use_book("notice");
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        store_test_sql(x->root, "%s", rows[i]);
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void chain_is_sound(int64_t id)
{
    int bad;
    ASSERT_OK(complaint_verify(x->staff_db, x->arena, x->keys, id, &bad));
    ck_assert_int_eq(bad, 0);
}

static struct filed closed(const char *body)
{
    struct filed f = fixture_file(x, 2, 3, body);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "已答复");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "处理完毕");
    return f;
}

/* ---- callbacks ---- */

static struct callback the_callback(int64_t complaint_id)
{
    struct callback k;
    ASSERT_OK(callback_of(x->staff_db, x->arena, complaint_id, &k));
    return k;
}

/* What call sends carries this key. */
static uint8_t once[32];

static enum err post(int user, enum callback_action action, const struct callback *k, const char *level, const char *text)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const char *values[] = {"yes", level};
    const struct callback_answers answers = {values, 2};
    const struct callback_command command = {.action = action, .id = k->id, .version = k->version, .answers = &answers, .said = CALLBACK_NOT_SAID, .way = CONTACT_TELEPHONE,
                                             .result = CONTACT_NOT_REACHED, .text = text, .reason = "回访时表示不满意", .once_hash = once, .once_location = "/staff/callbacks"};
    return callback_act(x->staff_db, x->arena, &w, &command, &result);
}

static enum err call(int user, enum callback_action action, const struct callback *k, const char *level, const char *text)
{
    once[0]++;
    return post(user, action, k, level, text);
}

static size_t waiting(int user)
{
    struct callback *list;
    size_t n;
    ASSERT_OK(callback_waiting(x->staff_db, x->arena, &x->users[user], x->now_us, 10, &list, &n));
    return n;
}

START_TEST(closing_makes_one_and_recording_meets_its_clock)
{
    struct filed f = closed("等回访");
    struct callback k = the_callback(f.id);
    ck_assert_int_eq(k.state, CALLBACK_WAITING);
    ck_assert_int_eq(k.closing, 1);
    ck_assert_int_eq(k.due_us, number("SELECT due_us FROM clock WHERE kind = 9"));
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 1);
    ck_assert_uint_eq(waiting(FIXTURE_CHIEF), 1);
    ck_assert_uint_eq(waiting(FIXTURE_OTHER), 0); /* another unit */
    ASSERT_ERR(call(FIXTURE_OTHER, CALLBACK_RECORD, &k, "5", ""), ERR_NOT_FOUND);
    ASSERT_ERR(call(FIXTURE_READER, CALLBACK_RECORD, &k, "5", ""), ERR_FORBIDDEN);
    ASSERT_ERR(call(FIXTURE_CLERK, CALLBACK_RECORD, &k, "5", ""), ERR_FORBIDDEN); /* handled it, and somebody else is there */
    ck_assert_str_ne(result.why, "");
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "4", "对结果满意，没有别的要求"));
    ck_assert(!result.escalated);
    k = the_callback(f.id);
    ck_assert_int_eq(k.state, CALLBACK_DONE);
    ck_assert_int_eq(k.said, CALLBACK_SATISFIED);
    ck_assert_str_eq(k.answers, "{\"contacted\":\"yes\",\"result\":\"4\"}");
    ck_assert_int_eq(number("SELECT state FROM clock WHERE kind = 9"), 3);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM contact_entry k JOIN message m ON m.id = k.message_id WHERE k.result = 1 AND m.kind = 7"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'callback_done'"), 1);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    ASSERT_ERR(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "1", ""), ERR_STATE);
    chain_is_sound(f.id);
}
END_TEST

START_TEST(who_handled_calls_when_nobody_else_is_there)
{
    struct filed f = closed("只有一个人");
    store_test_sql(x->root, "DELETE FROM role_grant WHERE user_id = 4");
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_CLERK, CALLBACK_RECORD, &k, "5", ""));
}
END_TEST

START_TEST(claimed_by_opening_once)
{
    struct filed f = closed("谁来回访");
    struct callback k = the_callback(f.id);
    bool claimed;
    ASSERT_OK(callback_claim(x->staff_db, k.id, FIXTURE_SEVERAL, x->now_us, &claimed));
    ck_assert(claimed);
    ASSERT_OK(callback_claim(x->staff_db, k.id, FIXTURE_CHIEF, x->now_us, &claimed));
    ck_assert(!claimed);
    k = the_callback(f.id);
    ck_assert_int_eq(k.user_id, FIXTURE_SEVERAL);
    ASSERT_OK(call(FIXTURE_CHIEF, CALLBACK_TAKE_OVER, &k, "", ""));
    ck_assert_int_eq(the_callback(f.id).user_id, FIXTURE_CHIEF);
    ASSERT_ERR(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "5", ""), ERR_STALE); /* it was shown as his own */
}
END_TEST

START_TEST(given_up_after_attempts_on_different_days)
{
    struct filed f = closed("打不通");
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_IN_VAIN, &k, "", ""));
    k = the_callback(f.id);
    ck_assert_int_eq(k.attempts, 1);
    ck_assert_int_eq(k.user_id, 0);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_IN_VAIN, &k, "", "")); /* the same day: kept, and does not count */
    k = the_callback(f.id);
    ck_assert_int_eq(k.attempts, 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM contact_entry WHERE result = 2"), 2);
    x->now_us += UTC_DAY_US;
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_IN_VAIN, &k, "", "两天都没有人接"));
    ck_assert(result.given_up);
    ASSERT_OK(post(FIXTURE_SEVERAL, CALLBACK_IN_VAIN, &k, "", "两天都没有人接")); /* a double click hears the same */
    ck_assert(result.given_up);
    ck_assert_int_eq(the_callback(f.id).state, CALLBACK_GIVEN_UP);
    ck_assert_int_eq(number("SELECT state FROM clock WHERE kind = 9"), 3);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'callback_given_up'"), 1);
    chain_is_sound(f.id);
}
END_TEST

START_TEST(dissatisfied_goes_to_others_in_the_same_transaction)
{
    use_book("review");
    struct filed f = closed("不满意");
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "1", "还是没有退款"));
    ck_assert(result.escalated);
    ck_assert_str_eq(the_callback(f.id).escalated, "review");
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, f.number);
    ck_assert(c.is_open && c.review);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'review_begun'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM recusal WHERE user_id = 2"), 1);
    ck_assert_int_ge(number("SELECT COUNT(*) FROM notice WHERE kind = 'callback_dissatisfied' AND user_id = 1"), 1);
    chain_is_sound(f.id);
}
END_TEST

/* What was turned into an enquiry is not reviewed: the callback is recorded all the same, and the manager told. */
START_TEST(dissatisfied_with_what_cannot_be_reviewed)
{
    use_book("review");
    struct filed f = closed("只是咨询");
    store_test_sql(x->root, "UPDATE complaint SET path = 'enquiry' WHERE id = %lld", (long long)f.id);
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "1", "没有说清楚"));
    ck_assert_str_eq(the_callback(f.id).escalated, "notice");
    ck_assert_int_eq(the_callback(f.id).said, CALLBACK_DISSATISFIED);
    ck_assert(!fixture_load(x, FIXTURE_CHIEF, f.number).is_open);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'callback_dissatisfied' AND user_id = 1"), 1);
}
END_TEST

START_TEST(dissatisfied_opens_it_again)
{
    use_book("reopen");
    struct filed f = closed("又来了");
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "2", ""));
    ck_assert(fixture_load(x, FIXTURE_CHIEF, f.number).is_open);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'reopened'"), 1);
    ck_assert_int_eq(the_callback(f.id).state, CALLBACK_DONE);
    /* Closed once more it is called back once more. */
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "再次答复");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "再次处理完毕");
    k = the_callback(f.id);
    ck_assert_int_eq(k.closing, 2);
    ck_assert_int_eq(k.state, CALLBACK_WAITING);
    fixture_must(x, FIXTURE_CHIEF, f.number, ACTION_REOPEN, "再次重办");
    ck_assert_int_eq(the_callback(f.id).state, CALLBACK_DROPPED);
    ASSERT_ERR(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "5", ""), ERR_STATE);
    chain_is_sound(f.id);
}
END_TEST

START_TEST(dissatisfied_tells_the_manager)
{
    struct filed f = closed("只通知");
    struct callback k = the_callback(f.id);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "1", ""));
    ck_assert(!fixture_load(x, FIXTURE_CHIEF, f.number).is_open);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'callback_dissatisfied' AND user_id = 1"), 1);
}
END_TEST

START_TEST(jobs_take_up_what_is_missing)
{
    struct filed f = closed("漏掉的");
    size_t n;
    store_test_sql(x->root, "DELETE FROM callback");
    ASSERT_OK(callback_take_up(x->jobs_db, x->arena, x->now_us, 10, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(callback_take_up(x->jobs_db, x->arena, x->now_us, 10, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM callback"), 1);
    ck_assert_int_eq(the_callback(f.id).state, CALLBACK_WAITING);
}
END_TEST

START_TEST(a_wish_of_the_complainant)
{
    struct filed f = closed("希望回电");
    store_test_sql(x->root, "DELETE FROM callback");
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    ASSERT_OK(callback_wish(x->jobs_db, x->arena, &w, f.id));
    ASSERT_OK(callback_wish(x->jobs_db, x->arena, &w, f.id));
    struct callback k = the_callback(f.id);
    ck_assert(k.wished);
    ck_assert_int_gt(k.due_us, x->now_us);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM callback"), 1);
    ASSERT_OK(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "5", ""));
    ASSERT_OK(callback_wish(x->jobs_db, x->arena, &w, f.id)); /* called already: whoever has it is told */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'callback_wished' AND user_id = 2"), 1);
    ck_assert_int_eq(the_callback(f.id).state, CALLBACK_DONE);
}
END_TEST

START_TEST(who_is_kept_out_sees_none)
{
    struct filed f = closed("回避");
    struct callback k = the_callback(f.id);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 4, 'own', 1)", (long long)f.id);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    ASSERT_ERR(call(FIXTURE_SEVERAL, CALLBACK_RECORD, &k, "5", ""), ERR_NOT_FOUND);
}
END_TEST

/* ---- samples ---- */

/* The first working day of the month after, where one of the units' complaints were closed late. */
static void next_month(void)
{
    int64_t from_us, to_us;
    sample_month_span(sample_month_of(x->now_us, x->zone), x->zone, &from_us, &to_us);
    x->now_us = to_us + 4 * UTC_DAY_US;
}

static void some_late_ones(int n)
{
    struct filed filed[12];
    for (int i = 0; i < n; i++) {
        filed[i] = fixture_file(x, 2, 3, arena_printf(x->arena, "超期的第%d件", i));
        fixture_must(x, FIXTURE_CLERK, filed[i].number, ACTION_ACCEPT, "");
    }
    x->now_us += 20 * UTC_DAY_US;
    for (int i = 0; i < n; i++) {
        fixture_must(x, FIXTURE_CLERK, filed[i].number, ACTION_REPLY, "迟到的答复");
        fixture_must(x, FIXTURE_CLERK, filed[i].number, ACTION_CLOSE, "终于办完");
    }
    (void)closed("按时办结的");
}

static const char *task_of(int64_t sample_id)
{
    return arena_printf(x->arena, "{\"sample\":\"%lld\"}", (long long)sample_id);
}

START_TEST(drawn_once_from_those_that_were_late)
{
    struct sample s;
    const char *why;
    size_t n;
    some_late_ones(7);
    store_test_sql(x->root, "INSERT INTO clock_history (clock_id, kind, at_us, due_before_us, rule, reason) SELECT id, 1, 1, 1, 'wish', '来信说下月再办' FROM clock WHERE kind = 6 AND late = 1 ORDER BY id LIMIT 1");
    next_month();
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    /* The top's callbacks, and what was relabelled: one at a time. */
    for (int i = 0; i < 2; i++) {
        ASSERT_OK(sample_sweep(x->jobs_db, x->arena, &w, 1, &n));
        ck_assert_uint_eq(n, 1);
    }
    ASSERT_OK(sample_sweep(x->jobs_db, x->arena, &w, 1, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(number("SELECT population FROM sample WHERE kind = 1"), 6);
    ck_assert_int_eq(number("SELECT excluded FROM sample WHERE kind = 1"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sample_item WHERE drawn = 3"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM task WHERE kind = 'sample'"), 1);
    int64_t id = number("SELECT id FROM sample WHERE kind = 1");
    ASSERT_OK(sample_take_up(x->jobs_db, x->arena, &w, task_of(id)));
    ASSERT_OK(sample_take_up(x->jobs_db, x->arena, &w, task_of(id)));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'sampled_callback'"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM callback WHERE sample_id IS NOT NULL AND unit_id = 1"), 2);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sample_item WHERE drawn = 3"), 0);
    chain_is_sound(number("SELECT complaint_id FROM callback WHERE sample_id IS NOT NULL LIMIT 1"));
    ASSERT_OK(sample_verify_next(x->jobs_db, x->arena, 0, &s, &why));
    ck_assert_ptr_null(why);
    store_test_sql(x->root, "UPDATE sample_item SET drawn = 1 - drawn WHERE drawn IN (0, 1) ORDER BY complaint_id LIMIT 1");
    ASSERT_OK(sample_verify_next(x->jobs_db, x->arena, 0, &s, &why));
    ck_assert_ptr_nonnull(why);
    ck_assert_int_eq(s.id, number("SELECT MIN(id) FROM sample"));
    ASSERT_ERR(sample_verify_next(x->jobs_db, x->arena, 1 << 30, &s, &why), ERR_NOT_FOUND);
}
END_TEST

START_TEST(whoever_may_check_draws_by_hand_within_his_units)
{
    const struct rb_sample rules = {.percent = 50}, none = {.percent = 0};
    struct sample_unit units[ACCESS_GRANTS_MAX];
    struct sample_item *items;
    struct sample s, *list;
    int64_t id;
    size_t n;
    (void)closed("甲"), (void)closed("乙"), (void)closed("丙");
    int month = sample_month_of(x->now_us, x->zone);
    next_month();
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CHIEF);
    const struct sample_wish wish = {.unit_id = 1, .month = month, .kind = SAMPLE_CHECKS};
    ASSERT_ERR(sample_draw(x->staff_db, x->arena, &w, &wish, &none, &id), ERR_STATE);
    ASSERT_OK(sample_draw(x->staff_db, x->arena, &w, &wish, &rules, &id));
    int64_t again;
    ASSERT_ERR(sample_draw(x->staff_db, x->arena, &w, &wish, &rules, &again), ERR_EXISTS);
    ASSERT_OK(sample_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], id, &s));
    ck_assert_int_eq(s.population, 3);
    ck_assert_int_eq(s.drawn, 2);
    ASSERT_ERR(sample_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], id, &s), ERR_NOT_FOUND);
    ASSERT_OK(sample_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], 10, &list, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(sample_units(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], units, &n));
    ck_assert_uint_eq(n, 1);
    const struct complaint_writer jobs = fixture_writer(x, CRYPTO_JOBS, 0);
    ASSERT_OK(sample_take_up(x->jobs_db, x->arena, &jobs, task_of(id)));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM spot_check WHERE sample_id IS NOT NULL AND state = 1"), 2);
    ASSERT_OK(sample_drawn(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &s, 10, &items, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_ne(items[0].work_id, 0);
}
END_TEST

static const struct db_stmts *const rival_stores[] = {&sample_stmts, &task_enqueue_stmts, NULL};
static int draw_as_rival(int rival, int64_t at_us)
{
    const struct rb_sample rules = {.percent = 20};
    const struct utc_zone *zone;
    struct arena *a = arena_new((size_t)64 << 20);
    struct complaint_writer w = {.keys = x->keys, .pool = CRYPTO_JOBS, .now_us = at_us};
    int64_t id;
    (void)rival;
    if (utc_zone_load("Asia/Shanghai", &zone) != ERR_NONE)
        return 2;
    w.zone = zone;
    const struct sample_wish wish = {.unit_id = 1, .month = sample_month_before(sample_month_of(at_us, zone)), .kind = SAMPLE_CHECKS};
    struct db *db = store_test_open_as(DB_JOBS, rival_stores);
    enum err e = sample_draw(db, a, &w, &wish, &rules, &id);
    db_close(db);
    arena_free(a);
    return e == ERR_NONE || e == ERR_EXISTS ? 0 : 1;
}

START_TEST(many_hosts_draw_once)
{
    (void)closed("甲"), (void)closed("乙");
    next_month();
    store_test_race(4, draw_as_rival, x->now_us);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sample"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM sample_item"), 2);
}
END_TEST

/* ---- spot checks ---- */

static enum err check(int user, enum spot_action action, const char *no, const struct spot_check *s, enum spot_result found, enum complaint_finding after, const char *text)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const struct spot_command command = {.action = action, .number = no, .id = s ? s->id : 0, .version = s ? s->version : 0, .result = found, .after = after, .text = text, .once_location = "/staff/checks"};
    return spot_act(x->staff_db, x->arena, &w, &command, &outcome);
}

static struct spot_check the_check(int64_t complaint_id)
{
    struct spot_check *list;
    size_t n;
    ASSERT_OK(spot_of(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], complaint_id, &list, &n));
    ck_assert_uint_ge(n, 1);
    return list[0];
}

START_TEST(only_a_superior_unit_checks_and_nobody_his_own)
{
    struct filed f = closed("抽查"), own = fixture_file(x, 2, 3, "自己办的");
    ASSERT_ERR(check(FIXTURE_CLERK, SPOT_BEGIN, f.number, NULL, 0, 0, ""), ERR_FORBIDDEN);
    ASSERT_ERR(check(FIXTURE_OTHER, SPOT_BEGIN, f.number, NULL, 0, 0, ""), ERR_NOT_FOUND);
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_BEGIN, own.number, NULL, 0, 0, ""), ERR_STATE); /* still open */
    fixture_must(x, FIXTURE_CHIEF, own.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CHIEF, own.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, own.number, ACTION_CLOSE, "办结");
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_BEGIN, own.number, NULL, 0, 0, ""), ERR_FORBIDDEN);
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_BEGIN, f.number, NULL, 0, 0, ""));
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_BEGIN, f.number, NULL, 0, 0, "")); /* leads to the same */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM spot_check"), 1);
    struct spot_check *list;
    size_t n;
    ASSERT_OK(spot_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], false, 10, &list, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(spot_list(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], false, 10, &list, &n));
    ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(a_changed_finding_is_the_complaints)
{
    struct filed f = closed("认定有误");
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_BEGIN, f.number, NULL, 0, 0, ""));
    struct spot_check s = the_check(f.id);
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_DECIDE, NULL, &s, SPOT_CHANGED, FINDING_RESPONSIBLE, "证据不足"), ERR_INPUT); /* that is what stands */
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_DECIDE, NULL, &s, SPOT_UPHELD, 0, ""), ERR_INPUT);
    ASSERT_ERR(check(FIXTURE_CLERK, SPOT_DECIDE, NULL, &s, SPOT_UPHELD, 0, "很好"), ERR_FORBIDDEN);
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_DECIDE, NULL, &s, SPOT_CHANGED, FINDING_NOT_RESPONSIBLE, "证据不足"));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CHIEF, f.number).finding, FINDING_NOT_RESPONSIBLE);
    ck_assert_int_eq(number("SELECT finding FROM allegation LIMIT 1"), FINDING_NOT_RESPONSIBLE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'check_changed' AND data LIKE '%\"finding_before\":\"1\"%'"), 1);
    s = the_check(f.id);
    ck_assert(s.before == FINDING_RESPONSIBLE && s.after == FINDING_NOT_RESPONSIBLE && s.state == SPOT_DONE);
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_DECIDE, NULL, &s, SPOT_UPHELD, 0, "再来"), ERR_STATE);
    chain_is_sound(f.id);
}
END_TEST

START_TEST(a_false_closing_is_marked_told_and_answered)
{
    struct filed f = closed("没有办就办结");
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_BEGIN, f.number, NULL, 0, 0, ""));
    struct spot_check s = the_check(f.id);
    ASSERT_ERR(check(FIXTURE_CLERK, SPOT_ANSWER, NULL, &s, 0, 0, "先说明"), ERR_STATE);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (4, 1, 2)");
    ASSERT_OK(check(FIXTURE_CHIEF, SPOT_DECIDE, NULL, &s, SPOT_FALSE, 0, "投诉人说没有人联系过他"));
    ck_assert(fixture_load(x, FIXTURE_CHIEF, f.number).false_closing);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'check_false' AND user_id = 4"), 1);
    s = the_check(f.id);
    ASSERT_ERR(check(FIXTURE_CHIEF, SPOT_ANSWER, NULL, &s, 0, 0, "自问自答"), ERR_FORBIDDEN);
    ASSERT_OK(check(FIXTURE_CLERK, SPOT_ANSWER, NULL, &s, 0, 0, "当日有电话记录，附后"));
    s = the_check(f.id);
    ck_assert_str_eq(s.reply, "当日有电话记录，附后");
    ASSERT_ERR(check(FIXTURE_CLERK, SPOT_ANSWER, NULL, &s, 0, 0, "再答"), ERR_STATE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'check_answered' AND user_id = 1"), 1);
    chain_is_sound(f.id);
}
END_TEST

Suite *suite_store_callback(void);
Suite *suite_store_callback(void)
{
    Suite *s = suite_create("store_callback");
    TCase *tc = tcase_create("aftercare");
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, closing_makes_one_and_recording_meets_its_clock);
    tcase_add_test(tc, who_handled_calls_when_nobody_else_is_there);
    tcase_add_test(tc, claimed_by_opening_once);
    tcase_add_test(tc, given_up_after_attempts_on_different_days);
    tcase_add_test(tc, dissatisfied_goes_to_others_in_the_same_transaction);
    tcase_add_test(tc, dissatisfied_with_what_cannot_be_reviewed);
    tcase_add_test(tc, dissatisfied_opens_it_again);
    tcase_add_test(tc, dissatisfied_tells_the_manager);
    tcase_add_test(tc, jobs_take_up_what_is_missing);
    tcase_add_test(tc, a_wish_of_the_complainant);
    tcase_add_test(tc, who_is_kept_out_sees_none);
    tcase_add_test(tc, drawn_once_from_those_that_were_late);
    tcase_add_test(tc, whoever_may_check_draws_by_hand_within_his_units);
    tcase_add_test(tc, many_hosts_draw_once);
    tcase_add_test(tc, only_a_superior_unit_checks_and_nobody_his_own);
    tcase_add_test(tc, a_changed_finding_is_the_complaints);
    tcase_add_test(tc, a_false_closing_is_marked_told_and_answered);
    suite_add_tcase(s, tc);
    return s;
}
