#include <string.h>

#include "rulebook_follow_store.h"

enum { VERSIONS, LOAD, DRAFT, OPEN, SAVE, DROP, BASE, PUBLISHERS, TELL };

#define COLUMNS                                                                                                                                                      \
    "SELECT v.id, v.based_on, v.created_us, v.edited_us, v.published_us, v.effective_us, v.state, v.number, v.version, v.note, v.author_id, v.editor_id, a.name, e.name," \
    " p.name"
#define FROM " FROM rulebook_version v LEFT JOIN app_user a ON a.id = v.author_id LEFT JOIN app_user e ON e.id = v.editor_id LEFT JOIN app_user p ON p.id = v.publisher_id "
#define TYPES "iIiiIIiIitIITTT"

static const struct db_stmt list[] = {
    [VERSIONS] = {COLUMNS FROM "ORDER BY v.id DESC LIMIT ?", "i", TYPES},
    [LOAD] = {COLUMNS ", v.body" FROM "WHERE v.id = ?", "i", TYPES "t"},
    [DRAFT] = {COLUMNS ", v.body" FROM "WHERE v.open_draft = 1", "", TYPES "t"},
    [OPEN] = {"INSERT INTO rulebook_version (state, based_on, body, author_id, created_us, editor_id, edited_us) VALUES (?, ?, ?, ?, ?, ?, ?)", "iItIiIi", ""},
    [SAVE] = {"UPDATE rulebook_version SET body = ?, editor_id = ?, edited_us = ?, version = version + 1 WHERE id = ? AND version = ? AND state = 1", "tIiii", ""},
    [DROP] = {"UPDATE rulebook_version SET state = 5, version = version + 1 WHERE id = ? AND version = ? AND state IN (1, 2)", "ii", ""},
    [BASE] = {"SELECT body, version, state FROM rulebook_version WHERE id = ? FOR UPDATE", "i", "tii"},
    [PUBLISHERS] = {"SELECT DISTINCT u.name FROM role_permission p JOIN role_grant g ON g.role_id = p.role_id JOIN app_user u ON u.id = g.user_id "
                    "WHERE p.permission = 'publish_rules' AND u.active = 1 AND u.id NOT IN (?, ?) ORDER BY u.name LIMIT ?",
                    "iii", "t"},
    /* Not whoever wrote it, not who does not want to hear of it, and once until it was read. */
    [TELL] = {"INSERT INTO notice (user_id, at_us, kind, data) SELECT DISTINCT u.id, ?, 'rules_drafted', JSON_OBJECT('draft', CAST(? AS CHAR), 'by', ?) FROM role_permission p JOIN role_grant g ON g.role_id = p.role_id "
              "JOIN app_user u ON u.id = g.user_id WHERE p.permission = 'publish_rules' AND u.active = 1 AND u.id <> ? "
              "AND NOT EXISTS (SELECT 1 FROM rulebook_version v WHERE v.id = ? AND (v.author_id = u.id OR v.editor_id = u.id)) "
              "AND NOT EXISTS (SELECT 1 FROM notice_off o WHERE o.user_id = u.id AND o.kind = 'rules_drafted') "
              "AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.user_id = u.id AND n.unread = 1 AND n.kind = 'rules_drafted' AND JSON_VALUE(n.data, '$.draft') = ?)",
              "iitiii", ""},
};

