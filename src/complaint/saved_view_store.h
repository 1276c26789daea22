#ifndef REDRESS_SAVED_VIEW_STORE_H
#define REDRESS_SAVED_VIEW_STORE_H

#include "access.h"
#include "db.h"
#include "saved_list.h"

extern const struct db_stmts saved_view_stmts; /* staff */

/* The user's own in his order, then those that others share with his unit or one above it. One statement. */
enum err saved_view_list(struct db *db, struct arena *a, const struct access_user *user, struct saved_view **ret_list, size_t *ret_n) MUST_CHECK;
/* The one that opens first, ERR_NOT_FOUND: none was chosen. */
enum err saved_view_start(struct db *db, struct arena *a, const struct access_user *user, struct saved_view *ret_view) MUST_CHECK;

/* Save under a name at the end; one of the user's own of that name is replaced. ERR_TOO_LARGE: he has SAVED_VIEWS_MAX. ret_id: which it is. */
enum err saved_view_put(struct db *db, struct arena *a, const struct access_user *user, const char *name, const char *query, int64_t unit_id, int64_t now_us, int64_t *ret_id) MUST_CHECK;
/*
 * Of the user's own, ERR_NOT_FOUND otherwise. rename: ERR_EXISTS when he has another of that name. share: unit 0 takes it back. move: -1 up, 1 down among his own. start: at most one is; of one
 * that already is, it is taken back.
 */
enum err saved_view_rename(struct db *db, const struct access_user *user, int64_t id, const char *name) MUST_CHECK;
enum err saved_view_share(struct db *db, const struct access_user *user, int64_t id, int64_t unit_id) MUST_CHECK;
enum err saved_view_move(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int by) MUST_CHECK;
enum err saved_view_set_start(struct db *db, struct arena *a, const struct access_user *user, int64_t id) MUST_CHECK;
enum err saved_view_delete(struct db *db, const struct access_user *user, int64_t id) MUST_CHECK;

#endif
