#ifndef REDRESS_CALENDAR_IMPORT_H
#define REDRESS_CALENDAR_IMPORT_H

#include <stdio.h>

#include "crypto_keys.h"
#include "db.h"

/*
 * Put a year's holidays from a file (src/calendar/calendar_file.h) into the calendar it names, which is made when there is none and then becomes that of the top units
 * that have none; a year that already stands as in the file is left alone. One line on out for each file (NULL: none); faults go to stderr with file and line, and
 * change nothing (ERR_CONFIG). Connection: owner, with calendar_stmts, calendar_admin_stmts, change_stmts and once_stmts.
 */
enum err calendar_import(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *path, FILE *out) MUST_CHECK;
/* Read and check only. */
enum err calendar_import_check(struct arena *a, const char *path) MUST_CHECK;
/* The files that ship with the program, rulebooks/calendars beside the directory of the templates: for a new database. */
enum err calendar_seed(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us, const char *templates_dir) MUST_CHECK;

#endif
