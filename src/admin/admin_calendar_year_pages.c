#include <stdio.h>
#include <string.h>

#include "admin_calendar_form.h"
#include "admin_calendar_view.h"
#include "admin_common_pages.h"
#include "admin_form.h"
#include "admin_routes.h"
#include "calendar_store.h"

#define NOTICE_MONTH 11
#define TEXT_MAX 20000

static enum err load(struct page *page, struct calendar_row *row)
{
    int64_t id;
    TRY(admin_id(page, &id));
    return calendar_load(page->db, page->arena, id, row);
}

static struct utc_parts today(const struct page *page)
{
    return utc_in_zone(page->now_us, page->site->zone);
}

/* A year from 2000 to 2099; 0: none was given. */
static int year_of(const char *typed)
{
    long long year;
    return str_to_i64(str_of(typed), 2000, 2099, &year) ? (int)year : 0;
}

/* ---- twelve months ---- */

static enum err year_get(struct page *page)
{
    struct calendar_row row, parent;
    struct calendar_year *years;
    size_t n;
    struct utc_parts now = today(page);
    TRY(load(page, &row));
    int year = year_of(http_query(page->req, "year"));
    struct admin_calendar_year y = {.row = &row, .year = year ? year : now.year, .today = (int32_t)utc_civil_days(now.year, now.month, now.day)};
    TRY(calendar_by_id(page->db, page->arena, row.id, page->site->zone, &y.compiled));
    TRY(calendar_years(page->db, page->arena, row.id, &years, &n));
    for (size_t i = 0; i < n; i++) {
        if (years[i].year == y.year)
            y.known = &years[i];
    }
    if (row.parent_id) {
        TRY(calendar_load(page->db, page->arena, row.parent_id, &parent));
        y.parent = &parent;
    }
    y.late = y.year <= now.year || (y.year == now.year + 1 && now.month >= NOTICE_MONTH);
    return page_answer(page, admin_calendar_year_view(page, &y), 200);
}

/* ---- a day ---- */

static enum err show_day(struct page *page, struct admin_calendar_day_shown *s, int status)
{
    const struct calendar *c;
    TRY(calendar_by_id(page->db, page->arena, s->row->id, page->site->zone, &c));
    s->look = calendar_look(c, s->look.day);
    return page_answer(page, admin_calendar_day_view(page, s), status);
}

static enum err day_asked(struct page *page, struct calendar_row *row, int32_t *ret_day)
{
    TRY(load(page, row));
    return admin_calendar_date(page->arena, http_query(page->req, "date"), ret_day) ? ERR_NONE : ERR_NOT_FOUND;
}

static enum err day_get(struct page *page)
{
    struct calendar_row row;
    struct calendar_day *days;
    struct admin_calendar_day own = {.kind = "", .hours = "", .name_zh = "", .name_en = ""};
    struct admin_calendar_day_shown s = {.row = &row, .typed = &own};
    size_t n;
    TRY(day_asked(page, &row, &s.look.day));
    TRY(calendar_days(page->db, page->arena, row.id, year_of(arena_strndup(page->arena, http_query(page->req, "date"), 4)), &days, &n));
    for (size_t i = 0; i < n; i++) {
        if (days[i].day == s.look.day)
            own = (struct admin_calendar_day){.day = days[i],
                                              .kind = admin_calendar_day_kind(days[i].kind),
                                              .hours = days[i].kind == CALENDAR_DAY_HOURS ? calendar_hours_write(page->arena, &days[i].hours) : "",
                                              .name_zh = days[i].name_zh,
                                              .name_en = days[i].name_en};
    }
    return show_day(page, &s, 200);
}

