#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "change_store.h"
#include "notice_store.h"
#include "notice_way_store.h"
#include "post_out.h"
#include "post_server.h"
#include "post_store.h"
#include "store_fixture.h"
#include "stores.h"
#include "told_store.h"
#include "config_load.h"

Suite *suite_store_post(void);

#define MAIL "zhang.told@example.com"
#define MOBILE "13700137000"
#define BODY "秘密的事情：司马相如的保单"

static struct fixture *x;
static struct post_server mail, gateway;
static struct config config;
static struct site site;
static struct post_out out;
static char mail_url[60], sms_url[60];

static void setup(void)
{
    x = fixture_make();
    post_server_start(&mail, false);
    post_server_start(&gateway, true);
    snprintf(mail_url, sizeof mail_url, "smtp://127.0.0.1:%d", mail.port);
    snprintf(sms_url, sizeof sms_url, "http://127.0.0.1:%d/send", gateway.port);
    config = (struct config){
        .site = {.public_url = "https://complaints.example.com", .staff_url = "https://staff.example.com/staff/"},
        .jobs = {.batch = 100},
        .post = {.mail_url = mail_url, .mail_tls = "none", .mail_ca = "", .mail_user = "", .mail_password_file = "", .mail_from = "complaints@example.com", .sms_url = sms_url, .sms_method = "POST",
                 .sms_type = "json", .sms_body = "{\"to\":\"{phone}\",\"text\":\"{text}\",\"id\":\"{id}\"}", .sms_headers_file = "", .sms_accept = "\"code\":0", .sms_refuse = "bad number", .sms_ca = "",
                 .timeout_s = 5, .attempts = 3},
        .mail_in = {.reply_address = "reply@example.com"},
    };
    site = (struct site){.config = &config, .keys = x->keys, .zone = x->zone, .pool = CRYPTO_JOBS, .brand_zh = "听诉平台", .brand_en = "听诉 Redress"};
    out = (struct post_out){.told = false};
    ASSERT_OK(post_wire_new(&config, &out.wire));
}

static void teardown(void)
{
    post_wire_free(out.wire);
    post_server_end(&mail);
    post_server_end(&gateway);
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static const char *text(const char *sql)
{
    return store_test_text(x->root, x->arena, sql);
}

/* As after the pauses: due, and servers are asked again. */
static size_t send_all(void)
{
    size_t n = 0;
    memset(out.way, 0, sizeof out.way);
    store_test_sql(x->root, "UPDATE post SET next_us = 1 WHERE state = 1");
    ASSERT_OK(post_out_go_on(x->jobs_db, x->arena, &site, &out, x->now_us, &n));
    return n;
}

static void ways_on(void)
{
    size_t n;
    ASSERT_OK(post_out_go_on(x->jobs_db, x->arena, &site, &out, x->now_us, &n));
    ck_assert_str_eq(text("SELECT value FROM setting WHERE name = 'post_ways'"), "3");
}

static struct filed file_told(unsigned ways)
{
    struct filing f = fixture_filing(x, 4, 2, BODY);
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filed ret;
    f.told = (struct told){.lang = "en", .ways = ways, .own = 0, .mail = MAIL, .sms = MOBILE};
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &ret));
    return ret;
}

static const char *decoded(void)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buf b = {.arena = x->arena};
    const char *body = strstr(mail.seen->mail, "\r\n\r\n");
    unsigned held = 0, bits = 0;
    ck_assert_ptr_nonnull(body);
    for (const char *c = body; *c; c++) {
        const char *at = strchr(digits, *c);
        if (!at)
            continue;
        held = held << 6 | (unsigned)(at - digits);
        bits += 6;
        if (bits >= 8)
            buf_addc(&b, (char)(held >> (bits -= 8) & 255));
    }
    return b.p;
}

