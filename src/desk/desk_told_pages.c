#include "complaint_store.h"
#include "desk_routes.h"
#include "desk_told_view.h"
#include "identity_store.h"
#include "post_store.h"
#include "told_store.h"

#define SHOWN_MAX 200

/* Who sees a part of a complaint sees nothing of what passes with the complainant. */
static enum err load(struct page *page, struct complaint *ret_c, permission_set *ret_rights)
{
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], ret_c, ret_rights));
    return ret_c->part ? ERR_NOT_FOUND : ERR_NONE;
}

static enum err told_get(struct page *page)
{
    struct complaint c;
    permission_set rights;
    struct told told;
    struct identity who = {.phone = "", .email = ""};
    struct post *posts;
    const char *lead;
    size_t n;
    TRY(load(page, &c, &rights));
    TRY(told_load(page->db, page->arena, c.id, &told));
    TRY(told_lead(page->db, page->arena, c.id, &lead));
    if (c.mode == COMPLAINT_NAMED && told.own) {
        enum err e = identity_load(page->db, page->arena, page->site->keys, c.id, &who);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    TRY(post_of(page->db, page->arena, c.id, SHOWN_MAX, &posts, &n));
    struct tpl *t = page_template(page, TPL_DESK_TOLD, page_text(page, N_("E-mails and SMS to the complainant")));
    desk_told_fill(page, t, &c, lead, &told, &who, posts, n, rights & PERMISSION_BIT(MAY_MESSAGE));
    return page_answer(page, t, 200);
}

static enum err told_post(struct page *page)
{
    long long id;
    struct complaint c;
    permission_set rights;
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    TRY(load(page, &c, &rights));
    if (!(rights & PERMISSION_BIT(MAY_MESSAGE)))
        return ERR_FORBIDDEN;
    if (!str_to_i64(str_of(http_form_get(page->form, "post")), 1, INT64_MAX, &id))
        return ERR_MALFORMED;
    enum err e = told_again(page->db, page->arena, &writer, c.number, id);
    if (e != ERR_NONE && e != ERR_STATE)
        return e;
    if (e == ERR_STATE)
        page_flash_warn(page, N_("It was sent again already, or arrived."));
    else
        page_flash(page, N_("It is sent again."));
    return page_redirect(page, arena_printf(page->arena, "/staff/complaints/%s/told", c.number));
}

const struct route desk_told_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/told", .need = MAY(SEE), .run = told_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/told", .need = MAY(MESSAGE), .run = told_post},
    {0},
};
