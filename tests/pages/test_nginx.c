#include <check.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pages_fixture.h"
#include "route.h"
#include "routes.h"
#include "str.h"

/* What nginx lets through has to be as much as the forms behind it take: it knows them by their addresses alone. */

static struct arena *arena;

static void up(void)
{
    arena = arena_new(1 << 20);
}
static void down(void)
{
    arena_free(arena);
}

static const char *configuration(void)
{
    const char *top = getenv("REDRESS_TOP");
    FILE *f = fopen(arena_printf(arena, "%s/nginx/redress.conf", top ? top : "."), "r");
    ck_assert_ptr_nonnull(f);
    char *text = arena_alloc(arena, 64 * 1024);
    size_t n = fread(text, 1, 64 * 1024 - 1, f);
    text[n] = '\0';
    fclose(f);
    return text;
}

/* Megabytes that a location by regular expression allows for the path; 0: none is about it. */
static long allowed(const char *conf, const char *path)
{
    static const char begins[] = "location ~ ";
    for (const char *at = conf; (at = strstr(at, begins)) != NULL;) {
        at += strlen(begins);
        const char *expression = arena_strndup(arena, at, strcspn(at, "{"));
        regex_t compiled;
        ck_assert_int_eq(regcomp(&compiled, str_cstr(arena, str_trim(str_of(expression))), REG_EXTENDED | REG_NOSUB), 0);
        bool matches = regexec(&compiled, path, 0, NULL, 0) == 0;
        regfree(&compiled);
        const char *most = strstr(at, "client_max_body_size ");
        if (matches && most && most < strchr(at, '}'))
            return strtol(most + strlen("client_max_body_size "), NULL, 10);
    }
    return 0;
}

/* An address of the route: each part that has a name stands for something. */
static const char *sample(const char *path)
{
    struct buf to = {.arena = arena};
    for (; *path; path++) {
        if (*path == ':') {
            buf_adds(&to, "x1");
            path += strcspn(path, "/") - 1;
        } else {
            buf_addc(&to, *path);
        }
    }
    return to.p;
}

START_TEST(forms_with_files_are_let_through)
{
    static const struct route *const *const pools[] = {public_routes, staff_routes};
    const char *conf = configuration();
    size_t n = 0;
    for (size_t pool = 0; pool < COUNT_OF(pools); pool++)
        for (const struct route *const *table = pools[pool]; *table; table++)
            for (const struct route *r = *table; r->path; r++) {
                if (!r->files)
                    continue;
                bool small = strstr(r->path, "/admin/") != NULL; /* one file of the administrators: a list, a rulebook, a picture */
                ck_assert_msg(allowed(conf, sample(r->path)) >= (small ? 4 : 110), "nginx lets too little through to %s", r->path);
                n++;
            }
    ck_assert_uint_gt(n, 15);
    ck_assert_int_eq(allowed(conf, "/file/what"), 0);
}
END_TEST

Suite *suite_pages_nginx(void);
Suite *suite_pages_nginx(void)
{
    Suite *s = suite_create("pages_nginx");
    TCase *t = tcase_create("nginx");
    tcase_add_checked_fixture(t, up, down);
    tcase_add_test(t, forms_with_files_are_let_through);
    suite_add_tcase(s, t);
    return s;
}
