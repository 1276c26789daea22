#include "change_store.h"

#include <string.h>

#include "basis_store.h"
#include "crypto_chain.h"
#include "crypto_random.h"
#include "once_store.h"

#define ACTOR_STAFF 2
#define ACTOR_SYSTEM 3
#define HASH_BYTES 32
#define VERIFY_ROWS 200
#define VERIFY_ARENA (64u << 20)

enum { HEAD, APPEND, LIST_ALL, LIST_ENTITY, LIST_ONE, WALK };

#define NAME(column)                                                                                                                             \
    "CASE c.entity WHEN 'department' THEN d." column " WHEN 'unit' THEN (SELECT x." column " FROM unit x WHERE x.id = c.entity_id)"              \
    " WHEN 'category' THEN (SELECT x." column " FROM category x WHERE x.id = c.entity_id)"                                                       \
    " WHEN 'calendar' THEN (SELECT x." column " FROM calendar x WHERE x.id = c.entity_id)"                                                       \
    " WHEN 'content' THEN (SELECT COALESCE(NULLIF(JSON_VALUE(COALESCE(x.draft, x.live), CONCAT('$.title_', RIGHT('" column "', 2))), ''), x.slug, '') FROM content x WHERE x.id = c.entity_id)" \
    " WHEN 'role' THEN (SELECT x." column " FROM role x WHERE x.id = c.entity_id)"                                                               \
    " WHEN 'meeting' THEN (SELECT x.title FROM meeting x WHERE x.id = c.entity_id)"                                                              \
    " WHEN 'library' THEN (SELECT x.title FROM library_case x WHERE x.id = c.entity_id) ELSE p.name END"
#define LIST_SQL(where)                                                                                                                          \
    "SELECT c.id, c.at_us, c.entity, c.entity_id, c.kind, c.data, u.name, " NAME("name_zh") ", " NAME("name_en")                                 \
    " FROM change_log c LEFT JOIN app_user u ON u.id = c.actor_id"                                                                               \
    " LEFT JOIN department d ON c.entity = 'department' AND d.id = c.entity_id"                                                                 \
    " LEFT JOIN app_user p ON c.entity IN ('user', 'grant') AND p.id = c.entity_id WHERE " where " c.id < ?"                                    \
    " AND (c.entity NOT IN ('unit', 'department', 'user', 'grant', 'meeting', 'library') OR EXISTS (SELECT 1 FROM unit_tree t WHERE t.unit_id =" \
    " CASE c.entity WHEN 'unit' THEN c.entity_id WHEN 'department' THEN d.unit_id WHEN 'meeting' THEN (SELECT x.unit_id FROM meeting x WHERE"   \
    " x.id = c.entity_id) WHEN 'library' THEN (SELECT x.unit_id FROM library_case x WHERE x.id = c.entity_id) ELSE p.unit_id END"               \
    " AND t.ancestor_id IN (?, ?, ?, ?, ?, ?, ?))) ORDER BY c.id DESC LIMIT ?"

