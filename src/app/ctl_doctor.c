#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "anchor_store.h"
#include "complaint_flow.h"
#include "config_load.h"
#include "crypto_random.h"
#include "ctl.h"
#include "keep_store.h"
#include "migrate.h"
#include "post_out.h"
#include "post_store.h"
#include "rulebook_store.h"
#include "site.h"
#include "stores.h"
#include "task_store.h"

#define ARENA_BYTES ((size_t)64 << 20)

/* Each finding is one line: "ok" or "BAD", what was looked at, and for a bad one what to do. */
struct report {
    unsigned bad;
};

static void tell(struct report *report, bool good, const char *what, const char *remedy)
{
    printf("%-4s %s%s%s\n", good ? "ok" : "BAD", what, good || !*remedy ? "" : ": ", good ? "" : remedy);
    if (!good)
        report->bad++;
}

/* Not wrong, but to be known. */
static void check_testing(const struct config *config)
{
    if (*config->testing.clock_file)
        printf("warn testing.clock_file %s: the time of this installation can be moved; take it out where people rely on dates\n",
               config->testing.clock_file);
}

static void check_folder(struct report *report, const char *name, const char *path, const char *within, const char *remedy)
{
    char whole[400], what[480];
    struct stat info;
    snprintf(whole, sizeof whole, "%s%s", path, within);
    snprintf(what, sizeof what, "%s %s", name, whole);
    tell(report, stat(whole, &info) == 0 && S_ISDIR(info.st_mode), what, remedy);
}

static void check_folders(struct report *report, const struct config *config)
{
    const struct {
        const char *name, *path;
    } folders[] = {{"paths.templates", config->paths.templates},
                   {"paths.locale", config->paths.locale},
                   {"paths.migrations", config->paths.migrations},
                   {"paths.run", config->paths.run}};
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        check_folder(report, folders[i].name, folders[i].path, "", "there is no such folder; mend the path in the configuration");
    if (*config->mail_in.maildir)
        check_folder(report, "mail_in.maildir", config->mail_in.maildir, "/new", "there is no Maildir; make it, owned by the user of redress jobs, or mend the path in the configuration");
}

/* The kinds of process. A host that runs one of them has the keys and the password of that one only. */
static const struct pool {
    const char *name, *title;
    enum crypto_pool keys;
    unsigned db;
} pools[] = {{"public", "public pool", CRYPTO_PUBLIC, DB_PUBLIC}, {"staff", "staff pool", CRYPTO_STAFF, DB_STAFF}, {"jobs", "jobs process", CRYPTO_JOBS, DB_JOBS}};

static bool chosen(const char *only, const struct pool *pool)
{
    return !only || strcmp(only, pool->name) == 0;
}

