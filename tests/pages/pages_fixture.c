#include "pages_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_load.h"
#include "crypto_random.h"
#include "log.h"
#include "route.h"
#include "site.h"
#include "stores.h"

#define ARENA_LIMIT (256u << 20)
#define COOKIES_MAX 16

struct cookie {
    char name[40], value[400];
};
struct browser {
    enum crypto_pool pool;
    struct arena *pages;   /* what replies point to; kept until the browser goes */
    struct arena *request; /* reset for each, as a worker does */
    struct cookie cookies[COOKIES_MAX];
    size_t n_cookies;
    char csrf[100], once[40];
    const char *last;
    uint8_t address[3]; /* 10.x.y.z: each its own, so that the whole suite does not use up what one network may */
};

static struct installation {
    struct config *config;
    struct site site[2];
    struct db_config db_config[2]; /* kept: they own their passwords as long as the process lives */
    struct db *db[2];
} made;

static void make_installation(void)
{
    if (made.config)
        return;
    const char *path = getenv("REDRESS_TEST_CONFIG");
    ck_assert_msg(path, "REDRESS_TEST_CONFIG is not set; ./check sets it");
    log_set_level(LOG_ERROR);
    ck_assert_int_eq(config_load(path, &made.config), ERR_NONE);
    static const struct {
        enum crypto_pool pool;
        unsigned db;
    } pools[2] = {{CRYPTO_PUBLIC, DB_PUBLIC}, {CRYPTO_STAFF, DB_STAFF}};
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(site_make(made.config, pools[i].pool, &made.site[i]), ERR_NONE);
        ck_assert_int_eq(config_database(made.config, pools[i].db, &made.db_config[i]), ERR_NONE);
        ck_assert_int_eq(db_open(&made.db_config[i], pools[i].db, app_stores, &made.db[i]), ERR_NONE);
        ck_assert_int_eq(site_load_texts(&made.site[i], made.db[i]), ERR_NONE);
    }
}

const struct config *pages_config(void)
{
    make_installation();
    return made.config;
}

struct db *pages_db(enum crypto_pool pool)
{
    make_installation();
    return made.db[pool == CRYPTO_STAFF];
}

void pages_shift(int64_t ahead_us)
{
    make_installation();
    for (int i = 0; i < 2; i++)
        made.site[i].ahead_us = ahead_us;
}

void pages_follow(void)
{
    make_installation();
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(site_load_texts(&made.site[i], made.db[i]), ERR_NONE);
}

struct browser *browser_new(enum crypto_pool pool)
{
    make_installation();
    struct browser *b = calloc(1, sizeof *b);
    ck_assert_ptr_nonnull(b);
    b->pool = pool;
    b->pages = arena_new(ARENA_LIMIT);
    b->request = arena_new(ARENA_LIMIT);
    b->last = "";
    crypto_random(b->address, sizeof b->address);
    return b;
}

void browser_free(struct browser *b)
{
    arena_free(b->pages);
    arena_free(b->request);
    free(b);
}

/* ---- cookies ---- */

static void keep_cookie(struct browser *b, const char *line)
{
    const char *eq = strchr(line, '='), *end = line + strcspn(line, ";\r\n");
    ck_assert(eq && eq < end);
    struct cookie *c = NULL;
    size_t name_n = (size_t)(eq - line), value_n = (size_t)(end - eq - 1);
    ck_assert(name_n < sizeof c->name && value_n < sizeof c->value);
    for (size_t i = 0; i < b->n_cookies; i++)
        if (strlen(b->cookies[i].name) == name_n && memcmp(b->cookies[i].name, line, name_n) == 0)
            c = &b->cookies[i];
    if (!c) {
        ck_assert(b->n_cookies < COOKIES_MAX);
        c = &b->cookies[b->n_cookies++];
    }
    snprintf(c->name, sizeof c->name, "%.*s", (int)name_n, line);
    snprintf(c->value, sizeof c->value, "%.*s", (int)value_n, eq + 1);
}

static const char *cookie_header(struct browser *b)
{
    struct buf out = {.arena = b->request};
    for (size_t i = 0; i < b->n_cookies; i++)
        if (*b->cookies[i].value)
            buf_printf(&out, "%s%s=%s", out.n ? "; " : "", b->cookies[i].name, b->cookies[i].value);
    return out.n ? out.p : NULL;
}

/* ---- sending ---- */

struct body {
    const char *p;
    size_t n, at;
};

static long read_body(void *ctx, void *to, size_t cap)
{
    struct body *body = ctx;
    size_t n = body->n - body->at < cap ? body->n - body->at : cap;
    memcpy(to, body->p + body->at, n);
    body->at += n;
    return (long)n;
}

