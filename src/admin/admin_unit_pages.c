#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "admin_unit_form.h"
#include "admin_unit_view.h"
#include "org_admin_store.h"
#include "rulebook_store.h"

#define LIST "/staff/admin/units"
#define UNITS_MAX 500
#define COUNTS_MAX 5000

static enum err list_get(struct page *page)
{
    struct unit *units;
    struct org_unit_count *counts;
    struct admin_unit_list shown = {.words = admin_words(page)};
    int64_t version;
    TRY(org_admin_units(page->db, page->arena, page->user, shown.words, UNITS_MAX, &units, &shown.n));
    TRY(org_admin_unit_counts(page->db, page->arena, page->user, COUNTS_MAX, &counts, &shown.n_counts));
    enum err e = rulebook_in_force(page->db, page->arena, &shown.book, &version);
    if (e != ERR_CONFIG) /* without one the levels are numbers */
        TRY(e);
    shown.units = units;
    shown.counts = counts;
    shown.cut = shown.n == UNITS_MAX;
    return page_answer(page, admin_unit_list_view(page, &shown), 200);
}

/* ---- a new one ---- */

static enum err show_new(struct page *page, const struct unit *unit, const struct http_form_errors *errors, int status)
{
    struct admin_unit_shown shown = {.unit = unit, .superior = true, .errors = errors, .title = page_text(page, N_("New unit"))};
    struct unit *parents;
    TRY(org_admin_units(page->db, page->arena, page->user, "", UNITS_MAX, &parents, &shown.n_parents));
    shown.parents = parents;
    return page_answer(page, admin_unit_form_view(page, &shown), status);
}

static enum err new_get(struct page *page)
{
    struct unit unit = {.parent_id = admin_query_id(page, "parent"), .code = "", .name_zh = "", .name_en = "", .timezone = "", .mail = "", .can_close = true, .active = true};
    return show_new(page, &unit, NULL, 200);
}

static enum err new_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct unit unit = admin_unit_read(page->form, true, &errors);
    if (errors.n > 0)
        return show_new(page, &unit, &errors, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = org_admin_unit_save(page->db, page->arena, &by, &unit);
    if (e == ERR_EXISTS && !by.led_to) {
        http_form_error(&errors, "code", N_("Another unit has this code"), 0);
        return show_new(page, &unit, &errors, 422);
    }
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "parent", N_("Choose one of your own units"), 0);
        return show_new(page, &unit, &errors, 422);
    }
    return admin_done(page, e, &by, N_("The unit was added."));
}

/* ---- changing one ---- */

static enum err show_edit(struct page *page, struct admin_unit_shown *shown, const struct unit *saved, int status)
{
    shown->title = page_pick(page, saved->name_zh, saved->name_en);
    return page_answer(page, admin_unit_form_view(page, shown), status);
}

static enum err edit_get(struct page *page)
{
    int64_t id;
    struct unit unit;
    struct admin_unit_shown shown = {.unit = &unit};
    TRY(admin_id(page, &id));
    TRY(org_admin_unit(page->db, page->arena, page->user, id, &unit, &shown.superior));
    return show_edit(page, &shown, &unit, 200);
}

static enum err edit_post(struct page *page)
{
    int64_t id;
    struct unit saved;
    struct http_form_errors errors = {.n = 0};
    struct admin_unit_shown shown = {.errors = &errors};
    TRY(admin_id(page, &id));
    TRY(org_admin_unit(page->db, page->arena, page->user, id, &saved, &shown.superior));
    struct unit unit = admin_unit_read(page->form, false, &errors);
    unit.id = id;
    unit.parent_id = saved.parent_id;
    unit.active = saved.active;
    if (!shown.superior)
        unit.can_close = saved.can_close, unit.closes_above = saved.closes_above;
    shown.unit = &unit;
    if (errors.n > 0)
        return show_edit(page, &shown, &saved, 422);
    struct change_by by = admin_by(page, LIST);
    enum err e = org_admin_unit_save(page->db, page->arena, &by, &unit);
    if (e == ERR_STALE) {
        TRY(org_admin_unit(page->db, page->arena, page->user, id, &saved, &shown.superior));
        shown.now = &saved;
        return show_edit(page, &shown, &saved, 409);
    }
    if (e == ERR_EXISTS && !by.led_to) {
        http_form_error(&errors, "code", N_("Another unit has this code"), 0);
        return show_edit(page, &shown, &saved, 422);
    }
    return admin_done(page, e, &by, N_("The unit was saved."));
}

/* ---- switching off and on ---- */

static enum err switch_get(struct page *page)
{
    int64_t id;
    struct unit unit;
    struct org_use use;
    bool superior;
    TRY(admin_id(page, &id));
    TRY(org_admin_unit(page->db, page->arena, page->user, id, &unit, &superior));
    if (!superior || !unit.parent_id)
        return ERR_FORBIDDEN;
    TRY(org_admin_unit_use(page->db, page->arena, id, &use));
    return page_answer(page, admin_unit_switch_view(page, &unit, &use, !unit.active), 200);
}

static enum err switch_post(struct page *page)
{
    int64_t id;
    TRY(admin_id(page, &id));
    bool active = admin_form_active(page->form);
    struct change_by by = admin_by(page, arena_printf(page->arena, LIST "/%lld", (long long)id));
    enum err e = org_admin_unit_switch(page->db, page->arena, &by, id, admin_form_version(page->form), active);
    return admin_done(page, e, &by, active ? N_("The unit is in use again.") : N_("The unit is switched off."));
}

const struct route admin_unit_routes[] = {
    {.method = HTTP_GET, .path = LIST, .need = MAY(SET_UNITS), .run = list_get},
    {.method = HTTP_GET, .path = LIST "/new", .need = MAY(SET_UNITS), .run = new_get},
    {.method = HTTP_POST, .path = LIST "/new", .need = MAY(SET_UNITS), .run = new_post},
    {.method = HTTP_GET, .path = LIST "/:id", .need = MAY(SET_UNITS), .run = edit_get},
    {.method = HTTP_POST, .path = LIST "/:id", .need = MAY(SET_UNITS), .run = edit_post},
    {.method = HTTP_GET, .path = LIST "/:id/switch", .need = MAY(SET_UNITS), .run = switch_get},
    {.method = HTTP_POST, .path = LIST "/:id/switch", .need = MAY(SET_UNITS), .run = switch_post},
    {0},
};
