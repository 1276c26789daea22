#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "http_fake.h"
#include "http_form.h"

#define TYPE "multipart/form-data; boundary=XX"
#define FIELD(name, value) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, file, bytes)                                                                                   \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file                                      \
    "\"\r\nContent-Type: image/png\r\n\r\n" bytes "\r\n"
#define END "--XX--\r\n"

static struct arena *arena;

/* A sink that writes down what it was told. */
static struct told {
    struct buf log, bytes;
    enum err begin_fails, write_fails, end_fails;
} told;

static enum err sink_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name,
                           const char *content_type)
{
    struct told *t = ctx;

    buf_printf(&t->log, "begin(%zu,%s,%s,%s)", so_far->n, field, file_name, content_type);
    return t->begin_fails;
}

static enum err sink_write(void *ctx, const void *bytes, size_t n)
{
    struct told *t = ctx;

    buf_add(&t->bytes, bytes, n);
    return t->write_fails;
}

static void sink_over(void *ctx)
{
    struct told *t = ctx;

    buf_adds(&t->log, "over");
}

static enum err sink_end(void *ctx, bool whole)
{
    struct told *t = ctx;

    buf_printf(&t->log, "end(%d,%zu)", whole, t->bytes.n);
    return t->end_fails;
}

static const struct http_file_sink sink = {.ctx = &told, .begin = sink_begin, .write = sink_write, .over_limit = sink_over, .end = sink_end};

static void forget(void)
{
    told = (struct told){.log = {.arena = arena}, .bytes = {.arena = arena}};
}

static void start(void)
{
    arena = arena_new((size_t)64 << 20);
    forget();
}

static void stop(void)
{
    arena_free(arena);
}

static const struct http_form_limits roomy = {.body_max = 10 << 20};

static enum err read_stepped(const char *body, size_t n, size_t step, struct http_form **ret_form)
{
    return http_form_read(fake_post(arena, TYPE, body, n, step), &roomy, &sink, ret_form);
}

static struct http_form *form_of(const char *body)
{
    struct http_form *form = NULL;

    ck_assert_int_eq(read_stepped(body, strlen(body), 0, &form), ERR_NONE);
    return form;
}

static enum err fails_n(const char *body, size_t n)
{
    struct http_form *form = NULL;
    enum err e = read_stepped(body, n, 0, &form);

    ck_assert_ptr_null(form);
    return e;
}

static enum err fails(const char *body)
{
    return fails_n(body, strlen(body));
}

static const char *log_of(const char *body)
{
    forget();
    form_of(body);
    return buf_str(&told.log).p;
}

START_TEST(test_fields)
{
    struct http_form *form = form_of(FIELD("a", "1") FIELD("投诉", "x\r\ny\r\n--X") FIELD("a", "") END);

    ck_assert_uint_eq(form->n, 3);
    ck_assert_str_eq(http_form_get(form, "a"), "1");
    ck_assert_str_eq(http_form_get(form, "投诉"), "x\r\ny\r\n--X");
    ck_assert_str_eq(http_form_nth(form, "a", 1), "");
    ck_assert_uint_eq(form->fields[1].value_n, 9);
}
END_TEST

START_TEST(test_file)
{
    struct http_form *form;

    forget();
    form = form_of(FIELD("csrf", "t") FILE_PART("photo", "猫.png", "\r\n\x89PNG\r\n\x1a\n\r\n--XY") FIELD("b", "2") END);
    ck_assert_str_eq(told.log.p, "begin(1,photo,猫.png,image/png)end(1,16)");
    ck_assert_int_eq(memcmp(told.bytes.p, "\r\n\x89PNG\r\n\x1a\n\r\n--XY", 16), 0);
    ck_assert_uint_eq(form->n, 2);
    ck_assert_str_eq(http_form_get(form, "b"), "2");
}
END_TEST

