#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_load.h"
#include "crypto_receipt.h"
#include "pack_store.h"
#include "pack_verify.h"
#include "pages_visit.h"
#include "stores.h"

Suite *suite_pages_record(void);

/* Evidence packs, disclosures, legal holds and what is left of an erased complaint, as the demo's people see it. Pages are in English. */

static struct db *jobs_db;
static struct crypto_keys *jobs_keys;

static void jobs_begin(void)
{
    struct db_config config;
    char why[256] = "";
    ck_assert_int_eq(config_database(pages_config(), DB_JOBS, &config), ERR_NONE);
    ck_assert_int_eq(db_open(&config, DB_JOBS, app_stores, &jobs_db), ERR_NONE);
    ck_assert_int_eq(crypto_keys_load(pages_config()->paths.keys, CRYPTO_JOBS, &jobs_keys, why), ERR_NONE);
}

static void setup(void)
{
    visit_begin();
    jobs_begin();
}

static void teardown(void)
{
    crypto_keys_free(jobs_keys);
    db_close(jobs_db);
    visit_end();
}

/* What waits gets its signature, as jobs do. */
static void sign(void)
{
    for (int id = 1; id < 40; id++)
        ck_assert_int_eq(pack_sign(jobs_db, kept, jobs_keys, f("{\"pack\":\"%d\"}", id), utc_now_us()), ERR_NONE);
}

/* The first complaint of the list. */
static const char *a_case(void)
{
    struct reply list = get("/staff/complaints?view=all&state=5&mode=1", 200); /* named: the identity may be asked for */
    const char *at = strstr(list.body, "<tbody>");
    ck_assert_ptr_nonnull(at);
    at = strstr(at, "href=\"/staff/complaints/TS-");
    ck_assert_ptr_nonnull(at);
    return f("%.*s", (int)strcspn(at + 6, "?\"/") + (int)strlen("/staff/complaints/TS-00000-00000-0"), at + 6);
}

static const char *put_file(const char *bytes, size_t n)
{
    const char *path = f("%s/redress-pack-%ld.html", P_tmpdir, (long)getpid());
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(bytes, 1, n, out), n);
    fclose(out);
    return path;
}

static int verify(const char *bytes, size_t n, const char *key)
{
    const char *path = put_file(bytes, n);
    int status = pack_verify(path, key, getenv("REDRESS_TEST_CONFIG"), true);
    unlink(path);
    return status;
}

/* One text in the place of another. */
static void with(struct reply pack, const char *before, const char *after)
{
    const char *at = strstr(pack.body, before);
    ck_assert_msg(at, "the pack does not hold %s", before);
    struct buf changed = {.arena = kept};
    buf_add(&changed, pack.body, (size_t)(at - pack.body));
    buf_adds(&changed, after);
    buf_adds(&changed, at + strlen(before));
    ck_assert_msg(verify(changed.p, changed.n, NULL) == 1, "\"%s\" for \"%s\" is not noticed", after, before);
}

static const char *line_of(struct reply pack, const char *begin)
{
    const char *at = strstr(pack.body, begin);
    ck_assert_msg(at, "no line %s", begin);
    return f("%.*s\n", (int)strcspn(at, "\n"), at);
}

