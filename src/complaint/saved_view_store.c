#include "saved_view_store.h"

enum { LIST, START, COUNT, FIND, PUT, REPLACE, RENAME, SHARE, OWN, PLACE, TAKE_START, SET_START, DELETE };
#define COLUMNS "v.id, v.user_id, v.unit_id, v.name, v.query, v.is_start, p.name"
#define TYPES "iiIttit"
static const struct db_stmt list[] = {
    [LIST] = {"(SELECT " COLUMNS " FROM saved_view v JOIN app_user p ON p.id = v.user_id WHERE v.user_id = ? ORDER BY v.place, v.id LIMIT 30) UNION ALL "
              "(SELECT " COLUMNS " FROM unit_tree t JOIN saved_view v ON v.unit_id = t.ancestor_id JOIN app_user p ON p.id = v.user_id WHERE t.unit_id = ? AND "
              "v.user_id <> ? AND p.active = 1 ORDER BY t.ancestor_id DESC, v.place, v.id LIMIT 30)",
              "iii", TYPES},
    [START] = {"SELECT " COLUMNS " FROM saved_view v JOIN app_user p ON p.id = v.user_id WHERE v.user_id = ? AND v.is_start = 1 LIMIT 1", "i", TYPES},
    [COUNT] = {"SELECT COUNT(*), IFNULL(MAX(place), 0) FROM saved_view WHERE user_id = ?", "i", "ii"},
    [FIND] = {"SELECT id FROM saved_view WHERE user_id = ? AND name = ? FOR UPDATE", "it", "i"},
    [PUT] = {"INSERT INTO saved_view (user_id, unit_id, name, query, place, at_us) VALUES (?, ?, ?, ?, ?, ?)", "iIttii", ""},
    [REPLACE] = {"UPDATE saved_view SET unit_id = ?, query = ?, at_us = ? WHERE id = ?", "Itii", ""},
    [RENAME] = {"UPDATE saved_view SET name = ? WHERE id = ? AND user_id = ?", "tii", ""},
    [SHARE] = {"UPDATE saved_view SET unit_id = ? WHERE id = ? AND user_id = ?", "Iii", ""},
    [OWN] = {"SELECT id, is_start FROM saved_view WHERE user_id = ? ORDER BY place, id FOR UPDATE", "i", "ii"},
    [PLACE] = {"UPDATE saved_view SET place = ? WHERE id = ?", "ii", ""},
    [TAKE_START] = {"UPDATE saved_view SET is_start = 0 WHERE user_id = ?", "i", ""},
    [SET_START] = {"UPDATE saved_view SET is_start = 1 WHERE id = ? AND user_id = ?", "ii", ""},
    [DELETE] = {"DELETE FROM saved_view WHERE id = ? AND user_id = ?", "ii", ""},
};
const struct db_stmts saved_view_stmts = {"saved_view", list, COUNT_OF(list), DB_STAFF};

static struct saved_view read_view(const struct db_rows *r, size_t i)
{
    return (struct saved_view){
        .id = db_int(r, i, 0),
        .user_id = db_int(r, i, 1),
        .unit_id = db_int(r, i, 2),
        .name = db_text(r, i, 3),
        .query = db_text(r, i, 4),
        .is_start = db_int(r, i, 5) != 0,
        .owner = db_text(r, i, 6),
    };
}

enum err saved_view_list(struct db *db, struct arena *a, const struct access_user *user, struct saved_view **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(user->id), DB_INT(user->unit_id), DB_INT(user->id)), &rows));
    struct saved_view *views = ARENA_ARRAY(a, rows.n + 1, struct saved_view);
    for (size_t i = 0; i < rows.n; i++)
        views[i] = read_view(&rows, i);
    *ret_list = views;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err saved_view_start(struct db *db, struct arena *a, const struct access_user *user, struct saved_view *ret_view)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[START], DB_ARGS(DB_INT(user->id)), &row));
    *ret_view = read_view(&row, 0);
    return ERR_NONE;
}

struct putting {
    struct arena *arena;
    int64_t user_id, unit_id, now_us, id;
    const char *name, *query;
};

