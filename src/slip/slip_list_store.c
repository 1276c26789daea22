#include <stdlib.h>

#include "slip_acting_store.h"

/*
 * A list is read per place of the user (himself, each department, each unit), one range of an index in the order of the list each, and put together here. The counts need no order: there the
 * places of one kind come together.
 */
#define HEAD SLIP_COLUMNS("LEFT(p.request, 300)") ", c.number, c.title"
#define HEAD_TYPES SLIP_COLUMN_TYPES "tt"
enum { NUMBER = SLIP_COLUMNS_N, TITLE, COPY_DEPARTMENT, COPY_READ }; /* columns behind those of the slip */
#define NAMES                                                                                                                             \
    " STRAIGHT_JOIN complaint c ON c.id = p.complaint_id STRAIGHT_JOIN app_user f FORCE INDEX (PRIMARY) ON f.id = p.from_user_id "       \
    "LEFT JOIN app_user t FORCE INDEX (PRIMARY) ON t.id = p.to_user_id "
#define NOT_KEPT_OUT " AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.complaint_id = p.complaint_id AND x.user_id = ?)"
#define RANGE(index, column)                                                                                                              \
    {"SELECT " HEAD " FROM slip p FORCE INDEX (" index ")" NAMES "WHERE p." column " = ? AND p.turn = ? AND p.due_us < ? AND "           \
     "(p.due_us > ? OR (p.due_us = ? AND p.id > ?)) AND p.kind BETWEEN ? AND ?" NOT_KEPT_OUT " ORDER BY p.due_us, p.id LIMIT ?",          \
     "iiiiiiiiii", HEAD_TYPES}

#define MOST "300" /* a slip stands with a person, his department and his unit, and counts end at a hundred */
#define KEYS "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]', lo INT PATH '$[1]', hi INT PATH '$[2]')) j"
#define OWN_PART(index, column, turns, more)                                                                                              \
    "(SELECT p.turn, p.id, p.due_us FROM slip p FORCE INDEX (" index ") WHERE p." column " = ? AND p.turn " turns more NOT_KEPT_OUT " LIMIT " MOST ")"
#define PART(index, column, turns, more)                                                                                                  \
    "(SELECT p.turn, p.id, p.due_us FROM " KEYS " STRAIGHT_JOIN slip p FORCE INDEX (" index ") ON p." column " = j.id AND p.turn " turns more \
    " AND p.kind BETWEEN j.lo AND j.hi WHERE 1 = 1" NOT_KEPT_OUT " LIMIT " MOST ")"
#define RECEIVED(more)                                                                                                                    \
    OWN_PART("slip_person", "to_user_id", "= 1", more) " UNION ALL " PART("slip_receiver", "to_department_id", "= 1", more) " UNION ALL "  \
    PART("slip_to_unit", "to_unit_id", "= 1", more)
#define SENT                                                                                                                              \
    OWN_PART("slip_sender", "from_user_id", "IN (2, 3)", "") " UNION ALL " PART("slip_from_department", "from_department_id", "IN (2, 3)", "") \
    " UNION ALL " PART("slip_from_unit", "from_unit_id", "IN (2, 3)", "")

enum place_kind { TO_USER, TO_DEPARTMENT, TO_UNIT, FROM_USER, FROM_DEPARTMENT, FROM_UNIT, PLACE_KIND__COUNT };
enum { COPIES = PLACE_KIND__COUNT, COUNTS, LATE };
static const struct db_stmt list[] = {
    [TO_USER] = RANGE("slip_person", "to_user_id"),
    [TO_DEPARTMENT] = RANGE("slip_receiver", "to_department_id"),
    [TO_UNIT] = RANGE("slip_to_unit", "to_unit_id"),
    [FROM_USER] = RANGE("slip_sender", "from_user_id"),
    [FROM_DEPARTMENT] = RANGE("slip_from_department", "from_department_id"),
    [FROM_UNIT] = RANGE("slip_from_unit", "from_unit_id"),
    [COPIES] = {"SELECT " HEAD ", k.department_id, k.read_us FROM slip_copy k FORCE INDEX (slip_copy_department) STRAIGHT_JOIN slip p ON p.id = k.slip_id" NAMES
                "WHERE k.department_id = ? AND k.slip_id < ?" NOT_KEPT_OUT " ORDER BY k.slip_id DESC LIMIT ?",
                "iiii", HEAD_TYPES "iI"},
    [COUNTS] = {RECEIVED("") " UNION ALL " SENT, "iititi" "iititi", "iii"},
    [LATE] = {RECEIVED(" AND p.due_us < ?"), "iii" "tii" "tii", "iii"},
};
const struct db_stmts slip_list_stmts = {"slip_list", list, COUNT_OF(list), DB_STAFF};

