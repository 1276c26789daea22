#include <string.h>

#include "approval_store.h"
#include "link_store.h"
#include "store_fixture.h"

Suite *suite_store_approval(void);

/* The clerk (role handler over A) asks; several (legal over A) and then the chief (manager over all) decide. */
static const char *const rows[] = {
    "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'manager', '主管', 'Manager'), (2, 'legal', '法务', 'Legal'), (3, 'handler', '经办', 'Handler')",
    "INSERT INTO role_permission (role_id, permission) VALUES (1, 'see'), (2, 'see'), (3, 'see')",
    "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (4, 2, 2), (2, 3, 2), (5, 3, 1)",
};
static const char *const book_part = "- {code: legal, name: {zh: 法务, en: Legal}, permissions: [see]}\n"
                                     "- {code: handler, name: {zh: 经办, en: Handler}, permissions: [see]}\n"
                                     "chains:\n"
                                     "- {code: both, about: letter, name: {zh: 会签, en: Both}, steps: [{role: legal, limit: 1 wd}, {role: manager, limit: 4 wh}]}\n"
                                     "- {code: heavier, about: grade, name: {zh: 调级, en: Grade}, when: {grades: [heavy]}, steps: [{role: manager, limit: 1 wd}]}\n"
                                     "- {code: web, about: web_reply, name: {zh: 网上答复, en: Web}, steps: [{role: legal, limit: 1 wd}]}\n"
                                     "closing: {web_reply: approved}\n";

static struct fixture *x;
static struct filed filed;
static const char *no;
static struct approval_result result;

static void setup(void)
{
    x = fixture_make_with(book_part, rows, COUNT_OF(rows));
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

struct asking {
    const struct complaint_writer *w;
    int64_t id;
};

static enum err ask_body(struct db *db, void *ctx)
{
    static struct rb_step steps[] = {{.role = "legal", .limit = "1 wd"}, {.role = "manager", .limit = "4 wh"}};
    static const struct rb_chain chain = {.code = "both", .about = "letter", .steps = steps, .steps_count = 2};
    struct asking *a = ctx;
    struct complaint c;
    permission_set rights;
    const struct approval_ask ask = {.chain = &chain, .subject_id = 7, .title = "处理意见书", .body = "同意退还手续费"};
    TRY(complaint_lock(db, x->arena, no));
    TRY(complaint_load(db, x->arena, a->w->user, no, &c, &rights));
    TRY(approval_ask(db, x->arena, a->w, &c, &ask, &a->id));
    return complaint_save(db, x->arena, &c);
}

static enum err try_ask(int user, int64_t *ret_id)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    struct asking a = {.w = &w};
    enum err e = db_tx(x->staff_db, ask_body, &a);
    *ret_id = a.id;
    return e;
}

static int64_t must_ask(void)
{
    int64_t id;
    ASSERT_OK(try_ask(FIXTURE_CLERK, &id));
    return id;
}

static struct approval seen(int user, int64_t id)
{
    struct approval a;
    ASSERT_OK(approval_load(x->staff_db, x->arena, &x->users[user], id, x->now_us, &a));
    return a;
}

static enum err act(int user, int64_t id, int version, enum approval_decision decision, const char *text, int64_t to_id)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, user);
    const struct approval_command command = {.id = id, .to_id = to_id, .version = version, .decision = decision, .text = text, .once_location = "/staff/approvals"};
    result = (struct approval_result){.why = ""};
    return approval_act(x->staff_db, x->arena, &w, &command, &result);
}

static enum err act_now(int user, int64_t id, enum approval_decision decision, const char *text, int64_t to_id)
{
    return act(user, id, seen(FIXTURE_CHIEF, id).version, decision, text, to_id);
}

static size_t waiting(int user)
{
    struct approval *list;
    size_t n;
    ASSERT_OK(approval_waiting(x->staff_db, x->arena, &x->users[user], x->now_us, 50, &list, &n));
    return n;
}

