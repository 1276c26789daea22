#include <string.h>

#include "clock_store.h"
#include "complaint_clock.h"
#include "review_route_store.h"
#include "rulebook_store.h"
#include "sheet_store.h"
#include "store_fixture.h"

Suite *suite_store_follow(void);

/*
 * Following a complaint (requirements B5, B7, B9): urging within the rulebook's times reaches the handler and waits for a word; a withdrawal is taken back; "not solved" goes to people who did not handle it
 * and to nobody else; a rating is changed while it may be, also by who was let in to the survey alone.
 */
static struct fixture *x;
static struct filed f;
static uint8_t token[32];

static const char *const more = "closing: {reopen_days: 30, review_days: 10}\n"
                                "following:\n  urge_after: 1 h\n  urge_every: 2 h\n  survey_days: 20\n  reasons:\n  - {code: slow, name: {zh: 太慢, en: Slow}}\n"
                                "  - {code: unfair, name: {zh: 不公, en: Unfair}}\n";
static const char *const word_clock = "- {code: word, kind: progress, track: urged, name: {zh: 催办反馈, en: Word}, limit: 4 h, from: urged, until: [contacted], promised: yes}\n";

static void setup(void)
{
    x = fixture_make();
    const char *clocks = strstr(fixture_book, "clocks:\n") + strlen("clocks:\n");
    fixture_use_book(x, arena_printf(x->arena, "%.*s%s%s%s", (int)(clocks - fixture_book), fixture_book, word_clock, clocks, more));
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (1, 'reopen')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 1, 2)");
    store_test_sql(x->root, "UPDATE department SET coordinator_id = 1 WHERE id = 1");
    f = fixture_file(x, 2, 3, "两次扣款");
    fixture_track(x, f.number, token);
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t number(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err act(const struct track_command *command)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const char *location;
    return track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, command, &location);
}

static struct complaint load(void)
{
    struct complaint c;
    ASSERT_OK(track_load(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &c));
    return c;
}

static bool sees(int user)
{
    struct complaint c;
    permission_set rights;
    return complaint_load(x->staff_db, x->arena, &x->users[user], f.number, &c, &rights) == ERR_NONE;
}

START_TEST(urging_reaches_the_handler_and_is_answered)
{
    const struct track_command urge = {.action = ACTION_URGE, .text = "请问什么时候有结果"};
    struct complaint_writer jobs = fixture_writer(x, CRYPTO_JOBS, 0);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    ASSERT_ERR(act(&urge), ERR_STATE); /* too early */
    x->now_us += UTC_HOUR_US + UTC_MINUTE_US;
    fixture_track(x, f.number, token);
    ASSERT_OK(act(&urge));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'word' AND state = 1"), 1);
    ASSERT_ERR(act(&urge), ERR_STATE); /* not twice within its time */
    struct complaint c = fixture_load(x, FIXTURE_CLERK, f.number);
    ck_assert(c.urged && c.unread && c.urges == 1);
    ck_assert_int_eq(complaint_facts(x->arena, &c, NULL, x->now_us).urged, 1);
    ASSERT_OK(review_urged(x->jobs_db, x->arena, &jobs, f.id));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'urged' AND user_id = 2"), 1);
    struct complaint_filter filter = {.view = VIEW_OPEN, .marks = MARK_URGED, .limit = 10, .now_us = x->now_us};
    struct complaint *rows;
    size_t n;
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &filter, &rows, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert(rows[0].urged);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_NOTE, "内部备注不算答复");
    ck_assert(load().urged);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_MESSAGE, "正在核实，周五前答复您");
    ck_assert(!load().urged);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'word' AND state = 3"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM clock WHERE rule = 'word'"), 1); /* told once, not again and again */
    ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &filter, &rows, &n));
    ck_assert_uint_eq(n, 0);
    x->now_us += 2 * UTC_HOUR_US + UTC_MINUTE_US;
    fixture_track(x, f.number, token);
    ASSERT_OK(act(&urge));
    ck_assert_int_eq(load().urges, 2);
    fixture_sound(x, f.id);
}
END_TEST

START_TEST(a_withdrawal_is_taken_back)
{
    const struct track_command withdraw = {.action = ACTION_WITHDRAW, .text = "不想投诉了"}, keep = {.action = ACTION_KEEP};
    ASSERT_ERR(act(&keep), ERR_STATE);
    ASSERT_OK(act(&withdraw));
    ck_assert(load().withdraw_us);
    ASSERT_OK(act(&keep));
    ck_assert(!load().withdraw_us);
    struct complaint_command confirm = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_CONFIRM_WITHDRAWAL, NULL);
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &confirm), ERR_STATE);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'withdraw_taken_back'"), 1);
    fixture_sound(x, f.id);
}
END_TEST

