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
/* Put these in place of those, within the transaction of the event. */
enum err complaint_class_save(struct db *db, int64_t complaint_id, const struct complaint_class *was, const struct complaint_class *now) MUST_CHECK;
/* The category of a code that can be chosen: active and no group. ERR_NOT_FOUND. */
enum err complaint_category(struct db *db, struct arena *a, const char *code, struct complaint *c) MUST_CHECK;

#endif
