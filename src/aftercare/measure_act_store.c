#include <string.h>

#include "incident_store.h"
#include "measure_acting_store.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"

/* Setting measures, reporting them as done, changing and dropping them. */

enum { PUT, NUMBER, CHANGE, FINISH, BACK, DROP, SAY, DEPARTMENT, PERSON, CATEGORY };
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO measure (unit_id, department_id, owner_id, complaint_id, incident_id, kind, cause, category_id, title, body, state, due_us, evidence, remark, follows_id, next_us, reminders, made_by, made_us) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, '', '', ?, ?, ?, ?, ?)",
             "iiIIIitItt" "iIiiii", ""},
    [NUMBER] = {"SELECT c.number FROM measure m LEFT JOIN complaint c ON c.id = m.complaint_id WHERE m.id = ?", "i", "T"},
    [CHANGE] = {"UPDATE measure SET department_id = ?, owner_id = ?, kind = ?, cause = ?, category_id = ?, title = ?, body = ?, due_us = ?, next_us = ?, reminders = ?, version = version + 1 WHERE id = ? AND version = ?",
                "iIitItti" "iiii", ""},
    [FINISH] = {"UPDATE measure SET state = 2, evidence = ?, done_us = ?, done_by = ?, check_us = ?, next_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tiiIiii", ""},
    [BACK] = {"UPDATE measure SET state = 1, done_us = NULL, done_by = NULL, check_us = NULL, next_us = ?, reminders = ?, version = version + 1 WHERE id = ? AND version = ?", "iiii", ""},
    [DROP] = {"UPDATE measure SET state = 5, remark = ?, check_us = NULL, next_us = ?, version = version + 1 WHERE id = ? AND version = ?", "tiii", ""},
    [SAY] = {"UPDATE measure SET remark = ?, version = version + 1 WHERE id = ? AND version = ?", "tii", ""},
    /* Of the unit itself, its superiors and the units below it. */
    [DEPARTMENT] = {"SELECT d.unit_id FROM department d WHERE d.id = ? AND d.active = 1 AND (? = 0 OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = ? AND t.ancestor_id = d.unit_id) OR EXISTS "
                    "(SELECT 1 FROM unit_tree t WHERE t.ancestor_id = ? AND t.unit_id = d.unit_id))",
                    "iiii", "i"},
    [PERSON] = {"SELECT p.id FROM app_user p WHERE p.id = ? AND p.active = 1", "i", "i"},
    [CATEGORY] = {"SELECT id FROM category WHERE id = ?", "i", "i"},
};
const struct db_stmts measure_act_stmts = {"measure_act", list, COUNT_OF(list), DB_STAFF};

struct acting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct measure_command *command;
    const char *number; /* of the complaint, as it was read before */
    const struct rulebook *book;
    struct complaint c;
    struct measure m;
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

/* ---- what is filled in ---- */

static enum err check(struct db *db, struct acting *x)
{
    const struct measure_command *command = x->command;
    const struct rb_tree *cause = rulebook_tree(x->book->causes, x->book->causes_count, command->cause);
    const struct db_value unit = DB_INT(x->m.unit_id);
    struct db_rows rows;
    if (!has(command->title))
        return refuse(x, ERR_INPUT, "title", N_("Say in one line what is done"));
    if (!cause || (cause->inactive && strcmp(x->m.cause, cause->code) != 0))
        return refuse(x, ERR_INPUT, "cause", N_("Choose the cause that it removes"));
    if (command->kind < MEASURE_CORRECTIVE || command->kind >= MEASURE_KIND__END)
        return refuse(x, ERR_INPUT, "kind", N_("Choose whether it corrects or prevents"));
    if (command->category_id) {
        TRY(db_query(db, x->arena, &list[CATEGORY], DB_ARGS(DB_INT(command->category_id)), &rows));
        if (rows.n == 0)
            return refuse(x, ERR_INPUT, "category", N_("Choose a category of the list"));
    }
    TRY(db_query(db, x->arena, &list[DEPARTMENT], DB_ARGS(DB_INT(command->department_id), unit, unit, unit), &rows));
    if (rows.n == 0)
        return refuse(x, ERR_INPUT, "department", N_("Choose the department that does it"));
    if (!x->m.unit_id)
        x->m.unit_id = db_int(&rows, 0, 0);
    if (command->owner_id) {
        TRY(db_query(db, x->arena, &list[PERSON], DB_ARGS(DB_INT(command->owner_id)), &rows));
        if (rows.n == 0)
            return refuse(x, ERR_INPUT, "owner", N_("Nobody of this name works here"));
    }
    if (command->due_us <= x->writer->now_us)
        return refuse(x, ERR_INPUT, "due", N_("Enter the date until which it is done, tomorrow or later"));
    x->m.department_id = command->department_id;
    x->m.owner_id = command->owner_id;
    x->m.kind = command->kind;
    x->m.cause = command->cause;
    x->m.category_id = command->category_id;
    x->m.title = command->title;
    x->m.due_us = command->due_us;
    x->m.reminders = measure_reminders_passed(command->due_us, x->writer->now_us);
    x->m.next_us = measure_reminder_us(command->due_us, x->m.reminders);
    return ERR_NONE;
}

