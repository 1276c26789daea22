#ifndef REDRESS_HANDLED_STORE_H
#define REDRESS_HANDLED_STORE_H

#include "access.h"
#include "complaint.h"
#include "db.h"

extern const struct db_stmts handled_stmts; /* staff */

/* Kinds of events that whoever handles a complaint leaves behind. */
#define COMPLAINT_HANDLING                                                                                                                        \
    "'accepted', 'rejected', 'asked', 'replied', 'message', 'classified', 'validity_decided', 'closed', 'withdrawn', 'withdraw_declined', "     \
    "'spot_solved', 'turned', 'slip_answered', 'slip_confirmed'"
/* A condition on event e. And who found out what it says, or spoke with the complainant: none of them sees it in a review. */
#define COMPLAINT_HANDLED                                                                                                                         \
    "e.kind IN (" COMPLAINT_HANDLING ", 'investigated', 'paper_final', 'outcome_said', 'compensation_proposed', 'compensation_approved', "   \
    "'contact_telephone', 'contact_visit', 'contact_letter', 'contact_email', 'contact_sms', 'contact_chat', 'contact_tried')"
/*
 * And who agreed to what was done: he goes on seeing it, since he answers for the unit, but does not decide about the review. To let the tracking page show an answer (requirements B6) is not
 * to agree to it.
 */
#define COMPLAINT_HANDLED_OR_AGREED "(" COMPLAINT_HANDLED " OR (e.kind = 'approved' AND JSON_VALUE(e.data, '$.about') <> 'web_reply'))"

/*
 * Who looks at a complaint after its closing should not have handled it (requirements G9). handled: this user has it, closed it or took a step of handling it. others: somebody else holds the
 * permission over that unit itself or one of its departments, is there, is not kept out and did not handle it. One statement.
 */
struct complaint_hands {
    bool handled, others;
};
enum err complaint_hands(struct db *db, struct arena *a, const struct complaint *c, int64_t unit_id, int64_t user_id, enum permission permission, int64_t now_us,
                         struct complaint_hands *ret_hands) MUST_CHECK;

#endif
