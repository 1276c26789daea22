#include <stdio.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "config_load.h"
#include "confine.h"
#include "ctl.h"
#include "mail_box.h"
#include "shift.h"
#include "site.h"
#include "stores.h"

static const char help[] =
    "usage: redress mail-in [--to ADDRESS] [--from ADDRESS] [--keys D] [--config FILE] < MAIL\n"
    "\n"
    "Takes one mail from the mail server: a message on its complaint when it came under a signed reply address, else a mail that intake staff\n"
    "look at. It runs with the keys and the database account of `redress jobs`.\n"
    "\n"
    "  --to ADDRESS   the recipient of the envelope; without it the mail's head is read\n"
    "  --from ADDRESS the sender of the envelope, \"\" for none\n"
    "  --keys D       the key folder of jobs, where paths.keys is another one; in the unit of jobs the one stands in the other's place\n"
    "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
    "  --help         this text\n"
    "\n"
    "Exit status, as mail servers read it: 0 the mail is kept, 65 it is refused (no mail, or larger than mail_in.message_mib), 75 try again later:\n"
    "the database is away, or anything else is wrong.\n";

static int answer(enum err e)
{
    if (e == ERR_NONE)
        return EX_OK;
    fprintf(stderr, "redress mail-in: %s\n",
            e == ERR_TOO_LARGE   ? "the message is larger than this mailbox takes"
            : e == ERR_MALFORMED ? "this is no mail"
            : e == ERR_DB_AWAY   ? "try again: the database cannot be reached"
                                 : "try again: the mail could not be kept");
    return e == ERR_TOO_LARGE || e == ERR_MALFORMED ? EX_DATAERR : EX_TEMPFAIL;
}

int ctl_mail_in(int argc, char **argv)
{
    const char *path = NULL, *to = NULL, *from = NULL, *keys = NULL;
    int status;
    const struct ctl_option options[] = {{"to", NULL, &to}, {"from", NULL, &from}, {"keys", NULL, &keys}, {"config", NULL, &path}};
    /* Whatever is wrong with the machine is no reason to send the mail back. */
    if (!ctl_options(argc, argv, help, options, COUNT_OF(options), &status))
        return status == 0 ? EX_OK : EX_TEMPFAIL;
    struct config *config;
    static struct site site; /* lives as long as the process */
    struct db_config db_config;
    if (config_load(path, &config) != ERR_NONE)
        return EX_TEMPFAIL;
    if (keys)
        config->paths.keys = keys;
    if (site_make(config, CRYPTO_JOBS, &site) != ERR_NONE || config_database(config, DB_JOBS, &db_config) != ERR_NONE)
        return EX_TEMPFAIL;
    log_set_level(config_log_level(config));
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    confine_memory(config->jobs.memory_mib);
    struct db *db = db_new(&db_config, DB_JOBS, app_stores);
    enum err e = mail_box_pipe(db, &site, STDIN_FILENO, to, from, shift_now_us(config));
    db_close(db);
    return answer(e);
}
