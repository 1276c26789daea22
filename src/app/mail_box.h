#ifndef REDRESS_MAIL_BOX_H
#define REDRESS_MAIL_BOX_H

#include "db.h"
#include "page.h"

/*
 * One mail from a stream, as the mail server pipes it: spooled into a file without a name, then taken (mail_take). to, sender: NULL when the server does not say. ERR_TOO_LARGE: more than
 * mail_in.message_mib; ERR_MALFORMED: no mail; every other error: it has to come again.
 */
enum err mail_box_pipe(struct db *db, const struct site *site, int in_fd, const char *to, const char *sender, int64_t now_us) MUST_CHECK;
/*
 * Take what lies in new/ of the Maildir of the configuration, at most limit: deleted once it is taken, to failed/ with the reason in a file beside it when it is no mail, too large, or could not be
 * taken for a day. While it is read it lies in trying/, locked: one that lies there with nobody holding it was the end of whoever read it, and goes to failed/ unread. Any number of hosts may do so at
 * once. ERR_DB_AWAY, and every fault of the folder itself, leaves things as they are.
 */
enum err mail_box_sweep(struct db *db, const struct site *site, int64_t now_us, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
