#include <string.h>

#include "search.h"

/* ---- characters ---- */

/* The next code point; what is no UTF-8 reads as U+FFFD, one byte at a time. */
static uint32_t next_point(struct str text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.p + *at;
    size_t left = text.n - *at, more = *p < 0x80 ? 0 : *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : 1;
    uint32_t c = more == 0 ? *p : *p & (0x3fu >> more);
    if (more >= left || (*p >= 0x80 && *p < 0xc2)) {
        *at += 1;
        return more == 0 ? c : 0xfffd;
    }
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            *at += 1;
            return 0xfffd;
        }
        c = c << 6 | (p[i] & 0x3fu);
    }
    *at += more + 1;
    return c;
}

/* Written without blanks between words: Han, kana, Hangul, bopomofo. */
static bool is_chinese(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || c == 0x3005 || c == 0x3007 || (c >= 0x3040 && c <= 0x30ff && c != 0x30fb) || (c >= 0x3105 && c <= 0x312f) || (c >= 0xac00 && c <= 0xd7a3) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

/* A letter or digit in its one form, 0 for everything that parts words. */
static uint32_t letter(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z')
            return c + ('a' - 'A');
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
    }
    if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
        return c + 0x20;
    if (c < 0xc0 || c == 0xd7 || c == 0xf7 || (c >= 0x2000 && c <= 0x2bff) || (c >= 0x2e00 && c <= 0x303f) || (c >= 0xfe00 && c <= 0xfe6f) || c == 0x30fb || c >= 0xff5f)
        return 0;
    return c;
}

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* ---- units ---- */

struct reader {
    struct str text;
    size_t at;
    bool gap;
};

static bool read_unit(struct reader *r, struct search_unit *ret_unit)
{
    enum { WORD_POINTS = 64 /* what is longer goes on as another word */ };
    r->gap = r->gap || r->at == 0;
    while (r->at < r->text.n) {
        size_t from = r->at, end = r->at;
        uint32_t c = next_point(r->text, &end), plain = is_chinese(c) ? c : letter(c);
        r->at = end;
        if (!plain) {
            r->gap = true;
            continue;
        }
        *ret_unit = (struct search_unit){.at = (uint32_t)from, .key = plain, .chinese = plain == c && is_chinese(c), .gap = r->gap};
        r->gap = false;
        for (int n = 1; !ret_unit->chinese && n < WORD_POINTS && r->at < r->text.n; n++) {
            end = r->at;
            c = next_point(r->text, &end);
            plain = is_chinese(c) ? 0 : letter(c);
            if (!plain)
                break;
            ret_unit->key = mix(ret_unit->key + UINT64_C(0x9e3779b97f4a7c15)) + plain;
            r->at = end;
        }
        if (!ret_unit->chinese)
            ret_unit->key = mix(ret_unit->key) | UINT64_C(1) << 63; /* never a character */
        ret_unit->n = (uint32_t)(r->at - from);
        return true;
    }
    return false;
}

size_t search_units(struct arena *a, struct str text, struct search_unit **ret_units)
{
    size_t n = 0, cap = text.n / 3 + 16;
    struct search_unit *units = ARENA_ARRAY(a, cap, struct search_unit), unit;
    struct reader r = {.text = text};
    while (read_unit(&r, &unit)) {
        if (n == cap) {
            units = arena_grow(a, units, cap * sizeof *units, 2 * cap * sizeof *units);
            cap *= 2;
        }
        units[n++] = unit;
    }
    *ret_units = units;
    return n;
}

/* ---- terms ---- */

#define TERM_BITS 48

static uint64_t term_of_word(const struct search_unit *u)
{
    return mix(u->key) >> (64 - TERM_BITS);
}

static uint64_t term_of_pair(const struct search_unit *u, const struct search_unit *next)
{
    return mix(u->key << 32 | next->key) >> (64 - TERM_BITS);
}

static bool is_pair(const struct search_unit *u, const struct search_unit *next)
{
    return u->chinese && next->chinese && !next->gap;
}

static void put(struct search_terms *t, uint64_t term, unsigned place)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 4096;
        t->pairs = arena_grow(t->arena, t->pairs, t->cap * sizeof *t->pairs, cap * sizeof *t->pairs);
        t->cap = cap;
    }
    t->pairs[t->n++] = term << 16 | place;
}

void search_add(struct search_terms *t, unsigned place, struct str text)
{
    struct reader r = {.text = text};
    struct search_unit last = {0}, unit;
    while (read_unit(&r, &unit)) {
        if (!unit.chinese)
            put(t, term_of_word(&unit), place);
        else if (is_pair(&last, &unit))
            put(t, term_of_pair(&last, &unit), place);
        last = unit;
    }
}

/* By radix: a block has millions of pairs. Eight digits of eight bits, which leaves the result where it began. */
void search_sort(struct search_terms *t)
{
    uint64_t *from = t->pairs, *to = t->n ? ARENA_ARRAY(t->arena, t->n, uint64_t) : NULL;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = {0};
        for (size_t i = 0; i < t->n; i++)
            starts[(from[i] >> shift & 0xff) + 1]++;
        for (size_t d = 1; d < 257; d++)
            starts[d] += starts[d - 1];
        for (size_t i = 0; i < t->n; i++)
            to[starts[from[i] >> shift & 0xff]++] = from[i];
        uint64_t *other = from;
        from = to;
        to = other;
    }
    size_t kept = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (kept == 0 || t->pairs[kept - 1] != t->pairs[i])
            t->pairs[kept++] = t->pairs[i];
    }
    t->n = kept;
}

size_t search_run_end(const struct search_terms *t, size_t from)
{
    size_t end = from;
    while (end < t->n && t->pairs[end] >> 16 == t->pairs[from] >> 16)
        end++;
    return end;
}

