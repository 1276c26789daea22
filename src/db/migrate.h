#ifndef REDRESS_MIGRATE_H
#define REDRESS_MIGRATE_H

#include <stdio.h>

#include "db.h"

/*
 * Apply sql/migrations/NNNN_name.sql in order, each one DDL statement, under a row lock in schema_lock; version, name and SHA-256 are recorded in
 * schema_version. An applied file that has changed since is ERR_CONFIG. Says on out what it did.
 */
enum err migrate_run(struct db *db, const char *dir, FILE *out) MUST_CHECK;
/* ERR_CONFIG with a sentence in why unless the database has exactly the versions of dir (later ones are fine: promise 9). */
enum err migrate_check(struct db *db, const char *dir, char why[256]) MUST_CHECK;

#endif
