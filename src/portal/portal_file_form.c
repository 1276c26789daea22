#include "portal_file_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

const char *const portal_mode_words[3] = {"named", "confidential", "anonymous"};

const char *portal_field_name(struct arena *a, int64_t field_id)
{
    return arena_printf(a, "f%lld", (long long)field_id);
}

static size_t count_words(const char *const *words)
{
    size_t n = 0;
    while (words[n])
        n++;
    return n;
}

void portal_form_category(const struct http_form *form, const struct category *list, size_t n, struct portal_draft *d,
                          struct http_form_errors *errors)
{
    long long id = 0;
    if (str_to_i64(str_of(http_form_get(form, "category")), 1, INT64_MAX, &id) && http_form_count(form, "category") == 1)
        for (size_t i = 0; i < n; i++)
            if (list[i].id == id && list[i].active && !list[i].is_group) {
                portal_draft_set_category(d, id);
                return;
            }
    http_form_error(errors, "category", N_("Choose what your complaint is about"), 0);
}

/* One of the category's own questions. */
static void read_answer(const struct http_form *form, const struct category_field *field, struct portal_draft *d, struct http_form_errors *errors)
{
    const char *name = portal_field_name(form->arena, field->id);
    bool lines = strcmp(field->kind, "lines") == 0;
    struct http_text_rule rule = {.required = field->required, .lines = lines, .max = lines ? 2000 : 200,
                                  .missing = N_("Please answer this question")};
    const char *typed = http_form_text(form, name, &rule, errors);
    if (*typed && strcmp(field->kind, "date") == 0) {
        const char *date = portal_date_read(form->arena, typed);
        if (date)
            typed = date;
        else
            http_form_error(errors, name, N_("Enter a date with year, month and day, such as 2026-08-21"), 0);
    } else if (*typed && strcmp(field->kind, "choice") == 0) {
        if (!category_choice_ok(form->arena, field, typed))
            http_form_error(errors, name, N_("Choose one of the answers"), 0);
    } else if (*typed && strcmp(field->kind, "number") == 0) {
        typed = utf8_halfwidth(form->arena, str_of(typed));
        if (typed[strspn(typed, "0123456789.,- ")] != '\0')
            http_form_error(errors, name, N_("Enter a number"), 0);
    }
    if (!portal_draft_set_answer(d, field->id, typed))
        http_form_error(errors, name, N_("There are too many questions here. Please leave this one out."), 0);
}

void portal_form_what(const struct http_form *form, const struct category_field *fields, size_t n_fields, struct portal_form_limits limits,
                      struct portal_draft *d, struct http_form_errors *errors)
{
    d->title = http_form_text(form, "title", &(struct http_text_rule){.max = limits.title_chars}, errors);
    d->body = http_form_text(form, "body", &(struct http_text_rule){.required = true, .lines = true, .max = limits.text_chars,
        .missing = N_("Tell us what happened")}, errors);
    d->occurred = http_form_text(form, "occurred", &(struct http_text_rule){.max = 100}, errors);
    d->place = http_form_text(form, "place", &(struct http_text_rule){.max = 200}, errors);
    d->persons = http_form_text(form, "persons", &(struct http_text_rule){.max = 200}, errors);
    d->reference = http_form_text(form, "reference", &(struct http_text_rule){.max = 60}, errors);
    d->n_answers = 0;
    for (size_t i = 0; i < n_fields; i++)
        read_answer(form, &fields[i], d, errors);
}

void portal_form_wish(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors)
{
    d->demands = 0;
    for (size_t i = 0; complaint_demands[i]; i++)
        if (http_form_tick(form, arena_printf(form->arena, "want_%s", complaint_demands[i])))
            portal_draft_want(d, complaint_demands[i]);
    d->amount = http_form_text(form, "amount", &(struct http_text_rule){.max = 40}, errors);
    d->note = http_form_text(form, "note", &(struct http_text_rule){.lines = true, .max = 500}, errors);
    if (*d->amount) {
        const char *sum = portal_amount_read(form->arena, d->amount);
        if (sum)
            d->amount = sum;
        else
            http_form_error(errors, "amount", N_("Enter the amount in figures, such as 1200 or 1200.50"), 0);
        if (portal_draft_amount_demand(d) < 0)
            portal_draft_want(d, "compensation");
    }
    if (d->demands == 0)
        http_form_error(errors, "demand", N_("Choose at least one thing that you want"), 0);
    if (portal_draft_wants(d, "other") && !*d->note)
        http_form_error(errors, "note", N_("Say what else you want"), 0);
}

