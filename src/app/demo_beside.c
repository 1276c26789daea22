#include <string.h>

#include "contact.h"
#include "demo_maker.h"
#include "link.h"
#include "utc.h"

/* What stands beside the demo's complaints: calls, tags, links between them, incidents that gather some. */

#define BACK_PERCENT 3  /* that come back to an earlier one */
#define SPLIT_PERCENT 1 /* that are split off one */
#define TRIES 20
#define GATHERED_MAX 12

static const char *number_text(struct maker *m, int64_t number)
{
    return arena_printf(m->rows, "%lld", (long long)number);
}

enum err demo_contact(struct maker *m, struct told *t)
{
    struct contact k = {.at_us = t->at_us, .way = demo_chance(m, 90) ? CONTACT_TELEPHONE : CONTACT_VISIT, .result = demo_chance(m, 70) ? CONTACT_REACHED : CONTACT_NOT_REACHED};
    k.inward = k.result == CONTACT_REACHED && k.way == CONTACT_TELEPHONE && demo_chance(m, 15);
    int64_t message = k.result == CONTACT_REACHED ? demo_message(m, t, MESSAGE_CONTACT, t->handler, t->office, 0, DEMO_ANY(m, demo_calls)) : 0;
    const char *data = timeline_data(m->rows, "message", message ? number_text(m, message) : NULL, "way", contact_way_word(k.way), "result", contact_result_word(k.result), "at",
                                     number_text(m, k.at_us), NULL);
    TRY(demo_event(m, t, EVENT_STAFF, t->handler, 0, contact_event(&k), data));
    struct bulk *b = &m->tables[T_CONTACT];
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_int(b, t->events);
    bulk_int(b, k.at_us);
    bulk_int(b, contact_day(k.at_us, m->work->zone));
    bulk_int(b, k.way);
    bulk_int(b, k.inward);
    bulk_int(b, k.result);
    bulk_id(b, message);
    return ERR_NONE;
}

enum err demo_tag(struct maker *m, struct told *t)
{
    const char *word = DEMO_ANY(m, demo_tags);
    struct bulk *b = &m->tables[T_TAG];
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_text(b, word);
    bulk_int(b, db_int(&m->offices, t->office, 1));
    bulk_int(b, t->at_us);
    bulk_int(b, t->handler);
    return demo_event(m, t, EVENT_STAFF, t->handler, 0, "tagged", timeline_data(m->rows, "tag", word, NULL));
}

/* ---- links ---- */

static bool fits(const struct maker *m, const struct told *t, const struct told *older, bool split)
{
    if (older->older || older->received_us >= t->received_us || older->mode == COMPLAINT_ANONYMOUS)
        return false;
    return !split || (older->handler && complaint_state_open(older->state) && older->at_us + 2 * UTC_HOUR_US < m->work->now_us);
}

void demo_choose_older(struct maker *m, struct told *t, struct told *before, size_t n)
{
    unsigned chance = (unsigned)demo_below(m, 100);
    bool split = chance < SPLIT_PERCENT;
    for (int tries = 0; tries < TRIES && n && chance < SPLIT_PERCENT + BACK_PERCENT && !t->older; tries++) {
        struct told *older = &before[demo_below(m, n)];
        if (fits(m, t, older, split))
            t->older = older;
    }
    t->split = split && t->older;
}

static const char *other_data(struct maker *m, const struct told *other, enum link_kind kind)
{
    return timeline_data(m->rows, "other", other->number, "link", number_text(m, kind), NULL);
}

static void put_link(struct maker *m, const struct told *t, enum link_kind kind, int64_t at_us, int64_t actor)
{
    struct bulk *b = &m->tables[T_LINK];
    bulk_row(b);
    bulk_int(b, t->older->id);
    bulk_int(b, t->id);
    bulk_int(b, kind);
    bulk_int(b, at_us);
    bulk_int(b, actor);
}

