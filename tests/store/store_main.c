#include <stdio.h>
#include <stdlib.h>

#include "store_test.h"

#define X(name) Suite *name(void);
#include "store_suites.h"
#undef X

/* Usage: REDRESS_TEST_SOCKET=... REDRESS_TEST_DB=... srcdir=... store_tests. CK_RUN_SUITE and CK_RUN_CASE choose. */
int main(void)
{
    SRunner *runner = srunner_create(NULL);
    int run, failed;

    store_test_prepare();
#define X(name) srunner_add_suite(runner, name());
#include "store_suites.h"
#undef X
    srunner_run_all(runner, CK_ENV);
    run = srunner_ntests_run(runner);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    (void)printf("%d passed, %d failed\n", run - failed, failed);
    return failed || run == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
