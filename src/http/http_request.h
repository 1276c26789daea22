#ifndef REDRESS_HTTP_REQUEST_H
#define REDRESS_HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

enum http_method { HTTP_GET = 1, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

/*
 * One request as it came, already bounded: path at most 2 KiB and valid UTF-8 without NUL, headers at most 8 KiB in all.
 * Everything lives in arena. The body is read through http_body_read, never whole into memory by this layer.
 */
struct http_request {
    struct arena *arena;
    enum http_method method;
    const char *method_name;
    struct str path;  /* decoded, begins with '/', without the query */
    struct str query; /* raw, without '?' */
    const char *host; /* the Host header with port, "" when absent */
    const char *origin, *referer, *sec_fetch_site, *cookies, *user_agent, *accept_language, *content_type; /* "" if absent */
    const char *remote_addr;  /* as the trusted proxy gave it */
    bool https;               /* the visitor's connection is encrypted */
    uint64_t content_length;  /* 0 when there is no body */
    char id[27];              /* request id for logs and error pages: 26 Crockford characters */
    int64_t started_us;       /* wall clock */
    /* Read up to cap bytes of the body: the count, 0 at its end, -1 when the sender broke off. */
    long (*body_read)(void *ctx, void *to, size_t cap);
    void *body_ctx;
    uint64_t body_done; /* bytes read so far */
};

/* As body_read, and -1 too when the body ends before content_length or goes on after it. */
long http_body_read(struct http_request *req, void *to, size_t cap);

/*
 * The value of a cookie or of a query field, "" when absent. A name that stands twice gives "" for a cookie
 * and for the query alike.
 */
const char *http_cookie(const struct http_request *req, const char *name);
const char *http_query(const struct http_request *req, const char *name);

/*
 * Build a request from CGI-style "NAME=value" strings (FastCGI parameters): checks every limit of bar section 2.
 * Errors: ERR_MALFORMED, ERR_URI_TOO_LONG, ERR_TOO_LARGE (headers).
 * The address of the visitor is REMOTE_ADDR: nginx alone decides which proxy to trust.
 */
enum err http_request_from_env(struct arena *arena, char *const *env, int64_t now_us, struct http_request **ret_req)
    MUST_CHECK;

#endif
