#ifndef REDRESS_CALLBACK_STORE_H
#define REDRESS_CALLBACK_STORE_H

#include "callback.h"
#include "complaint_store.h"

extern const struct db_stmts callback_stmts;       /* staff: reading, claiming */
extern const struct db_stmts callback_act_stmts;   /* staff */
extern const struct db_stmts callback_sweep_stmts; /* jobs */

/*
 * Waiting ones of the units and departments over which the user may call back, and of the units below: major ones first, then by date; what was tried today comes behind all that (next_us). At most limit.
 * None of complaints that he is kept out of.
 */
enum err callback_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, size_t limit, struct callback **ret_list, size_t *ret_n) MUST_CHECK;
/* The latest that he made himself. */
enum err callback_made(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct callback **ret_list, size_t *ret_n) MUST_CHECK;
/* By its id, with the complaint's number; whether the user may see it is said by complaint_load and callback_may. */
enum err callback_load(struct db *db, struct arena *a, int64_t id, struct callback *ret_callback) MUST_CHECK;
/* The latest of a complaint; ERR_NOT_FOUND. */
enum err callback_of(struct db *db, struct arena *a, int64_t complaint_id, struct callback *ret_callback) MUST_CHECK;
/* By opening it: nobody has it yet. *ret_claimed: he has it from now on. */
enum err callback_claim(struct db *db, int64_t id, int64_t user_id, int64_t now_us, bool *ret_claimed) MUST_CHECK;

enum callback_action { CALLBACK_RECORD, CALLBACK_IN_VAIN, CALLBACK_TAKE_OVER, CALLBACK_LET_GO };
struct callback_command {
    enum callback_action action;
    int64_t id;
    int version;
    const struct callback_answers *answers; /* record */
    int said;                               /* record: where no question of the script decides */
    enum contact_way way;
    enum contact_result result;             /* in vain: not reached, left word */
    const char *text;                       /* what was said; "" */
    const char *reason;                     /* of what follows from dissatisfaction where no text was written */
    const uint8_t *once_hash;
    const char *once_location;
};
struct callback_result {
    const char *location;
    const char *why;       /* msgid on ERR_STATE and ERR_FORBIDDEN */
    bool given_up, escalated;
    const char *escalation; /* word of rulebook_escalates, "" */
};
/*
 * One transaction: once key, complaint locked and loaded in scope, the row as it stands. Recorded, or given up after the book's attempts on different days: clocks of kind callback are met, the call is a
 * contact of the complaint, the event callback_done, callback_tried or callback_given_up. Dissatisfied: the same transaction opens the complaint again, gives it to others for review, or tells the
 * manager, as the book says; the manager is told in any case. ERR_STATE: it does not wait any more, or was opened again meanwhile; ERR_FORBIDDEN: no right, or he handled the complaint and somebody else is there.
 */
enum err callback_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct callback_command *command, struct callback_result *ret_result) MUST_CHECK;

/* Jobs, every now and then: callback clocks for which no callback waits. And the task of a rating with the wish for one. */
enum err callback_take_up(struct db *db, struct arena *a, int64_t now_us, size_t limit, size_t *ret_n) MUST_CHECK;
enum err callback_wish(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id) MUST_CHECK;

#endif
