#ifndef REDRESS_STR_H
#define REDRESS_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

/* Bytes with a length. p may be NULL when n is 0. Not owned. Often NUL-terminated, never relied upon. */
struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

struct str str_of(const char *s); /* NULL gives an empty str */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *b);
bool str_ieq(struct str a, struct str b); /* ASCII case folded */
bool str_starts(struct str s, const char *prefix);
struct str str_trim(struct str s); /* ASCII white space and U+3000 off both ends */
const char *str_cstr(struct arena *a, struct str s); /* NUL-terminated copy */
/* Cut s at the first sep: returns the part before it and leaves the rest in *s; *s.p is NULL when nothing is left. */
struct str str_cut(struct str *s, char sep);
/* For tables and for telling texts apart within one build: quick, the same on every run, nothing against somebody who chooses the text. */
uint64_t str_hash(struct str s);
/* Whole decimal number within lo..hi; false for anything else (signs other than a leading '-', spaces, overflow). */
bool str_to_i64(struct str s, long long lo, long long hi, long long *ret_value);

/* A growing byte buffer in an arena. A zeroed struct with .arena set is an empty buffer. */
struct buf {
    struct arena *arena;
    char *p; /* NUL-terminated whenever n > 0 */
    size_t n, cap;
};

void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str buf_str(const struct buf *b);

/* Lower-case hex, and Crockford base32 without padding (0-9 A-Z less I L O U). The results are NUL-terminated. */
const char *str_hex(struct arena *a, const void *bytes, size_t n);
int str_hex_digit(char c); /* 0-15, upper case too; -1 for anything else */
bool str_unhex(struct str hex, void *out, size_t out_n); /* false unless hex is exactly 2 * out_n hex digits */
const char *str_base32(struct arena *a, const void *bytes, size_t n);
/* URL-safe base64 without padding. unbase64 gives false on any bad character; *ret_n is the byte count. */
const char *str_base64url(struct arena *a, const void *bytes, size_t n);
bool str_unbase64url(struct str in, void *out, size_t out_cap, size_t *ret_n);

#endif