/* ---- the places of a user ---- */

struct place {
    enum place_kind kind;
    int64_t id;
    int lo, hi; /* kinds of slips that are his there */
};
struct places {
    struct place list[2 + 4 * ACCESS_GRANTS_MAX];
    size_t n;
};

static void add_place(struct places *p, enum place_kind kind, int64_t id, int lo, int hi)
{
    for (size_t i = 0; i < p->n; i++) {
        struct place *one = &p->list[i];
        if (one->kind == kind && one->id == id) {
            one->lo = one->lo < lo ? one->lo : lo;
            one->hi = one->hi > hi ? one->hi : hi;
            return;
        }
    }
    p->list[p->n++] = (struct place){kind, id, lo, hi};
}

/* As slip_sides has it. */
static struct places places_of(const struct access_user *user, bool received, bool sent)
{
    struct places p = {.n = 0};
    const permission_set answers = PERMISSION_BIT(MAY_ANSWER), dispatches = PERMISSION_BIT(MAY_DISPATCH), supervises = PERMISSION_BIT(MAY_SUPERVISE);
    if (received)
        add_place(&p, TO_USER, user->id, SLIP_DISPATCH, SLIP_INFO);
    if (sent)
        add_place(&p, FROM_USER, user->id, SLIP_DISPATCH, SLIP_INFO);
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        bool unit = grant->unit_id != 0;
        int64_t id = unit ? grant->unit_id : grant->department_id;
        /* Over a unit he answers for the department in which he works there. */
        bool within = unit && user->department_id;
        if (received && (grant->permissions & (answers | dispatches)) && (!within || grant->unit_id == user->unit_id))
            add_place(&p, unit && !within ? TO_UNIT : TO_DEPARTMENT, within ? user->department_id : id, grant->permissions & answers ? SLIP_DISPATCH : SLIP_UP, SLIP_INFO);
        if (sent && (grant->permissions & (dispatches | supervises)))
            add_place(&p, unit ? FROM_UNIT : FROM_DEPARTMENT, id, SLIP_DISPATCH, SLIP_INFO);
        else if (sent && (grant->permissions & answers))
            add_place(&p, unit ? FROM_UNIT : FROM_DEPARTMENT, id, SLIP_HELP, SLIP_HELP);
    }
    return p;
}

/* ---- lists ---- */

struct listing {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    int64_t after_us, after_id, before_us;
    size_t want;
    struct basis basis;
    struct slip *rows;
    size_t n;
};

static void add_rows(struct listing *l, const struct db_rows *rows, bool copies)
{
    struct slip *grown = ARENA_ARRAY(l->arena, l->n + rows->n + 1, struct slip);
    for (size_t i = 0; i < l->n; i++)
        grown[i] = l->rows[i];
    l->rows = grown;
    for (size_t i = 0; i < rows->n; i++) {
        struct slip *s = &l->rows[l->n++];
        *s = slip_read_row(&l->basis, rows, i);
        s->complaint_number = db_text(rows, i, NUMBER);
        s->complaint_title = db_text(rows, i, TITLE);
        if (!copies)
            continue;
        struct basis_names names = basis_department(&l->basis, db_int(rows, i, COPY_DEPARTMENT));
        s->copies = ARENA_NEW(l->arena, struct slip_copy);
        s->n_copies = 1;
        *s->copies = (struct slip_copy){s->id, db_int(rows, i, COPY_DEPARTMENT), db_int(rows, i, COPY_READ), names.zh, names.en};
    }
}

