#include <string.h>

#include "approval_acting_store.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"

/* Deciding. */

enum { NUMBER, HEAD, AGREE_STEP, WAITS, HEAD_STEP, HAND_ON, PERSON, INVESTIGATED };
static const struct db_stmt list[] = {
    [NUMBER] = {"SELECT c.number, a.complaint_id FROM approval a JOIN complaint c ON c.id = a.complaint_id WHERE a.id = ?", "i", "ti"},
    [HEAD] = {"UPDATE approval SET state = ?, step = ?, done_us = ?, version = version + 1 WHERE id = ? AND version = ?", "iiIii", ""},
    [AGREE_STEP] = {"UPDATE approval_step SET waits = 0, decision = ?, by_id = ?, for_id = ?, at_us = ?, body = ? WHERE approval_id = ? AND n = ? AND waits = 1", "iiIitii", ""},
    [WAITS] = {"UPDATE approval_step SET waits = 1, due_us = ? WHERE approval_id = ? AND n = ?", "iii", ""},
    [HEAD_STEP] = {"UPDATE approval SET version = version + 1 WHERE id = ? AND version = ?", "ii", ""},
    [HAND_ON] = {"UPDATE approval_step SET to_id = ?, body = ? WHERE approval_id = ? AND n = ? AND waits = 1", "iTii", ""},
    /* Sees all of the complaint by a grant over its department, its unit or a superior, and is not kept out of it. */
    [PERSON] = {"SELECT p.name FROM app_user p WHERE p.id = ? AND p.active = 1 AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = p.id) AND EXISTS (SELECT 1 FROM role_grant g "
                "JOIN role_permission m ON m.role_id = g.role_id AND m.permission = 'see' WHERE g.user_id = p.id AND (g.department_id = ? OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE "
                "t.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))))",
                "iiiii", "t"},
    [INVESTIGATED] = {"SELECT COUNT(*), CAST(IFNULL(SUM(first_by = ? AND last_by = ?), 0) AS SIGNED) FROM investigation WHERE complaint_id = ?", "iii", "ii"},
};
const struct db_stmts approval_act_stmts = {"approval_act", list, COUNT_OF(list), DB_STAFF};

struct deciding {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct approval_command *command;
    const char *number;
    int64_t complaint_id;
    struct complaint c;
    struct approval approval;
    struct approval_turn turn;
    bool loaded, saved;
    const char *location, *why, *field;
};

static enum err refuse(struct deciding *d, enum err e, const char *field, const char *why)
{
    d->field = field;
    d->why = why;
    return e;
}

/* Somebody who stands in for an absent holder may not see the complaint otherwise; then he sees a part of it from now on. */
static enum err load_case(struct db *db, struct deciding *d)
{
    const struct complaint_writer *w = d->writer;
    permission_set rights;
    enum err e = complaint_load(db, d->arena, w->user, d->number, &d->c, &rights);
    TRY(e == ERR_NOT_FOUND ? ERR_NONE : e);
    TRY(approval_load(db, d->arena, w->user, d->command->id, w->now_us, &d->approval));
    d->loaded = true;
    TRY(approval_turn(db, d->arena, w->user, &d->approval, w->now_us, &d->turn));
    if (e == ERR_NONE)
        return ERR_NONE;
    TRY(approval_let_see(db, d->complaint_id, w->user->id));
    return complaint_load(db, d->arena, w->user, d->number, &d->c, &rights);
}

/* Whoever alone investigated does not decide alone about what he found, unless the rulebook lets him close alone too. */
static enum err not_alone(struct db *db, struct deciding *d)
{
    const struct rulebook *book;
    struct db_rows row;
    int64_t version;
    TRY(rulebook_in_force(db, d->arena, &book, &version));
    if (book->closing.alone)
        return ERR_NONE;
    const struct db_value me = DB_INT(d->writer->user->id);
    TRY(db_one(db, d->arena, &list[INVESTIGATED], DB_ARGS(me, me, DB_INT(d->c.id)), &row));
    if (db_int(&row, 0, 0) > 0 && db_int(&row, 0, 0) == db_int(&row, 0, 1))
        return refuse(d, ERR_FORBIDDEN, "", N_("You investigated this complaint alone; hand the decision to somebody else"));
    return ERR_NONE;
}

/* Whoever stands in for somebody does not agree a second time: each step is another person's. */
static enum err not_twice(struct deciding *d)
{
    for (size_t i = 0; i < d->approval.n_steps; i++) {
        const struct approval_step *step = &d->approval.steps[i];
        if (step->decision && step->by_id == d->writer->user->id && (step->for_id || d->turn.for_id))
            return refuse(d, ERR_FORBIDDEN, "", N_("You decided another step of this already; hand this one to somebody else"));
    }
    return ERR_NONE;
}

