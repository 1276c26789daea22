#ifndef REDRESS_SLIP_STORE_H
#define REDRESS_SLIP_STORE_H

#include "complaint_store.h"
#include "notice_store.h"
#include "slip.h"

extern const struct db_stmts slip_stmts;       /* staff: reading */
extern const struct db_stmts slip_write_stmts; /* staff and jobs: writing */
extern const struct db_stmts slip_act_stmts;   /* staff */
extern const struct db_stmts slip_send_stmts;  /* staff */
extern const struct db_stmts slip_open_stmts;  /* staff */
extern const struct db_stmts slip_list_stmts;  /* staff */
extern const struct db_stmts slip_sweep_stmts; /* jobs */

/*
 * The slips of a complaint that the user may see, in order of their numbers, with steps and copies. A user whose holders see all of the complaint sees all of its slips; who sees it in part (c->part)
 * those that one of his departments sent or received or has a copy of, those of his own, and the ones below these (part_load). In one statement, two for who sees a part.
 */
enum err slip_load_all(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct slip **ret_list, size_t *ret_n) MUST_CHECK;
/*
 * On which sides of a slip the user stands: SLIP_SIDE bits. Receiver: grants with MAY_ANSWER over the receiving department, or over its unit for who works in that department or in
 * none (between units MAY_DISPATCH too), or the slip is his.
 * Sender: MAY_DISPATCH or MAY_SUPERVISE over the sender's unit or department (of a help slip MAY_ANSWER too), or he sent it.
 */
unsigned slip_sides(const struct access_user *user, const struct slip *s);

/* Send one (SLIP_DO_SEND, SLIP_DO_HELP) or act on one. */
struct slip_command {
    enum slip_action action;
    const char *number;                /* of the complaint */
    int slip, version;                 /* number of the slip and the version it was shown with; send: 0 */
    /* send and help */
    enum slip_kind kind;
    int64_t unit_id, department_id;    /* to; up and down: the unit alone, department 0: its customer service */
    int64_t copies[8];
    size_t n_copies;
    int64_t due_us;                    /* 0: as the rules propose (slip_propose) */
    int before;                        /* number of the returned or withdrawn slip in whose place it goes, or of that with the committee's answer; 0: none */
    const char *materials;             /* report up: texts of the required parts, one paragraph each, already put together; "" */
    /* assign */
    int64_t user_id;
    const char *text;
    const uint8_t *stage_hash;         /* files staged with the form: internal */
    const uint8_t *once_hash;
    const char *once_location;
};
struct slip_result {
    const char *location;
    int slip;                /* number of the one that was sent or acted on */
    struct slip current;     /* on ERR_STALE what the other one made of it; without steps and copies */
    const char *why, *why_of; /* on ERR_INPUT, ERR_STATE and ERR_FORBIDDEN: msgid of what is wrong, may hold one %s for why_of (a name); "" nothing to add */
    enum slip_ladder ladder; /* on ERR_FORBIDDEN of send: who has to decide */
    struct notice_to *absent; /* deputies who were told in the place of absent people */
    size_t n_absent;
};
/*
 * One transaction: once key, complaint locked and loaded in scope, version of the slip, slip_decide, the slip, its step, its message (kind MESSAGE_SLIP, internal), scope rows (part 1) of receiver and
 * copies, the timeline event (data: slip number, to and to_en names, due, from_*), clocks (send: CLOCK_ON_ASSIGNED with moved; the last open dispatch answered: CLOCK_ON_ANSWERED; up: CLOCK_ON_REPORTED),
 * complaint.open_slips, notices. ERR_INPUT: text or receiver missing, or an inactive or unknown receiver, or nobody there who could be told; ERR_STATE: not now; ERR_FORBIDDEN; ERR_STALE.
 * Reminding ignores the version. SLIP_DOWN moves the complaint to the unit below (its scope rows follow; the sender's units keep seeing it, as superiors do); returned or withdrawn it moves
 * back. Closing the complaint answers what stands between units (complaint_end_slips). Withdrawing a slip withdraws those below it.
 */
enum err slip_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct slip_command *command, struct slip_result *ret_result) MUST_CHECK;
/* The receiver opened the complaint: every slip sent to his departments and every copy becomes read. One statement when there is nothing to do. */
enum err slip_mark_read(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct slip *slips, size_t n) MUST_CHECK;

/* What the form offers at first (E1): the department of the category's function in the complaint's unit (else customer service), and when its answer is due by the answer clock's rule. */
struct slip_proposal {
    int64_t department_id, due_us;
    const char *function;
};
enum err slip_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_facts *facts, enum slip_kind kind,
                      struct slip_proposal *ret_proposal) MUST_CHECK;

/* ---- lists of slips (my work, /staff/slips) ---- */
enum slip_view { SLIP_VIEW_TODO, /* received, to be answered */ SLIP_VIEW_MINE, /* given to the user himself */ SLIP_VIEW_ANSWERED, /* sent by his side, answered, to be confirmed */
                 SLIP_VIEW_RETURNED, /* sent by his side, returned, not sent on */ SLIP_VIEW_SENT, /* sent by his side, open */ SLIP_VIEW_COPIES, SLIP_VIEW_LATE, SLIP_VIEW__COUNT };
/* By due date, then id, after (after_us, after_id), copies newest first, before after_id; one more than limit when there are further ones. Within the user's sides; late: of both. */
enum err slip_list(struct db *db, struct arena *a, const struct access_user *user, enum slip_view view, int64_t now_us, int64_t after_us, int64_t after_id, size_t limit,
                   struct slip **ret_list, size_t *ret_n) MUST_CHECK;
struct slip_counts { /* each ends at COMPLAINT_COUNT_MAX */
    int todo, late, answered, returned;
};

/* ---- the sweep ---- */
/*
 * Reminders that have come (exactly once on any number of hosts), with event, notice and reminders + 1; departments of whose open slips too many are late get supervision (E4) as soon as one
 * more is late. At most limit; ret_n how many steps were taken.
 */
enum err slip_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

/* All departments once, for those in which the others were answered meanwhile: every hour. At most limit slips get supervision. */
enum err slip_supervise(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
