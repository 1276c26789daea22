#ifndef REDRESS_ROLE_STORE_H
#define REDRESS_ROLE_STORE_H

#include "change_store.h"
#include "role.h"

extern const struct db_stmts role_stmts; /* staff, owner */

/* All of them in the order they were made; at most 200. */
/* The permissions with these names, which commas part; of a role that has none, nothing ({NULL, 0}). */
permission_set role_permissions(struct arena *a, struct str names);
enum err role_list(struct db *db, struct arena *a, struct role **ret_list, size_t *ret_n) MUST_CHECK;
enum err role_load(struct db *db, struct arena *a, int64_t id, struct role *ret_role) MUST_CHECK;
enum err role_by_code(struct db *db, struct arena *a, const char *code, struct role *ret_role) MUST_CHECK;
/*
 * Change names, permissions and whether it can be granted; id 0 makes a new one (command line only), its id is put into role. ERR_FORBIDDEN: the actor holds the role
 * himself, has not MAY_SET_ROLES over the top unit, or adds or takes away a permission that he does not have there. ERR_STALE: version. ERR_EXISTS:
 * the code is taken, or by->led_to is set.
 */
enum err role_save(struct db *db, struct arena *a, struct change_by *by, struct role *role) MUST_CHECK;

#endif