static void check_keys(struct report *report, const struct config *config, const char *only)
{
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        struct crypto_keys *keys = NULL;
        char why[256] = "", what[300];
        if (!chosen(only, &pools[i]))
            continue;
        enum err e = crypto_keys_load(config->paths.keys, pools[i].keys, &keys, why);
        snprintf(what, sizeof what, "keys of the %s in %s", pools[i].title, config->paths.keys);
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

/* Nothing is wrong with any of these: to be known. */
static void tell_keeping(struct report *report, struct db *db, struct arena *arena)
{
    struct keeping_figures figures;
    char what[160];
    if (keep_figures(db, arena, &figures) != ERR_NONE)
        return;
    snprintf(what, sizeof what, "keeping: %" PRId64 " stand in the list to be erased, %" PRId64 " erased, %" PRId64 " under a legal hold", figures.waiting, figures.erased, figures.held);
    tell(report, true, what, "");
}

/* What waits to go out, and whether the servers that take it can be reached. */
static void check_posts(struct report *report, struct db *db, struct arena *arena, const struct config *config)
{
    struct post_counts counts;
    if (post_counted(db, arena, &counts) != ERR_NONE)
        return;
    bool stuck = counts.waiting > 0 && counts.oldest_us < utc_now_us() - UTC_DAY_US;
    tell(report, !stuck, arena_printf(arena, "e-mails and SMS: %" PRId64 " waiting, %" PRId64 " given up", counts.waiting, counts.dead),
         "the oldest has waited for more than a day; see why in the log of redress jobs");
    if (counts.dead)
        puts("warn e-mails and SMS were given up: see why at E-mails and SMS of the administration, and send them again or drop them");
    if (!post_wire_ways(config))
        puts("warn post: neither post.mail_url nor post.sms_url is set, so nobody is told by e-mail or SMS");
}

static void check_post_servers(struct report *report, const struct config *config)
{
    struct post_wire *wire;
    if (!post_wire_ways(config))
        return;
    enum err e = post_wire_new(config, &wire);
    tell(report, e == ERR_NONE, "secrets of post", "see above");
    if (e != ERR_NONE)
        return;
    struct arena *arena = arena_new(1 << 20);
    const char *said = "";
    if (*config->post.mail_url) {
        bool good = post_wire_probe(wire, arena, &said) == WIRE_TAKEN;
        tell(report, good, arena_printf(arena, "mail server %s", config->post.mail_url), said);
    }
    if (*config->post.mail_url && strcmp(config->post.mail_tls, "require") != 0 && strncmp(config->post.mail_url, "smtps", 5) != 0)
        printf("warn post.mail_tls %s: mails may go to the server unencrypted\n", config->post.mail_tls);
    if (strncmp(config->post.sms_url, "http://", 7) == 0)
        puts("warn post.sms_url: http:// sends telephone numbers unencrypted");
    arena_free(arena);
    post_wire_free(wire);
}

/* Sends a test to an address or a telephone number, and says what came of it. */
static int send_test(const struct config *config, const char *address)
{
    static struct site site; /* lives as long as the process */
    struct post_wire *wire;
    struct db_config db_config;
    struct db *db = NULL;
    const char *said = "";
    unsigned way = strchr(address, '@') ? POST_MAIL : POST_SMS;
    if (!(post_wire_ways(config) & way)) {
        fprintf(stderr, "post.%s is not set, so nothing can be sent to %s\n", way == POST_MAIL ? "mail_url" : "sms_url", address);
        return 1;
    }
    if (site_make(config, CRYPTO_JOBS, &site) != ERR_NONE || post_wire_new(config, &wire) != ERR_NONE)
        return 1;
    struct arena *arena = arena_new(8 << 20);
    if (config_database(config, DB_JOBS, &db_config) == ERR_NONE && db_open(&db_config, DB_JOBS, app_stores, &db) != ERR_NONE)
        db = NULL; /* it is not needed for a test */
    bool taken = post_out_test(db, arena, &site, wire, address, utc_now_us(), &said) == WIRE_TAKEN;
    printf("%s %s\n", taken ? "ok   the server took it:" : "BAD  the server did not take it:", said);
    if (db)
        db_close(db);
    arena_free(arena);
    post_wire_free(wire);
    return taken ? 0 : 1;
}

/* Jobs sign one a day; a chain that is cut off is found only up to the newest. */
static void check_anchors(struct report *report, struct db *db, struct arena *arena, const struct config *config)
{
    const struct utc_zone *zone;
    struct anchor *list;
    size_t n;
    if (utc_zone_load(config->site.timezone, &zone) != ERR_NONE || anchor_list(db, arena, 0, &list, &n) != ERR_NONE)
        return;
    bool late = n > 0 && list[n - 1].day < anchor_day_of(utc_now_us() - 2 * UTC_DAY_US, zone);
    tell(report, !late, n > 0 ? arena_printf(arena, "newest signed anchor: %d", list[n - 1].day) : "newest signed anchor: none yet", "see why in the log of redress jobs");
}

static void check_rulebook(struct report *report, struct db *db, struct arena *arena)
{
    const struct rulebook *book;
    int64_t id;
    enum err e = rulebook_in_force(db, arena, &book, &id);
    if (e != ERR_NONE && e != ERR_CONFIG)
        return;
    tell(report, e == ERR_NONE, e == ERR_NONE ? arena_printf(arena, "rulebook in force: %s (%s)", book->code, book->name.en) : "rulebook in force",
         "there is none, so nobody can complain; run: redress rulebook load FILE, with one of rulebooks/ or your own");
}

static void check_database(struct report *report, const struct config *config, const char *only)
{
    bool schema_checked = false;
    for (size_t i = 0; i < COUNT_OF(pools); i++) {
        struct db_config db_config;
        struct db *db;
        char what[200], why[256] = "";
        if (!chosen(only, &pools[i]))
            continue;
        snprintf(what, sizeof what, "database as the user of the %s", pools[i].title);
        if (config_database(config, pools[i].db, &db_config) != ERR_NONE) {
            tell(report, false, what, "see above");
            continue;
        }
        enum err e = db_open(&db_config, pools[i].db, app_stores, &db);
        tell(report, e == ERR_NONE, what,
             e == ERR_DB_AWAY ? "it cannot be reached; does it run, and are socket or host, user and password right?"
                              : "schema or rights do not fit; run: redress migrate --grants");
        if (e != ERR_NONE)
            continue;
        if (!schema_checked) {
            e = migrate_check(db, config->paths.migrations, why);
            tell(report, e == ERR_NONE, "schema version", why);
            schema_checked = true;
            struct arena *arena = arena_new(ARENA_BYTES);
            if (e == ERR_NONE)
                check_rulebook(report, db, arena);
            arena_free(arena);
        }
        if (pools[i].db == DB_JOBS) {
            struct arena *arena = arena_new(8 << 20);
            check_tasks(report, db, arena);
            check_posts(report, db, arena, config);
            check_anchors(report, db, arena, config);
            tell_keeping(report, db, arena);
            arena_free(arena);
        }
        db_close(db);
    }
}

static void usage(FILE *out)
{
    fputs("usage: redress doctor [--config FILE] [--pool public|staff|jobs]\n"
          "       redress doctor [--config FILE] --send-test ADDRESS\n"
          "       redress doctor --settings | --flow\n\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  --pool NAME    only what this kind of process needs; for a host or user that has not everything\n"
          "  --send-test TO only send a test there, an e-mail address or a telephone number, and say what the server answered\n"
          "  --settings     only print every setting with its default and bounds\n"
          "  --flow         only print the states of a complaint and what leads from one to another, as a Mermaid diagram\n\n"
          "Each line says ok, BAD and what to do, or warn and what to know. It changes nothing.\n",
          out);
}

static void print_flow(void)
{
    struct arena *arena = arena_new(1 << 20);
    fputs(flow_graph(arena), stdout);
    arena_free(arena);
}

/* Exit status to end with, or -1 to go on. */
static int read_options(int argc, char **argv, const char **ret_path, const char **ret_only, const char **ret_test)
{
    static const struct option options[] = {{"config", required_argument, NULL, 'c'}, {"pool", required_argument, NULL, 'p'},
                                            {"settings", no_argument, NULL, 's'},     {"flow", no_argument, NULL, 'f'},
                                            {"send-test", required_argument, NULL, 't'},
                                            {"help", no_argument, NULL, 'h'},         {0}};
    for (int c; (c = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        bool known = false;
        for (size_t i = 0; c == 'p' && i < COUNT_OF(pools); i++)
            known = known || strcmp(optarg, pools[i].name) == 0;
        if (c == 'c')
            *ret_path = optarg;
        else if (c == 't')
            *ret_test = optarg;
        else if (known)
            *ret_only = optarg;
        else if (c == 's' || c == 'f') {
            if (c == 's')
                config_print_settings();
            else
                print_flow();
            return 0;
        } else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    return -1;
}

static void check_site(struct report *report, const struct config *config, const char *only)
{
    static struct site site; /* lives as long as the process */
    if (!only || strcmp(only, "jobs") != 0) {
        enum crypto_pool pool = only && strcmp(only, "public") == 0 ? CRYPTO_PUBLIC : CRYPTO_STAFF;
        tell(report, site_make(config, pool, &site) == ERR_NONE, "templates, translations and routes", "see above");
    }
}

int ctl_doctor(int argc, char **argv)
{
    const char *path = NULL, *only = NULL, *test = NULL;
    int ended = read_options(argc, argv, &path, &only, &test);
    if (ended >= 0)
        return ended;
    struct report report = {0};
    struct config *config;
    if (config_load(path, &config) != ERR_NONE)
        return 1;
    if (test)
        return crypto_start() == ERR_NONE ? send_test(config, test) : 1;
    tell(&report, true, "configuration", "");
    tell(&report, crypto_start() == ERR_NONE, "cryptography", "this machine gives no randomness or no AES-256-GCM");
    check_testing(config);
    check_folders(&report, config);
    check_keys(&report, config, only);
    check_site(&report, config, only);
    check_database(&report, config, only);
    if (!only || strcmp(only, "jobs") == 0)
        check_post_servers(&report, config);
    if (report.bad)
        printf("%u to mend\n", report.bad);
    else
        puts("all is well");
    return report.bad ? 1 : 0;
}