START_TEST(two_steps_one_after_the_other)
{
    int64_t id = must_ask();
    struct approval a = seen(FIXTURE_CLERK, id);
    ck_assert_uint_eq(a.n_steps, 2);
    ck_assert_str_eq(a.steps[0].role_zh, "法务");
    ck_assert_int_gt(a.steps[0].due_us, a.asked_us);
    ck_assert_int_eq(a.steps[1].due_us, 0);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 1);
    ck_assert_uint_eq(waiting(FIXTURE_CHIEF), 0);
    ck_assert_uint_eq(waiting(FIXTURE_CLERK), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_asked' AND user_id = 4"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_asked' AND user_id = 1"), 0);

    ASSERT_OK(act_now(FIXTURE_SEVERAL, id, APPROVAL_AGREE, "措辞合规", 0));
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    ck_assert_uint_eq(waiting(FIXTURE_CHIEF), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_asked' AND user_id = 1"), 1);
    a = seen(FIXTURE_CHIEF, id);
    ck_assert_int_gt(a.steps[1].due_us, a.steps[0].at_us);
    ck_assert_int_lt(a.steps[1].due_us, a.steps[0].at_us + 4 * UTC_DAY_US);

    ASSERT_OK(act_now(FIXTURE_CHIEF, id, APPROVAL_AGREE, "", 0));
    a = seen(FIXTURE_CLERK, id);
    ck_assert_int_eq(a.state, APPROVAL_GIVEN);
    ck_assert_str_eq(a.steps[0].text, "措辞合规");
    ck_assert_str_eq(a.steps[1].by, "陈主任");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_given' AND user_id = 2"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind IN ('approval_asked', 'approved')"), 3);
    ASSERT_ERR(act_now(FIXTURE_CHIEF, id, APPROVAL_AGREE, "", 0), ERR_STATE);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(only_whose_turn_it_is)
{
    int64_t id = must_ask(), other;
    ASSERT_ERR(act_now(FIXTURE_CLERK, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
    ck_assert_ptr_nonnull(strstr(result.why, "yourself"));
    ASSERT_ERR(act_now(FIXTURE_CHIEF, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
    ASSERT_ERR(act_now(FIXTURE_READER, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
    ASSERT_ERR(act_now(FIXTURE_OTHER, id, APPROVAL_AGREE, "", 0), ERR_NOT_FOUND);
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_SEND_BACK, "", 0), ERR_INPUT);
    ck_assert_str_eq(result.field, "text");
    ASSERT_ERR(act(FIXTURE_SEVERAL, id, 99, APPROVAL_AGREE, "", 0), ERR_STALE);
    ASSERT_ERR(try_ask(FIXTURE_CLERK, &other), ERR_EXISTS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval_step WHERE decision > 0"), 0);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(sent_back_and_asked_again)
{
    int64_t id = must_ask();
    ASSERT_OK(act_now(FIXTURE_SEVERAL, id, APPROVAL_SEND_BACK, "依据没有写", 0));
    ck_assert_int_eq(seen(FIXTURE_CLERK, id).state, APPROVAL_SENT_BACK);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_sent_back' AND user_id = 2"), 1);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    int64_t again = must_ask();
    struct approval latest, *all;
    size_t n;
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "letter", 7, &latest));
    ck_assert_int_eq(latest.id, again);
    ASSERT_OK(approval_load_all(x->staff_db, x->arena, filed.id, &all, &n));
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(all[0].id, again);
    ck_assert_uint_eq(all[1].n_steps, 2);
    ck_assert_str_eq(all[1].steps[0].text, "依据没有写");
    ASSERT_OK(approval_of_all(x->staff_db, x->arena, filed.id, "letter", &all, &n));
    ck_assert_uint_eq(n, 1);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(taken_back_by_who_asked)
{
    int64_t id = must_ask();
    const struct complaint_writer chief = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CHIEF), clerk = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct approval_command command = {.id = id, .version = 1, .once_location = "/staff/approvals"};
    ASSERT_ERR(approval_take_back(x->staff_db, x->arena, &chief, &command, &result), ERR_FORBIDDEN);
    ASSERT_OK(approval_take_back(x->staff_db, x->arena, &clerk, &command, &result));
    ck_assert_int_eq(seen(FIXTURE_CLERK, id).state, APPROVAL_WITHDRAWN);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(handed_to_somebody_who_sees_it)
{
    int64_t id = must_ask();
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_DELEGATE, "", 3), ERR_INPUT); /* the sibling unit */
    ck_assert_str_eq(result.field, "to");
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_DELEGATE, "", 2), ERR_INPUT); /* who asked */
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_DELEGATE, "", 4), ERR_INPUT); /* himself */
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 5, 'own', 1)", (long long)filed.id);
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_DELEGATE, "", 5), ERR_INPUT); /* kept out */
    store_test_sql(x->root, "DELETE FROM recusal");
    struct approval_person *people;
    size_t n;
    const struct approval a = seen(FIXTURE_SEVERAL, id);
    ASSERT_OK(approval_people(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], &a, &people, &n));
    ck_assert_uint_eq(n, 2); /* the chief and the reader */

    ASSERT_OK(act_now(FIXTURE_SEVERAL, id, APPROVAL_DELEGATE, "您更熟悉", 5));
    ck_assert_uint_eq(waiting(FIXTURE_READER), 1);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_asked' AND user_id = 5"), 1);
    ASSERT_OK(act_now(FIXTURE_READER, id, APPROVAL_AGREE, "", 0));
    ck_assert_int_eq(seen(FIXTURE_CHIEF, id).step, 2);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(a_deputy_decides_for_who_is_away)
{
    int64_t id;
    /* The sibling stands in for several, who is away; he sees nothing of the complaint otherwise. */
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us, note) VALUES (4, 3, 0, %lld, '')", (long long)(x->now_us + 10 * UTC_DAY_US));
    id = must_ask();
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_asked' AND user_id = 3 AND for_id = 4"), 1);
    ck_assert_uint_eq(waiting(FIXTURE_OTHER), 1);
    ASSERT_OK(act(FIXTURE_OTHER, id, 1, APPROVAL_AGREE, "", 0));
    const struct approval a = seen(FIXTURE_CHIEF, id);
    ck_assert_int_eq(a.steps[0].by_id, 3);
    ck_assert_int_eq(a.steps[0].for_id, 4);
    ck_assert_str_eq(a.steps[0].for_name, "王芳");
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(nobody_stands_in_for_who_is_kept_out)
{
    struct approval a;
    struct approval_turn turn;
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us, note) VALUES (4, 5, 0, %lld, '')", (long long)(x->now_us + 10 * UTC_DAY_US));
    int64_t id = must_ask();
    a = seen(FIXTURE_READER, id);
    ASSERT_OK(approval_turn(x->staff_db, x->arena, &x->users[FIXTURE_READER], &a, x->now_us, &turn));
    ck_assert(turn.mine && turn.for_id == 4);
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 4, 'own', 1)", (long long)filed.id);
    ASSERT_OK(approval_turn(x->staff_db, x->arena, &x->users[FIXTURE_READER], &a, x->now_us, &turn));
    ck_assert(!turn.mine);
    ck_assert_uint_eq(waiting(FIXTURE_READER), 0);
    ASSERT_ERR(act_now(FIXTURE_READER, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
}
END_TEST

START_TEST(who_stands_in_does_not_agree_twice)
{
    /* The chief stands in for several, and is the second himself. */
    store_test_sql(x->root, "INSERT INTO absence (user_id, deputy_id, from_us, to_us, note) VALUES (4, 1, 0, %lld, '')", (long long)(x->now_us + 10 * UTC_DAY_US));
    int64_t id = must_ask();
    ASSERT_OK(act_now(FIXTURE_CHIEF, id, APPROVAL_AGREE, "", 0));
    ASSERT_ERR(act_now(FIXTURE_CHIEF, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
    ck_assert_int_eq(seen(FIXTURE_CHIEF, id).step, 2);
    ASSERT_OK(act_now(FIXTURE_CHIEF, id, APPROVAL_DELEGATE, "请您定", 5));
    ASSERT_OK(act_now(FIXTURE_READER, id, APPROVAL_AGREE, "", 0));
    ck_assert_int_eq(seen(FIXTURE_CHIEF, id).state, APPROVAL_GIVEN);
}
END_TEST

START_TEST(who_has_gone_elsewhere_sees_nothing_of_it)
{
    struct approval a, *list;
    size_t n;
    int64_t id = must_ask();
    ASSERT_OK(act_now(FIXTURE_SEVERAL, id, APPROVAL_AGREE, "", 0));
    for (int user = FIXTURE_CLERK; user <= FIXTURE_SEVERAL; user += FIXTURE_SEVERAL - FIXTURE_CLERK) {
        struct access_user *who = &x->users[user];
        bool asked = user == FIXTURE_CLERK;
        (void)seen(user, id);
        ASSERT_OK(asked ? approval_asked(x->staff_db, x->arena, who, 10, &list, &n) : approval_decided(x->staff_db, x->arena, who, 10, &list, &n));
        ck_assert_uint_eq(n, 1);
        memset(who->holders, 0, sizeof who->holders); /* to another unit */
        ASSERT_ERR(approval_load(x->staff_db, x->arena, who, id, x->now_us, &a), ERR_NOT_FOUND);
        ASSERT_OK(asked ? approval_asked(x->staff_db, x->arena, who, 10, &list, &n) : approval_decided(x->staff_db, x->arena, who, 10, &list, &n));
        ck_assert_uint_eq(n, 0);
    }
}
END_TEST

START_TEST(nobody_who_could_decide)
{
    int64_t id;
    store_test_sql(x->root, "DELETE FROM role_grant WHERE user_id = 4");
    ASSERT_ERR(try_ask(FIXTURE_CLERK, &id), ERR_STATE);
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (4, 2, 2)");
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 4, 'own', 1)", (long long)filed.id);
    ASSERT_ERR(try_ask(FIXTURE_CLERK, &id), ERR_STATE);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval"), 0);
}
END_TEST

START_TEST(who_is_kept_out_finds_nothing)
{
    int64_t id = must_ask();
    struct approval a;
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 4, 'own', 1)", (long long)filed.id);
    ck_assert_uint_eq(waiting(FIXTURE_SEVERAL), 0);
    ASSERT_ERR(approval_load(x->staff_db, x->arena, &x->users[FIXTURE_SEVERAL], id, x->now_us, &a), ERR_NOT_FOUND);
    ASSERT_ERR(act(FIXTURE_SEVERAL, id, 1, APPROVAL_AGREE, "", 0), ERR_NOT_FOUND);
    ASSERT_ERR(approval_load(x->staff_db, x->arena, &x->users[FIXTURE_OTHER], id, x->now_us, &a), ERR_NOT_FOUND);
}
END_TEST

START_TEST(whoever_investigated_alone_does_not_agree)
{
    int64_t id = must_ask();
    store_test_sql(x->root, "INSERT INTO investigation (complaint_id, position, facts, sources, interviews, evidence, conclusion, remedy, first_by, last_by, at_us) VALUES (%lld, 1, '', '', '', '', '', '', 4, 4, 1)",
                   (long long)filed.id);
    ASSERT_ERR(act_now(FIXTURE_SEVERAL, id, APPROVAL_AGREE, "", 0), ERR_FORBIDDEN);
    ck_assert_ptr_nonnull(strstr(result.why, "alone"));
    store_test_sql(x->root, "UPDATE investigation SET last_by = 2");
    ASSERT_OK(act_now(FIXTURE_SEVERAL, id, APPROVAL_AGREE, "", 0));
}
END_TEST

START_TEST(reminded_once)
{
    size_t n;
    (void)must_ask();
    struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    ASSERT_OK(approval_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 0);
    w.now_us += 20 * UTC_DAY_US;
    ASSERT_OK(approval_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice WHERE kind = 'approval_late' AND user_id IN (2, 4)"), 2);
    ASSERT_OK(approval_sweep(x->jobs_db, x->arena, &w, 10, &n));
    ck_assert_uint_eq(n, 0);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(the_same_form_twice_decides_once)
{
    int64_t id = must_ask();
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_SEVERAL);
    const struct approval_command command = {.id = id, .version = 1, .decision = APPROVAL_AGREE, .text = "", .once_hash = (const uint8_t *)"0123456789abcdef0123456789abcdef", .once_location = "/staff/approvals"};
    ASSERT_OK(approval_act(x->staff_db, x->arena, &w, &command, &result));
    ASSERT_OK(approval_act(x->staff_db, x->arena, &w, &command, &result));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM event WHERE kind = 'approved'"), 1);
}
END_TEST

/* ---- another grade waits ---- */

static enum err classify(const char *grade, complaint_asking *asking)
{
    const struct complaint_classing classing = {.category = "", .grade = grade, .grade_reason = "媒体关注", .loss = "", .validity = ""};
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_CLASSIFY, NULL);
    command.classing = &classing;
    command.asking = asking;
    return fixture_act(x, FIXTURE_CLERK, &command);
}

START_TEST(another_grade_waits_until_it_is_agreed_to)
{
    struct approval a;
    ASSERT_ERR(classify("heavy", NULL), ERR_STATE);
    ASSERT_OK(classify("heavy", approval_asking));
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, no).grade, "light");
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "grade", 0, &a));
    ck_assert_str_eq(a.basis, "heavy");
    ck_assert_str_eq(a.title, "一般 → 重大");
    ck_assert_str_eq(a.body, "媒体关注");
    ASSERT_OK(classify("heavy", approval_asking));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval"), 1);
    ASSERT_OK(act_now(FIXTURE_CHIEF, a.id, APPROVAL_AGREE, "", 0));
    const struct complaint c = fixture_load(x, FIXTURE_CLERK, no);
    ck_assert_str_eq(c.grade, "heavy");
    ck_assert_str_eq(c.grade_reason, "媒体关注");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM clock WHERE rule = 'resolve_heavy' AND state = 1"), 1);
    fixture_sound(x, filed.id);
    /* And back down. */
    ASSERT_OK(classify("light", approval_asking));
    ck_assert_str_eq(fixture_load(x, FIXTURE_CLERK, no).grade, "heavy");
}
END_TEST

