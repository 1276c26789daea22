#ifndef REDRESS_UTF8_H
#define REDRESS_UTF8_H

#include <stdbool.h>

#include "str.h"

/* True when s is well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF) without NUL. */
bool utf8_valid(struct str s);
/* Number of code points of a valid s. */
size_t utf8_length(struct str s);
/* The first max code points of a valid s. */
struct str utf8_prefix(struct str s, size_t max);
/* First cut code points with an ellipsis when anything was left out; line breaks become spaces. For titles. */
const char *utf8_shorten(struct arena *a, struct str s, size_t max);
/*
 * The text as stored: CRLF and CR become LF, control characters but LF and TAB are dropped, bidirectional overrides
 * (U+202A-202E, U+2066-2069) are dropped, white space is trimmed off both ends. s must be valid.
 */
const char *utf8_clean(struct arena *a, struct str s, bool keep_lines);
/* Full-width ASCII forms (U+FF01-FF5E) and U+3000 to their half-width ones; for numbers, dates, telephone numbers. */
const char *utf8_halfwidth(struct arena *a, struct str s);

#endif
