#ifndef REDRESS_SEARCH_INDEX_STORE_H
#define REDRESS_SEARCH_INDEX_STORE_H

#include "db.h"

extern const struct db_stmts search_index_stmts; /* jobs and owner */

/*
 * The search index (requirements L3) lives in the database, so that every host has the same. MariaDB reads no Chinese words by itself (it has no n-gram parser), and its FULLTEXT takes seconds for
 * words that hundreds of thousands of complaints have; so the terms are kept here, as bits by blocks of 16384 complaints (search.h). One at a time writes to it, on whatever host.
 */
/* jobs: what search_touch noted, at most limit changes; ret_done how many. 0 too when another host is at it. */
enum err search_index(struct db *db, struct arena *a, size_t limit, size_t *ret_done) MUST_CHECK;

/* Complaints that are not in the index yet, by whole blocks, in the order in which they were received; again: the others anew as well. Safe while jobs run. show may be NULL. */
enum err search_build(struct db *db, bool again, void (*show)(void *ctx, int64_t done), void *ctx, int64_t *ret_done) MUST_CHECK;

/* jobs: nothing is found any more by the words of this complaint, whose texts are still there and about to be erased; its number can be looked for by itself. */
enum err search_forget(struct db *db, struct arena *a, int64_t complaint_id) MUST_CHECK;

#endif
