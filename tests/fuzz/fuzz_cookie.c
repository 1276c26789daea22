#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http_request.h"
#include "http_response.h"

/* The Cookie header: a value found stands in the header, after the name and '='. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a", "session", "__Host-a", ""};
    struct arena *arena = arena_new((size_t)64 << 20);
    struct http_request req = {.arena = arena, .cookies = arena_strndup(arena, (const char *)data, size)};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = http_cookie(&req, names[i]);

        if (*value && !strstr(req.cookies, arena_printf(arena, "%s=%s", names[i], value)))
            abort();
        if (strchr(value, ';'))
            abort();
    }
    req.https = size % 2;
    http_own_cookie(&req, "a");
    arena_free(arena);
    return 0;
}
