#include "notice.h"

#include <string.h>

#include "err.h"
#include "msgid.h"

#define SUBSTITUTE N_("For %s, who is away")

const struct notice_kind notice_kinds[] = {
    {"clock_warn", "bell", N_("A date is near"), SUBSTITUTE},
    {"clock_due", "alert-triangle", N_("Reminder: a date has passed"), SUBSTITUTE},
    {"clock_escalated", "alert-circle", N_("Overdue, passed on to you"), SUBSTITUTE},
    {"extension_asked", "clock", N_("More time is asked for; please decide"), SUBSTITUTE},
    {"extension_decided", "clock", N_("Your request for more time was decided"), SUBSTITUTE},
    {"extension_lapsed", "clock", N_("Your request for more time was not decided before the date"), SUBSTITUTE},
    {"material_late", "clock", N_("The time to supply material has passed; the clocks go on"), SUBSTITUTE},
    {"assigned", "arrow-forward-up", N_("Assigned to you"), SUBSTITUTE},
    {"registered", "inbox", N_("A complaint was registered for your department"), SUBSTITUTE},
    {"coordinator", "users", N_("A department has another coordinator"), SUBSTITUTE},
    {"handover", "users", N_("Work was handed over to you"), SUBSTITUTE},
};
const size_t notice_kinds_n = COUNT_OF(notice_kinds);

const struct notice_kind *notice_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(notice_kinds); i++) {
        if (strcmp(notice_kinds[i].kind, kind) == 0)
            return &notice_kinds[i];
    }
    return NULL;
}
