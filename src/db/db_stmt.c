#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "db_private.h"
#include "log.h"
#include "utc.h"

/* ---- values ---- */

struct db_value db_text_value(const char *s)
{
    return s ? DB_STR(str_of(s)) : DB_NULL;
}

struct db_value db_id_value(int64_t id)
{
    return id ? DB_INT(id) : DB_NULL;
}

static const struct db_value *cell(const struct db_rows *rows, size_t row, size_t column)
{
    if (row >= rows->n || column >= rows->columns)
        db_bug("cell %zu,%zu of a result of %zu rows and %zu columns", row, column, rows->n, rows->columns);
    return &rows->cells[row * rows->columns + column];
}

int64_t db_int(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *v = cell(rows, row, column);

    if (v->type != DB_TYPE_INT && v->type != DB_TYPE_NULL)
        db_bug("column %zu is not declared i", column);
    return v->number;
}

const char *db_text(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *v = cell(rows, row, column);

    if (v->type == DB_TYPE_INT)
        db_bug("column %zu is declared i", column);
    return v->text.p ? v->text.p : "";
}

struct str db_bytes(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *v = cell(rows, row, column);

    if (v->type == DB_TYPE_INT)
        db_bug("column %zu is declared i", column);
    return v->text;
}

bool db_is_null(const struct db_rows *rows, size_t row, size_t column)
{
    return cell(rows, row, column)->type == DB_TYPE_NULL;
}

/* ---- arguments ---- */

static bool fits(char declared, enum db_type type)
{
    switch (type) {
    case DB_TYPE_NULL:
        return declared == 'I' || declared == 'T' || declared == 'B';
    case DB_TYPE_INT:
        return declared == 'i' || declared == 'I';
    case DB_TYPE_TEXT:
        return declared == 't' || declared == 'T';
    case DB_TYPE_BYTES:
        return declared == 'b' || declared == 'B';
    }
    return false;
}

static void check_args(const struct db_prepared *p, const struct db_value *args, size_t n)
{
    const char *store = p->store ? p->store->name : "-";
    size_t number = p->store ? (size_t)(p->stmt - p->store->list) : 0;

    if (n != p->n_args)
        db_bug("store %s, statement %zu: %zu values given, %u declared", store, number, n, p->n_args);
    for (size_t i = 0; i < n; i++)
        if (!fits(p->stmt->params[i], args[i].type))
            db_bug("store %s, statement %zu: value %zu is not '%c'", store, number, i, p->stmt->params[i]);
}

static int bind_args(const struct db_prepared *p, const struct db_value *args)
{
    MYSQL_BIND binds[DB_ARGS_MAX];

    if (!p->n_args)
        return 0;
    memset(binds, 0, p->n_args * sizeof(binds[0]));
    for (unsigned i = 0; i < p->n_args; i++) {
        MYSQL_BIND *b = &binds[i];

        switch (args[i].type) {
        case DB_TYPE_NULL:
            b->buffer_type = MYSQL_TYPE_NULL;
            break;
        case DB_TYPE_INT:
            b->buffer_type = MYSQL_TYPE_LONGLONG;
            b->buffer = (void *)(uintptr_t)&args[i].number;
            break;
        case DB_TYPE_TEXT:
        case DB_TYPE_BYTES:
            b->buffer_type = args[i].type == DB_TYPE_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
            b->buffer = args[i].text.n ? (void *)(uintptr_t)args[i].text.p : (void *)(uintptr_t) "";
            b->buffer_length = args[i].text.n;
            break;
        }
    }
    return mysql_stmt_bind_param(p->handle, binds);
}

/* ---- results ---- */

struct column {
    bool number;
    int64_t value;
    char *scratch;
    unsigned long length;
    my_bool null, truncated;
};

