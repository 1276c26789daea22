#include "view_fixture.h"

#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *fixture_dir(void)
{
    const char *base = getenv("TMPDIR");
    char *dir = NULL;
    ck_assert_int_gt(asprintf(&dir, "%s/redress-unit-XXXXXX", base && *base ? base : P_tmpdir), 0);
    ck_assert_ptr_nonnull(mkdtemp(dir));
    return dir;
}

static int drop_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st;
    (void)kind;
    (void)ftw;
    return remove(path);
}

void fixture_drop(const char *dir)
{
    nftw(dir, drop_one, 8, FTW_DEPTH | FTW_PHYS);
    free((void *)(uintptr_t)dir);
}

static void make_parents(char *path)
{
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = '\0';
        ck_assert(mkdir(path, 0700) == 0 || errno == EEXIST);
        *at = '/';
    }
}

void fixture_write(const char *dir, const char *name, const void *bytes, size_t n)
{
    char path[512];
    ck_assert_int_lt(snprintf(path, sizeof path, "%s/%s", dir, name), (int)sizeof path);
    make_parents(path);
    FILE *f = fopen(path, "we");
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    ck_assert_int_eq(fclose(f), 0);
}

static void write_template(const char *dir, const char *name, const char *text)
{
    char *whole = NULL;
    int n = asprintf(&whole, "%s%s", FIXTURE_PRAGMA, text);
    ck_assert_int_gt(n, 0);
    fixture_write(dir, name, whole, (size_t)n);
    free(whole);
}

enum err fixture_templates(const char *dir, const struct fixture_file *files, size_t n)
{
    static const char *const known[] = {
#define NAME(id, text) text,
        TPL_FILES(NAME)
#undef NAME
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        write_template(dir, known[i], "<p>{{TITLE}}</p>\n");
    for (size_t i = 0; i < n; i++)
        write_template(dir, files[i].name, files[i].text);
    return tpl_start(dir);
}

/* ---- a GNU message catalogue ---- */

static const char catalogue_header[] = "Language: zh_CN\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n";

enum { MO_HEAD = 28, MO_ENTRY = 8, MO_MAX = 64 * 1024 };

static void put32(uint8_t *mo, size_t at, size_t value)
{
    uint32_t v = (uint32_t)value;
    memcpy(mo + at, &v, sizeof v);
}

static size_t put_string(uint8_t *mo, size_t table, size_t at, const char *text, size_t n)
{
    ck_assert_uint_lt(at + n + 1, MO_MAX);
    put32(mo, table, n);
    put32(mo, table + 4, at);
    memcpy(mo + at, text, n);
    mo[at + n] = '\0';
    return at + n + 1;
}

void fixture_catalogue(const char *dir, const struct fixture_text *texts, size_t n)
{
    uint8_t *mo = calloc(1, MO_MAX);
    ck_assert_ptr_nonnull(mo);
    size_t originals = MO_HEAD, translations = originals + MO_ENTRY * (n + 1), at = translations + MO_ENTRY * (n + 1);
    put32(mo, 0, 0x950412de);
    put32(mo, 8, n + 1);
    put32(mo, 12, originals);
    put32(mo, 16, translations);
    at = put_string(mo, originals, at, "", 0);
    at = put_string(mo, translations, at, catalogue_header, sizeof catalogue_header - 1);
    for (size_t i = 0; i < n; i++) {
        at = put_string(mo, originals + MO_ENTRY * (i + 1), at, texts[i].msgid, texts[i].msgid_n);
        at = put_string(mo, translations + MO_ENTRY * (i + 1), at, texts[i].msgstr, strlen(texts[i].msgstr));
    }
    fixture_write(dir, "zh_CN/LC_MESSAGES/redress.mo", mo, at);
    free(mo);
}
