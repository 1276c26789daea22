#include "slip_acting_store.h"

#include "part_store.h"

/*
 * Slips with their steps and copies are the parts of one UNION ALL, which goes straight to the connection: the columns of a slip, in which the others put what they have, and which part it is.
 */
enum part { SLIP, STEP, COPY };
enum { PART = SLIP_COLUMNS_N };
#define OF_COMPLAINT "WHERE p.complaint_id = ? AND (? = 0 OR FIND_IN_SET(p.id, ?))"
#define NOTHING_FROM_6_TO_20 "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0"
#define STEPS                                                                                                                              \
    "SELECT s.slip_id, s.n, s.actor_id, s.message_id, s.state, 0, " NOTHING_FROM_6_TO_20 ", s.at_us, 0, 0, 0, 0, s.due_us, 0, 0, IFNULL(m.body, ''), s.action, a.name, 1 FROM slip p " \
    "STRAIGHT_JOIN slip_step s ON s.slip_id = p.id LEFT JOIN app_user a ON a.id = s.actor_id LEFT JOIN message m ON m.id = s.message_id " OF_COMPLAINT
#define COPIES                                                                                                                             \
    "SELECT k.slip_id, 0, k.department_id, NULL, 0, 0, " NOTHING_FROM_6_TO_20 ", IFNULL(k.read_us, 0), 0, 0, 0, 0, 0, 0, 0, '', '', NULL, 2 FROM slip p STRAIGHT_JOIN slip_copy k " \
    "ON k.slip_id = p.id " OF_COMPLAINT

