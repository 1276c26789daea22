#include "disclosure.h"

#include "msgid.h"

const char *disclosure_state_title(enum disclosure_state state)
{
    switch (state) {
    case DISCLOSURE_ASKED: return N_("Waits for agreement");
    case DISCLOSURE_HANDED: return N_("Handed over");
    case DISCLOSURE_DROPPED: return N_("Dropped");
    }
    return "";
}
