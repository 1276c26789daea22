#include <string.h>

#include "clock_store.h"
#include "complaint_class_store.h"
#include "complaint_recompute_store.h"
#include "notice_store.h"
#include "store_fixture.h"
#include "waiting_store.h"

Suite *suite_store_clock(void);

static struct fixture *x;
static struct filed filed;

static void setup(void)
{
    x = fixture_make();
    fixture_read_book(x, "tests/store/rulebook.yaml");
    filed = fixture_file(x, 2, 3, "理赔一直没有结果");
    /* Chief holds the manager's role over the top, the one who may only see the executive's. */
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'executive', '领导', 'Executive')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'assign'), (2, 'see')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (5, 2, 1)");
}

static void teardown(void)
{
    fixture_end(x);
}

static struct clock_set load(void)
{
    struct clock_set set;
    ASSERT_OK(clock_load(x->staff_db, x->arena, false, filed.id, true, &set));
    return set;
}

static struct clock of(enum rb_clock_kind kind, const char *track)
{
    struct clock_set set = load();
    struct clock found = {0};
    for (size_t i = 0; i < set.n; i++) {
        if (set.list[i].kind == kind && strcmp(set.list[i].track, track) == 0 && set.list[i].round >= found.round)
            found = set.list[i];
    }
    return found;
}

static struct complaint_command on_clock(enum complaint_action action, int64_t clock_id, const char *text)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, action, text);
    command.clock_id = clock_id;
    return command;
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

START_TEST(filing_begins_the_clocks)
{
    struct clock_set set = load();
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_uint_eq(set.n, 3); /* confirm, resolve, law */
    ck_assert_int_eq(c.due_us, clock_nearest(set.list, set.n));
    ck_assert_int_eq(c.promised_us, of(CLOCK_RESOLVE, "").due_us);
    ck_assert_int_eq(filed.promised_us, c.promised_us);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").started_us, c.received_us);
    ck_assert_str_eq(of(CLOCK_RESOLVE, "").rule, "resolve");
    ck_assert(of(CLOCK_RESOLVE, "").promised);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").limit.unit, CALENDAR_WORKING_DAYS);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").limit.value, 10);
    ck_assert_str_eq(c.grade, "general");
    ck_assert_str_eq(c.grade_proposed, "general");
    ck_assert_str_eq(c.category, "claims");
    ck_assert_str_eq(c.function, "payments"); /* customer service carries it; the rules go by who will be asked */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope s JOIN complaint c ON c.id = s.complaint_id WHERE s.due_us <> c.due_us"), 0);
}
END_TEST

START_TEST(the_public_pool_sees_its_own)
{
    struct clock_set set;
    ASSERT_OK(clock_load(x->public_db, x->arena, true, filed.id, false, &set));
    ck_assert_uint_eq(set.n, 3);
    ck_assert_uint_eq(set.n_history, 0);
}
END_TEST

START_TEST(a_complaints_way)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "").state, CLOCK_MET);
    struct complaint_command assign = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_ASSIGN, "");
    assign.department_id = 3;
    assign.assignee_id = FIXTURE_CLERK;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &assign));
    ck_assert_int_eq(of(CLOCK_ANSWER, "").state, CLOCK_RUNNING);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 2 AND kind = 'assigned'"), 1);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.due_us, of(CLOCK_ANSWER, "").due_us);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").state, CLOCK_MET);
    c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.due_us, CLOCK_NEVER);
    ck_assert_int_eq(complaint_urgency(c.is_open, c.due_us, x->now_us), URGENCY_NONE);
    struct complaint_command close = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "结案");
    close.basis = "nothing";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &close), ERR_INPUT);
    close.basis = "agreed";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &close));
    ck_assert_int_eq(of(CLOCK_CALLBACK, "").state, CLOCK_RUNNING);
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, filed.number).basis, "agreed");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REOPEN, "再查");
    ck_assert_int_eq(of(CLOCK_CALLBACK, "").state, CLOCK_ENDED);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").round, 2);
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, filed.number).basis, "");
}
END_TEST

