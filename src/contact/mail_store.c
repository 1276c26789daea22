#include "mail_store.h"

#include <string.h>

#include "crypto_random.h"
#include "crypto_seal.h"
#include "notice_store.h"

#define WHERE "mail.sealed"

enum { KNOWN, UNITS, FALLBACK, TOLD, STAND_ALREADY };
static const struct db_stmt list[] = {
    [KNOWN] = {"SELECT id FROM mail WHERE fingerprint = ?", "b", "i"},
    [UNITS] = {"SELECT id, mail FROM unit WHERE active = 1 AND mail <> '' ORDER BY level, id LIMIT 10000", "", "it"},
    [FALLBACK] = {"SELECT IFNULL((SELECT n.id FROM setting s JOIN unit n ON n.code = s.value AND n.active = 1 WHERE s.name = 'intake_unit'), (SELECT n.id FROM unit n WHERE n.parent_id IS NULL ORDER BY n.id LIMIT 1))",
                  "", "I"},
    /* Those nearest to the unit who may register for it. */
    [TOLD] = {"SELECT DISTINCT p.id, h.rank FROM (SELECT g.user_id, g.role_id, 0 AS rank FROM department d JOIN role_grant g ON g.department_id = d.id WHERE d.unit_id = ? UNION ALL "
              "SELECT g.user_id, g.role_id, t.distance FROM unit_tree t JOIN role_grant g ON g.unit_id = t.ancestor_id WHERE t.unit_id = ?) h "
              "JOIN role_permission m ON m.role_id = h.role_id AND m.permission = 'register' JOIN app_user p ON p.id = h.user_id AND p.active = 1 ORDER BY h.rank, p.id LIMIT 50",
              "ii", "ii"},
    [STAND_ALREADY] = {"SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE user_id = ? AND unread = 1 AND kind = ? LIMIT 1) x", "it", "i"},
};
const struct db_stmts mail_stmts = {"mail", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

enum { INSERT, ADOPT, COMING, CAME, TURN_AWAY, FORGET, LATE, REMINDED, PURGE_FILES, PURGE, SENT, SENT_ABOUT, FILES, CALL_FILE };
static const struct db_stmt take_list[] = {
    [INSERT] = {"INSERT INTO mail (code, fingerprint, unit_id, at_us, due_us, kind, state, complaint_id, email_index, wrap_version, wrapped_key, sealed, stage_hash, n_files) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT COUNT(*) FROM attachment WHERE stage_hash = ? AND whole = 1))",
                "tbiiiiiIBibbbb", ""},
    [ADOPT] = {"UPDATE attachment SET mail_id = ? WHERE stage_hash = ? AND whole = 1", "ib", ""},
    [COMING] = {"SELECT id, complaint_id, at_us, IFNULL(decided_by, 0), kind, stage_hash, code, wrap_version, wrapped_key, sealed FROM mail WHERE state = 1 AND complaint_id IS NOT NULL ORDER BY due_us, id LIMIT ?",
                "i", "iiiiibtibB"},
    [CAME] = {"UPDATE mail SET state = ?, message_id = ? WHERE id = ? AND state = 1", "iIi", ""},
    [TURN_AWAY] = {"UPDATE mail SET state = IF(kind = 1, 2, 7), complaint_id = NULL, decided_by = NULL, decided_us = NULL WHERE id = ? AND state = 1", "i", ""},
    [FORGET] = {"UPDATE mail SET email_index = NULL, wrap_version = ?, wrapped_key = ?, sealed = ? WHERE id = ?", "ibbi", ""},
    [SENT] = {"SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE email_index = ? AND at_us > ? LIMIT ?) x", "bii", "i"},
    [SENT_ABOUT] = {"SELECT COUNT(*) FROM (SELECT 1 FROM mail WHERE complaint_id = ? AND at_us > ? AND kind IN (1, 5) LIMIT ?) x", "iii", "i"},
    [FILES] = {"SELECT id, name FROM attachment WHERE mail_id = ? LIMIT 1000", "i", "it"},
    [CALL_FILE] = {"UPDATE attachment SET name = ? WHERE id = ?", "ti", ""},
    [LATE] = {"SELECT id, unit_id FROM mail FORCE INDEX (mail_state) WHERE state = 2 AND due_us < ? AND reminded_us IS NULL ORDER BY due_us LIMIT ?", "ii", "ii"},
    [REMINDED] = {"UPDATE mail SET reminded_us = ? WHERE id = ? AND reminded_us IS NULL", "ii", ""},
    /* Whatever has been dealt with stays as a row: that there was a mail, what it was and who decided. */
    [PURGE_FILES] = {"DELETE f FROM mail m FORCE INDEX (mail_kept) STRAIGHT_JOIN attachment f ON f.mail_id = m.id AND f.complaint_id IS NULL WHERE m.kept = 1 AND m.at_us < ? AND IFNULL(m.decided_us, m.at_us) < ?", "ii", ""},
    [PURGE] = {"UPDATE mail SET sealed = NULL, wrapped_key = '', email_index = NULL WHERE kept = 1 AND at_us < ? AND IFNULL(decided_us, at_us) < ? LIMIT 1000", "ii", ""},
};
const struct db_stmts mail_take_stmts = {"mail_take", take_list, COUNT_OF(take_list), DB_JOBS};

/* ---- sealing ---- */

struct seal {
    int version;
    struct str wrapped, sealed;
};

static enum err seal(struct arena *a, const struct crypto_keys *keys, const char *code, const struct mail_content *content, struct seal *ret_seal)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct crypto_wrapped wrapped;
    TRY(crypto_record_new(a, keys, WRAP_MASTER, key, &wrapped));
    *ret_seal = (struct seal){wrapped.version, wrapped.bytes, crypto_field_seal(a, key, WHERE, code, mail_write(a, content))};
    crypto_wipe(key, sizeof key);
    return ERR_NONE;
}

