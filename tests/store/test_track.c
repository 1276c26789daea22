#include <string.h>

#include "attachment_store.h"
#include "clock_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "message.h"
#include "once_store.h"
#include "sheet_store.h"
#include "store_fixture.h"
#include "track_sheet_store.h"

static struct fixture *x;
static struct filed filed;
static uint8_t token[32];

static void setup(void)
{
    x = fixture_make();
    filed = fixture_file(x, 4, 2, "理赔款一直没有到账");
    fixture_track(x, filed.number, token);
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static enum err act(const struct track_command *command)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    const char *location;
    return track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, command, &location);
}

static enum err supply(const char *text)
{
    struct track_command command = {.action = ACTION_SUPPLY, .text = text};
    return act(&command);
}

static struct complaint load(void)
{
    struct complaint c;
    ASSERT_OK(track_load(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &c));
    return c;
}

static int bad_seq(void)
{
    int bad = -1;
    ASSERT_OK(complaint_verify(x->jobs_db, x->arena, x->keys, filed.id, &bad));
    return bad;
}

/* ---- sessions ---- */

START_TEST(number_and_passcode)
{
    uint8_t hash[32], other[32];

    crypto_random(other, sizeof other);
    ck_assert(crypto_passcode_hash(x->keys, filed.number, "ABCDEFGH12345679", hash));
    ASSERT_ERR(track_open(x->public_db, x->arena, filed.number, hash, other, x->now_us), ERR_NOT_FOUND);
    ck_assert(crypto_passcode_hash(x->keys, filed.number, FIXTURE_PASSCODE, hash));
    ASSERT_ERR(track_open(x->public_db, x->arena, "TS-00000-00000-0", hash, other, x->now_us), ERR_NOT_FOUND);
    ASSERT_ERR(track_open(x->public_db, x->arena, "投诉", hash, other, x->now_us), ERR_NOT_FOUND);
    store_test_sql(x->root, "UPDATE complaint SET passcode_hash = NULL");
    ASSERT_ERR(track_open(x->public_db, x->arena, filed.number, hash, other, x->now_us), ERR_NOT_FOUND);
    memset(hash, 0, sizeof hash);
    ASSERT_ERR(track_open(x->public_db, x->arena, filed.number, hash, other, x->now_us), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_session"), 1);
}
END_TEST

START_TEST(a_session_ends)
{
    struct complaint c;
    uint8_t other[32] = {0};

    ASSERT_OK(track_load(x->public_db, x->arena, token, x->now_us + FIXTURE_TTL - 1, FIXTURE_TTL, &c));
    ASSERT_ERR(track_load(x->public_db, x->arena, token, x->now_us + FIXTURE_TTL, FIXTURE_TTL, &c), ERR_NOT_FOUND);
    ASSERT_ERR(track_load(x->public_db, x->arena, other, x->now_us, FIXTURE_TTL, &c), ERR_NOT_FOUND);
    ASSERT_OK(track_purge(x->jobs_db, x->now_us));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_session"), 1);
    ASSERT_OK(track_close(x->public_db, token));
    ASSERT_ERR(track_load(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &c), ERR_NOT_FOUND);
    ASSERT_ERR(supply("太晚了"), ERR_NOT_FOUND);
    fixture_track(x, filed.number, token);
    ASSERT_OK(track_purge(x->jobs_db, x->now_us + 1));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_session"), 0);
}
END_TEST

START_TEST(shows_only_what_is_public)
{
    struct sheet sheet;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_NOTE, "内部");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "内部原因");
    struct complaint c = load();
    ck_assert_str_eq(c.outcome, "");
    ck_assert_str_eq(c.assignee, "");
    ck_assert_int_eq(c.assignee_id, 0);
    ck_assert_str_eq(c.category_en, "Claims");
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, c.id, 50, &sheet));
    struct complaint_parts parts = sheet.parts;
    ck_assert_uint_eq(parts.n_allegations, 1);
    ck_assert_str_eq(parts.allegations[0].body, "理赔款一直没有到账");
    ck_assert_uint_eq(parts.n_demands, 2);
    ck_assert_uint_eq(parts.n_answers, 1);
    ck_assert_str_eq(parts.allegations[0].reason, "");
    ck_assert_int_eq(parts.allegations[0].finding, 0);
    ck_assert_uint_eq(sheet.n_events, 4);
    ck_assert_str_eq(sheet.events[0].kind, "closed");
    ck_assert_str_eq(sheet.events[0].data, "{}");
    ck_assert_str_eq(sheet.events[0].actor, "");
    ck_assert_int_eq(sheet.events[0].actor_id, 0);
    for (size_t i = 0; i < sheet.n_events; i++)
        ck_assert_str_ne(sheet.events[i].kind, "note");
    for (size_t i = 0; i < sheet.n_messages; i++)
        ck_assert_int_ne(sheet.messages[i].kind, MESSAGE_NOTE);
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, c.id, 2, &sheet));
    ck_assert_uint_eq(sheet.n_events, 2);
}
END_TEST

