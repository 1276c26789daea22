#ifndef REDRESS_ADMIN_CALENDAR_VIEW_H
#define REDRESS_ADMIN_CALENDAR_VIEW_H

#include "admin_calendar_form.h"
#include "admin_view.h"
#include "calendar_notice.h"

/* What the pages about calendars show. */

#define ADMIN_CALENDARS "/staff/admin/calendars"
#define ADMIN_CALENDAR_UNITS "/staff/admin/calendar-units"
#define ADMIN_CALCULATOR "/staff/calendar"

/* A calendar in the list. */
struct admin_calendar_listed {
    const struct calendar_row *row;
    const struct calendar_year *years;
    size_t n_years;
    size_t n_units; /* that use it, themselves or from above */
};
/* this_year: of today; late: the coming year's holidays should be known by now. */
struct tpl *admin_calendar_list_view(struct page *page, const struct admin_calendar_listed *list, size_t n, int this_year, bool late);

struct admin_calendar_edited {
    const struct calendar_row *row; /* typed or saved */
    const struct calendar_row *now; /* after ERR_STALE: what stands saved; NULL otherwise */
    const struct calendar_row *all; /* to build upon */
    size_t n_all;
    const char *title;
    const struct http_form_errors *errors;
};
struct tpl *admin_calendar_form_view(struct page *page, const struct admin_calendar_edited *e);

struct tpl *admin_calendar_units_view(struct page *page, const struct calendar_use *units, size_t n, const struct calendar_row *all, size_t n_all, bool cut);
struct tpl *admin_calendar_unit_view(struct page *page, const struct calendar_use *unit, const struct calendar_use *superior, const struct calendar_row *all, size_t n_all);

/* A year of a calendar as twelve months. */
struct admin_calendar_year {
    const struct calendar_row *row, *parent; /* parent NULL: builds upon none */
    const struct calendar *compiled;
    int year;
    int32_t today;
    const struct calendar_year *known; /* NULL: the year is computed as plain weeks */
    bool late;
};
struct tpl *admin_calendar_year_view(struct page *page, const struct admin_calendar_year *y);

struct admin_calendar_day_shown {
    const struct calendar_row *row;
    const struct admin_calendar_day *typed; /* its own day, typed or saved */
    struct calendar_look look;              /* as it counts now */
    bool stale;
    const struct http_form_errors *errors;
};
struct tpl *admin_calendar_day_view(struct page *page, const struct admin_calendar_day_shown *s);

/* The yearly notice, pasted. */
struct admin_calendar_pasted {
    const struct calendar_row *row;
    const char *text, *year; /* as typed */
    const char *seen;        /* fingerprint of what the preview is of; "" before there is one */
    const struct calendar_notice *notice; /* NULL: nothing was read yet */
    const struct calendar_day *were;      /* the days that its year has now */
    size_t n_were;
    bool sure, stale; /* sure: ticked that the days were checked */
    const struct http_form_errors *errors;
};
struct tpl *admin_calendar_notice_view(struct page *page, const struct admin_calendar_pasted *p);

/* The calculator: one limit, and the same number counted the other way beside it. */
struct admin_calendar_answer {
    struct calendar_limit limit;
    int64_t start_us, due_us;
    struct calendar_step *steps;
    size_t n_steps;
    bool guessed;
};
struct admin_calendar_due {
    const struct admin_calendar_question *q;
    const struct calendar_row *all;
    size_t n_all;
    const struct utc_zone *zone;
    const struct admin_calendar_answer *answers;
    size_t n_answers;
    const struct http_form_errors *errors;
};
struct tpl *admin_calendar_due_view(struct page *page, const struct admin_calendar_due *d);

/* Shared by these views: a civil day, "2月15日（周日）" or with its year; and a stretch of them. */
const char *admin_calendar_date_text(struct page *page, int32_t day, bool with_year);
const char *admin_calendar_iso(struct page *page, int32_t day); /* "2026-02-15" */
const char *admin_calendar_span_text(struct page *page, int32_t from, int32_t to);
/* What the change log holds of days ("2026-02-15 off 春节; ..."), in words, days in a row drawn together. */
const char *admin_calendar_days_text(struct page *page, const char *logged);
const char *admin_calendar_name(struct page *page, const struct calendar_row *row);
const char *admin_calendar_path(struct page *page, const struct calendar_row *row, const char *rest);

#endif
