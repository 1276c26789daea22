#include <stdio.h>
#include <string.h>

#include "ctl.h"
#include "err.h"
#include "version.h"

static const struct {
    const char *name, *what;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"serve", "answer web requests (FastCGI workers of one pool)", ctl_serve},
    {"jobs", "do the work that follows: time limits, mail in and out, search, exports, erasing", ctl_jobs},
    {"migrate", "bring the database to this version's schema", ctl_migrate},
    {"user", "add, list and disable staff accounts, set passwords", ctl_user},
    {"rulebook", "check, load, export and compare the organisation's rules", ctl_rulebook},
    {"calendar", "put a year's holidays and make-up days into a calendar", ctl_calendar},
    {"keys", "make, list and rotate key files", ctl_keys},
    {"verify", "check every record's chain and name the first altered one", ctl_verify},
    {"index", "bring all complaints into the search index, or write it anew", ctl_index},
    {"doctor", "check configuration, keys, database and schema, and say what to do", ctl_doctor},
    {"demo", "fill an empty database with a believable organisation", ctl_demo},
    {"mail-in", "take one mail from the mail server", ctl_mail_in},
    {"shift", "move the test clock of an installation for trying things out", ctl_shift},
    {"bench", "measure this installation and compare it with the machine's limits", ctl_bench},
};

static void usage(FILE *out)
{
    fputs("redress: a complaint management system\n\nusage: redress COMMAND [OPTION...]\n\n", out);
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].what);
    fputs("\n  redress COMMAND --help tells the options of a command; redress --version the version.\n", out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return 2;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("redress " REDRESS_VERSION);
        return 0;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        usage(stdout);
        return 0;
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "redress: there is no command \"%s\"; redress --help lists them\n", argv[1]);
    return 2;
}
