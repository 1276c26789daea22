#ifndef REDRESS_APPROVAL_STORE_H
#define REDRESS_APPROVAL_STORE_H

#include "approval.h"
#include "complaint_store.h"
#include "notice_store.h"

extern const struct db_stmts approval_stmts;       /* staff: reading */
extern const struct db_stmts approval_write_stmts; /* staff */
extern const struct db_stmts approval_sweep_stmts; /* jobs */

/*
 * Within a running transaction, complaint locked and loaded: ask for an approval by the chain. Its steps, the event approval_asked, notices to who holds the first step's role over the complaint (and
 * their deputies). ERR_EXISTS: one about the same thing is open. ERR_STATE: nobody holds a step's role, so nobody could ever decide.
 */
struct approval_ask {
    const struct rb_chain *chain;
    int64_t subject_id, cents;
    const char *basis, *title, *body;
    const uint8_t *hash; /* 32 bytes, NULL: over title and body */
};
enum err approval_ask(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval_ask *ask, int64_t *ret_id) MUST_CHECK;

/* The latest about a thing (id 0: about the complaint itself), without its steps; ERR_NOT_FOUND. For several things of one kind at once: approval_of_all. */
enum err approval_of(struct db *db, struct arena *a, int64_t complaint_id, const char *about, int64_t subject_id, struct approval *ret_approval) MUST_CHECK;
/* All approvals of a complaint with their steps, newest first; one or two statements. */
enum err approval_load_all(struct db *db, struct arena *a, int64_t complaint_id, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
/* One that the user may see: the complaint is in his scope, or a step is his; with its steps. */
enum err approval_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct approval *ret_approval) MUST_CHECK;

/*
 * Decide as one transaction: once key, lock, load in scope (who is kept out of the complaint is not found; who investigated alone or handled what is under review is refused in words), version,
 * approval_decide, step, event (approved, approval_sent_back, approval_delegated), notices to the next and to who asked.
 */
struct approval_command {
    int64_t id, to_id; /* to_id: delegate to */
    int version;
    enum approval_decision decision;
    const char *text;
    const uint8_t *once_hash;
    const char *once_location;
};
struct approval_result {
    const char *location, *why; /* why: msgid on ERR_FORBIDDEN, ERR_STATE and ERR_INPUT */
    struct approval current;
};
enum err approval_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, struct approval_result *ret_result) MUST_CHECK;
/* Within a running transaction: the asker takes it back, or what it was about is gone; open ones of a complaint that ends, about "": all. */
enum err approval_withdraw(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *about, int64_t subject_id) MUST_CHECK;

/* Those that wait for the user (role held over the complaint, stood in for, or delegated), nearest date first; and how many, at most limit. */
enum err approval_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, size_t limit, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
/* Jobs: reminders of those past their date, once each. Returns how many were sent. */
enum err approval_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
