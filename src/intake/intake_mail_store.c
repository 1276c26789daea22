#include "intake_mail_store.h"

#include <string.h>

#include "change_store.h"
#include "crypto_random.h"
#include "mail_store.h"

#define SEVEN "?, ?, ?, ?, ?, ?, ?"
/* Grants over a department are for the unit that it belongs to. */
#define COVERED "m.unit_id IN (SELECT t.unit_id FROM unit_tree t WHERE t.ancestor_id IN (" SEVEN ") UNION SELECT o.unit_id FROM department o WHERE o.id IN (" SEVEN "))"
#define COVERED_TYPES "iiiiiii" "iiiiiii"
#define COLUMNS                                                                                                                                  \
    "SELECT m.id, m.unit_id, IFNULL(m.complaint_id, 0), IFNULL(m.message_id, 0), m.at_us, m.due_us, IFNULL(m.decided_us, 0), IFNULL(m.reviewed_us, 0), m.code, m.kind, m.state, u.name_zh, u.name_en, c.number, d.name, " \
    "r.name, m.reason, m.n_files, m.wrap_version, m.wrapped_key, m.sealed, IFNULL(m.decided_by, 0) FROM mail m JOIN unit u ON u.id = m.unit_id LEFT JOIN complaint c ON c.id = m.complaint_id LEFT JOIN app_user d ON d.id = m.decided_by "      \
    "LEFT JOIN app_user r ON r.id = m.reviewed_by WHERE "
#define COLUMN_TYPES "iiii" "iiii" "tii" "ttTT" "Tti" "ibBi"

enum { WAITING, DONE, REFUSED, AUTOMATIC, ONE, COUNT, FILES, STAGED, COPY, COPY_BYTES, DECIDE, REVIEW };
#define ENDED(states) {COLUMNS "m.state IN (" states ") AND m.id < ? AND " COVERED " ORDER BY m.id DESC LIMIT ?", "i" COVERED_TYPES "i", COLUMN_TYPES}
static const struct db_stmt list[] = {
    [WAITING] = {COLUMNS "m.state IN (1, 2) AND m.id < ? AND " COVERED " ORDER BY m.due_us, m.id LIMIT ?", "i" COVERED_TYPES "i", COLUMN_TYPES},
    [DONE] = ENDED("3, 4, 6"),
    [REFUSED] = ENDED("5"),
    [AUTOMATIC] = ENDED("7"),
    [ONE] = {COLUMNS "m.code = ? AND " COVERED, "t" COVERED_TYPES, COLUMN_TYPES},
    [COUNT] = {"SELECT COUNT(*) FROM (SELECT 1 FROM mail m WHERE m.state = 2 AND " COVERED " LIMIT ?) x", COVERED_TYPES "i", "i"},
    [FILES] = {"SELECT id, code, name, media_type, bytes, at_us FROM attachment WHERE mail_id = ? AND whole = 1 ORDER BY id LIMIT 100", "i", "itttii"},
    [STAGED] = {"SELECT COUNT(*) FROM staged_attachment WHERE stage_hash = ?", "b", "i"},
    [COPY] = {"INSERT INTO attachment (code, stage_hash, internal, name, media_type, bytes, sha256, at_us, whole) SELECT ?, ?, 0, ?, media_type, bytes, sha256, ?, 1 FROM attachment WHERE id = ?", "tbtii", ""},
    [COPY_BYTES] = {"INSERT INTO attachment_chunk (attachment_id, n, data) SELECT ?, n, data FROM attachment_chunk WHERE attachment_id = ?", "ii", ""},
    [DECIDE] = {"UPDATE mail SET state = ?, complaint_id = ?, reason = ?, decided_by = ?, decided_us = ?, reviewed_by = NULL, reviewed_us = NULL WHERE id = ? AND state = ?", "iItIIii", ""},
    [REVIEW] = {"UPDATE mail SET reviewed_by = ?, reviewed_us = ? WHERE id = ? AND state = 5 AND reviewed_us IS NULL AND decided_by <> ?", "iiii", ""},
};
const struct db_stmts intake_mail_stmts = {"intake_mail", list, COUNT_OF(list), DB_STAFF};

