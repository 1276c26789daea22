#include <string.h>

#include "crypto_receipt.h"
#include "link_store.h"
#include "post_store.h"
#include "store_fixture.h"
#include "survey_store.h"
#include "told_store.h"

static struct fixture *x;
static struct filed filed;
static uint8_t token[32];

#define MAIL "zhang.told@example.com"
#define MOBILE "13700137000"

static struct filed file_told(const struct told *told)
{
    struct filing f = fixture_filing(x, 4, 2, "如何告知");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed ret;
    f.mode = COMPLAINT_CONFIDENTIAL;
    f.told = *told;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &ret));
    return ret;
}

static void setup(void)
{
    x = fixture_make();
    filed = file_told(&(struct told){.lang = "en", .ways = TOLD_MAIL | TOLD_SMS, .own = TOLD_SMS, .mail = MAIL, .sms = MOBILE});
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

static const char *address(int64_t id, enum told_way way)
{
    const char *to, *lang;
    enum err e = told_address(x->jobs_db, x->arena, x->keys, id, way, &to, &lang);
    if (e == ERR_NOT_FOUND)
        return "none";
    ASSERT_OK(e);
    return arena_printf(x->arena, "%s %s", lang, to);
}

static enum err change(const struct told *told)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    return told_change(x->public_db, x->arena, &w, token, FIXTURE_TTL, told);
}

static const char *last_event(void)
{
    return store_test_text(x->root, x->arena, "SELECT CONCAT(kind, ' ', data) FROM event ORDER BY complaint_id DESC, seq DESC LIMIT 1");
}

/* Sealed where it is written, opened where it is sent, and nowhere else; staff and public pool know the ways alone. */
START_TEST(sealed_for_who_sends)
{
    struct crypto_keys *keys[2] = {NULL};
    char why[256] = "";
    const char *to, *lang;
    struct told told;
    ck_assert_str_eq(address(filed.id, TOLD_MAIL), "en " MAIL);
    ck_assert_str_eq(address(filed.id, TOLD_SMS), "en " MOBILE);
    ASSERT_OK(crypto_keys_load(x->keys_dir, CRYPTO_STAFF, &keys[0], why));
    ASSERT_OK(crypto_keys_load(x->keys_dir, CRYPTO_PUBLIC, &keys[1], why));
    for (int i = 0; i < 2; i++) {
        ASSERT_ERR(told_address(x->jobs_db, x->arena, keys[i], filed.id, TOLD_MAIL, &to, &lang), ERR_CRYPTO);
        crypto_keys_free(keys[i]);
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_told WHERE mail LIKE '%zhang%' OR sms LIKE '%137%' OR mail LIKE '%example%'"), 0);
    ASSERT_OK(told_load(x->staff_db, x->arena, filed.id, &told));
    ck_assert_str_eq(told.lang, "en");
    ck_assert_uint_eq(told.ways, TOLD_MAIL | TOLD_SMS);
    ck_assert_uint_eq(told.own, TOLD_SMS);
    ck_assert_ptr_null(told.mail);
}
END_TEST

START_TEST(bound_to_complaint_and_way)
{
    const char *to, *lang;
    struct filed other = file_told(&(struct told){.lang = "zh", .ways = TOLD_MAIL, .mail = "other@example.com"});
    store_test_sql(x->root, "UPDATE complaint_told SET sms = mail, sms_version = mail_version WHERE complaint_id = %lld", (long long)filed.id);
    ASSERT_ERR(told_address(x->jobs_db, x->arena, x->keys, filed.id, TOLD_SMS, &to, &lang), ERR_CRYPTO);
    store_test_sql(x->root, "UPDATE complaint_told a, complaint_told b SET a.mail = b.mail WHERE a.complaint_id = %lld AND b.complaint_id = %lld", (long long)other.id, (long long)filed.id);
    ASSERT_ERR(told_address(x->jobs_db, x->arena, x->keys, other.id, TOLD_MAIL, &to, &lang), ERR_CRYPTO);
}
END_TEST

START_TEST(none_is_no_row)
{
    struct filed silent = file_told(&(struct told){.lang = "zh"}), empty = file_told(&(struct told){.lang = "zh", .ways = TOLD_MAIL, .mail = ""});
    struct told told;
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_told"), 1);
    ck_assert_str_eq(address(silent.id, TOLD_MAIL), "none");
    ASSERT_OK(told_load(x->public_db, x->arena, empty.id, &told));
    ck_assert_uint_eq(told.ways, 0);
}
END_TEST

START_TEST(changed_and_stopped)
{
    /* One way stays as it is though nobody can read it, the other one gets another number. */
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = TOLD_MAIL | TOLD_SMS, .sms = "13900139000"}));
    ck_assert_str_eq(address(filed.id, TOLD_MAIL), "zh " MAIL);
    ck_assert_str_eq(address(filed.id, TOLD_SMS), "zh 13900139000");
    ck_assert_str_eq(last_event(), "told_changed {\"ways\":\"mail,sms\"}");
    ck_assert_int_eq(count("SELECT own FROM complaint_told"), 0);
    /* What is stopped is forgotten at once, and does not come back by itself. */
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = TOLD_SMS}));
    ck_assert_str_eq(address(filed.id, TOLD_MAIL), "none");
    ck_assert_str_eq(address(filed.id, TOLD_SMS), "zh 13900139000");
    ck_assert_int_eq(count("SELECT mail IS NULL AND mail_version IS NULL FROM complaint_told"), 1);
    ASSERT_ERR(change(&(struct told){.lang = "zh", .ways = TOLD_MAIL | TOLD_SMS}), ERR_INPUT);
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = 0}));
    ck_assert_int_eq(count("SELECT sms IS NULL AND ways = 0 FROM complaint_told"), 1);
    ck_assert_str_eq(last_event(), "told_changed {\"ways\":\"none\"}");
    fixture_sound(x, filed.id);
    store_test_sql(x->root, "DELETE FROM track_session");
    ASSERT_ERR(change(&(struct told){.lang = "zh", .ways = TOLD_MAIL, .mail = MAIL}), ERR_NOT_FOUND);
}
END_TEST

