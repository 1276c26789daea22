#include "closing_store.h"
#include "complaint_gate_store.h"
#include "rulebook_store.h"
#include "store_fixture.h"

Suite *suite_store_close(void);

/*
 * Closing (requirements H): the draft is everybody's and guarded by its version, an approval holds for exactly its words, what a higher level closes is closed there or by who is empowered and looked at by the
 * top, a withdrawal that was not free does not count, who handled it does not review it, and later than its time only who may supervise takes it up again.
 */
static struct fixture *x;
static struct filed f;

static const char *const more = "chains:\n- {code: closing, about: closing, name: {zh: 办结审批, en: Closing}, basis: unreached, steps: [{role: manager}]}\n"
                                "closing: {sources: [regulator], level: head, reopen_days: 30, review_days: 10}\n";

static void setup(void)
{
    x = fixture_make();
    const char *bases = strstr(fixture_book, "bases:\n") + strlen("bases:\n");
    fixture_use_book(x, arena_printf(x->arena, "%.*s- {code: unreached, name: {zh: 无法联系, en: Unreached}, demands: [approval]}\n%s%s", (int)(bases - fixture_book), fixture_book, bases, more));
    f = fixture_file(x, 2, 3, "两次扣款");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "已核实");
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum gate first_gate(const struct complaint_command *command, enum err expected)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct complaint_result result = {.n_gates = 0};
    ASSERT_ERR(complaint_act(x->staff_db, x->arena, &w, command, &result), expected);
    return result.n_gates ? result.gates[0].gate : (enum gate)0;
}

START_TEST(the_draft_survives_and_is_guarded)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct complaint_closing *k = fixture_closing(x);
    struct closing_draft draft;
    k->finding = FINDING_NOT_RESPONSIBLE;
    ASSERT_ERR(closing_draft_load(x->staff_db, x->arena, f.id, &draft), ERR_NOT_FOUND);
    ASSERT_OK(closing_draft_save(x->staff_db, x->arena, &w, f.number, k, 0));
    ASSERT_ERR(closing_draft_save(x->staff_db, x->arena, &w, f.number, k, 0), ERR_STALE);
    ASSERT_OK(closing_draft_load(x->staff_db, x->arena, f.id, &draft));
    ck_assert_int_eq(draft.closing.finding, FINDING_NOT_RESPONSIBLE);
    ck_assert_str_eq(draft.closing.agreement, k->agreement);
    ASSERT_OK(closing_draft_save(x->staff_db, x->arena, &w, f.number, k, draft.version));
    struct complaint_writer reader = fixture_writer(x, CRYPTO_STAFF, FIXTURE_READER);
    ASSERT_ERR(closing_draft_save(x->staff_db, x->arena, &reader, f.number, k, draft.version + 1), ERR_FORBIDDEN);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    struct closing_report report;
    ASSERT_OK(closing_report_load(x->staff_db, x->arena, f.id, &report));
    ck_assert_int_eq(report.closing.finding, FINDING_RESPONSIBLE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM paper"), 1);
    ck_assert_int_eq(number("SELECT finding FROM allegation"), FINDING_RESPONSIBLE); /* one matter is the whole */
    ck_assert_int_eq(number("SELECT closed_by FROM complaint"), FIXTURE_CLERK);
    ck_assert_int_eq(number("SELECT outcome_said FROM complaint"), 1);
    ASSERT_ERR(closing_draft_save(x->staff_db, x->arena, &w, f.number, k, -1), ERR_STATE);
}
END_TEST

START_TEST(reasons_have_a_length)
{
    char reasons[COMPLAINT_OUTCOME_MAX + 2];
    memset(reasons, 'x', sizeof reasons);
    reasons[COMPLAINT_OUTCOME_MAX + 1] = '\0';
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, reasons);
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    reasons[COMPLAINT_OUTCOME_MAX] = '\0';
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
}
END_TEST

START_TEST(an_approval_holds_for_its_words)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "多次联系不上");
    struct complaint_closing k = *command.closing;
    uint8_t hash[32];
    command.basis = "unreached";
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_APPROVAL);
    k.finding = command.finding, k.basis = command.basis, k.text = command.text;
    closing_hash(x->arena, &k, hash);
    store_test_sql(x->root, "INSERT INTO approval (complaint_id, about, chain, basis, state, title, body, hash, asked_by, asked_us) VALUES (%lld, 'closing', 'closing', 'unreached', 1, 'x', 'x', UNHEX(REPEAT('0', 64)), 2, %lld)",
                   (long long)f.id, (long long)x->now_us);
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_APPROVAL);
    store_test_sql(x->root, "UPDATE approval SET state = 2");
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_APPROVAL); /* of other words */
    struct buf hex = {.arena = x->arena};
    for (size_t i = 0; i < sizeof hash; i++)
        buf_printf(&hex, "%02x", hash[i]);
    store_test_sql(x->root, "UPDATE approval SET hash = UNHEX('%s')", hex.p);
    command.text = "另外的理由";
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_APPROVAL);
    command.text = "多次联系不上";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
}
END_TEST

START_TEST(what_a_higher_level_closes)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    store_test_sql(x->root, "UPDATE complaint SET source = 'regulator'");
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_AUTHORITY);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM spot_check"), 0);
    ck_assert_int_eq(number("SELECT MAX(finding) FROM allegation"), 0); /* nothing of it stands */
    store_test_sql(x->root, "UPDATE unit SET closes_above = 1 WHERE id = 2");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert_int_eq(number("SELECT unit_id FROM spot_check WHERE state = 1"), 1);
}
END_TEST

