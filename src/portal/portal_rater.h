#ifndef REDRESS_PORTAL_RATER_H
#define REDRESS_PORTAL_RATER_H

#include "complaint.h"

/*
 * The survey of one complaint, for whoever was let in to it: by the session of the tracking page, or by a link that leads to it alone. Who calls has made sure of that; both pages
 * serve GET and POST, and forms carry the complaint's number as "number". Once it is rated it can be changed as long as the rulebook says; ERR_STATE never comes out of here: where nothing can be
 * rated it leads back.
 */
struct portal_rater {
    const struct complaint *c;
    const char *path, *back; /* "/track/rate"; "/track/case": where it leads when done. The second page is at path + "/why" */
    const uint8_t *token_hash; /* of the tracking session; NULL: track_rate_of */
    bool callable;           /* filled in here: a telephone number is known, by which to call back */
    int64_t until_us;        /* filled in here: until when it can be changed, 0 always */
    const char *once_secret; /* what binds the form's key to who sends it, such as the cookie or the link's token */
};

#endif
