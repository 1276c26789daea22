#include "compensation_acting_store.h"

#include <string.h>

#define COLUMNS                                                                                                                            \
    "k.id, k.complaint_id, k.unit_id, k.standard, k.is_reward, k.state, k.base_cents, k.cents, k.reason, k.proposed_by, k.proposed_us, k.approved_us, k.paid_us, k.paid_by, k.paid_way, " \
    "k.paid_voucher, k.version, k.own_authority, p.name, y.name, c.number, c.title, u.name_zh, u.name_en"
#define TYPES "iiitii" "iitiiIIIT" "Tiit" "Ttttt"
#define JOINS " JOIN complaint c ON c.id = k.complaint_id JOIN unit u ON u.id = k.unit_id JOIN app_user p ON p.id = k.proposed_by LEFT JOIN app_user y ON y.id = k.paid_by "
/* Sees all of it and is not kept out. */
#define SEEN                                                                                                                               \
    "EXISTS (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = k.complaint_id AND s.part = 0 AND s.holder IN (?, ?, ?, ?, ?, ?, ?, ?)) AND NOT EXISTS (SELECT 1 FROM recusal z WHERE " \
    "z.complaint_id = k.complaint_id AND z.user_id = ?)"
#define SEEN_TYPES "iiiiiiiii"
#define SEEN_ARGS(user)                                                                                                                    \
    DB_INT((user)->holders[0]), DB_INT((user)->holders[1]), DB_INT((user)->holders[2]), DB_INT((user)->holders[3]), DB_INT((user)->holders[4]), DB_INT((user)->holders[5]),           \
        DB_INT((user)->holders[6]), DB_INT((user)->holders[7]), DB_INT((user)->id)
#define FILTER                                                                                                                             \
    " AND (? = 0 OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = k.unit_id AND t.ancestor_id = ?)) AND (? = 0 OR k.state = ?) AND (? = 0 OR k.is_reward = ? - 1) AND " SEEN
#define FILTER_TYPES "iiiiii" SEEN_TYPES
#define FILTER_ARGS(f, user) DB_INT((f)->unit_id), DB_INT((f)->unit_id), DB_INT((f)->state), DB_INT((f)->state), DB_INT((f)->kind), DB_INT((f)->kind), SEEN_ARGS(user)
#define OF_TIME "compensation k FORCE INDEX (compensation_time)"
#define OF_STATE "compensation k FORCE INDEX (compensation_state)"
/* Newest first, behind the last one that was shown. */
#define BEHIND " AND (k.proposed_us < ? OR (k.proposed_us = ? AND k.id < ?))"

#define USED_OF(how)                                                                                                                    \
    "SELECT (SELECT CAST(IFNULL(SUM(k.cents), 0) AS SIGNED) FROM compensation k WHERE k.proposed_by = ? AND k.proposed_us >= ? AND k.own_authority = 1 AND k.state IN (2, 4)" how ") + "  \
    "(SELECT CAST(IFNULL(SUM(a.cents), 0) AS SIGNED) FROM approval_step s JOIN approval a ON a.id = s.approval_id WHERE s.by_id = ? AND s.at_us >= ? AND s.decision = 1 AND s.n = a.step AND "  \
    "a.state = 2 AND a.about = 'compensation'" how ")"

enum { LIST, ROLES, USED, ONE_AT_A_TIME, USED_NOW, OTHERS, LEDGER_TIME, LEDGER_STATE, TOTALS_TIME, TOTALS_STATE };
static const struct db_stmt list[] = {
    [LIST] = {"SELECT " COLUMNS " FROM compensation k" JOINS "WHERE k.complaint_id = ? ORDER BY k.id DESC LIMIT 100", "i", TYPES},
    [ROLES] = {"SELECT DISTINCT r.code FROM role_grant g JOIN role r ON r.id = g.role_id WHERE g.user_id = ? AND (g.department_id = ? OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = "
               "IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))) ORDER BY r.code",
               "iiii", "t"},
    /* What he granted himself today, and what he was the last to agree to. */
    [USED] = {USED_OF(""), "iiii", "i"},
    [ONE_AT_A_TIME] = {"SELECT id FROM app_user WHERE id = ? FOR UPDATE", "i", "i"},
    [USED_NOW] = {USED_OF(" LOCK IN SHARE MODE"), "iiii", "i"},
    /* Somebody else who may record payments. */
    [OTHERS] = {"SELECT p.id FROM role_permission m JOIN role_grant g ON g.role_id = m.role_id JOIN app_user p ON p.id = g.user_id AND p.active = 1 WHERE m.permission = 'compensate' AND p.id <> ? AND "
                "(g.department_id = ? OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))) AND NOT EXISTS "
                "(SELECT 1 FROM recusal z WHERE z.complaint_id = ? AND z.user_id = p.id) LIMIT 1",
                "iiiii", "i"},
    [LEDGER_TIME] = {"SELECT " COLUMNS " FROM " OF_TIME JOINS "WHERE k.proposed_us >= ? AND k.proposed_us < ?" BEHIND FILTER " ORDER BY k.proposed_us DESC, k.id DESC LIMIT ?",
                     "ii" "iii" FILTER_TYPES "i", TYPES},
    [LEDGER_STATE] = {"SELECT " COLUMNS " FROM " OF_STATE JOINS "WHERE k.state = ?" BEHIND FILTER " ORDER BY k.proposed_us DESC, k.id DESC LIMIT ?", "i" "iii" FILTER_TYPES "i", TYPES},
    [TOTALS_TIME] = {"SELECT k.state, k.is_reward, COUNT(*), CAST(SUM(k.cents) AS SIGNED) FROM " OF_TIME " WHERE k.proposed_us >= ? AND k.proposed_us < ?" FILTER " GROUP BY k.state, k.is_reward",
                     "ii" FILTER_TYPES, "iiii"},
    [TOTALS_STATE] = {"SELECT k.state, k.is_reward, COUNT(*), CAST(SUM(k.cents) AS SIGNED) FROM " OF_STATE " WHERE k.state = ?" FILTER " GROUP BY k.state, k.is_reward", "i" FILTER_TYPES, "iiii"},
};
const struct db_stmts compensation_stmts = {"compensation", list, COUNT_OF(list), DB_STAFF};