/* The values of COVERED. */
static void add_grants(const struct access_user *user, struct db_value values[2 * ACCESS_GRANTS_MAX])
{
    int64_t units[ACCESS_GRANTS_MAX];
    access_units(user, MAY_REGISTER, units);
    for (size_t i = 0; i < ACCESS_GRANTS_MAX; i++) {
        bool department = i < user->n_grants && user->grants[i].department_id && (user->grants[i].permissions & PERMISSION_BIT(MAY_REGISTER));
        values[i] = DB_INT(units[i]);
        values[ACCESS_GRANTS_MAX + i] = DB_INT(department ? user->grants[i].department_id : 0);
    }
}

static enum err read_row(struct arena *a, const struct crypto_keys *keys, const struct db_rows *r, size_t i, bool open, struct mail *ret_mail)
{
    struct mail m = {.id = db_int(r, i, 0), .unit_id = db_int(r, i, 1), .complaint_id = db_int(r, i, 2), .message_id = db_int(r, i, 3), .at_us = db_int(r, i, 4), .due_us = db_int(r, i, 5),
                     .decided_us = db_int(r, i, 6), .reviewed_us = db_int(r, i, 7), .code = db_text(r, i, 8), .kind = (enum mail_kind)db_int(r, i, 9), .state = (enum mail_state)db_int(r, i, 10),
                     .unit_zh = db_text(r, i, 11), .unit_en = db_text(r, i, 12), .number = db_text(r, i, 13), .decided = db_text(r, i, 14), .reviewed = db_text(r, i, 15), .reason = db_text(r, i, 16),
                     .n_files = db_int(r, i, 17), .gone = db_is_null(r, i, 20), .decided_by = db_int(r, i, 21),
                     .content = {.from = "", .name = "", .to = "", .subject = "", .text = "", .quoted = "", .message_id = "", .returned = ""}};
    const struct mail_sealed sealed = {m.code, (int)db_int(r, i, 18), db_bytes(r, i, 19), db_bytes(r, i, 20)};
    if (open && !m.gone)
        TRY(mail_open(a, keys, &sealed, &m.content));
    *ret_mail = m;
    return ERR_NONE;
}

enum err intake_mail_list(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, enum intake_mail_view view, int64_t before_id, size_t limit, struct mail **ret_list,
                          size_t *ret_n)
{
    static const int stmts[INTAKE_MAIL_VIEW__COUNT] = {[INTAKE_MAIL_WAITING] = WAITING, [INTAKE_MAIL_DONE] = DONE, [INTAKE_MAIL_REFUSED] = REFUSED, [INTAKE_MAIL_AUTOMATIC] = AUTOMATIC};
    struct db_value args[2 * ACCESS_GRANTS_MAX + 2] = {DB_INT(before_id ? before_id : INT64_MAX)};
    struct db_rows rows;
    add_grants(user, args + 1);
    args[COUNT_OF(args) - 1] = DB_INT(limit + 1);
    TRY(db_query(db, a, &list[stmts[view]], args, COUNT_OF(args), &rows));
    struct mail *found = ARENA_ARRAY(a, rows.n, struct mail);
    for (size_t i = 0; i < rows.n; i++)
        TRY(read_row(a, keys, &rows, i, db_int(&rows, i, 2) == 0, &found[i]));
    *ret_list = found;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err intake_mail_get(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const char *code, struct mail *ret_mail)
{
    struct db_value args[2 * ACCESS_GRANTS_MAX + 1] = {DB_TEXT(code)};
    struct db_rows row;
    add_grants(user, args + 1);
    TRY(db_one(db, a, &list[ONE], args, COUNT_OF(args), &row));
    return read_row(a, keys, &row, 0, true, ret_mail);
}

enum err intake_mail_count(struct db *db, struct arena *a, const struct access_user *user, size_t limit, int *ret_n)
{
    struct db_value args[2 * ACCESS_GRANTS_MAX + 1];
    struct db_rows row;
    add_grants(user, args);
    args[COUNT_OF(args) - 1] = DB_INT(limit);
    TRY(db_one(db, a, &list[COUNT], args, COUNT_OF(args), &row));
    *ret_n = (int)db_int(&row, 0, 0);
    return ERR_NONE;
}

enum err intake_mail_files(struct db *db, struct arena *a, int64_t mail_id, struct attachment **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[FILES], DB_ARGS(DB_INT(mail_id)), &rows));
    struct attachment *files = ARENA_ARRAY(a, rows.n, struct attachment);
    for (size_t i = 0; i < rows.n; i++)
        files[i] = (struct attachment){.id = db_int(&rows, i, 0), .code = db_text(&rows, i, 1), .name = db_text(&rows, i, 2), .media_type = db_text(&rows, i, 3), .bytes = db_int(&rows, i, 4), .at_us = db_int(&rows, i, 5)};
    *ret_list = files;
    *ret_n = rows.n;
    return ERR_NONE;
}

