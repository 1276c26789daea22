#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http_form.h"
#include "utf8.h"

/* A query string and the same bytes as a body: both readers agree, and every name and value is text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
    const uint8_t *data;
    size_t n, step;
};

static long read_some(void *ctx, void *to, size_t cap)
{
    struct source *source = ctx;
    size_t n = source->n < cap ? source->n : cap;

    if (n > source->step)
        n = source->step;
    if (n > 0)
        memcpy(to, source->data, n);
    source->data += n;
    source->n -= n;
    return (long)n;
}

static void check(const struct http_form *form)
{
    struct http_form_errors errors = {.n = 0};
    struct http_text_rule rule = {.required = true, .max = 5};

    for (size_t i = 0; i < form->n; i++) {
        const struct http_field *field = &form->fields[i];

        if (strlen(field->value) != field->value_n || !utf8_valid(str_of(field->value)) || !utf8_valid(str_of(field->name)))
            abort();
        if (!http_form_has(form, field->name))
            abort();
        http_form_text(form, field->name, &rule, &errors);
        http_form_int(form, field->name, true, -5, 5, 0, &errors);
    }
}

static void compare(const struct http_form *a, const struct http_form *b)
{
    if (a->n != b->n)
        abort();
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->fields[i].name, b->fields[i].name) != 0 || strcmp(a->fields[i].value, b->fields[i].value) != 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)64 << 20);
    struct source source = {data, size, size > 0 ? (size_t)data[0] + 1 : 1};
    struct http_request req = {.arena = arena,
                               .method = HTTP_POST,
                               .content_type = "application/x-www-form-urlencoded",
                               .content_length = size,
                               .query = {arena_strndup(arena, "", 0), 0},
                               .body_read = read_some,
                               .body_ctx = &source};
    struct http_form *query = NULL, *body = NULL;
    enum err e = http_form_parse_query(arena, (struct str){(const char *)data, size}, &query);

    if (size <= 65536 && http_form_read(&req, NULL, NULL, &body) != e)
        abort();
    if (query)
        check(query);
    if (query && body)
        compare(query, body);
    req.query = (struct str){(const char *)data, size};
    http_query(&req, "a");
    arena_free(arena);
    return 0;
}
