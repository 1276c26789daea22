#include "admin_calendar_view.h"

#include <string.h>

#include "calendar_words.h"

#define MONTHS 12

/* ---- a year ---- */

static const char *month_title(struct page *page, int month)
{
    static const char *const titles[] = {N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
                                         N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December")};
    return page_text(page, titles[month - 1]);
}

static void fill_day(struct page *page, struct tpl *week, const struct admin_calendar_year *y, int32_t day, int day_of_month)
{
    struct calendar_look look = calendar_look(y->compiled, day);
    struct tpl *cell = tpl_add(week, SEC_DAY);
    struct tpl *date = tpl_add(cell, SEC_DATE);
    tpl_int(date, V_DAY, day_of_month);
    tpl_optional(date, SEC_NAMED, V_NAME, page_pick(page, look.name_zh, look.name_en));
    tpl_text(date, V_URL, arena_printf(page->arena, "%s?date=%s", admin_calendar_path(page, y->row, "/day"), admin_calendar_iso(page, day)));
    tpl_text(cell, V_CLASS, look.holiday ? "cd-off" : look.made_up ? "cd-work" : look.half ? "cd-half" : look.working ? "" : "cd-free");
    tpl_show_if(date, SEC_MARK_OFF, look.holiday);
    tpl_show_if(date, SEC_MARK_WORK, look.made_up);
    tpl_show_if(date, SEC_MARK_HALF, look.half);
    tpl_show_if(date, SEC_TODAY, day == y->today);
}

static void fill_month(struct page *page, struct tpl *t, const struct admin_calendar_year *y, int month)
{
    int32_t first = (int32_t)utc_civil_days(y->year, month, 1), next = (int32_t)utc_civil_days(y->year, month + 1, 1);
    int skipped = (calendar_look(y->compiled, first).weekday + 6) % 7;
    struct tpl *m = tpl_add(t, SEC_MONTH), *week = NULL;
    tpl_text(m, V_NAME, month_title(page, month));
    for (int i = 0; i < ADMIN_CALENDAR_WEEK; i++)
        tpl_text(tpl_add(m, SEC_WEEKDAY), V_LABEL, page_text(page, calendar_weekday_title(admin_calendar_weekdays[i])));
    for (int cell = 0; cell < skipped || cell - skipped < next - first || cell % 7 != 0; cell++) {
        if (cell % 7 == 0)
            week = tpl_add(m, SEC_WEEK);
        int32_t day = first + cell - skipped;
        if (day >= first && day < next)
            fill_day(page, week, y, day, day - first + 1);
        else
            tpl_text(tpl_add(week, SEC_DAY), V_CLASS, "cd-none");
    }
}

static bool same_holiday(const struct calendar_look *a, const struct calendar_look *b)
{
    return a->holiday == b->holiday && a->made_up == b->made_up && a->half == b->half && strcmp(a->name_zh, b->name_zh) == 0 && strcmp(a->name_en, b->name_en) == 0;
}

/* "Spring Festival, 15 to 23 February, 9 days", one line for each stretch. */
static void fill_stretch(struct page *page, struct tpl *t, const struct calendar_look *look, int32_t last)
{
    struct tpl *row = tpl_add(t, SEC_STRETCH);
    const char *name = page_pick(page, look->name_zh, look->name_en);
    tpl_text(row, V_DATES, admin_calendar_span_text(page, look->day, last));
    tpl_text(row, V_NAME, name);
    tpl_text(row, V_COUNT, text_count(page->arena, page->lang, N_("%lld day"), N_("%lld days"), last - look->day + 1));
    tpl_show(row, look->holiday ? SEC_IS_OFF : look->made_up ? SEC_IS_WORK : SEC_IS_HALF);
    if (look->half)
        tpl_text(tpl_add(row, SEC_OWN_HOURS), V_HOURS, look->hours.n ? calendar_hours_write(page->arena, &look->hours) : page_text(page, N_("closed")));
}

static void fill_stretches(struct page *page, struct tpl *t, const struct admin_calendar_year *y)
{
    int32_t first = (int32_t)utc_civil_days(y->year, 1, 1), end = (int32_t)utc_civil_days(y->year + 1, 1, 1);
    int working = 0;
    size_t shown = 0;
    for (int32_t day = first; day < end; day++)
        working += calendar_look(y->compiled, day).working;
    for (int32_t day = first; day < end;) {
        struct calendar_look look = calendar_look(y->compiled, day), next = look;
        int32_t last = day;
        while (last + 1 < end && (next = calendar_look(y->compiled, last + 1), same_holiday(&look, &next)))
            last++;
        if (look.holiday || look.made_up || look.half) {
            fill_stretch(page, t, &look, last);
            shown++;
        }
        day = last + 1;
    }
    tpl_text(t, V_WORKING, text_count(page->arena, page->lang, N_("%lld working day in the year"), N_("%lld working days in the year"), working));
    tpl_show_if(t, SEC_NO_STRETCH, shown == 0);
}

static void fill_hours(struct page *page, struct tpl *t, const struct calendar_row *row)
{
    for (int i = 0; i < ADMIN_CALENDAR_WEEK;) {
        int w = admin_calendar_weekdays[i], last = i;
        while (last + 1 < ADMIN_CALENDAR_WEEK && strcmp(row->week[admin_calendar_weekdays[last + 1]], row->week[w]) == 0)
            last++;
        struct tpl *line = tpl_add(t, SEC_HOURS_ROW);
        const char *from = page_text(page, calendar_weekday_title(w)), *to = page_text(page, calendar_weekday_title(admin_calendar_weekdays[last]));
        tpl_text(line, V_LABEL, last == i ? from : arena_printf(page->arena, page->lang == LANG_ZH ? "%s至%s" : "%s – %s", from, to));
        tpl_text(line, V_HOURS, *row->week[w] ? row->week[w] : page_text(page, N_("closed")));
        i = last + 1;
    }
    if (*row->make_up)
        tpl_text(tpl_add(t, SEC_MAKE_UP_ROW), V_HOURS, row->make_up);
    tpl_show_if(t, SEC_LATE_RULE, row->late_next_day);
}

struct tpl *admin_calendar_year_view(struct page *page, const struct admin_calendar_year *y)
{
    const char *name = admin_calendar_name(page, y->row);
    struct tpl *t = page_template(page, TPL_ADMIN_CALENDAR_YEAR, name);
    const char *path = admin_calendar_path(page, y->row, "");
    tpl_int(t, V_YEAR, y->year);
    tpl_text(t, V_EDIT_URL, admin_calendar_path(page, y->row, "/edit"));
    tpl_text(t, V_NOTICE_URL, arena_printf(page->arena, "%s?year=%d", admin_calendar_path(page, y->row, "/notice"), y->year));
    tpl_text(t, V_DUE_URL, arena_printf(page->arena, ADMIN_CALCULATOR "?calendar=%lld", (long long)y->row->id));
    if (y->year > 2000)
        tpl_text(tpl_add(t, SEC_BEFORE), V_URL, arena_printf(page->arena, "%s?year=%d", path, y->year - 1));
    if (y->year < 2099)
        tpl_text(tpl_add(t, SEC_AFTER), V_URL, arena_printf(page->arena, "%s?year=%d", path, y->year + 1));
    if (access_may(page->user, MAY_SEE_CHANGES))
        tpl_text(tpl_add(t, SEC_LOG), V_URL, arena_printf(page->arena, "/staff/admin/changes?entity=calendar&id=%lld", (long long)y->row->id));
    if (y->parent) {
        struct tpl *parent = tpl_add(t, SEC_PARENT);
        tpl_text(parent, V_NAME, admin_calendar_name(page, y->parent));
        tpl_text(parent, V_URL, arena_printf(page->arena, "%s?year=%d", admin_calendar_path(page, y->parent, ""), y->year));
    }
    if (!y->known)
        tpl_text(tpl_add(t, y->late ? SEC_MISSING : SEC_LATER), V_MESSAGE,
                 text_f(page->arena, page->lang, N_("%d is computed as plain weeks until the notice is pasted."), y->year));
    else
        tpl_optional(t, SEC_SOURCE, V_TEXT, y->known->source);
    tpl_show_if(t, SEC_OFF, !y->row->active);
    for (int month = 1; month <= MONTHS; month++)
        fill_month(page, t, y, month);
    fill_stretches(page, t, y);
    fill_hours(page, t, y->row);
    return t;
}

/* ---- a day ---- */

static const struct admin_option *kind_options(struct page *page)
{
    struct admin_option *options = ARENA_ARRAY(page->arena, 4, struct admin_option);
    options[0] = (struct admin_option){"", page_text(page, N_("As its weekday, or as the calendar it builds upon has it"))};
    options[1] = (struct admin_option){"off", page_text(page, N_("Day off"))};
    options[2] = (struct admin_option){"work", page_text(page, N_("Make-up working day"))};
    options[3] = (struct admin_option){"hours", page_text(page, N_("Hours of its own, such as a half day"))};
    return options;
}

static const char *counts_as(struct page *page, const struct calendar_look *look)
{
    const char *name = page_pick(page, look->name_zh, look->name_en);
    const char *hours = look->hours.n ? calendar_hours_write(page->arena, &look->hours) : page_text(page, N_("closed"));
    return arena_printf(page->arena, *name ? "%s (%s)" : "%s", hours, name);
}

struct tpl *admin_calendar_day_view(struct page *page, const struct admin_calendar_day_shown *s)
{
    const struct admin_field fields[] = {
        {.control = ADMIN_SHOWN, .name = "now", .label = N_("Office hours of this day now"), .value = counts_as(page, &s->look)},
        {.control = ADMIN_SELECT, .name = "kind", .label = N_("What it is"), .value = s->typed->kind, .options = kind_options(page), .n_options = 4},
        {.control = ADMIN_INPUT, .name = "hours", .label = N_("Office hours"), .hint = N_("Only for hours of its own, such as 08:30-12:00"), .value = s->typed->hours, .width = "w-20",
         .optional = true},
        {.control = ADMIN_INPUT, .name = "name_zh", .label = N_("Name in Chinese"), .hint = N_("Shown where a date is explained"), .value = s->typed->name_zh, .optional = true, .pair_begin = true},
        {.control = ADMIN_INPUT, .name = "name_en", .label = N_("Name in English"), .hint = N_("Shown where a date is explained"), .value = s->typed->name_en, .optional = true, .pair_end = true},
    };
    const char *date = admin_calendar_iso(page, s->look.day);
    struct admin_form form = {
        .title = text_f(page->arena, page->lang, N_("%s: %s"), admin_calendar_name(page, s->row), admin_calendar_date_text(page, s->look.day, true)),
        .back_url = arena_printf(page->arena, "%s?year=%.4s", admin_calendar_path(page, s->row, ""), date),
        .back = N_("The calendar"),
        .action = admin_calendar_path(page, s->row, arena_printf(page->arena, "/day?date=%s", date)),
        .note = N_("Whoever looks up a due date sees this day by its name. Dates that were promised already stay as they are."),
        .version = s->row->version,
        .stale = s->stale,
        .active = true,
        .fields = fields,
        .n_fields = COUNT_OF(fields),
        .errors = s->errors,
    };
    return admin_form_view(page, TPL_ADMIN_FORM, &form);
}
