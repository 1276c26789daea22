#include <string.h>

#include "attachment_store.h"
#include "complaint_store.h"
#include "message_store.h"
#include "once_store.h"

enum { DEPARTMENT, PERSON };
static const struct db_stmt list[] = {
    /* Departments of the complaint's unit, of its superiors and of the units directly below (requirements A4). */
    [DEPARTMENT] = {"SELECT d.name_zh, d.name_en FROM department d JOIN unit n ON n.id = d.unit_id WHERE d.id = ? AND d.active = 1 AND "
                    "(n.parent_id = ? OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = ? AND t.ancestor_id = d.unit_id))",
                    "iii", "tt"},
    /* People of that department or of its unit; without a department of the complaint's unit. */
    [PERSON] = {"SELECT p.name FROM app_user p WHERE p.id = ? AND p.active = 1 AND "
                "(p.department_id = ? OR p.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))",
                "iiii", "t"},
};
const struct db_stmts complaint_act_stmts = {"complaint_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct complaint_command *command;
    struct complaint c;
    bool loaded;
    const char *location;
};

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
    [ACTION_ASK_MATERIAL] = {MESSAGE_ASK, true},
    [ACTION_REPLY] = {MESSAGE_REPLY, true},
    [ACTION_CLOSE] = {MESSAGE_NOTE, true},
    [ACTION_REOPEN] = {MESSAGE_NOTE, true},
    [ACTION_CONFIRM_WITHDRAWAL] = {MESSAGE_NOTE, false},
    [ACTION_DECLINE_WITHDRAWAL] = {MESSAGE_TO, true},
};

static bool has_text(const struct complaint_command *command)
{
    return command->text && *command->text;
}

/* Writing to a complaint does not depend on what others changed in it. */
static bool ignores_version(enum complaint_action action)
{
    return action == ACTION_NOTE || action == ACTION_MESSAGE;
}

static enum err check(const struct acting *act)
{
    const struct complaint_command *command = act->command;
    if (texts[command->action].needed && !has_text(command))
        return ERR_INPUT;
    if (command->action == ACTION_ASSIGN && !command->department_id && !command->assignee_id)
        return ERR_INPUT;
    if (command->action == ACTION_CLOSE && (command->finding <= FINDING_NONE || command->finding >= FINDING__END))
        return ERR_INPUT;
    if (command->action == ACTION_ASK_MATERIAL && command->asked_until_us <= act->writer->now_us)
        return ERR_INPUT;
    return ERR_NONE;
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
    if (command->department_id) {
        TRY(no_choice(db_one(db, act->arena, &list[DEPARTMENT],
                             DB_ARGS(DB_INT(command->department_id), DB_INT(c->unit_id), DB_INT(c->unit_id)), &row)));
        if (c->department_id != command->department_id) {
            c->assignee_id = 0;
            c->assignee = "";
        }
        c->department_id = command->department_id;
        c->department_zh = db_text(&row, 0, 0);
        c->department_en = db_text(&row, 0, 1);
    }
    if (command->assignee_id) {
        TRY(no_choice(db_one(db, act->arena, &list[PERSON],
                             DB_ARGS(DB_INT(command->assignee_id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id)),
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
        break;
    case ACTION_ASSIGN:
        return assign(db, act);
    case ACTION_ASK_MATERIAL:
        c->asked_until_us = command->asked_until_us;
        break;
    case ACTION_REPLY:
        c->replied_us = now_us;
        c->asked_until_us = 0;
        break;
    case ACTION_CLOSE:
        c->closed_us = now_us;
        c->finding = command->finding;
        c->outcome = command->text;
        c->withdraw_us = 0;
        break;
    case ACTION_REOPEN:
        c->closed_us = 0;
        c->finding = FINDING_NONE;
        c->outcome = "";
        break;
    case ACTION_CONFIRM_WITHDRAWAL:
        c->closed_us = now_us;
        c->finding = FINDING_WITHDRAWN;
        c->outcome = has_text(command) ? command->text : "";
        c->withdraw_us = c->asked_until_us = 0;
        break;
    case ACTION_DECLINE_WITHDRAWAL:
        c->withdraw_us = 0;
        break;
    case ACTION_CLASSIFY:
    case ACTION_PAUSE:
    case ACTION_RESUME:
    case ACTION_EXTEND:
    case ACTION_DECIDE_EXTENSION:
    case ACTION_CLOCK_DONE:
        return ERR_STATE;
    case ACTION_NOTE:
    case ACTION_MESSAGE:
    case ACTION_SUPPLY:
    case ACTION_WITHDRAW:
    case ACTION_RATE:
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
    const struct message m = {
        .complaint_id = act->c.id,
        .at_us = act->writer->now_us,
        .author_id = user->id,
        .kind = texts[act->command->action].kind,
        .unit_zh = place_name(act->arena, user->unit_zh, user->department_zh),
        .unit_en = place_name(act->arena, *user->unit_en ? user->unit_en : user->unit_zh,
                              *user->department_en ? user->department_en : user->department_zh),
        .body = act->command->text,
    };
    return message_insert(db, &m, ret_id);
}

static const char *number_or_null(struct arena *a, int64_t number)
{
    return number ? arena_printf(a, "%lld", (long long)number) : NULL;
}

static const char *event_data(const struct acting *act, int64_t message_id, int64_t files)
{
    const struct complaint *c = &act->c;
    struct arena *a = act->arena;
    enum complaint_action action = act->command->action;
    bool assigned = action == ACTION_ASSIGN, person = assigned || action == ACTION_ACCEPT;
    return timeline_data(a, "message", number_or_null(a, message_id), "files", number_or_null(a, files),
                         "department", assigned && c->department_id ? c->department_zh : NULL,
                         "department_en", assigned && c->department_id ? c->department_en : NULL,
                         "assignee", person && c->assignee_id ? c->assignee : NULL,
                         "until", action == ACTION_ASK_MATERIAL ? number_or_null(a, c->asked_until_us) : NULL,
                         "finding", action == ACTION_CLOSE ? number_or_null(a, c->finding) : NULL, NULL);
}

static enum err save(struct db *db, struct acting *act)
{
    const struct complaint_command *command = act->command;
    int64_t message_id = 0, files = 0;
    if (has_text(command))
        TRY(write_message(db, act, &message_id));
    if (command->stage_hash && message_id)
        TRY(attachment_claim(db, false, command->stage_hash, act->c.id, message_id, &files));
    TRY(complaint_append(db, act->arena, act->writer, &act->c, flow_action(command->action)->event, event_data(act, message_id, files)));
    return complaint_save(db, act->arena, &act->c);
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
    act->loaded = false;
    act->location = command->once_location;
    TRY(claim_once(db, act, &again));
    if (again)
        return ERR_NONE;
    TRY(complaint_lock(db, act->arena, command->number));
    TRY(complaint_load(db, act->arena, act->writer->user, command->number, &act->c, &rights));
    act->loaded = true;
    enum err allowed = flow_decide(&act->c, command->action, rights, &to);
    if (allowed == ERR_FORBIDDEN)
        return allowed;
    /* Before the state: somebody else may have moved it, and then both texts are shown. */
    if (!ignores_version(command->action) && act->c.version != command->version)
        return ERR_STALE;
    TRY(allowed);
    TRY(check(act));
    TRY(apply(db, act, to));
    return save(db, act);
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
    if (e == ERR_NONE)
        ret_result->location = act.location;
    return e;
}
