#ifndef REDRESS_COMMITTEE_STORE_H
#define REDRESS_COMMITTEE_STORE_H

#include "committee.h"
#include "complaint_store.h"

extern const struct db_stmts committee_stmts;       /* staff: reading */
extern const struct db_stmts committee_case_stmts;  /* staff: reading what one item stands on */
extern const struct db_stmts committee_act_stmts;   /* staff */
extern const struct db_stmts meeting_act_stmts;     /* staff */
extern const struct db_stmts committee_sweep_stmts; /* jobs */
extern const struct db_stmts committee_pack_stmts;  /* staff: reading */

/*
 * Who sees what: the items and meetings of a unit's committee are seen by those who may hold meetings over that unit (a grant with MAY_HOLD_MEETING over it, over a superior, or over its committee's
 * department) and by the members who were invited, for the meeting. Nobody sees an item about a complaint that he is kept out of. All of it stands in the statements.
 */

/* ---- lists ---- */
struct committee_unit {
    int64_t id;
    const char *zh, *en;
};
/* Units with a committee whose meetings the user may hold; at most 200. */
enum err committee_units(struct db *db, struct arena *a, const struct access_user *user, struct committee_unit **ret_list, size_t *ret_n) MUST_CHECK;
enum committee_list { COMMITTEE_WAITING, /* for a meeting, or on an agenda, longest first */ COMMITTEE_DECIDED, /* newest first */ COMMITTEE_FOLLOW /* not done yet, nearest date first; the user's own too */ };
enum err committee_items(struct db *db, struct arena *a, const struct access_user *user, enum committee_list which, size_t limit, struct agenda_item **ret_list, size_t *ret_n) MUST_CHECK;
/* Planned and under way by date, then those held and cancelled, newest first. */
enum err committee_meetings(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct meeting **ret_list, size_t *ret_n) MUST_CHECK;
/* Of one complaint, newest first, within what the user may see (the complaint was loaded in scope). */
enum err committee_of(struct db *db, struct arena *a, int64_t complaint_id, struct agenda_item **ret_list, size_t *ret_n) MUST_CHECK;

/* ---- one ---- */
enum err meeting_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct meeting *ret_meeting, bool *ret_may_hold) MUST_CHECK;
/* Its agenda in order; and what waits for a meeting of the same committee, longest first, at most 100. */
enum err meeting_agenda(struct db *db, struct arena *a, const struct access_user *user, int64_t meeting_id, struct agenda_item **ret_list, size_t *ret_n) MUST_CHECK;
enum err meeting_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, struct agenda_item **ret_list, size_t *ret_n) MUST_CHECK;
/* Who is invited (meeting 0: nobody yet), with those who can be: the committee's people and who may hold its meetings; at most 200. */
enum err meeting_people(struct db *db, struct arena *a, int64_t unit_id, int64_t meeting_id, struct meeting_member **ret_list, size_t *ret_n) MUST_CHECK;
struct committee_seat { /* what the user is to an item */
    bool may_hold, member, present;
};
enum err item_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct agenda_item *ret_item, struct committee_seat *ret_seat) MUST_CHECK;
/* Of all members of its meeting; those who are kept out of the complaint have no opinion here. */
enum err item_voices(struct db *db, struct arena *a, const struct agenda_item *item, struct agenda_voice **ret_list, size_t *ret_n) MUST_CHECK;
struct committee_tally item_tally(const struct agenda_voice *list, size_t n);
/* Of all items of a meeting at once, in order of its agenda. */
enum err meeting_voices(struct db *db, struct arena *a, int64_t meeting_id, struct meeting_voice **ret_list, size_t *ret_n) MUST_CHECK;
/* What it stands on besides the complaint itself: what departments answered or why they returned it, and papers with their sections; oldest first. */
enum err item_sources(struct db *db, struct arena *a, int64_t complaint_id, struct committee_source **ret_list, size_t *ret_n) MUST_CHECK;
/* Who may be asked to do what follows: active people of the complaint's unit and department and of the committee's unit; at most 200. */
enum err item_people(struct db *db, struct arena *a, const struct agenda_item *item, struct meeting_member **ret_list, size_t *ret_n) MUST_CHECK;

/* ---- writing; each as one transaction with once key ---- */
struct committee_result {
    const char *location, *why, *field; /* why: msgid on ERR_INPUT, ERR_STATE and ERR_FORBIDDEN; field: of the form that it belongs to, "" none */
    int64_t id;
};
/* Put a complaint before its committee: MAY_DISPATCH or MAY_HOLD_MEETING over it, and all of it seen. */
struct committee_proposal {
    const char *number, *why, *question;
    const uint8_t *once_hash;
    const char *once_location;
};
enum err committee_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct committee_proposal *proposal, struct committee_result *ret_result) MUST_CHECK;

enum item_action {
    ITEM_DO_ADD,     /* onto the agenda of meeting_id, last */
    ITEM_DO_UP,
    ITEM_DO_DOWN,
    ITEM_DO_PUT_OFF, /* off the agenda, to wait for another meeting; text: why */
    ITEM_DO_DROP,    /* nothing to decide any more; text: why */
    ITEM_DO_VOICE,   /* a member's opinion and, where one is asked for, his vote */
    ITEM_DO_MOTION,  /* put a decision to the vote: votes given before are void */
    ITEM_DO_DECIDE,
    ITEM_DO_FOLLOWED /* what was to be done is done; text: what */
};
struct item_command {
    enum item_action action;
    int64_t id, meeting_id, follow_by, follow_due_us;
    int version;
    const char *text, *decision, *follow_up;
    const char *dealing; /* vexatious: how to deal with the person */
    enum committee_vote vote;
    const uint8_t *once_hash;
    const char *once_location;
};
/*
 * Scope, version, what may be done in this state, the item, event and notices. Deciding closes the vote (committee_undecided), makes a note of the text for the complaint's timeline and search, tells who handles it, who
 * put it forward and who has to do something; about vexatious complaining it writes, renews or lifts the finding. ERR_STALE. A member's voice ignores the version.
 */
enum err item_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct item_command *command, struct committee_result *ret_result) MUST_CHECK;

enum meeting_action { MEETING_DO_CALL, MEETING_DO_CHANGE, MEETING_DO_OPEN /* who is present */, MEETING_DO_MINUTES, MEETING_DO_END, MEETING_DO_CANCEL, MEETING_DO_REMAKE /* figures of the joint meeting */ };
struct meeting_command {
    enum meeting_action action;
    int64_t id, unit_id, at_us; /* unit_id: call; at_us: call and change, CLOCK_NEVER none */
    int version;
    const char *title, *place, *text; /* text: minutes, or why it is cancelled */
    const int64_t *people;            /* invited (call, change) or present (open) */
    size_t n_people;
    const uint8_t *once_hash;
    const char *once_location; /* call: what comes before the id */
};
/* What is on the agenda of a meeting that is cancelled or ends undecided waits for another one. */
enum err meeting_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct meeting_command *command, struct committee_result *ret_result) MUST_CHECK;

/* ---- figures of the joint meeting ---- */
enum err committee_pack_load(struct db *db, struct arena *a, const struct access_user *user, const struct meeting *m, struct committee_pack *ret_pack) MUST_CHECK;

/* ---- jobs ---- */
/* Joint meetings whose period has ended; every now and then is enough: it goes through the committees. ret_n: how many there are more. */
enum err committee_joint(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;
/* Figures of joint meetings, reminders of what follows, findings that are to be looked at again. At most limit of each; ret_n: how many were done. */
enum err committee_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
