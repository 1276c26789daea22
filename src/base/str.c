#include "str.h"

#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *s)
{
    return (struct str){s, s ? strlen(s) : 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *b)
{
    return str_eq(a, str_of(b));
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool str_ieq(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    }
    return true;
}

bool str_starts(struct str s, const char *prefix)
{
    size_t n = strlen(prefix);

    return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_wide_space(const char *p)
{
    return memcmp(p, "\xe3\x80\x80", 3) == 0;
}

struct str str_trim(struct str s)
{
    for (;;) {
        size_t cut = 0;

        if (s.n > 0 && is_space(s.p[0]))
            cut = 1;
        else if (s.n >= 3 && is_wide_space(s.p))
            cut = 3;
        else
            break;
        s.p += cut;
        s.n -= cut;
    }
    for (;;) {
        if (s.n > 0 && is_space(s.p[s.n - 1]))
            s.n -= 1;
        else if (s.n >= 3 && is_wide_space(s.p + s.n - 3))
            s.n -= 3;
        else
            return s;
    }
}

const char *str_cstr(struct arena *a, struct str s)
{
    return arena_strndup(a, s.p, s.n);
}

uint64_t str_hash(struct str s)
{
    uint64_t hash = s.n, word;
    for (size_t n; s.n > 0; s.p += n, s.n -= n) {
        n = s.n < sizeof word ? s.n : sizeof word;
        word = 0;
        memcpy(&word, s.p, n);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

struct str str_cut(struct str *s, char sep)
{
    struct str head = *s;
    const char *at = s->n > 0 ? memchr(s->p, sep, s->n) : NULL;

    if (!at) {
        *s = (struct str){NULL, 0};
        return head;
    }
    head.n = (size_t)(at - head.p);
    s->p = at + 1;
    s->n -= head.n + 1;
    return head;
}

bool str_to_i64(struct str s, long long lo, long long hi, long long *ret_value)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    long long value = 0;

    if (negative) {
        s.p++;
        s.n--;
    }
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        int digit = s.p[i] - '0';

        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10LL, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value))
            return false;
    }
    if (value < lo || value > hi)
        return false;
    *ret_value = value;
    return true;
}

/* ---- buffers ---- */

/* Room for more bytes and a NUL. */
static void make_room(struct buf *b, size_t more)
{
    size_t need, cap;

    if (__builtin_add_overflow(b->n, more, &need) || need >= SIZE_MAX / 2)
        abort();
    need += 1;
    if (need <= b->cap)
        return;
    cap = b->cap ? b->cap * 2 : 256;
    if (cap < need)
        cap = need;
    b->p = arena_grow(b->arena, b->p, b->cap, cap);
    b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (n == 0)
        return;
    make_room(b, n);
    memcpy(b->p + b->n, bytes, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    int n;

    make_room(b, 128);
    va_start(args, fmt);
    n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
    va_end(args);
    if (n < 0)
        abort();
    if ((size_t)n >= b->cap - b->n) {
        make_room(b, (size_t)n);
        va_start(args, fmt);
        vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
        va_end(args);
    }
    b->n += (size_t)n;
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->n > 0 ? b->p : "", b->n};
}

/* ---- bytes as text ---- */

const char *str_hex(struct arena *a, const void *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *in = bytes;
    char *out = arena_array(a, n + 1, 2), *to = out;

    for (size_t i = 0; i < n; i++) {
        *to++ = digits[in[i] >> 4];
        *to++ = digits[in[i] & 15];
    }
    return out;
}

int str_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool str_unhex(struct str hex, void *out, size_t out_n)
{
    uint8_t *to = out;

    if (hex.n % 2 != 0 || hex.n / 2 != out_n)
        return false;
    for (size_t i = 0; i < hex.n; i++) {
        if (str_hex_digit(hex.p[i]) < 0)
            return false;
    }
    for (size_t i = 0; i < out_n; i++)
        to[i] = (uint8_t)((unsigned)str_hex_digit(hex.p[2 * i]) << 4 | (unsigned)str_hex_digit(hex.p[2 * i + 1]));
    return true;
}

/* Groups of bits_each bits, first bit first, the last group filled with zero bits, as letters of an alphabet. */
static const char *in_letters(struct arena *a, const void *bytes, size_t n, unsigned bits_each, const char *alphabet)
{
    const uint8_t *in = bytes;
    char *out = arena_array(a, n + 1, 2), *to = out;
    unsigned held = 0, bits = 0, mask = (1U << bits_each) - 1;

    for (size_t i = 0; i < n; i++) {
        held = (held << 8 | in[i]) & 0xffff;
        for (bits += 8; bits >= bits_each; bits -= bits_each)
            *to++ = alphabet[held >> (bits - bits_each) & mask];
    }
    if (bits > 0)
        *to = alphabet[held << (bits_each - bits) & mask];
    return out;
}

const char *str_base32(struct arena *a, const void *bytes, size_t n)
{
    return in_letters(a, bytes, n, 5, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

const char *str_base64url(struct arena *a, const void *bytes, size_t n)
{
    return in_letters(a, bytes, n, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}

static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

bool str_unbase64url(struct str in, void *out, size_t out_cap, size_t *ret_n)
{
    size_t n = in.n / 4 * 3 + (in.n % 4 > 1 ? in.n % 4 - 1 : 0), done = 0;
    unsigned held = 0, bits = 0;
    uint8_t *to = out;

    if (in.n % 4 == 1 || n > out_cap)
        return false;
    for (size_t i = 0; i < in.n; i++) {
        int digit = base64_digit(in.p[i]);

        if (digit < 0)
            return false;
        held = (held << 6 | (unsigned)digit) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            to[done++] = (uint8_t)(held >> bits);
        }
    }
    /* Left-over bits that are not zero would give one value several spellings. */
    if (held & ((1U << bits) - 1))
        return false;
    *ret_n = done;
    return true;
}