enum { HEADS, ALL };
static const struct db_stmt list[] = {
    [HEADS] = {"SELECT " SLIP_COLUMNS("p.request") " FROM slip p" SLIP_PEOPLE "WHERE p.complaint_id = ? ORDER BY p.number LIMIT 500", "i", SLIP_COLUMN_TYPES},
    [ALL] = {"(SELECT " SLIP_COLUMNS("p.request") ", 0 FROM slip p" SLIP_PEOPLE OF_COMPLAINT " ORDER BY p.number LIMIT 500) UNION ALL (" STEPS ") UNION ALL (" COPIES ")",
             "iit" "iit" "iit", SLIP_COLUMN_TYPES "i"},
};
const struct db_stmts slip_stmts = {"slip", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

/* ---- rows ---- */

void slip_name(struct slip *s, const struct basis *basis)
{
    basis_unit_name(basis, s->from_unit_id, &s->from_unit_zh, &s->from_unit_en);
    basis_department_name(basis, s->from_department_id, &s->from_zh, &s->from_en);
    basis_unit_name(basis, s->to_unit_id, &s->to_unit_zh, &s->to_unit_en);
    basis_department_name(basis, s->to_department_id, &s->to_zh, &s->to_en);
}

struct slip slip_read_row(const struct basis *basis, const struct db_rows *rows, size_t i)
{
    struct slip s = {
        .id = db_int(rows, i, 0),
        .complaint_id = db_int(rows, i, 1),
        .parent_id = db_int(rows, i, 2),
        .before_id = db_int(rows, i, 3),
        .number = (int)db_int(rows, i, 4),
        .kind = (enum slip_kind)db_int(rows, i, 5),
        .state = (enum slip_state)db_int(rows, i, 6),
        .round = (int)db_int(rows, i, 7),
        .returns = (int)db_int(rows, i, 8),
        .stage = (int)db_int(rows, i, 9),
        .reminders = (int)db_int(rows, i, 10),
        .version = (int)db_int(rows, i, 11),
        .is_binding = db_int(rows, i, 12) != 0,
        .late = db_int(rows, i, 13) != 0,
        .settled = db_int(rows, i, 14) != 0,
        .from_unit_id = db_int(rows, i, 15),
        .from_department_id = db_int(rows, i, 16),
        .from_user_id = db_int(rows, i, 17),
        .to_unit_id = db_int(rows, i, 18),
        .to_department_id = db_int(rows, i, 19),
        .to_user_id = db_int(rows, i, 20),
        .sent_us = db_int(rows, i, 21),
        .read_us = db_int(rows, i, 22),
        .accepted_us = db_int(rows, i, 23),
        .answered_us = db_int(rows, i, 24),
        .done_us = db_int(rows, i, 25),
        .due_us = db_int(rows, i, 26),
        .next_us = db_int(rows, i, 27),
        .supervised_us = db_int(rows, i, 28),
        .request = db_text(rows, i, 29),
        .from_user = db_text(rows, i, 30),
        .to_user = db_text(rows, i, 31),
        .complaint_number = "",
        .complaint_title = "",
    };
    slip_name(&s, basis);
    return s;
}

enum err slip_heads(struct db *db, struct arena *a, int64_t complaint_id, struct slip **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    struct basis basis;
    TRY(db_query(db, a, &list[HEADS], DB_ARGS(DB_INT(complaint_id)), &rows));
    TRY(basis_load(db, a, &basis));
    struct slip *slips = ARENA_ARRAY(a, rows.n + 1, struct slip);
    for (size_t i = 0; i < rows.n; i++)
        slips[i] = slip_read_row(&basis, &rows, i);
    *ret_list = slips;
    *ret_n = rows.n;
    return ERR_NONE;
}

const char *slip_place(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

/* ---- steps and copies ---- */

static struct slip *slip_of(struct slip *slips, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (slips[i].id == id)
            return &slips[i];
    }
    return NULL;
}

/* The columns of a slip that steps and copies use for their own. */
enum { OF_SLIP, NUMBER, ACTOR, MESSAGE, STATE, AT = 21, DUE = 26, BODY = 29, ACTION, NAME };

static struct slip_step read_step(const struct db_rows *rows, size_t i)
{
    enum slip_action action = SLIP_ACTION__COUNT;
    struct slip_step step = {
        .slip_id = db_int(rows, i, OF_SLIP),
        .n = (int)db_int(rows, i, NUMBER),
        .at_us = db_int(rows, i, AT),
        .state = (enum slip_state)db_int(rows, i, STATE),
        .due_us = db_int(rows, i, DUE),
        .actor_id = db_int(rows, i, ACTOR),
        .actor = db_text(rows, i, NAME),
        .message_id = db_int(rows, i, MESSAGE),
        .body = db_text(rows, i, BODY),
    };
    (void)slip_action_from_name(db_text(rows, i, ACTION), &action);
    step.action = action;
    return step;
}

static struct slip_copy read_copy(const struct basis *basis, const struct db_rows *rows, size_t i)
{
    struct basis_names names = basis_department(basis, db_int(rows, i, ACTOR));
    return (struct slip_copy){.slip_id = db_int(rows, i, OF_SLIP), .read_us = db_int(rows, i, AT), .department_id = db_int(rows, i, ACTOR), .name_zh = names.zh, .name_en = names.en};
}

static void add_step(struct slip *s, struct slip_step step)
{
    size_t at = s->n_steps++;
    for (; at > 0 && s->steps[at - 1].n > step.n; at--)
        s->steps[at] = s->steps[at - 1];
    s->steps[at] = step;
}

/* Room for each slip's own, then the rows in whatever order they come. */
static void read_steps(struct arena *a, const struct basis *basis, const struct db_rows *rows, size_t from, struct slip *slips, size_t n)
{
    for (size_t i = from; i < rows->n; i++) {
        struct slip *s = slip_of(slips, n, db_int(rows, i, OF_SLIP));
        if (s && db_int(rows, i, PART) == STEP)
            s->n_steps++;
        else if (s)
            s->n_copies++;
    }
    for (size_t k = 0; k < n; k++) {
        slips[k].steps = ARENA_ARRAY(a, slips[k].n_steps + 1, struct slip_step);
        slips[k].copies = ARENA_ARRAY(a, slips[k].n_copies + 1, struct slip_copy);
        slips[k].n_steps = slips[k].n_copies = 0;
    }
    for (size_t i = from; i < rows->n; i++) {
        struct slip *s = slip_of(slips, n, db_int(rows, i, OF_SLIP));
        if (s && db_int(rows, i, PART) == STEP)
            add_step(s, read_step(rows, i));
        else if (s)
            s->copies[s->n_copies++] = read_copy(basis, rows, i);
    }
}

enum err slip_load_all(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct slip **ret_list, size_t *ret_n)
{
    struct complaint_part part;
    struct db_rows rows;
    struct basis basis;
    size_t n = 0;
    TRY(part_load(db, a, user, c, &part));
    const struct db_value id = DB_INT(c->id), limited = DB_INT(part.limited), only = DB_TEXT(part.slips);
    TRY(db_query(db, a, &list[ALL], DB_ARGS(id, limited, only, id, limited, only, id, limited, only), &rows));
    TRY(basis_load(db, a, &basis));
    struct slip *slips = ARENA_ARRAY(a, rows.n + 1, struct slip);
    for (; n < rows.n && db_int(&rows, n, PART) == SLIP; n++)
        slips[n] = slip_read_row(&basis, &rows, n);
    read_steps(a, &basis, &rows, n, slips, n);
    *ret_list = slips;
    *ret_n = n;
    return ERR_NONE;
}

/* ---- sides ---- */

/* Grants with one of these permissions over a department or the unit that it belongs to. */
static bool holds(const struct access_user *user, permission_set one_of, int64_t unit_id, int64_t department_id)
{
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        bool here = grant->unit_id ? grant->unit_id == unit_id : department_id && grant->department_id == department_id;
        if (here && (grant->permissions & one_of))
            return true;
    }
    return false;
}

/*
 * The same for who receives: a grant over a unit is for the department in which one works there, else whoever carries a complaint could answer his own request in the place of the department.
 */
static bool receives_at(const struct access_user *user, permission_set one_of, int64_t unit_id, int64_t department_id)
{
    if (!user->department_id || user->department_id == department_id)
        return holds(user, one_of, unit_id, department_id);
    return holds(user, one_of, 0, department_id);
}

unsigned slip_sides(const struct access_user *user, const struct slip *s)
{
    bool between_units = s->kind == SLIP_UP || s->kind == SLIP_DOWN || s->kind == SLIP_INFO;
    permission_set receives = PERMISSION_BIT(MAY_ANSWER) | (between_units ? PERMISSION_BIT(MAY_DISPATCH) : 0);
    permission_set sends = PERMISSION_BIT(MAY_DISPATCH) | PERMISSION_BIT(MAY_SUPERVISE) | (s->kind == SLIP_HELP ? PERMISSION_BIT(MAY_ANSWER) : 0);
    unsigned sides = 0;
    if ((s->to_user_id && s->to_user_id == user->id) || receives_at(user, receives, s->to_unit_id, s->to_department_id))
        sides |= SLIP_SIDE(SLIP_RECEIVER);
    if (s->from_user_id == user->id || holds(user, sends, s->from_unit_id, s->from_department_id))
        sides |= SLIP_SIDE(SLIP_SENDER);
    return sides;
}
