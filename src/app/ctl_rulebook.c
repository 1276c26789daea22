#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "basis_store.h"
#include "book_file.h"
#include "calendar_store.h"
#include "complaint_replay_store.h"
#include "config_load.h"
#include "crypto_random.h"
#include "ctl.h"
#include "once_store.h"
#include "rulebook_store.h"
#include "utc.h"
#include "utf8.h"

#define ARENA_BYTES ((size_t)256 << 20)
#define VERSIONS_SHOWN 100
#define VALUE_SHOWN 100
#define DAYS_MAX 36500

static const char help[] =
    "usage: redress rulebook check FILE...\n"
    "       redress rulebook load FILE [--note TEXT]\n"
    "       redress rulebook export [--version N]\n"
    "       redress rulebook diff FILE|N FILE|N\n"
    "       redress rulebook list\n"
    "       redress rulebook replay FILE [--days N]\n"
    "\n"
    "An organisation's rules (categories, grades, time limits, grounds for closing, texts, roles) as one YAML document; rulebooks/README.md tells its keys.\n"
    "FILE may be - for standard input, N is the number of a version as `list` shows it.\n"
    "\n"
    "  check   name file, line and reason of every fault; needs no database\n"
    "  load    put it in force at once and tell what changes; a faulty document changes nothing\n"
    "  export  write what is in force, or version N, to standard output\n"
    "  diff    tell what differs between two\n"
    "  list    the versions, newest first\n"
    "  replay  what it would have meant for the complaints of the last days: how many promised times would have been missed; changes nothing\n"
    "\n"
    "  --note TEXT    why, for the list of versions\n"
    "  --version N    another version than the one in force\n"
    "  --days N       replay: how far back; default 365\n"
    "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
    "  --help         this text\n"
    "\n"
    "Exit status: 0 done, 1 faults or failed, 2 wrong usage. diff: 0 the same, 1 they differ or failed.\n";

struct options {
    const char *config, *note;
    long long version, days;
    char **files;
    int n_files;
};

struct work {
    const struct options *options;
    struct arena *arena;
    struct config *config;
    struct db *db;
    struct crypto_keys *keys;
};

/* ---- telling ---- */

static const char *short_value(struct arena *a, const char *value)
{
    return *value ? utf8_shorten(a, str_of(value), VALUE_SHOWN) : "(nothing)";
}

static void tell_differences(struct arena *a, const struct rulebook *before, const struct rulebook *after, size_t *ret_n)
{
    struct rulebook_difference *list;
    size_t n;
    rulebook_diff(a, before ? before : rulebook_empty(a), after, &list, &n);
    for (size_t i = 0; i < n; i++) {
        const struct rulebook_difference *d = &list[i];
        const char *what = arena_printf(a, "%s%s%s", *d->section ? d->section : "rulebook", *d->code ? " " : "", d->code);
        if (d->kind == RULEBOOK_ADDED)
            printf("+ %s (%s)\n", what, *d->name.en ? d->name.en : d->name.zh);
        else if (d->kind == RULEBOOK_REMOVED)
            printf("- %s (%s)\n", what, *d->name.en ? d->name.en : d->name.zh);
        else if (d->kind == RULEBOOK_MOVED)
            printf("~ %s: from place %s to %s\n", what, d->before, d->after);
        else
            printf("~ %s: %s: %s -> %s\n", what, d->member, short_value(a, d->before), short_value(a, d->after));
    }
    *ret_n = n;
}

static int failed(const struct work *w, const char *what, enum err e)
{
    fprintf(stderr, "redress rulebook: %s: %s\n", what,
            e == ERR_DB_AWAY     ? "the database cannot be reached"
            : e == ERR_NOT_FOUND ? "there is no such version"
            : e == ERR_CONFIG    ? "no rulebook is in force yet; load one with redress rulebook load FILE"
            : e == ERR_DB        ? db_last_message(w->db)
                                 : err_name(e));
    return 1;
}

/* ---- commands ---- */

static int check_files(struct arena *a, const struct options *o)
{
    int status = 0;
    for (int i = 0; i < o->n_files; i++) {
        struct rulebook *book;
        if (book_file_read(a, o->files[i], &book) != ERR_NONE)
            status = 1;
        else
            printf("%s: no faults\n", o->files[i]);
    }
    return status;
}

