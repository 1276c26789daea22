#ifndef REDRESS_MEASURE_STORE_H
#define REDRESS_MEASURE_STORE_H

#include "complaint_store.h"
#include "measure.h"

extern const struct db_stmts measure_stmts;       /* staff: reading */
extern const struct db_stmts measure_write_stmts; /* staff and jobs */
extern const struct db_stmts measure_act_stmts;   /* staff */
extern const struct db_stmts measure_sweep_stmts; /* jobs */

/* Whose: the user's own, of the departments he works in or answers for, of the units over which he may improve or read reports. */
enum measure_whose { MEASURE_MINE, MEASURE_DEPARTMENT, MEASURE_UNITS };
struct measure_filter {
    enum measure_whose whose;
    enum measure_phase phase;
    bool late;                 /* open ones past their date only */
    int64_t category_id;       /* 0: any */
    enum measure_kind kind;    /* 0: any */
    const char *cause;         /* code; "": any */
    int64_t after_us, after_id;/* 0, 0: from the top */
    size_t limit;
};
/* By date, the nearest first; ended ones the last first. Each by a range of an index that begins with whose and phase. */
enum err measure_list(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, const struct measure_filter *filter, struct measure **ret_list, size_t *ret_n) MUST_CHECK;
/* Of a complaint that the caller has loaded whole, and of its incident (0: none), newest first; at most 50. */
enum err measure_of(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, int64_t incident_id, struct measure **ret_list, size_t *ret_n) MUST_CHECK;
/* One that the user may see, with leads and does: ERR_NOT_FOUND. */
enum err measure_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct measure *ret_measure) MUST_CHECK;
/* The same with what happened to it, the first first. */
enum err measure_steps(struct db *db, struct arena *a, int64_t id, struct measure_step **ret_list, size_t *ret_n) MUST_CHECK;
/* Whether the user may set measures over a unit. */
enum err measure_may_set(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, bool *ret_may) MUST_CHECK;

struct measure_command {
    enum measure_action action;
    int64_t id;                /* set: 0 */
    int version;
    /* set and change */
    const char *number;        /* of the complaint that it comes from; NULL: none. Set: MAY_IMPROVE over it */
    int64_t incident_id, follows_id;
    int64_t department_id, owner_id, category_id;
    enum measure_kind kind;
    const char *cause, *title, *body;
    int64_t due_us;
    const char *text;          /* done: evidence; back, drop: why; say: the view */
    const uint8_t *once_hash;
    const char *once_location; /* set: NULL, it leads to the measure */
};
struct measure_result {
    int64_t id;
    const char *location, *field, *why; /* msgid */
};
/*
 * One transaction: once key, the complaint locked (where it comes from one), the measure's version, measure_decide, the measure, its step, the complaint's event, notices to owner and coordinator.
 * Errors: ERR_INPUT, ERR_FORBIDDEN and ERR_STATE with field and why; ERR_STALE; ERR_NOT_FOUND.
 */
enum err measure_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct measure_command *command, struct measure_result *ret_result) MUST_CHECK;

/* jobs: reminders that have come and effects that can be checked, each once on any number of hosts, at most limit of each; ret_n how many. */
enum err measure_sweep(struct db *db, struct arena *a, const struct complaint_writer *w, size_t limit, size_t *ret_n) MUST_CHECK;

#endif
