#ifndef REDRESS_COMPLAINT_STORE_H
#define REDRESS_COMPLAINT_STORE_H

#include "access.h"
#include "closing.h"
#include "complaint_flow.h"
#include "complaint_gate.h"
#include "complaint_list.h"
#include "contact.h"
#include "crypto_keys.h"
#include "db.h"
#include "part_store.h"
#include "timeline.h"
#include "utc.h"

extern const struct db_stmts complaint_stmts;      /* staff and jobs */
extern const struct db_stmts complaint_act_stmts;  /* staff */
extern const struct db_stmts complaint_list_stmts; /* staff and jobs */
extern const struct db_stmts complaint_count_stmts;/* staff */
extern const struct db_stmts event_stmts;          /* staff and jobs: reading */
extern const struct db_stmts event_write_stmts;    /* every pool */
extern const struct db_stmts event_tell_stmts;     /* every pool */

/* Who writes: fills the event's actor and its chain key. */
struct complaint_writer {
    const struct crypto_keys *keys;
    enum crypto_pool pool;
    const struct access_user *user; /* staff pool; NULL otherwise */
    const struct utc_zone *zone;    /* of the site, for working time */
    int64_t now_us;
};

/*
 * Load one complaint by number within what the user may see (the scope stands in the statement, and that he is not kept out of it). ret_rights is access_over of
 * the holders found; ret_c->part and no more than see, answer and note when all of them see a part only. ERR_NOT_FOUND covers absent, out of scope and kept out alike. ERR_ERASED within a transaction
 * (which is there to write): nothing more is written about one that was erased (requirements M5).
 */
enum err complaint_load(struct db *db, struct arena *a, const struct access_user *user, const char *number,
                        struct complaint *ret_c, permission_set *ret_rights) MUST_CHECK;

/* The user's holders that a complaint's scope has: who see all of it give what their grants give, who see a part of it no more than to take part in that. */
struct complaint_holders {
    int64_t whole[ACCESS_HOLDERS], part[ACCESS_HOLDERS];
    size_t n_whole, n_part;
};
void complaint_holder_add(struct complaint_holders *holders, int64_t holder, bool part);
permission_set complaint_rights(const struct access_user *user, const struct complaint_holders *holders, bool *ret_part);

/* Fill in the names of category, unit and department, of any number of complaints. */
enum err complaint_name(struct db *db, struct arena *a, struct complaint *list, size_t n) MUST_CHECK;

/* Whether a text can be a complaint number at all: capital letters, digits and hyphens, at most 24. */
bool complaint_number_plain(const char *number);
/*
 * Within a transaction and before anything is read in it: hold the complaint until the end, so that two who write at once come one after the other.
 * Does not look at the scope: complaint_load does, next.
 */
enum err complaint_lock(struct db *db, struct arena *a, const char *number) MUST_CHECK;

/* At most limit rows, newest first; of a reader's part only what he may see of it, NULL: all. */
enum err complaint_load_events(struct db *db, struct arena *a, const struct complaint_part *part, int64_t complaint_id, int before_seq, size_t limit,
                               struct event **ret_events, size_t *ret_n) MUST_CHECK;

/*
 * Append an event inside the running transaction: number and hash follow complaint.events and chain_hash, which it moves on in *c. The caller then
 * writes c by complaint_save in the same transaction.
 */
enum err complaint_append(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *kind,
                          const char *data) MUST_CHECK;
/* The same of something that happened to one of its slips: who sees a part of the complaint sees it with the slip. */
enum err complaint_append_slip(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t slip_id,
                               const char *kind, const char *data) MUST_CHECK;
/* An answer may be read now: of a complaint that was split off, its complainant reads it with the one that leads, which gets the event answer_shown. Nothing of others. Saves the one that leads. */
enum err complaint_lead_shows(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c) MUST_CHECK;
/*
 * The two halves of complaint_append, for filing, which writes the event in one statement with other things: the event that comes next, linked to
 * those before it (*c moves on), and the statement's parts.
 */
