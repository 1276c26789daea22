#ifndef REDRESS_COMPLAINT_MEET_STORE_H
#define REDRESS_COMPLAINT_MEET_STORE_H

#include "complaint_store.h"

/*
 * Within a running transaction, complaint locked and loaded: what its clocks of this kind waited for was done, such as a report to the management (requirements H5). Its dates move in *c; the caller saves
 * it. ret_met: how many did.
 */
enum err complaint_meet(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, enum rb_clock_kind kind, size_t *ret_met) MUST_CHECK;

/*
 * Within a running transaction, complaint locked and loaded: the complainant was given the answer at this moment by something else than the action "reply", such as an opinion letter that was delivered
 * (requirements L4.35-36). As after that action it is answered, and what clocks waited for the answer is met. What he said to an answer that he had before stays said. Nothing happens where there is nothing to
 * answer: not taken on yet, or ended. The caller writes the event and saves *c where ret_moved.
 */
enum err complaint_answered(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t at_us, bool *ret_moved) MUST_CHECK;

#endif
