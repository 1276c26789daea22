#ifndef REDRESS_PRESSURE_STORE_H
#define REDRESS_PRESSURE_STORE_H

#include "db.h"

extern const struct db_stmts pressure_stmts;        /* public: reading */
extern const struct db_stmts pressure_watch_stmts; /* jobs */

/*
 * Whether very much is being filed on the website in all, so that a question stands before sending (requirements B12). It begins with at_least filings within ten minutes and ends below half of
 * that; 0: never. Kept as a setting of the basis, so that every worker learns of it at once. ret_on: as it is now; in a transaction of its own when it changes.
 */
enum err pressure_watch(struct db *db, struct arena *a, unsigned at_least, int64_t now_us, bool *ret_on) MUST_CHECK;
enum err pressure_read(struct db *db, struct arena *a, bool *ret_on) MUST_CHECK;

#endif
