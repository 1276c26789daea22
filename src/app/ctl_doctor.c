#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "complaint_flow.h"
#include "config_load.h"
#include "ctl.h"
#include "migrate.h"
#include "site.h"
#include "stores.h"
#include "task_store.h"

/* Each finding is one line: "ok", "note" or "BAD", what was looked at, and for a bad one what to do. */
struct report {
    unsigned bad;
};

static void tell(struct report *report, bool good, const char *what, const char *remedy)
{
    printf("%-4s %s%s%s\n", good ? "ok" : "BAD", what, good || !*remedy ? "" : ": ", good ? "" : remedy);
    if (!good)
        report->bad++;
}

static void check_folders(struct report *report, const struct config *config)
{
    const struct {
        const char *name, *path;
    } folders[] = {{"paths.templates", config->paths.templates},
                   {"paths.locale", config->paths.locale},
                   {"paths.migrations", config->paths.migrations},
                   {"paths.run", config->paths.run}};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        char what[400];
        struct stat info;
        snprintf(what, sizeof what, "%s %s", folders[i].name, folders[i].path);
        tell(report, stat(folders[i].path, &info) == 0 && S_ISDIR(info.st_mode), what, "there is no such folder; mend the path in the configuration");
    }
}

static void check_keys(struct report *report, const struct config *config)
{
    static const struct {
        const char *name;
        enum crypto_pool pool;
    } pools[] = {{"public", CRYPTO_PUBLIC}, {"staff", CRYPTO_STAFF}, {"jobs", CRYPTO_JOBS}};
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        struct crypto_keys *keys = NULL;
        char why[256] = "", what[300];
        enum err e = crypto_keys_load(config->paths.keys, pools[i].pool, &keys, why);
        snprintf(what, sizeof what, "keys of the %s pool in %s", pools[i].name, config->paths.keys);
        tell(report, e == ERR_NONE, what, why);
        if (e == ERR_NONE)
            crypto_keys_free(keys);
    }
}

static void check_tasks(struct report *report, struct db *db, struct arena *arena)
{
    int64_t waiting = 0, dead = 0;
    char what[120];
    if (task_counts(db, arena, &waiting, &dead) != ERR_NONE)
        return;
    snprintf(what, sizeof what, "tasks: %" PRId64 " waiting, %" PRId64 " given up", waiting, dead);
    tell(report, dead == 0, what, "see why in the log of redress jobs");
}

static void check_database(struct report *report, const struct config *config)
{
    static const struct {
        const char *name;
        unsigned pool;
    } pools[] = {{"public pool", DB_PUBLIC}, {"staff pool", DB_STAFF}, {"jobs", DB_JOBS}};
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        struct db_config db_config;
        struct db *db;
        char what[200], why[256] = "";
        snprintf(what, sizeof what, "database as the user of the %s", pools[i].name);
        if (config_database(config, pools[i].pool, &db_config) != ERR_NONE) {
            tell(report, false, what, "see above");
            continue;
        }
        enum err e = db_open(&db_config, pools[i].pool, app_stores, &db);
        tell(report, e == ERR_NONE, what,
             e == ERR_DB_AWAY ? "it cannot be reached; does it run, and are socket or host, user and password right?"
                              : "schema or rights do not fit; run: redress migrate --grants");
        if (e != ERR_NONE)
            continue;
        if (pools[i].pool == DB_JOBS) {
            struct arena *arena = arena_new(1 << 20);
            e = migrate_check(db, config->paths.migrations, why);
            tell(report, e == ERR_NONE, "schema version", why);
            check_tasks(report, db, arena);
            arena_free(arena);
        }
        db_close(db);
    }
}

static void usage(FILE *out)
{
    fputs("usage: redress doctor [--config FILE] [--settings | --flow]\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  --settings     only print every setting with its default and bounds\n"
          "  --flow         only print the states of a complaint and what leads from one to another, as a Mermaid diagram\n",
          out);
}

static void print_flow(void)
{
    struct arena *arena = arena_new(1 << 20);
    fputs(flow_graph(arena), stdout);
    arena_free(arena);
}

int ctl_doctor(int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"settings", no_argument, NULL, 's'}, {"flow", no_argument, NULL, 'f'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *path = NULL;
    for (int c; (c = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        if (c == 'c')
            path = optarg;
        else if (c == 's') {
            config_print_settings();
            return 0;
        } else if (c == 'f') {
            print_flow();
            return 0;
        } else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    struct report report = {0};
    struct config *config;
    if (config_load(path, &config) != ERR_NONE)
        return 1;
    tell(&report, true, "configuration", "");
    check_folders(&report, config);
    check_keys(&report, config);
    struct site site;
    tell(&report, site_make(config, CRYPTO_STAFF, &site) == ERR_NONE, "templates, translations and routes", "see above");
    check_database(&report, config);
    if (report.bad)
        printf("%u to mend\n", report.bad);
    else
        puts("all is well");
    return report.bad ? 1 : 0;
}
