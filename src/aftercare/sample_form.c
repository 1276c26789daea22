#include "sample_form.h"

#include "msgid.h"

static bool is_offered(int month, int latest)
{
    for (int i = 0; i < SAMPLE_MONTHS; i++) {
        if (month == latest)
            return true;
        latest = sample_month_before(latest);
    }
    return false;
}

void sample_read_form(const struct http_form *form, int latest, struct sample_typed *ret_typed, struct http_form_errors *errors)
{
    struct sample_typed typed = {0};
    long long number;
    if (str_to_i64(str_of(http_form_get(form, "unit")), 1, INT64_MAX, &number))
        typed.unit_id = number;
    else
        http_form_error(errors, "unit", N_("Choose the unit"), 0);
    if (str_to_i64(str_of(http_form_get(form, "month")), 1, 209912, &number) && is_offered((int)number, latest))
        typed.month = (int)number;
    else
        http_form_error(errors, "month", N_("Choose a month that is over"), 0);
    if (str_to_i64(str_of(http_form_get(form, "kind")), SAMPLE_CALLBACKS, SAMPLE_RELABELLED, &number))
        typed.kind = (enum sample_kind)number;
    else
        http_form_error(errors, "kind", N_("Choose what it is drawn for"), 0);
    *ret_typed = typed;
}
