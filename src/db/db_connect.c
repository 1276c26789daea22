#include <stdio.h>
#include <string.h>

#include "db_private.h"
#include "log.h"
#include "utc.h"

/* While the server is away, a try every so often; everyone in between is told at once. */
#define CONNECT_PAUSE_US (500 * INT64_C(1000))
#define STATEMENT_LIMIT_S 5U
#define JOBS_STATEMENT_LIMIT_S 60U
#define LOCK_WAIT_S 2U
/* A schema change may copy a large table. */
#define OWNER_IO_TIMEOUT_S (24U * 3600U)

#define CODE_UNKNOWN_VARIABLE 1193

/* ---- connecting ---- */

void db_drop(struct db *db)
{
    if (!db->mysql)
        return;
    /* The connection first: the handles then know that it is gone and only free their memory. */
    mysql_close(db->mysql);
    db->mysql = NULL;
    db->started.p = NULL;
    db_objects_forget(db);
    for (size_t i = 0; i < db->n_prepared; i++) {
        if (db->prepared[i].handle)
            (void)mysql_stmt_close(db->prepared[i].handle);
        db->prepared[i].handle = NULL;
    }
}

static bool needs_tls(const struct db_config *c)
{
    return !c->socket && c->host && strcmp(c->host, "127.0.0.1") != 0 && strcmp(c->host, "::1") != 0 &&
           strcmp(c->host, "localhost") != 0;
}

/* Behind a page somebody waits; jobs may count what a large organisation received in a quarter. */
static unsigned io_timeout_of(const struct db *db)
{
    unsigned io = db->config.io_timeout_s;
    if (db->pool & DB_OWNER)
        return OWNER_IO_TIMEOUT_S;
    return (db->pool & DB_JOBS) && io <= JOBS_STATEMENT_LIMIT_S ? JOBS_STATEMENT_LIMIT_S + io : io;
}

/* The connector's own defaults would let the server read files, wait for ever and accept any certificate. */
static void set_options(const struct db *db, MYSQL *mysql)
{
    const struct db_config *c = &db->config;
    unsigned off = 0, io = io_timeout_of(db);
    unsigned protocol = c->socket ? MYSQL_PROTOCOL_SOCKET : MYSQL_PROTOCOL_TCP;
    my_bool yes = 1, no = 0;

    (void)mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off);
    (void)mysql_options(mysql, MYSQL_OPT_RECONNECT, &no);
    (void)mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &c->connect_timeout_s);
    (void)mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &io);
    (void)mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &io);
    (void)mysql_options(mysql, MYSQL_OPT_NONBLOCK, 0); /* for db_start */
    (void)mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    (void)mysql_options(mysql, MYSQL_REPORT_DATA_TRUNCATION, &yes);
    (void)mysql_options(mysql, MYSQL_OPT_PROTOCOL, &protocol);
    (void)mysql_optionsv(mysql, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "redress");
    if (needs_tls(c)) {
        (void)mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &yes);
        (void)mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
        if (c->tls_ca)
            (void)mysql_options(mysql, MYSQL_OPT_SSL_CA, c->tls_ca);
    } else {
        (void)mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &no);
    }
}

enum err db_command(struct db *db, const char *sql)
{
    int64_t from = utc_monotonic_us();
    int bad = mysql_real_query(db->mysql, sql, strlen(sql));

    db->counts.statements++;
    db->counts.us += utc_monotonic_us() - from;
    return bad ? db_failed(db, NULL, NULL, sql) : ERR_NONE;
}

static enum err set_session(struct db *db)
{
    char sql[512];
    /* The server gives up before the connection does, so that the cause is known and the connection stays. */
    unsigned io = io_timeout_of(db), most = db->pool & DB_JOBS ? JOBS_STATEMENT_LIMIT_S : STATEMENT_LIMIT_S;
    unsigned limit = db->pool & DB_OWNER ? 0 : io > most ? most : io > 1 ? io - 1 : 1;

    (void)snprintf(sql, sizeof(sql),
                   "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
                   "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1, tx_isolation = 'REPEATABLE-READ', "
                   "max_statement_time = %u, innodb_lock_wait_timeout = %u",
                   limit, LOCK_WAIT_S);
    TRY(db_command(db, sql));
    if (mysql_query(db->mysql, "SET SESSION innodb_snapshot_isolation = ON") == 0 ||
        mysql_errno(db->mysql) == CODE_UNKNOWN_VARIABLE)
        return ERR_NONE;
    return db_failed(db, NULL, NULL, "SET innodb_snapshot_isolation");
}

static enum err connect_once(struct db *db)
{
    const struct db_config *c = &db->config;
    MYSQL *mysql = mysql_init(NULL);
    enum err e;

    if (!mysql)
        db_bug("out of memory");
    set_options(db, mysql);
    db->mysql = mysql;
    if (!mysql_real_connect(mysql, c->socket ? NULL : c->host, c->user, c->password, c->name, c->socket ? 0 : c->port, c->socket,
                            CLIENT_FOUND_ROWS)) {
        unsigned code = mysql_errno(mysql);

        (void)snprintf(db->message, sizeof(db->message), "%s", mysql_error(mysql));
        db->last_code = code;
        e = db_meaning(code) == ERR_DB ? ERR_CONFIG : ERR_DB_AWAY;
        LOG(LOG_ERROR, "cannot connect to the database", LOG_TEXT("user", c->user), LOG_NUM("code", code),
            LOG_TEXT("reason", db->message));
        db_drop(db);
        return e;
    }
    return set_session(db);
}

