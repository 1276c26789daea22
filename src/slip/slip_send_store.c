#include <string.h>

#include "access.h"
#include "msgid.h"
#include "slip_acting_store.h"

enum { RECEIVER, CUSTOMER_SERVICE, DISTANCE, SUPERIOR, INSERT, COPY, SETTLE, PROPOSE };
static const struct db_stmt list[] = {
    /* Within reach: of the asking unit, of its superiors and of the units directly below (requirements A4). */
    [RECEIVER] = {"SELECT d.unit_id, d.function, d.active AND n.active, d.name_zh, (n.parent_id = ? OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = ? AND t.ancestor_id = n.id)) "
                  "FROM department d JOIN unit n ON n.id = d.unit_id WHERE d.id = ?",
                  "iii", "ititI"},
    [CUSTOMER_SERVICE] = {"SELECT d.id, n.name_zh, n.active FROM unit n LEFT JOIN department d ON d.unit_id = n.id AND d.function = 'customer_service' AND d.active = 1 "
                          "WHERE n.id = ? ORDER BY d.id LIMIT 1",
                          "i", "Iti"},
    [DISTANCE] = {"SELECT distance FROM unit_tree WHERE ancestor_id = ? AND unit_id = ?", "ii", "i"},
    [SUPERIOR] = {"SELECT t.ancestor_id FROM unit_tree t JOIN unit n ON n.id = t.ancestor_id AND n.active = 1 JOIN department d ON d.unit_id = n.id AND "
                  "d.function = 'customer_service' AND d.active = 1 WHERE t.unit_id = ? AND t.distance > 0 ORDER BY t.distance, d.id LIMIT 1",
                  "i", "i"},
    [INSERT] = {"INSERT INTO slip (complaint_id, number, parent_id, before_id, kind, state, returns, is_binding, from_unit_id, from_department_id, from_user_id, to_unit_id, "
                "to_department_id, sent_us, due_us, next_us, stage, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "iiIIiiiiiIiiiiiiit", ""},
    [COPY] = {"INSERT INTO slip_copy (slip_id, department_id) VALUES (?, ?)", "ii", ""},
    [SETTLE] = {"UPDATE slip SET settled = 1, version = version + 1 WHERE id = ?", "i", ""},
    /* The category's department of the unit itself or of the nearest superior, else the customer service of the unit. */
    [PROPOSE] = {"SELECT d.id, d.function, d.unit_id FROM category k JOIN unit_tree t ON t.unit_id = ? JOIN unit n ON n.id = t.ancestor_id AND n.active = 1 JOIN department d ON "
                 "d.unit_id = t.ancestor_id AND d.active = 1 AND d.id <> ? AND (d.function = k.department_function OR (d.function = 'customer_service' AND t.distance = 0)) "
                 "WHERE k.id = ? ORDER BY d.function = k.department_function DESC, t.distance, d.id LIMIT 1",
                 "iii", "iti"},
};
const struct db_stmts slip_send_stmts = {"slip_send", list, COUNT_OF(list), DB_STAFF};

#define COMMITTEE "committee"

/* ---- to whom ---- */

struct receiver {
    int64_t unit_id, department_id;
    const char *function;
};

/* A department that can be chosen, from the place that asks. */
static enum err take_department(struct db *db, struct slip_acting *x, int64_t from_unit_id, int64_t department_id, struct receiver *ret_receiver)
{
    struct db_rows row;
    enum err e = db_one(db, x->arena, &list[RECEIVER], DB_ARGS(DB_INT(from_unit_id), DB_INT(from_unit_id), DB_INT(department_id)), &row);
    if (e == ERR_NOT_FOUND)
        return slip_refuse(x, ERR_INPUT, N_("Choose a department"), "");
    TRY(e);
    if (!db_int(&row, 0, 2))
        return slip_refuse(x, ERR_INPUT, N_("%s does not exist any more; choose another department"), db_text(&row, 0, 3));
    if (!db_int(&row, 0, 4))
        return slip_refuse(x, ERR_INPUT, N_("%s is out of reach from here; choose another department"), db_text(&row, 0, 3));
    *ret_receiver = (struct receiver){db_int(&row, 0, 0), department_id, db_text(&row, 0, 1)};
    return ERR_NONE;
}

/* The customer service of a unit. */
static enum err take_unit(struct db *db, struct slip_acting *x, int64_t unit_id, struct receiver *ret_receiver)
{
    struct db_rows row;
    enum err e = db_one(db, x->arena, &list[CUSTOMER_SERVICE], DB_ARGS(DB_INT(unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        return slip_refuse(x, ERR_INPUT, N_("Choose a unit"), "");
    TRY(e);
    if (!db_int(&row, 0, 2))
        return slip_refuse(x, ERR_INPUT, N_("%s does not exist any more; choose another unit"), db_text(&row, 0, 1));
    if (!db_int(&row, 0, 0))
        return slip_refuse(x, ERR_INPUT, N_("%s has no customer service that could take it; choose another unit"), db_text(&row, 0, 1));
    *ret_receiver = (struct receiver){unit_id, db_int(&row, 0, 0), "customer_service"};
    return ERR_NONE;
}

/* Whether a unit stands below another. */
static enum err is_below(struct db *db, struct slip_acting *x, int64_t above_id, int64_t unit_id, bool *ret_below)
{
    struct db_rows row;
    enum err e = db_one(db, x->arena, &list[DISTANCE], DB_ARGS(DB_INT(above_id), DB_INT(unit_id)), &row);
    *ret_below = e == ERR_NONE && db_int(&row, 0, 0) > 0;
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err take_superior(struct db *db, struct slip_acting *x, struct receiver *ret_receiver)
{
    int64_t unit_id = x->command->unit_id;
    struct db_rows row;
    bool below;
    if (unit_id) {
        TRY(is_below(db, x, unit_id, x->c.unit_id, &below));
        return below ? take_unit(db, x, unit_id, ret_receiver) : slip_refuse(x, ERR_INPUT, N_("A report goes to a superior unit"), "");
    }
    enum err e = db_one(db, x->arena, &list[SUPERIOR], DB_ARGS(DB_INT(x->c.unit_id)), &row);
    if (e == ERR_NOT_FOUND)
        return slip_refuse(x, ERR_INPUT, N_("There is no superior unit that could take a report"), "");
    TRY(e);
    return take_unit(db, x, db_int(&row, 0, 0), ret_receiver);
}

static enum err take_below(struct db *db, struct slip_acting *x, struct receiver *ret_receiver)
{
    bool below;
    if (x->c.open_slips > 0)
        return slip_refuse_move(x);
    TRY(is_below(db, x, x->c.unit_id, x->command->unit_id, &below));
    return below ? take_unit(db, x, x->command->unit_id, ret_receiver) : slip_refuse(x, ERR_INPUT, N_("A complaint is transferred to a unit below this one"), "");
}

/* Of the units over which the user may dispatch: his own when it stands above, else any. */
static enum err asking_unit(struct db *db, struct slip_acting *x, int64_t asked_id, int64_t *ret_unit_id)
{
    const struct access_user *user = x->writer->user;
    int64_t units[ACCESS_GRANTS_MAX];
    bool below = false;
    access_units(user, MAY_DISPATCH, units);
    for (size_t i = 0; i < COUNT_OF(units) && units[i]; i++) {
        TRY(is_below(db, x, units[i], asked_id, &below));
        if (below) {
            *ret_unit_id = units[i];
            if (units[i] == user->unit_id)
                return ERR_NONE;
        }
    }
    return ERR_NONE;
}

/* A question goes to the unit that carries the complaint, or to one between. */
static enum err take_asked(struct db *db, struct slip_acting *x, struct slip *s, struct receiver *ret_receiver)
{
    const struct access_user *user = x->writer->user;
    int64_t asked_id = x->command->unit_id ? x->command->unit_id : x->c.unit_id, unit_id = 0;
    bool above = asked_id == x->c.unit_id;
    if (!above)
        TRY(is_below(db, x, asked_id, x->c.unit_id, &above));
    if (above)
        TRY(asking_unit(db, x, asked_id, &unit_id));
    if (!unit_id)
        return slip_refuse(x, ERR_INPUT, N_("A superior unit asks one below it that has to do with the complaint"), "");
    s->from_unit_id = unit_id;
    s->from_department_id = user->unit_id == unit_id ? user->department_id : 0;
    return take_unit(db, x, asked_id, ret_receiver);
}

static enum err find_receiver(struct db *db, struct slip_acting *x, struct slip *s, struct receiver *ret_receiver)
{
    switch (s->kind) {
    case SLIP_DISPATCH:
    case SLIP_HELP:
        TRY(take_department(db, x, s->from_unit_id, x->command->department_id, ret_receiver));
        return ret_receiver->department_id == s->from_department_id ? slip_refuse(x, ERR_INPUT, N_("This department asks itself; choose another one"), "") : ERR_NONE;
    case SLIP_UP:
        return take_superior(db, x, ret_receiver);
    case SLIP_DOWN:
        return take_below(db, x, ret_receiver);
    case SLIP_INFO:
        return take_asked(db, x, s, ret_receiver);
    case SLIP_KIND__END:
        break;
    }
    return slip_refuse(x, ERR_INPUT, N_("Choose what kind of slip it is"), "");
}

/* ---- in whose place: the ladder of what was returned (requirements E3) ---- */

static const struct slip *successor(const struct slip_acting *x, const struct slip *s)
{
    for (size_t i = 0; i < x->n; i++) {
        if (x->slips[i].before_id == s->id && x->slips[i].state != SLIP_WITHDRAWN)
            return &x->slips[i];
    }
    return NULL;
}

static enum err is_committee(struct db *db, struct slip_acting *x, int64_t department_id, bool *ret_is)
{
    struct basis basis;
    TRY(basis_load(db, x->arena, &basis));
    *ret_is = strcmp(basis_department(&basis, department_id).code, COMMITTEE) == 0;
    return ERR_NONE;
}

/* Who sends it to a department that returned it before means the same request. */
static const struct slip *returned_by(const struct slip_acting *x, const struct slip *s)
{
    const struct slip *last = NULL;
    for (size_t i = 0; i < x->n; i++) {
        const struct slip *one = &x->slips[i];
        if (one->state == SLIP_RETURNED && !one->settled && one->kind == s->kind && one->parent_id == s->parent_id && one->to_department_id == s->to_department_id)
            last = one;
    }
    return last;
}

static enum err climb(struct db *db, struct slip_acting *x, struct slip *s, const struct slip *before, const char *function)
{
    const struct rb_slips *rules = &x->book->slips;
    bool committee, may = (x->rights & PERMISSION_BIT(MAY_SUPERVISE)) != 0, ruled;
    TRY(is_committee(db, x, before->to_department_id, &ruled));
    ruled = ruled && (before->state == SLIP_ANSWERED || before->state == SLIP_CONFIRMED);
    if (before->state != SLIP_RETURNED && before->state != SLIP_WITHDRAWN && !ruled)
        return slip_refuse(x, ERR_INPUT, N_("Only what was returned or withdrawn is sent on"), "");
    if (successor(x, before))
        return slip_refuse(x, ERR_STATE, N_("Somebody else has sent it on already"), "");
    s->before_id = before->id;
    s->returns = before->returns + (before->state == SLIP_RETURNED);
    enum slip_ladder by = slip_ladder(rules, s->returns);
    committee = strcmp(function, COMMITTEE) == 0;
    s->is_binding = ruled || slip_decided_for_good(rules, by);
    if (ruled || by == SLIP_BY_CARRIER || (by == SLIP_BY_COMMITTEE && committee))
        return ERR_NONE;
    if (by == SLIP_BY_COMMITTEE && *rules->committee)
        TRY(complaint_holds_role(db, x->arena, x->writer->user->id, &x->c, rules->committee, x->writer->now_us, &may));
    x->ladder = by;
    if (may)
        return ERR_NONE;
    return by == SLIP_BY_COMMITTEE
               ? slip_refuse(x, ERR_FORBIDDEN, N_("It was returned so often that the committee decides who handles it: send it to the committee"), "")
               : slip_refuse(x, ERR_FORBIDDEN, N_("It was returned so often that the manager decides who handles it"), "");
}

static enum err take_before(struct db *db, struct slip_acting *x, struct slip *s, const char *function)
{
    const struct slip *before = x->command->before ? slip_find(x, x->command->before) : returned_by(x, s);
    if (x->command->before && (!before || before->kind != s->kind || before->parent_id != s->parent_id))
        return slip_refuse(x, ERR_INPUT, N_("Only what was returned or withdrawn is sent on"), "");
    return before ? climb(db, x, s, before, function) : ERR_NONE;
}

/* ret_number: of the one in whose place it goes, as the event tells it; NULL: none. */
static enum err settle_before(struct db *db, struct slip_acting *x, const struct slip *s, const char **ret_number)
{
    *ret_number = NULL;
    for (size_t i = 0; i < x->n && s->before_id; i++) {
        if (x->slips[i].id == s->before_id)
            *ret_number = arena_printf(x->arena, "%d", x->slips[i].number);
    }
    return s->before_id ? db_run(db, &list[SETTLE], DB_ARGS(DB_INT(s->before_id)), NULL) : ERR_NONE;
}

/* ---- what is sent ---- */

/* Who asks: the department of the slip above, else who carries the complaint. */
static struct slip blank(const struct slip_acting *x, const struct slip *above)
{
    const struct slip_command *command = x->command;
    int number = 0;
    for (size_t i = 0; i < x->n; i++)
        number = x->slips[i].number > number ? x->slips[i].number : number;
    return (struct slip){
        .complaint_id = x->c.id, .number = number + 1, .parent_id = above ? above->id : 0, .kind = above ? SLIP_HELP : command->kind, .state = SLIP_SENT, .round = 1, .version = 1,
        .from_unit_id = above ? above->to_unit_id : x->c.unit_id, .from_department_id = above ? above->to_department_id : x->c.department_id,
        .from_user_id = x->writer->user->id, .from_user = x->writer->user->name, .to_user = "", .sent_us = x->writer->now_us, .due_us = command->due_us,
        .complaint_number = x->c.number, .complaint_title = x->c.title,
    };
}

static enum err check_text(struct slip_acting *x, struct slip *s)
{
    const struct slip_command *command = x->command;
    if (!command->text || !*command->text)
        return slip_refuse(x, ERR_INPUT, N_("Write what is asked"), "");
    if (s->kind == SLIP_UP && x->book->slips.material_count > 0 && (!command->materials || !*command->materials))
        return slip_refuse(x, ERR_INPUT, N_("A report needs its material"), "");
    bool both = s->kind == SLIP_UP && command->materials && *command->materials;
    s->request = both ? arena_printf(x->arena, "%s\n\n%s", command->text, command->materials) : command->text;
    return ERR_NONE;
}

static enum err take_due(struct db *db, struct slip_acting *x, struct slip *s, const struct slip *above, const char *function)
{
    struct rb_facts facts;
    if (s->due_us && s->due_us <= s->sent_us)
        return slip_refuse(x, ERR_INPUT, N_("The answer has to be due in the future"), "");
    if (s->due_us)
        return ERR_NONE;
    TRY(slip_facts(db, x, &facts));
    TRY(slip_answer_due(db, x->arena, x->writer, &x->c, &facts, s->kind, function, s->to_unit_id, &s->due_us));
    if (above && above->due_us > s->sent_us && above->due_us < s->due_us) /* help comes in time for the answer */
        s->due_us = above->due_us;
    return ERR_NONE;
}

static enum err name_it(struct db *db, struct slip_acting *x, struct slip *s)
{
    struct basis basis;
    TRY(basis_load(db, x->arena, &basis));
    slip_name(s, &basis);
    return ERR_NONE;
}

static enum err prepare(struct db *db, struct slip_acting *x, const struct slip *above, struct slip *s)
{
    struct receiver to = {.function = ""};
    TRY(find_receiver(db, x, s, &to));
    s->to_unit_id = to.unit_id;
    s->to_department_id = to.department_id;
    TRY(slip_rules(db, x, to.unit_id));
    TRY(check_text(x, s));
    TRY(take_before(db, x, s, to.function));
    TRY(take_due(db, x, s, above, to.function));
    TRY(name_it(db, x, s));
    slip_plan_next(&x->book->slips, x->calendar, s);
    return ERR_NONE;
}

static enum err put(struct db *db, struct slip *s)
{
    struct db_done done;
    TRY(db_run(db, &list[INSERT],
               DB_ARGS(DB_INT(s->complaint_id), DB_INT(s->number), DB_ID(s->parent_id), DB_ID(s->before_id), DB_INT(s->kind), DB_INT(s->state), DB_INT(s->returns),
                       DB_INT(s->is_binding), DB_INT(s->from_unit_id), DB_ID(s->from_department_id), DB_INT(s->from_user_id), DB_INT(s->to_unit_id),
                       DB_INT(s->to_department_id), DB_INT(s->sent_us), DB_INT(s->due_us), DB_INT(s->next_us), DB_INT(s->stage), DB_TEXT(s->request)),
               &done));
    s->id = done.id;
    return ERR_NONE;
}

static enum err put_copies(struct db *db, struct slip_acting *x, const struct slip *s)
{
    const struct slip_command *command = x->command;
    for (size_t i = 0; i < command->n_copies && i < COUNT_OF(command->copies); i++) {
        int64_t id = command->copies[i];
        struct receiver to = {.function = ""};
        bool again = id == s->to_department_id;
        for (size_t k = 0; k < i; k++)
            again = again || command->copies[k] == id;
        if (again)
            continue;
        TRY(take_department(db, x, s->from_unit_id, id, &to));
        TRY(db_run(db, &list[COPY], DB_ARGS(DB_INT(s->id), DB_INT(id)), NULL));
        TRY(slip_let_see_at(db, x, to.unit_id, id));
        TRY(slip_tell_role(db, x, s, to.unit_id, id, "coordinator", "slip_copied"));
    }
    return ERR_NONE;
}

/* What it means for the complaint: where it is carried, and its clocks. */
static enum err carry(struct db *db, struct slip_acting *x, const struct slip *s)
{
    bool other = false;
    for (size_t i = 0; i < x->n; i++)
        other = other || (x->slips[i].id != s->id && x->slips[i].kind == SLIP_DISPATCH && slip_state_with_receiver(x->slips[i].state));
    switch (s->kind) {
    case SLIP_DISPATCH:
        x->clock = CLOCK_ON_ASSIGNED;
        x->clock_moved = !other;
        return ERR_NONE;
    case SLIP_UP:
        x->clock = CLOCK_ON_REPORTED;
        return ERR_NONE;
    case SLIP_DOWN:
        x->clock = CLOCK_ON_ASSIGNED;
        x->clock_moved = true;
        return slip_move(db, x, s->to_unit_id, s->to_department_id);
    default:
        return ERR_NONE;
    }
}

/* The new one stands with the others from now on. */
static struct slip *add(struct slip_acting *x, const struct slip *s)
{
    struct slip *grown = ARENA_ARRAY(x->arena, x->n + 1, struct slip);
    memcpy(grown, x->slips, x->n * sizeof *grown);
    grown[x->n] = *s;
    x->slips = grown;
    x->s = &grown[x->n++];
    return x->s;
}

static enum err check_may(struct slip_acting *x)
{
    const struct slip none = {.kind = x->command->kind};
    enum slip_state to;
    if (slip_decide(&none, SLIP_DO_SEND, 0, x->rights, 0, &to) != ERR_NONE)
        return slip_refuse(x, ERR_FORBIDDEN, N_("Only who carries the complaint sends slips"), "");
    if (!x->c.is_open || x->c.merged_into_id)
        return slip_refuse(x, ERR_STATE, N_("The complaint is closed; reopen it first"), "");
    return x->command->kind == SLIP_HELP ? slip_refuse(x, ERR_INPUT, N_("Choose what kind of slip it is"), "") : ERR_NONE;
}

enum err slip_send(struct db *db, struct slip_acting *x)
{
    const struct slip *above = x->command->action == SLIP_DO_HELP ? x->s : NULL;
    const char *before;
    int64_t message_id, files;
    if (!above)
        TRY(check_may(x));
    struct slip draft = blank(x, above);
    TRY(prepare(db, x, above, &draft));
    TRY(put(db, &draft));
    struct slip *s = add(x, &draft);
    TRY(slip_let_see_at(db, x, s->to_unit_id, s->to_department_id));
    TRY(settle_before(db, x, s, &before));
    TRY(slip_write_message(db, x, s, s->request, &message_id, &files));
    TRY(slip_write_step(db, x, s, SLIP_DO_SEND, message_id));
    TRY(slip_tell_receiver(db, x, s, slip_kind_event(s->kind)));
    if (!x->reached)
        return slip_refuse(x, ERR_INPUT, N_("Nobody is there for %s who could take it: it has no coordinator, and no one gives out its work"), s->to_zh);
    TRY(put_copies(db, x, s));
    TRY(slip_append(db, x, s, slip_kind_event(s->kind), message_id, files, "before", before));
    TRY(carry(db, x, s));
    return slip_finish(db, x);
}

/* ---- what the form offers ---- */

enum err slip_propose(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rb_facts *facts, enum slip_kind kind,
                      struct slip_proposal *ret_proposal)
{
    struct slip_proposal proposal = {.function = ""};
    struct db_rows rows;
    int64_t unit_id = c->unit_id;
    if (kind == SLIP_DISPATCH) {
        TRY(db_query(db, a, &list[PROPOSE], DB_ARGS(DB_INT(c->unit_id), DB_INT(c->department_id), DB_INT(c->category_id)), &rows));
        if (rows.n > 0) {
            proposal.department_id = db_int(&rows, 0, 0);
            proposal.function = db_text(&rows, 0, 1);
            unit_id = db_int(&rows, 0, 2);
        }
    }
    TRY(slip_answer_due(db, a, w, c, facts, kind, *proposal.function ? proposal.function : facts->function, unit_id, &proposal.due_us));
    *ret_proposal = proposal;
    return ERR_NONE;
}
