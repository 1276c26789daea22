#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access_store.h"
#include "book_file.h"
#include "calendar_import.h"
#include "config_load.h"
#include "crypto_password.h"
#include "crypto_random.h"
#include "ctl.h"
#include "people_store.h"
#include "role_store.h"
#include "stores.h"
#include "utc.h"
#include "utf8.h"

#define ARENA_BYTES (64u << 20)
#define ROLES_MAX ACCESS_GRANTS_MAX
#define PASSWORD_LINE 600
#define PASSWORD_RANDOM 10
#define LIST_BATCH 200
#define UNITS_MAX 500

struct options {
    const char *config, *login, *name, *unit, *unit_name, *language, *email, *roles[ROLES_MAX];
    size_t n_roles;
    bool from_stdin;
};

/* What every action works with. */
struct work {
    const struct config *config;
    struct db *db;
    struct arena *arena;
    struct crypto_keys *keys;
    const struct options *o;
    int64_t now_us;
};

static const char help[] =
    "usage: redress user add LOGIN --name NAME --unit CODE [--role ROLE ...] [options]\n"
    "       redress user password LOGIN [--password-stdin]\n"
    "       redress user disable|enable LOGIN\n"
    "       redress user grant LOGIN --role ROLE ... --unit CODE\n"
    "       redress user list\n"
    "\n"
    "Staff accounts, as the owner of the database. Whatever is done here stands in the change log.\n"
    "\n"
    "  add       make an account with roles over the unit and all below it\n"
    "  password  set a new password; all the person's sessions end\n"
    "  disable   the person is signed out and cannot sign in; enable takes it back\n"
    "  grant     give roles over a unit; the only way to name an identity custodian\n"
    "  list      login, state, name, unit and roles of everybody\n"
    "\n"
    "  --name NAME       as colleagues write it\n"
    "  --unit CODE       code of the unit; in a database without units the top unit is made with it, and the usual roles\n"
    "  --unit-name NAME  name of that top unit (default: its code)\n"
    "  --role ROLE       code of a role, such as administrator; may be given several times\n"
    "  --language zh|en  language of the pages (default zh)\n"
    "  --email ADDRESS   for notices at work\n"
    "  --password-stdin  read the password from the first line of standard input; otherwise one is made, printed once and must\n"
    "                    be changed at the first sign-in\n"
    "  --config FILE     configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
    "  --help            this text\n";

static int fail(const char *what, const char *which)
{
    (void)fprintf(stderr, "redress user: %s%s%s\n", what, which ? ": " : "", which ? which : "");
    return 1;
}

static const char *why(enum err e)
{
    switch (e) {
    case ERR_EXISTS:
        return "the login is taken, or the role is held already";
    case ERR_NOT_FOUND:
        return "no such account, role or unit";
    case ERR_STATE:
        return "too many roles, or the role is not granted any more";
    case ERR_DB_AWAY:
        return "the database cannot be reached";
    default:
        return err_name(e);
    }
}

static struct change_by by_command_line(const struct work *w)
{
    return (struct change_by){.keys = w->keys, .now_us = w->now_us};
}

/* ---- passwords ---- */

static bool read_line(char *line, size_t cap)
{
    if (!fgets(line, (int)cap, stdin))
        return false;
    size_t n = strcspn(line, "\r\n");
    bool whole = line[n] != '\0' || feof(stdin);
    line[n] = '\0';
    return whole;
}

/* From standard input, or made anew. NULL after saying why not. */
static const char *get_password(const struct work *w)
{
    if (!w->o->from_stdin)
        return crypto_random_base32(w->arena, PASSWORD_RANDOM);
    char line[PASSWORD_LINE];
    if (!read_line(line, sizeof line)) {
        (void)fail("no password on the first line of standard input", NULL);
        return NULL;
    }
    const char *weak = crypto_password_weakness(line, w->o->login);
    const char *password = weak ? NULL : arena_strdup(w->arena, line);
    crypto_wipe(line, sizeof line);
    if (weak)
        (void)fail(weak, NULL);
    return password;
}

/* A password that the person gave stays; one that was made here has to be changed and is shown once, alone on standard output for scripts. */
static enum err settle_password(const struct work *w, int64_t id, const char *password)
{
    if (!w->o->from_stdin) {
        (void)fprintf(stderr, "password of %s, for %s:\n", w->o->login, w->config->site.staff_url);
        (void)printf("%s\n", password);
        return ERR_NONE;
    }
    const struct access_limits limits = access_limits_of(w->config);
    const struct change_by by = by_command_line(w);
    return access_set_password(w->db, w->arena, &by, id, 0, password, false, &limits);
}

/* ---- units and roles ---- */

static enum err find_unit(const struct work *w, const char *code, int64_t *ret_id, size_t *ret_all)
{
    struct unit *units;
    size_t n;
    *ret_id = 0;
    TRY(org_admin_units(w->db, w->arena, NULL, "", 1, &units, ret_all));
    TRY(org_admin_units(w->db, w->arena, NULL, code, UNITS_MAX, &units, &n));
    for (size_t i = 0; i < n; i++) {
        if (str_ieq(str_of(units[i].code), str_of(code)))
            *ret_id = units[i].id;
    }
    return ERR_NONE;
}

