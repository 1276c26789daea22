#include "account_due_store.h"
#include "handled_store.h"
#include "msgid.h"
#include "notice_store.h"
#include "once_store.h"
#include "places.h"
#include "rulebook_store.h"
#include "spot_store.h"

enum { FOR_UNIT, OPEN_ONE, PUT, KEEP, DECIDE, MATTERS, REPLY };
static const struct db_stmt list[] = {
    /* The nearest of the user's units that stands above the complaint's; the top may look at its own. */
    [FOR_UNIT] = {"SELECT t.ancestor_id FROM unit_tree t JOIN unit u ON u.id = t.ancestor_id WHERE t.unit_id = ? AND t.ancestor_id IN (?, ?, ?, ?, ?, ?, ?) AND (t.ancestor_id <> t.unit_id OR u.parent_id IS NULL) "
                  "ORDER BY t.distance LIMIT 1",
                  "iiiiiiii", "i"},
    [OPEN_ONE] = {"SELECT id FROM spot_check WHERE complaint_id = ? AND state = 1 LIMIT 1", "i", "i"},
    [PUT] = {"INSERT INTO spot_check (complaint_id, unit_id, state, finding_before, body, reply, opened_us, due_us, opened_by, user_id) VALUES (?, ?, 1, ?, '', '', ?, ?, ?, ?)", "iiiiiii", ""},
    [KEEP] = {"SELECT version FROM spot_check WHERE id = ? FOR UPDATE", "i", "i"},
    [DECIDE] = {"UPDATE spot_check SET state = 2, result = ?, finding_before = ?, finding_after = ?, body = ?, user_id = ?, done_us = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 1",
                "iiitiiii", ""},
    [MATTERS] = {"UPDATE allegation SET finding = ? WHERE complaint_id = ? AND finding = ?", "iii", ""},
    [REPLY] = {"UPDATE spot_check SET reply = ?, replied_by = ?, replied_us = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 2 AND replied_us IS NULL", "tiiii", ""},
};
const struct db_stmts spot_act_stmts = {"spot_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct spot_command *command;
    struct spot_check s;
    struct complaint c;
    permission_set rights;
    const char *location, *why, *field;
};

static enum err refuse(struct acting *x, enum err e, const char *field, const char *why)
{
    x->field = field;
    x->why = why;
    return e;
}

static const char *number(struct arena *a, int64_t value)
{
    return arena_printf(a, "%lld", (long long)value);
}

enum err spot_refusal(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, permission_set rights, int64_t now_us, int64_t *ret_unit_id, const char **ret_why)
{
    const struct places p = places_of(user, MAY_CHECK);
    struct db_value args[ACCESS_GRANTS_MAX + 1] = {DB_INT(c->unit_id)};
    struct complaint_hands hands;
    struct db_rows row;
    *ret_why = NULL;
    *ret_unit_id = 0;
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[i + 1] = DB_INT(p.units[i]);
    enum err e = db_one(db, a, &list[FOR_UNIT], args, COUNT_OF(args), &row);
    if (e == ERR_NOT_FOUND || !(rights & PERMISSION_BIT(MAY_CHECK))) {
        *ret_why = N_("Closed complaints are checked by people of a superior unit who have the right to");
        return ERR_NONE;
    }
    TRY(e);
    *ret_unit_id = db_int(&row, 0, 0);
    TRY(complaint_hands(db, a, c, *ret_unit_id, user->id, MAY_CHECK, now_us, &hands));
    if (hands.handled)
        *ret_why = N_("You handled this complaint, so somebody else checks it");
    return ERR_NONE;
}

static enum err append(struct db *db, struct acting *x, const char *kind, const char *key, const char *value, const char *key2, const char *value2)
{
    TRY(complaint_append(db, x->arena, x->writer, &x->c, kind, timeline_data(x->arena, "check", number(x->arena, x->s.id), key ? key : "x", key ? value : NULL, key2 ? key2 : "x", key2 ? value2 : NULL, NULL)));
    return complaint_save(db, x->arena, &x->c);
}

