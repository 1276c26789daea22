#ifndef REDRESS_UNSEALING_H
#define REDRESS_UNSEALING_H

#include <stdbool.h>
#include <stdint.h>

#include "approval.h"

/* Requests to see who complained confidentially (requirements M2): a custodian asks with a reason, another person agrees, and who asked looks within some hours. Pure. */
enum unsealing_alone { UNSEALING_TOGETHER, UNSEALING_ALONE, UNSEALING_EMERGENCY };
struct unsealing {
    int64_t id, complaint_id, asked_by, asked_us, approval_id, done_us, looked_us; /* done_us: when it was decided; 0 */
    enum unsealing_alone alone;
    enum approval_state approval; /* 0: none was asked for */
    int looks, approval_version;
    const char *asker, *decider, *purpose; /* names for show; purpose: code */
    const char *reason;                    /* opened for custodians and whoever decides; "" otherwise */
};
enum unsealing_state { UNSEALING_WAITS = 1, UNSEALING_OPEN, UNSEALING_REFUSED, UNSEALING_BACK, UNSEALING_OVER };
/* A look alone is over at once. Open: agreed to, and the hours have not passed. */
enum unsealing_state unsealing_state(const struct unsealing *u, int64_t now_us, int hours);
int64_t unsealing_until(const struct unsealing *u, int hours); /* until when who asked may look; 0: not agreed to */
const char *unsealing_state_title(enum unsealing_state state); /* msgids */

#endif
