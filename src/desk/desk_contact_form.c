#include "desk_contact_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

void desk_contact_read(const struct http_form *form, struct arena *a, int64_t now_us, const struct utc_zone *zone, const char *text, struct desk_contact_typed *ret_typed,
                       struct http_form_errors *errors)
{
    struct desk_contact_typed typed = {
        .contact = {.way = contact_way_from_word(http_form_get(form, "way")),
                    .result = contact_result_from_word(http_form_get(form, "result")),
                    .inward = strcmp(http_form_get(form, "direction"), "in") == 0},
        .at_typed = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "at")), 20), false),
    };
    struct contact *k = &typed.contact;
    if (!k->way)
        http_form_error(errors, "way", N_("Choose how"), 0);
    if (!k->result)
        http_form_error(errors, "result", N_("Say whether the complainant was reached"), 0);
    else if (k->inward && k->result != CONTACT_REACHED)
        http_form_error(errors, "direction", N_("When the complainant came to us, he was reached"), 0);
    if (k->result == CONTACT_REACHED && !*text)
        http_form_error(errors, "text", N_("Write what was said"), 0);
    if (*typed.at_typed && !contact_moment(a, typed.at_typed, now_us, zone, &k->at_us))
        http_form_error(errors, "at", N_("Enter the time like this: 14:05. It may be up to a day ago"), 0);
    *ret_typed = typed;
}
