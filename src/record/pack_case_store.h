#ifndef REDRESS_PACK_CASE_STORE_H
#define REDRESS_PACK_CASE_STORE_H

#include "db.h"
#include "pack_case.h"

extern const struct db_stmts pack_case_stmts; /* staff */

/* All of one complaint that the caller has loaded within scope; ERR_TOO_LARGE where a pack cannot hold it (5000 events or messages and more). */
enum err pack_case_load(struct db *db, struct arena *a, int64_t complaint_id, struct pack_case *ret_case) MUST_CHECK;

#endif
