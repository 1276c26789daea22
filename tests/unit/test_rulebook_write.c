#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "rulebook_schema.h"

/* Writing and comparing: any book is read back as it was, and what differs is told once. */

static struct arena *a;
static struct rulebook_faults faults;
static uint64_t state;

static void up(void)
{
    a = arena_new((size_t)512 << 20);
    faults = (struct rulebook_faults){0};
    state = 88172645463325252u;
}

static void down(void)
{
    arena_free(a);
}

static unsigned any(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)(state >> 33) % n;
}

/* Texts that YAML could take for something else, and such as people write. */
static const char *any_text(void)
{
    static const char *const nasty[] = {
        "", "yes", "no", "null", "~", "3", "-1", "0x1f", "1e9", "- a", "a: b", "a #b", "# a", "*a", "&a", "!a", "|", ">", "'", "\"", "''", "%x", "@x", "`x", "{", "}", "[x]", ", ",
        "?", ": ", "---", "...", " lead", "trail ", "two  blanks", "line\nline", "line\n\nline", "line\n", "\nline", "line\n\n", "  indented\nline", "line\n  indented", "tab\there",
        "line \nline", "投诉处理", "第一段。\n\n第二段：{number}", "“引号”——破折号", "🙂 emoji", "a\\b", "\xc2\xa0" "nbsp", "\xe2\x80\xa8ls", "\xef\xbb\xbf" "bom", "long long long long long long long long long long long long long long long long long "
        "long long long long long long long long long long long long long long", "end:", "x: ", "-", "=", "<<",
    };
    if (any(3))
        return nasty[any(COUNT_OF(nasty))];
    struct buf b = {.arena = a};
    for (unsigned n = any(12); n > 0; n--)
        buf_addc(&b, " \n-:#{}[],&*!|>'\"%@`abz09\\\t"[any(27)]);
    return b.n ? b.p : "";
}

static void any_group(const cyaml_schema_field_t *fields, void *group, unsigned most);

static void any_value(const cyaml_schema_value_t *schema, void *value, unsigned most)
{
    if (schema->type == CYAML_STRING)
        *(const char **)value = any_text();
    else if (schema->type == CYAML_BOOL)
        *(bool *)value = any(2);
    else if (schema->type == CYAML_MAPPING)
        any_group(schema->mapping.fields, value, most);
    else
        *(int *)value = (int)any(10000000);
}

static void any_group(const cyaml_schema_field_t *fields, void *group, unsigned most)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        char *value = (char *)group + f->data_offset;
        if (f->value.type != CYAML_SEQUENCE) {
            any_value(&f->value, value, most);
            continue;
        }
        unsigned n = any(most + 1);
        size_t size = schema_element_size(&f->value);
        char *list = arena_array(a, n, size);
        memcpy(value, &list, sizeof list);
        memcpy((char *)group + f->count_offset, &n, sizeof n);
        for (unsigned i = 0; i < n; i++) {
            memset(list + i * size, 0, size);
            if (f->value.sequence.entry->type == CYAML_MAPPING)
                schema_fill(f->value.sequence.entry->mapping.fields, list + i * size);
            any_value(f->value.sequence.entry, list + i * size, 2);
        }
    }
}

static struct rulebook *any_book(unsigned most)
{
    struct rulebook *b = ARENA_NEW(a, struct rulebook);
    any_group(rulebook_schema.mapping.fields, b, most);
    return b;
}

static struct rulebook *read_back(struct str yaml)
{
    struct rulebook *book = NULL;
    if (rulebook_read(a, yaml, &book, &faults) != ERR_NONE)
        ck_abort_msg("line %d: %s: %s\n%.*s", faults.list[0].line, faults.list[0].path, faults.list[0].message, (int)yaml.n, yaml.p);
    return book;
}

