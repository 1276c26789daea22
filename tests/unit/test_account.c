#include <check.h>
#include <string.h>

#include "account.h"
#include "account_form.h"

static struct arena *arena;

static void up(void)
{
    arena = arena_new(1 << 20);
}

static void down(void)
{
    arena_free(arena);
}

START_TEST(own_staff_pages_are_returned_to)
{
    static const char *const good[] = {"/staff/", "/staff/complaints/TS-4F7K2-9QXBM-3", "/staff/admin/people/12", "/staff/account", "/staff/a_b~c.d", "/staff/complaints?view=all&q=%E6%B5%8B+a...&after=1,2", "/staff/?"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_str_eq(account_return_path(good[i]), good[i]);
}
END_TEST

START_TEST(nothing_else_is)
{
    static const char *const bad[] = {
        "", "/", "//evil.example", "https://evil.example/staff/", "/staff", "/staffx/", "/public", "/staff//evil.example", "/staff/../admin", "/staff/\\evil",
        "/staff/a\nb", "/staff/a b", "/staff/?to=//x", "/staff/%2e%2e", "/staff/#x", "javascript:alert(1)", "/staff/sign-in", "/staff/sign-out", "/staff/confirm",
        "/staff/\xe6\xb5\x8b", "/staff/..?a", "/staff/a?b#c", "/staff/a?b\r\nc", "/staff/a?b\\c", "/staff/a?b\"c", "/staff/a?b c", "/staff/sign-in?a", "?/staff/", "/?/staff/",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_msg(strcmp(account_return_path(bad[i]), "/staff/") == 0, "returned to %s", bad[i]);
    char longer[2000] = "/staff/";
    memset(longer + 7, 'a', sizeof longer - 8);
    longer[sizeof longer - 1] = '\0';
    ck_assert_str_eq(account_return_path(longer), "/staff/");
}
END_TEST

START_TEST(browsers_are_told_apart)
{
    static const struct {
        const char *agent, *name;
    } cases[] = {
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge · Windows"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36", "Chrome · Windows"},
        {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15", "Safari · macOS"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49", "WeChat · iPhone"},
        {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome · Android"},
        {"curl/7.88.1", "curl"}, {"", ""}, {"something", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_str_eq(account_browser(arena, cases[i].agent), cases[i].name);
}
END_TEST

static const struct http_form *form_of(const char *query)
{
    struct http_form *form;
    ck_assert_int_eq(http_form_parse_query(arena, str_of(query), &form), ERR_NONE);
    return form;
}

static const char *error_of(const struct http_form_errors *errors, const char *field)
{
    const struct http_field_error *e = http_form_error_of(errors, field);
    return e ? e->message : "";
}

START_TEST(a_new_password_is_checked)
{
    static const struct {
        const char *form, *field;
    } cases[] = {
        {"current_password=a&new_password=b&again_password=b", NULL},
        {"new_password=b&again_password=b", "current_password"},
        {"current_password=a&again_password=b", "new_password"},
        {"current_password=a&new_password=a&again_password=a", "new_password"},
        {"current_password=a&new_password=b&again_password=B", "again_password"},
        {"current_password=a&new_password=b", "again_password"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct http_form_errors errors = {.n = 0};
        (void)account_password_read(form_of(cases[i].form), &errors);
        ck_assert_uint_eq(errors.n, cases[i].field ? 1 : 0);
        if (cases[i].field)
            ck_assert_str_ne(error_of(&errors, cases[i].field), "");
    }
}
END_TEST

START_TEST(sign_in_needs_both)
{
    struct http_form_errors errors = {.n = 0};
    struct account_sign_in typed = account_sign_in_read(form_of("login=%20Li.Jing%20&password=%20x%20&to=/staff/account"), &errors);
    ck_assert_uint_eq(errors.n, 0);
    ck_assert_str_eq(typed.login, "Li.Jing");
    ck_assert_str_eq(typed.password, " x "); /* blanks belong to a password */
    (void)account_sign_in_read(form_of("to=x"), &errors);
    ck_assert_uint_eq(errors.n, 2);
}
END_TEST

Suite *suite_account(void);
Suite *suite_account(void)
{
    Suite *s = suite_create("account");
    TCase *c = tcase_create("account");
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, own_staff_pages_are_returned_to);
    tcase_add_test(c, nothing_else_is);
    tcase_add_test(c, browsers_are_told_apart);
    tcase_add_test(c, a_new_password_is_checked);
    tcase_add_test(c, sign_in_needs_both);
    suite_add_tcase(s, c);
    return s;
}
