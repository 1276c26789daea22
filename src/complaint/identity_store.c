#include "identity_store.h"

#include "crypto_random.h"
#include "crypto_seal.h"
#include "log.h"

/* The sealed columns, in the order of the statements below. */
enum { NAME, PHONE, EMAIL, ADDRESS, ID_NUMBER, PARTIES, FIELDS };
#define PREFER_TIME "complaint_identity.prefer_sealed"
static const char *const where[FIELDS] = {
    [NAME] = "complaint_identity.name",       [PHONE] = "complaint_identity.phone",         [EMAIL] = "complaint_identity.email",
    [ADDRESS] = "complaint_identity.address", [ID_NUMBER] = "complaint_identity.id_number",
    [PARTIES] = "complaint_identity.parties",
};

#define SEALED "wrap_kind, wrap_version, wrapped_key, name, phone, email, address, id_number, parties"
#define SEALED_TYPES "iibBBBBBB"

static const struct db_stmt filing_list[] = {{IDENTITY_INSERT, IDENTITY_TYPES, ""}};
const struct db_stmts identity_filing_stmts = {"identity_filing", filing_list, COUNT_OF(filing_list), DB_PUBLIC | DB_STAFF};

enum { LOAD, PREFERENCE, SHARED };
static const struct db_stmt list[] = {
    [LOAD] = {"SELECT " SEALED ", prefer, prefer_time, prefer_sealed FROM complaint_identity WHERE complaint_id = ?", "i", SEALED_TYPES "ttB"},
    [PREFERENCE] = {"SELECT prefer, prefer_time FROM complaint_identity WHERE complaint_id = ?", "i", "tt"},
    /* The nearest one of those out of which it was split off or as which it came back (LINK_SPLIT, LINK_AS_NEW of link.h, which comes after this feature). */
    [SHARED] = {"WITH RECURSIVE line (id, n) AS (SELECT CAST(? AS SIGNED), 0 UNION ALL SELECT l.a_id, line.n + 1 FROM line JOIN complaint_link l ON l.b_id = line.id AND "
                "l.kind IN (5, 6) WHERE line.n < 8) SELECT i.complaint_id FROM line JOIN complaint_identity i ON i.complaint_id = line.id AND i.wrap_kind = 3 "
                "ORDER BY line.n LIMIT 1",
                "i", "i"},
};
const struct db_stmts identity_stmts = {"identity", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { TO_TAKE_OVER, TO_REWRAP, TAKE_OVER, REWRAP };
static const struct db_stmt jobs_list[] = {
    /* Several hosts may work at once: each takes rows that no other holds. */
    [TO_TAKE_OVER] = {"SELECT complaint_id, " SEALED " FROM complaint_identity WHERE wrap_kind = 1 ORDER BY wrap_version, complaint_id LIMIT ? "
                      "FOR UPDATE SKIP LOCKED",
                      "i", "i" SEALED_TYPES},
    [TO_REWRAP] = {"SELECT complaint_id, " SEALED " FROM complaint_identity WHERE wrap_kind = 2 AND wrap_version < ? "
                   "ORDER BY wrap_version, complaint_id LIMIT ? FOR UPDATE SKIP LOCKED",
                   "ii", "i" SEALED_TYPES},
    [TAKE_OVER] = {"UPDATE complaint_identity SET wrap_kind = ?, wrap_version = ?, wrapped_key = ?, phone_index = ?, email_index = ?, "
                   "name_index = ? WHERE complaint_id = ?",
                   "iibBBBi", ""},
    [REWRAP] = {"UPDATE complaint_identity SET wrap_kind = ?, wrap_version = ?, wrapped_key = ? WHERE complaint_id = ?", "iibi", ""},
};
const struct db_stmts identity_jobs_stmts = {"identity_jobs", jobs_list, COUNT_OF(jobs_list), DB_JOBS};

static const char *row_name(struct arena *a, int64_t complaint_id)
{
    return arena_printf(a, "%lld", (long long)complaint_id);
}

/* ---- blind indexes ---- */

struct indexes {
    uint8_t bytes[3][16];
    bool there[3];
};
enum { INDEX_PHONE, INDEX_EMAIL, INDEX_NAME };

static void make_index(const struct crypto_keys *keys, struct indexes *ix, int which, const char *column, const char *value)
{
    ix->there[which] = *value && crypto_blind_index(keys, column, str_of(value), ix->bytes[which]);
}

static void make_indexes(struct arena *a, const struct crypto_keys *keys, const struct identity *who, struct indexes *ix)
{
    make_index(keys, ix, INDEX_PHONE, "complaint_identity.phone", identity_phone_key(a, who->phone));
    make_index(keys, ix, INDEX_EMAIL, "complaint_identity.email", identity_email_key(a, who->email));
    make_index(keys, ix, INDEX_NAME, "complaint_identity.name", identity_name_key(a, who->name));
}

static struct db_value index_value(const struct indexes *ix, int which)
{
    return ix->there[which] ? DB_BYTES(ix->bytes[which], sizeof ix->bytes[which]) : DB_NULL;
}

/* ---- writing ---- */

static struct db_value sealed_as(struct arena *a, const uint8_t key[CRYPTO_RECORD_KEY], const char *column, const char *row, const char *plain)
{
    if (!plain || !*plain)
        return DB_NULL;
    struct str bytes = crypto_field_seal(a, key, column, row, str_of(plain));
    return DB_BYTES(bytes.p, bytes.n);
}

static struct db_value sealed(struct arena *a, const uint8_t key[CRYPTO_RECORD_KEY], int field, const char *row, const char *plain)
{
    return sealed_as(a, key, where[field], row, plain);
}

static enum crypto_wrap wrap_for(enum crypto_pool pool, enum complaint_mode mode)
{
    if (mode == COMPLAINT_CONFIDENTIAL)
        return WRAP_CUSTODY;
    return pool == CRYPTO_PUBLIC ? WRAP_INTAKE : WRAP_MASTER;
}

static const char *given(const char *text)
{
    return text ? text : "";
}

enum err identity_seal(struct arena *a, const struct crypto_keys *keys, enum crypto_pool pool, int64_t complaint_id, enum complaint_mode mode,
                       const struct identity *who, struct identity_row *ret_row)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;
    struct indexes *ix = ARENA_NEW(a, struct indexes);
    enum crypto_wrap wrap = wrap_for(pool, mode);
    const struct identity clear = {.name = given(who->name), .phone = given(who->phone), .email = given(who->email)};
    const char *row = row_name(a, complaint_id);
    if (mode == COMPLAINT_ANONYMOUS)
        return ERR_INTERNAL;
    TRY(crypto_record_new(a, keys, wrap, key, &wrapped));
    /* Whoever holds the index key could guess a confidential name by its index, so those have none. */
    if (wrap == WRAP_MASTER)
        make_indexes(a, keys, &clear, ix);
    *ret_row = (struct identity_row){{
        DB_INT(complaint_id),
        DB_INT(wrapped.kind),
        DB_INT(wrapped.version),
        DB_BYTES(wrapped.bytes.p, wrapped.bytes.n),
        sealed(a, key, NAME, row, who->name),
        sealed(a, key, PHONE, row, who->phone),
        sealed(a, key, EMAIL, row, who->email),
        sealed(a, key, ADDRESS, row, who->address),
        sealed(a, key, ID_NUMBER, row, who->id_number),
        sealed(a, key, PARTIES, row, who->parties),
        DB_TEXT(who->prefer && *who->prefer ? who->prefer : "web"),
        DB_TEXT(wrap == WRAP_CUSTODY ? "" : given(who->prefer_time)),
        index_value(ix, INDEX_PHONE),
        index_value(ix, INDEX_EMAIL),
        index_value(ix, INDEX_NAME),
        wrap == WRAP_CUSTODY ? sealed_as(a, key, PREFER_TIME, row, who->prefer_time) : DB_NULL,
    }};
    crypto_wipe(key, sizeof key);
    return ERR_NONE;
}

