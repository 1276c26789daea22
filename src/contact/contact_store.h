#ifndef REDRESS_CONTACT_STORE_H
#define REDRESS_CONTACT_STORE_H

#include "contact.h"
#include "db.h"

extern const struct db_stmts contact_stmts; /* staff */

/* Within the transaction that wrote the event (seq) and the message (0: none). */
enum err contact_put(struct db *db, int64_t complaint_id, int seq, int64_t message_id, const struct contact *c, const struct utc_zone *zone) MUST_CHECK;

/* Attempts to reach the complainant since he was last reached, each day counted once (rb_basis.attempts). */
#define CONTACT_ATTEMPTS                                                                                                                        \
    "(SELECT COUNT(DISTINCT k.day) FROM contact_entry k WHERE k.complaint_id = ? AND k.inward = 0 AND k.result <> 1 AND "                       \
    "k.at_us > IFNULL((SELECT MAX(r.at_us) FROM contact_entry r WHERE r.complaint_id = ? AND r.result = 1), 0))"
enum err contact_attempts(struct db *db, struct arena *a, int64_t complaint_id, int *ret_days) MUST_CHECK;

#endif
