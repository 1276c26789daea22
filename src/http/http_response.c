#include "http_response.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

struct http_response *http_response_new(struct arena *arena)
{
    struct http_response *resp = ARENA_NEW(arena, struct http_response);

    resp->arena = arena;
    resp->status = 200;
    resp->content_type = "text/html; charset=utf-8";
    resp->headers.arena = arena;
    resp->body.arena = arena;
    return resp;
}

static bool is_plain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_token(const char *s)
{
    if (!*s)
        return false;
    for (; *s; s++) {
        if (!is_plain(*s) && !strchr("!#$%&'*+-.^_`|~", *s))
            return false;
    }
    return true;
}

static bool has_control(const char *s)
{
    for (; *s; s++) {
        if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
            return true;
    }
    return false;
}

void http_header(struct http_response *resp, const char *name, const char *value)
{
    if (!is_token(name) || has_control(value)) {
        log_note(LOG_ERROR, "header refused: %.40s", name);
        abort();
    }
    buf_adds(&resp->headers, name);
    buf_add(&resp->headers, ": ", 2);
    buf_adds(&resp->headers, value);
    buf_add(&resp->headers, "\r\n", 2);
}

static void add_percent(struct buf *to, char c)
{
    static const char digits[] = "0123456789ABCDEF";

    buf_addc(to, '%');
    buf_addc(to, digits[(unsigned char)c >> 4]);
    buf_addc(to, digits[(unsigned char)c & 15]);
}

static bool is_own_path(const char *path)
{
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return false;
    for (; *path; path++) {
        if ((unsigned char)*path < 0x20 || *path == 0x7f)
            return false;
    }
    return true;
}

void http_redirect(struct http_response *resp, const char *path)
{
    struct buf target = {.arena = resp->arena};

    if (!is_own_path(path)) {
        log_note(LOG_ERROR, "redirect refused");
#ifdef ARENA_MALLOC
        abort();
#else
        resp->status = 500;
        return;
#endif
    }
    /* Paths arrive decoded, and handlers put them together from decoded parts. */
    for (; *path; path++) {
        if (*path <= ' ' || *path >= 0x7f || strchr("\"<>\\^`{|}", *path))
            add_percent(&target, *path);
        else
            buf_addc(&target, *path);
    }
    resp->status = 303;
    http_header(resp, "Location", target.p);
}

/* The name for readers that know no filename*: the rest of it is told in ASCII with '_' for what is left out. */
static void add_ascii_name(struct buf *to, const char *name)
{
    for (; *name; name++) {
        if (((unsigned char)*name & 0xc0) == 0x80)
            continue;
        buf_addc(to, *name == ' ' || (*name > ' ' && *name < 0x7f && !strchr("\"\\/%;", *name)) ? *name : '_');
    }
}

static void add_percent_name(struct buf *to, const char *name)
{
    for (; *name; name++) {
        if (is_plain(*name) || strchr("-._~", *name))
            buf_addc(to, *name);
        else
            add_percent(to, *name);
    }
}

void http_download(struct http_response *resp, const char *content_type, const char *file_name)
{
    struct buf value = {.arena = resp->arena};

    if (has_control(content_type)) {
        log_note(LOG_ERROR, "content type refused");
        abort();
    }
    resp->content_type = content_type;
    buf_adds(&value, "attachment; filename=\"");
    add_ascii_name(&value, file_name);
    buf_adds(&value, "\"; filename*=UTF-8''");
    add_percent_name(&value, file_name);
    http_header(resp, "Content-Disposition", value.p);
    http_header(resp, "X-Content-Type-Options", "nosniff");
    http_header(resp, "Content-Security-Policy", "sandbox");
}
