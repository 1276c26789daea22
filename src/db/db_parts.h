#ifndef REDRESS_DB_PARTS_H
#define REDRESS_DB_PARTS_H

#include "db.h"

/*
 * What is kept in the database in numbered parts, handed on one by one, so that no more than a part is in memory. stmt finds one of them: its first parameters are args, its last is the number of the part, from
 * 0; its first column is the bytes. The part after the last is ERR_NOT_FOUND.
 *
 * Errors: ERR_IO (put did not take them), those of db_query.
 */
enum err db_parts_put(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n, size_t part_bytes, bool (*put)(void *to, const void *bytes, size_t n), void *to) MUST_CHECK;

#endif
