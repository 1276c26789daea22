#ifndef REDRESS_ACCOUNT_DUE_STORE_H
#define REDRESS_ACCOUNT_DUE_STORE_H

#include "db.h"
#include "rulebook.h"

/*
 * Something happened for which the rulebook may hold somebody to account (requirements J5): in the running transaction a task for jobs, which propose once. on: a word of rulebook_account_events, or "closed" for all that
 * can be said of a complaint when it ends (valid, late, praise); subject_id: of the slip, callback or spot check, 0. Nothing when the book has no rule for it.
 */
enum err account_happened(struct db *db, struct arena *a, const struct rulebook *book, int64_t complaint_id, const char *on, int64_t subject_id, int64_t now_us) MUST_CHECK;

#endif