enum err identity_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, enum crypto_pool pool, int64_t complaint_id,
                         enum complaint_mode mode, const struct identity *who)
{
    struct identity_row row;
    TRY(identity_seal(a, keys, pool, complaint_id, mode, who, &row));
    return db_run(db, &filing_list[0], row.values, COUNT_OF(row.values), NULL);
}

/* ---- reading ---- */

static enum err open_field(struct arena *a, const uint8_t key[CRYPTO_RECORD_KEY], const char *as, const char *row, const struct db_rows *rows,
                           size_t i, size_t column, const char **ret_text)
{
    struct str plain;
    *ret_text = "";
    if (db_is_null(rows, i, column))
        return ERR_NONE;
    TRY(crypto_field_open(a, key, as, row, db_bytes(rows, i, column), &plain));
    *ret_text = str_cstr(a, plain);
    return ERR_NONE;
}

static enum err open_fields(struct arena *a, const uint8_t key[CRYPTO_RECORD_KEY], int64_t complaint_id, const struct db_rows *rows, size_t i,
                            size_t column, struct identity *who)
{
    const char **const texts[FIELDS] = {&who->name, &who->phone, &who->email, &who->address, &who->id_number, &who->parties};
    const char *row = row_name(a, complaint_id);
    for (int f = 0; f < FIELDS; f++)
        TRY(open_field(a, key, where[f], row, rows, i, column + (size_t)f, texts[f]));
    return ERR_NONE;
}

