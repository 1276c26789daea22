#include <string.h>

#include "merit_acting_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "rulebook_store.h"

/* Confirming, rejecting, appeals, and proposals by hand. */

enum { NUMBER, CONFIRM, REJECT, APPEAL, SETTLE, COORDINATOR, PERSON, LINE };
static const struct db_stmt list[] = {
    [NUMBER] = {"SELECT c.number FROM account_item k JOIN complaint c ON c.id = k.complaint_id WHERE k.id = ?", "i", "t"},
    [CONFIRM] = {"UPDATE account_item SET state = 2, user_id = ?, confirmed_cents = ?, confirmed_points = ?, decided_by = ?, decided_us = ?, body = ?, version = version + 1 WHERE id = ? AND version = ?", "Iiiiitii", ""},
    [REJECT] = {"UPDATE account_item SET state = 3, decided_by = ?, decided_us = ?, body = ?, version = version + 1 WHERE id = ? AND version = ?", "iitii", ""},
    [APPEAL] = {"UPDATE account_item SET state = 4, appeal = ?, appealed_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tiii", ""},
    [SETTLE] = {"UPDATE account_item SET state = ?, appeal_by = ?, appeal_done_us = ?, appeal_body = ?, version = version + 1 WHERE id = ? AND version = ?", "iiitii", ""},
    [COORDINATOR] = {"SELECT coordinator_id FROM department WHERE id = ?", "i", "I"},
    [PERSON] = {"SELECT department_id FROM app_user WHERE id = ? AND active = 1", "i", "I"},
    [LINE] = {"SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = ? ORDER BY t.distance LIMIT 64", "i", "i"},
};
const struct db_stmts merit_act_stmts = {"merit_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct merit_command *command;
    const struct merit_proposal *proposal;
    const char *number;
    struct complaint c;
    struct merit m;
    const char *location, *field, *why;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static bool has(const char *text)
{
    return text && *text;
}

static enum err tell(struct db *db, const struct acting *x, int64_t user_id, const char *kind)
{
    struct arena *a = x->arena;
    /* Of no complaint: who is concerned may be kept out of it and learns of the decision all the same. */
    const struct notice notice = {.user_id = user_id, .at_us = x->writer->now_us, .kind = kind,
                                  .data = timeline_data(a, "account", arena_printf(a, "%lld", (long long)x->m.id), "rule", x->m.rule, "by", x->writer->user->name, NULL)};
    return user_id ? notice_put(db, &notice) : ERR_NONE;
}

static enum err tell_concerned(struct db *db, const struct acting *x, const char *kind)
{
    struct db_rows row;
    if (x->m.user_id || !x->m.department_id)
        return tell(db, x, x->m.user_id, kind);
    TRY(db_one(db, x->arena, &list[COORDINATOR], DB_ARGS(DB_INT(x->m.department_id)), &row));
    return tell(db, x, db_int(&row, 0, 0), kind);
}

static enum err written(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n)
{
    struct db_done done;
    TRY(db_run(db, stmt, args, n, &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

static enum err confirm(struct db *db, struct acting *x)
{
    const struct merit_command *command = x->command;
    struct merit *m = &x->m;
    struct db_rows rows;
    if (command->cents < 0 || command->cents > MERIT_CENTS_MOST)
        return refuse(x, ERR_INPUT, "sum", N_("Enter the sum like this: 200.00"));
    if (command->points < 0 || command->points > MERIT_POINTS_MOST)
        return refuse(x, ERR_INPUT, "points", N_("Enter the points as a number up to 1000"));
    if ((command->cents != m->cents || command->points != m->points) && !has(command->text))
        return refuse(x, ERR_INPUT, "text", N_("Say why it is other than proposed"));
    if (command->user_id && !m->user_id) {
        if (command->user_id == x->writer->user->id)
            return refuse(x, ERR_INPUT, "person", N_("This concerns yourself; somebody else decides"));
        TRY(db_query(db, x->arena, &list[PERSON], DB_ARGS(DB_INT(command->user_id)), &rows));
        if (rows.n == 0)
            return refuse(x, ERR_INPUT, "person", N_("Nobody of this name works here"));
        m->user_id = command->user_id;
    }
    TRY(written(db, &list[CONFIRM],
                DB_ARGS(DB_ID(m->user_id), DB_INT(command->cents), DB_INT(command->points), DB_INT(x->writer->user->id), DB_INT(x->writer->now_us), DB_TEXT(has(command->text) ? command->text : ""), DB_INT(m->id),
                        DB_INT(m->version))));
    return tell_concerned(db, x, "account_confirmed");
}

static enum err decide(struct db *db, struct acting *x, enum merit_state to)
{
    const struct merit_command *command = x->command;
    struct merit *m = &x->m;
    const struct db_value me = DB_INT(x->writer->user->id), now = DB_INT(x->writer->now_us), text = DB_TEXT(has(command->text) ? command->text : ""), id = DB_INT(m->id), version = DB_INT(m->version);
    if (command->action != MERIT_CONFIRM && !has(command->text))
        return refuse(x, ERR_INPUT, "text", command->action == MERIT_APPEAL ? N_("Say what you have against it") : N_("Say why"));
    switch (command->action) {
    case MERIT_CONFIRM:
        return confirm(db, x);
    case MERIT_REJECT:
        return written(db, &list[REJECT], DB_ARGS(me, now, text, id, version));
    case MERIT_APPEAL:
        TRY(written(db, &list[APPEAL], DB_ARGS(text, now, id, version)));
        return tell(db, x, m->decided_by, "account_appealed");
    default:
        TRY(written(db, &list[SETTLE], DB_ARGS(DB_INT(to), me, now, text, id, version)));
        return tell_concerned(db, x, "account_settled");
    }
}

static enum err claim(struct db *db, struct acting *x, const uint8_t *hash, const char *location, bool *ret_again)
{
    x->location = location;
    *ret_again = false;
    if (!hash)
        return ERR_NONE;
    enum err e = once_claim(db, x->arena, hash, location, x->writer->now_us, &x->location);
    *ret_again = e == ERR_EXISTS;
    return *ret_again ? ERR_NONE : e;
}

static enum err run(struct db *db, void *ctx)
{
    static const char *const events[MERIT_ACTION__END] = {
        [MERIT_CONFIRM] = "account_confirmed", [MERIT_REJECT] = "account_rejected", [MERIT_APPEAL] = "account_appealed", [MERIT_UPHOLD] = "account_upheld", [MERIT_LIFT] = "account_lifted"};
    struct acting *x = ctx;
    const struct merit_command *command = x->command;
    enum merit_state to;
    const char *why;
    bool again;
    x->field = x->why = "";
    TRY(claim(db, x, command->once_hash, command->once_location, &again));
    if (again)
        return ERR_NONE;
    TRY(measure_hold(db, x->arena, x->number, &x->c));
    TRY(merit_load(db, x->arena, x->writer->user, command->id, &x->m));
    enum err e = merit_decide(&x->m, command->action, x->writer->user->id, &to, &why);
    if (e == ERR_FORBIDDEN)
        return refuse(x, e, "", why);
    if (x->m.version != command->version)
        return ERR_STALE;
    if (e != ERR_NONE)
        return refuse(x, e, "", why);
    TRY(decide(db, x, to));
    return merit_event(db, x->arena, x->writer, &x->c, &x->m, events[command->action]);
}

enum err merit_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct merit_command *command, struct merit_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    struct db_rows row;
    /* Outside of the transaction: a read in it would come before the lock. */
    TRY(db_one(db, a, &list[NUMBER], DB_ARGS(DB_INT(command->id)), &row));
    x.number = db_text(&row, 0, 0);
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct merit_result){x.location, x.field ? x.field : "", x.why ? x.why : ""};
    return e;
}

/* ---- by hand ---- */

static enum err check(struct db *db, struct acting *x, const struct rb_account *rule)
{
    const struct merit_proposal *proposal = x->proposal;
    struct db_rows rows;
    int64_t line[64];
    if (!rule || rule->inactive)
        return refuse(x, ERR_INPUT, "rule", N_("Choose the rule"));
    if (proposal->user_id == x->writer->user->id)
        return refuse(x, ERR_INPUT, "person", N_("This concerns yourself; somebody else decides"));
    if (proposal->user_id) {
        TRY(db_query(db, x->arena, &list[PERSON], DB_ARGS(DB_INT(proposal->user_id)), &rows));
        if (rows.n == 0)
            return refuse(x, ERR_INPUT, "person", N_("Nobody of this name works here"));
        x->m.department_id = db_int(&rows, 0, 0);
    } else {
        x->m.department_id = proposal->department_id;
    }
    if (!has(proposal->text))
        return refuse(x, ERR_INPUT, "text", N_("Say what happened"));
    TRY(db_query(db, x->arena, &list[LINE], DB_ARGS(DB_INT(x->m.unit_id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    if (!(access_over_unit(x->writer->user, line, rows.n) & PERMISSION_BIT(MAY_HOLD_TO_ACCOUNT)))
        return refuse(x, ERR_FORBIDDEN, "number", N_("Your role does not allow you to decide about this"));
    return ERR_NONE;
}

static enum err run_proposal(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct merit_proposal *proposal = x->proposal;
    const struct complaint_writer *w = x->writer;
    const struct rulebook *book;
    permission_set rights;
    int64_t version;
    bool again;
    x->field = x->why = "";
    TRY(claim(db, x, proposal->once_hash, proposal->once_location, &again));
    if (again)
        return ERR_NONE;
    TRY(complaint_lock(db, x->arena, proposal->number));
    enum err e = complaint_load(db, x->arena, w->user, proposal->number, &x->c, &rights);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && x->c.part))
        return refuse(x, ERR_INPUT, "number", N_("You see no complaint of this number"));
    TRY(e);
    TRY(rulebook_in_force(db, x->arena, &book, &version));
    const struct rb_account *rule = merit_rule(book, proposal->rule);
    x->m = (struct merit){.unit_id = x->c.unit_id, .complaint_id = x->c.id, .user_id = proposal->user_id, .body = proposal->text ? proposal->text : "", .state = MERIT_PROPOSED,
                          .month = merit_month(w->now_us, w->zone), .proposed_us = w->now_us, .proposed_by = w->user->id};
    TRY(check(db, x, rule));
    x->m.rule = rule->code;
    x->m.whom = rule->whom;
    x->m.reward = rule->reward;
    x->m.points = rule->points;
    if (*rule->amount && rulebook_cents(rule->amount, &x->m.cents) != ERR_NONE)
        x->m.cents = 0;
    TRY(merit_nth(db, x->arena, &x->m));
    e = merit_put(db, &x->m, 0, &x->m.id);
    if (e == ERR_EXISTS)
        return refuse(x, ERR_INPUT, "rule", N_("This rule was proposed for this complaint already"));
    TRY(e);
    return merit_event(db, x->arena, w, &x->c, &x->m, "account_proposed");
}

enum err merit_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct merit_proposal *proposal, struct merit_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .proposal = proposal};
    enum err e = db_tx(db, run_proposal, &x);
    *ret_result = (struct merit_result){x.location, x.field ? x.field : "", x.why ? x.why : ""};
    return e;
}
