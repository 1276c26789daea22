#ifndef REDRESS_FIGURE_STORE_H
#define REDRESS_FIGURE_STORE_H

#include "content.h"
#include "db.h"
#include "utc.h"

extern const struct db_stmts figure_stmts; /* jobs */

/*
 * Figures that administrators publish, of the last four periods that are over for as many days as they said: each is computed once and stays. Those of fewer cases
 * than they said are kept without a value, so that nobody is recognised in them. ret_n: how many were computed.
 */
enum err figure_sweep(struct db *db, struct arena *a, const struct utc_zone *zone, int64_t now_us, size_t *ret_n) MUST_CHECK;

#endif
