#ifndef REDRESS_DECIDE_STORE_H
#define REDRESS_DECIDE_STORE_H

#include "access.h"
#include "committee.h"
#include "complaint.h"
#include "crypto_keys.h"
#include "db.h"
#include "identity.h"

extern const struct db_stmts decide_stmts; /* staff */

/* How far deciding and closing a complaint is, for the case page; and what was found of whoever complained (vexatious_of). */
struct decide_state {
    int matters, found, investigated;             /* allegations, with a finding, with a record of the investigation */
    int papers, papers_final, papers_delivered;   /* not dropped; the closing report is none of them */
    int proposed, to_pay, paid;                   /* compensation */
    int64_t paid_cents, to_pay_cents;
    int approvals, approvals_given;               /* open, given */
    int64_t approval_id;                          /* the newest open one, 0 none */
    int agenda, agenda_decided;                   /* waits for the committee, decided by it */
    struct vexatious *findings;
    size_t n_findings;
};
/* In one statement; of a complaint that the caller has loaded whole. who: the complainant, NULL when that is not known. */
enum err decide_load(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t complaint_id,
                     struct decide_state *ret_state) MUST_CHECK;

#endif
