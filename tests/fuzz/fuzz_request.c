#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_random.h"
#include "http_request.h"
#include "http_token.h"
#include "utf8.h"

/* FastCGI parameters, one a line: a request that is let in keeps every promise of its header. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check(struct http_request *req)
{
    const char *path = req->path.p;
    uint8_t key[32] = {0};

    must(req->path.n > 0 && req->path.n <= 2048 && path[0] == '/' && strlen(path) == req->path.n);
    must(utf8_valid(req->path) && !strstr(path, "//") && !strstr(path, "/../") && !strstr(path, "/./"));
    must(!strpbrk(path, "\\\r\n\t"));
    must(req->query.n <= 2048 && strlen(req->query.p) == req->query.n && !strpbrk(req->query.p, "\r\n"));
    must(strspn(req->host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:[]-") == strlen(req->host));
    must(strlen(req->cookies) <= 8192 && !strpbrk(req->cookies, "\r\n") && strlen(req->id) == 26);
    must(req->content_length <= UINT64_C(1) << 40);
    http_query(req, "a");
    http_cookie(req, "a");
    http_csrf_ok(req, key, "binding", http_csrf_token(req->arena, key, "binding"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)64 << 20);
    char *text = arena_strndup(arena, (const char *)data, size), *env[64];
    struct http_request *req = NULL;
    size_t n = 0;

    must(crypto_start() == ERR_NONE);
    for (char *line = text; line && n + 1 < COUNT_OF(env); n++) {
        char *next = strchr(line, '\n');

        if (next)
            *next++ = '\0';
        env[n] = line;
        line = next;
    }
    env[n] = NULL;
    if (http_request_from_env(arena, env, 0, &req) == ERR_NONE)
        check(req);
    else
        must(req == NULL);
    arena_free(arena);
    return 0;
}