/* Room for the longest value of each column of the stored result. */
static int bind_columns(const struct db_prepared *p, struct arena *a, struct column *columns)
{
    MYSQL_BIND binds[DB_COLUMNS_MAX];
    MYSQL_RES *meta = mysql_stmt_result_metadata(p->handle);
    const MYSQL_FIELD *fields;
    int bad;

    if (!meta)
        return 1;
    fields = mysql_fetch_fields(meta);
    memset(binds, 0, p->n_columns * sizeof(binds[0]));
    for (unsigned i = 0; i < p->n_columns; i++) {
        struct column *c = &columns[i];
        MYSQL_BIND *b = &binds[i];

        *c = (struct column){.number = p->stmt->columns[i] == 'i' || p->stmt->columns[i] == 'I'};
        b->is_null = &c->null;
        b->error = &c->truncated;
        b->length = &c->length;
        if (c->number) {
            b->buffer_type = MYSQL_TYPE_LONGLONG;
            b->buffer = &c->value;
        } else {
            c->scratch = arena_alloc(a, fields[i].max_length + 1);
            b->buffer_type = p->stmt->columns[i] == 't' || p->stmt->columns[i] == 'T' ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
            b->buffer = c->scratch;
            b->buffer_length = fields[i].max_length;
        }
    }
    bad = mysql_stmt_bind_result(p->handle, binds) != 0;
    mysql_free_result(meta);
    return bad;
}

/* Bytes may hold NUL, which arena_strndup() would stop at. */
static const char *copy_bytes(struct arena *a, const char *bytes, size_t n)
{
    char *p = arena_alloc(a, n + 1);

    memcpy(p, bytes, n);
    return p;
}

/* The declaration promised a value: an outer join or an aggregate that was declared in small letters. */
static enum err refuse(struct db *db, const struct db_prepared *p, unsigned column, const char *why)
{
    LOG(LOG_ERROR, "a result does not fit its declaration", LOG_TEXT("store", p->store ? p->store->name : "-"),
        LOG_NUM("statement", p->store ? (int64_t)(p->stmt - p->store->list) : -1), LOG_NUM("column", column),
        LOG_TEXT("reason", why));
    (void)snprintf(db->message, sizeof(db->message), "column %u: %s", column, why);
    db->last_code = 0;
    if (db->in_tx)
        db->tx_failed = ERR_DB;
    return ERR_DB;
}

static enum err copy_row(struct db *db, const struct db_prepared *p, struct arena *a, const struct column *columns, bool only,
                         struct db_value *cells)
{
    for (unsigned i = 0; i < p->n_columns; i++) {
        const struct column *c = &columns[i];
        char declared = p->stmt->columns[i];

        if (c->null) {
            if (fits(declared, DB_TYPE_NULL))
                continue;
            return refuse(db, p, i, "NULL in a column declared without");
        }
        if (c->truncated)
            return refuse(db, p, i, "the value was truncated");
        if (c->number)
            cells[i] = DB_INT(c->value);
        else
            cells[i] = (struct db_value){.type = declared == 't' || declared == 'T' ? DB_TYPE_TEXT : DB_TYPE_BYTES,
                                         .text = {only ? c->scratch : copy_bytes(a, c->scratch, c->length), c->length}};
    }
    return ERR_NONE;
}

static enum err fetch_rows(struct db *db, const struct db_prepared *p, struct arena *a, struct db_rows *ret_rows)
{
    struct column columns[DB_COLUMNS_MAX];
    struct db_value *cells;
    size_t n, at = 0;
    int got;

    if (mysql_stmt_store_result(p->handle) != 0)
        return db_failed(db, p->handle, p, NULL);
    n = (size_t)mysql_stmt_num_rows(p->handle);
    if (n == 0) {
        *ret_rows = (struct db_rows){.columns = p->n_columns};
        return ERR_NONE;
    }
    if (bind_columns(p, a, columns) != 0)
        return db_failed(db, p->handle, p, NULL);
    cells = arena_array(a, n * p->n_columns, sizeof(*cells));
    /* A truncated row has a result of its own and must not end the loop as if it were the last. */
    while ((got = mysql_stmt_fetch(p->handle)) == 0 || got == MYSQL_DATA_TRUNCATED) {
        if (at == n)
            return refuse(db, p, 0, "more rows than stored");
        TRY(copy_row(db, p, a, columns, n == 1, cells + at * p->n_columns));
        at++;
    }
    if (got != MYSQL_NO_DATA)
        return db_failed(db, p->handle, p, NULL);
    if (at != n)
        return refuse(db, p, 0, "fewer rows than stored");
    *ret_rows = (struct db_rows){.n = n, .columns = p->n_columns, .cells = cells};
    db->counts.rows += n;
    return ERR_NONE;
}

/* ---- running ---- */