START_TEST(rejecting_with_an_exclusion)
{
    struct complaint_command reject = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_REJECT, "已由法院受理");
    reject.exclusion = "moon";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &reject), ERR_INPUT);
    reject.exclusion = "court";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &reject));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_str_eq(c.exclusion, "court");
    ck_assert_int_eq(c.due_us, CLOCK_NEVER);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE state IN (1, 2)"), 0);
}
END_TEST

START_TEST(material_pauses_and_supplying_resumes)
{
    uint8_t token[32];
    const char *location;
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    int64_t due_us = of(CLOCK_RESOLVE, "").due_us;
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充保单");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").state, CLOCK_PAUSED);
    ck_assert_str_eq(of(CLOCK_RESOLVE, "").pause, "material");
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law").state, CLOCK_RUNNING);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock_history WHERE kind = 1 AND to_us IS NULL AND actor_id = 2"), 1);
    x->now_us += INT64_C(3) * 86400 * 1000000; /* from Friday to Monday: one working day */
    fixture_track(x, filed.number, token);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct track_command supply = {.action = ACTION_SUPPLY, .text = "保单号如下"};
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &supply, &location));
    struct clock c = of(CLOCK_RESOLVE, "");
    ck_assert_int_eq(c.state, CLOCK_RUNNING);
    ck_assert_int_eq(c.due_us, due_us + 3 * UTC_DAY_US); /* over a weekend */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock_history WHERE kind = 1 AND to_us IS NULL"), 0);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).promised_us, c.due_us);
}
END_TEST

START_TEST(pausing_by_hand)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    struct clock resolve = of(CLOCK_RESOLVE, "");
    struct complaint_command pause = on_clock(ACTION_PAUSE, resolve.id, "客户来电要求下周再谈，录音 0312");
    pause.pause = "weather";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &pause), ERR_STATE);
    pause.pause = "wish";
    pause.text = "";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &pause), ERR_INPUT);
    pause.text = "客户来电要求下周再谈，录音 0312";
    pause.clock_id = 999;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &pause), ERR_INPUT);
    pause.clock_id = resolve.id;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &pause));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").state, CLOCK_PAUSED);
    struct clock_set set = load();
    ck_assert_uint_eq(set.n_history, 1);
    ck_assert_str_eq(set.history[0].reason, "客户来电要求下周再谈，录音 0312");
    ck_assert_str_eq(set.history[0].rule, "wish");
    ck_assert_str_eq(set.history[0].actor, "李静");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'paused' AND data LIKE '%\"clock\":\"resolve\"%'"), 1);
    x->now_us += INT64_C(7) * 86400 * 1000000;
    struct complaint_command resume = on_clock(ACTION_RESUME, resolve.id, NULL);
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &resume));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").state, CLOCK_RUNNING);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").due_us, resolve.due_us + 7 * UTC_DAY_US);
    resume = on_clock(ACTION_RESUME, resolve.id, NULL);
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &resume), ERR_STATE);
}
END_TEST

START_TEST(more_time_that_nobody_approves)
{
    struct clock law = of(CLOCK_RESOLVE, "law");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    struct complaint_command extend = on_clock(ACTION_EXTEND, law.id, "等鉴定结果");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &extend));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law").due_us, law.due_us + 15 * UTC_DAY_US);
    ck_assert_int_eq(of(CLOCK_RESOLVE, "law").extensions, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'extended'"), 1);
    extend = on_clock(ACTION_EXTEND, law.id, "再等");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &extend), ERR_STATE); /* no rung left */
}
END_TEST

static int64_t ask_for_more(void)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    struct complaint_command extend = on_clock(ACTION_EXTEND, of(CLOCK_RESOLVE, "").id, "等外部鉴定");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &extend), ERR_INPUT); /* the rung wants a notice */
    extend.notice = "我们需要再用五个工作日";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &extend));
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &extend) == ERR_STALE ? ERR_NONE : ERR_STATE);
    extend = on_clock(ACTION_EXTEND, of(CLOCK_RESOLVE, "").id, "等外部鉴定");
    extend.notice = "我们需要再用五个工作日";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &extend), ERR_STATE); /* asked already */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 1 AND kind = 'extension_asked'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE kind = 2"), 0);
    return count("SELECT MAX(id) FROM clock_request");
}

