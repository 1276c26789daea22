#include "admin_calendar_form.h"

#include <limits.h>
#include <string.h>

#include "admin_form.h"
#include "msgid.h"
#include "utf8.h"

const int admin_calendar_weekdays[ADMIN_CALENDAR_WEEK] = {1, 2, 3, 4, 5, 6, 0};
const char *const admin_calendar_day_fields[ADMIN_CALENDAR_WEEK] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

const char *admin_calendar_day_title(int weekday)
{
    static const char *const titles[] = {N_("Sunday"), N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday")};
    return titles[weekday];
}

/* ---- calendars ---- */

static const char *hours_field(const struct http_form *form, const char *field, struct http_form_errors *errors)
{
    const char *typed = http_form_text(form, field, &(struct http_text_rule){.max = 80}, errors);
    struct calendar_hours hours;
    if (calendar_hours_read(str_of(typed), &hours) == ERR_NONE)
        return calendar_hours_write(form->arena, &hours);
    http_form_error(errors, field, N_("Write office hours as 08:30-12:00 13:30-17:30, at most four stretches in order; leave it empty for a day off"), 0);
    return typed;
}

struct calendar_row admin_calendar_read(const struct http_form *form, struct http_form_errors *errors)
{
    struct calendar_row row = {
        .code = admin_form_code(form, "code", errors),
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 60, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 60}, errors),
        .parent_id = http_form_int(form, "parent", false, 1, INT64_MAX, 0, errors),
        .late_next_day = http_form_tick(form, "late_next_day"),
        .active = http_form_tick(form, "active"),
        .version = admin_form_version(form),
    };
    bool open = false;
    for (int i = 0; i < ADMIN_CALENDAR_WEEK; i++) {
        int weekday = admin_calendar_weekdays[i];
        row.week[weekday] = hours_field(form, admin_calendar_day_fields[weekday], errors);
        open |= *row.week[weekday] != '\0';
    }
    row.make_up = hours_field(form, "make_up", errors);
    if (!open)
        http_form_error(errors, "monday", N_("Enter office hours for one day of the week at least; working days could never pass otherwise"), 0);
    return row;
}

/* ---- days ---- */

static const char *const kinds[] = {"", "off", "work", "hours"};

const char *admin_calendar_day_kind(enum calendar_day_kind kind)
{
    return (size_t)kind < COUNT_OF(kinds) ? kinds[kind] : "";
}

struct admin_calendar_day admin_calendar_day_read(const struct http_form *form, int32_t day, struct http_form_errors *errors)
{
    struct admin_calendar_day d = {
        .kind = http_form_get(form, "kind"),
        .hours = http_form_text(form, "hours", &(struct http_text_rule){.max = 80}, errors),
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.max = 60}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 60}, errors),
    };
    int kind = http_form_choice(form, "kind", kinds, COUNT_OF(kinds), false, NULL, errors);
    d.day = (struct calendar_day){.day = day, .kind = kind > 0 ? (enum calendar_day_kind)kind : 0, .name_zh = d.name_zh, .name_en = d.name_en};
    if (d.day.kind != CALENDAR_DAY_HOURS)
        return d;
    if (calendar_hours_read(str_of(d.hours), &d.day.hours) != ERR_NONE || d.day.hours.n == 0)
        http_form_error(errors, "hours", N_("Write the office hours of this day, such as 08:30-12:00"), 0);
    return d;
}

static const char *date_number(const char *at, int *ret_value)
{
    long long value;
    size_t n = strspn(at, "0123456789");
    if (n == 0 || n > 4 || !str_to_i64((struct str){at, n}, 1, 9999, &value))
        return NULL;
    *ret_value = (int)value;
    return at + n;
}

/* Behind any of the signs that may stand between year, month and day. */
static const char *date_sign(const char *at, const char *han)
{
    if (strncmp(at, han, strlen(han)) == 0)
        return at + strlen(han);
    return *at == '-' || *at == '/' || *at == '.' ? at + 1 : NULL;
}

