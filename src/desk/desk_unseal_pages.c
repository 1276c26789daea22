#include "desk_unseal_pages.h"

#include <string.h>

#include "desk_case_pages.h"
#include "desk_unseal_view.h"
#include "once_store.h"
#include "unsealing_store.h"

#define REASON_MAX 300

static enum err decides(struct page *page, const struct unsealing *list, size_t n, struct desk_unseal *d)
{
    for (size_t i = n; i > 0 && !d->decides; i--) {
        const struct unsealing *u = &list[i - 1];
        struct approval approval;
        struct approval_turn turn;
        if (u->approval != APPROVAL_OPEN || u->asked_by == page->user->id)
            continue;
        TRY(approval_load(page->db, page->arena, page->user, u->approval_id, page->now_us, &approval));
        TRY(approval_turn(page->db, page->arena, page->user, &approval, page->now_us, &turn));
        d->decides = turn.mine;
        d->decides_id = u->approval_id;
    }
    return ERR_NONE;
}

static enum err load(struct page *page, struct desk_case *x, struct desk_unseal *d)
{
    struct unsealing *list;
    TRY(desk_case_load(page, page->params[0], "", x));
    if (x->c.mode != COMPLAINT_CONFIDENTIAL)
        return ERR_NOT_FOUND;
    TRY(desk_case_load_rules(page, x));
    d->x = x;
    d->custodian = !x->c.part && (x->rights & PERMISSION_BIT(MAY_UNSEAL));
    d->together = rulebook_unsealing(page->arena, x->world.book, &x->facts) != NULL;
    TRY(unsealing_list(page->db, page->arena, page->site->keys, x->c.id, false, &list, &d->n));
    TRY(decides(page, list, d->n, d));
    if (!d->custodian && !d->decides)
        return ERR_FORBIDDEN;
    TRY(unsealing_list(page->db, page->arena, page->site->keys, x->c.id, true, &list, &d->n));
    d->list = list;
    return ERR_NONE;
}

static enum err show(struct page *page, const struct desk_unseal *d, int status)
{
    struct tpl *t = page_template(page, TPL_DESK_UNSEAL, page_text(page, N_("Unseal the identity")));
    desk_unseal_fill(page, t, d);
    http_header(page->resp, "Cache-Control", "no-store");
    return page_answer(page, t, status);
}

enum err desk_unseal_get(struct page *page)
{
    struct desk_case x;
    struct http_form_errors none = {0};
    struct desk_unseal d = {.errors = &none};
    TRY(load(page, &x, &d));
    TRY(page_recent(page, false));
    return show(page, &d, 200);
}

static enum err show_identity(struct page *page, const struct desk_case *x, const struct identity *who)
{
    struct tpl *t = page_template(page, TPL_DESK_IDENTITY, page_text(page, N_("Contact details")));
    tpl_text(t, V_NUMBER, x->c.number);
    desk_identity_fill(page, t, who);
    http_header(page->resp, "Cache-Control", "no-store");
    return page_answer(page, t, 200);
}

/* Of those that the rulebook offers; it has to be chosen where there are any. */
static const char *read_purpose(struct page *page, const struct rulebook *b, struct http_form_errors *errors)
{
    const char *typed = http_form_get(page->form, "purpose");
    bool any = false;
    for (unsigned i = 0; i < b->custody.purposes_count; i++) {
        const struct rb_name *purpose = &b->custody.purposes[i];
        any |= !purpose->inactive;
        if (!purpose->inactive && strcmp(purpose->code, typed) == 0)
            return purpose->code;
    }
    if (any)
        http_form_error(errors, "purpose", N_("Choose what the identity is needed for"), 0);
    return "";
}

static const char *why_not(enum err e)
{
    return e == ERR_EXISTS ? N_("You have asked already. Look at how that stands") : N_("Nobody else could agree: nobody who holds the role for it is there for this complaint. Tell an administrator");
}

