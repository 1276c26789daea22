#include "rulebook.h"

#include <string.h>

#include "msgid.h"
#include "rulebook_parts.h"

/* ---- words ---- */

struct kind {
    const char *word, *title, *brief, *from;
    const char *until[4];
};
static const struct kind kinds[] = {
    [CLOCK_ACKNOWLEDGE] = {"acknowledge", N_("Decision on taking it on"), N_("Taking on"), "received", {"accepted", "rejected", "contacted"}},
    [CLOCK_DISPATCH] = {"dispatch", N_("Handing over to a department"), N_("Handing over"), "received", {"assigned", "replied"}},
    [CLOCK_FIRST_CONTACT] = {"first_contact", N_("First contact with the complainant"), N_("First contact"), "received", {"contacted", "replied"}},
    [CLOCK_ANSWER] = {"answer", N_("The department's answer"), N_("Department's answer"), "assigned", {"answered", "replied"}},
    [CLOCK_PROGRESS] = {"progress", N_("Progress report to the complainant"), N_("Progress report"), "accepted", {"contacted", "replied"}},
    [CLOCK_RESOLVE] = {"resolve", N_("Settling the complaint"), N_("Settling"), "received", {"replied"}},
    [CLOCK_REPORT_MAJOR] = {"report_major", N_("Report of a major case to the management"), N_("Report up"), "graded", {"reported"}},
    [CLOCK_REPLY] = {"reply", N_("Telling the complainant the decision"), N_("Telling the decision"), "decided", {"replied"}},
    [CLOCK_CALLBACK] = {"callback", N_("Callback after closing"), N_("Callback"), "closed", {NULL}},
    [CLOCK_CLOSING_REPORT] = {"closing_report", N_("Report after closing"), N_("Closing report"), "closed", {NULL}},
};

static bool known(enum rb_clock_kind kind)
{
    return kind > 0 && (size_t)kind < COUNT_OF(kinds);
}

const char *rulebook_clock_word(enum rb_clock_kind kind)
{
    return known(kind) ? kinds[kind].word : "";
}

enum rb_clock_kind rulebook_clock_kind(const char *word)
{
    for (size_t i = 1; i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].word, word) == 0)
            return (enum rb_clock_kind)i;
    }
    return 0;
}

const char *rulebook_clock_title(enum rb_clock_kind kind)
{
    return known(kind) ? kinds[kind].title : "";
}

const char *rulebook_clock_brief(enum rb_clock_kind kind)
{
    return known(kind) ? kinds[kind].brief : "";
}

const char *rulebook_clock_from(const struct rb_clock *clock)
{
    enum rb_clock_kind kind = rulebook_clock_kind(clock->kind);
    return *clock->from ? clock->from : known(kind) ? kinds[kind].from : "";
}

const char *const *rulebook_clock_until(struct arena *a, const struct rb_clock *clock)
{
    static const char *const nothing[] = {NULL};
    enum rb_clock_kind kind = rulebook_clock_kind(clock->kind);
    if (clock->until_count == 0)
        return known(kind) ? kinds[kind].until : nothing;
    const char **until = ARENA_ARRAY(a, (size_t)clock->until_count + 1, const char *);
    for (unsigned i = 0; i < clock->until_count; i++)
        until[i] = clock->until[i];
    return until;
}

const char *const rulebook_events[] = {"received", "accepted", "assigned", "contacted", "asked",    "supplied", "replied",
                                       "decided",  "closed",   "rejected", "withdrawn", "reopened", "graded",   "answered", "reported", "urged", NULL};
static const char *const event_titles[] = {
    N_("It arrived"),
    N_("It was taken on"),
    N_("It was given to a department or person"),
    N_("The complainant was contacted"),
    N_("Material was asked for"),
    N_("The material arrived"),
    N_("The answer was sent"),
    N_("It was decided"),
    N_("It was closed"),
    N_("It was not taken on"),
    N_("It was withdrawn"),
    N_("It was opened again"),
    N_("It was graded"),
    N_("A department answered"),
    N_("It was reported to the superior unit"),
    N_("The complainant urged"),
};
const char *const rulebook_pauses[] = {"material", "wish", NULL};
static const char *const pause_titles[] = {N_("Waiting for material from the complainant"), N_("The complainant asked for delay")};
const char *const rulebook_demands[] = {"agreement", "committee", "attempts", "approval", "voluntary", "evidence", NULL};
static const char *const demand_titles[] = {
    N_("The complainant agrees with the result"),
    N_("The committee has confirmed the result"),
    N_("Attempts to reach the complainant are recorded"),
    N_("The head of the department agrees"),
    N_("Somebody made sure that it was the complainant's own wish"),
    N_("Evidence is attached"),
};
const char *const rulebook_uses[] = {"message", "ask", "reply", "reject", "extension", "slip", NULL};
static const char *const use_titles[] = {
    N_("Message"), N_("Asking for material"), N_("Answer"), N_("Not taking it on"), N_("Notice of a later date"), N_("Request to another department"),
};
const char *const rulebook_text_keys[] = {"home_title", "home_lead",   "home_handled",        "home_not_handled", "home_contact",   "guide_how",    "guide_modes",
                                          "guide_privacy", "guide_accessibility", "file_before",      "file_emergency", "receipt_note", "track_note", "after_review", NULL};