/* ---- begin ---- */

static enum err begin(struct db *db, struct acting *x)
{
    const struct complaint_writer *w = x->writer;
    int64_t unit_id;
    const char *why;
    struct db_rows row;
    struct db_done done;
    if (x->c.is_open)
        return refuse(x, ERR_STATE, "", N_("Only a complaint that is closed can be checked"));
    TRY(spot_refusal(db, x->arena, w->user, &x->c, x->rights, w->now_us, &unit_id, &why));
    if (why)
        return refuse(x, ERR_FORBIDDEN, "", why);
    enum err e = db_one(db, x->arena, &list[OPEN_ONE], DB_ARGS(DB_INT(x->c.id)), &row);
    if (e == ERR_NONE) { /* it is under way already: that is the one */
        x->location = arena_printf(x->arena, "/staff/checks/%lld", (long long)db_int(&row, 0, 0));
        return ERR_NONE;
    }
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(x->c.id), DB_INT(unit_id), DB_INT(x->c.finding), DB_INT(w->now_us), DB_INT(SPOT_NO_DATE), DB_INT(w->user->id), DB_INT(w->user->id)), &done));
    x->s.id = done.id;
    x->location = arena_printf(x->arena, "/staff/checks/%lld", (long long)done.id);
    return append(db, x, "check_begun", NULL, NULL, NULL, NULL);
}

/* ---- decide ---- */