static struct crypto_wrapped wrapping_of(const struct db_rows *rows, size_t i, size_t column)
{
    return (struct crypto_wrapped){(enum crypto_wrap)db_int(rows, i, column), (int)db_int(rows, i, column + 1), db_bytes(rows, i, column + 2)};
}

/*
 * A row of a complaint, or the one that it shares: whoever splits a confidential complaint cannot open its identity to seal it anew for the new one, and a copy of what is sealed opens for its own
 * complaint alone. ret_owner: whose row it is.
 */
static enum err load_row(struct db *db, struct arena *a, int which, int64_t complaint_id, struct db_rows *ret_row, int64_t *ret_owner)
{
    struct db_rows owner;
    enum err e = db_one(db, a, &list[which], DB_ARGS(DB_INT(complaint_id)), ret_row);
    *ret_owner = complaint_id;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(db_one(db, a, &list[SHARED], DB_ARGS(DB_INT(complaint_id)), &owner));
    *ret_owner = db_int(&owner, 0, 0);
    return db_one(db, a, &list[which], DB_ARGS(DB_INT(*ret_owner)), ret_row);
}

enum err identity_load(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, struct identity *ret_who)
{
    struct db_rows row;
    uint8_t key[CRYPTO_RECORD_KEY];
    struct identity who = {0};
    int64_t owner;
    TRY(load_row(db, a, LOAD, complaint_id, &row, &owner));
    const struct crypto_wrapped wrapped = wrapping_of(&row, 0, 0);
    TRY(crypto_record_open(keys, &wrapped, key));
    enum err e = open_fields(a, key, owner, &row, 0, 3, &who);
    if (e == ERR_NONE)
        e = open_field(a, key, PREFER_TIME, row_name(a, owner), &row, 0, 11, &who.prefer_time);
    crypto_wipe(key, sizeof key);
    if (e != ERR_NONE)
        return e;
    who.prefer = db_text(&row, 0, 9);
    if (!*who.prefer_time)
        who.prefer_time = db_text(&row, 0, 10);
    *ret_who = who;
    return ERR_NONE;
}

enum err identity_owner(struct db *db, struct arena *a, int64_t complaint_id, int64_t *ret_owner)
{
    struct db_rows row;
    return load_row(db, a, PREFERENCE, complaint_id, &row, ret_owner);
}

enum err identity_preference(struct db *db, struct arena *a, int64_t complaint_id, struct identity *ret_who)
{
    struct db_rows row;
    int64_t owner;
    TRY(load_row(db, a, PREFERENCE, complaint_id, &row, &owner));
    *ret_who = (struct identity){.name = "", .phone = "", .email = "", .address = "", .id_number = "", .parties = "", .prefer = db_text(&row, 0, 0),
                                 .prefer_time = db_text(&row, 0, 1)};
    return ERR_NONE;
}

/* ---- jobs ---- */

struct batch {
    struct arena *arena;
    const struct crypto_keys *keys;
    size_t limit, done;
    int newest; /* version of the master key */
};

