#include "portal_home_view.h"

#include <string.h>

#include "calendar_words.h"
#include "content_view.h"
#include "portal_file_view.h"
#include "portal_promise_view.h"

const char *portal_book_text(const struct page *page, const struct rulebook *b, const char *key)
{
    if (!b)
        return "";
    struct rb_text text = rulebook_page_text(b, key);
    return page_pick(page, text.zh, text.en);
}

static const char *limit_words(const struct page *page, struct calendar_limit limit)
{
    struct calendar_count_words words = calendar_limit_words(limit);
    return text_count(page->arena, page->lang, words.one, words.many, words.n);
}

/* The shortest and the longest promise of a kind: "3 working days", "3 working days to 30 working days". */
static void add_promise(struct page *page, struct tpl *t, const struct rulebook *b, enum rb_clock_kind kind)
{
    struct calendar_limit low = {0}, high = {0}, limit;
    for (unsigned i = 0; i < b->clocks_count; i++) {
        const struct rb_clock *c = &b->clocks[i];
        if (!c->promised || c->inactive || rulebook_clock_kind(c->kind) != kind || calendar_limit_read(str_of(c->limit), &limit) != ERR_NONE)
            continue;
        if (!low.unit || calendar_limit_compare(limit, low) < 0)
            low = limit;
        if (!high.unit || calendar_limit_compare(limit, high) > 0)
            high = limit;
    }
    if (!low.unit)
        return;
    const char *to = limit_words(page, high);
    struct tpl *row = tpl_add(t, SEC_PROMISE);
    tpl_text(row, V_LABEL, portal_promise_words(page, kind));
    if (calendar_limit_compare(low, high) == 0)
        tpl_text(row, V_WHEN, text_f(page->arena, page->lang, N_("Within %s"), to));
    else if (low.unit == high.unit)
        tpl_text(row, V_WHEN, text_f(page->arena, page->lang, N_("Within %d to %s"), low.value, to));
    else
        tpl_text(row, V_WHEN, text_f(page->arena, page->lang, N_("Within %s to %s"), limit_words(page, low), to));
}

static void add_promises(struct page *page, struct tpl *t, const struct rulebook *b)
{
    static const enum rb_clock_kind kinds[] = {CLOCK_ACKNOWLEDGE, CLOCK_FIRST_CONTACT, CLOCK_PROGRESS, CLOCK_RESOLVE, CLOCK_REPLY};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        add_promise(page, t, b, kinds[i]);
}

/* A text of one item a line, in place of the general list when the book has it. */
static void fill_lines(struct tpl *t, const char *text, enum tpl_section own, enum tpl_section general)
{
    if (!*text) {
        tpl_show(t, general);
        return;
    }
    struct tpl *list = tpl_add(t, own);
    struct str rest = str_of(text);
    while (rest.p) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n)
            tpl_str(tpl_add(list, SEC_LINE), V_TEXT, line);
    }
}

static void fill_text(struct tpl *t, const char *text, enum tpl_section own, enum tpl_section general)
{
    tpl_optional(t, own, V_TEXT, text);
    tpl_show_if(t, general, !*text);
}

/* What is not handled as a complaint, and where to turn with it. */
void portal_exclusions_fill(struct page *page, struct tpl *t, const struct rulebook *b)
{
    struct tpl *list = NULL;
    for (unsigned i = 0; b && i < b->exclusions_count; i++) {
        const struct rb_exclusion *e = &b->exclusions[i];
        if (e->inactive)
            continue;
        list = list ? list : tpl_add(t, SEC_EXCLUSIONS);
        struct tpl *row = tpl_add(list, SEC_EXCLUSION);
        tpl_text(row, V_NAME, page_pick(page, e->name.zh, e->name.en));
        tpl_text(row, V_TEXT, page_pick(page, e->instead.zh, e->instead.en));
    }
}

/* Those of the exclusions that a person can answer for himself (requirements B3); the others stand in a list. */
static void fill_questions(struct page *page, struct tpl *t, const struct rulebook *b)
{
    struct tpl *ask = NULL;
    for (unsigned i = 0; b && i < b->exclusions_count; i++) {
        const struct rb_exclusion *e = &b->exclusions[i];
        if (e->inactive || !*e->question.zh)
            continue;
        ask = ask ? ask : tpl_add(t, SEC_QUESTIONS);
        struct tpl *row = tpl_add(ask, SEC_QUESTION);
        tpl_text(row, V_VALUE, e->code);
        tpl_text(row, V_LABEL, page_pick(page, e->question.zh, e->question.en));
    }
}

