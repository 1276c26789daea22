#include "merit_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define TEXT_MAX 2000
#define NAME_POINTS 60

static const char *const view_words[] = {"proposed", "appealed", "decided", "refused", "totals"};

static int64_t number(const struct http_form *form, const char *name)
{
    long long value;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &value) ? value : 0;
}

/* "2026-11" to 202611; 0. */
static int read_month(const char *typed)
{
    struct str rest = str_of(typed);
    long long year, month;
    struct str first = str_cut(&rest, '-');
    return rest.p && str_to_i64(first, 2000, 2199, &year) && str_to_i64(rest, 1, 12, &month) ? (int)(year * 100 + month) : 0;
}

const char *merit_month_text(struct arena *a, int month)
{
    return arena_printf(a, "%04d-%02d", month / 100, month % 100);
}

void merits_read(const struct http_form *query, int this_month, struct merits_asked *ret_asked)
{
    struct merits_asked asked = {.month = read_month(http_form_get(query, "month")), .unit_id = number(query, "unit"), .before_id = number(query, "before")};
    for (int i = 0; i <= MERITS_TOTALS; i++) {
        if (strcmp(view_words[i], http_form_get(query, "view")) == 0)
            asked.view = i;
    }
    if (!asked.month)
        asked.month = this_month;
    *ret_asked = asked;
}

const char *merits_url(struct arena *a, const struct merits_asked *asked, int64_t before_id, const char *more)
{
    struct buf out = {.arena = a};
    buf_printf(&out, "/staff/accountability?view=%s&month=%s", view_words[asked->view], merit_month_text(a, asked->month));
    if (asked->unit_id)
        buf_printf(&out, "&unit=%lld", (long long)asked->unit_id);
    if (before_id)
        buf_printf(&out, "&before=%lld", (long long)before_id);
    buf_adds(&out, more);
    return out.p;
}

/* "1,200.5" and full-width digits are understood as people write sums. */
static bool read_sum(struct arena *a, const char *typed, int64_t *ret_cents)
{
    const char *half = utf8_halfwidth(a, str_of(typed));
    struct buf plain = {.arena = a};
    for (const char *p = half; *p; p++) {
        if (*p != ',' && *p != ' ')
            buf_addc(&plain, *p);
    }
    *ret_cents = 0;
    return plain.n == 0 || (rulebook_cents(plain.p, ret_cents) == ERR_NONE && *ret_cents <= MERIT_CENTS_MOST);
}

enum err merit_read(const struct http_form *form, struct arena *a, struct merit_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule text = {.lines = true, .max = TEXT_MAX}, name = {.max = NAME_POINTS};
    struct merit_typed typed = {.sum = "", .points_typed = "", .person = ""};
    if (!merit_action_from_name(http_form_get(form, "do"), &typed.action))
        return ERR_MALFORMED;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.text = http_form_text(form, "text", &text, errors);
    if (typed.action == MERIT_CONFIRM) {
        typed.sum = http_form_get(form, "sum");
        typed.points_typed = http_form_get(form, "points");
        typed.person = http_form_text(form, "person", &name, errors);
        typed.points = (int)http_form_int(form, "points", false, 0, MERIT_POINTS_MOST, 0, errors);
        if (!read_sum(a, typed.sum, &typed.cents))
            http_form_error(errors, "sum", N_("Enter the sum like this: 200.00"), 0);
    }
    *ret_typed = typed;
    return ERR_NONE;
}

void merit_new_read(const struct http_form *form, struct merit_new_typed *ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule number_rule = {.required = true, .max = 40, .missing = N_("Enter the number of the complaint")};
    const struct http_text_rule text = {.required = true, .lines = true, .max = TEXT_MAX, .missing = N_("Say what happened")}, name = {.max = NAME_POINTS};
    ret_typed->number = http_form_text(form, "number", &number_rule, errors);
    ret_typed->rule = http_form_get(form, "rule");
    ret_typed->person = http_form_text(form, "person", &name, errors);
    ret_typed->text = http_form_text(form, "text", &text, errors);
    if (!*ret_typed->rule)
        http_form_error(errors, "rule", N_("Choose the rule"), 0);
}
