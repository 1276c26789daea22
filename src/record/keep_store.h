#ifndef REDRESS_KEEP_STORE_H
#define REDRESS_KEEP_STORE_H

#include "complaint_store.h"
#include "keeping.h"

extern const struct db_stmts keep_stmts;      /* staff: lists */
extern const struct db_stmts keep_act_stmts;  /* staff: holds */
extern const struct db_stmts keep_jobs_stmts; /* jobs */
extern const struct db_stmts keep_count_stmts; /* jobs: figures */

/*
 * Until when complaints are kept. jobs reckon it for everything that ended, by the rulebook in force and again when another comes; what is due within the time of preview is put into the list, stands there
 * for that time at least, and is then erased (erase_store.h).
 */
/* One range of ids above *cursor; *ret_over once all were looked at (then *cursor is 0). */
enum err keep_plan(struct db *db, struct arena *a, const struct utc_zone *zone, int64_t now_us, int64_t *cursor, bool *ret_over) MUST_CHECK;
/* Put into the list what is due within preview_us; at most limit. */
enum err keep_list_due(struct db *db, int64_t now_us, int64_t preview_us, size_t limit, int64_t *ret_n) MUST_CHECK;
/* Ids of what is to be erased now, at most limit. */
enum err keep_due(struct db *db, struct arena *a, int64_t now_us, size_t limit, int64_t **ret_ids, size_t *ret_n) MUST_CHECK;
/* When something was erased last; 0: never. */
enum err keep_last_erased(struct db *db, struct arena *a, int64_t *ret_us) MUST_CHECK;
enum err keep_figures(struct db *db, struct arena *a, struct keeping_figures *ret_figures) MUST_CHECK;

/* For the records page: within what the user sees whole. Listed ones, what is erased first on top, after (erase_us, id); erased: the newest of those that are gone, instead. */
enum err keep_list(struct db *db, struct arena *a, const struct access_user *user, bool erased, int64_t after_us, int64_t after_id, size_t limit, struct keeping_row **ret_list, size_t *ret_n) MUST_CHECK;
/* By month and category, what is due before to_us; at most 200 rows. */
enum err keep_months(struct db *db, struct arena *a, const struct access_user *user, int64_t to_us, struct keeping_count **ret_list, size_t *ret_n) MUST_CHECK;
/* Holds that hold, and the newest that were lifted. */
enum err keep_holds(struct db *db, struct arena *a, const struct access_user *user, bool lifted, size_t limit, struct keeping_hold **ret_list, size_t *ret_n) MUST_CHECK;

/* One transaction each: lock, load in scope, MAY_KEEP_RECORDS over the complaint, the hold, its event. ERR_EXISTS: one holds already; ERR_STATE: it was erased, or is lifted already. */
struct keep_command {
    const char *number; /* to set */
    int64_t hold_id;    /* to lift */
    const char *reason;
    const uint8_t *once_hash;
    const char *once_location;
};
enum err keep_hold(struct db *db, struct arena *a, const struct complaint_writer *w, const struct keep_command *command, const char **ret_location) MUST_CHECK;
enum err keep_lift(struct db *db, struct arena *a, const struct complaint_writer *w, const struct keep_command *command, const char **ret_location) MUST_CHECK;

#endif