void portal_start_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct rb_exclusion *told)
{
    if (told) {
        struct tpl *section = tpl_add(t, SEC_TOLD);
        tpl_text(section, V_VALUE, told->code);
        tpl_text(section, V_NAME, page_pick(page, told->name.zh, told->name.en));
        tpl_text(section, V_TEXT, page_pick(page, told->instead.zh, told->instead.en));
    } else {
        fill_questions(page, t, b);
    }
    tpl_show_if(t, SEC_NOT_TOLD, !told);
    fill_text(t, portal_book_text(page, b, "file_before"), SEC_OWN_BEFORE, SEC_GENERAL_BEFORE);
    fill_text(t, portal_book_text(page, b, "file_emergency"), SEC_OWN_EMERGENCY, SEC_GENERAL_EMERGENCY);
    portal_exclusions_fill(page, t, b);
}

/* How to reach us: the channels that administrators published, else the hotline and the text of the book. */
static void fill_channels(struct page *page, struct tpl *t, const struct rulebook *b, const struct contents *c)
{
    portal_view_hours(page, t);
    content_channels_fill(page, t, c);
    fill_text(t, portal_book_text(page, b, "home_contact"), SEC_OWN_CONTACT, SEC_GENERAL_CONTACT);
}

void portal_home_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct contents *c)
{
    fill_text(t, portal_book_text(page, b, "home_title"), SEC_OWN_TITLE, SEC_GENERAL_TITLE);
    fill_text(t, portal_book_text(page, b, "home_lead"), SEC_OWN_LEAD, SEC_GENERAL_LEAD);
    fill_lines(t, portal_book_text(page, b, "home_handled"), SEC_OWN_HANDLED, SEC_GENERAL_HANDLED);
    fill_lines(t, portal_book_text(page, b, "home_not_handled"), SEC_OWN_NOT_HANDLED, SEC_GENERAL_NOT_HANDLED);
    fill_channels(page, t, b, c);
    content_home_figures_fill(page, t, c);
    tpl_show_if(t, SEC_HAS_FAQ, c->n_questions > 0);
    if (b)
        add_promises(page, tpl_add(t, SEC_PROMISES), b);
}

const char *portal_sealed_words(const struct page *page, const struct rulebook *b)
{
    if (!b || b->custody.one)
        return page_text(page, N_("Your name and contact data are sealed. An identity custodian may open them only with a written reason; each look is recorded, and you see it on the tracking page. Everybody else works without knowing who you are."));
    if (b->custody.emergency)
        return page_text(page, N_("Your name and contact data are sealed. An identity custodian may open them only with a written reason and when a second person agrees, alone only when life or health is in danger; each look is recorded, and you see it on the tracking page. Everybody else works without knowing who you are."));
    return page_text(page, N_("Your name and contact data are sealed. An identity custodian may open them only with a written reason and when a second person agrees; each look is recorded, and you see it on the tracking page. Everybody else works without knowing who you are."));
}

void portal_guide_fill(struct page *page, struct tpl *t, const struct rulebook *b, const struct contents *c)
{
    static const struct {
        const char *slug, *key;
        enum tpl_section page, own, general;
    } parts[] = {
        {"how", "guide_how", SEC_PAGE_HOW, SEC_OWN_HOW, SEC_GENERAL_HOW},
        {"modes", "guide_modes", SEC_PAGE_MODES, SEC_OWN_MODES, SEC_GENERAL_MODES},
        {"privacy", "guide_privacy", SEC_PAGE_PRIVACY, SEC_OWN_PRIVACY, SEC_GENERAL_PRIVACY},
        {"accessibility", "guide_accessibility", SEC_PAGE_ACCESSIBILITY, SEC_OWN_ACCESSIBILITY, SEC_GENERAL_ACCESSIBILITY},
    };
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    tpl_text(t, V_SEALED_HOW, text_f(page->arena, page->lang, N_("Confidentially: %s"), portal_sealed_words(page, b)));
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!content_part_fill(page, t, c, parts[i].slug, parts[i].page))
            fill_text(t, portal_book_text(page, b, parts[i].key), parts[i].own, parts[i].general);
    fill_channels(page, t, b, c);
    portal_exclusions_fill(page, t, b);
    tpl_show_if(t, SEC_HAS_FAQ, c->n_questions > 0);
    tpl_show_if(t, SEC_HAS_FIGURES, c->figures != NULL);
    struct tpl *times = b ? tpl_add(t, SEC_TIMES) : NULL;
    if (times)
        add_promises(page, times, b);
}