static void same(const cyaml_schema_field_t *fields, const void *x, const void *y, const char *path)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        const char *below = arena_printf(a, "%s.%s", path, f->key);
        const void *p = schema_member(f, x), *q = schema_member(f, y);
        if (f->value.type == CYAML_STRING) {
            ck_assert_msg(strcmp(*(const char *const *)p, *(const char *const *)q) == 0, "%s: [%s] [%s]", below, *(const char *const *)p, *(const char *const *)q);
        } else if (f->value.type == CYAML_MAPPING) {
            same(f->value.mapping.fields, p, q, below);
        } else if (f->value.type != CYAML_SEQUENCE) {
            ck_assert_int_eq(schema_number(&f->value, p), schema_number(&f->value, q));
        } else {
            const cyaml_schema_value_t *element = f->value.sequence.entry;
            ck_assert_uint_eq(schema_count(f, x), schema_count(f, y));
            for (unsigned i = 0; i < schema_count(f, x); i++) {
                p = schema_element(f, x, i);
                q = schema_element(f, y, i);
                if (element->type == CYAML_MAPPING)
                    same(element->mapping.fields, p, q, below);
                else
                    ck_assert_str_eq(*(const char *const *)p, *(const char *const *)q);
            }
        }
    }
}

START_TEST(any_book_is_read_back_as_it_was)
{
    for (int i = 0; i < 200; i++) {
        struct rulebook *book = any_book(4);
        struct str yaml = rulebook_write(a, book);
        ck_assert_uint_gt(yaml.n, 0);
        struct rulebook *again = read_back(yaml);
        same(rulebook_schema.mapping.fields, book, again, "");
        ck_assert(str_eq(rulebook_write(a, again), yaml));
    }
}
END_TEST

START_TEST(a_copy_is_the_same_and_its_own)
{
    struct rulebook *book = any_book(4);
    struct rulebook *copy = rulebook_copy(a, book);
    same(rulebook_schema.mapping.fields, book, copy, "");
    struct rulebook *small = read_back(STR("format: 1\ngrades: [{code: a}, {code: b}]\nclocks: [{code: c, warn: [1 wd]}]\n"));
    copy = rulebook_copy(a, small);
    copy->grades[0].code = "changed";
    copy->clocks[0].warn[0] = "2 wd";
    ck_assert_str_eq(small->grades[0].code, "a");
    ck_assert_str_eq(small->clocks[0].warn[0], "1 wd");
}
END_TEST

START_TEST(people_can_read_what_is_written)
{
    const char *yaml = "format: 1\ncode: x\nname: {zh: 听诉, en: Redress}\ngrades:\n- {code: a, name: {zh: 一般, en: Light}}\ntemplates:\n- code: t\n  body:\n    zh: |-\n"
                       "      您好：\n      谢谢。\n    en: 'Dear all: thanks'\n";
    struct str written = rulebook_write(a, read_back(str_of(yaml)));
    ck_assert_msg(str_is(written, yaml), "%.*s", (int)written.n, written.p);
}
END_TEST

/* ---- comparing ---- */

static const char *const before = "format: 1\n"
                                  "code: x\n"
                                  "name: {zh: 甲, en: A}\n"
                                  "categories:\n"
                                  "- {code: c, function: f, name: {zh: 甲, en: A}, fields: [{code: q1, kind: text}, {code: q2, kind: text}]}\n"
                                  "grades: [{code: g1}, {code: g2}, {code: g3}]\n"
                                  "clocks: [{code: k, limit: 3 wd, warn: [1 wd], when: {grades: [g1]}}]\n"
                                  "intakes: [{channel: w, asks: [signed]}]\n"
                                  "slips: {returns_manager: 2, late: [1 wd]}\n"
                                  "repeats: {days: 9}\n"
                                  "units: [{unit: A, clock: k, limit: 2 wd}]\n";

static void differ(const char *old, const char *new, const char *expected)
{
    const char *at = strstr(before, old);
    struct rulebook_difference *list;
    size_t n;
    ck_assert_ptr_nonnull(at);
    const char *after = arena_printf(a, "%.*s%s%s", (int)(at - before), before, new, at + strlen(old));
    rulebook_diff(a, read_back(str_of(before)), read_back(str_of(after)), &list, &n);
    struct buf told = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&told, "%c %s/%s/%s: %s > %s\n", " +-~^"[list[i].kind], list[i].section, list[i].code, list[i].member, list[i].before, list[i].after);
    ck_assert_str_eq(told.n ? told.p : "", expected);
}

