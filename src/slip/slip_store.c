#include "slip_acting_store.h"

#include "part_store.h"

enum { HEADS, ALL, STEPS };
static const struct db_stmt list[] = {
    [HEADS] = {"SELECT " SLIP_COLUMNS("p.request") " FROM slip p" SLIP_PEOPLE "WHERE p.complaint_id = ? ORDER BY p.number LIMIT 500", "i", SLIP_COLUMN_TYPES},
    [ALL] = {"SELECT " SLIP_COLUMNS("p.request") " FROM slip p" SLIP_PEOPLE "WHERE p.complaint_id = ? AND (? = 0 OR FIND_IN_SET(p.id, ?)) ORDER BY p.number LIMIT 500", "iit",
             SLIP_COLUMN_TYPES},
    /* Steps, then copies, of slips that were read already: each once by its own key. */
    [STEPS] = {"SELECT 0, s.slip_id, s.n, s.at_us, s.action, s.state, s.due_us, s.actor_id, a.name, s.message_id, m.body FROM "
               "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j STRAIGHT_JOIN slip_step s ON s.slip_id = j.id LEFT JOIN app_user a ON a.id = s.actor_id "
               "LEFT JOIN message m ON m.id = s.message_id UNION ALL SELECT 1, k.slip_id, 0, IFNULL(k.read_us, 0), '', 0, 0, k.department_id, NULL, NULL, NULL FROM "
               "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) i STRAIGHT_JOIN slip_copy k ON k.slip_id = i.id ORDER BY 2, 1, 3",
               "tt", "iiiitiiITIT"},
};
const struct db_stmts slip_stmts = {"slip", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

/* ---- rows ---- */

void slip_name(struct slip *s, const struct basis *basis)
{
    struct basis_names from_unit = basis_unit(basis, s->from_unit_id), from = basis_department(basis, s->from_department_id);
    struct basis_names to_unit = basis_unit(basis, s->to_unit_id), to = basis_department(basis, s->to_department_id);
    s->from_unit_zh = from_unit.zh;
    s->from_unit_en = from_unit.en;
    s->from_zh = from.zh;
    s->from_en = from.en;
    s->to_unit_zh = to_unit.zh;
    s->to_unit_en = to_unit.en;
    s->to_zh = to.zh;
    s->to_en = to.en;
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

static enum err read_all(struct db *db, struct arena *a, const struct db_rows *rows, struct slip **ret_list, size_t *ret_n)
{
    struct basis basis;
    struct slip *slips = ARENA_ARRAY(a, rows->n + 1, struct slip);
    TRY(basis_load(db, a, &basis));
    for (size_t i = 0; i < rows->n; i++)
        slips[i] = slip_read_row(&basis, rows, i);
    *ret_list = slips;
    *ret_n = rows->n;
    return ERR_NONE;
}

enum err slip_heads(struct db *db, struct arena *a, int64_t complaint_id, struct slip **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[HEADS], DB_ARGS(DB_INT(complaint_id)), &rows));
    return read_all(db, a, &rows, ret_list, ret_n);
}

const char *slip_place(struct arena *a, const char *unit, const char *department)
{
    return arena_printf(a, "%s%s%s", unit, *unit && *department ? " " : "", department);
}

/* ---- steps and copies ---- */

static const char *ids_of(struct arena *a, const struct slip *slips, size_t n)
{
    struct buf ids = {.arena = a};
    buf_addc(&ids, '[');
    for (size_t i = 0; i < n; i++)
        buf_printf(&ids, "%s%lld", i ? "," : "", (long long)slips[i].id);
    buf_addc(&ids, ']');
    return ids.p;
}

static struct slip *slip_of(struct slip *slips, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (slips[i].id == id)
            return &slips[i];
    }
    return NULL;
}

static struct slip_step read_step(const struct db_rows *rows, size_t i)
{
    enum slip_action action = SLIP_ACTION__COUNT;
    struct slip_step step = {
        .slip_id = db_int(rows, i, 1),
        .n = (int)db_int(rows, i, 2),
        .at_us = db_int(rows, i, 3),
        .state = (enum slip_state)db_int(rows, i, 5),
        .due_us = db_int(rows, i, 6),
        .actor_id = db_int(rows, i, 7),
        .actor = db_text(rows, i, 8),
        .message_id = db_int(rows, i, 9),
        .body = db_text(rows, i, 10),
    };
    (void)slip_action_from_name(db_text(rows, i, 4), &action);
    step.action = action;
    return step;
}

static struct slip_copy read_copy(const struct basis *basis, const struct db_rows *rows, size_t i)
{
    struct basis_names names = basis_department(basis, db_int(rows, i, 7));
    return (struct slip_copy){.slip_id = db_int(rows, i, 1), .read_us = db_int(rows, i, 3), .department_id = db_int(rows, i, 7), .name_zh = names.zh, .name_en = names.en};
}

static enum err load_steps(struct db *db, struct arena *a, struct slip *slips, size_t n)
{
    struct db_rows rows;
    struct basis basis;
    const char *ids = ids_of(a, slips, n);
    TRY(db_query(db, a, &list[STEPS], DB_ARGS(DB_TEXT(ids), DB_TEXT(ids)), &rows));
    TRY(basis_load(db, a, &basis));
    struct slip_step *steps = ARENA_ARRAY(a, rows.n + 1, struct slip_step);
    struct slip_copy *copies = ARENA_ARRAY(a, rows.n + 1, struct slip_copy);
    size_t n_steps = 0, n_copies = 0;
    for (size_t i = 0; i < rows.n; i++) {
        struct slip *s = slip_of(slips, n, db_int(&rows, i, 1));
        if (!s)
            continue;
        if (db_int(&rows, i, 0) == 0) {
            s->steps = s->n_steps++ ? s->steps : &steps[n_steps];
            steps[n_steps++] = read_step(&rows, i);
        } else {
            s->copies = s->n_copies++ ? s->copies : &copies[n_copies];
            copies[n_copies++] = read_copy(&basis, &rows, i);
        }
    }
    return ERR_NONE;
}

enum err slip_load_all(struct db *db, struct arena *a, const struct access_user *user, const struct complaint *c, struct slip **ret_list, size_t *ret_n)
{
    struct complaint_part part;
    struct db_rows rows;
    TRY(part_load(db, a, user, c, &part));
    TRY(db_query(db, a, &list[ALL], DB_ARGS(DB_INT(c->id), DB_INT(part.limited), DB_TEXT(part.slips)), &rows));
    TRY(read_all(db, a, &rows, ret_list, ret_n));
    return *ret_n ? load_steps(db, a, *ret_list, *ret_n) : ERR_NONE;
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
