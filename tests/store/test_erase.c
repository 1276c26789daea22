#include <stdio.h>
#include <string.h>

#include "committee_store.h"
#include "compensation_store.h"
#include "complaint_filing_store.h"
#include "erase_store.h"
#include "keep_store.h"
#include "link_store.h"
#include "pack_case_store.h"
#include "pack_store.h"
#include "paper_store.h"
#include "repeat_store.h"
#include "search_index_store.h"
#include "crypto_random.h"
#include "store_fixture.h"

Suite *suite_store_erase(void);

#define CANARY "KANARIE"
#define YEARS "keeping:\n- {code: plain, name: {zh: 一般, en: Ordinary}, years: 5}\n"

static struct fixture *x;
static struct filed filed;
static int64_t id;

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void setup(void)
{
    x = fixture_make();
    fixture_use_book(x, arena_printf(x->arena, "%s%s", fixture_book, YEARS));
    filed = fixture_file(x, 2, 3, "理赔一直没有结果 " CANARY);
    id = filed.id;
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, CANARY " note");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, CANARY " reply");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, CANARY " closing");
}

static void teardown(void)
{
    fixture_end(x);
}

static void sound(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, id, &bad));
    ck_assert_int_eq(bad, 0);
}

/* Plan, list and erase as jobs do, at a time that is so many days after now; how many went. */
static size_t jobs_at(int64_t days)
{
    int64_t now_us = x->now_us + days * UTC_DAY_US, cursor = 0, listed, *ids;
    struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    size_t n, erased = 0;
    bool over;
    w.now_us = now_us;
    do
        ASSERT_OK(keep_plan(x->jobs_db, x->arena, x->zone, now_us, &cursor, &over));
    while (!over);
    ASSERT_OK(keep_list_due(x->jobs_db, now_us, 30 * UTC_DAY_US, 100, &listed));
    ASSERT_OK(keep_due(x->jobs_db, x->arena, now_us, 100, &ids, &n));
    for (size_t i = 0; i < n; i++) {
        enum keeping_wait wait;
        ASSERT_OK(erase_blocked(x->jobs_db, x->arena, ids[i], now_us, &wait));
        if (!wait) {
            ASSERT_OK(repeat_forget(x->jobs_db, x->arena, ids[i]));
            ASSERT_OK(search_forget(x->jobs_db, x->arena, ids[i]));
            ASSERT_OK(erase_complaint(x->jobs_db, x->arena, &w, ids[i], &wait));
        }
        if (wait)
            ASSERT_OK(erase_put_off(x->jobs_db, ids[i], now_us, wait));
        else
            erased++;
    }
    return erased;
}

/* In every text and blob column of every table: how many values hold the canary. Says which. */
static int64_t canaries(bool tell)
{
    int64_t found = 0;
    const char *list = store_test_text(x->root, x->arena,
                                       "SELECT GROUP_CONCAT(CONCAT(t.table_name, '.', c.column_name)) FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND "
                                       "t.table_name = c.table_name WHERE c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.data_type IN ('char', 'varchar', 'text', 'mediumtext', 'longtext', 'blob', "
                                       "'mediumblob', 'longblob', 'varbinary')");
    struct str rest = str_of(list);
    size_t n_columns = 0;
    for (; rest.p; n_columns++) {
        struct str one = str_cut(&rest, ','), table = str_cut(&one, '.');
        int64_t n = number(arena_printf(x->arena, "SELECT COUNT(*) FROM `%.*s` WHERE CAST(`%.*s` AS BINARY) LIKE '%%" CANARY "%%'", (int)table.n, table.p, (int)one.n, one.p));
        if (n > 0 && tell)
            fprintf(stderr, "still in %.*s.%.*s: %lld\n", (int)table.n, table.p, (int)one.n, one.p, (long long)n);
        found += n;
    }
    ck_assert_uint_gt(n_columns, 150);
    return found;
}

