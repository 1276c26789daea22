#include "admin_calendar_view.h"

#include <string.h>

#include "format.h"

/* ---- shared ---- */

const char *admin_calendar_name(struct page *page, const struct calendar_row *row)
{
    return page_pick(page, row->name_zh, row->name_en);
}

const char *admin_calendar_path(struct page *page, const struct calendar_row *row, const char *rest)
{
    return arena_printf(page->arena, ADMIN_CALENDARS "/%lld%s", (long long)row->id, rest);
}

/* Civil days are shown as they are, in no zone. */
static const struct utc_zone *civil(void)
{
    const struct utc_zone *zone = NULL;
    return utc_zone_load("UTC", &zone) == ERR_NONE ? zone : NULL;
}

const char *admin_calendar_date_text(struct page *page, int32_t day, bool with_year)
{
    const struct utc_zone *zone = civil();
    int64_t at = (int64_t)day * UTC_DAY_US;
    const char *text = format_day(page->arena, page->lang, at, zone);
    if (!with_year)
        return text;
    int year = utc_in_zone(at, zone).year;
    return page->lang == LANG_ZH ? arena_printf(page->arena, "%d年%s", year, text) : arena_printf(page->arena, "%s %d", text, year);
}

const char *admin_calendar_iso(struct page *page, int32_t day)
{
    struct utc_parts p = utc_in_zone((int64_t)day * UTC_DAY_US, civil());
    return arena_printf(page->arena, "%04d-%02d-%02d", p.year, p.month, p.day);
}

const char *admin_calendar_span_text(struct page *page, int32_t from, int32_t to)
{
    const char *first = admin_calendar_date_text(page, from, false);
    if (from == to)
        return first;
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s至%s" : "%s – %s", first, admin_calendar_date_text(page, to, false));
}

static const struct calendar_row *find(const struct calendar_row *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (all[i].id == id)
            return &all[i];
    }
    return NULL;
}

static bool knows(const struct admin_calendar_listed *c, int year)
{
    for (size_t i = 0; i < c->n_years; i++) {
        if (c->years[i].year == year)
            return true;
    }
    return false;
}

/* ---- the list ---- */

static void fill_years(struct tpl *row, const struct admin_calendar_listed *c, int this_year, bool late)
{
    for (size_t i = 0; i < c->n_years; i++)
        tpl_int(tpl_add(row, SEC_KNOWN), V_YEAR, c->years[i].year);
    for (int year = this_year; year <= this_year + 1; year++) {
        if (!knows(c, year))
            tpl_int(tpl_add(row, year == this_year || late ? SEC_MISSING : SEC_LATER), V_YEAR, year);
    }
}

/* What has to be done, above the list. */
static void fill_flags(struct page *page, struct tpl *t, const struct admin_calendar_listed *list, size_t n, int this_year, bool late)
{
    for (size_t i = 0; i < n; i++) {
        if (!list[i].row->active || list[i].row->parent_id)
            continue; /* what it builds upon is told of */
        for (int year = this_year; year <= this_year + late; year++) {
            if (knows(&list[i], year))
                continue;
            struct tpl *flag = tpl_add(t, SEC_FLAG);
            tpl_text(flag, V_MESSAGE, text_f(page->arena, page->lang, N_("%s: %d is computed as plain weeks until the notice is pasted."), admin_calendar_name(page, list[i].row), year));
            tpl_text(flag, V_URL, arena_printf(page->arena, "%s?year=%d", admin_calendar_path(page, list[i].row, "/notice"), year));
        }
    }
}

static const char *hours_text(struct page *page, const char *hours)
{
    return *hours ? hours : page_text(page, N_("closed"));
}