START_TEST(test_empty_control)
{
    ck_assert_str_eq(log_of(FILE_PART("f", "", "") END), "");
    ck_assert_str_eq(log_of(FILE_PART("f", "dir/", "") END), "");
    ck_assert_str_eq(log_of(FILE_PART("f", "", "x") END), "begin(0,f,,image/png)end(1,1)");
    ck_assert_str_eq(log_of(FILE_PART("f", "a", "") END), "begin(0,f,a,image/png)end(1,0)");
    ck_assert_uint_eq(form_of(FILE_PART("f", "", "") END)->n, 0);
}
END_TEST

START_TEST(test_every_step)
{
    static const char body[] = FIELD("csrf", "t\r\n--") FILE_PART("f", "a.png", "\r\n--XZ\r\r\n-\r\n--\r\n") FIELD("b", "2") END;
    size_t n = sizeof(body) - 1;

    for (size_t step = 1; step <= n; step++) {
        struct http_form *form = NULL;

        forget();
        ck_assert_int_eq(read_stepped(body, n, step, &form), ERR_NONE);
        ck_assert_str_eq(told.log.p, "begin(1,f,a.png,image/png)end(1,16)");
        ck_assert_str_eq(told.bytes.p, "\r\n--XZ\r\r\n-\r\n--\r\n");
        ck_assert_str_eq(http_form_get(form, "csrf"), "t\r\n--");
        ck_assert_str_eq(http_form_get(form, "b"), "2");
    }
}
END_TEST

START_TEST(test_every_break)
{
    static const char body[] = FIELD("csrf", "t") FILE_PART("f", "a.png", "0123456789") FIELD("b", "2") END;
    size_t n = sizeof(body) - 1, begin = (size_t)(strstr(body, "0123456789") - body);

    for (size_t cut = 0; cut < n; cut++) {
        struct http_request *req = fake_post(arena, TYPE, body, cut, 0);
        struct http_form *form = NULL;

        forget();
        req->content_length = n;
        ck_assert_int_eq(http_form_read(req, &roomy, &sink, &form), ERR_MALFORMED);
        ck_assert_ptr_null(form);
        if (cut < begin)
            ck_assert_uint_eq(told.log.n, 0);
        else if (cut < begin + 10 + strlen("\r\n--XX"))
            ck_assert_ptr_nonnull(strstr(told.log.p, "end(0,"));
        else
            ck_assert_str_eq(told.log.p, "begin(1,f,a.png,image/png)end(1,10)");
        /* The same bytes with a true length: the last delimiter is missing. */
        if (cut < n - 2)
            ck_assert_int_eq(fails_n(body, cut), ERR_MALFORMED);
    }
}
END_TEST

START_TEST(test_buffer_edges)
{
    static const char head[] = FIELD("csrf", "t") "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n";
    static const char tail[] = "\r\n--XX\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--XX--\r\n";
    size_t head_n = sizeof(head) - 1, tail_n = sizeof(tail) - 1;

    /* The reader's buffer has 64 KiB: put every byte of the tail on its edge once. */
    for (size_t file_n = 65536 - head_n - tail_n - 4; file_n < 65536 - head_n + 80; file_n++) {
        char *body = arena_alloc(arena, head_n + file_n + tail_n);
        struct http_form *form = NULL;

        memcpy(body, head, head_n);
        memset(body + head_n, '\r', file_n);
        memcpy(body + head_n + file_n, tail, tail_n);
        forget();
        ck_assert_int_eq(read_stepped(body, head_n + file_n + tail_n, 0, &form), ERR_NONE);
        ck_assert_uint_eq(told.bytes.n, file_n);
        ck_assert_str_eq(http_form_get(form, "b"), "2");
        arena_reset(arena);
    }
}
END_TEST

