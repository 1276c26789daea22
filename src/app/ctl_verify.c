#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>

#include "change_store.h"
#include "complaint_store.h"
#include "config_load.h"
#include "crypto_random.h"
#include "ctl.h"
#include "stores.h"

#define BATCH 500

struct tally {
    int64_t complaints, altered;
};

static enum err verify_complaints(struct db *db, struct arena *a, const struct crypto_keys *keys, struct tally *tally)
{
    int64_t after = 0;
    for (;;) {
        int64_t *ids;
        size_t n;
        arena_reset(a);
        TRY(complaint_ids(db, a, after, BATCH, &ids, &n));
        if (n == 0)
            return ERR_NONE;
        for (size_t i = 0; i < n; i++) {
            int bad = 0;
            TRY(complaint_verify(db, a, keys, ids[i], &bad));
            if (bad && tally->altered++ == 0)
                printf("ALTERED complaint %" PRId64 ": event %d is the first that does not fit\n", ids[i], bad);
            else if (bad)
                printf("altered complaint %" PRId64 ": event %d\n", ids[i], bad);
        }
        tally->complaints += (int64_t)n;
        after = ids[n - 1];
    }
}

static enum err verify(struct db *db, const struct crypto_keys *keys, bool *ret_sound)
{
    struct arena *a = arena_new(256 << 20);
    struct tally tally = {0};
    int64_t bad_change = 0;
    enum err e = verify_complaints(db, a, keys, &tally);
    if (e == ERR_NONE) {
        arena_reset(a);
        e = change_verify(db, a, keys, &bad_change);
    }
    arena_free(a);
    if (e != ERR_NONE)
        return e;
    if (bad_change)
        printf("ALTERED change log: entry %" PRId64 " is the first that does not fit\n", bad_change);
    printf("%" PRId64 " complaints checked, %" PRId64 " altered; change log %s\n", tally.complaints, tally.altered, bad_change ? "altered" : "sound");
    *ret_sound = tally.altered == 0 && !bad_change;
    return ERR_NONE;
}

static void usage(FILE *out)
{
    fputs("usage: redress verify [--config FILE]\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n\n"
          "Recomputes the chain of every complaint's timeline and of the change log. Exit status 1 when a record was altered; the first one is named.\n",
          out);
}

int ctl_verify(int argc, char **argv)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *path = NULL;
    for (int c; (c = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        if (c != 'c') {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
        path = optarg;
    }
    struct config *config;
    struct db_config db_config;
    struct crypto_keys *keys;
    struct db *db;
    char why[256];
    if (crypto_start() != ERR_NONE || config_load(path, &config) != ERR_NONE || config_database(config, DB_JOBS, &db_config) != ERR_NONE)
        return 1;
    if (crypto_keys_load(config->paths.keys, CRYPTO_JOBS, &keys, why) != ERR_NONE) {
        fprintf(stderr, "%s\n", why);
        return 1;
    }
    enum err e = db_open(&db_config, DB_JOBS, app_stores, &db);
    bool sound = false;
    if (e == ERR_NONE) {
        e = verify(db, keys, &sound);
        db_close(db);
    }
    crypto_keys_free(keys);
    if (e != ERR_NONE)
        fprintf(stderr, "the records could not be checked: %s\n", err_name(e));
    return e == ERR_NONE && sound ? 0 : 1;
}
