#include "admin_common_pages.h"
#include "admin_role_form.h"
#include "admin_role_view.h"
#include "admin_routes.h"
#include "role_store.h"

#define LIST "/staff/admin/roles"

static enum err list_get(struct page *page)
{
    struct role *roles;
    size_t n;
    TRY(role_list(page->db, page->arena, &roles, &n));
    return page_answer(page, admin_role_list_view(page, roles, n), 200);
}

static enum err load(struct page *page, struct role *ret_role)
{
    int64_t id;
    TRY(admin_id(page, &id));
    return role_load(page->db, page->arena, id, ret_role);
}

static enum err edit_get(struct page *page)
{
    struct role saved;
    TRY(page_recent(page, true));
    TRY(load(page, &saved));
    return page_answer(page, admin_role_form_view(page, &(struct admin_role_shown){.saved = &saved}), 200);
}

static enum err edit_post(struct page *page)
{
    struct role saved;
    struct http_form_errors errors = {.n = 0};
    TRY(page_recent(page, false));
    TRY(load(page, &saved));
    struct admin_role_typed typed = admin_role_read(page->form, saved.permissions, page->user->permissions, &errors);
    struct admin_role_shown shown = {.saved = &saved, .typed = &typed, .errors = &errors};
    if (errors.n > 0)
        return page_answer(page, admin_role_form_view(page, &shown), 422);
    struct role role = {.id = saved.id, .code = saved.code, .name_zh = typed.name_zh, .name_en = typed.name_en, .permissions = typed.permissions,
                        .active = typed.active, .second_factor = typed.second_factor, .version = typed.version};
    struct change_by by = admin_by(page, LIST);
    enum err e = role_save(page->db, page->arena, &by, &role);
    if (e == ERR_STALE) {
        TRY(load(page, &saved));
        shown.stale = true;
        return page_answer(page, admin_role_form_view(page, &shown), 409);
    }
    return admin_done(page, e, &by, N_("The role was saved."));
}

const struct route admin_role_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_ROLES), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SET_ROLES), .run = edit_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SET_ROLES), .run = edit_post},
    {0},
};
