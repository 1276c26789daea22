#ifndef REDRESS_COMPLAINT_FILING_STORE_H
#define REDRESS_COMPLAINT_FILING_STORE_H

#include "complaint_clock.h"
#include "complaint_store.h"
#include "identity.h"
#include "limit_store.h"
#include "told.h"

extern const struct db_stmts filing_stmts;       /* public */
extern const struct db_stmts filing_route_stmts; /* public */
extern const struct db_stmts filing_staff_stmts; /* staff */
extern const struct db_stmts track_stmts;       /* public; jobs for mails */
extern const struct db_stmts track_purge_stmts; /* jobs */

/*
 * What the public pool does with complaints. It sees them through the public_ views only, and only by number and passcode hash or by a
 * tracking session.
 */
struct filing {
    enum complaint_mode mode;
    const char *channel, *complainant_kind, *language, *body, *occurred, *place, *persons, *reference;
    const char *title; /* NULL or "": made of the body by complaint_title_of */
    int head_count;
    int64_t category_id, unit_id, department_id;
    const struct complaint_start *start; /* of filing_begin */
    struct {
        const char *kind, *amount, *note;
    } demands[8];
    size_t n_demands;
    struct {
        int64_t field_id;
        const char *value;
    } answers[20];
    size_t n_answers;
    unsigned standing;              /* bits of party.h */
    const char *exclusion_said;     /* NULL or "": none */
    int64_t incident_id;            /* of the website: the public incident that it joins; 0: none. */
    const char *incident_title;     /* for its first event */
    /* Only of staff: */
    const char *source;     /* NULL or "": direct */
    int64_t received_us;    /* when it came, in the past; 0: now */
    struct {
        const char *ask, *value; /* a word of rulebook_asks and what was told */
    } asks[20];
    size_t n_asks;
    int64_t mail_id;         /* of the e-mail that it is made of; 0: none */
    const char *staff_draft; /* key of the draft that goes with it; NULL: none */
    struct identity who;
    struct told told; /* whether and where the complainant wants to be told */
    const char *passcode, *number;  /* number NULL: drawn; drawn anew when it is taken */
    const char *number_prefix;
    uint8_t submission_hash[32];    /* SHA-256 of the submission token */
    const uint8_t *stage_hash;      /* files of the draft */
    int64_t n_files;                /* as filing_route counted them; counted anew when it is no longer so */
    const uint8_t *draft_hash;      /* the draft is marked with the complaint; NULL: none */
    const struct limit_part *limit; /* of the website's: counted with it, ERR_RATE when there were too many; NULL: not counted */
};
struct filed {
    int64_t id;
    const char *number;
    int64_t received_us, promised_us; /* promised 0: nothing */
    bool again; /* this token had been filed before */
};
/*
 * File it as one transaction: complaint, allegation, scope rows, identity, answers, files, first event. The same token twice gives the same complaint, with
 * .again set. In the staff pool it is registered by w->user, who stays its first receiver and sees it from then on. jobs find the new identity by its wrapping (identity_take_over), so no task is written. Amounts are decimal texts such as "120.50" or "".
 */
enum err filing_save(struct db *db, struct arena *a, const struct complaint_writer *w, struct filing *f, struct filed *ret_filed) MUST_CHECK;
/* The complaint of a submission token, ERR_NOT_FOUND when none: for the receipt and for an unknown outcome. */
enum err filing_by_token(struct db *db, struct arena *a, const uint8_t submission_hash[32], struct filed *ret_filed) MUST_CHECK;
/* Where a complaint goes, and what comes with it. */
struct filing_route {
    int64_t unit_id, department_id; /* department 0: none */
    const char *place_zh, *place_en;
    const char *category, *category_group, *function; /* codes for the rules */
    int64_t n_files; /* staged */
};
/*
 * A complaint goes to the unit that takes web complaints (setting intake_unit, else the top) and its customer service, who carries it; where there is none to the department of the
 * category's function, which otherwise is what dispatch proposes. The rules go by the category's function from the start. ERR_NOT_FOUND for an unknown category.
 */
enum err filing_route(struct db *db, struct arena *a, int64_t category_id, const uint8_t *stage_hash /* NULL: none */,
                      struct filing_route *ret_route) MUST_CHECK;
