#ifndef REDRESS_CONFIG_LOAD_H
#define REDRESS_CONFIG_LOAD_H

#include "config.h"
#include "db.h"
#include "log.h"

/*
 * Read the configuration file. A number that is absent or 0 takes its default; an unknown key, a value of the wrong kind or out of bounds is
 * ERR_CONFIG, with file, line and reason on stderr. The result lives until the process ends. A NULL path: $REDRESS_CONFIG, else
 * /etc/redress/redress.yaml.
 */
enum err config_load(const char *path, struct config **ret_config) MUST_CHECK;

/* Print every setting with its bounds and default: `redress doctor --settings`, README's table. */
void config_print_settings(void);

/*
 * The database settings of one kind of process. The password is read from its file (mode 0400 or 0600, one line); ERR_CONFIG with the reason on
 * stderr.
 */
enum err config_database(const struct config *config, unsigned pool, struct db_config *ret_db) MUST_CHECK;

/* The whole of a file of secrets (mode 0400 or 0600), NUL-terminated; ERR_CONFIG with the reason on stderr. */
enum err config_secret(const char *path, char *text, size_t size) MUST_CHECK;

/* The least level of lines that are logged: log_level is debug, info, warn or error. */
enum log_level config_log_level(const struct config *config);

#endif
