#include <string.h>

#include "clock_store.h"
#include "complaint_class_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "identity_store.h"
#include "linking_store.h"
#include "msgid.h"
#include "rulebook.h"
#include "search_queue_store.h"

/* Complaints that are made of others: each matter of one that is split, and one that came back (requirements C7, C8). */
enum { HEAD, TEXT, SCOPE_UNITS, SCOPE_OTHERS, CHAIN, LEAD };
static const struct db_stmt list[] = {
    [HEAD] = {"INSERT INTO complaint (id, number, submission_hash, channel, source, mode, complainant_kind, head_count, language, category_id, unit_id, department_id, assignee_id, "
              "first_receiver_id, state, is_open, title, occurred, place, persons, reference, received_us, accepted_us, due_us, due_kind, promised_us, grade, grade_proposed, lead_id, "
              "events, chain_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
              "itbtt" "itit" "iiIII" "i" "ttttt" "iIiiI" "ttI" "b", ""},
    [TEXT] = {"INSERT INTO allegation (complaint_id, position, body) VALUES (?, 1, ?)", "it", ""},
    [SCOPE_UNITS] = {"INSERT INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) SELECT 72057594037927936 + t.ancestor_id, CAST(? AS SIGNED), 1, CAST(? AS SIGNED), "
                     "CAST(? AS SIGNED), CAST(? AS SIGNED) FROM unit_tree t WHERE t.unit_id = ?",
                     "iiiii", ""},
    [SCOPE_OTHERS] = {"INSERT IGNORE INTO complaint_scope (holder, complaint_id, is_open, state, due_us, received_us) VALUES (?, ?, 1, ?, ?, ?)", "iiiii", ""},
    /* What is split off a matter that was split off itself: its complainant follows the first one, and has no passcode for any other. */
    [LEAD] = {"SELECT IFNULL(lead_id, id) FROM complaint WHERE id = ?", "i", "i"},
    [CHAIN] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts link_new_stmts = {"link_new", list, COUNT_OF(list), DB_STAFF};

/* What is new about a complaint that is made of another; the rest is as it was. */
struct made {
    const char *category, *body, *channel, *source, *event;
    enum link_kind kind;
    int64_t received_us, lead_id, first_receiver_id, assignee_id; /* lead_id 0: it is followed by itself */
    bool accepted; /* as the other one was */
};

static const char *given(const char *text)
{
    return text ? text : "";
}

/* What the other one was assigned and its complainant contacted for was done for what is split off it too, at the same moment: it does not begin overdue. */
static enum err done_before(struct db *db, const struct linking *l, const struct clock_world *world, const struct rb_facts *facts, struct clock_set *set)
{
    static const struct {
        enum rb_clock_kind kind;
        enum clock_event event;
    } done[] = {{CLOCK_DISPATCH, CLOCK_ON_ASSIGNED}, {CLOCK_FIRST_CONTACT, CLOCK_ON_CONTACTED}};
    struct clock_set *before = ARENA_NEW(l->arena, struct clock_set);
    TRY(clock_load(db, l->arena, false, l->one.id, false, before));
    for (size_t i = 0; i < COUNT_OF(done); i++) {
        int64_t met_us = 0;
        for (size_t k = 0; k < before->n; k++) {
            const struct clock *c = &before->list[k];
            if (c->kind == done[i].kind && c->state == CLOCK_MET && (!met_us || c->met_us < met_us))
                met_us = c->met_us;
        }
        if (met_us)
            clock_happened(world, set, facts, done[i].event, met_us);
    }
    return ERR_NONE;
}

static enum err start_clocks(struct db *db, const struct linking *l, const struct made *made, struct complaint *c, struct clock_set *ret_set)
{
    struct clock_world world;
    struct complaint_start *start = ARENA_NEW(l->arena, struct complaint_start);
    const struct complaint_class nothing = {0};
    TRY(clock_world_load(db, l->arena, c->unit_id, l->writer->zone, &world));
    const struct rb_category *category = rulebook_category(world.book, c->category);
    c->function = category ? category->function : "";
    struct rb_facts facts = complaint_facts(l->arena, c, &nothing, l->writer->now_us);
    complaint_start(&world, l->arena, &facts, made->received_us, start);
    c->grade = c->grade_proposed = start->grade;
    if (made->accepted)
        clock_happened(&world, &start->clocks, &facts, CLOCK_ON_ACCEPTED, c->accepted_us);
    if (made->accepted && made->lead_id)
        TRY(done_before(db, l, &world, &facts, &start->clocks));
    complaint_take_dates(c, &start->clocks);
    *ret_set = start->clocks;
    return ERR_NONE;
}

/* A number that is taken is drawn again; the id rises with time, as those of filings do. */
static enum err insert_head(struct db *db, const struct linking *l, const struct made *made, struct complaint *c)
{
    enum { DRAWS_MAX = 5, CHANCE = 1024 };
    static const uint8_t nothing[32];
    enum err e = ERR_INTERNAL;
    for (int draw = 0; draw < DRAWS_MAX; draw++) {
        uint16_t chance;
        uint8_t token[32];
        crypto_random(&chance, sizeof chance);
        crypto_random(token, sizeof token);
        c->id = l->writer->now_us * CHANCE + chance % CHANCE;
        c->number = crypto_number_new(l->arena, l->command->prefix);
        e = db_run(db, &list[HEAD],
                   DB_ARGS(DB_INT(c->id), DB_TEXT(c->number), DB_BYTES(token, 32), DB_TEXT(c->channel), DB_TEXT(c->source), DB_INT(c->mode), DB_TEXT(c->complainant_kind),
                           DB_INT(c->head_count), DB_TEXT(c->language), DB_INT(c->category_id), DB_INT(c->unit_id), DB_ID(c->department_id), DB_ID(c->assignee_id),
                           DB_ID(c->first_receiver_id), DB_INT(c->state), DB_TEXT(c->title), DB_TEXT(c->occurred), DB_TEXT(c->place), DB_TEXT(c->persons), DB_TEXT(c->reference),
                           DB_INT(c->received_us), DB_ID(c->accepted_us), DB_INT(c->due_us), DB_INT(c->due_kind), DB_ID(c->promised_us), DB_TEXT(c->grade), DB_TEXT(c->grade_proposed),
                           DB_ID(made->lead_id), DB_BYTES(nothing, 32)),
                   NULL);
        if (e != ERR_EXISTS)
            return e;
    }
    return e;
}

static enum err insert_scope(struct db *db, const struct complaint *c)
{
    const int64_t holders[] = {
        c->department_id ? holder_code(HOLDER_DEPARTMENT, c->department_id) : 0,
        c->assignee_id ? holder_code(HOLDER_USER, c->assignee_id) : 0,
        c->first_receiver_id ? holder_code(HOLDER_USER, c->first_receiver_id) : 0,
    };
    TRY(db_run(db, &list[SCOPE_UNITS], DB_ARGS(DB_INT(c->id), DB_INT(c->state), DB_INT(c->due_us), DB_INT(c->received_us), DB_INT(c->unit_id)), NULL));
    for (size_t i = 0; i < COUNT_OF(holders); i++) {
        if (holders[i])
            TRY(db_run(db, &list[SCOPE_OTHERS], DB_ARGS(DB_INT(holders[i]), DB_INT(c->id), DB_INT(c->state), DB_INT(c->due_us), DB_INT(c->received_us)), NULL));
    }
    return ERR_NONE;
}

/* Who complained is sealed anew for it; a confidential identity, which nobody here can open, is shared (identity_load). */
static enum err copy_identity(struct db *db, const struct linking *l, const struct complaint *from, const struct complaint *c)
{
    struct identity who;
    if (from->mode != COMPLAINT_NAMED)
        return ERR_NONE;
    enum err e = identity_load(db, l->arena, l->writer->keys, from->id, &who);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    return identity_insert(db, l->arena, l->writer->keys, l->writer->pool, c->id, c->mode, &who);
}

static enum err make(struct db *db, const struct linking *l, const struct made *made, struct complaint *ret_c)
{
    const struct complaint *from = &l->one;
    struct complaint c = *from;
    struct clock_set *set = ARENA_NEW(l->arena, struct clock_set);
    c.state = made->accepted ? COMPLAINT_PROGRESS : COMPLAINT_SUBMITTED;
    c.is_open = true;
    c.unread = false;
    c.path = c.loss = c.validity = c.exclusion = c.basis = c.outcome = c.grade = "";
    c.finding = FINDING_NONE;
    c.received_us = made->received_us;
    c.accepted_us = made->accepted ? from->accepted_us : 0;
    c.replied_us = c.closed_us = c.asked_until_us = c.withdraw_us = c.merged_into_id = 0;
    c.channel = made->channel;
    c.source = made->source;
    c.assignee_id = made->assignee_id;
    c.first_receiver_id = made->first_receiver_id;
    c.events = 0;
    memset(c.chain_hash, 0, sizeof c.chain_hash);
    c.title = complaint_title_of(l->arena, made->body);
    if (strcmp(made->category, from->category) != 0) {
        enum err e = complaint_category(db, l->arena, made->category, &c);
        if (e != ERR_NONE)
            return e == ERR_NOT_FOUND ? ERR_INPUT : e;
    }
    TRY(start_clocks(db, l, made, &c, set));
    TRY(insert_head(db, l, made, &c));
    TRY(db_run(db, &list[TEXT], DB_ARGS(DB_INT(c.id), DB_TEXT(made->body)), NULL));
    TRY(insert_scope(db, &c));
    TRY(copy_identity(db, l, from, &c));
    TRY(clock_insert(db, l->arena, c.id, set));
    TRY(complaint_append(db, l->arena, l->writer, &c, made->event, linking_data(l, from, made->kind)));
    TRY(db_run(db, &list[CHAIN], DB_ARGS(DB_INT(c.events), DB_BYTES(c.chain_hash, 32), DB_INT(c.id)), NULL));
    TRY(linking_row(db, l, from->id, c.id, made->kind));
    TRY(search_touch(db, c.id));
    *ret_c = c;
    return ERR_NONE;
}

/* Allowed, and as it was shown. */
static enum err check(struct linking *l, enum complaint_action action)
{
    enum complaint_state to;
    enum err allowed = flow_decide(&l->one, action, l->rights, &to);
    if (allowed == ERR_FORBIDDEN)
        return allowed;
    if (l->one.version != l->command->version)
        return ERR_STALE;
    return allowed;
}

/* ---- split ---- */

static enum err split(struct db *db, void *ctx)
{
    struct linking *l = ctx;
    const struct link_command *command = l->command;
    struct buf numbers = {.arena = l->arena};
    struct db_rows lead;
    TRY(linking_begin(db, l));
    if (l->again)
        return ERR_NONE;
    TRY(check(l, ACTION_SPLIT));
    l->why = link_parts_wrong(l->one.category, command->parts, command->n_parts);
    if (l->why || command->n_parts > LINK_PARTS_MAX)
        return ERR_INPUT;
    TRY(db_one(db, l->arena, &list[LEAD], DB_ARGS(DB_INT(l->one.id)), &lead));
    for (size_t i = 0; i < command->n_parts; i++) {
        const struct made made = {.category = command->parts[i].category, .body = command->parts[i].body, .channel = l->one.channel, .source = l->one.source, .event = "split_off",
                                  .kind = LINK_SPLIT, .received_us = l->one.received_us, .lead_id = db_int(&lead, 0, 0), .first_receiver_id = l->one.first_receiver_id,
                                  .assignee_id = l->one.assignee_id, .accepted = l->one.state != COMPLAINT_SUBMITTED};
        struct complaint c;
        TRY(make(db, l, &made, &c));
        buf_printf(&numbers, "%s%s", i ? "," : "", c.number);
    }
    l->numbers = numbers.p;
    TRY(complaint_append(db, l->arena, l->writer, &l->one, flow_action(ACTION_SPLIT)->event, timeline_data(l->arena, "others", numbers.p, NULL)));
    return complaint_save(db, l->arena, &l->one);
}

enum err link_split(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result)
{
    return linking_run(db, a, w, command, split, ret_result);
}

/* ---- counted as new ---- */

static bool name_known(const struct rb_name *names, unsigned n, const char *code)
{
    const struct rb_name *name = rulebook_name(names, n, code);
    return name && !name->inactive;
}

static enum err count_as_new(struct db *db, void *ctx)
{
    struct linking *l = ctx;
    const struct link_command *command = l->command;
    struct clock_world world;
    struct complaint c;
    TRY(linking_begin(db, l));
    if (l->again)
        return ERR_NONE;
    TRY(check(l, ACTION_AS_NEW));
    TRY(clock_world_load(db, l->arena, l->one.unit_id, l->writer->zone, &world));
    if (!world.book->repeats.as_new) {
        l->why = N_("The rules do not count such a complaint anew. Reopen it instead");
        return ERR_STATE;
    }
    if (!*given(command->text)) {
        l->why = N_("Write what is said now");
        return ERR_INPUT;
    }
    if (!name_known(world.book->channels, world.book->channels_count, command->channel) || !name_known(world.book->sources, world.book->sources_count, command->source)) {
        l->why = N_("Choose from where and by whom it came back");
        return ERR_INPUT;
    }
    const struct made made = {.category = l->one.category, .body = command->text, .channel = command->channel, .source = command->source, .event = "came_back", .kind = LINK_AS_NEW,
                              .received_us = l->writer->now_us, .first_receiver_id = l->writer->user->id};
    TRY(make(db, l, &made, &c));
    l->numbers = c.number;
    TRY(complaint_append(db, l->arena, l->writer, &l->one, flow_action(ACTION_AS_NEW)->event, linking_data(l, &c, LINK_AS_NEW)));
    return complaint_save(db, l->arena, &l->one);
}

enum err link_as_new(struct db *db, struct arena *a, const struct complaint_writer *w, const struct link_command *command, struct link_result *ret_result)
{
    return linking_run(db, a, w, command, count_as_new, ret_result);
}
