#ifndef REDRESS_CATEGORY_STORE_H
#define REDRESS_CATEGORY_STORE_H

#include "category.h"
#include "db.h"

extern const struct db_stmts category_stmts; /* every pool; the rulebook's stores write them */

/* The tree in order of display: a group, then its children; at most 500. active_only: what can be chosen, and the groups of it. */
enum err category_list(struct db *db, struct arena *a, bool active_only, struct category **ret_list, size_t *ret_n) MUST_CHECK;
/* Those that a complaint can be about: active, without the groups. */
enum err category_leaves(struct db *db, struct arena *a, const struct category **ret_list, size_t *ret_n) MUST_CHECK;
enum err category_load(struct db *db, struct arena *a, int64_t id, struct category *ret_category) MUST_CHECK;
enum err category_fields(struct db *db, struct arena *a, int64_t category_id, bool active_only, struct category_field **ret_list, size_t *ret_n) MUST_CHECK;

#endif
