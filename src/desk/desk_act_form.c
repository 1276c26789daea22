#include "desk_act_form.h"

#include <string.h>

#include "contact.h"
#include "desk_template.h"
#include "msgid.h"
#include "phrase.h"
#include "utf8.h"

#define STAGE_LENGTH 26
#define FROM_MAX 1000
#define NOTICE_MAX 1000
#define MENTION_MAX 300
#define TOLD_MAX 1000
#define PERSON_MAX 60

static int64_t read_id(const struct http_form *form, const char *name)
{
    long long id;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &id) ? id : 0;
}

static void read_exclusion(const struct http_form *form, const struct rulebook *b, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const struct rb_exclusion *exclusion = rulebook_exclusion(b, http_form_get(form, "reason"));
    if (exclusion && !exclusion->inactive)
        typed->exclusion = exclusion->code;
    else
        http_form_error(errors, "reason", N_("Choose the reason why it is not accepted"), 0);
}

static void read_clock(const struct http_form *form, const struct desk_act_kind *kind, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    typed->clock_id = read_id(form, "clock");
    if (!typed->clock_id)
        http_form_error(errors, "clock", N_("Choose the time limit"), 0);
    if (!kind->pause)
        return;
    int pause = -1;
    for (int i = 0; rulebook_pauses[i]; i++) {
        if (strcmp(rulebook_pauses[i], http_form_get(form, "pause")) == 0)
            pause = i;
    }
    if (pause >= 0)
        typed->pause = rulebook_pauses[pause];
    else
        http_form_error(errors, "pause", N_("Choose why it is paused"), 0);
}

static void read_decision(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const char *agreed = http_form_get(form, "agreed");
    typed->request_id = read_id(form, "request");
    typed->agreed = strcmp(agreed, "yes") == 0 ? 1 : strcmp(agreed, "no") == 0 ? 0 : -1;
    if (typed->agreed < 0)
        http_form_error(errors, "agreed", N_("Say whether you agree"), 0);
    else if (typed->agreed == 0 && !*typed->text)
        http_form_error(errors, "text", N_("Say why you do not agree"), 0);
}

/* A withdrawal: what the complainant was asked and answered, and whether it was of free will (B3.18). */
static void read_voluntary(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const char *freely = http_form_get(form, "freely");
    typed->asked = http_form_text(form, "asked", &(struct http_text_rule){.required = true, .lines = true, .max = TOLD_MAX, .missing = N_("Write what the complainant was asked")}, errors);
    typed->answered = http_form_text(form, "answered", &(struct http_text_rule){.required = true, .lines = true, .max = TOLD_MAX, .missing = N_("Write what the complainant answered")}, errors);
    typed->freely = strcmp(freely, "yes") == 0 ? 1 : strcmp(freely, "no") == 0 ? -1 : 0;
    if (!typed->freely)
        http_form_error(errors, "freely", N_("Say whether the complainant withdraws of free will"), 0);
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

static void read_assign(const struct http_form *form, struct arena *a, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    typed->department_id = read_id(form, "department");
    typed->person_id = read_id(form, "person");
    typed->absent_ok = http_form_tick(form, "absent_ok");
    typed->person = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "person_name")), PERSON_MAX), false);
    if (!typed->department_id && !typed->person_id && !*typed->person)
        http_form_error(errors, "department", N_("Choose a department or a person"), 0);
}

static void read_turn(const struct http_form *form, const struct rulebook *b, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const struct rb_turn *turn = rulebook_turn(b, http_form_get(form, "turn"));
    if (turn && !turn->inactive)
        typed->turn = turn->code;
    else
        http_form_error(errors, "turn", N_("Choose what it is"), 0);
}

/* Who is told that the complaint is not valid learns why (requirements C6). */
static void read_validity(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const char *validity = http_form_get(form, "validity");
    for (size_t i = 0; rulebook_validity[i]; i++) {
        if (strcmp(rulebook_validity[i], validity) == 0)
            typed->validity = rulebook_validity[i];
    }
    if (!*typed->validity)
        http_form_error(errors, "validity", N_("Choose the validity"), 0);
    if (strcmp(typed->validity, "invalid") == 0 && !*typed->notice)
        http_form_error(errors, "notice", N_("Explain to the complainant why it is not valid"), 0);
}

/* Whether the result is accepted; what he says to it is needed when not. */
static void read_outcome(const struct http_form *form, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    const char *outcome = http_form_get(form, "outcome"), *way = http_form_get(form, "outcome_way");
    typed->outcome = strcmp(outcome, "1") == 0 ? OUTCOME_ACCEPTED : strcmp(outcome, "2") == 0 ? OUTCOME_NOT_ACCEPTED : OUTCOME_UNKNOWN;
    for (size_t i = 0; complaint_outcome_ways[i]; i++) {
        if (strcmp(complaint_outcome_ways[i], way) == 0)
            typed->outcome_way = complaint_outcome_ways[i];
    }
    if (!typed->outcome)
        http_form_error(errors, "outcome", N_("Choose whether the result is accepted"), 0);
    if (!*typed->outcome_way)
        http_form_error(errors, "outcome_way", N_("Choose how you know it"), 0);
    if (typed->outcome == OUTCOME_NOT_ACCEPTED && !*typed->text)
        http_form_error(errors, "text", N_("Write what the complainant does not accept"), 0);
}

