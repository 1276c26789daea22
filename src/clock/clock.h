#ifndef REDRESS_CLOCK_H
#define REDRESS_CLOCK_H

#include "calendar.h"
#include "rulebook.h"

/*
 * Clocks: promised times of one complaint (requirements F). Pure: what happened goes in with the rules, the calendar and the clocks as they stand; out come the changes
 * to save. Clocks that run keep the rule and the dates with which they started, whatever becomes of the rulebook (F6).
 */
enum clock_state { CLOCK_RUNNING = 1, CLOCK_PAUSED, CLOCK_MET, CLOCK_ENDED }; /* ended: its reason is gone (rejected, withdrawn, another rule) */

struct clock {
    int64_t id, complaint_id, book_id; /* id 0: not stored yet; book_id: rulebook version of its rule */
    enum rb_clock_kind kind;
    const char *rule, *track;
    int round; /* from 1: progress reports and reopened complaints begin anew */
    enum clock_state state;
    struct calendar_limit limit;
    const char *limit_unit; /* code of the unit whose own value the limit is; "" the rule's */
    int64_t started_us, due_us, first_due_us, met_us, paused_us; /* first_due_us: before pauses and extensions; 0: not */
    int64_t next_us; /* when the sweep has something to do: a warning, due, an escalation; while paused the end of the pause; CLOCK_NEVER: nothing more */
    int stage;       /* steps of clock_steps that were taken */
    int extensions;  /* rungs of the ladder that were given */
    bool promised, late;
    const char *pause; /* reason while paused: "material", "wish" */
};
#define CLOCK_NEVER INT64_C(253402300799000000) /* 9999-12-31: sorts behind every date */
#define CLOCKS_MAX 40                            /* of one complaint that are loaded: the running ones and the newest others */

/* Where a complaint stands: what decides about its times. */
struct clock_world {
    const struct rulebook *book;
    int64_t book_id;
    const struct calendar *calendar;
    const char *const *line; /* codes of its unit and the superiors, nearest first */
    size_t n_line;
};

/* What happened; words of rulebook_events. */
enum clock_event {
    CLOCK_ON_RECEIVED = 1, CLOCK_ON_ACCEPTED, CLOCK_ON_ASSIGNED, CLOCK_ON_CONTACTED, CLOCK_ON_ASKED, CLOCK_ON_SUPPLIED, CLOCK_ON_REPLIED, CLOCK_ON_DECIDED,
    CLOCK_ON_CLOSED, CLOCK_ON_REJECTED, CLOCK_ON_WITHDRAWN, CLOCK_ON_REOPENED, CLOCK_ON_GRADED,
    CLOCK_ON_ANSWERED, /* a department answered its slip */
    CLOCK_ON_REPORTED, /* reported up to the superior unit */
    CLOCK_ON_URGED,    /* the complainant asks how it stands */
    CLOCK_EVENT__END
};
const char *clock_event_word(enum clock_event event);
enum clock_event clock_event_from_word(const char *word); /* 0 when unknown */

/* Pauses of a clock, in order; to_us 0: not over yet. Extensions: the limit added, in order of time with the pauses. */
enum clock_history_kind { CLOCK_HISTORY_PAUSE = 1, CLOCK_HISTORY_EXTENSION, CLOCK_HISTORY_REPICKED, CLOCK_HISTORY_RECOMPUTED };
struct clock_history {
    int64_t clock_id;
    enum clock_history_kind kind;
    int64_t at_us, to_us, due_before_us, due_after_us;
    struct calendar_limit limit; /* extension: by how much; repicked: the new one */
    const char *reason, *rule;   /* rule: repicked from this one; of a pause its word, "material" */
    const char *actor;           /* name for show */
    int64_t actor_id;            /* 0: the system or the complainant */
};

