#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_limits.h"
#include "bench_measure.h"
#include "ctl.h"
#include "demo_store.h"

#define ROUNDS_MAX 25
#define PAGES_MAX 24
#define LIMITS_MAX (2 * ROUNDS_MAX * PAGES_MAX)

static enum err demo_number(const struct config *config, char *to, size_t cap)
{
    static const struct db_stmts *const tables[] = {&demo_stmts, NULL};
    struct db_config db_config;
    struct db *db;
    struct db_rows rows;
    TRY(config_database(config, DB_OWNER, &db_config));
    TRY(db_open(&db_config, DB_OWNER, tables, &db));
    struct arena *a = arena_new(16 << 20);
    enum err e = demo_sample(db, a, &rows);
    if (e == ERR_NONE && rows.n == 0)
        e = ERR_NOT_FOUND;
    if (e == ERR_NONE)
        snprintf(to, cap, "%s", db_text(&rows, rows.n - 1, 0));
    db_close(db);
    arena_free(a);
    return e;
}

/* ---- rounds ---- */

struct row {
    const struct bench_page *page;
    double share[ROUNDS_MAX]; /* of its limit in the same round */
    struct bench_figure figures[ROUNDS_MAX];
    size_t n;
    bool failed;
};
struct table {
    struct bench_options options;
    struct row rows[PAGES_MAX];
    size_t n;
    double fixed[LIMITS_MAX], durable[LIMITS_MAX], received[LIMITS_MAX];
    size_t n_fixed, n_durable, n_received;
    long requests[2];  /* public, staff */
    double memory[2];  /* after the first round */
    long at_memory[2]; /* requests until then */
};
static const char *const pools[2] = {"public", "staff"};

/* Measured before and after every page, for half the time, since a machine is not as fast in one minute as in the next. */
static enum err measure_limit(struct table *t, const char *limit, double *ret_per_second)
{
    struct bench_options half = t->options;
    half.seconds = (half.seconds + 1) / 2;
    if (*limit == 'D') {
        TRY(bench_durable(half.config, (unsigned)half.clients, (unsigned)half.seconds, ret_per_second));
        t->durable[t->n_durable++] = *ret_per_second;
        return ERR_NONE;
    }
    const bool upload = *limit == 'U';
    struct bench_figure f;
    TRY(bench_measure(&half, upload ? &bench_received_page : &bench_fixed_page, &f));
    if (f.failures)
        return ERR_IO;
    *ret_per_second = f.per_second;
    if (upload)
        t->received[t->n_received++] = f.per_second;
    else
        t->fixed[t->n_fixed++] = f.per_second;
    return ERR_NONE;
}

static enum err measure_row(struct table *t, struct row *row)
{
    double before, after;
    struct bench_figure *f = &row->figures[row->n];
    TRY(measure_limit(t, row->page->limit, &before));
    TRY(bench_measure(&t->options, row->page, f));
    TRY(measure_limit(t, row->page->limit, &after));
    row->share[row->n++] = f->per_second * 2 / (before + after);
    row->failed |= f->failures > 0;
    t->requests[strcmp(row->page->pool, pools[0]) != 0] += f->requests;
    return ERR_NONE;
}

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}
static double median(const double *values, size_t n)
{
    double sorted[LIMITS_MAX];
    if (n == 0)
        return 0;
    memcpy(sorted, values, n * sizeof *values);
    qsort(sorted, n, sizeof *sorted, ascending);
    return sorted[n / 2];
}

static bool print_row(const struct row *row)
{
    double per_second[ROUNDS_MAX], p50[ROUNDS_MAX], p95[ROUNDS_MAX], p99[ROUNDS_MAX], statements[ROUNDS_MAX];
    for (size_t i = 0; i < row->n; i++) {
        per_second[i] = row->figures[i].per_second;
        p50[i] = row->figures[i].p50_ms;
        p95[i] = row->figures[i].p95_ms;
        p99[i] = row->figures[i].p99_ms;
        statements[i] = row->figures[i].statements;
    }
    double share = median(row->share, row->n);
    if (row->n == 0)
        printf("%-22s could not be measured\n", row->page->name);
    else
        printf("%-22s %9.0f/s  p50 %7.2f  p95 %7.2f  p99 %7.2f ms %5.1f statements  %.3f %s (aim %.2f)%s%s\n", row->page->name, median(per_second, row->n), median(p50, row->n),
               median(p95, row->n), median(p99, row->n), median(statements, row->n), share, row->page->limit, row->page->aim, share < row->page->aim ? "  BELOW" : "  held",
               row->failed ? "  SOME FAILED" : "");
    return row->n > 0 && !row->failed;
}

static enum err print_table(const struct table *t)
{
    bool all = true;
    if (t->n_fixed)
        printf("%-22s %9.0f/s  the limit F: a fixed body of 10 kB\n", "fixed body", median(t->fixed, t->n_fixed));
    if (t->n_durable)
        printf("%-22s %9.0f/s  the limit D: durable transactions\n", "three inserts", median(t->durable, t->n_durable));
    if (t->n_received)
        printf("%-22s %9.0f/s  the limit U: the same photograph, received and dropped\n", "bytes dropped", median(t->received, t->n_received));
    for (size_t i = 0; i < t->n; i++)
        all &= print_row(&t->rows[i]);
    for (int i = 0; i < 2; i++)
        if (t->requests[i])
            printf("%s: largest worker's private memory %.1f MiB after %ld requests, %.1f MiB after %ld\n", pools[i], t->memory[i], t->at_memory[i],
                   bench_worker_mib(t->options.config, pools[i]), t->requests[i]);
    return all ? ERR_NONE : ERR_IO;
}

