#ifndef REDRESS_SAMPLE_STORE_H
#define REDRESS_SAMPLE_STORE_H

#include "complaint_store.h"
#include "rulebook.h"
#include "sample.h"

extern const struct db_stmts sample_stmts;       /* staff and jobs: drawing, recomputing */
extern const struct db_stmts sample_read_stmts;  /* staff */
extern const struct db_stmts sample_sweep_stmts; /* jobs */

/*
 * Draw, as one transaction: the list is read, then seed and the list's hash are stored, then it is chosen. ERR_EXISTS: this unit's month was drawn already, and stays as it is. What follows for those
 * that are drawn (callback or check, event) is a task of jobs. percent 0: ERR_STATE.
 */
struct sample_wish {
    int64_t unit_id;
    int month;
    enum sample_kind kind;
};
enum err sample_draw(struct db *db, struct arena *a, const struct complaint_writer *w, const struct sample_wish *wish, const struct rb_sample *rules, int64_t *ret_id) MUST_CHECK;

/* Of the units over which the user may check and those below, the latest month first; at most limit. */
enum err sample_list(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct sample **ret_list, size_t *ret_n) MUST_CHECK;
/* One within that. */
enum err sample_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct sample *ret_sample) MUST_CHECK;
/* Those drawn, in the order of their lots, with what became of them; not of complaints that the user is kept out of. */
enum err sample_drawn(struct db *db, struct arena *a, const struct access_user *user, const struct sample *s, size_t limit, struct sample_item **ret_items, size_t *ret_n) MUST_CHECK;
/* All that it was drawn from or left out, in the order of their numbers. */
enum err sample_items(struct db *db, struct arena *a, int64_t id, struct sample_item **ret_items, size_t *ret_n) MUST_CHECK;
/* The units over which the user himself may have a sample drawn, with names; and the kinds of a month that were drawn, as bits of 1 << kind. */
struct sample_unit {
    int64_t id;
    const char *zh, *en;
};
enum err sample_units(struct db *db, struct arena *a, const struct access_user *user, struct sample_unit *ret_units, size_t *ret_n) MUST_CHECK; /* room for ACCESS_GRANTS_MAX */

/* The next sample after an id, recomputed; ERR_NOT_FOUND: none is left. ret_why: what differs, NULL when it is sound. */
enum err sample_verify_next(struct db *db, struct arena *a, int64_t after_id, struct sample *ret_sample, const char **ret_why) MUST_CHECK;

/* Jobs: on the first working day of the month, or as soon after as they run, the month before: callbacks, and checks of what was relabelled; each once on any number of hosts; at most limit of them. */
enum err sample_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;
/* The task: what follows for those that were drawn, each once. */
enum err sample_take_up(struct db *db, struct arena *a, const struct complaint_writer *w, const char *data) MUST_CHECK;

#endif
