#include <string.h>

#include "approval_store.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_gate_store.h"
#include "crypto_random.h"
#include "paper_store.h"
#include "rulebook_store.h"
#include "store_fixture.h"

Suite *suite_store_paper(void);

/* The clerk writes, several (legal over A) agrees. */
static const char *const rows[] = {
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'legal', '法务', 'Legal')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (2, 'see')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (4, 2, 2)",
};
static const char *const book_part = "- {code: legal, name: {zh: 法务, en: Legal}, permissions: [see]}\n"
                                     "chains:\n"
                                     "- {code: letter, about: letter, name: {zh: 会签, en: Letter}, steps: [{role: legal, limit: 1 wd}]}\n"
                                     "- {code: heavy, about: letter, name: {zh: 重大件会签, en: Heavy}, when: {grades: [heavy]}, steps: [{role: legal, limit: 1 wd}, {role: manager, limit: 1 wd}]}\n"
                                     "papers:\n"
                                     "- code: opinion\n"
                                     "  kind: opinion\n"
                                     "  name: {zh: 意见书, en: Opinion}\n"
                                     "  sections:\n"
                                     "  - {code: facts, name: {zh: 事实, en: Facts}}\n"
                                     "  - {code: decision, name: {zh: 意见, en: Decision}}\n"
                                     "  - {code: press, name: {zh: 媒体, en: Press}, when: {flags: [media]}}\n"
                                     "- {code: report, kind: management, name: {zh: 报告, en: Report}, sections: [{code: overview, name: {zh: 概况, en: Overview}}]}\n"
                                     "- {code: rare, kind: other, name: {zh: 少见, en: Rare}, when: {flags: [media]}, sections: [{code: x, name: {zh: 甲, en: X}}]}\n"
                                     "gates:\n"
                                     "- {code: letter, gate: letter}\n";

static struct fixture *x;
static struct filed filed;
static const char *no;
static struct paper_result result;

static void use_book(const char *more_clocks)
{
    const char *at = strstr(fixture_book, "exclusions:");
    fixture_use_book(x, arena_printf(x->arena, "%.*s%s%s%s", (int)(at - fixture_book), fixture_book, more_clocks, at, book_part));
}

static void setup(void)
{
    x = fixture_make();
    use_book("- {code: tell, kind: reply, name: {zh: 告知决定, en: Telling}, limit: 3 wd, from: accepted}\n"
             "- {code: after, kind: closing_report, name: {zh: 办结报告, en: Report after closing}, limit: 3 wd, from: accepted}\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        store_test_sql(x->root, "%s", rows[i]);
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

static enum err begin_as(int user, const char *code, int64_t *ret_id)
{
    static const struct paper_section sections[] = {{"facts", "查明多收"}, {"decision", ""}};
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const struct paper_begin begin = {.number = no, .code = code, .title = "意见书", .sections = sections, .n_sections = 2, .once_location = "/p"};
    const char *location;
    enum err e = paper_begin(x->staff_db, x->arena, &w, &begin, &location);
    if (e == ERR_NONE && ret_id) {
        long long id;
        ck_assert(str_to_i64(str_of(location + 3), 1, INT64_MAX, &id));
        *ret_id = id;
    }
    return e;
}

static int64_t must_begin(const char *code)
{
    int64_t id;
    ASSERT_OK(begin_as(FIXTURE_CLERK, code, &id));
    return id;
}

static struct paper now(int64_t id)
{
    struct paper p;
    ASSERT_OK(paper_load(x->staff_db, x->arena, filed.id, id, &p));
    return p;
}

static const struct paper_section whole[] = {{"facts", "查明多收一笔"}, {"decision", "退还"}};

static struct paper_command command_of(int64_t id, enum paper_action action)
{
    return (struct paper_command){.action = action, .number = no, .id = id, .version = now(id).version, .title = "意见书", .sections = whole, .n_sections = 2, .asked_title = "意见书 1", .asked_body = "全文",
                                  .copy = STR("<!DOCTYPE html><p>意见书</p>"), .copy_language = "zh", .way = "mail", .to = "本人", .proof = "EMS 123", .delivered_us = x->now_us, .reason = "写错了",
                                  .once_location = "/p/1"};
}

static enum err act(int user, const struct paper_command *command)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    return paper_act(x->staff_db, x->arena, &w, command, &result);
}

static enum err act_now(int user, int64_t id, enum paper_action action)
{
    const struct paper_command command = command_of(id, action);
    return act(user, &command);
}

static void agree(int user, enum approval_decision decision)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    int64_t id = count("SELECT MAX(id) FROM approval");
    struct approval a;
    struct approval_result done;
    ASSERT_OK(approval_load(x->staff_db, x->arena, &x->users[user], id, x->now_us, &a));
    const struct approval_command command = {.id = id, .version = a.version, .decision = decision, .text = "改一改", .once_location = "/staff/approvals"};
    ASSERT_OK(approval_act(x->staff_db, x->arena, &w, &command, &done));
}

