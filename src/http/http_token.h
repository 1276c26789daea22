#ifndef REDRESS_HTTP_TOKEN_H
#define REDRESS_HTTP_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "http_request.h"

/*
 * CSRF. A token is base64url(HMAC-SHA256(key, binding)) where binding is the session's or pre-session's secret; it is put in
 * every form as the field "csrf" and checked together with Origin and Sec-Fetch-Site.
 */
const char *http_csrf_token(struct arena *arena, const uint8_t key[32], const char *binding);
/*
 * True when token fits the binding (compared in constant time) and the request's Origin, when sent, is this host, and
 * Sec-Fetch-Site, when sent, is same-origin or none. Neither sent: the Referer, when sent, must be this host.
 */
bool http_csrf_ok(const struct http_request *req, const uint8_t key[32], const char *binding, const char *token);
/* The second half of that alone: nothing says that another site's page sent this. */
bool http_sent_from_here(const struct http_request *req);

#endif
