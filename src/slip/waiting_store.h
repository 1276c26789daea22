#ifndef REDRESS_WAITING_STORE_H
#define REDRESS_WAITING_STORE_H

#include "slip_store.h"

extern const struct db_stmts waiting_stmts; /* staff */

/* What waits for somebody, for the navigation of every staff page; each count ends at COMPLAINT_COUNT_MAX. */
struct waiting {
    struct complaint_mine mine;
    struct slip_counts slips; /* of his places, as slip_list has them */
    int mails, mails_late;    /* e-mails of the units for which he registers */
    int notices;              /* that he has not read */
    int decisions;            /* approvals and requests for more time that wait for him */
};
/*
 * In one statement, without any complaint that he is kept out of (requirements G9). One more for each of these two: a hundred open complaints of his own, so that those
 * due soon may stand beyond; several grants and a hundred slips to answer, so that the late ones may.
 */
enum err waiting_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct waiting *ret_waiting) MUST_CHECK;

#endif
