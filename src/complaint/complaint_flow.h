#ifndef REDRESS_COMPLAINT_FLOW_H
#define REDRESS_COMPLAINT_FLOW_H

#include "clock.h"
#include "complaint.h"
#include "permission.h"

/*
 * The one workflow table: state × action → next state, permission, guard, event. Pages build their action panel from it, stores apply it, the
 * README's diagram is made from it, a test walks every state × action × right.
 */
enum complaint_action {
    ACTION_ACCEPT,
    ACTION_REJECT,
    ACTION_ASSIGN,
    ACTION_NOTE,
    ACTION_MESSAGE,
    ACTION_CONTACT,          /* a call, visit or letter with the complainant is recorded, or an attempt (E7) */
    ACTION_ASK_MATERIAL,
    ACTION_REPLY,
    ACTION_OUTCOME,          /* whether the complainant accepts the result, and how that is known (G6) */
    ACTION_CLOSE,
    ACTION_REOPEN,
    ACTION_REVIEW,           /* by people who did not handle it, at the superior unit where there is one (H6, G9) */
    ACTION_DECLINE_REVIEW,   /* the complainant asked for one, and is told why not */
    ACTION_CONFIRM_WITHDRAWAL,
    ACTION_DECLINE_WITHDRAWAL,
    ACTION_CLASSIFY,         /* category, grade, causes, stages, flags, respondents, loss, validity */
    ACTION_PAUSE,            /* a clock, for a reason that its rule allows, with evidence */
    ACTION_RESUME,
    ACTION_EXTEND,           /* ask for the next rung of a clock's ladder */
    ACTION_DECIDE_EXTENSION, /* by a holder of the role that the rung names */
    ACTION_CLOCK_DONE,       /* what was promised was done */
    ACTION_SPOT,             /* solved on the spot: what was done is recorded, it ends and is not counted as a complaint (C5) */
    ACTION_TURN,             /* into an enquiry, a repair ... of the rulebook: answered, then done without a finding (C5) */
    ACTION_TURN_BACK,        /* it is a complaint after all, with the times of its reception */
    ACTION_VALIDITY,         /* valid, invalid or a matter of talking, with the reason; invalid ones are explained (C6) */
    ACTION_LINK,             /* with another complaint, or gather it under an incident (C7, C9) */
    ACTION_MERGE,            /* it goes on in an older one (C7) */
    ACTION_SPLIT,            /* into one complaint per category (C8) */
    ACTION_AS_NEW,           /* it came back to a higher place: counts again as a new one (C7) */
    /* the complainant's own */
    ACTION_SUPPLY,   /* a message or material */
    ACTION_WITHDRAW, /* asks to withdraw; staff confirm */
    ACTION_RATE,
    ACTION_ASK_REVIEW, /* it is not solved: asks for a review of what was answered or closed; people who did not handle it decide */
    ACTION_URGE,       /* asks how it stands */
    ACTION_KEEP,       /* takes the wish to withdraw back */
    ACTION__COUNT
};
enum flow_actor { FLOW_STAFF, FLOW_COMPLAINANT };

struct flow_row {
    enum complaint_state from;
    enum complaint_action action;
    enum complaint_state to;
};
struct flow_action {
    const char *name;  /* in paths: "ask-material" */
    const char *title; /* msgid of the button */
    const char *event; /* kind of the timeline event */
    enum flow_actor actor;
    enum permission permission; /* staff only */
    bool (*guard)(const struct complaint *c); /* NULL: none */
    enum clock_event clock; /* what it is for the clocks; 0: nothing */
};
extern const struct flow_row flow_rows[];
extern const size_t flow_rows_n;
const struct flow_action *flow_action(enum complaint_action action);
bool flow_action_from_name(const char *name, enum complaint_action *ret_action);

/*
 * What an action would do now. ERR_STATE when the table has no such row or the guard says no, ERR_FORBIDDEN when the right is missing
 * (rights is what access_over gave; ignored for the complainant's actions). ret_to is the state afterwards.
 */
enum err flow_decide(const struct complaint *c, enum complaint_action action, permission_set rights,
                     enum complaint_state *ret_to) MUST_CHECK;
/* How many slips have to be confirmed or withdrawn before an action that nothing else hinders (requirements E6); 0: none do. */
int flow_open_slips(const struct complaint *c, enum complaint_action action);
/* Every action flow_decide would allow, as a bit set of FLOW_BIT, for staff or for the complainant. */
#define FLOW_BIT(action) (UINT64_C(1) << (action))
uint64_t flow_allowed(const struct complaint *c, enum flow_actor actor, permission_set rights);
/* The table as a Mermaid state diagram, for the README. */
const char *flow_graph(struct arena *a);

#endif
