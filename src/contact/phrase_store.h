#ifndef REDRESS_PHRASE_STORE_H
#define REDRESS_PHRASE_STORE_H

#include "db.h"
#include "phrase.h"

extern const struct db_stmts phrase_stmts; /* staff */

/* Whose phrases: his own and those of his unit (0: none). What is neither is not there for him. */
struct phrase_of {
    int64_t user_id, unit_id;
    bool shares; /* may change those of the unit */
};
/* By name, own ones first. */
enum err phrase_list(struct db *db, struct arena *a, const struct phrase_of *of, struct phrase **ret_list, size_t *ret_n) MUST_CHECK;
enum err phrase_load(struct db *db, struct arena *a, const struct phrase_of *of, int64_t id, struct phrase *ret_phrase) MUST_CHECK;
/* id 0: a new one. p->unit_id 0 or that of *of. ERR_FORBIDDEN when it is shared and he does not share; ERR_STATE when there are PHRASES_MAX already. */
enum err phrase_save(struct db *db, struct arena *a, const struct phrase_of *of, const struct phrase *p, int64_t now_us) MUST_CHECK;
enum err phrase_delete(struct db *db, struct arena *a, const struct phrase_of *of, int64_t id) MUST_CHECK;

#endif
