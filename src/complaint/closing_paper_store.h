#ifndef REDRESS_CLOSING_PAPER_STORE_H
#define REDRESS_CLOSING_PAPER_STORE_H

#include "closing.h"
#include "complaint_store.h"

extern const struct db_stmts closing_paper_stmts; /* staff */

/* The closing report as it stands, not closed with yet. ERR_NOT_FOUND: nobody has begun one. One statement. */
enum err closing_draft_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_draft *ret_draft) MUST_CHECK;

/* What is decided on when closing is agreed to: SHA-256 over the rows of closing_rows. */
void closing_hash(struct arena *a, const struct complaint_closing *closing, uint8_t out[32]);

/*
 * Within a running transaction, complaint locked and loaded: the paper with these words, the one that was begun or a new one; final: it is closed with it, and nothing changes it any more. ERR_STALE: version (of
 * the draft; 0 when there is none, -1 whatever it is).
 */
enum err closing_paper_write(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct complaint_closing *closing, int version, bool final,
                             int64_t *ret_paper_id) MUST_CHECK;

/* Save the draft as one transaction: lock, load in scope, MAY_CLOSE, ERR_STALE as above, ERR_STATE when it is not open. */
enum err closing_draft_save(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const struct complaint_closing *closing, int version) MUST_CHECK;

/* The last report with which it was closed; ERR_NOT_FOUND. */
enum err closing_report_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_report *ret_report) MUST_CHECK;

/* What the report can be begun with. One statement. */
enum err closing_knowledge_load(struct db *db, struct arena *a, int64_t complaint_id, struct closing_knowledge *ret_known) MUST_CHECK;

#endif