/* The newest decision counts, of this time round; what was only noted binds nobody. */
START_TEST(the_finding_is_what_the_committee_decided)
{
    static const char *const decided = "INSERT INTO agenda_item (unit_id, complaint_id, why, question, state, decision, body, follow_up, proposed_us, decided_us) VALUES (1, %lld, 'responsibility', 'x', 3, '%s', 'x', '', 1, %lld)";
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    store_test_sql(x->root, decided, (long long)f.id, "not_responsible", (long long)x->now_us);
    store_test_sql(x->root, decided, (long long)f.id, "noted", (long long)x->now_us + 5);
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_DECIDED);
    ck_assert_int_eq(number("SELECT MAX(finding) FROM allegation"), 0);
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    const struct rulebook *book;
    struct gate_facts have;
    int64_t version_id;
    ASSERT_OK(rulebook_in_force(x->staff_db, x->arena, &book, &version_id));
    ASSERT_OK(gate_load(x->staff_db, x->arena, &w, &c, book, &have));
    ck_assert_int_eq(have.committee_finding, FINDING_NOT_RESPONSIBLE);
    store_test_sql(x->root, decided, (long long)f.id, "responsible", (long long)x->now_us + 9);
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REOPEN, "有新的情况");
    store_test_sql(x->root, "UPDATE agenda_item SET decided_us = 1");
    c = fixture_load(x, FIXTURE_CLERK, f.number);
    ASSERT_OK(gate_load(x->staff_db, x->arena, &w, &c, book, &have));
    ck_assert_int_eq(have.committee_finding, FINDING_NONE);
}
END_TEST

START_TEST(a_withdrawal_under_pressure_does_not_count)
{
    store_test_sql(x->root, "UPDATE complaint SET withdraw_us = 5");
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CONFIRM_WITHDRAWAL, NULL);
    struct complaint_closing k = *command.closing;
    command.closing = NULL;
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_VOLUNTARY);
    k.freely = -1;
    command.closing = &k;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert_int_eq(c.state, COMPLAINT_REPLIED);
    ck_assert_int_eq(c.withdraw_us, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'withdraw_forced'"), 1);
}
END_TEST

START_TEST(nobody_closes_what_he_investigated_alone)
{
    store_test_sql(x->root, "INSERT INTO investigation (complaint_id, position, facts, sources, interviews, evidence, conclusion, remedy, first_by, last_by, at_us) VALUES (%lld, 1, 'x', '', '', '', 'x', '', 2, 2, 1)",
                   (long long)f.id);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    ck_assert_int_eq(first_gate(&command, ERR_STATE), GATE_ALONE);
    store_test_sql(x->root, "UPDATE investigation SET last_by = 1");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
}
END_TEST

START_TEST(a_review_goes_to_others)
{
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    uint8_t token[32];
    const char *location;
    struct complaint_writer visitor = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const struct track_command ask = {.action = ACTION_ASK_REVIEW, .text = "我不接受"}, nothing = {.action = ACTION_ASK_REVIEW};
    fixture_track(x, f.number, token);
    ASSERT_ERR(track_act(x->public_db, x->arena, &visitor, token, FIXTURE_TTL, &nothing, &location), ERR_INPUT);
    ASSERT_OK(track_act(x->public_db, x->arena, &visitor, token, FIXTURE_TTL, &ask, &location));
    ASSERT_ERR(track_act(x->public_db, x->arena, &visitor, token, FIXTURE_TTL, &ask, &location), ERR_STATE);
    fixture_must(x, FIXTURE_CHIEF, f.number, ACTION_REVIEW, "由总公司复核");
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, f.number);
    ck_assert(c.review && c.state == COMPLAINT_PROGRESS && !c.review_asked_us && !c.closed_us);
    ck_assert_int_eq(c.department_id, 1); /* the superior's customer service */
    permission_set rights;
    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], f.number, &c, &rights), ERR_NOT_FOUND);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM recusal WHERE reason = 'handled' AND user_id = 2"), 1);
}
END_TEST

START_TEST(later_than_its_time_only_who_may_supervise)
{
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "属实");
    x->now_us += 31 * UTC_DAY_US;
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_REOPEN, "新情况");
    for (size_t i = 0; i < x->users[FIXTURE_CLERK].n_grants; i++)
        x->users[FIXTURE_CLERK].grants[i].permissions &= ~PERMISSION_BIT(MAY_SUPERVISE);
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_FORBIDDEN);
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &command));
    ck_assert_int_eq(number("SELECT outcome_said FROM complaint"), 0);
}
END_TEST

Suite *suite_store_close(void)
{
    Suite *suite = suite_create("close");
    TCase *tests = tcase_create("close");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_draft_survives_and_is_guarded);
    tcase_add_test(tests, reasons_have_a_length);
    tcase_add_test(tests, an_approval_holds_for_its_words);
    tcase_add_test(tests, what_a_higher_level_closes);
    tcase_add_test(tests, a_withdrawal_under_pressure_does_not_count);
    tcase_add_test(tests, the_finding_is_what_the_committee_decided);
    tcase_add_test(tests, nobody_closes_what_he_investigated_alone);
    tcase_add_test(tests, a_review_goes_to_others);
    tcase_add_test(tests, later_than_its_time_only_who_may_supervise);
    suite_add_tcase(suite, tests);
    return suite;
}