START_TEST(test_large_file)
{
    static const char head[] = "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n";
    static const char tail[] = "\r\n--XX--\r\n";
    size_t file_n = 5 << 20, n = sizeof(head) - 1 + file_n + sizeof(tail) - 1;
    char *body = arena_alloc(arena, n), *file = body + sizeof(head) - 1;
    struct http_form *form = NULL;
    uint32_t noise = 1;

    memcpy(body, head, sizeof(head) - 1);
    for (size_t i = 0; i < file_n; i++) {
        noise = noise * 1664525 + 1013904223;
        file[i] = (char)(noise >> 29 == 0 ? '\r' : noise >> 24);
    }
    memcpy(file + file_n, tail, sizeof(tail) - 1);
    ck_assert_int_eq(read_stepped(body, n, 1000, &form), ERR_NONE);
    ck_assert_uint_eq(told.bytes.n, file_n);
    ck_assert_int_eq(memcmp(told.bytes.p, file, file_n), 0);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,application/octet-stream)end(1,5242880)");
}
END_TEST

#define NAMED(file) FILE_PART("f", file, "x") END

START_TEST(test_file_names)
{
    char long_name[400], body[800];

    ck_assert_str_eq(log_of(NAMED("C:\\\\dir\\\\a.png")), "begin(0,f,a.png,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED("C:\\dir\\a.png")), "begin(0,f,a.png,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED("../../etc/passwd")), "begin(0,f,passwd,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED("a\\\"b;c.png")), "begin(0,f,a\"b;c.png,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED("a%22b.png")), "begin(0,f,a%22b.png,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED(" \xe3\x80\x80 a.png ")), "begin(0,f,a.png,image/png)end(1,1)");
    ck_assert_str_eq(log_of(NAMED("a\xe2\x80\xaegnp.exe\xc2\x85")), "begin(0,f,agnp.exe,image/png)end(1,1)");
    ck_assert_str_eq(log_of("--XX\r\nContent-Disposition: form-data; name=f; filename=a.png\r\n\r\nx\r\n--XX--"),
                     "begin(0,f,a.png,application/octet-stream)end(1,1)");
    for (size_t i = 0; i < 130; i++)
        memcpy(long_name + 3 * i, "\xe7\x8c\xab", 3);
    memcpy(long_name + 390, ".jpeg", 6);
    snprintf(body, sizeof(body), FILE_PART("f", "%s", "x") END, long_name);
    log_of(body);
    /* 83 characters of three bytes and the extension: 254. */
    ck_assert_ptr_nonnull(strstr(told.log.p, "\xe7\x8c\xab.jpeg,image/png"));
    ck_assert_ptr_eq(strstr(told.log.p, ",image"), told.log.p + strlen("begin(0,f,") + 83 * 3 + 5);
    memset(long_name, 'a', 300);
    memcpy(long_name + 300, ".much_too_long_for_one", 23);
    snprintf(body, sizeof(body), FILE_PART("f", "%s", "x") END, long_name);
    log_of(body);
    ck_assert_ptr_eq(strstr(told.log.p, ",image"), told.log.p + strlen("begin(0,f,") + 255);
    long_name[299] = 'a';
    long_name[300] = '\0';
    snprintf(body, sizeof(body), FILE_PART("f", "%s", "x") END, long_name);
    log_of(body);
    ck_assert_ptr_eq(strstr(told.log.p, ",image"), told.log.p + strlen("begin(0,f,") + 255);
}
END_TEST

#define WITH(headers) "--XX\r\n" headers "\r\n\r\nx\r\n" END
#define DISPOSITION "Content-Disposition: form-data; name=\"a\""

START_TEST(test_good_headers)
{
    static const char *const good[] = {
        WITH(DISPOSITION),
        WITH("content-disposition:form-data;name=a"),
        WITH("content-disposition:form-data;\t name=a"),
        WITH("CONTENT-DISPOSITION: \t FORM-DATA ; NAME=\"a\" "),
        WITH(DISPOSITION "\r\nContent-Type: text/plain; charset=utf-8"),
        WITH(DISPOSITION "\r\nContent-Transfer-Encoding: binary"),
        WITH(DISPOSITION "\r\nContent-Transfer-Encoding: 8BIT"),
        WITH(DISPOSITION "\r\ncontent-transfer-encoding: 7bit"),
        WITH(DISPOSITION "\r\nX-Other: anything: \"at all"),
        WITH("X-Empty:\r\n" DISPOSITION),
        "--XX\r\n" DISPOSITION "\r\n\r\nx\r\n--XX--",
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        struct http_form *form = form_of(good[i]);

        ck_assert_msg(form->n == 1, "case %zu", i);
        ck_assert_str_eq(http_form_get(form, "a"), "x");
    }
}
END_TEST

