#ifndef REDRESS_APPROVAL_H
#define REDRESS_APPROVAL_H

#include "calendar.h"
#include "err.h"
#include "rulebook.h"

/*
 * Approvals (requirements G3): who has to agree to what, in order. One approval is one walk through a chain of the rulebook (rb_chain). It knows what it is about by word and number and nothing
 * more: whoever owns that thing asks for the state of its approval (approval_of) instead of being told, so nothing can be approved and not know it. Pure.
 */
enum approval_state {
    APPROVAL_OPEN = 1,
    APPROVAL_GIVEN,     /* the last step agreed */
    APPROVAL_SENT_BACK, /* with the reason; asking again is a new approval */
    APPROVAL_WITHDRAWN, /* by who asked, or the complaint ended */
    APPROVAL_STATE__END
};
enum approval_decision { APPROVAL_AGREE = 1, APPROVAL_SEND_BACK, APPROVAL_DELEGATE };

struct approval_step {
    int n; /* from 1 */
    const char *role;
    const char *role_zh, *role_en; /* its name, for show */
    int64_t due_us;              /* 0: no date */
    enum approval_decision decision; /* 0: not yet */
    int64_t by_id, for_id, at_us; /* for_id: the absent holder he stands in for; 0 */
    int64_t to_id;               /* delegated to this person, who decides the step; 0 */
    const char *text, *by, *for_name, *to; /* names for show */
};
struct approval {
    int64_t id, complaint_id, subject_id, asked_by, asked_us, done_us, cents; /* subject_id: of the thing in its own table; 0: the complaint itself */
    enum approval_state state;
    const char *about, *chain; /* words of rulebook_subjects; code of the chain */
    const char *basis;         /* about closing: code of the basis; about the grade: code of the new one; "" */
    const char *title, *body;  /* what is asked for, and why: exactly what is decided on, as it was when asked */
    const uint8_t *hash;       /* 32 bytes over what is decided on; whoever changes it afterwards needs a new approval */
    struct approval_step *steps;
    size_t n_steps;
    int step, version, total;  /* step: that is to be decided, from 1; total: how many there are, in lists */
    const char *asker, *number, *complaint_title; /* for show */
};
#define APPROVAL_STEPS_MAX 20
/* Chain of an approval that the rulebook has none for: one step of the smallest role whose authority covers the sum. */
#define APPROVAL_BY_AUTHORITY "authority"
const char *approval_state_title(enum approval_state state); /* msgids; "" unknown */
const char *approval_decision_title(enum approval_decision decision);

/*
 * What a decision does: the state afterwards and the step that is then to be decided. ERR_STATE: not open; ERR_FORBIDDEN: he asked for it himself, or does not hold the step's role (holds) and it was
 * not delegated to him; ERR_INPUT: sent back without a reason.
 */
enum err approval_decide(const struct approval *a, int64_t user_id, bool holds, enum approval_decision decision, const char *text, enum approval_state *ret_state, int *ret_step) MUST_CHECK;

#endif
