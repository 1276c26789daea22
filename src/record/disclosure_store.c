#include "disclosure_store.h"

#include "once_store.h"
#include "pack_store.h"

#define EIGHT "?, ?, ?, ?, ?, ?, ?, ?"
#define COLUMNS                                                                                                                                                                    \
    "SELECT d.id, d.complaint_id, d.asked_by, d.asked_us, d.handed_us, d.state, d.with_identity, d.with_internal, d.version, d.body_name, d.reference, d.ground, d.handed_to, d.handed_way, " \
    "p.name, h.name, d.pack_hash, c.number, c.title, q.id, q.state, k.id, k.state FROM disclosure d JOIN complaint c ON c.id = d.complaint_id JOIN app_user p ON p.id = d.asked_by "     \
    "LEFT JOIN app_user h ON h.id = d.handed_by LEFT JOIN approval q ON q.id = (SELECT MAX(z.id) FROM approval z WHERE z.complaint_id = d.complaint_id AND z.about = 'disclosure' AND "   \
    "z.subject_id = d.id) LEFT JOIN pack k ON k.id = (SELECT MAX(z.id) FROM pack z WHERE z.disclosure_id = d.id) "
#define TYPES "iiiiIiiiitttTT" "tTBttIIII"

enum { OF, LOG };
static const struct db_stmt list[] = {
    [OF] = {COLUMNS "WHERE d.complaint_id = ? ORDER BY d.id DESC LIMIT 100", "i", TYPES},
    [LOG] = {COLUMNS "WHERE d.id < ? AND (SELECT 1 FROM complaint_scope s WHERE s.complaint_id = c.id AND s.part = 0 AND s.holder IN (" EIGHT ") LIMIT 1) = 1 AND NOT EXISTS "
             "(SELECT 1 FROM recusal x WHERE x.complaint_id = c.id AND x.user_id = ?) ORDER BY d.id DESC LIMIT ?",
             "iIIIIIIIIii", TYPES},
};
const struct db_stmts disclosure_stmts = {"disclosure", list, COUNT_OF(list), DB_STAFF};

enum { LOAD, PUT, PACK, HAND_OVER, DROP };
static const struct db_stmt act_list[] = {
    [LOAD] = {"SELECT state, version, body_name FROM disclosure WHERE id = ? AND complaint_id = ?", "ii", "iit"},
    [PUT] = {"INSERT INTO disclosure (complaint_id, state, body_name, reference, ground, with_identity, with_internal, asked_by, asked_us) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)", "itttiiii", ""},
    [PACK] = {"SELECT hash FROM pack WHERE disclosure_id = ? AND state = 2 ORDER BY id DESC LIMIT 1", "i", "b"},
    [HAND_OVER] = {"UPDATE disclosure SET state = 2, pack_hash = ?, handed_to = ?, handed_way = ?, handed_us = ?, handed_by = ?, version = version + 1 WHERE id = ?", "bttiii", ""},
    [DROP] = {"UPDATE disclosure SET state = 3, version = version + 1 WHERE id = ?", "i", ""},
};
const struct db_stmts disclosure_act_stmts = {"disclosure_act", act_list, COUNT_OF(act_list), DB_STAFF};

static struct disclosure read_row(struct arena *a, const struct db_rows *r, size_t i)
{
    struct str hash = db_bytes(r, i, 16);
    return (struct disclosure){
        .id = db_int(r, i, 0), .complaint_id = db_int(r, i, 1), .asked_by = db_int(r, i, 2), .asked_us = db_int(r, i, 3), .handed_us = db_int(r, i, 4), .state = (enum disclosure_state)db_int(r, i, 5),
        .with_identity = db_int(r, i, 6) != 0, .with_internal = db_int(r, i, 7) != 0, .version = (int)db_int(r, i, 8), .body_name = db_text(r, i, 9), .reference = db_text(r, i, 10),
        .ground = db_text(r, i, 11), .handed_to = db_text(r, i, 12), .handed_way = db_text(r, i, 13), .asker = db_text(r, i, 14), .hander = db_text(r, i, 15),
        .pack_hash = hash.n ? str_hex(a, hash.p, hash.n) : "", .number = db_text(r, i, 17), .title = db_text(r, i, 18), .approval_id = db_int(r, i, 19), .approval = (int)db_int(r, i, 20),
        .pack_id = db_int(r, i, 21), .pack_state = (int)db_int(r, i, 22),
    };
}

static void read_rows(struct arena *a, const struct db_rows *r, struct disclosure **ret_list, size_t *ret_n)
{
    *ret_list = ARENA_ARRAY(a, r->n + 1, struct disclosure);
    for (size_t i = 0; i < r->n; i++)
        (*ret_list)[i] = read_row(a, r, i);
    *ret_n = r->n;
}