/* Where the tracking page does not show the answer at once the complainant is told how it was given (requirements B6), or is to read it there later. */
static void read_given(const struct http_form *form, const struct rulebook *b, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    if (!desk_asks_given(b))
        return;
    typed->given = contact_way_word(contact_way_from_word(http_form_get(form, "given")));
    typed->web_reply = strcmp(b->closing.web_reply, "approved") == 0 && http_form_tick(form, "web_reply");
    if (!*typed->given && !typed->web_reply)
        http_form_error(errors, "given", N_("Choose how the answer is given to the complainant"), 0);
}

/* Only a token of our own shape counts; it is bound to the session when the files' name is made of it. */
static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

/* Only a text is asked for to be put in: what is missing is not told yet. */
static const char *read_insert(const struct http_form *form)
{
    const char *insert = http_form_get(form, "insert");
    static const char *const known[] = {"template", "exclusion", "turn", "phrase"};
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strcmp(insert, known[i]) == 0)
            return known[i];
    }
    return "";
}

static void read_texts(const struct http_form *form, const struct desk_act_kind *kind, size_t text_max, struct desk_act_typed *typed, struct http_form_errors *errors)
{
    if (kind->label) {
        size_t most = kind->exclusion && text_max > COMPLAINT_OUTCOME_MAX ? COMPLAINT_OUTCOME_MAX : text_max;
        struct http_text_rule rule = {.required = kind->missing != NULL, .lines = true, .max = kind->text_max ? kind->text_max : most, .missing = kind->missing};
        typed->text = http_form_text(form, "text", &rule, errors);
    }
    if (kind->notice || kind->validity) {
        struct http_text_rule rule = {.lines = true, .max = NOTICE_MAX};
        typed->notice = http_form_text(form, "notice", &rule, errors);
    }
}

/* What a template left open is filled in before the complainant reads it. */
static void read_gaps(const struct desk_act_kind *kind, const struct desk_act_typed *typed, struct http_form_errors *errors)
{
    if (kind->to_complainant && desk_template_gaps(typed->text))
        http_form_error(errors, "text", DESK_TEMPLATE_UNFILLED, 0);
    if ((kind->notice || kind->validity) && desk_template_gaps(typed->notice))
        http_form_error(errors, "notice", DESK_TEMPLATE_UNFILLED, 0);
}

void desk_act_read(const struct http_form *form, enum complaint_action action, const struct rulebook *b, struct arena *a, struct desk_date today, size_t text_max,
                   struct desk_act_typed *ret_typed, struct http_form_errors *errors)
{
    const struct desk_act_kind *kind = desk_act_kind(action);
    struct desk_act_typed typed = {.action = action, .text = "", .until_typed = "", .exclusion = "", .asked = "", .answered = "", .template = "", .pause = "", .notice = "", .turn = "", .validity = "", .person = "", .outcome_way = "", .given = "", .agreed = -1,
                                   .insert = read_insert(form), .stage = read_stage(form)};
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.from = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "from")), FROM_MAX), false);
    typed.mention = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "mention")), MENTION_MAX), false);
    typed.mention_ok = http_form_tick(form, "mention_ok");
    typed.phrase = utf8_clean(a, utf8_prefix(str_of(http_form_get(form, "phrase")), PHRASE_NAME_MAX), false);
    const struct rb_template *template = rulebook_template(b, http_form_get(form, "template"));
    if (template)
        typed.template = template->code;
    if (!kind) {
        *ret_typed = typed;
        return;
    }
    if (kind->exclusion)
        read_exclusion(form, b, &typed, errors);
    if (kind->assign)
        read_assign(form, a, &typed, errors);
    if (kind->voluntary)
        read_voluntary(form, &typed, errors);
    if (kind->turn)
        read_turn(form, b, &typed, errors);
    if (kind->clock)
        read_clock(form, kind, &typed, errors);
    if (kind->given)
        read_given(form, b, &typed, errors);
    if (kind->classify)
        desk_classify_read(form, b, a, &typed.classify, errors);
    read_texts(form, kind, text_max, &typed, errors);
    read_gaps(kind, &typed, errors);
    if (kind->outcome)
        read_outcome(form, &typed, errors);
    if (kind->validity)
        read_validity(form, &typed, errors);
    if (kind->decide)
        read_decision(form, &typed, errors);
    if (kind->until)
        read_until(form, a, today, &typed, errors);
    *ret_typed = typed;
}
