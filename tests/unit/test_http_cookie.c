#include <check.h>
#include <signal.h>
#include <string.h>

#include "http_fake.h"
#include "http_response.h"

static struct arena *arena;
static struct http_request *req;
static struct http_response *resp;

static void start(void)
{
    arena = arena_new(1 << 20);
    req = fake_post(arena, "", "", 0, 0);
    resp = http_response_new(arena);
}

static void stop(void)
{
    arena_free(arena);
}

static const char *value(const char *cookies, const char *name)
{
    req->cookies = cookies;
    return http_cookie(req, name);
}

START_TEST(test_read)
{
    ck_assert_str_eq(value("", "a"), "");
    ck_assert_str_eq(value("a=1", "a"), "1");
    ck_assert_str_eq(value("a=1; b=2", "b"), "2");
    ck_assert_str_eq(value("a=1;b=2", "b"), "2");
    ck_assert_str_eq(value("b=x=y==; c=", "b"), "x=y==");
    ck_assert_str_eq(value("b=x=y==; c=", "c"), "");
    ck_assert_str_eq(value("aa=1; a=2", "a"), "2");
    ck_assert_str_eq(value("A=1", "a"), "");
    ck_assert_str_eq(value("a", "a"), "");
    ck_assert_str_eq(value(";;; a=1 ;;", "a"), "1");
    ck_assert_str_eq(value("=1", "a"), "");
    ck_assert_str_eq(value("__Host-a=1; a=2", "a"), "2");
}
END_TEST

START_TEST(test_twice)
{
    ck_assert_str_eq(value("a=1; a=2", "a"), "");
    ck_assert_str_eq(value("a=1; a=1", "a"), "");
    ck_assert_str_eq(value("a=; a=1", "a"), "");
    ck_assert_str_eq(value("a=1; b=2; a=", "b"), "2");
}
END_TEST

START_TEST(test_own)
{
    req->cookies = "__Host-s=secure; s=plain";
    ck_assert_str_eq(http_own_cookie(req, "s"), "plain");
    ck_assert_str_eq(http_cookie_name(req, "s"), "s");
    req->https = true;
    ck_assert_str_eq(http_own_cookie(req, "s"), "secure");
    ck_assert_str_eq(http_cookie_name(req, "s"), "__Host-s");
}
END_TEST

START_TEST(test_set)
{
    http_set_cookie(resp, req, HTTP_COOKIE_SECRET, "s", "v");
    ck_assert_str_eq(resp->headers.p, "Set-Cookie: s=v; Path=/; HttpOnly; SameSite=Lax\r\n");
    resp = http_response_new(arena);
    req->https = true;
    http_set_cookie(resp, req, HTTP_COOKIE_SECRET, "s", "v");
    ck_assert_str_eq(resp->headers.p, "Set-Cookie: __Host-s=v; Path=/; HttpOnly; SameSite=Lax; Secure\r\n");
    resp = http_response_new(arena);
    http_set_cookie(resp, req, HTTP_COOKIE_PREFERENCE, "lang", "zh");
    ck_assert_str_eq(resp->headers.p,
                     "Set-Cookie: __Host-lang=zh; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000\r\n");
    resp = http_response_new(arena);
    http_set_cookie(resp, req, HTTP_COOKIE_PREFERENCE, "lang", "");
    ck_assert_str_eq(resp->headers.p, "Set-Cookie: __Host-lang=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0\r\n");
}
END_TEST

static const struct {
    const char *name, *value;
} refused[] = {
    {"", "v"},      {"a=b", "v"}, {"a b", "v"},   {"a;b", "v"},  {"a\n", "v"},     {"s", "a;b"},
    {"s", "a b"},   {"s", "a,b"}, {"s", "a\"b"},  {"s", "a\\b"}, {"s", "a\r\nb"},  {"s", "\x7f"},
    {"s", "\xe6\x8a\x95"}, {"a@b", "v"}, {"a/b", "v"},
};

START_TEST(test_refused)
{
    http_set_cookie(resp, req, HTTP_COOKIE_SECRET, refused[_i].name, refused[_i].value);
}
END_TEST

Suite *suite_http_cookie(void);
Suite *suite_http_cookie(void)
{
    Suite *suite = suite_create("http_cookie");
    TCase *tc = tcase_create("http_cookie");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_read);
    tcase_add_test(tc, test_twice);
    tcase_add_test(tc, test_own);
    tcase_add_test(tc, test_set);
    tcase_add_loop_test_raise_signal(tc, test_refused, SIGABRT, 0, (int)COUNT_OF(refused));
    suite_add_tcase(suite, tc);
    return suite;
}
