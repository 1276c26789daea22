#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define X(suite) Suite *suite(void);
#include "unit_suites.h"
#undef X

/* unit_tests [SUITE]: every suite, or the one of that function's name. */
int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        Suite *(*make)(void);
    } suites[] = {
#define X(suite) {#suite, suite},
#include "unit_suites.h"
#undef X
    };
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
        if (argc < 2 || strcmp(argv[1], suites[i].name) == 0)
            srunner_add_suite(runner, suites[i].make());
    srunner_run_all(runner, CK_NORMAL);
    int ran = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("%d passed, %d failed\n", ran - failed, failed);
    return failed || !ran ? EXIT_FAILURE : EXIT_SUCCESS;
}
