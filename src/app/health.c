#include "health.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "post_store.h"
#include "version.h"

/* Upper bounds of the histogram of answer times. */
static const int64_t bounds_us[] = {500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000};

struct figures {
    char pool[16];
    _Atomic uint64_t by_class[6]; /* 2xx at [2] and so on */
    _Atomic uint64_t within[COUNT_OF(bounds_us) + 1];
    _Atomic uint64_t total_us, statements, deaths;
    _Atomic int64_t busy;
};
static struct figures *figures;

void health_start(const char *pool_name)
{
    void *shared = mmap(NULL, sizeof *figures, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return; /* served all the same, without figures */
    figures = shared;
    strncpy(figures->pool, pool_name, sizeof figures->pool - 1);
}

void health_begin(void)
{
    if (figures)
        atomic_fetch_add(&figures->busy, 1);
}

void health_end(int status, int64_t took_us, uint64_t statements)
{
    if (!figures)
        return;
    size_t slot = 0;
    while (slot < COUNT_OF(bounds_us) && took_us > bounds_us[slot])
        slot++;
    atomic_fetch_add(&figures->within[slot], 1);
    atomic_fetch_add(&figures->by_class[status >= 100 && status < 600 ? status / 100 : 5], 1);
    atomic_fetch_add(&figures->total_us, (uint64_t)took_us);
    atomic_fetch_add(&figures->statements, statements);
    atomic_fetch_sub(&figures->busy, 1);
}

void health_worker_died(void)
{
    if (figures)
        atomic_fetch_add(&figures->deaths, 1);
}

static enum err plain(struct page *page, int status, const char *text)
{
    page->resp->status = status;
    page->resp->content_type = "text/plain; charset=utf-8";
    buf_adds(&page->resp->body, text);
    return ERR_NONE;
}

static enum err healthz(struct page *page)
{
    return plain(page, 200, "ok\n");
}

static enum err readyz(struct page *page)
{
    if (db_ping(page->db) == ERR_NONE)
        return plain(page, 200, "ready\n");
    http_header(page->resp, "Retry-After", "5");
    return plain(page, 503, "the database does not answer\n");
}

static bool from_here(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 || strcmp(address, "unix:") == 0;
}

/* What goes out by e-mail and SMS, of the staff pool: the other one may not read it. Without the database the rest is told all the same. */
static void add_posts(struct page *page, struct buf *out)
{
    static const char *const ways[] = {[POST_MAIL] = "mail", [POST_SMS] = "sms"};
    struct post_counts counts;
    if (page->site->pool != CRYPTO_STAFF || post_counted(page->db, page->arena, &counts) != ERR_NONE)
        return;
    buf_printf(out, "# TYPE redress_posts_waiting gauge\nredress_posts_waiting %" PRId64 "\n# TYPE redress_posts_dead gauge\nredress_posts_dead %" PRId64 "\n", counts.waiting, counts.dead);
    buf_printf(out, "# TYPE redress_posts_oldest_seconds gauge\nredress_posts_oldest_seconds %" PRId64 "\n",
               counts.oldest_us ? (page->now_us - counts.oldest_us) / UTC_SECOND_US : 0);
    buf_adds(out, "# TYPE redress_posts_sent_total counter\n");
    for (int way = POST_MAIL; way <= POST_SMS; way++)
        buf_printf(out, "redress_posts_sent_total{way=\"%s\"} %" PRId64 "\n", ways[way], counts.way[way].sent);
    buf_adds(out, "# TYPE redress_posts_failed_total counter\n");
    for (int way = POST_MAIL; way <= POST_SMS; way++)
        buf_printf(out, "redress_posts_failed_total{way=\"%s\"} %" PRId64 "\n", ways[way], counts.way[way].failed);
}

static enum err metrics(struct page *page)
{
    if (!page->site->config->site.metrics_open && !from_here(page->req->remote_addr))
        return ERR_NOT_FOUND;
    if (!figures)
        return ERR_NOT_FOUND;
    struct buf *out = &page->resp->body;
    const char *pool = figures->pool;
    buf_printf(out, "# TYPE redress_info gauge\nredress_info{version=\"%s\",pool=\"%s\"} 1\n", REDRESS_VERSION, pool);
    buf_adds(out, "# TYPE redress_requests_total counter\n");
    for (int class = 1; class < 6; class++)
        buf_printf(out, "redress_requests_total{pool=\"%s\",class=\"%dxx\"} %" PRIu64 "\n", pool, class, atomic_load(&figures->by_class[class]));
    buf_adds(out, "# TYPE redress_request_seconds histogram\n");
    uint64_t below = 0;
    for (size_t i = 0; i < COUNT_OF(bounds_us); i++) {
        below += atomic_load(&figures->within[i]);
        buf_printf(out, "redress_request_seconds_bucket{pool=\"%s\",le=\"%g\"} %" PRIu64 "\n", pool, (double)bounds_us[i] / 1e6, below);
    }
    below += atomic_load(&figures->within[COUNT_OF(bounds_us)]);
    buf_printf(out, "redress_request_seconds_bucket{pool=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", pool, below);
    buf_printf(out, "redress_request_seconds_sum{pool=\"%s\"} %.6f\n", pool, (double)atomic_load(&figures->total_us) / 1e6);
    buf_printf(out, "redress_request_seconds_count{pool=\"%s\"} %" PRIu64 "\n", pool, below);
    buf_printf(out, "# TYPE redress_statements_total counter\nredress_statements_total{pool=\"%s\"} %" PRIu64 "\n", pool, atomic_load(&figures->statements));
    buf_printf(out, "# TYPE redress_busy_workers gauge\nredress_busy_workers{pool=\"%s\"} %" PRId64 "\n", pool, atomic_load(&figures->busy));
    buf_printf(out, "# TYPE redress_worker_deaths_total counter\nredress_worker_deaths_total{pool=\"%s\"} %" PRIu64 "\n", pool,
               atomic_load(&figures->deaths));
    add_posts(page, out);
    if (*page->site->config->testing.clock_file)
        buf_printf(out, "# TYPE redress_clock_shift_seconds gauge\nredress_clock_shift_seconds{pool=\"%s\"} %" PRId64 "\n", pool,
                   page->site->ahead_us / UTC_SECOND_US);
    page->resp->content_type = "text/plain; version=0.0.4; charset=utf-8";
    return ERR_NONE;
}

/* What nginx refuses before a worker sees it is told in the pages' own design. */
static enum err malformed(struct page *page)
{
    (void)page;
    return ERR_MALFORMED;
}

static enum err too_large(struct page *page)
{
    (void)page;
    return ERR_TOO_LARGE;
}

#define HEALTH_ROUTES(prefix)                                                                                                              \
    {                                                                                                                                      \
        {.method = HTTP_GET, .path = prefix "/healthz", .need = ANYONE, .run = healthz, .without_db = true},                               \
            {.method = HTTP_GET, .path = prefix "/readyz", .need = ANYONE, .run = readyz, .without_db = true},                             \
            {.method = HTTP_GET, .path = prefix "/metrics", .need = ANYONE, .run = metrics, .without_db = true}, {0}                       \
    }
const struct route gateway_routes[] = {
    {.method = HTTP_GET, .path = "/error/malformed", .need = ANYONE, .run = malformed, .without_db = true},
    {.method = HTTP_GET, .path = "/error/too-large", .need = ANYONE, .run = too_large, .without_db = true},
    {0},
};
const struct route health_public_routes[] = HEALTH_ROUTES("");
const struct route health_staff_routes[] = HEALTH_ROUTES("/staff");
