#include <string.h>

#include "attachment_store.h"
#include "callback_open_store.h"
#include "complaint_acting_store.h"
#include "complaint_agenda_store.h"
#include "complaint_slip_store.h"
#include "once_store.h"
#include "search_queue_store.h"
#include "utf8.h"

enum { DEPARTMENT, PERSON };
static const struct db_stmt list[] = {
    /* Departments of the complaint's unit, of its superiors and of the units directly below (requirements A4). */
    [DEPARTMENT] = {"SELECT d.id FROM department d JOIN unit n ON n.id = d.unit_id WHERE d.id = ? AND d.active = 1 AND "
                    "(n.parent_id = ? OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = ? AND t.ancestor_id = d.unit_id))",
                    "iii", "i"},
    /* People of that department or of its unit, without a department of the complaint's unit; not who is kept out of it. */
    [PERSON] = {"SELECT p.name FROM app_user p WHERE p.id = ? AND p.active = 1 AND "
                "(p.department_id = ? OR p.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?)) "
                "AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = p.id)",
                "iiiii", "t"},
};
const struct db_stmts complaint_act_stmts = {"complaint_act", list, COUNT_OF(list), DB_STAFF};

/* How an action's text is kept: as a message of this kind (0: not at all), and whether there has to be one. */
static const struct {
    enum message_kind kind;
    bool needed;
} texts[ACTION__COUNT] = {
    [ACTION_ACCEPT] = {MESSAGE_NOTE, false},
    [ACTION_REJECT] = {MESSAGE_NOTE, true},
    [ACTION_ASSIGN] = {MESSAGE_NOTE, false},
    [ACTION_NOTE] = {MESSAGE_NOTE, true},
    [ACTION_MESSAGE] = {MESSAGE_TO, true},
    [ACTION_CONTACT] = {MESSAGE_CONTACT, false},
    [ACTION_ASK_MATERIAL] = {MESSAGE_ASK, true},
    [ACTION_REPLY] = {MESSAGE_REPLY, true},
    [ACTION_OUTCOME] = {MESSAGE_NOTE, false},
    [ACTION_CLOSE] = {MESSAGE_NOTE, true},
    [ACTION_REOPEN] = {MESSAGE_NOTE, true},
    [ACTION_REVIEW] = {MESSAGE_NOTE, true},
    [ACTION_DECLINE_REVIEW] = {MESSAGE_TO, true},
    [ACTION_CONFIRM_WITHDRAWAL] = {MESSAGE_NOTE, false},
    [ACTION_DECLINE_WITHDRAWAL] = {MESSAGE_TO, true},
    [ACTION_CLASSIFY] = {MESSAGE_NOTE, false},
    [ACTION_PAUSE] = {MESSAGE_NOTE, true},
    [ACTION_RESUME] = {MESSAGE_NOTE, false},
    [ACTION_EXTEND] = {MESSAGE_NOTE, true},
    [ACTION_DECIDE_EXTENSION] = {MESSAGE_NOTE, false},
    [ACTION_CLOCK_DONE] = {MESSAGE_NOTE, true},
    [ACTION_SPOT] = {MESSAGE_NOTE, true},
    [ACTION_TURN] = {MESSAGE_REPLY, true},
    [ACTION_TURN_BACK] = {MESSAGE_NOTE, true},
    [ACTION_VALIDITY] = {0, true},
};

static bool has_text(const struct complaint_command *command)
{
    return command->text && *command->text;
}

/* Writing to a complaint does not depend on what others changed in it. */
static bool ignores_version(enum complaint_action action)
{
    return action == ACTION_NOTE || action == ACTION_MESSAGE || action == ACTION_CONTACT;
}