enum err mail_open(struct arena *a, const struct crypto_keys *keys, const struct mail_sealed *row, struct mail_content *ret_content)
{
    uint8_t key[CRYPTO_RECORD_KEY];
    struct str plain;
    const struct crypto_wrapped wrapped = {WRAP_MASTER, row->wrap_version, row->wrapped};
    if (row->sealed.n == 0)
        return ERR_NOT_FOUND;
    TRY(crypto_record_open(keys, &wrapped, key));
    enum err e = crypto_field_open(a, key, WHERE, row->code, row->sealed, &plain);
    crypto_wipe(key, sizeof key);
    if (e == ERR_NONE && !mail_read(a, plain, ret_content))
        e = ERR_CRYPTO;
    return e;
}

enum err mail_forget_sender(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct mail_coming *row, const struct mail_content *without)
{
    struct seal s;
    TRY(seal(a, keys, row->sealed.code, without, &s));
    return db_run(db, &take_list[FORGET], DB_ARGS(DB_INT(s.version), DB_BYTES(s.wrapped.p, s.wrapped.n), DB_BYTES(s.sealed.p, s.sealed.n), DB_INT(row->id)), NULL);
}

enum err mail_mask_files(struct db *db, struct arena *a, int64_t id, const struct mail_content *content)
{
    struct db_rows rows;
    TRY(db_query(db, a, &take_list[FILES], DB_ARGS(DB_INT(id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const char *name = db_text(&rows, i, 1), *masked = mail_mask(a, mail_mask(a, name, content->from), content->name);
        if (strcmp(name, masked) != 0)
            TRY(db_run(db, &take_list[CALL_FILE], DB_ARGS(DB_TEXT(masked), DB_INT(db_int(&rows, i, 0))), NULL));
    }
    return ERR_NONE;
}

/* ---- coming in ---- */

enum err mail_known(struct db *db, struct arena *a, const uint8_t fingerprint[32])
{
    struct db_rows row;
    return db_one(db, a, &list[KNOWN], DB_ARGS(DB_BYTES(fingerprint, 32)), &row);
}

enum err mail_insert(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct mail_new *m, int64_t *ret_id)
{
    const char *code = crypto_random_base32(a, 16);
    uint8_t index[16];
    bool indexed = *m->index_of && crypto_blind_index(keys, MAIL_INDEX_COLUMN, str_of(m->index_of), index);
    const struct db_value stage = DB_BYTES(m->stage_hash, 32);
    struct seal s;
    struct db_done done;
    TRY(seal(a, keys, code, m->content, &s));
    TRY(db_run(db, &take_list[INSERT],
               DB_ARGS(DB_TEXT(code), DB_BYTES(m->fingerprint, 32), DB_INT(m->unit_id), DB_INT(m->at_us), DB_INT(m->due_us), DB_INT(m->kind), DB_INT(m->state), DB_ID(m->complaint_id),
                       indexed ? DB_BYTES(index, sizeof index) : DB_NULL, DB_INT(s.version), DB_BYTES(s.wrapped.p, s.wrapped.n), DB_BYTES(s.sealed.p, s.sealed.n), stage, stage),
               &done));
    *ret_id = done.id;
    return db_run(db, &take_list[ADOPT], DB_ARGS(DB_INT(done.id), stage), NULL);
}

static bool is_one_of(struct str addresses, const char *address)
{
    while (addresses.n > 0) {
        struct str one = str_trim(str_cut(&addresses, ' '));
        if (one.n > 0 && str_ieq(one, str_of(address)))
            return true;
    }
    return false;
}

enum err mail_unit(struct db *db, struct arena *a, const char *const *addresses, size_t n, int64_t *ret_unit_id, bool *ret_found)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[UNITS], DB_NO_ARGS, &rows));
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < rows.n; i++) {
            if (!is_one_of(str_of(db_text(&rows, i, 1)), addresses[k]))
                continue;
            *ret_unit_id = db_int(&rows, i, 0);
            *ret_found = true;
            return ERR_NONE;
        }
    }
    TRY(db_one(db, a, &list[FALLBACK], DB_NO_ARGS, &rows));
    *ret_unit_id = db_int(&rows, 0, 0);
    *ret_found = false;
    return *ret_unit_id ? ERR_NONE : ERR_NOT_FOUND;
}

