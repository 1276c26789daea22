#include "keeping.h"

#include <string.h>

#include "clock.h"
#include "msgid.h"
#include "rulebook.h"
#include "timeline.h"

int64_t keeping_until(int64_t closed_us, int years, const struct utc_zone *zone)
{
    struct utc_parts at = utc_in_zone(closed_us, zone);
    if (years <= 0 || years > 7000)
        return CLOCK_NEVER;
    /* Of 29 February, in a year that has none, the day before. */
    int day = utc_date_exists(at.year + years, at.month, at.day) ? at.day : at.day - 1;
    return utc_from_local(at.year + years, at.month, day, 23, 59, 59, zone);
}

const char *keeping_finding(enum complaint_finding finding)
{
    return finding > FINDING_NONE && finding < FINDING__END ? rulebook_findings[finding - 1] : "";
}

const char *keeping_wait_title(enum keeping_wait wait)
{
    static const char *const titles[] = {
        [KEEPING_FREE] = "",
        [KEEPING_ERASED] = N_("Erased"),
        [KEEPING_OPEN] = N_("Was taken up again"),
        [KEEPING_HELD] = N_("Legal hold"),
        [KEEPING_REVIEW] = N_("Is under review"),
        [KEEPING_SLIPS] = N_("A slip is open"),
        [KEEPING_APPROVALS] = N_("An approval is open"),
        [KEEPING_COMMITTEE] = N_("Is before the committee"),
        [KEEPING_AFTERCARE] = N_("Callback, check, measure or account is open"),
        [KEEPING_MONEY] = N_("Compensation is to be paid"),
        [KEEPING_CLOCKS] = N_("A time limit is running"),
        [KEEPING_DISCLOSURE] = N_("A disclosure is open"),
        [KEEPING_TOGETHER] = N_("Another complaint of the same person is still needed"),
    };
    return wait < KEEPING_WAIT__END ? titles[wait] : "";
}

const char *keeping_event_data(struct arena *a, const char *data)
{
    static const char *const kept[] = {
        "message", "files", "channel", "received", "department", "department_en", "until", "finding", "solved", "overall", "callback", "clock", "clock_kind", "due", "due_before", "exclusion", "exclusion_said", "standing",
        "basis", "category", "category_before", "grade", "grade_before", "validity", "validity_before", "causes", "causes_before", "stages", "stages_before", "flags", "flags_before", "loss",
        "loss_before", "turn", "other", "link", "others", "incident", "clocks", "approval", "about", "cents", "step", "compensation", "standard", "reward", "outcome", "outcome_way", "way", "sender", "taken", "result",
        "at", "report", "slip", "pack", "hash", "scope", "identity", "disclosure", "years", "paper", "sha256", "position", "meeting", "item", "decision", "measure", "sample",
        "unsealing", "purpose", "role",
    };
    struct buf out = {.arena = a};
    buf_addc(&out, '{');
    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        const char *value = timeline_get(a, data, kept[i]);
        if (!*value)
            continue;
        const char *pair = timeline_data(a, kept[i], value, NULL);
        buf_printf(&out, "%s%.*s", out.n > 1 ? "," : "", (int)(strlen(pair) - 2), pair + 1);
    }
    buf_addc(&out, '}');
    return out.p;
}
