#include "desk_act_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define STAGE_LENGTH 26
#define FROM_MAX 1000

static int64_t read_id(const struct http_form *form, const char *name)
{
    long long id;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &id) ? id : 0;
}

static void read_reason(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const char *name = http_form_get(form, "reason");
    typed->reason = -1;
    for (size_t i = 0; i < desk_reasons_n; i++) {
        if (strcmp(desk_reasons[i].name, name) == 0)
            typed->reason = (int)i;
    }
    if (typed->reason < 0)
        http_form_error(errors, "reason", N_("Choose the reason why it is not accepted"), 0);
}

static void read_finding(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    int64_t finding = read_id(form, "finding");
    for (size_t i = 0; desk_findings[i] != FINDING_NONE; i++) {
        if ((int64_t)desk_findings[i] == finding)
            typed->finding = desk_findings[i];
    }
    if (typed->finding == FINDING_NONE)
        http_form_error(errors, "finding", N_("Choose the finding"), 0);
}

static int64_t days_of(struct desk_date date)
{
    return utc_civil_days(date.year, date.month, date.day);
}

static void read_until(const struct http_form *form, struct arena *a, struct desk_date today, struct desk_act_typed *typed,
                       struct http_form_errors *errors)
{
    typed->until_typed = utf8_clean(a, str_of(http_form_get(form, "until")), false);
    if (!*typed->until_typed) {
        http_form_error(errors, "until", N_("Say until when the material is needed"), 0);
    } else if (!desk_date_parse(a, str_of(typed->until_typed), today, &typed->until)) {
        http_form_error(errors, "until", N_("Enter the date like this: 2026-08-21"), 0);
    } else if (days_of(typed->until) <= days_of(today)) {
        http_form_error(errors, "until", N_("The day must be after today"), 0);
    } else if (days_of(typed->until) > days_of(today) + DESK_ASK_DAYS_MAX) {
        http_form_error(errors, "until", N_("The day must be within %d days"), DESK_ASK_DAYS_MAX);
    }
}

static void read_assign(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    typed->department_id = read_id(form, "department");
    typed->person_id = read_id(form, "person");
    typed->absent_ok = http_form_tick(form, "absent_ok");
    if (!typed->department_id && !typed->person_id)
        http_form_error(errors, "department", N_("Choose a department or a person"), 0);
}

/* Only a token of our own shape counts; it is bound to the session when the files' name is made of it. */
static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

void desk_act_read(const struct http_form *form, enum complaint_action action, struct arena *a, struct desk_date today, size_t text_max,
                   struct desk_act_typed *ret_typed, struct http_form_errors *errors)
{
    const struct desk_act_kind *kind = desk_act_kind(action);
    struct desk_act_typed typed = {.action = action, .text = "", .until_typed = "", .reason = -1, .stage = read_stage(form)};
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.from = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "from")), FROM_MAX), false);
    if (kind && kind->reason)
        read_reason(form, &typed, errors);
    if (kind && kind->assign)
        read_assign(form, &typed, errors);
    if (kind && kind->finding)
        read_finding(form, &typed, errors);
    if (kind && kind->label) {
        struct http_text_rule rule = {.required = kind->missing != NULL, .lines = true, .max = text_max, .missing = kind->missing};
        typed.text = http_form_text(form, "text", &rule, errors);
    }
    if (kind && kind->until)
        read_until(form, a, today, &typed, errors);
    *ret_typed = typed;
}
