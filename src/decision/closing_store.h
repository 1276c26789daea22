#ifndef REDRESS_CLOSING_STORE_H
#define REDRESS_CLOSING_STORE_H

#include "approval_store.h"
#include "closing_paper_store.h"

/*
 * Ask that a complaint may be closed with exactly these words (requirements G3, H2), as one transaction: once key, lock, load in scope, MAY_CLOSE, the draft kept with them, the chain about closing for this
 * basis walked from its first step, event, version. ERR_STALE: the draft's version. ERR_INPUT with why (msgid): nobody has to agree on this basis, one is asked for already, nobody could decide it.
 */
struct closing_asking {
    const char *number;
    int version; /* of the draft; 0: none */
    const struct complaint_closing *closing;
    const char *title, *body; /* what is decided on, in words */
    const uint8_t *once_hash;
    const char *once_location;
};
enum err closing_ask(struct db *db, struct arena *a, const struct complaint_writer *w, const struct closing_asking *asking, const char **ret_location, const char **ret_why) MUST_CHECK;

#endif
