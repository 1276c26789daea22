#ifndef REDRESS_SLIP_H
#define REDRESS_SLIP_H

#include "calendar.h"
#include "clock.h"
#include "complaint.h"
#include "permission.h"
#include "rulebook.h"

/*
 * Slips 单 (requirements E): tracked requests from one department to another about one complaint. Pure: the one table of what can be done with a slip, its reminders, its path and stopwatch.
 * The numbers are those of the schema.
 */
enum slip_kind {
    SLIP_DISPATCH = 1, /* 会办单: the carrier asks a department to look into it and answer */
    SLIP_HELP,         /* 协办单: the department asks another one for help (E2) */
    SLIP_UP,           /* 上报: to the superior unit's customer service, with the required material (E5) */
    SLIP_DOWN,         /* 转办: to a unit below, which carries the complaint from then on (E5) */
    SLIP_INFO,         /* 情况说明: the superior unit asks a unit below how it stands */
    SLIP_KIND__END
};
enum slip_state { SLIP_SENT = 1, SLIP_READ, SLIP_ACCEPTED, SLIP_RETURNED, SLIP_ANSWERED, SLIP_CONFIRMED, SLIP_WITHDRAWN, SLIP_STATE__END };
enum slip_action {
    SLIP_DO_SEND,
    SLIP_DO_READ, /* by opening it; no text */
    SLIP_DO_ACCEPT,
    SLIP_DO_ASSIGN, /* to a person of the receiving department */
    SLIP_DO_RETURN, /* "not ours", with the reason (E3) */
    SLIP_DO_ANSWER, /* result of the investigation and proposed handling (E6) */
    SLIP_DO_HELP,   /* asks another department: a slip below this one */
    SLIP_DO_CONFIRM,
    SLIP_DO_SEND_BACK, /* for more work, with the reason */
    SLIP_DO_WITHDRAW,
    SLIP_DO_REMIND,    /* 催办 (E4) */
    SLIP_DO_SUPERVISE, /* 督办: by the manager or committee (E4) */
    SLIP_ACTION__COUNT
};
enum slip_side { SLIP_SENDER, SLIP_RECEIVER };

struct slip_row {
    enum slip_state from;
    enum slip_action action;
    enum slip_state to;
};
struct slip_action_kind {
    const char *name;  /* in paths and as stored in slip_step.action: "send-back" */
    const char *title; /* msgid of the button */
    const char *event; /* kind of the timeline event: slip_sent, slip_read, slip_accepted, slip_assigned, slip_returned, slip_answered, slip_confirmed, slip_sent_back, slip_withdrawn,
                          slip_reminded, slip_supervised; NULL: none of its own (help: the new slip's) */
    enum slip_side side;
    enum permission permission;
    bool text_needed;
};
extern const struct slip_row slip_rows[];
extern const size_t slip_rows_n;
const struct slip_action_kind *slip_action(enum slip_action action);
bool slip_action_from_name(const char *name, enum slip_action *ret_action);
const char *slip_kind_title(enum slip_kind kind);    /* msgids; "" unknown */
const char *slip_state_title(enum slip_state state);
bool slip_state_open(enum slip_state state); /* sent, read, accepted, answered: somebody has to do something */
bool slip_state_with_receiver(enum slip_state state); /* sent, read, accepted */
/* The event with which one of a kind is sent: slip_sent, slip_help, slip_reported, slip_transferred, slip_asked. */
const char *slip_kind_event(enum slip_kind kind);

