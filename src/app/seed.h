#ifndef REDRESS_SEED_H
#define REDRESS_SEED_H

#include "crypto_keys.h"
#include "db.h"

/*
 * Put the roles of requirements A3 into the database, with their permissions and a change log entry; those that exist stay as they are.
 * Connection: owner, with role_stmts, change_stmts and once_stmts prepared.
 */
enum err seed_basis(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us) MUST_CHECK;

#endif
