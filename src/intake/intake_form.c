#include "intake_form.h"

#include <string.h>

#include "identity.h"
#include "msgid.h"
#include "portal_draft.h"
#include "utf8.h"

#define FUTURE_US (5 * UTC_MINUTE_US) /* clocks of two machines differ */
#define ASK_CHARS 300

enum intake_do intake_form_do(const struct http_form *form)
{
    static const char *const words[] = {[INTAKE_FIND] = "find",     [INTAKE_QUESTIONS] = "questions", [INTAKE_KEEP] = "keep", [INTAKE_FILES] = "files",
                                        [INTAKE_REMOVE] = "remove", [INTAKE_SHEET] = "sheet",         [INTAKE_SAVE] = "save", [INTAKE_ACCEPT] = "accept"};
    const char *word = http_form_get(form, "do");
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], word) == 0)
            return (enum intake_do)i;
    }
    return http_form_has(form, "remove") ? INTAKE_REMOVE : INTAKE_FIND;
}

const char *intake_field_name(struct arena *a, int64_t field_id)
{
    return arena_printf(a, "f%lld", (long long)field_id);
}

const char *intake_ask_name(struct arena *a, const char *ask)
{
    return arena_printf(a, "ask_%s", ask);
}

/* As typed: only made fit to be stored. More than any check allows is kept too, so that it can be shortened by who typed it. */
static const char *typed(const struct http_form *form, const char *field, bool lines)
{
    return utf8_clean(form->arena, str_of(http_form_get(form, field)), lines);
}

void intake_form_read(const struct http_form *form, struct intake *ret_d)
{
    intake_empty(ret_d);
    ret_d->token = arena_strdup(form->arena, http_form_get(form, "draft"));
    for (size_t i = 0; i < intake_texts_n; i++) {
        const struct intake_text *text = &intake_texts[i];
        const char *value = typed(form, text->field, text->lines);
        *intake_text_at(ret_d, text) = text->half ? utf8_halfwidth(form->arena, str_of(value)) : value;
    }
    for (size_t i = 0; complaint_demands[i]; i++) {
        if (http_form_tick(form, arena_printf(form->arena, "want_%s", complaint_demands[i])))
            intake_want(ret_d, complaint_demands[i]);
    }
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++)
        ret_d->asks[i] = typed(form, intake_ask_name(form->arena, rulebook_asks[i]), false);
}

void intake_form_answers(const struct http_form *form, const struct category_field *fields, size_t n, struct intake *d)
{
    for (size_t i = 0; i < n; i++) {
        const char *name = intake_field_name(form->arena, fields[i].id);
        if (http_form_has(form, name))
            intake_set_answer(d, fields[i].id, typed(form, name, strcmp(fields[i].kind, "lines") == 0));
    }
}

/* ---- what has to be mended ---- */

struct check {
    struct arena *arena;
    const struct intake_rules *rules;
    struct intake *d;
    struct http_form_errors *errors;
};

static void wrong(struct check *k, const char *field, const char *message, int number)
{
    http_form_error(k->errors, field, message, number);
}

static void check_lengths(struct check *k)
{
    for (size_t i = 0; i < intake_texts_n; i++) {
        const struct intake_text *text = &intake_texts[i];
        size_t max = text->max ? text->max : text->lines ? k->rules->limits.text_chars : k->rules->limits.title_chars;
        if (utf8_length(str_of(*intake_text_at(k->d, text))) > max)
            wrong(k, text->field, N_("At most %d characters fit here. Please shorten it"), (int)max);
    }
}

static bool listed(const char *const *words, const char *word)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

static bool reachable(const struct intake *d)
{
    return *d->phone || *d->email || *d->address;
}

static void check_way(struct check *k)
{
    const struct intake *d = k->d;
    if (!*d->prefer)
        return;
    if (!listed(complaint_contact_ways, d->prefer))
        wrong(k, "prefer", N_("Choose how to reach the person"), 0);
    if (strcmp(d->prefer, "phone") == 0 && !*d->phone)
        wrong(k, "phone", N_("Enter a telephone number, or choose another way to reach the person"), 0);
    if (strcmp(d->prefer, "email") == 0 && !*d->email)
        wrong(k, "email", N_("Enter an e-mail address, or choose another way to reach the person"), 0);
    if (strcmp(d->prefer, "letter") == 0 && !*d->address)
        wrong(k, "address", N_("Enter a postal address, or choose another way to reach the person"), 0);
}

