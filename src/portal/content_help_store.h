#ifndef REDRESS_CONTENT_HELP_STORE_H
#define REDRESS_CONTENT_HELP_STORE_H

#include "db.h"

extern const struct db_stmts content_help_stmts; /* public */

/* These questions were offered before the form in a month (202611), and one of them helped (0: none). Counts only: nothing is kept about who read them. */
enum err content_help_count(struct db *db, struct arena *a, const int64_t *ids, size_t n, int64_t helped_id, int month) MUST_CHECK;

#endif
