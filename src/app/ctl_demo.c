#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access_store.h"
#include "basis_store.h"
#include "book_file.h"
#include "calendar_import.h"
#include "calendar_store.h"
#include "clock_store.h"
#include "complaint.h"
#include "config_load.h"
#include "crypto_password.h"
#include "crypto_random.h"
#include "ctl.h"
#include "demo_staff_store.h"
#include "demo_store.h"
#include "demo_content_store.h"
#include "demo_world_store.h"
#include "identity_store.h"
#include "once_store.h"
#include "role_store.h"
#include "rulebook_store.h"
#include "search_index_store.h"
#include "utc.h"

#define COMPLAINTS_MAX 10000000

struct options {
    const char *config;
    long long complaints, seed, staff;
    bool accounts;
};

static void usage(FILE *out)
{
    fputs("usage: redress demo [--complaints N] [--staff N] [--seed S] [--accounts] [--config FILE]\n\n"
          "  --complaints N  how many complaints, spread over the last year (default 400)\n"
          "  --staff N       how many people the organisation has at least: more provinces, cities and counties come with them (default: about 150)\n"
          "  --seed S        the same number tells the same stories (default 1)\n"
          "  --accounts      only print the demo accounts and some complaint numbers\n"
          "  --config FILE   configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n\n"
          "Makes the organisation when the database has none; otherwise adds complaints and people to the demo's. Not for an organisation in earnest: the\n"
          "passwords and passcodes are known to all.\n",
          out);
}

/* Exit status to end with, or -1 to go on. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option known[] = {{"config", required_argument, NULL, 'c'},
                                          {"complaints", required_argument, NULL, 'n'},
                                          {"staff", required_argument, NULL, 'p'},
                                          {"seed", required_argument, NULL, 's'},
                                          {"accounts", no_argument, NULL, 'a'},
                                          {"help", no_argument, NULL, 'h'},
                                          {0}};
    *o = (struct options){.complaints = 400, .seed = 1};
    for (int c; (c = getopt_long(argc, argv, "c:h", known, NULL)) != -1;) {
        if (c == 'c')
            o->config = optarg;
        else if (c == 'a')
            o->accounts = true;
        else if (c == 'n' && str_to_i64(str_of(optarg), 0, COMPLAINTS_MAX, &o->complaints))
            continue;
        else if (c == 'p' && str_to_i64(str_of(optarg), 0, DEMO_STAFF_MAX, &o->staff))
            continue;
        else if (c == 's' && str_to_i64(str_of(optarg), 0, INT64_MAX, &o->seed))
            continue;
        else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    return -1;
}

static void progress(size_t done, size_t all)
{
    if (isatty(STDERR_FILENO) || done % 50000 == 0)
        fprintf(stderr, "%s%zu of %zu complaints%s", isatty(STDERR_FILENO) ? "\r" : "", done, all,
                done == all || !isatty(STDERR_FILENO) ? "\n" : "");
}

static const char *state_word(enum complaint_state state)
{
    static const char *const words[] = {[COMPLAINT_SUBMITTED] = "submitted", [COMPLAINT_PROGRESS] = "in progress", [COMPLAINT_WAITING] = "waiting for material",
                                        [COMPLAINT_REPLIED] = "replied",     [COMPLAINT_CLOSED] = "closed"};
    return state < COUNT_OF(words) && words[state] ? words[state] : "";
}

static enum err print_accounts(struct db *db, struct arena *a)
{
    struct db_rows sample;
    TRY(demo_sample(db, a, &sample));
    printf("\nDemo accounts, password %s\n", DEMO_PASSWORD);
    for (size_t i = 0; i < demo_accounts_n; i++)
        printf("  %-12s %s (%s)\n", demo_accounts[i].login, demo_accounts[i].role, demo_accounts[i].unit);
    if (sample.n)
        printf("\nDemo complaints, passcode DEMO DEMO DEMO DEMO\n");
    for (size_t i = 0; i < sample.n; i++)
        printf("  %-18s %s\n", db_text(&sample, i, 0), state_word((enum complaint_state)db_int(&sample, i, 1)));
    return ERR_NONE;
}

static enum err make(const struct config *config, struct db *db, struct arena *a, const struct options *o)
{
    struct demo_work work = {.db = db, .number_prefix = config->site.number_prefix, .seed = (uint64_t)o->seed, .now_us = utc_now_us()};
    struct crypto_keys *keys;
    char why[256];
    if (crypto_keys_load(config->paths.keys, CRYPTO_ALL, &keys, why) != ERR_NONE) {
        fprintf(stderr, "%s\n", why);
        return ERR_CONFIG;
    }
    work.keys = keys;
    TRY(utc_zone_load(config->site.timezone, &work.zone));
    bool has;
    const char *hash = "";
    TRY(demo_has_organisation(db, a, &has));
    if (!has || o->staff)
        TRY(crypto_password_hash(a, DEMO_PASSWORD, access_limits_of(config).cost, &hash));
    if (!has) {
        TRY(book_file_seed(db, a, keys, work.now_us, config->paths.templates));
        TRY(demo_make_organisation(&work, hash));
        TRY(calendar_seed(db, a, keys, work.now_us, config->paths.templates));
        TRY(demo_make_content(db, a, work.now_us));
    }
    if (o->staff)
        TRY(demo_grow_staff(db, (size_t)o->staff, hash));
    if (!has || o->staff)
        TRY(basis_raise(db));
    enum err e = demo_make_complaints(&work, (size_t)o->complaints, progress);
    crypto_keys_free(keys);
    return e;
}

int ctl_demo(int argc, char **argv)
{
    static const struct db_stmts *const tables[] = {
        &demo_stmts,     &demo_content_stmts, &demo_world_stmts, &demo_staff_stmts, &basis_stmts,    &basis_raise_stmts,    &identity_stmts,      &identity_filing_stmts, &role_stmts,             &calendar_stmts,
        &calendar_admin_stmts, &clock_world_stmts, &rulebook_stmts, &rulebook_admin_stmts, &rulebook_used_stmts, &rulebook_follow_stmts, &rulebook_publish_stmts, &change_stmts,
        &once_stmts,     &search_index_stmts,    NULL,
    };
    struct options o;
    int ended = read_options(argc, argv, &o);
    if (ended >= 0)
        return ended;
    struct config *config;
    struct db_config db_config;
    struct db *db;
    if (crypto_start() != ERR_NONE || config_load(o.config, &config) != ERR_NONE || config_database(config, DB_OWNER, &db_config) != ERR_NONE)
        return 1;
    enum err e = db_open(&db_config, DB_OWNER | DB_STAFF, tables, &db);
    if (e != ERR_NONE) {
        fprintf(stderr, "the database cannot be used (%s); see redress doctor\n", err_name(e));
        return 1;
    }
    struct arena *a = arena_new(64 << 20);
    int64_t indexed;
    if (!o.accounts)
        e = make(config, db, a, &o);
    if (e == ERR_NONE && !o.accounts)
        e = search_build(db, false, NULL, NULL, &indexed);
    if (e == ERR_NONE)
        e = print_accounts(db, a);
    if (e != ERR_NONE)
        fprintf(stderr, "the demo could not be made: %s: %s\n", err_name(e), db_last_message(db));
    db_close(db);
    arena_free(a);
    return e == ERR_NONE ? 0 : 1;
}
