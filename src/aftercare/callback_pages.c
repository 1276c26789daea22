#include "aftercare_routes.h"
#include "approval_store.h"
#include "callback_store.h"
#include "callback_view.h"
#include "handled_store.h"
#include "identity_store.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"

#define ROWS 100
#define LATELY 20

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* ---- the desk ---- */

static enum err list_get(struct page *page)
{
    struct callback_rows waiting = {.n = 0}, made = {.n = 0};
    struct callback *list;
    TRY(callback_waiting(page->db, page->arena, page->user, page->now_us, ROWS + 1, &list, &waiting.n));
    waiting.list = list;
    waiting.more = waiting.n > ROWS;
    waiting.n = waiting.more ? ROWS : waiting.n;
    TRY(callback_made(page->db, page->arena, page->user, LATELY, &list, &made.n));
    made.list = list;
    struct tpl *t = page_template(page, TPL_AFTERCARE_CALLBACKS, page_text(page, N_("Callbacks")));
    callback_rows_fill(page, t, &waiting, &made);
    return page_answer(page, t, 200);
}

/* ---- one ---- */

struct loaded {
    struct callback_shown shown;
    struct complaint c;
    permission_set rights;
    struct approval_case brief;
    struct identity who;
};

static enum err load(struct page *page, struct loaded *x)
{
    struct complaint_hands hands;
    int64_t version;
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    *x = (struct loaded){.rights = 0};
    TRY(callback_load(page->db, page->arena, id, &x->shown.k));
    TRY(complaint_load(page->db, page->arena, page->user, x->shown.k.number, &x->c, &x->rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    TRY(rulebook_in_force(page->db, page->arena, &x->shown.book, &version));
    TRY(complaint_hands(page->db, page->arena, &x->c, x->shown.k.unit_id, page->user->id, MAY_CALL_BACK, page->now_us, &hands));
    x->shown.c = &x->c;
    x->shown.may = (x->rights & PERMISSION_BIT(MAY_CALL_BACK)) != 0;
    x->shown.handled = hands.handled;
    x->shown.alone = !hands.others;
    return ERR_NONE;
}

/* Whose call it is by opening it, when nobody has it and it may be made today. */
static enum err claim(struct page *page, struct loaded *x)
{
    struct callback *k = &x->shown.k;
    bool claimed;
    if (k->state != CALLBACK_WAITING || k->user_id || !x->shown.may || (x->shown.handled && !x->shown.alone))
        return ERR_NONE;
    TRY(callback_claim(page->db, k->id, page->user->id, page->now_us, &claimed));
    return callback_load(page->db, page->arena, k->id, k);
}

static enum err load_who(struct page *page, struct loaded *x)
{
    if (x->c.mode != COMPLAINT_NAMED)
        return ERR_NONE;
    enum err e = identity_load(page->db, page->arena, page->site->keys, x->c.id, &x->who);
    if (e != ERR_NONE)
        return e == ERR_NOT_FOUND ? ERR_NONE : e;
    x->shown.who = &x->who;
    x->shown.may_reveal = (x->rights & PERMISSION_BIT(MAY_REVEAL)) != 0;
    return ERR_NONE;
}

static const struct message *last_answer(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->n_messages; i++) {
        if (sheet->messages[i].kind == MESSAGE_REPLY)
            return &sheet->messages[i];
    }
    return NULL;
}

static enum err show(struct page *page, struct loaded *x, int status)
{
    TRY(approval_case_load(page->db, page->arena, x->c.id, &x->brief));
    x->shown.allegations = x->brief.sheet.parts.allegations;
    x->shown.n_allegations = x->brief.sheet.parts.n_allegations;
    x->shown.answer = last_answer(&x->brief.sheet);
    TRY(load_who(page, x));
    struct tpl *t = page_template(page, TPL_AFTERCARE_CALLBACK, arena_printf(page->arena, "%s %s", page_text(page, N_("Callback")), x->c.number));
    callback_fill(page, t, &x->shown);
    if (x->shown.in_clear)
        http_header(page->resp, "Cache-Control", "no-store");
    return page_answer(page, t, status);
}

static enum err one_get(struct page *page)
{
    struct loaded x;
    TRY(load(page, &x));
    TRY(claim(page, &x));
    return show(page, &x, 200);
}

/* ---- the number in clear: on the record of the complaint first ---- */

struct look {
    struct page *page;
    struct loaded *x;
};

static enum err look_body(struct db *db, void *ctx)
{
    struct look *look = ctx;
    struct page *page = look->page;
    const struct complaint_writer writer = writer_of(page);
    struct complaint c;
    permission_set rights;
    TRY(complaint_lock(db, page->arena, look->x->c.number));
    TRY(complaint_load(db, page->arena, page->user, look->x->c.number, &c, &rights));
    if (c.mode != COMPLAINT_NAMED || !(rights & PERMISSION_BIT(MAY_REVEAL)))
        return ERR_FORBIDDEN;
    TRY(complaint_append(db, page->arena, &writer, &c, "revealed", timeline_data(page->arena, "callback", arena_printf(page->arena, "%lld", (long long)look->x->shown.k.id), NULL)));
    enum err e = complaint_save(db, page->arena, &c);
    return e == ERR_STALE ? ERR_RETRY : e;
}

static enum err reveal(struct page *page, struct loaded *x)
{
    struct look look = {page, x};
    if (!x->shown.may || (x->shown.handled && !x->shown.alone) || x->shown.k.state != CALLBACK_WAITING)
        return ERR_FORBIDDEN;
    TRY(page_recent(page, false));
    TRY(db_tx(page->db, look_body, &look));
    x->shown.in_clear = true;
    return show(page, x, 200);
}

/* ---- what came of it ---- */

static enum err show_why(struct page *page, const struct callback_typed *typed, const char *why, int status)
{
    struct loaded x;
    struct http_form_errors errors = {0};
    TRY(load(page, &x));
    http_form_error(&errors, "text", why, 0);
    x.shown.typed = typed;
    x.shown.errors = &errors;
    return show(page, &x, status);
}

static const char *done_words(const struct callback_typed *typed, const struct callback_result *result)
{
    switch (typed->action) {
    case CALLBACK_DO_DONE:
        return result->escalated ? N_("The callback was recorded. The complainant is dissatisfied: what the rulebook provides for that was done.") : N_("The callback was recorded.");
    case CALLBACK_DO_VAIN:
        return result->given_up ? N_("That was the last attempt: the callback is given up.") : N_("The attempt was recorded. It stands in the list again tomorrow.");
    case CALLBACK_DO_TAKE:
        return N_("You have this callback now.");
    default:
        return N_("The callback is free for others again.");
    }
}

static const char *leads_to(const struct page *page, const struct callback_typed *typed, int64_t id)
{
    return typed->action == CALLBACK_DO_TAKE ? arena_printf(page->arena, "/staff/callbacks/%lld", (long long)id) : "/staff/callbacks";
}

static enum err record(struct page *page, struct loaded *x, const struct callback_typed *typed)
{
    static const enum callback_action actions[] = {[CALLBACK_DO_DONE] = CALLBACK_RECORD, [CALLBACK_DO_VAIN] = CALLBACK_IN_VAIN, [CALLBACK_DO_TAKE] = CALLBACK_TAKE_OVER, [CALLBACK_DO_LET_GO] = CALLBACK_LET_GO};
    const struct complaint_writer writer = writer_of(page);
    struct callback_result result;
    uint8_t once[32];
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct callback_command command = {.action = actions[typed->action], .id = x->shown.k.id, .version = typed->version, .answers = &typed->answers, .said = typed->said, .way = typed->way,
                                             .result = typed->result, .text = typed->text, .reason = page_text(page, N_("The complainant said when called back that he is not satisfied.")), .once_hash = once,
                                             .once_location = leads_to(page, typed, x->shown.k.id)};
    enum err e = callback_act(page->db, page->arena, &writer, &command, &result);
    if (e == ERR_STALE)
        return show_why(page, typed, N_("Somebody else changed this meanwhile. Look at it again; nothing was done"), 409);
    if ((e == ERR_STATE || e == ERR_FORBIDDEN) && *result.why)
        return show_why(page, typed, result.why, e == ERR_STATE ? 409 : 403);
    TRY(e);
    page_flash(page, done_words(typed, &result));
    return page_redirect(page, result.location);
}

static enum err one_post(struct page *page)
{
    struct loaded x;
    struct callback_typed typed;
    struct http_form_errors errors = {0};
    TRY(load(page, &x));
    TRY(callback_read_form(page->form, page->arena, &x.shown.book->callback, &typed, &errors));
    x.shown.typed = &typed;
    if (typed.action == CALLBACK_DO_REVEAL)
        return reveal(page, &x);
    if (errors.n > 0) {
        x.shown.errors = &errors;
        return show(page, &x, 422);
    }
    return record(page, &x, &typed);
}

const struct route callback_routes[] = {
    {.method = HTTP_GET, .path = "/staff/callbacks", .need = MAY(CALL_BACK), .run = list_get},
    {.method = HTTP_GET, .path = "/staff/callbacks/:id", .need = MAY(CALL_BACK), .run = one_get},
    {.method = HTTP_POST, .path = "/staff/callbacks/:id", .need = MAY(CALL_BACK), .run = one_post},
    {0},
};