START_TEST(more_time_that_is_approved)
{
    struct clock before = of(CLOCK_RESOLVE, "");
    int64_t request = ask_for_more();
    struct complaint_command decide = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_DECIDE_EXTENSION, "同意");
    decide.request_id = request;
    decide.agree = true;
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &decide), ERR_FORBIDDEN); /* who asked, and no manager */
    ASSERT_ERR(fixture_act(x, FIXTURE_READER, &decide), ERR_FORBIDDEN); /* another role */
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &decide));
    struct clock c = of(CLOCK_RESOLVE, "");
    ck_assert_int_eq(c.due_us, before.due_us + 7 * UTC_DAY_US); /* five working days */
    ck_assert_int_eq(c.extensions, 1);
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).promised_us, c.due_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE kind = 2 AND body = '我们需要再用五个工作日'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE user_id = 2 AND kind = 'extension_decided' AND data LIKE '%\"agreed\":\"1\"%'"), 1);
    struct clock_request *list;
    size_t n;
    ASSERT_OK(clock_requests(x->staff_db, x->arena, filed.id, &list, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(list[0].state, CLOCK_AGREED);
    ck_assert_str_eq(list[0].decider, "陈主任");
    ck_assert_str_eq(list[0].answer, "同意");
    decide = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_DECIDE_EXTENSION, "");
    decide.request_id = request;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &decide), ERR_STATE);
}
END_TEST

START_TEST(more_time_that_is_refused)
{
    struct clock before = of(CLOCK_RESOLVE, "");
    int64_t request = ask_for_more();
    struct complaint_command decide = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_DECIDE_EXTENSION, "");
    decide.request_id = request;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &decide), ERR_INPUT); /* why? */
    decide.text = "不同意，请按期办结";
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &decide));
    ck_assert_int_eq(of(CLOCK_RESOLVE, "").due_us, before.due_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'extension_refused'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message WHERE kind = 2"), 0);
}
END_TEST

START_TEST(a_deputy_decides_for_who_is_away)
{
    int64_t request = ask_for_more();
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (1, 4, %lld, %lld)", (long long)(x->now_us - UTC_DAY_US),
                   (long long)(x->now_us + UTC_DAY_US));
    struct complaint_command decide = fixture_command(x, FIXTURE_SEVERAL, filed.number, ACTION_DECIDE_EXTENSION, "");
    decide.request_id = request;
    decide.agree = true;
    ASSERT_OK(fixture_act(x, FIXTURE_SEVERAL, &decide));
}
END_TEST

START_TEST(no_decision_after_the_date)
{
    int64_t request = ask_for_more();
    x->now_us = of(CLOCK_RESOLVE, "").due_us + 1;
    struct complaint_command decide = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_DECIDE_EXTENSION, "");
    decide.request_id = request;
    decide.agree = true;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &decide), ERR_STATE);
}
END_TEST

START_TEST(a_request_ends_with_its_clock)
{
    int64_t request = ask_for_more();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ck_assert_int_eq(count("SELECT state FROM clock_request"), CLOCK_LAPSED);
    struct complaint_command decide = fixture_command(x, FIXTURE_CHIEF, filed.number, ACTION_DECIDE_EXTENSION, "");
    decide.request_id = request;
    decide.agree = true;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &decide), ERR_STATE);
}
END_TEST

START_TEST(done_by_hand)
{
    struct complaint_command done = on_clock(ACTION_CLOCK_DONE, of(CLOCK_RESOLVE, "").id, "已办");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &done), ERR_STATE); /* ends with the answer and nothing else */
    done = on_clock(ACTION_CLOCK_DONE, of(CLOCK_ACKNOWLEDGE, "").id, "电话告知已受理");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &done));
    ck_assert_int_eq(of(CLOCK_ACKNOWLEDGE, "").state, CLOCK_MET);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'clock_done'"), 1);
}
END_TEST

/* ---- classification ---- */

static const char *causes[] = {"slow_claim"}, *stages[] = {"counter"};
static struct complaint_flag flags[] = {{"media", "江州晚报"}};
static struct complaint_respondent respondents[] = {{"staff", "王某", 0, FIXTURE_SEVERAL, true}, {"product", "批次 77", 0, 0, false}};

