#include <string.h>

#include "admin_category_form.h"
#include "admin_category_view.h"
#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "category_store.h"

#define LIST "/staff/admin/categories"

static enum err list_get(struct page *page)
{
    struct category *all;
    size_t n;
    TRY(category_list(page->db, page->arena, false, &all, &n));
    return page_answer(page, admin_category_list_view(page, all, n, admin_words(page)), 200);
}

static enum err show(struct page *page, struct admin_category_shown *shown, int status)
{
    struct category *all;
    TRY(category_list(page->db, page->arena, false, &all, &shown->n_all));
    shown->all = all;
    return page_answer(page, admin_category_form_view(page, shown), status);
}

/* What is wrong with a category that the store refused. */
static bool explain(enum err e, const struct change_by *by, struct http_form_errors *errors)
{
    if (e == ERR_EXISTS && !by->led_to)
        http_form_error(errors, "code", N_("Another category has this code"), 0);
    else if (e == ERR_STATE)
        http_form_error(errors, "group", N_("There are two levels only: a group stands at the top, and what stands in a group has none below it"), 0);
    else if (e == ERR_INPUT)
        http_form_error(errors, "n0_label_zh", N_("A category can have %d questions at most, those no longer asked included"), CATEGORY_FIELDS_MAX);
    return errors->n > 0;
}

/* ---- a new one ---- */

static enum err new_get(struct page *page)
{
    struct admin_category_typed typed = {.category = {.code = "", .name_zh = "", .name_en = "", .definition_zh = "", .definition_en = "", .examples_zh = "",
                                                      .examples_en = "", .department_function = "customer_service", .answer_days = 15, .active = true}};
    struct admin_category_shown shown = {.typed = &typed, .title = page_text(page, N_("New category"))};
    return show(page, &shown, 200);
}

static enum err new_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct admin_category_typed *typed = ARENA_NEW(page->arena, struct admin_category_typed);
    struct admin_category_shown shown = {.typed = typed, .errors = &errors, .title = page_text(page, N_("New category"))};
    admin_category_read(page->form, NULL, 0, typed, &errors);
    if (errors.n > 0)
        return show(page, &shown, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = category_save(page->db, page->arena, &by, &typed->category, typed->fields, typed->n_fields);
    if (explain(e, &by, &errors))
        return show(page, &shown, 422);
    return admin_done(page, e, &by, N_("The category was added."));
}

/* ---- changing one ---- */

static enum err load(struct page *page, struct category *ret_category, struct category_field **ret_fields, size_t *ret_n)
{
    int64_t id;
    TRY(admin_id(page, &id));
    TRY(category_load(page->db, page->arena, id, ret_category));
    return category_fields(page->db, page->arena, id, false, ret_fields, ret_n);
}

static enum err edit_get(struct page *page)
{
    struct admin_category_typed *typed = ARENA_NEW(page->arena, struct admin_category_typed);
    struct category_field *fields;
    size_t n;
    TRY(load(page, &typed->category, &fields, &n));
    typed->n_fields = n < CATEGORY_FIELDS_MAX ? n : CATEGORY_FIELDS_MAX;
    if (n > 0)
        memcpy(typed->fields, fields, typed->n_fields * sizeof *fields);
    struct admin_category_shown shown = {.typed = typed, .title = page_pick(page, typed->category.name_zh, typed->category.name_en)};
    return show(page, &shown, 200);
}

static enum err edit_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct admin_category_typed *typed = ARENA_NEW(page->arena, struct admin_category_typed);
    struct category saved;
    struct category_field *fields;
    size_t n;
    TRY(load(page, &saved, &fields, &n));
    struct admin_category_shown shown = {.typed = typed, .errors = &errors, .title = page_pick(page, saved.name_zh, saved.name_en)};
    admin_category_read(page->form, fields, n, typed, &errors);
    typed->category.id = saved.id;
    typed->category.active = saved.active;
    typed->category.is_group = saved.is_group;
    if (errors.n > 0)
        return show(page, &shown, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = category_save(page->db, page->arena, &by, &typed->category, typed->fields, typed->n_fields);
    if (e == ERR_STALE) {
        TRY(load(page, &saved, &fields, &n));
        shown.now = &saved;
        shown.now_fields = fields;
        shown.n_now_fields = n;
        return show(page, &shown, 409);
    }
    if (explain(e, &by, &errors))
        return show(page, &shown, 422);
    return admin_done(page, e, &by, N_("The category was saved."));
}

/* ---- switching off and on ---- */

static enum err switch_get(struct page *page)
{
    int64_t id;
    int complaints;
    struct category category;
    TRY(admin_id(page, &id));
    TRY(category_load(page->db, page->arena, id, &category));
    TRY(category_in_use(page->db, page->arena, id, &complaints));
    return page_answer(page, admin_category_switch_view(page, &category, complaints, !category.active), 200);
}

static enum err switch_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    bool active = admin_form_active(page->form);
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld", (long long)id));
    enum err e = category_switch(page->db, page->arena, &by, id, admin_form_version(page->form), active);
    return admin_done(page, e, &by, active ? N_("The category is offered again.") : N_("The category is switched off."));
}

const struct route admin_category_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_RULES), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/new", .need = MAY(SET_RULES), .run = new_get},
    {.method = HTTP_POST, .path = LIST "/new", .need = MAY(SET_RULES), .run = new_post},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SET_RULES), .run = edit_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SET_RULES), .run = edit_post},
    {.method = HTTP_GET, .path = LIST "/:id/switch", .need = MAY(SET_RULES), .run = switch_get},
    {.method = HTTP_POST, .path = LIST "/:id/switch", .need = MAY(SET_RULES), .run = switch_post},
    {0},
};