struct slip_step {
    int64_t slip_id, at_us, actor_id, message_id;
    int n;
    enum slip_action action;
    enum slip_state state; /* afterwards */
    int64_t due_us;        /* the date that held afterwards */
    const char *actor;     /* name for show, "" the system */
    const char *body;      /* what was written with it, "" */
};
struct slip_copy {
    int64_t slip_id, department_id, read_us;
    const char *name_zh, *name_en;
};
struct slip {
    int64_t id, complaint_id, parent_id, before_id;
    int number; /* within the complaint */
    enum slip_kind kind;
    enum slip_state state;
    int round, returns, stage, reminders, version;
    bool is_binding, late;
    bool settled; /* returned, and nothing is left to do about it: sent on, or the complaint is over */
    int64_t from_unit_id, from_department_id, from_user_id, to_unit_id, to_department_id, to_user_id;
    int64_t sent_us, read_us, accepted_us, answered_us, done_us, due_us, next_us, supervised_us;
    const char *request;
    /* joined for show */
    const char *from_unit_zh, *from_unit_en, *from_zh, *from_en, *from_user, *to_unit_zh, *to_unit_en, *to_zh, *to_en, *to_user;
    const char *complaint_number, *complaint_title; /* in lists */
    struct slip_step *steps; /* in order; only slip_load_all */
    struct slip_copy *copies;
    size_t n_steps, n_copies;
};

/*
 * What somebody may do with a slip: sides says on which side(s) of it he stands (SLIP_SIDE bits), rights are those over the complaint. ERR_STATE: not in this state (a binding slip cannot be
 * returned, an answer needs its sub-slips done); ERR_FORBIDDEN: not his side or right; supervision is for who may supervise the complaint, whatever his side. open_below: sub-slips that are
 * still open.
 */
#define SLIP_SIDE(side) (1u << (side))
enum err slip_decide(const struct slip *s, enum slip_action action, unsigned sides, permission_set rights, int open_below, enum slip_state *ret_to) MUST_CHECK;
/* All of them, as a bit set of 1 << action. */
unsigned slip_allowed(const struct slip *s, unsigned sides, permission_set rights, int open_below);

/*
 * Whether the complaint cannot be closed, transferred or merged before it is done: dispatches and the help asked for with them, which complaint.open_slips counts. What goes between units (up, down,
 * info) is answered by closing the complaint, and help that was asked for to answer a question of the superior unit is withdrawn with the question (requirements E5). list: all of the complaint.
 */
bool slip_holds_closing(const struct slip *list, size_t n, const struct slip *s);

/* Of the slips of a complaint those below one (asked for by its receiver) that are still open. */
int slip_open_below(const struct slip *list, size_t n, int64_t id);

/* Who decides about a request that was returned so often (E3). */
enum slip_ladder { SLIP_BY_CARRIER, SLIP_BY_MANAGER, SLIP_BY_COMMITTEE };
enum slip_ladder slip_ladder(const struct rb_slips *rules, int returns);
/* Whether what is sent by his decision cannot be returned any more: no one is above. */
bool slip_decided_for_good(const struct rb_slips *rules, enum slip_ladder by);
/* Whether a department has so many late ones among its open slips that it is supervised (E4). */
bool slip_department_lags(const struct rb_slips *rules, int open, int late);

/* ---- reminders ---- */
/* Warnings before due and reminders after it, in order; at most SLIP_STEPS_MAX. */
#define SLIP_STEPS_MAX 16
size_t slip_reminders(const struct rb_slips *rules, const struct calendar *calendar, const struct slip *s, int64_t ret_at[SLIP_STEPS_MAX]);
/* next_us from stage; CLOCK_NEVER's value when nothing more. */
void slip_plan_next(const struct rb_slips *rules, const struct calendar *calendar, struct slip *s);
/* Takes all that have come by now, as one: stage, late and next_us; whether there was any. */
bool slip_take_reminders(const struct rb_slips *rules, const struct calendar *calendar, struct slip *s, int64_t now_us);

/* ---- path and stopwatch ---- */
/* One hop: how long a slip stayed with one side in one state. */
struct slip_hop {
    const struct slip *slip;
    const struct slip_step *step;  /* what began it */
    int64_t from_us, to_us;        /* to_us 0: still there */
    int64_t working_minutes;       /* of the calendar, up to now when still there */
    enum slip_side with;
    bool late;                     /* the receiver held it past due */
};
/* Of all slips of a complaint in order of time, with what was returned until it was sent on; in the arena. */
void slip_path(struct arena *a, const struct calendar *calendar, const struct slip *slips, size_t n, int64_t now_us, struct slip_hop **ret_hops, size_t *ret_n);

#endif