/* ---- the answer on the tracking page ---- */

static int64_t public_body(void)
{
    return count("SELECT CHAR_LENGTH(body) FROM public_message WHERE kind = 4 ORDER BY id DESC LIMIT 1");
}

static void reply_by(const char *given, bool ask)
{
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_REPLY, "我们已退还手续费");
    command.given = given;
    command.web_reply = ask;
    command.asking = approval_asking;
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
}

static void reply(bool ask)
{
    reply_by("telephone", ask);
}

START_TEST(the_answer_shows_once_it_is_agreed_to)
{
    struct approval a;
    struct sheet sheet;
    reply(true);
    ck_assert_int_eq(public_body(), 0);
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, filed.id, 10, &sheet));
    ck_assert_uint_eq(sheet.n_messages, 1);
    ck_assert_str_eq(sheet.messages[0].given, "telephone");
    ck_assert_str_eq(sheet.messages[0].body, "");
    int64_t message_id = sheet.messages[0].id;
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "web_reply", message_id, &a));
    ck_assert_str_eq(a.body, "我们已退还手续费");
    ASSERT_OK(act_now(FIXTURE_SEVERAL, a.id, APPROVAL_AGREE, "", 0));
    ck_assert_int_eq(public_body(), 8);
}
END_TEST

/* Who can only read it is told when it is there to be read. */
START_TEST(the_answer_is_told_when_it_shows)
{
    const char *posts = "SELECT COUNT(*) FROM post WHERE kind = 'reply'";
    struct approval a;
    store_test_sql(x->root, "INSERT INTO setting (name, value) VALUES ('post_ways', '1') ON DUPLICATE KEY UPDATE value = '1'");
    store_test_sql(x->root, "INSERT INTO complaint_told (complaint_id, lang, ways, own, changed_us) VALUES (%lld, 'zh', 1, 0, 1)", (long long)filed.id);
    reply_by("", true);
    ck_assert_int_eq(count(posts), 0);
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "web_reply", count("SELECT MAX(id) FROM message"), &a));
    ASSERT_OK(act_now(FIXTURE_SEVERAL, a.id, APPROVAL_AGREE, "", 0));
    ck_assert_int_eq(public_body(), 8);
    ck_assert_int_eq(count(posts), 1);
}
END_TEST

