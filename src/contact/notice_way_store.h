#ifndef REDRESS_NOTICE_WAY_STORE_H
#define REDRESS_NOTICE_WAY_STORE_H

#include "db.h"
#include "notice.h"

extern const struct db_stmts notice_way_stmts; /* staff */

/*
 * By which ways somebody is told of each kind outside of the house as well (requirements L4): bits of enum post_way, by their place in notice_kinds; usual_ways of the kind where he
 * chose nothing. Setting replaces all; what is as usual is not written down.
 */
enum err notice_ways(struct db *db, struct arena *a, int64_t user_id, unsigned *ret_ways, size_t n) MUST_CHECK;
enum err notice_ways_set(struct db *db, int64_t user_id, const unsigned *ways, size_t n) MUST_CHECK;
/* His addresses at work; "" where none is known. */
enum err notice_addresses(struct db *db, struct arena *a, int64_t user_id, const char **ret_email, const char **ret_mobile) MUST_CHECK;

#endif
