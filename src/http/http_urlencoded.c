#include <string.h>

#include "http_read.h"
#include "utf8.h"

/* Undo percent encoding in place and end the text with NUL; p[n] must be writable. */
static enum err decode(char *p, size_t n, size_t *ret_n)
{
    char *to = p;

    for (size_t i = 0; i < n; i++) {
        char c = p[i];

        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = n - i > 2 ? str_hex_digit(p[i + 1]) : -1, low = n - i > 2 ? str_hex_digit(p[i + 2]) : -1;

            if (high < 0 || low < 0)
                return ERR_MALFORMED;
            c = (char)(high << 4 | low);
            i += 2;
        }
        *to++ = c;
    }
    *to = '\0';
    *ret_n = (size_t)(to - p);
    return utf8_valid((struct str){p, *ret_n}) ? ERR_NONE : ERR_ENCODING;
}

static enum err parse_field(struct http_form *form, char *p, size_t n, size_t value_max)
{
    char *equals = memchr(p, '=', n), *value = equals ? equals + 1 : p + n;
    size_t name_n = equals ? (size_t)(equals - p) : n, value_n = (size_t)(p + n - value), unused;

    TRY(decode(value, value_n, &value_n));
    TRY(decode(p, name_n, &unused));
    if (value_n > value_max)
        return ERR_TOO_LARGE;
    http_form_add(form, p, value, value_n);
    return ERR_NONE;
}

enum err http_urlencoded_parse(struct http_form *form, char *text, size_t n, const struct http_form_limits *limits)
{
    char *end = text + n;

    while (text < end) {
        char *amp = memchr(text, '&', (size_t)(end - text));
        size_t field_n = (size_t)((amp ? amp : end) - text);

        if (field_n > 0) {
            if (form->n >= limits->fields_max)
                return ERR_TOO_LARGE;
            TRY(parse_field(form, text, field_n, limits->value_max));
        }
        text += field_n + 1;
    }
    return ERR_NONE;
}

enum err http_urlencoded_read(struct http_request *req, const struct http_form_limits *limits, struct http_form *form)
{
    size_t n = (size_t)req->content_length, done = 0;
    char *text = arena_grow(req->arena, NULL, 0, n + 1);

    for (;;) {
        long got = http_body_read(req, text + done, n - done);

        if (got < 0)
            return ERR_MALFORMED;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return http_urlencoded_parse(form, text, n, limits);
}
