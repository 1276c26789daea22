#include <check.h>
#include <string.h>

#include "people_import.h"

Suite *suite_people_import(void);

static struct arena *a;

static void start(void)
{
    a = arena_new((size_t)256 << 20);
}

static void stop(void)
{
    arena_free(a);
}

static struct people_import read(const char *text)
{
    return people_import_read(a, str_of(text));
}

static void is_row(const struct people_import *t, size_t i, int line, const char *login, const char *name, const char *unit, const char *department)
{
    ck_assert_uint_lt(i, t->n);
    ck_assert_int_eq(t->rows[i].line, line);
    ck_assert_str_eq(t->rows[i].cells[PEOPLE_LOGIN], login);
    ck_assert_str_eq(t->rows[i].cells[PEOPLE_NAME], name);
    ck_assert_str_eq(t->rows[i].cells[PEOPLE_UNIT], unit);
    ck_assert_str_eq(t->rows[i].cells[PEOPLE_DEPARTMENT], department);
    ck_assert_msg(!t->rows[i].fault, "%s", t->rows[i].fault);
}

START_TEST(as_excel_saves_it)
{
    struct people_import t = read("\xef\xbb\xbf登录名,姓名,单位代码,部门,邮箱,语言,角色\r\nZhangSan,张三,SD,客户服务部,zs@example.com,中文,受理员、协调员\r\n\r\nlisi,\"李四, 小\",SD,,,,\r\n");
    ck_assert_msg(!t.fault, "%s", t.fault);
    ck_assert_uint_eq(t.n, 2);
    is_row(&t, 0, 2, "zhangsan", "张三", "SD", "客户服务部");
    ck_assert_str_eq(t.rows[0].cells[PEOPLE_LANGUAGE], "zh");
    ck_assert_str_eq(t.rows[0].cells[PEOPLE_EMAIL], "zs@example.com");
    is_row(&t, 1, 4, "lisi", "李四, 小", "SD", "");
}
END_TEST

START_TEST(in_gb18030)
{
    /* 登录名,姓名,单位 / w,王五,SD */
    struct people_import t = read("\xb5\xc7\xc2\xbc\xc3\xfb,\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb\nw,\xcd\xf5\xce\xe5,SD\n");
    ck_assert_msg(!t.fault, "%s", t.fault);
    ck_assert_uint_eq(t.n, 1);
    is_row(&t, 0, 2, "w", "王五", "SD", "");
    ck_assert(!t.has[PEOPLE_ROLES]);
}
END_TEST

START_TEST(other_separators_and_quotes)
{
    struct people_import t = read("name;login;unit\nA \"B\";x;1\n\"C \"\"D\"\"\nE\";y;2");
    ck_assert_uint_eq(t.n, 2);
    is_row(&t, 0, 2, "x", "A \"B\"", "1", "");
    is_row(&t, 1, 3, "y", "C \"D\" E", "2", "");
    t = read("Login\tName\tUnit code\tDepartment\na\tb\tc\td\n");
    ck_assert_uint_eq(t.n, 1);
    is_row(&t, 0, 2, "a", "b", "c", "d");
}
END_TEST

static void refused(const char *text, int line, const char *words)
{
    struct people_import t = read(text);
    ck_assert_msg(t.fault != NULL, "%s is taken", text);
    ck_assert_int_eq(t.fault_line, line);
    const char *said = strstr(t.fault, "%s") ? arena_printf(a, "%.*s%s%s", (int)(strstr(t.fault, "%s") - t.fault), t.fault, t.about, strstr(t.fault, "%s") + 2) : t.fault;
    ck_assert_msg(strstr(said, words) != NULL, "\"%s\" does not say: %s", said, words);
}

