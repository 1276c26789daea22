#ifndef REDRESS_DEMO_STAFF_STORE_H
#define REDRESS_DEMO_STAFF_STORE_H

#include "db.h"

#define DEMO_STAFF_MAX 20000

extern const struct db_stmts demo_staff_stmts; /* owner */

/*
 * The demo organisation grown to so many people: with them come provinces, cities and counties of thirty people each on average, then more people in every department,
 * each with the role of its place; password_hash is everybody's. One transaction. Who is there stays; nothing happens when there are as many already.
 */
enum err demo_grow_staff(struct db *db, size_t people, const char *password_hash) MUST_CHECK;

#endif
