#include <string.h>

#include "complaint_store.h"
#include "crypto_receipt.h"
#include "log.h"
#include "msgid.h"
#include "search_routes.h"
#include "search_store.h"
#include "search_view.h"

/* Whoever types a whole number wants that complaint, not a list of one. */
static enum err jump_to_number(struct page *page, const char *words, bool *ret_jumped)
{
    const char *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, words);
    struct complaint c;
    permission_set rights;
    *ret_jumped = false;
    if (!number)
        return ERR_NONE;
    enum err e = complaint_load(page->db, page->arena, page->user, number, &c, &rights);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    *ret_jumped = true;
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", c.number));
}

static const char *why_found(enum search_way way)
{
    switch (way) {
    case SEARCH_BY_REFERENCE:
        return N_("This reference number");
    case SEARCH_BY_CONTACT:
        return N_("Contact of the complainant");
    default:
        return NULL;
    }
}

static struct search_question question_of(const struct page *page, const struct search_typed *typed)
{
    const struct utc_zone *zone = page->site->zone;
    return (struct search_question){
        .typed = typed->words,
        .state = strcmp(typed->state, "open") == 0 ? SEARCH_OPEN : strcmp(typed->state, "closed") == 0 ? SEARCH_CLOSED : SEARCH_ALL,
        .from_us = typed->from.year ? desk_date_begin(typed->from, zone) : 0,
        .to_us = typed->to.year ? desk_date_end(typed->to, zone) + UTC_SECOND_US : 0,
        .before = typed->before,
        .limit = SEARCH_RESULTS,
    };
}

/* That somebody looked for a person is worth knowing; for whom is not written down. */
static void note_contact(const struct page *page, const struct search_answer *answer)
{
    int64_t found = 0;
    for (size_t i = 0; i < answer->n; i++)
        found += answer->results[i].way == SEARCH_BY_CONTACT;
    LOG(LOG_INFO, "searched by contact", LOG_NUM("user", page->user->id), LOG_NUM("found", found));
}

static enum err run(struct page *page, struct search_shown *shown)
{
    struct search_question question = question_of(page, shown->typed);
    struct search_query query;
    struct search_answer answer;
    bool has_words = search_read(page->arena, shown->typed->words, &query);
    question.query = has_words ? &query : NULL;
    TRY(search_run(page->db, page->arena, page->user, page->site->keys, &question, &answer));
    if (answer.by_contact)
        note_contact(page, &answer);
    if (!has_words && answer.n == 0)
        shown->advice = N_("One Chinese character alone finds too much. Type at least two that stand side by side, or a word or number in letters and digits.");
    struct search_row *rows = ARENA_ARRAY(page->arena, answer.n, struct search_row);
    for (size_t i = 0; i < answer.n; i++)
        rows[i] = (struct search_row){&answer.results[i].c, why_found(answer.results[i].way), &answer.results[i].found};
    shown->rows = rows;
    shown->n = answer.n;
    shown->next = answer.next;
    shown->stopped_us = answer.stopped_us;
    return ERR_NONE;
}

static enum err search_get(struct page *page)
{
    struct http_form *query;
    struct search_typed typed;
    struct http_form_errors errors = {0};
    bool jumped;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    search_form_read(query, page->arena, desk_date_of(page->now_us, page->site->zone), &typed, &errors);
    TRY(jump_to_number(page, typed.words, &jumped));
    if (jumped)
        return ERR_NONE;
    struct search_shown shown = {.typed = &typed, .errors = &errors};
    if (errors.n > 0 || !*typed.words)
        shown.advice = N_("Type words of the complaint, its messages or notes, a complaint number, the complainant's telephone number or e-mail, or a policy or order number.");
    else
        TRY(run(page, &shown));
    struct tpl *t = page_template(page, TPL_SEARCH_SEARCH, page_text(page, N_("Search")));
    page_errors(page, t, &errors);
    search_fill(page, t, &shown);
    return page_answer(page, t, errors.n ? 422 : 200);
}

const struct route search_routes[] = {
    {.method = HTTP_GET, .path = "/staff/search", .need = MAY(SEE), .run = search_get},
    {0},
};
