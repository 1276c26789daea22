#include "link.h"

#include <string.h>

#include "msgid.h"
#include "str.h"

bool link_by_hand(enum link_kind kind)
{
    return kind >= LINK_RELATED && kind <= LINK_FOLLOW_UP;
}

const char *link_kind_title(enum link_kind kind)
{
    switch (kind) {
    case LINK_RELATED: return N_("Related: worth reading together");
    case LINK_SAME: return N_("Same matter, of somebody else");
    case LINK_FOLLOW_UP: return N_("The later one follows up on the earlier one");
    case LINK_MERGED: return N_("Same matter and same complainant: the later one goes on in the earlier one");
    case LINK_SPLIT:
    case LINK_AS_NEW:
    case LINK_KIND__END: break;
    }
    return "";
}

const char *link_words(enum link_kind kind, bool leads)
{
    switch (kind) {
    case LINK_RELATED: return N_("Related");
    case LINK_SAME: return N_("Same matter");
    case LINK_FOLLOW_UP: return leads ? N_("This one follows up on it") : N_("Follows up on this one");
    case LINK_MERGED: return leads ? N_("This one goes on in it") : N_("Was merged into this one");
    case LINK_SPLIT: return leads ? N_("This one was split off it; it leads, and the complainant is spoken to there") : N_("Was split off this one, which leads");
    case LINK_AS_NEW: return leads ? N_("Came back as this one") : N_("Counts as new: this one came back");
    case LINK_KIND__END: break;
    }
    return "";
}

/* ---- sections ---- */

static void add_section(struct arena *a, struct str section, const char *list[LINK_SECTIONS_MAX], size_t *n)
{
    section = str_trim(section);
    if (section.n == 0)
        return;
    if (*n < LINK_SECTIONS_MAX)
        list[(*n)++] = str_cstr(a, section);
    else /* what is too much stays with the last one */
        list[*n - 1] = arena_printf(a, "%s\n%.*s", list[*n - 1], (int)section.n, section.p);
}

static size_t by_line(struct arena *a, const char *text, const char *list[LINK_SECTIONS_MAX])
{
    struct str rest = str_of(text);
    size_t n = 0;
    while (rest.p)
        add_section(a, str_cut(&rest, '\n'), list, &n);
    return n;
}

/* Bytes of the sign that ends a sentence at p, 0 when there is none. */
static size_t sentence_end(const char *p)
{
    static const char *const ends[] = {"。", "！", "？", "；", ". ", "! ", "? "};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        if (strncmp(p, ends[i], strlen(ends[i])) == 0)
            return strlen(ends[i]);
    }
    return 0;
}

static size_t by_sentence(struct arena *a, const char *text, const char *list[LINK_SECTIONS_MAX])
{
    size_t n = 0;
    const char *from = text;
    for (const char *p = text; *p;) {
        size_t end = sentence_end(p);
        p += end ? end : 1;
        if (end || !*p) {
            add_section(a, (struct str){from, (size_t)(p - from)}, list, &n);
            from = p;
        }
    }
    return n;
}

size_t link_sections(struct arena *a, const char *text, const char *ret_sections[LINK_SECTIONS_MAX])
{
    size_t n = by_line(a, text, ret_sections);
    return n == 1 ? by_sentence(a, ret_sections[0], ret_sections) : n;
}

const char *link_parts_wrong(const char *own_category, const struct link_part *parts, size_t n)
{
    if (n == 0)
        return N_("Put at least one section into a new complaint");
    for (size_t i = 0; i < n; i++) {
        if (!*parts[i].category)
            return N_("Choose a category for every new complaint");
        if (!*parts[i].body)
            return N_("A new complaint needs at least one section of the text");
        if (strcmp(parts[i].category, own_category) == 0)
            return N_("A new complaint has the category of the one that leads. Leave its sections there, or choose another category");
        for (size_t k = 0; k < i; k++) {
            if (strcmp(parts[i].category, parts[k].category) == 0)
                return N_("Two new complaints have the same category. Put their sections together");
        }
    }
    return NULL;
}

const char *incident_step_words(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } steps[] = {
        {"opened", N_("opened the incident")},       {"changed", N_("changed what it says")},
        {"added", N_("added complaints")},           {"removed", N_("took a complaint out")},
        {"replied", N_("answered its complaints")},  {"closed_all", N_("closed its complaints")},
        {"closed", N_("closed the incident")},       {"reopened", N_("opened the incident again")},
        {"shown", N_("showed it to the public")},    {"hidden", N_("shows it to the public no longer")},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (strcmp(steps[i].kind, kind) == 0)
            return steps[i].words;
    }
    return "";
}
