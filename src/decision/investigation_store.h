#ifndef REDRESS_INVESTIGATION_STORE_H
#define REDRESS_INVESTIGATION_STORE_H

#include "complaint_store.h"
#include "investigation.h"

extern const struct db_stmts investigation_stmts; /* staff */

/*
 * The records of a complaint that the caller has loaded, by position; who sees a part of it reads those that his own department wrote last, the others are hidden (without texts and names). One statement.
 */
enum err investigation_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct investigation **ret_list, size_t *ret_n) MUST_CHECK;

/* Whether and how the user may write them; no statement when he sees all of the complaint. */
enum err investigation_right_load(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, permission_set rights, struct investigation_right *ret_right) MUST_CHECK;

/*
 * Write one as one transaction: once key, lock, load in scope, right, version (0: it is not there yet), the record, finding and reason of the allegation (not of who sees a part), an internal message with
 * the story of it and the files, the event "investigated" with its position. Who sees a part writes it with his slip, whose sender and receiver read it. ERR_NOT_FOUND: no such matter. ERR_STALE: current holds
 * what the other one wrote. ERR_INPUT: field and why. ERR_STATE: the complaint is over; ERR_FORBIDDEN: not his, or others wrote it.
 */
struct investigation_command {
    const char *number;
    int position, version;
    const char *texts[INVESTIGATION_PART__COUNT];
    enum complaint_finding finding;
    const char *reason;
    const char *story; /* the record in words, for the history and the search */
    const uint8_t *stage_hash, *once_hash;
    const char *once_location;
};
struct investigation_result {
    const char *location, *field, *why; /* why: msgid */
    struct investigation current;
    enum complaint_finding finding; /* as it stands with the allegation */
    const char *reason;
};
enum err investigation_write(struct db *db, struct arena *a, const struct complaint_writer *w, const struct investigation_command *command, struct investigation_result *ret_result) MUST_CHECK;

/*
 * The key facts that sensitive flags ask for (requirements D5), of those that the complaint has: one transaction with the event "flag_facts". was: the text that the form was shown with; ERR_STALE when somebody
 * changed it meanwhile. Who sees all of the complaint and may investigate or classify.
 */
struct investigation_flag {
    const char *code, *was, *note;
};
enum err investigation_flags(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, const struct investigation_flag *flags, size_t n, const uint8_t *once_hash,
                             const char *once_location, const char **ret_location) MUST_CHECK;

#endif
