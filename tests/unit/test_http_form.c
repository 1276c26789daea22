#include <check.h>
#include <limits.h>
#include <string.h>

#include "http_fake.h"
#include "http_form.h"

#define URLENCODED "application/x-www-form-urlencoded"

static struct arena *arena;
static struct http_form_errors errors;

static void start(void)
{
    arena = arena_new(1 << 22);
    errors.n = 0;
}

static void stop(void)
{
    arena_free(arena);
}

static enum err read_as(const char *type, const char *body, size_t n, const struct http_form_limits *limits,
                        struct http_form **ret_form)
{
    return http_form_read(fake_post(arena, type, body, n, 7), limits, NULL, ret_form);
}

static struct http_form *form_of(const char *body)
{
    struct http_form *form = NULL;

    ck_assert_int_eq(read_as(URLENCODED, body, strlen(body), NULL, &form), ERR_NONE);
    return form;
}

static enum err fails(const char *body)
{
    struct http_form *form = NULL;
    enum err e = read_as(URLENCODED, body, strlen(body), NULL, &form);

    ck_assert_ptr_null(form);
    return e;
}

START_TEST(test_fields)
{
    struct http_form *form = form_of("a=1&b=%E6%8A%95%e8%af%89+x%2B&&c&d=&a=2&=v&%61%3D=z&e=a=b&");

    ck_assert_uint_eq(form->n, 8);
    ck_assert_str_eq(http_form_get(form, "a"), "1");
    ck_assert_str_eq(http_form_nth(form, "a", 1), "2");
    ck_assert_ptr_null(http_form_nth(form, "a", 2));
    ck_assert_uint_eq(http_form_count(form, "a"), 2);
    ck_assert_str_eq(http_form_get(form, "b"), "投诉 x+");
    ck_assert_uint_eq(form->fields[1].value_n, strlen("投诉 x+"));
    ck_assert(http_form_has(form, "c"));
    ck_assert_str_eq(http_form_get(form, "c"), "");
    ck_assert(http_form_has(form, "d"));
    ck_assert_str_eq(http_form_get(form, ""), "v");
    ck_assert_str_eq(http_form_get(form, "a="), "z");
    ck_assert_str_eq(http_form_get(form, "e"), "a=b");
    ck_assert(!http_form_has(form, "f"));
    ck_assert_str_eq(http_form_get(form, "f"), "");
    ck_assert_uint_eq(http_form_count(form, "f"), 0);
}
END_TEST

START_TEST(test_empty)
{
    struct http_form *form = NULL;

    ck_assert_uint_eq(form_of("")->n, 0);
    ck_assert_uint_eq(form_of("&&&")->n, 0);
    ck_assert_int_eq(read_as("", "", 0, NULL, &form), ERR_NONE);
    ck_assert_uint_eq(form->n, 0);
    ck_assert_str_eq(http_form_get(form, "a"), "");
}
END_TEST

