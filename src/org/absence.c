#include "absence.h"

#include "err.h"
#include "msgid.h"

static const struct {
    const char *field, *text;
} faults[ABSENCE__END] = {
    [ABSENCE_FINE] = {"", ""},
    [ABSENCE_ORDER] = {"to", N_("The last day is before the first")},
    [ABSENCE_PAST] = {"to", N_("This time is over already")},
    [ABSENCE_LONG] = {"to", N_("An absence can last a year at most; record a further one afterwards")},
    [ABSENCE_OVERLAP] = {"from", N_("There is an absence in this time already; remove it first if the dates have changed")},
    [ABSENCE_SELF] = {"deputy", N_("Somebody else has to stand in")},
    [ABSENCE_STRANGER] = {"deputy", N_("Choose a colleague of the same unit or of one above it who can sign in")},
    [ABSENCE_DEPUTY_AWAY] = {"deputy", N_("This colleague is away in that time too; choose somebody else")},
    [ABSENCE_MANY] = {"from", N_("There are too many absences to come; remove some first")},
};

enum absence_fault absence_check(const struct absence *a, int64_t now_us)
{
    if (a->to_us <= a->from_us)
        return ABSENCE_ORDER;
    if (a->to_us <= now_us)
        return ABSENCE_PAST;
    if (a->to_us - a->from_us > ABSENCE_MAX_US)
        return ABSENCE_LONG;
    if (a->deputy_id == a->user_id)
        return ABSENCE_SELF;
    return ABSENCE_FINE;
}

const char *absence_fault_field(enum absence_fault fault)
{
    return faults[fault].field;
}

const char *absence_fault_text(enum absence_fault fault)
{
    return faults[fault].text;
}
