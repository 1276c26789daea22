#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attachment_store.h"
#include "complaint_mail_store.h"
#include "crypto_reply.h"
#include "crypto_seal.h"
#include "identity_store.h"
#include "mail_box.h"
#include "store_fixture.h"

Suite *suite_store_mail(void);

#define BASE "reply@example.org"
#define PDF "%%PDF-1.4\n%%%%EOF\n"

static struct config config = {.site = {.number_prefix = "TS"}, .limits = {.upload_mib = 1, .text_chars = 20000, .files_per_message = 5}, .mail_in = {.reply_address = BASE, .files = 3, .per_hour = 5}, .post = {.mail_from = "Complaints@example.org"}};

static enum err take_as(struct fixture *x, const char *text, const char *to, const char *sender, bool *again)
{
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    const struct mail_taking taking = {.config = &config, .writer = &w, .to = to, .sender = sender, .at_us = w.now_us - UTC_MINUTE_US};
    int fd = memfd_create("mail", MFD_CLOEXEC);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    enum err e = mail_take(x->jobs_db, x->arena, &taking, fd, again);
    close(fd);
    return e;
}

static void take(struct fixture *x, const char *text)
{
    bool again;
    ASSERT_OK(take_as(x, text, NULL, NULL, &again));
    ck_assert(!again);
}

/* Who registers for province A: its clerk; over all: the chief. */
static void let_register(struct fixture *x)
{
    store_test_sql(x->root, "INSERT INTO role (id, code, name_zh, name_en) VALUES (1, 'intake_agent', '受理', 'Intake')");
    store_test_sql(x->root, "INSERT INTO role_permission (role_id, permission) VALUES (1, 'register')");
    store_test_sql(x->root, "INSERT INTO role_grant (user_id, role_id, unit_id) VALUES (1, 1, 1), (2, 1, 2)");
}

static int64_t number(struct fixture *x, const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

static const char *reply_to(struct fixture *x, const char *no)
{
    const char *address = crypto_reply_address(x->arena, x->keys, BASE, no);
    ck_assert_ptr_nonnull(address);
    return address;
}

static struct mail_content opened(struct fixture *x, int64_t id)
{
    struct mail_content c;
    struct mail_coming *rows;
    size_t n;
    store_test_sql(x->root, "UPDATE mail SET state = 1, complaint_id = IFNULL(complaint_id, (SELECT MIN(id) FROM complaint)) WHERE id = %lld", (long long)id);
    ASSERT_OK(mail_coming(x->jobs_db, x->arena, 10, &rows, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(mail_open(x->arena, x->keys, &rows[0].sealed, &c));
    return c;
}

START_TEST(a_mail_of_anybody_waits_for_intake)
{
    struct fixture *x = fixture_make();
    let_register(x);
    store_test_sql(x->root, "UPDATE unit SET mail = 'old@example.org Province-A@example.org' WHERE id = 2");
    take(x, "From: Zhang San <zhang@example.com>\nTo: province-a@EXAMPLE.org\nMessage-ID: <1@x>\nSubject: secret subject\n\nsecret text\n");
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2 AND kind = 1 AND unit_id = 2 AND complaint_id IS NULL AND email_index IS NOT NULL AND due_us > at_us"), 1);
    /* told once, to those of the unit */
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM notice WHERE kind = 'mail_received' AND user_id = 2"), 1);
    take(x, "From: Zhang San <zhang@example.com>\nTo: nobody@example.org\nMessage-ID: <2@x>\nSubject: s\n\nt\n");
    ck_assert_int_eq(number(x, "SELECT unit_id FROM mail ORDER BY id DESC LIMIT 1"), 1);
    take(x, "From: Zhang San <zhang@example.com>\nTo: province-a@example.org\nMessage-ID: <3@x>\nSubject: s\n\nt\n");
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM notice WHERE kind = 'mail_received' AND user_id = 2"), 1);
    /* nothing that he wrote can be read in the table */
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE sealed LIKE '%zhang%' OR sealed LIKE '%secret%'"), 0);
    fixture_end(x);
}
END_TEST

START_TEST(the_same_mail_comes_once)
{
    static const char text[] = "Received: by %s\nFrom: a@example.com\nMessage-ID: <1@x>\nSubject: s\n\n%s\n";
    struct fixture *x = fixture_make();
    bool again;
    take(x, arena_printf(x->arena, text, "one", "body"));
    ASSERT_OK(take_as(x, arena_printf(x->arena, text, "two", "body"), NULL, NULL, &again));
    ck_assert(again);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail"), 1);
    take(x, arena_printf(x->arena, text, "one", "another body"));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail"), 2);
    ck_assert_int_eq(take_as(x, "no mail", NULL, NULL, &again), ERR_MALFORMED);
    fixture_end(x);
}
END_TEST

START_TEST(a_reply_is_the_complainants_message)
{
    struct fixture *x = fixture_make();
    struct filed filed = fixture_file(x, 1, 1, "the claim was refused");
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ACCEPT, "");
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ASK_MATERIAL, "please send the letter");
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_WAITING);
    take(x, arena_printf(x->arena, "From: other@example.com\nTo: Redress <%s>\nSubject: Re: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHere it is\n\nOn Monday, we wrote:\n> please\n"
                                   "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=letter.pdf\n\n" PDF "\n--b\nContent-Type: application/x-msdownload; name=run.exe\nContent-Disposition: attachment\n\nMZ\n--b--\n",
                         reply_to(x, filed.number)));
    c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert_int_eq(c.state, COMPLAINT_PROGRESS);
    ck_assert(c.unread);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 6 AND message_id IS NOT NULL AND n_files = 1"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message WHERE kind = 1 AND body LIKE 'Here it is%run.exe%' AND body NOT LIKE '%please%'"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE complaint_id IS NOT NULL AND message_id IS NOT NULL AND name = 'letter.pdf' AND internal = 0 AND stage_hash IS NULL"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM event WHERE kind = 'supplied' AND actor_kind = 1 AND data LIKE '%\"way\": \"email\"%' OR data LIKE '%\"way\":\"email\"%'"), 1);
    fixture_sound(x, filed.id);
    /* once more by another server: nothing happens */
    size_t done;
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    ASSERT_OK(mail_go_on(x->jobs_db, x->arena, &config, &w, 10, &done));
    ck_assert_uint_eq(done, 0);
    fixture_end(x);
}
END_TEST

