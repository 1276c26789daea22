#ifndef REDRESS_MENTION_STORE_H
#define REDRESS_MENTION_STORE_H

#include "complaint.h"
#include "db.h"
#include "mention.h"

extern const struct db_stmts mention_stmts; /* staff */

/* Who is meant: active people by their sign-in name, or by their name in the unit that has the complaint or in the user's own. One statement; a word may mean several. */
enum err mention_find(struct db *db, struct arena *a, const struct mention_words *words, const struct complaint *c, int64_t own_unit_id, struct mention **ret_list, size_t *ret_n) MUST_CHECK;
/* Within the transaction that wrote the note: he may read it from now on, and where he saw nothing of the complaint he sees his part of it (part_store.h). */
enum err mention_put(struct db *db, int64_t complaint_id, int64_t message_id, int64_t user_id) MUST_CHECK;
/* The same person as he stands now. ERR_NOT_FOUND: not active any more. */
enum err mention_load(struct db *db, struct arena *a, int64_t complaint_id, int64_t user_id, struct mention *ret_mention) MUST_CHECK;

#endif
