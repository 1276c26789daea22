#include "desk_upload_pages.h"

#include <string.h>

#include "attachment_store.h"
#include "once_store.h"
#include "route.h"

/* The name is known at the first file: until then the sink's begin is NULL. */
struct desk_upload {
    struct attachment_stage stage;
    struct http_file_sink sink;
    struct page *page;
};

static const char *token_of(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == 26 ? stage : http_form_get(form, "once");
}

static void name_of(const struct page *page, const char *token, uint8_t out[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), token, out);
}

const char *desk_upload_token(const struct page *page)
{
    return token_of(page->form);
}

void desk_upload_name(const struct page *page, uint8_t out[32])
{
    name_of(page, token_of(page->form), out);
}

bool desk_upload_any(const struct page *page)
{
    const struct desk_upload *upload = page->upload;
    return upload && upload->stage.n_stored > 0;
}

static enum err upload_begin(void *ctx, const struct http_form *so_far, const char *field, const char *file_name, const char *content_type)
{
    struct desk_upload *upload = ctx;
    if (!upload->sink.begin) {
        name_of(upload->page, token_of(so_far), upload->stage.stage_hash);
        TRY(attachment_sink(&upload->stage, &upload->sink));
    }
    return upload->sink.begin(upload->sink.ctx, so_far, field, file_name, content_type);
}

static enum err upload_write(void *ctx, const void *bytes, size_t n)
{
    struct desk_upload *upload = ctx;
    return upload->sink.write(upload->sink.ctx, bytes, n);
}

static void upload_over(void *ctx)
{
    struct desk_upload *upload = ctx;
    upload->sink.over_limit(upload->sink.ctx);
}

static enum err upload_end(void *ctx, bool whole)
{
    struct desk_upload *upload = ctx;
    return upload->sink.end(upload->sink.ctx, whole);
}

enum err desk_upload_files(struct page *page, struct http_file_sink *ret_sink)
{
    const struct config *config = page->site->config;
    struct desk_upload *upload = ARENA_NEW(page->arena, struct desk_upload);
    upload->page = page;
    upload->stage = (struct attachment_stage){
        .db = page->db,
        .arena = page->arena,
        .now_us = page->now_us,
        .files_max = config->limits.files_per_message,
        .file_max = config->limits.upload_mib * 1024 * 1024,
        .internal = strstr(page->route->path, "/note") || strstr(page->route->path, "/slips") || strstr(page->route->path, "/close") ||
                    strstr(page->route->path, "/investigation") || strstr(page->route->path, "/papers"),
    };
    page->upload = upload;
    *ret_sink = (struct http_file_sink){.ctx = upload, .begin = upload_begin, .write = upload_write, .over_limit = upload_over, .end = upload_end, .sha256 = upload->stage.sha256};
    return ERR_NONE;
}

void desk_upload_refused(struct page *page, struct http_form_errors *errors)
{
    const struct desk_upload *upload = page->upload;
    for (size_t i = 0; upload && i < upload->stage.n_problems; i++) {
        const struct attachment_problem *p = &upload->stage.problems[i];
        http_form_error(errors, "files", arena_printf(page->arena, "%s: %s", p->name, page_text(page, p->message)), p->number);
    }
}

enum err desk_upload_staged(struct page *page, const char **stage, struct attachment **ret_list, size_t *ret_n)
{
    uint8_t name[32];
    *ret_list = NULL;
    *ret_n = 0;
    if (!**stage && !desk_upload_any(page))
        return ERR_NONE;
    *stage = desk_upload_token(page);
    desk_upload_name(page, name);
    return attachment_staged(page->db, page->arena, false, name, ret_list, ret_n);
}
