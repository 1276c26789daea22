#ifndef REDRESS_BENCH_MEASURE_H
#define REDRESS_BENCH_MEASURE_H

#include "bench_pages.h"

#define BENCH_CLIENTS_MAX 64

struct bench_options {
    const struct config *config;
    long long clients, seconds, rounds, port;
    const char *number; /* of a demo complaint that can be tracked */
};

struct bench_figure {
    double per_second, p50_ms, p95_ms, p99_ms;
    double statements; /* for each request, by the pool's own figures */
    long requests, failures; /* failures: broken off, or another status than the page's */
};

/* Ask for one page with all clients at once, each a process of its own, once all are prepared. ERR_IO: a client could not be prepared. */
enum err bench_measure(const struct bench_options *o, const struct bench_page *page, struct bench_figure *ret_figure) MUST_CHECK;

/* Private memory of the largest worker of a pool ("public", "staff") in MiB; 0 when run/NAME.pid does not tell its master. */
double bench_worker_mib(const struct config *config, const char *pool);

#endif
