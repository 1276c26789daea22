#ifndef REDRESS_HTTP_RESPONSE_H
#define REDRESS_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

/*
 * What goes back. Nothing is sent before the handler has returned, but for stream: a handler that sets it has its
 * write loop called after the headers went out.
 */
struct http_response {
    struct arena *arena;
    int status;               /* 200 unless set */
    const char *content_type; /* "text/html; charset=utf-8" unless set */
    struct buf headers;       /* complete lines, each with CRLF */
    struct buf body;
    /* When set, called once after the headers to send a long body: put() returns false when the client is gone. */
    enum err (*stream)(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to);
    void *stream_ctx;
    uint64_t stream_length; /* Content-Length of the stream */
};

struct http_response *http_response_new(struct arena *arena);

/* Add a header. A name or value with CR, LF or NUL, or a name that is not a token, is a bug: aborts. */
void http_header(struct http_response *resp, const char *name, const char *value);
/*
 * 303 to a path of our own; blanks and bytes beyond ASCII are percent-encoded. One that does not begin with exactly one '/' or holds
 * controls is a bug: status 500 and no Location, with --enable-arena-malloc an abort.
 */
void http_redirect(struct http_response *resp, const char *path);

enum http_cookie_kind {
    HTTP_COOKIE_SECRET,    /* HttpOnly, SameSite=Lax, for this visit */
    HTTP_COOKIE_PREFERENCE /* HttpOnly, SameSite=Lax, one year: language, large type */
};
/*
 * Set a cookie: over https with the prefix __Host- and Secure, over http (only ever http://localhost) under its plain
 * name. http_cookie_name gives the name in use. An empty value removes the cookie.
 */
struct http_request;
void http_set_cookie(struct http_response *resp, const struct http_request *req, enum http_cookie_kind kind,
                     const char *name, const char *value);
const char *http_cookie_name(const struct http_request *req, const char *name);
/* Value of the cookie that http_set_cookie set, "" when absent. */
const char *http_own_cookie(const struct http_request *req, const char *name);

/* A download: Content-Disposition: attachment with an ASCII fallback and filename*, nosniff, CSP sandbox. */
void http_download(struct http_response *resp, const char *content_type, const char *file_name);

#endif
