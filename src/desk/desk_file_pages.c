#include "attachment_store.h"
#include "complaint_store.h"
#include "desk_routes.h"

static enum err file_get(struct page *page)
{
    struct complaint c;
    struct complaint_part part;
    permission_set rights;
    struct attachment file;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    TRY(part_load(page->db, page->arena, page->user, &c, &part));
    TRY(attachment_find(page->db, page->arena, false, c.id, page->params[1], &file));
    TRY(part_file(page->db, page->arena, &part, &file));
    attachment_answer(page->db, false, &file, page->resp);
    return ERR_NONE;
}

const struct route desk_file_routes[] = {
    {.method = HTTP_GET, .path = "/staff/file/:no/:code", .need = MAY(SEE), .run = file_get},
    {0},
};
