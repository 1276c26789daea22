#include <stdlib.h>

#include "db_private.h"

#define OBJECT_LIMIT ((size_t)64 << 20)

struct db_object {
    struct db_object *next;
    const void *kind;
    int64_t which, version;
    struct arena *arena;
    const void *object;
};

static void forget(void *ctx)
{
    arena_free(ctx);
}

static struct db_object *object_for(struct db *db, const void *kind, int64_t which)
{
    struct db_object *o = db->objects;

    while (o && (o->kind != kind || o->which != which))
        o = o->next;
    if (o)
        return o;
    o = calloc(1, sizeof(*o));
    if (!o)
        db_bug("out of memory");
    o->kind = kind;
    o->which = which;
    o->next = db->objects;
    db->objects = o;
    return o;
}

enum err db_object(struct db *db, struct arena *a, const struct db_object_key *key, db_object_make *make, void *ctx, const void **ret_object)
{
    struct db_object *o = object_for(db, key->kind, key->which);
    struct arena *arena;
    const void *object;
    enum err e;

    if (o->arena && o->version == key->version) {
        *ret_object = o->object;
        return ERR_NONE;
    }
    arena = arena_new(OBJECT_LIMIT);
    e = make(db, arena, ctx, &object);
    if (e != ERR_NONE) {
        arena_free(arena);
        return e;
    }
    /* This request may still hold pointers into what it replaces. */
    if (o->arena)
        arena_on_reset(a, forget, o->arena);
    o->arena = arena;
    o->object = object;
    o->version = key->version;
    *ret_object = object;
    return ERR_NONE;
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