static enum err hand_on(struct db *db, struct deciding *d)
{
    const struct approval_command *command = d->command;
    struct approval *approval = &d->approval;
    struct db_done done;
    struct db_rows row;
    const char *told;
    if (command->to_id == d->writer->user->id)
        return refuse(d, ERR_INPUT, "to", N_("Choose somebody else than yourself"));
    if (command->to_id == approval->asked_by)
        return refuse(d, ERR_INPUT, "to", N_("Whoever asked does not decide. Choose somebody else"));
    enum err e = db_one(db, d->arena, &list[PERSON],
                        DB_ARGS(DB_INT(command->to_id), DB_INT(d->c.id), DB_INT(d->c.department_id), DB_INT(d->c.department_id), DB_INT(d->c.unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        return refuse(d, ERR_INPUT, "to", N_("This person does not see the complaint or is kept out of it. Choose somebody else"));
    TRY(e);
    struct approval_step *step = &approval->steps[approval->step - 1];
    bool holds = true;
    /* Who looks at sealed identities is agreed to by those alone whom the rulebook names. */
    if (strcmp(approval->about, RB_UNSEALING) == 0)
        TRY(complaint_holds_role(db, d->arena, command->to_id, &d->c, step->role, d->writer->now_us, &holds));
    if (!holds)
        return refuse(d, ERR_INPUT, "to", N_("This person does not hold the role that agrees to unsealing. Choose somebody who does"));
    step->to_id = command->to_id;
    step->to = db_text(&row, 0, 0);
    TRY(db_run(db, &list[HEAD_STEP], DB_ARGS(DB_INT(approval->id), DB_INT(approval->version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(db_run(db, &list[HAND_ON], DB_ARGS(DB_INT(step->to_id), DB_TEXT(command->text && *command->text ? command->text : NULL), DB_INT(approval->id), DB_INT(step->n)), NULL));
    TRY(approval_tell(db, d->arena, d->writer, &d->c, approval, "approval_asked", &told));
    return approval_event(db, d->arena, d->writer, &d->c, approval, "approval_delegated", step->to, NULL);
}

static const char *limit_of(const struct rulebook *book, const struct approval *approval, int n)
{
    for (unsigned i = 0; i < book->chains_count; i++) {
        const struct rb_chain *chain = &book->chains[i];
        if (strcmp(chain->code, approval->chain) == 0 && n >= 1 && (unsigned)n <= chain->steps_count)
            return chain->steps[n - 1].limit;
    }
    return "";
}

/* The next one is to decide; its time begins now. */
static enum err next_step(struct db *db, struct deciding *d)
{
    struct approval *approval = &d->approval;
    const struct rulebook *book;
    int64_t version, due_us;
    const char *told;
    TRY(rulebook_in_force(db, d->arena, &book, &version));
    TRY(approval_step_due(db, d->arena, d->writer, &d->c, limit_of(book, approval, approval->step), &due_us));
    TRY(db_run(db, &list[WAITS], DB_ARGS(DB_INT(due_us), DB_INT(approval->id), DB_INT(approval->step)), NULL));
    approval->steps[approval->step - 1].due_us = due_us < CLOCK_NEVER ? due_us : 0;
    return approval_tell(db, d->arena, d->writer, &d->c, approval, "approval_asked", &told);
}

static enum err decide(struct db *db, struct deciding *d, enum approval_state state, int next)
{
    const struct approval_command *command = d->command;
    struct approval *approval = &d->approval;
    int64_t now_us = d->writer->now_us;
    struct db_done done;
    bool agreed = command->decision == APPROVAL_AGREE, ended = state != APPROVAL_OPEN;
    if (state == APPROVAL_GIVEN) {
        enum err e = approval_covered(db, d->arena, d->writer, &d->c, approval, d->turn.for_id);
        if (e == ERR_FORBIDDEN)
            return refuse(d, e, "", N_("This sum is more than you may decide on. Hand it to somebody who may"));
        TRY(e);
    }
    TRY(db_run(db, &list[AGREE_STEP],
               DB_ARGS(DB_INT(command->decision), DB_INT(d->writer->user->id), DB_ID(d->turn.for_id), DB_INT(now_us), DB_TEXT(command->text ? command->text : ""), DB_INT(approval->id),
                       DB_INT(approval->step)),
               &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(db_run(db, &list[HEAD], DB_ARGS(DB_INT(state), DB_INT(next), DB_ID(ended ? now_us : 0), DB_INT(approval->id), DB_INT(approval->version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    TRY(approval_event(db, d->arena, d->writer, &d->c, approval, agreed ? "approved" : "approval_sent_back", d->turn.for_id ? d->turn.for_name : NULL, NULL));
    approval->state = state;
    approval->step = next;
    if (!ended)
        return next_step(db, d);
    TRY(approval_tell_asker(db, d->arena, d->writer, approval, agreed ? "approval_given" : "approval_sent_back"));
    return approval_took_effect(db, d->arena, d->writer, &d->c, approval, &d->saved, &d->why);
}

static enum err run_decision(struct db *db, struct deciding *d)
{
    const struct approval_command *command = d->command;
    struct approval *approval = &d->approval;
    enum approval_state state;
    int next;
    enum err allowed = approval_decide(approval, d->writer->user->id, d->turn.mine, command->decision, command->text, &state, &next);
    if (allowed == ERR_FORBIDDEN)
        return refuse(d, allowed, "", approval->asked_by == d->writer->user->id ? N_("You asked for this yourself; somebody else decides") : N_("This step is not yours to decide"));
    if (approval->version != command->version)
        return ERR_STALE;
    if (allowed == ERR_STATE)
        return refuse(d, allowed, "", N_("This was decided or taken back already"));
    if (allowed == ERR_INPUT)
        return refuse(d, allowed, "text", N_("Say why you send it back"));
    TRY(allowed);
    if (command->decision == APPROVAL_DELEGATE)
        return hand_on(db, d);
    if (command->decision == APPROVAL_AGREE) {
        TRY(not_alone(db, d));
        TRY(not_twice(d));
    }
    return decide(db, d, state, next);
}

static enum err run(struct db *db, void *ctx)
{
    struct deciding *d = ctx;
    const struct approval_command *command = d->command;
    d->loaded = d->saved = false;
    d->why = d->field = "";
    d->location = command->once_location;
    if (command->once_hash) {
        enum err e = once_claim(db, d->arena, command->once_hash, command->once_location, d->writer->now_us, &d->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, d->arena, d->number));
    TRY(load_case(db, d));
    TRY(run_decision(db, d));
    return d->saved ? ERR_NONE : approval_move_on(db, &d->c);
}

static enum err run_back(struct db *db, void *ctx)
{
    struct deciding *d = ctx;
    const struct approval_command *command = d->command;
    d->loaded = d->saved = false;
    d->why = d->field = "";
    d->location = command->once_location;
    if (command->once_hash) {
        enum err e = once_claim(db, d->arena, command->once_hash, command->once_location, d->writer->now_us, &d->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, d->arena, d->number));
    TRY(load_case(db, d));
    struct approval *approval = &d->approval;
    if (approval->asked_by != d->writer->user->id)
        return refuse(d, ERR_FORBIDDEN, "", N_("Only who asked can take it back"));
    if (approval->version != command->version)
        return ERR_STALE;
    if (approval->state != APPROVAL_OPEN)
        return refuse(d, ERR_STATE, "", N_("This was decided or taken back already"));
    TRY(approval_withdraw(db, d->arena, d->writer, &d->c, approval->about, approval->subject_id));
    approval->state = APPROVAL_WITHDRAWN;
    TRY(approval_took_effect(db, d->arena, d->writer, &d->c, approval, &d->saved, &d->why));
    return d->saved ? ERR_NONE : approval_move_on(db, &d->c);
}

static enum err transact(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, enum err (*body)(struct db *db, void *ctx), struct approval_result *ret_result)
{
    struct deciding d = {.arena = a, .writer = w, .command = command};
    struct db_rows row;
    /* Outside of the transaction: a read in it would come before the lock. */
    TRY(db_one(db, a, &list[NUMBER], DB_ARGS(DB_INT(command->id)), &row));
    d.number = db_text(&row, 0, 0);
    d.complaint_id = db_int(&row, 0, 1);
    enum err e = db_tx(db, body, &d);
    ret_result->why = d.why;
    ret_result->field = d.field;
    ret_result->location = d.location;
    if (d.loaded)
        ret_result->current = d.approval;
    return e;
}

enum err approval_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, struct approval_result *ret_result)
{
    return transact(db, a, w, command, run, ret_result);
}

enum err approval_take_back(struct db *db, struct arena *a, const struct complaint_writer *w, const struct approval_command *command, struct approval_result *ret_result)
{
    return transact(db, a, w, command, run_back, ret_result);
}
