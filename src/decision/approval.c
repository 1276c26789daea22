#include "approval.h"

#include "msgid.h"

const char *approval_state_title(enum approval_state state)
{
    switch (state) {
    case APPROVAL_OPEN: return N_("Under way");
    case APPROVAL_GIVEN: return N_("Approved");
    case APPROVAL_SENT_BACK: return N_("Sent back");
    case APPROVAL_WITHDRAWN: return N_("Taken back");
    case APPROVAL_STATE__END: break;
    }
    return "";
}

const char *approval_decision_title(enum approval_decision decision)
{
    switch (decision) {
    case APPROVAL_AGREE: return N_("agreed");
    case APPROVAL_SEND_BACK: return N_("sent it back");
    case APPROVAL_DELEGATE: return N_("handed it on");
    }
    return "";
}

static const struct approval_step *waiting_step(const struct approval *a)
{
    for (size_t i = 0; i < a->n_steps; i++) {
        if (a->steps[i].n == a->step)
            return &a->steps[i];
    }
    return NULL;
}

enum err approval_decide(const struct approval *a, int64_t user_id, bool holds, enum approval_decision decision, const char *text, enum approval_state *ret_state, int *ret_step)
{
    const struct approval_step *step = waiting_step(a);
    if (a->state != APPROVAL_OPEN || !step || step->decision)
        return ERR_STATE;
    if (user_id == a->asked_by || (!holds && step->to_id != user_id))
        return ERR_FORBIDDEN;
    *ret_state = APPROVAL_OPEN;
    *ret_step = a->step;
    switch (decision) {
    case APPROVAL_AGREE:
        if ((size_t)a->step == a->n_steps)
            *ret_state = APPROVAL_GIVEN;
        else
            *ret_step = a->step + 1;
        return ERR_NONE;
    case APPROVAL_SEND_BACK:
        *ret_state = APPROVAL_SENT_BACK;
        return text && *text ? ERR_NONE : ERR_INPUT;
    case APPROVAL_DELEGATE:
        return ERR_NONE;
    }
    return ERR_INPUT;
}
