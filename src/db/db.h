#ifndef REDRESS_DB_H
#define REDRESS_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"
#include "str.h"

/*
 * One connection per process, with all statements prepared at start. SQL stands only in _store files: each has an enum and one
 * static const table of struct db_stmt, exported as a struct db_stmts. A statement's parameters and columns are declared as type
 * strings, one letter each: i int64, t text, b bytes; capital I T B: may be NULL. A mismatch between a call and the declaration is
 * a bug and aborts; a row with a NULL or a number that the declaration has no room for is ERR_DB. INSERT ... RETURNING cannot be
 * used: the server does not describe its result when it is prepared.
 */
struct db_stmt {
    const char *sql;     /* only '?' for values */
    const char *params;  /* types of the '?' */
    const char *columns; /* types of the result, "" when none */
};
struct db_stmts {
    const char *name; /* of the store, for errors */
    const struct db_stmt *list;
    size_t n;
    unsigned pools; /* DB_PUBLIC | DB_STAFF | DB_JOBS | DB_OWNER: whose connections prepare it */
};
enum { DB_PUBLIC = 1, DB_STAFF = 2, DB_JOBS = 4, DB_OWNER = 8, DB_ALL = 15 };

struct db_config {
    const char *socket, *host; /* socket wins; host needs TLS unless it is loopback */
    unsigned port;
    const char *name, *user, *password; /* password may be NULL for socket authentication */
    const char *tls_ca;
    unsigned connect_timeout_s, io_timeout_s; /* 3 and 10 */
};

struct db;

/*
 * Connect after fork and prepare every table of the NULL-terminated list that pool takes. A statement that the schema does not
 * fit is ERR_CONFIG with its store and number logged; no server is ERR_DB_AWAY. The db survives a lost connection: the next call
 * outside a transaction connects and prepares again.
 */
enum err db_open(const struct db_config *config, unsigned pool, const struct db_stmts *const *tables, struct db **ret_db)
    MUST_CHECK;
/* As db_open, but the first call connects: for a worker that has to serve while the database is away. */
struct db *db_new(const struct db_config *config, unsigned pool, const struct db_stmts *const *tables);
void db_close(struct db *db);
/* Whether the server answers; connects again when it had gone. */
enum err db_ping(struct db *db) MUST_CHECK;

/* ---- values ---- */
enum db_type { DB_TYPE_NULL, DB_TYPE_INT, DB_TYPE_TEXT, DB_TYPE_BYTES };
struct db_value {
    enum db_type type;
    int64_t number;
    struct str text;
};
#define DB_INT(v) ((struct db_value){.type = DB_TYPE_INT, .number = (int64_t)(v)})
#define DB_TEXT(s) db_text_value(s)
#define DB_STR(s) ((struct db_value){.type = DB_TYPE_TEXT, .text = (s)})
#define DB_BYTES(ptr, len) ((struct db_value){.type = DB_TYPE_BYTES, .text = {(const char *)(ptr), (len)}})
#define DB_NULL ((struct db_value){.type = DB_TYPE_NULL})
/* 0 stands for "none" in ids: NULL then. */
#define DB_ID(v) db_id_value(v)
struct db_value db_text_value(const char *s); /* NULL gives NULL */
struct db_value db_id_value(int64_t id);

/* A whole result, copied into the arena; every text is NUL-terminated. */
struct db_rows {
    size_t n, columns;
    const struct db_value *cells; /* n * columns */
};
int64_t db_int(const struct db_rows *rows, size_t row, size_t column);       /* 0 for NULL */
const char *db_text(const struct db_rows *rows, size_t row, size_t column);  /* "" for NULL, never NULL */
struct str db_bytes(const struct db_rows *rows, size_t row, size_t column);
bool db_is_null(const struct db_rows *rows, size_t row, size_t column);
/* A result as bytes, for keeping what a few statements gave. */
void db_rows_pack(struct buf *to, const struct db_stmt *stmt, const struct db_rows *rows);
/* The next result from the front of what was packed, which has to live as long; false when that is not whole, or the statement has another text by now. */
bool db_rows_unpack(struct arena *a, struct str *from, const struct db_stmt *stmt, struct db_rows *ret_rows) MUST_CHECK;

/* How a compound statement says that there were too many tries. */
#define DB_SIGNAL_RATE "SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1643"

/* Changed rows (as found, CLIENT_FOUND_ROWS) and the new AUTO_INCREMENT id. */
struct db_done {
    int64_t rows, id;
};

#define DB_ARGS(...) (const struct db_value[]){__VA_ARGS__}, sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
#define DB_NO_ARGS NULL, 0

/* Ids as the text that JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) takes apart. */
const char *db_ids(struct arena *a, const int64_t *ids, size_t n);

