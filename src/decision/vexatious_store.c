#include "vexatious_store.h"

#include <string.h>

#include "approval_acting_store.h"
#include "crypto_seal.h"
#include "once_store.h"

#define KEYS 3 /* contact data was indexed with one of the last three keys */

enum { OF_CONTACT, OF_COMMITTEE };
static const struct db_stmt list[] = {
    [OF_CONTACT] = {"SELECT " VEXATIOUS_OF, VEXATIOUS_OF_TYPES, VEXATIOUS_TYPES},
    [OF_COMMITTEE] = {"SELECT " VEXATIOUS_COLUMNS ", 1 FROM " COMMITTEE_UNITS " w STRAIGHT_JOIN agenda_item i FORCE INDEX (agenda_decided) ON i.unit_id = w.unit_id AND i.decided_us > 0 STRAIGHT_JOIN vexatious v ON "
                      "v.agenda_item_id = i.id STRAIGHT_JOIN complaint c ON c.id = v.complaint_id LEFT JOIN app_user p ON p.id = v.lifted_by WHERE " COMMITTEE_IN("c.id")
                      " ORDER BY v.lifted_us IS NOT NULL, v.until_us, v.id DESC LIMIT ?",
                      "iii", VEXATIOUS_TYPES},
};
const struct db_stmts vexatious_stmts = {"vexatious", list, COUNT_OF(list), DB_STAFF};

enum { GO_ON, FIND, END, ONE, LIFT, HEAD };
static const struct db_stmt write_list[] = {
    [GO_ON] = {"UPDATE vexatious SET agenda_item_id = ?, until_us = ?, asked_us = NULL, body = ? WHERE complaint_id = ? AND lifted_us IS NULL", "iiti", ""},
    [FIND] = {"INSERT INTO vexatious (agenda_item_id, complaint_id, since_us, until_us, body) VALUES (?, ?, ?, ?, ?)", "iiiit", ""},
    [END] = {"UPDATE vexatious SET lifted_us = ?, lifted_by = ?, why_lifted = ? WHERE complaint_id = ? AND lifted_us IS NULL", "iiti", ""},
    [ONE] = {"SELECT c.number FROM vexatious v JOIN agenda_item i ON i.id = v.agenda_item_id JOIN complaint c ON c.id = v.complaint_id WHERE v.id = ? AND " COMMITTEE_HOLDS("i.unit_id") " AND " COMMITTEE_IN("c.id"),
             "iii", "t"},
    [LIFT] = {"UPDATE vexatious SET lifted_us = ?, lifted_by = ?, why_lifted = ? WHERE id = ? AND lifted_us IS NULL", "iiti", ""},
    [HEAD] = {"SELECT id, unit_id, department_id, events, chain_hash FROM complaint WHERE number = ?", "t", "iiIib"},
};
const struct db_stmts vexatious_write_stmts = {"vexatious_write", write_list, COUNT_OF(write_list), DB_STAFF};

/* ---- reading ---- */

struct vexatious vexatious_read(const struct db_rows *r, size_t i, size_t column)
{
    const size_t n = column; /* of the first number, then of the texts */
    const size_t t = n + 6;
    return (struct vexatious){.id = db_int(r, i, n), .complaint_id = db_int(r, i, n + 1), .item_id = db_int(r, i, n + 2), .since_us = db_int(r, i, n + 3), .until_us = db_int(r, i, n + 4),
                              .lifted_us = db_int(r, i, n + 5), .number = db_text(r, i, t), .complaint_title = db_text(r, i, t + 1), .body = db_text(r, i, t + 2), .why_lifted = db_text(r, i, t + 3),
                              .lifter = db_text(r, i, t + 4), .readable = db_int(r, i, t + 5) != 0};
}

static void read_rows(struct arena *a, const struct db_rows *r, struct vexatious **ret_list, size_t *ret_n)
{
    *ret_list = ARENA_ARRAY(a, r->n + 1, struct vexatious);
    *ret_n = r->n;
    for (size_t i = 0; i < r->n; i++)
        (*ret_list)[i] = vexatious_read(r, i, 0);
}

static size_t add_indexes(struct arena *a, const struct crypto_keys *keys, const char *column, const char *key, struct db_value *args)
{
    for (size_t back = 0; back < KEYS; back++) {
        uint8_t *index = arena_alloc(a, 16);
        args[back] = *key && crypto_blind_index_older(keys, back, column, str_of(key), index) ? DB_BYTES(index, 16) : DB_NULL;
    }
    return KEYS;
}

static size_t add_holders(const struct access_user *user, struct db_value *args)
{
    for (size_t i = 0; i < ACCESS_HOLDERS; i++)
        args[i] = DB_INT(user->holders[i]);
    return ACCESS_HOLDERS;
}

static const char *phone_key(struct arena *a, const struct identity *who)
{
    return who && who->phone ? identity_phone_key(a, who->phone) : "";
}

