#include "db.h"

#include <errmsg.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_private.h"
#include "log.h"

void db_bug(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    (void)fputs("db: ", stderr);
    (void)vfprintf(stderr, fmt, ap);
    (void)fputc('\n', stderr);
    va_end(ap);
    abort();
}

/* ---- making and ending ---- */

static void *allocate(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);

    if (!p)
        db_bug("out of memory");
    return p;
}

static const char *copy(const char *s)
{
    char *p;

    if (!s || !*s)
        return NULL;
    p = strdup(s);
    if (!p)
        db_bug("out of memory");
    return p;
}

static size_t slot_of(const struct db *db, const struct db_stmt *stmt)
{
    uint64_t h = (uint64_t)(uintptr_t)stmt;

    /* Neighbours in a table differ by the size of a struct db_stmt only; the multiplication spreads them. */
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> 32) & db->index_mask;
}

static void index_add(struct db *db, size_t position)
{
    size_t slot = slot_of(db, db->prepared[position].stmt);

    while (db->index[slot]) {
        if (db->prepared[db->index[slot] - 1].stmt == db->prepared[position].stmt)
            db_bug("store %s stands in the list twice", db->prepared[position].store->name);
        slot = (slot + 1) & db->index_mask;
    }
    db->index[slot] = (uint32_t)position + 1;
}

const struct db_prepared *db_find(const struct db *db, const struct db_stmt *stmt)
{
    size_t slot = slot_of(db, stmt);

    for (; db->index[slot]; slot = (slot + 1) & db->index_mask)
        if (db->prepared[db->index[slot] - 1].stmt == stmt)
            return &db->prepared[db->index[slot] - 1];
    db_bug("a statement that pool %u does not prepare: %.80s", db->pool, stmt->sql);
}

static bool starts_with_select(const char *sql)
{
    while (*sql == ' ' || *sql == '\n' || *sql == '(')
        sql++;
    return strncmp(sql, "SELECT ", 7) == 0 || strncmp(sql, "SELECT\n", 7) == 0;
}

static void add_store(struct db *db, const struct db_stmts *store)
{
    for (size_t i = 0; i < store->n; i++) {
        const struct db_stmt *stmt = &store->list[i];
        struct db_prepared *p = &db->prepared[db->n_prepared];

        if (!stmt->sql || !stmt->params || !stmt->columns)
            db_bug("store %s: statement %zu is not filled in", store->name, i);
        *p = (struct db_prepared){.stmt = stmt,
                                  .store = store,
                                  .n_args = (unsigned)strlen(stmt->params),
                                  .n_columns = (unsigned)strlen(stmt->columns),
                                  .is_select = starts_with_select(stmt->sql)};
        if (p->n_args > DB_ARGS_MAX || p->n_columns > DB_COLUMNS_MAX)
            db_bug("store %s: statement %zu has too many values or columns", store->name, i);
        index_add(db, db->n_prepared++);
    }
}

struct db *db_new(const struct db_config *config, unsigned pool, const struct db_stmts *const *tables)
{
    struct db *db = allocate(1, sizeof(*db));
    size_t n = 0, slots = 16;

    db->pool = pool;
    db->config = *config;
    db->config.socket = copy(config->socket);
    db->config.host = copy(config->host);
    db->config.name = copy(config->name);
    db->config.user = copy(config->user);
    db->config.password = copy(config->password);
    db->config.tls_ca = copy(config->tls_ca);
    if (!db->config.connect_timeout_s)
        db->config.connect_timeout_s = 3;
    if (!db->config.io_timeout_s)
        db->config.io_timeout_s = 10;

    for (size_t i = 0; tables[i]; i++)
        if (tables[i]->pools & pool)
            n += tables[i]->n;
    while (slots < 2 * n)
        slots *= 2;
    db->prepared = allocate(n, sizeof(*db->prepared));
    db->index = allocate(slots, sizeof(*db->index));
    db->index_mask = slots - 1;
    for (size_t i = 0; tables[i]; i++)
        if (tables[i]->pools & pool)
            add_store(db, tables[i]);
    return db;
}