static const struct db_stmt list[] = {
    [HEAD] = {"SELECT seq, hash FROM change_log WHERE entity = ? AND entity_id = ? ORDER BY seq DESC LIMIT 1 FOR UPDATE", "ti", "ib"},
    [APPEND] = {"INSERT INTO change_log (entity, entity_id, seq, at_us, actor_kind, actor_id, kind, data, key_version, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "tiiiiIttib", ""},
    [LIST_ALL] = {LIST_SQL(""), "iiiiiiiii", "iitittTTT"},
    [LIST_ENTITY] = {LIST_SQL("c.entity = ? AND"), "tiiiiiiiii", "iitittTTT"},
    [LIST_ONE] = {LIST_SQL("c.entity = ? AND c.entity_id = ? AND"), "tiiiiiiiiii", "iitittTTT"},
    [WALK] = {"SELECT id, entity, entity_id, seq, at_us, actor_kind, actor_id, kind, data, key_version, hash FROM change_log"
              " WHERE entity > ? OR (entity = ? AND (entity_id > ? OR (entity_id = ? AND seq > ?))) ORDER BY entity, entity_id, seq LIMIT ?",
              "ttiiii", "itiiiiIttib"},
};

const struct db_stmts change_stmts = {"change", list, COUNT_OF(list), DB_STAFF | DB_JOBS | DB_OWNER};

/* ---- writing ---- */

/* The chain's name keeps an entity's links from passing as those of another entity or of a complaint. */
static const char *chain_name(struct arena *a, const char *entity)
{
    return arena_printf(a, "change.%s", entity);
}

/* What workers remember. */
static bool changes_basis(const char *entity)
{
    return strcmp(entity, "unit") == 0 || strcmp(entity, "department") == 0 || strcmp(entity, "category") == 0 ||
           strcmp(entity, "role") == 0 || strcmp(entity, "setting") == 0 || strcmp(entity, "calendar") == 0 ||
           strcmp(entity, "content") == 0;
}

enum err change_append(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_user *actor, const struct change *change,
                       int64_t now_us)
{
    if (changes_basis(change->entity))
        TRY(basis_raise(db));
    const char *data = change_data(a, change->fields, change->n_fields);
    if (!data && strcmp(change->kind, "edited") == 0)
        return ERR_NONE;
    if (!data)
        data = "{}";
    int version = 0;
    if (!crypto_key(keys, KEY_CHAIN_STAFF, &version))
        return ERR_CRYPTO;
    struct db_rows head;
    uint8_t previous[HASH_BYTES] = {0}, hash[HASH_BYTES];
    TRY(db_query(db, a, &list[HEAD], DB_ARGS(DB_TEXT(change->entity), DB_INT(change->entity_id)), &head));
    if (head.n == 1 && db_bytes(&head, 0, 1).n == HASH_BYTES)
        memcpy(previous, db_bytes(&head, 0, 1).p, HASH_BYTES);
    struct crypto_link link = {
        .chain = chain_name(a, change->entity),
        .owner = change->entity_id,
        .seq = head.n == 1 ? db_int(&head, 0, 0) + 1 : 1,
        .at_us = now_us,
        .actor_kind = actor ? ACTOR_STAFF : ACTOR_SYSTEM,
        .actor_id = actor ? actor->id : 0,
        .kind = change->kind,
        .data = str_of(data),
    };
    TRY(crypto_chain_hash(keys, KEY_CHAIN_STAFF, version, previous, &link, hash));
    enum err e = db_run(db, &list[APPEND], DB_ARGS(DB_TEXT(change->entity), DB_INT(link.owner), DB_INT(link.seq), DB_INT(now_us), DB_INT(link.actor_kind),
                                                   DB_ID(link.actor_id), DB_TEXT(link.kind), DB_TEXT(data), DB_INT(version), DB_BYTES(hash, HASH_BYTES)),
                        NULL);
    /* Somebody else wrote this number first: the whole transaction runs again. */
    return e == ERR_EXISTS ? ERR_RETRY : e;
}

enum err change_begin(struct db *db, struct arena *a, struct change_by *by)
{
    if (!by->once_hash)
        return ERR_NONE;
    const char *led_to = NULL;
    enum err e = once_claim(db, a, by->once_hash, by->location, by->now_us, &led_to);
    if (e == ERR_EXISTS)
        by->led_to = led_to;
    return e;
}

enum err change_note(struct db *db, struct arena *a, const struct change_by *by, const struct change *change)
{
    return change_append(db, a, by->keys, by->actor, change, by->now_us);
}

/* ---- reading ---- */

enum err change_list(struct db *db, struct arena *a, const struct access_user *reader, const char *entity, int64_t entity_id, int64_t before_id,
                     size_t limit, struct change_row **ret_rows, size_t *ret_n)
{
    struct db_value args[11];
    size_t n = 0;
    int statement = !*entity ? LIST_ALL : entity_id ? LIST_ONE : LIST_ENTITY;
    int64_t units[ACCESS_GRANTS_MAX];
    access_units(reader, MAY_SEE_CHANGES, units);
    if (statement != LIST_ALL)
        args[n++] = DB_TEXT(entity);
    if (statement == LIST_ONE)
        args[n++] = DB_INT(entity_id);
    args[n++] = DB_INT(before_id ? before_id : INT64_MAX);
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++)
        args[n++] = DB_INT(units[i]);
    args[n++] = DB_INT(limit);
    struct db_rows rows;
    TRY(db_query(db, a, &list[statement], args, n, &rows));
    struct change_row *found = ARENA_ARRAY(a, rows.n, struct change_row);
    for (size_t i = 0; i < rows.n; i++) {
        found[i] = (struct change_row){
            .id = db_int(&rows, i, 0),
            .at_us = db_int(&rows, i, 1),
            .entity = db_text(&rows, i, 2),
            .entity_id = db_int(&rows, i, 3),
            .kind = db_text(&rows, i, 4),
            .data = db_text(&rows, i, 5),
            .actor = db_text(&rows, i, 6),
            .name_zh = db_text(&rows, i, 7),
            .name_en = db_text(&rows, i, 8),
        };
    }
    *ret_rows = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- verifying ---- */

struct walk {
    char entity[40];
    int64_t entity_id, seq;
    uint8_t hash[HASH_BYTES];
};

static enum err check_row(struct arena *a, const struct crypto_keys *keys, const struct db_rows *rows, size_t i, struct walk *at, bool *ret_sound)
{
    const char *entity = db_text(rows, i, 1);
    int64_t entity_id = db_int(rows, i, 2);
    if (strcmp(at->entity, entity) != 0 || at->entity_id != entity_id)
        *at = (struct walk){.entity_id = entity_id};
    struct crypto_link link = {
        .chain = chain_name(a, entity),
        .owner = entity_id,
        .seq = at->seq + 1,
        .at_us = db_int(rows, i, 4),
        .actor_kind = (int)db_int(rows, i, 5),
        .actor_id = db_int(rows, i, 6),
        .kind = db_text(rows, i, 7),
        .data = str_of(db_text(rows, i, 8)),
    };
    uint8_t hash[HASH_BYTES];
    struct str stored = db_bytes(rows, i, 10);
    enum err e = crypto_chain_hash(keys, KEY_CHAIN_STAFF, (int)db_int(rows, i, 9), at->hash, &link, hash);
    if (e == ERR_CRYPTO && crypto_keys_have(keys, KEY_CHAIN_STAFF)) { /* a version of the key that never was */
        *ret_sound = false;
        return ERR_NONE;
    }
    TRY(e);
    *ret_sound = db_int(rows, i, 3) == link.seq && stored.n == HASH_BYTES && crypto_equal(stored.p, hash, HASH_BYTES);
    memcpy(at->hash, hash, HASH_BYTES);
    at->seq = link.seq;
    memcpy(at->entity, entity, strnlen(entity, sizeof at->entity - 1) + 1);
    at->entity[sizeof at->entity - 1] = '\0';
    return ERR_NONE;
}

static enum err verify(struct db *db, struct arena *batch, const struct crypto_keys *keys, int64_t *ret_bad_id)
{
    struct walk at = {0};
    for (;;) {
        struct db_rows rows;
        arena_reset(batch);
        TRY(db_query(db, batch, &list[WALK], DB_ARGS(DB_TEXT(at.entity), DB_TEXT(at.entity), DB_INT(at.entity_id), DB_INT(at.entity_id), DB_INT(at.seq),
                                                     DB_INT(VERIFY_ROWS)),
                     &rows));
        for (size_t i = 0; i < rows.n; i++) {
            bool sound;
            TRY(check_row(batch, keys, &rows, i, &at, &sound));
            if (!sound) {
                *ret_bad_id = db_int(&rows, i, 0);
                return ERR_NONE;
            }
        }
        if (rows.n < VERIFY_ROWS)
            break;
    }
    *ret_bad_id = 0;
    return ERR_NONE;
}

enum err change_verify(struct db *db, const struct crypto_keys *keys, int64_t *ret_bad_id)
{
    struct arena *batch = arena_new(VERIFY_ARENA); /* the log may be larger than any arena */
    enum err e = verify(db, batch, keys, ret_bad_id);
    arena_free(batch);
    return e;
}
