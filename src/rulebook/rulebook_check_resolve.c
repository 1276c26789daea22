#include <string.h>

#include "msgid.h"
#include "rulebook_check.h"

/*
 * Whether some complaint would be left without a resolve clock: a search for a combination of facts that no rule matches. Facts that may be missing when a complaint arrives
 * (loss, flags, validity, the function of a department, numbers) are missing in it, so rules that ask for them cannot help. Of values that no rule names one stands for all.
 */

#define STEPS_MAX 200000

enum dimension { CATEGORY, GRADE, CHANNEL, SOURCE, COMPLAINANT, MODE, DIMENSIONS };

struct values {
    const char **codes, **groups;
    unsigned n;
};
struct search {
    struct arena *arena;
    struct values values[DIMENSIONS];
    const char *chosen[DIMENSIONS];
    unsigned steps;
};

static void asked(const struct rb_when *w, enum dimension d, const char ***ret_list, unsigned *ret_n)
{
    const char **const lists[] = {w->categories, w->grades, w->channels, w->sources, w->complainants, w->modes};
    const unsigned counts[] = {w->categories_count, w->grades_count, w->channels_count, w->sources_count, w->complainants_count, w->modes_count};
    *ret_list = lists[d];
    *ret_n = counts[d];
}

static bool matches(const struct rb_when *w, enum dimension d, const char *code, const char *group, bool *ret_named)
{
    const char **list;
    unsigned n;
    asked(w, d, &list, &n);
    *ret_named = false;
    for (unsigned i = 0; i < n && !*ret_named; i++)
        *ret_named = strcmp(list[i], code) == 0 || (*group && strcmp(list[i], group) == 0);
    return n == 0 || *ret_named;
}

static bool asks_more(const struct rb_when *w, enum dimension from)
{
    for (enum dimension d = from; d < DIMENSIONS; d++) {
        const char **list;
        unsigned n;
        asked(w, d, &list, &n);
        if (n)
            return true;
    }
    return false;
}

/* Whether a combination of the facts from this one on matches none of the rules; it is in chosen then. */
static bool uncovered(struct search *s, const struct rb_when **rules, size_t n, enum dimension d)
{
    if (++s->steps > STEPS_MAX)
        return true;
    for (size_t i = 0; i < n; i++) {
        if (!asks_more(rules[i], d))
            return false;
    }
    if (n == 0) {
        for (; d < DIMENSIONS; d++)
            s->chosen[d] = s->values[d].codes[0];
        return true;
    }
    const struct rb_when **left = ARENA_ARRAY(s->arena, n, const struct rb_when *);
    bool unnamed_tried = false;
    for (unsigned v = 0; v < s->values[d].n; v++) {
        size_t kept = 0;
        bool named, any_named = false;
        for (size_t i = 0; i < n; i++) {
            if (matches(rules[i], d, s->values[d].codes[v], s->values[d].groups[v], &named))
                left[kept++] = rules[i];
            any_named = any_named || named;
        }
        if (!any_named && unnamed_tried)
            continue;
        unnamed_tried = unnamed_tried || !any_named;
        s->chosen[d] = s->values[d].codes[v];
        if (uncovered(s, left, kept, d + 1))
            return true;
    }
    return false;
}

/* ---- values ---- */

static struct values room(struct arena *a, unsigned n)
{
    struct values v = {.codes = ARENA_ARRAY(a, n, const char *), .groups = ARENA_ARRAY(a, n, const char *)};
    for (unsigned i = 0; i < n; i++)
        v.codes[i] = v.groups[i] = "";
    return v;
}

/* with_none: a complaint may have none of them. */
static struct values codes_of(struct arena *a, const void *list, unsigned n, size_t size, bool with_none)
{
    struct values v = room(a, n + 1);
    v.n = with_none || n == 0;
    for (unsigned i = 0; i < n; i++)
        v.codes[v.n++] = *(const char *const *)(const void *)((const char *)list + i * size);
    return v;
}

static struct values categories_of(struct arena *a, const struct rulebook *b)
{
    struct values v = room(a, b->categories_count + 1);
    for (unsigned i = 0; i < b->categories_count; i++) {
        bool group = false;
        for (unsigned k = 0; k < b->categories_count; k++)
            group = group || strcmp(b->categories[k].parent, b->categories[i].code) == 0;
        if (group)
            continue;
        v.codes[v.n] = b->categories[i].code;
        v.groups[v.n++] = b->categories[i].parent;
    }
    v.n += v.n == 0;
    return v;
}

static struct values modes_of(struct arena *a)
{
    struct values v = room(a, 3);
    v.codes[v.n++] = "named";
    v.codes[v.n++] = "confidential";
    v.codes[v.n++] = "anonymous";
    return v;
}

static bool may_help(const struct rb_clock *clock)
{
    const struct rb_when *w = &clock->when;
    return !clock->inactive && !*clock->track && rulebook_clock_kind(clock->kind) == CLOCK_RESOLVE && !w->functions_count && !w->flags_count && !w->validity_count &&
           !*w->loss_over && !w->heads_from && !w->repeats_from && !w->age_days_from && !w->urged_from && !w->overdue;
}

static const char *told(const struct search *s)
{
    static const char *const titles[] = {"category", "grade", "channel", "source", "complainant", "mode"};
    struct buf b = {.arena = s->arena};
    for (enum dimension d = 0; d < DIMENSIONS; d++) {
        if (*s->chosen[d])
            buf_printf(&b, "%s%s %s", b.n ? ", " : "", titles[d], s->chosen[d]);
    }
    return b.n ? b.p : "";
}

void check_resolve(struct checking *c)
{
    const struct rulebook *b = c->book;
    struct search s = {.arena = c->arena};
    const struct rb_when **rules = ARENA_ARRAY(c->arena, b->clocks_count, const struct rb_when *);
    size_t n = 0;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        if (may_help(&b->clocks[i]))
            rules[n++] = &b->clocks[i].when;
    }
    s.values[CATEGORY] = categories_of(c->arena, b);
    s.values[GRADE] = codes_of(c->arena, b->grades, b->grades_count, sizeof *b->grades, false);
    s.values[CHANNEL] = codes_of(c->arena, b->channels, b->channels_count, sizeof *b->channels, false);
    s.values[SOURCE] = codes_of(c->arena, b->sources, b->sources_count, sizeof *b->sources, true);
    s.values[COMPLAINANT] = codes_of(c->arena, b->complainants, b->complainants_count, sizeof *b->complainants, false);
    s.values[MODE] = modes_of(c->arena);
    for (enum dimension d = 0; d < DIMENSIONS; d++)
        s.chosen[d] = "";
    if (!uncovered(&s, rules, n, 0))
        return;
    if (s.steps > STEPS_MAX)
        check_fault(c, "clocks", N_("There are too many combinations to be sure that every complaint has a resolve clock; add a rule of kind resolve without conditions."));
    else
        check_fault(c, "clocks", N_("A complaint would have no resolve clock (%s); add a rule of kind resolve for it, or one without conditions."), told(&s));
}
