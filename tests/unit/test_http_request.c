#include <check.h>
#include <string.h>

#include "crypto_random.h"
#include "http_fake.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(1 << 22);
    ck_assert_int_eq(crypto_start(), ERR_NONE);
}

static void stop(void)
{
    arena_free(arena);
}

/* The parameters of an ordinary request with some replaced ("NAME=value") or left out ("NAME"). */
static enum err build(const char *const *changes, size_t n, struct http_request **ret_req)
{
    static const char *const usual[] = {"REQUEST_METHOD=GET", "DOCUMENT_URI=/", "QUERY_STRING=", "HTTP_HOST=localhost:8080",
                                        "REMOTE_ADDR=127.0.0.1"};
    char *env[32];
    size_t count = 0;

    for (size_t i = 0; i < COUNT_OF(usual); i++) {
        size_t name = strcspn(usual[i], "=");
        bool changed = false;

        for (size_t k = 0; k < n; k++)
            changed |= strncmp(changes[k], usual[i], name) == 0 && strcspn(changes[k], "=") == name;
        if (!changed)
            env[count++] = arena_strdup(arena, usual[i]);
    }
    for (size_t k = 0; k < n; k++) {
        if (strchr(changes[k], '='))
            env[count++] = arena_strdup(arena, changes[k]);
    }
    env[count] = NULL;
    return http_request_from_env(arena, env, 1234, ret_req);
}

static enum err one(const char *change)
{
    struct http_request *req = NULL;
    enum err e = build(&change, 1, &req);

    ck_assert((e == ERR_NONE) == (req != NULL));
    return e;
}

static struct http_request *made(const char *const *changes, size_t n)
{
    struct http_request *req = NULL;

    ck_assert_int_eq(build(changes, n, &req), ERR_NONE);
    return req;
}

#define MADE(...) made((const char *const[]){__VA_ARGS__}, COUNT_OF(((const char *const[]){__VA_ARGS__})))
#define BUILD(...) build((const char *const[]){__VA_ARGS__}, COUNT_OF(((const char *const[]){__VA_ARGS__})), &(struct http_request *){NULL})

static const char *filled(const char *head, size_t n, char with)
{
    char *text = arena_alloc(arena, strlen(head) + n + 1);

    memcpy(text, head, strlen(head));
    memset(text + strlen(head), with, n);
    return text;
}

