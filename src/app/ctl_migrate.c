#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_load.h"
#include "ctl.h"
#include "db.h"
#include "grants.h"
#include "log.h"
#include "migrate.h"

#define PATH_BYTES 4096

struct options {
    const char *config, *grants, *from_host;
    bool with_grants, check;
};

static void usage(FILE *out)
{
    (void)fputs("Usage: redress migrate [--config FILE] [--check | --grants [--grants-file FILE] [--from-host HOST]]\n"
                "Brings the database to the schema of this program, as the database's owner. Safe to run again, and while the program serves.\n"
                "  --config FILE       configuration file\n"
                "  --check             change nothing; exit status 1 when the schema is not that of this program\n"
                "  --grants            also give each pool's database user its rights\n"
                "  --grants-file FILE  the rights (default: grants.sql beside the directory of the migrations)\n"
                "  --from-host HOST    where the pools connect from (default: localhost with a socket, % otherwise)\n",
                out);
}

/* Exit status to end with, or -1 to go on. */
static int read_options(int argc, char **argv, struct options *o)
{
    enum { CONFIG, CHECK, GRANTS, GRANTS_FILE, FROM_HOST, HELP };
    static const struct option known[] = {
        {"config", required_argument, NULL, CONFIG},           {"check", no_argument, NULL, CHECK},
        {"grants", no_argument, NULL, GRANTS},                 {"grants-file", required_argument, NULL, GRANTS_FILE},
        {"from-host", required_argument, NULL, FROM_HOST},     {"help", no_argument, NULL, HELP},
        {0},
    };
    int found;

    while ((found = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (found) {
        case CONFIG:
            o->config = optarg;
            break;
        case CHECK:
            o->check = true;
            break;
        case GRANTS:
            o->with_grants = true;
            break;
        case GRANTS_FILE:
            o->grants = optarg;
            break;
        case FROM_HOST:
            o->from_host = optarg;
            break;
        case HELP:
            usage(stdout);
            return 0;
        default:
            usage(stderr);
            return 2;
        }
    }
    if (optind != argc || (o->check && o->with_grants)) {
        usage(stderr);
        return 2;
    }
    return -1;
}

static enum err grant(struct db *db, const struct config *config, const struct db_config *connection, const struct options *o)
{
    const struct grants_names names = {
        .public_user = config->database.public_pool.user,
        .staff_user = config->database.staff_pool.user,
        .jobs_user = config->database.jobs.user,
        .owner_user = config->database.owner.user,
        .from_host = o->from_host ? o->from_host : connection->socket && *connection->socket ? "localhost" : "%",
    };
    char path[PATH_BYTES], why[256] = "";
    enum err e;

    if (o->grants)
        (void)snprintf(path, sizeof(path), "%s", o->grants);
    else
        (void)snprintf(path, sizeof(path), "%s/../grants.sql", config->paths.migrations);
    e = grants_apply(db, path, &names, why);
    if (e == ERR_NONE)
        (void)puts("The database users of the pools have their rights.");
    else
        (void)fprintf(stderr, "redress migrate: %s\n", why);
    return e;
}

static enum err check(struct db *db, const struct config *config)
{
    char why[256] = "";
    enum err e = migrate_check(db, config->paths.migrations, why);

    if (e == ERR_NONE)
        (void)puts("The schema is that of this program.");
    else
        (void)fprintf(stderr, "redress migrate: %s\n", why);
    return e;
}

static enum err migrate(struct db *db, const struct config *config, const struct db_config *connection, const struct options *o)
{
    if (o->check)
        return check(db, config);
    TRY(migrate_run(db, config->paths.migrations, stdout));
    return o->with_grants ? grant(db, config, connection, o) : ERR_NONE;
}

int ctl_migrate(int argc, char **argv)
{
    static const struct db_stmts *const none[] = {NULL};
    struct options options = {0};
    struct config *config;
    struct db_config connection;
    struct db *db;
    enum err e;
    int status = read_options(argc, argv, &options);

    if (status >= 0)
        return status;
    if (config_load(options.config, &config) != ERR_NONE || config_database(config, DB_OWNER, &connection) != ERR_NONE)
        return 1;
    e = db_open(&connection, DB_OWNER, none, &db);
    if (e != ERR_NONE) {
        (void)fputs("redress migrate: cannot connect to the database as its owner; the reason is in the line above.\n", stderr);
        return 1;
    }
    e = migrate(db, config, &connection, &options);
    db_close(db);
    if (e != ERR_NONE)
        (void)fprintf(stderr, "redress migrate: stopped: %s\n", err_name(e));
    return e == ERR_NONE ? 0 : 1;
}