/* ---- the complaints of a term ---- */

void search_bits_set(struct search_bits *bits, unsigned place)
{
    bits->words[place / 64 % COUNT_OF(bits->words)] |= UINT64_C(1) << place % 64;
}

bool search_bits_has(const struct search_bits *bits, unsigned place)
{
    return bits->words[place / 64 % COUNT_OF(bits->words)] >> place % 64 & 1;
}

bool search_bits_read(struct str stored, struct search_bits *ret_bits)
{
    const unsigned char *p = (const unsigned char *)stored.p;
    memset(ret_bits, 0, sizeof *ret_bits);
    if (stored.n > SEARCH_BITS_BYTES || stored.n % 2)
        return false;
    if (stored.n == SEARCH_BITS_BYTES) {
        for (size_t i = 0; i < SEARCH_BITS_BYTES; i++)
            ret_bits->words[i / 8] |= (uint64_t)p[i] << i % 8 * 8;
        return true;
    }
    for (size_t i = 0; i < stored.n; i += 2) {
        unsigned place = p[i] | (unsigned)p[i + 1] << 8;
        if (place >= SEARCH_BLOCK)
            return false;
        search_bits_set(ret_bits, place);
    }
    return true;
}

size_t search_bits_write(const struct search_bits *bits, uint8_t out[SEARCH_BITS_BYTES])
{
    size_t n = 0;
    for (size_t w = 0; w < COUNT_OF(bits->words); w++)
        n += (size_t)__builtin_popcountll(bits->words[w]) * 2;
    if (n >= SEARCH_BITS_BYTES) {
        for (size_t i = 0; i < SEARCH_BITS_BYTES; i++)
            out[i] = (uint8_t)(bits->words[i / 8] >> i % 8 * 8);
        return SEARCH_BITS_BYTES;
    }
    n = 0;
    for (unsigned w = 0; w < COUNT_OF(bits->words); w++) {
        for (uint64_t left = bits->words[w]; left; left &= left - 1) {
            unsigned place = w * 64 + (unsigned)__builtin_ctzll(left);
            out[n++] = (uint8_t)place;
            out[n++] = (uint8_t)(place >> 8);
        }
    }
    return n;
}

void search_bits_and(struct search_bits *bits, const struct search_bits *other)
{
    for (size_t w = 0; w < COUNT_OF(bits->words); w++)
        bits->words[w] &= other->words[w];
}

void search_bits_or(struct search_bits *bits, const struct search_bits *other)
{
    for (size_t w = 0; w < COUNT_OF(bits->words); w++)
        bits->words[w] |= other->words[w];
}

/* ---- the question ---- */

/* Quotation marks of both languages; how many bytes there are of one, 0: none here. */
static size_t quotation_mark(const char *p)
{
    static const char *const marks[] = {"\"", "“", "”", "「", "」", "＂"};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (strncmp(p, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    }
    return 0;
}

static void add_phrase(struct search_query *q, const struct search_unit *units, size_t n)
{
    if (n > 0 && q->n < SEARCH_PHRASES)
        q->phrases[q->n++] = (struct search_phrase){.units = units, .n = n};
}

/* Without quotation marks Chinese is parted by whatever stands between; of other words it holds together what has no blank: 2026-08-21. */
static void add_words(struct arena *a, struct search_query *q, struct str word)
{
    struct search_unit *units;
    size_t n = search_units(a, word, &units), from = 0;
    for (size_t i = 1; i < n; i++) {
        if (units[i].gap && (units[i].chinese || units[i - 1].chinese)) {
            add_phrase(q, units + from, i - from);
            from = i;
        }
    }
    add_phrase(q, units + from, n - from);
}

static size_t blank(const char *p)
{
    if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
        return 1;
    return strncmp(p, "\u3000", 3) == 0 || strncmp(p, "\u00a0", 2) == 0 ? (*p == '\xc2' ? 2 : 3) : 0;
}

static void add_terms(struct search_query *q)
{
    for (size_t p = 0; p < q->n; p++) {
        const struct search_phrase *phrase = &q->phrases[p];
        for (size_t i = 0; i < phrase->n && q->n_terms < SEARCH_TERMS; i++) {
            if (!phrase->units[i].chinese)
                q->terms[q->n_terms++] = (int64_t)term_of_word(&phrase->units[i]);
            else if (i + 1 < phrase->n && is_pair(&phrase->units[i], &phrase->units[i + 1]))
                q->terms[q->n_terms++] = (int64_t)term_of_pair(&phrase->units[i], &phrase->units[i + 1]);
        }
    }
}

static void drop_doubles(struct search_query *q)
{
    size_t kept = 0;
    for (size_t i = 0; i < q->n_terms; i++) {
        size_t k = 0;
        while (k < kept && q->terms[k] != q->terms[i])
            k++;
        if (k == kept)
            q->terms[kept++] = q->terms[i];
    }
    q->n_terms = kept;
}

bool search_read(struct arena *a, const char *typed, struct search_query *ret_query)
{
    struct search_query q = {.n = 0};
    for (const char *p = typed; *p;) {
        size_t n = quotation_mark(p), quoted = n;
        if (!n && (n = blank(p))) {
            p += n;
            continue;
        }
        p += quoted;
        const char *from = p;
        while (*p && !quotation_mark(p) && (quoted || !blank(p)))
            p++;
        struct str part = {from, (size_t)(p - from)};
        if (quoted) {
            struct search_unit *units;
            size_t n_units = search_units(a, part, &units);
            add_phrase(&q, units, n_units);
            p += quotation_mark(p);
        } else {
            add_words(a, &q, part);
        }
    }
    add_terms(&q);
    drop_doubles(&q);
    *ret_query = q;
    return q.n_terms > 0;
}
