#include "approval_store.h"

/* Lists of approvals: what waits for somebody, what he asked for and decided. */

#define COLUMNS                                                                                                                            \
    "a.id, a.complaint_id, a.about, a.subject_id, a.state, a.step, a.cents, a.title, a.asked_by, a.asked_us, a.done_us, p.name, c.number, c.title, " \
    "s.n, s.role, s.due_us, s.to_id, s.at_us, s.decision, r.name_zh, r.name_en, t.name, (SELECT COUNT(*) FROM approval_step k WHERE k.approval_id = a.id)"
#define TYPES "iitii" "iitii" "Ittt" "itiIIi" "TTT" "i"
#define NAMES " LEFT JOIN role r ON r.code = s.role LEFT JOIN app_user t ON t.id = s.to_id "
#define NOT_KEPT_OUT "NOT EXISTS (SELECT 1 FROM recusal z WHERE z.complaint_id = c.id AND z.user_id = ?)"
/* It is within what he sees, all or a part of it: who asked or decided once may have gone elsewhere since. */
#define WITHIN "EXISTS (SELECT 1 FROM complaint_scope o WHERE o.complaint_id = c.id AND o.holder IN (?, ?, ?, ?, ?, ?, ?, ?))"
#define WITHIN_TYPES "iiiiiiii"
#define WITHIN_ARGS(h) DB_INT((h)[0]), DB_INT((h)[1]), DB_INT((h)[2]), DB_INT((h)[3]), DB_INT((h)[4]), DB_INT((h)[5]), DB_INT((h)[6]), DB_INT((h)[7])
/* Nobody stands in for somebody who is kept out of it. */
#define NOT_FOR_KEPT_OUT "NOT EXISTS (SELECT 1 FROM recusal y WHERE y.complaint_id = c.id AND y.user_id = m.user_id)"
/* His own grants, and those of absent people whose deputy he is. Few steps wait at any time: those of his roles are read, and each is asked whether its complaint is under the grant. */
#define GRANTS                                                                                                                             \
    "(SELECT r.code, g.user_id, g.unit_id, g.department_id FROM role_grant g JOIN role r ON r.id = g.role_id WHERE g.user_id = ? UNION ALL "    \
    "SELECT r.code, g.user_id, g.unit_id, g.department_id FROM absence b JOIN role_grant g ON g.user_id = b.user_id JOIN role r ON r.id = g.role_id WHERE b.deputy_id = ? AND b.from_us <= ? AND b.to_us > ?) m"

enum { WAITING, ASKED, DECIDED };
static const struct db_stmt list[] = {
    [WAITING] = {"SELECT " COLUMNS ", w.whose, q.name FROM (SELECT s.approval_id AS id, MIN(IF(m.user_id = ?, 0, m.user_id)) AS whose FROM " GRANTS
                 " STRAIGHT_JOIN approval_step s FORCE INDEX (approval_step_waits) ON s.waits = 1 AND s.role = m.code AND s.to_id IS NULL STRAIGHT_JOIN approval a ON a.id = s.approval_id AND a.asked_by <> ? "
                 "AND a.asked_by <> m.user_id STRAIGHT_JOIN complaint c ON c.id = a.complaint_id LEFT JOIN department d ON d.id = c.department_id WHERE " NOT_FOR_KEPT_OUT " AND (m.department_id = c.department_id OR "
                 "EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id = IFNULL(d.unit_id, c.unit_id) AND t.ancestor_id = m.unit_id)) GROUP BY s.approval_id UNION "
                 "SELECT s.approval_id, 0 FROM approval_step s WHERE s.to_id = ? AND s.waits = 1) w JOIN approval a ON a.id = w.id JOIN approval_step s ON s.approval_id = a.id AND s.waits = 1 "
                 "JOIN app_user p ON p.id = a.asked_by JOIN complaint c ON c.id = a.complaint_id LEFT JOIN app_user q ON q.id = w.whose AND w.whose > 0" NAMES "WHERE " NOT_KEPT_OUT
                 " ORDER BY s.due_us, a.id LIMIT ?",
                 "i" "iiii" "i" "i" "ii", TYPES "iT"},
    [ASKED] = {"SELECT " COLUMNS ", 0, '' FROM approval a FORCE INDEX (approval_asker) JOIN approval_step s ON s.approval_id = a.id AND s.n = a.step JOIN app_user p ON p.id = a.asked_by "
               "JOIN complaint c ON c.id = a.complaint_id" NAMES "WHERE a.asked_by = ? AND a.state = ? AND " NOT_KEPT_OUT " AND " WITHIN " ORDER BY a.id DESC LIMIT ?",
               "iii" WITHIN_TYPES "i", TYPES "it"},
    [DECIDED] = {"SELECT " COLUMNS ", 0, '' FROM approval_step s FORCE INDEX (approval_step_by) JOIN approval a ON a.id = s.approval_id JOIN app_user p ON p.id = a.asked_by "
                 "JOIN complaint c ON c.id = a.complaint_id" NAMES "WHERE s.by_id = ? AND " NOT_KEPT_OUT " AND " WITHIN " ORDER BY s.at_us DESC LIMIT ?",
                 "ii" WITHIN_TYPES "i", TYPES "it"},
};
const struct db_stmts approval_list_stmts = {"approval_list", list, COUNT_OF(list), DB_STAFF};