static enum err run_ask(struct page *page, struct desk_unseal *d, const struct desk_unseal_typed *typed, struct http_form_errors *errors)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const struct rulebook *b = d->x->world.book;
    const char *back = arena_printf(page->arena, "/staff/complaints/%s/reveal", d->x->c.number), *location;
    uint8_t once[32];
    struct identity who;
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const char *purpose = desk_purpose(page, b, typed->purpose);
    const struct unsealing_command command = {
        .action = UNSEALING_ASK, .number = d->x->c.number, .purpose = typed->purpose, .reason = typed->reason, .chain = rulebook_unsealing(page->arena, b, &d->x->facts), .title = purpose,
        .body = page_text(page, N_("The reason is sealed like the identity itself; read it on the page of the sealed identity.")), .hours = rulebook_unsealed_hours(b), .once_hash = once,
        .once_location = back,
    };
    enum err e = unsealing_act(page->db, page->arena, &writer, &command, &who, &location);
    if (e == ERR_EXISTS || e == ERR_STATE) {
        http_form_error(errors, "reason", why_not(e), 0);
        return show(page, d, 409);
    }
    TRY(e);
    page_flash(page, N_("You asked for it. Whoever has to agree was told; you hear of the answer by the bell."));
    return page_redirect(page, location);
}

static enum err run_look(struct page *page, struct desk_unseal *d, const struct desk_unseal_typed *typed, bool alone, struct http_form_errors *errors)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    const struct rulebook *b = d->x->world.book;
    const struct unsealing_command command = {
        .action = alone ? UNSEALING_LOOK_ALONE : UNSEALING_LOOK, .number = d->x->c.number, .purpose = typed->purpose, .reason = typed->reason, .emergency = alone && d->together,
        .agrees = b->custody.agrees && *b->custody.agrees ? b->custody.agrees : RB_CUSTODIAN, .hours = rulebook_unsealed_hours(b),
    };
    struct identity who;
    const char *location;
    enum err e = unsealing_act(page->db, page->arena, &writer, &command, &who, &location);
    if (e == ERR_STATE) {
        http_form_error(errors, "reason", N_("Nothing was agreed to, or the time for it is over. Ask for it"), 0);
        return show(page, d, 409);
    }
    TRY(e);
    return show_identity(page, d->x, &who);
}

enum err desk_unseal_post(struct page *page)
{
    static const char *const words[] = {"ask", "look", "alone"};
    struct desk_case x;
    struct http_form_errors errors = {0};
    struct desk_unseal d = {.errors = &errors};
    size_t which = 0;
    TRY(load(page, &x, &d));
    if (!d.custodian)
        return ERR_FORBIDDEN;
    TRY(page_recent(page, false));
    const char *action = http_form_get(page->form, "do");
    while (which < COUNT_OF(words) && strcmp(words[which], action) != 0)
        which++;
    if (which == COUNT_OF(words))
        return ERR_MALFORMED;
    struct desk_unseal_typed typed = {.purpose = "", .reason = "", .danger = http_form_tick(page->form, "danger")};
    if (which == 1)
        return run_look(page, &d, &typed, false, &errors);
    if ((which == 0) != d.together && !(which == 2 && x.world.book->custody.emergency))
        return ERR_FORBIDDEN;
    const struct http_text_rule rule = {.required = true, .lines = false, .max = REASON_MAX, .missing = N_("Write down why you need to know who complained")};
    typed.purpose = read_purpose(page, x.world.book, &errors);
    typed.reason = http_form_text(page->form, "reason", &rule, &errors);
    if (which == 2 && d.together && !typed.danger)
        http_form_error(&errors, "danger", N_("Only when life or health is in danger; tick that, or ask for agreement"), 0);
    d.typed = &typed;
    if (errors.n)
        return show(page, &d, 422);
    return which == 0 ? run_ask(page, &d, &typed, &errors) : run_look(page, &d, &typed, true, &errors);
}
