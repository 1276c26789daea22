#ifndef REDRESS_RULEBOOK_FOLLOW_STORE_H
#define REDRESS_RULEBOOK_FOLLOW_STORE_H

#include "rulebook_store.h"

/* Shared by the stores of the rulebook. */

/*
 * Let the tables category and category_field say what the book says, by code: ids stay, nothing is deleted, what the book lacks is not offered any more. Roles that are not there
 * yet are made, with a change log entry each. Within the transaction that brings the book in force.
 */
enum err rulebook_follow(struct db *db, struct arena *a, const struct change_by *by, const struct rulebook *book) MUST_CHECK;
/*
 * Codes that complaints, running clocks or departments use and the book lacks: one fault each, and ERR_STATE. was: the book in force, NULL for the first. later: until it
 * comes in force every code of the present book may be used yet.
 */
enum err rulebook_keeps_used(struct db *db, struct arena *a, const struct rulebook *was, const struct rulebook *book, bool later, struct rulebook_faults *faults) MUST_CHECK;
/* An entry of the change log on a version: what differs between two books, the longest lists cut off with how many there are more. */
enum err rulebook_note(struct db *db, struct arena *a, const struct change_by *by, int64_t id, const char *kind, const struct rulebook *before,
                       const struct rulebook *after) MUST_CHECK;
/* A new version; ERR_STATE when it is a draft and there is one. */
enum err rulebook_insert(struct db *db, struct arena *a, const struct change_by *by, enum rulebook_state state, int64_t from_id, const struct rulebook *book,
                         int64_t *ret_id) MUST_CHECK;
/* What was stored; it was written by rulebook_write(), so it has the shape: ERR_CONFIG when not. */
enum err rulebook_parse(struct arena *a, struct str body, struct rulebook **ret_book) MUST_CHECK;
/* The book in force as it is within this transaction; NULL and 0 when there is none. */
enum err rulebook_now(struct db *db, struct arena *a, const struct rulebook **ret_book, int64_t *ret_id) MUST_CHECK;

#endif
