#include "kept_page.h"

#include <stdlib.h>
#include <string.h>

#include "route.h"

#define PAGES_MAX 32 /* the routes for all, in each language and size */

struct kept_pages {
    struct kept {
        const struct route *route;
        enum lang lang;
        bool large;
        int64_t until_us;
        char *body; /* of malloc */
        size_t n;
    } list[PAGES_MAX];
    size_t n;
};

struct kept_pages *kept_pages_new(void)
{
    return calloc(1, sizeof(struct kept_pages));
}

int64_t kept_page_age_us(const struct site *site)
{
    return (int64_t)site->config->site.texts_age_ms * 1000 / 2;
}

static bool is_for_all(const struct page *page)
{
    return page->site->kept && page->route->same_for_all && page->req->method == HTTP_GET && page->req->query.n == 0 &&
           *http_own_cookie(page->req, "flash") == '\0';
}

static struct kept *find(const struct page *page)
{
    struct kept_pages *kept = page->site->kept;
    for (size_t i = 0; i < kept->n; i++) {
        struct kept *k = &kept->list[i];
        if (k->route == page->route && k->lang == page->lang && k->large == page->large)
            return k;
    }
    return NULL;
}

bool kept_page_show(struct page *page, int64_t now_us)
{
    const struct kept *k = is_for_all(page) ? find(page) : NULL;
    if (!k || now_us >= k->until_us)
        return false;
    buf_add(&page->resp->body, k->body, k->n);
    return true;
}

void kept_page_take(const struct page *page, int64_t now_us)
{
    const struct buf *body = &page->resp->body;
    if (!is_for_all(page) || page->resp->status != 200)
        return;
    struct kept_pages *kept = page->site->kept;
    struct kept *k = find(page);
    if (!k) {
        if (kept->n == PAGES_MAX)
            return;
        k = &kept->list[kept->n++];
        *k = (struct kept){.route = page->route, .lang = page->lang, .large = page->large};
    }
    char *copy = realloc(k->body, body->n);
    if (!copy) {
        k->until_us = 0;
        return;
    }
    memcpy(copy, body->p, body->n);
    k->body = copy;
    k->n = body->n;
    k->until_us = now_us + kept_page_age_us(page->site);
}
