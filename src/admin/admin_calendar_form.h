#ifndef REDRESS_ADMIN_CALENDAR_FORM_H
#define REDRESS_ADMIN_CALENDAR_FORM_H

#include "calendar_row.h"
#include "http_form.h"

/* The days of a week in the order in which they are shown, Monday first, and their fields: "monday" ... */
#define ADMIN_CALENDAR_WEEK 7
extern const int admin_calendar_weekdays[ADMIN_CALENDAR_WEEK];
extern const char *const admin_calendar_day_fields[ADMIN_CALENDAR_WEEK]; /* by weekday, 0 is Sunday */
const char *admin_calendar_day_title(int weekday);                       /* msgid */

/* What was typed, with its errors; hours in their usual form when they could be read. The version comes with it. */
struct calendar_row admin_calendar_read(const struct http_form *form, struct http_form_errors *errors);

/* A day: what it is ("", "off", "work", "hours"), its hours and names as typed. */
struct admin_calendar_day {
    struct calendar_day day; /* kind 0: as its weekday */
    const char *kind, *hours, *name_zh, *name_en;
};
struct admin_calendar_day admin_calendar_day_read(const struct http_form *form, int32_t day, struct http_form_errors *errors);
const char *admin_calendar_day_kind(enum calendar_day_kind kind);

/* A date as people write it: 2026-08-21, 2026/8/21, 2026年8月21日, with full-width digits. */
bool admin_calendar_date(struct arena *a, const char *typed, int32_t *ret_day);

/* What the calculator is asked. */
struct admin_calendar_question {
    const char *date, *time, *number, *unit; /* as typed */
    int64_t calendar_id;                     /* -1: of the own unit */
    bool asked;                              /* there is something to compute */
    int32_t day;
    int minute;
    struct calendar_limit limit;
};
/* Units to choose from, as in limits: "wd", "nd" ...; NULL-terminated. */
extern const char *const admin_calendar_units[];
const char *admin_calendar_unit_title(const char *unit); /* msgid */
/* now: what stands there before anything was typed. */
struct admin_calendar_question admin_calendar_question_read(const struct http_form *query, struct utc_parts now, struct http_form_errors *errors);

#endif
