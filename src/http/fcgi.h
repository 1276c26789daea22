#ifndef REDRESS_FCGI_H
#define REDRESS_FCGI_H

#include <fcgiapp.h>

#include "http_request.h"
#include "http_response.h"

/*
 * Between libfcgi and our own types; nothing else includes libfcgi but the loop that accepts.
 *
 * The request that fcgi holds; its body is read from there, so it must not outlive it. Errors as http_request_from_env.
 */
enum err fcgi_request(struct arena *arena, FCGX_Request *fcgi, int64_t now_us, struct http_request **ret_req) MUST_CHECK;

/*
 * Send the answer: status, headers, then the body or the stream. A HEAD request gets no body, neither do 204 and 304. Every
 * answer says nosniff, its request id, and no-store unless the handler said how long it may be kept; the rest of the security headers is
 * nginx's. req is NULL when it could not be read at all. ERR_IO when the client is gone or a stream broke its promise. What fcgi holds is gone
 * after it; FCGX_Finish_r is called all the same.
 */
enum err fcgi_respond(FCGX_Request *fcgi, const struct http_request *req, const struct http_response *resp) MUST_CHECK;

#endif
