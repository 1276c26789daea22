#include "absence_store.h"

#include "org_scope_store.h"
#include "people_store.h"

enum { LIST, DEPUTISED, OF, COLLEAGUES, LOCK, DEPUTY, CLASH, COUNT, INSERT, LOCK_ONE, END, TAKE_BACK };

#define COLUMNS                                                                                                                                  \
    "SELECT b.id, b.user_id, b.deputy_id, b.from_us, b.to_us, b.note, p.name, e.name, e.login, COALESCE(d.name_zh, n.name_zh),"                  \
    " COALESCE(d.name_en, n.name_en), e.active = 0 OR EXISTS (SELECT 1 FROM absence o WHERE o.user_id = b.deputy_id AND o.to_us > b.from_us"     \
    " AND o.from_us < b.to_us) FROM absence b JOIN app_user p ON p.id = b.user_id JOIN app_user e ON e.id = b.deputy_id"                         \
    " JOIN unit n ON n.id = e.unit_id LEFT JOIN department d ON d.id = e.department_id"
#define TYPES "iiiiittttttI"
/* Who may stand in: active, of the person's unit or of one above it. */
#define STANDS_IN " p.active = 1 AND p.id <> ? AND p.unit_id IN (SELECT t.ancestor_id FROM unit_tree t JOIN app_user me ON me.unit_id = t.unit_id WHERE me.id = ?)"

static const struct db_stmt list[] = {
    [LIST] = {COLUMNS " WHERE b.user_id = ? AND b.to_us > ? ORDER BY b.from_us LIMIT ?", "iii", TYPES},
    [DEPUTISED] = {COLUMNS " WHERE b.deputy_id = ? AND b.to_us > ? AND p.active = 1 ORDER BY b.from_us LIMIT ?", "iii", TYPES},
    [OF] = {COLUMNS " WHERE b.user_id = ? AND b.from_us <= ? AND b.to_us > ? LIMIT 1", "iii", TYPES},
    [COLLEAGUES] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE" STANDS_IN " AND (p.login LIKE ? OR p.name LIKE ?)"
                    " ORDER BY (p.login = ? OR p.name = ?) DESC, p.unit_id = (SELECT unit_id FROM app_user WHERE id = ?) DESC, p.login LIMIT ?",
                    "iittttii", ORG_PERSON_TYPES},
    /* Both people, always the lower id first, so that two who name each other do not wait for each other. */
    [LOCK] = {"SELECT id FROM app_user WHERE id IN (?, ?) ORDER BY id FOR UPDATE", "ii", "i"},
    [DEPUTY] = {"SELECT p.name FROM app_user p WHERE p.id = ? AND" STANDS_IN, "iii", "t"},
    [CLASH] = {"SELECT id FROM absence WHERE user_id = ? AND to_us > ? AND from_us < ? LIMIT 1", "iii", "i"},
    [COUNT] = {"SELECT COUNT(*) FROM absence WHERE user_id = ? AND to_us > ?", "ii", "i"},
    [INSERT] = {"INSERT INTO absence (user_id, deputy_id, from_us, to_us, note) VALUES (?, ?, ?, ?, ?)", "iiiit", ""},
    [LOCK_ONE] = {"SELECT b.from_us, b.to_us, b.note, e.name FROM absence b JOIN app_user e ON e.id = b.deputy_id WHERE b.id = ? AND b.user_id = ? AND b.to_us > ? FOR UPDATE",
                  "iii", "iitt"},
    [END] = {"UPDATE absence SET to_us = ? WHERE id = ?", "ii", ""},
    [TAKE_BACK] = {"DELETE FROM absence WHERE id = ?", "i", ""},
};

