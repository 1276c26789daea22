#ifndef REDRESS_COMPLAINT_SLIP_STORE_H
#define REDRESS_COMPLAINT_SLIP_STORE_H

#include "complaint_store.h"

extern const struct db_stmts complaint_slip_stmts; /* staff */

/*
 * Slips of a complaint that is over (requirements E5), within the transaction that ends it and before complaint_save: what a superior unit transferred or asked is answered with the outcome, what was
 * reported up is finished with it, and both sides hear of it; whatever else is open (after a withdrawal, a merger) is withdrawn. Nothing is left to do about any of them. One statement when there
 * is none.
 */
enum err complaint_end_slips(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *outcome) MUST_CHECK;

#endif