struct complaint_event {
    int64_t complaint_id, at_us, actor_id, slip_id; /* slip_id: 0 none */
    int seq, actor_kind, key_kind, key_version;
    const char *kind, *data;
    uint8_t hash[32];
};
enum err complaint_link(const struct complaint_writer *w, struct complaint *c, const char *kind, const char *data,
                        struct complaint_event *ret_event) MUST_CHECK;
#define COMPLAINT_EVENT_INSERT                                                                                                    \
    "INSERT INTO event (complaint_id, seq, at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash, slip_id) "      \
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
#define COMPLAINT_EVENT_TYPES "iiiiIttiibI"
#define COMPLAINT_EVENT_VALUES 11
#define COMPLAINT_EVENT_ARGS(e)                                                                                                   \
    DB_INT((e).complaint_id), DB_INT((e).seq), DB_INT((e).at_us), DB_INT((e).actor_kind), DB_ID((e).actor_id), DB_TEXT((e).kind), \
        DB_TEXT((e).data), DB_INT((e).key_kind), DB_INT((e).key_version), DB_BYTES((e).hash, 32), \
        DB_ID((e).slip_id)

/*
 * Write what an action changed (state, category, grade, validity, department, assignee, dates, finding, outcome, unread, chain) WHERE version = c->version, which rises by one; complaint_scope
 * follows (is_open, state, due; holders of department, assignee and first receiver, who see all of it; who sees a part stays). ERR_STALE when somebody was faster.
 * Staff only; the public pool's are in complaint_filing_store.h.
 */
enum err complaint_save(struct db *db, struct arena *a, struct complaint *c) MUST_CHECK;

/* What ACTION_CLASSIFY sets: all of it anew, codes of the rulebook in force that are active or were set before. */
struct complaint_classing {
    const char *category;               /* "": as it is */
    const char *grade, *grade_reason;   /* grade "": as the rules propose; a reason is needed for any other than proposed */
    const char *loss;                   /* "1200.50"; "": not known */
    const char *validity, *validity_reason; /* a reason is needed when it changes */
    struct complaint_class class;       /* demanded_cents and reopened are not looked at */
};

/*
 * A whole staff action as one transaction: claim the form's once key, load, check version (ERR_STALE), flow_decide, apply, message if there is a
 * text, event, save. Filled by the handler; what does not apply is 0 or NULL.
 */