/* What is written about a matter that was split off is read with the one that leads: there too once it is agreed to. */
START_TEST(the_answer_about_a_part_shows_with_the_lead)
{
    const struct link_part parts[] = {{"service", "电话一直占线"}};
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    struct link_command split = {.number = no, .version = fixture_load(x, FIXTURE_CLERK, no).version, .prefix = "TS", .parts = parts, .n_parts = 1, .once_location = "/"};
    struct link_result done;
    struct approval a;
    struct sheet sheet;
    ASSERT_OK(link_split(x->staff_db, x->arena, &w, &split, &done));
    no = done.numbers;
    int64_t part_id = fixture_load(x, FIXTURE_CLERK, no).id;
    reply(true);
    int64_t message_id = count(arena_printf(x->arena, "SELECT MAX(id) FROM message WHERE complaint_id = %lld", (long long)part_id));
    ck_assert_int_eq(count(arena_printf(x->arena, "SELECT COUNT(*) FROM message WHERE complaint_id = %lld AND copy_of = %lld", (long long)filed.id, (long long)message_id)), 1);
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, filed.id, 10, &sheet));
    ck_assert_str_eq(sheet.messages[sheet.n_messages - 1].body, "");
    ASSERT_OK(approval_of(x->staff_db, x->arena, part_id, "web_reply", message_id, &a));
    ASSERT_OK(act_now(FIXTURE_SEVERAL, a.id, APPROVAL_AGREE, "", 0));
    ASSERT_OK(sheet_load_public(x->public_db, x->arena, filed.id, 10, &sheet));
    bool shown = false;
    for (size_t i = 0; i < sheet.n_messages; i++)
        shown |= strstr(sheet.messages[i].body, "我们已退还手续费") != NULL;
    ck_assert(shown);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(the_answer_stays_hidden_unless_asked_and_when_sent_back)
{
    struct approval a;
    reply(false);
    ck_assert_int_eq(public_body(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM approval"), 0);
    reply(true);
    int64_t message_id = count("SELECT MAX(id) FROM message");
    ASSERT_OK(approval_of(x->staff_db, x->arena, filed.id, "web_reply", message_id, &a));
    ASSERT_OK(act_now(FIXTURE_SEVERAL, a.id, APPROVAL_SEND_BACK, "不宜公开", 0));
    ck_assert_int_eq(public_body(), 0);
    fixture_sound(x, filed.id);
}
END_TEST

/* ---- what the complainant says ---- */

START_TEST(the_result_is_accepted_or_not)
{
    reply(false);
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_OUTCOME, "");
    command.outcome = OUTCOME_NOT_ACCEPTED;
    command.outcome_way = "telephone";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command.text = "金额太少";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).outcome_said, OUTCOME_NOT_ACCEPTED);
    command = fixture_command(x, FIXTURE_CLERK, no, ACTION_OUTCOME, "");
    command.outcome = OUTCOME_ACCEPTED;
    command.outcome_way = "pigeon";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_INPUT);
    command.outcome_way = "written";
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    ck_assert_int_eq(fixture_load(x, FIXTURE_CLERK, no).outcome_said, OUTCOME_ACCEPTED);
    fixture_sound(x, filed.id);
}
END_TEST

