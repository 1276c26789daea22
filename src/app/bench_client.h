#ifndef REDRESS_BENCH_CLIENT_H
#define REDRESS_BENCH_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

/* One browser of the bench: a kept HTTP/1.1 connection, a cookie jar, the last page. No TLS: it measures this machine. */
struct bench_client {
    int fd;
    char host[64];
    unsigned port;
    char cookies[2000];
    char csrf[100], once[40], location[500];
    char *page; /* last body, NUL-terminated */
    size_t page_n, page_cap;
    int status;
};

void bench_client_init(struct bench_client *c, const char *host, unsigned port);
void bench_client_free(struct bench_client *c);
/* One request and its answer; connects when needed. body NULL: none (urlencoded otherwise). ERR_IO when the server broke off. */
enum err bench_request(struct bench_client *c, const char *method, const char *path, const char *body) MUST_CHECK;
/* POST with the csrf and once of the last page that had a form. */
enum err bench_post(struct bench_client *c, const char *path, const char *fields) MUST_CHECK;
/* Value of the first control of that name in the last page, "" when absent; valid until the next request. */
const char *bench_value(const struct bench_client *c, const char *name, char *to, size_t cap);
/* First link in the last page that begins with prefix, copied to to. */
const char *bench_link(const struct bench_client *c, const char *prefix, char *to, size_t cap);

#endif