static const char *const text_titles[] = {
    N_("Start page: heading"),
    N_("Start page: first words"),
    N_("Start page: what is handled"),
    N_("Start page: what is not handled"),
    N_("Start page: other ways to reach us"),
    N_("Guide: how a complaint is handled"),
    N_("Guide: with name, confidentially, anonymously"),
    N_("Guide: privacy"),
    N_("Guide: accessibility"),
    N_("Filing: before the first question"),
    N_("Filing: in an emergency"),
    N_("Receipt: note"),
    N_("Tracking page: note"),
    N_("Tracking page: other ways when the result is not accepted"),
};
const char *const rulebook_notice_keys[] = {"receipt", "message", "ask", "reply", "extension", "closed", "rejected", "reopened", "withdrawn", "merged", "survey", "unsealed", "incident", "part", "staff", NULL};
static const char *const notice_titles[] = {
    N_("Receipt of the complaint"),
    N_("A message to the complainant"),
    N_("A question to the complainant"),
    N_("The reply"),
    N_("A later date"),
    N_("The complaint was closed"),
    N_("The complaint was not accepted"),
    N_("The complaint was reopened"),
    N_("The withdrawal was confirmed"),
    N_("The complaint was joined with another one"),
    N_("Invitation to rate"),
    N_("Somebody looked at the sealed identity"),
    N_("News of a known incident"),
    N_("News of a matter that was split off"),
    N_("To the staff, of what they are told inside"),
};
/* Nothing of a person and nothing of what was complained about: these go over the networks of others. */
const char *const rulebook_notice_words[] = {"number", "link", "unit", "due", "site", "hotline", "what", NULL};
const char *const rulebook_validity[] = {"valid", "invalid", "communication", NULL};
static const char *const validity_titles[] = {N_("Valid"), N_("Not valid"), N_("A wish to talk")};

const char *rulebook_title_of(const char *const *words, const char *const *titles, const char *word)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0)
            return titles[i];
    }
    return "";
}

const char *rulebook_event_title(const char *event)
{
    return rulebook_title_of(rulebook_events, event_titles, event);
}

const char *rulebook_pause_title(const char *pause)
{
    return rulebook_title_of(rulebook_pauses, pause_titles, pause);
}

const char *rulebook_demand_title(const char *demand)
{
    return rulebook_title_of(rulebook_demands, demand_titles, demand);
}

const char *rulebook_use_title(const char *use)
{
    return rulebook_title_of(rulebook_uses, use_titles, use);
}

const char *rulebook_text_title(const char *key)
{
    return rulebook_title_of(rulebook_text_keys, text_titles, key);
}

const char *rulebook_notice_title(const char *key)
{
    return rulebook_title_of(rulebook_notice_keys, notice_titles, key);
}

const char *rulebook_validity_title(const char *validity)
{
    return rulebook_title_of(rulebook_validity, validity_titles, validity);
}

/* ---- finding ---- */

const void *rulebook_find(const void *list, unsigned n, size_t size, const char *code)
{
    if (!code || !*code)
        return NULL;
    for (unsigned i = 0; i < n; i++) {
        const char *const *element = (const void *)((const char *)list + i * size);
        if (strcmp(*element, code) == 0)
            return element;
    }
    return NULL;
}

const struct rb_name *rulebook_name(const struct rb_name *list, unsigned n, const char *code)
{
    return rulebook_find(list, n, sizeof *list, code);
}

const struct rb_tree *rulebook_tree(const struct rb_tree *list, unsigned n, const char *code)
{
    return rulebook_find(list, n, sizeof *list, code);
}

const struct rb_category *rulebook_category(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->categories, b->categories_count, sizeof *b->categories, code);
}

const struct rb_field *rulebook_field(const struct rulebook *b, const char *category, const char *field)
{
    const struct rb_category *k = rulebook_category(b, category);
    for (unsigned i = 0; k && i < k->fields_count; i++) {
        if (strcmp(k->fields[i].code, field) == 0)
            return &k->fields[i];
    }
    return NULL;
}

const struct rb_grade *rulebook_grade(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->grades, b->grades_count, sizeof *b->grades, code);
}

int rulebook_grade_rank(const struct rulebook *b, const char *code)
{
    const struct rb_grade *grade = rulebook_grade(b, code);
    return grade ? (int)(grade - b->grades) : -1;
}

const struct rb_clock *rulebook_clock(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->clocks, b->clocks_count, sizeof *b->clocks, code);
}

const struct rb_exclusion *rulebook_exclusion(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->exclusions, b->exclusions_count, sizeof *b->exclusions, code);
}

const struct rb_basis *rulebook_basis(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->bases, b->bases_count, sizeof *b->bases, code);
}

const struct rb_template *rulebook_template(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->templates, b->templates_count, sizeof *b->templates, code);
}

const struct rb_role *rulebook_role(const struct rulebook *b, const char *code)
{
    return rulebook_find(b->roles, b->roles_count, sizeof *b->roles, code);
}

const struct rb_notice *rulebook_notice(const struct rulebook *b, const char *key)
{
    return rulebook_find(b->notices, b->notices_count, sizeof *b->notices, key);
}

struct rb_text rulebook_page_text(const struct rulebook *b, const char *key)
{
    const struct rb_page_text *text = rulebook_find(b->texts, b->texts_count, sizeof *b->texts, key);
    return text ? text->body : (struct rb_text){"", ""};
}

/* ---- limits of units ---- */

struct calendar_limit rulebook_limit(const struct rulebook *b, const struct rb_clock *clock, const char *const *line, size_t n, const char **ret_unit)
{
    struct calendar_limit limit;
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < b->own_limits_count; k++) {
            const struct rb_own_limit *own = &b->own_limits[k];
            if (strcmp(own->unit, line[i]) == 0 && strcmp(own->clock, clock->code) == 0 && calendar_limit_read(str_of(own->limit), &limit) == ERR_NONE) {
                *ret_unit = own->unit;
                return limit;
            }
        }
    }
    *ret_unit = "";
    return calendar_limit_read(str_of(clock->limit), &limit) == ERR_NONE ? limit : (struct calendar_limit){0};
}