static int letters_delivered(void)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct complaint c = fixture_load(x, FIXTURE_CLERK, no);
    const struct rulebook *book;
    int64_t version_id;
    struct gate_facts facts;
    ASSERT_OK(rulebook_in_force(x->staff_db, x->arena, &book, &version_id));
    ASSERT_OK(gate_load(x->staff_db, x->arena, &w, &c, book, &facts));
    return facts.letters_delivered;
}

START_TEST(from_draft_to_delivery)
{
    uint8_t sha256[32];
    struct paper_copy copy;
    int64_t id = must_begin("opinion");
    struct paper p = now(id);
    ck_assert_int_eq(p.state, PAPER_DRAFT);
    ck_assert_int_eq(p.n, 1);
    ck_assert_str_eq(p.kind, "opinion");
    ck_assert_uint_eq(p.n_sections, 1); /* what is empty is not kept */
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    ck_assert_int_eq(now(id).state, PAPER_ASKED);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_SAVE), ERR_STATE);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_SAVE), ERR_STATE);

    ASSERT_OK(paper_copy_load(x->staff_db, x->arena, id, &copy));
    crypto_sha256("<!DOCTYPE html><p>意见书</p>", strlen("<!DOCTYPE html><p>意见书</p>"), sha256);
    ck_assert_mem_eq(copy.sha256, sha256, 32);
    ck_assert(str_is(copy.body, "<!DOCTYPE html><p>意见书</p>"));
    ck_assert_mem_eq(now(id).sha256, sha256, 32);
    const char *in_chain = arena_printf(x->arena, "SELECT COUNT(*) FROM event WHERE kind = 'paper_final' AND data LIKE '%%%s%%'", str_hex(x->arena, sha256, 32));
    ck_assert_int_eq(count(in_chain), 1);

    ck_assert_int_eq(letters_delivered(), 0);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_DELIVER));
    ck_assert_int_eq(letters_delivered(), 1);
    p = now(id);
    ck_assert_int_eq(p.state, PAPER_DELIVERED);
    ck_assert_str_eq(p.way, "mail");
    ck_assert_str_eq(p.proof, "EMS 123");
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_DROP), ERR_STATE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'letter_delivered'"), 1);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(a_change_undoes_what_was_agreed)
{
    int64_t id = must_begin("opinion");
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    struct paper_command command = command_of(id, PAPER_SAVE);
    const struct paper_section changed[] = {{"facts", "查明多收一笔"}, {"decision", "退还两倍"}};
    command.sections = changed;
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "changed since"));
    /* Back to exactly the words that were agreed to: the approval is about them. */
    command = command_of(id, PAPER_SAVE);
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(another_grade_needs_another_chain)
{
    int64_t id = must_begin("opinion");
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    store_test_sql(x->root, "UPDATE complaint SET grade = 'heavy' WHERE id = %lld", (long long)filed.id);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    agree(FIXTURE_CHIEF, APPROVAL_AGREE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
}
END_TEST

START_TEST(sent_back_and_asked_again)
{
    int64_t id = must_begin("opinion");
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_SEND_BACK);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_FINISH), ERR_STATE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_SAVE));
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_DROP)); /* what waits is taken back with it */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval WHERE state = 1"), 0);
    ck_assert_int_eq(now(id).state, PAPER_DROPPED);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_SAVE), ERR_STATE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE body = '写错了'"), 1);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(nothing_is_overwritten)
{
    int64_t id = must_begin("opinion");
    struct paper_command late = command_of(id, PAPER_SAVE);
    ASSERT_OK(act_now(FIXTURE_CHIEF, id, PAPER_SAVE));
    ASSERT_ERR(act(FIXTURE_CLERK, &late), ERR_STALE);
    ck_assert_str_eq(paper_section_text(&result.current, "decision"), "退还");
    int before = now(id).version;
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_SAVE)); /* the same words: nothing happens */
    ck_assert_int_eq(now(id).version, before);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'paper_changed'"), 1);
}
END_TEST

START_TEST(forms_count_once)
{
    static const uint8_t once[32] = {9};
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct paper_begin begin = {.number = no, .code = "opinion", .title = "意见书", .once_hash = once, .once_location = "/p"};
    const char *location;
    ASSERT_OK(paper_begin(x->staff_db, x->arena, &w, &begin, &location));
    ASSERT_OK(paper_begin(x->staff_db, x->arena, &w, &begin, &location));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM paper"), 1);
    int64_t id = count("SELECT id FROM paper");
    static const uint8_t twice[32] = {10};
    struct paper_command command = command_of(id, PAPER_ASK);
    command.once_hash = twice;
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval"), 1);
}
END_TEST

