#include "measure.h"

#include <string.h>

#include "msgid.h"
#include "utc.h"

#define EARLY_DAYS 3
#define AGAIN_DAYS 7
#define REMINDERS_MAX 55

const char *measure_state_title(enum measure_state state)
{
    static const char *const titles[MEASURE_STATE__END] = {
        [MEASURE_OPEN] = N_("Under way"), [MEASURE_DONE] = N_("Done, to be checked"), [MEASURE_EFFECTIVE] = N_("Effective"), [MEASURE_NOT_EFFECTIVE] = N_("Not effective"), [MEASURE_DROPPED] = N_("Dropped"),
    };
    return state > 0 && state < MEASURE_STATE__END ? titles[state] : "";
}

const char *measure_kind_title(enum measure_kind kind)
{
    return kind == MEASURE_CORRECTIVE ? N_("Corrective") : kind == MEASURE_PREVENTIVE ? N_("Preventive") : "";
}

const char *measure_step_words(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } steps[] = {
        {"set", N_("set the measure")},
        {"changed", N_("changed the measure")},
        {"done", N_("reported it as done")},
        {"back", N_("sent it back: not done yet")},
        {"dropped", N_("dropped the measure")},
        {"said", N_("wrote about the effect")},
        {"warned", N_("reminded the owner: it is due soon")},
        {"reminded", N_("reminded: it is past its date")},
        {"checked", N_("checked the effect")},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (strcmp(steps[i].kind, kind) == 0)
            return steps[i].words;
    }
    return "";
}

enum measure_phase measure_phase(const struct measure *m)
{
    if (m->state == MEASURE_OPEN)
        return MEASURE_PHASE_OPEN;
    return m->state == MEASURE_DONE && m->check_us ? MEASURE_PHASE_CHECK : MEASURE_PHASE_ENDED;
}

bool measure_late(const struct measure *m, int64_t now_us)
{
    return m->state == MEASURE_OPEN && m->due_us < now_us;
}

bool measure_action_from_name(const char *name, enum measure_action *ret_action)
{
    static const char *const names[MEASURE_ACTION__END] = {
        [MEASURE_SET] = "set", [MEASURE_CHANGE] = "change", [MEASURE_FINISH] = "done", [MEASURE_BACK] = "back", [MEASURE_DROP] = "drop", [MEASURE_SAY] = "say",
    };
    for (int i = MEASURE_SET; i < MEASURE_ACTION__END; i++) {
        if (strcmp(names[i], name) == 0) {
            *ret_action = (enum measure_action)i;
            return true;
        }
    }
    return false;
}

enum err measure_decide(const struct measure *m, enum measure_action action, const char **ret_why)
{
    bool open = m->state == MEASURE_OPEN, done = m->state == MEASURE_DONE, may = m->leads, now = false;
    *ret_why = "";
    switch (action) {
    case MEASURE_CHANGE:
        now = open;
        break;
    case MEASURE_FINISH:
        may = m->leads || m->does;
        now = open;
        break;
    case MEASURE_BACK:
        now = done;
        break;
    case MEASURE_DROP:
        now = open || done;
        break;
    case MEASURE_SAY:
        may = m->leads || m->does;
        now = !open && m->state != MEASURE_DROPPED;
        break;
    case MEASURE_SET:
    case MEASURE_ACTION__END:
        break;
    }
    if (!may) {
        *ret_why = N_("Your role does not allow this for the measure");
        return ERR_FORBIDDEN;
    }
    if (!now) {
        *ret_why = N_("This is not possible any more: the measure stands otherwise now");
        return ERR_STATE;
    }
    return ERR_NONE;
}

int64_t measure_reminder_us(int64_t due_us, int reminders)
{
    if (reminders >= REMINDERS_MAX)
        return MEASURE_NEVER;
    if (reminders < 3)
        return due_us + (reminders - 1) * EARLY_DAYS * UTC_DAY_US;
    return due_us + (reminders - 2) * AGAIN_DAYS * UTC_DAY_US;
}

int measure_reminders_passed(int64_t due_us, int64_t now_us)
{
    int passed = 0;
    while (measure_reminder_us(due_us, passed) <= now_us)
        passed++;
    return passed;
}

bool measure_reminder_late(int reminders)
{
    return reminders > 1;
}

int measure_days(const struct measure *m)
{
    return m->done_us && m->check_us ? (int)((m->check_us - m->done_us) / UTC_DAY_US) : 0;
}

enum measure_state measure_judged(int after)
{
    return after == 0 ? MEASURE_EFFECTIVE : MEASURE_NOT_EFFECTIVE;
}
