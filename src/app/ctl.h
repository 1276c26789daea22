#ifndef REDRESS_CTL_H
#define REDRESS_CTL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The subcommands. Each gets its own name as argv[0] and answers --help. Exit status: 0 done, 1 failed (the reason is on stderr), 2 wrong usage.
 */
int ctl_serve(int argc, char **argv);
int ctl_jobs(int argc, char **argv);
int ctl_migrate(int argc, char **argv);
int ctl_user(int argc, char **argv);
int ctl_rulebook(int argc, char **argv);
int ctl_calendar(int argc, char **argv);
int ctl_keys(int argc, char **argv);
int ctl_verify(int argc, char **argv);
int ctl_index(int argc, char **argv);
int ctl_doctor(int argc, char **argv);
int ctl_demo(int argc, char **argv);
int ctl_mail_in(int argc, char **argv);
int ctl_shift(int argc, char **argv);
int ctl_bench(int argc, char **argv);

/* "--name", which says yes, or "--name VALUE" where value is not NULL. */
struct ctl_option {
    const char *name;
    bool *yes;
    const char **value;
};
/*
 * Read the options of a subcommand that takes nothing else; --help is one of them. Whether it has to run; otherwise help was printed and *ret_status is how it exits.
 */
bool ctl_options(int argc, char **argv, const char *help, const struct ctl_option *list, size_t n, int *ret_status);

#endif
