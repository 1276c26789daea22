#include <getopt.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench_client.h"
#include "bench_limits.h"
#include "config_load.h"
#include "ctl.h"
#include "demo_store.h"
#include "stores.h"
#include "utc.h"

#define CLIENTS_MAX 64
#define SAMPLES_MAX 400000
#define DRAFTS_PER_SECOND 700 /* what one client may send while it is measured */

struct options {
    const char *config, *only;
    long long clients, seconds, port;
};

/* What the clients share with the one that prints. */
struct shared {
    _Atomic long requests, failures, samples;
    _Atomic int ready;
    _Atomic int64_t go_us, until_us;
    uint32_t took_us[SAMPLES_MAX];
};

struct page {
    const char *name, *limit; /* "F" or "D" */
    double aim;               /* of the limit; 0: it is the limit itself or none was set */
    /* Bring a client to where the measured request can be made: sign in, open a complaint. */
    enum err (*prepare)(struct bench_client *c, const struct options *o, const char *number);
    enum err (*request)(struct bench_client *c, long i);
    int status;
};

/* ---- what is measured ---- */

static enum err prepare_nothing(struct bench_client *c, const struct options *o, const char *number)
{
    (void)o;
    (void)number;
    return bench_request(c, "GET", "/", NULL);
}
static enum err get_fixed(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/bench/fixed", NULL);
}
static enum err get_home(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/", NULL);
}

static enum err begin_draft(struct bench_client *c)
{
    TRY(bench_request(c, "GET", "/file", NULL));
    TRY(bench_post(c, "/file", ""));
    return c->status == 303 ? bench_request(c, "GET", "/file/category", NULL) : ERR_STATE;
}
static enum err prepare_draft(struct bench_client *c, const struct options *o, const char *number)
{
    (void)o;
    (void)number;
    return begin_draft(c);
}
static enum err get_step(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/file/category", NULL);
}

static enum err prepare_track(struct bench_client *c, const struct options *o, const char *number)
{
    char fields[200];
    (void)o;
    TRY(bench_request(c, "GET", "/track", NULL));
    snprintf(fields, sizeof fields, "number=%s&passcode=" DEMO_PASSCODE, number);
    TRY(bench_post(c, "/track", fields));
    return c->status == 303 ? ERR_NONE : ERR_STATE;
}
static enum err get_track(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/track/case", NULL);
}

static enum err prepare_staff(struct bench_client *c, const struct options *o, const char *number)
{
    (void)o;
    (void)number;
    TRY(bench_request(c, "GET", "/staff/sign-in", NULL));
    TRY(bench_post(c, "/staff/sign-in", "login=zhaolei&password=" DEMO_PASSWORD));
    return c->status == 303 ? ERR_NONE : ERR_STATE;
}
static char case_path[100];
static enum err prepare_case(struct bench_client *c, const struct options *o, const char *number)
{
    TRY(prepare_staff(c, o, number));
    TRY(bench_request(c, "GET", "/staff/complaints?view=all", NULL));
    return *bench_link(c, "/staff/complaints/TS", case_path, sizeof case_path) ? ERR_NONE : ERR_STATE;
}
static enum err get_case(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", case_path, NULL);
}
static enum err get_list(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/staff/complaints?view=open", NULL);
}
static enum err get_work(struct bench_client *c, long i)
{
    (void)i;
    return bench_request(c, "GET", "/staff/", NULL);
}

/* Drafts made ready before the measuring: cookies and tokens of each, so that only the sending is timed. */
struct ready_draft {
    char cookies[700], csrf[100], once[40];
};
static struct ready_draft *drafts;
static long drafts_n;

static enum err fill_draft(struct bench_client *c)
{
    static const char *const steps[][2] = {
        {"/file/what", "body=%E6%8E%92%E9%98%9F%E4%B8%A4%E5%B0%8F%E6%97%B6%E6%B2%A1%E6%9C%89%E4%BA%BA%E5%BC%95%E5%AF%BC%E3%80%82"
                       "%E5%8F%AB%E5%8F%B7%E6%9C%BA%E5%9D%8F%E4%BA%86%EF%BC%8C%E4%B8%8A%E5%8D%88%E5%8F%AA%E5%BC%80%E4%B8%80%E4%B8%AA%E7%AA%97%E5%8F%A3%E3%80%82"},
        {"/file/wish", "demand=explanation"},
        {"/file/files", "next=1"},
        {"/file/who", "mode=named&kind=customer"},
        {"/file/contact", "name=%E7%8E%8B%E8%8A%B3&phone=13800001111&prefer=phone"},
    };
    char category[40], fields[80];
    TRY(begin_draft(c));
    bench_value(c, "category", category, sizeof category);
    snprintf(fields, sizeof fields, "category=%s", category);
    TRY(bench_post(c, "/file/category", fields));
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        TRY(bench_request(c, "GET", steps[i][0], NULL));
        TRY(bench_post(c, steps[i][0], steps[i][1]));
        if (c->status != 303)
            return ERR_STATE;
    }
    return bench_request(c, "GET", "/file/check", NULL);
}

