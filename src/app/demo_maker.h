#ifndef REDRESS_DEMO_MAKER_H
#define REDRESS_DEMO_MAKER_H

#include "bulk.h"
#include "complaint_replay.h"
#include "demo_store.h"
#include "demo_text.h"
#include "demo_world_store.h"
#include "identity.h"
#include "message.h"
#include "timeline.h"

/* What the parts of the demo's complaints share. */
enum table {
    T_INCIDENT, T_COMPLAINT, T_SCOPE, T_ALLEGATION, T_DEMAND, T_FIELD, T_SLIP, T_MESSAGE, T_EVENT, T_RATING, T_CODE, T_CLOCK, T_HISTORY, T_STEP, T_CONTACT, T_TAG, T_LINK, T_INCIDENT_STEP,
    T__COUNT
};
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
    int64_t next_complaint, next_message, next_clock, next_slip, next_incident;
    struct demo_world *worlds;
    struct clock_set set; /* of the complaint under way */
};


uint64_t demo_draw(struct maker *m);
size_t demo_below(struct maker *m, size_t n);
bool demo_chance(struct maker *m, unsigned percent);
#define DEMO_ANY(m, words) (words)[demo_below((m), words##_n)]

#define DEMO_MOMENTS_MAX 24
struct demo_sending; /* a slip under way: demo_slips.c */

/* One complaint under way. */
struct told {
    int64_t id, received_us, at_us;
    const char *number, *reference;
    struct identity *who;
    struct told *older; /* the one of the batch that it comes back to or was split off; NULL: none */
    bool split;
    int64_t lead_id, incident_id;
    struct demo_sending *up, *down; /* to and from other units; NULL: none */
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
/* To the unit below that is concerned, which carries it from now on; and a report to the superior unit. Nothing where there is no such unit. */
enum err demo_down(struct maker *m, struct told *t) MUST_CHECK;
enum err demo_up(struct maker *m, struct told *t) MUST_CHECK;
/* Closing the complaint answers what is between units; demo_between_write: what has become of it, once nothing more happens. */
enum err demo_between_closed(struct maker *m, struct told *t) MUST_CHECK;
void demo_between_write(struct told *t);
/* A call or an attempt at one, and a tag, by who handles it at t->at_us. */
enum err demo_contact(struct maker *m, struct told *t) MUST_CHECK;
enum err demo_tag(struct maker *m, struct told *t) MUST_CHECK;
/* One that was taken on already goes on from there. */
enum err demo_carry_on(struct maker *m, struct told *t) MUST_CHECK;
/* Before a complaint is told: whether it comes back to one of the n before it, or is split off it. After all are told: their links, and now and then an incident that gathers some. */
void demo_choose_older(struct maker *m, struct told *t, struct told *before, size_t n);
enum err demo_split_off(struct maker *m, struct told *t) MUST_CHECK;
enum err demo_link(struct maker *m, struct told *t) MUST_CHECK;
enum err demo_incident(struct maker *m, struct told *told, size_t n) MUST_CHECK;
/* What the rules know of it; texts live as long as t. */
struct rb_facts demo_facts(const struct maker *m, const struct told *t);

#endif
