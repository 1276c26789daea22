#ifndef REDRESS_CLOCK_STORE_H
#define REDRESS_CLOCK_STORE_H

#include "clock.h"
#include "db.h"

extern const struct db_stmts clock_world_stmts;   /* every pool: what decides about times */
extern const struct db_stmts clock_write_stmts;   /* every pool: new clocks, what ends a pause */
extern const struct db_stmts clock_stmts;         /* staff and jobs: reading and changing */
extern const struct db_stmts clock_public_stmts;  /* public: those of its own complaint (view public_clock), moving them */
extern const struct db_stmts clock_request_stmts; /* staff */
extern const struct db_stmts clock_sweep_stmts;   /* jobs */

/* Rules, calendar and line of a unit as they hold now, from what the worker keeps. ERR_CONFIG: there is no rulebook. */
enum err clock_world_load(struct db *db, struct arena *a, int64_t unit_id, const struct utc_zone *zone, struct clock_world *ret_world) MUST_CHECK;
/*
 * The clocks of one complaint, with their history when asked for. Public: of what was promised, with the words that the complainant was told as the reason of an extension, and no other; the
 * rules are not named.
 */
enum err clock_load(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, bool with_history, struct clock_set *ret_set) MUST_CHECK;
/* The same for the public with history, in two steps, so that the rows can be kept. */
extern const struct db_stmt *const clock_public_rows;
enum err clock_rows_public(struct db *db, struct arena *a, int64_t complaint_id, struct db_rows *ret_rows) MUST_CHECK;
void clock_read_public(struct arena *a, const struct db_rows *rows, struct clock_set *ret_set);
/* For pages, in one statement: with history, and with the requests for more time, the newest first. */
enum err clock_load_all(struct db *db, struct arena *a, int64_t complaint_id, struct clock_set *ret_set, struct clock_request **ret_requests, size_t *ret_n) MUST_CHECK;
/* Save what is touched and the history that was made, within the transaction of the event that made it. New ones have no ids until they are loaded again. */
enum err clock_save(struct db *db, struct arena *a, bool public_pool, int64_t complaint_id, struct clock_set *set) MUST_CHECK;
/* The new ones (id 0) alone: one statement however many they are. */
enum err clock_insert(struct db *db, struct arena *a, int64_t complaint_id, const struct clock_set *set) MUST_CHECK;

/* The parts of that statement, for filing, which writes everything in one: the complaint's id, and the new ones as text. */
const char *clock_json(struct arena *a, const struct clock_set *set);
#define CLOCK_INSERT                                                                                                                                     \
    "INSERT INTO clock (complaint_id, kind, track, round, rule, book_id, state, limit_unit, limit_value, limit_of, started_us, first_due_us, due_us, "   \
    "met_us, paused_us, pause, next_us, stage, extensions, promised, late) SELECT CAST(? AS SIGNED), j.kind, j.track, j.round, j.rule, j.book, "         \
    "j.state, j.unit, j.value, j.own, j.started, j.first, j.due, NULLIF(j.met, 0), NULLIF(j.paused, 0), j.pause, j.next, j.stage, j.extensions, "       \
    "j.promised, j.late FROM JSON_TABLE(?, '$[*]' COLUMNS (kind INT PATH '$[0]', track VARCHAR(20) PATH '$[1]', round INT PATH '$[2]', "                 \
    "rule VARCHAR(40) PATH '$[3]', book BIGINT PATH '$[4]', state INT PATH '$[5]', unit INT PATH '$[6]', value INT PATH '$[7]', "                        \
    "own VARCHAR(40) PATH '$[8]', started BIGINT PATH '$[9]', first BIGINT PATH '$[10]', due BIGINT PATH '$[11]', met BIGINT PATH '$[12]', "            \
    "paused BIGINT PATH '$[13]', pause VARCHAR(20) PATH '$[14]', next BIGINT PATH '$[15]', stage INT PATH '$[16]', extensions INT PATH '$[17]', "       \
    "promised INT PATH '$[18]', late INT PATH '$[19]')) j"
#define CLOCK_INSERT_TYPES "it"

/* ---- extensions that wait for an answer ---- */
enum err clock_request_put(struct db *db, const struct clock_request *r, int64_t *ret_id) MUST_CHECK;
enum err clock_requests(struct db *db, struct arena *a, int64_t complaint_id, struct clock_request **ret_list, size_t *ret_n) MUST_CHECK;
/* ERR_STATE when it is decided already. */
enum err clock_request_decide(struct db *db, int64_t id, int state, int64_t decider_id, const char *answer, int64_t at_us) MUST_CHECK;

/* Requests about clocks that are over lapse: after clock_save of what ended some. */
enum err clock_requests_settle(struct db *db, int64_t complaint_id, const struct clock_set *set, int64_t at_us) MUST_CHECK;

/* ---- the sweep ---- */
/* Clocks of one state, running or paused, whose next_us has come, by index; at most limit, in order of next_us. */
struct clock_due {
    int64_t id, complaint_id;
    const char *number; /* of the complaint */
};
enum err clock_due(struct db *db, struct arena *a, enum clock_state state, int64_t now_us, size_t limit, struct clock_due **ret_list, size_t *ret_n) MUST_CHECK;
/* Take its steps: WHERE id and stage as they were, so that one host alone takes them. ERR_STALE: another did. */
enum err clock_advance(struct db *db, const struct clock *c, int stage_before) MUST_CHECK;
/* Requests of a complaint whose clock's old date has passed without an answer lapse (F7); how many did. */
enum err clock_requests_lapse(struct db *db, int64_t clock_id, int64_t now_us, int64_t *ret_n) MUST_CHECK;

/* Clocks of a rule in one state (running, paused) in order of id, for recomputing and its preview: after an id. */
struct clock_range {
    const char *rule;
    enum clock_state state;
    int64_t after_id;
};
#define CLOCK_RANGES 8
struct clock_running {
    int64_t id, complaint_id;
    const char *number; /* of the complaint */
    size_t range;       /* place of its range */
};
/* Range by range (at most CLOCK_RANGES), at most limit of each. */
enum err clock_running(struct db *db, struct arena *a, const struct clock_range *ranges, size_t n_ranges, size_t limit, struct clock_running **ret_list, size_t *ret_n) MUST_CHECK;
/* Those that have any clock, by rule and state, from the beginning. */
enum err clock_ranges(struct db *db, struct arena *a, struct clock_range **ret_list, size_t *ret_n) MUST_CHECK;
/* Clocks by their ids, with their history, in no order: for looking at many at once. Those that are not there are left out. */
enum err clock_load_many(struct db *db, struct arena *a, const int64_t *ids, size_t n_ids, struct clock **ret_list, size_t *ret_n, struct clock_history **ret_history,
                         size_t *ret_n_history) MUST_CHECK;
/* Codes of the rules that any clock has, in order. */
enum err clock_rules_in_use(struct db *db, struct arena *a, const char ***ret_codes, size_t *ret_n) MUST_CHECK;

#endif
