#include <stdlib.h>
#include <string.h>

#include "attachment_store.h"
#include "crypto_random.h"
#include "store_fixture.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
#define PDF "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
#define JPEG "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xda\0\2"
#define CHUNK_EDGE 12 /* bytes of a chunk of a PNG beside its data */

static struct fixture *x;
static struct attachment_stage stage;
static struct http_file_sink sink;

static void begin_form(bool public_pool)
{
    stage = (struct attachment_stage){.db = public_pool ? x->public_db : x->staff_db, .arena = x->arena, .clean_pictures = public_pool,
                                      .stage_hash = "stage", .now_us = x->now_us, .files_max = 3, .file_max = 1 << 20};
    ASSERT_OK(attachment_sink(&stage, &sink));
}

static void setup(void)
{
    x = fixture_make();
    begin_form(true);
}

static void teardown(void)
{
    fixture_end(x);
}

static int64_t count(const char *sql)
{
    return store_test_number(x->root, x->arena, sql);
}

/* These bytes and then zeros up to n; a PNG is whole: one chunk of zeros, and its end. A JPEG gets its end. */
static char *filled(const char *bytes, size_t given, size_t n)
{
    char *whole = calloc(1, n + 1);
    ck_assert_ptr_nonnull(whole);
    memcpy(whole, bytes, given < n ? given : n);
    if (bytes[0] == '\x89' && n > given + 2 * CHUNK_EDGE) {
        size_t data = n - given - 2 * CHUNK_EDGE;
        for (size_t i = 0; i < 4; i++)
            whole[given + i] = (char)(data >> (24 - 8 * i));
        memcpy(whole + given + 4, "IDAT", 4);
        memcpy(whole + n - CHUNK_EDGE + 4, "IEND", 4);
    }
    if (bytes[0] == '\xff' && n > given + 2)
        memcpy(whole + n - 2, "\xff\xd9", 2);
    return whole;
}

/* In parts of 1000 bytes as the reader hands them over. */
static void send(const char *name, const char *bytes, size_t given, size_t n)
{
    char *whole = filled(bytes, given, n);
    ASSERT_OK(sink.begin(sink.ctx, NULL, "files", name, "application/x-declared"));
    for (size_t at = 0; at < n; at += 1000)
        ASSERT_OK(sink.write(sink.ctx, whole + at, n - at < 1000 ? n - at : 1000));
    ASSERT_OK(sink.end(sink.ctx, true));
    free(whole);
}

static struct attachment staged_one(void)
{
    struct attachment *files;
    size_t n;
    ASSERT_OK(attachment_staged(x->public_db, x->arena, true, stage.stage_hash, &files, &n));
    ck_assert_uint_eq(n, 1);
    return files[0];
}

START_TEST(chunk_by_chunk)
{
    const size_t size = 2 * ATTACHMENT_CHUNK + 12345;
    char *whole = filled(PNG, sizeof(PNG) - 1, size);
    uint8_t digest[32];

    crypto_sha256(whole, size, digest);
    send("照片.PNG", PNG, sizeof(PNG) - 1, size);
    struct attachment file = staged_one();
    ck_assert_str_eq(file.name, "照片.PNG");
    ck_assert_str_eq(file.media_type, "image/png");
    ck_assert_int_eq(file.bytes, (int64_t)size);
    ck_assert_mem_eq(file.sha256, digest, 32);
    ck_assert_uint_eq(strlen(file.code), 26);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk"), 3);
    ck_assert_uint_eq(stage.n_stored, 1);
    ck_assert_uint_eq(stage.n_problems, 0);

    /* Once it is a complaint's, the chunks give the bytes back. */
    struct filed filed = fixture_file(x, 4, 2, "附件");
    int64_t claimed = 0;
    ASSERT_OK(attachment_claim(x->public_db, true, stage.stage_hash, filed.id, 0, &claimed));
    ck_assert_int_eq(claimed, 1);
    struct attachment found;
    ASSERT_OK(attachment_find(x->public_db, x->arena, true, filed.id, file.code, &found));
    size_t at = 0;
    for (int n = 0;; n++) {
        struct str part;
        enum err e = attachment_chunk(x->public_db, x->arena, true, found.id, n, &part);
        if (e == ERR_NOT_FOUND)
            break;
        ASSERT_OK(e);
        ck_assert_uint_le(at + part.n, size);
        ck_assert_mem_eq(part.p, whole + at, part.n);
        at += part.n;
    }
    ck_assert_uint_eq(at, size);
    free(whole);
}
END_TEST

