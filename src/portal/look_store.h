#ifndef REDRESS_LOOK_STORE_H
#define REDRESS_LOOK_STORE_H

#include "db.h"

extern const struct db_stmts look_stmts; /* public */

/* Looks at the sealed identity of a complaint, for the one who filed it: as what somebody looked and what for, codes of the rulebook or "". Newest first, at most 100. */
struct look_told {
    int seq; /* of the event */
    const char *role, *purpose;
};
enum err look_list(struct db *db, struct arena *a, int64_t complaint_id, struct look_told **ret_list, size_t *ret_n) MUST_CHECK;

#endif