START_TEST(test_bad_headers)
{
    static const char *const bad[] = {
        WITH("X: y"),
        WITH("Content-Disposition: form-data"),
        WITH("Content-Disposition: form-data; name=\"\""),
        WITH("Content-Disposition: form-data; name=\"a"),
        WITH("Content-Disposition: form-data; name=\"a\\\""),
        WITH("Content-Disposition: form-data; name=\"a\\"),
        WITH("Content-Disposition: form-data; name"),
        WITH("Content-Disposition: form-data; name="),
        WITH("Content-Disposition: form-data name=a"),
        WITH("Content-Disposition: form-data;"),
        WITH("Content-Disposition: attachment; name=\"a\""),
        WITH("Content-Disposition: ; name=\"a\""),
        WITH("Content-Disposition: form-data; name=\"a\"; name=\"b\""),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\"; filename=\"y\""),
        WITH("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x"),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\"; filename*=UTF-8''x"),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\ny\""),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\ry\""),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\x01y\""),
        WITH("Content-Disposition: form-data; name=\"a\"; filename=\"x\x7fy\""),
        WITH(DISPOSITION "\r\n" DISPOSITION),
        WITH(DISPOSITION "\r\nContent-Type: a/b\r\nContent-Type: a/b"),
        WITH(DISPOSITION "\r\nContent-Transfer-Encoding: base64"),
        WITH(DISPOSITION "\r\nContent-Transfer-Encoding: quoted-printable"),
        WITH(DISPOSITION "\r\nContent-Transfer-Encoding:"),
        WITH(DISPOSITION "\r\n folded"),
        WITH(DISPOSITION "\r\nNo colon"),
        WITH(DISPOSITION "\r\n: no name"),
        WITH(DISPOSITION "\r\nBad name: x"),
        WITH(DISPOSITION "\r\nX{: x"),
        WITH(DISPOSITION "\r\nX[: x"),
        WITH(DISPOSITION "\r\nX@: x"),
        WITH(DISPOSITION "\r\n/: x"),
        WITH(DISPOSITION "\nX: y"),
        WITH("X: y\n" DISPOSITION),
        WITH("\n" DISPOSITION),
        WITH("\n"),
        WITH(""),
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(fails(bad[i]) == ERR_MALFORMED, "case %zu: %s", i, bad[i]);
    ck_assert_int_eq(fails(WITH("Content-Disposition: form-data; name=\"a\"; filename=\"\xff\"")), ERR_ENCODING);
    ck_assert_int_eq(fails(WITH("Content-Disposition: form-data; name=\"a\xc0\x80\"")), ERR_ENCODING);
    ck_assert_uint_eq(told.log.n, 0);
    ck_assert_int_eq(fails_n("--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--XX--", 61), ERR_ENCODING);
}
END_TEST

START_TEST(test_bad_bodies)
{
    static const char *const bad[] = {
        "",
        "--XX",
        "--XX-",
        "--XX\r",
        "--XX\r\n",
        "--XXX\r\n",
        "\r\n" END,
        "preamble\r\n" FIELD("a", "1") END,
        "--XY\r\n",
        FIELD("a", "1"),
        FIELD("a", "1") "--XX",
        FIELD("a", "1") "--XX-",
        FIELD("a", "1") "--XX-\r\n",
        FIELD("a", "1") "--XX \r\n",
        FIELD("a", "1") "--XX\n",
        FIELD("a", "1") "--XXY\r\n",
        FIELD("a", "1") "--XX--\r",
        FIELD("a", "1") "--XX--\n",
        FIELD("a", "1") "--XX--\r\n\r\n",
        FIELD("a", "1") "--XX--epilogue",
        FIELD("a", "1") "--XX--\r\nx",
        "--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n--XX--\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\n--XX--\n",
    };
    static const char *const unreadable[] = {FIELD("a", "\xff") END, FIELD("a", "\xe6\x8a") END, FIELD("a", "\xcd\xb6\xcb\xdf") END};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(fails(bad[i]) == ERR_MALFORMED, "case %zu: %s", i, bad[i]);
    for (size_t i = 0; i < COUNT_OF(unreadable); i++)
        ck_assert_msg(fails(unreadable[i]) == ERR_ENCODING, "case %zu", i);
    ck_assert_int_eq(fails_n("--XX\r\n" DISPOSITION "\r\n\r\na\0b\r\n--XX--", 62), ERR_ENCODING);
    ck_assert_uint_eq(form_of(END)->n, 0);
    ck_assert_uint_eq(form_of("--XX--")->n, 0);
}
END_TEST