struct complaint_wish { /* an approval that an action asks for */
    const struct rb_chain *chain;
    int64_t subject_id; /* of the message; 0: the complaint itself */
    const char *basis, *title, *body;
};
/* Approvals are a later feature (approval_asking of approval_store.h): whoever calls brings along how they are asked for. *ret_why: msgid on ERR_STATE. */
typedef enum err complaint_asking(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct complaint_wish *wish, const char **ret_why);
struct complaint_command {
    enum complaint_action action;
    const char *number;
    int version;                         /* that the form was shown with; notes, messages and contacts ignore it */
    const char *text;                    /* message, note, reply, reason */
    int64_t department_id, assignee_id;  /* assign; 0: none */
    enum complaint_finding finding;      /* close */
    const char *exclusion, *basis;       /* reject; close: codes of the rulebook, NULL or "": none */
    const struct complaint_classing *classing; /* classify */
    const char *turn;                    /* turn: code of the rulebook */
    const char *validity;                /* validity: word of rulebook_validity; text is the reason */
    int64_t clock_id, request_id;        /* pause, resume, extend, clock-done; decide-extension */
    const char *pause;                   /* pause: "wish" or "material", as the clock's rule allows; text is the evidence */
    const char *notice;                  /* extend: to the complainant, sent when it is given; needed when the rung says so; validity: the explanation, needed for invalid */
    bool agree;                          /* decide-extension */
    const int64_t *mentions;             /* note: who is mentioned, and learns of it */
    size_t n_mentions;
    const struct contact *contact;       /* contact; text is what was said */
    int64_t asked_until_us;              /* ask for material */
    const struct complaint_closing *closing; /* close, confirm-withdrawal: what the basis demands, the matters, the report; finding, basis and text are the command's. NULL: nothing */
    int outcome;                         /* outcome: 1 accepted, 2 not accepted; text: what the complainant says, needed for 2 */
    const char *outcome_way;             /* outcome: word of complaint_outcome_ways, how it is known */
    const char *given;                   /* reply: word of contact.h, how it was given, where the rulebook does not let the tracking page show it at once */
    bool web_reply;                      /* reply: ask that the tracking page may show it */
    complaint_asking *asking;            /* classify, reply: NULL refuses what needs an approval */
    bool by_rule;                        /* what the rulebook does by itself after something that the user did: his rights are not asked, his scope is */
    const uint8_t *stage_hash;           /* files staged with this form become the message's; NULL: none */
    const uint8_t *once_hash;            /* idempotency key; see once_store.h */
    const char *once_location;
};
struct complaint_result {
    const char *location; /* where to go: once_location, or where the first run led */
    struct complaint current; /* as it stands now; on ERR_STALE what the other one made of it */
    const char *why;               /* on ERR_STATE: msgid; NULL: the state does not allow it */
    const struct gate_open *gates; /* on ERR_STATE: what keeps it from ending; none: the state does not allow it */
    size_t n_gates;
};
enum err complaint_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint_command *command,
                       struct complaint_result *ret_result) MUST_CHECK;
/* The same as a part of a transaction that runs, in which the complaint may have been locked before; the version is the one that it has there. */
enum err complaint_act_within(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint_command *command, struct complaint_result *ret_result) MUST_CHECK;

/*
 * Whether somebody holds a role over a complaint: over its department, its unit or a superior, or stands in for an absent holder. Who decides about more time needs it, besides not being
 * the one who asked.
 */
extern const struct db_stmts complaint_act_clock_stmts; /* staff */
extern const struct db_stmts complaint_act_turn_stmts;  /* staff */
extern const struct db_stmts complaint_act_outcome_stmts; /* staff */
extern const struct db_stmts complaint_act_close_stmts; /* staff */
extern const struct db_stmts complaint_act_review_stmts; /* staff */
enum err complaint_holds_role(struct db *db, struct arena *a, int64_t user_id, const struct complaint *c, const char *role, int64_t now_us, bool *ret_holds) MUST_CHECK;

/* Extensions that the user may decide, the nearest date first; with number and title of their complaints. */
enum err complaint_requests_waiting(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, size_t limit, struct clock_request **ret_list,
                                    size_t *ret_n) MUST_CHECK;

/* The complainant's messages were read: unread becomes 0, with an event. */
enum err complaint_mark_read(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number) MUST_CHECK;

/* ---- lists (L1, L2); what they ask for and count is in complaint_list.h ---- */
/*
 * Rows within the user's scope; one more than limit when there are further ones (when backwards that one is the first). Rows have what lists show:
 * the other texts are "", the other times 0. Every statement is a range of an index that begins with the holder.
 */
enum err complaint_list(struct db *db, struct arena *a, const struct access_user *user, const struct complaint_filter *filter,
                        struct complaint **ret_rows, size_t *ret_n) MUST_CHECK;
enum err complaint_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us,
                         struct complaint_counts *ret_counts) MUST_CHECK;

/* Recompute the whole chain of one complaint (verify). ret_bad_seq is 0 when sound, else the first event that is not. */
enum err complaint_verify(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id,
                          int *ret_bad_seq) MUST_CHECK;
/* Ids for walking all complaints in order: at most limit above after_id. */
enum err complaint_ids(struct db *db, struct arena *a, int64_t after_id, size_t limit, int64_t **ret_ids, size_t *ret_n) MUST_CHECK;

#endif
