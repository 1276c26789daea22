#ifndef REDRESS_SHEET_STORE_H
#define REDRESS_SHEET_STORE_H

#include "attachment.h"
#include "complaint_class_store.h"
#include "db.h"
#include "message.h"
#include "part_store.h"
#include "timeline.h"

extern const struct db_stmts sheet_stmts;        /* staff */
extern const struct db_stmts sheet_public_stmts; /* public */

/* All that a page about one complaint shows besides its head. */
struct sheet {
    struct complaint_parts parts;
    struct message *messages; /* newest first */
    struct event *events;     /* newest first */
    struct attachment *files; /* oldest first */
    size_t n_messages, n_events, n_files;
};
/*
 * At most limit (up to 500) of the newest messages and of the newest events; in one round trip. Whoever may see the complaint has to be known already; a reader's part (NULL: all)
 * leaves out what is none of his: findings on the matters, and of messages, events and files what part_store.h says.
 */
enum err sheet_load(struct db *db, struct arena *a, const struct complaint_part *part, int64_t complaint_id, size_t limit, struct sheet *ret_sheet) MUST_CHECK;
/* All of it together with what only staff who see all of a complaint learn of it (complaint_class_store.h), in one round trip too. */
enum err sheet_load_inner(struct db *db, struct arena *a, const struct complaint *c, size_t limit, struct sheet *ret_sheet, struct complaint_inner *ret_inner) MUST_CHECK;
/* The same as the complainant may see it: no notes, no names, no findings, and only events that have a public line. */
enum err sheet_load_public(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct sheet *ret_sheet) MUST_CHECK;
/* That in two steps, so that the rows can be kept. */
extern const struct db_stmt *const sheet_public_rows;
enum err sheet_rows_public(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct db_rows *ret_rows) MUST_CHECK;
void sheet_read_public(struct arena *a, const struct db_rows *rows, int64_t complaint_id, size_t limit, struct sheet *ret_sheet);

#endif
