#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complaint_flow.h"

Suite *suite_documents(void);

static const char *whole_file(struct arena *a, const char *name)
{
    const char *top = getenv("REDRESS_TOP");
    char path[4096];
    static const size_t cap = 1 << 18;
    snprintf(path, sizeof path, "%s/%s", top ? top : ".", name);
    FILE *in = fopen(path, "re");
    ck_assert_msg(in != NULL, "%s is not there", path);
    char *text = arena_alloc(a, cap);
    size_t n = fread(text, 1, cap - 1, in);
    fclose(in);
    text[n] = '\0';
    return text;
}

START_TEST(readme_has_the_diagram_of_the_table)
{
    struct arena *a = arena_new(1 << 20);
    const char *readme = whole_file(a, "README.md");
    ck_assert_msg(strstr(readme, flow_graph(a)) != NULL, "README.md: the diagram of states is not what `redress doctor --flow` prints");
    arena_free(a);
}
END_TEST

Suite *suite_documents(void)
{
    Suite *suite = suite_create("documents");
    TCase *tests = tcase_create("readme");
    tcase_add_test(tests, readme_has_the_diagram_of_the_table);
    suite_add_tcase(suite, tests);
    return suite;
}
