#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "anchor_file.h"
#include "change_store.h"
#include "complaint_store.h"
#include "config_load.h"
#include "crypto_random.h"
#include "ctl.h"
#include "pack_verify.h"
#include "sample_store.h"
#include "stores.h"
#include "utc.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define BATCH 200
#define SHOWN_MAX 20

static const char help[] =
    "usage: redress verify [--config FILE] [--anchors FILE] [--quiet]\n"
    "       redress verify --pack FILE [--key FILE] [--quiet]\n"
    "\n"
    "Recomputes the chain of every complaint's timeline and of the change log, and names every record from which on a chain is not as it\n"
    "was written: changed, deleted, inserted or moved. Draws every monthly sample again from its seed and list, and names the first that\n"
    "comes out differently. Recomputes every daily anchor and compares it with the chains, so that a chain cut off at its end is found.\n"
    "Reads only; safe while the program serves.\n"
    "\n"
    "With --pack it says instead whether an evidence pack is as it was signed, without a database: what is in it, or the first part that differs.\n"
    "\n"
    "  --anchors FILE what paths.anchors of the configuration wrote, kept where the database's keepers cannot change it: every line must be an\n"
    "                 anchor of the database\n"
    "  --pack FILE    the evidence pack\n"
    "  --key FILE     what \"redress keys public\" printed where it was made; default: the keys of this installation, with which the steps are\n"
    "                 recomputed as well\n"
    "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
    "  --quiet        say nothing when all is sound\n"
    "  --help         this text\n"
    "\n"
    "Exit status: 0 all is sound, 1 something was altered or could not be read, 2 wrong usage.\n";

struct verify {
    struct db *db;
    struct arena *arena;
    struct crypto_keys *keys;
    const char *anchors; /* file to compare with; NULL: none */
    bool quiet, progress;
    int64_t complaints, altered;
    size_t anchors_n;
    bool anchors_sound;
};

static void show_progress(const struct verify *v)
{
    if (v->progress)
        fprintf(stderr, "\r%" PRId64 " complaints", v->complaints);
}

static void end_progress(const struct verify *v)
{
    if (v->progress)
        fprintf(stderr, "\r\033[K");
}

static void tell_altered(struct verify *v, int64_t id, int seq)
{
    if (v->altered == 0)
        end_progress(v);
    if (v->altered < SHOWN_MAX)
        printf("ALTERED: complaint %" PRId64 ", from event %d on\n", id, seq);
    else if (v->altered == SHOWN_MAX)
        printf("... and more\n");
    v->altered++;
}

static enum err verify_complaints(struct verify *v)
{
    int64_t after = 0;
    size_t n;
    do {
        int64_t *ids, last = after;
        TRY(complaint_ids(v->db, v->arena, after, BATCH, &ids, &n));
        for (size_t i = 0; i < n; i++) {
            int bad_seq;
            TRY(complaint_verify(v->db, v->arena, v->keys, ids[i], &bad_seq));
            if (bad_seq)
                tell_altered(v, ids[i], bad_seq);
            last = ids[i];
        }
        v->complaints += (int64_t)n;
        after = last;
        show_progress(v);
        arena_reset(v->arena);
    } while (n == BATCH);
    end_progress(v);
    return ERR_NONE;
}

/* Up to the first that is not what its seed and list give. */
static enum err verify_samples(struct verify *v, int64_t *ret_n, bool *ret_sound)
{
    int64_t after = 0;
    *ret_n = 0;
    *ret_sound = true;
    for (;;) {
        struct sample s;
        const char *why;
        enum err e = sample_verify_next(v->db, v->arena, after, &s, &why);
        if (e != ERR_NONE)
            return e == ERR_NOT_FOUND ? ERR_NONE : e;
        after = s.id;
        (*ret_n)++;
        if (why) {
            printf("ALTERED: sample %" PRId64 ": %s\n", s.id, why);
            *ret_sound = false;
            return ERR_NONE;
        }
        arena_reset(v->arena);
    }
}

static void tell_anchor(const struct anchor *x, const struct anchor_finding *f)
{
    if (f->forged)
        printf("ALTERED: anchor of %d: not signed by the anchor key\n", x->day);
    if (f->complaint_id)
        printf("ALTERED: complaint %" PRId64 ": event %d is not as the anchor of %d holds it\n", f->complaint_id, f->seq, x->day);
    if (f->digest_other)
        printf("ALTERED: anchor of %d: what it holds is not what was signed\n", x->day);
}