/* What the camera wrote into a photograph does not come in with it: neither to be registered nor to a complaint. */
START_TEST(photographs_say_nothing_but_what_they_show)
{
    struct fixture *x = fixture_make();
    struct filed filed = fixture_file(x, 1, 1, "text");
    /* FF D8, FF E1 with "GPS KANARIE01", FF DA, data, FF D9, and "behind KANARIE02" */
    static const char mail[] = "From: a@example.com\nTo: %s\nSubject: %s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee the photograph\n"
                               "--b\nContent-Type: image/jpeg; name=a.jpg\nContent-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n/9j/4QAPR1BTIEtBTkFSSUUwMf/aAAJkYXRh/9liZWhpbmQgS0FOQVJJRTAy\n--b--\n";
    take(x, arena_printf(x->arena, mail, "nobody@example.org", "one"));
    take(x, arena_printf(x->arena, mail, reply_to(x, filed.number), "two"));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE whole = 1 AND media_type = 'image/jpeg' AND bytes = 12"), 2);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment_chunk WHERE data = UNHEX('FFD8FFDA000264617461FFD9')"), 2);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment_chunk WHERE data LIKE '%KANARIE%'"), 0);
    fixture_end(x);
}
END_TEST

START_TEST(a_forged_address_is_a_new_mail)
{
    struct fixture *x = fixture_make();
    struct filed filed = fixture_file(x, 1, 1, "text");
    char *address = arena_strdup(x->arena, reply_to(x, filed.number));
    char *last = strchr(address, '@') - 1;
    *last = *last == '0' ? '1' : '0';
    take(x, arena_printf(x->arena, "From: a@example.com\nTo: %s\nSubject: s\n\nt\n", address));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2 AND complaint_id IS NULL"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message"), 0);
    fixture_end(x);
}
END_TEST

static struct filed nameless(struct fixture *x, enum complaint_mode mode)
{
    struct complaint_writer w = fixture_writer(x, CRYPTO_PUBLIC, 0);
    struct filing f = fixture_filing(x, 1, 1, "text");
    struct filed filed;
    f.mode = mode;
    ASSERT_OK(filing_save(x->public_db, x->arena, &w, &f, &filed));
    return filed;
}

static const enum complaint_mode modes[] = {COMPLAINT_CONFIDENTIAL, COMPLAINT_ANONYMOUS};