/* News need somewhere to go to. */
static void check_tell(struct check *k)
{
    const struct intake *d = k->d;
    const unsigned ways = intake_tell(d);
    if (!listed(intake_tells, d->tell))
        wrong(k, "tell", N_("Choose how the person is told"), 0);
    if ((ways & TOLD_MAIL) && !told_mail_address(k->arena, d->email))
        wrong(k, "email", N_("Enter an e-mail address, or choose another way to tell the person"), 0);
    if ((ways & TOLD_SMS) && !told_sms_number(k->arena, d->phone))
        wrong(k, "phone", N_("An SMS needs a mobile telephone number, such as 13800138000"), 0);
}

static int lines_of(const char *text)
{
    int n = 0;
    for (struct str rest = str_of(text); rest.p;)
        n += str_trim(str_cut(&rest, '\n')).n > 0;
    return n;
}

/* Somebody unnamed leaves nothing behind; whoever gives a name can be reached or says that the website is enough. */
static void check_who(struct check *k)
{
    const struct intake *d = k->d;
    enum complaint_mode mode = intake_mode(d->mode);
    bool any = *d->phone || *d->name || *d->email || *d->address || *d->id_number || *d->for_name || *d->for_contact || *d->people || *d->staff_number;
    if (!mode)
        wrong(k, "mode", N_("Choose whether the person gives a name"), 0);
    const struct rb_name *kind = rulebook_name(k->rules->book->complainants, k->rules->book->complainants_count, d->kind);
    if (!kind || kind->inactive)
        wrong(k, "kind", N_("Choose what describes the person"), 0);
    if (mode == COMPLAINT_ANONYMOUS && any)
        wrong(k, "mode", N_("Nothing about the person is kept of an anonymous complaint. Clear name and contact details, or choose confidential"), 0);
    if (mode && mode != COMPLAINT_ANONYMOUS) {
        if (!any)
            wrong(k, "name", N_("Enter a name or how to reach the person, or choose anonymous"), 0);
        else if (reachable(d) || strcmp(d->prefer, intake_prefer(d->channel)) != 0)
            check_way(k);
    }
    if (*d->phone && !identity_phone_plausible(d->phone))
        wrong(k, "phone", N_("This does not look like a telephone number. Please check it."), 0);
    if (*d->email && !identity_email_plausible(d->email))
        wrong(k, "email", N_("This does not look like an e-mail address. An example: name@example.com"), 0);
    long long count;
    if (kind && ((*d->for_name && !rulebook_party(kind, "represented")) || (*d->people && !rulebook_party(kind, "representatives"))))
        wrong(k, "kind", N_("Somebody is named for whom or with whom it is made. Choose the kind that fits, or clear these names"), 0);
    if (rulebook_party(kind, "represented") && mode && mode != COMPLAINT_ANONYMOUS && !*d->for_name)
        wrong(k, "for_name", N_("Enter the name of the person for whom it is made"), 0);
    if (rulebook_party(kind, "representatives") && lines_of(d->people) > rulebook_named_most(kind))
        wrong(k, "people", N_("At most %d representatives are named; the others stand in the list of members"), rulebook_named_most(kind));
    if (rulebook_party(kind, "heads") && !str_to_i64(str_trim(str_of(d->head_count)), 2, 100000, &count))
        wrong(k, "head_count", N_("Enter how many people they are, 2 or more"), 0);
}

static void check_wishes(struct check *k)
{
    struct intake *d = k->d;
    if (*d->amount) {
        const char *sum = portal_amount_read(k->arena, d->amount);
        if (sum)
            d->amount = sum;
        else
            wrong(k, "amount", N_("Enter the amount in figures, such as 1200 or 1200.50"), 0);
        if (!intake_wants(d, "compensation") && !intake_wants(d, "refund"))
            intake_want(d, "compensation");
    }
    if (d->demands == 0)
        wrong(k, "demand", N_("Choose at least one thing that the person wants"), 0);
    if (intake_wants(d, "other") && !*d->note)
        wrong(k, "note", N_("Say what else the person wants"), 0);
}

