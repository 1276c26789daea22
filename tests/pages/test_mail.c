#include <check.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "complaint_mail_store.h"
#include "config_load.h"
#include "crypto_reply.h"
#include "pages_website.h"
#include "site.h"
#include "stores.h"

/* A mail from its arrival to the message on its complaint. Pages are in English. */

Suite *suite_pages_mail(void);

#define AGENT "chenchen" /* intake agent of the province */

static struct config config;
static struct db *jobs_db;
static struct site site; /* as `redress mail-in` has it */

static void mail_begin(void)
{
    visit_begin();
    config = *pages_config();
    config.mail_in.reply_address = "reply@example.org";
    config.mail_in.per_hour = 1000;
    struct db_config database;
    ck_assert_int_eq(site_make(&config, CRYPTO_JOBS, &site), ERR_NONE);
    ck_assert_int_eq(config_database(&config, DB_JOBS, &database), ERR_NONE);
    ck_assert_int_eq(db_open(&database, DB_JOBS, app_stores, &jobs_db), ERR_NONE);
}

static void mail_end(void)
{
    db_close(jobs_db);
    visit_end();
}

/* What the mail server pipes. */
static void arrives(const char *text)
{
    const struct complaint_writer w = {.keys = site.keys, .pool = CRYPTO_JOBS, .zone = site.zone, .now_us = utc_now_us()};
    const struct mail_taking taking = {.config = &config, .writer = &w, .at_us = w.now_us - UTC_MINUTE_US};
    struct arena *arena = arena_new((size_t)64 << 20);
    bool again = true;
    int fd = memfd_create("mail", MFD_CLOEXEC);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    ck_assert_int_eq(mail_take(jobs_db, arena, &taking, fd, &again), ERR_NONE);
    ck_assert(!again);
    close(fd);
    arena_free(arena);
}

static void jobs(void)
{
    const struct complaint_writer w = {.keys = site.keys, .pool = CRYPTO_JOBS, .zone = site.zone, .now_us = utc_now_us()};
    struct arena *arena = arena_new((size_t)64 << 20);
    size_t n;
    ck_assert_int_eq(mail_go_on(jobs_db, arena, &config, &w, 100, &n), ERR_NONE);
    arena_free(arena);
}

/* The mail's page in the list of what waits. */
static const char *waiting(const char *subject)
{
    struct reply list = get("/staff/mail", 200);
    const char *at = strstr(list.body, subject);
    ck_assert_msg(at != NULL, "no mail: %s", subject);
    return upto_quote(back_to(at, "/staff/mail/"));
}

START_TEST(from_the_mail_to_the_message_on_its_complaint)
{
    be(AGENT);
    arrives(f("From: Mail %s <mail-%s@example.com>\nTo: tousu@example.org\nSubject: Claim %s\nMessage-ID: <a%s@example.com>\nContent-Type: multipart/mixed; boundary=b\n\n"
              "--b\n\nMy claim is late %s\n<script>alert(1)</script>\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=claim.pdf\n\n%%PDF-1.4\n%%%%EOF\n"
              "--b\nContent-Type: application/x-msdownload; name=run.exe\nContent-Disposition: attachment\n\nMZ\n--b--\n", mark, mark, mark, mark, mark));
    const char *path = waiting(f("Claim %s", mark));
    get(path, 200);
    sees(f("mail-%s@example.com", mark));
    sees("&lt;script&gt;alert(1)&lt;/script&gt;");
    sees("claim.pdf");
    sees("run.exe");
    struct reply file = get(browser_link(b, f("%s/files/", path)), 200);
    ck_assert(strstr(file.headers, "attachment") && strncmp(file.body, "%PDF", 4) == 0);
    /* registered: the form is filled in, the files are there, the mail is done */
    struct reply form = get(path, 200);
    form = post(f("%s/register", path), "", 303);
    form = get(arena_strdup(kept, form.location), 200);
    sees(f("My claim is late %s", mark));
    sees("claim.pdf");
    const char *received = arena_strdup(kept, browser_value(b, "received"));
    ck_assert_uint_eq(strlen(received), 16);
    const char *token = arena_strdup(kept, browser_value(b, "draft"));
    ck_assert_str_eq(token, path + strlen("/staff/mail/"));
    form = post("/staff/intake/new/email", f("draft=%s&do=save&mode=named&kind=customer&prefer=email&language=en&email=mail-%s%%40example.com&name=Mail+%s&body=My+claim+is+late+%s&want_apology=1&category=claims"
                                             "&source=direct&received=%s", token, mark, mark, mark, received), 303);
    ck_assert_msg(strncmp(form.location, "/staff/intake/done/TS-", 22) == 0, "%s", form.location);
    const char *no = arena_strdup(kept, form.location + strlen("/staff/intake/done/"));
    get(f("/staff/complaints/%s", no), 200);
    sees("claim.pdf");
    get("/staff/mail", 200);
    sees_not(f("Claim %s", mark));
    get("/staff/mail?view=done", 200);
    sees(no);
    /* an answer under the reply address, from somebody else's mailbox */
    const char *address = crypto_reply_address(kept, site.keys, "reply@example.org", no);
    arrives(f("From: other-%s@example.com\nTo: %s\nSubject: Re\nMessage-ID: <b%s@example.com>\n\nHere is more %s\n\nOn Monday, we wrote:\n> old words %s\n", mark, address, mark, mark, mark));
    get(f("/staff/complaints/%s", no), 200);
    sees(f("Here is more %s", mark));
    sees_not(f("old words %s", mark));
    sees("from another address than the one we know");
}
END_TEST

