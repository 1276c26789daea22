#include "complaint_filing_store.h"
#include "draft_store.h"
#include "limit_store.h"
#include "portal_receipt_pages.h"
#include "portal_routes.h"
#include "portal_session_pages.h"
#include "portal_tell_pages.h"
#include "portal_told_view.h"
#include "portal_file_view.h"
#include "told_store.h"

#define HOUR_S 3600
#define DAY_S 86400
#define SHOWN_MAX 50

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_PUBLIC, .zone = page->site->zone, .now_us = page->now_us};
}

/* Neither somebody's telephone nor a gateway's bill is for playing with: per complaint, and per network. Noted with the field "send" when it is too much. */
static enum err count_it(struct page *page, const char *number, struct http_form_errors *errors)
{
    const struct config *config = page->site->config;
    enum err e = limit_count_from(page->db, page->arena, page->site->keys, "tell-from", page->req->remote_addr, config->security.filings_per_hour * 2, HOUR_S, page->now_us);
    if (e == ERR_RATE)
        http_form_error(errors, "send", N_("Very many messages were asked for from your connection within this hour. Please try again in an hour"), 0);
    TRY(e == ERR_RATE ? ERR_NONE : e);
    e = limit_count(page->db, page->arena, page->site->keys, "tell", number, config->security.receipts_per_day, DAY_S, page->now_us);
    if (e == ERR_RATE)
        http_form_error(errors, "send", N_("For this complaint messages were sent or changed several times today; until tomorrow nothing more is. Stopping them on the tracking page is always possible"), 0);
    return e == ERR_RATE ? ERR_NONE : e;
}

/* ---- the receipt ---- */

static enum err notify_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct portal_telling telling = {.mail = "", .phone = ""};
    struct draft_stored draft;
    struct filed filed;
    struct told told;
    unsigned over;
    const struct complaint_writer writer = writer_of(page);
    enum err e = portal_receipt_load(page, &draft, &filed);
    if (e == ERR_NOT_FOUND || e == ERR_STATE)
        return page_redirect(page, "/receipt");
    TRY(e);
    TRY(told_load(page->db, page->arena, filed.id, &told));
    if (!(told.ways & portal_view_ways(page)))
        portal_form_receipt_to(page->form, portal_view_ways(page), lang_code(page->lang), &telling, &errors);
    if (errors.n)
        return portal_receipt_answer(page, &telling, &errors);
    /* Sent again, it goes where the complaint said, as far as is known here: addresses that were agreed to are sealed. */
    struct told to = telling.told;
    if (!telling.ways) {
        to = portal_draft_told(page->arena, &draft.content, lang_code(page->lang));
        portal_tell_without(~told.ways, &to);
    }
    TRY(portal_tell_over(page, &to, &over));
    if (over && telling.ways)
        portal_tell_errors(over, &errors);
    else if (over)
        http_form_error(&errors, "send", N_("The receipt was not sent again: many messages went to your address today. Please come back tomorrow, or print the receipt."), 0);
    if (!errors.n)
        TRY(count_it(page, filed.number, &errors));
    if (errors.n)
        return portal_receipt_answer(page, &telling, &errors);
    TRY(told_receipt_by_token(page->db, page->arena, &writer, draft.hash, telling.ways ? &telling.told : NULL));
    portal_tell_count(page, &to);
    page_flash(page, N_("The receipt is on its way to you."));
    return page_redirect(page, "/receipt");
}

/* ---- the tracking page ---- */

static enum err answer_notices(struct page *page, const struct portal_session *s, const struct told *told, const struct portal_telling *telling, const struct http_form_errors *errors)
{
    struct post *posts;
    size_t n;
    TRY(told_posts(page->db, page->arena, s->c.id, SHOWN_MAX, &posts, &n));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_NOTICES, page_text(page, N_("How we tell you what happens")));
    portal_view_notices(page, t, &s->c, told, telling, posts, n, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err notices_run(struct page *page, struct portal_session *s)
{
    struct http_form_errors errors = {.n = 0};
    struct portal_telling telling = {.mail = "", .phone = ""};
    struct told told;
    unsigned over;
    const struct complaint_writer writer = writer_of(page);
    TRY(told_load(page->db, page->arena, s->c.id, &told));
    if (page->req->method != HTTP_POST)
        return answer_notices(page, s, &told, &telling, &errors);
    portal_form_notices(page->form, portal_view_ways(page), told.ways, lang_code(page->lang), &telling, &errors);
    if (errors.n)
        return answer_notices(page, s, &told, &telling, &errors);
    TRY(portal_tell_over(page, &telling.told, &over));
    portal_tell_errors(over, &errors);
    /* Stopping is always possible. */
    if (!errors.n && (telling.told.mail || telling.told.sms))
        TRY(count_it(page, s->c.number, &errors));
    if (errors.n)
        return answer_notices(page, s, &told, &telling, &errors);
    TRY(told_change(page->db, page->arena, &writer, s->token_hash, portal_session_ttl_us(page), &telling.told));
    portal_tell_count(page, &telling.told);
    page_flash(page, telling.told.ways ? N_("Saved. From now on we tell you in this way.") : N_("Saved. Nothing is sent to you any more."));
    return page_redirect(page, "/track/notices");
}

static enum err notices_step(struct page *page)
{
    return portal_with_session(page, notices_run);
}

const struct route portal_told_routes[] = {
    {.method = HTTP_POST, .path = "/receipt/notify", .need = ANYONE, .run = notify_post},
    {.method = HTTP_GET, .path = "/track/notices", .need = ANYONE, .run = notices_step},
    {.method = HTTP_POST, .path = "/track/notices", .need = ANYONE, .run = notices_step},
    {0},
};