static void check_answer(struct check *k, const struct category_field *field)
{
    const char *name = intake_field_name(k->arena, field->id), *value = intake_answer(k->d, field->id);
    bool lines = strcmp(field->kind, "lines") == 0;
    size_t max = lines ? 2000 : 200;
    if (!*value && field->required)
        wrong(k, name, N_("Please answer this question"), 0);
    if (utf8_length(str_of(value)) > max)
        wrong(k, name, N_("At most %d characters fit here. Please shorten it"), (int)max);
    if (*value && strcmp(field->kind, "date") == 0) {
        const char *date = portal_date_read(k->arena, value);
        if (date)
            value = date;
        else
            wrong(k, name, N_("Enter a date with year, month and day, such as 2026-08-21"), 0);
    } else if (*value && strcmp(field->kind, "choice") == 0) {
        if (!category_choice_ok(k->arena, field, value))
            wrong(k, name, N_("Choose one of the answers"), 0);
    } else if (*value && strcmp(field->kind, "number") == 0) {
        value = utf8_halfwidth(k->arena, str_of(value));
        if (value[strspn(value, "0123456789.,- ")] != '\0')
            wrong(k, name, N_("Enter a number"), 0);
    }
    if (!intake_set_answer(k->d, field->id, value))
        wrong(k, name, N_("There are too many questions here. Please leave this one out."), 0);
}

static void check_ask(struct check *k, size_t i)
{
    const char *ask = rulebook_asks[i], *name = intake_ask_name(k->arena, ask);
    const char **value = &k->d->asks[i];
    enum intake_ask_kind kind = intake_ask_kind(ask);
    long long number;
    if (!intake_asks(k->rules->rules, ask)) {
        *value = "";
        return;
    }
    if (!**value && intake_must(k->rules->rules, ask)) {
        wrong(k, name, kind == INTAKE_ASK_TICK ? N_("Tick this when it is done: the rules of this channel ask for it") : N_("Fill this in: the rules of this channel ask for it"), 0);
        return;
    }
    if (!**value)
        return;
    if (utf8_length(str_of(*value)) > ASK_CHARS)
        wrong(k, name, N_("At most %d characters fit here. Please shorten it"), ASK_CHARS);
    const char *date = kind == INTAKE_ASK_DATE ? portal_date_read(k->arena, *value) : NULL;
    if (date)
        *value = date;
    else if (kind == INTAKE_ASK_DATE)
        wrong(k, name, N_("Enter a date with year, month and day, such as 2026-08-21"), 0);
    if (kind == INTAKE_ASK_NUMBER) {
        *value = utf8_halfwidth(k->arena, str_of(*value));
        if (!str_to_i64(str_trim(str_of(*value)), 1, 100000, &number))
            wrong(k, name, N_("Enter a number"), 0);
    }
}

static int64_t check_received(struct check *k)
{
    const struct intake_rules *r = k->rules;
    int64_t at_us = 0;
    if (!*k->d->received) {
        if (intake_must(r->rules, "arrived"))
            wrong(k, "received", N_("Say when it arrived: the time limits begin then"), 0);
        return 0;
    }
    if (!intake_moment(k->arena, k->d->received, r->now_us, r->zone, &at_us))
        wrong(k, "received", N_("Enter a day and time such as 2026-08-21 10:06"), 0);
    else if (at_us > r->now_us + FUTURE_US)
        wrong(k, "received", N_("This lies in the future"), 0);
    else if (at_us < r->now_us - INTAKE_PAST_DAYS * UTC_DAY_US)
        wrong(k, "received", N_("This is more than %d days ago. Please check it"), INTAKE_PAST_DAYS);
    return at_us < r->now_us ? at_us : 0;
}

/* What another body passed on says which body that was. */
static void check_source(struct check *k)
{
    const struct rulebook *b = k->rules->book;
    const struct rb_name *source = rulebook_name(b->sources, b->sources_count, k->d->source);
    bool passed_on = strcmp(k->d->channel, "transfer") == 0;
    if ((!source && b->sources_count > 0) || (source && source->inactive) || (passed_on && strcmp(k->d->source, "direct") == 0))
        wrong(k, "source", N_("Choose who passed it on"), 0);
}

void intake_form_check(struct arena *a, const struct intake_rules *rules, struct intake *d, int64_t *ret_received_us, struct http_form_errors *errors)
{
    struct check k = {a, rules, d, errors};
    check_who(&k);
    check_tell(&k);
    if (!*d->body)
        wrong(&k, "body", N_("Write down what happened"), 0);
    check_wishes(&k);
    if (rules->category)
        wrong(&k, "category", rules->category, 0);
    for (size_t i = 0; i < rules->n_fields; i++)
        check_answer(&k, &rules->fields[i]);
    check_source(&k);
    *ret_received_us = check_received(&k);
    for (size_t i = 0; i < INTAKE_ASKS && rulebook_asks[i]; i++) {
        if (intake_ask_kind(rulebook_asks[i]) != INTAKE_ASK_ARRIVED)
            check_ask(&k, i);
    }
    check_lengths(&k);
}
