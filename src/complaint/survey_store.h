#ifndef REDRESS_SURVEY_STORE_H
#define REDRESS_SURVEY_STORE_H

#include "complaint_filing_store.h"

extern const struct db_stmts survey_stmts; /* public */

/*
 * Rating from a link, without number and passcode (requirements B7): it opens that of one complaint and nothing else of it. The path is "/survey/NUMBER/SECONDS/MARK", where SECONDS is when it was
 * closed, from which its end is counted. NULL without the passcode key.
 */
const char *survey_path(struct arena *a, const struct crypto_keys *keys, const char *number, int64_t closed_us);

enum survey_state { SURVEY_OPEN, SURVEY_RATED, SURVEY_OVER, SURVEY_REOPENED };
struct survey {
    enum survey_state state;
    struct complaint c; /* as much of it as rating takes: id, number, mode, state, when it was closed, whether it was rated, into which it was merged */
};
/* ttl_us: how long after closing, 0 for ever. ERR_NOT_FOUND: the link was changed, or its complaint was erased. */
enum err survey_load(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *number, const char *seconds, const char *mark, int64_t now_us, int64_t ttl_us,
                     struct survey *ret_survey) MUST_CHECK;
/* Whether a telephone number was given, by which to call back: that there is one can be seen without opening it. */
enum err survey_callable(struct db *db, struct arena *a, int64_t complaint_id, bool *ret_callable) MUST_CHECK;

#endif
