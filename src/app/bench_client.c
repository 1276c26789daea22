#include "bench_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdbool.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAGE_MAX (4u << 20)
#define HEAD_MAX 16384

void bench_client_init(struct bench_client *c, unsigned from, unsigned port)
{
    *c = (struct bench_client){.fd = -1, .from = from, .port = port};
    c->page_cap = 1 << 16;
    c->page = calloc(1, c->page_cap);
    if (!c->page)
        abort();
}

static void hang_up(struct bench_client *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

void bench_client_free(struct bench_client *c)
{
    hang_up(c);
    free(c->page);
}

static enum err dial(struct bench_client *c)
{
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + c->from)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)c->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0 || bind(c->fd, (struct sockaddr *)&from, sizeof from) != 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) {
        hang_up(c);
        return ERR_IO;
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct timeval patience = {.tv_sec = 60};
    setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return ERR_NONE;
}

static enum err send_all(struct bench_client *c, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(c->fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return ERR_IO;
        bytes += sent;
        n -= (size_t)sent;
    }
    return ERR_NONE;
}

static void keep_cookie(struct bench_client *c, const char *line)
{
    size_t whole = strcspn(line, ";\r\n"), name = strcspn(line, "=") + 1;
    char kept[sizeof c->cookies] = "";
    size_t at = 0;
    for (char *p = c->cookies; *p;) {
        size_t n = strcspn(p, ";");
        if (strncmp(p, line, name) != 0)
            at += (size_t)snprintf(kept + at, sizeof kept - at, "%s%.*s", at ? "; " : "", (int)n, p);
        p += n;
        p += strspn(p, "; ");
    }
    if (whole > name)
        snprintf(kept + at, sizeof kept - at, "%s%.*s", at ? "; " : "", (int)whole, line);
    snprintf(c->cookies, sizeof c->cookies, "%s", kept);
}

/* Read headers into head, then the body by its Content-Length. */
static enum err receive(struct bench_client *c)
{
    char head[HEAD_MAX];
    size_t n = 0;
    char *end = NULL;
    while (!end) {
        ssize_t got = n + 1 < sizeof head ? recv(c->fd, head + n, sizeof head - 1 - n, 0) : -1;
        if (got <= 0)
            return ERR_IO;
        n += (size_t)got;
        head[n] = '\0';
        end = strstr(head, "\r\n\r\n");
    }
    size_t length = 0, have = n - (size_t)(end + 4 - head);
    c->status = n > 12 ? (int)strtol(head + 9, NULL, 10) : 0;
    c->location[0] = '\0';
    bool closes = false;
    for (char *line = strstr(head, "\r\n"); line && line < end; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
        else if (strncasecmp(line, "Set-Cookie: ", 12) == 0)
            keep_cookie(c, line + 12);
        else if (strncasecmp(line, "Location: ", 10) == 0)
            snprintf(c->location, sizeof c->location, "%.*s", (int)strcspn(line + 10, "\r\n"), line + 10);
        else if (strncasecmp(line, "Connection: close", 17) == 0)
            closes = true;
    }
    if (length > PAGE_MAX || have > length)
        return ERR_IO;
    if (length + 1 > c->page_cap) {
        char *larger = realloc(c->page, length + 1);
        if (!larger)
            return ERR_IO;
        c->page = larger;
        c->page_cap = length + 1;
    }
    memcpy(c->page, end + 4, have);
    while (have < length) {
        ssize_t got = recv(c->fd, c->page + have, length - have, 0);
        if (got <= 0)
            return ERR_IO;
        have += (size_t)got;
    }
    c->page_n = length;
    c->page[length] = '\0';
    if (closes)
        hang_up(c);
    return ERR_NONE;
}

static enum err exchange(struct bench_client *c, const char *method, const char *path, const char *type, const char *body, size_t body_n)
{
    char head[6000];
    int n = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: localhost:%u\r\nAccept-Language: zh-CN\r\n%s%s%s", method, path, c->port,
                     *c->cookies ? "Cookie: " : "", c->cookies, *c->cookies ? "\r\n" : "");
    if (body)
        n += snprintf(head + n, sizeof head - (size_t)n,
                      "Origin: http://localhost:%u\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", c->port, type, body_n);
    n += snprintf(head + n, sizeof head - (size_t)n, "\r\n");
    for (int tries = 0; tries < 2; tries++) { /* a kept connection may have been closed meanwhile */
        bool fresh = c->fd < 0;
        if (fresh && dial(c) != ERR_NONE)
            return ERR_IO;
        if (send_all(c, head, (size_t)n) == ERR_NONE && (!body || send_all(c, body, body_n) == ERR_NONE) && receive(c) == ERR_NONE)
            return ERR_NONE;
        hang_up(c);
        if (fresh)
            break;
    }
    return ERR_IO;
}

enum err bench_request(struct bench_client *c, const char *method, const char *path, const char *body)
{
    return exchange(c, method, path, "application/x-www-form-urlencoded", body, body ? strlen(body) : 0);
}

enum err bench_send(struct bench_client *c, const char *path, const char *type, const char *body, size_t n)
{
    return exchange(c, "POST", path, type, body, n);
}

static void unescape(char *text)
{
    char *to = text;
    for (char *p = text; *p;) {
        if (strncmp(p, "&amp;", 5) == 0) {
            *to++ = '&';
            p += 5;
        } else {
            *to++ = *p++;
        }
    }
    *to = '\0';
}

const char *bench_value(const struct bench_client *c, const char *name, char *to, size_t cap)
{
    char wanted[100];
    *to = '\0';
    snprintf(wanted, sizeof wanted, "name=\"%s\"", name);
    const char *at = strstr(c->page, wanted), *value = at ? strstr(at, "value=\"") : NULL;
    if (value && value < at + strcspn(at, ">"))
        snprintf(to, cap, "%.*s", (int)strcspn(value + 7, "\""), value + 7);
    return to;
}

const char *bench_cookie(const struct bench_client *c, const char *name, char *to, size_t cap)
{
    size_t n = strlen(name);
    *to = '\0';
    for (const char *p = c->cookies; *p;) {
        size_t whole = strcspn(p, ";");
        if (whole > n && strncmp(p, name, n) == 0 && p[n] == '=')
            snprintf(to, cap, "%.*s", (int)(whole - n - 1), p + n + 1);
        p += whole;
        p += strspn(p, "; ");
    }
    return to;
}

size_t bench_links(const struct bench_client *c, const char *prefix, char (*to)[200], size_t most)
{
    char wanted[300];
    size_t n = 0;
    snprintf(wanted, sizeof wanted, "href=\"%s", prefix);
    for (const char *at = c->page; n < most && (at = strstr(at, wanted)) != NULL; at += strlen(wanted)) {
        snprintf(to[n], sizeof to[n], "%.*s", (int)strcspn(at + 6, "\""), at + 6);
        unescape(to[n]);
        if (n == 0 || strcmp(to[n], to[n - 1]) != 0)
            n++;
    }
    return n;
}

void bench_keep_form(struct bench_client *c)
{
    char csrf[sizeof c->csrf], once[sizeof c->once];
    if (*bench_value(c, "csrf", csrf, sizeof csrf))
        memcpy(c->csrf, csrf, sizeof csrf);
    if (*bench_value(c, "once", once, sizeof once))
        memcpy(c->once, once, sizeof once);
}

enum err bench_post(struct bench_client *c, const char *path, const char *fields)
{
    char body[8000];
    bench_keep_form(c);
    snprintf(body, sizeof body, "csrf=%s&once=%s&%s", c->csrf, c->once, fields);
    return bench_request(c, "POST", path, body);
}
