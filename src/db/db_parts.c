#include "db_parts.h"

#include <string.h>

#define ARGS_MAX 7

static enum err put_parts(struct db *db, struct arena *a, const struct db_stmt *stmt, struct db_value *args, size_t n, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    for (int part = 0;; part++) {
        struct db_rows row;
        args[n] = DB_INT(part);
        enum err e = db_one(db, a, stmt, args, n + 1, &row);
        if (e == ERR_NOT_FOUND)
            return ERR_NONE;
        TRY(e);
        struct str body = db_bytes(&row, 0, 0);
        if (!put(to, body.p, body.n))
            return ERR_IO;
        arena_reset(a);
    }
}

enum err db_parts_put(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n, size_t part_bytes, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    struct db_value all[ARGS_MAX + 1];
    if (n > ARGS_MAX)
        return ERR_INPUT;
    memcpy(all, args, n * sizeof *args);
    struct arena *a = arena_new(8 * part_bytes);
    enum err e = put_parts(db, a, stmt, all, n, put, to);
    arena_free(a);
    return e;
}
