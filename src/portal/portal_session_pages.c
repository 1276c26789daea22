#include "portal_session_pages.h"

#include <string.h>

#include "attachment_store.h"
#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "format.h"
#include "once_store.h"
#include "portal_file_view.h"
#include "route.h"
#include "utf8.h"

/* ---- the session: number and passcode were given ---- */

int64_t portal_session_ttl_us(const struct page *page)
{
    return (int64_t)page->site->config->security.track_minutes * UTC_MINUTE_US;
}

void portal_session_hashes(const uint8_t token[PORTAL_TOKEN_BYTES], struct portal_session *session)
{
    uint8_t staged[PORTAL_TOKEN_BYTES + 5];
    crypto_sha256(token, PORTAL_TOKEN_BYTES, session->token_hash);
    memcpy(staged, "stage", 5);
    memcpy(staged + 5, token, PORTAL_TOKEN_BYTES);
    crypto_sha256(staged, sizeof staged, session->stage_hash);
}

/* ERR_NOT_FOUND: no cookie that could be one of a session. */
static enum err read_cookie(struct page *page, struct portal_session *ret_session)
{
    uint8_t token[PORTAL_TOKEN_BYTES];
    size_t n = 0;
    *ret_session = (struct portal_session){.look = NULL};
    if (!str_unbase64url(str_of(http_own_cookie(page->req, "track")), token, PORTAL_TOKEN_BYTES, &n) || n != PORTAL_TOKEN_BYTES)
        return ERR_NOT_FOUND;
    portal_session_hashes(token, ret_session);
    crypto_wipe(token, sizeof token);
    return ERR_NONE;
}

/* ERR_NOT_FOUND: no session, or too old. */
enum err portal_session_open(struct page *page, struct portal_session *ret_session)
{
    struct portal_session session;
    TRY(read_cookie(page, &session));
    TRY(track_load(page->db, page->arena, session.token_hash, page->now_us, portal_session_ttl_us(page), &session.c));
    *ret_session = session;
    return ERR_NONE;
}

static enum err look(struct page *page, struct portal_session *ret_session)
{
    struct portal_session session;
    struct track_look *look = ARENA_NEW(page->arena, struct track_look);
    TRY(read_cookie(page, &session));
    TRY(track_look(page->db, page->arena, session.token_hash, page->now_us, portal_session_ttl_us(page), look));
    session.c = look->c;
    session.look = look;
    *ret_session = session;
    return ERR_NONE;
}

/* The longest thing that was typed comes along when it is opened again. */
static void show_way_back(struct page *page, struct tpl *t)
{
    static const char *const typed[] = {"text", "why", "urge", "reason", "words"};
    const char *longest = "";
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        const char *value = http_form_get(page->form, typed[i]);
        if (strlen(value) > strlen(longest))
            longest = value;
    }
    if (!*longest)
        return;
    struct tpl *form = tpl_add(t, SEC_GO_ON);
    tpl_text(form, V_TYPED_TEXT, longest);
    tpl_text(form, V_NUMBER, http_form_get(page->form, "number"));
}

enum err portal_session_gone(struct page *page)
{
    if (page->req->method != HTTP_POST) {
        page_flash_warn(page, N_("To protect your data the complaint was closed. Please enter number and passcode again."));
        return page_redirect(page, "/track");
    }
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_GONE, page_text(page, N_("Track a complaint")));
    tpl_int(tpl_add(t, SEC_EXPIRED), V_MINUTES, page->site->config->security.track_minutes);
    portal_view_typed(page, t);
    show_way_back(page, t);
    return page_answer(page, t, 404);
}

enum err portal_session_late(struct page *page, const char *back)
{
    if (!page_has_typed(page)) {
        page_flash_warn(page, N_("Your complaint has moved on meanwhile: this was not sent. What you can do now stands here."));
        return page_redirect(page, back);
    }
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_LATE, page_text(page, N_("Track a complaint")));
    tpl_text(t, V_BACK, back);
    portal_view_typed(page, t);
    return page_answer(page, t, 409);
}

