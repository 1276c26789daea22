#include "account_absence_form.h"

#include "msgid.h"

#define NOTE_MAX_CHARS 100
#define NAME_MAX_CHARS 60

static bool read_day(const struct http_form *form, const char *field, struct desk_date today, struct desk_date *ret_day, struct http_form_errors *errors)
{
    const char *typed = http_form_get(form, field);
    if (desk_date_parse(form->arena, str_of(typed), today, ret_day))
        return true;
    http_form_error(errors, field, *typed ? N_("This is no date; write it as 2026-08-21") : N_("Enter a date"), 0);
    return false;
}

struct account_absence_typed account_absence_read(const struct http_form *form, struct desk_date today, const struct utc_zone *zone, struct http_form_errors *errors)
{
    const struct http_text_rule name = {.required = true, .max = NAME_MAX_CHARS, .missing = N_("Enter the name or sign-in name of the stand-in")};
    long long pick;
    struct desk_date day;
    struct account_absence_typed typed = {.from = http_form_get(form, "from"), .to = http_form_get(form, "to")};
    if (read_day(form, "from", today, &day, errors))
        typed.from_us = desk_date_begin(day, zone);
    if (read_day(form, "to", today, &day, errors))
        typed.to_us = utc_day_start(desk_date_begin(day, zone), 1, zone);
    typed.deputy = http_form_text(form, "deputy", &name, errors);
    typed.note = http_form_text(form, "note", &(struct http_text_rule){.max = NOTE_MAX_CHARS}, errors);
    typed.pick_id = str_to_i64(str_of(http_form_get(form, "pick")), 1, INT64_MAX, &pick) ? pick : 0;
    return typed;
}
