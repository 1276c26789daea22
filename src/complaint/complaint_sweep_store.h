#ifndef REDRESS_COMPLAINT_SWEEP_STORE_H
#define REDRESS_COMPLAINT_SWEEP_STORE_H

#include "complaint_store.h"
#include "utc.h"

extern const struct db_stmts complaint_sweep_stmts; /* jobs */

/*
 * Pauses that are over first: when the time passes that the complainant was given for material, the complaint's clocks go on from that moment (F5), with an event and a notice to the
 * handler; its state stays, for the material may still come. Then clocks whose next step has come (F4): warnings, reminders when a date passes (催办), escalations; each with its event and
 * its notices to those whom the rule names, one transaction per complaint or clock. Any number of hosts may do this at once: each step is taken exactly once, and after a stop all that were missed are caught up, without warnings of dates that have
 * passed. At most limit clocks of either kind; ret_done says how many transactions did something.
 */
enum err complaint_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, const struct utc_zone *zone, size_t limit, size_t *ret_done) MUST_CHECK;

#endif