/* ---- which rule ---- */
/* How each rule of a kind and track fared, for "which rule matches this complaint?" (F3). */
struct clock_candidate {
    const struct rb_clock *rule;
    enum rb_condition failed; /* RB_HOLDS: matches */
    int weight;
    bool chosen;
};
/* The rule that holds: of those that match the most specific, among equals the first. NULL: none. */
const struct rb_clock *clock_rule(const struct rulebook *b, const struct rb_facts *facts, enum rb_clock_kind kind, const char *track);
void clock_candidates(const struct rulebook *b, struct arena *a, const struct rb_facts *facts, enum rb_clock_kind kind, const char *track,
                      struct clock_candidate **ret_list, size_t *ret_n);

/* ---- what happens ---- */
/*
 * Apply an event to the clocks of a complaint, in place and with new ones added (room: list holds CLOCKS_MAX more than *n is never exceeded; what does not fit is dropped
 * with the oldest ended ones first). Sets ret_touched for each index that has to be saved. Order: what ends with the event ends (met, late when past due); what pauses or goes on
 * does; what begins with it begins, by the rule that holds for the facts now. CLOCK_ON_GRADED, and ASSIGNED to another department, pick the rules of running clocks
 * again: the date is computed anew from the same start with the same pauses and extensions. ASKED and REPLIED meet what CONTACTED meets. CLOCK_ON_CLOSED, REJECTED and
 * WITHDRAWN end all that the event does not meet, but for those that begin with it; reports of major cases are owed after closing too. DECIDED begins nothing once it was
 * REPLIED: there is nothing left to tell.
 */
struct clock_set {
    struct clock list[CLOCKS_MAX];
    bool touched[CLOCKS_MAX];
    size_t n;
    const struct clock_history *history; /* of the loaded clocks, for GRADED and explain */
    size_t n_history;
    /* Set by who makes it happen: */
    unsigned happened;  /* 1u << event for what happened since it was received or reopened: a rule that comes to hold with GRADED begins its clocks then, unless they would be over */
    bool moved;         /* ASSIGNED: to another department, whose time to answer begins anew */
    const char *reason; /* of the pauses and changes that it makes, for their history; NULL: none */
    int64_t actor_id;
    /* What it made, for clock_save: entries to add, and pauses with their end (to_us) to complete. */
    struct clock_history made[2 * CLOCKS_MAX];
    size_t n_made;
};
void clock_happened(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, enum clock_event event, int64_t at_us);
/* One clock by hand: done (met), paused for a reason that its rule allows, gone on with. ERR_STATE when not running, not paused, or the rule does not allow the reason. */
enum err clock_done(struct clock *c, int64_t at_us) MUST_CHECK;
/* Kinds that somebody may record as done; the others end with what they wait for and nothing else. */
bool clock_by_hand(enum rb_clock_kind kind);
/* The same in its set: a progress clock begins anew. */
enum err clock_done_in(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, size_t i, int64_t at_us) MUST_CHECK;
/* An entry of the set's history, of clock i, with its reason and actor. */
void clock_made(struct clock_set *set, size_t i, struct clock_history entry);
enum err clock_pause(const struct clock_world *w, struct clock *c, const char *reason, int64_t at_us) MUST_CHECK;
enum err clock_resume(const struct clock_world *w, struct clock *c, int64_t at_us) MUST_CHECK;
/* The same in its set, with its entry in the history. */
enum err clock_resume_in(const struct clock_world *w, struct clock_set *set, size_t i, int64_t at_us) MUST_CHECK;
/* Pauses whose end (next_us) has come: each clock goes on from that moment, however late it is looked at. How many did. */
size_t clock_pauses_over(const struct clock_world *w, struct clock_set *set, int64_t now_us);
/*
 * The next rung of its ladder, NULL when there is none left or the clock is not running; giving it: the date moves by the rung's limit from the date that held
 * (ERR_STATE when that is past already: F7 wants it before).
 */
const struct rb_extension *clock_rung(const struct rulebook *b, const struct clock *c);
enum err clock_extend(const struct clock_world *w, struct clock *c, int64_t at_us) MUST_CHECK;
/* What an extension would make of the date. */
int64_t clock_extended_due(const struct clock_world *w, const struct clock *c, const struct rb_extension *rung);
/* The date under the rules and calendar of w with the clock's own start, pauses and extensions (F6); its present one when no rule holds any more. */
int64_t clock_recomputed(const struct clock_world *w, const struct clock *c, const struct rb_facts *facts, const struct clock_history *history, size_t n_history,
                         const struct rb_clock **ret_rule);