static enum err no_unit(const struct work *w)
{
    (void)fprintf(stderr, "redress user: there is no unit with the code %s; they stand under Administration, Units\n", w->o->unit);
    return ERR_NOT_FOUND;
}

/* The unit of this code; in a database without any it is made. */
static enum err need_unit(const struct work *w, int64_t *ret_id)
{
    size_t all;
    TRY(find_unit(w, w->o->unit, ret_id, &all));
    if (*ret_id)
        return ERR_NONE;
    if (all > 0)
        return no_unit(w);
    struct change_by by = by_command_line(w);
    const char *name = w->o->unit_name ? w->o->unit_name : w->o->unit;
    struct unit top = {.code = w->o->unit, .name_zh = name, .name_en = "", .timezone = "", .can_close = true, .active = true};
    TRY(org_admin_unit_save(w->db, w->arena, &by, &top));
    *ret_id = top.id;
    return calendar_seed(w->db, w->arena, w->keys, w->now_us, w->config->paths.templates);
}

static enum err grant_roles(const struct work *w, int64_t person_id, int64_t unit_id)
{
    for (size_t i = 0; i < w->o->n_roles; i++) {
        struct role role;
        struct change_by by = by_command_line(w);
        enum err e = role_by_code(w->db, w->arena, w->o->roles[i], &role);
        if (e == ERR_NONE)
            e = people_grant(w->db, w->arena, &by, person_id, role.id, unit_id, 0);
        if (e != ERR_NONE) {
            (void)fprintf(stderr, "redress user: role %s: %s\n", w->o->roles[i], why(e));
            return e;
        }
    }
    return ERR_NONE;
}

/* An empty database gets a rulebook, with whose roles its first administrator can begin. */
static enum err need_roles(const struct work *w)
{
    int64_t id;
    size_t all;
    TRY(find_unit(w, w->o->unit, &id, &all));
    return all > 0 ? ERR_NONE : book_file_seed(w->db, w->arena, w->keys, w->now_us, w->config->paths.templates);
}

/* Before anything else is written: every role is there. */
static enum err check_roles(const struct work *w)
{
    for (size_t i = 0; i < w->o->n_roles; i++) {
        struct role role;
        enum err e = role_by_code(w->db, w->arena, w->o->roles[i], &role);
        if (e != ERR_NONE) {
            (void)fprintf(stderr, "redress user: role %s: %s\n", w->o->roles[i], why(e));
            return e;
        }
    }
    return ERR_NONE;
}

/* ---- actions ---- */

static enum err add(const struct work *w)
{
    struct change_by by = by_command_line(w);
    struct person p = {.login = w->o->login, .name = w->o->name, .language = w->o->language, .email = w->o->email};
    const char *password = get_password(w), *hash;
    if (!password)
        return ERR_INPUT;
    TRY(need_roles(w));
    TRY(check_roles(w));
    TRY(need_unit(w, &p.unit_id));
    TRY(crypto_password_hash(w->arena, password, access_limits_of(w->config).cost, &hash));
    TRY(people_save(w->db, w->arena, &by, &p, hash));
    TRY(grant_roles(w, p.id, p.unit_id));
    return settle_password(w, p.id, password);
}

static enum err set_password(const struct work *w)
{
    struct change_by by = by_command_line(w);
    struct person p;
    const char *hash;
    TRY(people_by_login(w->db, w->arena, w->o->login, &p));
    const char *password = get_password(w);
    if (!password)
        return ERR_INPUT;
    TRY(crypto_password_hash(w->arena, password, access_limits_of(w->config).cost, &hash));
    TRY(people_reset(w->db, w->arena, &by, p.id, hash, false));
    return settle_password(w, p.id, password);
}

static enum err set_active(const struct work *w, bool active)
{
    struct change_by by = by_command_line(w);
    struct person p;
    TRY(people_by_login(w->db, w->arena, w->o->login, &p));
    return people_switch(w->db, w->arena, &by, p.id, p.version, active);
}

static enum err disable(const struct work *w)
{
    return set_active(w, false);
}

static enum err enable(const struct work *w)
{
    return set_active(w, true);
}

static enum err grant(const struct work *w)
{
    struct person p;
    int64_t unit_id;
    size_t all;
    TRY(people_by_login(w->db, w->arena, w->o->login, &p));
    TRY(find_unit(w, w->o->unit, &unit_id, &all));
    return unit_id ? grant_roles(w, p.id, unit_id) : no_unit(w);
}