static enum err take_over_row(struct db *db, const struct batch *b, const struct db_rows *rows, size_t i,
                              const uint8_t key[CRYPTO_RECORD_KEY])
{
    int64_t id = db_int(rows, i, 0);
    struct identity who = {0};
    struct crypto_wrapped master;
    struct indexes ix = {0};
    TRY(open_fields(b->arena, key, id, rows, i, 4, &who));
    TRY(crypto_record_wrap(b->arena, b->keys, WRAP_MASTER, key, &master));
    make_indexes(b->arena, b->keys, &who, &ix);
    return db_run(db, &jobs_list[TAKE_OVER],
                  DB_ARGS(DB_INT(master.kind), DB_INT(master.version), DB_BYTES(master.bytes.p, master.bytes.n), index_value(&ix, INDEX_PHONE),
                          index_value(&ix, INDEX_EMAIL), index_value(&ix, INDEX_NAME), DB_INT(id)),
                  NULL);
}

static enum err rewrap_row(struct db *db, const struct batch *b, const struct db_rows *rows, size_t i, const uint8_t key[CRYPTO_RECORD_KEY])
{
    struct crypto_wrapped master;
    TRY(crypto_record_wrap(b->arena, b->keys, WRAP_MASTER, key, &master));
    return db_run(db, &jobs_list[REWRAP],
                  DB_ARGS(DB_INT(master.kind), DB_INT(master.version), DB_BYTES(master.bytes.p, master.bytes.n), DB_INT(db_int(rows, i, 0))), NULL);
}

/* A row that does not open was changed in the database; it must not keep the others waiting. */
static enum err for_each(struct db *db, struct batch *b, const struct db_rows *rows,
                         enum err (*work)(struct db *db, const struct batch *b, const struct db_rows *rows, size_t i,
                                          const uint8_t key[CRYPTO_RECORD_KEY]))
{
    b->done = 0;
    for (size_t i = 0; i < rows->n; i++) {
        uint8_t key[CRYPTO_RECORD_KEY];
        const struct crypto_wrapped wrapped = wrapping_of(rows, i, 1);
        enum err e = crypto_record_open(b->keys, &wrapped, key);
        if (e == ERR_NONE)
            e = work(db, b, rows, i, key);
        crypto_wipe(key, sizeof key);
        if (e == ERR_CRYPTO)
            LOG(LOG_ERROR, "a sealed identity does not open", LOG_NUM("complaint", db_int(rows, i, 0)), LOG_NUM("wrap", wrapped.kind),
                LOG_NUM("key_version", wrapped.version));
        else if (e != ERR_NONE)
            return e;
        else
            b->done++;
    }
    return ERR_NONE;
}

static enum err take_over(struct db *db, void *ctx)
{
    struct batch *b = ctx;
    struct db_rows rows;
    TRY(db_query(db, b->arena, &jobs_list[TO_TAKE_OVER], DB_ARGS(DB_INT(b->limit)), &rows));
    return for_each(db, b, &rows, take_over_row);
}

static enum err rewrap(struct db *db, void *ctx)
{
    struct batch *b = ctx;
    struct db_rows rows;
    TRY(db_query(db, b->arena, &jobs_list[TO_REWRAP], DB_ARGS(DB_INT(b->newest), DB_INT(b->limit)), &rows));
    return for_each(db, b, &rows, rewrap_row);
}

enum err identity_take_over(struct db *db, struct arena *a, const struct crypto_keys *keys, size_t limit, size_t *ret_done)
{
    struct batch b = {.arena = a, .keys = keys, .limit = limit};
    if (!crypto_keys_have(keys, KEY_INTAKE) || !crypto_keys_have(keys, KEY_MASTER) || !crypto_keys_have(keys, KEY_INDEX))
        return ERR_CRYPTO;
    TRY(db_tx(db, take_over, &b));
    *ret_done = b.done;
    return ERR_NONE;
}

enum err identity_rewrap(struct db *db, struct arena *a, const struct crypto_keys *keys, size_t limit, size_t *ret_done)
{
    struct batch b = {.arena = a, .keys = keys, .limit = limit};
    if (!crypto_key(keys, KEY_MASTER, &b.newest))
        return ERR_CRYPTO;
    TRY(db_tx(db, rewrap, &b));
    *ret_done = b.done;
    return ERR_NONE;
}
