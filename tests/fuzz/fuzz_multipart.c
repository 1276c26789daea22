#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http_form.h"
#include "utf8.h"

/* A multipart body with the boundary "b", read in pieces of three sizes: what comes out must not depend on them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
    const uint8_t *data;
    size_t n, step;
};

struct told {
    struct buf log;
    bool open;
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

static void must(bool ok)
{
    if (!ok)
        abort();
}

static enum err begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name,
                      const char *content_type)
{
    struct told *told = ctx;

    must(!told->open && *field && utf8_valid(str_of(field)) && utf8_valid(str_of(file_name)));
    must(strlen(file_name) <= 255 && !strpbrk(file_name, "/\\\r\n"));
    buf_printf(&told->log, "[%zu %s %s %s:", so_far->n, field, file_name, content_type);
    told->open = true;
    return ERR_NONE;
}

static enum err take(void *ctx, const void *bytes, size_t n)
{
    struct told *told = ctx;

    must(told->open && n > 0);
    buf_add(&told->log, bytes, n);
    return ERR_NONE;
}

static void over(void *ctx)
{
    struct told *told = ctx;

    must(told->open);
}

static enum err end(void *ctx, bool whole)
{
    struct told *told = ctx;

    must(told->open);
    told->open = false;
    buf_printf(&told->log, "|%d]", whole);
    return ERR_NONE;
}

static enum err run(struct arena *arena, const uint8_t *data, size_t size, size_t step, bool cut_files, struct told *told,
                    struct http_form **ret_form)
{
    struct source source = {data, size, step};
    struct http_form_limits limits = {.body_max = 1 << 20, .file_max = cut_files ? 20 : 1 << 20};
    struct http_file_sink sink = {.ctx = told, .begin = begin, .write = take, .over_limit = over, .end = end};
    struct http_request req = {.arena = arena,
                               .method = HTTP_POST,
                               .content_type = "multipart/form-data; boundary=b",
                               .content_length = size,
                               .body_read = read_some,
                               .body_ctx = &source};
    enum err e;

    *told = (struct told){.log = {.arena = arena}};
    e = http_form_read(&req, &limits, &sink, ret_form);
    must(!told->open);
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t steps[] = {1, 7};
    struct arena *arena = arena_new((size_t)64 << 20);
    struct told first, other;
    struct http_form *form = NULL, *again = NULL;
    enum err e = run(arena, data, size, SIZE_MAX, false, &first, &form);

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        must(run(arena, data, size, steps[i], false, &other, &again) == e);
        if (e != ERR_NONE)
            continue;
        must(str_eq(buf_str(&first.log), buf_str(&other.log)) && form->n == again->n);
        for (size_t k = 0; k < form->n; k++) {
            must(strcmp(form->fields[k].name, again->fields[k].name) == 0);
            must(strcmp(form->fields[k].value, again->fields[k].value) == 0);
            must(utf8_valid(str_of(form->fields[k].value)) && strlen(form->fields[k].value) == form->fields[k].value_n);
        }
    }
    must(run(arena, data, size, 5, true, &other, &again) == e);
    arena_free(arena);
    return 0;
}
