#include "measure_acting_store.h"

#include <string.h>

#include "basis_store.h"
#include "notice_store.h"
#include "org_store.h"

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define SEVEN "?, ?, ?, ?, ?, ?, ?"
#define DEPARTMENTS 8
/* The number only for who sees the complaint. */
#define NUMBER                                                                                                                                \
    "(SELECT c.number FROM complaint c WHERE c.id = m.complaint_id AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.holder IN (" EIGHT ") LIMIT 1) = 1 AND NOT EXISTS " \
    "(SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?))"
#define NUMBER_TYPES "iiiiiiiii"
#define NUMBER_ARGS(u)                                                                                                                        \
    DB_INT((u)->holders[0]), DB_INT((u)->holders[1]), DB_INT((u)->holders[2]), DB_INT((u)->holders[3]), DB_INT((u)->holders[4]), DB_INT((u)->holders[5]), DB_INT((u)->holders[6]),       \
        DB_INT((u)->holders[7]), DB_INT((u)->id)
#define COLUMNS(body)                                                                                                                         \
    "SELECT m.id, m.unit_id, m.department_id, m.owner_id, m.complaint_id, m.incident_id, m.kind, m.cause, m.category_id, m.title, m.state, m.due_us, m.done_us, m.check_us, m.before_count, "    \
    "m.after_count, m.checked_us, m.made_us, m.version, m.follows_id, m.reminders, o.name, k.name, d.name, " NUMBER ", " body " FROM "
#define BODY "m.body, m.evidence, m.remark"
#define TYPES "iiiIII" "itItiiIIIII" "iiIi" "TtTT" "ttt"
#define PEOPLE " LEFT JOIN app_user o ON o.id = m.owner_id JOIN app_user k ON k.id = m.made_by LEFT JOIN app_user d ON d.id = m.done_by "
#define FILTER " AND (? = 0 OR m.due_us < ?) AND (? = 0 OR m.category_id = ?) AND (? = 0 OR m.kind = ?) AND (? = '' OR m.cause = ?)"
#define FILTER_TYPES "iiiiiitt"
#define AFTER " AND (m.due_us > ? OR (m.due_us = ? AND m.id > ?)) ORDER BY m.due_us, m.id LIMIT ?"
#define BEFORE " AND (m.due_us < ? OR (m.due_us = ? AND m.id < ?)) ORDER BY m.due_us DESC, m.id DESC LIMIT ?"
#define OF_PERSON "measure m FORCE INDEX (measure_owner)" PEOPLE "WHERE m.owner_id = ? AND m.phase = ?"
#define OF_DEPARTMENT "measure m FORCE INDEX (measure_department)" PEOPLE "WHERE m.department_id IN (" EIGHT ") AND m.phase = ?"
#define OF_UNITS "measure m FORCE INDEX (measure_phase)" PEOPLE "WHERE EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = m.unit_id AND t.ancestor_id IN (" SEVEN ")) AND m.phase = ?"

