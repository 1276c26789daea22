#include "export_store.h"

#include <string.h>

#include "change_store.h"
#include "db_parts.h"
#include "task_store.h"
#include "timeline.h"

#define PART_BYTES ((size_t)1 << 19)
enum { ROWS = 1, WORKBOOK = 2 };

enum { LIST, LOAD, FIND, PART };
#define COLUMNS "id, user_id, query, format, language, state, found, cut, after_value, after_id, parts, bytes, at_us, done_us"
#define TYPES "iitttiiiiiiiiI"
static const struct db_stmt list[] = {
    [LIST] = {"SELECT " COLUMNS " FROM list_export WHERE user_id = ? ORDER BY id DESC LIMIT ?", "ii", TYPES},
    [LOAD] = {"SELECT " COLUMNS " FROM list_export WHERE id = ? AND user_id = ?", "ii", TYPES},
    [FIND] = {"SELECT " COLUMNS " FROM list_export WHERE id = ?", "i", TYPES},
    [PART] = {"SELECT body FROM list_export_part WHERE export_id = ? AND kind = ? AND n = ?", "iii", "b"},
};
const struct db_stmts export_stmts = {"export", list, COUNT_OF(list), DB_STAFF | DB_JOBS};

static const struct db_stmt ask_list[] = {
    {"INSERT INTO list_export (user_id, query, format, language, at_us) VALUES (?, ?, ?, ?, ?)", "ittti", ""},
};
const struct db_stmts export_ask_stmts = {"export_ask", ask_list, COUNT_OF(ask_list), DB_STAFF};

enum { USER, ADVANCE, PUT, CLEAR, FINISH, FAIL, OLD_PARTS, OLD };
static const struct db_stmt work_list[] = {
    [USER] = {"SELECT u.id, u.unit_id, u.name, g.unit_id, g.department_id, p.permission FROM app_user u JOIN role_grant g ON g.user_id = u.id JOIN role_permission p ON "
              "p.role_id = g.role_id AND p.permission IN ('see', 'export_list') WHERE u.id = ? AND u.active = 1 ORDER BY g.id",
              "i", "iitIIt"},
    [ADVANCE] = {"UPDATE list_export SET parts = parts + 1, found = found + ?, bytes = bytes + ?, after_value = ?, after_id = ? WHERE id = ? AND parts = ? AND state = 1", "iiiiii", ""},
    [PUT] = {"INSERT INTO list_export_part (export_id, kind, n, body) VALUES (?, ?, ?, ?)", "iiib", ""},
    [CLEAR] = {"DELETE FROM list_export_part WHERE export_id = ? AND kind = ?", "ii", ""},
    [FINISH] = {"UPDATE list_export SET state = 2, cut = ?, bytes = ?, done_us = ? WHERE id = ? AND state = 1", "iiii", ""},
    [FAIL] = {"UPDATE list_export SET state = 3, done_us = ? WHERE id = ? AND state = 1", "ii", ""},
    [OLD_PARTS] = {"DELETE p FROM list_export_part p JOIN list_export e ON e.id = p.export_id WHERE e.at_us < ?", "i", ""},
    [OLD] = {"DELETE FROM list_export WHERE at_us < ?", "i", ""},
};
const struct db_stmts export_work_stmts = {"export_work", work_list, COUNT_OF(work_list), DB_JOBS};

static struct list_export read_export(const struct db_rows *r, size_t i)
{
    return (struct list_export){
        .id = db_int(r, i, 0),
        .user_id = db_int(r, i, 1),
        .query = db_text(r, i, 2),
        .format = db_text(r, i, 3),
        .language = db_text(r, i, 4),
        .state = (enum export_state)db_int(r, i, 5),
        .found = (int)db_int(r, i, 6),
        .cut = db_int(r, i, 7) != 0,
        .after_value = db_int(r, i, 8),
        .after_id = db_int(r, i, 9),
        .parts = (int)db_int(r, i, 10),
        .bytes = db_int(r, i, 11),
        .at_us = db_int(r, i, 12),
        .done_us = db_int(r, i, 13),
    };
}