/* One row with the canary in each text of each table that belongs to a complaint. */
static void plant(void)
{
    static const char *const rows[] = {
        "UPDATE complaint SET title = '" CANARY "', occurred = '" CANARY "', place = '" CANARY "', persons = '" CANARY "', reference = '" CANARY "', outcome = '" CANARY "', grade_reason = '" CANARY "' WHERE id = %lld",
        "INSERT INTO complaint_told (complaint_id, lang, ways, own, mail_version, mail, sms_version, sms, changed_us) VALUES (%lld, 'zh', 3, 0, 1, '" CANARY "', 1, '" CANARY "', 1)",
        "UPDATE complaint_identity SET name = '" CANARY "', phone = '" CANARY "', email = '" CANARY "', address = '" CANARY "', id_number = '" CANARY "', parties = '" CANARY "', prefer_time = '" CANARY "' WHERE complaint_id = %lld",
        "UPDATE allegation SET body = '" CANARY "', reason = '" CANARY "' WHERE complaint_id = %lld",
        "INSERT IGNORE INTO demand (complaint_id, kind, note) VALUES (%lld, 'other', '" CANARY "')",
        "INSERT INTO complaint_intake (complaint_id, ask, value) VALUES (%lld, 'recording', '" CANARY "')",
        "INSERT INTO complaint_field (complaint_id, field_id, value) VALUES (%lld, 1, '" CANARY "') ON DUPLICATE KEY UPDATE value = '" CANARY "'",
        "INSERT INTO draft (token_hash, created_us, updated_us, sealed, complaint_id) VALUES (REPEAT('a', 32), 1, 1, '" CANARY "', %lld)",
        "INSERT INTO attachment (code, complaint_id, name, media_type, bytes, sha256, at_us, whole) VALUES (REPEAT('C', 26), %lld, '" CANARY "', 'application/pdf', 7, REPEAT('h', 32), 1, 1)",
        "INSERT INTO attachment_chunk (attachment_id, n, data) SELECT id, 0, '" CANARY "' FROM attachment WHERE complaint_id = %lld",
        "INSERT INTO rating (complaint_id, at_us, solved, overall, speed, attitude, skill, result, words) VALUES (%lld, 1, 1, 5, 5, 5, 5, 5, '" CANARY "')",
        "INSERT INTO complaint_code (complaint_id, kind, code, note) VALUES (%lld, 3, 'group', '" CANARY "') ON DUPLICATE KEY UPDATE note = '" CANARY "'",
        "INSERT INTO respondent (complaint_id, position, kind, name) VALUES (%lld, 1, 'agent', '" CANARY "')",
        "INSERT INTO clock_history (clock_id, kind, at_us, due_before_us, reason) SELECT id, 2, 1, 1, '" CANARY "' FROM clock WHERE complaint_id = %lld LIMIT 1",
        "INSERT INTO clock_request (clock_id, complaint_id, state, due_us, reason, notice, asker_id, asked_us, answer) SELECT id, complaint_id, 2, 1, '" CANARY "', '" CANARY "', 1, 1, '" CANARY "' FROM clock WHERE complaint_id = %lld LIMIT 1",
        "INSERT INTO notice (user_id, complaint_id, at_us, kind, data) VALUES (1, %lld, 1, 'assigned', '{\"by\":\"" CANARY "\"}')",
        "INSERT INTO post (complaint_id, at_us, next_us, way, state, kind, lang, data, said) VALUES (%lld, 1, 1, 1, 3, 'reply', 'zh', '{\"due\":\"" CANARY "\"}', '" CANARY "')",
        "INSERT INTO slip (complaint_id, number, kind, state, from_unit_id, from_user_id, to_unit_id, to_department_id, sent_us, due_us, next_us, request) VALUES (%lld, 1, 1, 6, 2, 2, 1, 2, 1, 1, 253402300799000000, '" CANARY "')",
        "INSERT INTO relabelling (complaint_id, seq, at_us, actor_id, unit_id, made, reason) VALUES (%lld, 1, 1, 1, 2, 'invalid', '" CANARY "')",
        "INSERT INTO complaint_tag (complaint_id, word, unit_id, at_us, actor_id) VALUES (%lld, '" CANARY "', 2, 1, 1)",
        "INSERT INTO bulk (user_id, action, query, data, at_us) VALUES (1, 'tag', '', '{}', 1)",
        "INSERT INTO bulk_item (bulk_id, place, complaint_id, version, state, why) SELECT id, 1, %lld, 1, 3, '" CANARY "' FROM bulk LIMIT 1",
        "INSERT INTO approval (complaint_id, about, chain, state, title, body, hash, asked_by, asked_us) VALUES (%lld, 'closing', 'x', 2, '" CANARY "', '" CANARY "', REPEAT('h', 32), 1, 1)",
        "INSERT INTO approval_step (approval_id, n, role, due_us, decision, body) SELECT id, 1, 'manager', 1, 1, '" CANARY "' FROM approval WHERE complaint_id = %lld",
        "INSERT INTO investigation (complaint_id, position, facts, sources, interviews, evidence, conclusion, remedy, first_by, last_by, at_us) VALUES (%lld, 1, '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', 1, 1, 1)",
        "INSERT INTO paper (complaint_id, code, kind, state, title, author_id, begun_us, changed_us, delivered_to, delivery_proof) VALUES (%lld, 'letter', 'letter', 4, '" CANARY "', 1, 1, 1, '" CANARY "', '" CANARY "')",
        "INSERT INTO paper_section (paper_id, code, body) SELECT id, 'facts', '" CANARY "' FROM paper WHERE complaint_id = %lld AND code = 'letter'",
        "INSERT INTO paper_copy (paper_id, language, body, sha256, at_us) SELECT id, 'zh', '" CANARY "', REPEAT('h', 32), 1 FROM paper WHERE complaint_id = %lld AND code = 'letter'",
        "INSERT INTO compensation (complaint_id, unit_id, standard, state, cents, reason, proposed_by, proposed_us, paid_way, paid_voucher) VALUES (%lld, 2, 'x', 4, 12345, '" CANARY "', 1, 1, '" CANARY "', '" CANARY "')",
        "INSERT INTO agenda_item (unit_id, complaint_id, why, question, state, body, follow_up, follow_done, proposed_us) VALUES (2, %lld, 'major', '" CANARY "', 3, '" CANARY "', '" CANARY "', '" CANARY "', 1)",
        "INSERT INTO agenda_voice (item_id, user_id, opinion, at_us) SELECT id, 1, '" CANARY "', 1 FROM agenda_item WHERE complaint_id = %lld",
        "INSERT INTO vexatious (agenda_item_id, complaint_id, until_us, body, why_lifted) SELECT id, complaint_id, 1, '" CANARY "', '" CANARY "' FROM agenda_item WHERE complaint_id = %lld",
        "INSERT INTO callback (complaint_id, closing, unit_id, state, due_us, next_us, answers, body) VALUES (%lld, 9, 2, 2, 1, 1, '{\"q\":\"" CANARY "\"}', '" CANARY "')",
        "INSERT INTO spot_check (complaint_id, unit_id, state, body, reply, opened_us, due_us) VALUES (%lld, 1, 2, '" CANARY "', '" CANARY "', 1, 1)",
        "INSERT INTO measure (unit_id, department_id, complaint_id, kind, cause, title, body, state, due_us, evidence, remark, made_by, made_us) VALUES (2, 3, %lld, 1, 'x', 'A rule', '" CANARY "', 3, 1, '" CANARY "', '" CANARY "', 1, 1)",
        "INSERT INTO measure_step (measure_id, n, at_us, kind, body) SELECT id, 1, 1, 'set', '" CANARY "' FROM measure WHERE complaint_id = %lld",
        "INSERT INTO account_item (rule, unit_id, complaint_id, month, nth, state, body, appeal, proposed_us) VALUES ('x', 2, %lld, 202601, 1, 2, '" CANARY "', '" CANARY "', 1)",
        "INSERT INTO library_case (complaint_id, unit_id, category_id, state, title, complaint, verification, handling, analysis, prevention, author_id, changed_us) VALUES (%lld, 2, 1, 1, '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', '" CANARY "', 1, 1)",
        "INSERT INTO library_pass (case_id, passage, reason, by_id, at_us) SELECT id, REPEAT('p', 32), '" CANARY "', 1, 1 FROM library_case WHERE complaint_id = %lld",
        "INSERT INTO disclosure (complaint_id, state, body_name, reference, ground, asked_by, asked_us, handed_to) VALUES (%lld, 2, 'Regulator', '7', '" CANARY "', 1, 1, '" CANARY "')",
        "INSERT INTO legal_hold (complaint_id, reason, set_by, set_us, lifted_by, lifted_us, lifted_why) VALUES (%lld, '" CANARY "', 1, 1, 1, 2, '" CANARY "')",
        "INSERT INTO pack (complaint_id, user_id, scope, identity, whole, state, hash, bytes, made_us) VALUES (%lld, 1, 1, 1, 1, 2, REPEAT('h', 32), 7, 1)",
        "INSERT INTO pack_part (pack_id, n, body) SELECT id, 0, '" CANARY "' FROM pack WHERE complaint_id = %lld",
    };
    store_test_sql(x->root, "SET sql_mode = ''"); /* columns that are not told take what is nothing */
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (strstr(rows[i], "%lld"))
            store_test_sql(x->root, "%.*s%lld%s", (int)(strstr(rows[i], "%lld") - rows[i]), rows[i], (long long)id, strstr(rows[i], "%lld") + 4);
        else
            store_test_sql(x->root, "%s", rows[i]);
    }
    /* Whatever long texts these tables have besides, also those that will come. */
    struct str rest = str_of(store_test_text(x->root, x->arena,
                                             "SELECT GROUP_CONCAT(CONCAT(c.table_name, '.', c.column_name)) FROM information_schema.columns c JOIN information_schema.columns k ON k.table_schema = c.table_schema AND "
                                             "k.table_name = c.table_name AND k.column_name = 'complaint_id' JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name WHERE "
                                             "c.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND c.data_type IN ('text', 'mediumtext', 'longtext', 'blob', 'mediumblob', 'longblob') AND c.table_name NOT IN "
                                             "('event', 'task')"));
    while (rest.p) {
        struct str one = str_cut(&rest, ','), table = str_cut(&one, '.');
        store_test_sql(x->root, "UPDATE `%.*s` SET `%.*s` = '" CANARY "' WHERE complaint_id = %lld", (int)table.n, table.p, (int)one.n, one.p, (long long)id);
    }
    store_test_sql(x->root, "INSERT INTO staff_draft (user_id, draft_key, updated_us, wrap_version, wrapped_key, body) VALUES (1, 'case:%s:reply', 1, 1, 'k', '" CANARY "')", filed.number);
    /* Into an event, as an action writes it. */
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    ASSERT_OK(complaint_append(x->staff_db, x->arena, &w, &c, "revealed", timeline_data(x->arena, "reason", CANARY " why", "tag", CANARY, NULL)));
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
}

