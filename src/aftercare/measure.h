#ifndef REDRESS_MEASURE_H
#define REDRESS_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

/* Corrective and preventive actions (requirements J4). Times are UTC microseconds, 0: not. Pure. */
enum measure_state { MEASURE_OPEN = 1, MEASURE_DONE, MEASURE_EFFECTIVE, MEASURE_NOT_EFFECTIVE, MEASURE_DROPPED, MEASURE_STATE__END };
enum measure_kind { MEASURE_CORRECTIVE = 1, MEASURE_PREVENTIVE, MEASURE_KIND__END };
enum measure_phase { MEASURE_PHASE_OPEN = 1, MEASURE_PHASE_CHECK, MEASURE_PHASE_ENDED }; /* as lists have it: the column measure.phase */
enum measure_action { MEASURE_SET = 1, MEASURE_CHANGE, MEASURE_FINISH, MEASURE_BACK, MEASURE_DROP, MEASURE_SAY, MEASURE_ACTION__END };
#define MEASURE_NEVER INT64_C(253402300799000000)

struct measure {
    int64_t id, unit_id, department_id, owner_id, complaint_id, incident_id, category_id, follows_id;
    enum measure_kind kind;
    enum measure_state state;
    int64_t due_us, done_us, check_us, checked_us, made_us, next_us;
    int before, after;  /* complaints with the cause, once it was checked */
    int reminders, version;
    const char *cause;  /* code of the rulebook */
    const char *title, *body, *evidence, *remark;
    const char *owner, *maker, *doer, *number; /* for show; number: of the complaint, "" where the reader does not see it */
    const char *unit_zh, *unit_en, *department_zh, *department_en, *category_zh, *category_en;
    bool leads, does;   /* what the reader may: decide about it; do it and say so */
};
struct measure_step {
    int n;
    int64_t at_us;
    const char *kind, *body, *actor; /* actor "": the rules */
};

const char *measure_state_title(enum measure_state state); /* msgids; "" unknown, as all of these */
const char *measure_kind_title(enum measure_kind kind);
const char *measure_step_words(const char *kind);          /* "set the measure", after the actor's name */
enum measure_phase measure_phase(const struct measure *m);
bool measure_late(const struct measure *m, int64_t now_us);
/* Words of the form's button: "done", "change" ... */
bool measure_action_from_name(const char *name, enum measure_action *ret_action);
/* ERR_FORBIDDEN or ERR_STATE with a msgid. */
enum err measure_decide(const struct measure *m, enum measure_action action, const char **ret_why) MUST_CHECK;

/*
 * Reminders: three days before it is due to the owner, when it is due and three days later to him and the coordinator, then every week for a year. reminders says how many of these were taken or
 * passed; when the next comes, MEASURE_NEVER after the last.
 */
int64_t measure_reminder_us(int64_t due_us, int reminders);
/* What comes first for one that is set, or moved, at an instant: those that have passed are left out. */
int measure_reminders_passed(int64_t due_us, int64_t now_us);
/* Whether a reminder so far goes to the coordinator too. */
bool measure_reminder_late(int reminders);

/* How many days the effect is looked at, of one that is done; 0: it is not. */
int measure_days(const struct measure *m);
/* The cause came back or did not. */
enum measure_state measure_judged(int after);

#endif
