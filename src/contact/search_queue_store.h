#ifndef REDRESS_SEARCH_QUEUE_STORE_H
#define REDRESS_SEARCH_QUEUE_STORE_H

#include "db.h"

extern const struct db_stmts search_queue_stmts; /* every pool: INSERT only */

/*
 * What is searched of a complaint has changed (filed, a message, a note, a slip's text, classified): the search index follows it. Within the running transaction; cheap, the index itself is written by
 * jobs a moment later.
 */
enum err search_touch(struct db *db, int64_t complaint_id) MUST_CHECK;

#endif