static bool take_stream(void *to, const void *bytes, size_t n)
{
    buf_add(to, bytes, n);
    return true;
}

static char **cgi_env(struct browser *b, const char *method, const char *path, const char *content_type, size_t n, const char *const *headers)
{
    const char *query = strchr(path, '?');
    char **env = ARENA_ARRAY(b->request, 32, char *);
    size_t at = 0;
    for (const char *const *h = headers; h && *h; h++)
        env[at++] = arena_strdup(b->request, *h);
    env[at++] = arena_printf(b->request, "REQUEST_METHOD=%s", method);
    env[at++] = arena_printf(b->request, "DOCUMENT_URI=%.*s", (int)(query ? (size_t)(query - path) : strlen(path)), path);
    env[at++] = arena_printf(b->request, "QUERY_STRING=%s", query ? query + 1 : "");
    env[at++] = arena_printf(b->request, "CONTENT_LENGTH=%zu", n);
    if (content_type)
        env[at++] = arena_printf(b->request, "CONTENT_TYPE=%s", content_type);
    env[at++] = arena_strdup(b->request, "HTTP_HOST=localhost:8080");
    env[at++] = arena_printf(b->request, "REMOTE_ADDR=10.%d.%d.%d", b->address[0], b->address[1], b->address[2]);
    env[at++] = arena_strdup(b->request, "HTTP_ACCEPT_LANGUAGE=en");
    if (strcmp(method, "POST") == 0) {
        env[at++] = arena_strdup(b->request, "HTTP_ORIGIN=http://localhost:8080");
        env[at++] = arena_strdup(b->request, "HTTP_SEC_FETCH_SITE=same-origin");
    }
    const char *cookies = cookie_header(b);
    if (cookies)
        env[at++] = arena_printf(b->request, "HTTP_COOKIE=%s", cookies);
    /* A header of the test's own comes first and stands alone. */
    size_t own = 0, kept = 0;
    for (const char *const *h = headers; h && *h; h++)
        own++;
    for (size_t i = 0; i < at; i++) {
        size_t name = strcspn(env[i], "=") + 1;
        bool replaced = false;
        for (size_t j = 0; i >= own && j < own; j++)
            replaced = replaced || strncmp(env[i], env[j], name) == 0;
        if (!replaced)
            env[kept++] = env[i];
    }
    env[kept] = NULL;
    return env;
}

static void note_tokens(struct browser *b)
{
    const char *csrf = browser_value(b, "csrf"), *once = browser_value(b, "once");
    if (*csrf)
        snprintf(b->csrf, sizeof b->csrf, "%s", csrf);
    if (*once)
        snprintf(b->once, sizeof b->once, "%s", once);
}

static struct reply take_reply(struct browser *b, struct http_response *resp)
{
    struct buf body = {.arena = b->pages};
    buf_add(&body, resp->body.p, resp->body.n);
    if (resp->stream)
        ck_assert_int_eq(resp->stream(resp->stream_ctx, take_stream, &body), ERR_NONE);
    struct reply reply = {
        .status = resp->status ? resp->status : 200,
        .location = "",
        .headers = arena_strndup(b->pages, resp->headers.p, resp->headers.n),
        .content_type = arena_strdup(b->pages, resp->content_type),
        .body = body.n ? body.p : "",
        .body_n = body.n,
    };
    for (const char *line = reply.headers; *line; line = strchr(line, '\n') + 1) {
        if (strncmp(line, "Set-Cookie: ", 12) == 0)
            keep_cookie(b, line + 12);
        else if (strncmp(line, "Location: ", 10) == 0)
            reply.location = arena_strndup(b->pages, line + 10, strcspn(line + 10, "\r\n"));
    }
    b->last = reply.body;
    note_tokens(b);
    return reply;
}

struct reply browser_send(struct browser *b, const char *method, const char *path, const char *content_type, const void *bytes, size_t n,
                          const char *const *headers)
{
    arena_reset(b->request);
    struct body body = {bytes, n, 0};
    struct http_request *req = NULL;
    struct http_response *resp = http_response_new(b->request);
    int64_t now_us = utc_now_us() + made.site[0].ahead_us;
    const struct site *site = &made.site[b->pool == CRYPTO_STAFF];
    enum err e = http_request_from_env(b->request, cgi_env(b, method, path, content_type, n, headers), now_us, &req);
    if (e == ERR_NONE) {
        req->body_read = read_body;
        req->body_ctx = &body;
        dispatch(site, made.db[b->pool == CRYPTO_STAFF], req, resp, now_us);
    } else {
        dispatch_refuse(site, b->request, resp, e, now_us, &req);
    }
    return take_reply(b, resp);
}