struct tpl *admin_calendar_list_view(struct page *page, const struct admin_calendar_listed *list, size_t n, int this_year, bool late)
{
    struct tpl *t = page_template(page, TPL_ADMIN_CALENDARS, page_text(page, N_("Calendars")));
    fill_flags(page, t, list, n, this_year, late);
    tpl_show_if(t, SEC_NONE, n == 0);
    if (n == 0)
        return t;
    struct tpl *table = tpl_add(t, SEC_TABLE);
    for (size_t i = 0; i < n; i++) {
        const struct calendar_row *c = list[i].row;
        struct tpl *row = tpl_add(table, SEC_ROW);
        tpl_text(row, V_URL, admin_calendar_path(page, c, ""));
        tpl_text(row, V_NAME, admin_calendar_name(page, c));
        tpl_text(row, V_CODE, c->code);
        tpl_text(row, V_HOURS, hours_text(page, c->week[1]));
        tpl_int(row, V_COUNT, (long long)list[i].n_units);
        tpl_show(row, c->active ? SEC_ON : SEC_OFF);
        fill_years(row, &list[i], this_year, late);
    }
    return t;
}

/* ---- the form ---- */

#define NOW(member) (e->now && strcmp(e->now->member, r->member) != 0 ? e->now->member : NULL)

static struct admin_field parent_field(struct page *page, const struct admin_calendar_edited *e)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, e->n_all + 1, struct admin_option);
    size_t n = 0;
    options[n++] = (struct admin_option){"", page_text(page, N_("None: it has all its days itself"))};
    for (size_t i = 0; i < e->n_all; i++) {
        if (e->all[i].id != e->row->id)
            options[n++] = (struct admin_option){admin_number(page->arena, e->all[i].id), admin_calendar_name(page, &e->all[i])};
    }
    return (struct admin_field){
        .control = ADMIN_SELECT,
        .name = "parent",
        .label = N_("Builds upon"),
        .hint = N_("The holidays of that calendar hold here too, where this one has no day of its own."),
        .value = e->row->parent_id ? admin_number(page->arena, e->row->parent_id) : "",
        .options = options,
        .n_options = n,
        .width = "w-20",
    };
}

static size_t make_fields(struct page *page, const struct admin_calendar_edited *e, struct admin_field *f)
{
    const struct calendar_row *r = e->row;
    size_t n = 0;
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "code", .label = N_("Code"), .hint = N_("Short and unique, such as cn or shanghai-branch"), .value = r->code,
                                  .now = NOW(code), .width = "w-20"};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_zh", .label = N_("Name in Chinese"), .value = r->name_zh, .now = NOW(name_zh), .pair_begin = true};
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "name_en", .label = N_("Name in English"), .value = r->name_en, .now = NOW(name_en), .optional = true, .pair_end = true};
    f[n++] = parent_field(page, e);
    for (int i = 0; i < ADMIN_CALENDAR_WEEK; i++) {
        int w = admin_calendar_weekdays[i];
        f[n++] = (struct admin_field){
            .control = ADMIN_INPUT,
            .name = admin_calendar_day_fields[w],
            .label = admin_calendar_day_title(w),
            .value = r->week[w],
            .now = NOW(week[w]),
            .heading = i == 0 ? N_("Office hours") : NULL,
            .hint = i == 0 ? N_("Such as 08:30-12:00 13:30-17:30. Leave a day empty when it is off.") : NULL,
            .width = "w-20",
        };
    }
    f[n++] = (struct admin_field){.control = ADMIN_INPUT, .name = "make_up", .label = N_("Make-up working days"), .hint = N_("Empty: the hours of Monday, or of the first day that has any"),
                                  .value = r->make_up, .now = NOW(make_up), .width = "w-20", .optional = true};
    f[n++] = (struct admin_field){
        .control = ADMIN_TICK,
        .name = "late_next_day",
        .label = N_("What comes after office hours counts as received on the next working day"),
        .hint = N_("For time limits counted in days: a complaint of Friday evening is one of Monday. Limits in hours and minutes begin at once all the same."),
        .value = r->late_next_day ? "1" : "",
        .heading = N_("Rules"),
    };
    f[n++] = (struct admin_field){.control = ADMIN_TICK, .name = "active", .label = N_("May be chosen for units"), .hint = N_("Units that use it already keep it."), .value = r->active ? "1" : ""};
    return n;
}

