#include "merit_acting_store.h"

#include <string.h>

#include "basis_store.h"

#define SEVEN "?, ?, ?, ?, ?, ?, ?"
#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
/* opens: whether the reader sees the complaint. */
#define COLUMNS                                                                                                                              \
    "SELECT k.id, k.unit_id, k.department_id, k.user_id, k.complaint_id, k.slip_id, k.state, k.month, k.nth, k.is_reward, k.cents, k.points, k.confirmed_cents, k.confirmed_points, k.decided_by, k.decided_us, "   \
    "k.body, k.appeal, k.appealed_us, k.appeal_by, k.appeal_done_us, k.appeal_body, k.proposed_us, k.proposed_by, k.version, k.rule, k.whom, p.name, e.name, g.name, c.number, "                                    \
    "IFNULL((SELECT 1 FROM complaint_scope s WHERE s.complaint_id = k.complaint_id AND s.holder IN (" EIGHT ") AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = k.complaint_id AND z.user_id = ?) LIMIT 1), 0), "  \
    "IFNULL(d.coordinator_id = ?, 0) FROM "
#define OPENS "iiiiiiiii" "i"
#define TYPES "iiIIiI" "iiiiiiiiII" "ttIIIt" "iIitt" "TTTt" "i" "i"
#define JOINS                                                                                                                                \
    " JOIN complaint c ON c.id = k.complaint_id LEFT JOIN app_user p ON p.id = k.user_id LEFT JOIN app_user e ON e.id = k.decided_by LEFT JOIN app_user g ON g.id = k.appeal_by LEFT JOIN department d ON d.id = k.department_id "
#define IN_UNITS " AND EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = k.unit_id AND t.ancestor_id IN (" SEVEN ")) AND (? = 0 OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = k.unit_id AND t.ancestor_id = ?))"
#define UNITS_TYPES "iiiiiii" "ii"
/* Who is kept out of the complaint learns of what concerns himself alone. */
#define NOT_KEPT_OUT " AND NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = k.complaint_id AND y.user_id = ?)"
#define ARGS8(u)                                                                                                                             \
    DB_INT((u)->holders[0]), DB_INT((u)->holders[1]), DB_INT((u)->holders[2]), DB_INT((u)->holders[3]), DB_INT((u)->holders[4]), DB_INT((u)->holders[5]), DB_INT((u)->holders[6]), DB_INT((u)->holders[7])
#define OPENS_ARGS(u) ARGS8(u), DB_INT((u)->id), DB_INT((u)->id)
#define ARGS7(units) DB_INT((units)[0]), DB_INT((units)[1]), DB_INT((units)[2]), DB_INT((units)[3]), DB_INT((units)[4]), DB_INT((units)[5]), DB_INT((units)[6])

