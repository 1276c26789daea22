#ifndef REDRESS_COMPLAINT_CLASS_STORE_H
#define REDRESS_COMPLAINT_CLASS_STORE_H

#include "complaint.h"
#include "db.h"
#include "recusal.h"

extern const struct db_stmts complaint_class_stmts;       /* staff and jobs: reading */
extern const struct db_stmts complaint_class_write_stmts; /* staff */

/* Causes, stages, flags, respondents and the sum demanded, of a complaint that the caller has loaded within scope. */
enum err complaint_class_load(struct db *db, struct arena *a, int64_t complaint_id, struct complaint_class *ret_class) MUST_CHECK;
/*
 * What only staff who see all of a complaint learn of it, in one statement: the class, who is kept out (recusal_list), its tags, and the words in use in its unit (tag_in_use).
 */
struct complaint_inner {
    struct complaint_class class;
    struct recusal *kept_out;
    const char **tags, **offered;
    size_t n_kept_out, n_tags, n_offered;
};
enum err complaint_inner_load(struct db *db, struct arena *a, const struct complaint *c, struct complaint_inner *ret_inner) MUST_CHECK;
/*
 * The same as further parts of sheet_store's UNION ALL, in its columns and with numbers of parts from 11 on: the statement's end, its arguments (the ids of the
 * complaint and its unit), and what it says among other parts.
 */
#define INNER_COLLATION " COLLATE utf8mb4_unicode_520_ci"
#define INNER_AND_THEN ") UNION ALL ("
#define INNER_CLASS                                                                                                                       \
    "SELECT 11, kind, 0, 0, 0, 0, CONVERT(code USING utf8mb4)" INNER_COLLATION ", note, '', '', NULL FROM complaint_code WHERE complaint_id = ? ORDER BY kind, code LIMIT 60" INNER_AND_THEN \
    "SELECT 12, department_id, user_id, manager, 0, 0, CONVERT(kind USING utf8mb4)" INNER_COLLATION ", name, NULL, NULL, NULL FROM respondent WHERE complaint_id = ? ORDER BY position LIMIT 20" INNER_AND_THEN \
    "SELECT 13, (SELECT COUNT(*) FROM event WHERE complaint_id = ? AND kind IN ('reopened', 'review_begun')), 0, 0, 0, 0, IFNULL(CAST(SUM(amount) AS CHAR), '')" INNER_COLLATION ", '', NULL, NULL, NULL FROM demand " \
    "WHERE complaint_id = ?"
#define INNER_CLASS_TYPES "iiii"
/* The words of a unit are grouped by all of the index, so that it is jumped along: one step for each word, not for each complaint. */
#define COMPLAINT_INNER                                                                                                                   \
    INNER_CLASS INNER_AND_THEN                                                                                                            \
    "SELECT 14, x.user_id, x.at_us, 0, 0, 0, CONVERT(x.reason USING utf8mb4)" INNER_COLLATION ", p.name, CONVERT(p.login USING utf8mb4)" INNER_COLLATION ", a.name, NULL FROM recusal x " \
    "JOIN app_user p ON p.id = x.user_id LEFT JOIN app_user a ON a.id = x.actor_id WHERE x.complaint_id = ? ORDER BY x.at_us, x.user_id LIMIT 100" INNER_AND_THEN \
    "SELECT 15, 0, 0, 0, 0, 0, word, '', NULL, NULL, NULL FROM complaint_tag WHERE complaint_id = ? ORDER BY word LIMIT 100" INNER_AND_THEN \
    "SELECT 16, 0, 0, 0, 0, 0, word, '', NULL, NULL, NULL FROM complaint_tag FORCE INDEX (complaint_tag_unit) WHERE unit_id = ? GROUP BY unit_id, word LIMIT 30"
#define COMPLAINT_INNER_TYPES INNER_CLASS_TYPES "iii"
#define COMPLAINT_INNER_ARGS(id, unit_id) (id), (id), (id), (id), (id), (id), (unit_id)
#define COMPLAINT_INNER_COLUMNS "iIIiii" "ttTT" "B"
enum err complaint_inner_read(struct arena *a, const struct db_rows *rows, struct complaint_inner *ret_inner) MUST_CHECK;
/* Put these in place of those, within the transaction of the event. */
enum err complaint_class_save(struct db *db, int64_t complaint_id, const struct complaint_class *was, const struct complaint_class *now) MUST_CHECK;
/* The category of a code that can be chosen: active and no group. ERR_NOT_FOUND. */
enum err complaint_category(struct db *db, struct arena *a, const char *code, struct complaint *c) MUST_CHECK;

#endif