static void says_nothing_of_the_sender(struct fixture *x)
{
    struct mail_content c = opened(x, number(x, "SELECT MAX(id) FROM mail"));
    ck_assert_str_eq(c.from, "");
    ck_assert_str_eq(c.name, "");
    ck_assert_str_eq(c.quoted, "");
    ck_assert_str_eq(c.message_id, "");
    ck_assert(!strcasestr(c.text, "canary") && !strcasestr(c.subject, "canary"));
}

START_TEST(of_a_nameless_complainant_no_sender_is_kept)
{
    struct fixture *x = fixture_make();
    struct filed filed = nameless(x, modes[_i]);
    take(x, arena_printf(x->arena, "From: Wang Canary <canary@example.com>\nTo: %s\nMessage-ID: <1@canary.example.com>\nSubject: I, Wang Canary\n\nMore facts\nYours, wang canary (Canary@example.com)\n\n> From: canary@example.com\n", reply_to(x, filed.number)));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 6 AND email_index IS NULL"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message WHERE body LIKE 'More facts%' AND body NOT LIKE '%canary%'"), 1);
    says_nothing_of_the_sender(x);
    fixture_end(x);
}
END_TEST

/* Put there by staff: it waited with its sender, and loses it. */
START_TEST(what_staff_put_to_a_nameless_complaint_loses_its_sender)
{
    struct fixture *x = fixture_make();
    struct filed filed = nameless(x, modes[_i]);
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    size_t done;
    take(x, "From: Wang Canary <canary@example.com>\nTo: x@example.org\nSubject: I, Wang Canary\n\nMore facts by Wang Canary\n");
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2 AND email_index IS NOT NULL"), 1);
    store_test_sql(x->root, "UPDATE mail SET state = 1, decided_by = 1, decided_us = 1, complaint_id = %lld", (long long)filed.id);
    ASSERT_OK(mail_go_on(x->jobs_db, x->arena, &config, &w, 10, &done));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 4 AND email_index IS NULL"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message WHERE body LIKE 'More facts%' AND body NOT LIKE '%canary%'"), 1);
    says_nothing_of_the_sender(x);
    fixture_end(x);
}
END_TEST

/* Whether it came to the complaint by itself or was put there by staff. */
START_TEST(names_of_files_do_not_name_a_nameless_complainant)
{
    static const char mail[] = "From: Wang Canary <canary@example.com>\nTo: %s\nSubject: %s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nMore facts\n"
                               "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"policy of wang canary.pdf\"\n\n" PDF "\n"
                               "--b\nContent-Type: application/x-msdownload\nContent-Disposition: attachment; filename=\"CANARY@example.com.exe\"\n\nMZ\n--b--\n";
    struct fixture *x = fixture_make();
    struct filed filed = nameless(x, modes[_i]);
    const struct complaint_writer w = fixture_writer(x, CRYPTO_JOBS, 0);
    size_t done;
    take(x, arena_printf(x->arena, mail, reply_to(x, filed.number), "by its address"));
    take(x, arena_printf(x->arena, mail, "x@example.org", "by staff"));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE name = 'policy of Wang Canary.pdf'"), 1);
    store_test_sql(x->root, "UPDATE mail SET state = 1, decided_by = 1, decided_us = 1, complaint_id = %lld WHERE state = 2", (long long)filed.id);
    ASSERT_OK(mail_go_on(x->jobs_db, x->arena, &config, &w, 10, &done));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE name = 'policy of ***.pdf' AND message_id IS NOT NULL"), 2);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE name LIKE '%canary%'"), 0);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message WHERE body LIKE 'More facts%***.exe%' AND body NOT LIKE '%canary%'"), 2);
    for (int64_t id = number(x, "SELECT MIN(id) FROM mail"); id <= number(x, "SELECT MAX(id) FROM mail"); id++) {
        struct mail_content c = opened(x, id);
        ck_assert_uint_eq(c.n_refused, 1);
        ck_assert_str_eq(c.refused[0].name, "***.exe");
        store_test_sql(x->root, "UPDATE mail SET state = 7");
    }
    fixture_end(x);
}
END_TEST