START_TEST(what_is_refused)
{
    int64_t id = must_begin("opinion"), other;
    ASSERT_ERR(begin_as(FIXTURE_CLERK, "rare", &other), ERR_INPUT); /* not for this complaint */
    ASSERT_ERR(begin_as(FIXTURE_CLERK, "none", &other), ERR_INPUT);
    ASSERT_ERR(begin_as(FIXTURE_READER, "opinion", &other), ERR_FORBIDDEN);
    ASSERT_ERR(begin_as(FIXTURE_OTHER, "opinion", &other), ERR_NOT_FOUND);
    ASSERT_ERR(act_now(FIXTURE_READER, id, PAPER_SAVE), ERR_FORBIDDEN);
    ASSERT_ERR(act_now(FIXTURE_OTHER, id, PAPER_SAVE), ERR_NOT_FOUND);
    struct paper_command command = command_of(id, PAPER_ASK);
    command.n_sections = 1; /* the decision is missing */
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_str_eq(result.field, "decision");
    ck_assert_int_eq(now(id).state, PAPER_DRAFT);
    command = command_of(id, PAPER_DROP);
    command.reason = "";
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us, actor_id) VALUES (%lld, 1, 'handled', 1, 2)", (long long)filed.id);
    ASSERT_ERR(act_now(FIXTURE_CHIEF, id, PAPER_SAVE), ERR_NOT_FOUND);
    /* Another complaint's paper is not found through this one. */
    struct filed second = fixture_file(x, 2, 3, "另一件");
    struct paper p;
    ASSERT_ERR(paper_load(x->staff_db, x->arena, second.id, id, &p), ERR_NOT_FOUND);
    command = command_of(id, PAPER_SAVE);
    command.number = second.number;
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_delivery_says_all)
{
    int64_t id = must_begin("opinion");
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
    struct paper_command command = command_of(id, PAPER_DELIVER);
    command.way = "pigeon";
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    command = command_of(id, PAPER_DELIVER);
    command.delivered_us = x->now_us + 2 * UTC_DAY_US;
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_str_eq(result.field, "day");
    command.delivered_us = x->now_us - 2 * UTC_DAY_US;
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    command = command_of(id, PAPER_DELIVER);
    command.proof = "";
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_str_eq(result.field, "proof");
    static const uint8_t no_files[32];
    command.stage_hash = no_files; /* files were announced, and none came */
    ASSERT_ERR(act(FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_str_eq(result.field, "proof");
}
END_TEST

static int64_t must_be_final(int64_t id)
{
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_ASK));
    agree(FIXTURE_SEVERAL, APPROVAL_AGREE);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
    return id;
}

static enum err begin_anew(int64_t id, const char *code, int64_t *ret_id)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct paper was = now(id);
    const struct paper_begin begin = {.number = no, .code = code, .title = was.title, .sections = was.sections, .n_sections = was.n_sections, .replaces_id = id, .once_location = "/p"};
    const char *location;
    enum err e = paper_begin(x->staff_db, x->arena, &w, &begin, &location);
    *ret_id = e == ERR_NONE ? count("SELECT MAX(id) FROM paper") : 0;
    return e;
}

/* What is final is not dropped: its new version, once final itself, takes its place. */
START_TEST(only_a_new_version_replaces_what_is_final)
{
    int64_t id = must_begin("opinion"), second, third;
    ASSERT_ERR(begin_anew(id, "opinion", &second), ERR_INPUT); /* a draft is changed, not replaced */
    must_be_final(id);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_DROP), ERR_STATE);
    ck_assert_ptr_nonnull(strstr(result.why, "new version"));
    ASSERT_ERR(begin_anew(id, "report", &second), ERR_INPUT); /* another paper is no version of it */
    ASSERT_OK(begin_anew(id, "opinion", &second));
    ck_assert_int_eq(now(second).replaces_id, id);
    ck_assert_int_eq(now(id).state, PAPER_FINAL); /* until the new one is final */
    must_be_final(second);
    ck_assert_int_eq(now(id).state, PAPER_REPLACED);
    ck_assert_int_eq(now(second).state, PAPER_FINAL);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_DELIVER), ERR_STATE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM paper_copy"), 2); /* both copies stay */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'paper_replaced'"), 1);
    ASSERT_OK(act_now(FIXTURE_CLERK, second, PAPER_DELIVER));
    ASSERT_OK(begin_anew(second, "opinion", &third));
    must_be_final(third);
    ck_assert_int_eq(now(second).state, PAPER_DELIVERED); /* what was delivered stays delivered */
    fixture_sound(x, filed.id);
}
END_TEST

