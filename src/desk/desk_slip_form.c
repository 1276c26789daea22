#include "desk_slip_form.h"

#include <string.h>

#include "desk_template.h"
#include "msgid.h"
#include "utf8.h"

#define STAGE_LENGTH 26
#define FROM_MAX 1000
#define TEMPLATE_MAX 40

static int64_t read_id(const char *text)
{
    long long id;
    return str_to_i64(str_of(text), 1, INT64_MAX, &id) ? id : 0;
}

static int read_number(const struct http_form *form, const char *name)
{
    long long number;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT32_MAX, &number) ? (int)number : 0;
}

static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

static const char *read_from(const struct http_form *form, struct arena *a)
{
    return utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "from")), FROM_MAX), false);
}

void desk_slip_read(const struct http_form *form, enum slip_action action, int slip, struct arena *a, size_t text_max, struct desk_slip_typed *ret_typed, struct http_form_errors *errors)
{
    const struct desk_slip_act *act = desk_slip_act(action);
    struct desk_slip_typed typed = {.action = action, .slip = slip, .text = "", .stage = read_stage(form), .from = read_from(form, a)};
    typed.version = read_number(form, "version");
    if (act && act->label) {
        struct http_text_rule rule = {.required = act->missing != NULL, .lines = true, .max = text_max, .missing = act->missing};
        typed.text = http_form_text(form, "text", &rule, errors);
    }
    if (act && act->assign) {
        typed.person_id = read_id(http_form_get(form, "person"));
        typed.absent_ok = http_form_tick(form, "absent_ok");
        if (!typed.person_id)
            http_form_error(errors, "person", N_("Choose the colleague"), 0);
    }
    *ret_typed = typed;
}

/* ---- sending ---- */

bool desk_slip_sending_start(const struct http_form *query, struct desk_slip_sending *ret_sending)
{
    struct desk_slip_sending sending = {.kind = SLIP_DISPATCH, .day_typed = "", .time_typed = "", .text = "", .template = "", .insert = "", .stage = "", .from = ""};
    for (size_t i = 0; i < DESK_SLIP_MATERIALS; i++)
        sending.materials[i] = "";
    bool known = !*http_form_get(query, "kind") || desk_slip_kind_from_name(http_form_get(query, "kind"), &sending.kind);
    sending.below = read_number(query, "below");
    sending.before = read_number(query, "before");
    if (sending.kind == SLIP_HELP && !sending.below)
        known = false;
    *ret_sending = sending;
    return known;
}

bool desk_slip_holds(const int64_t *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == id)
            return true;
    }
    return false;
}

static size_t read_ids(const struct http_form *form, const char *name, int64_t *list, size_t max, const char *too_many, struct http_form_errors *errors)
{
    size_t n = 0;
    for (size_t i = 0; i < http_form_count(form, name); i++) {
        int64_t id = read_id(http_form_nth(form, name, i));
        if (!id || desk_slip_holds(list, n, id))
            continue;
        if (n == max) {
            http_form_error(errors, name, too_many, (int)max);
            break;
        }
        list[n++] = id;
    }
    return n;
}

static void read_departments(const struct http_form *form, bool lead_needed, struct desk_slip_sending *s, struct http_form_errors *errors)
{
    s->lead = read_id(http_form_get(form, "lead"));
    s->n_also = read_ids(form, "also", s->also, DESK_SLIP_LEADS, N_("At most %d departments at once"), errors);
    s->n_copies = read_ids(form, "copy", s->copies, DESK_SLIP_COPIES, N_("At most %d copies"), errors);
    if (!s->lead && s->n_also == 0)
        http_form_error(errors, "lead", N_("Choose the department that is to answer"), 0);
    else if (!s->lead && lead_needed)
        http_form_error(errors, "lead", N_("Say which department leads"), 0);
    for (size_t i = 0; i < s->n_copies; i++) {
        if (s->copies[i] == s->lead || desk_slip_holds(s->also, s->n_also, s->copies[i]))
            http_form_error(errors, "copy", N_("A department that is to answer needs no copy besides"), 0);
    }
}

