#include "utf8.h"

#include <stdint.h>
#include <string.h>

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* True when 8 bytes are all ASCII and none is NUL. */
static bool plain8(const unsigned char *p)
{
    uint64_t w;

    memcpy(&w, p, sizeof(w));
    return ((w | (w - EACH_BYTE(0x01))) & EACH_BYTE(0x80)) == 0;
}

/* Bytes of the well-formed character at p, at most n; 0 when there is none. */
static size_t char_bytes(const unsigned char *p, size_t n)
{
    unsigned char c = p[0], low = 0x80, high = 0xbf;
    size_t bytes;

    if (c < 0x80)
        return c != 0;
    if (c >= 0xc2 && c <= 0xdf) {
        bytes = 2;
    } else if (c >= 0xe0 && c <= 0xef) {
        bytes = 3;
        low = c == 0xe0 ? 0xa0 : 0x80;
        high = c == 0xed ? 0x9f : 0xbf;
    } else if (c >= 0xf0 && c <= 0xf4) {
        bytes = 4;
        low = c == 0xf0 ? 0x90 : 0x80;
        high = c == 0xf4 ? 0x8f : 0xbf;
    } else {
        return 0;
    }
    if (n < bytes || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < bytes; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return bytes;
}

bool utf8_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;

    for (size_t i = 0; i < s.n;) {
        size_t bytes = s.n - i >= 8 && plain8(p + i) ? 8 : char_bytes(p + i, s.n - i);

        if (bytes == 0)
            return false;
        i += bytes;
    }
    return true;
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

size_t utf8_length(struct str s)
{
    size_t length = 0;

    for (size_t i = 0; i < s.n; i++)
        length += !continues(s.p[i]);
    return length;
}

struct str utf8_prefix(struct str s, size_t max)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!continues(s.p[i]) && max-- == 0) {
            s.n = i;
            break;
        }
    }
    return s;
}

/* The code point at *p of a valid text, with *ret_n its bytes; never looks past end. */
static uint32_t decode(const char *p, const char *end, size_t *ret_n)
{
    unsigned char c = (unsigned char)*p;
    size_t bytes = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    uint32_t point = bytes == 1 ? c : c & (0xffU >> (bytes + 1));

    if (bytes > (size_t)(end - p))
        bytes = (size_t)(end - p);
    for (size_t i = 1; i < bytes; i++)
        point = point << 6 | ((unsigned char)p[i] & 0x3f);
    *ret_n = bytes;
    return point;
}

const char *utf8_shorten(struct arena *a, struct str s, size_t max)
{
    struct str head = utf8_prefix(s, max);
    struct buf out = {.arena = a};

    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] == '\r' && i + 1 < head.n && head.p[i + 1] == '\n')
            continue;
        buf_addc(&out, head.p[i] == '\n' || head.p[i] == '\r' ? ' ' : head.p[i]);
    }
    if (head.n < s.n)
        buf_adds(&out, "\xe2\x80\xa6");
    return buf_str(&out).p;
}

/* Line breaks are looked at before. */
static bool is_dropped(uint32_t c)
{
    return (c < 0x20 && c != '\t') || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

const char *utf8_clean(struct arena *a, struct str s, bool keep_lines)
{
    char *out, *to;
    const char *end;
    struct str kept;

    if (s.n == 0)
        return "";
    out = to = arena_grow(a, NULL, 0, s.n + 1);
    end = s.p + s.n;
    for (const char *p = s.p; p < end;) {
        size_t bytes;
        uint32_t c = decode(p, end, &bytes);

        if (c == '\r' && end - p > 1 && p[1] == '\n') {
            p++;
            continue;
        }
        if (c == '\r' || c == '\n') {
            *to++ = keep_lines ? '\n' : ' ';
        } else if (!is_dropped(c)) {
            memcpy(to, p, bytes);
            to += bytes;
        }
        p += bytes;
    }
    kept = str_trim((struct str){out, (size_t)(to - out)});
    out[(size_t)(kept.p - out) + kept.n] = '\0';
    return kept.p;
}

const char *utf8_halfwidth(struct arena *a, struct str s)
{
    char *out, *to;
    const char *end;

    if (s.n == 0)
        return "";
    out = to = arena_grow(a, NULL, 0, s.n + 1);
    end = s.p + s.n;
    for (const char *p = s.p; p < end;) {
        size_t bytes;
        uint32_t c = decode(p, end, &bytes);

        if (c >= 0xff01 && c <= 0xff5e) {
            *to++ = (char)(c - 0xfee0);
        } else if (c == 0x3000) {
            *to++ = ' ';
        } else {
            memcpy(to, p, bytes);
            to += bytes;
        }
        p += bytes;
    }
    *to = '\0';
    return out;
}
