#include "search_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

static const char *read_date(const struct http_form *query, const char *name, struct arena *a, struct desk_date today, struct desk_date *ret_date, struct http_form_errors *errors)
{
    const char *typed = utf8_clean(a, str_of(http_form_get(query, name)), false);
    if (!*typed)
        return "";
    if (desk_date_parse(a, str_of(typed), today, ret_date))
        return desk_date_iso(a, *ret_date);
    http_form_error(errors, name, N_("Enter the date like this: 2026-08-21"), 0);
    return typed;
}

void search_form_read(const struct http_form *query, struct arena *a, struct desk_date today, struct search_typed *ret_typed, struct http_form_errors *errors)
{
    struct search_typed typed = {.words = utf8_clean(a, utf8_prefix(str_of(http_form_get(query, "q")), SEARCH_WORDS_MAX), false)};
    const char *state = http_form_get(query, "state");
    long long before;
    typed.state = strcmp(state, "open") == 0 || strcmp(state, "closed") == 0 ? state : "";
    typed.from_typed = read_date(query, "from", a, today, &typed.from, errors);
    typed.to_typed = read_date(query, "to", a, today, &typed.to, errors);
    if (str_to_i64(str_of(http_form_get(query, "before")), 1, INT32_MAX, &before))
        typed.before = before;
    *ret_typed = typed;
}
