#include <string.h>

#include "complaint_store.h"
#include "crypto_chain.h"
#include "crypto_random.h"
#include "post_store.h"
#include "told_store.h"

/* What the complainant sees happen he is told of, in the same statement: who writes the one cannot forget the other (requirements L4). */
static const struct db_stmt insert_list[] = {
    {COMPLAINT_EVENT_INSERT, COMPLAINT_EVENT_TYPES, ""},
};
const struct db_stmts event_write_stmts = {"event_write", insert_list, COUNT_OF(insert_list), DB_ALL};
static const struct db_stmt tell_list[TOLD_PARTS_MAX] = {
    {"BEGIN NOT ATOMIC " COMPLAINT_EVENT_INSERT "; " POST_TOLD_PART "END", COMPLAINT_EVENT_TYPES POST_TOLD_PART_TYPES, ""},
    {"BEGIN NOT ATOMIC " COMPLAINT_EVENT_INSERT "; " POST_TOLD_PART POST_TOLD_PART "END", COMPLAINT_EVENT_TYPES POST_TOLD_PART_TYPES POST_TOLD_PART_TYPES, ""},
};
const struct db_stmts event_tell_stmts = {"event_tell", tell_list, COUNT_OF(tell_list), DB_ALL};

enum { EVENTS, EVENTS_OF_PART, CHAIN, IDS };
#define CHAIN_BATCH 500
#define EVENT_COLUMNS                                                                                                                        \
    "SELECT e.seq, e.at_us, e.actor_kind, e.actor_id, a.name, e.kind, e.data, e.slip_id FROM event e LEFT JOIN app_user a ON a.id = e.actor_id "
