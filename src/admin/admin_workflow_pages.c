#include "admin_routes.h"
#include "admin_workflow_view.h"
#include "role_store.h"

static enum err workflow_get(struct page *page)
{
    struct role *roles;
    size_t n;
    TRY(role_list(page->db, page->arena, &roles, &n));
    return page_answer(page, admin_workflow_view(page, roles, n, NULL), 200);
}

const struct route admin_workflow_routes[] = {
    {.method = HTTP_GET, .path = "/staff/admin/workflow", .need = MAY(SET_RULES), .run = workflow_get},
    {0},
};
