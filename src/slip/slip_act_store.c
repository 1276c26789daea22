#include <string.h>

#include "complaint_agenda_store.h"
#include "account_due_store.h"
#include "msgid.h"
#include "once_store.h"
#include "slip_acting_store.h"

enum { PERSON, KEPT_OUT };
static const struct db_stmt list[] = {
    [KEPT_OUT] = {"SELECT user_id FROM recusal WHERE complaint_id = ? AND user_id = ?", "ii", "i"},
    /* People of the receiving department or of its unit. */
    [PERSON] = {"SELECT p.name, p.active FROM app_user p WHERE p.id = ? AND (p.department_id = ? OR p.unit_id = ?)", "iii", "ti"},
};
const struct db_stmts slip_act_stmts = {"slip_act", list, COUNT_OF(list), DB_STAFF};

/* ---- why not ---- */

static enum err refuse_state(struct slip_acting *x, int open_below)
{
    enum slip_action action = x->command->action;
    const struct slip *s = x->s;
    bool with_receiver = slip_state_with_receiver(s->state);
    if (open_below > 0 && with_receiver && (action == SLIP_DO_ANSWER || action == SLIP_DO_RETURN))
        return slip_refuse(x, ERR_STATE, N_("Departments that were asked for help have not finished yet: wait for them, or withdraw these requests first"), "");
    if (action == SLIP_DO_RETURN && s->is_binding)
        return slip_refuse(x, ERR_STATE, N_("This was decided above and cannot be returned; please answer it"), "");
    if (action == SLIP_DO_RETURN && s->round > 1)
        return slip_refuse(x, ERR_STATE, N_("What was answered once cannot be returned any more; please answer it"), "");
    if (action == SLIP_DO_ANSWER && s->kind == SLIP_DOWN)
        return slip_refuse(x, ERR_STATE, N_("A transfer is answered by itself when the complaint is closed"), "");
    return slip_refuse(x, ERR_STATE, N_("This cannot be done with the slip as it stands by now"), "");
}

static enum err refuse_side(struct slip_acting *x)
{
    bool receives = slip_action(x->command->action)->side == SLIP_RECEIVER;
    return slip_refuse(x, ERR_FORBIDDEN, receives ? N_("Only the department that received the slip can do this") : N_("Only those who sent the slip can do this"), "");
}

/* A complaint that is over takes no more work; what stands between units may still be confirmed. */
static bool over(const struct slip_acting *x)
{
    return !x->c.is_open && x->command->action != SLIP_DO_CONFIRM;
}

static enum err check(struct slip_acting *x, enum slip_state *ret_to)
{
    const struct slip_command *command = x->command;
    struct slip *s = x->s;
    int open_below = slip_open_below(x->slips, x->n, s->id);
    enum err allowed = slip_decide(s, command->action, slip_sides(x->writer->user, s), x->rights, open_below, ret_to);
    if (allowed == ERR_FORBIDDEN)
        return refuse_side(x);
    if (command->action != SLIP_DO_REMIND && s->version != command->version)
        return ERR_STALE;
    if (allowed != ERR_NONE)
        return refuse_state(x, open_below);
    if (s->kind == SLIP_DOWN && command->action == SLIP_DO_RETURN && x->c.open_slips > 0)
        return slip_refuse_move(x);
    if (over(x))
        return slip_refuse(x, ERR_STATE, N_("The complaint is closed; reopen it first"), "");
    if (slip_action(command->action)->text_needed && (!command->text || !*command->text))
        return slip_refuse(x, ERR_INPUT, N_("Write something here"), "");
    return ERR_NONE;
}

/* ---- what is done ---- */

static void take_on(struct slip_acting *x, bool accepted)
{
    const struct access_user *user = x->writer->user;
    struct slip *s = x->s;
    int64_t now_us = x->writer->now_us;
    s->read_us = s->read_us ? s->read_us : now_us;
    s->accepted_us = s->accepted_us || !accepted ? s->accepted_us : now_us;
    if (accepted && !s->to_user_id && user->department_id == s->to_department_id) {
        s->to_user_id = user->id;
        s->to_user = user->name;
    }
}

