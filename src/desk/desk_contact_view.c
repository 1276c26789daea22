#include "desk_contact_view.h"

#include "desk_words_view.h"
#include "format.h"

/* The date of the next report on the progress, CLOCK_NEVER when none is owed. */
static int64_t report_due(const struct desk_case *x)
{
    int64_t due_us = CLOCK_NEVER;
    for (size_t i = 0; i < x->clocks->n; i++) {
        const struct clock *c = &x->clocks->list[i];
        if (c->kind == CLOCK_PROGRESS && c->state == CLOCK_RUNNING && c->due_us < due_us)
            due_us = c->due_us;
    }
    return due_us;
}

/* The most that a basis of closing in force demands; 0: none does. */
static int attempts_demanded(const struct rulebook *b)
{
    int most = 0;
    for (unsigned i = 0; i < b->bases_count; i++) {
        if (!b->bases[i].inactive && b->bases[i].attempts > most)
            most = b->bases[i].attempts;
    }
    return most;
}

void desk_contact_fill(struct page *page, struct tpl *ask, const struct desk_case *x, const struct desk_contact_typed *typed)
{
    enum contact_way chosen = typed && typed->contact.way ? typed->contact.way : CONTACT_TELEPHONE;
    for (int way = CONTACT_TELEPHONE; way < CONTACT_WAY__END; way++) {
        struct tpl *option = tpl_add(ask, SEC_WAY_OPTION);
        tpl_text(option, V_VALUE, contact_way_word((enum contact_way)way));
        tpl_text(option, V_LABEL, page_text(page, contact_way_title((enum contact_way)way)));
        tpl_show_if(option, SEC_SELECTED, way == (int)chosen);
    }
    tpl_show_if(ask, SEC_INWARD, typed && typed->contact.inward);
    tpl_text(ask, V_AT, typed ? typed->at_typed : "");
    tpl_show_if(ask, SEC_AT_OPEN, typed && *typed->at_typed);
    if (report_due(x) != CLOCK_NEVER)
        tpl_text(tpl_add(ask, SEC_REPORT_DUE), V_MESSAGE,
                 text_f(page->arena, page->lang, N_("The next progress report is due %s. Reaching the complainant counts as it."), desk_due_moment(page, report_due(x))));
    int demanded = attempts_demanded(x->world.book);
    if (demanded > 0 && x->aside.attempts > 0)
        tpl_text(tpl_add(ask, SEC_ATTEMPTS), V_MESSAGE,
                 text_f(page->arena, page->lang, N_("%d of %d attempts on different days"), x->aside.attempts < demanded ? x->aside.attempts : demanded, demanded));
}

void desk_draft_fill(struct page *page, struct tpl *form, const struct aside_draft *draft)
{
    struct tpl *note = tpl_add(form, SEC_DRAFT);
    tpl_text(note, V_MESSAGE, text_f(page->arena, page->lang, N_("Your draft of %s: go on writing, or"), format_short(page->arena, draft->at_us, page->now_us, page->site->zone)));
    tpl_text(note, V_WHAT, draft->what);
}

static const char *names_of(const struct page *page, const struct aside_person *list, size_t n)
{
    struct buf out = {.arena = page->arena};
    for (size_t i = 0; i < n; i++)
        buf_printf(&out, "%s%s", i ? (page->lang == LANG_ZH ? "、" : ", ") : "", list[i].name);
    return out.p;
}

void desk_aside_fill(struct page *page, struct tpl *t, const struct desk_case *x)
{
    const struct aside *aside = &x->aside;
    if (aside->n_viewers > 0)
        tpl_text(tpl_add(t, SEC_OTHERS_HERE), V_MESSAGE, text_f(page->arena, page->lang, N_("Also open just now: %s"), names_of(page, aside->viewers, aside->n_viewers)));
    if (aside->n_writers > 0)
        tpl_text(tpl_add(t, SEC_OTHER_WRITES), V_MESSAGE,
                 text_f(page->arena, page->lang, N_("%s is writing the answer (draft of %s)"), names_of(page, aside->writers, aside->n_writers),
                        format_short(page->arena, aside->writers[0].at_us, page->now_us, page->site->zone)));
    struct tpl *phrases = aside->n_phrases > 0 ? tpl_add(t, SEC_PHRASES) : NULL;
    for (size_t i = 0; i < aside->n_phrases; i++) {
        struct tpl *phrase = tpl_add(phrases, SEC_PHRASE);
        tpl_text(phrase, V_NAME, aside->phrases[i].name);
        tpl_show_if(phrase, SEC_SHARED, aside->phrases[i].shared);
    }
}
