#ifndef REDRESS_REPEAT_STORE_H
#define REDRESS_REPEAT_STORE_H

#include "access.h"
#include "crypto_keys.h"
#include "db.h"
#include "identity.h"
#include "repeat.h"
#include "rulebook.h"

extern const struct db_stmts repeat_stmts;       /* staff */
extern const struct db_stmts repeat_index_stmts; /* jobs */

/*
 * Complaints within the user's scope that may be the same matter, the likeliest first, at most limit (up to 20): same telephone number, e-mail, name (blind indexes; never of confidential ones), same reference
 * number, text alike (rules->similar_percent), received within rules->days. Each part of what is asked may be "" or NULL; but: leave out this complaint (0: none). A few statements, each by index.
 */
struct repeat_question {
    const struct identity *who; /* NULL: not known */
    const char *reference, *text;
    int64_t but;
    int64_t now_us;
};
enum err repeat_find(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct rb_repeats *rules,
                     const struct repeat_question *question, size_t limit, struct repeat_match **ret_list, size_t *ret_n) MUST_CHECK;
/* jobs: signatures of complaints that have none yet, at most limit. */
enum err repeat_index(struct db *db, struct arena *a, size_t limit, size_t *ret_done) MUST_CHECK;
/* jobs: the signatures of one whose texts are about to be erased, found by its texts. */
enum err repeat_forget(struct db *db, struct arena *a, int64_t complaint_id) MUST_CHECK;

#endif
