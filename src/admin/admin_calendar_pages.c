#include "admin_calendar_form.h"
#include "admin_calendar_view.h"
#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "calendar_store.h"

#define UNITS_MAX 1000
/* The coming year's notice is usually published in November; until then nobody has to be reminded of it. */
#define NOTICE_MONTH 11

static struct utc_parts today(const struct page *page)
{
    return utc_in_zone(page->now_us, page->site->zone);
}

/* ---- the list ---- */

static size_t users_of(const struct calendar_use *units, size_t n, int64_t id)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += units[i].used_id == id;
    return count;
}

static enum err list_get(struct page *page)
{
    struct calendar_row *rows;
    struct calendar_use *units;
    size_t n, n_units;
    TRY(calendar_list(page->db, page->arena, &rows, &n));
    TRY(calendar_units(page->db, page->arena, page->user, UNITS_MAX, &units, &n_units));
    struct admin_calendar_listed *list = ARENA_ARRAY(page->arena, n + 1, struct admin_calendar_listed);
    struct calendar_years *years = ARENA_ARRAY(page->arena, n + 1, struct calendar_years);
    TRY(calendar_years_all(page->db, page->arena, rows, n, years));
    for (size_t i = 0; i < n; i++) {
        list[i].row = &rows[i];
        list[i].years = years[i].list;
        list[i].n_years = years[i].n;
        list[i].n_units = users_of(units, n_units, rows[i].id);
    }
    return page_answer(page, admin_calendar_list_view(page, list, n, today(page).year, today(page).month >= NOTICE_MONTH), 200);
}

/* ---- the calendar itself ---- */

static enum err show_form(struct page *page, struct admin_calendar_edited *e, int status)
{
    struct calendar_row *all;
    TRY(calendar_list(page->db, page->arena, &all, &e->n_all));
    e->all = all;
    return page_answer(page, admin_calendar_form_view(page, e), status);
}

static enum err new_get(struct page *page)
{
    struct calendar_row row = {.code = "", .name_zh = "", .name_en = "", .make_up = "", .active = true, .version = 1};
    struct admin_calendar_edited e = {.row = &row, .title = page_text(page, N_("New calendar"))};
    for (size_t w = 0; w < COUNT_OF(row.week); w++)
        row.week[w] = calendar_hours_write(page->arena, &calendar_plain.week[w]);
    return show_form(page, &e, 200);
}

/* What the store refuses, told at its field; false: something else. */
static bool refused(enum err e, const struct change_by *by, struct http_form_errors *errors)
{
    if (e == ERR_EXISTS && !by->led_to)
        http_form_error(errors, "code", N_("Another calendar has this code"), 0);
    else if (e == ERR_STATE)
        http_form_error(errors, "parent", N_("A calendar cannot build upon itself, directly or by way of others"), 0);
    else if (e == ERR_NOT_FOUND)
        http_form_error(errors, "parent", N_("Choose one of the calendars"), 0);
    return errors->n > 0;
}

static enum err new_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct calendar_row row = admin_calendar_read(page->form, &errors);
    struct admin_calendar_edited e = {.row = &row, .title = page_text(page, N_("New calendar")), .errors = &errors};
    if (errors.n > 0)
        return show_form(page, &e, 422);
    struct change_by by = admin_by(page, ADMIN_CALENDARS);
    enum err saved = calendar_save(page->db, page->arena, &by, &row);
    if (refused(saved, &by, &errors))
        return show_form(page, &e, 422);
    return admin_done(page, saved, &by, N_("The calendar was added."));
}

static enum err edit_get(struct page *page)
{
    int64_t id;
    struct calendar_row row;
    TRY(admin_id(page, &id));
    TRY(calendar_load(page->db, page->arena, id, &row));
    struct admin_calendar_edited e = {.row = &row, .title = page_pick(page, row.name_zh, row.name_en)};
    return show_form(page, &e, 200);
}

