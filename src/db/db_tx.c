#include <sys/random.h>
#include <time.h>

#include "db_private.h"
#include "log.h"

#define PAUSE_MIN_US 1000
#define PAUSE_MAX_US 20000
#define CODE_NODE_NOT_READY 1047

void db_pause(unsigned attempt)
{
    uint32_t random = 0;
    int64_t us;
    struct timespec t;

    /* Without randomness two losers would meet again; how good it is does not matter. */
    (void)!getrandom(&random, sizeof(random), GRND_NONBLOCK);
    us = (PAUSE_MIN_US + (int64_t)(random % (PAUSE_MAX_US - PAUSE_MIN_US + 1))) * attempt;
    t = (struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    (void)nanosleep(&t, NULL);
}

/* Nothing has happened yet, so a connection found gone is simply made anew. */
static enum err begin(struct db *db)
{
    enum err e;

    TRY(db_ready(db));
    e = db_command(db, "START TRANSACTION");
    if (e == ERR_DB_AWAY) {
        TRY(db_ready(db));
        e = db_command(db, "START TRANSACTION");
    }
    return e;
}

static void roll_back(struct db *db)
{
    /* A connection that cannot even roll back is of no use; dropping it makes the server do so. */
    if (db->mysql && db_command(db, "ROLLBACK") != ERR_NONE)
        db_drop(db);
}

/* What a transaction consists of: a body, or a statement that begins and commits by itself. */
struct work {
    enum err (*body)(struct db *db, void *ctx);
    void *ctx;
    const struct db_stmt *whole;
    const struct db_value *args;
    size_t n;
};

static enum err attempt_body(struct db *db, const struct work *work)
{
    enum err e;

    TRY(begin(db));
    db->in_tx = true;
    db->tx_failed = ERR_NONE;
    e = work->body(db, work->ctx);
    if (db->tx_failed != ERR_NONE)
        e = db->tx_failed;
    if (e == ERR_NONE)
        e = db_command(db, "COMMIT");
    return e;
}

/* As a part of a transaction, so that it is not tried again before what it left is rolled back. */
static enum err run_whole(struct db *db, const struct work *work)
{
    TRY(db_ready(db));
    db->in_tx = true;
    db->tx_failed = ERR_NONE;
    return db_run(db, work->whole, work->args, work->n, NULL);
}

static enum err attempt_whole(struct db *db, const struct work *work)
{
    enum err e = run_whole(db, work);

    if (e != ERR_DB_AWAY || db->last_code != CODE_NOT_SENT)
        return e;
    db->in_tx = false;
    return run_whole(db, work);
}

static enum err attempt_once(struct db *db, const struct work *work)
{
    enum err e = work->body ? attempt_body(db, work) : attempt_whole(db, work);
    bool begun = db->in_tx;

    db->in_tx = false;
    db->tx_failed = ERR_NONE;
    if (e != ERR_NONE && begun)
        roll_back(db);
    return e;
}

static enum err attempts(struct db *db, const struct work *work)
{
    enum err e;

    if (db->in_tx)
        db_bug("a transaction within a transaction");
    for (unsigned attempt = 1;; attempt++) {
        db->last_code = 0;
        e = attempt_once(db, work);
        if (e != ERR_RETRY)
            return e;
        if (attempt == DB_TRIES)
            break;
        db_pause(attempt);
    }
    LOG(LOG_WARN, "a transaction was given up", LOG_NUM("tries", DB_TRIES), LOG_NUM("code", db->last_code));
    /* A node outside of its cluster does not come back within milliseconds; another one may answer. */
    if (db->last_code == CODE_NODE_NOT_READY) {
        db_drop(db);
        return ERR_DB_AWAY;
    }
    return ERR_RETRY;
}

enum err db_tx(struct db *db, enum err (*body)(struct db *db, void *ctx), void *ctx)
{
    return attempts(db, &(struct work){.body = body, .ctx = ctx});
}

enum err db_tx_whole(struct db *db, const struct db_stmt *stmt, const struct db_value *args, size_t n)
{
    return attempts(db, &(struct work){.whole = stmt, .args = args, .n = n});
}

bool db_in_tx(const struct db *db)
{
    return db->in_tx;
}