#define EVENT_TYPES "iiiITttI"
static const struct db_stmt list[] = {
    [EVENTS] = {EVENT_COLUMNS "WHERE e.complaint_id = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT ?", "iii", EVENT_TYPES},
    [EVENTS_OF_PART] = {EVENT_COLUMNS "WHERE e.complaint_id = ? AND e.seq < ? AND " PART_EVENTS " ORDER BY e.seq DESC LIMIT ?", "ii" PART_EVENTS_TYPES "i", EVENT_TYPES},
    /* Head and events in one statement: they are of one moment, also while others write. */
    [CHAIN] = {"SELECT c.events, c.chain_hash, e.seq, e.at_us, e.actor_kind, e.actor_id, e.kind, e.data, e.key_kind, e.key_version, e.hash, e.erased "
               "FROM complaint c LEFT JOIN event e ON e.complaint_id = c.id AND e.seq > ? WHERE c.id = ? ORDER BY e.seq LIMIT 500",
               "ii", "ibIIIITTIIBB"},
    [IDS] = {"SELECT id FROM complaint WHERE id > ? ORDER BY id LIMIT ?", "ii", "i"},
};
const struct db_stmts event_stmts = {"event", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

/* ---- writing ---- */

enum { KEY_KIND_PUBLIC = 1, KEY_KIND_STAFF = 2 };

static enum crypto_key chain_key(int key_kind)
{
    return key_kind == KEY_KIND_PUBLIC ? KEY_CHAIN_PUBLIC : KEY_CHAIN_STAFF;
}

static enum event_actor actor_of(const struct complaint_writer *w)
{
    if (w->pool == CRYPTO_PUBLIC)
        return EVENT_COMPLAINANT;
    return w->user ? EVENT_STAFF : EVENT_SYSTEM;
}

enum err complaint_link(const struct complaint_writer *w, struct complaint *c, const char *kind, const char *data,
                        struct complaint_event *ret_event)
{
    int key_kind = w->pool == CRYPTO_PUBLIC ? KEY_KIND_PUBLIC : KEY_KIND_STAFF, version = 0;
    const struct crypto_link link = {
        .chain = "complaint",
        .owner = c->id,
        .seq = c->events + 1,
        .at_us = w->now_us,
        .actor_kind = actor_of(w),
        .actor_id = w->user ? w->user->id : 0,
        .kind = kind,
        .data = str_of(data),
    };
    if (!timeline_kind(kind))
        return ERR_INTERNAL;
    if (!crypto_key(w->keys, chain_key(key_kind), &version))
        return ERR_CRYPTO;
    struct complaint_event event = {
        .complaint_id = c->id, .seq = link.seq, .at_us = link.at_us, .actor_kind = link.actor_kind, .actor_id = link.actor_id,
        .kind = kind, .data = data, .key_kind = key_kind, .key_version = version,
    };
    TRY(crypto_chain_hash(w->keys, chain_key(key_kind), version, c->chain_hash, &link, event.hash));
    c->events = event.seq;
    memcpy(c->chain_hash, event.hash, sizeof event.hash);
    *ret_event = event;
    return ERR_NONE;
}

static enum err insert_event(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct complaint_event *e)
{
    struct db_value values[COMPLAINT_EVENT_VALUES + TOLD_PARTS_MAX * POST_TOLD_PART_VALUES] = {COMPLAINT_EVENT_ARGS(*e)};
    const size_t parts = told_event_parts(a, w, c, e, values + COMPLAINT_EVENT_VALUES);
    return db_run(db, parts ? &tell_list[parts - 1] : &insert_list[0], values, COMPLAINT_EVENT_VALUES + parts * POST_TOLD_PART_VALUES, NULL);
}

enum err complaint_append_slip(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, int64_t slip_id, const char *kind,
                               const char *data)
{
    struct complaint_event e;
    struct complaint after = *c;
    TRY(complaint_link(w, &after, kind, data, &e));
    e.slip_id = slip_id;
    TRY(insert_event(db, a, w, &after, &e));
    *c = after;
    return ERR_NONE;
}

enum err complaint_append(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const char *kind,
                          const char *data)
{
    return complaint_append_slip(db, a, w, c, 0, kind, data);
}

/* ---- reading ---- */

enum err complaint_load_events(struct db *db, struct arena *a, const struct complaint_part *part, int64_t complaint_id, int before_seq, size_t limit,
                               struct event **ret_events, size_t *ret_n)
{
    struct db_rows rows;
    const struct db_value id = DB_INT(complaint_id), before = DB_INT(before_seq > 0 ? before_seq : INT32_MAX);
    if (part && part->limited)
        TRY(db_query(db, a, &list[EVENTS_OF_PART], DB_ARGS(id, before, PART_EVENTS_ARGS(part), DB_INT(limit)), &rows));
    else
        TRY(db_query(db, a, &list[EVENTS], DB_ARGS(id, before, DB_INT(limit)), &rows));
    struct event *events = ARENA_ARRAY(a, rows.n, struct event);
    for (size_t i = 0; i < rows.n; i++) {
        events[i] = (struct event){
            .complaint_id = complaint_id,
            .seq = (int)db_int(&rows, i, 0),
            .at_us = db_int(&rows, i, 1),
            .actor_kind = (enum event_actor)db_int(&rows, i, 2),
            .actor_id = db_int(&rows, i, 3),
            .actor = db_text(&rows, i, 4),
            .kind = db_text(&rows, i, 5),
            .data = db_text(&rows, i, 6),
            .slip_id = db_int(&rows, i, 7),
        };
    }
    *ret_events = events;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err complaint_ids(struct db *db, struct arena *a, int64_t after_id, size_t limit, int64_t **ret_ids, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[IDS], DB_ARGS(DB_INT(after_id), DB_INT(limit)), &rows));
    int64_t *ids = ARENA_ARRAY(a, rows.n, int64_t);
    for (size_t i = 0; i < rows.n; i++)
        ids[i] = db_int(&rows, i, 0);
    *ret_ids = ids;
    *ret_n = rows.n;
    return ERR_NONE;
}

/* ---- verifying ---- */

struct chain {
    const struct crypto_keys *keys;
    int64_t complaint_id;
    int seq;          /* of the last sound event */
    uint8_t hash[32]; /* after it */
};