struct reply browser_get(struct browser *b, const char *path)
{
    return browser_send(b, "GET", path, NULL, NULL, 0, NULL);
}

static bool names(const char *form, const char *field)
{
    size_t n = strlen(field);
    for (const char *at = form; (at = strstr(at, field)); at += n)
        if ((at == form || at[-1] == '&') && at[n] == '=')
            return true;
    return false;
}

struct reply browser_post(struct browser *b, const char *path, const char *form)
{
    char *whole = NULL;
    ck_assert(asprintf(&whole, "%s%s%s%s%s", form, names(form, "csrf") ? "" : "&csrf=", names(form, "csrf") ? "" : b->csrf,
                       names(form, "once") ? "" : "&once=", names(form, "once") ? "" : b->once) > 0);
    struct reply reply = browser_send(b, "POST", path, "application/x-www-form-urlencoded", whole, strlen(whole), NULL);
    free(whole);
    return reply;
}

static void add_part(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, "--BOUNDARY\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n", name);
    buf_add(out, value.p, value.n);
    buf_adds(out, "\r\n");
}

struct reply browser_upload(struct browser *b, const char *path, const char *form, const char *field, const char *file_name,
                            const char *content_type, const void *bytes, size_t n)
{
    struct arena *a = arena_new(ARENA_LIMIT);
    struct buf out = {.arena = a};
    struct http_form *typed;
    ck_assert_int_eq(http_form_parse_query(a, str_of(form), &typed), ERR_NONE);
    if (!http_form_has(typed, "csrf"))
        add_part(&out, "csrf", str_of(b->csrf));
    if (!http_form_has(typed, "once"))
        add_part(&out, "once", str_of(b->once));
    for (size_t i = 0; i < typed->n; i++)
        add_part(&out, typed->fields[i].name, (struct str){typed->fields[i].value, typed->fields[i].value_n});
    if (file_name) {
        buf_printf(&out, "--BOUNDARY\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n", field, file_name,
                   content_type);
        buf_add(&out, bytes, n);
        buf_adds(&out, "\r\n");
    }
    buf_adds(&out, "--BOUNDARY--\r\n");
    struct reply reply = browser_send(b, "POST", path, "multipart/form-data; boundary=BOUNDARY", out.p, out.n, NULL);
    arena_free(a);
    return reply;
}

/* ---- looking at a page ---- */

static const char *unescape(struct browser *b, const char *from, size_t n)
{
    static const struct {
        const char *entity;
        char c;
    } entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    struct buf out = {.arena = b->pages};
    for (size_t i = 0; i < n;) {
        size_t used = 1;
        char c = from[i];
        for (size_t e = 0; e < COUNT_OF(entities); e++)
            if (strncmp(from + i, entities[e].entity, strlen(entities[e].entity)) == 0) {
                used = strlen(entities[e].entity);
                c = entities[e].c;
            }
        buf_addc(&out, c);
        i += used;
    }
    return out.n ? out.p : "";
}

const char *browser_value(struct browser *b, const char *field)
{
    char name[80];
    snprintf(name, sizeof name, "name=\"%s\"", field);
    const char *at = strstr(b->last, name);
    const char *end = at ? strchr(at, '>') : NULL, *value = at ? strstr(at, "value=\"") : NULL;
    if (!value || !end || value > end)
        return "";
    value += 7;
    return unescape(b, value, strcspn(value, "\""));
}

bool browser_sees(const struct browser *b, const char *text)
{
    return strstr(b->last, text) != NULL;
}

const char *browser_link(struct browser *b, const char *prefix)
{
    static const char *const attributes[] = {"href=\"", "action=\""};
    const char *first = NULL;
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        char wanted[300];
        snprintf(wanted, sizeof wanted, "%s%s", attributes[i], prefix);
        const char *at = strstr(b->last, wanted);
        if (at && (!first || at + strlen(attributes[i]) < first))
            first = at + strlen(attributes[i]);
    }
    return first ? unescape(b, first, strcspn(first, "\"")) : "";
}

void browser_sign_in(struct browser *b, const char *login)
{
    ck_assert_int_eq(browser_get(b, "/staff/sign-in").status, 200);
    char form[200];
    snprintf(form, sizeof form, "login=%s&password=%s", login, PAGES_PASSWORD);
    struct reply reply = browser_post(b, "/staff/sign-in", form);
    ck_assert_msg(reply.status == 303, "sign-in as %s gave %d", login, reply.status);
    ck_assert_int_eq(browser_get(b, "/staff/account").status, 200);
}
