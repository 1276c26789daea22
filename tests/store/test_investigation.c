#include <string.h>

#include "complaint_class_store.h"
#include "investigation_store.h"
#include "message_store.h"
#include "slip_fixture.h"

Suite *suite_store_investigation(void);

static struct slip_fixture f;
static const char *no;
static int64_t id;
static struct investigation_result result;

static void setup(void)
{
    slip_fixture_make(&f);
    struct filed filed = fixture_file(f.x, 2, 3, "理赔一直没有结果");
    no = filed.number;
    id = filed.id;
    fixture_must(f.x, FIXTURE_CLERK, no, ACTION_ACCEPT, NULL);
}

static void teardown(void)
{
    slip_fixture_end(&f);
}

static struct investigation_command words(int version, const char *facts, enum complaint_finding finding, const char *reason)
{
    return (struct investigation_command){.number = no, .position = 1, .version = version, .texts = {facts, "系统", "", "", "属实", "退款"}, .finding = finding, .reason = reason, .story = facts,
                                          .once_location = "/staff/x"};
}

static enum err try_as(int user, const struct investigation_command *command)
{
    const struct complaint_writer w = slip_writer(&f, user);
    return investigation_write(f.x->staff_db, f.x->arena, &w, command, &result);
}

static enum err write_as(int user, int version, const char *facts, enum complaint_finding finding, const char *reason)
{
    const struct investigation_command command = words(version, facts, finding, reason);
    return try_as(user, &command);
}

static struct investigation *seen_by(int user, size_t *ret_n)
{
    struct complaint c;
    permission_set rights;
    struct investigation *list;
    ASSERT_OK(complaint_load(f.x->staff_db, f.x->arena, &f.users[user], no, &c, &rights));
    ASSERT_OK(investigation_load(f.x->staff_db, f.x->arena, &f.users[user], &c, &list, ret_n));
    return list;
}