static enum err tell_unit(struct db *db, const struct acting *x, const char *kind)
{
    const struct rulebook *book;
    struct notice_to *to;
    size_t n;
    int64_t version;
    TRY(rulebook_in_force(db, x->arena, &book, &version));
    const char *role = book->callback.manager && *book->callback.manager ? book->callback.manager : "handler";
    TRY(notice_receivers_of(db, x->arena, x->c.id, role, x->c.unit_id, x->c.department_id, x->c.assignee_id, x->writer->now_us, &to, &n));
    const char *data = timeline_data(x->arena, "by", x->writer->user->name, "check", number(x->arena, x->s.id), NULL);
    for (size_t i = 0; i < n; i++) {
        const struct notice notice = {.user_id = to[i].user_id, .for_id = to[i].for_id, .complaint_id = x->c.id, .at_us = x->writer->now_us, .kind = kind, .data = data};
        if (to[i].user_id != x->writer->user->id)
            TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

static enum err check_decision(struct db *db, struct acting *x)
{
    const struct spot_command *command = x->command;
    int64_t unit_id;
    const char *why;
    if (x->s.state != SPOT_OPEN)
        return refuse(x, ERR_STATE, "", N_("This check is done already"));
    TRY(spot_refusal(db, x->arena, x->writer->user, &x->c, x->rights, x->writer->now_us, &unit_id, &why));
    if (why || !x->s.mine)
        return refuse(x, ERR_FORBIDDEN, "", why ? why : N_("Closed complaints are checked by people of a superior unit who have the right to"));
    if (x->s.version != command->version)
        return ERR_STALE;
    if (!*spot_result_title(command->result))
        return refuse(x, ERR_INPUT, "result", N_("Choose the result of the check"));
    if (!*command->text)
        return refuse(x, ERR_INPUT, "text", N_("Write what was checked and found"));
    bool changes = command->result == SPOT_CHANGED;
    if (changes && (command->after <= FINDING_NONE || command->after >= FINDING__END || command->after == x->c.finding))
        return refuse(x, ERR_INPUT, "after", N_("Choose the finding as it should be; it differs from the one that stands"));
    return ERR_NONE;
}

static enum err decide(struct db *db, struct acting *x)
{
    const struct spot_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    struct db_done done;
    TRY(check_decision(db, x));
    enum complaint_finding before = x->c.finding, after = command->result == SPOT_CHANGED ? command->after : before;
    TRY(db_run(db, &list[DECIDE],
               DB_ARGS(DB_INT(command->result), DB_INT(before), DB_INT(after), DB_TEXT(command->text), DB_INT(w->user->id), DB_INT(w->now_us), DB_INT(x->s.id), DB_INT(x->s.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    if (after != before) {
        x->c.finding = after;
        TRY(db_run(db, &list[MATTERS], DB_ARGS(DB_INT(after), DB_INT(x->c.id), DB_INT(before)), NULL));
        TRY(tell_unit(db, x, "check_changed"));
    }
    if (command->result == SPOT_FALSE) {
        const struct rulebook *book;
        int64_t version;
        x->c.false_closing = true;
        TRY(rulebook_in_force(db, x->arena, &book, &version));
        TRY(account_happened(db, x->arena, book, x->c.id, "false_closing", x->s.id, w->now_us));
        TRY(tell_unit(db, x, "check_false"));
    }
    bool changed = after != before;
    return append(db, x, spot_result_event(command->result), changed ? "finding_before" : NULL, number(x->arena, before), changed ? "finding" : NULL, number(x->arena, after));
}

/* ---- answer ---- */

static enum err answer(struct db *db, struct acting *x)
{
    const struct complaint_writer *w = x->writer;
    struct db_done done;
    if (!(x->rights & (PERMISSION_BIT(MAY_CLOSE) | PERMISSION_BIT(MAY_REOPEN))) || x->s.user_id == w->user->id)
        return refuse(x, ERR_FORBIDDEN, "", N_("Who may close for the unit answers a check, and did not make it"));
    if (x->s.state != SPOT_DONE || x->s.replied_us)
        return refuse(x, ERR_STATE, "", N_("There is nothing to answer now"));
    if (x->s.version != x->command->version)
        return ERR_STALE;
    if (!*x->command->text)
        return refuse(x, ERR_INPUT, "reply", N_("Write something here"));
    TRY(db_run(db, &list[REPLY], DB_ARGS(DB_TEXT(x->command->text), DB_INT(w->user->id), DB_INT(w->now_us), DB_INT(x->s.id), DB_INT(x->s.version)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    const struct notice notice = {.user_id = x->s.user_id, .complaint_id = x->c.id, .at_us = w->now_us, .kind = "check_answered",
                                  .data = timeline_data(x->arena, "by", w->user->name, "check", number(x->arena, x->s.id), NULL)};
    if (x->s.user_id)
        TRY(notice_put(db, &notice));
    return append(db, x, "check_answered", NULL, NULL, NULL, NULL);
}

/* ---- one transaction ---- */

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct spot_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    struct db_rows row;
    *x = (struct acting){.arena = x->arena, .writer = w, .command = command, .location = command->once_location, .why = "", .field = ""};
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, w->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    if (command->action != SPOT_BEGIN)
        TRY(spot_load(db, x->arena, w->user, command->id, &x->s));
    const char *of = command->action == SPOT_BEGIN ? command->number : x->s.number;
    TRY(complaint_lock(db, x->arena, of));
    TRY(complaint_load(db, x->arena, w->user, of, &x->c, &x->rights));
    if (command->action == SPOT_BEGIN)
        return begin(db, x);
    TRY(db_one(db, x->arena, &list[KEEP], DB_ARGS(DB_INT(command->id)), &row));
    TRY(spot_load(db, x->arena, w->user, command->id, &x->s));
    return command->action == SPOT_DECIDE ? decide(db, x) : answer(db, x);
}

enum err spot_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct spot_command *command, struct spot_outcome *ret_outcome)
{
    struct acting x = {.arena = a, .writer = w, .command = command};
    enum err e = db_tx(db, run, &x);
    *ret_outcome = (struct spot_outcome){.location = x.location, .why = x.why ? x.why : "", .field = x.field ? x.field : ""};
    return e;
}
