#ifndef REDRESS_DISCLOSURE_STORE_H
#define REDRESS_DISCLOSURE_STORE_H

#include "approval_store.h"
#include "disclosure.h"

extern const struct db_stmts disclosure_stmts;     /* staff: reading */
extern const struct db_stmts disclosure_act_stmts; /* staff */

/* Of one complaint that the caller has loaded within scope, newest first; and the log of all that the user sees whole, before the id (0: from the top). */
enum err disclosure_list(struct db *db, struct arena *a, int64_t complaint_id, struct disclosure **ret_list, size_t *ret_n) MUST_CHECK;
enum err disclosure_log(struct db *db, struct arena *a, const struct access_user *user, int64_t before_id, size_t limit, struct disclosure **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * One transaction each: once key, lock, load in scope, MAY_DISCLOSE over the complaint, version, then what it is, with its event.
 * ask: the request and its approval by the chain; no agreement, no disclosure: ERR_STATE when chain is NULL, or nobody holds a step's role.
 * hand over: ERR_STATE unless it is agreed to and the pack made for it is signed. drop: what waits for agreement is taken back.
 */
enum disclosure_action { DISCLOSURE_ASK = 1, DISCLOSURE_HAND_OVER, DISCLOSURE_DROP };
struct disclosure_command {
    enum disclosure_action action;
    const char *number;
    int64_t id;  /* not when asked */
    int version;
    const char *body_name, *reference, *ground;
    bool with_identity, with_internal;
    const struct rb_chain *chain;
    const char *title, *body; /* of the approval */
    const char *handed_to, *handed_way;
    int64_t handed_us;
    const uint8_t *once_hash;
    const char *once_location;
};
enum err disclosure_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct disclosure_command *command, const char **ret_location) MUST_CHECK;

#endif
