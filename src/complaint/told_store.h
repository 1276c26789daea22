#ifndef REDRESS_TOLD_STORE_H
#define REDRESS_TOLD_STORE_H

#include "complaint_store.h"
#include "crypto_keys.h"
#include "db.h"
#include "post_store.h"
#include "told.h"

extern const struct db_stmts told_stmts;        /* public and staff: what was agreed to, never where */
extern const struct db_stmts told_change_stmts; /* public */
extern const struct db_stmts told_staff_stmts;  /* staff */
extern const struct db_stmts told_jobs_stmts;   /* jobs: the addresses */

/* Seal the addresses and insert them within the running transaction; nothing when told->ways is 0. */
enum err told_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, const struct told *told, int64_t now_us) MUST_CHECK;
/* The same as a part of a compound statement. */
#define TOLD_PART                                                                                                                       \
    "IF ? > 0 THEN INSERT INTO complaint_told (complaint_id, lang, ways, own, mail_version, mail, sms_version, sms, changed_us) VALUES " \
    "(?, ?, ?, ?, ?, ?, ?, ?, ?); END IF; "
#define TOLD_PART_TYPES "i" "itiiIBIBi"
#define TOLD_PART_VALUES 10
enum err told_part(struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, const struct told *told, int64_t now_us,
                   struct db_value values[TOLD_PART_VALUES]) MUST_CHECK;

/*
 * What the complainant is told of by an event that is being written, as parts of a compound statement (post_store.h), one after another: none, one, or of closing a second one with the link to
 * rating. Returns how many.
 */
#define TOLD_PARTS_MAX 2
size_t told_event_parts(struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct complaint_event *e,
                        struct db_value values[TOLD_PARTS_MAX * POST_TOLD_PART_VALUES]);

/* What was agreed to, without addresses; ways 0 when nothing ever was. The caller has loaded the complaint within scope. */
enum err told_load(struct db *db, struct arena *a, int64_t complaint_id, struct told *ret_told) MUST_CHECK;

/* Staff: the number of the complaint through which the complainant of one that was split off is told; "" when it is none. */
enum err told_lead(struct db *db, struct arena *a, int64_t complaint_id, const char **ret_number) MUST_CHECK;

/* What was written for the complainant so far, newest first, at most limit: id, kind, way, state, moments. The caller has the complaint from a tracking session. */
enum err told_posts(struct db *db, struct arena *a, int64_t complaint_id, size_t limit, struct post **ret_list, size_t *ret_n) MUST_CHECK;

/*
 * The complainant changes or stops it, within a tracking session: one transaction with its event. An address that is NULL while its way is on stays as it was (ERR_INPUT when there was none); what is
 * off is forgotten at once. ERR_NOT_FOUND: the session is over; ERR_STATE: it was erased.
 */
enum err told_change(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us, const struct told *told) MUST_CHECK;
/* The receipt once more to where was agreed, with its event. ERR_STATE: nothing was agreed to, or it was erased. */
enum err told_receipt(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t token_hash[32], int64_t ttl_us) MUST_CHECK;
/*
 * The same from the page that shows the receipt, which knows the complaint by its submission token: told->ways 0 sends it to where was agreed before, else there from now on.
 */
enum err told_receipt_by_token(struct db *db, struct arena *a, const struct complaint_writer *w, const uint8_t submission_hash[32], const struct told *told) MUST_CHECK;

/* Staff: send one that failed again, within what w->user sees whole and may write to the complainant of; with its event. ERR_STATE: it is none that failed. */
enum err told_again(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number, int64_t post_id) MUST_CHECK;

/* jobs: where to send to by a way, and in which language. ERR_NOT_FOUND: it was stopped or erased meanwhile; ERR_CRYPTO: the seal does not open. */
enum err told_address(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, enum told_way way, const char **ret_address,
                      const char **ret_lang) MUST_CHECK;

#endif