START_TEST(what_cannot_be_supplied_lets_it_go_on)
{
    struct track_command cannot = {.action = ACTION_SUPPLY, .cannot = true};
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    struct complaint_command ask = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_ASK_MATERIAL, "请提供回单");
    ask.asked_until_us = x->now_us + UTC_DAY_US;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &ask));
    ASSERT_ERR(act(&cannot), ERR_INPUT); /* a reason is needed */
    cannot.text = "回单丢了";
    ASSERT_OK(act(&cannot));
    ck_assert_int_eq(load().state, COMPLAINT_PROGRESS);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'cannot_supply'"), 1);
    fixture_sound(x, f.id);
}
END_TEST

static void answer_and_close(void)
{
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "已核实，无误");
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_CLOSE, "无误");
}

static void dispute(void)
{
    const struct track_command ask = {.action = ACTION_ASK_REVIEW, .text = "没有解决"};
    struct complaint_writer jobs = fixture_writer(x, CRYPTO_JOBS, 0);
    ASSERT_OK(act(&ask));
    ASSERT_OK(review_route(x->jobs_db, x->arena, &jobs, f.id));
}

/* Who handled it neither sees it, nor decides about it, nor can be given it. */
START_TEST(not_solved_goes_to_others)
{
    answer_and_close();
    dispute();
    ck_assert(!sees(FIXTURE_CLERK));
    ck_assert(sees(FIXTURE_CHIEF));
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, f.number);
    ck_assert_int_eq(c.department_id, 1); /* customer service of the superior */
    ck_assert_int_eq(c.assignee_id, 0);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM notice WHERE kind = 'review_asked' AND user_id = 2"), 0);
    ck_assert_int_ge(number("SELECT COUNT(*) FROM notice WHERE kind = 'review_asked'"), 1);
    for (int mark = 0; mark < 2; mark++) {
        struct complaint_filter filter = {.view = VIEW_ALL, .marks = mark ? MARK_REVIEW : 0, .limit = 10, .now_us = x->now_us};
        struct complaint *rows;
        size_t n;
        ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CLERK], &filter, &rows, &n));
        ck_assert_uint_eq(n, 0);
        ASSERT_OK(complaint_list(x->staff_db, x->arena, &x->users[FIXTURE_CHIEF], &filter, &rows, &n));
        ck_assert_uint_eq(n, 1);
    }
    fixture_must(x, FIXTURE_CHIEF, f.number, ACTION_REVIEW, "由他人复核");
    c = fixture_load(x, FIXTURE_CHIEF, f.number);
    ck_assert(c.review && c.state == COMPLAINT_PROGRESS && c.department_id == 1);
    struct complaint_command give = fixture_command(x, FIXTURE_CHIEF, f.number, ACTION_ASSIGN, NULL);
    give.assignee_id = 2;
    ASSERT_ERR(fixture_act(x, FIXTURE_CHIEF, &give), ERR_INPUT);
    ck_assert(load().review);
    fixture_sound(x, f.id);
}
END_TEST

START_TEST(an_answer_is_disputed_before_it_is_closed)
{
    const struct track_command supply = {.action = ACTION_SUPPLY, .text = "补充一句"};
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_REPLY, "已核实，无误");
    dispute();
    ASSERT_OK(act(&supply));
    ck_assert_int_eq(load().state, COMPLAINT_REPLIED); /* it waits for who decides, and is not back with who answered */
    struct complaint_command no = fixture_command(x, FIXTURE_CHIEF, f.number, ACTION_DECLINE_REVIEW, "理由");
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &no));
    ck_assert(!load().review_asked_us);
    fixture_sound(x, f.id);
}
END_TEST

/* Before jobs came round to it, who handled it does not decide either; and where there is nobody else, it stays and the managers learn of it. */
START_TEST(who_handled_it_does_not_decline)
{
    const struct track_command ask = {.action = ACTION_ASK_REVIEW, .text = "没有解决"};
    struct complaint_writer jobs = fixture_writer(x, CRYPTO_JOBS, 0);
    answer_and_close();
    ASSERT_OK(act(&ask));
    struct complaint_command no = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_DECLINE_REVIEW, "不用复核");
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &no), ERR_STATE);
    store_test_sql(x->root, "UPDATE app_user SET active = 0 WHERE id IN (1, 4)");
    ASSERT_OK(review_route(x->jobs_db, x->arena, &jobs, f.id));
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind = 'review_unplaced'"), 1);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM recusal"), 0);
    no = fixture_command(x, FIXTURE_CLERK, f.number, ACTION_DECLINE_REVIEW, "无人可以复核，理由如下");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &no));
    fixture_sound(x, f.id);
}
END_TEST

