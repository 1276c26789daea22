#ifndef REDRESS_COMPLAINT_REPLAY_H
#define REDRESS_COMPLAINT_REPLAY_H

#include "clock.h"

/* What happened to a complaint, told again to the rules. Pure. */
struct replay_moment {
    enum clock_event event;
    int64_t at_us;
};
/* The time passed that the complainant was given for material: what waited for it goes on. Nothing that a rule can name. */
#define REPLAY_MATERIAL_LATE CLOCK_EVENT__END
/* What a kind of timeline event is for the clocks; 0: nothing. "decided" is one that decided whether the complaint is justified (ACTION_CLASSIFY). */
enum clock_event replay_event(const char *kind);
/*
 * The clocks that a complaint would have by now. facts->grade "": the one that the rules propose is put there. moments are in order of time and begin with what follows
 * its receipt; next_id gives the clocks their ids and moves on.
 */
void complaint_replay(const struct clock_world *w, struct arena *a, struct rb_facts *facts, int64_t received_us, const struct replay_moment *moments, size_t n, int64_t now_us,
                      int64_t *next_id, struct clock_set *ret_set);

#endif