/* A form by its MiB, whether its files are kept or not; files of one that goes beyond are let go, and another network is another matter. */
START_TEST(counted_for_who_sends)
{
    stage.quota = (struct attachment_quota){x->keys, "203.0.113.9", (2 << 20) - 1, 4};
    ASSERT_OK(attachment_sink(&stage, &sink));
    send("one.png", PNG, sizeof(PNG) - 1, 200);
    send("two.png", PNG, sizeof(PNG) - 1, 100);
    ck_assert_int_eq(count("SELECT SUM(count) FROM rate_limit"), 2 * 2); /* for the network and for its block */
    ck_assert_uint_eq(stage.n_problems, 0);
    stage.quota.bytes = 3 << 20;
    ASSERT_OK(attachment_sink(&stage, &sink));
    send("three.png", PNG, sizeof(PNG) - 1, 100);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_str_eq(stage.problems[0].name, "three.png");
    ck_assert_ptr_nonnull(strstr(stage.problems[0].message, "Very much was uploaded"));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 2);
    stage.quota = (struct attachment_quota){x->keys, "203.0.114.10", 100, 4};
    ASSERT_OK(attachment_sink(&stage, &sink));
    send("four.png", PNG, sizeof(PNG) - 1, 100);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 3);
}
END_TEST

/* What the camera wrote into it is gone, for the public alone; size and hash are those of what is kept. */
START_TEST(pictures_say_nothing_but_what_they_show)
{
#define SAYS "\xff\xd8\xff\xe1\0\x0fGPS KANARIE01\xff\xda\0\2data\xff\xd9" "behind KANARIE02"
    static const char kept[] = "\xff\xd8\xff\xda\0\2data\xff\xd9";
    uint8_t digest[32];
    crypto_sha256(kept, sizeof kept - 1, digest);
    send("a.jpg", SAYS, sizeof(SAYS) - 1, sizeof(SAYS) - 1);
    struct attachment file = staged_one();
    ck_assert_int_eq(file.bytes, (int64_t)sizeof kept - 1);
    ck_assert_mem_eq(file.sha256, digest, 32);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk WHERE data LIKE '%KANARIE%'"), 0);
    send("b.png", PNG, sizeof(PNG) - 1, sizeof(PNG) - 1);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_ptr_nonnull(strstr(stage.problems[0].message, "damaged"));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 1);
    begin_form(false);
    send("c.jpg", SAYS, sizeof(SAYS) - 1, sizeof(SAYS) - 1);
    ck_assert_uint_eq(stage.n_problems, 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk WHERE data LIKE '%KANARIE%'"), 1);
}
END_TEST

START_TEST(kinds)
{
    send("a.pdf", PDF, sizeof(PDF) - 1, sizeof(PDF) - 1);
    send("b.jpeg", JPEG, sizeof(JPEG) - 1, 500);
    send("c.jpg", JPEG, sizeof(JPEG) - 1, 500);
    ck_assert_uint_eq(stage.n_stored, 3);
    ck_assert_uint_eq(stage.n_problems, 0);
    ck_assert_int_eq(count("SELECT COUNT(DISTINCT media_type) FROM attachment"), 2);
}
END_TEST

static const struct {
    const char *name, *bytes;
    size_t n;
} refused[] = {
    {"a.exe", "MZ\x90\0", 4},
    {"a.png", "MZ\x90\0", 4},
    {"a.pdf", PNG, sizeof(PNG) - 1},
    {"a.png", PDF, sizeof(PDF) - 1},
    {"page.html", "<html><script>", 14},
    {"page.jpg", "<html><script>", 14},
    {"png", PNG, sizeof(PNG) - 1},
    {"a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", 41},
    {"a.pdf", "", 0},
};

START_TEST(refused_kinds)
{
    send(refused[_i].name, refused[_i].bytes, refused[_i].n, refused[_i].n);
    ck_assert_uint_eq(stage.n_stored, 0);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_str_eq(stage.problems[0].name, refused[_i].name);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 0);
}
END_TEST

