#include "admin_calendar_view.h"

#include <string.h>

#include "calendar_words.h"
#include "format.h"

static void fill_options(struct page *page, struct tpl *t, const struct admin_calendar_due *d)
{
    for (size_t i = 0; admin_calendar_units[i]; i++) {
        struct tpl *option = tpl_add(t, SEC_UNIT_OPTION);
        tpl_text(option, V_VALUE, admin_calendar_units[i]);
        tpl_text(option, V_LABEL, page_text(page, admin_calendar_unit_title(admin_calendar_units[i])));
        tpl_show_if(option, SEC_SELECTED, strcmp(d->q->unit, admin_calendar_units[i]) == 0);
    }
    for (size_t i = 0; i < d->n_all; i++) {
        struct tpl *option = tpl_add(t, SEC_OPTION);
        tpl_text(option, V_VALUE, admin_number(page->arena, d->all[i].id));
        tpl_text(option, V_LABEL, admin_calendar_name(page, &d->all[i]));
        tpl_show_if(option, SEC_SELECTED, d->q->calendar_id == d->all[i].id);
    }
}

/* A limit in words: "5 working days". */
static const char *limit_text(struct page *page, struct calendar_limit limit)
{
    struct calendar_count_words w = calendar_limit_words(limit);
    return text_count(page->arena, page->lang, w.one, w.many, w.n);
}

static void fill_step(struct page *page, struct tpl *table, const struct calendar_step *s, struct calendar_limit limit, int *sum)
{
    struct tpl *row = tpl_add(table, SEC_STEP);
    tpl_text(row, V_DATES, admin_calendar_span_text(page, s->from_day, s->to_day));
    tpl_text(row, V_WHAT, page_text(page, calendar_step_title(s, limit)));
    tpl_optional(row, SEC_NAMED, V_NAME, page_pick(page, s->name_zh, s->name_en));
    tpl_show_if(row, SEC_IS_OFF, s->kind == CALENDAR_STEP_HOLIDAY);
    tpl_show_if(row, SEC_IS_WORK, s->kind == CALENDAR_STEP_MADE_UP);
    if (s->counted == 0)
        return;
    *sum += s->counted;
    struct calendar_step total = {.kind = s->kind, .counted = *sum};
    struct calendar_count_words w = calendar_step_words(s, limit), all = calendar_step_words(&total, limit);
    struct tpl *counted = tpl_add(row, SEC_COUNTED);
    tpl_text(counted, V_COUNT, text_count(page->arena, page->lang, w.one, w.many, w.n));
    tpl_text(counted, V_SUM, text_count(page->arena, page->lang, all.one, all.many, all.n));
}

/* The 24:00 of a day reads better than 00:00 of the next. */
static const char *moment(struct page *page, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts p = utc_in_zone(at_us, zone);
    if (p.hour != 0 || p.minute != 0)
        return format_moment(page->arena, page->lang, at_us, zone);
    return arena_printf(page->arena, page->lang == LANG_ZH ? "%s 24:00" : "%s, 24:00", format_date(page->arena, page->lang, at_us - UTC_MINUTE_US, zone));
}

static void fill_answer(struct page *page, struct tpl *t, const struct admin_calendar_answer *a, const struct utc_zone *zone)
{
    struct tpl *answer = tpl_add(t, SEC_ANSWER);
    int sum = 0;
    tpl_text(answer, V_LIMIT, limit_text(page, a->limit));
    if (a->due_us == INT64_MAX) {
        tpl_show(answer, SEC_NEVER);
        return;
    }
    struct tpl *due = tpl_add(answer, SEC_DUE);
    tpl_text(due, V_TIME, moment(page, a->due_us, zone));
    tpl_text(due, V_DATETIME, utc_iso(page->arena, a->due_us));
    tpl_text(due, V_LABEL, format_day(page->arena, page->lang, a->due_us - UTC_MINUTE_US, zone));
    tpl_show_if(due, SEC_GUESSED, a->guessed && calendar_unit_working(a->limit.unit));
    for (size_t i = 0; i < a->n_steps; i++)
        fill_step(page, due, &a->steps[i], a->limit, &sum);
}

struct tpl *admin_calendar_due_view(struct page *page, const struct admin_calendar_due *d)
{
    static const struct {
        const char *field;
        enum tpl_section section;
    } fields[] = {{"date", SEC_WRONG_DATE}, {"time", SEC_WRONG_TIME}, {"number", SEC_WRONG_NUMBER}, {"unit", SEC_WRONG_UNIT}};
    struct tpl *t = page_template(page, TPL_ADMIN_CALENDAR_DUE, page_text(page, N_("Due date calculator")));
    if (d->errors && d->errors->n > 0) {
        page_errors(page, t, d->errors);
        for (size_t i = 0; i < COUNT_OF(fields); i++)
            page_field_error(page, t, fields[i].section, d->errors, fields[i].field);
    }
    tpl_show_if(t, SEC_MAY_SET, access_may(page->user, MAY_SET_CALENDARS));
    tpl_text(t, V_ACTION, ADMIN_CALCULATOR);
    tpl_text(t, V_DATE, d->q->date);
    tpl_text(t, V_TIME_TYPED, d->q->time);
    tpl_text(t, V_NUMBER, d->q->number);
    fill_options(page, t, d);
    for (size_t i = 0; i < d->n_answers; i++)
        fill_answer(page, t, &d->answers[i], d->zone);
    return t;
}
