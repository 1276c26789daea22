#include "portal_track.h"

#include "complaint_gate.h"
#include "msgid.h"
#include "utc.h"

enum portal_prompt portal_track_prompt(const struct complaint *c, bool rated)
{
    if (c->merged_into_id)
        return PROMPT_MERGED;
    if (c->is_open && c->withdraw_us)
        return PROMPT_WITHDRAWING;
    if (c->review_asked_us)
        return PROMPT_REVIEW_ASKED;
    switch (c->state) {
    case COMPLAINT_SUBMITTED:
        return PROMPT_TO_BE_READ;
    case COMPLAINT_PROGRESS:
        return c->review ? PROMPT_REVIEWING : c->replied_us ? PROMPT_AGAIN : PROMPT_WORKING;
    case COMPLAINT_WAITING:
        return PROMPT_SUPPLY;
    case COMPLAINT_REPLIED:
        return PROMPT_ANSWERED;
    case COMPLAINT_CLOSED:
        return rated ? PROMPT_RATED : PROMPT_RATE;
    case COMPLAINT_REJECTED:
        return PROMPT_REJECTED;
    case COMPLAINT_WITHDRAWN:
    case COMPLAINT_STATE__END:
        break;
    }
    return PROMPT_WITHDRAWN;
}

bool portal_track_window(const struct complaint *c, int days, int64_t now_us, int64_t *ret_end_us)
{
    *ret_end_us = days > 0 && c->closed_us ? c->closed_us + days * UTC_DAY_US : 0;
    return !gate_window_over(days, c->closed_us, now_us);
}

const char *portal_track_finding(enum complaint_finding finding)
{
    switch (finding) {
    case FINDING_RESPONSIBLE:
        return N_("We looked into it and found that the fault was ours.");
    case FINDING_NOT_RESPONSIBLE:
        return N_("We looked into it and found no fault on our side.");
    case FINDING_LITIGATION:
        return N_("The matter is now before a court, which will decide it.");
    case FINDING_INVALID:
        return N_("What was reported could not be confirmed.");
    case FINDING_WITHDRAWN:
    case FINDING_NONE:
    case FINDING__END:
        break;
    }
    return "";
}