/* Give it that date, with its entry in the history; false when it has it already. */
bool clock_recompute(const struct clock_world *w, struct clock_set *set, const struct rb_facts *facts, size_t i, int64_t at_us);

/* An extension that was asked for. */
enum { CLOCK_ASKED = 1, CLOCK_AGREED, CLOCK_REFUSED, CLOCK_LAPSED };
struct clock_request {
    int64_t id, clock_id, complaint_id, asked_us, decided_us, asker_id, decider_id, due_us; /* due_us: what the date would be */
    const char *rule, *role, *reason, *notice, *asker, *decider, *answer; /* role: code of who decides; notice: to the complainant, "" none */
    int state; /* CLOCK_ASKED ... */
    /* Only where requests of several complaints stand together: */
    const char *number, *title;
    enum rb_clock_kind kind;
    int64_t old_due_us;
};

/* ---- chain ---- */
/* The steps of a clock's chain in order of time: warnings, due, escalations (F4). At most 16. */
enum clock_step_kind { CLOCK_STEP_WARN = 1, CLOCK_STEP_DUE, CLOCK_STEP_ESCALATE };
struct clock_step {
    enum clock_step_kind kind;
    int64_t at_us;
    const char *to; /* warn: handler; due: handler and coordinator; escalate: as the rule says */
};
#define CLOCK_STEPS_MAX 16
size_t clock_steps(const struct clock_world *w, const struct clock *c, struct clock_step ret_steps[CLOCK_STEPS_MAX]);
/* Set next_us from stage and steps. */
void clock_plan_next(const struct clock_world *w, struct clock *c);
/*
 * Steps that have come since the last that was taken, several when nobody looked for long: then warnings are passed over once the date itself has passed. ret_stage: the stage
 * once they are taken.
 */
size_t clock_steps_come(const struct clock_world *w, const struct clock *c, int64_t now_us, struct clock_step ret_steps[CLOCK_STEPS_MAX], int *ret_stage);

/* ---- for show ---- */
/* The running clock whose date is nearest, NULL when none runs; its date, then CLOCK_NEVER; and what is promised to the complainant: the resolve clock's date of the newest round, 0 when there is none. */
const struct clock *clock_next(const struct clock *list, size_t n);
int64_t clock_nearest(const struct clock *list, size_t n);
int64_t clock_promised(const struct clock *list, size_t n);
/* Most urgent first: running by date, paused, then met and ended, newest first. */
void clock_order(struct clock *list, size_t n);
int clock_gauge(const struct clock *c, int64_t now_us); /* how much of the time is gone, 0 to 100 */

/* "Why this date?" (F8): everything that made the date, in order. */
enum clock_reason_kind { CLOCK_BECAUSE_RULE = 1, CLOCK_BECAUSE_START, CLOCK_BECAUSE_CALENDAR, CLOCK_BECAUSE_FIRST_DUE, CLOCK_BECAUSE_PAUSED, CLOCK_BECAUSE_EXTENDED, CLOCK_BECAUSE_REPICKED,
                         CLOCK_BECAUSE_RECOMPUTED, CLOCK_BECAUSE_DUE, CLOCK_BECAUSE_GUESSED };
struct clock_reason {
    enum clock_reason_kind kind;
    const struct rb_clock *rule;        /* RULE, REPICKED: NULL when the book does not have it any more */
    const struct clock_history *entry;  /* PAUSED, EXTENDED, REPICKED, RECOMPUTED */
    struct calendar_step step;          /* CALENDAR */
    int64_t at_us;                      /* START, FIRST_DUE, DUE */
};
size_t clock_explain(const struct clock_world *w, struct arena *a, const struct clock *c, const struct clock_history *history, size_t n_history,
                     struct clock_reason **ret_reasons);

#endif
