#ifndef REDRESS_HTTP_FAKE_H
#define REDRESS_HTTP_FAKE_H

#include <string.h>

#include "http_request.h"

/* Requests for tests, without a web server: the body comes from memory, at most step bytes at a time. */
struct fake_body {
    const char *bytes;
    size_t n, at, step;
};

static inline long fake_read(void *ctx, void *to, size_t cap)
{
    struct fake_body *body = ctx;
    size_t n = body->n - body->at;

    if (n > cap)
        n = cap;
    if (body->step > 0 && n > body->step)
        n = body->step;
    if (n > 0)
        memcpy(to, body->bytes + body->at, n);
    body->at += n;
    return (long)n;
}

static inline struct http_request *fake_post(struct arena *arena, const char *type, const void *bytes, size_t n,
                                             size_t step)
{
    struct http_request *req = ARENA_NEW(arena, struct http_request);
    struct fake_body *body = ARENA_NEW(arena, struct fake_body);

    *body = (struct fake_body){bytes, n, 0, step};
    req->arena = arena;
    req->method = HTTP_POST;
    req->method_name = "POST";
    req->path = STR("/");
    req->host = req->origin = req->referer = req->sec_fetch_site = req->cookies = req->user_agent = "";
    req->accept_language = req->remote_addr = "";
    req->content_type = type;
    req->content_length = n;
    req->body_read = fake_read;
    req->body_ctx = body;
    return req;
}

#endif
