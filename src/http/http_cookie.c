#include <stdlib.h>
#include <string.h>

#include "http_request.h"
#include "http_response.h"

#define YEAR_S 31536000

const char *http_cookie(const struct http_request *req, const char *name)
{
    struct str rest = str_of(req->cookies), found = {NULL, 0};

    while (rest.p) {
        struct str value = str_trim(str_cut(&rest, ';')), key = str_cut(&value, '=');

        if (!value.p || !str_is(key, name))
            continue;
        if (found.p)
            return "";
        found = value;
    }
    return found.p ? str_cstr(req->arena, found) : "";
}

/* What may stand in a cookie without quotes (RFC 6265, cookie-octet); a name must not hold '=' either. */
static bool is_cookie_text(const char *s, bool name)
{
    for (; *s; s++) {
        if (*s <= ' ' || *s >= 0x7f || strchr("\",;\\", *s) || (name && strchr("()<>@:/[]?={}", *s)))
            return false;
    }
    return true;
}

const char *http_cookie_name(const struct http_request *req, const char *name)
{
    return req->https ? arena_printf(req->arena, "__Host-%s", name) : name;
}

void http_set_cookie(struct http_response *resp, const struct http_request *req, enum http_cookie_kind kind,
                     const char *name, const char *value)
{
    struct buf line = {.arena = resp->arena};

    if (!*name || !is_cookie_text(name, true) || !is_cookie_text(value, false))
        abort();
    buf_printf(&line, "%s=%s; Path=/; HttpOnly; SameSite=Lax", http_cookie_name(req, name), value);
    if (req->https)
        buf_adds(&line, "; Secure");
    if (!*value)
        buf_adds(&line, "; Max-Age=0");
    else if (kind == HTTP_COOKIE_PREFERENCE)
        buf_printf(&line, "; Max-Age=%d", YEAR_S);
    http_header(resp, "Set-Cookie", line.p);
}

const char *http_own_cookie(const struct http_request *req, const char *name)
{
    return http_cookie(req, http_cookie_name(req, name));
}
