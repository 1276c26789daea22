#ifndef REDRESS_COMPLAINT_ACTING_STORE_H
#define REDRESS_COMPLAINT_ACTING_STORE_H

#include "clock_store.h"
#include "closing.h"
#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "complaint_gate.h"
#include "complaint_store.h"
#include "message_store.h"

/* A staff action under way, within its transaction: what the files of complaint_act share; nobody else includes it. */
struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct complaint_command *command;
    struct complaint c;
    permission_set rights;
    bool loaded;
    const char *location;
    /* The rules and what they are about, where the action needs them. */
    bool ruled;
    struct clock_world world;
    struct clock_set set;
    struct complaint_class class;
    bool happens;        /* the action's event for the clocks (flow_action) took place: nobody was reached by a call in vain */
    int64_t happened_us; /* when, for the clocks */
    bool decided; /* whether it is justified was decided just now: for the clocks that is the decision (CLOCK_ON_DECIDED) */
    /* What the action made that differs from the table's and the command's own. */
    const char *event, *data; /* kind of the event; its data without message and files, "" none */
    enum message_kind kind;   /* how the text is kept; 0: not */
    const char *text;
    struct complaint_wish wish;       /* an approval to be asked for once the event is written; chain NULL: none */
    const char *why;                  /* msgid on ERR_STATE, for the result */
    const char *made; /* for the list of what was relabelled (M8); NULL or "": nothing */
    /* How it ends. */
    struct complaint_closing closing;
    bool forced; /* a withdrawal that is not of free will: it goes on */
    struct gate_open *gates; /* what keeps it from ending */
    size_t n_gates;
};

/* Classify: everything but saving the complaint itself. */
enum err acting_classify(struct db *db, struct acting *act) MUST_CHECK;
/* pause, resume, extend, decide-extension, clock-done: the same. */
enum err acting_clock(struct db *db, struct acting *act) MUST_CHECK;
/* solve-on-the-spot, turn, turn-back, validity: the same; then their clocks, and the row for review once the event is written. */
enum err acting_turn(struct acting *act) MUST_CHECK;
void acting_turn_clocks(struct acting *act, const struct rb_facts *facts);
enum err acting_relabelled(struct db *db, const struct acting *act) MUST_CHECK;
/* outcome: what the complainant says to the result. */
enum err acting_outcome(struct acting *act) MUST_CHECK;
/* reply, turn: whether the tracking page may show the text at once, and how it was given where not; then the approval. */
enum err acting_reply(struct acting *act) MUST_CHECK;
void acting_hold(const struct acting *act, struct message *m);
enum err acting_wish(struct db *db, struct acting *act, int64_t message_id) MUST_CHECK;
/* classify: a change of grade that has to be agreed to waits, the old one stays. */
enum err acting_grade_waits(struct acting *act, const char *grade_before, const char *reason_before) MUST_CHECK;
/* What waits for approvals ends with the complaint. */
enum err acting_approvals_end(struct db *db, struct acting *act) MUST_CHECK;
/* contact: the same; then its entry, once the event is written. */
enum err acting_contact(struct acting *act) MUST_CHECK;
enum err acting_contacted(struct db *db, const struct acting *act, int64_t message_id) MUST_CHECK;
/*
 * Whatever ends the complaint: what the closing form fills in, then the gates that belong to this way; ERR_STATE with act->gates when one is open. Then the event's data; once the event is written the
 * report, and what follows. A withdrawal that was not of free will does not end it (acting_forced). reopen: whether it may still be.
 */
enum err acting_closing(struct db *db, struct acting *act) MUST_CHECK;
void acting_slips_gate(struct acting *act);
void acting_closing_data(struct acting *act);
enum err acting_closed(struct db *db, struct acting *act) MUST_CHECK;
enum err acting_forced(struct db *db, struct acting *act) MUST_CHECK;
enum err acting_window(struct acting *act) MUST_CHECK;
/* review: it goes to people who did not handle it. */
enum err acting_review(struct db *db, struct acting *act) MUST_CHECK;
/* decline-review: nobody who handled it decides about that, unless there is nobody else (review_unplaced). */
enum err acting_decline_review(struct db *db, struct acting *act) MUST_CHECK;
/* note: whom it mentions is checked again, told, and may read it. */
enum err acting_mention(struct db *db, const struct acting *act, int64_t message_id) MUST_CHECK;
/* What was written to the complainant of a matter that was split off stands with the complaint that leads too, where he reads it. */
enum err acting_tell_through_lead(struct db *db, const struct acting *act, const struct message *m) MUST_CHECK;
/* A notice of this kind and data to each of these but the actor himself. */
enum err acting_tell(struct db *db, const struct acting *act, const char *to, const char *kind, const char *data) MUST_CHECK;
struct rb_facts acting_facts(const struct acting *act);

#endif