START_TEST(test_epilogue_byte_by_byte)
{
    static const char body[] = FIELD("a", "1") "--XX--\r\n", more[] = FIELD("a", "1") "--XX--\r\nx";
    struct http_form *form = NULL;

    ck_assert_int_eq(read_stepped(body, sizeof(body) - 1, 1, &form), ERR_NONE);
    ck_assert_int_eq(read_stepped(body, sizeof(body) - 2, 1, &form), ERR_MALFORMED);
    ck_assert_int_eq(read_stepped(body, sizeof(body) - 3, 1, &form), ERR_NONE);
    ck_assert_int_eq(read_stepped(more, sizeof(more) - 1, 1, &form), ERR_MALFORMED);
}
END_TEST

START_TEST(test_boundaries)
{
    static const char *const bad[] = {"", "\"\"", "\"a \"", "a@b", "\"a{b\"", "\"a[b\"", "\"a\\\"b\"", "\"a;b\"",
                                      "12345678901234567890123456789012345678901234567890123456789012345678901"};
    struct http_form *form = NULL;

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *type = arena_printf(arena, "multipart/form-data; boundary=%s", bad[i]);

        ck_assert_msg(http_form_read(fake_post(arena, type, END, strlen(END), 0), NULL, NULL, &form) == ERR_MALFORMED, "%s",
                      bad[i]);
    }
    ck_assert_int_eq(http_form_read(fake_post(arena, "multipart/form-data", END, strlen(END), 0), NULL, NULL, &form),
                     ERR_MALFORMED);
    ck_assert_ptr_null(form);
    for (size_t n = 1; n <= 70; n++) {
        const char *boundary = arena_printf(arena, "%0*d", (int)n, 5);
        const char *type = arena_printf(arena, "Multipart/Form-Data; charset=utf-8; boundary=\"%s\"", boundary);
        const char *body = arena_printf(arena, "--%s\r\n" DISPOSITION "\r\n\r\nx\r\n--%s--\r\n", boundary, boundary);

        ck_assert_int_eq(http_form_read(fake_post(arena, type, body, strlen(body), 3), NULL, NULL, &form), ERR_NONE);
        ck_assert_str_eq(http_form_get(form, "a"), "x");
    }
    ck_assert_int_eq(http_form_read(fake_post(arena, "multipart/form-data; boundary=\"a b'()+_,-./:=?Z\"",
                                              "--a b'()+_,-./:=?Z--", 20, 0),
                                    NULL, NULL, &form),
                     ERR_NONE);
}
END_TEST

START_TEST(test_header_limit)
{
    char body[6000];

    /* 4096 bytes of headers are the most. */
    snprintf(body, sizeof(body), "--XX\r\n" DISPOSITION "\r\nX: %0*d\r\n\r\nx\r\n--XX--", 4096 - 40 - 2 - 3 - 2, 0);
    ck_assert_uint_eq(form_of(body)->n, 1);
    snprintf(body, sizeof(body), "--XX\r\n" DISPOSITION "\r\nX: %0*d\r\n\r\nx\r\n--XX--", 4096 - 40 - 2 - 3 - 2 + 1, 0);
    ck_assert_int_eq(fails(body), ERR_MALFORMED);
    snprintf(body, sizeof(body), "--XX\r\n" DISPOSITION "\r\nX: %05000d", 0);
    ck_assert_int_eq(fails(body), ERR_MALFORMED);
    for (size_t step = 1; step < 9; step++) {
        struct http_form *form = NULL;

        ck_assert_int_eq(read_stepped(body, strlen(body), step, &form), ERR_MALFORMED);
    }
}
END_TEST

