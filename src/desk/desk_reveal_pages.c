#include <string.h>

#include "complaint_store.h"
#include "desk_case_view.h"
#include "desk_routes.h"
#include "desk_unseal_pages.h"
#include "identity_store.h"

#define REASON_MAX 300

/* Hidden contact details are for those who have the right; sealed ones have a page of their own, and of an anonymous complaint there is nothing to show. */
static enum err check_right(const struct complaint *c, permission_set rights)
{
    if (c->mode != COMPLAINT_NAMED)
        return ERR_NOT_FOUND;
    return rights & PERMISSION_BIT(MAY_REVEAL) ? ERR_NONE : ERR_FORBIDDEN;
}

static enum err show_form(struct page *page, const struct complaint *c, const char *typed, const struct http_form_errors *errors)
{
    const char *heading = page_text(page, N_("Show the contact details"));
    struct tpl *t = page_template(page, TPL_DESK_REVEAL, heading);
    tpl_text(t, V_HEADING, heading);
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_TYPED, typed);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_REASON_ERR, errors, "reason");
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err reveal_get(struct page *page)
{
    struct complaint c;
    permission_set rights;
    struct http_form_errors errors = {0};
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    if (c.mode == COMPLAINT_CONFIDENTIAL)
        return desk_unseal_get(page);
    TRY(check_right(&c, rights));
    TRY(page_recent(page, false));
    return show_form(page, &c, "", &errors);
}

/* Loading, recording and opening in one transaction: nothing is opened that is not on the record. */
struct look {
    struct page *page;
    const char *reason;
    struct complaint c;
    struct identity who;
};

static enum err look_body(struct db *db, void *ctx)
{
    struct look *look = ctx;
    struct page *page = look->page;
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    permission_set rights;
    TRY(complaint_lock(db, page->arena, page->params[0]));
    TRY(complaint_load(db, page->arena, page->user, page->params[0], &look->c, &rights));
    TRY(check_right(&look->c, rights));
    TRY(identity_load(db, page->arena, page->site->keys, look->c.id, &look->who));
    const char *data = *look->reason ? timeline_data(page->arena, "reason", look->reason, NULL) : "{}";
    TRY(complaint_append(db, page->arena, &writer, &look->c, "revealed", data));
    enum err e = complaint_save(db, page->arena, &look->c);
    return e == ERR_STALE ? ERR_RETRY : e; /* somebody else wrote meanwhile: record it after that */
}

static enum err reveal_post(struct page *page)
{
    struct look look = {.page = page};
    permission_set rights;
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &look.c, &rights));
    if (look.c.mode == COMPLAINT_CONFIDENTIAL)
        return desk_unseal_post(page);
    TRY(check_right(&look.c, rights));
    TRY(page_recent(page, false));
    struct http_form_errors errors = {0};
    struct http_text_rule rule = {
        .lines = false,
        .max = REASON_MAX,
    };
    look.reason = http_form_text(page->form, "reason", &rule, &errors);
    if (errors.n)
        return show_form(page, &look.c, look.reason, &errors);
    TRY(db_tx(page->db, look_body, &look));

    struct tpl *t = page_template(page, TPL_DESK_IDENTITY, page_text(page, N_("Contact details")));
    tpl_text(t, V_NUMBER, look.c.number);
    desk_identity_fill(page, t, &look.who);
    http_header(page->resp, "Cache-Control", "no-store");
    return page_answer(page, t, 200);
}

const struct route desk_reveal_routes[] = {
    {.method = HTTP_GET, .path = "/staff/complaints/:no/reveal", .need = MAY(SEE), .run = reveal_get},
    {.method = HTTP_POST, .path = "/staff/complaints/:no/reveal", .need = MAY(SEE), .run = reveal_post},
    {0},
};