static void add_pages(struct table *t, struct str name, const struct bench_page *pages, size_t n)
{
    for (size_t i = 0; i < n && t->n < PAGES_MAX; i++)
        if (!name.p || str_is(name, pages[i].name))
            t->rows[t->n++].page = &pages[i];
}

/* All pages, or those that are named. */
static enum err choose_pages(struct table *t, const char *only)
{
    struct str rest = only ? str_of(only) : (struct str){0};
    do {
        struct str name = rest.p ? str_cut(&rest, ',') : rest;
        size_t before = t->n;
        add_pages(t, name, bench_pages, bench_pages_n);
        add_pages(t, name, bench_work_pages, bench_work_pages_n);
        if (t->n == before) {
            fprintf(stderr, "there is no page \"%.*s\"; their names:\n", (int)name.n, name.p);
            for (size_t i = 0; i < bench_pages_n + bench_work_pages_n; i++)
                fprintf(stderr, "  %s\n", i < bench_pages_n ? bench_pages[i].name : bench_work_pages[i - bench_pages_n].name);
            return ERR_INPUT;
        }
    } while (rest.p);
    return ERR_NONE;
}

static enum err bench(const struct bench_options *o, const char *only)
{
    static struct table t;
    char number[40];
    pid_t group;
    TRY(choose_pages(&t, only));
    TRY(demo_number(o->config, number, sizeof number));
    t.options = *o;
    t.options.number = number;
    TRY(bench_fixed_start(o->config, &group));
    printf("%lld clients, %lld rounds of %lld s, workers %u public, %u staff; the medians\n", o->clients, o->rounds, o->seconds,
           o->config->public_pool.workers, o->config->staff_pool.workers);
    for (long long round = 0; round < o->rounds; round++) {
        fprintf(stderr, "round %lld of %lld\n", round + 1, o->rounds);
        for (size_t i = 0; i < t.n; i++)
            if (measure_row(&t, &t.rows[i]) != ERR_NONE)
                t.rows[i].failed = true;
        for (int i = 0; round == 0 && i < 2; i++) {
            t.memory[i] = bench_worker_mib(o->config, pools[i]);
            t.at_memory[i] = t.requests[i];
        }
    }
    bench_fixed_stop(o->config, group);
    return print_table(&t);
}

static void usage(FILE *out)
{
    fputs("usage: redress bench [--clients N] [--rounds N] [--seconds S] [--port P] [--only NAMES] [--config FILE]\n\n"
          "  --clients N    browsers at once (default 8)\n"
          "  --rounds N     of all pages; the medians are printed (default 3)\n"
          "  --seconds S    for each page in a round (default 3)\n"
          "  --port P       of nginx on this machine (default 8080); it must pass /bench/fixed (8 MB) to run/bench.sock, as quickstart's does\n"
          "  --only NAMES   such as \"home,case\"\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n\n"
          "For a demo installation: it signs in as demo accounts and files complaints, more than the limits for one visitor allow (rates in nginx,\n"
          "filings_per_hour and lookups_per_hour in the configuration). tests/bench makes an installation for it.\n",
          out);
}

int ctl_bench(int argc, char **argv)
{
    static const struct option known[] = {{"clients", required_argument, NULL, 'n'}, {"rounds", required_argument, NULL, 'r'},
                                          {"seconds", required_argument, NULL, 's'}, {"port", required_argument, NULL, 'p'},
                                          {"only", required_argument, NULL, 'o'},    {"config", required_argument, NULL, 'c'},
                                          {"help", no_argument, NULL, 'h'},          {0}};
    struct bench_options o = {.clients = 8, .rounds = 3, .seconds = 3, .port = 8080};
    const char *path = NULL, *only = NULL;
    for (int c; (c = getopt_long(argc, argv, "c:h", known, NULL)) != -1;) {
        if (c == 'c')
            path = optarg;
        else if (c == 'o')
            only = optarg;
        else if ((c == 'n' && str_to_i64(str_of(optarg), 1, BENCH_CLIENTS_MAX, &o.clients)) ||
                 (c == 'r' && str_to_i64(str_of(optarg), 1, ROUNDS_MAX, &o.rounds)) || (c == 's' && str_to_i64(str_of(optarg), 1, 600, &o.seconds)) ||
                 (c == 'p' && str_to_i64(str_of(optarg), 1, 65535, &o.port)))
            continue;
        else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    struct config *config;
    signal(SIGPIPE, SIG_IGN);
    if (config_load(path, &config) != ERR_NONE)
        return 1;
    o.config = config;
    enum err e = bench(&o, only);
    if (e != ERR_NONE)
        fprintf(stderr, "the bench failed: %s\n", err_name(e));
    return e == ERR_NONE ? 0 : 1;
}