enum err disclosure_list(struct db *db, struct arena *a, int64_t complaint_id, struct disclosure **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF], DB_ARGS(DB_INT(complaint_id)), &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err disclosure_log(struct db *db, struct arena *a, const struct access_user *user, int64_t before_id, size_t limit, struct disclosure **ret_list, size_t *ret_n)
{
    const int64_t *h = user->holders;
    struct db_rows rows;
    TRY(db_query(db, a, &list[LOG],
                 DB_ARGS(DB_INT(before_id ? before_id : INT64_MAX), DB_INT(h[0]), DB_INT(h[1]), DB_INT(h[2]), DB_INT(h[3]), DB_INT(h[4]), DB_INT(h[5]), DB_INT(h[6]), DB_INT(h[7]), DB_INT(user->id),
                         DB_INT(limit)),
                 &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

/* ---- acting ---- */

struct disclosing {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct disclosure_command *command;
    struct complaint c;
    const char *location;
};

static const char *number_text(const struct disclosing *x, int64_t value)
{
    return arena_printf(x->arena, "%lld", (long long)value);
}

static enum err ask(struct db *db, struct disclosing *x)
{
    const struct disclosure_command *k = x->command;
    struct db_done done;
    int64_t approval_id;
    if (!k->chain)
        return ERR_STATE;
    TRY(db_run(db, &act_list[PUT],
               DB_ARGS(DB_INT(x->c.id), DB_TEXT(k->body_name), DB_TEXT(k->reference), DB_TEXT(k->ground), DB_INT(k->with_identity), DB_INT(k->with_internal), DB_INT(x->writer->user->id),
                       DB_INT(x->writer->now_us)),
               &done));
    TRY(complaint_append(db, x->arena, x->writer, &x->c, "disclosure_asked", timeline_data(x->arena, "disclosure", number_text(x, done.id), "what", k->body_name, NULL)));
    const struct approval_ask ask = {.chain = k->chain, .subject_id = done.id, .title = k->title, .body = k->body};
    return approval_ask(db, x->arena, x->writer, &x->c, &ask, &approval_id);
}

static enum err hand_over(struct db *db, struct disclosing *x)
{
    const struct disclosure_command *k = x->command;
    struct approval approval;
    struct db_rows pack;
    enum err e = approval_of(db, x->arena, x->c.id, "disclosure", k->id, &approval);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && approval.state != APPROVAL_GIVEN))
        return ERR_STATE;
    TRY(e);
    TRY(db_query(db, x->arena, &act_list[PACK], DB_ARGS(DB_INT(k->id)), &pack));
    if (pack.n == 0)
        return ERR_STATE;
    struct str hash = db_bytes(&pack, 0, 0);
    TRY(db_run(db, &act_list[HAND_OVER],
               DB_ARGS(DB_BYTES(hash.p, hash.n), DB_TEXT(k->handed_to), DB_TEXT(k->handed_way), DB_INT(k->handed_us), DB_INT(x->writer->user->id), DB_INT(k->id)), NULL));
    return complaint_append(db, x->arena, x->writer, &x->c, "disclosed",
                            timeline_data(x->arena, "disclosure", number_text(x, k->id), "hash", str_hex(x->arena, hash.p, hash.n), "person", k->handed_to, NULL));
}

static enum err drop(struct db *db, struct disclosing *x)
{
    TRY(db_run(db, &act_list[DROP], DB_ARGS(DB_INT(x->command->id)), NULL));
    TRY(approval_withdraw(db, x->arena, x->writer, &x->c, "disclosure", x->command->id));
    return complaint_append(db, x->arena, x->writer, &x->c, "disclosure_dropped", timeline_data(x->arena, "disclosure", number_text(x, x->command->id), NULL));
}

static enum err change(struct db *db, struct disclosing *x)
{
    struct db_rows row;
    TRY(db_one(db, x->arena, &act_list[LOAD], DB_ARGS(DB_INT(x->command->id), DB_INT(x->c.id)), &row));
    if (db_int(&row, 0, 1) != x->command->version)
        return ERR_STALE;
    if (db_int(&row, 0, 0) != DISCLOSURE_ASKED)
        return ERR_STATE;
    return x->command->action == DISCLOSURE_HAND_OVER ? hand_over(db, x) : drop(db, x);
}

static enum err act_tx(struct db *db, void *ctx)
{
    struct disclosing *x = ctx;
    const struct disclosure_command *k = x->command;
    permission_set rights;
    enum err e = once_claim(db, x->arena, k->once_hash, k->once_location, x->writer->now_us, &x->location);
    if (e == ERR_EXISTS)
        return ERR_NONE;
    TRY(e);
    TRY(complaint_lock(db, x->arena, k->number));
    TRY(complaint_load(db, x->arena, x->writer->user, k->number, &x->c, &rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    if (!(rights & PERMISSION_BIT(MAY_DISCLOSE)))
        return ERR_FORBIDDEN;
    TRY(k->action == DISCLOSURE_ASK ? ask(db, x) : change(db, x));
    return complaint_save(db, x->arena, &x->c);
}

enum err disclosure_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct disclosure_command *command, const char **ret_location)
{
    struct disclosing x = {.arena = a, .writer = w, .command = command, .location = command->once_location};
    TRY(db_tx(db, act_tx, &x));
    *ret_location = x.location;
    return ERR_NONE;
}