bool admin_calendar_date(struct arena *a, const char *typed, int32_t *ret_day)
{
    int year, month, day;
    const char *at = date_number(str_cstr(a, str_trim(str_of(utf8_halfwidth(a, str_of(typed))))), &year);
    at = at ? date_sign(at, "年") : NULL;
    at = at ? date_number(at, &month) : NULL;
    at = at ? date_sign(at, "月") : NULL;
    at = at ? date_number(at, &day) : NULL;
    if (!at || (*at && strcmp(at, "日") != 0) || year < 2000 || year > 2099 || !utc_date_exists(year, month, day))
        return false;
    *ret_day = (int32_t)utc_civil_days(year, month, day);
    return true;
}

/* ---- the calculator ---- */

const char *const admin_calendar_units[] = {"wd", "nd", "h", "wh", "min", "wmin", "same day", "month day", NULL};

const char *admin_calendar_unit_title(const char *unit)
{
    static const struct {
        const char *unit, *title;
    } titles[] = {
        {"wd", N_("working days")},    {"nd", N_("natural days")},     {"h", N_("hours, day and night")}, {"wh", N_("working hours")},
        {"min", N_("minutes")},        {"wmin", N_("working minutes")}, {"same day", N_("the same day")},  {"month day", N_("nth working day of the month")},
    };
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        if (strcmp(titles[i].unit, unit) == 0)
            return titles[i].title;
    }
    return "";
}

static size_t units_n(void)
{
    size_t n = 0;
    while (admin_calendar_units[n])
        n++;
    return n;
}

/* "9:30" to minutes of the day. */
static bool read_time(struct arena *a, const char *typed, int *ret_minute)
{
    struct str rest = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    struct str hour = str_cut(&rest, ':');
    long long h, m;
    if (!rest.p || !str_to_i64(hour, 0, 23, &h) || rest.n < 2 || !str_to_i64((struct str){rest.p, 2}, 0, 59, &m) || rest.p[0] == '-')
        return false;
    *ret_minute = (int)(h * 60 + m);
    return true;
}

static bool read_limit(struct arena *a, const struct admin_calendar_question *q, struct calendar_limit *ret_limit)
{
    const char *text;
    long long n = 0;
    bool whole = str_to_i64(str_trim(str_of(q->number)), 1, CALENDAR_VALUE_MAX, &n);
    if (strcmp(q->unit, "same day") == 0)
        text = "same day";
    else if (strcmp(q->unit, "month day") == 0)
        return whole && n <= 23 && (*ret_limit = (struct calendar_limit){CALENDAR_MONTH_DAY, (int)n}, true);
    else
        text = arena_printf(a, "%s %s", q->number, q->unit);
    return calendar_limit_read(str_of(text), ret_limit) == ERR_NONE;
}

struct admin_calendar_question admin_calendar_question_read(const struct http_form *query, struct utc_parts now, struct http_form_errors *errors)
{
    struct arena *a = query->arena;
    struct admin_calendar_question q = {.calendar_id = -1, .number = "5", .unit = "wd", .asked = http_form_has(query, "date")};
    long long id;
    q.date = arena_printf(a, "%04d-%02d-%02d", now.year, now.month, now.day);
    q.time = arena_printf(a, "%02d:%02d", now.hour, now.minute);
    if (str_to_i64(str_of(http_form_get(query, "calendar")), 0, INT64_MAX, &id))
        q.calendar_id = id;
    if (!q.asked)
        return q;
    q.date = http_form_text(query, "date", &(struct http_text_rule){.max = 30}, errors);
    q.time = http_form_text(query, "time", &(struct http_text_rule){.max = 10}, errors);
    q.number = utf8_halfwidth(a, str_of(http_form_text(query, "number", &(struct http_text_rule){.max = 10}, errors)));
    int unit = http_form_choice(query, "unit", admin_calendar_units, units_n(), true, N_("Choose what is counted"), errors);
    q.unit = unit >= 0 ? admin_calendar_units[unit] : "";
    if (!admin_calendar_date(a, q.date, &q.day))
        http_form_error(errors, "date", N_("Enter a date from 2000 to 2099, such as 2026-02-13"), 0);
    if (!read_time(a, q.time, &q.minute))
        http_form_error(errors, "time", N_("Enter a time such as 09:30"), 0);
    if (unit >= 0 && !read_limit(a, &q, &q.limit))
        http_form_error(errors, "number", N_("Enter a whole number from 1, for working days also one such as 0.5 or 1.5"), 0);
    q.asked = errors->n == 0;
    return q;
}