enum { MINE, DEPARTMENT, UNITS, MINE_ENDED, DEPARTMENT_ENDED, UNITS_ENDED, OF_CASE, LOAD, STEPS, LINE };
static const struct db_stmt list[] = {
    [MINE] = {COLUMNS("'', '', ''") OF_PERSON FILTER AFTER, NUMBER_TYPES "ii" FILTER_TYPES "iiii", TYPES},
    [DEPARTMENT] = {COLUMNS("'', '', ''") OF_DEPARTMENT FILTER AFTER, NUMBER_TYPES "iiiiiiiii" FILTER_TYPES "iiii", TYPES},
    [UNITS] = {COLUMNS("'', '', ''") OF_UNITS FILTER AFTER, NUMBER_TYPES "iiiiiiii" FILTER_TYPES "iiii", TYPES},
    [MINE_ENDED] = {COLUMNS("'', '', ''") OF_PERSON FILTER BEFORE, NUMBER_TYPES "ii" FILTER_TYPES "iiii", TYPES},
    [DEPARTMENT_ENDED] = {COLUMNS("'', '', ''") OF_DEPARTMENT FILTER BEFORE, NUMBER_TYPES "iiiiiiiii" FILTER_TYPES "iiii", TYPES},
    [UNITS_ENDED] = {COLUMNS("'', '', ''") OF_UNITS FILTER BEFORE, NUMBER_TYPES "iiiiiiii" FILTER_TYPES "iiii", TYPES},
    [OF_CASE] = {COLUMNS(BODY) "measure m" PEOPLE "WHERE m.complaint_id = ? OR m.incident_id = ? ORDER BY m.id DESC LIMIT 50", NUMBER_TYPES "iI", TYPES},
    [LOAD] = {COLUMNS(BODY) "measure m" PEOPLE "WHERE m.id = ? AND (m.owner_id = ? OR m.department_id IN (" EIGHT ") OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = m.unit_id AND t.ancestor_id IN (" SEVEN ")) "
              "OR (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = m.complaint_id AND s.part = 0 AND s.holder IN (" EIGHT ") AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = m.complaint_id AND "
              "z.user_id = ?) LIMIT 1) = 1)",
              NUMBER_TYPES "ii" "iiiiiiii" "iiiiiii" "iiiiiiiii", TYPES},
    [STEPS] = {"SELECT s.n, s.at_us, s.kind, s.body, p.name FROM measure_step s LEFT JOIN app_user p ON p.id = s.actor_id WHERE s.measure_id = ? ORDER BY s.n LIMIT 200", "i", "iittT"},
    [LINE] = {"SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = ? ORDER BY t.distance LIMIT 64", "i", "i"},
};
const struct db_stmts measure_stmts = {"measure", list, COUNT_OF(list), DB_STAFF};

enum { HEAD, MOVE_ON, STEP };
static const struct db_stmt write_list[] = {
    [HEAD] = {"SELECT id, unit_id, department_id, events, chain_hash FROM complaint WHERE number = ?", "t", "iiIib"},
    /* Nothing that others are writing is touched, so the version stays. */
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
    [STEP] = {"INSERT INTO measure_step (measure_id, n, at_us, actor_id, kind, body) SELECT ?, IFNULL(MAX(n), 0) + 1, ?, ?, ?, ? FROM measure_step WHERE measure_id = ?", "iiItti", ""},
};
const struct db_stmts measure_write_stmts = {"measure_write", write_list, COUNT_OF(write_list), DB_STAFF | DB_JOBS};

/* ---- what is the user's ---- */

static void departments_of(const struct access_user *user, int64_t ret_ids[DEPARTMENTS])
{
    size_t n = 0;
    memset(ret_ids, 0, DEPARTMENTS * sizeof *ret_ids);
    ret_ids[n++] = user->department_id;
    for (size_t i = 0; i < user->n_grants; i++)
        ret_ids[n++] = user->grants[i].department_id;
}

static void units_of(const struct access_user *user, int64_t ret_ids[ACCESS_GRANTS_MAX])
{
    size_t n = 0;
    memset(ret_ids, 0, ACCESS_GRANTS_MAX * sizeof *ret_ids);
    for (size_t i = 0; i < user->n_grants; i++) {
        if (user->grants[i].permissions & (PERMISSION_BIT(MAY_IMPROVE) | PERMISSION_BIT(MAY_REPORT)))
            ret_ids[n++] = user->grants[i].unit_id;
    }
}

static bool in_department(const struct access_user *user, int64_t department_id)
{
    int64_t ids[DEPARTMENTS];
    departments_of(user, ids);
    for (size_t i = 0; i < DEPARTMENTS; i++) {
        if (ids[i] && ids[i] == department_id)
            return true;
    }
    return false;
}

enum err measure_may_set(struct db *db, struct arena *a, const struct access_user *user, int64_t unit_id, bool *ret_may)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LINE], DB_ARGS(DB_INT(unit_id)), &rows));
    int64_t *line = ARENA_ARRAY(a, rows.n + 1, int64_t);
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    *ret_may = (access_over_unit(user, line, rows.n) & PERMISSION_BIT(MAY_IMPROVE)) != 0;
    return ERR_NONE;
}

/* ---- reading ---- */