enum { WAITING, OF_MONTH, MINE, LOAD, TOTALS, LINE, OTHERS };
static const struct db_stmt list[] = {
    [WAITING] = {COLUMNS "account_item k FORCE INDEX (account_state)" JOINS "WHERE k.state = ? AND k.id < ?" IN_UNITS NOT_KEPT_OUT " ORDER BY k.id DESC LIMIT ?", OPENS "ii" UNITS_TYPES "ii", TYPES},
    [OF_MONTH] = {COLUMNS "account_item k FORCE INDEX (account_month)" JOINS "WHERE k.month = ? AND k.id < ? AND k.state IN (?, ?)" IN_UNITS NOT_KEPT_OUT " ORDER BY k.id DESC LIMIT ?", OPENS "iiii" UNITS_TYPES "ii", TYPES},
    [MINE] = {COLUMNS "account_item k" JOINS "WHERE k.id < ? AND k.state > 0 AND (k.user_id = ? OR (k.user_id IS NULL AND k.department_id IN (SELECT x.id FROM department x WHERE x.coordinator_id = ?))) ORDER BY k.id DESC LIMIT ?",
              OPENS "iiii", TYPES},
    [LOAD] = {COLUMNS "account_item k" JOINS "WHERE k.id = ? AND k.state > 0 AND (k.user_id = ? OR (k.user_id IS NULL AND d.coordinator_id = ?) OR (EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = k.unit_id AND t.ancestor_id IN "
              "(" SEVEN "))" NOT_KEPT_OUT "))",
              OPENS "iii" "iiiiiii" "i", TYPES},
    [TOTALS] = {"SELECT k.user_id, p.name, p.login, k.unit_id, k.department_id, CAST(SUM(IF(k.state IN (2, 5) AND k.is_reward = 1, k.confirmed_cents, 0)) AS SIGNED), CAST(SUM(IF(k.state IN (2, 5) AND k.is_reward = 0, k.confirmed_cents, 0)) AS SIGNED), "
                "CAST(SUM(IF(k.state IN (2, 5) AND k.is_reward = 1, k.confirmed_points, 0)) AS SIGNED), CAST(SUM(IF(k.state IN (2, 5) AND k.is_reward = 0, k.confirmed_points, 0)) AS SIGNED), CAST(SUM(k.state IN (2, 5)) AS SIGNED), "
                "CAST(SUM(k.state IN (1, 4)) AS SIGNED) FROM account_item k FORCE INDEX (account_month) LEFT JOIN app_user p ON p.id = k.user_id WHERE k.month = ? AND k.state IN (1, 2, 4, 5)" IN_UNITS
                " GROUP BY k.unit_id, k.department_id, k.user_id ORDER BY k.unit_id, k.department_id, k.user_id LIMIT ?",
                "i" UNITS_TYPES "i", "ITTiI" "iiii" "ii"},
    /* Of nobody who is kept out of the complaint. */
    [LINE] = {"SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = ? AND NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = ? AND y.user_id = ?) ORDER BY t.distance LIMIT 64", "iii", "i"},
    /* Somebody else who may decide about it. */
    [OTHERS] = {"SELECT u.id FROM role_permission m JOIN role_grant g ON g.role_id = m.role_id JOIN unit_tree t ON t.unit_id = ? AND t.ancestor_id = g.unit_id JOIN app_user u ON u.id = g.user_id AND u.active = 1 "
                "WHERE m.permission = 'hold_to_account' AND u.id NOT IN (?, IFNULL(?, 0)) AND NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = ? AND y.user_id = u.id) LIMIT 1",
                "iiIi", "i"},
};
const struct db_stmts merit_stmts = {"merit", list, COUNT_OF(list), DB_STAFF};

