#ifndef REDRESS_SPOT_STORE_H
#define REDRESS_SPOT_STORE_H

#include "complaint_store.h"
#include "spot.h"

extern const struct db_stmts spot_stmts;     /* staff: reading */
extern const struct db_stmts spot_act_stmts; /* staff */

/* Open ones (or the latest done) of the units over which the user may check and those below; with a date first, then in the order in which they were opened. Not of complaints that he is kept out of. */
enum err spot_list(struct db *db, struct arena *a, const struct access_user *user, bool done, size_t limit, struct spot_check **ret_list, size_t *ret_n) MUST_CHECK;
/* By its id; whether the user sees the complaint is said by complaint_load. */
enum err spot_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct spot_check *ret_check) MUST_CHECK;
/* Of one complaint, newest first; at most 20. */
enum err spot_of(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct spot_check **ret_list, size_t *ret_n) MUST_CHECK;

enum spot_action { SPOT_BEGIN, SPOT_DECIDE, SPOT_ANSWER };
struct spot_command {
    enum spot_action action;
    const char *number;          /* begin: of the complaint */
    int64_t id;                  /* the others */
    int version;
    enum spot_result result;
    enum complaint_finding after;/* changed */
    const char *text;            /* what was checked and found; what the unit says to it */
    const uint8_t *once_hash;
    const char *once_location;   /* begin: the check's page is where it leads */
};
struct spot_outcome {
    const char *location;
    const char *why, *field; /* msgid on ERR_INPUT, ERR_STATE and ERR_FORBIDDEN; field of the form, "" none */
};
/*
 * One transaction with its event. Begin: a closed complaint, by somebody who may check for a superior unit (of the top: for the top itself) and did not handle it. Decide: a changed finding becomes that of the
 * complaint and of its matters that had the old one; a false closing marks the complaint; both are told to the unit's manager. Answer: whoever may close for the unit, and did not check.
 */
enum err spot_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct spot_command *command, struct spot_outcome *ret_outcome) MUST_CHECK;
/* Why the user cannot begin or decide one, NULL: he can. ret_unit_id: for which unit he checks. */
enum err spot_refusal(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, permission_set rights, int64_t now_us, int64_t *ret_unit_id, const char **ret_why) MUST_CHECK;

#endif
