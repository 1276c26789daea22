#include "admin_calendar_view.h"

#include <string.h>

static const struct calendar_day *find_day(const struct calendar_day *days, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++) {
        if (days[i].day == day)
            return &days[i];
    }
    return NULL;
}

static bool same(const struct calendar_day *a, const struct calendar_day *b)
{
    return a->kind == b->kind && strcmp(a->name_zh, b->name_zh) == 0;
}

static const char *kind_title(enum calendar_day_kind kind)
{
    return kind == CALENDAR_DAY_OFF ? N_("Day off") : kind == CALENDAR_DAY_WORK ? N_("Make-up working day") : N_("Hours of its own");
}

/* ---- as the change log tells it ---- */

struct logged {
    int32_t from, to;
    struct str what;
};

/* "2026-02-15 off 春节": the day, and what follows it. */
static bool read_logged(struct page *page, struct str entry, struct logged *ret_logged)
{
    entry = str_trim(entry);
    struct str date = str_cut(&entry, ' ');
    if (!admin_calendar_date(page->arena, str_cstr(page->arena, date), &ret_logged->from))
        return false;
    ret_logged->to = ret_logged->from;
    ret_logged->what = entry;
    return true;
}

static void tell_logged(struct page *page, struct buf *out, const struct logged *l)
{
    struct str rest = l->what, kind = str_cut(&rest, ' ');
    const char *name = rest.p ? str_cstr(page->arena, rest) : "";
    const char *what = str_is(kind, "off") ? page_text(page, N_("Day off")) : str_is(kind, "work") ? page_text(page, N_("Make-up working day")) : str_cstr(page->arena, l->what);
    bool known = str_is(kind, "off") || str_is(kind, "work");
    if (out->n > 0)
        buf_adds(out, page->lang == LANG_ZH ? "；" : "; ");
    buf_printf(out, "%s %s%s%s", admin_calendar_span_text(page, l->from, l->to), what, known && *name ? " " : "", known ? name : "");
}

const char *admin_calendar_days_text(struct page *page, const char *logged)
{
    struct buf out = {.arena = page->arena};
    struct str rest = str_of(logged);
    struct logged open = {0}, next;
    while (rest.p) {
        if (!read_logged(page, str_cut(&rest, ';'), &next))
            return logged;
        if (open.what.p && next.from == open.to + 1 && str_eq(next.what, open.what)) {
            open.to = next.to;
            continue;
        }
        if (open.what.p)
            tell_logged(page, &out, &open);
        open = next;
    }
    if (open.what.p)
        tell_logged(page, &out, &open);
    return out.n ? out.p : "";
}

/* ---- the preview ---- */

static void fill_row(struct page *page, struct tpl *table, const struct calendar_day *d, const struct calendar_day *was, bool gone, int year)
{
    int32_t first = (int32_t)utc_civil_days(year, 1, 1), next = (int32_t)utc_civil_days(year + 1, 1, 1);
    struct tpl *row = tpl_add(table, SEC_ROW);
    tpl_text(row, V_DATE, admin_calendar_date_text(page, d->day, d->day < first || d->day >= next));
    tpl_text(row, V_WHAT, page_text(page, kind_title(d->kind)));
    tpl_text(row, V_NAME, page_pick(page, d->name_zh, d->name_en));
    tpl_show_if(row, SEC_IS_OFF, d->kind == CALENDAR_DAY_OFF);
    tpl_show_if(row, SEC_IS_WORK, d->kind == CALENDAR_DAY_WORK);
    tpl_show_if(row, SEC_IS_HALF, d->kind == CALENDAR_DAY_HOURS);
    if (gone)
        tpl_show(row, SEC_GONE);
    else if (!was)
        tpl_show(row, SEC_ADDED);
    else if (same(d, was))
        tpl_show(row, SEC_SAME);
    else
        tpl_text(tpl_add(row, SEC_CHANGED), V_WAS, page_text(page, kind_title(was->kind)));
}