static struct complaint_classing classing(void)
{
    return (struct complaint_classing){
        .category = "", .grade = "", .grade_reason = "", .loss = "1200.5", .validity = "valid", .validity_reason = "核实属实",
        .class = {.causes = causes, .n_causes = 1, .stages = stages, .n_stages = 1, .flags = flags, .n_flags = 1, .respondents = respondents, .n_respondents = 2},
    };
}

static enum err classify(const struct complaint_classing *typed)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_CLASSIFY, NULL);
    command.classing = typed;
    return fixture_act(x, FIXTURE_CLERK, &command);
}

START_TEST(classifying)
{
    struct complaint_classing typed = classing();
    struct complaint_class class;
    ASSERT_OK(classify(&typed));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_str_eq(c.grade, "major"); /* the flag proposes it */
    ck_assert_str_eq(c.grade_proposed, "major");
    ck_assert_str_eq(c.validity, "valid");
    ck_assert_str_eq(c.loss, "1200.50");
    ASSERT_OK(complaint_class_load(x->staff_db, x->arena, c.id, &class));
    ck_assert_uint_eq(class.n_causes, 1);
    ck_assert_str_eq(class.causes[0], "slow_claim");
    ck_assert_uint_eq(class.n_stages, 1);
    ck_assert_uint_eq(class.n_flags, 1);
    ck_assert_str_eq(class.flags[0].note, "江州晚报");
    ck_assert_uint_eq(class.n_respondents, 2);
    ck_assert_int_eq(class.respondents[0].user_id, FIXTURE_SEVERAL);
    ck_assert(class.respondents[0].manager);
    ck_assert_int_eq(class.demanded_cents, 12050);
    ck_assert_str_eq(of(CLOCK_RESOLVE, "").rule, "resolve_major");
    ck_assert_int_eq(of(CLOCK_REPORT_MAJOR, "").state, CLOCK_RUNNING);
    ck_assert_int_eq(c.promised_us, of(CLOCK_RESOLVE, "").due_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock_history WHERE kind = 3 AND rule = 'resolve'"), 1);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM event WHERE kind = 'classified'");
    ck_assert_str_eq(timeline_get(x->arena, data, "grade"), "major");
    ck_assert_str_eq(timeline_get(x->arena, data, "grade_before"), "general");
    ck_assert_str_eq(timeline_get(x->arena, data, "causes"), "slow_claim");
    ck_assert_str_eq(timeline_get(x->arena, data, "validity_reason"), "核实属实");
    ck_assert_ptr_null(strstr(data, "王某"));
}
END_TEST

/* That it is justified or not is the decision; the complainant has to hear it. */
START_TEST(deciding_begins_the_time_to_tell)
{
    struct complaint_classing typed = classing();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    typed.class.n_flags = 0;
    typed.validity = typed.validity_reason = "";
    ASSERT_OK(classify(&typed));
    ck_assert_int_eq(of(CLOCK_REPLY, "").round, 0); /* not decided yet */
    typed.validity = "valid";
    typed.validity_reason = "核实属实";
    ASSERT_OK(classify(&typed));
    ck_assert_int_eq(of(CLOCK_REPLY, "").state, CLOCK_RUNNING);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.due_us, of(CLOCK_REPLY, "").due_us);
    ck_assert_int_eq(c.due_kind, CLOCK_REPLY);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "经核实属实");
    ck_assert_int_eq(of(CLOCK_REPLY, "").state, CLOCK_MET);
    typed.validity = "invalid";
    ASSERT_OK(classify(&typed));
    ck_assert_int_eq(of(CLOCK_REPLY, "").round, 1); /* the answer was given */
}
END_TEST

static struct complaint row_of_list(void)
{
    struct complaint_filter filter = {.view = VIEW_OPEN, .sort = SORT_DUE, .words = "", .limit = 5, .now_us = x->now_us};
    struct complaint *rows;
    size_t n;
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
    return rows[0];
}

