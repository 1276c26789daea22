#include "repeat.h"

#include <stdlib.h>

#include "msgid.h"
#include "str.h"

enum { PIECES_MAX = 6000, ROWS = 2 /* of a band: both have to agree */, HASHES = REPEAT_BANDS * ROWS, PIECES_MIN = 6 };

const char **repeat_reasons(struct arena *a, unsigned reasons)
{
    static const struct {
        unsigned reason;
        const char *words;
    } words[] = {
        {REPEAT_PHONE, N_("same telephone number")}, {REPEAT_EMAIL, N_("same e-mail address")}, {REPEAT_REFERENCE, N_("same reference number")},
        {REPEAT_NAME, N_("same name")},             {REPEAT_TEXT, N_("similar text")},
    };
    const char **list = ARENA_ARRAY(a, COUNT_OF(words) + 1, const char *);
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (reasons & words[i].reason)
            list[n++] = words[i].words;
    }
    return list;
}

/* ---- pieces: two characters that stand side by side, without what people write now so and now otherwise ---- */

/* The next code point of a NUL-terminated valid text; 0 at its end. */
static uint32_t next_point(const unsigned char **at)
{
    const unsigned char *p = *at;
    size_t more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
    uint32_t c = more == 0 ? *p : *p & (0x3fu >> more);
    if (!*p)
        return 0;
    p++;
    for (; more > 0 && *p; more--)
        c = c << 6 | (*p++ & 0x3fu);
    *at = p;
    return c;
}

/* Letters and figures in one form, 0 for blanks, punctuation and signs. */
static uint32_t plain_point(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
    bool sign = c < 0xc0 || (c >= 0x2000 && c < 0x2e80) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xfe10 && c <= 0xfe6f) || c >= 0xff5f;
    return sign && c < 0x20000 ? 0 : c;
}

static int order(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* How many; what follows after the first PIECES_MAX changes nothing. */
static size_t pieces_of(const char *text, uint64_t pieces[PIECES_MAX])
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t last = 0;
    size_t n = 0;
    for (uint32_t c = next_point(&at); c && n < PIECES_MAX; c = next_point(&at)) {
        uint32_t plain = plain_point(c);
        if (!plain)
            continue;
        if (last)
            pieces[n++] = (uint64_t)last << 32 | plain;
        last = plain;
    }
    return n;
}

/* ---- signature ---- */

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

void repeat_signature(const char *text, uint32_t ret_bands[REPEAT_BANDS])
{
    uint64_t pieces[PIECES_MAX], least[HASHES];
    size_t n = pieces_of(text, pieces);
    for (size_t h = 0; h < HASHES; h++)
        least[h] = UINT64_MAX;
    for (size_t i = 0; i < n; i++) {
        uint64_t piece = mix(pieces[i]);
        for (size_t h = 0; h < HASHES; h++) {
            uint64_t value = mix(piece + (h + 1) * UINT64_C(0x9e3779b97f4a7c15));
            if (value < least[h])
                least[h] = value;
        }
    }
    for (size_t b = 0; b < REPEAT_BANDS; b++) {
        uint32_t band = (uint32_t)(mix(least[b * ROWS] + b + 1) ^ mix(least[b * ROWS + 1]));
        ret_bands[b] = n < PIECES_MIN ? 0 : band ? band : 1;
    }
}

int repeat_similar(struct arena *a, const char *text, const char *other)
{
    uint64_t *x = ARENA_ARRAY(a, PIECES_MAX, uint64_t), *y = ARENA_ARRAY(a, PIECES_MAX, uint64_t);
    size_t n = pieces_of(text, x), m = pieces_of(other, y), both = 0;
    if (n == 0 || m == 0)
        return 0;
    qsort(x, n, sizeof *x, order);
    qsort(y, m, sizeof *y, order);
    for (size_t i = 0, j = 0; i < n && j < m;) {
        if (x[i] == y[j]) {
            both++;
            i++;
            j++;
        } else if (x[i] < y[j]) {
            i++;
        } else {
            j++;
        }
    }
    return (int)(200 * both / (n + m));
}