struct carrying {
    struct arena *arena;
    const struct mail *mail;
    int64_t now_us;
    const uint8_t *stage_hash;
};

static enum err carry(struct db *db, void *ctx)
{
    const struct carrying *c = ctx;
    struct attachment *files;
    struct db_rows row;
    struct db_done done;
    size_t n;
    TRY(db_one(db, c->arena, &list[STAGED], DB_ARGS(DB_BYTES(c->stage_hash, 32)), &row));
    if (db_int(&row, 0, 0) > 0)
        return ERR_NONE;
    TRY(intake_mail_files(db, c->arena, c->mail->id, &files, &n));
    for (size_t i = 0; i < n; i++) {
        const char *name = mail_mask(c->arena, mail_mask(c->arena, files[i].name, c->mail->content.from), c->mail->content.name);
        TRY(db_run(db, &list[COPY], DB_ARGS(DB_TEXT(crypto_random_base32(c->arena, 16)), DB_BYTES(c->stage_hash, 32), DB_TEXT(name), DB_INT(c->now_us), DB_INT(files[i].id)), &done));
        TRY(db_run(db, &list[COPY_BYTES], DB_ARGS(DB_INT(done.id), DB_INT(files[i].id)), NULL));
    }
    return ERR_NONE;
}

enum err intake_mail_carry(struct db *db, struct arena *a, const struct mail *m, const uint8_t stage_hash[32], int64_t now_us)
{
    struct carrying c = {.arena = a, .mail = m, .now_us = now_us, .stage_hash = stage_hash};
    return db_tx(db, carry, &c);
}

struct deciding {
    struct arena *arena;
    const struct access_user *user;
    const struct crypto_keys *keys;
    const struct mail *mail;
    const struct intake_mail_decision *decision;
    int64_t now_us;
};

static enum err decide(struct db *db, void *ctx)
{
    const struct deciding *d = ctx;
    const struct intake_mail_decision *x = d->decision;
    const struct db_value me = DB_INT(d->user->id), now = DB_INT(d->now_us), id = DB_INT(d->mail->id);
    const struct change_field fields[] = {{"mail_state", mail_state_title(x->from), mail_state_title(x->to)}, {"mail_reason", d->mail->reason, x->reason}};
    const struct change change = {"mail", d->mail->id, x->review ? "reviewed" : "edited", fields, COUNT_OF(fields)};
    bool open = x->to == MAIL_WAITS;
    struct db_done done;
    if (x->review)
        TRY(db_run(db, &list[REVIEW], DB_ARGS(me, now, id, me), &done));
    else
        TRY(db_run(db, &list[DECIDE], DB_ARGS(DB_INT(x->to), DB_ID(x->complaint_id), DB_TEXT(x->reason), open ? DB_NULL : me, open ? DB_NULL : now, id, DB_INT(x->from)), &done));
    if (done.rows != 1)
        return ERR_STALE;
    return change_append(db, d->arena, d->keys, d->user, &change, d->now_us);
}

enum err intake_mail_decide(struct db *db, struct arena *a, const struct access_user *user, const struct crypto_keys *keys, const struct mail *m, const struct intake_mail_decision *decision, int64_t now_us)
{
    struct deciding d = {a, user, keys, m, decision, now_us};
    return db_tx(db, decide, &d);
}
