#include "desk_paper_form.h"

#include <string.h>

#include "desk_template.h"
#include "msgid.h"

#define STAGE_LENGTH 26

const char *desk_paper_field(struct arena *a, const char *code)
{
    return arena_printf(a, "s-%s", code);
}

static bool among(const char *const *codes, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(codes[i], code) == 0)
            return true;
    }
    return false;
}

size_t desk_paper_parts(struct arena *a, const struct rb_paper *rule, const struct rb_facts *facts, const struct paper *p, const char ***ret_codes)
{
    unsigned of_rule = rule ? rule->sections_count : 0;
    const char **codes = ARENA_ARRAY(a, of_rule + p->n_sections + 1, const char *);
    size_t n = 0;
    for (unsigned i = 0; i < of_rule; i++) {
        if (rulebook_when(&rule->sections[i].when, facts) == RB_HOLDS || *paper_section_text(p, rule->sections[i].code))
            codes[n++] = rule->sections[i].code;
    }
    for (size_t i = 0; i < p->n_sections; i++) {
        if (!among(codes, n, p->sections[i].code))
            codes[n++] = p->sections[i].code;
    }
    *ret_codes = codes;
    return n;
}

static const char *read_stage(const struct http_form *form)
{
    const char *stage = http_form_get(form, "stage");
    return strlen(stage) == STAGE_LENGTH && strspn(stage, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == STAGE_LENGTH ? stage : "";
}

/* What a text left open is filled in before anybody else reads it; a draft may have gaps. */
static void read_words(const struct http_form *form, const char *const *codes, size_t n, struct arena *a, size_t text_max, struct desk_paper_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule title = {.required = true, .max = PAPER_TITLE_MAX, .missing = N_("Give it a title")}, text = {.lines = true, .max = text_max};
    typed->title = http_form_text(form, "title", &title, errors);
    typed->sections = ARENA_ARRAY(a, n + 1, struct paper_section);
    for (size_t i = 0; i < n; i++) {
        const char *field = desk_paper_field(a, codes[i]), *body = http_form_text(form, field, &text, errors);
        typed->sections[typed->n_sections++] = (struct paper_section){codes[i], body};
        if (typed->action != PAPER_SAVE && desk_template_gaps(body))
            http_form_error(errors, field, DESK_TEMPLATE_UNFILLED, 0);
    }
}

static void read_delivery(const struct http_form *form, struct arena *a, struct desk_date today, struct desk_paper_typed *typed, struct http_form_errors *errors)
{
    const struct http_text_rule to = {.required = true, .max = PAPER_TO_MAX, .missing = N_("Say to whom: the complainant, a relative, a representative")},
                                day = {.required = true, .max = 20, .missing = N_("Enter the day on which it was delivered")}, proof = {.lines = true, .max = PAPER_PROOF_MAX};
    size_t n_ways = 0;
    while (paper_ways[n_ways])
        n_ways++;
    int way = http_form_choice(form, "way", paper_ways, n_ways, true, N_("Say how it was delivered"), errors);
    typed->way = way >= 0 ? paper_ways[way] : "";
    typed->to = http_form_text(form, "to", &to, errors);
    typed->day = http_form_text(form, "day", &day, errors);
    if (*typed->day && !desk_date_parse(a, str_of(typed->day), today, &typed->on))
        http_form_error(errors, "day", N_("Enter the date like this: 2026-08-21"), 0);
    typed->proof = http_form_text(form, "proof", &proof, errors);
}

enum err desk_paper_read(const struct http_form *form, const char *const *codes, size_t n, struct arena *a, struct desk_date today, size_t text_max, struct desk_paper_typed *ret_typed,
                         struct http_form_errors *errors)
{
    static const char *const words[] = {"save", "ask", "finish", "deliver", "drop"};
    struct desk_paper_typed typed = {.title = "", .way = "", .to = "", .day = "", .proof = "", .reason = "", .stage = read_stage(form)};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i], http_form_get(form, "do")) == 0)
            typed.action = (enum paper_action)(PAPER_SAVE + (int)i);
    }
    typed.version = (int)http_form_int(form, "version", false, 0, INT32_MAX, 0, errors);
    switch (typed.action) {
    case PAPER_SAVE:
    case PAPER_ASK:
    case PAPER_FINISH: read_words(form, codes, n, a, text_max, &typed, errors); break;
    case PAPER_DELIVER: read_delivery(form, a, today, &typed, errors); break;
    case PAPER_DROP: {
        const struct http_text_rule reason = {.required = true, .lines = true, .max = PAPER_PROOF_MAX, .missing = N_("Say why it is dropped")};
        typed.reason = http_form_text(form, "reason", &reason, errors);
        break;
    }
    default: return ERR_MALFORMED;
    }
    *ret_typed = typed;
    return ERR_NONE;
}
