#ifndef REDRESS_COMPLAINT_REPLAY_STORE_H
#define REDRESS_COMPLAINT_REPLAY_STORE_H

#include "complaint_replay.h"
#include "db.h"

extern const struct db_stmts complaint_replay_stmts; /* staff, owner */

/*
 * What another rulebook would have meant (requirements R): complaints of some time are told to both books again, by their facts as they are now and by what happened to
 * them. Grades that a person chose stay, the others are proposed anew; pauses and extensions that were given by hand count in neither, nor do
 * clocks that only a person's word ends.
 */
struct replay_kind {
    int64_t before, late_before, after, late_after; /* clocks; those that are or were late */
};
struct replay {
    struct replay_kind kinds[CLOCK_KIND__END];
    int64_t complaints, late_before, late_after; /* late: with at least one late clock */
    int64_t regraded;                            /* whose grade would be another one */
    bool whole;                                  /* all of them; else the newest by their id that the limit allowed */
};
/*
 * before NULL: nothing to compare with. Complaints received from since_us on, looking at no more than look of them (0: all). Calendars and own limits are those of now. With memory of its
 * own for each batch; a holds what lasts.
 */
enum err complaint_replay_books(struct db *db, struct arena *a, const struct utc_zone *zone, const struct rulebook *before, const struct rulebook *after, int64_t since_us,
                                int64_t now_us, size_t look, struct replay *ret_replay) MUST_CHECK;

#endif