static const char *figures(void)
{
    return store_test_text(x->root, x->arena,
                           "SELECT CONCAT_WS('|', category_id, unit_id, grade, finding, received_us, closed_us, state, basis, outcome_said, channel, (SELECT GROUP_CONCAT(CONCAT(kind, rule, state, due_us, late)) FROM clock "
                           "WHERE complaint_id = complaint.id), (SELECT SUM(cents) FROM compensation WHERE complaint_id = complaint.id), (SELECT COUNT(*) FROM message WHERE complaint_id = complaint.id), (SELECT "
                           "CONCAT(overall, solved) FROM rating WHERE complaint_id = complaint.id), (SELECT GROUP_CONCAT(CONCAT(seq, kind, at_us, HEX(hash)) ORDER BY seq) FROM event WHERE complaint_id = complaint.id "
                           "AND kind <> 'erased')) FROM complaint LIMIT 1");
}

START_TEST(nothing_is_left_but_figures)
{
    size_t done;
    plant();
    ASSERT_OK(search_index(x->jobs_db, x->arena, 100, &done));
    ASSERT_OK(repeat_index(x->jobs_db, x->arena, 100, &done));
    ck_assert_int_gt(canaries(false), 60);
    sound();
    int64_t bits = number("SELECT COUNT(*) FROM search_block WHERE LENGTH(bits) > 0");
    const char *before = figures();
    ck_assert_uint_eq(jobs_at(4 * 365), 0);
    ck_assert_uint_eq(jobs_at(5 * 365 - 20), 0); /* listed, and stands for 30 days */
    ck_assert_int_eq(number("SELECT COUNT(*) FROM retention WHERE listed_us IS NOT NULL"), 1);
    ck_assert_uint_eq(jobs_at(5 * 365), 0);
    ck_assert_uint_eq(jobs_at(5 * 365 + 12), 1);
    ck_assert_int_eq(canaries(true), 0);
    ck_assert_str_eq(figures(), before);
    sound();
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_identity"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_told"), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_signature"), 0);
    ck_assert_int_lt(number("SELECT COUNT(*) FROM search_block WHERE LENGTH(bits) > 0"), bits);
    ck_assert_uint_eq(jobs_at(5 * 365 + 13), 0);
    /* What is left of an event cannot be changed either, nor its seal be taken off. */
    store_test_sql(x->root, "UPDATE event SET data = '{\"message\":\"9\"}' WHERE kind = 'revealed'");
    int bad;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, id, &bad));
    ck_assert_int_gt(bad, 0);
}
END_TEST

