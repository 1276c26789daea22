#ifndef REDRESS_APPROVAL_STORE_H
#define REDRESS_APPROVAL_STORE_H

#include "approval.h"
#include "complaint_store.h"
#include "notice_store.h"
#include "sheet_store.h"

extern const struct db_stmts approval_stmts;       /* staff: reading */
extern const struct db_stmts approval_read_stmts;  /* staff and jobs */
extern const struct db_stmts approval_tell_stmts;  /* staff and jobs */
extern const struct db_stmts approval_write_stmts; /* staff */
extern const struct db_stmts approval_act_stmts;   /* staff */
extern const struct db_stmts approval_list_stmts;  /* staff */
extern const struct db_stmts approval_sweep_stmts; /* jobs */

/*
 * Within a running transaction, complaint locked and loaded: ask for an approval by the chain. Its steps, the event approval_asked, notices to who holds the first step's role over the complaint (and
 * their deputies). ERR_EXISTS: one about the same thing is open. ERR_STATE: nobody holds a step's role, so nobody could ever decide. The caller saves c.
 */
struct approval_ask {
    const struct rb_chain *chain;
    int64_t subject_id, cents;
    const char *basis, *title, *body;
    const uint8_t *hash; /* 32 bytes, NULL: over title and body */
};
enum err approval_ask(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct approval_ask *ask, int64_t *ret_id) MUST_CHECK;

/* What complaint_command.asking takes: classify and reply ask by it. One that is open about the same thing is taken back first, unless it asks for the same. */
complaint_asking approval_asking;

/* The latest about a thing (id 0: about the complaint itself), without its steps; ERR_NOT_FOUND. For several things of one kind at once: approval_of_all. */
enum err approval_of(struct db *db, struct arena *a, int64_t complaint_id, const char *about, int64_t subject_id, struct approval *ret_approval) MUST_CHECK;
/* Of several things of one kind, the latest of each that has any, without steps. */
enum err approval_of_all(struct db *db, struct arena *a, int64_t complaint_id, const char *about, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
/* All approvals of a complaint with their steps, newest first, at most 50; two statements. */
enum err approval_load_all(struct db *db, struct arena *a, int64_t complaint_id, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
enum err approval_heads(struct db *db, struct arena *a, int64_t complaint_id, struct approval **ret_list, size_t *ret_n) MUST_CHECK; /* without steps, one statement */
/* One that the user may see: the complaint is in his scope, or a step is his; with its steps. */
enum err approval_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int64_t now_us, struct approval *ret_approval) MUST_CHECK;

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
    const char *field;          /* of the form that it belongs to: text, to; "" none */
    struct approval current;
};
enum err approval_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, struct approval_result *ret_result) MUST_CHECK;
/* The asker takes it back: the same as one transaction. */
enum err approval_take_back(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, struct approval_result *ret_result) MUST_CHECK;
/* Within a running transaction: the asker takes it back, or what it was about is gone; open ones of a complaint that ends, about "": all. The caller saves c. */
enum err approval_withdraw(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *about, int64_t subject_id) MUST_CHECK;

/* Whether the step that is to be decided waits for the user; for_id: the absent person in whose place he decides, 0 himself. */
struct approval_turn {
    bool mine;
    int64_t for_id;
    const char *for_name;
};
enum err approval_turn(struct db *db, struct arena *a, const struct access_user *user, const struct approval *approval, int64_t now_us, struct approval_turn *ret_turn) MUST_CHECK;
/* To whom the step may be handed: people who see the whole complaint, are not kept out of it, did not ask and are not the user; by name, at most 200. */
struct approval_person {
    int64_t id;
    const char *name, *login, *place_zh, *place_en;
};
enum err approval_people(struct db *db, struct arena *a, const struct access_user *user, const struct approval *approval, struct approval_person **ret_list, size_t *ret_n) MUST_CHECK;
/* What of the complaint who decides has to know, whether he sees it otherwise or not: an approval that approval_load gave. */
struct approval_conclusion { /* of the investigation of an allegation */
    int position;
    const char *text, *remedy;
};
struct approval_case {
    struct complaint c; /* number, title, state, grade, category, dates, unit: for show, not for saving */
    struct sheet sheet; /* matters, demands, files, and the newest messages */
    struct approval_conclusion *conclusions;
    size_t n_conclusions;
};
enum err approval_case_load(struct db *db, struct arena *a, int64_t complaint_id, struct approval_case *ret_case) MUST_CHECK;

/* For lists: what the user asked for, open ones first, and what he decided, the latest first; with number and title, and the step that waits alone. */
enum err approval_asked(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
enum err approval_decided(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
/* Those that wait for the user (role held over the complaint, stood in for, or delegated), nearest date first; and how many, at most limit. */
enum err approval_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, size_t limit, struct approval **ret_list, size_t *ret_n) MUST_CHECK;
/* Jobs: reminders of those past their date, once each. Returns how many were sent. */
enum err approval_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