START_TEST(agreed_to_later)
{
    struct filed silent = file_told(&(struct told){.lang = "zh"});
    store_test_sql(x->root, "DELETE FROM track_session");
    fixture_track(x, silent.number, token);
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = TOLD_MAIL, .mail = "later@example.com"}));
    ck_assert_str_eq(address(silent.id, TOLD_MAIL), "zh later@example.com");
    ck_assert_str_eq(address(filed.id, TOLD_MAIL), "en " MAIL);
    fixture_sound(x, silent.id);
}
END_TEST

START_TEST(the_receipt_again)
{
    uint8_t submission[32] = {0};
    struct filing f = fixture_filing(x, 4, 2, "没有留地址");
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed silent;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &silent));
    memcpy(submission, f.submission_hash, sizeof submission);
    w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_ERR(told_receipt_by_token(x->public_db, x->arena, &w, submission, NULL), ERR_STATE);
    ASSERT_OK(told_receipt_by_token(x->public_db, x->arena, &w, submission, &(struct told){.lang = "zh", .ways = TOLD_SMS, .sms = MOBILE}));
    ck_assert_str_eq(address(silent.id, TOLD_SMS), "zh " MOBILE);
    ck_assert_str_eq(last_event(), "receipt_sent {\"ways\":\"sms\"}");
    w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(told_receipt_by_token(x->public_db, x->arena, &w, submission, NULL));
    ASSERT_OK(told_receipt(x->public_db, x->arena, &w, token, FIXTURE_TTL));
    submission[0] ^= 1;
    ASSERT_ERR(told_receipt_by_token(x->public_db, x->arena, &w, submission, NULL), ERR_NOT_FOUND);
    fixture_sound(x, silent.id);
    fixture_sound(x, filed.id);
}
END_TEST

/* What was written for the complainant since, newest first: kinds by way. */
static const char *posts(int64_t id)
{
    const char *all = store_test_text(x->root, x->arena, arena_printf(x->arena,
        "SELECT IFNULL(GROUP_CONCAT(CONCAT(way, kind, ':', lang) ORDER BY id DESC SEPARATOR ' '), '') FROM post WHERE complaint_id = %lld AND user_id IS NULL", (long long)id));
    store_test_sql(x->root, "DELETE FROM post");
    return all;
}