enum err db_open(const struct db_config *config, unsigned pool, const struct db_stmts *const *tables, struct db **ret_db)
{
    struct db *db = db_new(config, pool, tables);
    enum err e = db_ready(db);

    if (e != ERR_NONE) {
        db_close(db);
        return e;
    }
    *ret_db = db;
    return ERR_NONE;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db_drop(db);
    db_objects_free(db);
    if (db->config.password) {
        char *password = (char *)(uintptr_t)db->config.password;

        explicit_bzero(password, strlen(password));
        free(password);
    }
    free((void *)(uintptr_t)db->config.socket);
    free((void *)(uintptr_t)db->config.host);
    free((void *)(uintptr_t)db->config.name);
    free((void *)(uintptr_t)db->config.user);
    free((void *)(uintptr_t)db->config.tls_ca);
    free(db->prepared);
    free(db->index);
    free(db);
}

const char *db_last_message(const struct db *db)
{
    return db->message;
}

struct db_counts db_take_counts(struct db *db)
{
    struct db_counts counts = db->counts;

    db->statements += counts.statements;
    db->counts = (struct db_counts){0};
    db->version_us = db->version_lag_us = 0;
    return counts;
}

uint64_t db_statements(const struct db *db)
{
    return db->statements + db->counts.statements;
}

/* ---- errors ---- */

enum err db_meaning(unsigned code)
{
    switch (code) {
    case 1022: /* duplicate key */
    case 1062:
    case 1586:
        return ERR_EXISTS;
    case 1020: /* the row changed since it was read (snapshot isolation) */
    case 1047: /* a Galera node that is not ready */
    case 1205: /* waited too long for a lock */
    case 1213: /* deadlock, or a conflict found by Galera */
    case 1615: /* the table changed while the statement was being prepared again */
        return ERR_RETRY;
    case 1643: /* DB_SIGNAL_RATE */
        return ERR_RATE;
    case 1644: /* SIGNAL in a compound statement: what it relied on is no longer so */
        return ERR_STALE;
    case 1040: /* too many connections: of the server, of the user, of either within the hour */
    case 1203:
    case 1226:
    case 1053: /* shutting down */
    case 1129: /* host blocked */
    case 1158: /* network trouble as the server sees it */
    case 1159:
    case 1160:
    case 1161:
    case 1243: /* the statement is not known there: a different server behind the same address */
    case 1290: /* read-only: a replica, or a fail-over that is not finished */
    case 1836:
    case 1927: /* killed */
    case 4031: /* idle for too long */
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_UNKNOWN_HOST:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_HANDSHAKE_ERR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_SSL_CONNECTION_ERROR:
        return ERR_DB_AWAY;
    default:
        return ERR_DB;
    }
}

enum err db_failed(struct db *db, MYSQL_STMT *handle, const struct db_prepared *p, const char *what)
{
    enum err e;

    db->last_code = handle ? mysql_stmt_errno(handle) : mysql_errno(db->mysql);
    (void)snprintf(db->message, sizeof(db->message), "%s", handle ? mysql_stmt_error(handle) : mysql_error(db->mysql));
    e = db_meaning(db->last_code);

    /* The message may quote values, so only the code goes to the log. */
    if (e == ERR_DB && p)
        LOG(LOG_ERROR, "the database refused a statement", LOG_TEXT("store", p->store ? p->store->name : "-"),
            LOG_NUM("statement", p->store ? (int64_t)(p->stmt - p->store->list) : -1), LOG_NUM("code", db->last_code));
    else if (e == ERR_DB && what)
        LOG(LOG_ERROR, "the database refused a command", LOG_TEXT("command", what), LOG_NUM("code", db->last_code));
    if (e == ERR_DB_AWAY) {
        if (p || what)
            LOG(LOG_WARN, "database connection lost", LOG_NUM("code", db->last_code));
        db_drop(db);
    }
    if (db->in_tx && e != ERR_EXISTS)
        db->tx_failed = e;
    return e;
}