START_TEST(test_malformed)
{
    static const char *const bad[] = {"a=%", "a=%1", "a=%zz", "a=%1g", "a=%g1", "%=1", "a=1&b=%2", "a=%:1", "a=%@1", "a=%`1", "a=%/1", "a=%G1"};
    /* The last ones are GB18030: of two bytes, and of four. */
    static const char *const unreadable[] = {"a=%00", "%00=a", "a=%ff", "a=%c0%80", "%ff=1", "a=%ed%a0%80", "a=\xff", "a=%CD%B6%CB%DF", "a=1&b=%95%32%B7%35"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(fails(bad[i]) == ERR_MALFORMED, "%s", bad[i]);
    for (size_t i = 0; i < COUNT_OF(unreadable); i++)
        ck_assert_msg(fails(unreadable[i]) == ERR_ENCODING, "%s", unreadable[i]);
    struct http_form *form = NULL;
    ck_assert_int_eq(read_as(URLENCODED, "a=\0b", 4, NULL, &form), ERR_ENCODING);
    ck_assert_ptr_null(form);
}
END_TEST

START_TEST(test_types)
{
    static const char *const good[] = {URLENCODED, URLENCODED "; charset=UTF-8", "Application/X-WWW-form-urlencoded ;charset=\"utf-8\""};
    static const char *const bad[] = {"", "text/plain", "application/json", URLENCODED "x",
                                      URLENCODED "; charset", URLENCODED "; charset=\"utf-8", URLENCODED ";charset=utf-8;CHARSET=utf-8",
                                      URLENCODED "; =x", URLENCODED ";", URLENCODED "; a=1; b=2; c=3; d=4; e=5; f=6; g=7; h=8; i=9",
                                      URLENCODED "; a=1 b", "multipart/form-data", "multipart/mixed; boundary=b"};
    struct http_form *form = NULL;

    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(read_as(good[i], "a=1", 3, NULL, &form) == ERR_NONE, "%s", good[i]);
    form = NULL;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(read_as(bad[i], "a=1", 3, NULL, &form) == ERR_MALFORMED, "%s", bad[i]);
    ck_assert_int_eq(read_as(URLENCODED "; charset=gbk", "a=1", 3, NULL, &form), ERR_ENCODING);
    ck_assert_ptr_null(form);
}
END_TEST

START_TEST(test_limits)
{
    struct http_form_limits limits = {.body_max = 20, .fields_max = 3, .value_max = 5};
    struct http_form *form = NULL;
    struct buf many = {.arena = arena};

    ck_assert_int_eq(read_as(URLENCODED, "a=12345&b=2&c=3&&&&&", 20, &limits, &form), ERR_NONE);
    ck_assert_uint_eq(form->n, 3);
    form = NULL;
    ck_assert_int_eq(read_as(URLENCODED, "a=12345&b=2&c=3&&&&&&", 21, &limits, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_as(URLENCODED, "a=1&b=2&c=3&d", 13, &limits, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_as(URLENCODED, "a=123456", 8, &limits, &form), ERR_TOO_LARGE);
    ck_assert_ptr_null(form);
    for (int i = 0; i < 200; i++)
        buf_printf(&many, "%sf%d=%d", i ? "&" : "", i, i);
    form = form_of(many.p);
    ck_assert_uint_eq(form->n, 200);
    ck_assert_str_eq(http_form_get(form, "f0"), "0");
    ck_assert_str_eq(http_form_get(form, "f31"), "31");
    ck_assert_str_eq(http_form_get(form, "f199"), "199");
    buf_adds(&many, "&x");
    ck_assert_int_eq(fails(many.p), ERR_TOO_LARGE);
}
END_TEST

START_TEST(test_body_default)
{
    char *body = arena_alloc(arena, 70000);
    struct http_form *form = NULL;

    memset(body, 'a', 70000);
    ck_assert_int_eq(read_as(URLENCODED, body, 65536, NULL, &form), ERR_NONE);
    ck_assert_int_eq(read_as(URLENCODED, body, 65537, NULL, &form), ERR_TOO_LARGE);
}
END_TEST

/* Room for files is none for text that is in memory as a whole. */
START_TEST(test_text_max)
{
    const struct http_form_limits with_files = {.body_max = 100 << 20, .value_max = 2 << 20}, small = {.body_max = 100 << 20, .text_max = 20}, smaller = {.body_max = 5, .text_max = 20};
    const size_t mib = 1 << 20;
    char *body = arena_alloc(arena, mib + 1);
    struct http_form *form = NULL;

    memset(body, 'a', mib + 1);
    ck_assert_int_eq(read_as(URLENCODED, body, mib + 1, &with_files, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_as(URLENCODED, body, 21, &small, &form), ERR_TOO_LARGE);
    ck_assert_int_eq(read_as(URLENCODED, body, 6, &smaller, &form), ERR_TOO_LARGE);
    ck_assert_ptr_null(form);
    ck_assert_int_eq(read_as(URLENCODED, body, mib, &with_files, &form), ERR_NONE);
    ck_assert_int_eq(read_as(URLENCODED, body, 20, &small, &form), ERR_NONE);
}
END_TEST

START_TEST(test_broken_off)
{
    struct http_request *req = fake_post(arena, URLENCODED, "a=1", 3, 0);
    struct http_form *form = NULL;

    req->content_length = 4;
    ck_assert_int_eq(http_form_read(req, NULL, NULL, &form), ERR_MALFORMED);
    req = fake_post(arena, URLENCODED, "a=1", 3, 0);
    req->content_length = 2;
    ck_assert_int_eq(http_form_read(req, NULL, NULL, &form), ERR_MALFORMED);
    ck_assert_ptr_null(form);
}
END_TEST

START_TEST(test_query)
{
    struct http_form *form = NULL;

    ck_assert_int_eq(http_form_parse_query(arena, STR("a=1&b=%20"), &form), ERR_NONE);
    ck_assert_str_eq(http_form_get(form, "b"), " ");
    ck_assert_int_eq(http_form_parse_query(arena, (struct str){NULL, 0}, &form), ERR_NONE);
    ck_assert_uint_eq(form->n, 0);
    ck_assert_int_eq(http_form_parse_query(arena, STR("a=%"), &form), ERR_MALFORMED);
    ck_assert_int_eq(http_form_parse_query(arena, STR("a=1\0&b=2"), &form), ERR_ENCODING);
}
END_TEST

/* ---- typed readers ---- */

static const char *error_of(const char *field)
{
    const struct http_field_error *error = http_form_error_of(&errors, field);

    return error ? error->message : "";
}

START_TEST(test_errors)
{
    static char names[HTTP_FORM_ERRORS_MAX + 1][8];

    http_form_error(&errors, "a", "first", 1);
    http_form_error(&errors, "a", "second", 2);
    ck_assert_uint_eq(errors.n, 1);
    ck_assert_str_eq(error_of("a"), "first");
    ck_assert_int_eq(http_form_error_of(&errors, "a")->number, 1);
    ck_assert_ptr_null(http_form_error_of(&errors, "b"));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        names[i][0] = (char)('0' + i / 10);
        names[i][1] = (char)('0' + i % 10);
        http_form_error(&errors, names[i], "more", 0);
    }
    ck_assert_uint_eq(errors.n, HTTP_FORM_ERRORS_MAX);
}
END_TEST

START_TEST(test_text)
{
    struct http_form *form = form_of("a=+x%0D%0Ay+&empty=+%E3%80%80&twice=1&twice=2&long=%E6%8A%95%E8%AF%89%E4%BA%BA");
    struct http_text_rule rule = {.required = true}, lines = {.lines = true}, own = {.required = true, .missing = "own"};

    ck_assert_str_eq(http_form_text(form, "a", &rule, &errors), "x y");
    ck_assert_str_eq(http_form_text(form, "a", &lines, &errors), "x\ny");
    ck_assert_str_eq(http_form_text(form, "empty", &lines, &errors), "");
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(http_form_text(form, "empty", &rule, &errors), "");
    ck_assert_str_eq(error_of("empty"), "Fill in this field.");
    ck_assert_str_eq(http_form_text(form, "absent", &own, &errors), "");
    ck_assert_str_eq(error_of("absent"), "own");
    ck_assert(!*form->sent_twice);
    ck_assert_str_eq(http_form_text(form, "twice", &rule, &errors), "1");
    ck_assert(*form->sent_twice);
    ck_assert_str_eq(error_of("twice"), "This field was sent twice.");
    rule.max = 3;
    ck_assert_str_eq(http_form_text(form, "long", &rule, &errors), "投诉人");
    ck_assert_str_eq(error_of("long"), "");
    rule.max = 2;
    ck_assert_str_eq(http_form_text(form, "long", &rule, &errors), "投诉人");
    ck_assert_str_eq(error_of("long"), "Use at most %d characters.");
    ck_assert_int_eq(http_form_error_of(&errors, "long")->number, 2);
}
END_TEST

START_TEST(test_text_default)
{
    struct http_text_rule rule = {0};
    char body[300] = "a=";

    memset(body + 2, 'x', 200);
    http_form_text(form_of(body), "a", &rule, &errors);
    ck_assert_uint_eq(errors.n, 0);
    body[202] = 'x';
    http_form_text(form_of(body), "a", &rule, &errors);
    ck_assert_int_eq(http_form_error_of(&errors, "a")->number, 200);
}
END_TEST

START_TEST(test_int)
{
    struct http_form *form = form_of("a=12&wide=%EF%BC%91%EF%BC%92%E3%80%80&neg=-3&bad=1x&empty=+&low=4&high=101&twice=5&twice=6&huge="
                                     "99999999999999999999");

    ck_assert_int_eq(http_form_int(form, "a", true, 0, 100, 7, &errors), 12);
    ck_assert_int_eq(http_form_int(form, "wide", true, 0, 100, 7, &errors), 12);
    ck_assert_int_eq(http_form_int(form, "neg", true, -5, 100, 7, &errors), -3);
    ck_assert_int_eq(http_form_int(form, "empty", false, 0, 100, 7, &errors), 7);
    ck_assert_int_eq(http_form_int(form, "absent", false, 0, 100, 7, &errors), 7);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(http_form_int(form, "empty", true, 0, 100, 7, &errors), 7);
    ck_assert_str_eq(error_of("empty"), "Fill in this field.");
    ck_assert_int_eq(http_form_int(form, "bad", true, 0, 100, 7, &errors), 7);
    ck_assert_str_eq(error_of("bad"), "Enter a whole number.");
    ck_assert_int_eq(http_form_int(form, "huge", true, 0, 100, 7, &errors), 7);
    ck_assert_str_eq(error_of("huge"), "Enter a whole number.");
    ck_assert_int_eq(http_form_int(form, "low", true, 5, 100, 7, &errors), 7);
    ck_assert_str_eq(error_of("low"), "Enter a number of at least %d.");
    ck_assert_int_eq(http_form_error_of(&errors, "low")->number, 5);
    ck_assert_int_eq(http_form_int(form, "high", true, 5, 100, 7, &errors), 7);
    ck_assert_str_eq(error_of("high"), "Enter a number of at most %d.");
    ck_assert_int_eq(http_form_error_of(&errors, "high")->number, 100);
    ck_assert_int_eq(http_form_int(form, "twice", true, 0, 100, 7, &errors), 5);
    ck_assert_str_eq(error_of("twice"), "This field was sent twice.");
    errors.n = 0;
    http_form_int(form, "low", true, (int64_t)INT_MAX + 1, INT64_MAX, 7, &errors);
    http_form_int(form, "high", true, INT64_MIN, (int64_t)INT_MIN - 1, 7, &errors);
    ck_assert_str_eq(error_of("low"), "Enter a whole number.");
    ck_assert_str_eq(error_of("high"), "Enter a whole number.");
}
END_TEST

START_TEST(test_choice)
{
    static const char *const words[] = {"yes", "partly", "no"};
    struct http_form *form = form_of("a=partly&bad=maybe&empty=&twice=no&twice=no");

    ck_assert_int_eq(http_form_choice(form, "a", words, 3, true, NULL, &errors), 1);
    ck_assert_int_eq(http_form_choice(form, "empty", words, 3, false, NULL, &errors), -1);
    ck_assert_int_eq(http_form_choice(form, "absent", words, 3, false, NULL, &errors), -1);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_int_eq(http_form_choice(form, "bad", words, 3, false, NULL, &errors), -1);
    ck_assert_str_eq(error_of("bad"), "Choose one of the options.");
    ck_assert_int_eq(http_form_choice(form, "empty", words, 3, true, "own", &errors), -1);
    ck_assert_str_eq(error_of("empty"), "own");
    ck_assert_int_eq(http_form_choice(form, "twice", words, 3, true, NULL, &errors), 2);
    ck_assert_str_eq(error_of("twice"), "This field was sent twice.");
}
END_TEST

START_TEST(test_tick)
{
    struct http_form *form = form_of("a=1&b=");

    ck_assert(http_form_tick(form, "a"));
    ck_assert(!http_form_tick(form, "b"));
    ck_assert(!http_form_tick(form, "c"));
}
END_TEST

Suite *suite_http_form(void);
Suite *suite_http_form(void)
{
    Suite *suite = suite_create("http_form");
    TCase *tc = tcase_create("http_form");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_fields);
    tcase_add_test(tc, test_empty);
    tcase_add_test(tc, test_malformed);
    tcase_add_test(tc, test_types);
    tcase_add_test(tc, test_limits);
    tcase_add_test(tc, test_body_default);
    tcase_add_test(tc, test_text_max);
    tcase_add_test(tc, test_broken_off);
    tcase_add_test(tc, test_query);
    tcase_add_test(tc, test_errors);
    tcase_add_test(tc, test_text);
    tcase_add_test(tc, test_text_default);
    tcase_add_test(tc, test_int);
    tcase_add_test(tc, test_choice);
    tcase_add_test(tc, test_tick);
    suite_add_tcase(suite, tc);
    return suite;
}
