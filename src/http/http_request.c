#include "http_request.h"

#include <string.h>

#include "crypto_random.h"
#include "utf8.h"

#define URL_MAX ((size_t)2048)
#define HEADERS_MAX ((size_t)8192)
#define HOST_MAX 255
#define METHOD_MAX 32
#define BODY_MAX (UINT64_C(1) << 40) /* far over every configured limit, far under any overflow */

enum param {
    P_METHOD,
    P_DOCUMENT_URI,
    P_SCRIPT_NAME,
    P_REQUEST_URI,
    P_QUERY,
    P_LENGTH,
    P_TYPE,
    P_SCHEME,
    P_HTTPS,
    P_ADDR,
    P_HOST,
    P_ORIGIN,
    P_REFERER,
    P_FETCH_SITE,
    P_COOKIE,
    P_AGENT,
    P_LANGUAGE,
    P__COUNT
};

static int param_of(const char *name, size_t n)
{
    static const char *const names[P__COUNT] = {
        [P_METHOD] = "REQUEST_METHOD",
        [P_DOCUMENT_URI] = "DOCUMENT_URI",
        [P_SCRIPT_NAME] = "SCRIPT_NAME",
        [P_REQUEST_URI] = "REQUEST_URI",
        [P_QUERY] = "QUERY_STRING",
        [P_LENGTH] = "CONTENT_LENGTH",
        [P_TYPE] = "CONTENT_TYPE",
        [P_SCHEME] = "REQUEST_SCHEME",
        [P_HTTPS] = "HTTPS",
        [P_ADDR] = "REMOTE_ADDR",
        [P_HOST] = "HTTP_HOST",
        [P_ORIGIN] = "HTTP_ORIGIN",
        [P_REFERER] = "HTTP_REFERER",
        [P_FETCH_SITE] = "HTTP_SEC_FETCH_SITE",
        [P_COOKIE] = "HTTP_COOKIE",
        [P_AGENT] = "HTTP_USER_AGENT",
        [P_LANGUAGE] = "HTTP_ACCEPT_LANGUAGE",
    };

    for (int i = 0; i < P__COUNT; i++) {
        if (strncmp(names[i], name, n) == 0 && names[i][n] == '\0')
            return i;
    }
    return -1;
}

/* Find the parameters that count; one that stands twice would let two readers disagree about it. */
static enum err collect(char *const *env, struct str values[P__COUNT])
{
    size_t header_bytes = 0;

    for (; *env; env++) {
        const char *name = *env, *equals = strchr(name, '=');
        size_t n = equals ? (size_t)(equals - name) : 0;
        struct str value = str_of(equals ? equals + 1 : NULL);
        int param;

        if (n == 0)
            return ERR_MALFORMED;
        if (str_starts((struct str){name, n}, "HTTP_"))
            header_bytes += n + value.n;
        param = param_of(name, n);
        if (param < 0)
            continue;
        if (values[param].p)
            return ERR_MALFORMED;
        values[param] = value;
    }
    return header_bytes + values[P_TYPE].n > HEADERS_MAX ? ERR_TOO_LARGE : ERR_NONE;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return true;
    }
    return false;
}

static bool path_is_normal(struct str path)
{
    if (path.n == 0 || path.p[0] != '/' || has_control(path) || memchr(path.p, '\\', path.n) || !utf8_valid(path))
        return false;
    while (path.n > 0) {
        const char *slash = memchr(path.p + 1, '/', path.n - 1);
        size_t part = (slash ? (size_t)(slash - path.p) : path.n) - 1;

        if ((part == 0 && slash) || (part == 1 && path.p[1] == '.') ||
            (part == 2 && path.p[1] == '.' && path.p[2] == '.'))
            return false;
        path.p += part + 1;
        path.n -= part + 1;
    }
    return true;
}

static bool only_of(struct str s, const char *extra)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr(extra, c)))
            return false;
    }
    return true;
}

