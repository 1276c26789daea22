#include <string.h>

#include "desk_paper_view.h"
#include "desk_words_view.h"
#include "format.h"

/* The first words of a paper, out of what is known: parts are recognised by what rulebooks call them; the others begin empty. Everything can be changed. */

struct telling {
    struct page *page;
    enum lang lang;
    const struct desk_case *x;
    const struct closing_knowledge *known;
};

static const char *word(const struct telling *k, const char *msgid)
{
    return text_in(k->lang, msgid);
}

static const char *named(const struct telling *k, struct rb_text name)
{
    return lang_pick(k->lang, name.zh, name.en);
}

static void line(struct buf *out, const char *text)
{
    if (*text)
        buf_printf(out, "%s%s", out->n ? "\n" : "", text);
}

static const struct closing_known *known_of(const struct telling *k, int position)
{
    for (size_t i = 0; i < k->known->n_matters; i++) {
        if (k->known->matters[i].position == position)
            return &k->known->matters[i];
    }
    return NULL;
}

/* "1. text" where there are several. */
static void numbered(const struct telling *k, struct buf *out, int position, const char *text)
{
    if (*text)
        line(out, k->x->parts.n_allegations > 1 ? arena_printf(k->page->arena, k->lang == LANG_ZH ? "%d．%s" : "%d. %s", position, text) : text);
}

static void tell_matters(const struct telling *k, struct buf *out)
{
    for (size_t i = 0; i < k->x->parts.n_allegations; i++)
        numbered(k, out, k->x->parts.allegations[i].position, k->x->parts.allegations[i].body);
}

static void tell_facts(const struct telling *k, struct buf *out)
{
    for (size_t i = 0; i < k->x->parts.n_allegations; i++) {
        int position = k->x->parts.allegations[i].position;
        const struct closing_known *m = known_of(k, position);
        if (m)
            numbered(k, out, position, *m->facts ? (*m->conclusion ? arena_printf(k->page->arena, "%s\n%s", m->facts, m->conclusion) : m->facts) : m->conclusion);
    }
}

static void tell_grounds(const struct telling *k, struct buf *out)
{
    for (size_t i = 0; i < k->x->parts.n_allegations; i++)
        numbered(k, out, k->x->parts.allegations[i].position, k->x->parts.allegations[i].reason);
}

static void tell_decision(const struct telling *k, struct buf *out)
{
    for (size_t i = 0; i < k->x->parts.n_allegations; i++) {
        const struct closing_known *m = known_of(k, k->x->parts.allegations[i].position);
        if (m)
            numbered(k, out, m->position, m->remedy);
    }
    if (out->n == 0)
        line(out, k->known->reply);
    if (k->known->paid_cents > 0)
        line(out, text_f(k->page->arena, k->lang, N_("Paid: %lld.%02d yuan."), (long long)(k->known->paid_cents / 100), (int)(k->known->paid_cents % 100)));
}

static void tell_ways(const struct telling *k, struct buf *out)
{
    int days = k->x->world.book->closing.review_days;
    if (days > 0)
        line(out, text_f(k->page->arena, k->lang, N_("If you do not agree, you may ask us for a review within %d days of the closing; people who did not handle your complaint will look at it again."), days));
    else
        line(out, word(k, N_("If you do not agree, you may ask us for a review; people who did not handle your complaint will look at it again.")));
    line(out, word(k, N_("You may also turn to the supervisory authority or an industry mediation body, or go to court.")));
}

static void tell_overview(const struct telling *k, struct buf *out)
{
    const struct complaint *c = &k->x->c;
    struct arena *a = k->page->arena;
    const struct rb_grade *grade = rulebook_grade(k->x->world.book, c->grade);
    line(out, text_f(a, k->lang, N_("Complaint %s, received on %s; category: %s; grade: %s."), c->number, format_date(a, k->lang, c->received_us, k->page->site->zone),
                     lang_pick(k->lang, c->category_zh, c->category_en), grade ? named(k, grade->name) : "—"));
    tell_matters(k, out);
}

static void tell_course(const struct telling *k, struct buf *out)
{
    const struct complaint *c = &k->x->c;
    struct arena *a = k->page->arena;
    tell_facts(k, out);
    line(out, k->known->answers);
    if (c->closed_us)
        line(out, text_f(a, k->lang, N_("Closed on %s; finding: %s."), format_date(a, k->lang, c->closed_us, k->page->site->zone), word(k, complaint_finding_title(c->finding))));
}

static void names_of(const struct telling *k, struct buf *out, const struct rb_tree *tree, unsigned n_tree, const char *const *codes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct rb_tree *one = rulebook_tree(tree, n_tree, codes[i]);
        line(out, one ? named(k, one->name) : codes[i]);
    }
}

static void tell_causes(const struct telling *k, struct buf *out)
{
    const struct rulebook *b = k->x->world.book;
    const struct complaint_class *class = &k->x->class;
    names_of(k, out, b->causes, b->causes_count, class->causes, class->n_causes);
    names_of(k, out, b->stages, b->stages_count, class->stages, class->n_stages);
    for (size_t i = 0; i < class->n_respondents; i++)
        line(out, class->respondents[i].name);
}

static const char *tell(const struct telling *k, const char *code)
{
    static const struct {
        const char *code;
        void (*tell)(const struct telling *k, struct buf *out);
    } tellers[] = {
        {"matters", tell_matters}, {"matter", tell_matters}, {"facts", tell_facts}, {"findings", tell_facts}, {"investigation", tell_facts}, {"grounds", tell_grounds}, {"reasons", tell_grounds},
        {"decision", tell_decision}, {"solution", tell_decision}, {"measures", tell_decision}, {"ways", tell_ways}, {"overview", tell_overview}, {"course", tell_course}, {"causes", tell_causes},
    };
    struct buf out = {.arena = k->page->arena};
    for (size_t i = 0; i < COUNT_OF(tellers); i++) {
        if (strcmp(tellers[i].code, code) == 0)
            tellers[i].tell(k, &out);
    }
    return out.n ? out.p : "";
}

void desk_paper_propose(struct page *page, const struct desk_case *x, const struct closing_knowledge *known, const struct rb_paper *rule, struct paper_section **ret_sections, size_t *ret_n)
{
    const struct telling k = {.page = page, .lang = desk_paper_lang(page, &x->c, rule->kind), .x = x, .known = known};
    *ret_sections = ARENA_ARRAY(page->arena, rule->sections_count + 1, struct paper_section);
    *ret_n = 0;
    for (unsigned i = 0; i < rule->sections_count; i++) {
        if (rulebook_when(&rule->sections[i].when, &x->facts) == RB_HOLDS)
            (*ret_sections)[(*ret_n)++] = (struct paper_section){rule->sections[i].code, tell(&k, rule->sections[i].code)};
    }
}
