#include "phrase_store.h"

enum { LIST, LOAD, COUNT, INSERT, UPDATE, DELETE };
#define COLUMNS "f.id, f.owner_id, IFNULL(f.unit_id, 0), f.name, f.body, p.name FROM phrase f JOIN app_user p ON p.id = f.owner_id WHERE "
#define TYPES "iiittt"
#define MINE "((f.unit_id IS NULL AND f.owner_id = ?) OR f.unit_id = ?)"
static const struct db_stmt list[] = {
    [LIST] = {"(SELECT " COLUMNS "f.owner_id = ? AND f.unit_id IS NULL ORDER BY f.name, f.id LIMIT 100) UNION ALL (SELECT " COLUMNS
              "f.unit_id = ? ORDER BY f.name, f.id LIMIT 100)",
              "ii", TYPES},
    [LOAD] = {"SELECT " COLUMNS "f.id = ? AND " MINE, "iii", TYPES},
    [COUNT] = {"SELECT (SELECT COUNT(*) FROM phrase o WHERE o.owner_id = ? AND o.unit_id IS NULL) * (? = 0) + (SELECT COUNT(*) FROM phrase n WHERE n.unit_id = ?)", "iii", "i"},
    [INSERT] = {"INSERT INTO phrase (owner_id, unit_id, name, body, changed_us) VALUES (?, ?, ?, ?, ?)", "iItti", ""},
    [UPDATE] = {"UPDATE phrase SET owner_id = ?, unit_id = ?, name = ?, body = ?, changed_us = ? WHERE id = ?", "iIttii", ""},
    [DELETE] = {"DELETE FROM phrase WHERE id = ?", "i", ""},
};
const struct db_stmts phrase_stmts = {"phrase", list, COUNT_OF(list), DB_STAFF};

static struct phrase read_row(const struct db_rows *r, size_t i)
{
    return (struct phrase){.id = db_int(r, i, 0), .owner_id = db_int(r, i, 1), .unit_id = db_int(r, i, 2), .name = db_text(r, i, 3), .body = db_text(r, i, 4), .owner = db_text(r, i, 5)};
}

enum err phrase_list(struct db *db, struct arena *a, const struct phrase_of *of, struct phrase **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(of->user_id), DB_INT(of->unit_id)), &rows));
    struct phrase *phrases = ARENA_ARRAY(a, rows.n + 1, struct phrase);
    for (size_t i = 0; i < rows.n; i++)
        phrases[i] = read_row(&rows, i);
    *ret_list = phrases;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err phrase_load(struct db *db, struct arena *a, const struct phrase_of *of, int64_t id, struct phrase *ret_phrase)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id), DB_INT(of->user_id), DB_INT(of->unit_id)), &row));
    *ret_phrase = read_row(&row, 0);
    return ERR_NONE;
}

struct saving {
    struct arena *arena;
    const struct phrase_of *of;
    const struct phrase *p;
    int64_t now_us;
};

static enum err may_change(const struct phrase_of *of, int64_t unit_id)
{
    if (unit_id == 0)
        return ERR_NONE;
    return of->shares && unit_id == of->unit_id ? ERR_NONE : ERR_FORBIDDEN;
}

static enum err room_for(struct db *db, const struct saving *s)
{
    struct db_rows row;
    TRY(db_one(db, s->arena, &list[COUNT], DB_ARGS(DB_INT(s->of->user_id), DB_INT(s->p->unit_id), DB_INT(s->p->unit_id)), &row));
    return db_int(&row, 0, 0) < PHRASES_MAX ? ERR_NONE : ERR_STATE;
}

static enum err save(struct db *db, void *ctx)
{
    const struct saving *s = ctx;
    const struct phrase *p = s->p;
    struct phrase before = {.unit_id = p->unit_id};
    TRY(may_change(s->of, p->unit_id));
    if (p->id) {
        TRY(phrase_load(db, s->arena, s->of, p->id, &before));
        TRY(may_change(s->of, before.unit_id));
    }
    if (!p->id || before.unit_id != p->unit_id)
        TRY(room_for(db, s));
    if (!p->id)
        return db_run(db, &list[INSERT], DB_ARGS(DB_INT(s->of->user_id), DB_ID(p->unit_id), DB_TEXT(p->name), DB_TEXT(p->body), DB_INT(s->now_us)), NULL);
    return db_run(db, &list[UPDATE], DB_ARGS(DB_INT(s->of->user_id), DB_ID(p->unit_id), DB_TEXT(p->name), DB_TEXT(p->body), DB_INT(s->now_us), DB_INT(p->id)), NULL);
}

enum err phrase_save(struct db *db, struct arena *a, const struct phrase_of *of, const struct phrase *p, int64_t now_us)
{
    struct saving s = {a, of, p, now_us};
    return db_tx(db, save, &s);
}

enum err phrase_delete(struct db *db, struct arena *a, const struct phrase_of *of, int64_t id)
{
    struct phrase p;
    TRY(phrase_load(db, a, of, id, &p));
    TRY(may_change(of, p.unit_id));
    return db_run(db, &list[DELETE], DB_ARGS(DB_INT(id)), NULL);
}
