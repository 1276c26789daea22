#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "basis_store.h"
#include "calendar_import.h"
#include "calendar_store.h"
#include "config_load.h"
#include "crypto_random.h"
#include "ctl.h"
#include "once_store.h"
#include "utc.h"

#define ARENA_BYTES (64u << 20)

static void usage(FILE *out)
{
    (void)fputs("usage: redress calendar import [--check] [--config FILE] FILE...\n\n"
                "Puts the holidays of a year into a calendar, from files such as rulebooks/calendars/cn-2026.yaml: days off, make-up working days and where\n"
                "they were published. The calendar is made when there is none of that code. Whatever is done stands in the change log. Administrators can\n"
                "paste the published notice on the calendar's page instead.\n\n"
                "  --check        read the files, tell every fault with its line, change nothing\n"
                "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n",
                out);
}

static enum err import_all(const char *config_path, char **files, int n)
{
    static const struct db_stmts *const tables[] = {&calendar_stmts, &calendar_admin_stmts, &change_stmts, &basis_raise_stmts, &once_stmts, NULL};
    struct config *config;
    struct db_config db_config;
    struct crypto_keys *keys;
    struct db *db;
    char why[256];
    enum err e = ERR_NONE;
    if (crypto_start() != ERR_NONE || config_load(config_path, &config) != ERR_NONE || config_database(config, DB_OWNER, &db_config) != ERR_NONE)
        return ERR_CONFIG;
    if (crypto_keys_load(config->paths.keys, CRYPTO_ALL, &keys, why) != ERR_NONE) {
        (void)fprintf(stderr, "%s\n", why);
        return ERR_CONFIG;
    }
    if (db_open(&db_config, DB_OWNER, tables, &db) == ERR_NONE) {
        struct arena *a = arena_new(ARENA_BYTES);
        for (int i = 0; i < n && e == ERR_NONE; i++)
            e = calendar_import(db, a, keys, utc_now_us(), files[i], stdout);
        if (e != ERR_NONE && e != ERR_CONFIG)
            (void)fprintf(stderr, "redress calendar: %s: %s\n", err_name(e), db_last_message(db));
        arena_free(a);
        db_close(db);
    } else {
        (void)fprintf(stderr, "the database cannot be used; see redress doctor\n");
        e = ERR_DB_AWAY;
    }
    crypto_keys_free(keys);
    return e;
}

static enum err check_all(char **files, int n)
{
    struct arena *a = arena_new(ARENA_BYTES);
    enum err e = ERR_NONE;
    for (int i = 0; i < n; i++) {
        if (calendar_import_check(a, files[i]) != ERR_NONE)
            e = ERR_CONFIG;
    }
    arena_free(a);
    return e;
}

int ctl_calendar(int argc, char **argv)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'}, {"check", no_argument, NULL, 'k'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *config = NULL;
    bool check = false;
    for (int c; (c = getopt_long(argc, argv, "c:h", known, NULL)) != -1;) {
        if (c == 'c') {
            config = optarg;
        } else if (c == 'k') {
            check = true;
        } else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    if (argc - optind < 2 || strcmp(argv[optind], "import") != 0) {
        usage(stderr);
        return 2;
    }
    /* Every file is checked before the first one changes anything. */
    enum err e = check_all(argv + optind + 1, argc - optind - 1);
    if (e == ERR_NONE && !check)
        e = import_all(config, argv + optind + 1, argc - optind - 1);
    return e == ERR_NONE ? 0 : 1;
}