START_TEST(lists_know_the_nearest_clock_and_the_flags)
{
    struct complaint_classing typed = classing();
    struct complaint row = row_of_list();
    ck_assert_int_eq(row.due_kind, CLOCK_ACKNOWLEDGE);
    ck_assert_str_eq(row.flag, "");
    ck_assert_int_eq(row.flags, 0);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    ck_assert_int_eq(row_of_list().due_kind, CLOCK_RESOLVE);
    typed.validity = typed.validity_reason = "";
    ASSERT_OK(classify(&typed));
    row = row_of_list();
    ck_assert_str_eq(row.flag, "media");
    ck_assert_int_eq(row.flags, 1);
    ck_assert_int_eq(row.due_kind, CLOCK_REPORT_MAJOR);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "记一笔"); /* what does not move clocks keeps it */
    ck_assert_int_eq(row_of_list().due_kind, CLOCK_REPORT_MAJOR);
    typed.class.n_flags = 0;
    ASSERT_OK(classify(&typed));
    row = row_of_list();
    ck_assert_str_eq(row.flag, "");
    ck_assert_int_eq(row.flags, 0);
}
END_TEST

START_TEST(another_grade_needs_a_reason)
{
    struct complaint_classing typed = classing();
    typed.grade = "general";
    ASSERT_ERR(classify(&typed), ERR_INPUT);
    typed.grade_reason = "媒体仅作咨询";
    ASSERT_OK(classify(&typed));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_str_eq(c.grade, "general");
    ck_assert_str_eq(c.grade_proposed, "major");
    ck_assert_str_eq(c.grade_reason, "媒体仅作咨询");
    ck_assert_str_eq(of(CLOCK_RESOLVE, "").rule, "resolve");
}
END_TEST

START_TEST(another_category_keeps_the_department)
{
    struct complaint_classing typed = classing();
    typed.category = "service";
    ASSERT_OK(classify(&typed));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_str_eq(c.category, "service");
    ck_assert_int_eq(c.category_id, 2);
    ck_assert_int_eq(c.department_id, 3);
    const char *data = store_test_text(x->root, x->arena, "SELECT data FROM event WHERE kind = 'classified'");
    ck_assert_str_eq(timeline_get(x->arena, data, "category_before"), "claims");
}
END_TEST

START_TEST(what_the_rulebook_does_not_know_is_refused)
{
    static const char *unknown[] = {"moon"};
    static struct complaint_flag old[] = {{"old", ""}};
    static struct complaint_respondent nobody[] = {{"staff", "某人", 0, 999, false}}, kindless[] = {{"ghost", "某人", 0, 0, false}};
    for (int i = 0; i < 9; i++) {
        struct complaint_classing typed = classing();
        switch (i) {
        case 0: typed.class.causes = unknown; break;
        case 1: typed.class.stages = unknown; break;
        case 2: typed.class.flags = old; break; /* inactive, and not set before */
        case 3: typed.class.respondents = nobody; typed.class.n_respondents = 1; break;
        case 4: typed.class.respondents = kindless; typed.class.n_respondents = 1; break;
        case 5: typed.category = "moon"; break;
        case 6: typed.grade = "moon"; break;
        case 7: typed.loss = "12,5"; break;
        default: typed.validity_reason = ""; break;
        }
        ASSERT_ERR(classify(&typed), ERR_INPUT);
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_code"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM respondent"), 0);
}
END_TEST

/* ---- recomputing ---- */

