#include <string.h>

#include "admin_change_view.h"
#include "admin_common_pages.h"
#include "admin_routes.h"

static const char *asked_entity(const struct page *page)
{
    const char *asked = http_query(page->req, "entity");
    for (size_t i = 0; admin_change_entities[i]; i++) {
        if (strcmp(asked, admin_change_entities[i]) == 0)
            return admin_change_entities[i];
    }
    return "";
}

static enum err list_get(struct page *page)
{
    struct change_row *rows;
    size_t n, limit = page->site->config->limits.list_rows;
    const char *entity = asked_entity(page);
    int64_t id = *entity ? admin_query_id(page, "id") : 0;
    TRY(change_list(page->db, page->arena, page->user, entity, id, admin_query_id(page, "after"), limit + 1, &rows, &n));
    const char *next = n > limit ? admin_number(page->arena, rows[limit - 1].id) : NULL;
    return page_answer(page, admin_change_view(page, rows, n > limit ? limit : n, entity, id, next), 200);
}

const struct route admin_change_routes[] = {
    {.method = HTTP_GET, .path = "/staff/admin/changes", .need = MAY(SEE_CHANGES), .run = list_get},
    {0},
};