static enum err take(struct db *db, struct arena *a, const struct db_rows *r, struct measure **ret_list, size_t *ret_n)
{
    struct basis basis;
    struct measure *out = ARENA_ARRAY(a, r->n + 1, struct measure);
    TRY(basis_load(db, a, &basis));
    for (size_t i = 0; i < r->n; i++) {
        struct basis_names unit = basis_unit(&basis, db_int(r, i, 1)), department = basis_department(&basis, db_int(r, i, 2)), category = basis_category(&basis, db_int(r, i, 8));
        out[i] = (struct measure){
            .id = db_int(r, i, 0), .unit_id = db_int(r, i, 1), .department_id = db_int(r, i, 2), .owner_id = db_int(r, i, 3), .complaint_id = db_int(r, i, 4), .incident_id = db_int(r, i, 5),
            .kind = (enum measure_kind)db_int(r, i, 6), .cause = db_text(r, i, 7), .category_id = db_int(r, i, 8), .title = db_text(r, i, 9), .state = (enum measure_state)db_int(r, i, 10),
            .due_us = db_int(r, i, 11), .done_us = db_int(r, i, 12), .check_us = db_int(r, i, 13), .before = (int)db_int(r, i, 14), .after = (int)db_int(r, i, 15), .checked_us = db_int(r, i, 16),
            .made_us = db_int(r, i, 17), .version = (int)db_int(r, i, 18), .follows_id = db_int(r, i, 19), .reminders = (int)db_int(r, i, 20), .owner = db_text(r, i, 21), .maker = db_text(r, i, 22),
            .doer = db_text(r, i, 23), .number = db_text(r, i, 24), .body = db_text(r, i, 25), .evidence = db_text(r, i, 26), .remark = db_text(r, i, 27),
            .unit_zh = unit.zh, .unit_en = unit.en, .department_zh = department.zh, .department_en = department.en, .category_zh = category.zh, .category_en = category.en,
        };
    }
    *ret_list = out;
    *ret_n = r->n;
    return ERR_NONE;
}

static size_t add(struct db_value *args, size_t n, const int64_t *ids, size_t n_ids)
{
    for (size_t i = 0; i < n_ids; i++)
        args[n++] = DB_INT(ids[i]);
    return n;
}

static size_t add_number(struct db_value *args, size_t n, const struct access_user *user)
{
    n = add(args, n, user->holders, ACCESS_HOLDERS);
    args[n++] = DB_INT(user->id);
    return n;
}

enum err measure_list(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, const struct measure_filter *f, struct measure **ret_list, size_t *ret_n)
{
    bool ended = f->phase == MEASURE_PHASE_ENDED;
    int64_t departments[DEPARTMENTS], units[ACCESS_GRANTS_MAX], from_us = f->after_id ? f->after_us : ended ? INT64_MAX : -1;
    struct db_value args[40];
    struct db_rows rows;
    size_t n = add_number(args, 0, user);
    departments_of(user, departments);
    units_of(user, units);
    if (f->whose == MEASURE_MINE)
        args[n++] = DB_INT(user->id);
    else
        n = f->whose == MEASURE_DEPARTMENT ? add(args, n, departments, DEPARTMENTS) : add(args, n, units, ACCESS_GRANTS_MAX);
    const struct db_value rest[] = {DB_INT(f->phase), DB_INT(f->late), DB_INT(now_us), DB_INT(f->category_id), DB_INT(f->category_id), DB_INT(f->kind), DB_INT(f->kind), DB_TEXT(f->cause), DB_TEXT(f->cause),
                                    DB_INT(from_us), DB_INT(from_us), DB_INT(f->after_id), DB_INT(f->limit)};
    memcpy(args + n, rest, sizeof rest);
    TRY(db_query(db, a, &list[(ended ? MINE_ENDED : MINE) + (int)f->whose], args, n + COUNT_OF(rest), &rows));
    return take(db, a, &rows, ret_list, ret_n);
}

enum err measure_of(struct db *db, struct arena *a, const struct access_user *user, int64_t complaint_id, int64_t incident_id, struct measure **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF_CASE], DB_ARGS(NUMBER_ARGS(user), DB_INT(complaint_id), DB_ID(incident_id)), &rows));
    return take(db, a, &rows, ret_list, ret_n);
}