START_TEST(the_form_goes_on_after_a_refusal)
{
    send("a.exe", "MZ\x90\0", 4, 600000);
    send("b.png", PNG, sizeof(PNG) - 1, 400);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_uint_eq(stage.n_stored, 1);
    ck_assert_str_eq(staged_one().name, "b.png");
}
END_TEST

START_TEST(too_large)
{
    send("a.png", PNG, sizeof(PNG) - 1, (1 << 20) + 1);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_int_eq(stage.problems[0].number, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 0);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk"), 0);
    /* what the reader says when it stops handing bytes over */
    ASSERT_OK(sink.begin(sink.ctx, NULL, "files", "b.png", ""));
    ASSERT_OK(sink.write(sink.ctx, PNG, sizeof(PNG) - 1));
    sink.over_limit(sink.ctx);
    ASSERT_OK(sink.end(sink.ctx, false));
    ck_assert_uint_eq(stage.n_problems, 2);
    send("c.png", PNG, sizeof(PNG) - 1, 1 << 20);
    ck_assert_uint_eq(stage.n_stored, 1);
}
END_TEST

START_TEST(broken_off)
{
    char *part = filled(PNG, sizeof(PNG) - 1, 2 * ATTACHMENT_CHUNK);
    ASSERT_OK(sink.begin(sink.ctx, NULL, "files", "a.png", ""));
    ASSERT_OK(sink.write(sink.ctx, part, ATTACHMENT_CHUNK));
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment WHERE whole = 0"), 1);
    ASSERT_OK(sink.end(sink.ctx, false));
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 0);
    free(part);
}
END_TEST

START_TEST(too_many)
{
    send("a.png", PNG, sizeof(PNG) - 1, 100);
    send("b.png", PNG, sizeof(PNG) - 1, 100);
    begin_form(true);
    send("c.png", PNG, sizeof(PNG) - 1, 100);
    send("d.png", PNG, sizeof(PNG) - 1, 100);
    ck_assert_uint_eq(stage.n_stored, 1);
    ck_assert_uint_eq(stage.n_problems, 1);
    ck_assert_str_eq(stage.problems[0].name, "d.png");
    ck_assert_int_eq(stage.problems[0].number, 3);
}
END_TEST

START_TEST(problems_are_bounded)
{
    for (int i = 0; i < 40; i++)
        send("a.exe", "MZ", 2, 2);
    ck_assert_uint_eq(stage.n_problems, COUNT_OF(stage.problems));
}
END_TEST

START_TEST(taken_back)
{
    uint8_t other[32] = "other";

    send("a.png", PNG, sizeof(PNG) - 1, 100);
    const char *code = staged_one().code;
    ASSERT_ERR(attachment_unstage(x->public_db, other, code), ERR_NOT_FOUND);
    ASSERT_ERR(attachment_unstage(x->public_db, stage.stage_hash, "../../etc/passwd"), ERR_NOT_FOUND);
    ASSERT_OK(attachment_unstage(x->public_db, stage.stage_hash, code));
    ASSERT_ERR(attachment_unstage(x->public_db, stage.stage_hash, code), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk"), 0);
}
END_TEST

START_TEST(what_is_a_complaints_cannot_be_taken_back)
{
    struct filed filed = fixture_file(x, 4, 2, "附件");
    int64_t n = 0;

    send("a.png", PNG, sizeof(PNG) - 1, 100);
    const char *code = staged_one().code;
    ASSERT_OK(attachment_claim(x->public_db, true, stage.stage_hash, filed.id, 0, &n));
    ASSERT_ERR(attachment_unstage(x->public_db, stage.stage_hash, code), ERR_NOT_FOUND);
    ASSERT_OK(attachment_claim(x->public_db, true, stage.stage_hash, filed.id, 0, &n));
    ck_assert_int_eq(n, 0);
    store_test_sql(x->root, "UPDATE attachment SET stage_hash = RPAD('stage', 32, '\\0')");
    ASSERT_ERR(attachment_unstage(x->public_db, stage.stage_hash, code), ERR_NOT_FOUND);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 1);
}
END_TEST

