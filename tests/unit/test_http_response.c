#include <check.h>
#include <signal.h>
#include <string.h>

#include "http_response.h"

static struct arena *arena;
static struct http_response *resp;

static void start(void)
{
    arena = arena_new(1 << 20);
    resp = http_response_new(arena);
}

static void stop(void)
{
    arena_free(arena);
}

START_TEST(test_new)
{
    ck_assert_int_eq(resp->status, 200);
    ck_assert_str_eq(resp->content_type, "text/html; charset=utf-8");
    ck_assert_uint_eq(resp->headers.n, 0);
    buf_adds(&resp->body, "body");
    ck_assert_str_eq(resp->body.p, "body");
}
END_TEST

START_TEST(test_header)
{
    http_header(resp, "X-Test", "a\tb 投诉");
    http_header(resp, "Retry-After", "");
    ck_assert_str_eq(resp->headers.p, "X-Test: a\tb 投诉\r\nRetry-After: \r\n");
}
END_TEST

static const struct {
    const char *name, *value;
} refused[] = {
    {"", "v"},   {"a b", "v"},      {"a:", "v"},  {"a\r\n", "v"}, {"投", "v"},
    {"X", "a\r"}, {"X", "a\nB: c"}, {"X", "\x01"}, {"X", "\x7f"},
};

START_TEST(test_header_refused)
{
    http_header(resp, refused[_i].name, refused[_i].value);
}
END_TEST

START_TEST(test_redirect)
{
    http_redirect(resp, "/staff/complaints?state=new&page=2#top");
    ck_assert_int_eq(resp->status, 303);
    ck_assert_str_eq(resp->headers.p, "Location: /staff/complaints?state=new&page=2#top\r\n");
    resp = http_response_new(arena);
    http_redirect(resp, "/");
    ck_assert_str_eq(resp->headers.p, "Location: /\r\n");
    resp = http_response_new(arena);
    http_redirect(resp, "/投 \"<%41");
    ck_assert_str_eq(resp->headers.p, "Location: /%E6%8A%95%20%22%3C%41\r\n");
}
END_TEST

static const char *const elsewhere[] = {"", "//evil.cn", "/\\evil.cn", "https://evil.cn/", "staff", "/a\r\nSet-Cookie: x=1", "/\t/evil.cn", "/a\x7f"};

START_TEST(test_redirect_refused)
{
    http_redirect(resp, elsewhere[_i]);
    ck_assert_int_eq(resp->status, 500);
    ck_assert_uint_eq(resp->headers.n, 0);
}
END_TEST

START_TEST(test_download)
{
    http_download(resp, "image/jpeg", "照片 1;\"x\"\\%.jpg");
    ck_assert_str_eq(resp->content_type, "image/jpeg");
    ck_assert_str_eq(resp->headers.p,
                     "Content-Disposition: attachment; filename=\"__ 1__x___.jpg\"; "
                     "filename*=UTF-8''%E7%85%A7%E7%89%87%201%3B%22x%22%5C%25.jpg\r\n"
                     "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: sandbox\r\n");
    resp = http_response_new(arena);
    http_download(resp, "application/pdf", "a-b_c.d~e/\r\n.pdf");
    ck_assert_ptr_nonnull(strstr(resp->headers.p, "filename=\"a-b_c.d~e___.pdf\"; filename*=UTF-8''a-b_c.d~e%2F%0D%0A.pdf\r\n"));
}
END_TEST

START_TEST(test_download_refused)
{
    http_download(resp, "text/plain\r\nX: y", "a");
}
END_TEST

Suite *suite_http_response(void);
Suite *suite_http_response(void)
{
    Suite *suite = suite_create("http_response");
    TCase *tc = tcase_create("http_response");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_new);
    tcase_add_test(tc, test_header);
    tcase_add_loop_test_raise_signal(tc, test_header_refused, SIGABRT, 0, (int)COUNT_OF(refused));
    tcase_add_test(tc, test_redirect);
#ifdef ARENA_MALLOC
    tcase_add_loop_test_raise_signal(tc, test_redirect_refused, SIGABRT, 0, (int)COUNT_OF(elsewhere));
#else
    tcase_add_loop_test(tc, test_redirect_refused, 0, (int)COUNT_OF(elsewhere));
#endif
    tcase_add_test(tc, test_download);
    tcase_add_test_raise_signal(tc, test_download_refused, SIGABRT);
    suite_add_tcase(suite, tc);
    return suite;
}