static const char *email_key(struct arena *a, const struct identity *who)
{
    return who && who->email ? identity_email_key(a, who->email) : "";
}

void vexatious_values(struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t but, struct db_value values[VEXATIOUS_OF_VALUES])
{
    size_t n = 0;
    n += add_holders(user, values + n);
    n += add_indexes(a, keys, "complaint_identity.phone", phone_key(a, who), values + n);
    n += add_indexes(a, keys, "complaint_identity.email", email_key(a, who), values + n);
    values[n++] = DB_INT(but);
    values[n++] = DB_INT(user->id);
    values[n++] = DB_INT(user->unit_id);
    add_holders(user, values + n);
}

enum err vexatious_of(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct identity *who, int64_t but, struct vexatious **ret_list, size_t *ret_n)
{
    struct db_value values[VEXATIOUS_OF_VALUES];
    struct db_rows rows;
    *ret_list = NULL;
    *ret_n = 0;
    if (!*phone_key(a, who) && !*email_key(a, who))
        return ERR_NONE;
    vexatious_values(a, user, keys, who, but, values);
    TRY(db_query(db, a, &list[OF_CONTACT], values, COUNT_OF(values), &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

enum err vexatious_list(struct db *db, struct arena *a, const struct access_user *user, size_t limit, struct vexatious **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[OF_COMMITTEE], DB_ARGS(DB_INT(user->id), DB_INT(user->id), DB_INT(limit)), &rows));
    read_rows(a, &rows, ret_list, ret_n);
    return ERR_NONE;
}

/* ---- writing ---- */

enum err vexatious_find(struct db *db, const struct complaint_writer *w, int64_t complaint_id, int64_t item_id, int64_t until_us, const char *body)
{
    struct db_done done;
    TRY(db_run(db, &write_list[GO_ON], DB_ARGS(DB_INT(item_id), DB_INT(until_us), DB_TEXT(body), DB_INT(complaint_id)), &done));
    if (done.rows > 0)
        return ERR_NONE;
    return db_run(db, &write_list[FIND], DB_ARGS(DB_INT(item_id), DB_INT(complaint_id), DB_INT(w->now_us), DB_INT(until_us), DB_TEXT(body)), NULL);
}

enum err vexatious_end(struct db *db, const struct complaint_writer *w, int64_t complaint_id, const char *why)
{
    return db_run(db, &write_list[END], DB_ARGS(DB_INT(w->now_us), DB_INT(w->user->id), DB_TEXT(why), DB_INT(complaint_id)), NULL);
}

struct lifting {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct vexatious_lifting *wish;
    const char *number, *location;
};

static enum err lift(struct db *db, void *ctx)
{
    struct lifting *x = ctx;
    const struct complaint_writer *w = x->writer;
    struct db_rows row;
    struct db_done done;
    x->location = x->wish->once_location;
    enum err e = x->wish->once_hash ? once_claim(db, x->arena, x->wish->once_hash, x->wish->once_location, w->now_us, &x->location) : ERR_NONE;
    if (e != ERR_NONE)
        return e == ERR_EXISTS ? ERR_NONE : e;
    TRY(complaint_lock(db, x->arena, x->number));
    TRY(db_one(db, x->arena, &write_list[ONE], DB_ARGS(DB_INT(x->wish->id), DB_INT(w->user->id), DB_INT(w->user->id)), &row));
    TRY(db_run(db, &write_list[LIFT], DB_ARGS(DB_INT(w->now_us), DB_INT(w->user->id), DB_TEXT(x->wish->why), DB_INT(x->wish->id)), &done));
    if (done.rows != 1)
        return ERR_STATE;
    TRY(db_one(db, x->arena, &write_list[HEAD], DB_ARGS(DB_TEXT(x->number)), &row));
    struct complaint c = {.id = db_int(&row, 0, 0), .number = x->number, .unit_id = db_int(&row, 0, 1), .department_id = db_int(&row, 0, 2), .events = (int)db_int(&row, 0, 3)};
    struct str hash = db_bytes(&row, 0, 4);
    if (hash.n == sizeof c.chain_hash)
        memcpy(c.chain_hash, hash.p, hash.n);
    TRY(complaint_append(db, x->arena, w, &c, "vexatious_lifted", timeline_data(x->arena, "reason", x->wish->why, NULL)));
    return approval_move_on(db, &c);
}

enum err vexatious_lift(struct db *db, struct arena *a, const struct complaint_writer *w, const struct vexatious_lifting *wish, const char **ret_location)
{
    struct lifting x = {.arena = a, .writer = w, .wish = wish};
    struct db_rows row;
    if (!wish->why || !*wish->why)
        return ERR_INPUT;
    TRY(db_one(db, a, &write_list[ONE], DB_ARGS(DB_INT(wish->id), DB_INT(w->user->id), DB_INT(w->user->id)), &row));
    x.number = db_text(&row, 0, 0);
    TRY(db_tx(db, lift, &x));
    *ret_location = x.location;
    return ERR_NONE;
}
