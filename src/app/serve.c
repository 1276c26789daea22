#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config_load.h"
#include "confine.h"
#include "ctl.h"
#include "fcgi.h"
#include "health.h"
#include "listen.h"
#include "log.h"
#include "route.h"
#include "shift.h"
#include "site.h"
#include "stores.h"

#define WORKERS_MAX 256
#define ARENA_LIMIT (256u << 20)
#define ACCEPT_WAIT_MS 1000
#define RESPAWN_PAUSE_US (200 * INT64_C(1000))
#define HEAP_KEPT (8 << 20) /* bytes that a worker keeps free: files pass through buffers of 1 MiB, which the system would fill with zeros each time */
#define LISTEN_FD_ENV "REDRESS_LISTEN_FD"

static volatile sig_atomic_t stopping, reloading;

static void on_stop(int sig)
{
    (void)sig;
    stopping = 1;
}
static void on_reload(int sig)
{
    (void)sig;
    reloading = 1;
}
static void on_child(int sig)
{
    (void)sig;
}

/* ---- a worker ---- */

static void one_request(struct site *site, struct db *db, struct arena *arena, FCGX_Request *fcgx)
{
    site->ahead_us = shift_us(site->config);
    int64_t now_us = utc_now_us() + site->ahead_us, from_us = utc_monotonic_us();
    struct http_request *req;
    struct http_response *resp = http_response_new(arena);
    uint64_t statements = db_statements(db);
    health_begin();
    enum err e = fcgi_request(arena, fcgx, now_us, &req);
    /* Where a proxy in front takes the encryption off, the connection does not show it; cookies are marked Secure all the same. */
    const char *url = site->pool == CRYPTO_STAFF ? site->config->site.staff_url : site->config->site.public_url;
    if (e == ERR_NONE && str_starts(str_of(url), "https://"))
        req->https = true;
    if (e == ERR_NONE)
        dispatch(site, db, req, resp, now_us);
    else
        dispatch_refuse(site, arena, resp, e, now_us, &req);
    enum err sent = fcgi_respond(fcgx, req, resp);
    health_end(resp->status, utc_monotonic_us() - from_us, db_statements(db) - statements);
    if (sent != ERR_NONE)
        LOG(LOG_INFO, "the client was gone before the answer", LOG_TEXT("id", req->id));
}

