#ifndef REDRESS_DB_PRIVATE_H
#define REDRESS_DB_PRIVATE_H

#include <mysql.h>

#include "db.h"

/* Shared by the files of src/db only. */

#define DB_ARGS_MAX 160   /* '?' of one statement */
#define DB_COLUMNS_MAX 64 /* columns of one result */
#define DB_TRIES 5        /* runs of a transaction, or of a single statement outside of one, on ERR_RETRY */
/* The connection was found closed before the statement was sent: by a restart, or by the server after long idleness. */
#define CODE_NOT_SENT 2006
/* A new connection is tried at once only when the old one failed this quickly: a second wait would be too long for a page. */
#define DB_QUICK_US INT64_C(1000000)

struct db_prepared {
    const struct db_stmt *stmt;
    const struct db_stmts *store;
    MYSQL_STMT *handle; /* NULL while the connection is gone */
    unsigned n_args, n_columns;
    bool is_select; /* runs again without harm */
};

/* A statement that was sent and not waited for. */
struct db_started {
    const struct db_prepared *p; /* NULL: none */
    const struct db_value *args;
    int waits_for; /* MYSQL_WAIT_...; 0: the answer is there */
    int bad;
};

struct db {
    MYSQL *mysql; /* NULL while the connection is gone */
    struct db_started started;
    struct db_prepared *prepared;
    size_t n_prepared;
    uint32_t *index; /* open hash of statement addresses: position + 1, 0 is free */
    size_t index_mask;
    struct db_config config; /* texts are owned */
    unsigned pool;
    bool in_tx;
    enum err tx_failed;        /* within a transaction: why nothing more can be done in it */
    unsigned last_code;        /* the server's or connector's number of the last error */
    int64_t connect_after_us;  /* monotonic; no attempt before it */
    bool was_connected;
    char message[512];
    struct db_counts counts;
    uint64_t statements; /* before those in counts */
    struct db_object *objects; /* what db_object() and db_kept() remember */
    int64_t version;           /* as read for this request */
    int64_t version_us;        /* when, monotonic; 0: not yet in this request */
    int64_t version_read_us;   /* when it was last read, for whatever request; 0: is not to be used any more */
    int64_t version_lag_us;    /* how old this request lets it be */
};

/* Print a line to stderr and abort: the program itself is wrong. */
void db_bug(const char *fmt, ...) PRINTF_LIKE(1, 2) __attribute__((noreturn));

/* Connected with everything prepared; connects when it is not, at most twice a second. Not within a transaction. */
enum err db_ready(struct db *db) MUST_CHECK;
/* Forget the connection and its statements; the next db_ready() connects. */
void db_drop(struct db *db);

/* What a code of the server or the connector means. */
enum err db_meaning(unsigned code);
/*
 * Note an error of the connection, or of handle when it is not NULL, and say what it means. A lost connection is dropped, a transaction
 * that cannot go on is marked. p and what are for the log; with both NULL nothing is logged.
 */
enum err db_failed(struct db *db, MYSQL_STMT *handle, const struct db_prepared *p, const char *what);

/* The statement of this address; a bug when the pool does not have it. */
const struct db_prepared *db_find(const struct db *db, const struct db_stmt *stmt);
enum err db_prepare(struct db *db, struct db_prepared *p) MUST_CHECK;

/* With the connection goes what it remembered: behind the same address another server may answer, or an older copy. */
void db_objects_forget(struct db *db);
void db_objects_free(struct db *db);

/* One round trip of text without a result, such as COMMIT. Nothing is tried again. */
enum err db_command(struct db *db, const char *sql) MUST_CHECK;
/* Wait before try number attempt + 1: 1-20 ms times attempt. */
void db_pause(unsigned attempt);

/* Prepare, run and forget a statement that is in no table: for migrate and tests. Either result may be NULL. */
enum err db_once(struct db *db, struct arena *a, const struct db_stmt *stmt, const struct db_value *args, size_t n,
                 struct db_rows *ret_rows, struct db_done *ret_done) MUST_CHECK;

#endif