/* An event whose texts were erased: its hash as it was written holds when its seal does, which nobody makes without the key. */
static enum err follow_erased(const struct chain *chain, const struct crypto_link *link, struct str stored, struct str seal)
{
    uint8_t hash[32];
    for (size_t back = 0; seal.n == sizeof hash; back++) {
        TRY(crypto_chain_erased(chain->keys, back, chain->hash, (const uint8_t *)stored.p, link, hash));
        if (crypto_equal(hash, seal.p, sizeof hash))
            return ERR_NONE;
    }
    return ERR_NOT_FOUND;
}

/* ERR_NOT_FOUND when the event is not the one that was written after the last. */
static enum err follow(struct chain *chain, const struct db_rows *rows, size_t i)
{
    int key_kind = (int)db_int(rows, i, 8), version = (int)db_int(rows, i, 9);
    struct str stored = db_bytes(rows, i, 10);
    struct crypto_link link = {
        .chain = "complaint",
        .owner = chain->complaint_id,
        .seq = chain->seq + 1,
        .at_us = db_int(rows, i, 3),
        .actor_kind = (int)db_int(rows, i, 4),
        .actor_id = db_int(rows, i, 5),
        .kind = db_text(rows, i, 6),
        .data = str_of(db_text(rows, i, 7)),
    };
    uint8_t hash[32];
    if (db_int(rows, i, 2) != link.seq || (key_kind != KEY_KIND_PUBLIC && key_kind != KEY_KIND_STAFF) || stored.n != sizeof hash)
        return ERR_NOT_FOUND;
    /* The public pool's key writes for complainants alone: a worker that was taken over cannot speak for staff. */
    if ((key_kind == KEY_KIND_PUBLIC) != (link.actor_kind == EVENT_COMPLAINANT))
        return ERR_NOT_FOUND;
    if (!crypto_keys_have(chain->keys, chain_key(key_kind)))
        return ERR_CRYPTO;
    if (!crypto_key_version(chain->keys, chain_key(key_kind), version))
        return ERR_NOT_FOUND;
    if (db_is_null(rows, i, 11)) {
        TRY(crypto_chain_hash(chain->keys, chain_key(key_kind), version, chain->hash, &link, hash));
        if (!crypto_equal(hash, stored.p, sizeof hash))
            return ERR_NOT_FOUND;
    } else {
        TRY(follow_erased(chain, &link, stored, db_bytes(rows, i, 11)));
    }
    memcpy(chain->hash, stored.p, sizeof chain->hash);
    chain->seq++;
    return ERR_NONE;
}

/* As follow, for all events that were read. */
static enum err follow_batch(struct chain *chain, const struct db_rows *rows)
{
    if (db_is_null(rows, 0, 2))
        return ERR_NONE;
    for (size_t i = 0; i < rows->n; i++)
        TRY(follow(chain, rows, i));
    return ERR_NONE;
}

enum err complaint_verify(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, int *ret_bad_seq)
{
    struct chain chain = {.keys = keys, .complaint_id = complaint_id};
    struct db_rows rows;
    enum err e;
    do {
        TRY(db_query(db, a, &list[CHAIN], DB_ARGS(DB_INT(chain.seq), DB_INT(complaint_id)), &rows));
        if (rows.n == 0)
            return ERR_NOT_FOUND;
        e = follow_batch(&chain, &rows);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    } while (e == ERR_NONE && rows.n == CHAIN_BATCH);
    int events = (int)db_int(&rows, 0, 0), bad_seq = 0;
    struct str head = db_bytes(&rows, 0, 1);
    if (e == ERR_NOT_FOUND || chain.seq < events || chain.seq == 0)
        bad_seq = chain.seq + 1;
    else if (chain.seq > events)
        bad_seq = events + 1;
    else if (head.n != sizeof chain.hash || !crypto_equal(head.p, chain.hash, sizeof chain.hash))
        bad_seq = events;
    *ret_bad_seq = bad_seq;
    return ERR_NONE;
}