START_TEST(of_one_complaint_only)
{
    struct filed first = fixture_file(x, 4, 2, "一"), second = fixture_file(x, 4, 2, "二");
    struct attachment file;
    int64_t n = 0;

    send("a.png", PNG, sizeof(PNG) - 1, 100);
    const char *code = staged_one().code;
    ASSERT_ERR(attachment_find(x->staff_db, x->arena, false, first.id, code, &file), ERR_NOT_FOUND);
    ASSERT_OK(attachment_claim(x->public_db, true, stage.stage_hash, first.id, 0, &n));
    ASSERT_OK(attachment_find(x->staff_db, x->arena, false, first.id, code, &file));
    ASSERT_ERR(attachment_find(x->staff_db, x->arena, false, second.id, code, &file), ERR_NOT_FOUND);
    ASSERT_ERR(attachment_find(x->public_db, x->arena, true, second.id, code, &file), ERR_NOT_FOUND);
    ASSERT_ERR(attachment_find(x->public_db, x->arena, true, first.id, "", &file), ERR_NOT_FOUND);
}
END_TEST

START_TEST(internal_ones_stay_inside)
{
    struct filed filed = fixture_file(x, 4, 2, "内部");
    struct attachment *files, file;
    struct str bytes;
    int64_t claimed = 0;
    size_t n;

    begin_form(false);
    stage.internal = true;
    send("a.png", PNG, sizeof(PNG) - 1, 100);
    const char *code = staged_one().code;
    ASSERT_OK(attachment_claim(x->staff_db, false, stage.stage_hash, filed.id, 0, &claimed));
    ck_assert_int_eq(claimed, 1);
    ASSERT_OK(attachment_find(x->staff_db, x->arena, false, filed.id, code, &file));
    ck_assert(file.internal);
    ASSERT_OK(attachment_chunk(x->staff_db, x->arena, false, file.id, 0, &bytes));
    ASSERT_OK(attachment_list(x->public_db, x->arena, true, filed.id, &files, &n));
    ck_assert_uint_eq(n, 0);
    ASSERT_ERR(attachment_find(x->public_db, x->arena, true, filed.id, code, &file), ERR_NOT_FOUND);
    ASSERT_ERR(attachment_chunk(x->public_db, x->arena, true, file.id, 0, &bytes), ERR_NOT_FOUND);
    ASSERT_ERR(db_exec_text(x->public_db, "SELECT data FROM attachment_chunk"), ERR_DB); /* not around the view either */
}
END_TEST

START_TEST(swept)
{
    struct filed filed = fixture_file(x, 4, 2, "清理");
    int64_t n = 0;

    send("a.png", PNG, sizeof(PNG) - 1, 100);
    ASSERT_OK(attachment_claim(x->public_db, true, stage.stage_hash, filed.id, 0, &n));
    send("b.png", PNG, sizeof(PNG) - 1, 100);
    ASSERT_OK(attachment_purge(x->jobs_db, stage.now_us, &n));
    ck_assert_int_eq(n, 0);
    ASSERT_OK(attachment_purge(x->jobs_db, stage.now_us + 1, &n));
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment"), 1);
    ck_assert_int_eq(count("SELECT COUNT(*) FROM attachment_chunk"), 1);
}
END_TEST

Suite *suite_store_attachment(void);
Suite *suite_store_attachment(void)
{
    Suite *suite = suite_create("attachment_store");
    TCase *tc = tcase_create("attachment");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, chunk_by_chunk);
    tcase_add_test(tc, counted_for_who_sends);
    tcase_add_test(tc, kinds);
    tcase_add_test(tc, pictures_say_nothing_but_what_they_show);
    tcase_add_loop_test(tc, refused_kinds, 0, (int)COUNT_OF(refused));
    tcase_add_test(tc, the_form_goes_on_after_a_refusal);
    tcase_add_test(tc, too_large);
    tcase_add_test(tc, broken_off);
    tcase_add_test(tc, too_many);
    tcase_add_test(tc, problems_are_bounded);
    tcase_add_test(tc, taken_back);
    tcase_add_test(tc, what_is_a_complaints_cannot_be_taken_back);
    tcase_add_test(tc, of_one_complaint_only);
    tcase_add_test(tc, internal_ones_stay_inside);
    tcase_add_test(tc, swept);
    suite_add_tcase(suite, tc);
    return suite;
}