/* A connection wakes one of the waiting workers, not all of them. -1: the system has no more descriptors. */
static int wait_open(int listen_fd)
{
    struct epoll_event connection = {.events = EPOLLIN | EPOLLEXCLUSIVE};
    int fd = epoll_create1(EPOLL_CLOEXEC);
    if (fd >= 0 && epoll_ctl(fd, EPOLL_CTL_ADD, listen_fd, &connection) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/*
 * Wait for the next connection with SIGTERM open, so that a drain never cuts a request. Whoever is woken takes the connection even when he is
 * to end: nobody else is told of it, but for those who look again after ACCEPT_WAIT_MS. The alarm is set before accept: a client that sends half of a request costs one worker, which the master replaces.
 */
static bool next_request(int wait_fd, FCGX_Request *fcgx, unsigned timeout_s)
{
    sigset_t open_mask;
    sigemptyset(&open_mask);
    struct epoll_event connection;
    int n = epoll_pwait(wait_fd, &connection, 1, ACCEPT_WAIT_MS, &open_mask);
    if (n <= 0)
        return false;
    alarm(timeout_s);
    if (FCGX_Accept_r(fcgx) < 0) { /* another worker was faster */
        alarm(0);
        return false;
    }
    return true;
}

/* While a connection is ready epoll_pwait delivers no signal, so that under a full queue a worker would never end. */
static bool told_to_end(void)
{
    sigset_t waiting;
    return stopping || (sigpending(&waiting) == 0 && (sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1));
}

static int worker(struct site *site, const struct config_pool *pool, unsigned db_pool, int listen_fd, pid_t master)
{
    struct db_config db_config;
    if (config_database(site->config, db_pool, &db_config) != ERR_NONE)
        return 1;
    struct db *db = db_new(&db_config, db_pool, app_stores);
    mallopt(M_MMAP_THRESHOLD, HEAP_KEPT);
    mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
    confine_memory(pool->memory_mib);
    if (confine_syscalls() != ERR_NONE)
        return 1;
    struct arena *arena = arena_new(ARENA_LIMIT);
    FCGX_Request fcgx;
    int wait_fd = wait_open(listen_fd);
    if (wait_fd < 0 || FCGX_Init() != 0 || FCGX_InitRequest(&fcgx, listen_fd, 0) != 0)
        return 1;
    for (unsigned served = 0; !told_to_end() && served < pool->recycle_requests && getppid() == master;) {
        if (!next_request(wait_fd, &fcgx, pool->request_timeout_s))
            continue;
        site_follow_texts(site, db);
        one_request(site, db, arena, &fcgx);
        FCGX_Finish_r(&fcgx);
        alarm(0);
        arena_reset(arena);
        served++;
    }
    close(wait_fd);
    db_close(db);
    arena_free(arena);
    return 0;
}

/* ---- the master ---- */

struct master {
    struct site site;
    const struct config_pool *pool;
    const char *pool_name;
    unsigned db_pool;
    int listen_fd;
    struct {
        pid_t pid;
        int64_t born_us;
    } workers[WORKERS_MAX];
};

static void spawn(struct master *m, unsigned i)
{
    pid_t master = getpid(), pid = fork();
    if (pid == 0) {
        /* Workers that outlived a killed master would hold the socket that the next one needs. */
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        signal(SIGHUP, SIG_IGN);
        signal(SIGCHLD, SIG_DFL);
        int status = worker(&m->site, m->pool, m->db_pool, m->listen_fd, master);
        exit(status);
    }
    if (pid < 0) {
        LOG(LOG_ERROR, "cannot fork a worker", LOG_TEXT("error", strerrordesc_np(errno)));
        return;
    }
    m->workers[i].pid = pid;
    m->workers[i].born_us = utc_monotonic_us();
}

/* One that died young waits a moment, so that a fault at start does not become a storm. */
static void respawn(struct master *m)
{
    for (unsigned i = 0; i < m->pool->workers; i++)
        if (m->workers[i].pid == 0 && utc_monotonic_us() - m->workers[i].born_us > RESPAWN_PAUSE_US)
            spawn(m, i);
}

static void reap(struct master *m)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (unsigned i = 0; i < m->pool->workers; i++)
            if (m->workers[i].pid == pid)
                m->workers[i].pid = 0;
        if (WIFSIGNALED(status)) {
            health_worker_died();
            LOG(LOG_ERROR, WTERMSIG(status) == SIGALRM ? "a worker waited too long for a request and was replaced" : "a worker died and is replaced",
                LOG_TEXT("pool", m->pool_name), LOG_NUM("worker", pid), LOG_NUM("signal", WTERMSIG(status)));
        } else if (WEXITSTATUS(status) != 0) {
            LOG(LOG_ERROR, "a worker could not start", LOG_TEXT("pool", m->pool_name), LOG_NUM("worker", pid));
        }
    }
}

static void drain(struct master *m)
{
    for (unsigned i = 0; i < m->pool->workers; i++)
        if (m->workers[i].pid > 0)
            kill(m->workers[i].pid, SIGTERM);
}

/* Whether the present configuration, keys, templates and binary would start; asked of a child before they replace what runs. */
static bool would_start(const char *self, char **argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        char *check[32];
        size_t n = 0;
        check[n++] = (char *)"redress";
        for (size_t i = 0; argv[i] && n < 30; i++)
            check[n++] = argv[i];
        check[n++] = (char *)"--check";
        check[n] = NULL;
        execv(self, check);
        _exit(1);
    }
    int status = 1;
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/*
 * HUP: the master becomes the new program in place, listening socket and process id kept. The old workers finish what they have; no connection
 * is refused in between.
 */
static void reload(struct master *m, const char *self, char **argv)
{
    if (!would_start(self, argv)) {
        LOG(LOG_ERROR, "reload refused: the new configuration does not start; the old one goes on", LOG_TEXT("pool", m->pool_name));
        return;
    }
    LOG(LOG_INFO, "reloading", LOG_TEXT("pool", m->pool_name));
    char fd[16];
    snprintf(fd, sizeof fd, "%d", m->listen_fd);
    setenv(LISTEN_FD_ENV, fd, 1);
    fcntl(m->listen_fd, F_SETFD, 0);
    drain(m);
    char *again[32];
    size_t n = 0;
    again[n++] = (char *)"redress";
    for (size_t i = 0; argv[i] && n < 31; i++)
        again[n++] = argv[i];
    again[n] = NULL;
    execv(self, again);
    LOG(LOG_ERROR, "reload failed", LOG_TEXT("error", strerrordesc_np(errno)));
}