static void fill_days(struct page *page, struct tpl *preview, const struct admin_calendar_pasted *p)
{
    const struct calendar_notice *n = p->notice;
    int off = 0, work = 0;
    size_t were = 0;
    struct tpl *table = tpl_add(preview, SEC_TABLE);
    for (size_t i = 0; i < n->n_days; i++) {
        off += n->days[i].kind == CALENDAR_DAY_OFF;
        work += n->days[i].kind == CALENDAR_DAY_WORK;
        /* What stands now and is not in the notice goes; it is shown where its date belongs. */
        for (; were < p->n_were && p->were[were].day <= n->days[i].day; were++) {
            if (!find_day(n->days, n->n_days, p->were[were].day))
                fill_row(page, table, &p->were[were], NULL, true, n->year);
        }
        fill_row(page, table, &n->days[i], find_day(p->were, p->n_were, n->days[i].day), false, n->year);
    }
    for (; were < p->n_were; were++) {
        if (!find_day(n->days, n->n_days, p->were[were].day))
            fill_row(page, table, &p->were[were], NULL, true, n->year);
    }
    tpl_int(preview, V_OFF_COUNT, off);
    tpl_int(preview, V_WORK_COUNT, work);
}

static void fill_preview(struct page *page, struct tpl *t, const struct admin_calendar_pasted *p)
{
    const struct calendar_notice *n = p->notice;
    struct tpl *preview = tpl_add(t, SEC_PREVIEW);
    tpl_int(preview, V_YEAR, n->year);
    if (n->n_faults > 0) {
        struct tpl *faults = tpl_add(preview, SEC_FAULTS);
        for (size_t i = 0; i < n->n_faults; i++) {
            struct tpl *row = tpl_add(faults, SEC_FAULT);
            tpl_text(row, V_LABEL, text_f(page->arena, page->lang, N_("Line %d"), n->faults[i].line));
            tpl_text(row, V_MESSAGE, page_text(page, n->faults[i].message));
        }
    }
    if (n->n_days == 0)
        return;
    fill_days(page, preview, p);
    struct tpl *save = tpl_add(preview, SEC_SAVE);
    tpl_int(save, V_YEAR, n->year);
    if (n->n_faults == 0)
        return;
    struct tpl *sure = tpl_add(save, SEC_SURE);
    tpl_show_if(sure, SEC_CHECKED, p->sure);
    if (p->errors)
        page_field_error(page, sure, SEC_WRONG, p->errors, "sure");
}

struct tpl *admin_calendar_notice_view(struct page *page, const struct admin_calendar_pasted *p)
{
    struct tpl *t = page_template(page, TPL_ADMIN_CALENDAR_NOTICE, page_text(page, N_("Paste the holiday notice")));
    struct tpl *back = tpl_add(t, SEC_BACK);
    tpl_text(back, V_URL, admin_calendar_path(page, p->row, ""));
    tpl_text(back, V_LABEL, admin_calendar_name(page, p->row));
    if (p->errors)
        page_errors(page, t, p->errors);
    tpl_show_if(t, SEC_STALE_DAYS, p->stale);
    tpl_text(t, V_ACTION, admin_calendar_path(page, p->row, "/notice"));
    tpl_int(t, V_VERSION, p->row->version);
    tpl_text(t, V_TEXT, p->text);
    tpl_text(t, V_YEAR_TYPED, p->year);
    tpl_text(t, V_SEEN, p->seen);
    if (p->errors) {
        page_field_error(page, t, SEC_WRONG_TEXT, p->errors, "text");
        page_field_error(page, t, SEC_WRONG_YEAR, p->errors, "year");
    }
    tpl_show_if(t, SEC_FIRST, !p->notice || p->notice->n_days == 0);
    if (p->notice)
        fill_preview(page, t, p);
    return t;
}
