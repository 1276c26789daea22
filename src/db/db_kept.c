#include <stdlib.h>

#include "db_private.h"
#include "utc.h"

#define KEPT_LIMIT (64u << 20)
#define VERSION_HOLDS_US UTC_SECOND_US /* for who never says that a request is over */

/* The result of one statement, in an arena of its own. */
struct db_kept {
    struct db_kept *next;
    const struct db_stmt *stmt;
    int64_t version;
    bool whole; /* rows are those of version */
    struct arena *arena;
    struct db_rows rows;
};

static struct db_kept *kept_for(struct db *db, const struct db_stmt *stmt)
{
    struct db_kept *kept = db->kept;

    while (kept && kept->stmt != stmt)
        kept = kept->next;
    if (kept)
        return kept;
    kept = calloc(1, sizeof(*kept));
    if (!kept)
        db_bug("out of memory");
    kept->stmt = stmt;
    kept->next = db->kept;
    db->kept = kept;
    return kept;
}

static bool version_known(const struct db *db)
{
    return db->version_us && utc_monotonic_us() - db->version_us <= VERSION_HOLDS_US;
}

void db_kept_version(struct db *db, int64_t version)
{
    /* Within a transaction it may be one that is never committed. */
    if (db->in_tx)
        return;
    db->version = version;
    db->version_us = utc_monotonic_us();
}

void db_kept_changed(struct db *db)
{
    db->version_us = 0;
}

void db_kept_forget(struct db *db)
{
    db->version_us = 0;
    for (struct db_kept *kept = db->kept; kept; kept = kept->next)
        kept->whole = false;
}

/* A transaction may see what is never committed and miss what was committed since it began: what it reads is its own. */
static enum err read_within_tx(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_rows **ret_rows)
{
    struct db_rows *rows = ARENA_NEW(a, struct db_rows);

    TRY(db_query(db, a, stmt, DB_NO_ARGS, rows));
    *ret_rows = rows;
    return ERR_NONE;
}

static void forget(void *ctx)
{
    arena_free(ctx);
}

/* The version was read before, so the rows are at least as new as it says. */
static enum err keep(struct db *db, struct arena *a, struct db_kept *kept)
{
    struct arena *arena = arena_new(KEPT_LIMIT);
    struct db_rows rows;
    enum err e = db_query(db, arena, kept->stmt, DB_NO_ARGS, &rows);

    if (e != ERR_NONE) {
        arena_free(arena);
        return e;
    }
    /* This request may still hold pointers into what it replaces. */
    if (kept->arena)
        arena_on_reset(a, forget, kept->arena);
    kept->arena = arena;
    kept->rows = rows;
    kept->version = db->version;
    kept->whole = true;
    return ERR_NONE;
}

enum err db_kept(struct db *db, struct arena *a, const struct db_stmt *version, const struct db_stmt *stmt, const struct db_rows **ret_rows)
{
    struct db_kept *kept = kept_for(db, stmt);
    struct db_rows row;

    if (!version_known(db) && !db->in_tx) {
        TRY(db_query(db, a, version, DB_NO_ARGS, &row));
        db_kept_version(db, row.n ? db_int(&row, 0, 0) : 0);
    }
    if (!kept->whole || kept->version != db->version || !version_known(db)) {
        if (db->in_tx)
            return read_within_tx(db, a, stmt, ret_rows);
        TRY(keep(db, a, kept));
    }
    *ret_rows = &kept->rows;
    return ERR_NONE;
}

void db_kept_free(struct db *db)
{
    while (db->kept) {
        struct db_kept *kept = db->kept;

        db->kept = kept->next;
        arena_free(kept->arena);
        free(kept);
    }
}
