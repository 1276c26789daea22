#include "fcgi.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define RECORD_MAX 65528 /* of content: the largest that needs no padding */
#define PARTS_MAX 64

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

/* ---- a whole answer at once ---- */

struct parts {
    struct iovec list[PARTS_MAX];
    size_t n;
    uint8_t headers[PARTS_MAX / 2][8];
    size_t records;
};

/* Write everything, however little the socket takes at a time. */
static bool write_parts(int fd, struct parts *parts)
{
    size_t at = 0;

    while (at < parts->n) {
        ssize_t n = writev(fd, parts->list + at, (int)(parts->n - at));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        for (; at < parts->n && (size_t)n >= parts->list[at].iov_len; at++)
            n -= (ssize_t)parts->list[at].iov_len;
        if (at < parts->n) {
            parts->list[at].iov_base = (char *)parts->list[at].iov_base + n;
            parts->list[at].iov_len -= (size_t)n;
        }
    }
    parts->n = parts->records = 0;
    return true;
}

static void add_part(struct parts *parts, const void *bytes, size_t n)
{
    parts->list[parts->n++] = (struct iovec){(void *)(uintptr_t)bytes, n};
}

enum record { END_REQUEST = 3, STDOUT = 6 };

static void begin_record(struct parts *parts, enum record type, int request_id, size_t content)
{
    enum { VERSION = 1 };
    uint8_t *header = parts->headers[parts->records++];

    memcpy(header, (const uint8_t[8]){VERSION, (uint8_t)type, (uint8_t)(request_id >> 8), (uint8_t)request_id, (uint8_t)(content >> 8), (uint8_t)content}, 8);
    add_part(parts, header, 8);
}

/*
 * libfcgi would cut a page into records of 8 kB, each with a write of its own that wakes nginx: 60 us for 40 kB. Head and body go out together here, and so does the end, unless the
 * connection is kept: FCGX_Finish_r adds it then.
 */
static bool send_whole(FCGX_Request *fcgi, struct str head, struct str body)
{
    static const uint8_t complete[8];
    struct parts parts = {.n = 0};
    size_t left = head.n + body.n;

    if (head.n > RECORD_MAX)
        return false;
    while (left > 0) {
        size_t content = left < RECORD_MAX ? left : RECORD_MAX, from_body = content - head.n;

        begin_record(&parts, STDOUT, fcgi->requestId, content);
        if (head.n > 0)
            add_part(&parts, head.p, head.n);
        if (from_body > 0)
            add_part(&parts, body.p, from_body);
        body.p += from_body;
        left -= content;
        head.n = 0;
        if (left == 0 && !fcgi->keepConnection) {
            begin_record(&parts, STDOUT, fcgi->requestId, 0);
            begin_record(&parts, END_REQUEST, fcgi->requestId, sizeof complete);
            add_part(&parts, complete, sizeof complete);
        }
        if ((parts.n > PARTS_MAX - 6 || left == 0) && !write_parts(fcgi->ipcFd, &parts))
            return false;
    }
    return true;
}

/* Answers to a body that was not read to its end go out while nginx still sends it. */
static bool is_read(const FCGX_Request *fcgi, const struct http_request *req)
{
    const char *length = FCGX_GetParam("CONTENT_LENGTH", fcgi->envp);

    return !length || !*length || strcmp(length, "0") == 0 || (req && req->content_length > 0 && req->body_done >= req->content_length);
}

/*
 * libfcgi would wait until nginx has closed its side, so that nothing sent is lost where something received was not read; on a local socket with nothing left to read there is nothing to wait for.
 */
static void hang_up(FCGX_Request *fcgi, const struct http_request *req)
{
    struct sockaddr_storage peer = {.ss_family = AF_UNSPEC};
    socklen_t n = sizeof peer;
    char unread;

    if (fcgi->keepConnection)
        return;
    if (is_read(fcgi, req) && getsockname(fcgi->ipcFd, (struct sockaddr *)&peer, &n) == 0 && peer.ss_family == AF_UNIX && recv(fcgi->ipcFd, &unread, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
        FCGX_Detach(fcgi);
    FCGX_Free(fcgi, 1);
}

enum err fcgi_respond(FCGX_Request *fcgi, const struct http_request *req, const struct http_response *resp)
{
    bool bodiless = resp->status == 204 || resp->status == 304;
    struct str head = head_of(req, resp, !bodiless);
    struct counted counted = {fcgi->out, resp->stream_length};

    bodiless |= req && req->method == HTTP_HEAD;
    if (bodiless || !resp->stream) {
        if (!send_whole(fcgi, head, bodiless ? STR("") : buf_str(&resp->body)))
            return ERR_IO;
        hang_up(fcgi, req);
        return ERR_NONE;
    }
    if (!put(fcgi->out, head.p, head.n))
        return ERR_IO;
    TRY(resp->stream(resp->stream_ctx, put_counted, &counted));
    return counted.left == 0 ? ERR_NONE : ERR_IO;
}