static enum err read_length(struct str s, uint64_t *ret_length)
{
    long long length = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return ERR_MALFORMED;
    }
    if (s.n > 0 && !str_to_i64(s, 0, (long long)BODY_MAX, &length))
        return ERR_TOO_LARGE;
    *ret_length = (uint64_t)length;
    return ERR_NONE;
}

static enum err check(const struct str values[P__COUNT], struct str path)
{
    if (values[P_REQUEST_URI].n > URL_MAX || path.n + values[P_QUERY].n > URL_MAX)
        return ERR_URI_TOO_LONG;
    for (int i = 0; i < P__COUNT; i++) {
        if (has_control(values[i]) || !utf8_valid(values[i]))
            return ERR_MALFORMED;
    }
    if (!path_is_normal(path) || values[P_METHOD].n == 0 || values[P_METHOD].n > METHOD_MAX ||
        !only_of(values[P_METHOD], "-_") || values[P_HOST].n > HOST_MAX || !only_of(values[P_HOST], ".:[]-") ||
        !only_of(values[P_ADDR], ".:"))
        return ERR_MALFORMED;
    return ERR_NONE;
}

static enum http_method method_of(struct str name)
{
    if (str_is(name, "GET"))
        return HTTP_GET;
    if (str_is(name, "HEAD"))
        return HTTP_HEAD;
    return str_is(name, "POST") ? HTTP_POST : HTTP_OTHER;
}

static struct str kept(struct arena *arena, struct str s)
{
    return (struct str){arena_strndup(arena, s.p, s.n), s.n};
}

enum err http_request_from_env(struct arena *arena, char *const *env, int64_t now_us, struct http_request **ret_req)
{
    struct str values[P__COUNT] = {{NULL, 0}}, path;
    struct http_request *req;
    uint64_t length;

    TRY(collect(env, values));
    path = values[P_DOCUMENT_URI].p ? values[P_DOCUMENT_URI] : values[P_SCRIPT_NAME];
    TRY(check(values, path));
    TRY(read_length(values[P_LENGTH], &length));
    req = ARENA_NEW(arena, struct http_request);
    req->arena = arena;
    req->method = method_of(values[P_METHOD]);
    req->method_name = str_cstr(arena, values[P_METHOD]);
    req->path = kept(arena, path);
    req->query = kept(arena, values[P_QUERY]);
    req->host = str_cstr(arena, values[P_HOST]);
    req->origin = str_cstr(arena, values[P_ORIGIN]);
    req->referer = str_cstr(arena, values[P_REFERER]);
    req->sec_fetch_site = str_cstr(arena, values[P_FETCH_SITE]);
    req->cookies = str_cstr(arena, values[P_COOKIE]);
    req->user_agent = str_cstr(arena, values[P_AGENT]);
    req->accept_language = str_cstr(arena, values[P_LANGUAGE]);
    req->content_type = str_cstr(arena, values[P_TYPE]);
    req->remote_addr = str_cstr(arena, values[P_ADDR]);
    req->https = str_is(values[P_HTTPS], "on") || str_is(values[P_SCHEME], "https");
    req->content_length = length;
    memcpy(req->id, crypto_random_base32(arena, 16), sizeof(req->id));
    req->started_us = now_us;
    *ret_req = req;
    return ERR_NONE;
}

long http_body_read(struct http_request *req, void *to, size_t cap)
{
    uint64_t left;
    long n;

    if (req->body_done > req->content_length)
        return -1;
    left = req->content_length - req->body_done;
    if (left == 0) {
        char more;

        n = req->body_read ? req->body_read(req->body_ctx, &more, 1) : 0;
        req->body_done += n > 0;
        return n == 0 ? 0 : -1;
    }
    if (cap > left)
        cap = (size_t)left;
    n = req->body_read ? req->body_read(req->body_ctx, to, cap) : 0;
    if (n <= 0)
        return -1;
    req->body_done += (uint64_t)n;
    return n;
}
