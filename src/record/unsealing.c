#include "unsealing.h"

#include "msgid.h"
#include "utc.h"

int64_t unsealing_until(const struct unsealing *u, int hours)
{
    return u->approval == APPROVAL_GIVEN ? u->done_us + hours * 60 * UTC_MINUTE_US : 0;
}

enum unsealing_state unsealing_state(const struct unsealing *u, int64_t now_us, int hours)
{
    switch (u->approval) {
    case APPROVAL_OPEN: return UNSEALING_WAITS;
    case APPROVAL_GIVEN: return now_us < unsealing_until(u, hours) ? UNSEALING_OPEN : UNSEALING_OVER;
    case APPROVAL_SENT_BACK: return UNSEALING_REFUSED;
    case APPROVAL_WITHDRAWN: return UNSEALING_BACK;
    case APPROVAL_STATE__END: break;
    }
    return UNSEALING_OVER;
}

const char *unsealing_state_title(enum unsealing_state state)
{
    switch (state) {
    case UNSEALING_WAITS: return N_("Waits for agreement");
    case UNSEALING_OPEN: return N_("Agreed to");
    case UNSEALING_REFUSED: return N_("Refused");
    case UNSEALING_BACK: return N_("Taken back");
    case UNSEALING_OVER: return N_("Over");
    }
    return "";
}