START_TEST(recomputing_after_the_calendar_changed)
{
    struct recompute_at from = {0}, at;
    struct recompute_row *rows;
    size_t n, changed;
    bool end;
    struct clock before = of(CLOCK_RESOLVE, "");
    ASSERT_OK(recompute_preview(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->zone, "", &from, 50, x->now_us, &rows, &n, &at, &end));
    ck_assert_uint_eq(n, 0);
    ck_assert(end);
    /* Monday after becomes a holiday. */
    store_test_sql(x->root, "INSERT INTO calendar (id, code, name_zh, monday, tuesday, wednesday, thursday, friday) VALUES (1, 'cn', '日历', '08:30-12:00 13:30-17:30', "
                            "'08:30-12:00 13:30-17:30', '08:30-12:00 13:30-17:30', '08:30-12:00 13:30-17:30', '08:30-12:00 13:30-17:30')");
    store_test_sql(x->root, "INSERT INTO calendar_day (calendar_id, day, kind, name_zh) VALUES (1, %lld, 1, '假日')", (long long)utc_civil_days(2026, 8, 24));
    store_test_sql(x->root, "UPDATE unit SET calendar_id = 1 WHERE id = 1");
    store_test_sql(x->root, "INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1");
    (void)db_take_counts(x->staff_db);
    ASSERT_OK(recompute_preview(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->zone, "", &from, 50, x->now_us, &rows, &n, &at, &end));
    ck_assert_uint_eq(n, 2); /* confirm and resolve; the law's natural days stay */
    const char *first = rows[0].number, *first_rule = rows[0].rule, *second_rule = rows[1].rule;
    ASSERT_OK(recompute_preview(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->zone, "", &from, 1, x->now_us, &rows, &n, &at, &end)); /* one after the other */
    ck_assert_uint_eq(n, 1);
    ck_assert(!end);
    ck_assert_str_eq(rows[0].number, first);
    ck_assert_str_eq(rows[0].rule, first_rule);
    const struct recompute_at second = at;
    ASSERT_OK(recompute_preview(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], x->zone, "", &second, 50, x->now_us, &rows, &n, &at, &end));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(rows[0].rule, second_rule);
    ck_assert(end);
    ASSERT_OK(recompute_preview(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], x->zone, "", &from, 50, x->now_us, &rows, &n, &at, &end));
    ck_assert_uint_eq(n, 0); /* not his to see */
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CHIEF);
    ASSERT_OK(recompute_apply(x->staff_db, x->arena, &w, x->zone, "resolve", &from, 50, &changed, &at, &end));
    ck_assert_uint_eq(changed, 1);
    ck_assert(end);
    struct clock after = of(CLOCK_RESOLVE, "");
    ck_assert_int_eq(after.due_us, before.due_us + 3 * UTC_DAY_US); /* over a weekend */
    ck_assert_int_eq(fixture_load(x, FIXTURE_CHIEF, filed.number).promised_us, after.due_us);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock_history WHERE kind = 4"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'recomputed'"), 1);
    ASSERT_OK(recompute_apply(x->staff_db, x->arena, &w, x->zone, "resolve", &from, 50, &changed, &at, &end));
    ck_assert_uint_eq(changed, 0);
}
END_TEST

START_TEST(where_a_walk_stands_is_text)
{
    struct recompute_at at = {"resolve", CLOCK_PAUSED, 77}, read;
    ASSERT_OK(recompute_at_read(x->arena, recompute_at_write(x->arena, &at), &read));
    ck_assert_str_eq(read.rule, "resolve");
    ck_assert_int_eq(read.state, CLOCK_PAUSED);
    ck_assert_int_eq(read.after_id, 77);
    ASSERT_OK(recompute_at_read(x->arena, "", &read));
    ck_assert_ptr_null(read.rule);
    ASSERT_ERR(recompute_at_read(x->arena, "resolve.9.1", &read), ERR_MALFORMED);
    ASSERT_ERR(recompute_at_read(x->arena, "resolve", &read), ERR_MALFORMED);
}
END_TEST

/* ---- receivers ---- */

static size_t receivers(const char *to, int64_t department_id, int64_t assignee_id, struct notice_to **list)
{
    size_t n;
    ASSERT_OK(notice_receivers(x->jobs_db, x->arena, to, 2, department_id, assignee_id, x->now_us, list, &n));
    return n;
}