START_TEST(of_a_machines_mail_about_a_nameless_complaint_no_text_is_kept)
{
    struct fixture *x = fixture_make();
    struct filed filed = nameless(x, modes[_i]);
    const char *address = reply_to(x, filed.number);
    take(x, arena_printf(x->arena, "From: MAILER-DAEMON@mx\nTo: %s\nSubject: Undelivered to <canary@example.com> 13800138000\nContent-Type: multipart/report; boundary=b\n\n--b\n\nno such user canary\n"
                                   "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=canary.pdf\n\n" PDF "\n--b--\n", address));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM event WHERE kind = 'mail_bounced'"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 7 AND kind = 3 AND email_index IS NULL AND n_files = 0"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment"), 0);
    struct mail_content c = opened(x, number(x, "SELECT MAX(id) FROM mail"));
    ck_assert_str_eq(c.text, "");
    ck_assert_str_eq(c.subject, "Undelivered to *** ***");
    store_test_sql(x->root, "UPDATE mail SET state = 7");
    take(x, arena_printf(x->arena, "From: Wang Canary <canary@example.com>\nTo: %s\nAuto-Submitted: auto-replied\nSubject: Wang Canary is away\n\nWrite to my wife, Li\n", address));
    c = opened(x, number(x, "SELECT MAX(id) FROM mail"));
    ck_assert_str_eq(c.from, "");
    ck_assert_str_eq(c.text, "");
    ck_assert_str_eq(c.subject, "*** is away");
    fixture_end(x);
}
END_TEST

/* Whoever has the tables alone cannot say which complaints the sender of a mail filed. */
START_TEST(the_index_of_a_sender_is_not_that_of_a_complainant)
{
    struct fixture *x = fixture_make();
    uint8_t index[16];
    take(x, "From: a@example.com\nTo: x@example.org\nSubject: s\n\ntext\n");
    ck_assert(crypto_blind_index(x->keys, "complaint_identity.email", STR("a@example.com"), index));
    char hex[33];
    for (size_t i = 0; i < sizeof index; i++)
        snprintf(hex + 2 * i, 3, "%02X", index[i]);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE email_index IS NOT NULL"), 1);
    ck_assert_int_eq(number(x, arena_printf(x->arena, "SELECT COUNT(*) FROM mail WHERE email_index = UNHEX('%s')", hex)), 0);
    fixture_end(x);
}
END_TEST

START_TEST(after_the_end_it_is_kept_and_nothing_is_taken_up_again)
{
    struct fixture *x = fixture_make();
    struct filed filed = fixture_file(x, 1, 1, "text");
    fixture_must(x, FIXTURE_CHIEF, filed.number, ACTION_ACCEPT, "");
    store_test_sql(x->root, "UPDATE complaint SET state = 6, is_open = 0, closed_us = received_us");
    take(x, arena_printf(x->arena, "From: a@example.com\nTo: %s\nSubject: s\n\nnot solved at all\n", reply_to(x, filed.number)));
    struct complaint c = fixture_load(x, FIXTURE_CHIEF, filed.number);
    ck_assert(!c.is_open && c.unread);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM event WHERE kind = 'supplied_after'"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message WHERE body = 'not solved at all'"), 1);
    ck_assert_int_ge(number(x, "SELECT COUNT(*) FROM notice WHERE kind = 'mail_after'"), 1);
    fixture_sound(x, filed.id);
    /* erased: nothing is written about it, people look at the mail */
    store_test_sql(x->root, "UPDATE complaint SET erased_us = 5");
    take(x, arena_printf(x->arena, "From: a@example.com\nTo: %s\nSubject: s\n\nonce more\n", reply_to(x, filed.number)));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2 AND complaint_id IS NULL"), 1);
    fixture_end(x);
}
END_TEST

START_TEST(machines_do_not_reach_anybody)
{
    struct fixture *x = fixture_make();
    struct filed filed = fixture_file(x, 1, 1, "text");
    const char *address = reply_to(x, filed.number);
    bool again;
    take(x, arena_printf(x->arena, "From: a@example.com\nTo: %s\nAuto-Submitted: auto-replied\nSubject: away\n\nI am away\n", address));
    take(x, arena_printf(x->arena, "From: %s\nTo: x@example.org\nSubject: loop\n\nx\n", address));
    take(x, "From: =?utf-8?Q?us?= <complaints@EXAMPLE.org>\nTo: x@example.org\nSubject: what went out comes back\n\nx\n");
    ASSERT_OK(take_as(x, "From: a@example.com\nSubject: no sender\n\nx\n", "x@example.org", "", &again));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 7"), 4);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE kind = 4"), 2);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM message"), 0);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM notice WHERE kind LIKE 'mail%'"), 0);
    /* a bounce stands in the timeline, for staff, and with the notice that it is of */
    store_test_sql(x->root, "INSERT INTO post (complaint_id, at_us, next_us, sent_us, way, state, kind, lang, data) SELECT id, 1, 1, 1, 1, 2, 'reply', 'en', '{}' FROM complaint WHERE number = '%s'", filed.number);
    take(x, arena_printf(x->arena, "Return-Path: <>\nFrom: MAILER-DAEMON@mx\nTo: %s\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n\nno such user\n--b--\n", address));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM event WHERE kind = 'mail_bounced' AND actor_kind = 3"), 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM post WHERE state = 3 AND said = 'Undelivered'"), 1);
    fixture_sound(x, filed.id);
    fixture_end(x);
}
END_TEST

