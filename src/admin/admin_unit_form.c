#include "admin_unit_form.h"

#include <string.h>

#include "admin_form.h"
#include "identity.h"
#include "msgid.h"
#include "utf8.h"

const char *const admin_unit_zones[] = {"Asia/Shanghai",  "Asia/Urumqi",      "Asia/Hong_Kong", "Asia/Macau",
                                        "Asia/Singapore", "Asia/Tokyo",       "Asia/Dubai",     "Europe/London",
                                        "Europe/Berlin",  "America/New_York", "UTC",            NULL};
static const size_t zones_n = COUNT_OF(admin_unit_zones) - 1;

/* Addresses as they were typed, with any blanks or commas between them, each once and in one form. */
static const char *read_addresses(const struct http_form *form, struct http_form_errors *errors)
{
    const char *typed = http_form_text(form, "mail", &(struct http_text_rule){.max = 500}, errors), separators[] = " ,;\t";
    struct buf list = {.arena = form->arena};
    for (const char *p = utf8_halfwidth(form->arena, str_of(typed)); *p;) {
        size_t n = strcspn(p, separators);
        const char *one = arena_strndup(form->arena, p, n);
        if (n > 0 && !identity_email_plausible(one))
            http_form_error(errors, "mail", N_("Enter e-mail addresses such as complaints@example.org, with a blank between them"), 0);
        if (n > 0)
            buf_printf(&list, "%s%s", list.n ? " " : "", one);
        p += n;
        p += strspn(p, separators);
    }
    return errors->n || !list.n ? typed : list.p;
}

struct unit admin_unit_read(const struct http_form *form, bool is_new, struct http_form_errors *errors)
{
    struct unit unit = {
        .parent_id = is_new ? http_form_int(form, "parent", true, 1, INT64_MAX, 0, errors) : 0,
        .version = admin_form_version(form),
        .code = admin_form_code(form, "code", errors),
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 120, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 120}, errors),
        .timezone = "",
        .mail = read_addresses(form, errors),
        .can_close = http_form_tick(form, "can_close"),
        .closes_above = http_form_tick(form, "closes_above"),
        .active = true,
    };
    int zone = http_form_choice(form, "timezone", admin_unit_zones, zones_n, false, NULL, errors);
    if (zone >= 0)
        unit.timezone = admin_unit_zones[zone];
    return unit;
}