static void send_by(int ways)
{
    store_test_sql(x->root, "REPLACE INTO setting (name, value) VALUES ('post_ways', '%d')", ways);
}

/* Whoever writes the event tells; what is done within the house is not told, and nothing that was written is in it. */
START_TEST(every_step_is_told)
{
    send_by(3);
    struct filed silent = fixture_file(x, 4, 2, "谁也不通知"), told = file_told(&(struct told){.lang = "zh", .ways = TOLD_SMS, .sms = MOBILE});
    ck_assert_str_eq(posts(told.id), "2receipt:zh");
    fixture_must(x, FIXTURE_CLERK, told.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, told.number, ACTION_NOTE, "内部");
    ck_assert_str_eq(posts(told.id), "");
    fixture_must(x, FIXTURE_CLERK, told.number, ACTION_MESSAGE, "您好，秘密内容");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE data LIKE '%秘密%'"), 0);
    ck_assert_str_eq(posts(told.id), "2message:zh");
    fixture_must(x, FIXTURE_CLERK, told.number, ACTION_REPLY, "答复");
    ck_assert_str_eq(posts(told.id), "2reply:zh");
    fixture_must(x, FIXTURE_CLERK, told.number, ACTION_CLOSE, "办结");
    const char *path = store_test_text(x->root, x->arena, "SELECT JSON_VALUE(data, '$.path') FROM post WHERE kind = 'survey'");
    ck_assert_msg(strncmp(path, "/survey/", 8) == 0 && strstr(path, told.number), "%s", path);
    ck_assert_str_eq(posts(told.id), "2survey:zh 2closed:zh");
    ck_assert_str_eq(posts(silent.id), "");
    fixture_sound(x, told.id);
}
END_TEST

START_TEST(only_by_what_was_agreed_and_is_switched_on)
{
    send_by(1);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "您好");
    ck_assert_str_eq(posts(filed.id), "1message:en");
    send_by(3);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "您好");
    ck_assert_str_eq(posts(filed.id), "2message:en 1message:en");
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = 0}));
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "您好");
    ck_assert_str_eq(posts(filed.id), "");
}
END_TEST

static struct complaint split_off(const char *number, const char *category, const char *body)
{
    const struct link_part parts[] = {{category, body}};
    const struct link_command command = {.number = number, .version = fixture_load(x, FIXTURE_CLERK, number).version, .prefix = "TS", .once_location = "/x", .parts = parts, .n_parts = 1};
    struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct link_result result = {.why = NULL};
    ASSERT_OK(link_split(x->staff_db, x->arena, &w, &command, &result));
    return fixture_load(x, FIXTURE_CLERK, result.numbers);
}

static void give_time(const char *number)
{
    struct complaint_command extend = fixture_command(x, FIXTURE_CLERK, number, ACTION_EXTEND, "等外部鉴定");
    extend.clock_id = count(arena_printf(x->arena, "SELECT id FROM clock WHERE rule = 'resolve' AND complaint_id = (SELECT id FROM complaint WHERE number = '%s')", number));
    extend.notice = "我们需要再用十五天";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &extend));
    struct complaint_command decide = fixture_command(x, FIXTURE_CLERK, number, ACTION_DECIDE_EXTENSION, "同意");
    decide.request_id = count("SELECT MAX(id) FROM clock_request");
    decide.agree = true;
    ASSERT_OK(fixture_act(x, FIXTURE_CHIEF, &decide));
}

