#include <string.h>

#include "aftercare_routes.h"
#include "category_store.h"
#include "library_store.h"
#include "library_view.h"
#include "msgid.h"
#include "once_store.h"
#include "pager.h"
#include "rulebook_store.h"

/* The case library (requirements J6). */

#define ROWS 30
#define WORDS 4

static enum err list_get(struct page *page)
{
    struct http_form *query;
    struct library_asked asked;
    struct library_case *list;
    struct pager_key key = {0, 0};
    const char *words[WORDS];
    int64_t version;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    library_asked_read(query, &asked);
    asked.drafts = asked.drafts && access_may(page->user, MAY_EDIT_LIBRARY);
    struct library_shown x = {.asked = &asked, .first = !pager_after(page, &key)};
    const struct library_filter filter = {.drafts = asked.drafts, .words = words, .n_words = library_query(page->arena, asked.words, words, WORDS), .category_id = asked.category_id, .cause = asked.cause, .before_us = key.value,
                                          .before_id = key.id, .limit = ROWS + 1};
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    TRY(category_leaves(page->db, page->arena, &x.categories, &x.n_categories));
    TRY(library_list(page->db, page->arena, page->user, &filter, &list, &x.n));
    if (x.n > ROWS) {
        const struct library_case *last = &list[ROWS - 1];
        x.n = ROWS;
        x.next = pager_word(page->arena, (struct pager_key){asked.drafts ? last->changed_us : last->published_us, last->id});
    }
    x.list = list;
    struct tpl *t = page_template(page, TPL_AFTERCARE_LIBRARY, page_text(page, N_("Case library")));
    library_list_fill(page, t, &x);
    return page_answer(page, t, 200);
}

static enum err show(struct page *page, struct library_one *x, int status)
{
    struct library_doubt *doubts;
    int64_t version;
    TRY(rulebook_in_force(page->db, page->arena, &x->book, &version));
    TRY(category_leaves(page->db, page->arena, &x->categories, &x->n_categories));
    x->paper = *http_query(page->req, "paper") != '\0';
    if (x->c->id && x->c->state == LIBRARY_DRAFT && x->c->edits) {
        TRY(library_doubts(page->db, page->arena, page->site->keys, x->c, &doubts, &x->n_doubts, &x->sealed));
        x->doubts = doubts;
    }
    struct tpl *t = page_template(page, TPL_AFTERCARE_CASE, x->c->id ? x->c->parts[LIBRARY_TITLE] : page_text(page, N_("Write it up for the library")));
    library_case_fill(page, t, x);
    return page_answer(page, t, status);
}

/* What a new one begins with. */
static enum err begin(struct page *page, const char *number, struct library_case *c)
{
    const struct rulebook *book;
    struct complaint *of = ARENA_NEW(page->arena, struct complaint);
    permission_set rights;
    int64_t version;
    TRY(complaint_load(page->db, page->arena, page->user, number, of, &rights));
    if (of->part)
        return ERR_NOT_FOUND;
    if (!(rights & PERMISSION_BIT(MAY_EDIT_LIBRARY)))
        return ERR_FORBIDDEN;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    return library_begin(page->db, page->arena, of, book, c);
}

static enum err new_get(struct page *page)
{
    struct library_case c;
    TRY(begin(page, http_query(page->req, "complaint"), &c));
    struct library_one x = {.c = &c};
    return show(page, &x, 200);
}

static enum err run(struct page *page, const struct library_typed *typed, int64_t id, const char *location, struct library_result *ret_result)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    struct library_command command = {.action = typed->action, .id = id, .version = typed->version, .number = typed->number, .category_id = typed->category_id, .passage = typed->passage, .text = typed->text, .once_hash = once,
                                      .once_location = location};
    memcpy(command.parts, typed->parts, sizeof command.parts);
    return library_act(page->db, page->arena, &writer, &command, ret_result);
}

static enum err again(struct page *page, struct library_one *x, struct http_form_errors *errors, enum err e, const struct library_result *result)
{
    http_form_error(errors, *result->field ? result->field : "now", result->why, 0);
    return show(page, x, e == ERR_INPUT ? 422 : e == ERR_FORBIDDEN ? 403 : 409);
}

static enum err new_post(struct page *page)
{
    struct library_typed typed;
    struct library_case c;
    struct library_result result;
    struct http_form_errors errors = {0};
    struct library_one x = {.c = &c, .typed = &typed, .errors = &errors};
    TRY(library_read(page->form, &typed, &errors));
    if (typed.action != LIBRARY_SAVE && typed.action != LIBRARY_HAND_IN)
        return ERR_MALFORMED;
    TRY(begin(page, typed.number, &c));
    if (errors.n > 0)
        return show(page, &x, 422);
    enum err e = run(page, &typed, 0, "/staff/library?view=drafts", &result);
    if (e != ERR_NONE && *result.why)
        return again(page, &x, &errors, e, &result);
    TRY(e);
    page_flash(page, typed.action == LIBRARY_HAND_IN ? N_("Handed in: somebody else checks and publishes it.") : N_("Saved as a draft."));
    return page_redirect(page, result.location);
}

static enum err load(struct page *page, struct library_case *c)
{
    long long id;
    return str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id) ? library_load(page->db, page->arena, page->user, id, c) : ERR_NOT_FOUND;
}

static enum err case_get(struct page *page)
{
    struct library_case c;
    TRY(load(page, &c));
    struct library_one x = {.c = &c};
    return show(page, &x, 200);
}

static enum err case_post(struct page *page)
{
    struct library_typed typed;
    struct library_case c;
    struct library_result result;
    struct http_form_errors errors = {0};
    struct library_one x = {.c = &c, .typed = &typed, .errors = &errors};
    TRY(load(page, &c));
    TRY(library_read(page->form, &typed, &errors));
    if (errors.n > 0)
        return show(page, &x, 422);
    enum err e = run(page, &typed, c.id, arena_printf(page->arena, "/staff/library/%lld", (long long)c.id), &result);
    if (e == ERR_STALE) {
        TRY(load(page, &c));
        http_form_error(&errors, "now", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 0);
        return show(page, &x, 409);
    }
    if (e != ERR_NONE && *result.why)
        return again(page, &x, &errors, e, &result);
    TRY(e);
    page_flash(page, typed.action == LIBRARY_PUBLISH ? N_("Published.") : N_("Saved."));
    return page_redirect(page, result.location);
}

const struct route library_routes[] = {
    {.method = HTTP_GET, .path = "/staff/library", .need = MAY(SEE), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/library/new", .need = MAY(EDIT_LIBRARY), .run = new_get},
    {.method = HTTP_POST, .path = "/staff/library/new", .need = MAY(EDIT_LIBRARY), .run = new_post},
    {.method = HTTP_GET, .path = "/staff/library/:id", .need = MAY(SEE), .run = case_get},
    {.method = HTTP_POST, .path = "/staff/library/:id", .need = MAY(EDIT_LIBRARY), .run = case_post},
    {0},
};