static struct track_look look(unsigned statements)
{
    struct track_look seen;
    db_take_counts(x->public_db);
    ASSERT_OK(track_look(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &seen));
    ck_assert_uint_eq(db_take_counts(x->public_db).statements, statements);
    return seen;
}

/* What is kept says the same as what is read anew. */
static void kept_is_fresh(void)
{
    struct track_look first, kept;
    struct sheet sheet;
    struct clock_set *clocks = ARENA_NEW(x->arena, struct clock_set);

    ASSERT_OK(track_look(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &first));
    kept = look(1);
    struct complaint c = load();
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, c.id, TRACK_LOOK_MAX, &sheet));
    ASSERT_OK(clock_load(x->public_db, x->arena, true, c.id, true, clocks));
    ck_assert_int_eq(kept.c.state, c.state);
    ck_assert_int_eq(kept.c.version, c.version);
    ck_assert_int_eq(kept.c.due_us, c.due_us);
    ck_assert_str_eq(kept.c.category_en, c.category_en);
    ck_assert_str_eq(kept.c.outcome, c.outcome);
    ck_assert_uint_eq(kept.sheet.n_events, sheet.n_events);
    ck_assert_uint_eq(kept.sheet.n_messages, sheet.n_messages);
    for (size_t i = 0; i < sheet.n_messages; i++)
        ck_assert_str_eq(kept.sheet.messages[i].body, sheet.messages[i].body);
    ck_assert_uint_eq(kept.sheet.parts.n_answers, sheet.parts.n_answers);
    ck_assert_uint_eq(kept.clocks->n, clocks->n);
    for (size_t i = 0; i < clocks->n; i++) {
        ck_assert_int_eq(kept.clocks->list[i].state, clocks->list[i].state);
        ck_assert_int_eq(kept.clocks->list[i].due_us, clocks->list[i].due_us);
    }
}

START_TEST(looking_again_is_one_statement)
{
    kept_is_fresh();
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_sheet"), 1);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    kept_is_fresh();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充");
    kept_is_fresh();
    ASSERT_OK(supply("这是转账记录"));
    kept_is_fresh();
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    kept_is_fresh();
    ck_assert_str_eq(look(1).sheet.messages[0].body, "答复");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_sheet"), 1);
}
END_TEST

START_TEST(what_was_kept_and_is_not_whole_is_made_anew)
{
    kept_is_fresh();
    store_test_sql(x->root, "UPDATE track_sheet SET body = LEFT(body, LENGTH(body) - 3)");
    kept_is_fresh();
    store_test_sql(x->root, "UPDATE track_sheet SET body = INSERT(body, 1, 1, CHAR(ASCII(body) ^ 1))"); /* rows of another statement */
    kept_is_fresh();
    store_test_sql(x->root, "UPDATE track_sheet SET body = ''");
    kept_is_fresh();
    store_test_sql(x->root, "UPDATE category_field SET label_zh = '新的问题'");
    store_test_sql(x->root, "INSERT INTO setting (name, value) VALUES ('basis', '') ON DUPLICATE KEY UPDATE version = version + 1");
    db_take_counts(x->public_db); /* the next request */
    kept_is_fresh();
    ck_assert_str_eq(look(1).sheet.parts.answers[0].label_zh, "新的问题");
    ASSERT_OK(track_sheet_purge(x->jobs_db, x->now_us));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_sheet"), 1);
    ASSERT_OK(track_sheet_purge(x->jobs_db, x->now_us + 1));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM track_sheet"), 0);
    kept_is_fresh();
}
END_TEST

