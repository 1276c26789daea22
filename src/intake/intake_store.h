#ifndef REDRESS_INTAKE_STORE_H
#define REDRESS_INTAKE_STORE_H

#include "access.h"
#include "complaint_filing_store.h"
#include "db.h"
#include "intake.h"

extern const struct db_stmts intake_stmts; /* staff */

/*
 * Units that the user's grants with MAY_REGISTER cover, from the top; one more than limit when there are further ones. ret_mail: whether a mail has this token for its
 * code, whoever's (only then is intake_mail_get worth a statement); may be NULL.
 */
enum err intake_units(struct db *db, struct arena *a, const struct access_user *user, const char *token, size_t limit, struct intake_unit **ret_list, size_t *ret_n, bool *ret_mail)
    MUST_CHECK;
/*
 * Where a complaint of this category goes that is registered for a unit: its customer service, else its department of the category's function. ERR_NOT_FOUND when the user may not register for the
 * unit, or there is no such category. Files are not counted.
 */
enum err intake_route(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, int64_t category_id, struct filing_route *ret_route) MUST_CHECK;
/* Of a complaint that the user registered and gave a passcode to: what the passcode is made of, and when that was. ERR_NOT_FOUND otherwise. */
struct intake_secret {
    uint8_t submission_hash[32], passcode_hash[32];
    int64_t registered_us;
};
enum err intake_secret(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, struct intake_secret *ret_secret) MUST_CHECK;

#endif