static enum err connect_and_prepare(struct db *db)
{
    TRY(connect_once(db));
    for (size_t i = 0; i < db->n_prepared; i++)
        TRY(db_prepare(db, &db->prepared[i]));
    return ERR_NONE;
}

enum err db_ready(struct db *db)
{
    int64_t from, now;
    enum err e;

    if (db->started.p)
        db_drop(db);
    if (db->mysql)
        return ERR_NONE;
    from = utc_monotonic_us();
    if (from < db->connect_after_us)
        return ERR_DB_AWAY;
    e = connect_and_prepare(db);
    if (e != ERR_NONE) {
        db_drop(db);
        /* A server that hangs costs each try its full time: at least as long in between is for those who get their answer at once. */
        now = utc_monotonic_us();
        db->connect_after_us = now + (now - from > CONNECT_PAUSE_US ? now - from : CONNECT_PAUSE_US);
        /* A node that is not ready, or a table in the middle of a change: not there yet. */
        return e == ERR_RETRY ? ERR_DB_AWAY : e;
    }
    if (db->was_connected)
        log_note(LOG_INFO, "database connected again");
    db->was_connected = true;
    return ERR_NONE;
}

enum err db_ping(struct db *db)
{
    int64_t from;

    if (db->in_tx)
        db_bug("db_ping within a transaction");
    from = utc_monotonic_us();
    if (db->mysql && mysql_ping(db->mysql) != 0)
        (void)db_failed(db, NULL, NULL, "ping");
    /* A server that hangs: one wait is enough. */
    if (!db->mysql && utc_monotonic_us() - from > DB_QUICK_US)
        return ERR_DB_AWAY;
    return db_ready(db);
}

/* ---- preparing ---- */

static bool is_number(enum enum_field_types type)
{
    switch (type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
    case MYSQL_TYPE_NULL:
        return true;
    default:
        return false;
    }
}

static bool is_binary(const MYSQL_FIELD *field)
{
    enum { CHARSET_BINARY = 63 };

    switch (field->type) {
    case MYSQL_TYPE_STRING:
    case MYSQL_TYPE_VAR_STRING:
    case MYSQL_TYPE_VARCHAR:
    case MYSQL_TYPE_TINY_BLOB:
    case MYSQL_TYPE_BLOB:
    case MYSQL_TYPE_MEDIUM_BLOB:
    case MYSQL_TYPE_LONG_BLOB:
        return field->charsetnr == CHARSET_BINARY;
    default:
        return false;
    }
}

/* Why the result does not fit the declaration, or NULL. */
static const char *misfit(const struct db_prepared *p, MYSQL_RES *meta)
{
    const MYSQL_FIELD *fields;

    if (mysql_stmt_param_count(p->handle) != p->n_args)
        return "the number of '?' is not that of params";
    if (mysql_stmt_field_count(p->handle) != p->n_columns || (p->n_columns && !meta))
        return "the number of columns is not that of columns";
    if (strspn(p->stmt->params, "itbITB") != p->n_args)
        return "params has an unknown letter";
    if (!meta)
        return NULL;
    fields = mysql_fetch_fields(meta);
    for (unsigned i = 0; i < p->n_columns; i++) {
        switch (p->stmt->columns[i]) {
        case 'i':
        case 'I':
            if (!is_number(fields[i].type))
                return "a column declared i is no whole number";
            break;
        case 't':
        case 'T':
            if (is_binary(&fields[i]))
                return "a column declared t holds bytes";
            break;
        case 'b':
        case 'B':
            break;
        default:
            return "columns has an unknown letter";
        }
    }
    return NULL;
}

enum err db_prepare(struct db *db, struct db_prepared *p)
{
    my_bool yes = 1;
    const char *why;
    MYSQL_RES *meta;

    p->handle = mysql_stmt_init(db->mysql);
    if (!p->handle)
        db_bug("out of memory");
    if (mysql_stmt_prepare(p->handle, p->stmt->sql, strlen(p->stmt->sql)) != 0) {
        enum err e = db_meaning(mysql_stmt_errno(p->handle));

        /* No values are known yet, so the message may be shown; it names the table or column that is missing. */
        if (e == ERR_DB) {
            (void)snprintf(db->message, sizeof(db->message), "%s", mysql_stmt_error(p->handle));
            LOG(LOG_ERROR, "the schema does not fit a statement", LOG_TEXT("store", p->store ? p->store->name : "-"),
                LOG_NUM("statement", p->store ? (int64_t)(p->stmt - p->store->list) : -1), LOG_TEXT("reason", db->message));
            return ERR_CONFIG;
        }
        return db_failed(db, p->handle, NULL, NULL);
    }
    (void)mysql_stmt_attr_set(p->handle, STMT_ATTR_UPDATE_MAX_LENGTH, &yes);
    meta = mysql_stmt_result_metadata(p->handle);
    why = misfit(p, meta);
    if (meta)
        mysql_free_result(meta);
    if (why) {
        (void)snprintf(db->message, sizeof(db->message), "%s", why);
        LOG(LOG_ERROR, "a statement does not fit its declaration", LOG_TEXT("store", p->store ? p->store->name : "-"),
            LOG_NUM("statement", p->store ? (int64_t)(p->stmt - p->store->list) : -1), LOG_TEXT("reason", why));
        return ERR_CONFIG;
    }
    return ERR_NONE;
}
