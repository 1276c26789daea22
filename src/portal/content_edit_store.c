#include "content_edit_store.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS "c.id, c.kind, c.slug, c.live, c.draft, c.number, c.version"
#define TYPES "iiTTTii"

enum { LIST, LOAD, LOCK, VERSIONS, ONE_VERSION, CREATE, DRAFT, PUBLISH, OFF, KEEP };
static const struct db_stmt list[] = {
    [LIST] = {"SELECT " COLUMNS ", COALESCE(h.offered, 0), COALESCE(h.helped, 0) FROM content c LEFT JOIN (SELECT content_id, CAST(SUM(offered) AS SIGNED) AS offered, CAST(SUM(helped) AS SIGNED) AS helped FROM "
              "content_help FORCE INDEX (content_help_month) WHERE month >= ? GROUP BY content_id) h ON h.content_id = c.id WHERE ? IN (0, c.kind) ORDER BY c.kind, c.id LIMIT 500",
              "ii", TYPES "ii"},
    [LOAD] = {"SELECT " COLUMNS " FROM content c WHERE c.id = ?", "i", TYPES},
    [LOCK] = {"SELECT " COLUMNS " FROM content c WHERE c.id = ? FOR UPDATE", "i", TYPES},
    [VERSIONS] = {"SELECT v.number, v.data, u.name, v.at_us FROM content_version v JOIN app_user u ON u.id = v.user_id WHERE v.content_id = ? ORDER BY v.number DESC LIMIT 50", "i", "iTti"},
    [ONE_VERSION] = {"SELECT v.data FROM content_version v WHERE v.content_id = ? AND v.number = ? AND v.data IS NOT NULL", "ii", "t"},
    [CREATE] = {"INSERT INTO content (kind, slug, draft) VALUES (?, ?, ?)", "iTt", ""},
    [DRAFT] = {"UPDATE content SET draft = ?, version = version + 1 WHERE id = ?", "Ti", ""},
    [PUBLISH] = {"UPDATE content SET live = draft, draft = NULL, number = ?, version = version + 1 WHERE id = ?", "ii", ""},
    [OFF] = {"UPDATE content SET draft = COALESCE(draft, live), live = NULL, number = ?, version = version + 1 WHERE id = ?", "ii", ""},
    [KEEP] = {"INSERT INTO content_version (content_id, number, data, user_id, at_us) VALUES (?, ?, ?, ?, ?)", "iiTii", ""},
};
const struct db_stmts content_edit_stmts = {"content_edit", list, COUNT_OF(list), DB_STAFF};

/* ---- reading ---- */

static struct content content_of(struct arena *a, const struct db_rows *rows, size_t i)
{
    struct content c = {.id = db_int(rows, i, 0), .kind = (enum content_kind)db_int(rows, i, 1), .slug = db_text(rows, i, 2), .live = content_empty, .draft = content_empty,
                        .number = (int)db_int(rows, i, 5), .version = (int)db_int(rows, i, 6)};
    c.is_live = !db_is_null(rows, i, 3) && content_read(a, db_text(rows, i, 3), &c.live);
    c.has_draft = !db_is_null(rows, i, 4) && content_read(a, db_text(rows, i, 4), &c.draft);
    return c;
}

static int sort_of(const struct content *c)
{
    long long sort;
    return str_to_i64(str_of((c->has_draft ? &c->draft : &c->live)->sort), 0, 9999, &sort) ? (int)sort : 0;
}

static int in_order(const void *a, const void *b)
{
    const struct content *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (sort_of(x) != sort_of(y))
        return sort_of(x) < sort_of(y) ? -1 : 1;
    return x->id < y->id ? -1 : 1;
}

enum err content_list(struct db *db, struct arena *a, enum content_kind kind, int since_month, struct content **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(since_month), DB_INT(kind)), &rows));
    struct content *found = ARENA_ARRAY(a, rows.n + 1, struct content);
    for (size_t i = 0; i < rows.n; i++) {
        found[i] = content_of(a, &rows, i);
        found[i].offered = db_int(&rows, i, 7);
        found[i].helped = db_int(&rows, i, 8);
    }
    qsort(found, rows.n, sizeof *found, in_order);
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err content_load(struct db *db, struct arena *a, int64_t id, struct content *ret_content)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id)), &row));
    *ret_content = content_of(a, &row, 0);
    return ERR_NONE;
}

enum err content_versions(struct db *db, struct arena *a, int64_t id, struct content_version **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[VERSIONS], DB_ARGS(DB_INT(id)), &rows));
    struct content_version *found = ARENA_ARRAY(a, rows.n + 1, struct content_version);
    for (size_t i = 0; i < rows.n; i++) {
        found[i] = (struct content_version){.number = (int)db_int(&rows, i, 0), .text = content_empty, .who = db_text(&rows, i, 2), .at_us = db_int(&rows, i, 3)};
        found[i].off = db_is_null(&rows, i, 1) || !content_read(a, db_text(&rows, i, 1), &found[i].text);
    }
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- writing ---- */

struct editing {
    struct arena *arena;
    struct change_by *by;
    int64_t id;
    int version, number;
    enum content_kind kind;
    const char *slug;
    const struct content_text *text;
};

