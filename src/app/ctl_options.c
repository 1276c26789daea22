#include <getopt.h>
#include <stdio.h>

#include "ctl.h"

#define OPTIONS_MAX 8

static bool end_with(FILE *to, const char *help, int status, int *ret_status)
{
    fputs(help, to);
    *ret_status = status;
    return false;
}

bool ctl_options(int argc, char **argv, const char *help, const struct ctl_option *list, size_t n, int *ret_status)
{
    enum { HELP = OPTIONS_MAX };
    struct option known[OPTIONS_MAX + 2] = {{0}};
    int found;
    n = n < OPTIONS_MAX ? n : OPTIONS_MAX;
    for (size_t i = 0; i < n; i++)
        known[i] = (struct option){list[i].name, list[i].value ? required_argument : no_argument, NULL, (int)i};
    known[n] = (struct option){"help", no_argument, NULL, HELP};
    while ((found = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (found == HELP)
            return end_with(stdout, help, 0, ret_status);
        if (found < 0 || (size_t)found >= n)
            return end_with(stderr, help, 2, ret_status);
        if (list[found].value)
            *list[found].value = optarg;
        else
            *list[found].yes = true;
    }
    return optind == argc || end_with(stderr, help, 2, ret_status);
}
