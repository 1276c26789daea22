#include <string.h>

#include "complaint_acting_store.h"
#include "message_store.h"
#include "utf8.h"

/*
 * What is made of a complaint that is not handled as one (requirements C5, C6): solved on the spot, turned into something else and back, valid or not. Each leaves a row for those who review it
 * (M8). And what is written to the complainant of a matter that was split off, who is spoken to through the complaint that leads (C8).
 */
enum { RELABELLED, LEAD, LEAD_LOCK, LEAD_SAVE };
static const struct db_stmt list[] = {
    [RELABELLED] = {"INSERT INTO relabelling (complaint_id, seq, at_us, actor_id, unit_id, made, reason) VALUES (?, ?, ?, ?, ?, ?, ?)", "iiiiitt", ""},
    [LEAD] = {"SELECT l.id FROM complaint c JOIN complaint l ON l.id = c.lead_id WHERE c.id = ?", "i", "i"},
    [LEAD_LOCK] = {"SELECT events, chain_hash FROM complaint WHERE id = ? FOR UPDATE", "i", "ib"},
    [LEAD_SAVE] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts complaint_act_turn_stmts = {"complaint_act_turn", list, COUNT_OF(list), DB_STAFF};

#define REASON_MAX 500
#define BACK "back"
#define INVALID "invalid"

static const char *given(const char *text)
{
    return text ? text : "";
}

static void solve_on_the_spot(struct acting *act)
{
    struct complaint *c = &act->c;
    int64_t now_us = act->writer->now_us;
    c->accepted_us = c->accepted_us ? c->accepted_us : now_us;
    c->replied_us = c->closed_us = now_us;
    c->withdraw_us = c->asked_until_us = 0;
    c->path = act->made = COMPLAINT_PATH_SPOT;
    act->data = "{}";
}

static enum err turn(struct acting *act)
{
    struct complaint *c = &act->c;
    const struct rb_turn *into = rulebook_turn(act->world.book, given(act->command->turn));
    if (!into || into->inactive)
        return ERR_INPUT;
    c->accepted_us = c->accepted_us ? c->accepted_us : act->writer->now_us;
    c->replied_us = act->writer->now_us;
    c->asked_until_us = 0;
    c->path = act->made = into->code;
    act->data = timeline_data(act->arena, "turn", into->code, NULL);
    return acting_reply(act);
}

static void turn_back(struct acting *act)
{
    act->data = timeline_data(act->arena, "turn", act->c.path, NULL);
    act->c.path = "";
    act->made = BACK;
}

/* The reason stands in the record; who complained is told when it is not valid. */
static enum err decide_validity(struct acting *act)
{
    const struct complaint_command *command = act->command;
    struct complaint *c = &act->c;
    const char *before = c->validity;
    bool known = false, invalid = strcmp(given(command->validity), INVALID) == 0;
    for (size_t i = 0; rulebook_validity[i]; i++)
        known = known || strcmp(rulebook_validity[i], given(command->validity)) == 0;
    if (!known || strcmp(before, command->validity) == 0 || (invalid && !*given(command->notice)))
        return ERR_INPUT;
    c->validity = command->validity;
    act->decided = true;
    act->data = timeline_data(act->arena, "validity", c->validity, "validity_before", *before ? before : NULL, "validity_reason", command->text, NULL);
    act->kind = invalid ? MESSAGE_TO : (enum message_kind)0;
    act->text = invalid ? command->notice : "";
    act->made = invalid ? INVALID : strcmp(before, INVALID) == 0 ? BACK : "";
    return ERR_NONE;
}

enum err acting_turn(struct acting *act)
{
    switch (act->command->action) {
    case ACTION_SPOT:
        solve_on_the_spot(act);
        return ERR_NONE;
    case ACTION_TURN:
        return turn(act);
    case ACTION_TURN_BACK:
        turn_back(act);
        return ERR_NONE;
    default:
        return decide_validity(act);
    }
}

/* What is counted as a complaint again owes what it owed from its reception on: nothing is won by turning it to and fro. */
void acting_turn_clocks(struct acting *act, const struct rb_facts *facts)
{
    if (act->command->action == ACTION_SPOT)
        clock_happened(&act->world, &act->set, facts, CLOCK_ON_WITHDRAWN, act->writer->now_us);
    for (size_t i = 0; act->command->action == ACTION_TURN_BACK && i < act->set.n; i++) {
        struct clock *k = &act->set.list[i];
        const struct rb_clock *rule;
        if (k->id != 0 || k->kind != CLOCK_RESOLVE)
            continue;
        k->started_us = act->c.received_us;
        k->first_due_us = k->due_us = clock_recomputed(&act->world, k, facts, NULL, 0, &rule);
        clock_plan_next(&act->world, k);
    }
}

enum err acting_relabelled(struct db *db, const struct acting *act)
{
    const struct complaint *c = &act->c;
    if (!*given(act->made))
        return ERR_NONE;
    const char *reason = utf8_shorten(act->arena, str_of(given(act->command->text)), REASON_MAX - 1);
    return db_run(db, &list[RELABELLED],
                  DB_ARGS(DB_INT(c->id), DB_INT(c->events), DB_INT(act->writer->now_us), DB_INT(act->writer->user->id), DB_INT(c->unit_id), DB_TEXT(act->made), DB_TEXT(reason)),
                  NULL);
}

/* The complaint that leads, held until the end; ERR_NOT_FOUND when it is none that was split off. */
static enum err lead_of(struct db *db, struct arena *a, int64_t complaint_id, struct complaint *ret_lead)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LEAD], DB_ARGS(DB_INT(complaint_id)), &row));
    struct complaint lead = {.id = db_int(&row, 0, 0)};
    TRY(db_one(db, a, &list[LEAD_LOCK], DB_ARGS(DB_INT(lead.id)), &row));
    lead.events = (int)db_int(&row, 0, 0);
    struct str hash = db_bytes(&row, 0, 1);
    if (hash.n != sizeof lead.chain_hash)
        return ERR_DB;
    memcpy(lead.chain_hash, hash.p, hash.n);
    *ret_lead = lead;
    return ERR_NONE;
}

static enum err lead_append(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *lead, const char *kind, const char *data)
{
    TRY(complaint_append(db, a, w, lead, kind, data));
    return db_run(db, &list[LEAD_SAVE], DB_ARGS(DB_INT(lead->events), DB_BYTES(lead->chain_hash, 32), DB_INT(lead->id)), NULL);
}

enum err acting_tell_through_lead(struct db *db, const struct acting *act, const struct message *m)
{
    struct complaint lead;
    bool speaks = m->kind == MESSAGE_TO || m->kind == MESSAGE_ASK || m->kind == MESSAGE_REPLY;
    if (!speaks)
        return ERR_NONE;
    enum err e = lead_of(db, act->arena, act->c.id, &lead);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    struct message copy = *m;
    int64_t id;
    copy.complaint_id = lead.id;
    copy.kind = MESSAGE_TO;
    copy.copy_of = m->id;
    copy.body = arena_printf(act->arena, "%s %s\n%s", act->c.number, act->c.title, m->body);
    TRY(message_insert(db, &copy, &id));
    return lead_append(db, act->arena, act->writer, &lead, "message",
                       timeline_data(act->arena, "message", arena_printf(act->arena, "%lld", (long long)id), "other", act->c.number, NULL));
}

enum err complaint_lead_shows(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c)
{
    struct complaint lead;
    enum err e = lead_of(db, a, c->id, &lead);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    return lead_append(db, a, w, &lead, "answer_shown", timeline_data(a, "other", c->number, NULL));
}