START_TEST(a_session_that_ended_looks_at_nothing)
{
    struct track_look seen;
    kept_is_fresh();
    ASSERT_ERR(track_look(x->public_db, x->arena, token, x->now_us + FIXTURE_TTL, FIXTURE_TTL, &seen), ERR_NOT_FOUND);
    ASSERT_OK(track_close(x->public_db, token));
    ASSERT_ERR(track_look(x->public_db, x->arena, token, x->now_us, FIXTURE_TTL, &seen), ERR_NOT_FOUND);
}
END_TEST

START_TEST(a_rejection_says_why)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REJECT, "已在法院审理中");
    ck_assert_str_eq(load().outcome, "已在法院审理中");
    ASSERT_ERR(supply("我不同意"), ERR_STATE);
}
END_TEST

/* ---- actions ---- */

START_TEST(supplying_answers_the_question)
{
    struct sheet sheet;

    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ASK_MATERIAL, "请补充");
    ck_assert_int_gt(load().asked_until_us, 0);
    ASSERT_ERR(supply(""), ERR_INPUT);
    ASSERT_OK(supply("这是转账记录"));
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_PROGRESS);
    ck_assert(c.unread);
    ck_assert_int_eq(c.asked_until_us, 0);
    ck_assert_int_eq(c.version, 4);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_scope WHERE state = 2 AND unread = 1 AND attention = 2"), 5);
    ck_assert_int_eq(bad_seq(), 0);
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, filed.id, 50, &sheet));
    ck_assert_uint_eq(sheet.n_messages, 2);
    ck_assert_int_eq(sheet.messages[0].kind, MESSAGE_FROM);
    ck_assert_str_eq(sheet.messages[0].body, "这是转账记录");
    ck_assert_int_eq(sheet.messages[0].at_us, x->now_us);
}
END_TEST

START_TEST(files_alone_are_enough)
{
    struct track_command command = {.action = ACTION_SUPPLY, .text = ""};
    struct attachment *files;
    uint8_t stage[32] = "stage";
    size_t n;

    command.stage_hash = stage;
    ASSERT_ERR(act(&command), ERR_INPUT);
    store_test_sql(x->root, "INSERT INTO attachment (code, stage_hash, name, media_type, bytes, sha256, at_us, whole) VALUES "
                            "('00000000000000000000000001', RPAD('stage', 32, '\\0'), 'photo.jpg', 'image/jpeg', 3, REPEAT('x', 32), 1, 1)");
    ASSERT_OK(act(&command));
    ASSERT_OK(attachment_list(x->public_db, x->arena, true, filed.id, &files, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_ne(files[0].message_id, 0);
}
END_TEST

START_TEST(withdrawing)
{
    struct track_command command = {.action = ACTION_WITHDRAW, .text = "已经解决"};
    int due_kind = fixture_load(x, FIXTURE_CLERK, filed.number).due_kind;
    ck_assert_int_ne(due_kind, 0);
    ASSERT_OK(act(&command));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, filed.number).due_kind, due_kind);
    ck_assert_int_eq(load().withdraw_us, x->now_us);
    ck_assert(load().is_open);
    ASSERT_ERR(act(&command), ERR_STATE);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_DECLINE_WITHDRAWAL, "请确认是否自愿");
    ck_assert_int_eq(load().withdraw_us, 0);
    command.text = NULL;
    ASSERT_OK(act(&command));
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CONFIRM_WITHDRAWAL, NULL);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_WITHDRAWN);
    ck_assert_int_eq(c.finding, FINDING_WITHDRAWN);
    ck_assert(!c.is_open);
    ASSERT_ERR(supply("还有问题"), ERR_STATE);
    ck_assert_int_eq(bad_seq(), 0);
}
END_TEST

