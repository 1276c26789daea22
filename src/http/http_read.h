#ifndef REDRESS_HTTP_READ_H
#define REDRESS_HTTP_READ_H

#include "http_form.h"

/* What the readers of forms share; nothing outside this folder includes it. */

#define HTTP_TEXT_MAX ((size_t)1024 * 1024) /* all text values of one form: they stay in memory, files do not */

/* Append a field whose strings live as long as the form. */
void http_form_add(struct http_form *form, const char *name, const char *value, size_t value_n);

/* Take text apart in place; text[n] must be writable. Errors as http_form_read. */
enum err http_urlencoded_parse(struct http_form *form, char *text, size_t n, const struct http_form_limits *limits)
    MUST_CHECK;
enum err http_urlencoded_read(struct http_request *req, const struct http_form_limits *limits, struct http_form *form)
    MUST_CHECK;
/* limits holds no zeros here: the defaults are filled in. */
enum err http_multipart_read(struct http_request *req, const char *boundary, const struct http_form_limits *limits,
                             const struct http_file_sink *sink, struct http_form *form) MUST_CHECK;

/*
 * The parameters of a header: "; name=value" any number of times. The value is a token or a quoted string in which \" and \\
 * stand for the bare character and every other backslash for itself (browsers once sent whole DOS paths). ERR_MALFORMED for
 * anything else, for a name that stands twice and for more than fit.
 */
#define HTTP_PARAMS_MAX 8
struct http_params {
    size_t n;
    struct {
        struct str name;
        const char *value;
    } items[HTTP_PARAMS_MAX];
};
enum err http_params_parse(struct arena *arena, struct str s, struct http_params *ret_params) MUST_CHECK;
/* NULL when absent; names fold ASCII case. */
const char *http_params_get(const struct http_params *params, const char *name);

/* The headers of one part of a multipart body. */
struct http_part {
    const char *name;
    const char *file_name; /* NULL for a text field */
    const char *content_type;
};
/* headers: complete lines, each with CRLF. ERR_MALFORMED for what no browser sends. */
enum err http_part_parse(struct arena *arena, struct str headers, struct http_part *ret_part) MUST_CHECK;

#endif