START_TEST(holds_keep_it)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    uint8_t once[32] = {1};
    const char *location;
    struct keep_command command = {.number = filed.number, .reason = "court", .once_hash = once, .once_location = "/"};
    struct keeping_figures f;
    ASSERT_OK(keep_hold(x->staff_db, x->arena, &w, &command, &location));
    once[0] = 2;
    ck_assert_int_eq(keep_hold(x->staff_db, x->arena, &w, &command, &location), ERR_EXISTS);
    ck_assert_uint_eq(jobs_at(6 * 365), 0);
    ck_assert_uint_eq(jobs_at(6 * 365 + 31), 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE erased_us IS NOT NULL"), 0);
    ASSERT_OK(keep_figures(x->jobs_db, x->arena, &f));
    ck_assert_int_eq(f.held, 1);
    /* Who sees another unit, or may not, neither sets nor lifts. */
    struct complaint_writer other = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER), reader = fixture_writer(x, CRYPTO_STAFF, FIXTURE_READER);
    command.hold_id = number("SELECT id FROM legal_hold");
    once[0] = 3;
    ck_assert_int_eq(keep_lift(x->staff_db, x->arena, &other, &command, &location), ERR_NOT_FOUND);
    ck_assert_int_eq(keep_lift(x->staff_db, x->arena, &reader, &command, &location), ERR_FORBIDDEN);
    ASSERT_OK(keep_lift(x->staff_db, x->arena, &w, &command, &location));
    sound();
    ck_assert_uint_eq(jobs_at(6 * 365 + 62), 1);
    once[0] = 4;
    ck_assert_int_eq(keep_hold(x->staff_db, x->arena, &w, &command, &location), ERR_ERASED);
    sound();
}
END_TEST