static enum err day_post(struct page *page)
{
    struct calendar_row row;
    struct http_form_errors errors = {.n = 0};
    struct admin_calendar_day_shown s = {.row = &row, .errors = &errors};
    TRY(day_asked(page, &row, &s.look.day));
    struct admin_calendar_day typed = admin_calendar_day_read(page->form, s.look.day, &errors);
    s.typed = &typed;
    if (errors.n > 0)
        return show_day(page, &s, 422);
    struct change_by by = admin_by(page, arena_printf(page->arena, "%s?year=%.4s", admin_calendar_path(page, &row, ""), http_query(page->req, "date")));
    enum err e = calendar_day_save(page->db, page->arena, &by, row.id, admin_form_version(page->form), &typed.day);
    if (e == ERR_STALE) {
        TRY(load(page, &row));
        s.stale = true;
        return show_day(page, &s, 409);
    }
    return admin_done(page, e, &by, N_("The day was saved."));
}

/* ---- the notice ---- */

/* Tells whether what is saved is what was looked at. */
static const char *fingerprint(struct arena *a, const char *text, int year, int version)
{
    uint64_t h = UINT64_C(1469598103934665603) ^ (uint64_t)year ^ (uint64_t)version << 16;
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return arena_printf(a, "%016llx", (unsigned long long)h);
}

static enum err show_notice(struct page *page, struct admin_calendar_pasted *p, int status)
{
    if (p->notice && p->notice->year) {
        struct calendar_day *were;
        TRY(calendar_days(page->db, page->arena, p->row->id, p->notice->year, &were, &p->n_were));
        p->were = were;
        p->seen = fingerprint(page->arena, p->text, p->notice->year, p->row->version);
    }
    return page_answer(page, admin_calendar_notice_view(page, p), status);
}

static enum err notice_get(struct page *page)
{
    struct calendar_row row;
    struct admin_calendar_pasted p = {.row = &row, .text = "", .seen = ""};
    TRY(load(page, &row));
    p.year = year_of(http_query(page->req, "year")) ? http_query(page->req, "year") : "";
    return show_notice(page, &p, 200);
}

static enum err save_notice(struct page *page, struct admin_calendar_pasted *p)
{
    const struct calendar_notice *n = p->notice;
    const char *source = text_f(page->arena, page->lang, N_("Notice pasted by %s"), page->user->name);
    struct change_by by = admin_by(page, arena_printf(page->arena, "%s?year=%d", admin_calendar_path(page, p->row, ""), n->year));
    enum err e = calendar_days_save(page->db, page->arena, &by, p->row->id, p->row->version, n->year, source, n->days, n->n_days);
    return admin_done(page, e, &by, N_("The holidays were put in."));
}

static enum err notice_post(struct page *page)
{
    struct calendar_row row;
    struct calendar_notice notice = {0};
    struct http_form_errors errors = {.n = 0};
    struct admin_calendar_pasted p = {.row = &row, .notice = &notice, .seen = "", .errors = &errors, .sure = http_form_tick(page->form, "sure")};
    TRY(load(page, &row));
    p.text = http_form_text(page->form, "text", &(struct http_text_rule){.required = true, .lines = true, .max = TEXT_MAX, .missing = N_("Paste the text of the notice")}, &errors);
    p.year = http_form_text(page->form, "year", &(struct http_text_rule){.max = 10}, &errors);
    if (*p.year && !year_of(p.year))
        http_form_error(&errors, "year", N_("Enter a year from 2000 to 2099, or nothing"), 0);
    if (errors.n > 0) {
        p.notice = NULL;
        return show_notice(page, &p, 422);
    }
    if (calendar_notice_read(page->arena, str_of(p.text), year_of(p.year), &notice) != ERR_NONE) {
        http_form_error(&errors, "text", N_("No holidays could be understood in this text; below it says why"), 0);
        return show_notice(page, &p, 422);
    }
    if (strcmp(http_form_get(page->form, "step"), "save") != 0)
        return show_notice(page, &p, 200);
    /* What was changed since the preview, here or by somebody else, is looked at first. */
    if (strcmp(http_form_get(page->form, "seen"), fingerprint(page->arena, p.text, notice.year, row.version)) != 0) {
        p.stale = admin_form_version(page->form) != row.version;
        return show_notice(page, &p, p.stale ? 409 : 200);
    }
    if (notice.n_faults > 0 && !p.sure) {
        http_form_error(&errors, "sure", N_("Compare every day with the notice first, and tick that you did"), 0);
        return show_notice(page, &p, 422);
    }
    return save_notice(page, &p);
}