static enum err read_limited(const struct http_form_limits *limits, const char *body, struct http_form **ret_form)
{
    forget();
    return http_form_read(fake_post(arena, TYPE, body, strlen(body), 0), limits, &sink, ret_form);
}

START_TEST(test_limits)
{
    struct http_form_limits limits = {.body_max = 1000, .fields_max = 2, .value_max = 3, .file_max = 4};
    struct http_form *form = NULL;
    char large[1100] = "";

    ck_assert_int_eq(read_limited(&limits, FIELD("a", "123") FIELD("b", "") END, &form), ERR_NONE);
    form = NULL;
    ck_assert_int_eq(read_limited(&limits, FIELD("a", "1234") END, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_limited(&limits, FIELD("a", "") FIELD("b", "") FIELD("c", "") END, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_limited(&limits, FIELD("a", "") FILE_PART("b", "", "") FIELD("c", "") END, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(
        read_limited(&limits, FILE_PART("b", "1", "") FILE_PART("b", "2", "") FILE_PART("b", "3", "") END, &form),
        ERR_TOO_LARGE);
    ck_assert_str_eq(told.log.p, "begin(0,b,1,image/png)end(1,0)begin(0,b,2,image/png)end(1,0)");
    ck_assert_int_eq(read_limited(&limits, FILE_PART("b", "1", "") FIELD("a", "") FIELD("a", "") END, &form), ERR_TOO_LARGE);
    memset(large, 'x', 1001);
    ck_assert_int_eq(read_limited(&limits, large, &form), ERR_TOO_LARGE);
    ck_assert_ptr_null(form);
    ck_assert_int_eq(read_limited(&limits, FILE_PART("b", "1", "") FIELD("a", "") END, &form), ERR_NONE);
}
END_TEST

START_TEST(test_over_limit)
{
    struct http_form_limits limits = {.file_max = 4};
    struct http_form *form = NULL;

    ck_assert_int_eq(read_limited(&limits, FILE_PART("f", "a", "1234") FIELD("b", "2") END, &form), ERR_NONE);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)end(1,4)");
    ck_assert_int_eq(read_limited(&limits, FILE_PART("f", "a", "12345") FIELD("b", "2") FILE_PART("f", "c", "1") END, &form),
                     ERR_NONE);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)overend(0,0)begin(1,f,c,image/png)end(1,1)");
    ck_assert_str_eq(http_form_get(form, "b"), "2");
}
END_TEST

START_TEST(test_over_limit_in_pieces)
{
    static const char body[] = FILE_PART("f", "a", "0123456789abcdefghij") FIELD("b", "2") END;
    struct http_form_limits limits = {.file_max = 10};
    struct http_form *form = NULL;

    ck_assert_int_eq(http_form_read(fake_post(arena, TYPE, body, sizeof(body) - 1, 1), &limits, &sink, &form), ERR_NONE);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)overend(0,10)");
    ck_assert_str_eq(told.bytes.p, "0123456789");
    ck_assert_str_eq(http_form_get(form, "b"), "2");
}
END_TEST

START_TEST(test_text_in_all)
{
    struct http_form_limits limits = {.body_max = 4 << 20};
    struct buf body = {.arena = arena};
    struct http_form *form = NULL;

    for (int i = 0; i < 20; i++)
        buf_printf(&body, FIELD("a", "%060000d"), i);
    buf_adds(&body, END);
    ck_assert_int_eq(read_limited(&limits, body.p, &form), ERR_TOO_LARGE);
    ck_assert_uint_lt(arena_used(arena), (size_t)8 << 20);
}
END_TEST

START_TEST(test_sink_errors)
{
    static const char body[] = FILE_PART("f", "a", "123") FIELD("b", "2") END;
    struct http_form *form = NULL;

    told.begin_fails = ERR_IO;
    ck_assert_int_eq(read_stepped(body, sizeof(body) - 1, 0, &form), ERR_IO);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)");
    forget();
    told.write_fails = ERR_DB;
    ck_assert_int_eq(read_stepped(body, sizeof(body) - 1, 0, &form), ERR_DB);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)");
    forget();
    told.end_fails = ERR_INPUT;
    ck_assert_int_eq(read_stepped(body, sizeof(body) - 1, 0, &form), ERR_INPUT);
    ck_assert_str_eq(told.log.p, "begin(0,f,a,image/png)end(1,3)");
    forget();
    told.end_fails = ERR_INPUT;
    ck_assert_int_eq(read_stepped(body, (size_t)(strstr(body, "123") - body) + 1, 0, &form), ERR_MALFORMED);
    ck_assert_ptr_nonnull(strstr(told.log.p, "end(0,"));
    ck_assert_ptr_null(form);
}
END_TEST

