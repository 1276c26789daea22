#ifndef REDRESS_STANDING_STORE_H
#define REDRESS_STANDING_STORE_H

#include "complaint_store.h"

extern const struct db_stmts standing_stmts; /* staff */

/*
 * The papers of who complains that were missing have come (requirements B2), as one transaction with its event; nothing happens when none is missing. Needs MAY_NOTE. ERR_FORBIDDEN; ERR_NOT_FOUND
 * out of scope.
 */
enum err standing_papers_came(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number) MUST_CHECK;

#endif