/*
 * Run a prepared statement. Errors: ERR_EXISTS (unique key), ERR_RETRY (1213, 1205, 1020, 1047: the whole transaction must run
 * again; it is already rolled back), ERR_STALE (SIGNAL SQLSTATE '45000' in a compound statement; with DB_SIGNAL_RATE ERR_RATE), ERR_DB_AWAY, ERR_DB (logged with store, number and code, never with values). Within a transaction
 * every error but ERR_EXISTS and ERR_NOT_FOUND ends it: later calls give the same error and nothing is committed. Outside of one a statement
 * is run again by itself on ERR_RETRY, and once on a new connection when it is a SELECT or could not be sent at all.
 */
enum err db_query(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                  struct db_rows *ret_rows) MUST_CHECK;
enum err db_run(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n, struct db_done *ret_done)
    MUST_CHECK; /* ret_done may be NULL */
/*
 * Send a statement without a result and go on with something else while the server works on it; db_await has its outcome, with the promises of db_run. args
 * and what they point to must stay until then, and nothing else may be asked of the connection: one that was not awaited is lost with its connection. Within a
 * transaction it is run at once.
 */
enum err db_start(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n) MUST_CHECK;
enum err db_await(struct db *db) MUST_CHECK; /* ERR_NONE when there is nothing to wait for */
/* One row or ERR_NOT_FOUND. */
enum err db_one(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                struct db_rows *ret_row) MUST_CHECK;

/*
 * The rows of a statement without parameters, remembered with the connection for as long as version (one row with one number) says the same: for what is
 * small, in every page, and changed by administrators only, who raise the number in the transaction of the change. The number is read anew for each
 * request (until db_take_counts), so a change is seen by the next request everywhere. A transaction uses what its request knew when it began, and else
 * reads for itself; nothing that it read is remembered. Never for rights or for anything that one person may see and another may not. The rows live until
 * a is reset.
 */
enum err db_kept(struct db *db, struct arena *a, const struct db_stmt *version, const struct db_stmt *stmt, const struct db_rows **ret_rows)
    MUST_CHECK;
/* That number, when another statement of this request has brought it along: one round trip less. Nothing is taken from a transaction. */
void db_kept_version(struct db *db, int64_t version);
/* Whether the number has to be read: a statement of its request's need not bring along what is known well enough. */
bool db_kept_unknown(const struct db *db);
/* The number as far as it is known. */
int64_t db_kept_known(const struct db *db);
/* Until the end of this request a number as old as this will do: for pages that only show. Not within a transaction. */
void db_kept_may_lag(struct db *db, int64_t us);
/* This connection has raised the number: it is to be read anew, and until then nothing remembered is used. */
void db_kept_changed(struct db *db);

/*
 * A transaction: body may run up to five times (ERR_RETRY, with jitter, always after ROLLBACK), so it must load, decide and save by
 * itself and have no other side effect than arena memory. Its own error rolls back and is returned. A COMMIT whose outcome is unknown is
 * ERR_DB_AWAY. Nesting is a bug.
 */
enum err db_tx(struct db *db, enum err (*body)(struct db *db, void *ctx), void *ctx) MUST_CHECK;
/* Whether a body is under way: there a statement of one row is better than rows of all that only the next request would remember. */
bool db_in_tx(const struct db *db);

/*
 * A compound statement that is a whole transaction by itself: BEGIN NOT ATOMIC START TRANSACTION; ...; COMMIT; END. One round trip instead of three, with the
 * promises of db_tx: whatever went wrong is rolled back, and it is run again as often.
 */
enum err db_tx_whole(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n) MUST_CHECK;

/*
 * What a store makes of rows (a parsed rulebook, a compiled calendar), remembered with the connection until it is asked for under another version. kind is an
 * address of the store's own, which tells several of a kind apart. What a version says must never change once it was committed, and make may run
 * within a transaction only when it is of such a version. The object lives until a is reset; make puts it and all it needs into keep.
 */
struct db_object_key {
    const void *kind;
    int64_t which, version;
};
typedef enum err db_object_make(struct db *db, struct arena *keep, void *ctx, const void **ret_object);
enum err db_object(struct db *db, struct arena *a, const struct db_object_key *key, db_object_make *make, void *ctx, const void **ret_object) MUST_CHECK;
/* The last one that was made, of whatever version; NULL when there is none. For what is better old than not there while the database is away. */
const void *db_object_last(const struct db *db, const void *kind, int64_t which);

/* Unprepared SQL: for migrate, demo and tests only. */
enum err db_exec_text(struct db *db, const char *sql) MUST_CHECK;
const char *db_last_message(const struct db *db);

/* Since the last call: statements run, rows read, time spent; for the request log and the bench. Called at the end of each request. */
struct db_counts {
    unsigned statements;
    uint64_t rows;
    int64_t us;
};
struct db_counts db_take_counts(struct db *db);
/* Statements that this connection, and those it was before it was lost, has run in all. */
uint64_t db_statements(const struct db *db);

#endif
