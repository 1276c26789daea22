#include "admin_routes.h"
#include "admin_workflow_view.h"
#include "role_store.h"
#include "rulebook_store.h"

static enum err workflow_get(struct page *page)
{
    struct role *roles;
    size_t n;
    const struct rulebook *book = NULL;
    int64_t version;
    TRY(role_list(page->db, page->arena, &roles, &n));
    enum err e = rulebook_in_force(page->db, page->arena, &book, &version);
    if (e != ERR_CONFIG) /* none was ever loaded: the workflow holds all the same */
        TRY(e);
    return page_answer(page, admin_workflow_view(page, roles, n, book), 200);
}

const struct route admin_workflow_routes[] = {
    {.method = HTTP_GET, .path = "/staff/admin/workflow", .need = MAY(SET_RULES), .run = workflow_get},
    {0},
};