START_TEST(what_differs_is_told_once)
{
    differ("code: x", "code: x", "");
    differ("zh: 甲, en: A}\ncat", "zh: 乙, en: A}\ncat", "~ //name.zh: 甲 > 乙\n");
    differ("code: x\n", "code: x\npublish_alone: yes\n", "~ //publish_alone: no > yes\n");
    differ("function: f", "function: h", "~ categories/c/function: f > h\n");
    differ("limit: 3 wd", "limit: 5 wd", "~ clocks/k/limit: 3 wd > 5 wd\n");
    differ("warn: [1 wd]", "warn: [2 wd, 1 wd]", "~ clocks/k/warn: [1 wd] > [2 wd, 1 wd]\n");
    differ("grades: [g1]}", "grades: [g1, g2]}", "~ clocks/k/when.grades: [g1] > [g1, g2]\n");
    differ("{code: g3}]", "{code: g3}, {code: g4, major: yes}]", "+ grades/g4/:  > {code: g4, major: yes}\n");
    differ("{code: g2}, ", "", "- grades/g2/: {code: g2} > \n");
    differ("{code: g1}, {code: g2}, {code: g3}", "{code: g3}, {code: g1}, {code: g2}", "^ grades/g3/: 3 > 1\n");
    differ("{code: q2, kind: text}", "{code: q2, kind: date}", "~ categories/c/fields.q2.kind: text > date\n");
    differ("{code: q1, kind: text}, ", "", "~ categories/c/fields.q1: {code: q1, kind: text} > \n");
    differ("asks: [signed]", "asks: [signed, arrived]", "~ intakes/w/asks: [signed] > [signed, arrived]\n");
    differ("channel: w", "channel: v", "+ intakes/v/:  > {channel: v, asks: [signed]}\n- intakes/w/: {channel: w, asks: [signed]} > \n");
    differ("returns_manager: 2", "returns_manager: 3, supervise_percent: 50", "~ slips//returns_manager: 2 > 3\n~ slips//supervise_percent: 0 > 50\n");
    differ("late: [1 wd]", "late: [1 wd], material: [{zh: 甲, en: A}]", "~ slips//material:  > - {zh: 甲, en: A}\n");
    differ("days: 9", "days: 9, as_new: yes", "~ repeats//as_new: no > yes\n");
    differ("limit: 2 wd", "limit: 1 wd", "~ units/A k/limit: 2 wd > 1 wd\n");
    differ("unit: A", "unit: B", "+ units/B k/:  > {unit: B, clock: k, limit: 2 wd}\n- units/A k/: {unit: A, clock: k, limit: 2 wd} > \n");
}
END_TEST

START_TEST(a_book_differs_from_any_other_but_not_from_itself)
{
    struct rulebook_difference *list;
    size_t n;
    for (int i = 0; i < 50; i++) {
        struct rulebook *one = any_book(3), *other = any_book(3);
        rulebook_diff(a, one, other, &list, &n);
        ck_assert_uint_gt(n, 0);
    }
    struct rulebook *book = read_back(str_of(before));
    rulebook_diff(a, book, rulebook_copy(a, book), &list, &n);
    ck_assert_uint_eq(n, 0);
}
END_TEST

Suite *suite_rulebook_write(void);
Suite *suite_rulebook_write(void)
{
    Suite *s = suite_create("rulebook_write");
    TCase *c = tcase_create("rulebook_write");
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, up, down);
    tcase_add_test(c, any_book_is_read_back_as_it_was);
    tcase_add_test(c, a_copy_is_the_same_and_its_own);
    tcase_add_test(c, people_can_read_what_is_written);
    tcase_add_test(c, what_differs_is_told_once);
    tcase_add_test(c, a_book_differs_from_any_other_but_not_from_itself);
    suite_add_tcase(s, c);
    return s;
}
