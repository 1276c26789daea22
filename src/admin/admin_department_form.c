#include "admin_department_form.h"

#include "admin_form.h"
#include "msgid.h"

struct department admin_department_read(const struct http_form *form, const struct rb_name *functions, size_t n_functions, bool is_new, struct http_form_errors *errors)
{
    const char **words = ARENA_ARRAY(form->arena, n_functions, const char *);
    for (size_t i = 0; i < n_functions; i++)
        words[i] = functions[i].code;
    struct department d = {
        .unit_id = is_new ? http_form_int(form, "unit", true, 1, INT64_MAX, 0, errors) : 0,
        .version = admin_form_version(form),
        .function = "",
        .name_zh = http_form_text(form, "name_zh", &(struct http_text_rule){.required = true, .max = 120, .missing = N_("Enter the name in Chinese")}, errors),
        .name_en = http_form_text(form, "name_en", &(struct http_text_rule){.max = 120}, errors),
        .active = true,
    };
    int function = http_form_choice(form, "function", words, n_functions, true, N_("Choose what the department does"), errors);
    if (function >= 0)
        d.function = words[function];
    if (!is_new) {
        d.coordinator_id = http_form_int(form, "coordinator", false, 1, INT64_MAX, 0, errors);
        d.deputy_id = http_form_int(form, "deputy", false, 1, INT64_MAX, 0, errors);
        if (d.deputy_id && d.deputy_id == d.coordinator_id)
            http_form_error(errors, "deputy", N_("The deputy must be somebody else than the coordinator"), 0);
    }
    return d;
}
