#ifndef REDRESS_BULK_STORE_H
#define REDRESS_BULK_STORE_H

#include "access.h"
#include "bulk_run.h"
#include "complaint_store.h"

extern const struct db_stmts bulk_stmts;       /* staff */
extern const struct db_stmts bulk_purge_stmts; /* jobs */

/*
 * Keep what was chosen, in this order and with the versions of this moment; what the user may not see is left out. ids are different from each other. ERR_INPUT: nothing is left.
 */
enum err bulk_begin(struct db *db, struct arena *a, const struct access_user *user, enum bulk_action action, const char *query, const int64_t *ids, size_t n, int64_t now_us,
                    int64_t *ret_id) MUST_CHECK;
/* The user's own, with its items in order. ERR_NOT_FOUND otherwise. */
enum err bulk_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct bulk *ret_bulk, struct bulk_item **ret_items, size_t *ret_n) MUST_CHECK;
/* It was confirmed with these data. ERR_STATE when it was before: the data of the first time hold. */
enum err bulk_confirm(struct db *db, int64_t id, const char *data) MUST_CHECK;
/* What came of one complaint; and that all is done. */
enum err bulk_item_end(struct db *db, int64_t id, int64_t complaint_id, enum bulk_item_state state, const char *why) MUST_CHECK;
enum err bulk_end(struct db *db, int64_t id) MUST_CHECK;
/* jobs: those chosen before before_us, with their items. */
enum err bulk_purge(struct db *db, int64_t before_us) MUST_CHECK;

/* Heads of many complaints within the user's scope, in the order of ids, with his rights over each: what flow_decide looks at. Two statements. What he does not see is left out. */
struct complaint_seen {
    struct complaint c;
    permission_set rights;
};
enum err complaint_load_many(struct db *db, struct arena *a, const struct access_user *user, const int64_t *ids, size_t n, struct complaint_seen **ret_list, size_t *ret_n) MUST_CHECK;

#endif
