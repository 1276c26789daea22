#include "standing_store.h"

#include "party.h"

static const struct db_stmt list[] = {
    {"UPDATE complaint SET standing = ?, events = ?, chain_hash = ? WHERE id = ?", "iibi", ""},
};
const struct db_stmts standing_stmts = {"standing", list, COUNT_OF(list), DB_STAFF};

struct coming {
    struct arena *arena;
    const struct complaint_writer *writer;
    const char *number;
};

static enum err come_tx(struct db *db, void *ctx)
{
    const struct coming *k = ctx;
    struct complaint c;
    permission_set rights;
    TRY(complaint_lock(db, k->arena, k->number));
    TRY(complaint_load(db, k->arena, k->writer->user, k->number, &c, &rights));
    if (!(rights & PERMISSION_BIT(MAY_NOTE)) || c.part)
        return ERR_FORBIDDEN;
    const unsigned now = standing_came(c.standing);
    if (now == c.standing)
        return ERR_NONE;
    /* What the event tells is what came now, not what was there before. */
    const char *came = arena_printf(k->arena, "%u", standing_came(c.standing & (STANDING_AUTHORITY_MISSING | STANDING_MEMBERS_MISSING)));
    TRY(complaint_append(db, k->arena, k->writer, &c, "papers_came", timeline_data(k->arena, "standing", came, NULL)));
    return db_run(db, &list[0], DB_ARGS(DB_INT(now), DB_INT(c.events), DB_BYTES(c.chain_hash, sizeof c.chain_hash), DB_INT(c.id)), NULL);
}

enum err standing_papers_came(struct db *db, struct arena *a, const struct complaint_writer *w, const char *number)
{
    struct coming k = {a, w, number};
    return db_tx(db, come_tx, &k);
}
