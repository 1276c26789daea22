#ifndef REDRESS_COMPENSATION_STORE_H
#define REDRESS_COMPENSATION_STORE_H

#include "compensation.h"
#include "complaint_store.h"

extern const struct db_stmts compensation_stmts;       /* staff */
extern const struct db_stmts compensation_write_stmts; /* staff */

/* All of a complaint that the caller has loaded, newest first; at most 100. */
enum err compensation_list(struct db *db, struct arena *a, int64_t complaint_id, struct compensation **ret_list, size_t *ret_n) MUST_CHECK;

/* What the user may decide alone for a complaint: codes of the roles that he holds over it, the sum up to which (cents, INT64_MAX: any), of which so much is used up today when it is of a day. */
struct compensation_own {
    const char **roles;
    size_t n_roles;
    int64_t up_to, used;
    bool daily;
    bool alone; /* nobody else may record payments for the complaint */
};
enum err compensation_own(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rulebook *b, struct compensation_own *ret_own) MUST_CHECK;

/*
 * One transaction: once key, lock, load in scope, MAY_COMPENSATE over the complaint, version of the entry, compensation_decide, then what it is. Proposing and changing: within the proposer's own
 * authority it is approved at once, else asked for by the chain of the rulebook or of the smallest role that may. ERR_INPUT with field (standard, base, sum, reason, paid, way, voucher) and why; ERR_FORBIDDEN
 * and ERR_STATE with why. over: the sum is above everybody's authority.
 */
struct compensation_command {
    enum compensation_action action;
    const char *number, *standard, *reason; /* reason: of the proposal, or why it is dropped */
    int64_t id, base_cents, cents, paid_us;
    const char *paid_way, *paid_voucher;
    int version;
    const uint8_t *once_hash;
    const char *once_location;
};
struct compensation_result {
    const char *location, *field, *why; /* why: msgid */
    bool over;                          /* who may up to what is worth telling */
    enum compensation_state state;      /* afterwards */
};
enum err compensation_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct compensation_command *command, struct compensation_result *ret_result) MUST_CHECK;

/*
 * The ledger: entries of complaints that the user sees whole, newest first before the key (0, 0: from the top). Proposed from from_us until before to_us; without a time (to_us 0) one of the states that are
 * under way has to be asked for, of which few stand at any time. unit_id: this one and all below, 0 all; kind 0 all, 1 compensation, 2 rewards.
 */
struct compensation_filter {
    int64_t unit_id, from_us, to_us, before_us, before_id;
    enum compensation_state state; /* 0: all */
    int kind;
    size_t limit;
};
struct compensation_total {
    enum compensation_state state;
    bool reward;
    int64_t count, cents;
};
enum err compensation_ledger(struct db *db, struct arena *a, const struct access_user *user, const struct compensation_filter *filter, struct compensation **ret_list, size_t *ret_n) MUST_CHECK;
enum err compensation_totals(struct db *db, struct arena *a, const struct access_user *user, const struct compensation_filter *filter, struct compensation_total **ret_list, size_t *ret_n) MUST_CHECK;

#endif