static enum err read_range(struct listing *l, const struct place *place, int turn)
{
    struct db_rows rows;
    TRY(db_query(l->db, l->arena, &list[place->kind],
                 DB_ARGS(DB_INT(place->id), DB_INT(turn), DB_INT(l->before_us), DB_INT(l->after_us), DB_INT(l->after_us), DB_INT(l->after_id), DB_INT(place->lo), DB_INT(place->hi),
                         DB_INT(l->user->id), DB_INT(l->want)),
                 &rows));
    add_rows(l, &rows, false);
    return ERR_NONE;
}

static enum err read_copies(struct listing *l, int64_t department_id)
{
    struct db_rows rows;
    TRY(db_query(l->db, l->arena, &list[COPIES],
                 DB_ARGS(DB_INT(department_id), DB_INT(l->after_id > 0 ? l->after_id : INT64_MAX), DB_INT(l->user->id), DB_INT(l->want)), &rows));
    add_rows(l, &rows, true);
    return ERR_NONE;
}

/* Those of the departments over which he has grants, and of his own when he has one over its unit. */
static enum err read_all_copies(struct listing *l)
{
    const struct access_user *user = l->user;
    bool own = false, there = false;
    for (size_t i = 0; i < user->n_grants; i++) {
        const struct access_grant *grant = &user->grants[i];
        own = own || (grant->unit_id && grant->unit_id == user->unit_id);
        there = there || (grant->department_id && grant->department_id == user->department_id);
        if (grant->department_id)
            TRY(read_copies(l, grant->department_id));
    }
    return own && !there && user->department_id ? read_copies(l, user->department_id) : ERR_NONE;
}

