#ifndef REDRESS_COMPLAINT_MAIL_STORE_H
#define REDRESS_COMPLAINT_MAIL_STORE_H

#include "complaint_store.h"
#include "config.h"
#include "mail_store.h"

extern const struct db_stmts complaint_mail_stmts; /* jobs */

/* A mail that has arrived (requirements C1, C3, L4), as `redress mail-in` and the Maildir of `redress jobs` hand it on. */
struct mail_taking {
    const struct config *config;
    const struct complaint_writer *writer; /* pool CRYPTO_JOBS */
    const char *to;     /* recipient, as the mail server says; NULL: what the head says */
    const char *sender; /* of the envelope; NULL: what the head says; "": none, as automatic mail has it */
    int64_t at_us;      /* when it arrived */
};
/*
 * Keep it, with its files, and put it where it belongs: to its complaint by a signed reply address, else before intake staff, or among what is automatic. Whoever gets ERR_NONE needs it no more;
 * *ret_again: it came before. ERR_MALFORMED: no mail. Every other error: try again later.
 */
enum err mail_take(struct db *db, struct arena *a, const struct mail_taking *taking, int fd, bool *ret_again) MUST_CHECK;
/* jobs: what was kept and is not with its complaint yet, and what staff put to one. A reply is the complainant's own message, as from the tracking page. */
enum err mail_go_on(struct db *db, struct arena *a, const struct config *config, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