START_TEST(written_and_changed)
{
    size_t n;
    ASSERT_OK(write_as(FIXTURE_CLERK, 0, "查了流水", FINDING_NONE, ""));
    ASSERT_OK(write_as(FIXTURE_CHIEF, 1, "查了流水和录音", FINDING_RESPONSIBLE, "多收一笔"));
    struct investigation *list = seen_by(FIXTURE_READER, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(list[0].version, 2);
    ck_assert_str_eq(list[0].texts[INVESTIGATION_FACTS], "查了流水和录音");
    ck_assert_int_eq(list[0].first_by, 2);
    ck_assert_int_eq(list[0].last_by, 1);
    ck_assert_int_eq(slip_sql_number(&f, "SELECT finding FROM allegation WHERE position = 1"), FINDING_RESPONSIBLE);
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM event WHERE kind = 'investigated' AND data LIKE '%\"position\":\"1\"%'"), 2);
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM message WHERE kind = 5 AND body = '查了流水'"), 1);
    ck_assert_int_gt(slip_sql_number(&f, "SELECT COUNT(*) FROM search_queue"), 0);
    fixture_sound(f.x, id);
}
END_TEST

START_TEST(nothing_is_overwritten)
{
    ASSERT_OK(write_as(FIXTURE_CLERK, 0, "一", FINDING_NOT_RESPONSIBLE, "无误"));
    ASSERT_ERR(write_as(FIXTURE_CHIEF, 0, "二", FINDING_NONE, ""), ERR_STALE);
    ck_assert_str_eq(result.current.texts[INVESTIGATION_FACTS], "一");
    ck_assert_int_eq(result.current.version, 1);
    ck_assert_int_eq(result.finding, FINDING_NOT_RESPONSIBLE);
    ck_assert_str_eq(result.reason, "无误");
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM event WHERE kind = 'investigated'"), 1);
}
END_TEST

START_TEST(a_form_counts_once)
{
    static const uint8_t once[32] = {7};
    struct investigation_command command = words(0, "一", FINDING_NONE, "");
    command.once_hash = once;
    ASSERT_OK(try_as(FIXTURE_CLERK, &command));
    ASSERT_OK(try_as(FIXTURE_CLERK, &command));
    ck_assert_str_eq(result.location, "/staff/x");
    ck_assert_int_eq(slip_sql_number(&f, "SELECT version FROM investigation"), 1);
}
END_TEST

START_TEST(what_is_refused)
{
    struct investigation_command command = words(0, "一", FINDING_RESPONSIBLE, "");
    ASSERT_ERR(try_as(FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_str_eq(result.field, "reason");
    command.position = 9;
    ASSERT_ERR(try_as(FIXTURE_CLERK, &command), ERR_NOT_FOUND);
    ASSERT_ERR(write_as(FIXTURE_OTHER, 0, "一", FINDING_NONE, ""), ERR_NOT_FOUND); /* out of scope */
    ASSERT_ERR(write_as(FIXTURE_READER, 0, "一", FINDING_NONE, ""), ERR_FORBIDDEN);
    store_test_sql(f.x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us, actor_id) VALUES (%lld, 1, 'handled', 1, 2)", (long long)id);
    ASSERT_ERR(write_as(FIXTURE_CHIEF, 0, "一", FINDING_NONE, ""), ERR_NOT_FOUND); /* kept out */
    store_test_sql(f.x->root, "UPDATE complaint SET is_open = 0, state = 5 WHERE id = %lld", (long long)id);
    ASSERT_ERR(write_as(FIXTURE_CLERK, 0, "一", FINDING_NONE, ""), ERR_STATE);
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM investigation"), 0);
}
END_TEST

START_TEST(the_leading_department_writes_its_own)
{
    size_t n;
    int slip = slip_must_send(&f, FIXTURE_CLERK, no, 6, "请核实");
    slip_must_send(&f, FIXTURE_CLERK, no, 7, "请配合");
    ASSERT_ERR(write_as(SLIP_SELLER, 0, "销售的", FINDING_NONE, ""), ERR_FORBIDDEN); /* asked too, does not lead */
    ASSERT_OK(write_as(SLIP_PAYER, 0, "给付查明", FINDING_RESPONSIBLE, "不由部门定"));
    ck_assert_int_eq(slip_sql_number(&f, "SELECT finding FROM allegation WHERE position = 1"), 0); /* who carries it decides that */
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM event WHERE kind = 'investigated' AND slip_id IS NOT NULL"), 1);
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM message WHERE kind = 6 AND slip_id IS NOT NULL AND body = '给付查明'"), 1);
    struct investigation *list = seen_by(SLIP_HELPER, &n);
    ck_assert_str_eq(list[0].texts[INVESTIGATION_FACTS], "给付查明"); /* of the same department */
    list = seen_by(SLIP_SELLER, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert(list[0].hidden);
    ck_assert_str_eq(list[0].texts[INVESTIGATION_FACTS], "");
    ck_assert_str_eq(list[0].last, "");
    /* Taken over by who carries the complaint it is the department's no more. */
    ASSERT_OK(write_as(FIXTURE_CLERK, 1, "客服补充", FINDING_RESPONSIBLE, "多收"));
    list = seen_by(SLIP_PAYER, &n);
    ck_assert(list[0].hidden);
    ASSERT_ERR(write_as(SLIP_PAYER, 2, "再写", FINDING_NONE, ""), ERR_FORBIDDEN);
    ck_assert_str_eq(result.current.texts[INVESTIGATION_FACTS], "");
    /* Answered is answered. */
    slip_must(&f, SLIP_PAYER, no, slip, SLIP_DO_ACCEPT, NULL);
    slip_must(&f, SLIP_PAYER, no, slip, SLIP_DO_ANSWER, "已查明");
    store_test_sql(f.x->root, "UPDATE investigation SET last_by = 11");
    ASSERT_ERR(write_as(SLIP_PAYER, 2, "再写", FINDING_NONE, ""), ERR_FORBIDDEN);
    fixture_sound(f.x, id);
}
END_TEST

static enum err flags_as(int user, const char *was, const char *note)
{
    const struct investigation_flag flags[] = {{"media", was, note}};
    const struct complaint_writer w = slip_writer(&f, user);
    const char *location;
    return investigation_flags(f.x->staff_db, f.x->arena, &w, no, flags, 1, NULL, "/staff/x", &location);
}

START_TEST(key_facts_of_flags)
{
    store_test_sql(f.x->root, "INSERT INTO complaint_code (complaint_id, kind, code, note) VALUES (%lld, 3, 'media', '')", (long long)id);
    ASSERT_OK(flags_as(FIXTURE_CLERK, "", "某报记者来电"));
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM complaint_code WHERE note = '某报记者来电'"), 1);
    ASSERT_ERR(flags_as(FIXTURE_CHIEF, "", "别的"), ERR_STALE);
    ASSERT_OK(flags_as(FIXTURE_CHIEF, "某报记者来电", "某报记者来电"));
    ck_assert_int_eq(slip_sql_number(&f, "SELECT COUNT(*) FROM event WHERE kind = 'flag_facts'"), 1); /* nothing changed: nothing happened */
    ASSERT_ERR(flags_as(FIXTURE_READER, "某报记者来电", "x"), ERR_FORBIDDEN);
    ASSERT_ERR(flags_as(FIXTURE_OTHER, "某报记者来电", "x"), ERR_NOT_FOUND);
    fixture_sound(f.x, id);
}
END_TEST

Suite *suite_store_investigation(void)
{
    Suite *s = suite_create("store_investigation");
    TCase *t = tcase_create("investigation");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, written_and_changed);
    tcase_add_test(t, nothing_is_overwritten);
    tcase_add_test(t, a_form_counts_once);
    tcase_add_test(t, what_is_refused);
    tcase_add_test(t, the_leading_department_writes_its_own);
    tcase_add_test(t, key_facts_of_flags);
    suite_add_tcase(s, t);
    return s;
}