START_TEST(the_receipt_goes_out_by_both_ways)
{
    ways_on();
    struct filed filed = file_told(POST_MAIL | POST_SMS);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE kind = 'receipt' AND state = 1"), 2);
    ck_assert_uint_eq(send_all(), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 2 AND sent_us > 0 AND attempts = 1"), 2);
    ck_assert_int_eq(mail.seen->taken, 1);
    ck_assert_str_eq(mail.seen->to, "<" MAIL ">");
    /* What cannot be delivered comes back to the address that finds the complaint, as answers do. */
    ck_assert_ptr_nonnull(strstr(mail.seen->from, "<reply+"));
    ck_assert_ptr_nonnull(strstr(mail.seen->mail, "\r\nReply-To: <reply+"));
    ck_assert_ptr_nonnull(strstr(mail.seen->mail, "\r\nAuto-Submitted: auto-generated\r\n"));
    ck_assert_ptr_nonnull(strstr(mail.seen->mail, "\r\nFrom: =?UTF-8?B?"));
    ck_assert_ptr_nonnull(strstr(mail.seen->mail, "Content-Type: text/plain; charset=utf-8"));
    ck_assert_ptr_nonnull(strstr(mail.seen->mail, arena_printf(x->arena, "\r\nSubject: We received your complaint %s\r\n", filed.number)));
    const char *body = decoded();
    ck_assert_ptr_nonnull(strstr(body, filed.number));
    ck_assert_ptr_nonnull(strstr(body, "https://complaints.example.com/track\r\n"));
    ck_assert_ptr_nonnull(strstr(body, "听诉 Redress"));
    ck_assert_ptr_nonnull(strstr(gateway.seen->request, "{\"to\":\"" MOBILE "\",\"text\":\"[听诉 Redress] We received your complaint "));
    ck_assert_ptr_nonnull(strstr(gateway.seen->request, filed.number));
    /* Nothing is sent a second time. */
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(mail.seen->taken, 1);
}
END_TEST

/* Nothing of what was complained about, nothing of who complains. */
START_TEST(nothing_personal_goes_out)
{
    static const char *const secrets[] = {"司马相如", "秘密", "张三", "13800138000", "zhang@example.com", "晚上"};
    ways_on();
    struct filed filed = file_told(POST_MAIL | POST_SMS);
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CLERK, filed.number, ACTION_MESSAGE, "给司马相如的秘密消息");
    ck_assert_int_ge(count("SELECT COUNT(*) FROM post WHERE state = 1 AND user_id IS NULL"), 4);
    while (count("SELECT COUNT(*) FROM post WHERE state = 1 AND user_id IS NULL") > 0) {
        store_test_sql(x->root, "UPDATE post SET state = 5 WHERE state = 1 AND way = 1 AND id <> (SELECT MIN(q.id) FROM (SELECT id FROM post WHERE state = 1 AND way = 1) q)");
        send_all();
        const char *said = arena_printf(x->arena, "%s %s %s", mail.seen->mail, decoded(), gateway.seen->request);
        for (size_t i = 0; i < COUNT_OF(secrets); i++)
            ck_assert_msg(!strstr(said, secrets[i]), "%s stands in what went out", secrets[i]);
        store_test_sql(x->root, "UPDATE post SET state = 1 WHERE state = 5");
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state <> 2 AND user_id IS NULL"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE CONCAT(data, said) LIKE '%司马%' OR CONCAT(data, said) LIKE '%秘密%' OR CONCAT(data, said) LIKE '%@%'"), 0);
}
END_TEST

