#include "unsealing_store.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_seal.h"
#include "identity_store.h"
#include "once_store.h"

#define REASON "unsealing.reason"

enum { OF, MINE };
#define COLUMNS                                                                                                                                              \
    "SELECT u.id, u.asked_by, u.asked_us, u.alone, u.purpose, u.looks, u.looked_us, p.name, q.id, q.state, q.done_us, q.version, "                            \
    "(SELECT d.name FROM approval_step s JOIN app_user d ON d.id = s.by_id WHERE s.approval_id = q.id ORDER BY s.n DESC LIMIT 1), u.wrap_version, "           \
    "u.wrapped_key, u.reason FROM unsealing u JOIN app_user p ON p.id = u.asked_by LEFT JOIN approval q ON q.complaint_id = u.complaint_id AND "              \
    "q.about = '" RB_UNSEALING "' AND q.subject_id = u.id WHERE u.complaint_id = ? "
#define TYPES "iiiiti" "ItIIII" "TibB"
static const struct db_stmt list[] = {
    [OF] = {COLUMNS "ORDER BY u.id DESC LIMIT 30", "i", TYPES},
    [MINE] = {COLUMNS "AND u.asked_by = ? AND q.state = 2 ORDER BY q.done_us DESC LIMIT 1", "ii", TYPES},
};
const struct db_stmts unsealing_stmts = {"unsealing", list, COUNT_OF(list), DB_STAFF};

enum { PUT, LOOKED, ROLE, OTHERS, HEAD, MOVE_ON };
static const struct db_stmt act_list[] = {
    [PUT] = {"INSERT INTO unsealing (complaint_id, asked_by, asked_us, alone, purpose, wrap_version, wrapped_key, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "iiiitibb", ""},
    [LOOKED] = {"UPDATE unsealing SET looks = looks + 1, looked_us = ? WHERE id = ?", "ii", ""},
    /* As what he looks: the complainant reads it. */
    [ROLE] = {"SELECT r.code FROM role_grant g JOIN role r ON r.id = g.role_id JOIN role_permission m ON m.role_id = r.id AND m.permission = 'unseal' WHERE g.user_id = ? ORDER BY r.id LIMIT 1", "i", "t"},
    /* Everybody else who may unseal it, or would have agreed, and is not kept out of it. */
    [OTHERS] = {"SELECT DISTINCT p.id, p.name FROM role r JOIN role_grant g ON g.role_id = r.id JOIN app_user p ON p.id = g.user_id AND p.active = 1 WHERE (r.code = ? OR EXISTS (SELECT 1 FROM "
                "role_permission m WHERE m.role_id = r.id AND m.permission = 'unseal')) AND p.id <> ? AND (g.department_id = ? OR g.unit_id IN (SELECT t.ancestor_id FROM unit_tree t WHERE t.unit_id = "
                "IFNULL((SELECT d.unit_id FROM department d WHERE d.id = ?), ?))) ORDER BY p.id LIMIT 100",
                "tiiii", "it"},
    [HEAD] = {"SELECT id, number, events, chain_hash FROM complaint WHERE id = ? FOR UPDATE", "i", "itib"},
    [MOVE_ON] = {"UPDATE complaint SET events = ?, chain_hash = ? WHERE id = ?", "ibi", ""},
};
const struct db_stmts unsealing_act_stmts = {"unsealing_act", act_list, COUNT_OF(act_list), DB_STAFF};

/* ---- reading ---- */

static const char *row_name(struct arena *a, int64_t complaint_id, int64_t asked_by, int64_t asked_us)
{
    return arena_printf(a, "%lld.%lld.%lld", (long long)complaint_id, (long long)asked_by, (long long)asked_us);
}

static enum err open_reason(struct arena *a, const struct crypto_keys *keys, const struct db_rows *r, size_t i, struct unsealing *u)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct str plain;
    const struct crypto_wrapped wrapped = {WRAP_CUSTODY, (int)db_int(r, i, 13), db_bytes(r, i, 14)};
    if (db_is_null(r, i, 15))
        return ERR_NONE;
    TRY(crypto_record_open(keys, &wrapped, key));
    enum err e = crypto_field_open(a, key, REASON, row_name(a, u->complaint_id, u->asked_by, u->asked_us), db_bytes(r, i, 15), &plain);
    crypto_wipe(key, sizeof key);
    if (e == ERR_NONE)
        u->reason = str_cstr(a, plain);
    return e;
}