static enum err list(const struct work *w)
{
    struct org_filter filter = {.words = "", .after = "", .limit = LIST_BATCH};
    for (;;) {
        struct people_row *rows;
        size_t n;
        TRY(people_list(w->db, w->arena, NULL, &filter, &rows, &n));
        for (size_t i = 0; i < n && i < LIST_BATCH; i++)
            (void)printf("%-20s %-8s %s\t%s\t%s\n", rows[i].person.login, rows[i].person.active ? "active" : "disabled", rows[i].person.name, rows[i].person.unit_zh,
                         rows[i].roles_zh);
        if (n <= LIST_BATCH)
            return ERR_NONE;
        filter.after = rows[LIST_BATCH - 1].person.login;
    }
}

static const struct action {
    const char *name;
    enum err (*run)(const struct work *w);
    bool login, person, unit, role; /* what it needs */
} actions[] = {
    {"add", add, true, true, true, false}, {"password", set_password, true, false, false, false}, {"disable", disable, true, false, false, false},
    {"enable", enable, true, false, false, false}, {"grant", grant, true, false, true, true}, {"list", list, false, false, false, false},
};

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    }
    return NULL;
}

/* ---- the command line ---- */

static bool take(struct options *o, int option)
{
    switch (option) {
    case 'c':
        o->config = optarg;
        return true;
    case 'n':
        o->name = optarg;
        return true;
    case 'u':
        o->unit = optarg;
        return true;
    case 'U':
        o->unit_name = optarg;
        return true;
    case 'l':
        o->language = optarg;
        return strcmp(optarg, "zh") == 0 || strcmp(optarg, "en") == 0;
    case 'e':
        o->email = optarg;
        return true;
    case 'p':
        o->from_stdin = true;
        return true;
    case 'r':
        if (o->n_roles == ROLES_MAX)
            return false;
        o->roles[o->n_roles++] = optarg;
        return true;
    default:
        return false;
    }
}

/* Exit status to end with, or -1 to go on. */
static int read_options(int argc, char **argv, struct options *o, const struct action **ret_action)
{
    static const struct option known[] = {
        {"config", required_argument, NULL, 'c'},   {"name", required_argument, NULL, 'n'},  {"unit", required_argument, NULL, 'u'},
        {"unit-name", required_argument, NULL, 'U'}, {"language", required_argument, NULL, 'l'}, {"email", required_argument, NULL, 'e'},
        {"role", required_argument, NULL, 'r'},     {"password-stdin", no_argument, NULL, 'p'}, {"help", no_argument, NULL, 'h'},
        {0}};
    optind = 0;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        if (option == 'h') {
            (void)fputs(help, stdout);
            return 0;
        }
        if (!take(o, option)) {
            (void)fputs(help, stderr);
            return 2;
        }
    }
    const struct action *action = optind < argc ? find_action(argv[optind]) : NULL;
    if (action && action->login && optind + 1 < argc)
        o->login = argv[optind + 1];
    bool right = action && argc - optind == (action->login ? 2 : 1) && (!action->person || o->name) && (!action->unit || o->unit) && (!action->role || o->n_roles);
    if (!right)
        (void)fputs(help, stderr);
    *ret_action = action;
    return right ? -1 : 2;
}

/* The same letters as the administration's form takes. */
static bool login_fits(const char *login)
{
    return !login || (*login && strlen(login) <= 60 && login[strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._@-")] == '\0');
}

static bool text_fits(const char *text, size_t max)
{
    return !text || (utf8_valid(str_of(text)) && utf8_length(str_of(text)) <= max);
}

static int run(struct work *w, const struct action *action)
{
    struct db_config connection;
    char reason[256];
    if (config_database(w->config, DB_OWNER, &connection) != ERR_NONE)
        return 1;
    if (crypto_keys_load(w->config->paths.keys, CRYPTO_STAFF, &w->keys, reason) != ERR_NONE)
        return fail(reason, NULL);
    enum err e = db_open(&connection, DB_OWNER, app_stores, &w->db);
    if (e == ERR_NONE) {
        e = action->run(w);
        db_close(w->db);
    }
    crypto_keys_free(w->keys);
    return e == ERR_NONE ? 0 : fail(action->name, why(e));
}

int ctl_user(int argc, char **argv)
{
    struct options options = {.language = "zh", .email = ""};
    const struct action *action = NULL;
    struct config *config;
    int ended = read_options(argc, argv, &options, &action);
    if (ended >= 0)
        return ended;
    if (!login_fits(options.login))
        return fail("a login has 1 to 60 small letters, digits and . _ @ -", options.login);
    if (!text_fits(options.name, 60) || !text_fits(options.unit, 40) || !text_fits(options.unit_name, 120) || !text_fits(options.email, 200))
        return fail("a name, code or address is too long or not UTF-8", NULL);
    if (crypto_start() != ERR_NONE)
        return fail("this machine gives no randomness or no AES-256-GCM", NULL);
    if (config_load(options.config, &config) != ERR_NONE)
        return 1;
    struct work w = {.config = config, .arena = arena_new(ARENA_BYTES), .o = &options, .now_us = utc_now_us()};
    int status = run(&w, action);
    arena_free(w.arena);
    return status;
}