/* Both have the time of reception; what the new one is told begins when it was split off. */
enum err demo_split_off(struct maker *m, struct told *t)
{
    struct told *lead = t->older;
    lead->at_us += (int64_t)(1 + demo_below(m, 90)) * 60 * UTC_SECOND_US;
    TRY(demo_event(m, lead, EVENT_STAFF, lead->handler, 0, "split", timeline_data(m->rows, "others", t->number, NULL)));
    t->received_us = lead->received_us;
    t->accepted_us = lead->accepted_us;
    t->at_us = lead->at_us;
    t->lead_id = lead->id;
    t->office = lead->office;
    t->clerk = lead->handler;
    t->state = COMPLAINT_PROGRESS;
    t->moments[t->n_moments++] = (struct replay_moment){CLOCK_ON_ACCEPTED, lead->accepted_us};
    TRY(demo_event(m, t, EVENT_STAFF, lead->handler, 0, "split_off", other_data(m, lead, LINK_SPLIT)));
    put_link(m, t, LINK_SPLIT, t->at_us, lead->handler);
    return demo_carry_on(m, t);
}

static int64_t later_of(const struct told *a, const struct told *b)
{
    return a->at_us > b->at_us ? a->at_us : b->at_us;
}

/* Customer service saw that both are of the same person. */
enum err demo_link(struct maker *m, struct told *t)
{
    if (!t->older || t->split)
        return ERR_NONE;
    enum link_kind kind = demo_chance(m, 50) ? LINK_SAME : LINK_FOLLOW_UP;
    t->at_us = t->older->at_us = later_of(t, t->older);
    put_link(m, t, kind, t->at_us, t->clerk);
    TRY(demo_event(m, t->older, EVENT_STAFF, t->clerk, 0, "linked", other_data(m, t, kind)));
    return demo_event(m, t, EVENT_STAFF, t->clerk, 0, "linked", other_data(m, t->older, kind));
}

/* ---- incidents ---- */

static void incident_step(struct maker *m, int n, int64_t at_us, int64_t actor, const char *kind, const char *data)
{
    struct bulk *b = &m->tables[T_INCIDENT_STEP];
    bulk_row(b);
    bulk_int(b, m->next_incident);
    bulk_int(b, n);
    bulk_int(b, at_us);
    bulk_int(b, actor);
    bulk_text(b, kind);
    bulk_text(b, data);
}

static enum err gather(struct maker *m, const struct demo_cause *cause, size_t office, struct told **members, size_t n)
{
    struct bulk *b = &m->tables[T_INCIDENT];
    int64_t lead = demo_person(m, office), at_us = 0;
    const char *data = timeline_data(m->rows, "incident", number_text(m, m->next_incident), "incident_title", cause->title, NULL);
    for (size_t i = 0; i < n; i++)
        at_us = members[i]->at_us > at_us ? members[i]->at_us : at_us;
    for (size_t i = 0; i < n; i++) {
        members[i]->at_us = at_us;
        members[i]->incident_id = m->next_incident;
        TRY(demo_event(m, members[i], EVENT_STAFF, lead, 0, "gathered", data));
    }
    bulk_row(b);
    bulk_int(b, m->next_incident);
    bulk_text(b, cause->title);
    bulk_text(b, cause->cause);
    bulk_text(b, cause->investigation);
    bulk_int(b, db_int(&m->offices, office, 1));
    bulk_int(b, lead);
    bulk_int(b, at_us);
    bulk_int(b, 2);
    incident_step(m, 1, at_us, lead, "opened", "{}");
    incident_step(m, 2, at_us, lead, "added", timeline_data(m->rows, "count", number_text(m, (int64_t)n), NULL));
    m->next_incident++;
    return ERR_NONE;
}

/* Head office leads it. */
enum err demo_incident(struct maker *m, struct told *told, size_t n)
{
    const struct demo_cause *cause = &demo_causes[demo_below(m, demo_causes_n)];
    struct told *members[GATHERED_MAX];
    size_t found = 0, from = demo_below(m, n), office = 0;
    for (size_t k = 0; k < n && found < GATHERED_MAX; k++) {
        struct told *t = &told[(from + k) % n];
        if (complaint_state_open(t->state) && !t->incident_id && strcmp(t->story->category, cause->category) == 0)
            members[found++] = t;
    }
    for (size_t i = 0; i < m->offices.n; i++) {
        if (db_int(&m->offices, i, 2) == 1 && strcmp(db_text(&m->offices, i, 3), "customer_service") == 0)
            office = i;
    }
    return found >= 2 ? gather(m, cause, office, members, found) : ERR_NONE;
}
