#ifndef REDRESS_COMPLAINT_GATE_STORE_H
#define REDRESS_COMPLAINT_GATE_STORE_H

#include "complaint_gate.h"
#include "complaint_store.h"

extern const struct db_stmts complaint_gate_stmts; /* staff */

/* Facts for the gates of a complaint that was loaded, for this user; one statement, in the caller's transaction when one runs. c is as it stands before the action. */
enum err gate_load(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rulebook *b, struct gate_facts *ret_facts) MUST_CHECK;

/* Of a complaint that others than complaint_act end (a merger): every gate that belongs to that way, for what is in the class. */
enum err gate_check_end(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, enum gate_end end, struct gate_open **ret_open, size_t *ret_n) MUST_CHECK;

#endif
