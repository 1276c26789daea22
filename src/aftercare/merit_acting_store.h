#ifndef REDRESS_MERIT_ACTING_STORE_H
#define REDRESS_MERIT_ACTING_STORE_H

#include "measure_acting_store.h"
#include "merit_store.h"

/* What the files of accountability share; nobody else includes it. */

/* The n-th of the rule in the calendar year of its month, for the person, else the department, else the unit. Within the transaction of merit_put. */
enum err merit_nth(struct db *db, struct arena *a, struct merit *m) MUST_CHECK;
/* ERR_EXISTS: it stands already, and nothing was changed. */
enum err merit_put(struct db *db, const struct merit *m, int64_t subject_id, int64_t *ret_id) MUST_CHECK;
/* The complaint's event, which moves on by it; c was held by measure_hold. person: who it is about, NULL. */
enum err merit_event(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct merit *m, const char *kind) MUST_CHECK;

#endif
