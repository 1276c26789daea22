#include <check.h>
#include <string.h>

#include "crypto_random.h"
#include "http_fake.h"
#include "http_token.h"

static struct arena *arena;
static struct http_request *req;
static const uint8_t key[32] = {1, 2, 3}, other_key[32] = {1, 2, 4};

static void start(void)
{
    arena = arena_new(1 << 20);
    ck_assert_int_eq(crypto_start(), ERR_NONE);
    req = fake_post(arena, "", "", 0, 0);
    req->host = "ts.example.cn:8443";
    req->https = true;
}

static void stop(void)
{
    arena_free(arena);
}

static bool accepts(const char *origin, const char *site, const char *referer)
{
    req->origin = origin;
    req->sec_fetch_site = site;
    req->referer = referer;
    return http_csrf_ok(req, key, "secret", http_csrf_token(arena, key, "secret"));
}

START_TEST(test_token)
{
    const char *token = http_csrf_token(arena, key, "secret");
    char *changed = arena_strdup(arena, token);

    ck_assert_uint_eq(strlen(token), 43);
    ck_assert_uint_eq(strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    ck_assert_str_eq(token, http_csrf_token(arena, key, "secret"));
    ck_assert_str_ne(token, http_csrf_token(arena, key, "secret2"));
    ck_assert_str_ne(token, http_csrf_token(arena, other_key, "secret"));
    ck_assert(http_csrf_ok(req, key, "secret", token));
    ck_assert(!http_csrf_ok(req, key, "secret2", token));
    ck_assert(!http_csrf_ok(req, other_key, "secret", token));
    ck_assert(!http_csrf_ok(req, key, "secret", ""));
    ck_assert(!http_csrf_ok(req, key, "secret", NULL));
    ck_assert(!http_csrf_ok(req, key, "", http_csrf_token(arena, key, "")));
    ck_assert(!http_csrf_ok(req, key, NULL, token));
    ck_assert(!http_csrf_ok(req, key, "secret", arena_printf(arena, "%sA", token)));
    ck_assert(!http_csrf_ok(req, key, "secret", arena_strndup(arena, token, 42)));
    for (size_t i = 0; i < 43; i++) {
        changed[i] ^= 1;
        ck_assert(!http_csrf_ok(req, key, "secret", changed));
        changed[i] ^= 1;
    }
}
END_TEST

START_TEST(test_origin)
{
    ck_assert(accepts("https://ts.example.cn:8443", "", ""));
    ck_assert(accepts("https://TS.example.cn:8443", "same-origin", ""));
    ck_assert(!accepts("http://ts.example.cn:8443", "", ""));
    ck_assert(!accepts("https://ts.example.cn", "", ""));
    ck_assert(!accepts("https://ts.example.cn:8444", "", ""));
    ck_assert(!accepts("https://evil.cn", "", ""));
    ck_assert(!accepts("https://evil.ts.example.cn:8443", "", ""));
    ck_assert(!accepts("https://ts.example.cn:8443.evil.cn", "", ""));
    ck_assert(!accepts("https://", "", ""));
    ck_assert(!accepts("null", "", ""));
    ck_assert(!accepts("ts.example.cn:8443", "", ""));
    ck_assert(!accepts("null", "same-origin", "https://ts.example.cn:8443/"));
    req->host = "";
    ck_assert(!accepts("https://", "", ""));
    ck_assert(!accepts("https://ts.example.cn", "", ""));
}
END_TEST

START_TEST(test_ports)
{
    req->host = "ts.cn:443";
    ck_assert(accepts("https://ts.cn", "", ""));
    ck_assert(accepts("https://ts.cn:443", "", ""));
    ck_assert(!accepts("https://ts.cn:80", "", ""));
    req->host = "ts.cn";
    ck_assert(accepts("https://ts.cn:443", "", ""));
    req->https = false;
    req->host = "localhost";
    ck_assert(accepts("http://localhost", "", ""));
    ck_assert(accepts("http://localhost:80", "", ""));
    ck_assert(!accepts("http://localhost:8080", "", ""));
    ck_assert(accepts("https://localhost", "", ""));
    ck_assert(!accepts("ftp://localhost", "", ""));
    req->host = "localhost:8080";
    ck_assert(accepts("http://localhost:8080", "", ""));
    req->host = ":80";
    ck_assert(!accepts("http://", "", ""));
}
END_TEST

START_TEST(test_fetch_site)
{
    ck_assert(accepts("", "same-origin", ""));
    ck_assert(accepts("", "none", ""));
    ck_assert(!accepts("", "same-site", ""));
    ck_assert(!accepts("", "cross-site", ""));
    ck_assert(!accepts("", "SAME-ORIGIN", ""));
    ck_assert(!accepts("https://ts.example.cn:8443", "cross-site", ""));
    ck_assert(accepts("", "same-origin", "https://evil.cn/"));
}
END_TEST

START_TEST(test_referer)
{
    ck_assert(accepts("", "", ""));
    ck_assert(accepts("", "", "https://ts.example.cn:8443/complain?a=1"));
    ck_assert(accepts("", "", "https://ts.example.cn:8443"));
    ck_assert(accepts("", "", "https://ts.example.cn:8443?x"));
    ck_assert(!accepts("", "", "https://evil.cn/https://ts.example.cn:8443/"));
    ck_assert(!accepts("", "", "https://evil.cn?https://ts.example.cn:8443/"));
    ck_assert(!accepts("", "", "https://evil.cn#ts.example.cn:8443/"));
    ck_assert(!accepts("", "", "http://ts.example.cn:8443/"));
    ck_assert(!accepts("", "", "garbage"));
}
END_TEST

Suite *suite_http_token(void);
Suite *suite_http_token(void)
{
    Suite *suite = suite_create("http_token");
    TCase *tc = tcase_create("http_token");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_token);
    tcase_add_test(tc, test_origin);
    tcase_add_test(tc, test_ports);
    tcase_add_test(tc, test_fetch_site);
    tcase_add_test(tc, test_referer);
    suite_add_tcase(suite, tc);
    return suite;
}