/* ---- a new one ---- */

static enum err where_from(struct db *db, struct acting *x)
{
    const struct measure_command *command = x->command;
    const struct access_user *user = x->writer->user;
    struct incident incident;
    permission_set rights;
    bool may = true;
    if (*x->number) {
        TRY(complaint_load(db, x->arena, user, x->number, &x->c, &rights));
        may = !x->c.part && (rights & PERMISSION_BIT(MAY_IMPROVE));
        x->m.unit_id = x->c.unit_id;
        x->m.complaint_id = x->c.id;
    } else if (command->incident_id) {
        TRY(incident_load(db, x->arena, user, command->incident_id, &incident));
        TRY(measure_may_set(db, x->arena, user, incident.unit_id, &may));
        x->m.unit_id = incident.unit_id;
        x->m.incident_id = incident.id;
    }
    return may ? ERR_NONE : refuse(x, ERR_FORBIDDEN, "", N_("Your role does not allow you to set measures there"));
}

static enum err set(struct db *db, struct acting *x)
{
    const struct measure_command *command = x->command;
    const struct complaint_writer *w = x->writer;
    struct measure *m = &x->m;
    struct db_done done;
    bool may;
    TRY(where_from(db, x));
    TRY(check(db, x));
    TRY(measure_may_set(db, x->arena, w->user, m->unit_id, &may));
    if (!may && !m->complaint_id)
        return refuse(x, ERR_FORBIDDEN, "department", N_("Your role does not allow you to set measures there"));
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(m->unit_id), DB_INT(m->department_id), DB_ID(m->owner_id), DB_ID(m->complaint_id), DB_ID(m->incident_id), DB_INT(m->kind), DB_TEXT(m->cause), DB_ID(m->category_id), DB_TEXT(m->title),
                       DB_TEXT(command->body), DB_INT(m->due_us), DB_ID(command->follows_id), DB_INT(m->next_us), DB_INT(m->reminders), DB_INT(w->user->id), DB_INT(w->now_us)),
               &done));
    m->id = done.id;
    TRY(measure_note(db, x->arena, w, &x->c, m, "set", command->body, "measure_set"));
    return measure_tell(db, x->arena, w, m, "measure_set", false);
}

/* ---- one that stands ---- */

static enum err written(struct db *db, struct acting *x, const struct db_stmt *stmt, const struct db_value *args, size_t n)
{
    struct db_done done;
    TRY(db_run(db, stmt, args, n, &done));
    return done.rows == 1 ? ERR_NONE : refuse(x, ERR_STALE, "", "");
}

static enum err change(struct db *db, struct acting *x)
{
    int64_t owner_id = x->m.owner_id, department_id = x->m.department_id;
    struct measure *m = &x->m;
    TRY(check(db, x));
    TRY(written(db, x, &list[CHANGE],
                DB_ARGS(DB_INT(m->department_id), DB_ID(m->owner_id), DB_INT(m->kind), DB_TEXT(m->cause), DB_ID(m->category_id), DB_TEXT(m->title), DB_TEXT(x->command->body), DB_INT(m->due_us), DB_INT(m->next_us),
                        DB_INT(m->reminders), DB_INT(m->id), DB_INT(m->version))));
    TRY(measure_note(db, x->arena, x->writer, &x->c, m, "changed", x->command->body, "measure_changed"));
    bool other = owner_id != m->owner_id || department_id != m->department_id;
    return other ? measure_tell(db, x->arena, x->writer, m, "measure_set", false) : ERR_NONE;
}