static enum err note(struct db *db, const struct editing *e, const struct content *was, const char *kind, const struct content_text *before, const struct content_text *after)
{
    struct change_field fields[CONTENT_MEMBERS];
    size_t n = 0;
    for (size_t i = 0; i < CONTENT_MEMBERS; i++)
        if (content_has(was->kind, i))
            fields[n++] = (struct change_field){content_members[i].name, before ? content_get(before, i) : NULL, after ? content_get(after, i) : NULL};
    struct change change = {"content", was->id, kind, fields, n};
    return change_note(db, e->arena, e->by, &change);
}

/* What stands, when it is what the form was made from. */
static enum err begin(struct db *db, const struct editing *e, struct content *ret_was)
{
    struct db_rows row;
    TRY(change_begin(db, e->arena, e->by));
    TRY(db_one(db, e->arena, &list[LOCK], DB_ARGS(DB_INT(e->id)), &row));
    *ret_was = content_of(e->arena, &row, 0);
    return ret_was->version == e->version ? ERR_NONE : ERR_STALE;
}

static enum err create_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct db_done done;
    TRY(change_begin(db, e->arena, e->by));
    TRY(db_run(db, &list[CREATE], DB_ARGS(DB_INT(e->kind), DB_TEXT(*e->slug ? e->slug : NULL), DB_TEXT(content_write(e->arena, e->kind, e->text))), &done));
    e->id = done.id;
    return note(db, e, &(struct content){.id = e->id, .kind = e->kind}, "created", NULL, e->text);
}

enum err content_create(struct db *db, struct arena *a, struct change_by *by, enum content_kind kind, const char *slug, const struct content_text *text, int64_t *ret_id)
{
    struct editing e = {.arena = a, .by = by, .kind = kind, .slug = slug, .text = text};
    TRY(db_tx(db, create_tx, &e));
    *ret_id = e.id;
    return ERR_NONE;
}

static const struct content_text *stands(const struct content *c)
{
    return c->has_draft ? &c->draft : c->is_live ? &c->live : NULL;
}

static enum err save_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct content was;
    TRY(begin(db, e, &was));
    TRY(db_run(db, &list[DRAFT], DB_ARGS(DB_TEXT(content_write(e->arena, was.kind, e->text)), DB_INT(e->id)), NULL));
    return note(db, e, &was, "edited", stands(&was), e->text);
}

enum err content_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct content_text *text)
{
    struct editing e = {.arena = a, .by = by, .id = id, .version = version, .text = text};
    return db_tx(db, save_tx, &e);
}

static enum err drop_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct content was;
    TRY(begin(db, e, &was));
    if (!was.has_draft)
        return ERR_STATE;
    TRY(db_run(db, &list[DRAFT], DB_ARGS(DB_NULL, DB_INT(e->id)), NULL));
    return note(db, e, &was, "dropped", &was.draft, was.is_live ? &was.live : NULL);
}

enum err content_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version)
{
    struct editing e = {.arena = a, .by = by, .id = id, .version = version};
    return db_tx(db, drop_tx, &e);
}

static enum err keep(struct db *db, const struct editing *e, const struct content *was, const char *data)
{
    return db_run(db, &list[KEEP], DB_ARGS(DB_INT(e->id), DB_INT(was->number + 1), DB_TEXT(data), DB_INT(e->by->actor->id), DB_INT(e->by->now_us)), NULL);
}

static enum err publish_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct content was;
    TRY(begin(db, e, &was));
    if (!was.has_draft)
        return ERR_STATE;
    TRY(keep(db, e, &was, content_write(e->arena, was.kind, &was.draft)));
    TRY(db_run(db, &list[PUBLISH], DB_ARGS(DB_INT(was.number + 1), DB_INT(e->id)), NULL));
    return note(db, e, &was, "published", was.is_live ? &was.live : NULL, &was.draft);
}

enum err content_publish(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version)
{
    struct editing e = {.arena = a, .by = by, .id = id, .version = version};
    return db_tx(db, publish_tx, &e);
}

static enum err off_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct content was;
    TRY(begin(db, e, &was));
    if (!was.is_live)
        return ERR_STATE;
    TRY(keep(db, e, &was, NULL));
    TRY(db_run(db, &list[OFF], DB_ARGS(DB_INT(was.number + 1), DB_INT(e->id)), NULL));
    return note(db, e, &was, "taken_off", &was.live, NULL);
}

enum err content_take_off(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version)
{
    struct editing e = {.arena = a, .by = by, .id = id, .version = version};
    return db_tx(db, off_tx, &e);
}

static enum err restore_tx(struct db *db, void *ctx)
{
    struct editing *e = ctx;
    struct content was;
    struct db_rows row;
    struct content_text old;
    TRY(begin(db, e, &was));
    TRY(db_one(db, e->arena, &list[ONE_VERSION], DB_ARGS(DB_INT(e->id), DB_INT(e->number)), &row));
    if (!content_read(e->arena, db_text(&row, 0, 0), &old))
        return ERR_NOT_FOUND;
    TRY(db_run(db, &list[DRAFT], DB_ARGS(DB_TEXT(db_text(&row, 0, 0)), DB_INT(e->id)), NULL));
    return note(db, e, &was, "edited", stands(&was), &old);
}

enum err content_restore(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, int number)
{
    struct editing e = {.arena = a, .by = by, .id = id, .version = version, .number = number};
    return db_tx(db, restore_tx, &e);
}
