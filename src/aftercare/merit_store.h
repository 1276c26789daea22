#ifndef REDRESS_MERIT_STORE_H
#define REDRESS_MERIT_STORE_H

#include "complaint_store.h"
#include "merit.h"

extern const struct db_stmts merit_stmts;       /* staff: reading */
extern const struct db_stmts merit_act_stmts;   /* staff */
extern const struct db_stmts merit_write_stmts; /* staff and jobs */
extern const struct db_stmts merit_sweep_stmts; /* jobs */

/*
 * Of the units over which the user may hold to account or read reports, newest first. Those that wait (proposed, appealed) of any month; the others of one month.
 */
enum merit_view { MERIT_VIEW_PROPOSED, MERIT_VIEW_APPEALED, MERIT_VIEW_DECIDED, MERIT_VIEW_REFUSED, MERIT_VIEW__END };
struct merit_filter {
    enum merit_view view;
    int month;        /* of the last two */
    int64_t unit_id;  /* with those below; 0: all */
    int64_t before_id;/* 0: from the top */
    size_t limit;
};
enum err merit_list(struct db *db, struct arena *a, const struct access_user *user, const struct merit_filter *filter, struct merit **ret_list, size_t *ret_n) MUST_CHECK;
/* About the user himself, or about departments whose coordinator he is, newest first. */
enum err merit_mine(struct db *db, struct arena *a, const struct access_user *user, int64_t before_id, size_t limit, struct merit **ret_list, size_t *ret_n) MUST_CHECK;
/* One that he may decide about or that concerns him. ERR_NOT_FOUND. */
enum err merit_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct merit *ret_merit) MUST_CHECK;

/* For the payroll: of each person, and of departments and units where nobody was named, what counts in a month; pending: proposed or under appeal. */
struct merit_total {
    int64_t user_id;
    const char *person, *login, *unit_zh, *unit_en, *department_zh, *department_en;
    int64_t reward_cents, penalty_cents;
    int reward_points, penalty_points, count, pending;
};
enum err merit_totals(struct db *db, struct arena *a, const struct access_user *user, int month, int64_t unit_id, size_t limit, struct merit_total **ret_list, size_t *ret_n) MUST_CHECK;

struct merit_command {
    enum merit_action action;
    int64_t id;
    int version;
    int64_t cents, user_id; /* confirm: the sum; who it is, where the rules named nobody (0: nobody) */
    int points;             /* confirm */
    const char *text;       /* reason; confirm: needed when sum or points are other than proposed */
    const uint8_t *once_hash;
    const char *once_location;
};
struct merit_result {
    const char *location, *field, *why; /* msgid */
};
/* One transaction: once key, complaint held, version, merit_decide, the item, the complaint's internal event, a notice to who is concerned or who decided. */
enum err merit_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct merit_command *command, struct merit_result *ret_result) MUST_CHECK;

/* By hand, on a complaint that the user sees whole and for whose unit he may hold to account: what only people find, such as a complaint concealed. ERR_INPUT with field (number, rule, person); ERR_EXISTS: it stands already. */
struct merit_proposal {
    const char *number, *rule, *text;
    int64_t user_id, department_id; /* one of them */
    const uint8_t *once_hash;
    const char *once_location;
};
enum err merit_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct merit_proposal *proposal, struct merit_result *ret_result) MUST_CHECK;

/* jobs: a task "account" (account_due_store.h). Whatever was proposed before for the same occasion is not proposed again. */
enum err merit_go_on(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t complaint_id, const char *data) MUST_CHECK;

#endif
