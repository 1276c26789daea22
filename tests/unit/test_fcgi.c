#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "crypto_random.h"
#include "fcgi.h"

/* The adapter against the real library: records go in at one end of a socket, and come out of it again. */
static struct arena *arena;
static char folder[] = "/tmp/redress-fcgi-XXXXXX";
static char path[64];
static int listener, client;
static FCGX_Request fcgi;
static struct buf sent;

static void start(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    arena = arena_new(16 << 20);
    ck_assert_int_eq(crypto_start(), ERR_NONE);
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/s", folder);
    ck_assert_int_eq(FCGX_Init(), 0);
    listener = FCGX_OpenSocket(path, 5);
    ck_assert_int_ge(listener, 0);
    ck_assert_int_eq(FCGX_InitRequest(&fcgi, listener, 0), 0);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    memcpy(address.sun_path, path, strlen(path) + 1);
    ck_assert_int_eq(connect(client, (struct sockaddr *)&address, sizeof(address)), 0);
    sent = (struct buf){.arena = arena};
}

static void stop(void)
{
    FCGX_Finish_r(&fcgi);
    FCGX_Free(&fcgi, 1);
    if (client >= 0)
        close(client);
    close(listener);
    unlink(path);
    rmdir(folder);
    arena_free(arena);
}

static void record(int type, const void *bytes, size_t n)
{
    unsigned char head[8] = {1, (unsigned char)type, 0, 1, (unsigned char)(n >> 8), (unsigned char)n, 0, 0};

    buf_add(&sent, head, sizeof(head));
    buf_add(&sent, bytes, n);
}

/* A request with these parameters and this body; the end of the body is left out when it is to break off. */
static enum err receive(const char *const *params, size_t n, const char *body, bool whole, struct http_request **ret_req)
{
    struct buf pairs = {.arena = arena};

    record(1, "\0\1\0\0\0\0\0\0", 8);
    for (size_t i = 0; i < n; i++) {
        size_t name = strcspn(params[i], "=");

        buf_addc(&pairs, (char)name);
        buf_addc(&pairs, (char)strlen(params[i] + name + 1));
        buf_add(&pairs, params[i], name);
        buf_adds(&pairs, params[i] + name + 1);
    }
    record(4, pairs.p, pairs.n);
    record(4, "", 0);
    record(5, body, strlen(body));
    if (whole)
        record(5, "", 0);
    ck_assert_int_eq(write(client, sent.p, sent.n), (long)sent.n);
    if (!whole)
        shutdown(client, SHUT_WR);
    ck_assert_int_eq(FCGX_Accept_r(&fcgi), 0);
    return fcgi_request(arena, &fcgi, 77, ret_req);
}

#define RECEIVE(body, whole, ret, ...)                                                                                 \
    receive((const char *const[]){__VA_ARGS__}, COUNT_OF(((const char *const[]){__VA_ARGS__})), (body), (whole), (ret))

/* What the client got as standard output. */
static const char *answer(void)
{
    struct buf out = {.arena = arena};
    unsigned char *got = arena_alloc(arena, 1 << 20);
    size_t n = 0;
    long more;

    FCGX_Finish_r(&fcgi);
    while ((more = read(client, got + n, (1 << 20) - n)) > 0)
        n += (size_t)more;
    for (size_t at = 0; at + 8 <= n;) {
        size_t length = (size_t)(got[at + 4] << 8 | got[at + 5]);

        if (got[at + 1] == 6)
            buf_add(&out, got + at + 8, length);
        at += 8 + length + got[at + 6];
    }
    return buf_str(&out).p;
}

START_TEST(test_request)
{
    struct http_request *req = NULL;
    char to[32];

    ck_assert_int_eq(RECEIVE("hello", true, &req, "REQUEST_METHOD=POST", "DOCUMENT_URI=/a", "CONTENT_LENGTH=5", "HTTP_HOST=h"),
                     ERR_NONE);
    ck_assert_int_eq(req->method, HTTP_POST);
    ck_assert(str_is(req->path, "/a"));
    ck_assert_int_eq(req->started_us, 77);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 5);
    ck_assert_int_eq(memcmp(to, "hello", 5), 0);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 0);
}
END_TEST

START_TEST(test_bad_request)
{
    struct http_request *req = NULL;

    ck_assert_int_eq(RECEIVE("", true, &req, "REQUEST_METHOD=GET", "DOCUMENT_URI=/a/../b"), ERR_MALFORMED);
    ck_assert_ptr_null(req);
    /* Even then an answer can be sent. */
    ck_assert_int_eq(fcgi_respond(&fcgi, NULL, http_response_new(arena)), ERR_NONE);
    ck_assert_str_eq(answer(), "Status: 200\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 0\r\n"
                               "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n");
}
END_TEST

START_TEST(test_broken_off)
{
    struct http_request *req = NULL;
    char to[32];

    ck_assert_int_eq(RECEIVE("hello", false, &req, "REQUEST_METHOD=POST", "DOCUMENT_URI=/a", "CONTENT_LENGTH=9"), ERR_NONE);
    while (http_body_read(req, to, 5) > 0)
        continue;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
}
END_TEST

START_TEST(test_short_body)
{
    struct http_request *req = NULL;
    char to[32];

    ck_assert_int_eq(RECEIVE("hello", true, &req, "REQUEST_METHOD=POST", "DOCUMENT_URI=/a", "CONTENT_LENGTH=9"), ERR_NONE);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 5);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
}
END_TEST

static struct http_request *got(const char *method)
{
    struct http_request *req = NULL;