static void take(struct arena *a, const struct db_rows *r, struct compensation **ret_list, size_t *ret_n)
{
    struct compensation *out = ARENA_ARRAY(a, r->n + 1, struct compensation);
    for (size_t i = 0; i < r->n; i++) {
        out[i] = (struct compensation){
            .id = db_int(r, i, 0),
            .complaint_id = db_int(r, i, 1),
            .unit_id = db_int(r, i, 2),
            .standard = db_text(r, i, 3),
            .reward = db_int(r, i, 4) != 0,
            .state = (enum compensation_state)db_int(r, i, 5),
            .base_cents = db_int(r, i, 6),
            .cents = db_int(r, i, 7),
            .reason = db_text(r, i, 8),
            .proposed_by = db_int(r, i, 9),
            .proposed_us = db_int(r, i, 10),
            .approved_us = db_int(r, i, 11),
            .paid_us = db_int(r, i, 12),
            .paid_by = db_int(r, i, 13),
            .paid_way = db_text(r, i, 14),
            .paid_voucher = db_text(r, i, 15),
            .version = (int)db_int(r, i, 16),
            .own_authority = db_int(r, i, 17) != 0,
            .proposer = db_text(r, i, 18),
            .payer = db_text(r, i, 19),
            .number = db_text(r, i, 20),
            .title = db_text(r, i, 21),
            .unit_zh = db_text(r, i, 22),
            .unit_en = db_text(r, i, 23),
        };
    }
    *ret_list = out;
    *ret_n = r->n;
}

enum err compensation_list(struct db *db, struct arena *a, int64_t complaint_id, struct compensation **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(complaint_id)), &rows));
    take(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err compensation_roles(struct db *db, struct arena *a, int64_t user_id, const struct complaint *c, const char ***ret_roles, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[ROLES], DB_ARGS(DB_INT(user_id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id)), &rows));
    *ret_roles = ARENA_ARRAY(a, rows.n + 1, const char *);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_roles)[i] = db_text(&rows, i, 0);
    return ERR_NONE;
}

enum err compensation_used(struct db *db, struct arena *a, const struct complaint_writer *w, int64_t *ret_used)
{
    const struct db_value me = DB_INT(w->user->id), day = DB_INT(utc_day_start(w->now_us, 0, w->zone));
    struct db_rows row;
    bool acts = db_in_tx(db); /* then nobody else's sum of the same person comes between looking and granting */
    if (acts)
        TRY(db_one(db, a, &list[ONE_AT_A_TIME], DB_ARGS(me), &row));
    TRY(db_one(db, a, &list[acts ? USED_NOW : USED], DB_ARGS(me, day, me, day), &row));
    *ret_used = db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err compensation_own(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct rulebook *b, struct compensation_own *ret_own)
{
    struct compensation_own own = {.used = 0};
    struct db_rows rows;
    TRY(compensation_roles(db, a, w->user->id, c, &own.roles, &own.n_roles));
    own.up_to = rulebook_authority(b, own.roles, own.n_roles, &own.daily);
    if (own.daily)
        TRY(compensation_used(db, a, w, &own.used));
    TRY(db_query(db, a, &list[OTHERS], DB_ARGS(DB_INT(w->user->id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id), DB_INT(c->id)), &rows));
    own.alone = rows.n == 0;
    *ret_own = own;
    return ERR_NONE;
}

/* ---- the ledger ---- */

static int64_t before_of(const struct compensation_filter *f)
{
    return f->before_us ? f->before_us : INT64_MAX;
}

enum err compensation_ledger(struct db *db, struct arena *a, const struct access_user *user, const struct compensation_filter *f, struct compensation **ret_list, size_t *ret_n)
{
    const struct db_value before = DB_INT(before_of(f)), id = DB_INT(f->before_id), limit = DB_INT(f->limit);
    struct db_rows rows;
    if (f->to_us)
        TRY(db_query(db, a, &list[LEDGER_TIME], DB_ARGS(DB_INT(f->from_us), DB_INT(f->to_us), before, before, id, FILTER_ARGS(f, user), limit), &rows));
    else
        TRY(db_query(db, a, &list[LEDGER_STATE], DB_ARGS(DB_INT(f->state), before, before, id, FILTER_ARGS(f, user), limit), &rows));
    take(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err compensation_totals(struct db *db, struct arena *a, const struct access_user *user, const struct compensation_filter *f, struct compensation_total **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    if (f->to_us)
        TRY(db_query(db, a, &list[TOTALS_TIME], DB_ARGS(DB_INT(f->from_us), DB_INT(f->to_us), FILTER_ARGS(f, user)), &rows));
    else
        TRY(db_query(db, a, &list[TOTALS_STATE], DB_ARGS(DB_INT(f->state), FILTER_ARGS(f, user)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct compensation_total);
    *ret_n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*ret_list)[i] = (struct compensation_total){(enum compensation_state)db_int(&rows, i, 0), db_int(&rows, i, 1) != 0, db_int(&rows, i, 2), db_int(&rows, i, 3)};
    return ERR_NONE;
}
