#include "callback_store.h"

#include "places.h"

#define COLUMNS                                                                                                                                        \
    "k.id, k.complaint_id, k.unit_id, k.user_id, k.sample_id, k.due_us, k.next_us, k.claimed_us, k.done_us, k.done_by, k.closing, k.attempts, k.version, "  \
    "IFNULL(k.satisfied, 2), k.state, k.rank, k.wished, k.answers, k.body, k.escalated, c.number, c.title, IFNULL(u.name, ''), IFNULL(d.name, '')"
#define TYPES "iiiIIiiIIIiiiiiiittttttt"
#define NAMES " JOIN complaint c ON c.id = k.complaint_id LEFT JOIN app_user u ON u.id = k.user_id LEFT JOIN app_user d ON d.id = k.done_by "
#define NOT_KEPT_OUT " NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = k.complaint_id AND x.user_id = ?)"
#define SEVEN "(?, ?, ?, ?, ?, ?, ?)"
#define SEVEN_TYPES "iiiiiii"
#define FIRST " ORDER BY k.next_us > ?, k.rank, k.due_us, k.id LIMIT ?)"

enum { WAITING, MADE, LOAD, OF, CLAIM };
static const struct db_stmt list[] = {
    [WAITING] = {"SELECT " COLUMNS " FROM ((SELECT k.id FROM unit_tree t STRAIGHT_JOIN callback k FORCE INDEX (callback_desk) ON k.unit_id = t.unit_id AND k.state = 1 WHERE t.ancestor_id IN " SEVEN FIRST
                 " UNION (SELECT k.id FROM callback k FORCE INDEX (callback_department) WHERE k.department_id IN " SEVEN " AND k.state = 1" FIRST ") w STRAIGHT_JOIN callback k ON k.id = w.id" NAMES
                 "WHERE" NOT_KEPT_OUT " ORDER BY k.next_us > ?, k.rank, k.due_us, k.id LIMIT ?",
                 SEVEN_TYPES "ii" SEVEN_TYPES "ii" "iii", TYPES},
    [MADE] = {"SELECT " COLUMNS " FROM callback k FORCE INDEX (callback_doer)" NAMES "WHERE k.done_by = ? AND" NOT_KEPT_OUT " ORDER BY k.done_us DESC LIMIT ?", "iii", TYPES},
    [LOAD] = {"SELECT " COLUMNS " FROM callback k" NAMES "WHERE k.id = ?", "i", TYPES},
    [OF] = {"SELECT " COLUMNS " FROM callback k" NAMES "WHERE k.complaint_id = ? ORDER BY k.closing DESC LIMIT 1", "i", TYPES},
    [CLAIM] = {"UPDATE callback SET user_id = ?, claimed_us = ? WHERE id = ? AND user_id IS NULL AND state = 1", "iii", ""},
};
const struct db_stmts callback_stmts = {"callback", list, COUNT_OF(list), DB_STAFF};

static struct callback read_row(const struct db_rows *rows, size_t i)
{
    return (struct callback){
        .id = db_int(rows, i, 0), .complaint_id = db_int(rows, i, 1), .unit_id = db_int(rows, i, 2), .user_id = db_int(rows, i, 3), .sample_id = db_int(rows, i, 4),
        .due_us = db_int(rows, i, 5), .next_us = db_int(rows, i, 6), .claimed_us = db_int(rows, i, 7), .done_us = db_int(rows, i, 8), .done_by = db_int(rows, i, 9),
        .closing = (int)db_int(rows, i, 10), .attempts = (int)db_int(rows, i, 11), .version = (int)db_int(rows, i, 12), .said = (int)db_int(rows, i, 13),
        .state = (enum callback_state)db_int(rows, i, 14), .major = db_int(rows, i, 15) == 0, .wished = db_int(rows, i, 16) != 0,
        .answers = db_text(rows, i, 17), .body = db_text(rows, i, 18), .escalated = db_text(rows, i, 19), .number = db_text(rows, i, 20), .title = db_text(rows, i, 21),
        .user = db_text(rows, i, 22), .doer = db_text(rows, i, 23),
    };
}

static void read_rows(struct arena *a, const struct db_rows *rows, struct callback **ret_list, size_t *ret_n)
{
    *ret_list = ARENA_ARRAY(a, rows->n + 1, struct callback);
    *ret_n = rows->n;
    for (size_t i = 0; i < rows->n; i++)
        (*ret_list)[i] = read_row(rows, i);
}

enum err callback_waiting(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, size_t limit, struct callback **ret_list, size_t *ret_n)
{
    const struct places p = places_of(user, MAY_CALL_BACK);
    struct db_value args[2 * ACCESS_GRANTS_MAX + 7];
    struct db_rows rows;
    size_t n = 0;
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[n++] = DB_INT(p.units[i]);
    args[n++] = DB_INT(now_us);
    args[n++] = DB_INT(limit);
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[n++] = DB_INT(p.departments[i]);
    args[n++] = DB_INT(now_us);
    args[n++] = DB_INT(limit);
    args[n++] = DB_INT(user->id);
    args[n++] = DB_INT(now_us);
    args[n++] = DB_INT(limit);
    TRY(db_query(db, a, &list[WAITING], args, n, &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err callback_made(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct callback **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[MADE], DB_ARGS(DB_INT(user->id), DB_INT(user->id), DB_INT(limit)), &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

static enum err load_one(struct db *db, struct arena *a, const struct db_stmt *stmt, int64_t id, struct callback *ret_callback)
{
    struct db_rows row;
    TRY(db_one(db, a, stmt, DB_ARGS(DB_INT(id)), &row));
    *ret_callback = read_row(&row, 0);
    return ERR_NONE;
}

enum err callback_load(struct db *db, struct arena *a, int64_t id, struct callback *ret_callback)
{
    return load_one(db, a, &list[LOAD], id, ret_callback);
}

enum err callback_of(struct db *db, struct arena *a, int64_t complaint_id, struct callback *ret_callback)
{
    return load_one(db, a, &list[OF], complaint_id, ret_callback);
}

enum err callback_claim(struct db *db, int64_t id, int64_t user_id, int64_t now_us, bool *ret_claimed)
{
    struct db_done done;
    TRY(db_run(db, &list[CLAIM], DB_ARGS(DB_INT(user_id), DB_INT(now_us), DB_INT(id)), &done));
    *ret_claimed = done.rows == 1;
    return ERR_NONE;
}