static int load(struct work *w)
{
    const char *path = w->options->files[0];
    struct rulebook_faults *faults = ARENA_NEW(w->arena, struct rulebook_faults);
    struct rulebook *book;
    const struct rulebook *was = NULL;
    int64_t id;
    size_t n;
    if (book_file_read(w->arena, path, &book) != ERR_NONE)
        return 1;
    enum err e = rulebook_in_force(w->db, w->arena, &was, &id);
    if (e != ERR_NONE && e != ERR_CONFIG)
        return failed(w, "the book in force cannot be read", e);
    e = rulebook_load(w->db, w->arena, w->keys, book, w->options->note, utc_now_us(), faults);
    if (e == ERR_INPUT || e == ERR_STATE) {
        book_file_tell(path, faults);
        return 1;
    }
    if (e != ERR_NONE)
        return failed(w, "it was not loaded", e);
    tell_differences(w->arena, was, book, &n);
    printf(n ? "%s is in force; %zu changes\n" : "%s is what was in force already\n", path, n);
    return 0;
}

static enum err version_by_number(struct work *w, long long number, struct rulebook **ret_book, struct str *ret_yaml)
{
    struct rulebook_version *list, v;
    size_t n;
    TRY(rulebook_versions(w->db, w->arena, SIZE_MAX >> 1, &list, &n));
    for (size_t i = 0; i < n; i++) {
        if (list[i].number == number)
            return rulebook_version_load(w->db, w->arena, list[i].id, &v, ret_book, ret_yaml);
    }
    return ERR_NOT_FOUND;
}

static int export(struct work *w)
{
    struct rulebook *book;
    struct str yaml;
    if (w->options->version) {
        enum err e = version_by_number(w, w->options->version, &book, &yaml);
        if (e != ERR_NONE)
            return failed(w, "export", e);
    } else {
        const struct rulebook *now;
        int64_t id;
        enum err e = rulebook_in_force(w->db, w->arena, &now, &id);
        if (e != ERR_NONE)
            return failed(w, "export", e);
        yaml = rulebook_write(w->arena, now);
    }
    return fwrite(yaml.p, 1, yaml.n, stdout) == yaml.n && fflush(stdout) == 0 ? 0 : 1;
}

static bool is_number(const char *word, long long *ret_number)
{
    return str_to_i64(str_of(word), 1, INT32_MAX, ret_number);
}

static enum err book_of(struct work *w, const char *word, struct rulebook **ret_book)
{
    long long number;
    struct str yaml;
    if (!is_number(word, &number))
        return book_file_read(w->arena, word, ret_book);
    enum err e = version_by_number(w, number, ret_book, &yaml);
    if (e != ERR_NONE)
        (void)failed(w, word, e);
    return e;
}

static int diff(struct work *w)
{
    struct rulebook *before, *after;
    size_t n;
    if (book_of(w, w->options->files[0], &before) != ERR_NONE || book_of(w, w->options->files[1], &after) != ERR_NONE)
        return 1;
    tell_differences(w->arena, before, after, &n);
    return n ? 1 : 0;
}

static int list_versions(struct work *w)
{
    static const char *const states[] = {"", "draft", "planned", "in force", "past", "dropped"};
    struct rulebook_version *list;
    size_t n;
    enum err e = rulebook_versions(w->db, w->arena, VERSIONS_SHOWN, &list, &n);
    if (e != ERR_NONE)
        return failed(w, "list", e);
    for (size_t i = 0; i < n; i++) {
        const struct rulebook_version *v = &list[i];
        int64_t at = v->effective_us ? v->effective_us : v->edited_us;
        printf("%4s  %-8s  %s  %s%s%s\n", v->number ? arena_printf(w->arena, "%d", v->number) : "", states[v->state], utc_iso(w->arena, at),
               *v->publisher ? v->publisher : *v->author ? v->author : "command line", *v->note ? "  " : "", v->note);
    }
    return 0;
}

/* ---- replay ---- */

static void tell_replay(const struct replay *r, long long days)
{
    printf("%" PRId64 " complaints of the last %lld days, told again to both books\n\n%-16s %10s %10s   %10s %10s\n", r->complaints, days, "", "in force", "late", "new", "late");
    for (int k = 1; k < CLOCK_KIND__END; k++) {
        const struct replay_kind *kind = &r->kinds[k];
        if (kind->before || kind->after)
            printf("%-16s %10" PRId64 " %10" PRId64 "   %10" PRId64 " %10" PRId64 "\n", rulebook_clock_word((enum rb_clock_kind)k), kind->before, kind->late_before, kind->after,
                   kind->late_after);
    }
    printf("\n%" PRId64 " complaints would have been late somewhere, with the book in force %" PRId64 "; %" PRId64 " would have another grade\n", r->late_after, r->late_before,
           r->regraded);
}

