#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "desk_export.h"

static struct arena *arena;

static void start(void)
{
    arena = arena_new(16 << 20);
}

static void stop(void)
{
    arena_free(arena);
}

static const char *cell(const char *text, bool guard)
{
    struct buf to = {.arena = arena};
    csv_cell(&to, text, true, guard);
    return to.n ? to.p : "";
}

START_TEST(test_cells)
{
    ck_assert_str_eq(cell("水压不足", true), "水压不足");
    ck_assert_str_eq(cell("", true), "");
    ck_assert_str_eq(cell("a,b", true), "\"a,b\"");
    ck_assert_str_eq(cell("say \"no\"", true), "\"say \"\"no\"\"\"");
    ck_assert_str_eq(cell("two\nlines", true), "\"two\nlines\"");
}
END_TEST

/* What a spreadsheet would carry out stands as text. */
START_TEST(test_formulas)
{
    static const char *const formulas[] = {"=1+1", "+86", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＠SUM(A1)"};
    for (size_t i = 0; i < COUNT_OF(formulas); i++) {
        ck_assert_str_eq(cell(formulas[i], true), arena_printf(arena, "\"'%s\"", formulas[i]));
        ck_assert(strstr(cell(formulas[i], false), formulas[i]) != NULL);
        ck_assert(strchr(cell(formulas[i], false), '\'') == NULL);
    }
    ck_assert_str_eq(cell("1=1", true), "1=1");
}
END_TEST

/* What was written is read again as it was. */
START_TEST(test_reading)
{
    static const char *const cells[] = {"编号", "a,b", "", "\"quoted\"", "two\r\nlines", "last", "1", "", "", "", "", ""};
    struct buf csv = {.arena = arena};
    struct str rest;
    const char *found;
    bool last;
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        csv_cell(&csv, cells[i], i % 6 == 0, false);
        if (i % 6 == 5)
            csv_end_row(&csv);
    }
    rest = (struct str){csv.p, csv.n};
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        ck_assert(csv_next(arena, &rest, &found, &last));
        ck_assert_str_eq(found, cells[i]);
        ck_assert_int_eq(last, i % 6 == 5);
    }
    ck_assert(!csv_next(arena, &rest, &found, &last));
}
END_TEST

static enum err give(void *ctx, struct str *ret_csv)
{
    static const char *const parts[] = {CSV_MARK "编号,标题\r\nTS-1,=1+1\r\n", "TS-2,\"a <b> & \"\"c\"\"\"\r\n"};
    size_t *n = ctx;
    *ret_csv = *n < COUNT_OF(parts) ? str_of(parts[*n]) : (struct str){0};
    ++*n;
    return ERR_NONE;
}

/* One file of a zip, opened by another program. */
static const char *unzipped(const char *path, const char *inside)
{
    int ends[2];
    static char text[65536];
    size_t n = 0;
    ssize_t got;
    int status;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[0]);
        execlp("unzip", "unzip", "-p", path, inside, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    while ((got = read(ends[0], text + n, sizeof text - 1 - n)) > 0)
        n += (size_t)got;
    (void)close(ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(status == 0, "the zip cannot be opened");
    text[n] = '\0';
    return text;
}

START_TEST(test_workbook)
{
    struct str file;
    size_t n = 0;
    ck_assert_int_eq(xlsx_make(arena, "投诉", give, &n, &file), ERR_NONE);
    ck_assert_uint_gt(file.n, 1000);
    ck_assert_int_eq(memcmp(file.p, "PK\x03\x04", 4), 0);
    char *path = arena_strdup(arena, P_tmpdir "/redress-test-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, file.p, file.n), (ssize_t)file.n);
    (void)close(fd);
    const char *sheet = unzipped(path, "xl/worksheets/sheet1.xml");
    ck_assert(strstr(sheet, "编号") && strstr(sheet, "TS-1") && strstr(sheet, "TS-2"));
    ck_assert(strstr(sheet, "a &lt;b&gt; &amp; ") != NULL);
    /* text, not a formula */
    ck_assert(strstr(sheet, "=1+1") != NULL);
    ck_assert(strstr(sheet, "<f>") == NULL);
    ck_assert(strstr(sheet, "r=\"3\"") != NULL);
    ck_assert(strstr(sheet, "r=\"4\"") == NULL);
    ck_assert(strstr(unzipped(path, "xl/workbook.xml"), "投诉") != NULL);
    (void)unlink(path);
}
END_TEST

static enum err break_off(void *ctx, struct str *ret_csv)
{
    (void)ctx;
    (void)ret_csv;
    return ERR_DB_AWAY;
}

START_TEST(test_broken_off)
{
    struct str file;
    ck_assert_int_eq(xlsx_make(arena, "x", break_off, NULL, &file), ERR_DB_AWAY);
}
END_TEST

Suite *suite_desk_export(void);
Suite *suite_desk_export(void)
{
    Suite *suite = suite_create("desk_export");
    TCase *tests = tcase_create("files");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, test_cells);
    tcase_add_test(tests, test_formulas);
    tcase_add_test(tests, test_reading);
    tcase_add_test(tests, test_workbook);
    tcase_add_test(tests, test_broken_off);
    suite_add_tcase(suite, tests);
    return suite;
}
