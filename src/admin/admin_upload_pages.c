#include "admin_common_pages.h"

/* Of several files the last one counts. */
static enum err begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    struct admin_upload *u = ctx;
    (void)so_far, (void)field, (void)file_name, (void)content_type;
    u->bytes.n = 0;
    return ERR_NONE;
}

static enum err write(void *ctx, const void *bytes, size_t n)
{
    struct admin_upload *u = ctx;
    u->too_large = u->too_large || u->bytes.n + n > u->most;
    if (!u->too_large)
        buf_add(&u->bytes, bytes, n);
    return ERR_NONE;
}

static void over(void *ctx)
{
    struct admin_upload *u = ctx;
    u->too_large = true;
}

static enum err end(void *ctx, bool whole)
{
    (void)ctx, (void)whole;
    return ERR_NONE;
}

enum err admin_upload_into(struct page *page, size_t most, struct http_file_sink *ret_sink)
{
    struct admin_upload *u = ARENA_NEW(page->arena, struct admin_upload);
    *u = (struct admin_upload){.bytes = {.arena = page->arena}, .most = most};
    page->upload = u;
    *ret_sink = (struct http_file_sink){.ctx = u, .begin = begin, .write = write, .over_limit = over, .end = end};
    return ERR_NONE;
}
