#ifndef REDRESS_COMPLAINT_RECOMPUTE_STORE_H
#define REDRESS_COMPLAINT_RECOMPUTE_STORE_H

#include "clock_store.h"
#include "complaint_store.h"

extern const struct db_stmts complaint_recompute_stmts; /* staff */

/*
 * Running and paused clocks under the rules and calendars as they are now (requirements F6): what would change is listed before anybody agrees, and each change stands in the record. Only
 * complaints that the user may see. Nothing but this touches a running clock when rules or calendars change.
 */

/* Where a walk over the clocks stands; zeroed: at the beginning. As text in a hidden field or an address: "RULE.STATE.ID". */
struct recompute_at {
    const char *rule;
    enum clock_state state;
    int64_t after_id;
};
const char *recompute_at_write(struct arena *a, const struct recompute_at *at);
enum err recompute_at_read(struct arena *a, const char *text, struct recompute_at *ret_at) MUST_CHECK; /* "" is the beginning; ERR_MALFORMED */

struct recompute_row {
    int64_t clock_id, complaint_id, due_us, new_due_us;
    const char *number, *rule, *new_rule; /* codes; new_rule may be the same */
    enum rb_clock_kind kind;
};
/*
 * The next clocks whose date would change, at most limit, looking at no more than RECOMPUTE_LOOK of them; rule "": of all rules. ret_at: where to go on; ret_end: all were looked at.
 */
#define RECOMPUTE_LOOK 200
enum err recompute_preview(struct db *db, struct arena *a, const struct access_user *user, const struct utc_zone *zone, const char *rule, const struct recompute_at *from,
                           size_t limit, int64_t now_us, struct recompute_row **ret_rows, size_t *ret_n, struct recompute_at *ret_at, bool *ret_end) MUST_CHECK;
/*
 * The same walk, but each date is changed, one transaction per complaint with a clock_history row and the event "recomputed"; a date that another one moved meanwhile is computed
 * from what it is then. ret_changed counts clocks.
 */
enum err recompute_apply(struct db *db, struct arena *a, const struct complaint_writer *w, const struct utc_zone *zone, const char *rule, const struct recompute_at *from,
                         size_t limit, size_t *ret_changed, struct recompute_at *ret_at, bool *ret_end) MUST_CHECK;

#endif
