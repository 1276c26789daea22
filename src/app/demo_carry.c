#include <string.h>

#include "contact.h"
#include "crypto_chain.h"
#include "demo_maker.h"
#include "utc.h"

/* What becomes of a complaint of the demo: taken on, given to somebody, asked about, answered, closed, rated. */

const char *demo_fill(struct maker *m, struct told *t, const char *pattern)
{
    struct buf out = {.arena = m->rows};
    for (const char *p = pattern; *p;) {
        size_t plain = strcspn(p, "{");
        buf_add(&out, p, plain);
        p += plain;
        if (strncmp(p, "{product}", 9) == 0) {
            buf_adds(&out, t->product);
            p += 9;
        } else if (strncmp(p, "{amount}", 8) == 0) {
            buf_printf(&out, "%ld", t->amount);
            p += 8;
        } else if (strncmp(p, "{place}", 7) == 0) {
            buf_adds(&out, DEMO_ANY(m, demo_places));
            p += 7;
        } else if (strncmp(p, "{date}", 6) == 0) {
            struct utc_parts day = utc_in_zone(t->received_us - (int64_t)(1 + demo_below(m, 40)) * UTC_DAY_US, m->work->zone);
            buf_printf(&out, "%d月%d日", day.month, day.day);
            p += 6;
        } else if (*p) {
            buf_addc(&out, *p++);
        }
    }
    return out.p;
}

enum err demo_event(struct maker *m, struct told *t, enum event_actor actor, int64_t actor_id, int64_t slip_id, const char *kind, const char *data)
{
    enum clock_event clock = contact_is_event(kind) ? strcmp(kind, "contact_tried") != 0 ? CLOCK_ON_CONTACTED : 0 : replay_event(kind);
    if (clock && t->n_moments < DEMO_MOMENTS_MAX)
        t->moments[t->n_moments++] = (struct replay_moment){clock, t->at_us};
    struct bulk *b = &m->tables[T_EVENT];
    enum crypto_key writer = actor == EVENT_COMPLAINANT ? KEY_CHAIN_PUBLIC : KEY_CHAIN_STAFF;
    int version = 0;
    if (!crypto_key(m->work->keys, writer, &version))
        return ERR_CRYPTO;
    struct crypto_link link = {"complaint", t->id, ++t->events, t->at_us, (int)actor, actor_id, kind, str_of(data)};
    TRY(crypto_chain_hash(m->work->keys, writer, version, t->hash, &link, t->hash));
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_int(b, t->events);
    bulk_int(b, t->at_us);
    bulk_int(b, actor);
    bulk_id(b, actor_id);
    bulk_text(b, kind);
    bulk_text(b, data);
    bulk_int(b, writer == KEY_CHAIN_PUBLIC ? 1 : 2);
    bulk_int(b, version);
    bulk_bytes(b, t->hash, sizeof t->hash);
    bulk_id(b, slip_id);
    return ERR_NONE;
}

int64_t demo_message(struct maker *m, const struct told *t, enum message_kind kind, int64_t author, size_t office, int64_t slip_id, const char *body)
{
    struct bulk *b = &m->tables[T_MESSAGE];
    bool staff = kind != MESSAGE_FROM;
    bulk_row(b);
    bulk_int(b, m->next_message);
    bulk_int(b, t->id);
    bulk_int(b, t->at_us);
    bulk_int(b, kind);
    bulk_id(b, author);
    bulk_text(b, staff ? arena_printf(m->rows, "%s %s", db_text(&m->offices, office, 4), db_text(&m->offices, office, 5)) : "");
    bulk_text(b, staff ? arena_printf(m->rows, "%s, %s", db_text(&m->offices, office, 6), db_text(&m->offices, office, 7)) : "");
    bulk_text(b, body);
    bulk_id(b, slip_id);
    return m->next_message++;
}

/* A message and the event that tells of it. */
static enum err say(struct maker *m, struct told *t, enum message_kind kind, const char *event, const char *body)
{
    bool staff = kind != MESSAGE_FROM;
    int64_t id = demo_message(m, t, kind, staff ? t->handler : 0, t->office, 0, body);
    const char *data = timeline_data(m->rows, "message", arena_printf(m->rows, "%lld", (long long)id), NULL);
    return demo_event(m, t, staff ? EVENT_STAFF : EVENT_COMPLAINANT, staff ? t->handler : 0, 0, event, data);
}

bool demo_later(struct maker *m, struct told *t, int64_t hours)
{
    int64_t at = t->at_us + (int64_t)(1 + demo_below(m, (size_t)hours * 3600)) * UTC_SECOND_US;
    if (at >= m->work->now_us)
        return false;
    t->at_us = at;
    return true;
}

int64_t demo_person(struct maker *m, size_t office)
{
    const struct demo_people *of = &m->people[office];
    return db_int(&m->staff, of->n ? of->first + demo_below(m, of->n) : demo_below(m, m->staff.n), 0);
}

