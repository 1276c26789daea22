#include "callback_store.h"
#include "complaint_store.h"
#include "desk_check_view.h"
#include "desk_routes.h"
#include "msgid.h"
#include "once_store.h"
#include "spot_store.h"

/* What follows a complaint's closing: its spot checks, and the way to its callback (requirements J1, J3). */

static enum err load(struct page *page, struct desk_checks *x, permission_set *ret_rights)
{
    struct spot_check *list;
    int64_t unit_id;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &x->c, ret_rights));
    if (x->c.part)
        return ERR_NOT_FOUND;
    TRY(spot_of(page->db, page->arena, page->user, x->c.id, &list, &x->n));
    x->list = list;
    return spot_refusal(page->db, page->arena, page->user, &x->c, *ret_rights, page->now_us, &unit_id, &x->why);
}

static enum err show(struct page *page, struct desk_checks *x, int status)
{
    struct tpl *t = page_template(page, TPL_DESK_CHECK, arena_printf(page->arena, "%s %s", page_text(page, N_("Spot checks")), x->c.number));
    desk_checks_fill(page, t, x);
    return page_answer(page, t, status);
}

static enum err check_get(struct page *page)
{
    struct desk_checks x = {.n = 0};
    permission_set rights;
    TRY(load(page, &x, &rights));
    return show(page, &x, 200);
}

static enum err check_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct desk_checks x = {.n = 0};
    struct spot_outcome outcome;
    permission_set rights;
    uint8_t once[32];
    TRY(load(page, &x, &rights));
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    const struct spot_command command = {.action = SPOT_BEGIN, .number = x.c.number, .text = "", .once_hash = once, .once_location = arena_printf(page->arena, "/staff/complaints/%s/check", x.c.number)};
    enum err e = spot_act(page->db, page->arena, &writer, &command, &outcome);
    if ((e == ERR_STATE || e == ERR_FORBIDDEN) && *outcome.why) {
        x.why = outcome.why;
        return show(page, &x, e == ERR_STATE ? 409 : 403);
    }
    TRY(e);
    return page_redirect(page, outcome.location);
}

/* Where the gate of closing and the case page lead. */
static enum err callback_get(struct page *page)
{
    struct complaint c;
    struct callback k;
    permission_set rights;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    enum err e = callback_of(page->db, page->arena, c.id, &k);
    if (e == ERR_NOT_FOUND)
        return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s", c.number));
    TRY(e);
    return page_redirect(page, arena_printf(page->arena, "/staff/callbacks/%lld", (long long)k.id));
}

const struct route desk_check_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/check", .need = MAY(SEE), .run = check_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/check", .need = MAY(CHECK), .run = check_post},
    {.method = HTTP_GET, .path = "/staff/complaints/:no/callback", .need = MAY(SEE), .run = callback_get},
    {0},
};
