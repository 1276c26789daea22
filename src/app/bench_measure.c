#include "bench_measure.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "utc.h"

#define SAMPLES_MAX 400000

/* What the clients share with the one that prints. */
struct shared {
    _Atomic long requests, failures, samples;
    _Atomic int wrong; /* status of the last answer that was not the page's; 0: there was no answer */
    _Atomic int ready;
    _Atomic int64_t go_us, until_us, last_us; /* last_us: when the last answer came */
    uint32_t took_us[SAMPLES_MAX];
};

/* ---- one page, by all clients at once ---- */

static void run_client(const struct bench_options *o, const struct bench_page *page, unsigned number, struct shared *shared)
{
    struct bench_visit v = {.config = o->config, .number = o->number, .seconds = (unsigned)o->seconds};
    bench_client_init(&v.client, 1 + number, (unsigned)o->port);
    enum err e = page->prepare(&v);
    if (e != ERR_NONE) {
        fprintf(stderr, "%s: a client could not be prepared: %s (status %d)\n", page->name, err_name(e), v.client.status);
        _exit(1);
    }
    atomic_fetch_add(&shared->ready, 1);
    while (atomic_load(&shared->go_us) == 0)
        usleep(500);
    int64_t until_us = atomic_load(&shared->until_us);
    for (size_t i = 0;; i++) {
        int64_t from_us = utc_monotonic_us();
        if (from_us >= until_us)
            break;
        e = page->request(&v, i + number);
        if (e == ERR_RATE)
            break;
        int64_t now_us = utc_monotonic_us(), took_us = now_us - from_us, last_us = atomic_load(&shared->last_us);
        while (last_us < now_us && !atomic_compare_exchange_weak(&shared->last_us, &last_us, now_us))
            continue;
        if (e != ERR_NONE || v.client.status != page->status) {
            atomic_fetch_add(&shared->failures, 1);
            atomic_store(&shared->wrong, e == ERR_NONE ? v.client.status : 0);
        }
        atomic_fetch_add(&shared->requests, 1);
        long slot = atomic_fetch_add(&shared->samples, 1);
        if (slot < SAMPLES_MAX)
            shared->took_us[slot] = (uint32_t)took_us;
    }
    if (page->finish && page->finish(&v) != ERR_NONE)
        fprintf(stderr, "%s: what a client sent could not be cleared away\n", page->name);
    bench_client_free(&v.client);
    _exit(0);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Stop what is still running; true when one of the clients had failed. */
static bool clients_end(const pid_t *clients, size_t n, bool stop)
{
    bool failed = false;
    for (size_t i = 0; i < n; i++) {
        int status = 0;
        if (stop)
            kill(clients[i], SIGKILL);
        failed |= waitpid(clients[i], &status, 0) == clients[i] && status != 0;
    }
    return failed;
}

static bool clients_ready(struct shared *shared, const pid_t *clients, size_t n)
{
    while (atomic_load(&shared->ready) < (int)n) {
        usleep(1000);
        for (size_t i = 0; i < n; i++) {
            siginfo_t info = {.si_pid = 0};
            if (waitid(P_PID, (id_t)clients[i], &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0)
                return false;
        }
    }
    return true;
}

static void figure_of(struct shared *shared, double seconds, struct bench_figure *ret_figure)
{
    long n = atomic_load(&shared->samples);
    n = n < SAMPLES_MAX ? n : SAMPLES_MAX;
    qsort(shared->took_us, (size_t)n, sizeof shared->took_us[0], by_size);
    long middle = n / 2, most = n * 95 / 100, almost_last = n * 99 / 100;
    *ret_figure = (struct bench_figure){
        .per_second = (double)atomic_load(&shared->requests) / seconds,
        .p50_ms = n ? shared->took_us[middle] / 1e3 : 0,
        .p95_ms = n ? shared->took_us[most] / 1e3 : 0,
        .p99_ms = n ? shared->took_us[almost_last] / 1e3 : 0,
        .requests = atomic_load(&shared->requests),
        .failures = atomic_load(&shared->failures),
    };
}

/* Statements that the workers of a page's pool have run so far; 0: not known. */
static double statements_run(const struct bench_options *o, const struct bench_page *page)
{
    struct bench_client c;
    double n = 0;
    if (!*page->pool)
        return 0;
    bench_client_init(&c, 1, (unsigned)o->port);
    if (bench_request(&c, "GET", strcmp(page->pool, "staff") == 0 ? "/staff/metrics" : "/metrics", NULL) == ERR_NONE && c.status == 200) {
        const char *figure = strstr(c.page, "\nredress_statements_total{");
        n = figure ? strtod(figure + strcspn(figure, " "), NULL) : 0;
    }
    bench_client_free(&c);
    return n;
}

enum err bench_measure(const struct bench_options *o, const struct bench_page *page, struct bench_figure *ret_figure)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return ERR_IO;
    pid_t clients[BENCH_CLIENTS_MAX];
    size_t n = (size_t)o->clients;
    for (size_t i = 0; i < n; i++) {
        clients[i] = fork();
        if (clients[i] == 0)
            run_client(o, page, (unsigned)i, shared);
    }
    bool ready = clients_ready(shared, clients, n);
    double statements = statements_run(o, page);
    int64_t from_us = utc_monotonic_us();
    atomic_store(&shared->until_us, from_us + o->seconds * UTC_SECOND_US);
    atomic_store(&shared->go_us, from_us);
    bool failed = clients_end(clients, n, !ready);
    figure_of(shared, (double)(atomic_load(&shared->last_us) - from_us) / 1e6, ret_figure);
    ret_figure->statements = ret_figure->requests ? (statements_run(o, page) - statements) / (double)ret_figure->requests : 0;
    if (ret_figure->failures)
        fprintf(stderr, "%s: %ld of %ld requests failed, the last with status %d%s\n", page->name, ret_figure->failures, ret_figure->requests,
                atomic_load(&shared->wrong), atomic_load(&shared->wrong) == 429 ? ": nginx limits this client's rate (REDRESS_RATE of quickstart)" : "");
    munmap(shared, sizeof *shared);
    return ready && !failed && ret_figure->requests > 0 ? ERR_NONE : ERR_IO;
}

/* ---- memory ---- */

double bench_worker_mib(const struct config *config, const char *pool)
{
    char path[300], line[300];
    snprintf(path, sizeof path, "%s/%s.pid", config->paths.run, pool);
    FILE *in = fopen(path, "re");
    long master = 0, largest = 0;
    if (!in || !fgets(line, sizeof line, in)) {
        if (in)
            fclose(in);
        return 0;
    }
    fclose(in);
    master = strtol(line, NULL, 10);
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", master, master);
    in = fopen(path, "re");
    char children[4000] = "";
    if (in && !fgets(children, sizeof children, in))
        children[0] = '\0';
    if (in)
        fclose(in);
    for (char *p = children, *next; strtol(p, &next, 10) > 0; p = next) {
        snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", strtol(p, NULL, 10));
        FILE *maps = fopen(path, "re");
        long kib = 0;
        while (maps && fgets(line, sizeof line, maps))
            if (strncmp(line, "Private_", 8) == 0)
                kib += strtol(line + strcspn(line, ":") + 1, NULL, 10);
        if (maps)
            fclose(maps);
        largest = kib > largest ? kib : largest;
    }
    return (double)largest / 1024;
}