static struct unsealing read_row(int64_t complaint_id, const struct db_rows *r, size_t i)
{
    return (struct unsealing){
        .id = db_int(r, i, 0), .complaint_id = complaint_id, .asked_by = db_int(r, i, 1), .asked_us = db_int(r, i, 2), .alone = (enum unsealing_alone)db_int(r, i, 3), .purpose = db_text(r, i, 4),
        .looks = (int)db_int(r, i, 5), .looked_us = db_int(r, i, 6), .asker = db_text(r, i, 7), .approval_id = db_int(r, i, 8), .approval = (enum approval_state)db_int(r, i, 9),
        .done_us = db_int(r, i, 10), .approval_version = (int)db_int(r, i, 11), .decider = db_text(r, i, 12), .reason = "",
    };
}

enum err unsealing_list(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t complaint_id, bool with_reasons, struct unsealing **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &list[OF], DB_ARGS(DB_INT(complaint_id)), &r));
    struct unsealing *out = ARENA_ARRAY(a, r.n + 1, struct unsealing);
    for (size_t i = 0; i < r.n; i++) {
        out[i] = read_row(complaint_id, &r, i);
        if (with_reasons)
            TRY(open_reason(a, keys, &r, i, &out[i]));
    }
    *ret_list = out;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err unsealing_mine(struct db *db, struct arena *a, int64_t complaint_id, int64_t user_id, int64_t now_us, int hours, struct unsealing *ret_unsealing)
{
    struct db_rows r;
    TRY(db_one(db, a, &list[MINE], DB_ARGS(DB_INT(complaint_id), DB_INT(user_id)), &r));
    struct unsealing u = read_row(complaint_id, &r, 0);
    if (unsealing_state(&u, now_us, hours) != UNSEALING_OPEN)
        return ERR_NOT_FOUND;
    *ret_unsealing = u;
    return ERR_NONE;
}

/* ---- acting ---- */

struct unsealing_work {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct unsealing_command *command;
    struct complaint c;
    struct identity who;
    const char *location;
};

static enum err put(struct db *db, const struct unsealing_work *x, enum unsealing_alone alone, int64_t *ret_id)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;
    struct db_done done;
    const struct complaint_writer *w = x->writer;
    TRY(crypto_record_new(x->arena, w->keys, WRAP_CUSTODY, key, &wrapped));
    struct str reason = crypto_field_seal(x->arena, key, REASON, row_name(x->arena, x->c.id, w->user->id, w->now_us), str_of(x->command->reason));
    crypto_wipe(key, sizeof key);
    TRY(db_run(db, &act_list[PUT],
               DB_ARGS(DB_INT(x->c.id), DB_INT(w->user->id), DB_INT(w->now_us), DB_INT(alone), DB_TEXT(x->command->purpose), DB_INT(wrapped.version), DB_BYTES(wrapped.bytes.p, wrapped.bytes.n),
                       DB_BYTES(reason.p, reason.n)),
               &done));
    *ret_id = done.id;
    return ERR_NONE;
}

static enum err ask(struct db *db, struct unsealing_work *x)
{
    const struct unsealing_command *k = x->command;
    struct unsealing *before;
    size_t n;
    int64_t id, approval_id;
    if (!k->chain)
        return ERR_STATE;
    TRY(unsealing_list(db, x->arena, x->writer->keys, x->c.id, false, &before, &n));
    for (size_t i = 0; i < n; i++) {
        enum unsealing_state state = unsealing_state(&before[i], x->writer->now_us, k->hours);
        if (before[i].asked_by == x->writer->user->id && (state == UNSEALING_WAITS || state == UNSEALING_OPEN))
            return ERR_EXISTS;
    }
    TRY(put(db, x, UNSEALING_TOGETHER, &id));
    const struct approval_ask asked = {.chain = k->chain, .subject_id = id, .title = k->title, .body = k->body};
    return approval_ask(db, x->arena, x->writer, &x->c, &asked, &approval_id);
}

static const char *look_data(struct arena *a, const struct unsealing *u, const char *role, const char *other)
{
    return timeline_data(a, "unsealing", u->id ? arena_printf(a, "%lld", (long long)u->id) : NULL, "purpose", *u->purpose ? u->purpose : NULL, "role", *role ? role : NULL, "other", other, NULL);
}