START_TEST(after_its_time_there_is_no_review)
{
    const struct track_command ask = {.action = ACTION_ASK_REVIEW, .text = "没有解决"};
    answer_and_close();
    x->now_us += 11 * UTC_DAY_US;
    fixture_track(x, f.number, token);
    ASSERT_ERR(act(&ask), ERR_STATE);
}
END_TEST

START_TEST(a_rating_is_changed_in_its_time)
{
    struct track_command rate = {.action = ACTION_RATE, .text = "太慢", .rating = {.solved = 2, .overall = 2, .reasons = "slow,unfair"}};
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct track_rating given;
    const char *location;
    answer_and_close();
    ASSERT_ERR(track_rating(x->public_db, x->arena, f.id, &given), ERR_NOT_FOUND);
    rate.rating.reasons = "slow,nothing";
    ASSERT_ERR(act(&rate), ERR_INPUT);
    rate.rating.reasons = "slow,unfair";
    ASSERT_OK(act(&rate));
    rate.rating.solved = 1;
    rate.rating.overall = 5;
    rate.rating.reasons = "";
    /* By a link that leads to the survey alone; to nothing else. */
    ASSERT_OK(track_rate_of(x->public_db, x->arena, &w, f.id, &rate, &location));
    const struct track_command supply = {.action = ACTION_SUPPLY, .text = "x"};
    ASSERT_ERR(track_rate_of(x->public_db, x->arena, &w, f.id, &supply, &location), ERR_STATE);
    ASSERT_OK(track_rating(x->public_db, x->arena, f.id, &given));
    ck_assert_int_eq(given.overall, 5);
    ck_assert_str_eq(given.reasons, "");
    ck_assert_int_eq(number("SELECT COUNT(*) FROM rating"), 1);
    ck_assert_int_eq(number("SELECT outcome_said FROM complaint"), OUTCOME_ACCEPTED);
    ck_assert_int_eq(number("SELECT COUNT(*) FROM event WHERE kind IN ('rated', 'rated_again')"), 2);
    x->now_us += 21 * UTC_DAY_US;
    fixture_track(x, f.number, token);
    ASSERT_ERR(act(&rate), ERR_STATE);
    fixture_sound(x, f.id);
}
END_TEST

/* The website learns of each move of a promised date what the complainant was told, and never the reason that staff wrote. */
START_TEST(moves_of_dates_are_told_in_the_words_of_the_notice)
{
    struct clock_set set;
    fixture_must(x, FIXTURE_CLERK, f.number, ACTION_ACCEPT, NULL);
    store_test_sql(x->root, "INSERT INTO clock_history (clock_id, kind, at_us, to_us, due_before_us, due_after_us, rule, reason) SELECT id, 2, 5, 5, 6, 7, '', '内部原因' FROM clock WHERE rule = 'resolve'");
    store_test_sql(x->root, "INSERT INTO clock_request (clock_id, complaint_id, state, due_us, reason, notice, asker_id, asked_us, decided_us) "
                            "SELECT id, complaint_id, 2, 7, '内部原因', '需要更多时间核实，请谅解', 2, 4, 5 FROM clock WHERE rule = 'resolve'");
    store_test_sql(x->root, "INSERT INTO clock_history (clock_id, kind, at_us, to_us, due_before_us, due_after_us, rule, reason) SELECT id, 1, 5, 6, 6, 7, 'material', '内部' FROM clock WHERE rule = 'confirm'");
    ASSERT_OK(clock_load(x->public_db, x->arena, true, f.id, true, &set));
    ck_assert_uint_eq(set.n_history, 1); /* what is not promised is not told */
    ck_assert_str_eq(set.history[0].reason, "需要更多时间核实，请谅解");
    ck_assert_int_eq(set.history[0].due_after_us, 7);
}
END_TEST

Suite *suite_store_follow(void)
{
    Suite *suite = suite_create("follow");
    TCase *tests = tcase_create("follow");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, urging_reaches_the_handler_and_is_answered);
    tcase_add_test(tests, a_withdrawal_is_taken_back);
    tcase_add_test(tests, what_cannot_be_supplied_lets_it_go_on);
    tcase_add_test(tests, not_solved_goes_to_others);
    tcase_add_test(tests, an_answer_is_disputed_before_it_is_closed);
    tcase_add_test(tests, who_handled_it_does_not_decline);
    tcase_add_test(tests, after_its_time_there_is_no_review);
    tcase_add_test(tests, a_rating_is_changed_in_its_time);
    tcase_add_test(tests, moves_of_dates_are_told_in_the_words_of_the_notice);
    suite_add_tcase(suite, tests);
    return suite;
}
