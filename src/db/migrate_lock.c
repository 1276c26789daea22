#include "migrate_lock.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "db_private.h"
#include "log.h"

#define LEASE_S 20
#define REFRESH_S 5
#define POLL_MS 200
#define HOLDER_MAX 120

/* Times are the server's, so that hosts with different clocks agree. */
#define SERVER_US "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)"

enum { CREATE, FILL, CLAIM, HOLDER, RENEW, RELEASE };
static const struct db_stmt stmts[] = {
    [CREATE] = {"CREATE TABLE IF NOT EXISTS schema_lock ("
                "id TINYINT NOT NULL COMMENT 'Always 1', "
                "holder VARCHAR(120) NOT NULL COMMENT 'Host, process and a random number of who migrates; empty: nobody', "
                "until_us BIGINT NOT NULL COMMENT 'Free after this, UTC microseconds of the server', "
                "PRIMARY KEY (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='Who is migrating the schema just now'",
                "", ""},
    [FILL] = {"INSERT IGNORE INTO schema_lock (id, holder, until_us) VALUES (1, '', 0)", "", ""},
    [CLAIM] = {"UPDATE schema_lock SET holder = ?, until_us = " SERVER_US " + ? WHERE id = 1 AND until_us < " SERVER_US, "ti", ""},
    [HOLDER] = {"SELECT holder FROM schema_lock WHERE id = 1", "", "t"},
    [RENEW] = {"UPDATE schema_lock SET until_us = " SERVER_US " + ? WHERE id = 1 AND holder = ?", "it", ""},
    [RELEASE] = {"UPDATE schema_lock SET holder = '', until_us = 0 WHERE id = 1 AND holder = ?", "t", ""},
};

struct migrate_lock {
    char holder[HOLDER_MAX];
    struct db *db; /* the thread's own */
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    bool ended;
};

static void name_holder(char holder[HOLDER_MAX])
{
    char host[64] = "host";
    uint64_t random = 0;

    (void)gethostname(host, sizeof(host) - 1);
    (void)!getrandom(&random, sizeof(random), 0);
    (void)snprintf(holder, HOLDER_MAX, "%s %ld %016llx", host, (long)getpid(), (unsigned long long)random);
}

static enum err renew(const struct migrate_lock *lock, struct db *db)
{
    struct db_done done;

    TRY(db_once(db, NULL, &stmts[RENEW], DB_ARGS(DB_INT(LEASE_S * INT64_C(1000000)), DB_TEXT(lock->holder)), NULL, &done));
    return done.rows == 1 ? ERR_NONE : ERR_STATE;
}

static void *keep(void *ctx)
{
    struct migrate_lock *lock = ctx;
    struct timespec until;

    (void)pthread_mutex_lock(&lock->mutex);
    while (!lock->ended) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += REFRESH_S;
        (void)pthread_cond_timedwait(&lock->wake, &lock->mutex, &until);
        if (!lock->ended && renew(lock, lock->db) != ERR_NONE)
            log_note(LOG_WARN, "the lock of the migration could not be renewed");
    }
    (void)pthread_mutex_unlock(&lock->mutex);
    return NULL;
}

static enum err claim(struct db *db, const char *holder, unsigned wait_s, FILE *out)
{
    const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
    struct db_done done;

    for (unsigned waited_ms = 0;; waited_ms += POLL_MS) {
        TRY(db_once(db, NULL, &stmts[CLAIM], DB_ARGS(DB_TEXT(holder), DB_INT(LEASE_S * INT64_C(1000000))), NULL, &done));
        if (done.rows == 1)
            return ERR_NONE;
        if (waited_ms >= wait_s * 1000)
            return ERR_STATE;
        if (waited_ms == 0)
            (void)fprintf(out, "Another migration is under way; waiting for up to %u seconds.\n", wait_s);
        (void)nanosleep(&pause, NULL);
    }
}

static void say_holder(struct db *db, FILE *out)
{
    struct arena *a = arena_new(4096);
    struct db_rows rows;

    if (db_once(db, a, &stmts[HOLDER], DB_NO_ARGS, &rows, NULL) == ERR_NONE && rows.n == 1)
        (void)fprintf(out, "Another migration still holds the lock: %s. Wait for it to end, then run this again.\n",
                      db_text(&rows, 0, 0));
    arena_free(a);
}

enum err migrate_lock_take(struct db *db, unsigned wait_s, FILE *out, struct migrate_lock **ret_lock)
{
    static const struct db_stmts *const none[] = {NULL};
    struct migrate_lock *lock;
    enum err e;

    TRY(db_once(db, NULL, &stmts[CREATE], DB_NO_ARGS, NULL, NULL));
    TRY(db_once(db, NULL, &stmts[FILL], DB_NO_ARGS, NULL, NULL));
    lock = calloc(1, sizeof(*lock));
    if (!lock)
        db_bug("out of memory");
    name_holder(lock->holder);
    e = claim(db, lock->holder, wait_s, out);
    if (e == ERR_STATE)
        say_holder(db, out);
    if (e != ERR_NONE)
        goto out;
    /* Not the owner's patience: a renewal that hangs is of no use. */
    lock->db = db_new(&db->config, DB_JOBS, none);
    (void)pthread_mutex_init(&lock->mutex, NULL);
    (void)pthread_cond_init(&lock->wake, NULL);
    if (pthread_create(&lock->thread, NULL, keep, lock) != 0)
        db_bug("no thread for the lock of the migration");
    *ret_lock = lock;
    lock = NULL;
out:
    free(lock);
    return e;
}

enum err migrate_lock_check(struct migrate_lock *lock, struct db *db)
{
    return renew(lock, db);
}

void migrate_lock_release(struct migrate_lock *lock, struct db *db)
{
    (void)pthread_mutex_lock(&lock->mutex);
    lock->ended = true;
    (void)pthread_cond_signal(&lock->wake);
    (void)pthread_mutex_unlock(&lock->mutex);
    (void)pthread_join(lock->thread, NULL);
    db_close(lock->db);
    if (db_once(db, NULL, &stmts[RELEASE], DB_ARGS(DB_TEXT(lock->holder)), NULL, NULL) != ERR_NONE)
        log_note(LOG_WARN, "the lock of the migration could not be given back; it ends by itself in %d seconds", LEASE_S);
    (void)pthread_cond_destroy(&lock->wake);
    (void)pthread_mutex_destroy(&lock->mutex);
    free(lock);
}