static enum err finish(struct db *db, struct acting *x)
{
    const struct complaint_writer *w = x->writer;
    struct measure *m = &x->m;
    if (!has(x->command->text))
        return refuse(x, ERR_INPUT, "text", N_("Say what shows that it was done"));
    int64_t check_us = x->book->measures.check_days > 0 ? w->now_us + x->book->measures.check_days * UTC_DAY_US : 0;
    TRY(written(db, x, &list[FINISH], DB_ARGS(DB_TEXT(x->command->text), DB_INT(w->now_us), DB_INT(w->user->id), DB_ID(check_us), DB_INT(MEASURE_NEVER), DB_INT(m->id), DB_INT(m->version))));
    return measure_note(db, x->arena, w, &x->c, m, "done", x->command->text, "measure_done");
}

static enum err back(struct db *db, struct acting *x)
{
    struct measure *m = &x->m;
    if (!has(x->command->text))
        return refuse(x, ERR_INPUT, "text", N_("Say what is missing"));
    int passed = measure_reminders_passed(m->due_us, x->writer->now_us);
    TRY(written(db, x, &list[BACK], DB_ARGS(DB_INT(measure_reminder_us(m->due_us, passed)), DB_INT(passed), DB_INT(m->id), DB_INT(m->version))));
    TRY(measure_note(db, x->arena, x->writer, &x->c, m, "back", x->command->text, "measure_back"));
    return measure_tell(db, x->arena, x->writer, m, "measure_back", false);
}

static enum err drop(struct db *db, struct acting *x)
{
    struct measure *m = &x->m;
    if (!has(x->command->text))
        return refuse(x, ERR_INPUT, "text", N_("Say why it is dropped"));
    TRY(written(db, x, &list[DROP], DB_ARGS(DB_TEXT(x->command->text), DB_INT(MEASURE_NEVER), DB_INT(m->id), DB_INT(m->version))));
    TRY(measure_note(db, x->arena, x->writer, &x->c, m, "dropped", x->command->text, "measure_dropped"));
    return measure_tell(db, x->arena, x->writer, m, "measure_dropped", false);
}

static enum err say(struct db *db, struct acting *x)
{
    struct measure *m = &x->m;
    if (!has(x->command->text))
        return refuse(x, ERR_INPUT, "text", N_("Write what you think of the effect"));
    TRY(written(db, x, &list[SAY], DB_ARGS(DB_TEXT(x->command->text), DB_INT(m->id), DB_INT(m->version))));
    return measure_note(db, x->arena, x->writer, &x->c, m, "said", x->command->text, NULL);
}

static enum err act_on(struct db *db, struct acting *x)
{
    const char *why;
    TRY(measure_load(db, x->arena, x->writer->user, x->command->id, &x->m));
    enum err e = measure_decide(&x->m, x->command->action, &why);
    if (e == ERR_FORBIDDEN)
        return refuse(x, e, "", why);
    if (x->m.version != x->command->version)
        return refuse(x, ERR_STALE, "", "");
    if (e != ERR_NONE)
        return refuse(x, e, "", why);
    switch (x->command->action) {
    case MEASURE_CHANGE:
        return change(db, x);
    case MEASURE_FINISH:
        return finish(db, x);
    case MEASURE_BACK:
        return back(db, x);
    case MEASURE_DROP:
        return drop(db, x);
    default:
        return say(db, x);
    }
}

static enum err run(struct db *db, void *ctx)
{
    struct acting *x = ctx;
    const struct measure_command *command = x->command;
    int64_t version;
    *x = (struct acting){.arena = x->arena, .writer = x->writer, .command = command, .number = x->number, .m = {.cause = ""}, .location = command->once_location, .field = "", .why = ""};
    if (command->once_hash) {
        enum err e = once_claim(db, x->arena, command->once_hash, command->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(measure_hold(db, x->arena, x->number, &x->c));
    TRY(rulebook_in_force(db, x->arena, &x->book, &version));
    return command->action == MEASURE_SET ? set(db, x) : act_on(db, x);
}

enum err measure_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct measure_command *command, struct measure_result *ret_result)
{
    struct acting x = {.arena = a, .writer = w, .command = command, .number = command->action == MEASURE_SET && command->number ? command->number : ""};
    struct db_rows row;
    if (command->action != MEASURE_SET) {
        /* Outside of the transaction: a read in it would come before the lock. */
        TRY(db_one(db, a, &list[NUMBER], DB_ARGS(DB_INT(command->id)), &row));
        x.number = db_text(&row, 0, 0);
    }
    enum err e = db_tx(db, run, &x);
    *ret_result = (struct measure_result){.id = x.m.id, .location = x.location, .field = x.field ? x.field : "", .why = x.why ? x.why : ""};
    return e;
}
