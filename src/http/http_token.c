#include "http_token.h"

#include <string.h>

#include "crypto_random.h"

const char *http_csrf_token(struct arena *arena, const uint8_t key[32], const char *binding)
{
    struct crypto_part part = {binding, strlen(binding)};
    uint8_t mac[32];

    crypto_hmac(key, &part, 1, mac);
    return str_base64url(arena, mac, sizeof(mac));
}

/* Cut the port off when it is the usual one of the scheme; browsers leave it out, proxies may add it. */
static struct str without_usual_port(struct str host, bool https)
{
    const char *port = https ? ":443" : ":80";
    size_t n = strlen(port);

    if (host.n > n && memcmp(host.p + host.n - n, port, n) == 0)
        host.n -= n;
    return host;
}

/*
 * True when "scheme://host" is this host. Where the visitor came over https an http page is another site; where a proxy in
 * front took the encryption off unseen, the visitor's page may be either.
 */
static bool is_this_host(const struct http_request *req, struct str origin)
{
    struct str host = str_of(req->host);
    bool https = str_starts(origin, "https://");

    if (!https && (req->https || !str_starts(origin, "http://")))
        return false;
    origin.p += https ? 8 : 7;
    origin.n -= https ? 8 : 7;
    return host.n > 0 && str_ieq(without_usual_port(origin, https), without_usual_port(host, https));
}

/* "https://host" of an address. */
static struct str origin_of(struct str address)
{
    size_t slashes = 0;

    for (size_t i = 0; i < address.n; i++) {
        slashes += address.p[i] == '/';
        if (slashes == 3 || address.p[i] == '?' || address.p[i] == '#')
            address.n = i;
    }
    return address;
}

bool http_sent_from_here(const struct http_request *req)
{
    struct str origin = str_of(req->origin), site = str_of(req->sec_fetch_site), referer = str_of(req->referer);

    if (origin.n > 0 && !is_this_host(req, origin))
        return false;
    if (site.n > 0 && !str_is(site, "same-origin") && !str_is(site, "none"))
        return false;
    if (origin.n > 0 || site.n > 0 || referer.n == 0)
        return true;
    return is_this_host(req, origin_of(referer));
}

bool http_csrf_ok(const struct http_request *req, const uint8_t key[32], const char *binding, const char *token)
{
    const char *expected;
    size_t n;

    if (!binding || !*binding || !token || !http_sent_from_here(req))
        return false;
    expected = http_csrf_token(req->arena, key, binding);
    n = strlen(expected);
    return strlen(token) == n && crypto_equal(token, expected, n);
}
