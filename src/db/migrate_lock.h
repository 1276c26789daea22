#ifndef REDRESS_MIGRATE_LOCK_H
#define REDRESS_MIGRATE_LOCK_H

#include <stdio.h>

#include "db.h"

/*
 * Only one migration at a time, over all hosts and all nodes of a cluster: a row in schema_lock says who holds it and until when. A DDL
 * statement commits and may last for hours, so no row lock could be kept; instead a thread with a connection of its own moves the end on.
 * A holder that died is free after twenty seconds.
 */
struct migrate_lock;

/* Make the table when it is missing and wait up to wait_s for the row; ERR_STATE when somebody else still holds it then. */
enum err migrate_lock_take(struct db *db, unsigned wait_s, FILE *out, struct migrate_lock **ret_lock) MUST_CHECK;
/* ERR_STATE when the row has become somebody else's, because the database was out of reach for too long. */
enum err migrate_lock_check(struct migrate_lock *lock, struct db *db) MUST_CHECK;
void migrate_lock_release(struct migrate_lock *lock, struct db *db);

#endif