/* Throw away what is staged: what lay there before this request, what came with it, or both. */
enum err portal_session_drop(struct page *page, const struct portal_session *session, bool old, bool fresh)
{
    struct attachment *staged;
    size_t n;
    TRY(attachment_staged(page->db, page->arena, true, session->stage_hash, &staged, &n));
    for (size_t i = 0; i < n; i++) {
        if (staged[i].at_us == page->now_us ? !fresh : !old)
            continue;
        enum err e = attachment_unstage(page->db, session->stage_hash, staged[i].code);
        if (e != ERR_NONE && e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_NONE;
}

static enum err answer_another(struct page *page, const struct portal_session *session)
{
    TRY(portal_session_drop(page, session, false, true));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_GONE, page_text(page, N_("Track a complaint")));
    struct tpl *another = tpl_add(t, SEC_ANOTHER);
    tpl_text(another, V_NUMBER, http_form_get(page->form, "number"));
    tpl_text(another, V_CURRENT, session->c.number);
    portal_view_typed(page, t);
    return page_answer(page, t, 409);
}

/* In another window another complaint was opened, and the browser has one session: what was meant for the one must not reach the other. */
static bool meant_for_another(const struct page *page, const struct portal_session *session)
{
    const char *number = page->req->method == HTTP_POST ? http_form_get(page->form, "number") : "";
    return *number && strcmp(number, session->c.number) != 0;
}

/* Of an erased one there is nothing to read and nothing to write: when that was, and where to go instead. */
enum err portal_session_erased(struct page *page, const struct portal_session *session)
{
    const struct complaint *c = &session->c;
    const struct utc_zone *zone = page->site->zone;
    bool post = page->req->method == HTTP_POST;
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_ERASED, page_text(page, N_("This complaint was erased")));
    tpl_text(t, V_NUMBER, c->number);
    tpl_text(t, V_BEGUN, format_date(page->arena, page->lang, c->received_us, zone));
    tpl_optional(t, SEC_CLOSED, V_AT, c->closed_us ? format_date(page->arena, page->lang, c->closed_us, zone) : "");
    tpl_text(t, V_AT, format_date(page->arena, page->lang, c->erased_us, zone));
    if (post)
        portal_view_typed(page, t);
    return page_answer(page, t, post ? 410 : 200);
}

/* Run a page on the complaint of the session; without one, ask for number and passcode again. */
enum err portal_with_session(struct page *page, enum err (*run)(struct page *page, struct portal_session *session))
{
    struct portal_session session;
    enum err e = portal_session_open(page, &session);
    if (e == ERR_NONE)
        e = meant_for_another(page, &session) ? answer_another(page, &session) : session.c.erased_us ? portal_session_erased(page, &session) : run(page, &session);
    return e == ERR_NOT_FOUND ? portal_session_gone(page) : e;
}

enum err portal_with_look(struct page *page, enum err (*run)(struct page *page, struct portal_session *session))
{
    struct portal_session session;
    enum err e = look(page, &session);
    if (e == ERR_NONE)
        e = session.c.erased_us ? portal_session_erased(page, &session) : run(page, &session);
    return e == ERR_NOT_FOUND ? portal_session_gone(page) : e;
}

enum err portal_session_act(struct page *page, const struct portal_session *session, struct track_command *command, const char *location_wanted, const char *done)
{
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_PUBLIC, .zone = page->site->zone, .now_us = page->now_us};
    uint8_t once[32];
    const char *location;
    once_hash(page->site->keys, http_own_cookie(page->req, "track"), page->route->path, page->once, once);
    command->once_hash = once;
    command->once_location = location_wanted;
    TRY(track_act(page->db, page->arena, &writer, session->token_hash, portal_session_ttl_us(page), command, &location));
    page_flash(page, done);
    return page_redirect(page, location);
}

bool portal_session_may(const struct portal_session *session, enum complaint_action action)
{
    return flow_allowed(&session->c, FLOW_COMPLAINANT, 0) & FLOW_BIT(action);
}