static enum err prepare_send(struct bench_client *c, const struct options *o, const char *number)
{
    (void)number;
    drafts_n = o->seconds * DRAFTS_PER_SECOND;
    drafts = calloc((size_t)drafts_n, sizeof *drafts);
    if (!drafts)
        return ERR_INTERNAL;
    for (long i = 0; i < drafts_n; i++) {
        c->cookies[0] = '\0';
        TRY(fill_draft(c));
        struct ready_draft *d = &drafts[i];
        if (strlen(c->cookies) >= sizeof d->cookies)
            return ERR_INTERNAL;
        memcpy(d->cookies, c->cookies, strlen(c->cookies) + 1);
        bench_value(c, "csrf", d->csrf, sizeof d->csrf);
        bench_value(c, "once", d->once, sizeof d->once);
    }
    return ERR_NONE;
}
static enum err post_send(struct bench_client *c, long i)
{
    if (i >= drafts_n)
        return ERR_RATE; /* all sent before the time was over */
    c->page[0] = '\0';
    snprintf(c->cookies, sizeof c->cookies, "%s", drafts[i].cookies);
    memcpy(c->csrf, drafts[i].csrf, sizeof c->csrf);
    memcpy(c->once, drafts[i].once, sizeof c->once);
    return bench_post(c, "/file/send", "confirm=1");
}

static const struct page pages[] = {
    {"fixed 10 kB body (F)", "", 0, prepare_nothing, get_fixed, 200},
    {"home", "F", 0.6, prepare_nothing, get_home, 200},
    {"form step", "F", 0.4, prepare_draft, get_step, 200},
    {"tracking", "F", 0.25, prepare_track, get_track, 200},
    {"my work", "F", 0.15, prepare_staff, get_work, 200},
    {"list of 50", "F", 0.15, prepare_staff, get_list, 200},
    {"case", "F", 0.15, prepare_case, get_case, 200},
    {"submission", "D", 0.35, prepare_send, post_send, 303},
};

/* ---- measuring ---- */

