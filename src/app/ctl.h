#ifndef REDRESS_CTL_H
#define REDRESS_CTL_H

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
int ctl_shift(int argc, char **argv);
int ctl_bench(int argc, char **argv);

#endif