const struct db_stmts absence_stmts = {"absence", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* ---- reading ---- */

static struct absence read_row(const struct db_rows *rows, size_t i)
{
    return (struct absence){
        .id = db_int(rows, i, 0),
        .user_id = db_int(rows, i, 1),
        .deputy_id = db_int(rows, i, 2),
        .from_us = db_int(rows, i, 3),
        .to_us = db_int(rows, i, 4),
        .note = db_text(rows, i, 5),
        .name = db_text(rows, i, 6),
        .deputy = db_text(rows, i, 7),
        .deputy_login = db_text(rows, i, 8),
        .deputy_zh = db_text(rows, i, 9),
        .deputy_en = db_text(rows, i, 10),
        .deputy_away = db_int(rows, i, 11) != 0,
    };
}

static enum err read_list(struct db *db, struct arena *a, int statement, const struct db_value *args, size_t n_args, struct absence **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[statement], args, n_args, &rows));
    struct absence *found = ARENA_ARRAY(a, rows.n, struct absence);
    for (size_t i = 0; i < rows.n; i++)
        found[i] = read_row(&rows, i);
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err absence_list(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct absence **ret_list, size_t *ret_n)
{
    return read_list(db, a, LIST, DB_ARGS(DB_INT(user_id), DB_INT(now_us), DB_INT(ABSENCES_MAX)), ret_list, ret_n);
}

enum err absence_deputised(struct db *db, struct arena *a, int64_t deputy_id, int64_t now_us, struct absence **ret_list, size_t *ret_n)
{
    return read_list(db, a, DEPUTISED, DB_ARGS(DB_INT(deputy_id), DB_INT(now_us), DB_INT(ABSENCES_MAX)), ret_list, ret_n);
}

enum err absence_of(struct db *db, struct arena *a, int64_t user_id, int64_t now_us, struct absence *ret_absence)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[OF], DB_ARGS(DB_INT(user_id), DB_INT(now_us), DB_INT(now_us)), &row));
    *ret_absence = read_row(&row, 0);
    return ERR_NONE;
}

