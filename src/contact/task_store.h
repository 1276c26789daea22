#ifndef REDRESS_TASK_STORE_H
#define REDRESS_TASK_STORE_H

#include "db.h"

extern const struct db_stmts task_stmts;         /* jobs */
extern const struct db_stmts task_enqueue_stmts; /* every pool */

/*
 * The outbox: work that follows a save, written in its transaction and claimed by any of the jobs processes of any host. A claim runs out, so
 * the work of a host that died is taken up by another.
 */
struct task {
    int64_t id, complaint_id;
    int attempts;
    const char *kind, *data; /* data: JSON */
};
/* Within the running transaction. */
enum err task_enqueue(struct db *db, const char *kind, int64_t complaint_id, int64_t run_us, const char *data) MUST_CHECK;
/* Claim at most limit tasks that are due, until now_us + claim_us. No task is ever held by two. */
enum err task_claim(struct db *db, struct arena *a, int64_t now_us, int64_t claim_us, size_t limit, struct task **ret_tasks, size_t *ret_n) MUST_CHECK;
enum err task_done(struct db *db, int64_t id) MUST_CHECK;
/* Try again at again_us, or give it up (dead = true: it stays for the administrators to see). */
enum err task_failed(struct db *db, int64_t id, int64_t again_us, bool dead) MUST_CHECK;
/* Waiting and dead ones, for /metrics and doctor. */
enum err task_counts(struct db *db, struct arena *a, int64_t *ret_waiting, int64_t *ret_dead) MUST_CHECK;

#endif
