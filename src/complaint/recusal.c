#include "recusal.h"

#include <string.h>

#include "msgid.h"

const char *const recusal_reasons[] = {"respondent", "superior", "handled", "own", "set", NULL};

const char *recusal_reason_title(const char *reason)
{
    static const char *const titles[] = {
        N_("is complained of"), N_("is the direct superior of somebody complained of"), N_("handled it before"), N_("asked for it"), N_("was kept out by a manager"),
    };
    for (size_t i = 0; recusal_reasons[i]; i++) {
        if (strcmp(recusal_reasons[i], reason) == 0)
            return titles[i];
    }
    return "";
}
