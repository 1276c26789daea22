#include "track_sheet_store.h"

#include "basis_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "log.h"

#define KEPT_MAX (512u << 10) /* bytes; longer ones are read anew each time */

#define FIND_WITH(more)                                                                                                                                 \
    "SELECT c.id, k.body" more " FROM track_session s JOIN public_complaint c ON c.id = s.complaint_id "                                                \
    "LEFT JOIN track_sheet k ON k.complaint_id = c.id AND k.chain_hash = c.chain_hash AND k.version = c.version WHERE s.token_hash = ? AND s.created_us > ?"
enum { FIND, FIND_WITH_BASIS, KEEP };
enum { ID, BODY, BASIS };
static const struct db_stmt list[] = {
    [FIND] = {FIND_WITH(""), "bi", "iB"},
    [FIND_WITH_BASIS] = {FIND_WITH(", " BASIS_VERSION), "bi", "iBI"},
    /* Only of what the complaint is now: nothing comes back that was erased meanwhile. */
    [KEEP] = {"INSERT INTO track_sheet (complaint_id, chain_hash, version, made_us, body) SELECT c.id, c.chain_hash, c.version, ?, ? FROM public_complaint c "
              "WHERE c.id = ? AND c.chain_hash = ? AND c.version = ? AND c.erased_us IS NULL "
              "ON DUPLICATE KEY UPDATE chain_hash = VALUES(chain_hash), version = VALUES(version), made_us = VALUES(made_us), body = VALUES(body)",
              "ibibi", ""},
};
const struct db_stmts track_sheet_stmts = {"track_sheet", list, COUNT_OF(list), DB_PUBLIC};

static const struct db_stmt purge_list[] = {
    {"DELETE FROM track_sheet WHERE made_us < ? LIMIT 10000", "i", ""},
};
const struct db_stmts track_sheet_purge_stmts = {"track_sheet_purge", purge_list, COUNT_OF(purge_list), DB_JOBS};

struct parts {
    struct db_rows head, sheet, clocks;
};

/* False when there is nothing, or other names and labels are in force by now. */
static bool unpack(struct arena *a, struct str body, int64_t basis, struct parts *ret_parts)
{
    return db_rows_unpack(a, &body, track_head, &ret_parts->head) && db_rows_unpack(a, &body, sheet_public_rows, &ret_parts->sheet) &&
           db_rows_unpack(a, &body, clock_public_rows, &ret_parts->clocks) && track_head_basis(&ret_parts->head) == basis;
}

/* What cannot be kept is read again the next time. */
static void keep(struct db *db, struct arena *a, const struct complaint *c, int64_t now_us, const struct parts *parts)
{
    struct buf body = {.arena = a};
    db_rows_pack(&body, track_head, &parts->head);
    db_rows_pack(&body, sheet_public_rows, &parts->sheet);
    db_rows_pack(&body, clock_public_rows, &parts->clocks);
    if (body.n > KEPT_MAX || c->merged_into_id) /* where it goes on changes without an event of its own */
        return;
    enum err e = db_run(db, &list[KEEP],
                        DB_ARGS(DB_INT(now_us), DB_BYTES(body.p, body.n), DB_INT(c->id), DB_BYTES(c->chain_hash, sizeof c->chain_hash), DB_INT(c->version)), NULL);
    if (e != ERR_NONE)
        LOG(LOG_WARN, "a tracking page could not be kept", LOG_TEXT("error", err_name(e)));
}

/* The head first: what the other two bring may be newer than it, and is kept under its hash then, which nobody will ask for. */
static enum err look_anew(struct db *db, struct arena *a, int64_t complaint_id, int64_t now_us, struct track_look *look)
{
    struct parts parts;
    TRY(track_head_row(db, a, complaint_id, &parts.head));
    TRY(track_head_read(db, a, &parts.head, &look->c));
    if (look->c.erased_us)
        return ERR_NONE;
    TRY(sheet_rows_public(db, a, complaint_id, TRACK_LOOK_MAX, &parts.sheet));
    TRY(clock_rows_public(db, a, complaint_id, &parts.clocks));
    sheet_read_public(a, &parts.sheet, complaint_id, TRACK_LOOK_MAX, &look->sheet);
    clock_read_public(a, &parts.clocks, look->clocks);
    keep(db, a, &look->c, now_us, &parts);
    return ERR_NONE;
}

enum err track_look(struct db *db, struct arena *a, const uint8_t token_hash[32], int64_t now_us, int64_t ttl_us, struct track_look *ret_look)
{
    struct db_rows row;
    struct parts parts;
    bool with_basis = db_kept_unknown(db);
    *ret_look = (struct track_look){.clocks = ARENA_NEW(a, struct clock_set)};
    TRY(db_one(db, a, &list[with_basis ? FIND_WITH_BASIS : FIND], DB_ARGS(DB_BYTES(token_hash, 32), DB_INT(now_us - ttl_us)), &row));
    if (with_basis)
        db_kept_version(db, db_int(&row, 0, BASIS));
    if (!unpack(a, db_bytes(&row, 0, BODY), db_kept_known(db), &parts))
        return look_anew(db, a, db_int(&row, 0, ID), now_us, ret_look);
    sheet_read_public(a, &parts.sheet, db_int(&row, 0, ID), TRACK_LOOK_MAX, &ret_look->sheet);
    clock_read_public(a, &parts.clocks, ret_look->clocks);
    return track_head_read(db, a, &parts.head, &ret_look->c);
}

enum err track_sheet_purge(struct db *db, int64_t before_us)
{
    return db_run(db, &purge_list[0], DB_ARGS(DB_INT(before_us)), NULL);
}