static enum err assign(struct db *db, struct slip_acting *x)
{
    struct slip *s = x->s;
    struct db_rows row;
    enum err e = db_one(db, x->arena, &list[PERSON], DB_ARGS(DB_INT(x->command->user_id), DB_INT(s->to_department_id), DB_INT(s->to_unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        return slip_refuse(x, ERR_INPUT, N_("Choose a person of the department"), "");
    TRY(e);
    const char *name = db_text(&row, 0, 0);
    if (!db_int(&row, 0, 1))
        return slip_refuse(x, ERR_INPUT, N_("%s does not work here any more; choose somebody else"), name);
    e = db_one(db, x->arena, &list[KEPT_OUT], DB_ARGS(DB_INT(x->c.id), DB_INT(x->command->user_id)), &row);
    if (e != ERR_NOT_FOUND)
        return e == ERR_NONE ? slip_refuse(x, ERR_INPUT, N_("%s is kept out of this complaint; choose somebody else"), name) : e;
    take_on(x, false);
    s->to_user_id = x->command->user_id;
    s->to_user = name;
    return slip_let_see(db, x, HOLDER_USER, s->to_user_id);
}

static void answered(struct slip_acting *x)
{
    struct slip *s = x->s;
    take_on(x, true);
    s->answered_us = x->writer->now_us;
    s->late = s->late || s->answered_us > s->due_us;
}

static enum err send_back(struct db *db, struct slip_acting *x)
{
    struct slip *s = x->s;
    int64_t now_us = x->writer->now_us, at[SLIP_STEPS_MAX];
    struct rb_facts facts;
    struct basis basis;
    s->round++;
    if (x->command->due_us && x->command->due_us <= now_us)
        return slip_refuse(x, ERR_INPUT, N_("The answer has to be due in the future"), "");
    s->due_us = x->command->due_us;
    if (!s->due_us) {
        TRY(slip_facts(db, x, &facts));
        TRY(basis_load(db, x->arena, &basis));
        TRY(slip_answer_due(db, x->arena, x->writer, &x->c, &facts, s->kind, basis_department(&basis, s->to_department_id).code, s->to_unit_id, &s->due_us));
    }
    /* What would have come before now is not caught up. */
    size_t n = slip_reminders(&x->book->slips, x->calendar, s, at);
    for (s->stage = 0; s->stage < (int)n && at[s->stage] <= now_us;)
        s->stage++;
    return ERR_NONE;
}

static bool carried_below(const struct slip_acting *x, const struct slip *s)
{
    return s->kind == SLIP_DOWN && x->c.unit_id == s->to_unit_id;
}

/* What hangs on one: the help that its receiver asked for; on a transfer all that the unit below asked for. */
static bool hangs_on(const struct slip_acting *x, const struct slip *above, const struct slip *s)
{
    return s->parent_id == above->id || (carried_below(x, above) && slip_holds_closing(x->slips, x->n, s) && s->from_unit_id == above->to_unit_id);
}

/* Nobody needs it any more. */
static enum err withdraw_below(struct db *db, struct slip_acting *x, const struct slip *above)
{
    for (size_t i = 0; i < x->n; i++) {
        struct slip *s = &x->slips[i];
        if (!hangs_on(x, above, s) || !slip_state_open(s->state))
            continue;
        s->state = SLIP_WITHDRAWN;
        s->done_us = x->writer->now_us;
        s->next_us = CLOCK_NEVER;
        TRY(slip_save(db, x, s, SLIP_DO_WITHDRAW, 0));
        TRY(slip_tell_receiver(db, x, s, "slip_withdrawn"));
        TRY(slip_append(db, x, s, "slip_withdrawn", 0, 0, NULL, NULL));
        TRY(withdraw_below(db, x, s));
    }
    return ERR_NONE;
}

static enum err move_back(struct db *db, struct slip_acting *x)
{
    struct slip *s = x->s;
    if (!carried_below(x, s))
        return ERR_NONE;
    TRY(slip_move(db, x, s->from_unit_id, s->from_department_id));
    return slip_let_see_at(db, x, s->to_unit_id, s->to_department_id);
}

static enum err apply(struct db *db, struct slip_acting *x, enum slip_state to)
{
    struct slip *s = x->s;
    int64_t now_us = x->writer->now_us;
    s->state = to;
    switch (x->command->action) {
    case SLIP_DO_ACCEPT:
        take_on(x, true);
        break;
    case SLIP_DO_ASSIGN:
        return assign(db, x);
    case SLIP_DO_ANSWER:
        answered(x);
        break;
    case SLIP_DO_SEND_BACK:
        return send_back(db, x);
    case SLIP_DO_RETURN:
    case SLIP_DO_WITHDRAW:
        s->done_us = now_us;
        TRY(withdraw_below(db, x, s));
        return move_back(db, x);
    case SLIP_DO_CONFIRM:
        s->done_us = now_us;
        break;
    case SLIP_DO_REMIND:
        s->reminders++;
        break;
    case SLIP_DO_SUPERVISE:
        s->supervised_us = now_us;
        break;
    case SLIP_DO_READ:
    case SLIP_DO_SEND:
    case SLIP_DO_HELP:
    case SLIP_ACTION__COUNT:
        break;
    }
    return ERR_NONE;
}

/* ---- who hears of it, what it is for the clocks ---- */

static enum err tell(struct db *db, struct slip_acting *x)
{
    const struct rb_slips *rules = &x->book->slips;
    const struct slip *s = x->s;
    const char *event = slip_action(x->command->action)->event;
    enum slip_ladder next = slip_ladder(rules, s->returns + 1);
    switch (x->command->action) {
    case SLIP_DO_ACCEPT:
    case SLIP_DO_READ:
        return ERR_NONE;
    case SLIP_DO_ANSWER:
        return slip_tell_sender(db, x, s, event);
    case SLIP_DO_RETURN:
        TRY(slip_tell_sender(db, x, s, event));
        if (next == SLIP_BY_CARRIER)
            return ERR_NONE;
        if (next == SLIP_BY_COMMITTEE)
            TRY(complaint_agenda_by_itself(db, x->arena, x->writer, &x->c, "disputed"));
        return slip_tell_role(db, x, s, s->from_unit_id, s->from_department_id, next == SLIP_BY_COMMITTEE ? rules->committee : rules->manager, "slip_disputed");
    case SLIP_DO_SUPERVISE:
        TRY(slip_tell_receiver(db, x, s, event));
        return slip_tell_role(db, x, s, s->to_unit_id, s->to_department_id, "coordinator", event);
    default:
        return slip_tell_receiver(db, x, s, event);
    }
}

static size_t dispatches(const struct slip_acting *x, bool with_receiver)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) {
        const struct slip *s = &x->slips[i];
        n += s->kind == SLIP_DISPATCH && (with_receiver ? slip_state_with_receiver(s->state) : s->state == SLIP_ANSWERED || s->state == SLIP_CONFIRMED);
    }
    return n;
}

/* The complaint's own answer clock runs for as long as any department still has to answer. */
static void choose_clock(struct slip_acting *x)
{
    enum slip_action action = x->command->action;
    if (x->moved) {
        x->clock = CLOCK_ON_ASSIGNED;
        x->clock_moved = true;
    } else if (x->s->kind == SLIP_DISPATCH && (action == SLIP_DO_ANSWER || action == SLIP_DO_WITHDRAW) && dispatches(x, true) == 0 && dispatches(x, false) > 0) {
        x->clock = CLOCK_ON_ANSWERED;
    } else if (x->s->kind == SLIP_DISPATCH && action == SLIP_DO_SEND_BACK && dispatches(x, true) == 1) {
        x->clock = CLOCK_ON_ASSIGNED;
        x->clock_moved = true;
    }
}

static enum err act_on(struct db *db, struct slip_acting *x)
{
    const struct slip_command *command = x->command;
    struct slip *s = x->s;
    enum slip_state to;
    int64_t message_id, files;
    bool was_late = s->late;
    TRY(check(x, &to));
    TRY(slip_rules(db, x, s->to_unit_id));
    TRY(apply(db, x, to));
    if (s->late && !was_late)
        TRY(account_happened(db, x->arena, x->book, x->c.id, "late_slip", s->id, x->writer->now_us));
    slip_plan_next(&x->book->slips, x->calendar, s);
    TRY(slip_write_message(db, x, s, command->text, &message_id, &files));
    TRY(slip_save(db, x, s, command->action, message_id));
    TRY(tell(db, x));
    bool person = command->action == SLIP_DO_ASSIGN;
    TRY(slip_append(db, x, s, slip_action(command->action)->event, message_id, files, person ? "assignee" : NULL, person ? s->to_user : NULL));
    choose_clock(x);
    return slip_finish(db, x);
}

/* ---- one transaction ---- */

static enum err claim_once(struct db *db, struct slip_acting *x, bool *ret_again)
{
    const struct slip_command *command = x->command;
    *ret_again = false;
    if (!command->once_hash)
        return ERR_NONE;
    enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
    *ret_again = e == ERR_EXISTS;
    return *ret_again ? ERR_NONE : e;
}

static enum err help(struct db *db, struct slip_acting *x)
{
    struct slip *above = x->s;
    enum slip_state to;
    TRY(check(x, &to));
    TRY(slip_rules(db, x, above->to_unit_id));
    above->state = to;
    take_on(x, true);
    slip_plan_next(&x->book->slips, x->calendar, above);
    TRY(slip_save(db, x, above, SLIP_DO_HELP, 0));
    return slip_send(db, x);
}

static enum err run(struct db *db, void *ctx)
{
    struct slip_acting *x = ctx;
    const struct slip_command *command = x->command;
    bool again;
    *x = (struct slip_acting){.arena = x->arena, .writer = x->writer, .command = command, .location = command->once_location, .why = "", .why_of = "", .told = {.arena = x->arena}};
    TRY(claim_once(db, x, &again));
    if (again)
        return ERR_NONE;
    TRY(complaint_lock(db, x->arena, command->number));
    TRY(complaint_load(db, x->arena, x->writer->user, command->number, &x->c, &x->rights));
    TRY(slip_heads(db, x->arena, x->c.id, &x->slips, &x->n));
    if (command->action == SLIP_DO_SEND)
        return slip_send(db, x);
    x->s = slip_find(x, command->slip);
    if (!x->s)
        return ERR_NOT_FOUND;
    x->loaded = true;
    return command->action == SLIP_DO_HELP ? help(db, x) : act_on(db, x);
}

enum err slip_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct slip_command *command, struct slip_result *ret_result)
{
    struct slip_acting x = {.arena = a, .writer = w, .command = command};
    const struct slip_action_kind *action = slip_action(command->action);
    if (!action || command->action == SLIP_DO_READ)
        return ERR_STATE;
    enum err e = db_tx(db, run, &x);
    ret_result->why = x.why;
    ret_result->why_of = x.why_of;
    ret_result->ladder = x.ladder;
    if (x.loaded && e == ERR_STALE)
        ret_result->current = *x.s;
    if (e != ERR_NONE)
        return e;
    ret_result->location = x.location;
    ret_result->slip = x.s ? x.s->number : command->slip;
    if (x.s)
        ret_result->current = *x.s;
    ret_result->absent = ARENA_ARRAY(a, x.n_absent + 1, struct notice_to);
    ret_result->n_absent = x.n_absent;
    memcpy(ret_result->absent, x.absent, x.n_absent * sizeof x.absent[0]);
    return ERR_NONE;
}
