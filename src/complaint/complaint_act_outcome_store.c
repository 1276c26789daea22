#include <string.h>

#include "complaint_acting_store.h"
#include "msgid.h"

/*
 * The answer and what became of it (requirements B6, G6); and what actions leave to approvals, which are a later feature: they are asked for by the caller's function, in the transaction of the
 * action.
 */

enum { END_STEPS, END, DROP, KEEP_FILES };
static const struct db_stmt list[] = {
    [END_STEPS] = {"UPDATE approval_step s JOIN approval a ON a.id = s.approval_id SET s.waits = 0 WHERE a.complaint_id = ? AND a.state = 1 AND s.waits = 1", "i", ""},
    [END] = {"UPDATE approval SET state = 4, done_us = ?, version = version + 1 WHERE complaint_id = ? AND state = 1", "ii", ""},
    [DROP] = {"UPDATE compensation SET state = 5, version = version + 1 WHERE complaint_id = ? AND state IN (1, 3)", "i", ""},
    /* Files of an answer that the tracking page does not show are shown as little, until that is agreed to. */
    [KEEP_FILES] = {"UPDATE attachment SET internal = 1 WHERE complaint_id = ? AND message_id = ?", "ii", ""},
};
const struct db_stmts complaint_act_outcome_stmts = {"complaint_act_outcome", list, COUNT_OF(list), DB_STAFF};

static bool has_text(const char *text)
{
    return text && *text;
}

/* ---- what the complainant says ---- */

enum err acting_outcome(struct acting *act)
{
    const struct complaint_command *command = act->command;
    struct complaint *c = &act->c;
    bool known = false;
    for (size_t i = 0; complaint_outcome_ways[i]; i++)
        known |= has_text(command->outcome_way) && strcmp(complaint_outcome_ways[i], command->outcome_way) == 0;
    if (!known || command->outcome < OUTCOME_ACCEPTED || command->outcome > OUTCOME_NOT_ACCEPTED)
        return ERR_INPUT;
    if (command->outcome == OUTCOME_NOT_ACCEPTED && !has_text(command->text))
        return ERR_INPUT;
    c->outcome_said = command->outcome;
    act->data = timeline_data(act->arena, "outcome", command->outcome == OUTCOME_ACCEPTED ? "1" : "2", "outcome_way", command->outcome_way, NULL);
    return ERR_NONE;
}

/* ---- the answer on the tracking page ---- */

static int hold_of(const struct rulebook *b)
{
    const char *rule = b->closing.web_reply ? b->closing.web_reply : "";
    return strcmp(rule, "never") == 0 ? MESSAGE_KEPT : strcmp(rule, "approved") == 0 ? MESSAGE_HELD : MESSAGE_SHOWN;
}

enum err acting_reply(struct acting *act)
{
    const struct complaint_command *command = act->command;
    const struct rulebook *b = act->world.book;
    int held = hold_of(b);
    if (held == MESSAGE_SHOWN)
        return ERR_NONE;
    if (has_text(command->given) && !contact_way_from_word(command->given))
        return ERR_INPUT;
    if (held == MESSAGE_KEPT || !command->web_reply)
        return ERR_NONE;
    if (!has_text(command->given) && !*act->data)
        act->data = timeline_data(act->arena, "later", "1", NULL);
    const struct rb_facts facts = acting_facts(act);
    act->wish = (struct complaint_wish){.chain = rulebook_chain(b, "web_reply", &facts, 0, ""), .basis = "", .title = act->c.title, .body = command->text};
    if (!act->wish.chain) {
        act->why = N_("No approval chain of the rulebook is about this answer, so the tracking page cannot show it. Send it without asking for that");
        return ERR_STATE;
    }
    return ERR_NONE;
}

void acting_hold(const struct acting *act, struct message *m)
{
    if (act->kind != MESSAGE_REPLY || !act->ruled)
        return;
    m->held = hold_of(act->world.book);
    m->given = m->held == MESSAGE_SHOWN ? "" : act->command->given;
}

enum err acting_wish(struct db *db, struct acting *act, int64_t message_id)
{
    if (message_id && act->kind == MESSAGE_REPLY && hold_of(act->world.book) != MESSAGE_SHOWN)
        TRY(db_run(db, &list[KEEP_FILES], DB_ARGS(DB_INT(act->c.id), DB_INT(message_id)), NULL));
    if (!act->wish.chain)
        return ERR_NONE;
    if (!act->command->asking) {
        act->why = N_("This has to be agreed to first; do it on the complaint's own page");
        return ERR_STATE;
    }
    if (act->command->action == ACTION_REPLY || act->command->action == ACTION_TURN)
        act->wish.subject_id = message_id;
    return act->command->asking(db, act->arena, act->writer, &act->c, &act->wish, &act->why);
}

/* ---- another grade ---- */

static const char *grade_name(const struct rulebook *b, const char *code)
{
    const struct rb_grade *grade = rulebook_grade(b, code);
    return grade ? grade->name.zh : code;
}

enum err acting_grade_waits(struct acting *act, const char *grade_before, const char *reason_before)
{
    const struct rulebook *b = act->world.book;
    struct complaint *c = &act->c;
    const char *wanted = c->grade, *reason = c->grade_reason;
    if (strcmp(wanted, grade_before) == 0)
        return ERR_NONE;
    struct rb_facts facts = acting_facts(act);
    const struct rb_chain *chain = rulebook_chain(b, "grade", &facts, 0, "");
    facts.grade = grade_before;
    chain = chain ? chain : rulebook_chain(b, "grade", &facts, 0, "");
    if (!chain)
        return ERR_NONE;
    c->grade = grade_before;
    c->grade_reason = reason_before;
    act->wish = (struct complaint_wish){.chain = chain, .basis = wanted, .title = arena_printf(act->arena, "%s → %s", grade_name(b, grade_before), grade_name(b, wanted)), .body = reason};
    return ERR_NONE;
}

/* ---- the end ---- */

enum err acting_approvals_end(struct db *db, struct acting *act)
{
    struct db_done done;
    TRY(db_run(db, &list[END_STEPS], DB_ARGS(DB_INT(act->c.id)), NULL));
    TRY(db_run(db, &list[END], DB_ARGS(DB_INT(act->writer->now_us), DB_INT(act->c.id)), &done));
    TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(act->c.id)), NULL));
    return done.rows ? complaint_append(db, act->arena, act->writer, &act->c, "approval_withdrawn", "{}") : ERR_NONE;
}
