#include <stdlib.h>

#include "complaint_store.h"

/*
 * Every count is a walk along a range of a covering index that ends at COMPLAINT_COUNT_MAX; the rows are counted here, since a derived table in the database
 * costs more than sending them. Parts of a UNION ALL go straight to the connection.
 */
#define QUOTE_(number) #number
#define QUOTE(number) QUOTE_(number)
#define MOST " LIMIT " QUOTE(COMPLAINT_COUNT_MAX) ")"
/* Who is kept out of a complaint does not count it either (requirements G9). */
#define NOT_KEPT_OUT(id) " AND (SELECT 1 FROM recusal z WHERE z.complaint_id = " id " AND z.user_id = ?) IS NULL"
#define FRESH_PART(attention)                                                                                                     \
    "(SELECT 1, complaint_id, due_us FROM complaint_scope FORCE INDEX (complaint_scope_attention) WHERE holder = ? AND attention = " attention NOT_KEPT_OUT("complaint_scope.complaint_id") MOST
enum { HOLDER, MINE, SOON };
static const struct db_stmt list[] = {
    [HOLDER] = {FRESH_PART("1") " UNION ALL " FRESH_PART("3") " UNION ALL "
                "(SELECT 2, complaint_id, due_us FROM complaint_scope FORCE INDEX (complaint_scope_due) WHERE holder = ? AND is_open = 1"
                NOT_KEPT_OUT("complaint_scope.complaint_id") " ORDER BY due_us" MOST,
                "iiiiii", "iii"},
    [MINE] = {"(SELECT 1, due_us FROM complaint FORCE INDEX (complaint_assignee) WHERE assignee_id = ? AND is_open = 1" NOT_KEPT_OUT("complaint.id")
              " ORDER BY due_us" MOST " UNION ALL "
              "(SELECT 2, s.due_us FROM complaint_scope s FORCE INDEX (complaint_scope_attention) STRAIGHT_JOIN complaint c "
              "ON c.id = s.complaint_id WHERE s.holder = ? AND s.attention IN (2, 3) AND c.assignee_id = ?" NOT_KEPT_OUT("c.id") MOST " UNION ALL "
              "(SELECT 3, updated_us FROM staff_draft WHERE user_id = ? AND draft_key >= 'intake:' AND draft_key < 'intake:~'" MOST,
              "iiiiii", "ii"},
    [SOON] = {"SELECT due_us FROM complaint FORCE INDEX (complaint_assignee) WHERE assignee_id = ? AND is_open = 1 AND due_us >= ? AND due_us < ?"
              NOT_KEPT_OUT("complaint.id") " ORDER BY due_us LIMIT " QUOTE(COMPLAINT_COUNT_MAX),
              "iiii", "i"},
};
const struct db_stmts complaint_count_stmts = {"complaint_count", list, COUNT_OF(list), DB_STAFF};

static int capped(size_t n)
{
    return n < COMPLAINT_COUNT_MAX ? (int)n : COMPLAINT_COUNT_MAX;
}

enum err complaint_count_mine(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct complaint_mine *ret_mine)
{
    enum { OPEN = 1, REPLY, DRAFT };
    const int64_t soon_us = now_us + COMPLAINT_SOON_US;
    struct db_rows rows;
    struct complaint_mine mine = {0};
    TRY(db_query(db, a, &list[MINE], DB_ARGS(DB_INT(user_id), DB_INT(user_id), DB_INT(holder_code(HOLDER_USER, user_id)), DB_INT(user_id), DB_INT(user_id), DB_INT(user_id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        bool open = db_int(&rows, i, 0) == OPEN;
        int64_t due_us = db_int(&rows, i, 1);
        mine.open += open;
        mine.late += open && due_us < now_us;
        mine.soon += open && due_us >= now_us && due_us < soon_us;
        mine.replies += db_int(&rows, i, 0) == REPLY;
        mine.drafts += db_int(&rows, i, 0) == DRAFT;
    }
    /* With so many those that are due soon may stand beyond what was read. */
    if (mine.open == COMPLAINT_COUNT_MAX) {
        TRY(db_query(db, a, &list[SOON], DB_ARGS(DB_INT(user_id), DB_INT(now_us), DB_INT(soon_us), DB_INT(user_id)), &rows));
        mine.soon = (int)rows.n;
    }
    *ret_mine = mine;
    return ERR_NONE;
}

/* ---- within the scope ---- */

struct seen {
    int64_t id;
    bool late;
};
/* What the holders have: a complaint stands with several of them. */
struct tally {
    struct seen *list;
    size_t n;
    bool full, all_late; /* one holder alone has as many as are counted; and all those are late */
};

static int by_id(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static void add_holder(struct tally *t, const struct db_rows *rows, int64_t kind, int64_t now_us)
{
    size_t n = 0, late = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, 0) != kind)
            continue;
        t->list[t->n] = (struct seen){db_int(rows, i, 1), db_int(rows, i, 2) < now_us};
        late += t->list[t->n++].late;
        n++;
    }
    t->full |= n >= COMPLAINT_COUNT_MAX;
    t->all_late |= late >= COMPLAINT_COUNT_MAX;
}

static void count_seen(struct tally *t, int *ret_all, int *ret_late)
{
    size_t all = 0, late = 0;
    qsort(t->list, t->n, sizeof *t->list, by_id);
    for (size_t i = 0; i < t->n; i++) {
        if (i > 0 && t->list[i].id == t->list[i - 1].id)
            continue;
        all++;
        late += t->list[i].late;
    }
    *ret_all = t->full ? COMPLAINT_COUNT_MAX : capped(all);
    *ret_late = t->all_late ? COMPLAINT_COUNT_MAX : capped(late);
}

enum err complaint_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct complaint_counts *ret_counts)
{
    enum { FRESH = 1, OPEN };
    const size_t most = (size_t)ACCESS_HOLDERS * 2 * COMPLAINT_COUNT_MAX;
    struct tally fresh = {.list = ARENA_ARRAY(a, most, struct seen)}, open = {.list = ARENA_ARRAY(a, most, struct seen)};
    int fresh_late;
    for (size_t at = 0; at < ACCESS_HOLDERS && user->holders[at]; at++) {
        struct db_rows rows;
        struct db_value holder = DB_INT(user->holders[at]), own = DB_INT(user->id);
        TRY(db_query(db, a, &list[HOLDER], DB_ARGS(holder, own, holder, own, holder, own), &rows));
        add_holder(&fresh, &rows, FRESH, now_us);
        add_holder(&open, &rows, OPEN, now_us);
    }
    count_seen(&fresh, &ret_counts->fresh, &fresh_late);
    count_seen(&open, &ret_counts->open, &ret_counts->late);
    return ERR_NONE;
}