/* "17:30", with full-width digits and colon. */
static bool read_minute(struct arena *a, const char *typed, int *ret_minute)
{
    struct str rest = str_of(utf8_halfwidth(a, str_of(typed)));
    struct str hour = str_cut(&rest, ':');
    long long h, m;
    if (!rest.p || !str_to_i64(hour, 0, 23, &h) || rest.n < 2 || !str_to_i64((struct str){rest.p, 2}, 0, 59, &m))
        return false;
    *ret_minute = (int)(h * 60 + m);
    return true;
}

static void read_due(const struct http_form *form, struct arena *a, struct desk_date today, struct desk_slip_sending *s, struct http_form_errors *errors)
{
    s->day_typed = utf8_clean(a, str_of(http_form_get(form, "day")), false);
    s->time_typed = utf8_clean(a, str_of(http_form_get(form, "time")), false);
    if (!*s->day_typed)
        http_form_error(errors, "day", N_("Say by when the answer is needed"), 0);
    else if (!desk_date_parse(a, str_of(s->day_typed), today, &s->day))
        http_form_error(errors, "day", N_("Enter the date like this: 2026-08-21"), 0);
    if (!read_minute(a, s->time_typed, &s->minute))
        http_form_error(errors, "time", N_("Enter the time like this: 17:30"), 0);
}

/* What a template left open is filled in before anybody else reads it. */
static void read_gaps(const char *field, const char *text, struct http_form_errors *errors)
{
    if (desk_template_gaps(text))
        http_form_error(errors, field, DESK_TEMPLATE_UNFILLED, 0);
}

static void read_materials(const struct http_form *form, const struct rulebook *b, struct arena *a, size_t text_max, struct desk_slip_sending *s, struct http_form_errors *errors)
{
    for (unsigned i = 0; i < b->slips.material_count && i < DESK_SLIP_MATERIALS; i++) {
        const char *field = arena_printf(a, "m%u", i + 1);
        struct http_text_rule rule = {.required = true, .lines = true, .max = text_max, .missing = N_("Fill in this part: the rules ask for it")};
        s->materials[i] = http_form_text(form, field, &rule, errors);
        read_gaps(field, s->materials[i], errors);
    }
}

void desk_slip_sending_read(const struct http_form *form, const struct rulebook *b, bool first, struct arena *a, struct desk_date today, size_t text_max,
                            struct desk_slip_sending *ret_sending, struct http_form_errors *errors)
{
    struct desk_slip_sending s;
    if (!desk_slip_sending_start(form, &s))
        http_form_error(errors, "kind", N_("This kind of slip does not exist"), 0);
    const struct desk_slip_kind *kind = desk_slip_kind(s.kind);
    struct http_text_rule rule = {.required = true, .lines = true, .max = text_max, .missing = kind->missing};
    s.version = read_number(form, "version");
    s.stage = read_stage(form);
    s.from = read_from(form, a);
    s.template = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "template")), TEMPLATE_MAX), false);
    s.insert = strcmp(http_form_get(form, "insert"), "template") == 0 ? "template" : "";
    if (kind->departments) {
        read_departments(form, first && kind->lead, &s, errors);
    } else {
        s.unit_id = read_id(http_form_get(form, "unit"));
        if (!s.unit_id)
            http_form_error(errors, "unit", N_("Choose the unit"), 0);
    }
    read_due(form, a, today, &s, errors);
    s.text = http_form_text(form, "text", &rule, errors);
    read_gaps("text", s.text, errors);
    if (kind->material)
        read_materials(form, b, a, text_max, &s, errors);
    *ret_sending = s;
}

size_t desk_slip_receivers(struct arena *a, const struct desk_slip_sending *s, int64_t **ret_list)
{
    int64_t *list = ARENA_ARRAY(a, s->n_also + 1, int64_t);
    size_t n = 0;
    if (s->lead)
        list[n++] = s->lead;
    for (size_t i = 0; i < s->n_also; i++) {
        if (s->also[i] != s->lead)
            list[n++] = s->also[i];
    }
    *ret_list = list;
    return n;
}