/*
 * What the rules make of it when it is received now (w->now_us, in the zone w->zone): grade, clocks, dates. Everything else of the filing is filled in already; filing_save
 * needs it.
 */
enum err filing_begin(struct db *db, struct arena *a, const struct complaint_writer *w, const struct filing_route *route, struct filing *f) MUST_CHECK;

/* ---- tracking ---- */
/* Number and passcode open a tracking session; ERR_NOT_FOUND for a wrong number and a wrong passcode alike, in the same time. */
enum err track_open(struct db *db, struct arena *a, const char *number, const uint8_t passcode_hash[32], const uint8_t token_hash[32],
                    int64_t now_us) MUST_CHECK;
/* The complaint of a tracking session not older than ttl_us. */
enum err track_load(struct db *db, struct arena *a, const uint8_t token_hash[32], int64_t now_us, int64_t ttl_us,
                    struct complaint *ret_c) MUST_CHECK;
/* The same in two steps, of a complaint that is known, so that the row can be kept; the columns are those of the views, and the version of the basis. */
extern const struct db_stmt *const track_head;
enum err track_head_row(struct db *db, struct arena *a, int64_t complaint_id, struct db_rows *ret_row) MUST_CHECK;
int64_t track_head_basis(const struct db_rows *row);
enum err track_head_read(struct db *db, struct arena *a, const struct db_rows *row, struct complaint *ret_c) MUST_CHECK;
/* What was split off from a complaint that the caller has by its track session: the oldest 100, by their ids. In the arena. */
enum err track_parts(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_split **ret_list, size_t *ret_n) MUST_CHECK;
enum err track_close(struct db *db, const uint8_t token_hash[32]) MUST_CHECK;

/* The complainant's own actions, each one transaction with its event; checks flow_decide. */
struct track_command {
    enum complaint_action action; /* ACTION_SUPPLY, ACTION_WITHDRAW, ACTION_KEEP, ACTION_URGE, ACTION_RATE, ACTION_ASK_REVIEW */
    const char *text;
    bool cannot; /* supply: what was asked for cannot be supplied, text says why */
    const uint8_t *stage_hash;
    const uint8_t *once_hash;
    const char *once_location;
    struct {
        int solved, overall, speed, attitude, skill, result;
        bool callback;
        const char *reasons; /* codes of the rulebook by commas; NULL: none */
        bool why;            /* only they were added */
    } rating; /* of what was rated already: in its place, as long as the rulebook lets it be changed */
};
enum err track_act(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us,
                   const struct track_command *command, const char **ret_location) MUST_CHECK;
/*
 * The same, and the loading, for who was let in by something else than number and passcode, such as a signed link to the survey alone: whoever calls has made sure of that. Only
 * ACTION_RATE; anything else is ERR_STATE.
 */
enum err track_load_of(struct db *db, struct arena *a, int64_t complaint_id, struct complaint *ret_c) MUST_CHECK;
enum err track_rate_of(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, const struct track_command *command, const char **ret_location) MUST_CHECK;
/* The rating as it stands, for changing it; texts in the arena; ERR_NOT_FOUND when there is none. */
struct track_rating {
    int solved, overall, speed, attitude, skill, result;
    bool callback;
    const char *words, *reasons;
};
enum err track_rating(struct db *db, struct arena *a, int64_t complaint_id, struct track_rating *ret_rating) MUST_CHECK;
/*
 * A mail of the complainant (requirements L4) is the message that the tracking page would have sent, with all that follows; w writes for him (pool CRYPTO_PUBLIC). Where that is over, or goes on
 * elsewhere, it is kept all the same, and nothing is taken up again by itself. also runs in the transaction with the message's id; its error undoes everything. ERR_NOT_FOUND: no such complaint.
 */
struct track_mail {
    int64_t complaint_id;
    const char *text;
    const uint8_t *stage_hash;
    bool other_sender, by_staff; /* not from the address that is known; staff put it there */
    enum err (*also)(struct db *db, void *ctx, int64_t message_id);
    void *ctx;
};
enum err track_mail(struct db *db, struct arena *a, const struct complaint_writer *w, const struct track_mail *mail) MUST_CHECK;
/* jobs: tracking sessions opened before before_us. */
enum err track_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
