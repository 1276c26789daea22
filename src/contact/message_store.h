#ifndef REDRESS_MESSAGE_STORE_H
#define REDRESS_MESSAGE_STORE_H

#include "db.h"
#include "message.h"

extern const struct db_stmts message_stmts;       /* staff: reading */
extern const struct db_stmts message_write_stmts; /* every pool */

/* Insert within the running transaction; its id comes back, and the search index will follow (search_touch). */
enum err message_insert(struct db *db, const struct message *m, int64_t *ret_id) MUST_CHECK;
/* Of one complaint that the caller has loaded within scope, newest first. */
enum err message_list(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct message **ret_list, size_t *ret_n) MUST_CHECK;

#endif
