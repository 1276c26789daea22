#ifndef REDRESS_DEMO_MAKER_H
#define REDRESS_DEMO_MAKER_H

#include "bulk.h"
#include "complaint_replay.h"
#include "demo_store.h"
#include "demo_text.h"
#include "demo_world_store.h"
#include "message.h"
#include "timeline.h"

/* What the parts of the demo's complaints share. */
enum table { T_COMPLAINT, T_SCOPE, T_ALLEGATION, T_DEMAND, T_FIELD, T_SLIP, T_MESSAGE, T_EVENT, T_RATING, T_CODE, T_CLOCK, T_HISTORY, T_STEP, T__COUNT };
struct demo_people { /* of an office: rows of m->staff */
    size_t first, n;
};
struct maker {
    const struct demo_work *work;
    struct arena *rows, *base; /* reset per batch; kept */
    uint64_t random;
    struct db_rows offices, lines, staff, categories, fields;
    struct demo_people *people; /* by the rows of offices */
    struct bulk tables[T__COUNT];
    int64_t next_complaint, next_message, next_clock, next_slip;
    struct demo_world *worlds;
    struct clock_set set; /* of the complaint under way */
};


uint64_t demo_draw(struct maker *m);
size_t demo_below(struct maker *m, size_t n);
bool demo_chance(struct maker *m, unsigned percent);
#define DEMO_ANY(m, words) (words)[demo_below((m), words##_n)]

#define DEMO_MOMENTS_MAX 24

/* One complaint under way. */
struct told {
    int64_t id, received_us, at_us;
    const struct demo_story *story;
    size_t office, category; /* rows of m->offices, m->categories */
    enum complaint_state state;
    enum complaint_mode mode;
    int64_t handler, clerk; /* user ids; handler 0: nobody yet */
    int64_t accepted_us, replied_us, closed_us, due_us, promised_us, asked_until_us;
    struct replay_moment moments[DEMO_MOMENTS_MAX];
    size_t n_moments;
    int due_kind;
    bool unread;
    const char *body, *title, *product, *channel, *source, *kind, *grade, *flag;
    int heads, slips, open_slips;
    int64_t seen_by[4]; /* departments that got a slip of it */
    size_t n_seen_by;
    long amount;
    int events;
    uint8_t hash[32];
};


/* A pattern of demo_text.h with its slots filled in. */
const char *demo_fill(struct maker *m, struct told *t, const char *pattern);
/* An event at t->at_us; slip_id 0: about none. */
enum err demo_event(struct maker *m, struct told *t, enum event_actor actor, int64_t actor_id, int64_t slip_id, const char *kind, const char *data) MUST_CHECK;
/* A message at t->at_us by somebody of an office (row of m->offices); gives its id. */
int64_t demo_message(struct maker *m, const struct told *t, enum message_kind kind, int64_t author, size_t office, int64_t slip_id, const char *body);
/* Time passes, at most so many hours; false once it would be later than now, so that a young complaint stops half way. */
bool demo_later(struct maker *m, struct told *t, int64_t hours);
/* Somebody of an office; anybody when nobody works there. */
int64_t demo_person(struct maker *m, size_t office);
/* From its receipt as far as its age makes likely. */
enum err demo_carry(struct maker *m, struct told *t) MUST_CHECK;
/* To a department that finds out what happened, until its answer is confirmed. ret_done: so far; false: it is still there. */
enum err demo_slips(struct maker *m, struct told *t, bool *ret_done) MUST_CHECK;
/* What the rules know of it; texts live as long as t. */
struct rb_facts demo_facts(const struct maker *m, const struct told *t);

#endif
