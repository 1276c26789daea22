#ifndef REDRESS_PART_STORE_H
#define REDRESS_PART_STORE_H

#include "access.h"
#include "attachment.h"
#include "complaint.h"
#include "db.h"

extern const struct db_stmts part_stmts; /* staff */

/*
 * What somebody sees of a complaint that he sees in part (complaint.part): its head, what was told, demands, messages with the complainant, the complainant's files, and what moved it.
 * Of notes, internal files and internal steps only those of his own slips, his own, and notes in which he is mentioned. The slips: those that one of his departments or units sent, received or has a copy of, those
 * that he sent or has himself, and the ones below these. No statement when he sees all of it.
 */
enum err part_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct complaint_part *ret_part) MUST_CHECK;
/* His slips of several complaints at once (a JSON array of ids), by commas. */
enum err part_slips(struct db *db, struct arena *a, const struct access_user *user, const char *complaints, const char **ret_slips) MUST_CHECK;
/* ERR_NOT_FOUND for a file of the complaint that is none of his. */
enum err part_file(struct db *db, struct arena *a, const struct complaint_part *part, const struct attachment *file) MUST_CHECK;

/* For statements on event e, message m and attachment f (with its message m). */
#define PART_EVENTS "((e.slip_id IS NULL AND FIND_IN_SET(e.kind, ?)) OR e.actor_id = ? OR FIND_IN_SET(e.slip_id, ?))"
#define PART_EVENTS_TYPES "tit"
#define PART_EVENTS_ARGS(part) DB_TEXT((part)->kinds), DB_INT((part)->user_id), DB_TEXT((part)->slips)
#define PART_MENTIONED "EXISTS (SELECT 1 FROM mention q WHERE q.message_id = m.id AND q.user_id = ?)"
#define PART_MESSAGES "(m.kind < 5 OR m.author_id = ? OR FIND_IN_SET(m.slip_id, ?) OR " PART_MENTIONED ")"
#define PART_FILES "(f.internal = 0 OR m.author_id = ? OR FIND_IN_SET(m.slip_id, ?) OR " PART_MENTIONED ")"
#define PART_TYPES "iti"
#define PART_ARGS(part) DB_INT((part)->user_id), DB_TEXT((part)->slips), DB_INT((part)->user_id)

#endif
