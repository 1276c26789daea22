#ifndef REDRESS_UNSEALING_STORE_H
#define REDRESS_UNSEALING_STORE_H

#include "approval_store.h"
#include "identity.h"
#include "unsealing.h"

extern const struct db_stmts unsealing_stmts;     /* staff: reading */
extern const struct db_stmts unsealing_act_stmts; /* staff */

/* Of one complaint that the caller has loaded within scope, newest first, at most 30. with_reasons opens them: for custodians and whoever decides alone. */
enum err unsealing_list(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, bool with_reasons, struct unsealing **ret_list, size_t *ret_n) MUST_CHECK;
/* What the user may look by now; ERR_NOT_FOUND when nothing was agreed to, or its hours have passed. */
enum err unsealing_mine(struct db *db, struct arena *a, int64_t complaint_id, int64_t user_id, int64_t now_us, int hours, struct unsealing *ret_unsealing) MUST_CHECK;

/*
 * One transaction each: once key, lock, load in scope, MAY_UNSEAL over a confidential complaint, then what it is, with its event.
 * ask: the request with its reason sealed, and the approval by the chain. ERR_EXISTS: the user has one that waits or is open. ERR_STATE: nobody else holds the role that agrees.
 * look: by what was agreed to; ERR_STATE when there is nothing. Without once key: each look is one, and each is recorded.
 * alone: asks and looks at once; emergency tells everybody else who may unseal or agree, at once.
 * The identity comes out of look and alone only, and only once it is on the record: of this complaint, and of the one whose identity it shares.
 */
enum unsealing_action { UNSEALING_ASK = 1, UNSEALING_LOOK, UNSEALING_LOOK_ALONE };
struct unsealing_command {
    enum unsealing_action action;
    const char *number, *purpose, *reason;
    const struct rb_chain *chain;    /* ask */
    const char *title, *body;        /* ask: of the approval; what for, in general words */
    bool emergency;                  /* alone */
    const char *agrees;              /* alone: role of those who would have agreed */
    int hours;                       /* look */
    const uint8_t *once_hash;        /* ask */
    const char *once_location;
};
enum err unsealing_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct unsealing_command *command, struct identity *ret_who, const char **ret_location) MUST_CHECK;

/* Within a running transaction, complaint locked and loaded: a look by what was agreed to that comes about otherwise than by the page (evidence packs); without id: of no request. The caller saves c. */
enum err unsealing_record(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct unsealing *u) MUST_CHECK;

#endif
