#ifndef REDRESS_INTAKE_MAIL_STORE_H
#define REDRESS_INTAKE_MAIL_STORE_H

#include "access.h"
#include "attachment.h"
#include "crypto_keys.h"
#include "db.h"
#include "mail.h"

extern const struct db_stmts intake_mail_stmts; /* staff */

enum intake_mail_view { INTAKE_MAIL_WAITING, INTAKE_MAIL_DONE, INTAKE_MAIL_REFUSED, INTAKE_MAIL_AUTOMATIC, INTAKE_MAIL_VIEW__COUNT };

/*
 * Mails of the units for which the user may register: what waits by its date, of everything else the newest first, before an id (0: from the top); one more than limit when there are further ones. What stands with a
 * complaint comes without its content: who may see the complaint reads it there.
 */
enum err intake_mail_list(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, enum intake_mail_view view, int64_t before_id, size_t limit, struct mail **ret_list,
                          size_t *ret_n) MUST_CHECK;
/* One of them, with its content where that is still there. ERR_NOT_FOUND: none, or another unit's. */
enum err intake_mail_get(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const char *code, struct mail *ret_mail) MUST_CHECK;
enum err intake_mail_files(struct db *db, struct arena *a, int64_t mail_id, struct attachment **ret_list, size_t *ret_n) MUST_CHECK;
/* How many wait, up to limit. */
enum err intake_mail_count(struct db *db, struct arena *a, const struct access_user *user, size_t limit, int *ret_n) MUST_CHECK;

/* Copies of its files, staged for the draft of this name, without the sender in their names; none when some are there already. The mail keeps its own. */
enum err intake_mail_carry(struct db *db, struct arena *a, const struct mail *m, const uint8_t stage_hash[32], int64_t now_us) MUST_CHECK;

/* What is decided about one that waits (or is taken back from what was decided), with its entry in the change log. ERR_STALE: somebody else was faster. */
struct intake_mail_decision {
    enum mail_state from, to;
    int64_t complaint_id; /* MAIL_COMING: jobs put it there in a moment; 0: none */
    const char *reason;
    bool review; /* only that somebody else looked at it */
};
enum err intake_mail_decide(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct mail *m, const struct intake_mail_decision *decision, int64_t now_us) MUST_CHECK;

#endif