static int replay(struct work *w)
{
    struct rulebook *book;
    const struct rulebook *now = NULL;
    const struct utc_zone *zone;
    struct replay result;
    int64_t id, now_us = utc_now_us();
    if (book_file_read(w->arena, w->options->files[0], &book) != ERR_NONE)
        return 1;
    enum err e = rulebook_in_force(w->db, w->arena, &now, &id);
    if (e != ERR_NONE && e != ERR_CONFIG)
        return failed(w, "the book in force cannot be read", e);
    e = utc_zone_load(w->config->site.timezone, &zone);
    if (e == ERR_NONE)
        e = complaint_replay_books(w->db, w->arena, zone, now, book, now_us - w->options->days * UTC_DAY_US, now_us, 0, &result);
    if (e != ERR_NONE)
        return failed(w, "replay", e);
    tell_replay(&result, w->options->days);
    return 0;
}

/* ---- options ---- */

static int with_database(struct work *w, int (*run)(struct work *w))
{
    static const struct db_stmts *const tables[] = {&rulebook_stmts, &rulebook_admin_stmts, &rulebook_used_stmts, &rulebook_follow_stmts, &rulebook_publish_stmts,
                                                    &change_stmts,   &once_stmts,           &basis_stmts,         &basis_raise_stmts,     &calendar_stmts,
                                                    &complaint_replay_stmts, NULL};
    struct db_config database;
    char why[256];
    if (crypto_start() != ERR_NONE || config_load(w->options->config, &w->config) != ERR_NONE || config_database(w->config, DB_OWNER, &database) != ERR_NONE)
        return 1;
    if (crypto_keys_load(w->config->paths.keys, CRYPTO_ALL, &w->keys, why) != ERR_NONE) {
        fprintf(stderr, "redress rulebook: %s\n", why);
        return 1;
    }
    int status = 1;
    if (db_open(&database, DB_OWNER, tables, &w->db) == ERR_NONE) {
        status = run(w);
        db_close(w->db);
    } else {
        fputs("redress rulebook: the database cannot be used; see redress doctor\n", stderr);
    }
    crypto_keys_free(w->keys);
    return status;
}

/* Two files need no database. */
static int run_diff(struct work *w)
{
    long long number;
    bool files = !is_number(w->options->files[0], &number) && !is_number(w->options->files[1], &number);
    return files ? diff(w) : with_database(w, diff);
}

static int run(const char *command, struct work *w)
{
    const struct options *o = w->options;
    if (strcmp(command, "check") == 0 && o->n_files > 0)
        return check_files(w->arena, o);
    if (strcmp(command, "load") == 0 && o->n_files == 1)
        return with_database(w, load);
    if (strcmp(command, "export") == 0 && o->n_files == 0)
        return with_database(w, export);
    if (strcmp(command, "diff") == 0 && o->n_files == 2)
        return run_diff(w);
    if (strcmp(command, "list") == 0 && o->n_files == 0)
        return with_database(w, list_versions);
    if (strcmp(command, "replay") == 0 && o->n_files == 1)
        return with_database(w, replay);
    fputs(help, stderr);
    return 2;
}

int ctl_rulebook(int argc, char **argv)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'}, {"note", required_argument, NULL, 'n'}, {"version", required_argument, NULL, 'v'},
                                          {"days", required_argument, NULL, 'd'},   {"help", no_argument, NULL, 'h'},       {0}};
    struct options o = {.note = "", .days = 365};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (c == 'c') {
            o.config = optarg;
        } else if (c == 'n') {
            o.note = optarg;
        } else if (!(c == 'v' && is_number(optarg, &o.version)) && !(c == 'd' && str_to_i64(str_of(optarg), 1, DAYS_MAX, &o.days))) {
            fputs(help, c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    if (optind == argc) {
        fputs(help, stderr);
        return 2;
    }
    o.files = argv + optind + 1;
    o.n_files = argc - optind - 1;
    struct work w = {.options = &o, .arena = arena_new(ARENA_BYTES)};
    int status = run(argv[optind], &w);
    arena_free(w.arena);
    return status;
}
