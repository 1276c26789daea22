#include "admin_common_pages.h"
#include "admin_department_form.h"
#include "admin_department_view.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "coordinator_store.h"
#include "org_store.h"
#include "pager.h"
#include "rulebook_store.h"

#define LIST "/staff/admin/departments"
#define UNITS_MAX 500
#define PEOPLE_MAX 300

/* What departments can do: the rulebook says it; as long as there is none, the usual words. */
static enum err find_functions(struct page *page, const struct rb_name **ret_list, size_t *ret_n)
{
    const struct rulebook *book;
    int64_t version_id;
    enum err e = rulebook_in_force(page->db, page->arena, &book, &version_id);
    if (e == ERR_NONE) {
        *ret_list = book->functions;
        *ret_n = book->functions_count;
    }
    if (e != ERR_CONFIG)
        return e;
    size_t n = 0;
    while (org_functions[n])
        n++;
    struct rb_name *list = ARENA_ARRAY(page->arena, n, struct rb_name);
    for (size_t i = 0; i < n; i++) {
        const char *title = org_function_title(org_functions[i]);
        list[i] = (struct rb_name){.code = org_functions[i], .name = {text_in(LANG_ZH, title), text_in(LANG_EN, title)}, .note = {"", ""}};
    }
    *ret_list = list;
    *ret_n = n;
    return ERR_NONE;
}

static enum err list_get(struct page *page)
{
    struct department *rows;
    struct unit *units;
    size_t n, limit = page->site->config->limits.list_rows;
    struct pager_key after = {0};
    (void)pager_after(page, &after); /* without one from the top */
    struct org_filter filter = {
        .words = admin_words(page),
        .unit_id = admin_query_id(page, "unit"),
        .after_unit = after.value,
        .after_id = after.id,
        .limit = limit,
    };
    TRY(org_admin_departments(page->db, page->arena, page->user, &filter, &rows, &n));
    const char *next = n > limit ? pager_word(page->arena, (struct pager_key){rows[limit - 1].unit_id, rows[limit - 1].id}) : NULL;
    struct admin_list list = {
        .title = N_("Departments"),
        .action = LIST,
        .new_url = LIST "/new",
        .new_label = N_("New department"),
        .words = filter.words,
        .unit_id = filter.unit_id,
        .filtered = *filter.words || filter.unit_id,
        .n = n,
    };
    TRY(org_admin_units(page->db, page->arena, page->user, "", UNITS_MAX, &units, &list.n_units));
    list.units = units;
    const struct rb_name *functions;
    size_t n_functions;
    TRY(find_functions(page, &functions, &n_functions));
    return page_answer(page, admin_department_list_view(page, rows, n > limit ? limit : n, functions, n_functions, &list, next), 200);
}

/* ---- a new one ---- */

static enum err show_new(struct page *page, const struct department *department, const struct http_form_errors *errors, int status)
{
    struct admin_department_shown shown = {.department = department, .errors = errors, .title = page_text(page, N_("New department"))};
    struct unit *units;
    TRY(org_admin_units(page->db, page->arena, page->user, "", UNITS_MAX, &units, &shown.n_units));
    shown.units = units;
    TRY(find_functions(page, &shown.functions, &shown.n_functions));
    return page_answer(page, admin_department_form_view(page, &shown), status);
}

static enum err new_get(struct page *page)
{
    struct department d = {.unit_id = admin_query_id(page, "unit"), .function = "", .name_zh = "", .name_en = "", .active = true};
    return show_new(page, &d, NULL, 200);
}

static enum err new_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    const struct rb_name *functions;
    size_t n_functions;
    TRY(find_functions(page, &functions, &n_functions));
    struct department d = admin_department_read(page->form, functions, n_functions, true, &errors);
    if (errors.n > 0)
        return show_new(page, &d, &errors, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = coordinator_department_save(page->db, page->arena, &by, &d);
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "unit", N_("Choose one of your own units"), 0);
        return show_new(page, &d, &errors, 422);
    }
    return admin_done(page, e, &by, N_("The department was added."));
}

/* ---- changing one ---- */

static enum err show_edit(struct page *page, struct admin_department_shown *shown, const struct department *saved, int status)
{
    struct person *people;
    TRY(org_people_of(page->db, page->arena, saved->unit_id, 0, PEOPLE_MAX, &people, &shown->n_people));
    shown->people = people;
    TRY(find_functions(page, &shown->functions, &shown->n_functions));
    shown->title = page_pick(page, saved->name_zh, saved->name_en);
    return page_answer(page, admin_department_form_view(page, shown), status);
}

static enum err edit_get(struct page *page)
{
    int64_t id;
    struct department saved;
    struct admin_department_shown shown = {.department = &saved};
    TRY(admin_id(page, &id));
    TRY(org_admin_department(page->db, page->arena, page->user, id, &saved));
    return show_edit(page, &shown, &saved, 200);
}

static enum err edit_post(struct page *page)
{
    int64_t id;
    struct department saved;
    struct http_form_errors errors = {.n = 0};
    TRY(admin_id(page, &id));
    TRY(org_admin_department(page->db, page->arena, page->user, id, &saved));
    const struct rb_name *functions;
    size_t n_functions;
    TRY(find_functions(page, &functions, &n_functions));
    struct department d = admin_department_read(page->form, functions, n_functions, false, &errors);
    struct admin_department_shown shown = {.department = &d, .errors = &errors};
    d.id = id;
    d.unit_id = saved.unit_id;
    d.unit_zh = saved.unit_zh;
    d.unit_en = saved.unit_en;
    d.active = saved.active;
    d.coordinator = d.coordinator_id == saved.coordinator_id ? saved.coordinator : "";
    d.deputy = d.deputy_id == saved.deputy_id ? saved.deputy : "";
    if (errors.n > 0)
        return show_edit(page, &shown, &saved, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = coordinator_department_save(page->db, page->arena, &by, &d);
    if (e == ERR_STALE) {
        TRY(org_admin_department(page->db, page->arena, page->user, id, &saved));
        shown.now = &saved;
        return show_edit(page, &shown, &saved, 409);
    }
    if (e == ERR_INPUT) {
        http_form_error(&errors, "coordinator", N_("Coordinator and deputy must work in this unit"), 0);
        return show_edit(page, &shown, &saved, 422);
    }
    return admin_done(page, e, &by, N_("The department was saved."));
}

/* ---- switching off and on ---- */

static enum err switch_get(struct page *page)
{
    int64_t id;
    struct department department;
    struct org_use use;
    TRY(admin_id(page, &id));
    TRY(org_admin_department(page->db, page->arena, page->user, id, &department));
    TRY(org_admin_department_use(page->db, page->arena, id, &use));
    return page_answer(page, admin_department_switch_view(page, &department, &use, !department.active), 200);
}

static enum err switch_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    bool active = admin_form_active(page->form);
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld", (long long)id));
    enum err e = org_admin_department_switch(page->db, page->arena, &by, id, admin_form_version(page->form), active);
    return admin_done(page, e, &by, active ? N_("The department is in use again.") : N_("The department is switched off."));
}

const struct route admin_department_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_UNITS), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/new", .need = MAY(SET_UNITS), .run = new_get},
    {.method = HTTP_POST, .path = LIST "/new", .need = MAY(SET_UNITS), .run = new_post},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SET_UNITS), .run = edit_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SET_UNITS), .run = edit_post},
    {.method = HTTP_GET, .path = LIST "/:id/switch", .need = MAY(SET_UNITS), .run = switch_get},
    {.method = HTTP_POST, .path = LIST "/:id/switch", .need = MAY(SET_UNITS), .run = switch_post},
    {0},
};
