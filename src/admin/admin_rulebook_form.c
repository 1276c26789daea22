#include "admin_rulebook_form.h"

#include "admin_form.h"
#include "msgid.h"
#include "utf8.h"

#define YEARS_AHEAD 5

/* "2027-01-01", as date controls send it and people type it. */
static bool read_day(struct str text, int *ret_year, int *ret_month, int *ret_day)
{
    struct str year = str_cut(&text, '-'), month = str_cut(&text, '-');
    long long y, m, d;
    if (!str_to_i64(year, 2000, 2100, &y) || !str_to_i64(month, 1, 12, &m) || !str_to_i64(text, 1, 31, &d) || !utc_date_exists((int)y, (int)m, (int)d))
        return false;
    *ret_year = (int)y;
    *ret_month = (int)m;
    *ret_day = (int)d;
    return true;
}

struct admin_publish_typed admin_publish_read(const struct http_form *form, int64_t now_us, const struct utc_zone *zone, struct http_form_errors *errors)
{
    struct admin_publish_typed typed = {
        .version = admin_form_version(form),
        .effective_us = now_us,
        .date = http_form_get(form, "date"),
        .note = http_form_text(form, "note", &(struct http_text_rule){.required = true, .lines = true, .max = 500, .missing = N_("Say why the rules change")}, errors),
    };
    struct str day = str_trim(str_of(utf8_halfwidth(form->arena, str_of(typed.date))));
    int year, month, of_month;
    if (day.n == 0)
        return typed;
    if (!read_day(day, &year, &month, &of_month)) {
        http_form_error(errors, "date", N_("Enter a day such as 2027-01-01, or leave it empty"), 0);
        return typed;
    }
    int64_t at_us = utc_from_local(year, month, of_month, 0, 0, 0, zone);
    if (at_us < utc_day_start(now_us, 0, zone))
        http_form_error(errors, "date", N_("Rules cannot hold from a day that has passed"), 0);
    else if (at_us > now_us + YEARS_AHEAD * 366 * UTC_DAY_US)
        http_form_error(errors, "date", N_("Choose a day within the next %d years"), YEARS_AHEAD);
    else if (at_us > now_us)
        typed.effective_us = at_us;
    return typed;
}