static enum err verify_anchors(struct verify *v)
{
    static const uint8_t none[32];
    const uint8_t *before = none;
    struct anchor *list;
    v->anchors_sound = true;
    TRY(anchor_list(v->db, v->arena, 0, &list, &v->anchors_n));
    for (size_t i = 0; i < v->anchors_n; before = list[i++].digest) {
        struct anchor_finding f;
        TRY(anchor_verify(v->db, v->keys, &list[i], &f));
        tell_anchor(&list[i], &f);
        bool follows = memcmp(before, list[i].before, 32) == 0;
        if (!follows)
            printf("ALTERED: anchor of %d: the anchor before it is missing or another\n", list[i].day);
        v->anchors_sound &= follows && !f.forged && !f.complaint_id && !f.digest_other;
    }
    if (v->anchors)
        v->anchors_sound &= anchor_file_verify(v->arena, v->anchors, list, v->anchors_n);
    return ERR_NONE;
}

static int failed(const char *what, enum err e)
{
    fprintf(stderr, "redress verify: %s: %s\n", what,
            e == ERR_CRYPTO  ? "a chain key is missing; run it where the keys of `redress jobs` are"
            : e == ERR_DB_AWAY ? "the database cannot be reached"
                               : err_name(e));
    return 1;
}

static int run(struct verify *v)
{
    int64_t from_us = utc_monotonic_us(), bad_change = 0;
    enum err e = verify_complaints(v);
    if (e != ERR_NONE)
        return failed("the timelines could not be read", e);
    e = change_verify(v->db, v->keys, &bad_change);
    if (e != ERR_NONE)
        return failed("the change log could not be read", e);
    if (bad_change)
        printf("ALTERED: change log, from record %" PRId64 " on\n", bad_change);
    int64_t samples = 0;
    bool drawn = true;
    e = verify_samples(v, &samples, &drawn);
    if (e != ERR_NONE)
        return failed("the samples could not be read", e);
    e = verify_anchors(v);
    if (e != ERR_NONE)
        return failed("the anchors could not be read", e);
    bool sound = v->altered == 0 && bad_change == 0 && drawn && v->anchors_sound;
    if (!sound || !v->quiet)
        printf("%" PRId64 " timelines verified in %.1f s, %" PRId64 " altered; change log %s; %" PRId64 " samples drawn again, %s; %zu anchors, %s\n", v->complaints,
               (double)(utc_monotonic_us() - from_us) / UTC_SECOND_US, v->altered, bad_change ? "altered" : "sound", samples, drawn ? "sound" : "altered", v->anchors_n,
               v->anchors_sound ? "sound" : "altered");
    return sound ? 0 : 1;
}

static int open_and_run(const char *path, struct verify *v)
{
    struct config *config;
    struct db_config database;
    char why[256];
    if (config_load(path, &config) != ERR_NONE || config_database(config, DB_JOBS, &database) != ERR_NONE)
        return 1;
    if (crypto_start() != ERR_NONE || crypto_keys_load(config->paths.keys, CRYPTO_JOBS, &v->keys, why) != ERR_NONE) {
        fprintf(stderr, "redress verify: %s\n", why);
        return 1;
    }
    enum err e = db_open(&database, DB_JOBS, app_stores, &v->db);
    if (e == ERR_NONE) {
        v->arena = arena_new(ARENA_BYTES);
        int status = run(v);
        arena_free(v->arena);
        db_close(v->db);
        crypto_keys_free(v->keys);
        return status;
    }
    crypto_keys_free(v->keys);
    return failed("no connection", e);
}

int ctl_verify(int argc, char **argv)
{
    struct verify v = {0};
    const char *path = NULL, *pack = NULL, *key = NULL;
    int status;
    const struct ctl_option options[] = {{"config", NULL, &path}, {"quiet", &v.quiet, NULL}, {"pack", NULL, &pack}, {"key", NULL, &key}, {"anchors", NULL, &v.anchors}};
    if (!ctl_options(argc, argv, help, options, COUNT_OF(options), &status))
        return status;
    if ((key && !pack) || (v.anchors && pack)) {
        fputs(help, stderr);
        return 2;
    }
    if (pack)
        return pack_verify(pack, key, path, v.quiet);
    v.progress = !v.quiet && isatty(STDERR_FILENO);
    return open_and_run(path, &v);
}