const struct db_stmts rulebook_admin_stmts = {"rulebook_admin", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* ---- reading ---- */

static struct rulebook_version version_of(const struct db_rows *r, size_t i)
{
    return (struct rulebook_version){
        .id = db_int(r, i, 0),
        .based_on = db_int(r, i, 1),
        .created_us = db_int(r, i, 2),
        .edited_us = db_int(r, i, 3),
        .published_us = db_int(r, i, 4),
        .effective_us = db_int(r, i, 5),
        .state = (enum rulebook_state)db_int(r, i, 6),
        .number = (int)db_int(r, i, 7),
        .version = (int)db_int(r, i, 8),
        .note = db_text(r, i, 9),
        .author_id = db_int(r, i, 10),
        .editor_id = db_int(r, i, 11),
        .author = db_text(r, i, 12),
        .editor = db_text(r, i, 13),
        .publisher = db_text(r, i, 14),
    };
}

enum err rulebook_versions(struct db *db, struct arena *a, size_t limit, struct rulebook_version **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[VERSIONS], DB_ARGS(DB_INT(limit)), &rows));
    struct rulebook_version *found = ARENA_ARRAY(a, rows.n, struct rulebook_version);
    for (size_t i = 0; i < rows.n; i++)
        found[i] = version_of(&rows, i);
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err rulebook_publishers(struct db *db, struct arena *a, const struct rulebook_version *draft, size_t limit, const char *const **ret_names, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[PUBLISHERS], DB_ARGS(DB_INT(draft->author_id), DB_INT(draft->editor_id), DB_INT(limit)), &rows));
    const char **names = ARENA_ARRAY(a, rows.n, const char *);
    for (size_t i = 0; i < rows.n; i++)
        names[i] = db_text(&rows, i, 0);
    *ret_names = names;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err rulebook_version_load(struct db *db, struct arena *a, int64_t id, struct rulebook_version *ret_version, struct rulebook **ret_book, struct str *ret_yaml)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id)), &row));
    TRY(rulebook_parse(a, db_bytes(&row, 0, 15), ret_book));
    *ret_version = version_of(&row, 0);
    *ret_yaml = db_bytes(&row, 0, 15);
    return ERR_NONE;
}

enum err rulebook_draft(struct db *db, struct arena *a, struct rulebook_version *ret_version, struct rulebook **ret_book)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[DRAFT], DB_NO_ARGS, &row));
    TRY(rulebook_parse(a, db_bytes(&row, 0, 15), ret_book));
    *ret_version = version_of(&row, 0);
    return ERR_NONE;
}

/* ---- the draft ---- */

struct drafting {
    struct arena *arena;
    struct change_by *by;
    const struct rulebook *book;
    int64_t id, from_id;
    int version;
    bool fresh; /* there is no draft yet */
};

/* Where nothing was loaded yet: an empty book to begin with. */
static struct rulebook *empty_book(struct arena *a)
{
    static const char yaml[] = "format: 1\ncode: rulebook\nname: {zh: 规则手册, en: Rulebook}\n";
    struct rulebook *book = NULL;
    struct rulebook_faults *faults = ARENA_NEW(a, struct rulebook_faults);
    return rulebook_read(a, STR(yaml), &book, faults) == ERR_NONE ? book : NULL;
}

enum err rulebook_insert(struct db *db, struct arena *a, const struct change_by *by, enum rulebook_state state, int64_t from_id, const struct rulebook *book, int64_t *ret_id)
{
    int64_t actor = by->actor ? by->actor->id : 0;
    struct str body = rulebook_write(a, book);
    struct db_done done;
    if (body.n == 0)
        return ERR_INTERNAL;
    if (body.n > RULEBOOK_BYTES_MAX)
        return ERR_TOO_LARGE;
    enum err e = db_run(db, &list[OPEN], DB_ARGS(DB_INT(state), DB_ID(from_id), DB_STR(body), DB_ID(actor), DB_INT(by->now_us), DB_ID(actor), DB_INT(by->now_us)), &done);
    if (e == ERR_NONE)
        *ret_id = done.id;
    return e == ERR_EXISTS ? ERR_STATE : e;
}

/* Whoever may publish it learns that a draft waits: the first time that something is changed in it, and again when more is changed after he looked (requirements L4). */
static enum err tell_publishers(struct db *db, const struct drafting *d)
{
    int64_t actor = d->by->actor ? d->by->actor->id : 0;
    return db_run(db, &list[TELL], DB_ARGS(DB_INT(d->by->now_us), DB_INT(d->id), DB_TEXT(d->by->actor ? d->by->actor->name : ""), DB_INT(actor), DB_INT(d->id), DB_INT(d->id)), NULL);
}

