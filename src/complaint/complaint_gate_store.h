#ifndef REDRESS_COMPLAINT_GATE_STORE_H
#define REDRESS_COMPLAINT_GATE_STORE_H

#include "complaint_gate.h"
#include "complaint_store.h"

extern const struct db_stmts complaint_gate_stmts; /* staff */

/* Facts for the gates of a complaint that was loaded, for this user and basis ("" none); at most two statements, in the caller's transaction when one runs. */
enum err gate_load(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rulebook *b, const char *basis, struct gate_facts *ret_facts) MUST_CHECK;

#endif