START_TEST(too_many_of_one_sender_are_set_aside)
{
    struct fixture *x = fixture_make();
    for (int i = 0; i < 8; i++)
        take(x, arena_printf(x->arena, "From: %s@example.com\nSubject: %d\n\nx\n", i % 2 ? "Flood" : "flood", i));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2"), 5);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 7 AND kind = 5"), 3);
    take(x, "From: another@example.com\nSubject: s\n\nx\n");
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 2"), 6);
    fixture_end(x);
}
END_TEST

/* From another address each time, or of somebody of whom none is kept. */
START_TEST(too_many_about_one_complaint_are_set_aside)
{
    struct fixture *x = fixture_make();
    struct filed filed = nameless(x, COMPLAINT_CONFIDENTIAL), other = fixture_file(x, 1, 1, "text");
    take(x, arena_printf(x->arena, "From: MAILER-DAEMON@mx\nTo: %s\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n\nno such user\n--b--\n", reply_to(x, filed.number)));
    for (int i = 0; i < 8; i++)
        take(x, arena_printf(x->arena, "From: flood%d@example.com\nTo: %s\nSubject: %d\n\nx\n", i, reply_to(x, filed.number), i));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 6"), 5);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 7 AND kind = 5"), 3);
    take(x, arena_printf(x->arena, "From: flood1@example.com\nTo: %s\nSubject: s\n\nx\n", reply_to(x, other.number)));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE state = 6"), 6);
    fixture_end(x);
}
END_TEST