static enum err execute(struct db *db, const struct db_prepared *p, struct arena *a, const struct db_value *args,
                        struct db_rows *ret_rows, struct db_done *ret_done)
{
    enum err e = ERR_NONE;

    if (bind_args(p, args) != 0 || mysql_stmt_execute(p->handle) != 0)
        return db_failed(db, p->handle, p, NULL);
    if (p->n_columns) {
        e = fetch_rows(db, p, a, ret_rows);
        /* Rows that ended with an error, such as a deadlock of FOR UPDATE: without the reset the next execution waits for rows that never come. */
        if (p->handle && e != ERR_NONE)
            (void)mysql_stmt_reset(p->handle);
        else if (p->handle)
            (void)mysql_stmt_free_result(p->handle);
    }
    if (e == ERR_NONE && ret_done)
        *ret_done = (struct db_done){.rows = (int64_t)mysql_stmt_affected_rows(p->handle),
                                     .id = (int64_t)mysql_stmt_insert_id(p->handle)};
    return e;
}

static enum err execute_timed(struct db *db, const struct db_prepared *p, struct arena *a, const struct db_value *args,
                              struct db_rows *ret_rows, struct db_done *ret_done, int64_t *ret_us)
{
    int64_t from = utc_monotonic_us();
    enum err e = execute(db, p, a, args, ret_rows, ret_done);

    *ret_us = utc_monotonic_us() - from;
    db->counts.statements++;
    db->counts.us += *ret_us;
    /* A server that hangs has cost its full time: whoever comes next gets his answer at once instead of waiting for a connection besides. */
    if (e == ERR_DB_AWAY && *ret_us > DB_QUICK_US)
        db->connect_after_us = utc_monotonic_us() + *ret_us;
    return e;
}

/*
 * Outside of a transaction a statement is a transaction of its own: it is tried again like one. On a new connection, once, what changes nothing or was
 * never sent; a change whose answer was lost may have happened.
 */
static enum err run_alone(struct db *db, const struct db_prepared *p, struct arena *a, const struct db_value *args,
                          struct db_rows *ret_rows, struct db_done *ret_done)
{
    bool again = true;

    for (unsigned attempt = 1;; attempt++) {
        int64_t us;
        enum err e;

        TRY(db_ready(db));
        e = execute_timed(db, p, a, args, ret_rows, ret_done, &us);
        if (e == ERR_DB_AWAY && again && us < DB_QUICK_US && (p->is_select || db->last_code == CODE_NOT_SENT))
            again = false;
        else if (e == ERR_RETRY && attempt < DB_TRIES)
            db_pause(attempt);
        else
            return e;
    }
}

static enum err run(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                    struct db_rows *ret_rows, struct db_done *ret_done)
{
    const struct db_prepared *p = db_find(db, stmt);
    int64_t us;

    check_args(p, args, n);
    if ((p->n_columns != 0) != (ret_rows != NULL))
        db_bug("store %s, statement %zu: db_run is for statements without a result, db_query for those with one", p->store->name,
               (size_t)(stmt - p->store->list));
    if (!db->in_tx)
        return run_alone(db, p, a, args, ret_rows, ret_done);
    /* Whatever ended the transaction ended it on the server too: a statement now would stand outside of it. */
    if (db->tx_failed != ERR_NONE)
        return db->tx_failed;
    return execute_timed(db, p, a, args, ret_rows, ret_done, &us);
}

enum err db_query(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                  struct db_rows *ret_rows)
{
    return run(db, a, stmt, args, n, ret_rows, NULL);
}

enum err db_run(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n, struct db_done *ret_done)
{
    return run(db, NULL, stmt, args, n, NULL, ret_done);
}

/* ---- not waited for ---- */

/* What of it has come about, for as long as the connection's own time limit. */
static int wait_for(struct db *db, int what)
{
    struct pollfd fd = {.fd = (int)mysql_get_socket(db->mysql),
                        .events = (short)((what & MYSQL_WAIT_READ ? POLLIN : 0) | (what & MYSQL_WAIT_WRITE ? POLLOUT : 0))};
    int n;

    do
        n = poll(&fd, 1, what & MYSQL_WAIT_TIMEOUT ? (int)mysql_get_timeout_value_ms(db->mysql) : -1);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return MYSQL_WAIT_TIMEOUT;
    return (fd.revents & (POLLIN | POLLHUP | POLLERR) ? what & MYSQL_WAIT_READ : 0) |
           (fd.revents & (POLLOUT | POLLHUP | POLLERR) ? what & MYSQL_WAIT_WRITE : 0);
}

