#include <stdlib.h>

#include "complaint_store.h"

/*
 * Every count is a walk along a range of a covering index that ends at COMPLAINT_COUNT_MAX; the rows are counted here, since a derived table in the database
 * costs more than sending them. Parts of a UNION ALL go straight to the connection, so that several holders are one statement.
 */
#define QUOTE_(number) #number
#define QUOTE(number) QUOTE_(number)
#define MOST " LIMIT " QUOTE(COMPLAINT_COUNT_MAX) ")"
/* Who is kept out of a complaint does not count it either (requirements G9): a join that must find nothing costs less than a sub-select. */
#define PART(place, kind, index, key, value, order)                                                                               \
    "(SELECT " place ", " kind ", s.complaint_id, s.due_us FROM complaint_scope s FORCE INDEX (" index ") LEFT JOIN recusal z FORCE INDEX (PRIMARY) ON z.complaint_id = s.complaint_id " \
    "AND z.user_id = ? WHERE s.holder = ? AND s." key " = " value " AND z.user_id IS NULL" order MOST
#define HOLDER(place)                                                                                                             \
    PART(place, "1", "complaint_scope_attention", "attention", "1", "") " UNION ALL "                                             \
    PART(place, "1", "complaint_scope_attention", "attention", "3", "") " UNION ALL "                                             \
    PART(place, "2", "complaint_scope_due", "is_open", "1", " ORDER BY s.due_us")
#define HOLDER_TYPES "iiiiii"
enum { AT_ONCE = 4 };
static const struct db_stmt list[AT_ONCE] = {
    {HOLDER("0"), HOLDER_TYPES, "iiii"},
    {HOLDER("0") " UNION ALL " HOLDER("1"), HOLDER_TYPES HOLDER_TYPES, "iiii"},
    {HOLDER("0") " UNION ALL " HOLDER("1") " UNION ALL " HOLDER("2"), HOLDER_TYPES HOLDER_TYPES HOLDER_TYPES, "iiii"},
    {HOLDER("0") " UNION ALL " HOLDER("1") " UNION ALL " HOLDER("2") " UNION ALL " HOLDER("3"), HOLDER_TYPES HOLDER_TYPES HOLDER_TYPES HOLDER_TYPES, "iiii"},
};
const struct db_stmts complaint_count_stmts = {"complaint_count", list, COUNT_OF(list), DB_STAFF};

static int capped(size_t n)
{
    return n < COMPLAINT_COUNT_MAX ? (int)n : COMPLAINT_COUNT_MAX;
}

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

static void add_holder(struct tally *t, const struct db_rows *rows, int64_t place, int64_t kind, int64_t now_us)
{
    size_t n = 0, late = 0;
    for (size_t i = 0; i < rows->n; i++) {
        if (db_int(rows, i, 0) != place || db_int(rows, i, 1) != kind)
            continue;
        t->list[t->n] = (struct seen){db_int(rows, i, 2), db_int(rows, i, 3) < now_us};
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

/* Of the user's holders from one on, as many as a statement takes. */
static enum err ask(struct db *db, struct arena *a, const struct access_user *user, const int64_t *holders, size_t n, struct db_rows *ret_rows)
{
    enum { PARTS = 3 };
    struct db_value args[AT_ONCE * PARTS * 2];
    size_t at = 0;
    for (size_t i = 0; i < n * PARTS; i++) {
        args[at++] = DB_INT(user->id);
        args[at++] = DB_INT(holders[i / PARTS]);
    }
    return db_query(db, a, &list[n - 1], args, at, ret_rows);
}

enum err complaint_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct complaint_counts *ret_counts)
{
    enum { FRESH = 1, OPEN };
    const size_t most = (size_t)ACCESS_HOLDERS * 2 * COMPLAINT_COUNT_MAX;
    struct tally fresh = {.list = ARENA_ARRAY(a, most, struct seen)}, open = {.list = ARENA_ARRAY(a, most, struct seen)};
    int fresh_late;
    size_t n = 0, chunk;
    while (n < ACCESS_HOLDERS && user->holders[n])
        n++;
    for (size_t from = 0; from < n; from += chunk) {
        struct db_rows rows;
        chunk = n - from < AT_ONCE ? n - from : AT_ONCE;
        TRY(ask(db, a, user, user->holders + from, chunk, &rows));
        for (size_t i = 0; i < chunk; i++) {
            add_holder(&fresh, &rows, (int64_t)i, FRESH, now_us);
            add_holder(&open, &rows, (int64_t)i, OPEN, now_us);
        }
    }
    count_seen(&fresh, &ret_counts->fresh, &fresh_late);
    count_seen(&open, &ret_counts->open, &ret_counts->late);
    return ERR_NONE;
}
