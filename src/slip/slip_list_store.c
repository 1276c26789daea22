#include <stdlib.h>

#include "slip_acting_store.h"

/*
 * A list is read per place of the user (himself, each department, each unit), one range of an index in the order of the list each, and put together here.
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

enum { COPIES = SLIP_PLACE_KIND__COUNT };
static const struct db_stmt list[] = {
    [SLIP_TO_USER] = RANGE("slip_person", "to_user_id"),
    [SLIP_TO_DEPARTMENT] = RANGE("slip_receiver", "to_department_id"),
    [SLIP_TO_UNIT] = RANGE("slip_to_unit", "to_unit_id"),
    [SLIP_FROM_USER] = RANGE("slip_sender", "from_user_id"),
    [SLIP_FROM_DEPARTMENT] = RANGE("slip_from_department", "from_department_id"),
    [SLIP_FROM_UNIT] = RANGE("slip_from_unit", "from_unit_id"),
    [COPIES] = {"SELECT " HEAD ", k.department_id, k.read_us FROM slip_copy k FORCE INDEX (slip_copy_department) STRAIGHT_JOIN slip p ON p.id = k.slip_id" NAMES
                "WHERE k.department_id = ? AND k.slip_id < ?" NOT_KEPT_OUT " ORDER BY k.slip_id DESC LIMIT ?",
                "iiii", HEAD_TYPES "iI"},
};
const struct db_stmts slip_list_stmts = {"slip_list", list, COUNT_OF(list), DB_STAFF};

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

static enum err read_range(struct listing *l, const struct slip_place_of *place, int turn)
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
    const struct slip_places places = slip_places(l->user, is_received(view), is_sent(view));
    for (size_t i = 0; i < places.n; i++) {
        if (view == SLIP_VIEW_MINE && places.list[i].kind != SLIP_TO_USER)
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