static void go_on(struct db *db)
{
    struct db_started *s = &db->started;

    s->waits_for = mysql_stmt_execute_cont(&s->bad, s->p->handle, wait_for(db, s->waits_for));
}

enum err db_start(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n)
{
    struct db_started *s = &db->started;
    const struct db_prepared *p = db_find(db, stmt);
    int64_t from_us;

    if (db->in_tx)
        return db_run(db, stmt, args, n, NULL);
    check_args(p, args, n);
    if (p->n_columns || s->p)
        db_bug("store %s: only one statement, and none with a result, can be started", p->store->name);
    TRY(db_ready(db));
    if (bind_args(p, args) != 0)
        return db_failed(db, p->handle, p, NULL);
    from_us = utc_monotonic_us();
    *s = (struct db_started){.p = p, .args = args};
    s->waits_for = mysql_stmt_execute_start(&s->bad, p->handle);
    while (s->waits_for & MYSQL_WAIT_WRITE)
        go_on(db);
    db->counts.us += utc_monotonic_us() - from_us;
    return ERR_NONE;
}

enum err db_await(struct db *db)
{
    struct db_started *s = &db->started;
    const struct db_prepared *p = s->p;
    int64_t from_us;
    enum err e;

    if (!p)
        return ERR_NONE;
    from_us = utc_monotonic_us();
    while (s->waits_for)
        go_on(db);
    s->p = NULL;
    db->counts.statements++;
    db->counts.us += utc_monotonic_us() - from_us;
    if (!s->bad)
        return ERR_NONE;
    e = db_failed(db, p->handle, p, NULL);
    return e == ERR_RETRY || (e == ERR_DB_AWAY && db->last_code == CODE_NOT_SENT) ? run_alone(db, p, NULL, s->args, NULL, NULL) : e;
}

enum err db_one(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                struct db_rows *ret_row)
{
    struct db_rows rows = {0};

    TRY(db_query(db, a, stmt, args, n, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    if (rows.n > 1)
        return refuse(db, db_find(db, stmt), 0, "more than one row");
    *ret_row = rows;
    return ERR_NONE;
}

enum err db_once(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                 struct db_rows *ret_rows, struct db_done *ret_done)
{
    struct db_prepared p = {.stmt = stmt,
                            .n_args = (unsigned)strlen(stmt->params),
                            .n_columns = (unsigned)strlen(stmt->columns)};
    MYSQL_STMT *handle;
    enum err e;
    int64_t us;

    check_args(&p, args, n);
    if (db->in_tx && db->tx_failed != ERR_NONE)
        return db->tx_failed;
    if (!db->in_tx)
        TRY(db_ready(db));
    e = db_prepare(db, &p);
    handle = p.handle;
    if (e == ERR_NONE)
        e = execute_timed(db, &p, a, args, ret_rows, ret_done, &us);
    (void)mysql_stmt_close(handle);
    return e;
}

/* ---- text ---- */

enum err db_exec_text(struct db *db, const char *sql)
{
    int64_t from = utc_monotonic_us();
    MYSQL_RES *result;

    if (db->in_tx && db->tx_failed != ERR_NONE)
        return db->tx_failed;
    if (!db->in_tx)
        TRY(db_ready(db));
    if (mysql_real_query(db->mysql, sql, strlen(sql)) != 0)
        return db_failed(db, NULL, NULL, NULL);
    result = mysql_store_result(db->mysql);
    db->counts.statements++;
    db->counts.us += utc_monotonic_us() - from;
    if (result)
        mysql_free_result(result);
    else if (mysql_field_count(db->mysql) != 0)
        return db_failed(db, NULL, NULL, NULL);
    return ERR_NONE;
}

const char *db_ids(struct arena *a, const int64_t *ids, size_t n)
{
    struct buf json = {.arena = a};
    for (size_t i = 0; i < n; i++)
        buf_printf(&json, "%s%lld", i > 0 ? "," : "[", (long long)ids[i]);
    buf_adds(&json, n > 0 ? "]" : "[]");
    return json.p;
}
