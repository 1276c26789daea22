#ifndef REDRESS_MEASURE_ACTING_STORE_H
#define REDRESS_MEASURE_ACTING_STORE_H

#include "measure_store.h"
#include "rulebook.h"

/* What the files of measures and of accountability share; nobody else includes it. */

/* In the running transaction: hold the complaint of a measure and read what its next event needs; c->id 0 without a complaint. number as it was read before. */
enum err measure_hold(struct db *db, struct arena *a, const char *number, struct complaint *ret_c) MUST_CHECK;
/* The step, and the complaint's event of this kind (NULL: none), which moves on by it. */
enum err measure_note(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct measure *m, const char *step, const char *body, const char *event) MUST_CHECK;
/* Tell the owner, else the coordinator; coordinator: him too. Not the writer himself. */
enum err measure_tell(struct db *db, struct arena *a, const struct complaint_writer *w, const struct measure *m, const char *kind, bool coordinator) MUST_CHECK;

#endif