/* The complaint whose identity this one shares is the one that the complainant follows: the look stands there too. */
static enum err record_at_owner(struct db *db, struct arena *a, const struct complaint_writer *w, const struct complaint *c, const struct unsealing *u, const char *kind, const char *role)
{
    struct db_rows row;
    int64_t owner;
    TRY(identity_owner(db, a, c->id, &owner));
    if (owner == c->id)
        return ERR_NONE;
    TRY(db_one(db, a, &act_list[HEAD], DB_ARGS(DB_INT(owner)), &row));
    struct complaint other = {.id = owner, .number = db_text(&row, 0, 1), .events = (int)db_int(&row, 0, 2)};
    struct str hash = db_bytes(&row, 0, 3);
    if (hash.n == sizeof other.chain_hash)
        memcpy(other.chain_hash, hash.p, hash.n);
    TRY(complaint_append(db, a, w, &other, kind, look_data(a, u, role, c->number)));
    return db_run(db, &act_list[MOVE_ON], DB_ARGS(DB_INT(other.events), DB_BYTES(other.chain_hash, 32), DB_INT(owner)), NULL);
}

enum err unsealing_record(struct db *db, struct arena *a, const struct complaint_writer *w, struct complaint *c, const struct unsealing *u)
{
    const char *kind = u->alone == UNSEALING_EMERGENCY ? "unsealed_alone" : "unsealed";
    struct db_rows rows;
    TRY(db_query(db, a, &act_list[ROLE], DB_ARGS(DB_INT(w->user->id)), &rows));
    const char *role = rows.n ? db_text(&rows, 0, 0) : "";
    if (u->id)
        TRY(db_run(db, &act_list[LOOKED], DB_ARGS(DB_INT(w->now_us), DB_INT(u->id)), NULL));
    TRY(complaint_append(db, a, w, c, kind, look_data(a, u, role, NULL)));
    return record_at_owner(db, a, w, c, u, kind, role);
}

static enum err tell_others(struct db *db, const struct unsealing_work *x)
{
    const struct complaint *c = &x->c;
    const struct complaint_writer *w = x->writer;
    struct db_rows rows;
    TRY(db_query(db, x->arena, &act_list[OTHERS],
                 DB_ARGS(DB_TEXT(x->command->agrees), DB_INT(w->user->id), DB_INT(c->department_id), DB_INT(c->department_id), DB_INT(c->unit_id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct notice notice = {.user_id = db_int(&rows, i, 0), .complaint_id = c->id, .at_us = w->now_us, .kind = "unsealed_alone",
                                      .data = timeline_data(x->arena, "by", w->user->name, NULL)};
        TRY(notice_put(db, &notice));
    }
    return ERR_NONE;
}

static enum err look(struct db *db, struct unsealing_work *x)
{
    const struct unsealing_command *k = x->command;
    const struct complaint_writer *w = x->writer;
    struct unsealing u = {.complaint_id = x->c.id, .purpose = k->purpose, .alone = k->emergency ? UNSEALING_EMERGENCY : UNSEALING_ALONE};
    if (k->action == UNSEALING_LOOK) {
        enum err e = unsealing_mine(db, x->arena, x->c.id, w->user->id, w->now_us, k->hours, &u);
        if (e != ERR_NONE)
            return e == ERR_NOT_FOUND ? ERR_STATE : e;
    } else {
        TRY(put(db, x, u.alone, &u.id));
    }
    TRY(identity_load(db, x->arena, w->keys, x->c.id, &x->who));
    TRY(unsealing_record(db, x->arena, w, &x->c, &u));
    return u.alone == UNSEALING_EMERGENCY ? tell_others(db, x) : ERR_NONE;
}

static enum err act_tx(struct db *db, void *ctx)
{
    struct unsealing_work *x = ctx;
    const struct unsealing_command *k = x->command;
    permission_set rights;
    if (k->once_hash) {
        enum err e = once_claim(db, x->arena, k->once_hash, k->once_location, x->writer->now_us, &x->location);
        if (e != ERR_NONE)
            return e == ERR_EXISTS ? ERR_NONE : e;
    }
    TRY(complaint_lock(db, x->arena, k->number));
    TRY(complaint_load(db, x->arena, x->writer->user, k->number, &x->c, &rights));
    if (x->c.part || x->c.mode != COMPLAINT_CONFIDENTIAL)
        return ERR_NOT_FOUND;
    if (!(rights & PERMISSION_BIT(MAY_UNSEAL)))
        return ERR_FORBIDDEN;
    TRY(k->action == UNSEALING_ASK ? ask(db, x) : look(db, x));
    enum err e = complaint_save(db, x->arena, &x->c);
    return e == ERR_STALE ? ERR_RETRY : e; /* somebody else wrote meanwhile: record it after that */
}

enum err unsealing_act(struct db *db, struct arena *a, const struct complaint_writer *w, const struct unsealing_command *command, struct identity *ret_who, const char **ret_location)
{
    struct unsealing_work x = {.arena = a, .writer = w, .command = command, .location = command->once_location};
    TRY(db_tx(db, act_tx, &x));
    *ret_who = x.who;
    *ret_location = x.location;
    return ERR_NONE;
}