static void master_signals(void)
{
    struct sigaction stop = {.sa_handler = on_stop}, again = {.sa_handler = on_reload}, child = {.sa_handler = on_child};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGHUP, &again, NULL);
    sigaction(SIGCHLD, &child, NULL);
    signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGHUP);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
}

static void oversee(struct master *m, const char *self, char **argv)
{
    sigset_t open_mask;
    sigemptyset(&open_mask);
    while (!stopping) {
        reap(m);
        respawn(m);
        if (reloading) {
            reloading = 0;
            reload(m, self, argv);
        }
        ppoll(NULL, 0, &(struct timespec){.tv_nsec = 250000000}, &open_mask);
    }
    drain(m);
    for (int64_t until = utc_monotonic_us() + (int64_t)m->pool->request_timeout_s * UTC_SECOND_US; utc_monotonic_us() < until;) {
        reap(m);
        unsigned left = 0;
        for (unsigned i = 0; i < m->pool->workers; i++)
            left += m->workers[i].pid > 0;
        if (left == 0)
            break;
        ppoll(NULL, 0, &(struct timespec){.tv_nsec = 50000000}, &open_mask);
    }
    for (unsigned i = 0; i < m->pool->workers; i++)
        if (m->workers[i].pid > 0)
            kill(m->workers[i].pid, SIGKILL);
}

static void usage(FILE *out)
{
    fputs("usage: redress serve --pool public|staff [--config FILE] [--check]\n\n"
          "  --pool NAME    which pages: the public website, or those of staff\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n"
          "  --check        only check that it would start\n\n"
          "TERM ends it after the requests under way; HUP takes up a new configuration and program without refusing a request.\n",
          out);
}

int ctl_serve(int argc, char **argv)
{
    static const struct option options[] = {{"pool", required_argument, NULL, 'p'},
                                            {"config", required_argument, NULL, 'c'},
                                            {"check", no_argument, NULL, 'k'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *pool = "", *path = NULL;
    bool only_check = false;
    for (int c; (c = getopt_long(argc, argv, "p:c:h", options, NULL)) != -1;) {
        if (c == 'p')
            pool = optarg;
        else if (c == 'c')
            path = optarg;
        else if (c == 'k')
            only_check = true;
        else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    bool is_public = strcmp(pool, "public") == 0;
    if (!is_public && strcmp(pool, "staff") != 0) {
        usage(stderr);
        return 2;
    }
    char self[4096] = "";
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return 1;
    struct config *config;
    static struct master m;
    m.pool_name = pool;
    m.db_pool = is_public ? DB_PUBLIC : DB_STAFF;
    if (config_load(path, &config) != ERR_NONE || site_make(config, is_public ? CRYPTO_PUBLIC : CRYPTO_STAFF, &m.site) != ERR_NONE ||
        site_check_schema(config, m.db_pool) != ERR_NONE)
        return 1;
    if (only_check)
        return 0;
    log_set_level(config_log_level(config));
    m.pool = is_public ? &config->public_pool : &config->staff_pool;
    const char *inherited = getenv(LISTEN_FD_ENV);
    long long fd;
    if (inherited && str_to_i64(str_of(inherited), 3, 1 << 20, &fd)) {
        m.listen_fd = (int)fd;
        fcntl(m.listen_fd, F_SETFD, FD_CLOEXEC);
        unsetenv(LISTEN_FD_ENV);
    } else if (listen_open(m.pool, &m.listen_fd) != ERR_NONE) {
        return 1;
    }
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    health_start(m.pool_name);
    master_signals();
    LOG(LOG_INFO, "serving", LOG_TEXT("pool", pool), LOG_TEXT("listen", m.pool->listen), LOG_NUM("workers", m.pool->workers));
    for (unsigned i = 0; i < m.pool->workers; i++)
        spawn(&m, i);
    oversee(&m, self, argv);
    listen_close(m.pool, m.listen_fd);
    LOG(LOG_INFO, "stopped", LOG_TEXT("pool", pool));
    return 0;
}