static const char *person_name(const struct maker *m, size_t office, int64_t id)
{
    const struct demo_people *of = &m->people[office];
    for (size_t i = of->first; i < of->first + of->n; i++) {
        if (db_int(&m->staff, i, 0) == id)
            return db_text(&m->staff, i, 2);
    }
    return "";
}

static enum err ask_and_supply(struct maker *m, struct told *t)
{
    if (!t->story->ask || !demo_chance(m, 80) || !demo_later(m, t, 60))
        return ERR_NONE;
    t->state = COMPLAINT_WAITING;
    t->asked_until_us = t->at_us + 7 * UTC_DAY_US;
    TRY(say(m, t, MESSAGE_ASK, "asked", t->story->ask));
    if (!demo_later(m, t, 90))
        return ERR_NONE;
    t->state = COMPLAINT_PROGRESS;
    t->unread = true;
    return say(m, t, MESSAGE_FROM, "supplied", demo_fill(m, t, t->story->supply));
}

static enum err reply_and_close(struct maker *m, struct told *t)
{
    if (t->state != COMPLAINT_PROGRESS || !demo_later(m, t, 150))
        return ERR_NONE;
    t->state = COMPLAINT_REPLIED;
    t->unread = false;
    t->replied_us = t->at_us;
    TRY(say(m, t, MESSAGE_REPLY, "replied", demo_fill(m, t, t->story->reply)));
    if (!demo_later(m, t, 120))
        return ERR_NONE;
    t->state = COMPLAINT_CLOSED;
    t->closed_us = t->at_us;
    TRY(demo_event(m, t, EVENT_STAFF, t->handler, 0, "closed", "{}"));
    TRY(demo_between_closed(m, t));
    if (!demo_chance(m, 45) || !demo_later(m, t, 200))
        return ERR_NONE;
    struct bulk *b = &m->tables[T_RATING];
    int64_t level = demo_chance(m, 75) ? 4 + (int64_t)demo_below(m, 2) : 1 + (int64_t)demo_below(m, 3);
    bulk_row(b);
    bulk_int(b, t->id);
    bulk_int(b, t->at_us);
    bulk_int(b, level > 3 ? 1 : level > 1 ? 2 : 3);
    for (int i = 0; i < 5; i++)
        bulk_int(b, level);
    bulk_int(b, level < 3);
    bulk_text(b, level > 3 ? "处理及时，谢谢。" : level < 3 ? "时间太长，希望改进。" : "");
    return demo_event(m, t, EVENT_COMPLAINANT, 0, 0, "rated", "{}");
}

static enum err hand_over(struct maker *m, struct told *t)
{
    t->handler = demo_person(m, t->office);
    TRY(demo_event(m, t, EVENT_STAFF, t->clerk, 0, "assigned",
                   timeline_data(m->rows, "department", db_text(&m->offices, t->office, 5), "assignee", person_name(m, t->office, t->handler), NULL)));
    if (demo_chance(m, 12))
        TRY(demo_tag(m, t));
    for (int calls = 0; calls < 3 && demo_chance(m, 45) && demo_later(m, t, 12); calls++)
        TRY(demo_contact(m, t));
    if (demo_chance(m, 40) && demo_later(m, t, 30))
        TRY(say(m, t, MESSAGE_NOTE, "note", DEMO_ANY(m, demo_notes)));
    if (demo_chance(m, 92) && demo_later(m, t, 14))
        TRY(say(m, t, MESSAGE_TO, "message", "您好，您的投诉已由我负责处理，我会尽快核实情况并与您联系。如有补充材料，可以随时在这里上传。"));
    return demo_chance(m, 4) ? demo_up(m, t) : ERR_NONE;
}

enum err demo_carry_on(struct maker *m, struct told *t)
{
    if (demo_chance(m, 5))
        TRY(demo_down(m, t));
    if (!demo_later(m, t, 1))
        return ERR_NONE;
    TRY(hand_over(m, t));
    TRY(ask_and_supply(m, t));
    if (t->state == COMPLAINT_PROGRESS && demo_chance(m, 65)) {
        bool done;
        TRY(demo_slips(m, t, &done));
        if (!done)
            return ERR_NONE;
    }
    return reply_and_close(m, t);
}

enum err demo_carry(struct maker *m, struct told *t)
{
    if (!demo_later(m, t, 3))
        return ERR_NONE;
    t->accepted_us = t->at_us;
    if (demo_chance(m, 4)) {
        t->state = COMPLAINT_REJECTED;
        t->closed_us = t->at_us;
        return demo_event(m, t, EVENT_STAFF, t->clerk, 0, "rejected", "{}");
    }
    t->state = COMPLAINT_PROGRESS;
    TRY(demo_event(m, t, EVENT_STAFF, t->clerk, 0, "accepted", "{}"));
    return demo_carry_on(m, t);
}
