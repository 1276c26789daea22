#include "investigation.h"

#include "msgid.h"

static const struct investigation_part_kind parts[INVESTIGATION_PART__COUNT] = {
    [INVESTIGATION_FACTS] = {"facts", N_("Facts"), N_("What was checked, and what it showed")},
    [INVESTIGATION_SOURCES] = {"sources", N_("Sources"), N_("Files, systems and records that were looked at")},
    [INVESTIGATION_INTERVIEWS] = {"interviews", N_("Interviews"), N_("Who was asked when, and what was said")},
    [INVESTIGATION_EVIDENCE] = {"evidence", N_("Evidence"), N_("What proves it; files can be attached below")},
    [INVESTIGATION_CONCLUSION] = {"conclusion", N_("Conclusion"), ""},
    [INVESTIGATION_REMEDY] = {"remedy", N_("What is done about it"), ""},
};

const struct investigation_part_kind *investigation_part(enum investigation_part part)
{
    return &parts[(unsigned)part < INVESTIGATION_PART__COUNT ? part : INVESTIGATION_FACTS];
}

/* The leading department's own request, as long as it has to answer it. */
static bool holds_lead(const struct complaint *c, const struct slip *s, unsigned sides)
{
    return s->kind == SLIP_DISPATCH && slip_state_with_receiver(s->state) && s->to_department_id == c->lead_department_id && (sides & SLIP_SIDE(SLIP_RECEIVER));
}

struct investigation_right investigation_right(const struct complaint *c, permission_set rights, const struct slip *slips, const unsigned *sides, size_t n)
{
    struct investigation_right right = {.writer = INVESTIGATION_READS};
    if (!c->is_open)
        return right;
    if (!c->part) {
        right.writer = rights & PERMISSION_BIT(MAY_INVESTIGATE) ? INVESTIGATION_WRITES : INVESTIGATION_READS;
        return right;
    }
    for (size_t i = 0; i < n; i++) {
        if (holds_lead(c, &slips[i], sides[i]))
            return (struct investigation_right){INVESTIGATION_WRITES_PART, slips[i].id};
    }
    return right;
}

const char *investigation_fault(const char *const texts[INVESTIGATION_PART__COUNT], enum complaint_finding finding, const char *reason, const char **ret_field)
{
    bool any = false;
    for (int i = 0; i < INVESTIGATION_PART__COUNT; i++)
        any |= *texts[i] != '\0';
    *ret_field = "";
    if (!any && finding == FINDING_NONE) {
        *ret_field = parts[INVESTIGATION_FACTS].name;
        return N_("Write what was found out");
    }
    if (finding != FINDING_NONE && !*reason) {
        *ret_field = "reason";
        return N_("Give the reason of the finding");
    }
    if (finding == FINDING_NONE && *reason) {
        *ret_field = "finding";
        return N_("Choose the finding that this is the reason of");
    }
    return NULL;
}