/* Twenty ways to change a pack. */
static void tamper(struct reply pack)
{
    static const char *const pairs[][2] = {
        {"<!DOCTYPE html>", "<!doctype html>"},
        {"<title>", "<title> "},
        {"@page{size:A4", "@page{size:A5"},
        {"<section id=\"timeline\">", "<section id=\"timeline\" hidden>"},
        {"<section id=\"matters\">", "<p>Nothing happened.</p><section id=\"matters\">"},
        {"</section>\n<section id=\"clocks\">", "</section><section id=\"clocks\">"},
        {"<section id=\"result\">\n", "<section id=\"result\">\n<!-- -->"},
        {"redress-pack 1\n", "redress-pack 2\n"},
        {"scope internal whole", "scope outside whole"},
        {"identity masked", "identity shown"},
        {"\nend\n</pre>", "\n</pre>"},
        {"\nend\n</pre>", "\nend\nend\n</pre>"},
        {"<pre id=\"signature\">ed25519 1 ", "<pre id=\"signature\">ed25519 2 "},
        {"<pre id=\"signature\">ed25519 1 ", "<pre id=\"signature\">ed25519 01 "},
        {"</body>\n</html>\n", "</body></html>\n"},
        {"</body>\n</html>\n", "</body>\n</html>\n\n"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (strcmp(pairs[i][0], "identity masked") == 0)
            with(pack, " masked ", " shown ");
        else
            with(pack, pairs[i][0], pairs[i][1]);
    }
    with(pack, line_of(pack, "event 2 "), "");
    with(pack, line_of(pack, "section matters "), "");
    with(pack, line_of(pack, "made "), "made 1 1\n");
    with(pack, line_of(pack, "complaint "), "complaint 1 TS-00000-00000-0 1\n");
    ck_assert_int_eq(verify(pack.body, pack.body_n - 1, NULL), 1);
    ck_assert_int_eq(verify("", 0, NULL), 1);
}

static struct reply fetch(const char *path)
{
    sign();
    struct reply page = get(f("%s/pack", path), 200);
    const char *at = strstr(page.body, f("href=\"%s/pack/", path));
    ck_assert_msg(at, "no pack is ready");
    struct reply file = get(upto_quote(at + 6), 200);
    ck_assert(strstr(file.headers, "attachment") != NULL);
    return file;
}

START_TEST(a_pack_proves_itself)
{
    be("zhaolei");
    const char *path = a_case();
    get(f("%s/pack", path), 200);
    post(f("%s/pack", path), "", 422);
    sees("Choose which copy is made");
    post(f("%s/pack", path), "copy=shown", 422);
    sees("Write down why the identity is needed in it");
    leads_to(post(f("%s/pack", path), "copy=inside", 303), f("%s/pack", path));
    get(f("%s/pack", path), 200);
    sees("being signed");
    struct reply pack = fetch(path);
    ck_assert_int_eq(verify(pack.body, pack.body_n, NULL), 0);
    tamper(pack);
    /* By the public key alone, as somebody else verifies. */
    int version;
    const uint8_t *secret = crypto_key(jobs_keys, KEY_ANCHOR, &version);
    const char *line = f("anchor.key %d %s\n", version, str_base64url(kept, crypto_signature_key(jobs_keys, KEY_ANCHOR, version), 32));
    const char *key = f("%s/redress-key-%ld.pub", P_tmpdir, (long)getpid());
    FILE *out = fopen(key, "wb");
    ck_assert(out && secret);
    fputs(line, out);
    fclose(out);
    ck_assert_int_eq(verify(pack.body, pack.body_n, key), 0);
    out = fopen(key, "wb");
    fputs(f("anchor.key %d %s\n", version, str_base64url(kept, "another key, thirty-two bytes...", 32)), out);
    fclose(out);
    ck_assert_int_eq(verify(pack.body, pack.body_n, key), 1);
    unlink(key);
    get(f("%s/record", path), 200);
    sees("made an evidence pack");
}
END_TEST

/* Outside nobody learns who works here, and what was said among them. */
START_TEST(outside_copies_leave_out_what_is_inside)
{
    be("zhaolei");
    const char *path = a_case();
    leads_to(post(f("%s/note", path), f("version=%s&text=among+ourselves+%s", (get(path, 200), version()), mark), 303), path);
    post(f("%s/pack", path), "copy=outside", 303);
    struct reply pack = fetch(path);
    ck_assert_int_eq(verify(pack.body, pack.body_n, NULL), 0);
    ck_assert_ptr_null(strstr(pack.body, "among ourselves"));
    ck_assert_ptr_null(strstr(pack.body, "id=\"slips\""));
    ck_assert_ptr_null(strstr(pack.body, "赵磊"));
    ck_assert_ptr_nonnull(strstr(pack.body, " * \n") ? pack.body : strstr(pack.body, " *\n"));
    ck_assert_ptr_null(strstr(pack.body, " note ")); /* nor does what is checked by machine name them */
    post(f("%s/pack", path), "copy=inside", 303);
    pack = fetch(path);
    ck_assert_ptr_nonnull(strstr(pack.body, "among ourselves"));
    /* Only who made it fetches it; who sees a part of a complaint, or may not export, makes none. */
    const char *file = browser_link(b, f("%s/pack/", path));
    be("admin");
    get(*file ? file : f("%s/pack/1/file", path), 404);
    be("zhoufa");
    get(f("%s/pack", path), 403);
}
END_TEST

START_TEST(disclosures_are_agreed_to_first)
{
    be("zhaolei");
    const char *path = a_case(), *page = f("%s/disclosures", path);
    get(page, 200);
    post(page, "do=ask", 422);
    sees("Write down who asks");
    leads_to(post(page, f("do=ask&body=Bureau+%s&reference=7&ground=Law&internal=1", mark), 303), page);
    struct reply list = get(page, 200);
    const char *id = f("%.*s", (int)strspn(strstr(list.body, "id=\"disclosure-") + 15, "0123456789"), strstr(list.body, "id=\"disclosure-") + 15);
    sees_not("Make the file");
    post(page, f("do=make&id=%s", id), 409);
    post(page, f("do=hand-over&id=%s&version=1&to=Li&way=paper&on=2026-01-02", id), 409);
    sql(f("UPDATE approval SET state = 2 WHERE about = 'disclosure' AND subject_id = %s", id));
    get(page, 200);
    sees("Make the file");
    post(page, f("do=make&id=%s", id), 303);
    sign();
    get(page, 200);
    sees("The file to hand over");
    post(page, f("do=hand-over&id=%s&version=1&to=&way=&on=", id), 422);
    sees("Write down who took it");
    post(page, f("do=hand-over&id=%s&version=1&to=Inspector+Li&way=in+person&on=2026-01-02", id), 303);
    get(f("%s/%s/slip", page, id), 200);
    sees("Inspector Li");
    get("/staff/records/disclosures", 200);
    sees(mark);
    get("/staff/records/disclosures.csv", 200);
    sees("Inspector Li");
    post(page, f("do=drop&id=%s&version=2", id), 409);
}
END_TEST

START_TEST(holds_are_set_and_lifted)
{
    be("zhaolei");
    const char *path = a_case(), *no = path + strlen("/staff/complaints/");
    get("/staff/records", 200);
    post("/staff/records/holds", "number=TS-1&reason=court", 422);
    sees("There is no such number");
    leads_to(post("/staff/records/holds", f("number=%s&reason=court+%s", no, mark), 303), "/staff/records");
    post("/staff/records/holds", f("number=%s&reason=again", no), 409);
    get("/staff/records", 200);
    sees(mark);
    const char *lift = browser_link(b, "/staff/records/holds/");
    ck_assert_str_ne(lift, "");
    lift = strstr(lift, "lift") ? lift : f("%s/lift", lift);
    post(lift, "why=", 422);
    sees("Write down why it need not be kept any more");
    leads_to(post(lift, "why=settled", 303), "/staff/records");
    get(f("%s/record", path), 200);
    sees("lifted the legal hold");
}
END_TEST

Suite *suite_pages_record(void)
{
    Suite *s = suite_create("pages_record");
    TCase *t = tcase_create("record");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, a_pack_proves_itself);
    tcase_add_test(t, outside_copies_leave_out_what_is_inside);
    tcase_add_test(t, disclosures_are_agreed_to_first);
    tcase_add_test(t, holds_are_set_and_lifted);
    suite_add_tcase(s, t);
    return s;
}
