#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_limits.h"
#include "listen.h"
#include "utc.h"

#define FIXED_BYTES 10240
#define CONNECTIONS_MAX 64

static const char *fixed_socket(const struct config *config, char path[200])
{
    snprintf(path, 200, "unix:%s/bench.sock", config->paths.run);
    return path;
}

static void fixed_worker(int fd)
{
    static char body[FIXED_BYTES], dropped[1 << 16];
    memset(body, 'x', sizeof body);
    FCGX_Request request;
    FCGX_Init();
    FCGX_InitRequest(&request, fd, 0);
    for (;;) {
        struct pollfd waiting = {.fd = fd, .events = POLLIN};
        poll(&waiting, 1, -1);
        if (FCGX_Accept_r(&request) < 0)
            continue;
        while (FCGX_GetStr(dropped, sizeof dropped, request.in) == sizeof dropped)
            continue;
        FCGX_FPrintF(request.out, "Status: 200\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n", FIXED_BYTES);
        FCGX_PutStr(body, sizeof body, request.out);
        FCGX_Finish_r(&request);
    }
}

enum err bench_fixed_start(const struct config *config, pid_t *ret_group)
{
    char path[200];
    struct config_pool pool = config->public_pool;
    pool.listen = fixed_socket(config, path);
    int fd;
    TRY(listen_open(&pool, &fd));
    pid_t group = fork();
    if (group < 0)
        return ERR_IO;
    if (group == 0) {
        setpgid(0, 0);
        for (unsigned i = 1; i < pool.workers; i++)
            if (fork() == 0)
                break;
        fixed_worker(fd);
    }
    setpgid(group, group);
    close(fd);
    *ret_group = group;
    return ERR_NONE;
}

void bench_fixed_stop(const struct config *config, pid_t group)
{
    char path[200];
    kill(-group, SIGKILL);
    waitpid(group, NULL, 0);
    unlink(fixed_socket(config, path) + strlen("unix:"));
}

/* ---- bare transactions ---- */

enum { LIMIT_A, LIMIT_B, LIMIT_C };
static const struct db_stmt list[] = {
    [LIMIT_A] = {"INSERT INTO bench_limit_a (body) VALUES (?)", "t", ""},
    [LIMIT_B] = {"INSERT INTO bench_limit_b (a_id, body) VALUES (?, ?)", "it", ""},
    [LIMIT_C] = {"INSERT INTO bench_limit_c (a_id, at_us) VALUES (?, ?)", "ii", ""},
};
static const struct db_stmts limit_tables = {"bench_limits", list, COUNT_OF(list), DB_OWNER};

static const char text[] = "A text as long as an ordinary short complaint, so that the rows of this limit have a believable size: it is here twice over. "
                           "A text as long as an ordinary short complaint, so that the rows of this limit have a believable size: it is here twice over.";

static enum err three_inserts(struct db *db, void *ctx)
{
    struct db_done done;
    (void)ctx;
    TRY(db_run(db, &list[LIMIT_A], DB_ARGS(DB_TEXT(text)), &done));
    TRY(db_run(db, &list[LIMIT_B], DB_ARGS(DB_INT(done.id), DB_TEXT(text)), NULL));
    return db_run(db, &list[LIMIT_C], DB_ARGS(DB_INT(done.id), DB_INT(utc_now_us())), NULL);
}

static enum err change_tables(struct db *db, const char *const *statements)
{
    for (; *statements; statements++)
        TRY(db_exec_text(db, *statements));
    return ERR_NONE;
}

static void durable_worker(const struct db_config *db_config, int64_t until_us, _Atomic long *count)
{
    static const struct db_stmts *const tables[] = {&limit_tables, NULL};
    struct db *db;
    if (db_open(db_config, DB_OWNER, tables, &db) != ERR_NONE)
        _exit(1);
    long n = 0;
    while (utc_monotonic_us() < until_us && db_tx(db, three_inserts, NULL) == ERR_NONE)
        n++;
    atomic_fetch_add(count, n);
    db_close(db);
    _exit(0);
}

enum err bench_durable(const struct config *config, unsigned connections, unsigned seconds, double *ret_per_second)
{
    static const struct db_stmts *const none[] = {NULL};
    static const char *const make[] = {"CREATE TABLE IF NOT EXISTS bench_limit_a (id BIGINT AUTO_INCREMENT PRIMARY KEY, body VARCHAR(1000)) ENGINE=InnoDB",
                                       "CREATE TABLE IF NOT EXISTS bench_limit_b (id BIGINT AUTO_INCREMENT PRIMARY KEY, a_id BIGINT, body VARCHAR(1000), "
                                       "KEY (a_id)) ENGINE=InnoDB",
                                       "CREATE TABLE IF NOT EXISTS bench_limit_c (id BIGINT AUTO_INCREMENT PRIMARY KEY, a_id BIGINT, at_us BIGINT, KEY (a_id)) "
                                       "ENGINE=InnoDB",
                                       NULL};
    static const char *const drop[] = {"DROP TABLE bench_limit_a", "DROP TABLE bench_limit_b", "DROP TABLE bench_limit_c", NULL};
    struct db_config db_config;
    struct db *db;
    TRY(config_database(config, DB_OWNER, &db_config));
    TRY(db_open(&db_config, DB_OWNER, none, &db));
    TRY(change_tables(db, make));
    _Atomic long *count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (count == MAP_FAILED)
        return ERR_IO;
    int64_t from_us = utc_monotonic_us() + 300000, until_us = from_us + (int64_t)seconds * UTC_SECOND_US;
    pid_t workers[CONNECTIONS_MAX];
    for (unsigned i = 0; i < connections && i < CONNECTIONS_MAX; i++) {
        workers[i] = fork();
        if (workers[i] == 0)
            durable_worker(&db_config, until_us, count);
    }
    int status, failed = 0;
    for (unsigned i = 0; i < connections && i < CONNECTIONS_MAX; i++)
        failed |= waitpid(workers[i], &status, 0) < 0 || status != 0;
    *ret_per_second = (double)atomic_load(count) / ((double)(until_us - from_us) / 1e6 + 0.3);
    munmap(count, sizeof *count);
    enum err e = change_tables(db, drop);
    db_close(db);
    return failed ? ERR_DB : e;
}
