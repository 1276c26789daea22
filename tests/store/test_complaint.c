#include <string.h>

#include "attachment_store.h"
#include "crypto_random.h"
#include "message_store.h"
#include "once_store.h"
#include "sheet_store.h"
#include "store_fixture.h"
#include "stores.h"

static struct fixture *x;
static struct filed filed;

static void setup(void)
{
    x = fixture_make();
    filed = fixture_file(x, 4, 2, "理赔款一直没有到账");
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static void sql(const char *text)
{
    store_test_sql(x->root, "%s", text);
}

static int bad_seq(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    return bad;
}

/* ---- scope and rights ---- */

START_TEST(a_sibling_sees_nothing)
{
    struct complaint c;
    permission_set rights;
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "不该写得进去");
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_OTHER);

    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], filed.number, &c, &rights), ERR_NOT_FOUND);
    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "TS-00000-00000-0", &c, &rights), ERR_NOT_FOUND);
    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "没有这个", &c, &rights), ERR_NOT_FOUND);
    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], "", &c, &rights), ERR_NOT_FOUND);
    ASSERT_ERR(fixture_act(x, FIXTURE_OTHER, &command), ERR_NOT_FOUND);
    ASSERT_ERR(complaint_mark_read(x->staff_db, x->arena, &w, filed.number), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message"), 0);
}
END_TEST

START_TEST(rights_are_those_of_the_grants)
{
    const permission_set all = PERMISSION_BIT(PERMISSION__COUNT) - 1;
    struct complaint c;
    permission_set rights = 0;
    struct complaint_command command;

    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], filed.number, &c, &rights));
    ck_assert_uint_eq(rights, all);
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], filed.number, &c, &rights));
    ck_assert_uint_eq(rights, all);
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &x->users[FIXTURE_READER], filed.number, &c, &rights));
    ck_assert_uint_eq(rights, PERMISSION_BIT(MAY_SEE));
    command = fixture_command(x, FIXTURE_READER, filed.number, ACTION_ACCEPT, NULL);
    ASSERT_ERR(fixture_act(x, FIXTURE_READER, &command), ERR_FORBIDDEN);
    ck_assert_int_eq(fixture_load(x, FIXTURE_READER, filed.number).state, COMPLAINT_SUBMITTED);
}
END_TEST

START_TEST(who_it_is_assigned_to_sees_it)
{
    struct complaint c;
    permission_set rights = 0;
    struct complaint_command command = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, "请尽快核实");

    /* To customer service of A, which also sees it by its unit; the payments department of the head office no longer does. */
    command.department_id = 3;
    command.assignee_id = FIXTURE_SEVERAL;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &command));
    c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert_int_eq(c.department_id, 3);
    ck_assert_str_eq(c.assignee, "王芳");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (2 << 56) + 2"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (2 << 56) + 3"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder = (3 << 56) + 4"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope"), 5);

    /* Without any grant over it, a person still sees what is assigned to him, with the rights of all his grants. */
    struct access_user tied = x->users[FIXTURE_OTHER];
    tied.id = FIXTURE_SEVERAL;
    access_derive(&tied);
    ASSERT_OK(complaint_load(x->staff_db, x->arena, &tied, filed.number, &c, &rights));
    ck_assert(rights & PERMISSION_BIT(MAY_REPLY));

    /* Another department: the person goes with the old one. */
    command = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, NULL);
    command.department_id = 1;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &command));
    c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert_int_eq(c.assignee_id, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE holder >= 2 << 56"), 1);
    ASSERT_ERR(complaint_load(x->staff_db, x->arena, &tied, filed.number, &c, &rights), ERR_NOT_FOUND);
}
END_TEST

static enum err assign_to(int64_t department_id, int64_t assignee_id)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, NULL);
    command.department_id = department_id;
    command.assignee_id = assignee_id;
    return fixture_act(x, FIXTURE_CHIEF, &command);
}

START_TEST(only_to_those_who_were_offered)
{
    ASSERT_ERR(assign_to(0, 0), ERR_INPUT);
    ASSERT_ERR(assign_to(5, 0), ERR_INPUT);  /* switched off */
    ASSERT_ERR(assign_to(4, 0), ERR_INPUT);  /* of the sibling */
    ASSERT_ERR(assign_to(99, 0), ERR_INPUT);
    ASSERT_ERR(assign_to(3, FIXTURE_GONE), ERR_INPUT);
    ASSERT_ERR(assign_to(3, FIXTURE_OTHER), ERR_INPUT);
    ASSERT_ERR(assign_to(3, 99), ERR_INPUT);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CHIEF, filed.number).events, 1);
    ASSERT_OK(assign_to(3, FIXTURE_CLERK));
    ASSERT_OK(assign_to(2, FIXTURE_CHIEF)); /* of the unit of that department */
    ASSERT_OK(assign_to(0, FIXTURE_READER));
}
END_TEST

