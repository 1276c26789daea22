#ifndef REDRESS_COMPLAINT_MEET_STORE_H
#define REDRESS_COMPLAINT_MEET_STORE_H

#include "complaint_store.h"

/*
 * Within a running transaction, complaint locked and loaded: what its clocks of this kind waited for was done, such as a report to the management (requirements H5). Its dates move in *c; the caller saves
 * it. ret_met: how many did.
 */
enum err complaint_meet(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, enum rb_clock_kind kind, size_t *ret_met) MUST_CHECK;

#endif