enum err export_list(struct db *db, struct arena *a, int64_t user_id, size_t limit, struct list_export **ret_list, size_t *ret_n)
{
    struct db_rows rows;
    TRY(db_query(db, a, &list[LIST], DB_ARGS(DB_INT(user_id), DB_INT(limit)), &rows));
    struct list_export *exports = ARENA_ARRAY(a, rows.n + 1, struct list_export);
    for (size_t i = 0; i < rows.n; i++)
        exports[i] = read_export(&rows, i);
    *ret_list = exports;
    *ret_n = rows.n;
    return ERR_NONE;
}

enum err export_load(struct db *db, struct arena *a, int64_t user_id, int64_t id, struct list_export *ret_export)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[LOAD], DB_ARGS(DB_INT(id), DB_INT(user_id)), &row));
    *ret_export = read_export(&row, 0);
    return ERR_NONE;
}

enum err export_find(struct db *db, struct arena *a, int64_t id, struct list_export *ret_export)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[FIND], DB_ARGS(DB_INT(id)), &row));
    *ret_export = read_export(&row, 0);
    return ERR_NONE;
}

struct asking {
    struct arena *arena;
    int64_t user_id, now_us, id;
    const char *query, *format, *language;
};

static enum err enqueue(struct db *db, struct arena *a, int64_t id, int64_t now_us)
{
    return task_enqueue(db, "export", 0, now_us, timeline_data(a, "export", arena_printf(a, "%lld", (long long)id), NULL));
}

static enum err ask_tx(struct db *db, void *ctx)
{
    struct asking *x = ctx;
    struct db_done done;
    TRY(db_run(db, &ask_list[0], DB_ARGS(DB_INT(x->user_id), DB_TEXT(x->query), DB_TEXT(x->format), DB_TEXT(x->language), DB_INT(x->now_us)), &done));
    x->id = done.id;
    return enqueue(db, x->arena, x->id, x->now_us);
}

enum err export_ask(struct db *db, struct arena *a, const struct access_user *user, const char *query, const char *format, const char *language, int64_t now_us, int64_t *ret_id)
{
    struct asking x = {.arena = a, .user_id = user->id, .now_us = now_us, .query = query, .format = format, .language = language};
    TRY(db_tx(db, ask_tx, &x));
    *ret_id = x.id;
    return ERR_NONE;
}

/* ---- sending ---- */

struct sending {
    struct db *db;
    int64_t id;
    int kind;
};

static enum err send_export(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    const struct sending *s = ctx;
    return db_parts_put(s->db, &list[PART], DB_ARGS(DB_INT(s->id), DB_INT(s->kind)), PART_BYTES, put, to);
}

void export_answer(struct db *db, const struct list_export *e, struct http_response *resp)
{
    struct sending *s = ARENA_NEW(resp->arena, struct sending);
    *s = (struct sending){db, e->id, strcmp(e->format, "xlsx") == 0 ? WORKBOOK : ROWS};
    resp->stream = send_export;
    resp->stream_ctx = s;
    resp->stream_length = (uint64_t)e->bytes;
}

/* ---- making ---- */

enum err export_user(struct db *db, struct arena *a, int64_t user_id, struct access_user *ret_user)
{
    struct db_rows rows;
    struct access_user user = {.id = user_id};
    size_t n = 0;
    bool exports = false;
    TRY(db_query(db, a, &work_list[USER], DB_ARGS(DB_INT(user_id)), &rows));
    for (size_t i = 0; i < rows.n; i++) {
        if (strcmp(db_text(&rows, i, 5), "see") != 0) {
            exports = true;
            continue;
        }
        int64_t unit_id = db_int(&rows, i, 3), department_id = db_int(&rows, i, 4);
        if (n < ACCESS_GRANTS_MAX)
            user.holders[n++] = department_id ? holder_code(HOLDER_DEPARTMENT, department_id) : holder_code(HOLDER_UNIT, unit_id);
    }
    if (!exports || n == 0)
        return ERR_FORBIDDEN;
    user.holders[n] = holder_code(HOLDER_USER, user_id);
    user.unit_id = db_int(&rows, 0, 1);
    user.name = db_text(&rows, 0, 2);
    *ret_user = user;
    return ERR_NONE;
}

struct putting {
    struct list_export *e;
    struct str body;
    int rows;
    int64_t after_value, after_id;
};