void portal_form_who(const struct http_form *form, const struct rulebook *book, struct portal_draft *d, struct http_form_errors *errors)
{
    const struct rb_name *kind = rulebook_name(book->complainants, book->complainants_count, http_form_get(form, "kind"));
    int mode = http_form_choice(form, "mode", portal_mode_words, COUNT_OF(portal_mode_words), true,
                                N_("Choose whether you want to give your name"), errors);
    if (mode >= 0)
        portal_draft_set_mode(d, (enum complaint_mode)(COMPLAINT_NAMED + mode));
    if (kind && !kind->inactive)
        portal_draft_set_kind(d, kind);
    else
        http_form_error(errors, "kind", N_("Choose what describes you"), 0);
    const char *typed = http_form_text(form, "head_count", &(struct http_text_rule){.max = 12}, errors);
    d->head_count = portal_draft_asks(d, "heads") ? utf8_halfwidth(form->arena, str_of(typed)) : "";
    long long count;
    if (portal_draft_asks(d, "heads") && !str_to_i64(str_trim(str_of(d->head_count)), 2, 100000, &count))
        http_form_error(errors, "head_count", N_("Enter how many people you are, 2 or more"), 0);
    if (d->mode == COMPLAINT_ANONYMOUS && errors->n == 0)
        d->who = (struct identity){.name = "", .phone = "", .email = "", .address = "", .id_number = "", .parties = "", .prefer = "", .prefer_time = ""};
    if (d->mode == COMPLAINT_ANONYMOUS && errors->n == 0)
        d->parties = "";
}

/* The way in which somebody wants to be reached needs the address of that way. */
static void check_way(const struct portal_draft *d, struct http_form_errors *errors)
{
    if (strcmp(d->who.prefer, "phone") == 0 && !*d->who.phone)
        http_form_error(errors, "phone", N_("Enter a telephone number so that we can call you"), 0);
    if (strcmp(d->who.prefer, "email") == 0 && !*d->who.email)
        http_form_error(errors, "email", N_("Enter an e-mail address so that we can write to you"), 0);
    if (strcmp(d->who.prefer, "letter") == 0 && !*d->who.address)
        http_form_error(errors, "address", N_("Enter a postal address so that we can send you a letter"), 0);
}

/* What is chosen needs somewhere to send to. */
static void check_telling(const struct http_form *form, const struct portal_draft *d, const char *mail, const char *phone, struct http_form_errors *errors)
{
    if ((d->tell & TOLD_MAIL) && !http_form_error_of(errors, "email") && !told_mail_address(form->arena, mail))
        http_form_error(errors, "email", *mail ? N_("This does not look like an e-mail address. An example: name@example.com") : N_("Enter an e-mail address so that we can tell you by e-mail"), 0);
    if ((d->tell & TOLD_SMS) && !http_form_error_of(errors, "phone") && !told_sms_number(form->arena, phone))
        http_form_error(errors, "phone", *phone ? N_("An SMS needs a mobile telephone number, such as 13800138000") : N_("Enter a mobile telephone number so that we can tell you by SMS"), 0);
}

/* Of who stays anonymous: an address for that alone is the wish to be told. */
static void form_telling_only(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors)
{
    d->tell_sms = str_cstr(form->arena, str_trim(str_of(utf8_halfwidth(form->arena, str_of(http_form_text(form, "phone", &(struct http_text_rule){.max = 40}, errors))))));
    d->tell_mail = str_cstr(form->arena, str_trim(str_of(utf8_halfwidth(form->arena, str_of(http_form_text(form, "email", &(struct http_text_rule){.max = 120}, errors))))));
    d->tell = (*d->tell_mail ? TOLD_MAIL : 0U) | (*d->tell_sms ? TOLD_SMS : 0U);
    check_telling(form, d, d->tell_mail, d->tell_sms, errors);
}

void portal_form_contact(const struct http_form *form, struct portal_draft *d, struct http_form_errors *errors)
{
    struct arena *a = form->arena;
    if (d->mode == COMPLAINT_ANONYMOUS) {
        form_telling_only(form, d, errors);
        return;
    }
    d->who.name = http_form_text(form, "name", &(struct http_text_rule){.required = true, .max = 60, .missing = N_("Enter your name")}, errors);
    d->who.phone = utf8_halfwidth(a, str_of(http_form_text(form, "phone", &(struct http_text_rule){.max = 40}, errors)));
    d->who.email = utf8_halfwidth(a, str_of(http_form_text(form, "email", &(struct http_text_rule){.max = 120}, errors)));
    d->who.address = http_form_text(form, "address", &(struct http_text_rule){.max = 200}, errors);
    d->who.prefer_time = http_form_text(form, "prefer_time", &(struct http_text_rule){.max = 60}, errors);
    if (*d->who.phone && !identity_phone_plausible(d->who.phone))
        http_form_error(errors, "phone", N_("This does not look like a telephone number. Please check it."), 0);
    if (*d->who.email && !identity_email_plausible(d->who.email))
        http_form_error(errors, "email", N_("This does not look like an e-mail address. An example: name@example.com"), 0);
    int way = http_form_choice(form, "prefer", complaint_contact_ways, count_words(complaint_contact_ways), true,
                               N_("Choose how we should reach you"), errors);
    if (way >= 0) {
        d->who.prefer = complaint_contact_ways[way];
        check_way(d, errors);
    }
    d->tell = (http_form_tick(form, "tell_mail") ? TOLD_MAIL : 0U) | (http_form_tick(form, "tell_sms") ? TOLD_SMS : 0U);
    check_telling(form, d, d->who.email, d->who.phone, errors);
}
