#include "complaint_store.h"

/* What one holder adds to a count: rows that none of the holders before him has. */
#define CAPPED(index, condition)                                                                                                  \
    "(SELECT COUNT(*) FROM (SELECT 1 FROM complaint_scope s FORCE INDEX (" index ") WHERE s.holder = ? AND " condition            \
    " AND (? = 0 OR (SELECT 1 FROM complaint_scope m WHERE m.complaint_id = s.complaint_id AND m.holder IN (?, ?, ?, ?, ?, ?, ?) "  \
    "LIMIT 1) IS NULL) LIMIT 1000) x)"

enum { HOLDER, MINE };
static const struct db_stmt list[] = {
    [HOLDER] = {"SELECT " CAPPED("complaint_scope_attention", "s.attention IN (1, 3)") ", "
                CAPPED("complaint_scope_due", "s.is_open = 1") ", "
                CAPPED("complaint_scope_due", "s.is_open = 1 AND s.due_us < ?") ", "
                CAPPED("complaint_scope_attention", "s.attention IN (2, 3)"),
                "iiiiiiiii" "iiiiiiiii" "iiiiiiiiii" "iiiiiiiii", "iiii"},
    [MINE] = {"SELECT COUNT(*), IFNULL(CAST(SUM(x.due_us >= ? AND x.due_us < ?) AS SIGNED), 0), IFNULL(CAST(SUM(x.due_us < ?) AS SIGNED), 0), "
             "(SELECT COUNT(*) FROM (SELECT 1 FROM complaint_scope s FORCE INDEX (complaint_scope_attention) STRAIGHT_JOIN complaint c "
             "ON c.id = s.complaint_id WHERE s.holder = ? AND s.attention IN (2, 3) AND c.assignee_id = ? LIMIT 1000) y) "
             "FROM (SELECT due_us FROM complaint FORCE INDEX (complaint_assignee) WHERE assignee_id = ? AND is_open = 1 LIMIT 1000) x",
             "iiiiii", "iiii"},
};
const struct db_stmts complaint_count_stmts = {"complaint_count", list, COUNT_OF(list), DB_STAFF};

enum err complaint_count_mine(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct complaint_counts *ret_counts)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[MINE],
               DB_ARGS(DB_INT(now_us), DB_INT(now_us + COMPLAINT_SOON_US), DB_INT(now_us), DB_INT(holder_code(HOLDER_USER, user_id)),
                       DB_INT(user_id), DB_INT(user_id)),
               &row));
    ret_counts->mine = (int)db_int(&row, 0, 0);
    ret_counts->mine_soon = (int)db_int(&row, 0, 1);
    ret_counts->mine_late = (int)db_int(&row, 0, 2);
    ret_counts->mine_replies = (int)db_int(&row, 0, 3);
    return ERR_NONE;
}

static int capped(int64_t count)
{
    return count < 1000 ? (int)count : 1000;
}

/* The holder, whether there are others before it, and these: what one CAPPED takes (without its own condition). */
static size_t put_holder(struct db_value *args, const int64_t *holders, size_t at, const int64_t *due_before)
{
    size_t n = 0;
    args[n++] = DB_INT(holders[at]);
    if (due_before)
        args[n++] = DB_INT(*due_before);
    args[n++] = DB_INT(at > 0);
    for (size_t i = 0; i < ACCESS_HOLDERS - 1; i++)
        args[n++] = DB_INT(i < at ? holders[i] : 0);
    return n;
}

enum err complaint_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct complaint_counts *ret_counts)
{
    struct complaint_counts counts = {0};
    int64_t fresh = 0, open = 0, late = 0, replies = 0;
    TRY(complaint_count_mine(db, a, user->id, now_us, &counts));
    for (size_t at = 0; at < ACCESS_HOLDERS && user->holders[at]; at++) {
        struct db_value args[40];
        struct db_rows row;
        size_t n = put_holder(args, user->holders, at, NULL);
        n += put_holder(args + n, user->holders, at, NULL);
        n += put_holder(args + n, user->holders, at, &now_us);
        n += put_holder(args + n, user->holders, at, NULL);
        TRY(db_one(db, a, &list[HOLDER], args, n, &row));
        fresh += db_int(&row, 0, 0);
        open += db_int(&row, 0, 1);
        late += db_int(&row, 0, 2);
        replies += db_int(&row, 0, 3);
    }
    counts.fresh = capped(fresh);
    counts.open = capped(open);
    counts.late = capped(late);
    counts.replies = capped(replies);
    *ret_counts = counts;
    return ERR_NONE;
}