START_TEST(test_whole)
{
    struct http_request *req =
        MADE("REQUEST_METHOD=POST", "DOCUMENT_URI=/投诉/a b", "SCRIPT_NAME=/other", "QUERY_STRING=a=%31", "REQUEST_URI=/x",
             "CONTENT_LENGTH=12", "CONTENT_TYPE=text/plain", "HTTPS=on", "REMOTE_ADDR=2001:db8::1", "HTTP_ORIGIN=o",
             "HTTP_REFERER=r", "HTTP_SEC_FETCH_SITE=s", "HTTP_COOKIE=c=1", "HTTP_USER_AGENT=u", "HTTP_ACCEPT_LANGUAGE=zh",
             "HTTP_X_OTHER=ignored", "HTTP_HOS=ignored", "SERVER_NAME=_");

    ck_assert_int_eq(req->method, HTTP_POST);
    ck_assert_str_eq(req->method_name, "POST");
    ck_assert(str_is(req->path, "/投诉/a b"));
    ck_assert(str_is(req->query, "a=%31"));
    ck_assert_str_eq(req->host, "localhost:8080");
    ck_assert_str_eq(req->origin, "o");
    ck_assert_str_eq(req->referer, "r");
    ck_assert_str_eq(req->sec_fetch_site, "s");
    ck_assert_str_eq(req->cookies, "c=1");
    ck_assert_str_eq(req->user_agent, "u");
    ck_assert_str_eq(req->accept_language, "zh");
    ck_assert_str_eq(req->content_type, "text/plain");
    ck_assert_str_eq(req->remote_addr, "2001:db8::1");
    ck_assert(req->https);
    ck_assert_uint_eq(req->content_length, 12);
    ck_assert_int_eq(req->started_us, 1234);
    ck_assert_uint_eq(strlen(req->id), 26);
    ck_assert_uint_eq(strspn(req->id, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 26);
    ck_assert_str_ne(req->id, MADE("REQUEST_METHOD=GET")->id);
}
END_TEST

START_TEST(test_absent)
{
    struct http_request *req = MADE("HTTP_HOST", "REMOTE_ADDR", "QUERY_STRING");

    ck_assert_str_eq(req->host, "");
    ck_assert_str_eq(req->remote_addr, "");
    ck_assert_str_eq(req->origin, "");
    ck_assert_str_eq(req->cookies, "");
    ck_assert_uint_eq(req->query.n, 0);
    ck_assert_uint_eq(req->content_length, 0);
    ck_assert(!req->https);
    ck_assert(MADE("REQUEST_SCHEME=https")->https);
    ck_assert(!MADE("REQUEST_SCHEME=http", "HTTPS=off")->https);
}
END_TEST

START_TEST(test_methods)
{
    ck_assert_int_eq(MADE("REQUEST_METHOD=GET")->method, HTTP_GET);
    ck_assert_int_eq(MADE("REQUEST_METHOD=HEAD")->method, HTTP_HEAD);
    ck_assert_int_eq(MADE("REQUEST_METHOD=PUT")->method, HTTP_OTHER);
    ck_assert_int_eq(MADE("REQUEST_METHOD=get")->method, HTTP_OTHER);
    ck_assert_int_eq(one("REQUEST_METHOD"), ERR_MALFORMED);
    ck_assert_int_eq(one("REQUEST_METHOD="), ERR_MALFORMED);
    ck_assert_int_eq(one("REQUEST_METHOD=GE T"), ERR_MALFORMED);
    ck_assert_int_eq(one("REQUEST_METHOD=G\"T"), ERR_MALFORMED);
    ck_assert_int_eq(one("REQUEST_METHOD=ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG"), ERR_MALFORMED);
}
END_TEST

START_TEST(test_good_paths)
{
    static const char *const good[] = {"/", "/a", "/a/", "/a/b", "/.a", "/a.", "/..a", "/...", "/a/.b/..c/d..", "/%2e%2e/x", "/a:b"};

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        const char *change = arena_printf(arena, "DOCUMENT_URI=%s", good[i]);

        ck_assert_msg(one(change) == ERR_NONE, "%s", good[i]);
        ck_assert(str_is(made(&change, 1)->path, good[i]));
    }
    ck_assert(str_is(MADE("DOCUMENT_URI", "SCRIPT_NAME=/s")->path, "/s"));
}
END_TEST

