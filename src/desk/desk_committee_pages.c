#include "committee_store.h"
#include "desk_case_pages.h"
#include "desk_committee_view.h"
#include "desk_routes.h"
#include "once_store.h"

/* What of a complaint was put before the committee, and putting it there (requirements G4). Nothing of it is shown to who sees a part of the complaint. */

static enum err load(struct page *page, struct desk_case *x)
{
    TRY(desk_case_load(page, page->params[0], "", x));
    return x->c.part ? ERR_NOT_FOUND : ERR_NONE;
}

static enum err show(struct page *page, struct desk_case *x, struct desk_committee *k, int status)
{
    struct agenda_item *list;
    TRY(committee_of(page->db, page->arena, x->c.id, &list, &k->n));
    k->c = &x->c;
    k->list = list;
    k->may = (x->rights & (PERMISSION_BIT(MAY_DISPATCH) | PERMISSION_BIT(MAY_HOLD_MEETING))) != 0;
    k->holds = (x->rights & PERMISSION_BIT(MAY_HOLD_MEETING)) != 0;
    struct tpl *t = page_template(page, TPL_DESK_COMMITTEE, arena_printf(page->arena, "%s %s", page_text(page, N_("Before the committee")), x->c.number));
    desk_committee_fill(page, t, k);
    return page_answer(page, t, status);
}

static enum err committee_get(struct page *page)
{
    struct desk_case x;
    struct desk_committee k = {.why = http_query(page->req, "why"), .question = ""};
    TRY(load(page, &x));
    return show(page, &x, &k, 200);
}

static enum err committee_post(struct page *page)
{
    const struct http_text_rule question = {.required = true, .lines = true, .max = 2000, .missing = N_("Write what is to be decided")};
    struct desk_case x;
    struct http_form_errors errors = {0};
    struct committee_result result;
    uint8_t once[32];
    size_t n = 0;
    TRY(load(page, &x));
    while (committee_whys[n])
        n++;
    int why = http_form_choice(page->form, "why", committee_whys, n, true, N_("Choose why the committee has to decide"), &errors);
    struct desk_committee k = {.why = why < 0 ? "" : committee_whys[why], .errors = &errors};
    k.question = http_form_text(page->form, "question", &question, &errors);
    if (errors.n > 0)
        return show(page, &x, &k, 422);
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const struct committee_proposal proposal = {.number = x.c.number, .why = k.why, .question = k.question, .once_hash = once, .once_location = arena_printf(page->arena, "/staff/complaints/%s/committee", x.c.number)};
    enum err e = committee_propose(page->db, page->arena, &writer, &proposal, &result);
    if ((e == ERR_INPUT || e == ERR_STATE || e == ERR_FORBIDDEN) && *result.why) {
        http_form_error(&errors, *result.field ? result.field : "why", result.why, 0);
        return show(page, &x, &k, e == ERR_INPUT ? 422 : e == ERR_STATE ? 409 : 403);
    }
    TRY(e);
    page_flash(page, N_("It was put before the committee."));
    return page_redirect(page, result.location);
}

const struct route desk_committee_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/committee", .need = MAY(SEE), .run = committee_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/committee", .need = MAY_EITHER(DISPATCH, HOLD_MEETING), .run = committee_post},
    {0},
};