enum { NTH_PERSON, NTH_DEPARTMENT, NTH_UNIT, PUT, MOVE_ON };
static const struct db_stmt write_list[] = {
    /* Held until the end, so that two hosts do not count the same one; what was rejected or lifted is none. */
    [NTH_PERSON] = {"SELECT id, state FROM account_item FORCE INDEX (account_user) WHERE user_id = ? AND rule = ? AND month BETWEEN ? AND ? FOR UPDATE", "itii", "ii"},
    [NTH_DEPARTMENT] = {"SELECT id, state FROM account_item FORCE INDEX (account_department) WHERE user_id IS NULL AND department_id = ? AND rule = ? AND month BETWEEN ? AND ? FOR UPDATE", "itii", "ii"},
    [NTH_UNIT] = {"SELECT id, state FROM account_item FORCE INDEX (account_rule) WHERE rule = ? AND user_id IS NULL AND department_id IS NULL AND unit_id = ? AND month BETWEEN ? AND ? FOR UPDATE", "tiii", "ii"},
    [PUT] = {"INSERT INTO account_item (rule, whom, unit_id, department_id, user_id, complaint_id, slip_id, subject_id, month, nth, is_reward, cents, points, state, body, appeal, appeal_body, proposed_us, proposed_by) "
             "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?)",
             "ttiIIiIiiiiiiitiI", ""},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts merit_write_stmts = {"merit_write", write_list, COUNT_OF(write_list), DB_STAFF | DB_JOBS};

static void units_of(const struct access_user *user, int64_t ret_ids[ACCESS_GRANTS_MAX])
{
    size_t n = 0;
    memset(ret_ids, 0, ACCESS_GRANTS_MAX * sizeof *ret_ids);
    for (size_t i = 0; i < user->n_grants; i++) {
        if (user->grants[i].permissions & (PERMISSION_BIT(MAY_HOLD_TO_ACCOUNT) | PERMISSION_BIT(MAY_REPORT)))
            ret_ids[n++] = user->grants[i].unit_id;
    }
}

static enum err take(struct db *db, struct arena *a, const struct access_user *user, const struct db_rows *r, struct merit **ret_list, size_t *ret_n)
{
    struct basis basis;
    struct merit *out = ARENA_ARRAY(a, r->n + 1, struct merit);
    TRY(basis_load(db, a, &basis));
    for (size_t i = 0; i < r->n; i++) {
        struct basis_names unit = basis_unit(&basis, db_int(r, i, 1)), department = basis_department(&basis, db_int(r, i, 2));
        out[i] = (struct merit){
            .id = db_int(r, i, 0), .unit_id = db_int(r, i, 1), .department_id = db_int(r, i, 2), .user_id = db_int(r, i, 3), .complaint_id = db_int(r, i, 4), .slip_id = db_int(r, i, 5),
            .state = (enum merit_state)db_int(r, i, 6), .month = (int)db_int(r, i, 7), .nth = (int)db_int(r, i, 8), .reward = db_int(r, i, 9) != 0, .cents = db_int(r, i, 10), .points = (int)db_int(r, i, 11),
            .confirmed_cents = db_int(r, i, 12), .confirmed_points = (int)db_int(r, i, 13), .decided_by = db_int(r, i, 14), .decided_us = db_int(r, i, 15), .body = db_text(r, i, 16), .appeal = db_text(r, i, 17),
            .appealed_us = db_int(r, i, 18), .appeal_by = db_int(r, i, 19), .appeal_done_us = db_int(r, i, 20), .appeal_body = db_text(r, i, 21), .proposed_us = db_int(r, i, 22), .proposed_by = db_int(r, i, 23),
            .version = (int)db_int(r, i, 24), .rule = db_text(r, i, 25), .whom = db_text(r, i, 26), .person = db_text(r, i, 27), .decider = db_text(r, i, 28), .appeal_decider = db_text(r, i, 29), .number = db_text(r, i, 30),
            .opens = db_int(r, i, 31) != 0, .unit_zh = unit.zh, .unit_en = unit.en, .department_zh = department.zh, .department_en = department.en,
        };
        out[i].concerned = out[i].user_id == user->id || (!out[i].user_id && db_int(r, i, 32) != 0);
    }
    *ret_list = out;
    *ret_n = r->n;
    return ERR_NONE;
}

enum err merit_list(struct db *db, struct arena *a, const struct access_user *user, const struct merit_filter *f, struct merit **ret_list, size_t *ret_n)
{
    const struct db_value before = DB_INT(f->before_id ? f->before_id : INT64_MAX), unit = DB_INT(f->unit_id), limit = DB_INT(f->limit), me = DB_INT(user->id);
    int64_t units[ACCESS_GRANTS_MAX];
    struct db_rows rows;
    units_of(user, units);
    if (f->view == MERIT_VIEW_PROPOSED || f->view == MERIT_VIEW_APPEALED) {
        int state = f->view == MERIT_VIEW_PROPOSED ? MERIT_PROPOSED : MERIT_APPEALED;
        TRY(db_query(db, a, &list[WAITING], DB_ARGS(OPENS_ARGS(user), DB_INT(state), before, ARGS7(units), unit, unit, me, limit), &rows));
    } else {
        bool decided = f->view == MERIT_VIEW_DECIDED;
        TRY(db_query(db, a, &list[OF_MONTH],
                     DB_ARGS(OPENS_ARGS(user), DB_INT(f->month), before, DB_INT(decided ? MERIT_CONFIRMED : MERIT_REJECTED), DB_INT(decided ? MERIT_UPHELD : MERIT_LIFTED), ARGS7(units), unit, unit, me, limit), &rows));
    }
    return take(db, a, user, &rows, ret_list, ret_n);
}

enum err merit_mine(struct db *db, struct arena *a, const struct access_user *user, int64_t before_id, size_t limit, struct merit **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[MINE], DB_ARGS(OPENS_ARGS(user), DB_INT(before_id ? before_id : INT64_MAX), DB_INT(user->id), DB_INT(user->id), DB_INT(limit)), &rows));
    return take(db, a, user, &rows, ret_list, ret_n);
}

enum err merit_load(struct db *db, struct arena *a, const struct access_user *user, int64_t id, struct merit *ret_merit)
{
    int64_t units[ACCESS_GRANTS_MAX], line[64];
    struct db_rows rows;
    struct merit *one;
    size_t n;
    units_of(user, units);
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(OPENS_ARGS(user), DB_INT(id), DB_INT(user->id), DB_INT(user->id), ARGS7(units), DB_INT(user->id)), &rows));
    TRY(take(db, a, user, &rows, &one, &n));
    TRY(db_query(db, a, &list[LINE], DB_ARGS(DB_INT(one->unit_id), DB_INT(one->complaint_id), DB_INT(user->id)), &rows));
    for (size_t i = 0; i < rows.n; i++)
        line[i] = db_int(&rows, i, 0);
    one->holds = (access_over_unit(user, line, rows.n) & PERMISSION_BIT(MAY_HOLD_TO_ACCOUNT)) != 0;
    if (one->proposed_by == user->id) {
        TRY(db_query(db, a, &list[OTHERS], DB_ARGS(DB_INT(one->unit_id), DB_INT(user->id), DB_ID(one->user_id), DB_INT(one->complaint_id)), &rows));
        one->own = rows.n > 0;
    }
    *ret_merit = *one;
    return ERR_NONE;
}