/* Its complainant has no passcode for a matter that was split off: he is told through the complaint that leads, of one that was split off a second time too, and where to stands with that one alone. */
START_TEST(of_a_part_through_the_complaint_that_leads)
{
    send_by(3);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    const struct complaint part = split_off(filed.number, "service", "秘密的第二件事");
    ck_assert_str_eq(posts(filed.id), "2message:en 1message:en");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_MESSAGE, "您好");
    ck_assert_str_eq(posts(filed.id), "2message:en 1message:en"); /* once, though it stands with both */
    struct complaint_command ask = fixture_command(x, FIXTURE_CLERK, part.number, ACTION_ASK_MATERIAL, "请补充");
    ask.asked_until_us = x->now_us + 5 * UTC_DAY_US;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &ask));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE kind = 'ask' AND JSON_VALUE(data, '$.due') > 0"), 2);
    ck_assert_str_eq(posts(filed.id), "2ask:en 1ask:en");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_NOTE, "内部");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_REPLY, "答复");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE data <> '{}'"), 0);
    ck_assert_str_eq(posts(filed.id), "2part:en 1part:en");
    ASSERT_OK(post_told(x->staff_db, x->arena, part.id, "reply", x->now_us, NULL)); /* as when it is agreed that the tracking page shows it */
    ck_assert_str_eq(posts(filed.id), "2part:en 1part:en");
    const struct complaint again = split_off(part.number, "claims", "第三件事");
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) FROM complaint WHERE lead_id = %lld", (long long)filed.id)), 2);
    ck_assert_str_eq(posts(filed.id), "2message:en 1message:en");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_CLOSE, "办结");
    ck_assert_str_eq(posts(filed.id), "2part:en 1part:en"); /* the whole is rated, not each matter */
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_REOPEN, "再查");
    ck_assert_str_eq(posts(filed.id), "2part:en 1part:en");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE user_id IS NULL"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM complaint_told"), 1);
    ASSERT_OK(change(&(struct told){.lang = "zh", .ways = 0}));
    fixture_must(x, FIXTURE_CLERK, again.number, ACTION_REPLY, "答复");
    ck_assert_str_eq(posts(filed.id), "");
    fixture_sound(x, filed.id);
    fixture_sound(x, part.id);
}
END_TEST

START_TEST(of_a_part_that_takes_longer)
{
    send_by(2);
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1)");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    const struct complaint part = split_off(filed.number, "service", "第二件事");
    ck_assert_str_eq(posts(filed.id), "2message:en");
    give_time(part.number);
    ck_assert_int_eq(count("SELECT JSON_VALUE(p.data, '$.due') = c.promised_us FROM post p JOIN complaint c ON c.lead_id = p.complaint_id WHERE p.kind = 'part'"), 1);
    ck_assert_str_eq(posts(filed.id), "2part:en");
}
END_TEST