static enum err edit_post(struct page *page)
{
    int64_t id;
    struct calendar_row saved;
    struct http_form_errors errors = {.n = 0};
    TRY(admin_id(page, &id));
    TRY(calendar_load(page->db, page->arena, id, &saved));
    struct calendar_row row = admin_calendar_read(page->form, &errors);
    row.id = id;
    struct admin_calendar_edited shown = {.row = &row, .title = page_pick(page, saved.name_zh, saved.name_en), .errors = &errors};
    if (errors.n > 0)
        return show_form(page, &shown, 422);
    struct change_by by = admin_by(page, admin_calendar_path(page, &row, ""));
    enum err e = calendar_save(page->db, page->arena, &by, &row);
    if (e == ERR_STALE) {
        TRY(calendar_load(page->db, page->arena, id, &saved));
        shown.now = &saved;
        return show_form(page, &shown, 409);
    }
    if (refused(e, &by, &errors))
        return show_form(page, &shown, 422);
    return admin_done(page, e, &by, N_("The calendar was saved."));
}

/* ---- units ---- */

static enum err units_get(struct page *page)
{
    struct calendar_row *all;
    struct calendar_use *units;
    size_t n_all, n;
    TRY(calendar_list(page->db, page->arena, &all, &n_all));
    TRY(calendar_units(page->db, page->arena, page->user, UNITS_MAX, &units, &n));
    return page_answer(page, admin_calendar_units_view(page, units, n, all, n_all, n == UNITS_MAX), 200);
}

static const struct calendar_use *unit_of(const struct calendar_use *units, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == id)
            return &units[i];
    }
    return NULL;
}

static enum err unit_get(struct page *page)
{
    int64_t id;
    struct calendar_row *all;
    struct calendar_use *units;
    size_t n_all, n;
    TRY(admin_id(page, &id));
    TRY(calendar_list(page->db, page->arena, &all, &n_all));
    TRY(calendar_units(page->db, page->arena, page->user, UNITS_MAX, &units, &n));
    const struct calendar_use *unit = unit_of(units, n, id);
    if (!unit || !unit->may_set)
        return ERR_NOT_FOUND;
    return page_answer(page, admin_calendar_unit_view(page, unit, unit_of(units, n, unit->parent_id), all, n_all), 200);
}

static enum err unit_post(struct page *page)
{
    int64_t id;
    long long calendar = 0;
    TRY(admin_id(page, &id));
    const char *chosen = http_form_get(page->form, "calendar");
    if (*chosen && !str_to_i64(str_of(chosen), 1, INT64_MAX, &calendar))
        return ERR_MALFORMED;
    struct change_by by = admin_by(page, ADMIN_CALENDAR_UNITS);
    return admin_done(page, calendar_unit_set(page->db, page->arena, &by, id, calendar), &by, N_("The unit's calendar was saved."));
}

const struct route admin_calendar_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_CALENDARS, .need = MAY(SET_CALENDARS), .run = list_get},
    {.method = HTTP_GET, .path = ADMIN_CALENDARS "/new", .need = MAY(SET_CALENDARS), .run = new_get},
    {.method = HTTP_POST, .path = ADMIN_CALENDARS "/new", .need = MAY(SET_CALENDARS), .run = new_post},
    {.method = HTTP_GET, .path = ADMIN_CALENDARS "/:id/edit", .need = MAY(SET_CALENDARS), .run = edit_get},
    {.method = HTTP_POST, .path = ADMIN_CALENDARS "/:id/edit", .need = MAY(SET_CALENDARS), .run = edit_post},
    {.method = HTTP_GET, .path = ADMIN_CALENDAR_UNITS, .need = MAY(SET_CALENDARS), .run = units_get},
    {.method = HTTP_GET, .path = ADMIN_CALENDAR_UNITS "/:id", .need = MAY(SET_CALENDARS), .run = unit_get},
    {.method = HTTP_POST, .path = ADMIN_CALENDAR_UNITS "/:id", .need = MAY(SET_CALENDARS), .run = unit_post},
    {0},
};