    ck_assert_int_eq(RECEIVE("", true, &req, arena_printf(arena, "REQUEST_METHOD=%s", method), "DOCUMENT_URI=/"), ERR_NONE);
    return req;
}

START_TEST(test_body)
{
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);

    resp->status = 404;
    http_header(resp, "X-Other", "1");
    buf_adds(&resp->body, "not here");
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_NONE);
    ck_assert_str_eq(answer(), arena_printf(arena,
                                            "Status: 404\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 8\r\n"
                                            "X-Request-Id: %s\r\nX-Content-Type-Options: nosniff\r\n"
                                            "Cache-Control: no-store\r\nX-Other: 1\r\n\r\nnot here",
                                            req->id));
}
END_TEST

START_TEST(test_ends_by_itself)
{
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);
    static const unsigned char end[] = {1, 6, 0, 1, 0, 0, 0, 0, 1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    unsigned char seen[4096];
    size_t n = 0;
    long more;

    buf_adds(&resp->body, "here");
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_NONE);
    /* One write has all of it, and the connection is closed: nobody waits for nginx. */
    ck_assert_int_gt(more = read(client, seen, sizeof(seen)), (long)sizeof(end));
    n = (size_t)more;
    ck_assert_int_eq(read(client, seen + n, sizeof(seen) - n), 0);
    ck_assert_mem_eq(seen + n - sizeof(end), end, sizeof(end));
}
END_TEST

START_TEST(test_own_headers)
{
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);

    http_header(resp, "cache-control", "max-age=60");
    http_download(resp, "image/png", "a.png");
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_NONE);
    ck_assert_str_eq(answer(), arena_printf(arena,
                                            "Status: 200\r\nContent-Type: image/png\r\nContent-Length: 0\r\nX-Request-Id: %s\r\n"
                                            "cache-control: max-age=60\r\nContent-Disposition: attachment; filename=\"a.png\"; "
                                            "filename*=UTF-8''a.png\r\nX-Content-Type-Options: nosniff\r\n"
                                            "Content-Security-Policy: sandbox\r\n\r\n",
                                            req->id));
}
END_TEST

START_TEST(test_no_body)
{
    struct http_request *req = got("HEAD");
    struct http_response *resp = http_response_new(arena);
    const char *seen;

    buf_adds(&resp->body, "12345");
    resp->content_type = "text/plain\r\nX-Smuggled: 1";
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_NONE);
    seen = answer();
    ck_assert_ptr_nonnull(strstr(seen, "Content-Length: 5\r\n"));
    ck_assert_ptr_nonnull(strstr(seen, "Content-Type: application/octet-stream\r\n"));
    ck_assert_ptr_null(strstr(seen, "X-Smuggled"));
    ck_assert_ptr_eq(strstr(seen, "\r\n\r\n"), seen + strlen(seen) - 4);
}
END_TEST

START_TEST(test_not_modified)
{
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);
    const char *seen;

    resp->status = _i ? 304 : 204;
    buf_adds(&resp->body, "12345");
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_NONE);
    seen = answer();
    ck_assert_ptr_null(strstr(seen, "Content-Length"));
    ck_assert_ptr_eq(strstr(seen, "\r\n\r\n"), seen + strlen(seen) - 4);
}
END_TEST

static enum err stream(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    const char *const *part = ctx;

    for (; *part; part++) {
        if (!put(to, *part, strlen(*part)))
            return ERR_IO;
    }
    return ERR_NONE;
}

START_TEST(test_stream)
{
    static const struct {
        uint64_t length;
        enum err expected;
        const char *body;
    } cases[] = {{6, ERR_NONE, "abcdef"}, {7, ERR_IO, "abcdef"}, {5, ERR_IO, "abc"}, {0, ERR_IO, ""}};
    const char *parts[] = {"abc", "def", NULL};
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);

    resp->stream = stream;
    resp->stream_ctx = parts;
    resp->stream_length = cases[_i].length;
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), cases[_i].expected);
    ck_assert_str_eq(strstr(answer(), "\r\n\r\n") + 4, cases[_i].body);
}
END_TEST

START_TEST(test_client_gone)
{
    struct http_request *req = got("GET");
    struct http_response *resp = http_response_new(arena);
    char *large = arena_alloc(arena, 1 << 20);
    const char *parts[] = {large, NULL};

    signal(SIGPIPE, SIG_IGN);
    close(client);
    client = -1;
    memset(large, 'x', (1 << 20) - 1);
    if (_i == 0) {
        buf_adds(&resp->body, large);
    } else if (_i == 1) {
        resp->stream = stream;
        resp->stream_ctx = parts;
        resp->stream_length = (1 << 20) - 1;
    } else {
        http_header(resp, "X-Large", large);
    }
    ck_assert_int_eq(fcgi_respond(&fcgi, req, resp), ERR_IO);
}
END_TEST

Suite *suite_fcgi(void);
Suite *suite_fcgi(void)
{
    Suite *suite = suite_create("fcgi");
    TCase *tc = tcase_create("fcgi");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_request);
    tcase_add_test(tc, test_bad_request);
    tcase_add_test(tc, test_broken_off);
    tcase_add_test(tc, test_short_body);
    tcase_add_test(tc, test_body);
    tcase_add_test(tc, test_ends_by_itself);
    tcase_add_test(tc, test_own_headers);
    tcase_add_test(tc, test_no_body);
    tcase_add_loop_test(tc, test_not_modified, 0, 2);
    tcase_add_loop_test(tc, test_stream, 0, 4);
    tcase_add_loop_test(tc, test_client_gone, 0, 3);
    suite_add_tcase(suite, tc);
    return suite;
}