static enum err open_tx(struct db *db, void *ctx)
{
    struct drafting *d = ctx;
    const struct rulebook *now, *book;
    struct rulebook *from;
    int64_t now_id, from_id = d->from_id;
    struct db_rows row;
    TRY(change_begin(db, d->arena, d->by));
    TRY(rulebook_now(db, d->arena, &now, &now_id));
    book = now ? now : empty_book(d->arena);
    if (from_id) {
        TRY(db_one(db, d->arena, &list[BASE], DB_ARGS(DB_INT(from_id)), &row));
        TRY(rulebook_parse(d->arena, db_bytes(&row, 0, 0), &from));
        book = from;
    } else {
        from_id = now_id;
    }
    if (!book)
        return ERR_INTERNAL;
    TRY(rulebook_insert(db, d->arena, d->by, RULEBOOK_DRAFT, from_id, book, &d->id));
    if (d->from_id) /* an earlier version again: there is something to publish at once */
        TRY(tell_publishers(db, d));
    return rulebook_note(db, d->arena, d->by, d->id, "created", now ? now : book, book);
}

enum err rulebook_draft_open(struct db *db, struct arena *a, struct change_by *by, int64_t from_id, int64_t *ret_id)
{
    struct drafting d = {.arena = a, .by = by, .from_id = from_id};
    TRY(db_tx(db, open_tx, &d));
    *ret_id = d.id;
    return ERR_NONE;
}

static enum err save_new(struct db *db, struct drafting *d)
{
    const struct rulebook *now;
    int64_t now_id;
    TRY(rulebook_now(db, d->arena, &now, &now_id));
    TRY(rulebook_insert(db, d->arena, d->by, RULEBOOK_DRAFT, now_id, d->book, &d->id));
    TRY(tell_publishers(db, d));
    return rulebook_note(db, d->arena, d->by, d->id, "created", now, d->book);
}

static enum err save_tx(struct db *db, void *ctx)
{
    struct drafting *d = ctx;
    struct arena *a = d->arena;
    struct rulebook *was;
    struct db_rows row;
    struct str body = rulebook_write(a, d->book);
    TRY(change_begin(db, a, d->by));
    if (d->fresh) {
        enum err e = save_new(db, d);
        return e == ERR_STATE ? ERR_STALE : e;
    }
    TRY(db_one(db, a, &list[BASE], DB_ARGS(DB_INT(d->id)), &row));
    if (db_int(&row, 0, 2) != RULEBOOK_DRAFT || db_int(&row, 0, 1) != d->version)
        return ERR_STALE;
    if (body.n == 0)
        return ERR_INTERNAL;
    if (body.n > RULEBOOK_BYTES_MAX)
        return ERR_TOO_LARGE;
    if (str_eq(body, db_bytes(&row, 0, 0)))
        return ERR_NONE;
    TRY(rulebook_parse(a, db_bytes(&row, 0, 0), &was));
    TRY(db_run(db, &list[SAVE], DB_ARGS(DB_STR(body), DB_ID(d->by->actor ? d->by->actor->id : 0), DB_INT(d->by->now_us), DB_INT(d->id), DB_INT(d->version)), NULL));
    TRY(tell_publishers(db, d));
    return rulebook_note(db, a, d->by, d->id, "edited", was, d->book);
}

enum err rulebook_draft_save(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version, const struct rulebook *book)
{
    struct drafting d = {.arena = a, .by = by, .id = id, .version = version, .book = book, .fresh = id == 0};
    return db_tx(db, save_tx, &d);
}

static enum err drop_tx(struct db *db, void *ctx)
{
    struct drafting *d = ctx;
    struct db_rows row;
    struct db_done done;
    TRY(change_begin(db, d->arena, d->by));
    TRY(db_one(db, d->arena, &list[BASE], DB_ARGS(DB_INT(d->id)), &row));
    TRY(db_run(db, &list[DROP], DB_ARGS(DB_INT(d->id), DB_INT(d->version)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    struct change change = {"rulebook", d->id, "dropped", NULL, 0};
    return change_note(db, d->arena, d->by, &change);
}

enum err rulebook_draft_drop(struct db *db, struct arena *a, struct change_by *by, int64_t id, int version)
{
    struct drafting d = {.arena = a, .by = by, .id = id, .version = version};
    return db_tx(db, drop_tx, &d);
}