struct tpl *admin_calendar_form_view(struct page *page, const struct admin_calendar_edited *e)
{
    struct admin_field fields[16];
    const struct calendar_row *r = e->row;
    struct admin_form form = {
        .title = e->title,
        .back_url = r->id ? admin_calendar_path(page, r, "") : ADMIN_CALENDARS,
        .back = r->id ? N_("The calendar") : N_("Calendars"),
        .action = r->id ? admin_calendar_path(page, r, "/edit") : ADMIN_CALENDARS "/new",
        .version = e->now ? e->now->version : r->version,
        .stale = e->now != NULL,
        .active = true,
        .log_entity = "calendar",
        .id = r->id,
        .fields = fields,
        .errors = e->errors,
    };
    form.n_fields = make_fields(page, e, fields);
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}

/* ---- units ---- */

static const char *used_name(struct page *page, int64_t id, const struct calendar_row *all, size_t n)
{
    const struct calendar_row *row = find(all, n, id);
    return row ? admin_calendar_name(page, row) : page_text(page, N_("Monday to Friday 08:30-17:30, no holidays"));
}

struct tpl *admin_calendar_units_view(struct page *page, const struct calendar_use *units, size_t n, const struct calendar_row *all, size_t n_all, bool cut)
{
    struct tpl *t = page_template(page, TPL_ADMIN_CALENDAR_UNITS, page_text(page, N_("Calendars of the units")));
    tpl_show_if(t, SEC_CUT, cut);
    int top = n ? units[0].level : 1;
    for (size_t i = 0; i < n; i++) {
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_text(row, V_LEVEL, admin_level(units[i].level - top));
        tpl_text(row, V_NAME, page_pick(page, units[i].name_zh, units[i].name_en));
        tpl_text(row, V_CALENDAR, used_name(page, units[i].used_id, all, n_all));
        tpl_show(row, units[i].calendar_id ? SEC_OWN : units[i].used_id ? SEC_INHERITED : SEC_NONE);
        if (units[i].may_set)
            tpl_text(tpl_add(row, SEC_CHANGE), V_URL, arena_printf(page->arena, ADMIN_CALENDAR_UNITS "/%lld", (long long)units[i].id));
    }
    return t;
}

struct tpl *admin_calendar_unit_view(struct page *page, const struct calendar_use *unit, const struct calendar_use *superior, const struct calendar_row *all, size_t n_all)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, n_all + 1, struct admin_option);
    size_t n = 0;
    const char *above = used_name(page, superior ? superior->used_id : 0, all, n_all);
    options[n++] = (struct admin_option){"", superior ? text_f(page->arena, page->lang, N_("The one of the superior unit: %s"), above) : above};
    for (size_t i = 0; i < n_all; i++) {
        if (all[i].active || all[i].id == unit->calendar_id)
            options[n++] = (struct admin_option){admin_number(page->arena, all[i].id), admin_calendar_name(page, &all[i])};
    }
    struct admin_field field = {
        .control = ADMIN_SELECT,
        .name = "calendar",
        .label = N_("Calendar"),
        .hint = N_("It holds for this unit and for those below that have none of their own. Dates that were promised already stay as they are."),
        .value = unit->calendar_id ? admin_number(page->arena, unit->calendar_id) : "",
        .options = options,
        .n_options = n,
    };
    struct admin_form form = {
        .title = text_f(page->arena, page->lang, N_("Calendar of %s"), page_pick(page, unit->name_zh, unit->name_en)),
        .back_url = ADMIN_CALENDAR_UNITS,
        .back = N_("Calendars of the units"),
        .action = arena_printf(page->arena, ADMIN_CALENDAR_UNITS "/%lld", (long long)unit->id),
        .version = 1,
        .active = true,
        .log_entity = "unit",
        .id = unit->id,
        .fields = &field,
        .n_fields = 1,
    };
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}