/* ---- the journey ---- */

START_TEST(from_acceptance_to_reopening)
{
    struct complaint c;
    struct message *messages;
    size_t n;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_PROGRESS);
    ck_assert_int_eq(c.accepted_us, x->now_us);
    ck_assert_int_eq(c.assignee_id, FIXTURE_CLERK);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充转账记录");
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_WAITING);
    ck_assert_int_gt(c.asked_until_us, x->now_us);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "款项已于今日支付");
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_REPLIED);
    ck_assert_int_eq(c.replied_us, x->now_us);
    ck_assert_int_eq(c.asked_until_us, 0);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "系统故障导致延迟");
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_CLOSED);
    ck_assert(!c.is_open);
    ck_assert_int_eq(c.finding, FINDING_RESPONSIBLE);
    ck_assert_str_eq(c.outcome, "系统故障导致延迟");
    ck_assert_int_eq(c.closed_us, x->now_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE is_open = 0 AND state = 5 AND attention = 0"), 5);
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_REOPEN, "投诉人称仍未到账");
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_PROGRESS);
    ck_assert(c.is_open);
    ck_assert_int_eq(c.closed_us, 0);
    ck_assert_int_eq(c.finding, FINDING_NONE);
    ck_assert_int_eq(c.events, 6);
    ck_assert_int_eq(c.version, 6);
    ck_assert_int_eq(bad_seq(), 0);

    ASSERT_OK(message_list(x->staff_db, x->arena, c.id, 50, &messages, &n));
    ck_assert_uint_eq(n, 4);
    ck_assert_int_eq(messages[0].kind, MESSAGE_NOTE);
    ck_assert_str_eq(messages[0].body, "投诉人称仍未到账");
    ck_assert_str_eq(messages[0].author, "陈主任");
    ck_assert_int_eq(messages[3].kind, MESSAGE_ASK);
    ck_assert_str_eq(messages[3].unit_zh, "甲省分公司 客户服务部");
    ck_assert_str_eq(messages[3].unit_en, "Province A 客户服务部");
}
END_TEST

START_TEST(events_tell_what_happened)
{
    struct event *events;
    size_t n;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, "转给你");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "已电话联系");
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, NULL, filed.id, 0, 50, &events, &n));
    ck_assert_uint_eq(n, 4);
    ck_assert_str_eq(events[0].kind, "note");
    ck_assert_str_eq(events[1].kind, "assigned");
    ck_assert_str_eq(events[1].actor, "陈主任");
    ck_assert_str_eq(timeline_get(x->arena, events[1].data, "department"), "客户服务部");
    ck_assert_str_eq(timeline_get(x->arena, events[1].data, "department_en"), "Customer service");
    ck_assert_str_ne(timeline_get(x->arena, events[1].data, "message"), "");
    ck_assert_str_eq(timeline_get(x->arena, events[2].data, "assignee"), "李静");
    ck_assert_str_eq(events[3].kind, "submitted");
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, NULL, filed.id, 3, 1, &events, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(events[0].seq, 2);
}
END_TEST

START_TEST(rejected)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REJECT, "已在法院审理中");
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_REJECTED);
    ck_assert(!c.is_open);
    ck_assert_int_eq(c.accepted_us, x->now_us);
    ck_assert_int_eq(c.closed_us, x->now_us);
    ck_assert_str_eq(c.outcome, "已在法院审理中");
}
END_TEST

START_TEST(what_is_missing_is_refused)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_REJECT, "");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command.action = ACTION_NOTE;
    command.text = NULL;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command.action = ACTION_REPLY;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_STATE);
    command.action = ACTION_SUPPLY;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_STATE);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "补充");
    command.asked_until_us = x->now_us;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "原因");
    command.finding = FINDING_NONE;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command.finding = FINDING__END;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).events, 3);
}
END_TEST

/* ---- together ---- */