/* Of an erased complaint only figures are left: whatever would write about it is refused, and told why. Who may not see it learns nothing of that. */
START_TEST(nothing_is_written_about_what_was_erased)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK), other = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER);
    struct filed second = fixture_file(x, 2, 3, "另一件");
    uint8_t token[32];
    const char *location;
    struct complaint c;
    permission_set rights;
    ck_assert_uint_eq(jobs_at(5 * 365 - 20), 0);
    ck_assert_uint_eq(jobs_at(5 * 365 + 12), 1);
    fixture_track(x, filed.number, token); /* the passcode still opens it */
    int64_t events = number("SELECT COUNT(*) FROM event");
    struct complaint_command note = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "补记");
    ck_assert_int_eq(fixture_act(x, FIXTURE_CLERK, &note), ERR_ERASED);
    struct complaint_result result;
    ck_assert_int_eq(complaint_act(x->staff_db, x->arena, &other, &note, &result), ERR_NOT_FOUND);
    const struct compensation_command give = {.action = COMPENSATION_PROPOSE, .number = filed.number, .standard = "x", .reason = "x", .cents = 100, .once_location = "/"};
    struct compensation_result given;
    ck_assert_int_eq(compensation_act(x->staff_db, x->arena, &w, &give, &given), ERR_ERASED);
    const struct paper_begin paper = {.number = filed.number, .code = "x", .title = "x", .once_location = "/"};
    ck_assert_int_eq(paper_begin(x->staff_db, x->arena, &w, &paper, &location), ERR_ERASED);
    const struct committee_proposal proposal = {.number = filed.number, .why = "other", .question = "x", .once_location = "/"};
    struct committee_result put;
    ck_assert_int_eq(committee_propose(x->staff_db, x->arena, &w, &proposal, &put), ERR_ERASED);
    struct link_command link = {.number = second.number, .other = filed.number, .kind = LINK_SAME, .text = "", .version = 1, .once_location = "/"};
    struct link_result linked;
    ck_assert_int_eq(link_put(x->staff_db, x->arena, &w, &link, &linked), ERR_ERASED);
    link.number = filed.number, link.other = second.number;
    ck_assert_int_eq(link_put(x->staff_db, x->arena, &w, &link, &linked), ERR_ERASED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event"), events);
    /* It is shown still, and the complainant is told. */
    ASSERT_OK(complaint_load(x->staff_db, x->arena, w.user, filed.number, &c, &rights));
    ck_assert_int_gt(c.erased_us, 0);
    struct complaint_writer visitor = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const struct track_command ask = {.action = ACTION_ASK_REVIEW, .text = "我不接受"}, rate = {.action = ACTION_RATE, .rating = {.solved = 1, .overall = 5}};
    ASSERT_OK(track_load(x->public_db, x->arena, token, visitor.now_us, FIXTURE_TTL, &c));
    ck_assert_int_gt(c.erased_us, 0);
    ck_assert_int_eq(track_act(x->public_db, x->arena, &visitor, token, FIXTURE_TTL, &ask, &location), ERR_STATE);
    ck_assert_int_eq(track_act(x->public_db, x->arena, &visitor, token, FIXTURE_TTL, &rate, &location), ERR_STATE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM rating"), 0);
    sound();
}
END_TEST

/* What is not erased cannot be overwritten by jobs, whatever they say. */
START_TEST(jobs_overwrite_nothing_else)
{
    static const char *const tries[] = {
        "UPDATE erasable_event SET data = '{}'", "UPDATE erasable_message SET body = ''", "UPDATE erasable_identity SET name = NULL", "DELETE FROM erasable_identity", "UPDATE erasable_allegation SET body = ''",
    };
    const char *before = store_test_text(x->root, x->arena, "SELECT GROUP_CONCAT(MD5(data) ORDER BY seq) FROM event");
    int64_t letters = number("SELECT SUM(LENGTH(body)) FROM message") + number("SELECT SUM(LENGTH(body)) FROM allegation");
    for (size_t i = 0; i < COUNT_OF(tries); i++)
        ASSERT_OK(db_exec_text(x->jobs_db, tries[i]));
    ck_assert_str_eq(store_test_text(x->root, x->arena, "SELECT GROUP_CONCAT(MD5(data) ORDER BY seq) FROM event"), before);
    ck_assert_int_eq(number("SELECT SUM(LENGTH(body)) FROM message") + number("SELECT SUM(LENGTH(body)) FROM allegation"), letters);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint_identity WHERE name IS NOT NULL"), 1);
}
END_TEST

/* Whatever is under way keeps it, each by itself. */
START_TEST(what_runs_keeps_it)
{
    static const struct {
        const char *set, *unset;
        enum keeping_wait wait;
    } cases[] = {
        {"UPDATE complaint SET is_open = 1", "UPDATE complaint SET is_open = 0", KEEPING_OPEN},
        {"UPDATE complaint SET review = 1", "UPDATE complaint SET review = 0", KEEPING_REVIEW},
        {"UPDATE complaint SET open_slips = 1", "UPDATE complaint SET open_slips = 0", KEEPING_SLIPS},
        {"INSERT INTO approval (complaint_id, about, chain, state, title, body, hash, asked_by, asked_us) SELECT id, 'closing', 'x', 1, 't', 'b', REPEAT('h', 32), 1, 1 FROM complaint", "DELETE FROM approval", KEEPING_APPROVALS},
        {"INSERT INTO disclosure (complaint_id, state, body_name, reference, ground, asked_by, asked_us) SELECT id, 1, 'r', '7', 'g', 1, 1 FROM complaint", "DELETE FROM disclosure", KEEPING_DISCLOSURE},
        {"INSERT INTO spot_check (complaint_id, unit_id, state, body, reply, opened_us, due_us) SELECT id, 1, 1, '', '', 1, 1 FROM complaint", "DELETE FROM spot_check", KEEPING_AFTERCARE},
        {"INSERT INTO compensation (complaint_id, unit_id, standard, state, cents, reason, proposed_by, proposed_us) SELECT id, 2, 'x', 2, 1, 'r', 1, 1 FROM complaint", "DELETE FROM compensation", KEEPING_MONEY},
    };
    struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum keeping_wait wait = KEEPING_FREE;
        store_test_sql(x->root, "%s", cases[i].set);
        ASSERT_OK(erase_complaint(x->jobs_db, x->arena, &w, id, &wait));
        ck_assert_int_eq(wait, cases[i].wait);
        store_test_sql(x->root, "%s", cases[i].unset);
    }
    ck_assert_int_eq(number("SELECT COUNT(*) FROM complaint WHERE erased_us IS NOT NULL"), 0);
}
END_TEST

