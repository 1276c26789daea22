#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "config_load.h"
#include "ctl.h"
#include "shift.h"
#include "str.h"
#include "utc.h"

static void usage(FILE *out)
{
    fputs("usage: redress shift [--config FILE] [+TIME | 0]\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  +TIME          move the test clock on by so much: +3d, +8h, +90min or +45s\n"
          "  0              back to the real time\n\n"
          "Without an argument it says how far ahead the clock is. Needs testing.clock_file in the configuration, and holds from the next request on.\n"
          "For trying things out only: dates that were written while the clock was ahead stay, sessions end by it, and codes of authenticator apps, which go by\n"
          "the real time, are refused meanwhile.\n",
          out);
}

static void tell(int64_t us)
{
    struct arena *arena = arena_new(1 << 16);
    int64_t s = us / UTC_SECOND_US;
    if (s == 0)
        printf("The test clock shows the real time, %s.\n", utc_iso(arena, utc_now_us()));
    else
        printf("The test clock is ahead by %" PRId64 " d %" PRId64 " h %" PRId64 " min %" PRId64 " s and shows %s.\n", s / 86400, s / 3600 % 24, s / 60 % 60,
               s % 60, utc_iso(arena, utc_now_us() + us));
    arena_free(arena);
}

int ctl_shift(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *path = NULL;
    for (int c; (c = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        if (c == 'c') {
            path = optarg;
        } else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    struct config *config;
    if (argc - optind > 1) {
        usage(stderr);
        return 2;
    }
    if (config_load(path, &config) != ERR_NONE)
        return 1;
    if (!*config->testing.clock_file) {
        fputs("this installation has no test clock: testing.clock_file is not in its configuration\n", stderr);
        return 1;
    }
    int64_t us = shift_us(config);
    if (optind < argc) {
        if (!shift_read(argv[optind], us, &us)) {
            fprintf(stderr, "%s: give +TIME such as +3d, +8h, +90min or +45s, ten years in all at most, or 0\n", argv[optind]);
            return 2;
        }
        if (shift_write(config, us) != ERR_NONE)
            return 1;
    }
    tell(us);
    return 0;
}