/* Where its matters stand, for who follows the complaint; of others nothing. */
START_TEST(its_matters_are_followed_with_it)
{
    struct complaint_split *parts;
    size_t n;
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    const struct complaint part = split_off(filed.number, "service", "第二件事");
    fixture_must(x, FIXTURE_CLERK, part.number, ACTION_REPLY, "答复");
    ASSERT_OK(track_parts(x->public_db, x->arena, filed.id, &parts, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_str_eq(parts[0].number, part.number);
    ck_assert_str_eq(parts[0].title, "第二件事");
    ck_assert_int_eq(parts[0].state, COMPLAINT_REPLIED);
    ck_assert(parts[0].promised_us == part.promised_us && !parts[0].closed_us);
    ASSERT_OK(track_parts(x->public_db, x->arena, part.id, &parts, &n));
    ck_assert_uint_eq(n, 0);
    const char *lead;
    ASSERT_OK(told_lead(x->staff_db, x->arena, part.id, &lead));
    ck_assert_str_eq(lead, filed.number);
    ASSERT_OK(told_lead(x->staff_db, x->arena, filed.id, &lead));
    ck_assert_str_eq(lead, "");
}
END_TEST

START_TEST(of_what_is_written_when_it_is_not_valid)
{
    send_by(2);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_VALIDITY, "查无此事");
    command.validity = "invalid";
    command.notice = "经查不属实";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert_str_eq(posts(filed.id), "2message:en");
    command = fixture_command(x, FIXTURE_CLERK, filed.number, ACTION_VALIDITY, "属实");
    command.validity = "valid";
    command.notice = NULL;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert_str_eq(posts(filed.id), "");
}
END_TEST

/* ---- rating from the link ---- */

static enum err survey(const char *path, int64_t now_us, struct survey *ret_survey)
{
    struct str rest = str_of(path);
    (void)str_cut(&rest, '/');
    (void)str_cut(&rest, '/');
    const char *number = str_cstr(x->arena, str_cut(&rest, '/')), *seconds = str_cstr(x->arena, str_cut(&rest, '/'));
    return survey_load(x->public_db, x->arena, x->keys, number, seconds, str_cstr(x->arena, rest), now_us, 30 * UTC_DAY_US, ret_survey);
}

START_TEST(rated_from_the_link_once_and_in_time)
{
    const struct track_command rating = {.action = ACTION_RATE, .text = "很好", .rating = {.solved = 1, .overall = 5, .callback = true}};
    struct survey s;
    const char *location, *path;
    send_by(3);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "办结");
    path = store_test_text(x->root, x->arena, "SELECT JSON_VALUE(data, '$.path') FROM post WHERE kind = 'survey' AND way = 1");
    ASSERT_OK(survey(path, x->now_us, &s));
    ck_assert_int_eq(s.state, SURVEY_OPEN);
    ASSERT_OK(survey(path, x->now_us + 31 * UTC_DAY_US, &s));
    ck_assert_int_eq(s.state, SURVEY_OVER);
    /* Every character of it counts. */
    for (size_t i = 8; path[i]; i++) {
        char *other = arena_strdup(x->arena, path);
        if (other[i] == '/')
            continue;
        other[i] = other[i] == '7' ? '8' : '7';
        ASSERT_ERR(survey(other, x->now_us, &s), ERR_NOT_FOUND);
    }
    ASSERT_OK(survey(path, x->now_us, &s));
    ck_assert_int_eq(s.c.id, filed.id);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_OK(track_rate_of(x->public_db, x->arena, &w, s.c.id, &rating, &location));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM rating WHERE overall = 5 AND callback = 1 AND words = '很好'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM task WHERE kind = 'callback'"), 1);
    ASSERT_OK(survey(path, x->now_us, &s));
    ck_assert_int_eq(s.state, SURVEY_RATED);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(a_link_of_what_goes_on_again)
{
    struct survey s;
    send_by(3);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REPLY, "答复");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_CLOSE, "办结");
    const char *path = store_test_text(x->root, x->arena, "SELECT JSON_VALUE(data, '$.path') FROM post WHERE kind = 'survey' AND way = 1");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_REOPEN, "还要再查");
    ASSERT_OK(survey(path, x->now_us, &s));
    ck_assert_int_eq(s.state, SURVEY_REOPENED);
    store_test_sql(x->root, "UPDATE complaint SET erased_us = 1 WHERE id = %lld", (long long)filed.id);
    ASSERT_ERR(survey(path, x->now_us, &s), ERR_NOT_FOUND);
}
END_TEST

START_TEST(nothing_after_erasing)
{
    store_test_sql(x->root, "UPDATE complaint SET erased_us = 1 WHERE id = %lld", (long long)filed.id);
    ASSERT_ERR(change(&(struct told){.lang = "zh", .ways = TOLD_MAIL, .mail = MAIL}), ERR_STATE);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    ASSERT_ERR(told_receipt(x->public_db, x->arena, &w, token, FIXTURE_TTL), ERR_STATE);
}
END_TEST

Suite *suite_store_told(void);
Suite *suite_store_told(void)
{
    Suite *suite = suite_create("told_store");
    TCase *tc = tcase_create("told");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, sealed_for_who_sends);
    tcase_add_test(tc, bound_to_complaint_and_way);
    tcase_add_test(tc, none_is_no_row);
    tcase_add_test(tc, changed_and_stopped);
    tcase_add_test(tc, agreed_to_later);
    tcase_add_test(tc, the_receipt_again);
    tcase_add_test(tc, nothing_after_erasing);
    tcase_add_test(tc, every_step_is_told);
    tcase_add_test(tc, only_by_what_was_agreed_and_is_switched_on);
    tcase_add_test(tc, of_a_part_through_the_complaint_that_leads);
    tcase_add_test(tc, of_a_part_that_takes_longer);
    tcase_add_test(tc, its_matters_are_followed_with_it);
    tcase_add_test(tc, of_what_is_written_when_it_is_not_valid);
    tcase_add_test(tc, rated_from_the_link_once_and_in_time);
    tcase_add_test(tc, a_link_of_what_goes_on_again);
    suite_add_tcase(suite, tc);
    return suite;
}
