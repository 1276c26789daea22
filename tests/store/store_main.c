#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "store_test.h"

#define X(suite) Suite *suite(void);
#include "store_suites.h"
#undef X

/*
 * REDRESS_TEST_SOCKET=... REDRESS_TEST_DB=... srcdir=... store_tests [SUITE]: every suite, or the one of that function's name. The database is
 * made anew first.
 */
int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        Suite *(*make)(void);
    } suites[] = {
#define X(suite) {#suite, suite},
#include "store_suites.h"
#undef X
    };
    SRunner *runner;
    int ran, failed;

    if (crypto_start() != ERR_NONE)
        return EXIT_FAILURE;
    store_test_prepare();
    runner = srunner_create(NULL);
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        if (argc < 2 || strcmp(argv[1], suites[i].name) == 0)
            srunner_add_suite(runner, suites[i].make());
    srunner_run_all(runner, CK_ENV);
    ran = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    (void)printf("%d passed, %d failed\n", ran - failed, failed);
    return failed || !ran ? EXIT_FAILURE : EXIT_SUCCESS;
}