/* The letter is the answer: it meets what waits for one, and answering once more undoes nothing of it. */
START_TEST(a_delivered_letter_answers)
{
    const char *of_it = arena_printf(x->arena, "FROM clock WHERE complaint_id = %lld AND rule = 'tell'", (long long)filed.id);
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) %s AND state = 1", of_it)), 1);
    int64_t id = must_be_final(must_begin("opinion"));
    struct paper_command inside = command_of(id, PAPER_DELIVER);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).state, COMPLAINT_PROGRESS);
    ASSERT_OK(act(FIXTURE_CLERK, &inside));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, no);
    ck_assert_int_eq(c.state, COMPLAINT_REPLIED);
    ck_assert_int_gt(c.replied_us, 0);
    ck_assert_int_le(c.replied_us, x->now_us);
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) %s AND state = 3 AND late = 0", of_it)), 1);
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) FROM clock WHERE complaint_id = %lld AND kind = 6 AND state IN (1, 2)", (long long)filed.id)), 0);
    int64_t met_us = count(arena_printf(x->arena, "SELECT MAX(met_us) %s", of_it));
    fixture_must(x, FIXTURE_CLERK, no, ACTION_REPLY, "再答复一次");
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT MAX(met_us) %s", of_it)), met_us);
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) %s AND state <> 3", of_it)), 0);
    fixture_sound(x, filed.id);
}
END_TEST

/* Handed on within the house it reached nobody outside; what he said to an answer that he had stays said. */
START_TEST(what_is_no_answer)
{
    int64_t id = must_be_final(must_begin("opinion"));
    struct paper_command command = command_of(id, PAPER_DELIVER);
    command.way = "internal";
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).state, COMPLAINT_PROGRESS);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).replied_us, 0);
    fixture_must(x, FIXTURE_CLERK, no, ACTION_REPLY, "电话答复");
    store_test_sql(x->root, "UPDATE complaint SET outcome_said = 1 WHERE id = %lld", (long long)filed.id);
    id = must_be_final(must_begin("opinion"));
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_DELIVER));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).outcome_said, 1);
}
END_TEST

START_TEST(a_report_meets_its_clock)
{
    int64_t id = must_begin("report");
    const struct paper_section overview[] = {{"overview", "一件理赔投诉"}};
    struct paper_command command = command_of(id, PAPER_SAVE);
    command.sections = overview;
    command.n_sections = 1;
    ASSERT_OK(act(FIXTURE_CLERK, &command));
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_ASK), ERR_STATE); /* nobody has to agree */
    int64_t running = count("SELECT COUNT(*) FROM clock WHERE rule = 'after' AND state = 1");
    ck_assert_int_eq(running, 1);
    ASSERT_OK(act_now(FIXTURE_CLERK, id, PAPER_FINISH));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE rule = 'after' AND state = 1"), 0);
    ck_assert_int_eq(letters_delivered(), 0);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(the_closing_report_is_not_written_here)
{
    struct paper *list;
    size_t n;
    store_test_sql(x->root, "INSERT INTO paper (complaint_id, code, kind, state, title, author_id, begun_us, changed_us) VALUES (%lld, 'closing', 'closing', 1, '理赔', 2, 1, 1)", (long long)filed.id);
    int64_t id = count("SELECT id FROM paper WHERE kind = 'closing'");
    store_test_sql(x->root, "INSERT INTO paper_section (paper_id, code, body) VALUES (%lld, '=finding', '1'), (%lld, 'facts', '甲')", (long long)id, (long long)id);
    ck_assert_uint_eq(now(id).n_sections, 1);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_SAVE), ERR_STATE);
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, PAPER_DROP), ERR_STATE);
    must_begin("opinion");
    ASSERT_OK(paper_list(x->staff_db, x->arena, filed.id, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(list[0].kind, "opinion");
    ck_assert_int_eq(list[0].n, 2);
}
END_TEST

Suite *suite_store_paper(void)
{
    Suite *s = suite_create("store_paper");
    TCase *t = tcase_create("paper");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, from_draft_to_delivery);
    tcase_add_test(t, a_change_undoes_what_was_agreed);
    tcase_add_test(t, another_grade_needs_another_chain);
    tcase_add_test(t, sent_back_and_asked_again);
    tcase_add_test(t, nothing_is_overwritten);
    tcase_add_test(t, forms_count_once);
    tcase_add_test(t, what_is_refused);
    tcase_add_test(t, a_delivery_says_all);
    tcase_add_test(t, only_a_new_version_replaces_what_is_final);
    tcase_add_test(t, a_delivered_letter_answers);
    tcase_add_test(t, what_is_no_answer);
    tcase_add_test(t, a_report_meets_its_clock);
    tcase_add_test(t, the_closing_report_is_not_written_here);
    suite_add_tcase(s, t);
    return s;
}
