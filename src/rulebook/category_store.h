#ifndef REDRESS_CATEGORY_STORE_H
#define REDRESS_CATEGORY_STORE_H

#include "access.h"
#include "category.h"
#include "change_store.h"
#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts category_stmts;       /* every pool: reading */
extern const struct db_stmts category_admin_stmts; /* staff, owner: writing */

/* The tree in order of display: a group, then its children; at most 500. active_only: what can be chosen, and the groups of it. */
enum err category_list(struct db *db, struct arena *a, bool active_only, struct category **ret_list, size_t *ret_n) MUST_CHECK;
enum err category_load(struct db *db, struct arena *a, int64_t id, struct category *ret_category) MUST_CHECK;
enum err category_fields(struct db *db, struct arena *a, int64_t category_id, bool active_only, struct category_field **ret_list, size_t *ret_n) MUST_CHECK;
/*
 * Create (id 0) or change a category with its fields (those with id 0 are new; fields are never deleted, only deactivated), with its change log entry, as
 * one transaction. ERR_EXISTS: the code is taken, or by->led_to is set. ERR_STALE: version. ERR_STATE: there are two levels, so a group has no superior
 * and only a top one takes children. ERR_NOT_FOUND: the superior or a field is not there. ERR_INPUT: more than CATEGORY_FIELDS_MAX fields.
 */
enum err category_save(struct db *db, struct arena *a, struct change_by *by, struct category *category, struct category_field *fields, size_t n_fields) MUST_CHECK;
/* Offer it for new complaints or not any more. */
enum err category_switch(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, bool active) MUST_CHECK;
/* How many complaints are in it: shown before deactivating; capped at 1000. */
enum err category_in_use(struct db *db, struct arena *a, int64_t id, int *ret_count) MUST_CHECK;

#endif