/* Registered for somebody who is not to be known: the mail, which says who he is, goes. */
START_TEST(registered_as_confidential_the_mail_goes)
{
    be(AGENT);
    arrives(f("From: Quiet %s <quiet-%s@example.com>\nTo: tousu@example.org\nSubject: Hush %s\nMessage-ID: <q%s@example.com>\nMIME-Version: 1.0\n"
              "Content-Type: multipart/mixed; boundary=part\n\n--part\nContent-Type: text/plain\n\nNobody may know %s\n--part\nContent-Type: application/pdf\n"
              "Content-Disposition: attachment; filename=\"letter of Quiet %s.pdf\"\n\n%%PDF-1.4\n%%%%EOF\n--part--\n", mark, mark, mark, mark, mark, mark));
    const char *path = waiting(f("Hush %s", mark));
    get(path, 200);
    sees(f("letter of Quiet %s.pdf", mark));
    const char *file = between(get(path, 200), "<span class=\"name\"><a href=\"", "\"");
    struct reply form = post(f("%s/register", path), "", 303);
    get(arena_strdup(kept, form.location), 200);
    const char *received = arena_strdup(kept, browser_value(b, "received")), *token = arena_strdup(kept, browser_value(b, "draft"));
    form = post("/staff/intake/new/email", f("draft=%s&do=save&mode=confidential&kind=customer&prefer=email&language=en&email=quiet-%s%%40example.com&name=Quiet+%s&body=Nobody+may+know&want_apology=1&category=claims"
                                             "&source=direct&received=%s", token, mark, mark, received), 303);
    ck_assert_msg(strncmp(form.location, "/staff/intake/done/TS-", 22) == 0, "%s", form.location);
    const char *number = arena_strdup(kept, form.location + strlen("/staff/intake/done/"));
    get(f("/staff/complaints/%s/files", number), 200);
    sees("letter of ***.pdf");
    get(file, 404);
    sql(f("BEGIN NOT ATOMIC IF EXISTS (SELECT 1 FROM attachment WHERE name LIKE '%%Quiet %s%%') THEN SIGNAL SQLSTATE '45000'; END IF; END", mark));
    get(path, 200);
    sees("The text and the files of this e-mail are no longer kept");
    sees_not("letter of");
    sees_not(f("quiet-%s", mark));
    sees_not(f("Quiet %s", mark));
}
END_TEST

