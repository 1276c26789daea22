#ifndef REDRESS_CALLBACK_OPEN_STORE_H
#define REDRESS_CALLBACK_OPEN_STORE_H

#include "clock.h"
#include "complaint.h"
#include "db.h"

extern const struct db_stmts callback_open_stmts; /* staff and jobs */

/*
 * A callback that is to be made (requirements J1): one waiting at a time for each complaint, and one for each of its closings. What waits already takes up the reason (sample, wish) and the date: that of
 * its clock, of any other reason the nearer one. A callback that was made or given up for this closing stays as it is.
 */
struct callback_open {
    int64_t complaint_id, unit_id, department_id; /* who calls; department 0: those of the unit */
    int64_t due_us, sample_id;                    /* sample 0: none */
    bool major, wished, by_clock;
};
/* Within the transaction that ended the complaint, its event written; or by itself, as often as wanted. */
enum err callback_open(struct db *db, const struct callback_open *what) MUST_CHECK;
/* The callback clocks that began or moved with what happened. */
enum err callback_follow(struct db *db, const struct complaint *c, const struct rulebook *b, const struct clock_set *set) MUST_CHECK;

#endif
