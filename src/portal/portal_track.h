#ifndef REDRESS_PORTAL_TRACK_H
#define REDRESS_PORTAL_TRACK_H

#include "complaint.h"

/* What the tracking page says first: what the complainant has to do now, or what happens without him. Pure. */
enum portal_prompt {
    PROMPT_TO_BE_READ,
    PROMPT_WORKING,
    PROMPT_AGAIN,       /* after an answer */
    PROMPT_REVIEW_ASKED, /* he says that it is not solved; nobody has decided yet */
    PROMPT_REVIEWING,   /* people who did not handle it look at it */
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

/* Whether, and since when, he may still say that it is not solved: natural days after closing; 0 has no end. end_us: 0 when it has none. */
bool portal_track_window(const struct complaint *c, int days, int64_t now_us, int64_t *ret_end_us);

#endif
