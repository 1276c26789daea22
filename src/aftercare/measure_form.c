#include "measure_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

#define TITLE_MAX 200
#define BODY_MAX 5000
#define NAME_MAX_POINTS 60

const char *const measures_whose_words[3] = {"mine", "department", "units"};
const char *const measures_state_words[4] = {"open", "late", "check", "ended"};

static int64_t number(const struct http_form *form, const char *name)
{
    long long value;
    return str_to_i64(str_of(http_form_get(form, name)), 1, INT64_MAX, &value) ? value : 0;
}

static int word_of(const char *word, const char *const *words, int n)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    return 0;
}

void measures_read(const struct http_form *query, struct measures_asked *ret_asked)
{
    int64_t kind = number(query, "kind");
    *ret_asked = (struct measures_asked){
        .whose = word_of(http_form_get(query, "whose"), measures_whose_words, 3),
        .state = word_of(http_form_get(query, "state"), measures_state_words, 4),
        .kind = kind < MEASURE_KIND__END ? (enum measure_kind)kind : (enum measure_kind)0,
        .category_id = number(query, "category"),
        .cause = http_form_get(query, "cause"),
    };
}

static bool is_code(const char *text)
{
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == '\0';
}

const char *measures_url(struct arena *a, const struct measures_asked *asked, const char *after)
{
    struct buf out = {.arena = a};
    buf_printf(&out, "/staff/measures?whose=%s&state=%s", measures_whose_words[asked->whose], measures_state_words[asked->state]);
    if (asked->kind)
        buf_printf(&out, "&kind=%d", (int)asked->kind);
    if (asked->category_id)
        buf_printf(&out, "&category=%lld", (long long)asked->category_id);
    if (*asked->cause && is_code(asked->cause))
        buf_printf(&out, "&cause=%s", asked->cause);
    if (after)
        buf_printf(&out, "&after=%s", after);
    return out.p;
}

int64_t measure_day_end(struct arena *a, const char *typed, const struct utc_zone *zone)
{
    struct str rest = str_trim(str_of(utf8_halfwidth(a, str_of(typed))));
    char *plain = arena_strndup(a, rest.p ? rest.p : "", rest.n);
    long long year, month, day;
    for (char *p = plain; *p; p++)
        *p = *p == '.' || *p == '/' ? '-' : *p;
    rest = str_of(plain);
    struct str first = str_cut(&rest, '-'), second = str_cut(&rest, '-');
    if (!rest.p || !str_to_i64(first, 2000, 2199, &year) || !str_to_i64(second, 1, 12, &month) || !str_to_i64(rest, 1, 31, &day))
        return 0;
    int64_t end_us = utc_from_local((int)year, (int)month, (int)day, 23, 59, 59, zone);
    struct utc_parts back = utc_in_zone(end_us, zone);
    return back.month == month && back.day == day ? end_us : 0;
}

const char *measure_day(struct arena *a, int64_t at_us, const struct utc_zone *zone)
{
    struct utc_parts p = utc_in_zone(at_us, zone);
    return arena_printf(a, "%04d-%02d-%02d", p.year, p.month, p.day);
}

static void read_plan(const struct http_form *form, struct arena *a, const struct utc_zone *zone, struct measure_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule title = {.required = true, .max = TITLE_MAX, .missing = N_("Say in one line what is done")};
    const struct http_text_rule body = {.lines = true, .max = BODY_MAX}, owner = {.max = NAME_MAX_POINTS};
    typed->title = http_form_text(form, "title", &title, errors);
    typed->body = http_form_text(form, "body", &body, errors);
    typed->owner = http_form_text(form, "owner", &owner, errors);
    typed->cause = http_form_get(form, "cause");
    typed->kind = (enum measure_kind)number(form, "kind");
    typed->category_id = number(form, "category");
    typed->department_id = number(form, "department");
    typed->due = http_form_get(form, "due");
    typed->due_us = measure_day_end(a, typed->due, zone);
    if (!*typed->cause)
        http_form_error(errors, "cause", N_("Choose the cause that it removes"), 0);
    if (typed->kind <= 0 || typed->kind >= MEASURE_KIND__END)
        http_form_error(errors, "kind", N_("Choose whether it corrects or prevents"), 0);
    if (!typed->department_id)
        http_form_error(errors, "department", N_("Choose the department that does it"), 0);
    if (!typed->due_us)
        http_form_error(errors, "due", N_("Enter the date until which it is done, like this: 2026-08-21"), 0);
}

enum err measure_read(const struct http_form *form, struct arena *a, const struct utc_zone *zone, struct measure_typed *ret_typed, struct http_form_errors *errors)
{
    struct measure_typed typed = {.number = http_form_get(form, "complaint"), .cause = "", .title = "", .body = "", .owner = "", .due = "", .text = ""};
    const struct http_text_rule text = {.lines = true, .max = BODY_MAX};
    if (!measure_action_from_name(http_form_get(form, "do"), &typed.action))
        return ERR_MALFORMED;
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    typed.incident_id = number(form, "incident");
    typed.follows_id = number(form, "follows");
    if (typed.action == MEASURE_SET || typed.action == MEASURE_CHANGE)
        read_plan(form, a, zone, &typed, errors);
    else
        typed.text = http_form_text(form, "text", &text, errors);
    *ret_typed = typed;
    return ERR_NONE;
}