START_TEST(test_bad_paths)
{
    static const char *const bad[] = {"",      "a",      "*",        "//",       "/a//b",     "//a",     "/a//",
                                      "/.",    "/..",    "/./a",     "/../a",    "/a/./b",    "/a/../b", "/a/..",
                                      "/a/.",  "/a\\b",  "/a\nb",    "/a\x7f",   "/a\x01",    "/a\tb",   "/\xff",
                                      "/\xc0\xaf", "/\xed\xa0\x80", "http://a/b"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(one(arena_printf(arena, "DOCUMENT_URI=%s", bad[i])) == ERR_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(one("DOCUMENT_URI"), ERR_MALFORMED);
}
END_TEST

START_TEST(test_url_length)
{
    ck_assert_int_eq(one(filled("DOCUMENT_URI=/", 2047, 'a')), ERR_NONE);
    ck_assert_int_eq(one(filled("DOCUMENT_URI=/", 2048, 'a')), ERR_URI_TOO_LONG);
    ck_assert_int_eq(one(filled("QUERY_STRING=", 2047, 'a')), ERR_NONE);
    ck_assert_int_eq(one(filled("QUERY_STRING=", 2048, 'a')), ERR_URI_TOO_LONG);
    ck_assert_int_eq(one(filled("REQUEST_URI=", 2048, 'a')), ERR_NONE);
    ck_assert_int_eq(one(filled("REQUEST_URI=", 2049, 'a')), ERR_URI_TOO_LONG);
}
END_TEST

START_TEST(test_headers_length)
{
    ck_assert_int_eq(one(filled("HTTP_COOKIE=", 8000, 'a')), ERR_NONE);
    ck_assert_int_eq(one(filled("HTTP_COOKIE=", 8192, 'a')), ERR_TOO_LARGE);
    ck_assert_int_eq(one(filled("HTTP_X=", 8192, 'a')), ERR_TOO_LARGE);
    ck_assert_int_eq(one(filled("CONTENT_TYPE=", 8192, 'a')), ERR_TOO_LARGE);
    ck_assert_int_eq(BUILD(filled("HTTP_X=", 4000, 'a'), filled("HTTP_Y=", 4300, 'a')), ERR_TOO_LARGE);
    ck_assert_int_eq(one(filled("SERVER_X=", 8192, 'a')), ERR_NONE);
}
END_TEST

START_TEST(test_hosts)
{
    static const char *const good[] = {"a", "a.b-c.cn", "[::1]:8080", "127.0.0.1", "A:1"};
    static const char *const bad[] = {"a b", "a/b", "a_b", "a@b", "a,b", "a\r\nb", "投诉", "a\"", "a{", "a?", "a#"};

    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(one(arena_printf(arena, "HTTP_HOST=%s", good[i])) == ERR_NONE, "%s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(one(arena_printf(arena, "HTTP_HOST=%s", bad[i])) == ERR_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(one(filled("HTTP_HOST=", 255, 'a')), ERR_NONE);
    ck_assert_int_eq(one(filled("HTTP_HOST=", 256, 'a')), ERR_MALFORMED);
    ck_assert_int_eq(one("REMOTE_ADDR=1.2.3.4, 5.6.7.8"), ERR_MALFORMED);
    ck_assert_int_eq(one("REMOTE_ADDR=unix:"), ERR_NONE);
}
END_TEST

START_TEST(test_lengths)
{
    static const char *const bad[] = {"-1", "+1", "1 ", " 1", "0x1", "1,1", "1.0", "a", ":", "-0"};

    ck_assert_uint_eq(MADE("CONTENT_LENGTH=")->content_length, 0);
    ck_assert_uint_eq(MADE("CONTENT_LENGTH=007")->content_length, 7);
    ck_assert_uint_eq(MADE("CONTENT_LENGTH=1099511627776")->content_length, UINT64_C(1) << 40);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(one(arena_printf(arena, "CONTENT_LENGTH=%s", bad[i])) == ERR_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(one("CONTENT_LENGTH=1099511627777"), ERR_TOO_LARGE);
    ck_assert_int_eq(one("CONTENT_LENGTH=99999999999999999999999999"), ERR_TOO_LARGE);
}
END_TEST

START_TEST(test_header_bytes)
{
    static const char *const names[] = {"HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE", "HTTP_COOKIE",
                                        "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "CONTENT_TYPE", "QUERY_STRING"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        ck_assert_int_eq(one(arena_printf(arena, "%s=a\r\nb", names[i])), ERR_MALFORMED);
        ck_assert_int_eq(one(arena_printf(arena, "%s=a\x01", names[i])), ERR_MALFORMED);
        ck_assert_int_eq(one(arena_printf(arena, "%s=a\x7f", names[i])), ERR_MALFORMED);
        ck_assert_int_eq(one(arena_printf(arena, "%s=a\xff", names[i])), ERR_MALFORMED);
        ck_assert_int_eq(one(arena_printf(arena, "%s=投诉", names[i])), ERR_NONE);
    }
}
END_TEST

START_TEST(test_twice)
{
    static const char *const names[] = {"HTTP_HOST", "CONTENT_LENGTH", "HTTP_COOKIE", "DOCUMENT_URI", "HTTP_ORIGIN", "REMOTE_ADDR"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *field = arena_printf(arena, "%s=/1", names[i]);

        ck_assert_int_eq(BUILD(field, field), ERR_MALFORMED);
    }
    ck_assert_int_eq(BUILD("HTTP_COOKIE=", "HTTP_COOKIE=a=1"), ERR_MALFORMED);
    ck_assert_int_eq(BUILD("HTTP_X_A=1", "HTTP_X_A=2"), ERR_NONE);
    ck_assert_int_eq(BUILD("=x"), ERR_MALFORMED);
}
END_TEST

START_TEST(test_no_equals)
{
    char name[] = "REQUEST_METHOD", *env[] = {name, NULL};
    struct http_request *req = NULL;

    ck_assert_int_eq(http_request_from_env(arena, env, 0, &req), ERR_MALFORMED);
    ck_assert_int_eq(http_request_from_env(arena, env + 1, 0, &req), ERR_MALFORMED);
    ck_assert_ptr_null(req);
}
END_TEST

START_TEST(test_body)
{
    struct http_request *req = fake_post(arena, "", "abcdef", 6, 4);
    char to[16];

    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 4);
    ck_assert_int_eq(http_body_read(req, to + 4, 1), 1);
    ck_assert_int_eq(http_body_read(req, to + 5, sizeof(to) - 5), 1);
    ck_assert_int_eq(memcmp(to, "abcdef", 6), 0);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 0);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 0);
    ck_assert_uint_eq(req->body_done, 6);
}
END_TEST

START_TEST(test_body_too_short)
{
    struct http_request *req = fake_post(arena, "", "abcdef", 6, 0);
    char to[16];

    req->content_length = 7;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 6);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
}
END_TEST