enum err absence_colleagues(struct db *db, struct arena *a, int64_t user_id, const char *words, size_t limit, struct person **ret_list, size_t *ret_n)
{
    const char *like = org_like(a, words);
    struct db_rows rows;
    TRY(db_query(db, a, &list[COLLEAGUES], DB_ARGS(DB_INT(user_id), DB_INT(user_id), DB_TEXT(like), DB_TEXT(like), DB_TEXT(words), DB_TEXT(words), DB_INT(user_id), DB_INT(limit)),
                 &rows));
    struct person *people = ARENA_ARRAY(a, rows.n, struct person);
    for (size_t i = 0; i < rows.n; i++)
        people[i] = org_person_read(&rows, i);
    *ret_list = people;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- writing ---- */

struct recording {
    struct arena *arena;
    struct change_by *by;
    struct absence *absence;
    enum absence_fault fault;
    int64_t user_id, id;
};

/* Everybody records his own; others only within the units where they set up people. */
static enum err check_actor(struct db *db, const struct recording *r)
{
    struct person person;
    bool governed;
    if (r->by->actor && r->by->actor->id == r->user_id)
        return ERR_NONE;
    return people_load(db, r->arena, r->by->actor, r->user_id, &person, &governed);
}

static enum err find_fault(struct db *db, struct recording *r, const char **ret_deputy)
{
    const struct absence *b = r->absence;
    struct db_rows rows, clash;
    r->fault = absence_check(b, r->by->now_us);
    if (r->fault != ABSENCE_FINE)
        return ERR_INPUT;
    TRY(db_query(db, r->arena, &list[DEPUTY], DB_ARGS(DB_INT(b->deputy_id), DB_INT(b->user_id), DB_INT(b->user_id)), &rows));
    TRY(db_query(db, r->arena, &list[CLASH], DB_ARGS(DB_INT(b->user_id), DB_INT(b->from_us), DB_INT(b->to_us)), &clash));
    if (rows.n == 0)
        r->fault = ABSENCE_STRANGER;
    else if (clash.n > 0)
        r->fault = ABSENCE_OVERLAP;
    if (r->fault != ABSENCE_FINE)
        return ERR_INPUT;
    *ret_deputy = db_text(&rows, 0, 0);
    TRY(db_query(db, r->arena, &list[CLASH], DB_ARGS(DB_INT(b->deputy_id), DB_INT(b->from_us), DB_INT(b->to_us)), &clash));
    TRY(db_one(db, r->arena, &list[COUNT], DB_ARGS(DB_INT(b->user_id), DB_INT(r->by->now_us)), &rows));
    if (clash.n > 0)
        r->fault = ABSENCE_DEPUTY_AWAY;
    else if (db_int(&rows, 0, 0) >= ABSENCES_MAX)
        r->fault = ABSENCE_MANY;
    return r->fault == ABSENCE_FINE ? ERR_NONE : ERR_INPUT;
}

/* Dates in the change log are numbers there and dates on its page, in the reader's zone. */
static const char *instant(struct arena *a, int64_t at_us)
{
    return arena_printf(a, "%lld", (long long)at_us);
}

static enum err add_tx(struct db *db, void *ctx)
{
    struct recording *r = ctx;
    const struct absence *b = r->absence;
    struct db_rows locked;
    struct db_done done;
    const char *deputy;
    TRY(change_begin(db, r->arena, r->by));
    TRY(check_actor(db, r));
    TRY(db_query(db, r->arena, &list[LOCK], DB_ARGS(DB_INT(b->user_id), DB_INT(b->deputy_id)), &locked));
    TRY(find_fault(db, r, &deputy));
    TRY(db_run(db, &list[INSERT], DB_ARGS(DB_INT(b->user_id), DB_INT(b->deputy_id), DB_INT(b->from_us), DB_INT(b->to_us), DB_TEXT(b->note)), &done));
    r->id = done.id;
    struct change_field fields[] = {
        {"from_us", NULL, instant(r->arena, b->from_us)}, {"to_us", NULL, instant(r->arena, b->to_us)}, {"deputy_person", NULL, deputy}, {"note", NULL, b->note}};
    struct change change = {"user", b->user_id, "absence", fields, COUNT_OF(fields)};
    return change_note(db, r->arena, r->by, &change);
}

enum err absence_add(struct db *db, struct arena *a, struct change_by *by, struct absence *absence, enum absence_fault *ret_fault)
{
    struct recording r = {.arena = a, .by = by, .absence = absence, .user_id = absence->user_id};
    enum err e = db_tx(db, add_tx, &r);
    if (e == ERR_INPUT)
        *ret_fault = r.fault;
    TRY(e);
    absence->id = r.id;
    return ERR_NONE;
}

static enum err end_tx(struct db *db, void *ctx)
{
    struct recording *r = ctx;
    int64_t now_us = r->by->now_us;
    struct db_rows row;
    TRY(change_begin(db, r->arena, r->by));
    TRY(check_actor(db, r));
    TRY(db_one(db, r->arena, &list[LOCK_ONE], DB_ARGS(DB_INT(r->id), DB_INT(r->user_id), DB_INT(now_us)), &row));
    bool runs = db_int(&row, 0, 0) < now_us;
    if (runs)
        TRY(db_run(db, &list[END], DB_ARGS(DB_INT(now_us), DB_INT(r->id)), NULL));
    else
        TRY(db_run(db, &list[TAKE_BACK], DB_ARGS(DB_INT(r->id)), NULL));
    struct change_field fields[] = {
        {"from_us", instant(r->arena, db_int(&row, 0, 0)), runs ? instant(r->arena, db_int(&row, 0, 0)) : NULL},
        {"to_us", instant(r->arena, db_int(&row, 0, 1)), runs ? instant(r->arena, now_us) : NULL},
        {"deputy_person", db_text(&row, 0, 3), runs ? db_text(&row, 0, 3) : NULL},
    };
    struct change change = {"user", r->user_id, "absence_ended", fields, COUNT_OF(fields)};
    return change_note(db, r->arena, r->by, &change);
}

enum err absence_end(struct db *db, struct arena *a, struct change_by *by, int64_t user_id, int64_t id)
{
    struct recording r = {.arena = a, .by = by, .user_id = user_id, .id = id};
    return db_tx(db, end_tx, &r);
}