enum err mail_is_ours(struct db *db, struct arena *a, const char *address, bool *ret_ours)
{
    int64_t unit_id;
    return mail_unit(db, a, &address, 1, &unit_id, ret_ours);
}

enum err mail_sent_since(struct db *db, struct arena *a, const struct crypto_keys *keys, const char *from, int64_t since_us, unsigned most, unsigned *ret_n)
{
    uint8_t index[16];
    struct db_rows row;
    *ret_n = 0;
    if (!*from || !crypto_blind_index(keys, MAIL_INDEX_COLUMN, str_of(from), index))
        return ERR_NONE;
    TRY(db_one(db, a, &take_list[SENT], DB_ARGS(DB_BYTES(index, sizeof index), DB_INT(since_us), DB_INT(most)), &row));
    *ret_n = (unsigned)db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err mail_sent_about(struct db *db, struct arena *a, int64_t complaint_id, int64_t since_us, unsigned most, unsigned *ret_n)
{
    struct db_rows row;
    TRY(db_one(db, a, &take_list[SENT_ABOUT], DB_ARGS(DB_INT(complaint_id), DB_INT(since_us), DB_INT(most)), &row));
    *ret_n = (unsigned)db_int(&row, 0, 0);
    return ERR_NONE;
}

/* ---- to a complaint ---- */

enum err mail_coming(struct db *db, struct arena *a, size_t limit, struct mail_coming **ret_list, size_t *ret_n)
{
    struct db_rows r;
    TRY(db_query(db, a, &take_list[COMING], DB_ARGS(DB_INT(limit)), &r));
    struct mail_coming *found = ARENA_ARRAY(a, r.n, struct mail_coming);
    for (size_t i = 0; i < r.n; i++) {
        struct str stage = db_bytes(&r, i, 5);
        found[i] = (struct mail_coming){.id = db_int(&r, i, 0), .complaint_id = db_int(&r, i, 1), .at_us = db_int(&r, i, 2), .decided_by = db_int(&r, i, 3), .kind = (enum mail_kind)db_int(&r, i, 4),
                                        .sealed = {db_text(&r, i, 6), (int)db_int(&r, i, 7), db_bytes(&r, i, 8), db_bytes(&r, i, 9)}};
        if (stage.n == sizeof found[i].stage_hash)
            memcpy(found[i].stage_hash, stage.p, stage.n);
    }
    *ret_list = found;
    *ret_n = r.n;
    return ERR_NONE;
}

enum err mail_came(struct db *db, int64_t id, enum mail_state state, int64_t message_id)
{
    struct db_done done;
    TRY(db_run(db, &take_list[CAME], DB_ARGS(DB_INT(state), DB_ID(message_id), DB_INT(id)), &done));
    return done.rows == 1 ? ERR_NONE : ERR_STALE;
}

enum err mail_turn_away(struct db *db, int64_t id)
{
    return db_run(db, &take_list[TURN_AWAY], DB_ARGS(DB_INT(id)), NULL);
}

/* ---- telling ---- */

enum err mail_tell(struct db *db, struct arena *a, int64_t unit_id, const char *kind, int64_t now_us)
{
    struct db_rows rows, there;
    TRY(db_query(db, a, &list[TOLD], DB_ARGS(DB_INT(unit_id), DB_INT(unit_id)), &rows));
    int64_t nearest = rows.n ? db_int(&rows, 0, 1) : 0;
    for (size_t i = 0; i < rows.n && db_int(&rows, i, 1) == nearest; i++) {
        int64_t user_id = db_int(&rows, i, 0);
        TRY(db_one(db, a, &list[STAND_ALREADY], DB_ARGS(DB_INT(user_id), DB_TEXT(kind)), &there));
        if (db_int(&there, 0, 0) == 0)
            TRY(notice_put(db, &(struct notice){.user_id = user_id, .at_us = now_us, .kind = kind, .data = "{}"}));
    }
    return ERR_NONE;
}

struct reminding {
    struct arena *arena;
    int64_t now_us;
    size_t limit, n;
};

static enum err remind(struct db *db, void *ctx)
{
    struct reminding *r = ctx;
    struct db_rows rows;
    TRY(db_query(db, r->arena, &take_list[LATE], DB_ARGS(DB_INT(r->now_us), DB_INT(r->limit)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct db_done done;
        TRY(db_run(db, &take_list[REMINDED], DB_ARGS(DB_INT(r->now_us), DB_INT(db_int(&rows, i, 0))), &done));
        if (done.rows == 1)
            TRY(mail_tell(db, r->arena, db_int(&rows, i, 1), "mail_late", r->now_us));
    }
    r->n = rows.n;
    return ERR_NONE;
}

enum err mail_remind(struct db *db, struct arena *a, int64_t now_us, size_t limit, size_t *ret_n)
{
    struct reminding r = {.arena = a, .now_us = now_us, .limit = limit};
    TRY(db_tx(db, remind, &r));
    *ret_n = r.n;
    return ERR_NONE;
}

enum err mail_purge(struct db *db, int64_t before_us, int64_t *ret_n)
{
    struct db_done done;
    TRY(db_run(db, &take_list[PURGE_FILES], DB_ARGS(DB_INT(before_us), DB_INT(before_us)), NULL));
    TRY(db_run(db, &take_list[PURGE], DB_ARGS(DB_INT(before_us), DB_INT(before_us)), &done));
    *ret_n = done.rows;
    return ERR_NONE;
}