START_TEST(the_slower_one_sees_both)
{
    struct complaint_command mine = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_REJECT, "不属于我们");
    struct complaint_writer w;
    struct complaint_result result = {0};

    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ACCEPT, NULL);
    w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    ASSERT_ERR(complaint_act(x->staff_db, x->arena, &w, &mine, &result), ERR_STALE);
    ck_assert_int_eq(result.current.state, COMPLAINT_PROGRESS);
    ck_assert_int_eq(result.current.version, 2);
    ck_assert_str_eq(result.current.assignee, "陈主任");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message"), 0);

    /* A note does not depend on what others did. */
    mine.action = ACTION_NOTE;
    ASSERT_OK(complaint_act(x->staff_db, x->arena, &w, &mine, &result));
    ck_assert_int_eq(result.current.version, 3);
    ck_assert_int_eq(bad_seq(), 0);
}
END_TEST

START_TEST(twice_is_once)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "只记一次");
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct complaint_result result = {0};
    uint8_t once[32];

    once_hash(x->keys, "session", "/staff/complaints/1/note", "key", once);
    command.once_hash = once;
    command.once_location = "/staff/complaints/first";
    ASSERT_OK(complaint_act(x->staff_db, x->arena, &w, &command, &result));
    ck_assert_str_eq(result.location, "/staff/complaints/first");
    command.once_location = "/staff/complaints/second";
    ASSERT_OK(complaint_act(x->staff_db, x->arena, &w, &command, &result));
    ck_assert_str_eq(result.location, "/staff/complaints/first");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message"), 1);

    /* What failed was not carried out: the key is free. */
    once_hash(x->keys, "session", "/staff/complaints/1/note", "other", once);
    command.text = "";
    ASSERT_ERR(complaint_act(x->staff_db, x->arena, &w, &command, &result), ERR_INPUT);
    command.text = "现在可以";
    ASSERT_OK(complaint_act(x->staff_db, x->arena, &w, &command, &result));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message"), 2);
}
END_TEST

START_TEST(two_connections_write_one_chain)
{
    struct db *second = store_test_open_as(DB_STAFF, app_stores);
    struct complaint_result result;

    for (int i = 0; i < 20; i++) {
        struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "交替");
        struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, i % 2 ? FIXTURE_CLERK : FIXTURE_CHIEF);
        ASSERT_OK(complaint_act(i % 2 ? second : x->staff_db, x->arena, &w, &command, &result));
    }
    db_close(second);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).events, 21);
    ck_assert_int_eq(bad_seq(), 0);
}
END_TEST

START_TEST(a_locked_complaint_is_tried_again)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "等不到");
    sql("START TRANSACTION");
    sql("UPDATE complaint SET unread = unread");
    ASSERT_OK(db_exec_text(x->staff_db, "SET SESSION innodb_lock_wait_timeout = 0"));
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_RETRY);
    sql("ROLLBACK");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
}
END_TEST

/* ---- messages, files, reading ---- */