static enum err check(const struct acting *act)
{
    const struct complaint_command *command = act->command;
    bool done = command->action == ACTION_CLOSE && complaint_is_turned(&act->c);
    if (texts[command->action].needed && !has_text(command) && !done)
        return ERR_INPUT;
    if (command->action == ACTION_ASSIGN && !command->department_id && !command->assignee_id)
        return ERR_INPUT;
    if (command->action == ACTION_CLOSE && !complaint_is_turned(&act->c) && (command->finding <= FINDING_NONE || command->finding >= FINDING__END))
        return ERR_INPUT;
    if (command->action == ACTION_ASK_MATERIAL && command->asked_until_us <= act->writer->now_us)
        return ERR_INPUT;
    bool outcome = command->action == ACTION_REJECT || command->action == ACTION_CLOSE || command->action == ACTION_CONFIRM_WITHDRAWAL;
    if (outcome && has_text(command) && utf8_length(str_of(command->text)) > COMPLAINT_OUTCOME_MAX)
        return ERR_INPUT;
    return ERR_NONE;
}

/* Word to the complainant answers that he urged; who could not be reached has none. */
static void answer_urging(struct acting *act)
{
    enum complaint_action action = act->command->action;
    bool word = action == ACTION_MESSAGE || action == ACTION_ASK_MATERIAL || action == ACTION_REPLY || (action == ACTION_CONTACT && act->happens);
    if (word || !complaint_state_open(act->c.state))
        act->c.urged = false;
}

/* Who goes on working on what was asked to be reviewed has taken the review up. */
static void take_review_up(struct acting *act)
{
    enum complaint_action action = act->command->action;
    if (!act->c.review_asked_us || (action != ACTION_REPLY && action != ACTION_ASK_MATERIAL && action != ACTION_TURN_BACK))
        return;
    act->c.review_asked_us = 0;
    act->c.review = true;
}

/* What is chosen has to be one of the choices that the page offered. */
static enum err no_choice(enum err e)
{
    return e == ERR_NOT_FOUND ? ERR_INPUT : e;
}

static enum err assign(struct db *db, struct acting *act)
{
    const struct complaint_command *command = act->command;
    struct complaint *c = &act->c;
    struct db_rows row;
    int64_t department_before = c->department_id;
    if (command->department_id) {
        TRY(no_choice(db_one(db, act->arena, &list[DEPARTMENT],
                             DB_ARGS(DB_INT(command->department_id), DB_INT(c->unit_id), DB_INT(c->unit_id)), &row)));
        if (c->department_id != command->department_id) {
            c->assignee_id = 0;
            c->assignee = "";
        }
        c->department_id = command->department_id;
        TRY(complaint_name(db, act->arena, c, 1));
    }
    act->set.moved = c->department_id != department_before;
    if (command->assignee_id) {
        TRY(no_choice(db_one(db, act->arena, &list[PERSON],
                             DB_ARGS(DB_INT(command->assignee_id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id),
                                     DB_INT(c->id)),
                             &row)));
        c->assignee_id = command->assignee_id;
        c->assignee = db_text(&row, 0, 0);
    }
    return ERR_NONE;
}

/* What was taken up is nobody's unless somebody is named: whoever accepts keeps it until it is assigned on. */
static void accept(struct acting *act)
{
    struct complaint *c = &act->c;
    c->accepted_us = act->writer->now_us;
    if (!c->assignee_id) {
        c->assignee_id = act->writer->user->id;
        c->assignee = act->writer->user->name;
    }
}

