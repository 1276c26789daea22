#ifndef REDRESS_CLOCK_STORE_H
#define REDRESS_CLOCK_STORE_H

#include "clock.h"
#include "db.h"

extern const struct db_stmts clock_stmts;       /* staff and jobs: reading and changing */
extern const struct db_stmts clock_public_stmts; /* public: those of its own complaint (view public_clock), inserting and moving them */

/* Rules, calendar and line of a unit as they hold now, from what the worker keeps. ERR_CONFIG: there is no rulebook. */
enum err clock_world_load(struct db *db, struct arena *a, int64_t unit_id, const struct utc_zone *zone, struct clock_world *ret_world) MUST_CHECK;
/* The clocks of one complaint, with their history when asked for (public: never). */
enum err clock_load(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, bool with_history, struct clock_set *ret_set) MUST_CHECK;
/* Save what is touched; new ones get their ids. Within the transaction of the event that made it. */
enum err clock_save(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, struct clock_set *set, int64_t at_us) MUST_CHECK;
/* The insert of new clocks as a statement's part, for filing, which writes everything in as few round trips as it can. */
enum err clock_insert(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, const struct clock_set *set) MUST_CHECK;
/* An entry of its history: actor_id 0 for the system. */
enum err clock_note(struct db *db, const struct clock_history *entry, int64_t actor_id) MUST_CHECK;

/* ---- extensions that wait for an answer ---- */
struct clock_request {
    int64_t id, clock_id, complaint_id, asked_us, decided_us, asker_id, decider_id, due_us; /* due_us: what the date would be */
    const char *rule, *role, *reason, *notice, *asker, *decider, *answer; /* role: code of who decides; notice: to the complainant, "" none */
    int state; /* 1 asked, 2 agreed, 3 refused, 4 lapsed */
};
enum err clock_request_put(struct db *db, const struct clock_request *r, int64_t *ret_id) MUST_CHECK;
enum err clock_requests(struct db *db, struct arena *a, int64_t complaint_id, struct clock_request **ret_list, size_t *ret_n) MUST_CHECK;
/* ERR_STATE when it is decided already. */
enum err clock_request_decide(struct db *db, int64_t id, int state, int64_t decider_id, const char *answer, int64_t at_us) MUST_CHECK;

/* ---- the sweep ---- */
/* Clocks whose next_us has come, by index; at most limit, in order of next_us. */
struct clock_due {
    int64_t id, complaint_id;
    const char *number; /* of the complaint */
};
enum err clock_due(struct db *db, struct arena *a, int64_t now_us, size_t limit, struct clock_due **ret_list, size_t *ret_n) MUST_CHECK;
/* Take its step: WHERE id and stage as they were, so that one host alone takes it. ERR_STALE: another did. */
enum err clock_advance(struct db *db, const struct clock *c, int stage_before) MUST_CHECK;

/* Running clocks in order of id, for recomputing and its preview: those of one rule ("": all), after an id. */
struct clock_running {
    struct clock clock;
    const char *number;
    int64_t unit_id;
};
enum err clock_running(struct db *db, struct arena *a, const char *rule, int64_t after_id, size_t limit, struct clock_running **ret_list, size_t *ret_n) MUST_CHECK;

#endif
