#include "fcgi.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

/*
 * libfcgi shows a connection that broke off as the end of the body and keeps the reason to itself; http_body_read counts
 * against CONTENT_LENGTH, this tells the reason.
 */
static long body_read(void *ctx, void *to, size_t cap)
{
    FCGX_Stream *in = ctx;
    int want = cap > INT_MAX ? INT_MAX : (int)cap, got = FCGX_GetStr(to, want, in);

    return got < want && FCGX_GetError(in) != 0 ? -1 : got;
}

enum err fcgi_request(struct arena *arena, FCGX_Request *fcgi, int64_t now_us, struct http_request **ret_req)
{
    struct http_request *req;

    TRY(http_request_from_env(arena, fcgi->envp, now_us, &req));
    req->body_read = body_read;
    req->body_ctx = fcgi->in;
    *ret_req = req;
    return ERR_NONE;
}

static bool put(void *to, const void *bytes, size_t n)
{
    const char *p = bytes;

    while (n > 0) {
        int part = n > INT_MAX ? INT_MAX : (int)n;

        if (FCGX_PutStr(p, part, to) != part)
            return false;
        p += part;
        n -= (size_t)part;
    }
    return true;
}

/* A stream under way: it may not send more than it said. */
struct counted {
    FCGX_Stream *out;
    uint64_t left;
};

static bool put_counted(void *to, const void *bytes, size_t n)
{
    struct counted *counted = to;

    if (n > counted->left)
        return false;
    counted->left -= n;
    return put(counted->out, bytes, n);
}

static bool has_header(const struct http_response *resp, struct str name)
{
    struct str rest = buf_str(&resp->headers);

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), key = str_cut(&line, ':');

        if (str_ieq(key, name))
            return true;
    }
    return false;
}

static struct str head_of(const struct http_request *req, const struct http_response *resp, bool with_length)
{
    struct buf head = {.arena = resp->arena};
    const char *type = resp->content_type;

    buf_printf(&head, "Status: %d\r\n", resp->status);
    if (with_length) {
        /* Types come from tables and rows; a line break in one must not become a header. */
        if (strpbrk(type, "\r\n"))
            type = "application/octet-stream";
        buf_printf(&head, "Content-Type: %s\r\nContent-Length: %" PRIu64 "\r\n", type,
                   resp->stream ? resp->stream_length : (uint64_t)resp->body.n);
    }
    if (req)
        buf_printf(&head, "X-Request-Id: %s\r\n", req->id);
    if (!has_header(resp, STR("X-Content-Type-Options")))
        buf_adds(&head, "X-Content-Type-Options: nosniff\r\n");
    if (!has_header(resp, STR("Cache-Control")))
        buf_adds(&head, "Cache-Control: no-store\r\n");
    buf_add(&head, resp->headers.p, resp->headers.n);
    buf_adds(&head, "\r\n");
    return buf_str(&head);
}

enum err fcgi_respond(FCGX_Request *fcgi, const struct http_request *req, const struct http_response *resp)
{
    bool bodiless = resp->status == 204 || resp->status == 304;
    struct str head = head_of(req, resp, !bodiless);
    struct counted counted = {fcgi->out, resp->stream_length};

    if (!put(fcgi->out, head.p, head.n))
        return ERR_IO;
    if (bodiless || (req && req->method == HTTP_HEAD))
        return ERR_NONE;
    if (!resp->stream)
        return put(fcgi->out, resp->body.p, resp->body.n) ? ERR_NONE : ERR_IO;
    TRY(resp->stream(resp->stream_ctx, put_counted, &counted));
    return counted.left == 0 ? ERR_NONE : ERR_IO;
}