static enum err apply(struct db *db, struct acting *act, enum complaint_state to)
{
    const struct complaint_command *command = act->command;
    struct complaint *c = &act->c;
    int64_t now_us = act->writer->now_us;
    c->state = to;
    if (!ignores_version(command->action))
        c->unread = false;
    switch (command->action) {
    case ACTION_ACCEPT:
        accept(act);
        break;
    case ACTION_REJECT:
        c->accepted_us = c->closed_us = now_us;
        c->outcome = command->text;
        c->exclusion = command->exclusion ? command->exclusion : "";
        break;
    case ACTION_ASSIGN:
        return assign(db, act);
    case ACTION_ASK_MATERIAL:
        c->asked_until_us = command->asked_until_us;
        break;
    case ACTION_REPLY:
        c->replied_us = now_us;
        c->asked_until_us = 0;
        c->outcome_said = 0;
        return acting_reply(act);
    case ACTION_OUTCOME:
        return acting_outcome(act);
    case ACTION_CLOSE:
        c->closed_us = now_us;
        c->finding = complaint_is_turned(c) ? FINDING_NONE : command->finding;
        c->outcome = has_text(command) ? command->text : "";
        c->basis = command->basis && !complaint_is_turned(c) ? command->basis : "";
        acting_closing_data(act);
        break;
    case ACTION_REOPEN:
        TRY(acting_window(act));
        c->closed_us = c->review_asked_us = 0;
        c->outcome_said = 0;
        c->finding = FINDING_NONE;
        c->outcome = c->exclusion = c->basis = "";
        if (strcmp(c->path, COMPLAINT_PATH_SPOT) == 0) {
            act->made = "back";
            c->path = "";
        }
        break;
    case ACTION_REVIEW:
        return acting_review(db, act);
    case ACTION_DECLINE_REVIEW:
        TRY(acting_decline_review(db, act));
        c->review_asked_us = 0;
        break;
    case ACTION_CONFIRM_WITHDRAWAL:
        if (act->forced)
            return acting_forced(db, act);
        acting_closing_data(act);
        c->closed_us = now_us;
        c->finding = FINDING_WITHDRAWN;
        c->outcome = has_text(command) ? command->text : "";
        c->withdraw_us = c->asked_until_us = 0;
        break;
    case ACTION_DECLINE_WITHDRAWAL:
        c->withdraw_us = 0;
        break;
    case ACTION_CLASSIFY:
        return acting_classify(db, act);
    case ACTION_PAUSE:
    case ACTION_RESUME:
    case ACTION_EXTEND:
    case ACTION_DECIDE_EXTENSION:
    case ACTION_CLOCK_DONE:
        return acting_clock(db, act);
    case ACTION_CONTACT:
        return acting_contact(act);
    case ACTION_SPOT:
    case ACTION_TURN:
    case ACTION_TURN_BACK:
    case ACTION_VALIDITY:
        return acting_turn(act);
    case ACTION_LINK: /* these concern other complaints too: link_store.h */
    case ACTION_MERGE:
    case ACTION_SPLIT:
    case ACTION_AS_NEW:
        return ERR_STATE;
    case ACTION_NOTE:
    case ACTION_MESSAGE:
    case ACTION_SUPPLY:
    case ACTION_WITHDRAW:
    case ACTION_RATE:
    case ACTION_ASK_REVIEW:
    case ACTION_URGE:
    case ACTION_KEEP:
    case ACTION__COUNT:
        break;
    }
    return ERR_NONE;
}

