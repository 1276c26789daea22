#ifndef REDRESS_CONTENT_STORE_H
#define REDRESS_CONTENT_STORE_H

#include "content.h"
#include "db.h"

extern const struct db_stmts content_stmts; /* public, staff, jobs */

/*
 * What is live, as each worker keeps it: no statement for a request. While the database is away it is what this worker read last, so that telephone numbers
 * stand when they are needed most; nothing when it never read any. Never fails.
 */
const struct contents *contents_load(struct db *db, struct arena *a);
/* The same with a draft in the place of what is live, for its preview. */
enum err contents_preview(struct db *db, struct arena *a, const struct content *draft, struct contents *ret_contents) MUST_CHECK;

/* Which figures are published, by what is live now. ERR_NOT_FOUND: none. */
enum err content_figures_live(struct db *db, struct arena *a, struct content_text *ret_text) MUST_CHECK;

#endif