START_TEST(refused_for_now_and_taken_later)
{
    ways_on();
    (void)file_told(POST_MAIL | POST_SMS);
    mail.seen->mood = gateway.seen->mood = SERVER_LATER;
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1 AND attempts = 1 AND next_us > 1"), 2);
    ck_assert_str_eq(text("SELECT said FROM post WHERE way = 1"), "451 4.2.1 try again later");
    mail.seen->mood = SERVER_TAKES;
    gateway.seen->mood = SERVER_OTHERWISE; /* 200, but not what was agreed */
    ck_assert_uint_eq(send_all(), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1 AND way = 2 AND attempts = 2"), 1);
    gateway.seen->mood = SERVER_TAKES;
    ck_assert_uint_eq(send_all(), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 2"), 2);
    ck_assert_int_eq(count("SELECT SUM(sent) FROM post_count"), 2);
    ck_assert_int_eq(count("SELECT SUM(failed) FROM post_count"), 3);
}
END_TEST

START_TEST(refused_for_good_and_sent_again_by_hand)
{
    ways_on();
    (void)file_told(POST_MAIL | POST_SMS);
    mail.seen->mood = gateway.seen->mood = SERVER_NEVER;
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 3 AND attempts = 1"), 2);
    /* Why is kept, the address in the answer is not. */
    ck_assert_str_eq(text("SELECT said FROM post WHERE way = 1"), "550 5.1.1 *** nobody is called so here");
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE said LIKE '%137%' OR said LIKE '%@%'"), 0);
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(mail.seen->connections, 1);

    struct post_counts counts;
    ASSERT_OK(post_counted(x->staff_db, x->arena, &counts));
    ck_assert_int_eq(counts.dead, 2);
    uint8_t once[32] = {7};
    struct change_by by = {.keys = x->keys, .actor = &x->users[FIXTURE_CHIEF], .now_us = x->now_us, .once_hash = once, .location = "/staff/admin/posts"};
    int64_t n;
    ASSERT_OK(post_again(x->staff_db, x->arena, &by, 0, &n));
    ck_assert_int_eq(n, 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM change_log WHERE entity = 'post' AND kind = 'sent_again' AND data LIKE '%\"2\"%'"), 1);
    ASSERT_ERR(post_again(x->staff_db, x->arena, &by, 0, &n), ERR_EXISTS); /* the same form */
    mail.seen->mood = gateway.seen->mood = SERVER_TAKES;
    ck_assert_uint_eq(send_all(), 2);
}
END_TEST

START_TEST(dropped_ones_never_go)
{
    ways_on();
    (void)file_told(POST_MAIL | POST_SMS);
    struct change_by by = {.keys = x->keys, .actor = &x->users[FIXTURE_CHIEF], .now_us = x->now_us};
    int64_t n, id = count("SELECT id FROM post WHERE way = 1");
    ASSERT_OK(post_drop(x->staff_db, x->arena, &by, id, &n));
    ck_assert_int_eq(n, 1);
    ASSERT_OK(post_drop(x->staff_db, x->arena, &by, id, &n));
    ck_assert_int_eq(n, 0);
    ck_assert_uint_eq(send_all(), 1);
    ck_assert_int_eq(mail.seen->connections, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 4"), 1);
}
END_TEST

/* Whoever stopped them meanwhile gets none that was written before. */
START_TEST(what_was_stopped_is_not_sent)
{
    ways_on();
    (void)file_told(POST_MAIL | POST_SMS);
    store_test_sql(x->root, "UPDATE complaint_told SET ways = 0, mail = NULL, sms = NULL");
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 4"), 2);
    ck_assert_int_eq(mail.seen->connections + gateway.seen->connections, 0);
}
END_TEST

START_TEST(nothing_is_lost_while_the_servers_are_away)
{
    size_t n;
    ways_on();
    (void)file_told(POST_MAIL | POST_SMS);
    (void)file_told(POST_MAIL);
    post_server_stop(&mail);
    post_server_stop(&gateway);
    ck_assert_uint_eq(send_all(), 0);
    /* One of each was tried, the others were not even touched. */
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1 AND attempts = 1"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1 AND attempts = 0"), 1);
    store_test_sql(x->root, "UPDATE post SET next_us = 1 WHERE state = 1");
    ASSERT_OK(post_out_go_on(x->jobs_db, x->arena, &site, &out, x->now_us, &n)); /* they are left alone for a while */
    ck_assert_int_eq(count("SELECT SUM(attempts) FROM post"), 2);
    post_server_again(&mail);
    post_server_again(&gateway);
    ck_assert_uint_eq(send_all(), 3);
    ck_assert_int_eq(mail.seen->taken, 2);
    ck_assert_int_eq(gateway.seen->taken, 1);
}
END_TEST

START_TEST(a_server_that_takes_nothing_is_no_fault_of_the_mail)
{
    static const int moods[] = {SERVER_BUSY, SERVER_SIGN_IN};
    ways_on();
    (void)file_told(POST_MAIL);
    for (size_t i = 0; i < COUNT_OF(moods); i++) {
        mail.seen->mood = moods[i];
        ck_assert_uint_eq(send_all(), 0);
        ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1 AND way = 1"), 1);
    }
    mail.seen->mood = SERVER_NOT_THIS;
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 3 AND said LIKE '554%'"), 1);
}
END_TEST

START_TEST(given_up_after_the_last_attempt)
{
    ways_on();
    (void)file_told(POST_MAIL);
    mail.seen->mood = SERVER_LATER;
    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 1"), 1);
        ck_assert_uint_eq(send_all(), 0);
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 3 AND attempts = 3"), 1);
}
END_TEST

/* Each of two hosts takes what the other one has not. */
static int rival(int which, int64_t at_us)
{
    (void)which;
    struct post_out mine = {.told = true};
    struct db *db = store_test_open_as(DB_JOBS, app_stores);
    struct arena *arena = arena_new(64 << 20);
    size_t n = 1;
    if (post_wire_new(&config, &mine.wire) != ERR_NONE)
        return 1;
    for (int round = 0; round < 20 && n; round++) {
        if (post_out_go_on(db, arena, &site, &mine, at_us, &n) != ERR_NONE)
            return 2;
    }
    post_wire_free(mine.wire);
    db_close(db);
    arena_free(arena);
    return 0;
}

START_TEST(two_hosts_send_each_once)
{
    enum { MANY = 40 };
    ways_on();
    for (int i = 0; i < MANY; i++)
        (void)file_told(POST_MAIL);
    post_wire_free(out.wire);
    store_test_race(3, rival, x->now_us);
    ASSERT_OK(post_wire_new(&config, &out.wire));
    ck_assert_int_eq(mail.seen->taken, MANY);
    for (int i = 0; i < MANY; i++) {
        for (int k = 0; k < i; k++)
            ck_assert_int_ne(mail.seen->ids[i], mail.seen->ids[k]);
    }
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 2 AND attempts = 1"), MANY);
}
END_TEST

/* A host that died while it sent: somebody else takes over when its time is up, and what it says afterwards does not count. */
START_TEST(whoever_died_is_replaced)
{
    struct post first, second;
    ways_on();
    (void)file_told(POST_MAIL);
    ASSERT_OK(post_claim(x->jobs_db, x->arena, x->now_us, 1000, POST_WAYS, &first));
    ASSERT_ERR(post_claim(x->jobs_db, x->arena, x->now_us, 1000, POST_WAYS, &second), ERR_NOT_FOUND);
    ASSERT_OK(post_claim(x->jobs_db, x->arena, x->now_us + 1001, 1000, POST_WAYS, &second));
    ck_assert_int_eq(first.id, second.id);
    ASSERT_ERR(post_outcome(x->jobs_db, &first, POST_DEAD, 1, 1, "late"), ERR_STALE);
    ASSERT_OK(post_outcome(x->jobs_db, &second, POST_SENT, x->now_us, x->now_us, "250 ok"));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 2"), 1);
    ASSERT_ERR(post_claim(x->jobs_db, x->arena, INT64_MAX / 2, 1000, POST_WAYS, &first), ERR_NOT_FOUND);
}
END_TEST

START_TEST(what_came_back_is_dead)
{
    ways_on();
    struct filed filed = file_told(POST_MAIL);
    ck_assert_uint_eq(send_all(), 1);
    int64_t id = count("SELECT id FROM post");
    ASSERT_ERR(post_bounced(x->jobs_db, arena_printf(x->arena, "<redress.%lld@example.com>", (long long)id + 1), filed.id, "x"), ERR_NOT_FOUND);
    ASSERT_ERR(post_bounced(x->jobs_db, arena_printf(x->arena, "<redress.%lld@example.com>", (long long)id), filed.id + 1, "x"), ERR_NOT_FOUND);
    ASSERT_OK(post_bounced(x->jobs_db, arena_printf(x->arena, "<redress.%lld@example.com>", (long long)id), filed.id, "550 mailbox full"));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 3 AND said = '550 mailbox full'"), 1);
    store_test_sql(x->root, "UPDATE post SET state = 2");
    ASSERT_OK(post_bounced(x->jobs_db, "", filed.id, "550 gone"));
}
END_TEST

/* ---- the staff ---- */

static void tell(int user, const char *kind, int64_t complaint_id)
{
    ASSERT_OK(notice_put(x->staff_db, &(struct notice){.user_id = user, .complaint_id = complaint_id, .at_us = x->now_us, .kind = kind, .data = "{\"due\":\"1790000000000000\",\"by\":\"王芳\",\"what\":\"秘密\"}"}));
}

START_TEST(staff_are_told_as_they_chose)
{
    struct filed filed = fixture_file(x, 4, 2, BODY);
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post"), 0); /* not switched on */
    ways_on();
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post"), 0); /* no address */
    store_test_sql(x->root, "UPDATE app_user SET email = CONCAT(login, '@work.example.com'), mobile = '138 0013 9000', language = 'en'");
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    tell(FIXTURE_CLERK, "assigned", filed.id); /* not by itself */
    tell(FIXTURE_GONE, "clock_escalated", filed.id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE user_id = 2 AND way = 1 AND kind = 'clock_escalated'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post"), 1);
    ck_assert_str_eq(text("SELECT data FROM post"), "{\"due\": \"1790000000000000\"}"); /* no names, no titles */

    unsigned *ways = ARENA_ARRAY(x->arena, notice_kinds_n, unsigned);
    ASSERT_OK(notice_ways(x->staff_db, x->arena, FIXTURE_CLERK, ways, notice_kinds_n));
    for (size_t i = 0; i < notice_kinds_n; i++) {
        ck_assert_uint_eq(ways[i], notice_kinds[i].usual_ways);
        ways[i] = strcmp(notice_kinds[i].kind, "assigned") == 0 ? POST_SMS : strcmp(notice_kinds[i].kind, "clock_escalated") == 0 ? 0 : ways[i];
    }
    ASSERT_OK(notice_ways_set(x->staff_db, FIXTURE_CLERK, ways, notice_kinds_n));
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    tell(FIXTURE_CLERK, "assigned", filed.id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post"), 2);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE user_id = 2 AND way = 2 AND kind = 'assigned'"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM notice_way"), 2);

    ck_assert_uint_eq(send_all(), 2);
    ck_assert_str_eq(mail.seen->to, "<clerk@work.example.com>");
    const char *body = decoded();
    ck_assert_ptr_nonnull(strstr(body, arena_printf(x->arena, "https://staff.example.com/staff/complaints/%s", filed.number)));
    ck_assert_ptr_nonnull(strstr(body, "Overdue, passed on to you"));
    ck_assert_ptr_null(strstr(body, "秘密"));
    ck_assert_ptr_null(strstr(body, "王芳"));
    ck_assert_ptr_nonnull(strstr(gateway.seen->request, "13800139000"));
}
END_TEST

/* Who is kept out of a complaint hears of it by no way. */
START_TEST(who_is_kept_out_is_not_told)
{
    struct filed filed = fixture_file(x, 4, 2, BODY);
    ways_on();
    store_test_sql(x->root, "UPDATE app_user SET email = CONCAT(login, '@work.example.com')");
    store_test_sql(x->root, "INSERT INTO recusal (complaint_id, user_id, reason, at_us) VALUES (%lld, 2, 'respondent', 1)", (long long)filed.id);
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    tell(FIXTURE_CHIEF, "clock_escalated", filed.id);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE user_id = 2"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE user_id = 1"), 1);
}
END_TEST

/* A line break in an address is no way to a header or a command of one's own. */
START_TEST(addresses_cannot_say_anything_else)
{
    struct filed filed = fixture_file(x, 4, 2, BODY);
    ways_on();
    store_test_sql(x->root, "UPDATE app_user SET email = 'a@b.example\r\nBcc: <all@example.com>', mobile = '138&text=x', language = 'en'");
    unsigned *ways = ARENA_ARRAY(x->arena, notice_kinds_n, unsigned);
    for (size_t i = 0; i < notice_kinds_n; i++)
        ways[i] = POST_WAYS;
    ASSERT_OK(notice_ways_set(x->staff_db, FIXTURE_CLERK, ways, notice_kinds_n));
    tell(FIXTURE_CLERK, "clock_escalated", filed.id);
    ck_assert_uint_eq(send_all(), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM post WHERE state = 3"), 2);
    ck_assert_int_eq(mail.seen->connections + gateway.seen->connections, 0);
}
END_TEST

START_TEST(a_test_is_sent)
{
    const char *said;
    ck_assert_int_eq(post_out_test(x->jobs_db, x->arena, &site, out.wire, "me@example.com", x->now_us, &said), WIRE_TAKEN);
    ck_assert_str_eq(mail.seen->to, "<me@example.com>");
    ck_assert_int_eq(post_out_test(NULL, x->arena, &site, out.wire, "138 0013 8000", x->now_us, &said), WIRE_TAKEN);
    ck_assert_int_eq(gateway.seen->taken, 1);
    ck_assert_int_eq(post_wire_probe(out.wire, x->arena, &said), WIRE_TAKEN);
    post_server_stop(&mail);
    ck_assert_int_eq(post_wire_probe(out.wire, x->arena, &said), WIRE_DOWN);
    ck_assert(*said);
}
END_TEST

Suite *suite_store_post(void)
{
    Suite *s = suite_create("store_post");
    TCase *t = tcase_create("sending");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, the_receipt_goes_out_by_both_ways);
    tcase_add_test(t, nothing_personal_goes_out);
    tcase_add_test(t, refused_for_now_and_taken_later);
    tcase_add_test(t, refused_for_good_and_sent_again_by_hand);
    tcase_add_test(t, dropped_ones_never_go);
    tcase_add_test(t, what_was_stopped_is_not_sent);
    tcase_add_test(t, nothing_is_lost_while_the_servers_are_away);
    tcase_add_test(t, a_server_that_takes_nothing_is_no_fault_of_the_mail);
    tcase_add_test(t, given_up_after_the_last_attempt);
    tcase_add_test(t, two_hosts_send_each_once);
    tcase_add_test(t, whoever_died_is_replaced);
    tcase_add_test(t, what_came_back_is_dead);
    tcase_add_test(t, staff_are_told_as_they_chose);
    tcase_add_test(t, who_is_kept_out_is_not_told);
    tcase_add_test(t, addresses_cannot_say_anything_else);
    tcase_add_test(t, a_test_is_sent);
    suite_add_tcase(s, t);
    return s;
}
