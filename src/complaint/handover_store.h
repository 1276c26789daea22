#ifndef REDRESS_HANDOVER_STORE_H
#define REDRESS_HANDOVER_STORE_H

#include "absence.h"
#include "change_store.h"
#include "crypto_keys.h"
#include "org.h"
#include "people_store.h"

extern const struct db_stmts handover_stmts;      /* staff */
extern const struct db_stmts handover_move_stmts; /* staff and jobs */

/* Everything that a person holds and that others have to go on with (requirements L6). */
struct handover_held {
    int64_t complaints; /* open ones that are assigned to him */
    struct department *posts; /* active ones of which he is coordinator or deputy */
    struct absence *absences; /* of others, in which he stands in, not over */
    struct people_grant *grants;
    size_t n_posts, n_absences, n_grants;
};
enum err handover_held(struct db *db, struct arena *a, const struct access_user *user, int64_t person_id, int64_t now_us, struct handover_held *ret_held) MUST_CHECK;

/* Who takes over what; 0 where nothing is held. */
struct handover {
    int64_t person_id;
    int version; /* of the person */
    int64_t complaints_to, posts_to, absences_to;
};
enum handover_fault {
    HANDOVER_FINE,
    HANDOVER_COMPLAINTS,    /* nobody for the complaints, or somebody who cannot see complaints, is switched off, or is nobody of the user's units */
    HANDOVER_POSTS,         /* nobody for the posts, or somebody of another unit */
    HANDOVER_ABSENCES,      /* nobody to stand in */
    HANDOVER_ABSENCES_AWAY, /* who would stand in is away in that time, or is the one to be stood in for */
    HANDOVER__END
};
/* The field of the form ("complaints_to", "posts_to", "absences_to") and a msgid. */
const char *handover_fault_field(enum handover_fault fault);
const char *handover_fault_text(enum handover_fault fault);

/* Only whether it would be possible: ERR_INPUT with *ret_fault. */
enum err handover_check(struct db *db, struct arena *a, struct change_by *by, const struct handover *handover, enum handover_fault *ret_fault) MUST_CHECK;
/*
 * In one transaction: every complaint goes to its successor with an event on its timeline, posts and substitutions too, all roles are revoked, the person is switched off and signed out;
 * successors get a notice, customer service of the superior unit one about coordinators, and the change log has it all. Of more than HANDOVER_AT_ONCE complaints the rest is a task
 * for jobs, written in the same transaction; ret_left says how many. ERR_FORBIDDEN: the actor does not govern the person. ERR_STALE: version. ERR_STATE: switched off already.
 * ERR_INPUT: *ret_fault.
 */
#define HANDOVER_AT_ONCE 500
enum err handover_run(struct db *db, struct arena *a, struct change_by *by, const struct handover *handover, enum handover_fault *ret_fault, int64_t *ret_left) MUST_CHECK;

/* The task "handover", by jobs: moves HANDOVER_AT_ONCE more, each batch a transaction that writes the task for the next. data as the task has it. */
enum err handover_go_on(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *data, int64_t now_us) MUST_CHECK;

#endif