START_TEST(files_go_with_their_message)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "内部附件");
    struct attachment *files;
    uint8_t stage[32] = "stage";
    size_t n;

    sql("INSERT INTO attachment (code, stage_hash, internal, name, media_type, bytes, sha256, at_us, whole) VALUES "
        "('00000000000000000000000001', RPAD('stage', 32, '\\0'), 0, 'note.png', 'image/png', 3, REPEAT('x', 32), 1, 1)");
    command.stage_hash = stage;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    sql("INSERT INTO attachment (code, stage_hash, internal, name, media_type, bytes, sha256, at_us, whole) VALUES "
        "('00000000000000000000000002', RPAD('stage', 32, '\\0'), 0, 'letter.pdf', 'application/pdf', 3, REPEAT('x', 32), 1, 1)");
    command.action = ACTION_MESSAGE;
    command.text = "见附件";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ASSERT_OK(attachment_list(x->staff_db, x->arena, false, filed.id, &files, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert(files[0].internal);
    ck_assert_int_ne(files[0].message_id, files[1].message_id);
    ASSERT_OK(attachment_list(x->public_db, x->arena, true, filed.id, &files, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(files[0].name, "letter.pdf");
}
END_TEST

/* Both ways of reading tell the same. */
START_TEST(the_sheet_is_what_the_lists_say)
{
    struct sheet sheet;
    struct message *messages;
    struct event *events;
    size_t n_messages, n_events;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "内部意见");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "我们正在核实");
    ASSERT_OK(sheet_load(x->staff_db, x->arena, NULL, filed.id, 50, &sheet));
    ASSERT_OK(message_list(x->staff_db, x->arena, filed.id, 50, &messages, &n_messages));
    ASSERT_OK(complaint_load_events(x->staff_db, x->arena, NULL, filed.id, 0, 50, &events, &n_events));
    ck_assert_uint_eq(sheet.n_messages, n_messages);
    for (size_t i = 0; i < n_messages; i++) {
        ck_assert_int_eq(sheet.messages[i].id, messages[i].id);
        ck_assert_int_eq(sheet.messages[i].kind, messages[i].kind);
        ck_assert_int_eq(sheet.messages[i].author_id, messages[i].author_id);
        ck_assert_str_eq(sheet.messages[i].author, messages[i].author);
        ck_assert_str_eq(sheet.messages[i].unit_zh, messages[i].unit_zh);
        ck_assert_str_eq(sheet.messages[i].unit_en, messages[i].unit_en);
        ck_assert_str_eq(sheet.messages[i].body, messages[i].body);
    }
    ck_assert_uint_eq(sheet.n_events, n_events);
    for (size_t i = 0; i < n_events; i++) {
        ck_assert_int_eq(sheet.events[i].seq, events[i].seq);
        ck_assert_int_eq(sheet.events[i].at_us, events[i].at_us);
        ck_assert_int_eq(sheet.events[i].actor_kind, events[i].actor_kind);
        ck_assert_int_eq(sheet.events[i].actor_id, events[i].actor_id);
        ck_assert_str_eq(sheet.events[i].actor, events[i].actor);
        ck_assert_str_eq(sheet.events[i].kind, events[i].kind);
        ck_assert_str_eq(sheet.events[i].data, events[i].data);
    }
    ASSERT_OK(sheet_load(x->staff_db, x->arena, NULL, filed.id, 1, &sheet));
    ck_assert_uint_eq(sheet.n_messages, 1);
    ck_assert_str_eq(sheet.messages[0].body, "我们正在核实");
    ck_assert_uint_eq(sheet.n_events, 1);
}
END_TEST

START_TEST(notes_never_reach_the_public_view)
{
    struct sheet sheet;
    struct message *messages;
    size_t n;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "内部意见：可能要赔");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "我们正在核实");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASSIGN, "内部指示");
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, filed.id, 50, &sheet));
    ck_assert_uint_eq(sheet.n_messages, 1);
    ck_assert_str_eq(sheet.messages[0].body, "我们正在核实");
    ck_assert_str_eq(sheet.messages[0].author, "");
    ck_assert_int_eq(sheet.messages[0].author_id, 0);
    ASSERT_OK(message_list(x->staff_db, x->arena, filed.id, 2, &messages, &n));
    ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(reading_is_recorded_once)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    int version = fixture_load(x, FIXTURE_CLERK, filed.number).version;

    sql("UPDATE complaint SET unread = 1");
    sql("UPDATE complaint_scope SET unread = 1");
    ASSERT_OK(complaint_mark_read(x->staff_db, x->arena, &w, filed.number));
    ASSERT_OK(complaint_mark_read(x->staff_db, x->arena, &w, filed.number));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert(!c.unread);
    ck_assert_int_eq(c.events, 2);
    ck_assert_int_eq(c.version, version);
    ck_assert_int_eq(count("SELECT SUM(unread) FROM complaint_scope"), 0);
    ck_assert_int_eq(bad_seq(), 0);
}
END_TEST

/* ---- the chain ---- */

static void make_chain(void)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "一");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "二");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ck_assert_int_eq(bad_seq(), 0);
}

static const struct {
    const char *sql;
    int bad;
} changes[] = {
    {"UPDATE event SET at_us = at_us + 1 WHERE seq = 3", 3},
    {"UPDATE event SET kind = 'rejected' WHERE seq = 2", 2},
    {"UPDATE event SET data = '{\"message\":\"9\"}' WHERE seq = 4", 4},
    {"UPDATE event SET actor_id = 1 WHERE seq = 2", 2},
    {"UPDATE event SET actor_kind = 3, actor_id = NULL WHERE seq = 5", 5},
    {"UPDATE event SET actor_kind = 2 WHERE seq = 1", 1},
    {"UPDATE event SET key_kind = 1 WHERE seq = 2", 2},
    {"UPDATE event SET key_kind = 9 WHERE seq = 2", 2},
    {"UPDATE event SET key_version = 7 WHERE seq = 2", 2},
    {"UPDATE event SET hash = REPEAT('x', 32) WHERE seq = 3", 3},
    {"DELETE FROM event WHERE seq = 3", 3},
    {"DELETE FROM event WHERE seq = 1", 1},
    {"DELETE FROM event WHERE seq = 5", 5},
    {"DELETE FROM event", 1},
    {"INSERT INTO event (complaint_id, seq, at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash, slip_id) SELECT complaint_id, 6, at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash, slip_id FROM event WHERE seq = 5", 6},
    {"UPDATE event SET seq = CASE seq WHEN 3 THEN 14 WHEN 4 THEN 13 ELSE seq END", 3},
    {"UPDATE complaint SET events = 4", 5},
    {"UPDATE complaint SET events = 6", 6},
    {"UPDATE complaint SET chain_hash = REPEAT('x', 32)", 5},
};