static void run_client(const struct options *o, const struct page *page, const char *number, struct shared *shared)
{
    struct bench_client c;
    bench_client_init(&c, "127.0.0.1", (unsigned)o->port);
    enum err e = page->prepare(&c, o, number);
    if (e != ERR_NONE) {
        fprintf(stderr, "%s: the client could not be prepared: %s (%s, status %d)\n", page->name, err_name(e), c.location, c.status);
        _exit(1);
    }
    atomic_fetch_add(&shared->ready, 1);
    while (atomic_load(&shared->go_us) == 0)
        usleep(500);
    int64_t until_us = atomic_load(&shared->until_us);
    for (long i = 0;; i++) {
        int64_t from_us = utc_monotonic_us();
        if (from_us >= until_us)
            break;
        e = page->request(&c, i);
        if (e == ERR_RATE)
            break;
        int64_t took_us = utc_monotonic_us() - from_us;
        if (e != ERR_NONE || c.status != page->status)
            atomic_fetch_add(&shared->failures, 1);
        atomic_fetch_add(&shared->requests, 1);
        long slot = atomic_fetch_add(&shared->samples, 1);
        if (slot < SAMPLES_MAX)
            shared->took_us[slot] = (uint32_t)took_us;
    }
    bench_client_free(&c);
    _exit(0);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

struct figure {
    double per_second, p50_ms, p99_ms;
    long requests, failures;
};

static enum err measure(const struct options *o, const struct page *page, const char *number, struct figure *ret_figure)
{
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return ERR_IO;
    pid_t clients[CLIENTS_MAX];
    for (long long i = 0; i < o->clients; i++) {
        clients[i] = fork();
        if (clients[i] == 0)
            run_client(o, page, number, shared);
    }
    bool dead = false;
    while (!dead && atomic_load(&shared->ready) < o->clients) {
        usleep(1000);
        for (long long i = 0; i < o->clients; i++)
            dead = dead || waitpid(clients[i], NULL, WNOHANG) != 0;
    }
    int64_t from_us = utc_monotonic_us();
    atomic_store(&shared->until_us, from_us + o->seconds * UTC_SECOND_US);
    atomic_store(&shared->go_us, from_us);
    for (long long i = 0; i < o->clients; i++)
        waitpid(clients[i], NULL, 0);
    double seconds = (double)(utc_monotonic_us() - from_us) / 1e6;
    long n = atomic_load(&shared->samples);
    n = n < SAMPLES_MAX ? n : SAMPLES_MAX;
    if (dead || n == 0) {
        munmap(shared, sizeof *shared);
        return ERR_IO;
    }
    qsort(shared->took_us, (size_t)n, sizeof shared->took_us[0], by_size);
    *ret_figure = (struct figure){
        .per_second = (double)atomic_load(&shared->requests) / seconds,
        .p50_ms = shared->took_us[n / 2] / 1e3,
        .p99_ms = shared->took_us[n * 99 / 100] / 1e3,
        .requests = atomic_load(&shared->requests),
        .failures = atomic_load(&shared->failures),
    };
    munmap(shared, sizeof *shared);
    return ERR_NONE;
}

/* Private memory of the largest process whose parent is the pool's master, in MiB. */
static double worker_mib(const struct config *config, const char *pool)
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

static void print_figure(const struct page *page, const struct figure *f, double limit)
{
    printf("%-22s %9.0f/s  p50 %7.2f ms  p99 %7.2f ms", page->name, f->per_second, f->p50_ms, f->p99_ms);
    if (*page->limit)
        printf("  %.2f %s (aim %.2f)%s", limit > 0 ? f->per_second / limit : 0, page->limit, page->aim,
               limit > 0 && f->per_second / limit < page->aim ? "  BELOW" : "");
    if (f->failures)
        printf("  %ld FAILED", f->failures);
    putchar('\n');
    fflush(stdout);
}

static bool chosen(const struct options *o, const struct page *page)
{
    return !o->only || !*page->limit || strstr(o->only, page->name);
}

static enum err bench(const struct config *config, const struct options *o)
{
    char number[40];
    double fixed = 0, durable = 0;
    bool failed = false;
    pid_t group;
    TRY(demo_number(config, number, sizeof number));
    TRY(bench_fixed_start(config, &group));
    printf("%lld clients, %lld s each, workers %u public, %u staff\n", o->clients, o->seconds, config->public_pool.workers, config->staff_pool.workers);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct figure f;
        if (!chosen(o, &pages[i]))
            continue;
        if (*pages[i].limit == 'D' && durable == 0) {
            if (bench_durable(config, (unsigned)o->clients, (unsigned)o->seconds, &durable) != ERR_NONE)
                failed = true;
            printf("%-22s %9.0f/s\n", "three inserts (D)", durable);
        }
        if (measure(o, &pages[i], number, &f) != ERR_NONE) {
            printf("%-22s could not be measured\n", pages[i].name);
            failed = true;
            continue;
        }
        if (!*pages[i].limit)
            fixed = f.per_second;
        failed = failed || f.failures > 0;
        print_figure(&pages[i], &f, *pages[i].limit == 'D' ? durable : fixed);
    }
    bench_fixed_stop(config, group);
    printf("private memory of the largest worker: public %.1f MiB, staff %.1f MiB\n", worker_mib(config, "public"), worker_mib(config, "staff"));
    return failed ? ERR_IO : ERR_NONE;
}

static void usage(FILE *out)
{
    fputs("usage: redress bench [--clients N] [--seconds S] [--port P] [--only NAMES] [--config FILE]\n\n"
          "  --clients N    browsers at once (default 8)\n"
          "  --seconds S    for each page (default 5)\n"
          "  --port P       of nginx on this machine (default 8080); it must pass /bench/fixed to run/bench.sock, as quickstart's does\n"
          "  --only NAMES   such as \"home,case\"\n"
          "  --config FILE  configuration; default $REDRESS_CONFIG or /etc/redress/redress.yaml\n\n"
          "For a demo installation: it signs in as a demo account and files complaints.\n",
          out);
}

int ctl_bench(int argc, char **argv)
{
    static const struct option known[] = {{"clients", required_argument, NULL, 'n'}, {"seconds", required_argument, NULL, 's'},
                                          {"port", required_argument, NULL, 'p'},    {"only", required_argument, NULL, 'o'},
                                          {"config", required_argument, NULL, 'c'},  {"help", no_argument, NULL, 'h'},
                                          {0}};
    struct options o = {.clients = 8, .seconds = 5, .port = 8080};
    for (int c; (c = getopt_long(argc, argv, "c:h", known, NULL)) != -1;) {
        if (c == 'c')
            o.config = optarg;
        else if (c == 'o')
            o.only = optarg;
        else if ((c == 'n' && str_to_i64(str_of(optarg), 1, CLIENTS_MAX, &o.clients)) || (c == 's' && str_to_i64(str_of(optarg), 1, 600, &o.seconds)) ||
                 (c == 'p' && str_to_i64(str_of(optarg), 1, 65535, &o.port)))
            continue;
        else {
            usage(c == 'h' ? stdout : stderr);
            return c == 'h' ? 0 : 2;
        }
    }
    struct config *config;
    signal(SIGPIPE, SIG_IGN);
    if (config_load(o.config, &config) != ERR_NONE)
        return 1;
    enum err e = bench(config, &o);
    if (e != ERR_NONE)
        fprintf(stderr, "the bench failed: %s\n", err_name(e));
    return e == ERR_NONE ? 0 : 1;
}