enum err merit_totals(struct db *db, struct arena *a, const struct access_user *user, int month, int64_t unit_id, size_t limit, struct merit_total **ret_list, size_t *ret_n)
{
    int64_t units[ACCESS_GRANTS_MAX];
    struct db_rows r;
    struct basis basis;
    units_of(user, units);
    TRY(db_query(db, a, &list[TOTALS], DB_ARGS(DB_INT(month), ARGS7(units), DB_INT(unit_id), DB_INT(unit_id), DB_INT(limit)), &r));
    TRY(basis_load(db, a, &basis));
    *ret_list = ARENA_ARRAY(a, r.n + 1, struct merit_total);
    *ret_n = r.n;
    for (size_t i = 0; i < r.n; i++) {
        struct basis_names unit = basis_unit(&basis, db_int(&r, i, 3)), department = basis_department(&basis, db_int(&r, i, 4));
        (*ret_list)[i] = (struct merit_total){.user_id = db_int(&r, i, 0), .person = db_text(&r, i, 1), .login = db_text(&r, i, 2), .unit_zh = unit.zh, .unit_en = unit.en, .department_zh = department.zh,
                                              .department_en = department.en, .reward_cents = db_int(&r, i, 5), .penalty_cents = db_int(&r, i, 6), .reward_points = (int)db_int(&r, i, 7),
                                              .penalty_points = (int)db_int(&r, i, 8), .count = (int)db_int(&r, i, 9), .pending = (int)db_int(&r, i, 10)};
    }
    return ERR_NONE;
}

/* ---- shared by those that write ---- */

enum err merit_nth(struct db *db, struct arena *a, struct merit *m)
{
    const struct db_value rule = DB_TEXT(m->rule), from = DB_INT(m->month / 100 * 100 + 1), to = DB_INT(m->month / 100 * 100 + 12);
    struct db_rows rows;
    if (m->user_id)
        TRY(db_query(db, a, &write_list[NTH_PERSON], DB_ARGS(DB_INT(m->user_id), rule, from, to), &rows));
    else if (m->department_id)
        TRY(db_query(db, a, &write_list[NTH_DEPARTMENT], DB_ARGS(DB_INT(m->department_id), rule, from, to), &rows));
    else
        TRY(db_query(db, a, &write_list[NTH_UNIT], DB_ARGS(rule, DB_INT(m->unit_id), from, to), &rows));
    m->nth = 1;
    for (size_t i = 0; i < rows.n; i++) {
        enum merit_state state = (enum merit_state)db_int(&rows, i, 1);
        m->nth += state != MERIT_REJECTED && state != MERIT_LIFTED;
    }
    return ERR_NONE;
}

enum err merit_put(struct db *db, const struct merit *m, int64_t subject_id, int64_t *ret_id)
{
    struct db_done done;
    TRY(db_run(db, &write_list[PUT],
               DB_ARGS(DB_TEXT(m->rule), DB_TEXT(m->whom), DB_INT(m->unit_id), DB_ID(m->department_id), DB_ID(m->user_id), DB_INT(m->complaint_id), DB_ID(m->slip_id), DB_INT(subject_id), DB_INT(m->month), DB_INT(m->nth),
                       DB_INT(m->reward), DB_INT(m->cents), DB_INT(m->points), DB_INT(m->state), DB_TEXT(m->body), DB_INT(m->proposed_us), DB_ID(m->proposed_by)),
               &done));
    *ret_id = done.id;
    return ERR_NONE;
}

enum err merit_event(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct merit *m, const char *kind)
{
    TRY(complaint_append(db, a, w, c, kind, timeline_data(a, "account", arena_printf(a, "%lld", (long long)m->id), "rule", m->rule, "reward", m->reward ? "1" : NULL, NULL)));
    return db_run(db, &write_list[MOVE_ON], DB_ARGS(DB_INT(c->events), DB_BYTES(c->chain_hash, 32), DB_INT(c->id)), NULL);
}
