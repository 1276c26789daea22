#include "desk_compensation_form.h"

#include <string.h>

#include "msgid.h"

#define REASON_MAX 2000
#define AMOUNT_MAX 20
#define WAY_MAX 60
#define VOUCHER_MAX 60

/* "1,200.5" and full-width digits are understood as people write sums. */
static int64_t read_amount(const struct http_form *form, const char *field, struct arena *a, const char **ret_typed, struct http_form_errors *errors)
{
    const struct http_text_rule rule = {.max = AMOUNT_MAX};
    struct buf plain = {.arena = a};
    int64_t cents = 0;
    *ret_typed = http_form_text(form, field, &rule, errors);
    for (const char *p = *ret_typed; *p; p++) {
        if (*p != ',' && *p != ' ')
            buf_addc(&plain, *p);
    }
    if (plain.n && rulebook_cents(plain.p, &cents) != ERR_NONE)
        http_form_error(errors, field, N_("Enter a sum like 1200.50"), 0);
    return cents;
}

static void read_proposal(const struct http_form *form, const struct rulebook *b, struct arena *a, struct desk_compensation_typed *typed, struct http_form_errors *errors)
{
    const struct rb_standard *standard = rulebook_standard(b, http_form_get(form, "standard"));
    const struct http_text_rule reason = {.required = true, .lines = true, .max = REASON_MAX, .missing = N_("Say what it is given for")};
    bool ratio = standard && *standard->ratio;
    if (standard)
        typed->standard = standard->code;
    else
        http_form_error(errors, "standard", N_("Choose what it is given for"), 0);
    typed->base_cents = read_amount(form, "base", a, &typed->base, errors);
    typed->cents = read_amount(form, "sum", a, &typed->sum, errors);
    if (ratio && !*typed->base)
        http_form_error(errors, "base", N_("Enter the price that was paid; the sum is reckoned from it"), 0);
    if (standard && !ratio && !*typed->sum)
        http_form_error(errors, "sum", N_("Enter the sum"), 0);
    typed->reason = http_form_text(form, "reason", &reason, errors);
}

static void read_payment(const struct http_form *form, struct arena *a, struct desk_date today, struct desk_compensation_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule day = {.required = true, .max = 20, .missing = N_("Enter the day on which it was paid")};
    const struct http_text_rule way = {.required = true, .max = WAY_MAX, .missing = N_("Say how it was paid")};
    const struct http_text_rule voucher = {.required = true, .max = VOUCHER_MAX, .missing = N_("Enter the number of the voucher")};
    typed->paid = http_form_text(form, "paid", &day, errors);
    if (*typed->paid && !desk_date_parse(a, str_of(typed->paid), today, &typed->paid_on))
        http_form_error(errors, "paid", N_("Enter the date like this: 2026-08-21"), 0);
    typed->way = http_form_text(form, "way", &way, errors);
    typed->voucher = http_form_text(form, "voucher", &voucher, errors);
}

const char *desk_compensation_field(struct arena *a, enum compensation_action action, int64_t id, const char *field)
{
    bool own = action == COMPENSATION_PAY || action == COMPENSATION_DROP;
    return own && *field ? arena_printf(a, "%s-%lld", action == COMPENSATION_DROP ? "drop" : field, (long long)id) : field;
}

enum err desk_compensation_read(const struct http_form *form, const struct rulebook *b, struct arena *a, struct desk_date today, struct desk_compensation_typed *ret_typed, struct http_form_errors *errors)
{
    static const char *const words[] = {"propose", "change", "drop", "pay"};
    const char *word = http_form_get(form, "do");
    struct desk_compensation_typed typed = {.standard = "", .base = "", .sum = "", .reason = "", .paid = "", .way = "", .voucher = ""};
    long long id;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], word) == 0)
            typed.action = (enum compensation_action)(COMPENSATION_PROPOSE + (int)i);
    }
    if (str_to_i64(str_of(http_form_get(form, "id")), 1, INT64_MAX, &id))
        typed.id = id;
    if (!typed.action || (typed.action != COMPENSATION_PROPOSE && !typed.id))
        return ERR_MALFORMED;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    if (typed.action == COMPENSATION_PAY) {
        read_payment(form, a, today, &typed, errors);
    } else if (typed.action == COMPENSATION_DROP) {
        const struct http_text_rule reason = {.required = true, .lines = true, .max = REASON_MAX, .missing = N_("Say why it is dropped")};
        typed.reason = http_form_text(form, "why", &reason, errors);
    } else {
        read_proposal(form, b, a, &typed, errors);
    }
    for (size_t i = 0; i < errors->n; i++)
        errors->items[i].field = desk_compensation_field(a, typed.action, typed.id, errors->items[i].field);
    *ret_typed = typed;
    return ERR_NONE;
}