/* ---- the calculator ---- */

/* The other way of counting the same number, to be shown beside it. */
static enum calendar_unit counterpart(enum calendar_unit unit)
{
    switch (unit) {
    case CALENDAR_WORKING_DAYS:
        return CALENDAR_NATURAL_DAYS;
    case CALENDAR_NATURAL_DAYS:
        return CALENDAR_WORKING_DAYS;
    case CALENDAR_HOURS:
        return CALENDAR_WORKING_HOURS;
    case CALENDAR_WORKING_HOURS:
        return CALENDAR_HOURS;
    case CALENDAR_MINUTES:
        return CALENDAR_WORKING_MINUTES;
    case CALENDAR_WORKING_MINUTES:
        return CALENDAR_MINUTES;
    case CALENDAR_HALF_DAYS:
    case CALENDAR_SAME_DAY:
    case CALENDAR_MONTH_DAY:
        break;
    }
    return 0;
}

static struct admin_calendar_answer answer(struct page *page, const struct calendar *c, int64_t start_us, struct calendar_limit limit)
{
    enum { STEPS_MAX = 60 };
    struct admin_calendar_answer a = {.limit = limit, .start_us = start_us, .due_us = calendar_add(c, start_us, limit)};
    if (a.due_us == INT64_MAX)
        return a;
    a.n_steps = calendar_explain(c, page->arena, start_us, limit, STEPS_MAX, &a.steps);
    a.guessed = calendar_guessed(c, start_us, a.due_us);
    return a;
}

static enum err work_out(struct page *page, struct admin_calendar_due *d, struct admin_calendar_answer answers[2])
{
    const struct admin_calendar_question *q = d->q;
    const struct calendar *c;
    if (q->calendar_id >= 0)
        TRY(calendar_by_id(page->db, page->arena, q->calendar_id, page->site->zone, &c));
    else
        TRY(calendar_of_unit(page->db, page->arena, page->user->unit_id, page->site->zone, &c));
    enum calendar_unit other = counterpart(q->limit.unit);
    int64_t start_us = calendar_instant(c, q->day, q->minute);
    d->zone = calendar_zone(c);
    answers[d->n_answers++] = answer(page, c, start_us, q->limit);
    if (other)
        answers[d->n_answers++] = answer(page, c, start_us, (struct calendar_limit){other, q->limit.value});
    return ERR_NONE;
}

static enum err due_get(struct page *page)
{
    struct http_form *query;
    struct http_form_errors errors = {.n = 0};
    struct calendar_row *all;
    struct admin_calendar_answer answers[2];
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    struct admin_calendar_question q = admin_calendar_question_read(query, today(page), &errors);
    struct admin_calendar_due d = {.q = &q, .zone = page->site->zone, .answers = answers, .errors = &errors};
    TRY(calendar_list(page->db, page->arena, &all, &d.n_all));
    d.all = all;
    if (q.asked)
        TRY(work_out(page, &d, answers));
    return page_answer(page, admin_calendar_due_view(page, &d), errors.n > 0 ? 422 : 200);
}

const struct route admin_calendar_year_routes[] = {
    {.method = HTTP_GET, .path = ADMIN_CALENDARS "/:id", .need = MAY(SET_CALENDARS), .run = year_get},
    {.method = HTTP_GET, .path = ADMIN_CALENDARS "/:id/day", .need = MAY(SET_CALENDARS), .run = day_get},
    {.method = HTTP_POST, .path = ADMIN_CALENDARS "/:id/day", .need = MAY(SET_CALENDARS), .run = day_post},
    {.method = HTTP_GET, .path = ADMIN_CALENDARS "/:id/notice", .need = MAY(SET_CALENDARS), .run = notice_get},
    {.method = HTTP_POST, .path = ADMIN_CALENDARS "/:id/notice", .need = MAY(SET_CALENDARS), .run = notice_post},
    {.method = HTTP_GET, .path = ADMIN_CALCULATOR, .need = MAY_EITHER(SEE, SET_CALENDARS), .run = due_get},
    {0},
};