/* Two take up the same mail: one complaint is made of it, and the other one reads why his is not. */
START_TEST(registered_once_by_whoever_is_first)
{
    be(AGENT);
    arrives(f("From: twice-%s@example.com\nTo: tousu@example.org\nSubject: Twice %s\nMessage-ID: <w%s@example.com>\n\nOnce only\n", mark, mark, mark));
    const char *path = waiting(f("Twice %s", mark));
    const char *form = f("do=save&mode=named&kind=customer&prefer=email&language=en&email=twice-%s%%40example.com&name=Twice&body=Once+only&want_apology=1&category=claims&source=direct", mark);
    const char *const logins[] = {"lijing", AGENT};
    const char *drafts[COUNT_OF(logins)];
    for (size_t i = 0; i < COUNT_OF(logins); i++) {
        be(logins[i]);
        get(path, 200);
        struct reply reply = post(f("%s/register", path), "", 303);
        get(arena_strdup(kept, reply.location), 200);
        drafts[i] = f("draft=%s&received=%s&%s", browser_value(b, "draft"), browser_value(b, "received"), form);
    }
    post("/staff/intake/new/email", drafts[1], 303);
    be(logins[0]);
    get(f("/staff/intake/new/email?draft=%s", path + strlen("/staff/mail/")), 200);
    post("/staff/intake/new/email", drafts[0], 422);
    sees("Somebody else has dealt with this e-mail in the meantime.");
    sees("Once only");
}
END_TEST

START_TEST(added_to_a_complaint_that_its_text_names)
{
    be(AGENT);
    arrives(f("From: add-%s@example.com\nTo: tousu@example.org\nSubject: First %s\nMessage-ID: <c%s@example.com>\n\nfirst\n", mark, mark, mark));
    const char *path = waiting(f("First %s", mark));
    struct reply form = post(f("%s/register", (get(path, 200), path)), "", 303);
    get(arena_strdup(kept, form.location), 200);
    form = post("/staff/intake/new/email", f("draft=%s&do=save&mode=named&kind=customer&language=en&email=add-%s%%40example.com&name=Add&body=first+%s&want_apology=1&category=claims&source=direct&received=%s", path + strlen("/staff/mail/"), mark, mark,
                                                  browser_value(b, "received")), 303);
    const char *no = arena_strdup(kept, form.location + strlen("/staff/intake/done/"));
    arrives(f("From: add-%s@example.com\nTo: tousu@example.org\nSubject: About %s %s\nMessage-ID: <d%s@example.com>\n\nsecond %s\n", mark, no, mark, mark, mark));
    path = waiting(mark);
    get(path, 200);
    sees("its number stands in the e-mail");
    post(f("%s/add", path), "number=TS-00000-00000-0", 422);
    sees("No complaint that you may see has this number");
    post(f("%s/add", path), f("number=%s", no), 303);
    jobs();
    get(f("/staff/complaints/%s", no), 200);
    sees(f("second %s", mark));
    sees("added by intake staff");
}
END_TEST

START_TEST(what_is_no_complaint_is_said_why_and_can_be_taken_back)
{
    be(AGENT);
    arrives(f("From: spam-%s@example.com\nTo: tousu@example.org\nSubject: Buy %s\nMessage-ID: <e%s@example.com>\n\nbuy\n", mark, mark, mark));
    const char *path = waiting(f("Buy %s", mark));
    get(path, 200);
    post(f("%s/none", path), "reason=", 422);
    sees("Say why it is not a complaint");
    post(f("%s/none", path), f("reason=advertising+%s", mark), 303);
    get("/staff/mail?view=refused", 200);
    sees(f("advertising %s", mark));
    /* decided once; nobody checks himself */
    get(path, 200);
    sees_not("I looked at it and agree");
    leads_to(post(f("%s/none", path), "reason=again", 303), path);
    post(f("%s/back", path), "", 303);
    ck_assert_str_eq(waiting(f("Buy %s", mark)), path);
    /* a machine's reply waits for nobody */
    arrives(f("From: auto-%s@example.com\nTo: tousu@example.org\nAuto-Submitted: auto-replied\nSubject: Away %s\n\naway\n", mark, mark));
    get("/staff/mail", 200);
    sees_not(f("Away %s", mark));
    get("/staff/mail?view=automatic", 200);
    sees(f("Away %s", mark));
    get("/staff/mail/00000000000000000000000000", 404);
    get("/staff/mail/x", 404);
}
END_TEST

Suite *suite_pages_mail(void)
{
    Suite *s = suite_create("pages_mail");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, mail_begin, mail_end);
    tcase_add_test(t, from_the_mail_to_the_message_on_its_complaint);
    tcase_add_test(t, registered_as_confidential_the_mail_goes);
    tcase_add_test(t, registered_once_by_whoever_is_first);
    tcase_add_test(t, added_to_a_complaint_that_its_text_names);
    tcase_add_test(t, what_is_no_complaint_is_said_why_and_can_be_taken_back);
    suite_add_tcase(s, t);
    return s;
}