START_TEST(who_a_step_goes_to)
{
    struct notice_to *list;
    ck_assert_uint_eq(receivers("handler", 3, FIXTURE_SEVERAL, &list), 1);
    ck_assert_int_eq(list[0].user_id, FIXTURE_SEVERAL);
    ck_assert_int_eq(list[0].for_id, 0);
    ck_assert_uint_eq(receivers("handler", 3, 0, &list), 1); /* no coordinator: who may assign, of the nearest superior that has one */
    ck_assert_int_eq(list[0].user_id, FIXTURE_CHIEF);
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 6, deputy_id = 2 WHERE id = 3");
    ck_assert_uint_eq(receivers("coordinator", 3, 0, &list), 1); /* the coordinator's account is switched off */
    ck_assert_int_eq(list[0].user_id, FIXTURE_CLERK);
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us) VALUES (2, 4, %lld, %lld)", (long long)(x->now_us - 1), (long long)(x->now_us + 1));
    ck_assert_uint_eq(receivers("handler", 3, 0, &list), 1);
    ck_assert_int_eq(list[0].user_id, FIXTURE_SEVERAL);
    ck_assert_int_eq(list[0].for_id, FIXTURE_CLERK);
    ck_assert_uint_eq(receivers("executive", 3, 0, &list), 1);
    ck_assert_int_eq(list[0].user_id, FIXTURE_READER);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, department_id) VALUES (4, 2, 3)");
    ck_assert_uint_eq(receivers("executive", 3, 0, &list), 1); /* the department's own come first */
    ck_assert_int_eq(list[0].user_id, FIXTURE_SEVERAL);
    ck_assert_uint_eq(receivers("nobody", 3, 0, &list), 0);
    ck_assert_uint_eq(receivers("manager", 0, 0, &list), 1);
}
END_TEST

START_TEST(notices_are_read_by_their_owner)
{
    struct notice *list;
    size_t n;
    struct waiting waiting;
    for (int i = 0; i < 3; i++) {
        const struct notice notice = {.user_id = 2, .complaint_id = filed.id, .at_us = x->now_us + i, .kind = "clock_warn", .data = "{}"};
        ASSERT_OK(notice_put(x->staff_db, &notice));
    }
    ASSERT_OK(notice_list(x->staff_db, x->arena, 2, 0, 2, &list, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(list[0].number, filed.number);
    ck_assert_int_gt(list[0].id, list[1].id);
    ASSERT_OK(notice_read(x->staff_db, 3, list[0].id, false, x->now_us)); /* somebody else's */
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[2], x->now_us, &waiting));
    ck_assert_int_eq(waiting.notices, 3);
    ASSERT_OK(notice_read(x->staff_db, 2, list[0].id, false, x->now_us));
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[2], x->now_us, &waiting));
    ck_assert_int_eq(waiting.notices, 2);
    ASSERT_OK(notice_read(x->staff_db, 2, list[0].id, true, x->now_us));
    ASSERT_OK(waiting_count(x->staff_db, x->arena, &x->users[2], x->now_us, &waiting));
    ck_assert_int_eq(waiting.notices, 0);
    ASSERT_OK(notice_list(x->staff_db, x->arena, 2, list[1].id, 10, &list, &n));
    ck_assert_uint_eq(n, 1);
}
END_TEST

Suite *suite_store_clock(void)
{
    Suite *s = suite_create("store_clock");
    TCase *t = tcase_create("clock");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, filing_begins_the_clocks);
    tcase_add_test(t, the_public_pool_sees_its_own);
    tcase_add_test(t, a_complaints_way);
    tcase_add_test(t, rejecting_with_an_exclusion);
    tcase_add_test(t, material_pauses_and_supplying_resumes);
    tcase_add_test(t, pausing_by_hand);
    tcase_add_test(t, more_time_that_nobody_approves);
    tcase_add_test(t, more_time_that_is_approved);
    tcase_add_test(t, more_time_that_is_refused);
    tcase_add_test(t, a_deputy_decides_for_who_is_away);
    tcase_add_test(t, no_decision_after_the_date);
    tcase_add_test(t, a_request_ends_with_its_clock);
    tcase_add_test(t, done_by_hand);
    tcase_add_test(t, classifying);
    tcase_add_test(t, deciding_begins_the_time_to_tell);
    tcase_add_test(t, lists_know_the_nearest_clock_and_the_flags);
    tcase_add_test(t, another_grade_needs_a_reason);
    tcase_add_test(t, another_category_keeps_the_department);
    tcase_add_test(t, what_the_rulebook_does_not_know_is_refused);
    tcase_add_test(t, recomputing_after_the_calendar_changed);
    tcase_add_test(t, where_a_walk_stands_is_text);
    tcase_add_test(t, who_a_step_goes_to);
    tcase_add_test(t, notices_are_read_by_their_owner);
    suite_add_tcase(s, t);
    return s;
}