static struct track_command rating(int solved, int overall)
{
    return (struct track_command){.action = ACTION_RATE, .text = "还行", .rating = {.solved = solved, .overall = overall, .speed = 3}};
}

START_TEST(a_rating_is_checked)
{
    struct track_command command = rating(1, 4);

    ASSERT_ERR(act(&command), ERR_STATE);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "原因");
    ck_assert(!load().rated);
    command = rating(0, 4);
    ASSERT_ERR(act(&command), ERR_INPUT);
    command = rating(1, 6);
    ASSERT_ERR(act(&command), ERR_INPUT);
    command = rating(1, 4);
    command.rating.skill = -1;
    ASSERT_ERR(act(&command), ERR_INPUT);
    command = rating(1, 4);
    ASSERT_OK(act(&command));
    ck_assert(load().rated);
    struct complaint c = fixture_load(x, FIXTURE_CLERK, filed.number);
    ck_assert(!c.unread);
    ck_assert_int_eq(c.state, COMPLAINT_CLOSED);
    ck_assert_int_eq(count("SELECT overall FROM rating"), 4);
    ck_assert_int_eq(bad_seq(), 0);
}
END_TEST

START_TEST(a_bad_rating_is_to_be_read)
{
    struct track_command command = rating(3, 1);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "原因");
    ASSERT_OK(act(&command));
    ck_assert(fixture_load(x, FIXTURE_CLERK, filed.number).unread);
}
END_TEST

START_TEST(staff_actions_are_refused)
{
    for (int i = 0; i < ACTION_SUPPLY; i++) {
        struct track_command command = {.action = (enum complaint_action)i, .text = "x"};
        ASSERT_ERR(act(&command), ERR_STATE);
    }
    ck_assert_int_eq(load().events, 1);
}
END_TEST

START_TEST(twice_is_once)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct track_command command = {.action = ACTION_SUPPLY, .text = "只发一次", .once_location = "/track#first"};
    const char *location = "";
    uint8_t once[32];

    once_hash(x->keys, "visitor", "/track/supply", "key", once);
    command.once_hash = once;
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &command, &location));
    ck_assert_str_eq(location, "/track#first");
    command.once_location = "/track#second";
    ASSERT_OK(track_act(x->public_db, x->arena, &w, token, FIXTURE_TTL, &command, &location));
    ck_assert_str_eq(location, "/track#first");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM message"), 1);
    ck_assert_int_eq(load().events, 2);
}
END_TEST

START_TEST(makes_the_clerks_form_stale)
{
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, NULL);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ASSERT_OK(supply("补充一点"));
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_STALE);
    ck_assert(fixture_load(x, FIXTURE_CLERK, filed.number).unread);
    command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert(!fixture_load(x, FIXTURE_CLERK, filed.number).unread);
}
END_TEST

Suite *suite_store_track(void);
Suite *suite_store_track(void)
{
    Suite *suite = suite_create("track");
    TCase *tc = tcase_create("track");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, number_and_passcode);
    tcase_add_test(tc, a_session_ends);
    tcase_add_test(tc, shows_only_what_is_public);
    tcase_add_test(tc, looking_again_is_one_statement);
    tcase_add_test(tc, what_was_kept_and_is_not_whole_is_made_anew);
    tcase_add_test(tc, a_session_that_ended_looks_at_nothing);
    tcase_add_test(tc, a_rejection_says_why);
    tcase_add_test(tc, supplying_answers_the_question);
    tcase_add_test(tc, files_alone_are_enough);
    tcase_add_test(tc, withdrawing);
    tcase_add_test(tc, a_rating_is_checked);
    tcase_add_test(tc, a_bad_rating_is_to_be_read);
    tcase_add_test(tc, staff_actions_are_refused);
    tcase_add_test(tc, twice_is_once);
    tcase_add_test(tc, makes_the_clerks_form_stale);
    suite_add_tcase(suite, tc);
    return suite;
}