/* A form whose draft or session is gone: its fields are given back, whatever the files are. */
START_TEST(test_files_dropped)
{
    static const char body[] = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nkept\r\n"
                               "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nbytes\r\n--x--\r\n";
    struct http_form *form = NULL;
    struct http_form_limits limits = {.body_max = 4096, .file_max = 3};
    struct http_request *req = fake_post(arena, "multipart/form-data; boundary=x", body, sizeof body - 1, 7);

    ck_assert_int_eq(http_form_read(req, &limits, &http_files_dropped, &form), ERR_NONE);
    ck_assert_str_eq(http_form_get(form, "text"), "kept");
}
END_TEST

START_TEST(test_no_sink)
{
    static const char file[] = FILE_PART("f", "a", "123") END, empty[] = FILE_PART("f", "", "") FIELD("a", "1") END,
                      unnamed[] = FILE_PART("f", "", "1") END;
    struct http_form *form = NULL;

    ck_assert_int_eq(http_form_read(fake_post(arena, TYPE, file, sizeof(file) - 1, 0), NULL, NULL, &form), ERR_MALFORMED);
    ck_assert_int_eq(http_form_read(fake_post(arena, TYPE, unnamed, sizeof(unnamed) - 1, 0), NULL, NULL, &form),
                     ERR_MALFORMED);
    ck_assert_ptr_null(form);
    ck_assert_int_eq(http_form_read(fake_post(arena, TYPE, empty, sizeof(empty) - 1, 0), NULL, NULL, &form), ERR_NONE);
    ck_assert_str_eq(http_form_get(form, "a"), "1");
}
END_TEST

Suite *suite_http_multipart(void);
Suite *suite_http_multipart(void)
{
    Suite *suite = suite_create("http_multipart");
    TCase *tc = tcase_create("http_multipart");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_set_timeout(tc, 30);
    tcase_add_test(tc, test_fields);
    tcase_add_test(tc, test_file);
    tcase_add_test(tc, test_empty_control);
    tcase_add_test(tc, test_every_step);
    tcase_add_test(tc, test_every_break);
    tcase_add_test(tc, test_buffer_edges);
    tcase_add_test(tc, test_large_file);
    tcase_add_test(tc, test_file_names);
    tcase_add_test(tc, test_good_headers);
    tcase_add_test(tc, test_bad_headers);
    tcase_add_test(tc, test_bad_bodies);
    tcase_add_test(tc, test_epilogue_byte_by_byte);
    tcase_add_test(tc, test_boundaries);
    tcase_add_test(tc, test_header_limit);
    tcase_add_test(tc, test_limits);
    tcase_add_test(tc, test_over_limit);
    tcase_add_test(tc, test_over_limit_in_pieces);
    tcase_add_test(tc, test_text_in_all);
    tcase_add_test(tc, test_sink_errors);
    tcase_add_test(tc, test_files_dropped);
    tcase_add_test(tc, test_no_sink);
    suite_add_tcase(suite, tc);
    return suite;
}
