#include "search_view.h"

#include <string.h>

#include "desk_list.h"
#include "format.h"
#include "moment.h"
#include "rulebook.h"
#include "msgid.h"
#include "pager.h"

/* The search as asked, going on before a place; 0: from the newest. */
static const char *url(struct arena *a, const struct search_typed *typed, int64_t before)
{
    struct buf to = {.arena = a};
    buf_printf(&to, "/staff/search?q=%s", desk_url_encode(a, typed->words));
    if (*typed->state)
        buf_printf(&to, "&state=%s", typed->state);
    if (typed->from.year)
        buf_printf(&to, "&from=%s", desk_date_iso(a, typed->from));
    if (typed->to.year)
        buf_printf(&to, "&to=%s", desk_date_iso(a, typed->to));
    if (before)
        buf_printf(&to, "&before=%lld", (long long)before);
    return to.p;
}

static void fill_pieces(struct tpl *t, enum tpl_section section, const struct search_piece *pieces, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct tpl *piece = tpl_add(t, section);
        tpl_text(tpl_add(piece, pieces[i].hit ? SEC_HIT : SEC_PLAIN), V_TEXT, pieces[i].text);
    }
}

static void fill_passages(struct page *page, struct tpl *t, const struct search_found *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const struct search_passage *p = &found->passages[i];
        struct tpl *passage = tpl_add(t, SEC_PASSAGE);
        tpl_text(passage, V_LABEL, page_text(page, p->label));
        tpl_show_if(passage, SEC_CUT_BEFORE, p->cut_before);
        tpl_show_if(passage, SEC_CUT_AFTER, p->cut_after);
        fill_pieces(passage, SEC_PIECE, p->pieces, p->n);
    }
}

static const char *place_of(const struct page *page, const struct complaint *c)
{
    const char *unit = page_pick(page, c->unit_zh, c->unit_en), *department = page_pick(page, c->department_zh, c->department_en);
    const char *between = page->lang == LANG_ZH ? " " : ", ";
    return *department ? arena_printf(page->arena, "%s%s%s", unit, between, department) : unit;
}

static void fill_row(struct page *page, struct tpl *t, const struct search_row *shown)
{
    const struct complaint *c = shown->c;
    struct tpl *row = tpl_add(t, SEC_RESULT);
    tpl_text(row, V_NUMBER, c->number);
    fill_pieces(row, SEC_TITLE_PIECE, shown->found->title, shown->found->n_title);
    tpl_text(row, V_STATE, page_text(page, complaint_state_title(c->state)));
    tpl_text(row, V_TAG, c->is_open ? "tag-b" : "tag-n");
    tpl_text(row, V_CATEGORY, page_pick(page, c->category_zh, c->category_en));
    tpl_text(row, V_PLACE, place_of(page, c));
    tpl_optional(row, SEC_HANDLER, V_PERSON, c->assignee);
    tpl_text(row, V_RECEIVED, moment_full(page, c->received_us, c->mode == COMPLAINT_NAMED ? COARSE_EXACT : COARSE_DAY));
    tpl_show_if(row, SEC_SEALED, c->mode == COMPLAINT_CONFIDENTIAL);
    if (shown->why)
        tpl_text(tpl_add(row, SEC_WHY_FOUND), V_MESSAGE, page_text(page, shown->why));
    fill_passages(page, row, shown->found);
}

static void fill_form(struct page *page, struct tpl *t, const struct search_shown *shown)
{
    const struct search_typed *typed = shown->typed;
    tpl_text(t, V_WORDS, typed->words);
    tpl_text(t, V_FIND_WORDS, typed->words);
    tpl_show_if(t, SEC_ONLY_OPEN, strcmp(typed->state, "open") == 0);
    tpl_show_if(t, SEC_ONLY_CLOSED, strcmp(typed->state, "closed") == 0);
    tpl_text(t, V_FROM_TYPED, typed->from_typed);
    tpl_text(t, V_TO_TYPED, typed->to_typed);
    tpl_show_if(t, SEC_FROM_WRONG, http_form_error_of(shown->errors, "from") != NULL);
    tpl_show_if(t, SEC_TO_WRONG, http_form_error_of(shown->errors, "to") != NULL);
    if (*typed->words && (*typed->state || *typed->from_typed || *typed->to_typed)) {
        const struct search_typed bare = {.words = typed->words, .state = ""};
        tpl_text(tpl_add(t, SEC_RESET), V_URL, url(page->arena, &bare, 0));
    }
}

static void fill_pager(struct page *page, struct tpl *t, const struct search_shown *shown)
{
    bool all = !shown->next && !shown->typed->before;
    const struct pager_links links = {
        .text = shown->n == 0 ? NULL
                : all ? text_count(page->arena, page->lang, "%lld complaint", "%lld complaints", (long long)shown->n)
                      : text_count(page->arena, page->lang, "%lld complaint on this page", "%lld complaints on this page", (long long)shown->n),
        .first = shown->typed->before ? url(page->arena, shown->typed, 0) : NULL,
        .next = shown->next && !shown->stopped_us ? url(page->arena, shown->typed, shown->next) : NULL,
    };
    pager_fill(t, &links);
}

void search_fill(struct page *page, struct tpl *t, const struct search_shown *shown)
{
    fill_form(page, t, shown);
    if (shown->advice) {
        tpl_text(tpl_add(t, SEC_ADVICE), V_MESSAGE, page_text(page, shown->advice));
        return;
    }
    if (shown->stopped_us) {
        struct tpl *stopped = tpl_add(t, SEC_STOPPED);
        tpl_text(stopped, V_MESSAGE, text_f(page->arena, page->lang, N_("So many complaints have these words that the search ended at those received on %s."),
                                            format_date(page->arena, page->lang, shown->stopped_us, page->site->zone)));
        tpl_text(stopped, V_URL, url(page->arena, shown->typed, shown->next));
    }
    if (shown->n == 0 && !shown->stopped_us)
        tpl_text(tpl_add(t, SEC_EMPTY), V_MESSAGE,
                 shown->typed->before ? page_text(page, N_("Nothing older was found.")) : text_f(page->arena, page->lang, N_("Nothing was found for “%s”."), shown->typed->words));
    if (shown->n > 0) {
        struct tpl *results = tpl_add(t, SEC_RESULTS);
        for (size_t i = 0; i < shown->n; i++)
            fill_row(page, results, &shown->rows[i]);
    }
    fill_pager(page, t, shown);
}