START_TEST(what_waits_too_long_is_said_once_and_what_was_dealt_with_goes)
{
    struct fixture *x = fixture_make();
    size_t n;
    int64_t purged, files;
    let_register(x);
    take(x, "From: a@example.com\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF-1.4\n%%EOF\n--b--\n");
    int64_t late_us = number(x, "SELECT due_us + 1 FROM mail");
    ASSERT_OK(mail_remind(x->jobs_db, x->arena, late_us - 10, 10, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_OK(mail_remind(x->jobs_db, x->arena, late_us, 10, &n));
    ck_assert_uint_eq(n, 1);
    ASSERT_OK(mail_remind(x->jobs_db, x->arena, late_us, 10, &n));
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM notice WHERE kind = 'mail_late'"), 1);
    /* files of a mail that waits stay, and so does the mail */
    ASSERT_OK(attachment_purge(x->jobs_db, INT64_MAX, &files));
    ASSERT_OK(mail_purge(x->jobs_db, INT64_MAX, &purged));
    ck_assert_int_eq(purged, 0);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment WHERE mail_id IS NOT NULL"), 1);
    store_test_sql(x->root, "UPDATE mail SET state = 5, decided_by = 1, at_us = 900, decided_us = 1000, reason = 'r'");
    ASSERT_OK(mail_purge(x->jobs_db, 1000, &purged));
    ck_assert_int_eq(purged, 0);
    ASSERT_OK(mail_purge(x->jobs_db, 1001, &purged));
    ck_assert_int_eq(purged, 1);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM attachment"), 0);
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail WHERE sealed IS NULL AND email_index IS NULL AND reason = 'r'"), 1);
    fixture_end(x);
}
END_TEST

/* ---- the Maildir ---- */

static char maildir[40];

static const char *in_box(struct fixture *x, const char *name)
{
    return arena_printf(x->arena, "%s/%s", maildir, name);
}

static bool lies(struct fixture *x, const char *name)
{
    return access(in_box(x, name), F_OK) == 0;
}

static void lay(struct fixture *x, const char *name)
{
    FILE *file = fopen(in_box(x, name), "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "From: a@example.com\nSubject: %s\n\ntext\n", name);
    ck_assert_int_eq(fclose(file), 0);
}

static size_t sweep(struct fixture *x, struct db *db)
{
    struct config boxed = config;
    size_t n;
    boxed.mail_in.maildir = maildir;
    boxed.mail_in.message_mib = 1;
    const struct site site = {.config = &boxed, .keys = x->keys, .zone = x->zone, .pool = CRYPTO_JOBS};
    ASSERT_OK(mail_box_sweep(db, &site, x->now_us, 10, &n));
    return n;
}

static const char *const folders[] = {"new", "cur", "tmp", "trying"};

/* What was taken says nowhere in the clear who wrote. */
static bool is_gone(struct fixture *x, const char *name)
{
    char at[64];
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(at, sizeof at, "%s/%s", folders[i], name);
        if (lies(x, at))
            return false;
        snprintf(at, sizeof at, "%s/%s:2,S", folders[i], name);
        if (lies(x, at))
            return false;
    }
    return true;
}

START_TEST(a_mail_that_ends_the_process_ends_it_once)
{
    struct fixture *x = fixture_make();
    snprintf(maildir, sizeof maildir, P_tmpdir "/redress-maildir-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(maildir));
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        ck_assert_int_eq(mkdir(in_box(x, folders[i]), 0700), 0);
    /* one that a process left behind, one that a living one reads, and one more */
    lay(x, "trying/1.left");
    lay(x, "trying/2.read");
    lay(x, "new/3.fresh");
    int fd = open(in_box(x, "trying/2.read"), O_RDONLY | O_CLOEXEC);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    ck_assert_uint_eq(sweep(x, x->jobs_db), 1);
    ck_assert(lies(x, "failed/1.left") && lies(x, "failed/1.left.reason") && !lies(x, "trying/1.left"));
    ck_assert(lies(x, "trying/2.read") && !lies(x, "failed/2.read"));
    ck_assert(is_gone(x, "3.fresh"));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail"), 1);
    close(fd);
    ck_assert_uint_eq(sweep(x, x->jobs_db), 0);
    ck_assert(lies(x, "failed/2.read"));
    /* a process that dies over one: without a database it does */
    lay(x, "new/4.deadly");
    pid_t child = fork();
    if (child == 0) {
        (void)!freopen("/dev/null", "w", stderr);
        (void)sweep(x, NULL);
        _exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
    ck_assert(lies(x, "trying/4.deadly") && !lies(x, "new/4.deadly"));
    lay(x, "new/5.fresh");
    ck_assert_uint_eq(sweep(x, x->jobs_db), 1);
    ck_assert(lies(x, "failed/4.deadly") && is_gone(x, "5.fresh"));
    ck_assert_int_eq(number(x, "SELECT COUNT(*) FROM mail"), 2);
    fixture_end(x);
}
END_TEST

Suite *suite_store_mail(void)
{
    Suite *s = suite_create("store_mail");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, a_mail_of_anybody_waits_for_intake);
    tcase_add_test(t, the_same_mail_comes_once);
    tcase_add_test(t, a_reply_is_the_complainants_message);
    tcase_add_test(t, photographs_say_nothing_but_what_they_show);
    tcase_add_test(t, a_forged_address_is_a_new_mail);
    tcase_add_loop_test(t, of_a_nameless_complainant_no_sender_is_kept, 0, COUNT_OF(modes));
    tcase_add_loop_test(t, what_staff_put_to_a_nameless_complaint_loses_its_sender, 0, COUNT_OF(modes));
    tcase_add_loop_test(t, names_of_files_do_not_name_a_nameless_complainant, 0, COUNT_OF(modes));
    tcase_add_loop_test(t, of_a_machines_mail_about_a_nameless_complaint_no_text_is_kept, 0, COUNT_OF(modes));
    tcase_add_test(t, the_index_of_a_sender_is_not_that_of_a_complainant);
    tcase_add_test(t, after_the_end_it_is_kept_and_nothing_is_taken_up_again);
    tcase_add_test(t, machines_do_not_reach_anybody);
    tcase_add_test(t, too_many_of_one_sender_are_set_aside);
    tcase_add_test(t, too_many_about_one_complaint_are_set_aside);
    tcase_add_test(t, what_waits_too_long_is_said_once_and_what_was_dealt_with_goes);
    tcase_add_test(t, a_mail_that_ends_the_process_ends_it_once);
    suite_add_tcase(s, t);
    return s;
}
