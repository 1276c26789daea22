#include "rulebook_store.h"

#include "basis_store.h"

enum { IN_FORCE, BODY };

static const struct db_stmt list[] = {
    [IN_FORCE] = {"SELECT id FROM rulebook_version WHERE state = 3", "", "i"},
    [BODY] = {"SELECT body FROM rulebook_version WHERE id = ?", "i", "t"},
};

const struct db_stmts rulebook_stmts = {"rulebook", list, COUNT_OF(list), DB_ALL};

/* It was read and checked before it was stored, so what cannot be read now is damage. */
static enum err parse(struct db *db, struct arena *keep, void *ctx, const void **ret_object)
{
    const int64_t *id = ctx;
    struct db_rows row;
    struct rulebook *book;
    struct rulebook_faults *faults = ARENA_NEW(keep, struct rulebook_faults);
    TRY(db_one(db, keep, &list[BODY], DB_ARGS(DB_INT(*id)), &row));
    if (rulebook_read(keep, db_bytes(&row, 0, 0), &book, faults) != ERR_NONE)
        return ERR_CONFIG;
    *ret_object = book;
    return ERR_NONE;
}

enum err rulebook_in_force(struct db *db, struct arena *a, const struct rulebook **ret_book, int64_t *ret_version_id)
{
    const struct db_rows *row;
    const void *book;
    TRY(db_kept(db, a, basis_version, &list[IN_FORCE], &row));
    if (row->n == 0)
        return ERR_CONFIG;
    int64_t id = db_int(row, 0, 0);
    struct db_object_key key = {.kind = &rulebook_stmts, .version = id};
    TRY(db_object(db, a, &key, parse, &id, &book));
    *ret_book = book;
    *ret_version_id = id;
    return ERR_NONE;
}