START_TEST(tables_that_are_none)
{
    refused("", 1, "\"login\" is missing");
    refused("login,name,unit", 1, "There is nobody in the table");
    refused("login,name,unit\n,,\n", 1, "There is nobody in the table");
    refused("login,name,unit,salary\na,b,c,1", 1, "The column \"salary\" is not known");
    refused("login,name,unit,姓名\na,b,c,d", 1, "The column \"姓名\" stands twice");
    refused("a,b,c\nd,e,f", 1, "The column \"a\" is not known");
    refused("login,unit\na,b", 1, "\"name\" is missing");
    refused("login,name,unit\na,\"b,c\nd,e,f\n", 2, "A quotation mark is not closed");
    refused("login,name,unit\na,\xff\xff\xff,c\n", 1, "This is no text");
}
END_TEST

static void faulty(const char *row, const char *words)
{
    struct people_import t = read(arena_printf(a, "login,name,unit,department,email,language,roles\n%s\n", row));
    ck_assert_msg(!t.fault && t.n == 1, "%s", t.fault ? t.fault : "");
    ck_assert_msg(t.rows[0].fault && strstr(t.rows[0].fault, words), "\"%s\" does not say: %s", t.rows[0].fault ? t.rows[0].fault : "", words);
}

START_TEST(rows_with_faults)
{
    faulty(",b,c", "The sign-in name is missing");
    faulty("张三,b,c", "A sign-in name may hold");
    faulty("a b,b,c", "A sign-in name may hold");
    faulty("a,,c", "The name is missing");
    faulty("a,b,", "The unit is missing");
    faulty("a,b,c,d,nobody", "No e-mail address");
    faulty("a,b,c,d,,french", "The language is zh or en");
    faulty("a,b,c,d,,,,extra", "More cells");
    faulty("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,b,c", "Too long");
    struct people_import t = read("login,name,unit\na,b,c\nd,e,f\nA,g,h\n");
    ck_assert_ptr_null(t.rows[0].fault);
    ck_assert(t.rows[2].fault && strcmp(t.rows[2].about, "2") == 0);
}
END_TEST

START_TEST(five_thousand_and_no_more)
{
    struct buf text = {.arena = a};
    buf_adds(&text, "login,name,unit\n");
    for (int i = 0; i < PEOPLE_IMPORT_ROWS; i++)
        buf_printf(&text, "p%d,Person %d,SD\n", i, i);
    struct people_import t = people_import_read(a, buf_str(&text));
    ck_assert_ptr_null(t.fault);
    ck_assert_uint_eq(t.n, PEOPLE_IMPORT_ROWS);
    buf_adds(&text, "one.more,One,SD\n");
    t = people_import_read(a, buf_str(&text));
    ck_assert(t.fault && t.fault_line == PEOPLE_IMPORT_ROWS + 2);
    char *much = arena_alloc(a, PEOPLE_IMPORT_BYTES + 1);
    memset(much, 'x', PEOPLE_IMPORT_BYTES + 1);
    ck_assert_ptr_nonnull(people_import_read(a, (struct str){much, PEOPLE_IMPORT_BYTES + 1}).fault);
}
END_TEST

START_TEST(roles)
{
    struct str list = str_of(" 受理员、协调员 ,handler;; inspector|、"), role;
    static const char *const want[] = {"受理员", "协调员", "handler", "inspector"};
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        ck_assert(people_import_role(&list, &role));
        ck_assert(str_is(role, want[i]));
    }
    ck_assert(!people_import_role(&list, &role));
}
END_TEST

Suite *suite_people_import(void)
{
    Suite *suite = suite_create("people_import");
    TCase *tests = tcase_create("people_import");
    tcase_add_checked_fixture(tests, start, stop);
    tcase_add_test(tests, as_excel_saves_it);
    tcase_add_test(tests, in_gb18030);
    tcase_add_test(tests, other_separators_and_quotes);
    tcase_add_test(tests, tables_that_are_none);
    tcase_add_test(tests, rows_with_faults);
    tcase_add_test(tests, five_thousand_and_no_more);
    tcase_add_test(tests, roles);
    suite_add_tcase(suite, tests);
    return suite;
}