START_TEST(a_changed_chain_is_found)
{
    make_chain();
    sql(changes[_i].sql);
    ck_assert_msg(bad_seq() == changes[_i].bad, "%s: found %d, not %d", changes[_i].sql, bad_seq(), changes[_i].bad);
}
END_TEST

START_TEST(exchanged_events_are_found)
{
    make_chain();
    sql("UPDATE event SET seq = 100 WHERE seq = 3");
    sql("UPDATE event SET seq = 3 WHERE seq = 4");
    sql("UPDATE event SET seq = 4 WHERE seq = 100");
    ck_assert_int_eq(bad_seq(), 3);
}
END_TEST

START_TEST(anothers_event_is_found)
{
    struct filed second = fixture_file(x, 4, 2, "另一件");
    make_chain();
    store_test_sql(x->root, "DELETE FROM event WHERE complaint_id = %lld", (long long)filed.id);
    store_test_sql(x->root, "UPDATE event SET complaint_id = %lld WHERE complaint_id = %lld", (long long)filed.id, (long long)second.id);
    store_test_sql(x->root, "UPDATE complaint a, complaint b SET a.events = 1, a.chain_hash = b.chain_hash WHERE a.id = %lld AND b.id = %lld",
                   (long long)filed.id, (long long)second.id);
    ck_assert_int_eq(bad_seq(), 1);
}
END_TEST

START_TEST(ids_in_order)
{
    struct filed second = fixture_file(x, 4, 2, "二"), third = fixture_file(x, 4, 2, "三");
    int64_t *ids;
    size_t n;
    int bad;

    ASSERT_OK(complaint_ids(x->jobs_db, x->arena, 0, 2, &ids, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(ids[0], filed.id);
    ck_assert_int_eq(ids[1], second.id);
    ASSERT_OK(complaint_ids(x->jobs_db, x->arena, ids[1], 2, &ids, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(ids[0], third.id);
    ASSERT_ERR(complaint_verify(x->jobs_db, x->arena, x->keys, third.id + 1, &bad), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_long_chain)
{
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);

    for (int i = 0; i < 1100; i++)
        ASSERT_OK(complaint_append(x->staff_db, x->arena, &w, &c, "note", "{}"));
    ASSERT_OK(complaint_save(x->staff_db, x->arena, &c));
    ck_assert_int_eq(bad_seq(), 0);
    sql("UPDATE event SET data = '{ }' WHERE seq = 1001");
    ck_assert_int_eq(bad_seq(), 1001);
    ASSERT_ERR(complaint_append(x->staff_db, x->arena, &w, &c, "no such kind", "{}"), ERR_INTERNAL);
}
END_TEST

Suite *suite_store_complaint(void);
Suite *suite_store_complaint(void)
{
    Suite *suite = suite_create("complaint");
    TCase *tc = tcase_create("complaint");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, a_sibling_sees_nothing);
    tcase_add_test(tc, rights_are_those_of_the_grants);
    tcase_add_test(tc, who_it_is_assigned_to_sees_it);
    tcase_add_test(tc, only_to_those_who_were_offered);
    tcase_add_test(tc, from_acceptance_to_reopening);
    tcase_add_test(tc, events_tell_what_happened);
    tcase_add_test(tc, rejected);
    tcase_add_test(tc, what_is_missing_is_refused);
    tcase_add_test(tc, the_slower_one_sees_both);
    tcase_add_test(tc, twice_is_once);
    tcase_add_test(tc, two_connections_write_one_chain);
    tcase_add_test(tc, a_locked_complaint_is_tried_again);
    tcase_add_test(tc, files_go_with_their_message);
    tcase_add_test(tc, the_sheet_is_what_the_lists_say);
    tcase_add_test(tc, notes_never_reach_the_public_view);
    tcase_add_test(tc, reading_is_recorded_once);
    tcase_add_loop_test(tc, a_changed_chain_is_found, 0, (int)COUNT_OF(changes));
    tcase_add_test(tc, exchanged_events_are_found);
    tcase_add_test(tc, anothers_event_is_found);
    tcase_add_test(tc, ids_in_order);
    tcase_add_test(tc, a_long_chain);
    suite_add_tcase(suite, tc);
    return suite;
}
