#include "approval_case_pages.h"
#include "approval_store.h"
#include "approval_view.h"
#include "decision_routes.h"
#include "msgid.h"
#include "once_store.h"

#define ROWS 100
#define LATELY 30

/* ---- the lists ---- */

static enum err list_get(struct page *page)
{
    struct approval_rows waiting = {.waiting = true}, asked = {0}, decided = {.decided = true};
    struct approval *list;
    struct clock_request *requests;
    TRY(approval_waiting(page->db, page->arena, page->user, page->now_us, ROWS, &list, &waiting.n));
    waiting.list = list;
    TRY(complaint_requests_waiting(page->db, page->arena, page->user->id, page->now_us, ROWS, &requests, &waiting.n_requests));
    waiting.requests = requests;
    TRY(approval_asked(page->db, page->arena, page->user, LATELY, &list, &asked.n));
    asked.list = list;
    TRY(approval_decided(page->db, page->arena, page->user, LATELY, &list, &decided.n));
    decided.list = list;
    struct tpl *t = page_template(page, TPL_DECISION_APPROVALS, page_text(page, N_("My approvals")));
    approval_rows_fill(page, tpl_add(t, SEC_WAITING_LIST), &waiting);
    approval_rows_fill(page, tpl_add(t, SEC_ASKED_LIST), &asked);
    approval_rows_fill(page, tpl_add(t, SEC_DECIDED_LIST), &decided);
    return page_answer(page, t, 200);
}

/* ---- one ---- */

static enum err load(struct page *page, struct approval_shown *x)
{
    long long id;
    struct approval_turn turn;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *x = (struct approval_shown){.for_name = ""};
    TRY(approval_load(page->db, page->arena, page->user, id, page->now_us, &x->approval));
    TRY(approval_turn(page->db, page->arena, page->user, &x->approval, page->now_us, &turn));
    x->mine = turn.mine;
    x->for_name = turn.for_name;
    x->asked = x->approval.asked_by == page->user->id;
    return ERR_NONE;
}

static enum err load_people(struct page *page, struct approval_shown *x)
{
    struct approval_person *list;
    size_t n;
    TRY(approval_people(page->db, page->arena, page->user, &x->approval, &list, &n));
    const char **names = ARENA_ARRAY(page->arena, n + 1, const char *);
    int64_t *ids = ARENA_ARRAY(page->arena, n + 1, int64_t);
    for (size_t i = 0; i < n; i++) {
        const char *place = page_pick(page, list[i].place_zh, list[i].place_en);
        names[i] = *place ? arena_printf(page->arena, "%s · %s", list[i].name, place) : list[i].name;
        ids[i] = list[i].id;
    }
    x->people = names;
    x->people_ids = ids;
    x->n_people = n;
    return ERR_NONE;
}

static enum err load_case(struct page *page, struct approval_shown *x)
{
    struct approval *others;
    TRY(approval_case_show(page, x->approval.complaint_id, x));
    TRY(approval_heads(page->db, page->arena, x->approval.complaint_id, &others, &x->n_others));
    x->others = others;
    return x->mine ? load_people(page, x) : ERR_NONE;
}

static enum err show(struct page *page, struct approval_shown *x, int status)
{
    TRY(load_case(page, x));
    struct tpl *t = page_template(page, TPL_DECISION_APPROVAL, arena_printf(page->arena, "%s %s", approval_heading(page, &x->approval), x->approval.number));
    approval_fill(page, t, x);
    return page_answer(page, t, status);
}

static enum err one_get(struct page *page)
{
    struct approval_shown x;
    TRY(load(page, &x));
    return show(page, &x, 200);
}

/* Why nothing was done, at the top of the page as it stands now, with what was typed. */
static enum err show_why(struct page *page, const struct approval_typed *typed, const char *field, const char *why, int status)
{
    struct approval_shown x;
    struct http_form_errors errors = {0};
    TRY(load(page, &x));
    http_form_error(&errors, *field ? field : "decision", why, 0);
    x.typed = typed;
    x.errors = &errors;
    return show(page, &x, status);
}

static const char *done_words(const struct approval_typed *typed)
{
    if (typed->take_back)
        return N_("It was taken back.");
    switch (typed->decision) {
    case APPROVAL_AGREE: return N_("You agreed.");
    case APPROVAL_SEND_BACK: return N_("It was sent back.");
    case APPROVAL_DELEGATE: return N_("It was handed on.");
    }
    return "";
}

static enum err one_post(struct page *page)
{
    struct approval_shown x;
    struct approval_typed typed;
    struct http_form_errors errors = {0};
    struct approval_result result = {.why = ""};
    uint8_t once[32];
    TRY(load(page, &x));
    TRY(approval_read_form(page->form, &typed, &errors));
    if (errors.n > 0) {
        x.typed = &typed;
        x.errors = &errors;
        return show(page, &x, 422);
    }
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const struct approval_command command = {.id = x.approval.id, .to_id = typed.to_id, .version = typed.version, .decision = typed.decision,
                                             .text = typed.decision == APPROVAL_DELEGATE ? typed.note : typed.text, .once_hash = once,
                                             .once_location = typed.take_back ? arena_printf(page->arena, "/staff/approvals/%lld", (long long)x.approval.id) : "/staff/approvals"};
    enum err e = typed.take_back ? approval_take_back(page->db, page->arena, &writer, &command, &result) : approval_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_STALE)
        return show_why(page, &typed, "", N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 409);
    if ((e == ERR_STATE || e == ERR_FORBIDDEN || e == ERR_INPUT) && *result.why)
        return show_why(page, &typed, result.field ? result.field : "", result.why, e == ERR_STATE ? 409 : e == ERR_FORBIDDEN ? 403 : 422);
    TRY(e);
    page_flash(page, done_words(&typed));
    return page_redirect(page, result.location);
}

const struct route approval_routes[] = {
    {.method = HTTP_GET, .path = "/staff/approvals", .need = MAY(SEE), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/approvals/:id", .need = MAY(SEE), .run = one_get},
    {.method = HTTP_POST, .path = "/staff/approvals/:id", .need = MAY(SEE), .run = one_post},
    {0},
};
