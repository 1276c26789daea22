#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "config_load.h"
#include "ctl.h"
#include "search_index_store.h"
#include "stores.h"
#include "utc.h"

static const char help[] =
    "usage: redress index [--rebuild] [--config FILE] [--quiet]\n"
    "\n"
    "Brings the complaints that the search does not know yet into its index, block by block: after an upgrade or a large import, in place of\n"
    "waiting until `redress jobs` has come through them. Safe while the program serves.\n"
    "\n"
    "  --rebuild      write the whole index anew, after its tables were damaged or restored\n"
    "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
    "  --quiet        say nothing when all went well\n"
    "  --help         this text\n"
    "\n"
    "Exit status: 0 done, 1 the database could not be read or written, 2 wrong usage.\n";

static void show_progress(void *ctx, int64_t done)
{
    (void)ctx;
    fprintf(stderr, "\r%" PRId64 " complaints", done);
}

static int failed(enum err e)
{
    fprintf(stderr, "redress index: %s\n",
            e == ERR_DB_AWAY  ? "the database cannot be reached"
            : e == ERR_RETRY  ? "something else is writing to the index; run it again"
            : e == ERR_CONFIG ? "the schema is not this version's; run `redress migrate --grants` first"
                              : err_name(e));
    return 1;
}

static int run(const char *path, bool again, bool quiet)
{
    struct config *config;
    struct db_config database;
    struct db *db;
    int64_t from_us = utc_monotonic_us(), done = 0;
    bool progress = !quiet && isatty(STDERR_FILENO);
    if (config_load(path, &config) != ERR_NONE || config_database(config, DB_JOBS, &database) != ERR_NONE)
        return 1;
    enum err e = db_open(&database, DB_JOBS, app_stores, &db);
    if (e != ERR_NONE)
        return failed(e);
    e = search_build(db, again, progress ? show_progress : NULL, NULL, &done);
    db_close(db);
    if (progress)
        fprintf(stderr, "\r\033[K");
    if (e != ERR_NONE)
        return failed(e);
    if (!quiet)
        printf("%" PRId64 " complaints indexed in %.1f s\n", done, (double)(utc_monotonic_us() - from_us) / UTC_SECOND_US);
    return 0;
}

int ctl_index(int argc, char **argv)
{
    const char *path = NULL;
    bool again = false, quiet = false;
    int status;
    const struct ctl_option options[] = {{"rebuild", &again, NULL}, {"config", NULL, &path}, {"quiet", &quiet, NULL}};
    return ctl_options(argc, argv, help, options, COUNT_OF(options), &status) ? run(path, again, quiet) : status;
}
