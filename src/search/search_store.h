#ifndef REDRESS_SEARCH_STORE_H
#define REDRESS_SEARCH_STORE_H

#include "access.h"
#include "complaint.h"
#include "crypto_keys.h"
#include "db.h"
#include "search.h"

extern const struct db_stmts search_stmts; /* staff */

enum search_state { SEARCH_ALL, SEARCH_OPEN, SEARCH_CLOSED };
struct search_question {
    const char *typed;
    const struct search_query *query; /* search_read of it; NULL: nothing that the index knows */
    enum search_state state;
    int64_t from_us, to_us;           /* received within; 0: open */
    int64_t before;                   /* only what came into the index before this; 0: from the newest */
    size_t limit;                     /* at most SEARCH_RESULTS */
};
#define SEARCH_RESULTS 20
enum search_way { SEARCH_BY_TEXT, SEARCH_BY_REFERENCE, SEARCH_BY_CONTACT };
struct search_result {
    struct complaint c; /* as lists have it, with its texts */
    enum search_way way;
    int64_t doc;
    struct search_found found; /* by text; else the title alone */
};
struct search_answer {
    struct search_result *results; /* those found by reference or contact first, then the newest first */
    size_t n;
    int64_t next;       /* before of the next page; 0: there is none */
    int64_t stopped_us; /* so many complaints had to be looked through that it ended here: nothing received after this time is missing; next goes on. 0: not */
    bool by_contact;    /* a telephone number or e-mail address was looked for */
};
/*
 * Within the user's scope and without what he is kept out of; who sees a part of a complaint finds what he sees of it. By contact only what he sees whole, and never confidential ones. A few
 * statements however many complaints there are.
 */
enum err search_run(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct search_question *question,
                    struct search_answer *ret_answer) MUST_CHECK;

#endif
