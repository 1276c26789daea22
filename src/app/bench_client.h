#ifndef REDRESS_BENCH_CLIENT_H
#define REDRESS_BENCH_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"

/* One browser of the bench: a kept HTTP/1.1 connection, a cookie jar, the last page. No TLS: it measures this machine. */
struct bench_client {
    int fd;
    unsigned from, port;
    char cookies[2000];
    char csrf[100], once[40], location[500];
    char *page; /* last body, NUL-terminated */
    size_t page_n, page_cap;
    int status;
};

/* A client of the nginx at this port of this machine. from: the last byte of its own address, 1 to 254: visitors have addresses of their own. */
void bench_client_init(struct bench_client *c, unsigned from, unsigned port);
void bench_client_free(struct bench_client *c);
/* One request and its answer; connects when needed. body NULL: none (urlencoded otherwise). ERR_IO when the server broke off. */
enum err bench_request(struct bench_client *c, const char *method, const char *path, const char *body) MUST_CHECK;
/* POST a body of any type and bytes. */
enum err bench_send(struct bench_client *c, const char *path, const char *type, const char *body, size_t n) MUST_CHECK;
/* POST with the csrf and once of the last page that had a form. */
enum err bench_post(struct bench_client *c, const char *path, const char *fields) MUST_CHECK;
/* Remember the csrf and once of this page, as bench_post does, for posts after other pages. */
void bench_keep_form(struct bench_client *c);
/* Value of the first control of that name in the last page, or of a cookie; "" when absent. */
const char *bench_value(const struct bench_client *c, const char *name, char *to, size_t cap);
const char *bench_cookie(const struct bench_client *c, const char *name, char *to, size_t cap);
/* The different links of the last page that begin with prefix, at most so many; returns how many. */
size_t bench_links(const struct bench_client *c, const char *prefix, char (*to)[200], size_t most);

#endif
