#include "admin_role_form.h"

#include "admin_form.h"
#include "msgid.h"

const char *admin_role_control(struct arena *a, enum permission p)
{
    return arena_printf(a, "may_%s", permission_name(p));
}

struct admin_role_typed admin_role_read(const struct http_form *form, permission_set saved, permission_set own, struct http_form_errors *errors)
{
    struct admin_role_typed typed = {
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 60, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 60}, errors),
        .permissions = saved & ~own,
        .active = http_form_tick(form, "active"),
        .second_factor = http_form_tick(form, "second_factor"),
        .version = admin_form_version(form),
    };
    for (int p = 0; p < PERMISSION__COUNT; p++) {
        if (http_form_tick(form, admin_role_control(form->arena, (enum permission)p)))
            typed.permissions |= PERMISSION_BIT(p) & own;
    }
    return typed;
}
