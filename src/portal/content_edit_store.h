#ifndef REDRESS_CONTENT_EDIT_STORE_H
#define REDRESS_CONTENT_EDIT_STORE_H

#include "change_store.h"
#include "content.h"

extern const struct db_stmts content_edit_stmts; /* staff */

/* Everything of a kind in its order, or of all kinds (0), with how often questions were offered and helped since a month (202611). At most 500. */
enum err content_list(struct db *db, struct arena *a, enum content_kind kind, int since_month, struct content **ret_list, size_t *ret_n) MUST_CHECK;
enum err content_load(struct db *db, struct arena *a, int64_t id, struct content *ret_content) MUST_CHECK;
/* Newest first, at most 50. */
enum err content_versions(struct db *db, struct arena *a, int64_t id, struct content_version **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * Each with its entry in the change log. ERR_STALE: version is not that of what stands. ERR_EXISTS with by->led_to: this form was carried out before; without: the
 * address is taken.
 */
enum err content_create(struct db *db, struct arena *a, struct change_by *by, enum content_kind kind, const char *slug, const struct content_text *text, int64_t *ret_id) MUST_CHECK;
/* The draft. */
enum err content_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct content_text *text) MUST_CHECK;
enum err content_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version) MUST_CHECK;
/* The draft becomes what is live, as a new version. ERR_STATE: there is no draft. */
enum err content_publish(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version) MUST_CHECK;
/* What is live is taken off; as a draft it stays. ERR_STATE: nothing is live. */
enum err content_take_off(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version) MUST_CHECK;
/* A version becomes the draft. */
enum err content_restore(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int number) MUST_CHECK;

#endif
