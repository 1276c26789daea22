#ifndef REDRESS_COMMITTEE_H
#define REDRESS_COMMITTEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "rulebook.h"

/* The complaints committee (requirements G4, J7): what is put before it, its meetings, votes and decisions. Pure; the numbers are those of the schema. */

enum item_state { ITEM_WAITING = 1, ITEM_PLANNED, ITEM_DECIDED, ITEM_PUT_OFF, ITEM_DROPPED, ITEM_STATE__END };
enum meeting_kind { MEETING_CASES = 1, MEETING_JOINT };
enum meeting_state { MEETING_PLANNED = 1, MEETING_UNDER_WAY, MEETING_ENDED, MEETING_CANCELLED, MEETING_STATE__END };
enum committee_vote { VOTE_NONE, VOTE_FOR, VOTE_AGAINST, VOTE_ABSTAIN, VOTE__END };

/* Words as stored, NULL-terminated. */
extern const char *const committee_whys[];      /* major, difficult, disputed, result, responsibility, vexatious, other */
extern const char *const committee_decisions[]; /* upheld, changed, back, responsible, not_responsible, vexatious, not_vexatious, noted */
/* msgids; "" unknown. */
const char *committee_why_title(const char *why);
const char *committee_why_question(const char *why); /* what is asked where nobody wrote a question of his own */
const char *committee_decision_title(const char *decision, const char *why); /* the same word means something else about departments and results */
const char *committee_item_state_title(enum item_state state);
const char *committee_meeting_state_title(enum meeting_state state);
const char *committee_vote_title(enum committee_vote vote);
/* Whether this can be decided about what was put forward for that reason. */
bool committee_decision_fits(const char *why, const char *decision);

/* How the members stand to what was put to the vote. Whoever is kept out of the complaint counts for nothing. */
struct committee_tally {
    int present, in_favour, against, abstained;
};
/* NULL: it may be decided; else why not (msgid): too few are present, not everybody present has voted, no majority, a tie. */
const char *committee_undecided(const struct rb_committee *rules, const struct committee_tally *tally);

struct agenda_item {
    int64_t id, unit_id, complaint_id, meeting_id, follow_by, proposed_by, proposed_us, decided_us, follow_due_us, follow_done_us; /* 0: none */
    int position, version;
    enum item_state state;
    const char *why, *question, *decision, *body, *follow_up, *follow_done; /* decision before it is decided: what was put to the vote */
    const char *number, *complaint_title, *grade, *proposer, *follower, *decider, *meeting_title; /* for show */
    int64_t meeting_us;
    enum meeting_state meeting_state;
    const char *unit_zh, *unit_en;
};
struct meeting {
    int64_t id, unit_id, at_us, called_by, from_us, to_us; /* at_us: CLOCK_NEVER where no day is set */
    enum meeting_kind kind;
    enum meeting_state state;
    int version, items, members;
    const char *title, *place, *minutes, *caller, *unit_zh, *unit_en;
    bool has_pack;
};
struct meeting_member {
    int64_t user_id;
    const char *name, *place_zh, *place_en;
    bool present, invited, of_committee; /* of_committee: works in its department; of those that can be invited */
};
struct agenda_voice {
    int64_t user_id, at_us;
    const char *name, *opinion;
    enum committee_vote vote;
    bool present, kept_out;
};
struct vexatious {
    int64_t id, complaint_id, item_id, since_us, until_us, lifted_us;
    const char *number, *complaint_title, *body, *why_lifted, *lifter;
    bool readable; /* whether the reader sees the complaint that it was decided about */
};

/* Figures of a joint meeting. */
struct committee_figure {
    const char *kind; /* all, category, grade, unit */
    const char *code, *zh, *en;
    int received, closed, in_time;
};
struct committee_bad { /* complaint that was handled badly or escalated */
    const char *number, *title, *unit_zh, *unit_en;
    bool reopened, false_closing, disputed, late;
};
struct committee_pack {
    struct committee_figure *figures;
    struct committee_bad *bad; /* at most 50 */
    struct agenda_item *decided, *follow; /* of the period; not done yet */
    size_t n_figures, n_bad, n_decided, n_follow;
};
struct committee_source {
    const char *kind; /* slip_answered, slip_returned, or the code of a paper */
    const char *heading, *heading_en, *who;
    const char *body; /* of a paper: code, U+001F and text of each section, U+001E between them */
    int64_t at_us;
    int slip; /* its number; 0: a paper */
};
struct meeting_voice {
    int64_t item_id;
    struct agenda_voice voice;
};

/* The period of a joint meeting that ended last before now: from and to are instants of local days; months of the rulebook, counted from January. false: none is held. */
struct utc_zone;
bool committee_period(int months, int64_t now_us, const struct utc_zone *zone, int64_t *ret_from_us, int64_t *ret_to_us);

#endif