START_TEST(nothing_ends_while_something_waits)
{
    filed = fixture_file(x, 2, 3, "已经起诉");
    no = filed.number;
    int64_t id = must_ask();
    struct complaint_command command = fixture_command(x, FIXTURE_CLERK, no, ACTION_REJECT, "请等待判决");
    command.exclusion = "court";
    ASSERT_ERR(fixture_act(x, FIXTURE_CLERK, &command), ERR_STATE);
    const struct complaint_writer w = fixture_writer(x, CRYPTO_STAFF, FIXTURE_CLERK);
    const struct approval_command back = {.id = id, .version = 1, .once_location = "/staff/approvals"};
    ASSERT_OK(approval_take_back(x->staff_db, x->arena, &w, &back, &result));
    ASSERT_OK(fixture_act(x, FIXTURE_CLERK, &command));
    fixture_sound(x, filed.id);
}
END_TEST

Suite *suite_store_approval(void)
{
    Suite *s = suite_create("approval");
    TCase *t = tcase_create("approval");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, two_steps_one_after_the_other);
    tcase_add_test(t, only_whose_turn_it_is);
    tcase_add_test(t, sent_back_and_asked_again);
    tcase_add_test(t, taken_back_by_who_asked);
    tcase_add_test(t, handed_to_somebody_who_sees_it);
    tcase_add_test(t, a_deputy_decides_for_who_is_away);
    tcase_add_test(t, nobody_stands_in_for_who_is_kept_out);
    tcase_add_test(t, who_stands_in_does_not_agree_twice);
    tcase_add_test(t, who_has_gone_elsewhere_sees_nothing_of_it);
    tcase_add_test(t, nobody_who_could_decide);
    tcase_add_test(t, who_is_kept_out_finds_nothing);
    tcase_add_test(t, whoever_investigated_alone_does_not_agree);
    tcase_add_test(t, reminded_once);
    tcase_add_test(t, the_same_form_twice_decides_once);
    tcase_add_test(t, another_grade_waits_until_it_is_agreed_to);
    tcase_add_test(t, the_answer_shows_once_it_is_agreed_to);
    tcase_add_test(t, the_answer_is_told_when_it_shows);
    tcase_add_test(t, the_answer_about_a_part_shows_with_the_lead);
    tcase_add_test(t, the_answer_stays_hidden_unless_asked_and_when_sent_back);
    tcase_add_test(t, the_result_is_accepted_or_not);
    tcase_add_test(t, nothing_ends_while_something_waits);
    suite_add_tcase(s, t);
    return s;
}