static const char *place_name(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

static enum err write_message(struct db *db, const struct acting *act, int64_t *ret_id)
{
    const struct access_user *user = act->writer->user;
    struct message m = {
        .complaint_id = act->c.id,
        .at_us = act->writer->now_us,
        .author_id = user->id,
        .kind = act->kind,
        .unit_zh = place_name(act->arena, user->unit_zh, user->department_zh),
        .unit_en = place_name(act->arena, *user->unit_en ? user->unit_en : user->unit_zh,
                              *user->department_en ? user->department_en : user->department_zh),
        .body = act->text,
    };
    acting_hold(act, &m);
    TRY(message_insert(db, &m, ret_id));
    m.id = *ret_id;
    return acting_tell_through_lead(db, act, &m);
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

/* What the action recorded, and the message and files that came with it. */
static const char *with_message(const struct acting *act, int64_t message_id, int64_t files)
{
    struct arena *a = act->arena;
    const char *own = timeline_data(a, "message", number_or_null(a, message_id), "files", number_or_null(a, files), NULL);
    bool both = strcmp(own, "{}") != 0 && strcmp(act->data, "{}") != 0;
    return arena_printf(a, "{%.*s%s%s", (int)strlen(own) - 2, own + 1, both ? "," : "", act->data + 1);
}

static const char *event_data(const struct acting *act, int64_t message_id, int64_t files)
{
    const struct complaint *c = &act->c;
    struct arena *a = act->arena;
    enum complaint_action action = act->command->action;
    if (*act->data)
        return with_message(act, message_id, files);
    bool assigned = action == ACTION_ASSIGN, person = assigned || action == ACTION_ACCEPT;
    return timeline_data(a, "message", number_or_null(a, message_id), "files", number_or_null(a, files),
                         "department", assigned && c->department_id ? c->department_zh : NULL,
                         "department_en", assigned && c->department_id ? c->department_en : NULL,
                         "assignee", person && c->assignee_id ? c->assignee : NULL,
                         "until", action == ACTION_ASK_MATERIAL ? number_or_null(a, c->asked_until_us) : NULL,
                         "finding", action == ACTION_CLOSE ? number_or_null(a, c->finding) : NULL,
                         "exclusion", action == ACTION_REJECT && *c->exclusion ? c->exclusion : NULL,
                         "basis", action == ACTION_CLOSE && *c->basis ? c->basis : NULL, NULL);
}

/* Whoever has to do something now is told. */
static enum err tell(struct db *db, const struct acting *act)
{
    const struct complaint *c = &act->c;
    if (act->command->action != ACTION_ASSIGN || (!c->assignee_id && !act->set.moved))
        return ERR_NONE;
    return acting_tell(db, act, "handler", "assigned", timeline_data(act->arena, "by", act->writer->user->name, NULL));
}

/* What the rulebook puts before the committee, once its conditions hold. */
static enum err acting_agenda(struct db *db, struct acting *act)
{
    if (act->command->action != ACTION_ACCEPT && act->command->action != ACTION_CLASSIFY)
        return ERR_NONE;
    const struct rb_facts facts = acting_facts(act);
    return complaint_agenda_by_rule(db, act->arena, act->writer, &act->c, &act->world.book->committee, &facts);
}

static enum err save(struct db *db, struct acting *act)
{
    const struct complaint_command *command = act->command;
    int64_t message_id = 0, files = 0;
    if (act->kind && act->text && *act->text)
        TRY(write_message(db, act, &message_id));
    if (command->stage_hash && message_id)
        TRY(attachment_claim(db, false, command->stage_hash, act->c.id, message_id, &files));
    TRY(complaint_append(db, act->arena, act->writer, &act->c, act->event, event_data(act, message_id, files)));
    TRY(acting_wish(db, act, message_id));
    TRY(acting_agenda(db, act));
    TRY(acting_relabelled(db, act));
    TRY(acting_contacted(db, act, message_id));
    TRY(acting_mention(db, act, message_id));
    TRY(acting_closed(db, act));
    if (act->c.is_open && !complaint_state_open(act->c.state))
        TRY(acting_approvals_end(db, act));
    if (act->c.is_open && !complaint_state_open(act->c.state))
        TRY(complaint_end_slips(db, act->arena, act->writer, &act->c, act->c.outcome));
    TRY(complaint_save(db, act->arena, &act->c));
    if (!message_id) /* with a message the index follows anyway */
        TRY(search_touch(db, act->c.id));
    if (act->ruled) {
        TRY(callback_follow(db, &act->c, act->world.book, &act->set));
        TRY(clock_save(db, act->arena, false, act->c.id, &act->set));
        TRY(clock_requests_settle(db, act->c.id, &act->set, act->writer->now_us));
    }
    return tell(db, act);
}

struct rb_facts acting_facts(const struct acting *act)
{
    struct rb_facts facts = complaint_facts(act->arena, &act->c, &act->class, act->writer->now_us);
    facts.repeats += act->command->action == ACTION_REOPEN || act->command->action == ACTION_REVIEW; /* its event is not written yet */
    return facts;
}

/* Everything but notes moves clocks or needs the rules. */
static enum err load_rules(struct db *db, struct acting *act)
{
    const struct complaint_writer *w = act->writer;
    if (act->command->action == ACTION_NOTE || act->command->action == ACTION_DECLINE_WITHDRAWAL)
        return ERR_NONE;
    TRY(clock_world_load(db, act->arena, act->c.unit_id, w->zone, &act->world));
    TRY(clock_load(db, act->arena, false, act->c.id, true, &act->set));
    TRY(complaint_class_load(db, act->arena, act->c.id, &act->class));
    act->set.happened = complaint_happened(&act->c, &act->set);
    act->set.actor_id = w->user->id;
    act->ruled = true;
    return ERR_NONE;
}

/* A code that the form offers; none is none. */
static bool codes_known(const struct acting *act)
{
    const struct complaint_command *command = act->command;
    const struct rulebook *b = act->world.book;
    const struct rb_exclusion *exclusion = rulebook_exclusion(b, command->exclusion);
    const struct rb_basis *basis = rulebook_basis(b, command->basis);
    if (command->action == ACTION_REJECT && command->exclusion && *command->exclusion && (!exclusion || exclusion->inactive))
        return false;
    return command->action != ACTION_CLOSE || !command->basis || !*command->basis || (basis && !basis->inactive);
}

/* Clocks come after what the action did: the rules look at what the complaint is now. */
static void move_clocks(struct acting *act)
{
    enum clock_event event = flow_action(act->command->action)->clock;
    if (!act->ruled)
        return;
    if (event && act->happens) {
        const struct rb_facts facts = acting_facts(act);
        clock_happened(&act->world, &act->set, &facts, event, act->happened_us);
        if (act->decided)
            clock_happened(&act->world, &act->set, &facts, CLOCK_ON_DECIDED, act->writer->now_us);
        acting_turn_clocks(act, &facts);
    }
    complaint_take_dates(&act->c, &act->set);
}

static enum err claim_once(struct db *db, struct acting *act, bool *ret_again)
{
    const struct complaint_command *command = act->command;
    *ret_again = false;
    if (!command->once_hash)
        return ERR_NONE;
    enum err e = once_claim(db, act->arena, command->once_hash, command->once_location, act->writer->now_us, &act->location);
    *ret_again = e == ERR_EXISTS;
    return *ret_again ? ERR_NONE : e;
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *act = ctx;
    const struct complaint_command *command = act->command;
    permission_set rights;
    enum complaint_state to;
    bool again;
    act->loaded = act->ruled = act->decided = act->forced = false;
    act->n_gates = 0;
    act->happens = true;
    act->happened_us = act->writer->now_us;
    act->location = command->once_location;
    act->event = flow_action(command->action)->event;
    act->kind = texts[command->action].kind;
    act->text = command->text;
    act->data = act->made = "";
    act->wish.chain = NULL;
    act->why = NULL;
    TRY(claim_once(db, act, &again));
    if (again)
        return ERR_NONE;
    TRY(complaint_lock(db, act->arena, command->number));
    TRY(complaint_load(db, act->arena, act->writer->user, command->number, &act->c, &rights));
    act->loaded = true;
    if (command->by_rule)
        rights = ~(permission_set)0;
    act->rights = rights;
    enum err allowed = flow_decide(&act->c, command->action, rights, &to);
    if (allowed == ERR_FORBIDDEN)
        return allowed;
    /* Before the state: somebody else may have moved it, and then both texts are shown. */
    if (!ignores_version(command->action) && act->c.version != command->version)
        return ERR_STALE;
    if (allowed == ERR_STATE && flow_open_slips(&act->c, command->action))
        acting_slips_gate(act);
    TRY(allowed);
    TRY(check(act));
    TRY(load_rules(db, act));
    if (act->ruled && !codes_known(act))
        return ERR_INPUT;
    TRY(acting_closing(db, act));
    TRY(apply(db, act, act->forced ? act->c.state : to));
    answer_urging(act);
    take_review_up(act);
    move_clocks(act);
    return save(db, act);
}

enum err complaint_act_within(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint_command *command, struct complaint_result *ret_result)
{
    const struct flow_action *action = flow_action(command->action);
    struct acting act = {.arena = a, .writer = w, .command = command};
    if (!action || action->actor != FLOW_STAFF)
        return ERR_STATE;
    enum err e = run(db, &act);
    if (act.loaded && e == ERR_NONE)
        ret_result->current = act.c;
    return e;
}

enum err complaint_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint_command *command,
                       struct complaint_result *ret_result)
{
    const struct flow_action *action = flow_action(command->action);
    struct acting act = {.arena = a, .writer = w, .command = command};
    if (!action || action->actor != FLOW_STAFF)
        return ERR_STATE;
    enum err e = db_tx(db, run, &act);
    if (act.loaded && (e == ERR_NONE || e == ERR_STALE))
        ret_result->current = act.c;
    ret_result->gates = act.gates;
    ret_result->n_gates = e == ERR_STATE ? act.n_gates : 0;
    ret_result->why = e == ERR_STATE ? act.why : NULL;
    if (e == ERR_NONE)
        ret_result->location = act.location;
    return e;
}