enum err measure_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct measure *ret_measure)
{
    int64_t departments[DEPARTMENTS], units[ACCESS_GRANTS_MAX];
    struct db_value args[48];
    struct db_rows rows;
    struct measure *one;
    bool may;
    size_t n = add_number(args, 0, user), found;
    departments_of(user, departments);
    units_of(user, units);
    args[n++] = DB_INT(id);
    args[n++] = DB_INT(user->id);
    n = add(args, n, departments, DEPARTMENTS);
    n = add(args, n, units, ACCESS_GRANTS_MAX);
    n = add_number(args, n, user);
    TRY(db_one(db, a, &list[LOAD], args, n, &rows));
    TRY(take(db, a, &rows, &one, &found));
    TRY(measure_may_set(db, a, user, one->unit_id, &may));
    one->leads = may && (!one->complaint_id || *one->number); /* nobody decides about what came from a complaint that he is kept out of */
    one->does = one->owner_id == user->id || (in_department(user, one->department_id) && access_may(user, MAY_IMPROVE));
    *ret_measure = *one;
    return ERR_NONE;
}

enum err measure_steps(struct db *db, struct arena *a, int64_t id, struct measure_step **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[STEPS], DB_ARGS(DB_INT(id)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct measure_step);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct measure_step){(int)db_int(&rows, i, 0), db_int(&rows, i, 1), db_text(&rows, i, 2), db_text(&rows, i, 3), db_text(&rows, i, 4)};
    return ERR_NONE;
}

/* ---- shared by those that write ---- */

enum err measure_hold(struct db *db, struct arena *a, const char *number, struct complaint *ret_c)
{
    struct db_rows row;
    *ret_c = (struct complaint){.number = ""};
    if (!*number)
        return ERR_NONE;
    TRY(complaint_lock(db, a, number));
    TRY(db_one(db, a, &write_list[HEAD], DB_ARGS(DB_TEXT(number)), &row));
    *ret_c = (struct complaint){.id = db_int(&row, 0, 0), .number = number, .unit_id = db_int(&row, 0, 1), .department_id = db_int(&row, 0, 2), .events = (int)db_int(&row, 0, 3)};
    struct str hash = db_bytes(&row, 0, 4);
    if (hash.n == sizeof ret_c->chain_hash)
        memcpy(ret_c->chain_hash, hash.p, hash.n);
    return ERR_NONE;
}

enum err measure_note(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct measure *m, const char *step, const char *body, const char *event)
{
    const struct db_value id = DB_INT(m->id);
    TRY(db_run(db, &write_list[STEP], DB_ARGS(id, DB_INT(w->now_us), DB_ID(w->user ? w->user->id : 0), DB_TEXT(step), DB_TEXT(body), id), NULL));
    if (!c->id || !event)
        return ERR_NONE;
    TRY(complaint_append(db, a, w, c, event, timeline_data(a, "measure", arena_printf(a, "%lld", (long long)m->id), "what", m->title, NULL)));
    return db_run(db, &write_list[MOVE_ON], DB_ARGS(DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL);
}

static enum err tell_one(struct db *db, struct arena *a, const struct complaint_writer *w, const struct measure *m, const char *kind, const struct notice_to *to)
{
    const char *data = timeline_data(a, "measure", arena_printf(a, "%lld", (long long)m->id), "what", m->title, "due", arena_printf(a, "%lld", (long long)m->due_us), "by", w->user ? w->user->name : NULL, NULL);
    const struct notice notice = {.user_id = to->user_id, .for_id = to->for_id, .at_us = w->now_us, .kind = kind, .data = data};
    return w->user && w->user->id == to->user_id ? ERR_NONE : notice_put(db, &notice);
}

enum err measure_tell(struct db *db, struct arena *a, const struct complaint_writer *w, const struct measure *m, const char *kind, bool coordinator)
{
    struct notice_to *owner, *others;
    size_t n, n_others = 0;
    TRY(notice_receivers(db, a, m->owner_id ? "handler" : "coordinator", m->unit_id, m->department_id, m->owner_id, w->now_us, &owner, &n));
    if (coordinator && m->owner_id)
        TRY(notice_receivers(db, a, "coordinator", m->unit_id, m->department_id, 0, w->now_us, &others, &n_others));
    for (size_t i = 0; i < n; i++)
        TRY(tell_one(db, a, w, m, kind, &owner[i]));
    for (size_t i = 0; i < n_others; i++) {
        bool told = false;
        for (size_t k = 0; k < n; k++)
            told |= owner[k].user_id == others[i].user_id;
        if (!told)
            TRY(tell_one(db, a, w, m, kind, &others[i]));
    }
    return ERR_NONE;
}
