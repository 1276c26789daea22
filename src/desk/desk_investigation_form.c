#include "desk_investigation_form.h"

#include <string.h>

#include "desk_act.h"
#include "msgid.h"
#include "utf8.h"

#define STAGE_LENGTH 26
#define FROM_MAX 1000

const char *desk_investigation_field(struct arena *a, const char *field, int position)
{
    return arena_printf(a, "%s-%d", field, position);
}

static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

static enum complaint_finding read_finding(const struct http_form *form, struct http_form_errors *errors)
{
    long long number;
    if (!*http_form_get(form, "finding"))
        return FINDING_NONE;
    if (str_to_i64(str_of(http_form_get(form, "finding")), 1, FINDING__END - 1, &number)) {
        for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
            if (desk_findings[i] == (enum complaint_finding)number)
                return desk_findings[i];
        }
    }
    http_form_error(errors, "finding", N_("Choose the finding"), 0);
    return FINDING_NONE;
}

void desk_investigation_read(const struct http_form *form, int position, bool finds, struct arena *a, size_t text_max, struct desk_investigation_typed *ret_typed, struct http_form_errors *errors)
{
    struct desk_investigation_typed typed = {.position = position, .reason = "", .stage = read_stage(form)};
    struct http_form_errors found = {.n = 0};
    long long version;
    for (int i = 0; i < INVESTIGATION_PART__COUNT; i++) {
        const struct http_text_rule rule = {.lines = true, .max = text_max};
        typed.texts[i] = http_form_text(form, investigation_part((enum investigation_part)i)->name, &rule, &found);
    }
    if (finds) {
        const struct http_text_rule rule = {.lines = true, .max = INVESTIGATION_REASON_MAX};
        typed.finding = read_finding(form, &found);
        typed.reason = http_form_text(form, "reason", &rule, &found);
    }
    typed.version = str_to_i64(str_of(http_form_get(form, "version")), 0, INT32_MAX, &version) ? (int)version : 0;
    typed.from = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "from")), FROM_MAX), false);
    for (size_t i = 0; i < found.n; i++)
        http_form_error(errors, desk_investigation_field(a, found.items[i].field, position), found.items[i].message, found.items[i].number);
    *ret_typed = typed;
}

void desk_flags_read(const struct http_form *form, const struct complaint_flag *flags, size_t n, struct arena *a, struct desk_flag_typed *ret_list, struct http_form_errors *errors)
{
    for (size_t i = 0; i < n; i++) {
        const struct http_text_rule rule = {.lines = true, .max = DESK_FLAG_NOTE_MAX};
        const char *field = arena_printf(a, "flag-%s", flags[i].code), *was = arena_printf(a, "was-%s", flags[i].code);
        bool asked = http_form_has(form, field);
        ret_list[i].code = flags[i].code;
        ret_list[i].note = asked ? http_form_text(form, field, &rule, errors) : flags[i].note;
        ret_list[i].was = asked ? utf8_clean(a, str_of(http_form_get(form, was)), true) : flags[i].note;
    }
}
