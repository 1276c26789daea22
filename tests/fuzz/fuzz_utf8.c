#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

/* utf8_valid against a decoder written for clarity, and what the other functions promise about valid text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool plainly_valid(const uint8_t *p, size_t n)
{
    static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000};

    for (size_t i = 0; i < n;) {
        size_t bytes = p[i] < 0x80 ? 1 : (p[i] & 0xe0) == 0xc0 ? 2 : (p[i] & 0xf0) == 0xe0 ? 3 : (p[i] & 0xf8) == 0xf0 ? 4 : 0;
        uint32_t point = bytes == 1 ? p[i] : bytes ? p[i] & (0x7fU >> bytes) : 0;

        if (bytes == 0 || bytes > n - i)
            return false;
        for (size_t k = 1; k < bytes; k++) {
            if ((p[i + k] & 0xc0) != 0x80)
                return false;
            point = point << 6 | (p[i + k] & 0x3f);
        }
        if (point < least[bytes] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
            return false;
        i += bytes;
    }
    return true;
}

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void check_valid(struct arena *arena, struct str s, size_t max)
{
    struct str prefix = utf8_prefix(s, max);
    const char *lines = utf8_clean(arena, s, true), *line = utf8_clean(arena, s, false);

    must(utf8_valid(prefix) && utf8_length(prefix) <= max && (prefix.n == s.n || utf8_length(prefix) == max));
    must(utf8_valid(str_of(lines)) && strlen(lines) <= s.n && !strchr(lines, '\r'));
    must(strcmp(utf8_clean(arena, str_of(lines), true), lines) == 0);
    must(utf8_valid(str_of(line)) && !strpbrk(line, "\r\n\x1b\x7f"));
    must(strcmp(utf8_clean(arena, str_of(line), false), line) == 0);
    must(utf8_valid(str_of(utf8_halfwidth(arena, s))));
    must(utf8_length(str_of(utf8_halfwidth(arena, s))) == utf8_length(s));
    must(utf8_valid(str_of(utf8_shorten(arena, s, max))));
    must(utf8_length(str_of(utf8_shorten(arena, s, max))) <= max + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    struct arena *arena = arena_new((size_t)64 << 20);
    bool valid = utf8_valid(s);

    must(valid == plainly_valid(data, size));
    if (valid)
        check_valid(arena, s, size > 0 ? data[0] : 0);
    /* Text that is not valid must not be read over either. */
    utf8_clean(arena, s, true);
    utf8_halfwidth(arena, s);
    arena_free(arena);
    return 0;
}