static void take(struct arena *a, const struct db_rows *r, struct approval *out)
{
    struct approval_step *steps = ARENA_ARRAY(a, r->n + 1, struct approval_step);
    for (size_t i = 0; i < r->n; i++) {
        int64_t due_us = db_int(r, i, 16);
        steps[i] = (struct approval_step){
            .n = (int)db_int(r, i, 14),
            .role = db_text(r, i, 15),
            .due_us = due_us < CLOCK_NEVER ? due_us : 0,
            .to_id = db_int(r, i, 17),
            .at_us = db_int(r, i, 18),
            .decision = (enum approval_decision)db_int(r, i, 19),
            .role_zh = db_text(r, i, 20),
            .role_en = db_text(r, i, 21),
            .to = db_text(r, i, 22),
            .for_id = db_int(r, i, 24),
            .for_name = db_text(r, i, 25),
            .text = "",
            .by = "",
        };
        out[i] = (struct approval){
            .id = db_int(r, i, 0),
            .complaint_id = db_int(r, i, 1),
            .about = db_text(r, i, 2),
            .subject_id = db_int(r, i, 3),
            .state = (enum approval_state)db_int(r, i, 4),
            .step = (int)db_int(r, i, 5),
            .cents = db_int(r, i, 6),
            .title = db_text(r, i, 7),
            .asked_by = db_int(r, i, 8),
            .asked_us = db_int(r, i, 9),
            .done_us = db_int(r, i, 10),
            .asker = db_text(r, i, 11),
            .number = db_text(r, i, 12),
            .complaint_title = db_text(r, i, 13),
            .total = (int)db_int(r, i, 23),
            .chain = "",
            .basis = "",
            .body = "",
            .steps = &steps[i],
            .n_steps = 1,
        };
    }
}

enum err approval_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, size_t limit, struct approval **ret_list, size_t *ret_n)
{
    const struct db_value me = DB_INT(user->id), now = DB_INT(now_us);
    struct db_rows rows;
    TRY(db_query(db, a, &list[WAITING], DB_ARGS(me, me, me, now, now, me, me, me, DB_INT(limit)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct approval);
    *ret_n = rows.n;
    take(a, &rows, *ret_list);
    return ERR_NONE;
}

enum err approval_asked(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct approval **ret_list, size_t *ret_n)
{
    const struct db_value me = DB_INT(user->id);
    struct approval *out = ARENA_ARRAY(a, limit + 1, struct approval);
    size_t n = 0;
    for (int state = APPROVAL_OPEN; state < APPROVAL_WITHDRAWN && n < limit; state++) {
        struct db_rows rows;
        TRY(db_query(db, a, &list[ASKED], DB_ARGS(me, DB_INT(state), me, WITHIN_ARGS(user->holders), DB_INT(limit - n)), &rows));
        take(a, &rows, out + n);
        n += rows.n;
    }
    *ret_list = out;
    *ret_n = n;
    return ERR_NONE;
}

enum err approval_decided(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct approval **ret_list, size_t *ret_n)
{
    const struct db_value me = DB_INT(user->id);
    struct db_rows rows;
    TRY(db_query(db, a, &list[DECIDED], DB_ARGS(me, me, WITHIN_ARGS(user->holders), DB_INT(limit)), &rows));
    *ret_list = ARENA_ARRAY(a, rows.n + 1, struct approval);
    *ret_n = rows.n;
    take(a, &rows, *ret_list);
    return ERR_NONE;
}
