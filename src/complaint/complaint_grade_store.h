#ifndef REDRESS_COMPLAINT_GRADE_STORE_H
#define REDRESS_COMPLAINT_GRADE_STORE_H

#include "complaint_store.h"

/*
 * Within a running transaction, complaint locked and loaded: another grade that was agreed to. The clocks are picked anew by it, the event `classified` tells it with the reason, and c is saved. ERR_STATE: the
 * rulebook has no such grade any more.
 */
enum err complaint_grade_set(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *grade, const char *reason) MUST_CHECK;

#endif