static enum err put_tx(struct db *db, void *ctx)
{
    struct putting *p = ctx;
    struct db_rows found, count;
    struct db_done done;
    enum err e = db_one(db, p->arena, &list[FIND], DB_ARGS(DB_INT(p->user_id), DB_TEXT(p->name)), &found);
    if (e == ERR_NONE) {
        p->id = db_int(&found, 0, 0);
        return db_run(db, &list[REPLACE], DB_ARGS(DB_ID(p->unit_id), DB_TEXT(p->query), DB_INT(p->now_us), DB_INT(p->id)), NULL);
    }
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(db_one(db, p->arena, &list[COUNT], DB_ARGS(DB_INT(p->user_id)), &count));
    if (db_int(&count, 0, 0) >= SAVED_VIEWS_MAX)
        return ERR_TOO_LARGE;
    TRY(db_run(db, &list[PUT],
               DB_ARGS(DB_INT(p->user_id), DB_ID(p->unit_id), DB_TEXT(p->name), DB_TEXT(p->query), DB_INT(db_int(&count, 0, 1) + 1), DB_INT(p->now_us)), &done));
    p->id = done.id;
    return ERR_NONE;
}

enum err saved_view_put(struct db *db, struct arena *a, const struct access_user *user, const char *name, const char *query, int64_t unit_id, int64_t now_us, int64_t *ret_id)
{
    struct putting p = {.arena = a, .user_id = user->id, .unit_id = unit_id, .now_us = now_us, .name = name, .query = query};
    TRY(db_tx(db, put_tx, &p));
    *ret_id = p.id;
    return ERR_NONE;
}

static enum err one_row(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n)
{
    struct db_done done;
    TRY(db_run(db, stmt, args, n, &done));
    return done.rows > 0 ? ERR_NONE : ERR_NOT_FOUND;
}

enum err saved_view_rename(struct db *db, const struct access_user *user, int64_t id, const char *name)
{
    return one_row(db, &list[RENAME], DB_ARGS(DB_TEXT(name), DB_INT(id), DB_INT(user->id)));
}

enum err saved_view_share(struct db *db, const struct access_user *user, int64_t id, int64_t unit_id)
{
    return one_row(db, &list[SHARE], DB_ARGS(DB_ID(unit_id), DB_INT(id), DB_INT(user->id)));
}

enum err saved_view_delete(struct db *db, const struct access_user *user, int64_t id)
{
    return one_row(db, &list[DELETE], DB_ARGS(DB_INT(id), DB_INT(user->id)));
}

struct ordering {
    struct arena *arena;
    int64_t user_id, id;
    int by; /* 0: it is to become the start */
};

static enum err order_tx(struct db *db, void *ctx)
{
    const struct ordering *o = ctx;
    struct db_rows rows;
    size_t at = 0;
    TRY(db_query(db, o->arena, &list[OWN], DB_ARGS(DB_INT(o->user_id)), &rows));
    while (at < rows.n && db_int(&rows, at, 0) != o->id)
        at++;
    if (at == rows.n)
        return ERR_NOT_FOUND;
    if (o->by == 0) {
        TRY(db_run(db, &list[TAKE_START], DB_ARGS(DB_INT(o->user_id)), NULL));
        return db_int(&rows, at, 1) ? ERR_NONE : db_run(db, &list[SET_START], DB_ARGS(DB_INT(o->id), DB_INT(o->user_id)), NULL);
    }
    size_t to = o->by < 0 ? (at > 0 ? at - 1 : 0) : (at + 1 < rows.n ? at + 1 : at);
    for (size_t i = 0; i < rows.n; i++) {
        size_t from = i == to ? at : i == at ? to : i;
        TRY(db_run(db, &list[PLACE], DB_ARGS(DB_INT(i + 1), DB_INT(db_int(&rows, from, 0))), NULL));
    }
    return ERR_NONE;
}

enum err saved_view_move(struct db *db, struct arena *a, const struct access_user *user, int64_t id, int by)
{
    struct ordering o = {.arena = a, .user_id = user->id, .id = id, .by = by};
    return db_tx(db, order_tx, &o);
}

enum err saved_view_set_start(struct db *db, struct arena *a, const struct access_user *user, int64_t id)
{
    struct ordering o = {.arena = a, .user_id = user->id, .id = id};
    return db_tx(db, order_tx, &o);
}
