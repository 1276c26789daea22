#include <stdlib.h>

#include "db_private.h"
#include "utc.h"

#define KEPT_LIMIT ((size_t)64 << 20)
#define VERSION_HOLDS_US UTC_SECOND_US /* for who never says that a request is over */

/* One thing that is remembered, in an arena of its own. */
struct db_object {
    struct db_object *next;
    struct db_object_key key;
    bool whole; /* object is that of key.version */
    struct arena *arena;
    const void *object;
};

static struct db_object *object_of(const struct db *db, const struct db_object_key *key)
{
    struct db_object *o = db->objects;

    while (o && (o->key.kind != key->kind || o->key.which != key->which))
        o = o->next;
    return o;
}

static bool holds(const struct db_object *o, const struct db_object_key *key)
{
    return o && o->whole && o->key.version == key->version;
}

static struct db_object *new_object(struct db *db, const struct db_object_key *key)
{
    struct db_object *o = calloc(1, sizeof(*o));

    if (!o)
        db_bug("out of memory");
    o->key = *key;
    o->next = db->objects;
    db->objects = o;
    return o;
}

static void forget(void *ctx)
{
    arena_free(ctx);
}

enum err db_object(struct db *db, struct arena *a, const struct db_object_key *key, db_object_make *make, void *ctx, const void **ret_object)
{
    struct db_object *o = object_of(db, key);
    struct arena *arena;
    const void *object;
    enum err e;

    if (holds(o, key)) {
        *ret_object = o->object;
        return ERR_NONE;
    }
    arena = arena_new(KEPT_LIMIT);
    e = make(db, arena, ctx, &object);
    if (e != ERR_NONE) {
        arena_free(arena);
        return e;
    }
    if (!o)
        o = new_object(db, key);
    /* This request may still hold pointers into what it replaces. */
    if (o->arena)
        arena_on_reset(a, forget, o->arena);
    o->arena = arena;
    o->object = object;
    o->key.version = key->version;
    o->whole = true;
    *ret_object = object;
    return ERR_NONE;
}

const void *db_object_last(const struct db *db, const void *kind, int64_t which)
{
    const struct db_object *o = object_of(db, &(struct db_object_key){.kind = kind, .which = which});
    return o ? o->object : NULL;
}

void db_objects_forget(struct db *db)
{
    db->version_us = db->version_read_us = 0;
    for (struct db_object *o = db->objects; o; o = o->next)
        o->whole = false;
}

void db_objects_free(struct db *db)
{
    while (db->objects) {
        struct db_object *o = db->objects;

        db->objects = o->next;
        arena_free(o->arena);
        free(o);
    }
}

/* ---- rows ---- */

static bool version_known(const struct db *db)
{
    int64_t now_us = utc_monotonic_us();
    if (db->version_us && now_us - db->version_us <= VERSION_HOLDS_US)
        return true;
    return db->version_lag_us && db->version_read_us && now_us - db->version_read_us < db->version_lag_us && !db->in_tx;
}

bool db_kept_unknown(const struct db *db)
{
    return !version_known(db);
}

int64_t db_kept_known(const struct db *db)
{
    return db->version;
}

void db_kept_may_lag(struct db *db, int64_t us)
{
    db->version_lag_us = us;
}

void db_kept_version(struct db *db, int64_t version)
{
    /* Within a transaction it may be one that is never committed. */
    if (db->in_tx)
        return;
    db->version = version;
    db->version_us = db->version_read_us = utc_monotonic_us();
}

void db_kept_changed(struct db *db)
{
    db->version_us = db->version_read_us = 0;
}

struct reading {
    const struct db_stmt *stmt;
};

static enum err read_rows(struct db *db, struct arena *keep, void *ctx, const void **ret_object)
{
    const struct reading *reading = ctx;
    struct db_rows *rows = ARENA_NEW(keep, struct db_rows);

    TRY(db_query(db, keep, reading->stmt, DB_NO_ARGS, rows));
    *ret_object = rows;
    return ERR_NONE;
}

enum err db_kept(struct db *db, struct arena *a, const struct db_stmt *version, const struct db_stmt *stmt, const struct db_rows **ret_rows)
{
    struct reading reading = {stmt};
    struct db_object_key key = {.kind = stmt};
    struct db_rows row;
    const void *rows;

    if (!version_known(db) && !db->in_tx) {
        TRY(db_query(db, a, version, DB_NO_ARGS, &row));
        db_kept_version(db, row.n ? db_int(&row, 0, 0) : 0);
    }
    key.version = db->version;
    /* A transaction may see what is never committed and miss what was committed since it began: what it reads is its own. */
    if (db->in_tx && !(version_known(db) && holds(object_of(db, &key), &key)))
        TRY(read_rows(db, a, &reading, &rows));
    else /* the version was read before, so the rows are at least as new as it says */
        TRY(db_object(db, a, &key, read_rows, &reading, &rows));
    *ret_rows = rows;
    return ERR_NONE;
}