/* Jobs sign what the record says, and nothing else. */
START_TEST(packs_are_signed_once_they_are_true)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    for (int lie = 0; lie < 2; lie++) {
        struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
        struct pack p = pack_new(x->arena, crypto_sha256);
        struct pack_case k;
        struct pack_row row;
        struct str manifest;
        uint8_t hash[32], before[32] = {0};
        int64_t pack_id;
        const struct pack_head head = {.complaint_id = id, .at_us = 1, .user_id = 2, .version = c.version, .number = c.number, .language = "zh", .scope = PACK_INTERNAL, .identity = PACK_MASKED, .whole = true};
        ASSERT_OK(pack_case_load(x->staff_db, x->arena, id, &k));
        pack_begin(&p, "front");
        buf_adds(&p.html, "<!DOCTYPE html>\n");
        pack_end(&p);
        for (size_t i = 0; i < k.n_steps; i++) {
            struct pack_event e = {.seq = k.steps[i].event.seq, .at_us = k.steps[i].event.at_us, .actor_kind = k.steps[i].event.actor_kind, .actor_id = k.steps[i].event.actor_id,
                                   .kind = lie && i == 1 ? "rejected" : k.steps[i].event.kind, .data = k.steps[i].event.data, .key_kind = k.steps[i].key_kind, .key_version = k.steps[i].key_version};
            memcpy(e.previous, before, 32);
            memcpy(e.hash, k.steps[i].hash, 32);
            memcpy(before, e.hash, 32);
            pack_add_event(&p, &e);
        }
        struct pack_making making = {.hash = hash, .head = head, .events = (int)k.n_steps, .reason = ""};
        making.file = pack_finish(&p, &head, &manifest, hash);
        ASSERT_OK(pack_put(x->staff_db, x->arena, &w, &c, &making, &pack_id));
        ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
        ck_assert_int_eq(pack_put(x->staff_db, x->arena, &w, &c, &making, &pack_id), ERR_STALE);
        ASSERT_OK(pack_sign(x->jobs_db, x->arena, x->keys, timeline_data(x->arena, "pack", arena_printf(x->arena, "%lld", (long long)number("SELECT MAX(id) FROM pack")), NULL), 5));
        ASSERT_OK(pack_load(x->staff_db, x->arena, id, number("SELECT MAX(id) FROM pack"), &row));
        ck_assert_int_eq(row.state, lie ? PACK_FAILED : PACK_READY);
    }
    sound();
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'pack_made'"), 2);
    ASSERT_OK(pack_purge(x->jobs_db, INT64_MAX));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM pack_part"), 0);
}
END_TEST

Suite *suite_store_erase(void)
{
    Suite *s = suite_create("store_erase");
    TCase *t = tcase_create("erase");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, nothing_is_left_but_figures);
    tcase_add_test(t, holds_keep_it);
    tcase_add_test(t, nothing_is_written_about_what_was_erased);
    tcase_add_test(t, jobs_overwrite_nothing_else);
    tcase_add_test(t, what_runs_keeps_it);
    tcase_add_test(t, packs_are_signed_once_they_are_true);
    suite_add_tcase(s, t);
    return s;
}