static enum err put_tx(struct db *db, void *ctx)
{
    const struct putting *p = ctx;
    const struct list_export *e = p->e;
    struct db_done done;
    TRY(db_run(db, &work_list[ADVANCE],
               DB_ARGS(DB_INT(p->rows), DB_INT(p->body.n), DB_INT(p->after_value), DB_INT(p->after_id), DB_INT(e->id), DB_INT(e->parts)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    return db_run(db, &work_list[PUT], DB_ARGS(DB_INT(e->id), DB_INT(ROWS), DB_INT(e->parts), DB_BYTES(p->body.p, p->body.n)), NULL);
}

enum err export_put(struct db *db, struct list_export *e, struct str body, int rows, int64_t after_value, int64_t after_id)
{
    struct putting p = {e, body, rows, after_value, after_id};
    TRY(db_tx(db, put_tx, &p));
    e->parts++;
    e->found += rows;
    e->bytes += (int64_t)body.n;
    e->after_value = after_value;
    e->after_id = after_id;
    return ERR_NONE;
}

enum err export_part(struct db *db, struct arena *a, int64_t id, int n, struct str *ret_body)
{
    struct db_rows row;
    TRY(db_one(db, a, &list[PART], DB_ARGS(DB_INT(id), DB_INT(ROWS), DB_INT(n)), &row));
    *ret_body = db_bytes(&row, 0, 0);
    return ERR_NONE;
}

struct finishing {
    struct arena *arena;
    const struct crypto_keys *keys;
    const struct access_user *user;
    const struct list_export *e;
    struct str workbook;
    int64_t now_us;
};

static enum err put_workbook(struct db *db, const struct finishing *f)
{
    TRY(db_run(db, &work_list[CLEAR], DB_ARGS(DB_INT(f->e->id), DB_INT(WORKBOOK)), NULL));
    for (size_t at = 0, n = 0; at < f->workbook.n; at += PART_BYTES, n++) {
        size_t size = f->workbook.n - at < PART_BYTES ? f->workbook.n - at : PART_BYTES;
        TRY(db_run(db, &work_list[PUT], DB_ARGS(DB_INT(f->e->id), DB_INT(WORKBOOK), DB_INT(n), DB_BYTES(f->workbook.p + at, size)), NULL));
    }
    return f->workbook.n > 0 ? db_run(db, &work_list[CLEAR], DB_ARGS(DB_INT(f->e->id), DB_INT(ROWS)), NULL) : ERR_NONE;
}

static enum err finish_tx(struct db *db, void *ctx)
{
    const struct finishing *f = ctx;
    const struct list_export *e = f->e;
    struct db_done done;
    const struct change_field fields[] = {
        {"filter", NULL, e->query}, {"format", NULL, e->format}, {"rows", NULL, arena_printf(f->arena, "%d", e->found)}};
    const struct change change = {"list", e->id, "exported", fields, COUNT_OF(fields)};
    TRY(db_run(db, &work_list[FINISH], DB_ARGS(DB_INT(e->cut), DB_INT(f->workbook.n > 0 ? (int64_t)f->workbook.n : e->bytes), DB_INT(f->now_us), DB_INT(e->id)), &done));
    if (done.rows == 0)
        return ERR_STALE;
    TRY(put_workbook(db, f));
    return change_append(db, f->arena, f->keys, f->user, &change, f->now_us);
}

enum err export_finish(struct db *db, struct arena *a, const struct crypto_keys *keys, const struct access_user *user, const struct list_export *e, struct str workbook,
                       int64_t now_us)
{
    struct finishing f = {a, keys, user, e, workbook, now_us};
    return db_tx(db, finish_tx, &f);
}

enum err export_fail(struct db *db, int64_t id, int64_t now_us)
{
    return db_run(db, &work_list[FAIL], DB_ARGS(DB_INT(now_us), DB_INT(id)), NULL);
}

enum err export_go_on(struct db *db, struct arena *a, int64_t id, int64_t now_us)
{
    return enqueue(db, a, id, now_us);
}

enum err export_purge(struct db *db, int64_t before_us)
{
    TRY(db_run(db, &work_list[OLD_PARTS], DB_ARGS(DB_INT(before_us)), NULL));
    return db_run(db, &work_list[OLD], DB_ARGS(DB_INT(before_us)), NULL);
}
