#ifndef REDRESS_EXPORT_STORE_H
#define REDRESS_EXPORT_STORE_H

#include "access.h"
#include "crypto_keys.h"
#include "db.h"
#include "http_response.h"

extern const struct db_stmts export_stmts;      /* staff and jobs: reading */
extern const struct db_stmts export_ask_stmts;  /* staff */
extern const struct db_stmts export_work_stmts; /* jobs */

/* A list as a file (requirements L2): asked for by staff, made by the jobs part by part, so that any host goes on where another one stopped. */
enum export_state { EXPORT_WAITING = 1, EXPORT_DONE, EXPORT_FAILED };
struct list_export {
    int64_t id, user_id, after_value, after_id, bytes, at_us, done_us;
    const char *query, *format, *language; /* format: csv, xlsx */
    enum export_state state;
    int found, parts;
    bool cut; /* there were more rows than the limit */
};
/* Of the user, the newest first; one of his, ERR_NOT_FOUND otherwise. */
enum err export_list(struct db *db, struct arena *a, int64_t user_id, size_t limit, struct list_export **ret_list, size_t *ret_n) MUST_CHECK;
enum err export_load(struct db *db, struct arena *a, int64_t user_id, int64_t id, struct list_export *ret_export) MUST_CHECK;
/* With the task that makes it. */
enum err export_ask(struct db *db, struct arena *a, const struct access_user *user, const char *query, const char *format, const char *language, int64_t now_us, int64_t *ret_id) MUST_CHECK;
/* Answer with a finished file, one part in memory at a time. */
void export_answer(struct db *db, const struct list_export *e, struct http_response *resp);

/* ---- jobs ---- */
/* ERR_NOT_FOUND: it was purged. */
enum err export_find(struct db *db, struct arena *a, int64_t id, struct list_export *ret_export) MUST_CHECK;
/* Who asked, with the holders of what he may see by now. ERR_FORBIDDEN: he works here no more, or may no longer export. */
enum err export_user(struct db *db, struct arena *a, int64_t user_id, struct access_user *ret_user) MUST_CHECK;
/* One more part of rows; e moves on. ERR_STALE: another host was faster. */
enum err export_put(struct db *db, struct list_export *e, struct str body, int rows, int64_t after_value, int64_t after_id) MUST_CHECK;
/* The n-th part of rows; ERR_NOT_FOUND past the last. */
enum err export_part(struct db *db, struct arena *a, int64_t id, int n, struct str *ret_body) MUST_CHECK;
/* Done: workbook is the whole file of an xlsx, empty for CSV, whose parts are the file. With its entry in the change log: who, which filters, how many rows. */
enum err export_finish(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_user *user, const struct list_export *e, struct str workbook,
                       int64_t now_us) MUST_CHECK;
enum err export_fail(struct db *db, int64_t id, int64_t now_us) MUST_CHECK;
/* The rest of it is for another task. */
enum err export_go_on(struct db *db, struct arena *a, int64_t id, int64_t now_us) MUST_CHECK;
enum err export_purge(struct db *db, int64_t before_us) MUST_CHECK;

#endif
