#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

static char seen[16384];
static int real_stderr;
static FILE *catcher;

static void start(void)
{
    catcher = tmpfile();
    ck_assert_ptr_nonnull(catcher);
    real_stderr = dup(STDERR_FILENO);
    dup2(fileno(catcher), STDERR_FILENO);
    log_set_level(LOG_INFO);
}

static void stop(void)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    fclose(catcher);
    log_set_level(LOG_INFO);
}

static const char *caught(void)
{
    size_t n;

    rewind(catcher);
    n = fread(seen, 1, sizeof(seen) - 1, catcher);
    seen[n] = '\0';
    return seen;
}

START_TEST(test_line)
{
    const char *line;
    int year, month, day, hour, minute, second, ms, pid, used = 0;

    LOG(LOG_WARN, "slow request", LOG_TEXT("id", "ABC"), LOG_NUM("ms", -12), LOG_TEXT("user", NULL));
    line = caught();
    ck_assert_int_eq(sscanf(line, "ts=%4d-%2d-%2dT%2d:%2d:%2d.%3dZ level=warn pid=%d %n", &year, &month, &day, &hour,
                            &minute, &second, &ms, &pid, &used),
                     8);
    ck_assert_int_eq(pid, (int)getpid());
    ck_assert_int_ge(year, 2024);
    ck_assert_str_eq(line + used, "msg=\"slow request\" id=ABC ms=-12 user=-\n");
}
END_TEST

START_TEST(test_level)
{
    LOG(LOG_DEBUG, "no", LOG_NUM("a", 1));
    log_note(LOG_DEBUG, "no %d", 1);
    ck_assert_str_eq(caught(), "");
    log_set_level(LOG_ERROR);
    log_note(LOG_WARN, "no");
    ck_assert_str_eq(caught(), "");
    log_set_level(LOG_DEBUG);
    log_note(LOG_DEBUG, "yes %d", 5);
    ck_assert_ptr_nonnull(strstr(caught(), "level=debug"));
    ck_assert_ptr_nonnull(strstr(seen, "msg=\"yes 5\"\n"));
}
END_TEST

START_TEST(test_quoting)
{
    LOG(LOG_ERROR, "a \"b\"", LOG_TEXT("blank", "x y"), LOG_TEXT("quote", "a\"b"), LOG_TEXT("slash", "a\\b"),
        LOG_TEXT("line", "a\nlevel=info"), LOG_TEXT("control", "\x01\x7f\t"), LOG_TEXT("empty", ""),
        LOG_TEXT("equals", "a=b"), LOG_TEXT("zh", "投诉"), LOG_TEXT("bad", "\xff" "a"), LOG_TEXT("zh2", "投 诉"));
    ck_assert_ptr_nonnull(strstr(caught(), "level=error"));
    ck_assert_ptr_nonnull(strstr(seen, " msg=\"a \\\"b\\\"\" blank=\"x y\" quote=\"a\\\"b\" slash=\"a\\\\b\" "
                                       "line=\"a\\nlevel=info\" control=\"\\x01\\x7f\\x09\" empty=\"\" equals=\"a=b\" "
                                       "zh=投诉 bad=\"\\xffa\" zh2=\"投 诉\"\n"));
    ck_assert_ptr_eq(strchr(seen, '\n'), seen + strlen(seen) - 1);
}
END_TEST

START_TEST(test_long_value)
{
    char value[3000];

    memset(value, 'v', sizeof(value));
    value[sizeof(value) - 1] = '\0';
    LOG(LOG_INFO, "long", LOG_TEXT("v", value), LOG_NUM("after", 1));
    ck_assert_ptr_nonnull(strstr(caught(), "vvv...\" after=1\n"));
    ck_assert_uint_lt(strlen(seen), 1300);
}
END_TEST

START_TEST(test_line_too_long)
{
    char value[1000];
    const char *cut;

    memset(value, 'v', sizeof(value));
    value[sizeof(value) - 1] = '\0';
    LOG(LOG_INFO, "many", LOG_TEXT("a", value), LOG_TEXT("b", value), LOG_TEXT("c", value), LOG_TEXT("d", value),
        LOG_TEXT("e", value), LOG_NUM("f", 1));
    cut = strstr(caught(), " cut=1\n");
    ck_assert_ptr_nonnull(cut);
    ck_assert_str_eq(cut, " cut=1\n");
    ck_assert_uint_le(strlen(seen), 4096);
    ck_assert_ptr_null(strstr(seen, " e="));
    ck_assert_ptr_null(strstr(seen, " f="));
    ck_assert_ptr_nonnull(strstr(seen, " c="));
}
END_TEST

START_TEST(test_quoted_value_at_the_end_of_a_line)
{
    char value[1000];

    memset(value, '\n', sizeof(value));
    value[sizeof(value) - 1] = '\0';
    LOG(LOG_INFO, "many", LOG_TEXT("a", value), LOG_TEXT("b", value), LOG_TEXT("c", value), LOG_TEXT("d", value));
    ck_assert_ptr_nonnull(strstr(caught(), "...\" cut=1\n"));
    ck_assert_uint_le(strlen(seen), 4096);
}
END_TEST

START_TEST(test_errno_and_closed_stderr)
{
    int closed = dup(STDERR_FILENO);

    errno = EAGAIN;
    log_note(LOG_INFO, "one");
    ck_assert_int_eq(errno, EAGAIN);
    close(STDERR_FILENO);
    log_note(LOG_INFO, "nowhere to go");
    ck_assert_int_eq(errno, EAGAIN);
    dup2(closed, STDERR_FILENO);
    close(closed);
    ck_assert_ptr_null(strstr(caught(), "nowhere"));
}
END_TEST

Suite *suite_log(void);
Suite *suite_log(void)
{
    Suite *suite = suite_create("log");
    TCase *tc = tcase_create("log");

    tcase_add_checked_fixture(tc, start, stop);
    tcase_add_test(tc, test_line);
    tcase_add_test(tc, test_level);
    tcase_add_test(tc, test_quoting);
    tcase_add_test(tc, test_long_value);
    tcase_add_test(tc, test_line_too_long);
    tcase_add_test(tc, test_quoted_value_at_the_end_of_a_line);
    tcase_add_test(tc, test_errno_and_closed_stderr);
    suite_add_tcase(suite, tc);
    return suite;
}