static int by_due(const void *a, const void *b)
{
    const struct slip *x = a, *y = b;
    if (x->due_us != y->due_us)
        return x->due_us < y->due_us ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int newest_first(const void *a, const void *b)
{
    const struct slip *x = a, *y = b;
    return (x->id < y->id) - (x->id > y->id);
}

/* Each once, and no more than were asked for. */
static void put_in_order(struct listing *l, bool copies)
{
    size_t n = 0;
    if (l->n > 1)
        qsort(l->rows, l->n, sizeof *l->rows, copies ? newest_first : by_due);
    for (size_t i = 0; i < l->n && n < l->want; i++) {
        if (n == 0 || l->rows[n - 1].id != l->rows[i].id)
            l->rows[n++] = l->rows[i];
    }
    l->n = n;
}

static bool is_received(enum slip_view view)
{
    return view == SLIP_VIEW_TODO || view == SLIP_VIEW_MINE || view == SLIP_VIEW_LATE;
}

static bool is_sent(enum slip_view view)
{
    return view == SLIP_VIEW_ANSWERED || view == SLIP_VIEW_RETURNED || view == SLIP_VIEW_SENT || view == SLIP_VIEW_LATE;
}

enum { TURN_RECEIVER = 1, TURN_CONFIRM, TURN_SEND_ON };

static enum err read_view(struct listing *l, enum slip_view view)
{
    static const int first[SLIP_VIEW__COUNT] = {[SLIP_VIEW_TODO] = TURN_RECEIVER,     [SLIP_VIEW_MINE] = TURN_RECEIVER, [SLIP_VIEW_ANSWERED] = TURN_CONFIRM,
                                                [SLIP_VIEW_RETURNED] = TURN_SEND_ON, [SLIP_VIEW_SENT] = TURN_RECEIVER, [SLIP_VIEW_LATE] = TURN_RECEIVER};
    const struct places places = places_of(l->user, is_received(view), is_sent(view));
    for (size_t i = 0; i < places.n; i++) {
        if (view == SLIP_VIEW_MINE && places.list[i].kind != TO_USER)
            continue;
        TRY(read_range(l, &places.list[i], first[view]));
        if (view == SLIP_VIEW_SENT)
            TRY(read_range(l, &places.list[i], TURN_CONFIRM));
    }
    return ERR_NONE;
}

enum err slip_list(struct db *db, struct arena *a, const struct access_user *user, enum slip_view view, int64_t now_us, int64_t after_us, int64_t after_id, size_t limit,
                   struct slip **ret_list, size_t *ret_n)
{
    struct listing l = {.db = db, .arena = a, .user = user, .after_us = after_id ? after_us : INT64_MIN, .after_id = after_id, .want = limit + 1,
                        .before_us = view == SLIP_VIEW_LATE ? now_us : INT64_MAX, .rows = ARENA_NEW(a, struct slip)};
    TRY(basis_load(db, a, &l.basis));
    TRY(view == SLIP_VIEW_COPIES ? read_all_copies(&l) : read_view(&l, view));
    put_in_order(&l, view == SLIP_VIEW_COPIES);
    *ret_list = l.rows;
    *ret_n = l.n;
    return ERR_NONE;
}

/* ---- counts ---- */

static const char *keys_of(struct arena *a, const struct places *places, enum place_kind kind)
{
    struct buf keys = {.arena = a};
    buf_addc(&keys, '[');
    for (size_t i = 0; i < places->n; i++) {
        const struct place *one = &places->list[i];
        if (one->kind == kind)
            buf_printf(&keys, "%s[%lld,%d,%d]", keys.n > 1 ? "," : "", (long long)one->id, one->lo, one->hi);
    }
    buf_addc(&keys, ']');
    return keys.p;
}

/* A row of the counts. */
struct counted {
    int64_t id, due_us;
    int turn;
};

static int by_id(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Each slip once, however many of his places it stands with. */
static struct counted *distinct(struct arena *a, const struct db_rows *rows, size_t *ret_n)
{
    struct counted *all = ARENA_ARRAY(a, rows->n + 1, struct counted);
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        all[i] = (struct counted){db_int(rows, i, 1), db_int(rows, i, 2), (int)db_int(rows, i, 0)};
    if (rows->n > 1)
        qsort(all, rows->n, sizeof *all, by_id);
    for (size_t i = 0; i < rows->n; i++) {
        if (n == 0 || all[n - 1].id != all[i].id)
            all[n++] = all[i];
    }
    *ret_n = n;
    return all;
}

static void count_one(int *count)
{
    if (*count < COMPLAINT_COUNT_MAX)
        (*count)++;
}

/* With so many that not all were read the late ones are read by themselves. */
static enum err count_late(struct db *db, struct arena *a, const struct access_user *user, const struct places *places, int64_t now_us, int *ret_late)
{
    struct db_rows rows;
    size_t n;
    const struct db_value me = DB_INT(user->id), now = DB_INT(now_us);
    TRY(db_query(db, a, &list[LATE],
                 DB_ARGS(me, now, me, DB_TEXT(keys_of(a, places, TO_DEPARTMENT)), now, me, DB_TEXT(keys_of(a, places, TO_UNIT)), now, me), &rows));
    (void)distinct(a, &rows, &n);
    *ret_late = n < COMPLAINT_COUNT_MAX ? (int)n : COMPLAINT_COUNT_MAX;
    return ERR_NONE;
}

enum err slip_count(struct db *db, struct arena *a, const struct access_user *user, int64_t now_us, struct slip_counts *ret_counts)
{
    const struct places places = places_of(user, true, true);
    const struct db_value me = DB_INT(user->id);
    struct slip_counts counts = {0};
    struct db_rows rows;
    size_t n;
    TRY(db_query(db, a, &list[COUNTS],
                 DB_ARGS(me, me, DB_TEXT(keys_of(a, &places, TO_DEPARTMENT)), me, DB_TEXT(keys_of(a, &places, TO_UNIT)), me, me, me,
                         DB_TEXT(keys_of(a, &places, FROM_DEPARTMENT)), me, DB_TEXT(keys_of(a, &places, FROM_UNIT)), me),
                 &rows));
    const struct counted *each = distinct(a, &rows, &n);
    for (size_t i = 0; i < n; i++) {
        count_one(each[i].turn == TURN_RECEIVER ? &counts.todo : each[i].turn == TURN_CONFIRM ? &counts.answered : &counts.returned);
        if (each[i].turn == TURN_RECEIVER && each[i].due_us < now_us)
            count_one(&counts.late);
    }
    if (counts.todo == COMPLAINT_COUNT_MAX)
        TRY(count_late(db, a, user, &places, now_us, &counts.late));
    *ret_counts = counts;
    return ERR_NONE;
}