START_TEST(test_body_too_long)
{
    struct http_request *req = fake_post(arena, "", "abcdef", 6, 0);
    char to[16];

    req->content_length = 5;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 5);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
}
END_TEST

static long broken(void *ctx, void *to, size_t cap)
{
    (void)ctx, (void)to, (void)cap;
    return -1;
}

START_TEST(test_body_broken_off)
{
    struct http_request *req = fake_post(arena, "", "", 0, 0);
    char to[16];

    req->body_read = broken;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
    req->content_length = 5;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
    req->body_read = NULL;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), -1);
    req->content_length = 0;
    ck_assert_int_eq(http_body_read(req, to, sizeof(to)), 0);
}
END_TEST

START_TEST(test_query)
{
    struct http_request *req = MADE("QUERY_STRING=a=1&b=%E6%8A%95+x&c&d=1&d=2&%65=5");

    ck_assert_str_eq(http_query(req, "a"), "1");
    ck_assert_str_eq(http_query(req, "b"), "投 x");
    ck_assert_str_eq(http_query(req, "c"), "");
    ck_assert_str_eq(http_query(req, "d"), "");
    ck_assert_str_eq(http_query(req, "e"), "5");
    ck_assert_str_eq(http_query(req, "f"), "");
    ck_assert_str_eq(http_query(MADE("QUERY_STRING=a=1&b=%zz"), "a"), "");
    ck_assert_str_eq(http_query(MADE("QUERY_STRING"), "a"), "");
}
END_TEST

Suite *suite_http_request(void);
Suite *suite_http_request(void)
{
    Suite *suite = suite_create("http_request");
    TCase *tc = tcase_create("http_request");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_whole);
    tcase_add_test(tc, test_absent);
    tcase_add_test(tc, test_methods);
    tcase_add_test(tc, test_good_paths);
    tcase_add_test(tc, test_bad_paths);
    tcase_add_test(tc, test_url_length);
    tcase_add_test(tc, test_headers_length);
    tcase_add_test(tc, test_hosts);
    tcase_add_test(tc, test_lengths);
    tcase_add_test(tc, test_header_bytes);
    tcase_add_test(tc, test_twice);
    tcase_add_test(tc, test_no_equals);
    tcase_add_test(tc, test_body);
    tcase_add_test(tc, test_body_too_short);
    tcase_add_test(tc, test_body_too_long);
    tcase_add_test(tc, test_body_broken_off);
    tcase_add_test(tc, test_query);
    suite_add_tcase(suite, tc);
    return suite;
}
