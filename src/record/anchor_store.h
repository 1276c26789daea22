#ifndef REDRESS_ANCHOR_STORE_H
#define REDRESS_ANCHOR_STORE_H

#include "anchor.h"
#include "crypto_keys.h"
#include "db.h"

extern const struct db_stmts anchor_stmts; /* jobs */

/* What a process of jobs knows of today's anchor; zeros at its start, one for as long as it lives. */
struct anchor_progress {
    int64_t id, cursor;
    int signed_day;
};
/*
 * Go on with the anchor of the day now_us lies in: begin it, gather one range of timelines, or sign it. Any number of hosts may do so at once; one signs. ret_more: there is more to do now.
 * Costs nothing once the day's is signed. ERR_CRYPTO: the anchor key is missing.
 */
enum err anchor_go_on(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct utc_zone *zone, int64_t now_us, struct anchor_progress *progress, bool *ret_more) MUST_CHECK;

/* The signed ones of days after after_day, oldest first, at most 4000 (some eleven years). */
enum err anchor_list(struct db *db, struct arena *a, int after_day, struct anchor **ret_list, size_t *ret_n) MUST_CHECK;

/* The first thing that is not as the anchor holds it. */
struct anchor_finding {
    int64_t complaint_id; /* its timeline lacks the event seq, or has another one there; 0: none */
    int seq;
    bool digest_other;    /* what it holds was itself changed, or the change log was */
    bool forged;          /* the signature is none of this installation's key */
};
enum err anchor_verify(struct db *db, const struct crypto_keys *keys, const struct anchor *x, struct anchor_finding *ret_finding) MUST_CHECK;

#endif
