#include "admin_unit_form.h"

#include "admin_form.h"
#include "msgid.h"

const char *const admin_unit_zones[] = {"Asia/Shanghai",  "Asia/Urumqi",      "Asia/Hong_Kong", "Asia/Macau",
                                        "Asia/Singapore", "Asia/Tokyo",       "Asia/Dubai",     "Europe/London",
                                        "Europe/Berlin",  "America/New_York", "UTC",            NULL};
static const size_t zones_n = COUNT_OF(admin_unit_zones) - 1;

struct unit admin_unit_read(const struct http_form *form, bool is_new, struct http_form_errors *errors)
{
    struct unit unit = {
        .parent_id = is_new ? http_form_int(form, "parent", true, 1, INT64_MAX, 0, errors) : 0,
        .version = admin_form_version(form),
        .code = admin_form_code(form, "code", errors),
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 120, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 120}, errors),
        .timezone = "",
        .can_close = http_form_tick(form, "can_close"),
        .closes_above = http_form_tick(form, "closes_above"),
        .active = true,
    };
    int zone = http_form_choice(form, "timezone", admin_unit_zones, zones_n, false, NULL, errors);
    if (zone >= 0)
        unit.timezone = admin_unit_zones[zone];
    return unit;
}
