#include "attachment_store.h"
#include "complaint_store.h"
#include "desk_routes.h"

/* Sent chunk by chunk after the headers, when the page is gone: one chunk in memory, whatever the size of the file. */
struct download {
    struct db *db;
    int64_t id, bytes;
};

static enum err send_chunks(const struct download *file, struct arena *a, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    int64_t sent = 0;
    for (int n = 0; sent < file->bytes; n++) {
        struct str chunk;
        TRY(attachment_chunk(file->db, a, false, file->id, n, &chunk));
        if (!put(to, chunk.p, chunk.n))
            return ERR_NONE; /* the reader has gone */
        sent += (int64_t)chunk.n;
        arena_reset(a);
    }
    return ERR_NONE;
}

static enum err file_stream(void *ctx, bool (*put)(void *to, const void *bytes, size_t n), void *to)
{
    struct arena *a = arena_new(8 * ATTACHMENT_CHUNK);
    enum err e = send_chunks(ctx, a, put, to);
    arena_free(a);
    return e;
}

static enum err file_get(struct page *page)
{
    struct complaint c;
    permission_set rights;
    struct attachment file;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    TRY(attachment_find(page->db, page->arena, false, c.id, page->params[1], &file));
    struct download *download = ARENA_NEW(page->arena, struct download);
    *download = (struct download){page->db, file.id, file.bytes};
    http_download(page->resp, file.media_type, file.name);
    page->resp->stream = file_stream;
    page->resp->stream_ctx = download;
    page->resp->stream_length = (uint64_t)file.bytes;
    return ERR_NONE;
}

const struct route desk_file_routes[] = {
    {.method = HTTP_GET, .path = "/staff/file/:no/:code", .need = MAY(SEE), .run = file_get},
    {0},
};
