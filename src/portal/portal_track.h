#ifndef REDRESS_PORTAL_TRACK_H
#define REDRESS_PORTAL_TRACK_H

#include "complaint.h"

/* What the tracking page says first: what the complainant has to do now, or what happens without him. Pure. */
enum portal_prompt {
    PROMPT_TO_BE_READ,
    PROMPT_WORKING,
    PROMPT_SUPPLY,      /* material is asked for */
    PROMPT_ANSWERED,    /* the answer is there, the complaint still open */
    PROMPT_WITHDRAWING, /* he asked to withdraw; staff have not confirmed it */
    PROMPT_RATE,
    PROMPT_RATED,
    PROMPT_REJECTED,
    PROMPT_WITHDRAWN,
    PROMPT_MERGED, /* it goes on in another one */
    PROMPT__COUNT
};
enum portal_prompt portal_track_prompt(const struct complaint *c, bool rated);

/* What the finding says, in words for the complainant: a msgid, "" when there is nothing to say. */
const char *portal_track_finding(enum complaint_finding finding);

#endif
