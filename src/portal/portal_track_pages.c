#include <string.h>

#include "attachment_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "format.h"
#include "limit_store.h"
#include "once_store.h"
#include "portal_ask_view.h"
#include "portal_file_form.h"
#include "portal_file_view.h"
#include "portal_home_view.h"
#include "portal_routes.h"
#include "portal_track_view.h"
#include "rulebook_store.h"
#include "look_store.h"
#include "sheet_store.h"
#include "utf8.h"

#define HOUR_S 3600
#define TOKEN_BYTES 32
#define SHOWN_MAX 200 /* messages, and events, of one complaint */
#define MESSAGES_PER_HOUR 30

/* ---- the session: number and passcode were given ---- */

struct session {
    uint8_t token_hash[32], stage_hash[32]; /* stage: files uploaded and not yet sent */
    struct complaint c;
};

static int64_t session_ttl_us(const struct page *page)
{
    return (int64_t)page->site->config->security.track_minutes * UTC_MINUTE_US;
}

static void session_hashes(const uint8_t token[TOKEN_BYTES], struct session *session)
{
    uint8_t staged[TOKEN_BYTES + 5];
    crypto_sha256(token, TOKEN_BYTES, session->token_hash);
    memcpy(staged, "stage", 5);
    memcpy(staged + 5, token, TOKEN_BYTES);
    crypto_sha256(staged, sizeof staged, session->stage_hash);
}

/* ERR_NOT_FOUND: no session, or too old. */
static enum err open_session(struct page *page, struct session *ret_session)
{
    uint8_t token[TOKEN_BYTES];
    size_t n = 0;
    struct session session;
    if (!str_unbase64url(str_of(http_own_cookie(page->req, "track")), token, TOKEN_BYTES, &n) || n != TOKEN_BYTES)
        return ERR_NOT_FOUND;
    session_hashes(token, &session);
    crypto_wipe(token, sizeof token);
    TRY(track_load(page->db, page->arena, session.token_hash, page->now_us, session_ttl_us(page), &session.c));
    *ret_session = session;
    return ERR_NONE;
}

static enum err answer_gone(struct page *page)
{
    if (page->req->method != HTTP_POST) {
        page_flash(page, N_("To protect your data the complaint was closed. Please enter number and passcode again."));
        return page_redirect(page, "/track");
    }
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_GONE, page_text(page, N_("Track a complaint")));
    tpl_int(tpl_add(t, SEC_EXPIRED), V_MINUTES, page->site->config->security.track_minutes);
    portal_view_typed(page, t);
    return page_answer(page, t, 404);
}

/* Throw away what is staged: what lay there before this request, what came with it, or both. */
static enum err drop_staged(struct page *page, const struct session *session, bool old, bool fresh)
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

static enum err answer_another(struct page *page, const struct session *session)
{
    TRY(drop_staged(page, session, false, true));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_GONE, page_text(page, N_("Track a complaint")));
    struct tpl *another = tpl_add(t, SEC_ANOTHER);
    tpl_text(another, V_NUMBER, http_form_get(page->form, "number"));
    tpl_text(another, V_CURRENT, session->c.number);
    portal_view_typed(page, t);
    return page_answer(page, t, 409);
}

/* In another window another complaint was opened, and the browser has one session: what was meant for the one must not reach the other. */
static bool meant_for_another(const struct page *page, const struct session *session)
{
    const char *number = page->req->method == HTTP_POST ? http_form_get(page->form, "number") : "";
    return *number && strcmp(number, session->c.number) != 0;
}

/* Of an erased one there is nothing to read and nothing to write: when that was, and where to go instead. */
static enum err answer_erased(struct page *page, const struct session *session)
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
static enum err with_session(struct page *page, enum err (*run)(struct page *page, struct session *session))
{
    struct session session;
    enum err e = open_session(page, &session);
    if (e == ERR_NONE)
        e = meant_for_another(page, &session) ? answer_another(page, &session) : session.c.erased_us ? answer_erased(page, &session) : run(page, &session);
    return e == ERR_NOT_FOUND ? answer_gone(page) : e;
}

/* ---- enter number and passcode ---- */

static const char *network_of(const struct page *page)
{
    return limit_network(page->arena, page->req->remote_addr);
}

static enum err answer_form(struct page *page, const struct portal_key *key, bool question, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK, page_text(page, N_("Track a complaint")));
    tpl_text(t, V_EXAMPLE, arena_printf(page->arena, "%s-4F7K2-9QXBM-3", page->site->config->site.number_prefix));
    tpl_text(t, V_NUMBER, key->number);
    tpl_text(t, V_CODE, key->code);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_NUMBER_ERR, errors, "number");
    page_field_error(page, t, SEC_CODE_ERR, errors, "code");
    if (question)
        portal_view_question(page, t, portal_ask(page->arena, page->lang, page->site->keys, network_of(page), page->now_us), errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err track_get(struct page *page)
{
    struct http_form_errors none = {.n = 0};
    struct str no = utf8_prefix(str_of(http_query(page->req, "no")), 40);
    return answer_form(page, &(struct portal_key){str_cstr(page->arena, no), ""}, false, &none);
}

/* A wrong number costs the same work as a wrong passcode and gets the same words, so neither can be told from the other. */
static enum err try_key(struct page *page, const struct portal_key *key, const char **ret_cookie)
{
    struct arena *a = page->arena;
    const char *number = crypto_number_read(a, page->site->config->site.number_prefix, key->number), *code = crypto_passcode_read(a, key->code);
    uint8_t passcode_hash[32], token[TOKEN_BYTES];
    struct session session;
    if (!number)
        number = "-";
    if (!crypto_passcode_hash(page->site->keys, number, code ? code : "-", passcode_hash))
        return ERR_CRYPTO;
    crypto_random(token, sizeof token);
    session_hashes(token, &session);
    const char *cookie = str_base64url(a, token, sizeof token);
    crypto_wipe(token, sizeof token);
    TRY(track_open(page->db, a, number, passcode_hash, session.token_hash, page->now_us));
    *ret_cookie = cookie;
    return ERR_NONE;
}

static enum err track_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct portal_key key;
    const char *cookie;
    portal_form_key(page->form, &key, &errors);
    if (errors.n)
        return answer_form(page, &key, false, &errors);
    const struct config *config = page->site->config;
    int64_t tries;
    TRY(limit_tried(page->db, page->site->keys, "lookup", network_of(page), HOUR_S, page->now_us, &tries));
    if (tries > config->security.lookups_per_hour)
        return ERR_RATE;
    bool question = tries > config->security.question_lookups;
    if (question && !portal_ask_answered(page->arena, page->site->keys, network_of(page), page->now_us, http_form_get(page->form, "answer"))) {
        http_form_error(&errors, "answer", N_("Please answer this question; it keeps programs out"), 0);
        return answer_form(page, &key, true, &errors);
    }
    enum err e = try_key(page, &key, &cookie);
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "number", N_("Number and passcode do not fit together. Please check both."), 0);
        return answer_form(page, &key, question, &errors);
    }
    TRY(e);
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "track", cookie);
    return page_redirect(page, "/track/case");
}

static enum err leave_post(struct page *page)
{
    struct session session;
    enum err e = open_session(page, &session);
    if (e == ERR_NONE)
        e = track_close(page->db, session.token_hash);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "track", "");
    page_flash(page, N_("The complaint is closed on this device."));
    return page_redirect(page, "/track");
}

/* ---- the complaint ---- */

/* In the words of the rulebook; most complaints have none. */
static enum err load_looks(struct page *page, struct portal_case *kase)
{
    const struct rulebook *book;
    int64_t version_id;
    struct look_told *told;
    bool any = false;
    for (size_t i = 0; i < kase->n_events; i++)
        any |= strncmp(kase->events[i].kind, "unsealed", strlen("unsealed")) == 0;
    if (!any)
        return ERR_NONE;
    TRY(look_list(page->db, page->arena, kase->c.id, &told, &kase->n_looks));
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    kase->looks = ARENA_ARRAY(page->arena, kase->n_looks + 1, struct portal_look);
    for (size_t i = 0; i < kase->n_looks; i++) {
        const struct rb_role *role = rulebook_role(book, told[i].role);
        const struct rb_name *purpose = rulebook_purpose(book, told[i].purpose);
        kase->looks[i] = (struct portal_look){.seq = told[i].seq, .role = role ? page_pick(page, role->name.zh, role->name.en) : "",
                                              .purpose = purpose ? page_pick(page, purpose->name.zh, purpose->name.en) : ""};
    }
    return ERR_NONE;
}

static enum err load_case(struct page *page, const struct session *session, bool with_staged, struct portal_case *ret_case)
{
    struct sheet sheet;
    TRY(sheet_load_public(page->db, page->arena, session->c.id, SHOWN_MAX, &sheet));
    struct portal_case kase = {
        .c = session->c, .parts = sheet.parts, .messages = sheet.messages, .n_messages = sheet.n_messages, .events = sheet.events,
        .n_events = sheet.n_events, .files = sheet.files, .n_files = sheet.n_files, .rated = session->c.rated, .typed = "",
    };
    struct clock_set *clocks = ARENA_NEW(page->arena, struct clock_set);
    TRY(clock_load(page->db, page->arena, true, session->c.id, false, clocks));
    kase.clocks = clocks;
    TRY(load_looks(page, &kase));
    if (with_staged)
        TRY(attachment_staged(page->db, page->arena, true, session->stage_hash, &kase.staged, &kase.n_staged));
    *ret_case = kase;
    return ERR_NONE;
}

static enum err answer_case(struct page *page, const struct portal_case *kase, const struct http_form_errors *errors)
{
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_CASE, page_text(page, N_("Your complaint")));
    tpl_optional(t, SEC_BOOK_NOTE, V_TEXT, portal_book_text(page, book, "track_note"));
    portal_view_case(page, t, kase, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err case_run(struct page *page, struct session *session)
{
    struct http_form_errors none = {.n = 0};
    struct portal_case kase;
    TRY(load_case(page, session, *http_query(page->req, "files"), &kase));
    return answer_case(page, &kase, &none);
}

static enum err case_get(struct page *page)
{
    return with_session(page, case_run);
}

static enum err receipt_run(struct page *page, struct session *session)
{
    struct portal_case kase;
    TRY(load_case(page, session, false, &kase));
    struct portal_receipt_sheet sheet = portal_view_case_sheet(page, &kase);
    struct tpl *t = page_template(page, TPL_PORTAL_RECEIPT_PRINT, page_text(page, N_("Receipt")));
    TRY(portal_view_receipt_print(page, t, &sheet));
    return page_answer(page, t, 200);
}

static enum err receipt_get(struct page *page)
{
    return with_session(page, receipt_run);
}

/* ---- what the complainant does ---- */

static enum err act(struct page *page, const struct session *session, struct track_command *command, const char *done)
{
    struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_PUBLIC, .zone = page->site->zone, .now_us = page->now_us};
    uint8_t once[32];
    const char *location;
    once_hash(page->site->keys, http_own_cookie(page->req, "track"), page->route->path, page->once, once);
    command->once_hash = once;
    command->once_location = "/track/case";
    TRY(track_act(page->db, page->arena, &writer, session->token_hash, session_ttl_us(page), command, &location));
    page_flash(page, done);
    return page_redirect(page, location);
}

static enum err message_sink(struct page *page, struct http_file_sink *ret_sink)
{
    const struct config *config = page->site->config;
    struct session session;
    enum err e = open_session(page, &session);
    if (e == ERR_NOT_FOUND) {
        *ret_sink = http_files_dropped;
        return ERR_NONE;
    }
    TRY(e);
    struct attachment_stage *stage = ARENA_NEW(page->arena, struct attachment_stage);
    *stage = (struct attachment_stage){.db = page->db, .arena = page->arena, .public_pool = true, .now_us = page->now_us,
                                       .files_max = config->limits.files_per_message, .file_max = config->limits.upload_mib << 20};
    memcpy(stage->stage_hash, session.stage_hash, sizeof stage->stage_hash);
    page->upload = stage;
    return attachment_sink(stage, ret_sink);
}

static enum err answer_message_errors(struct page *page, const struct session *session, const char *text, const struct http_form_errors *errors)
{
    struct portal_case kase;
    TRY(load_case(page, session, true, &kase));
    kase.typed = text;
    return answer_case(page, &kase, errors);
}

static enum err message_run(struct page *page, struct session *session)
{
    struct http_form_errors errors = {.n = 0};
    const struct attachment_stage *stage = page->upload;
    struct attachment *staged;
    size_t n_staged;
    /* Files left over from an earlier, forgotten try go with this message only if its form showed them. */
    if (strcmp(http_form_get(page->form, "with"), "staged") != 0)
        TRY(drop_staged(page, session, true, false));
    TRY(attachment_staged(page->db, page->arena, true, session->stage_hash, &staged, &n_staged));
    if (stage && stage->n_problems > 0)
        portal_view_file_error(page, stage->problems[0].name, stage->problems[0].message, stage->problems[0].number, &errors);
    const char *text = portal_form_message(page->form, page->site->config->limits.message_chars, n_staged, &errors);
    if (errors.n)
        return answer_message_errors(page, session, text, &errors);
    TRY(limit_count(page->db, page->arena, page->site->keys, "message", session->c.number, MESSAGES_PER_HOUR, HOUR_S, page->now_us));
    struct track_command command = {.action = ACTION_SUPPLY, .text = text, .stage_hash = session->stage_hash};
    TRY(act(page, session, &command, N_("Your message has been sent.")));
    return drop_staged(page, session, true, true); /* a second click brought its files again */
}

static enum err message_post(struct page *page)
{
    return with_session(page, message_run);
}

static enum err unstage_run(struct page *page, struct session *session)
{
    enum err e = attachment_unstage(page->db, session->stage_hash, http_form_get(page->form, "code"));
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    return page_redirect(page, "/track/case?files=1");
}

static enum err unstage_post(struct page *page)
{
    return with_session(page, unstage_run);
}

static bool may(const struct session *session, enum complaint_action action)
{
    return flow_allowed(&session->c, FLOW_COMPLAINANT, 0) & FLOW_BIT(action);
}

static enum err withdraw_run(struct page *page, struct session *session)
{
    struct http_form_errors errors = {.n = 0};
    const char *reason = "";
    if (page->req->method == HTTP_POST) {
        reason = portal_form_reason(page->form, &errors);
        struct track_command command = {.action = ACTION_WITHDRAW, .text = reason};
        if (errors.n == 0)
            return act(page, session, &command, N_("You asked to withdraw the complaint. We will contact you."));
    }
    if (!may(session, ACTION_WITHDRAW))
        return page_redirect(page, "/track/case");
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_WITHDRAW, page_text(page, N_("Withdraw the complaint")));
    tpl_text(t, V_NUMBER, session->c.number);
    tpl_text(t, V_REASON, reason);
    page_errors(page, t, &errors);
    page_field_error(page, t, SEC_REASON_ERR, &errors, "reason");
    return page_answer(page, t, errors.n ? 422 : 200);
}

static enum err withdraw_step(struct page *page)
{
    return with_session(page, withdraw_run);
}

static void rating_command(const struct portal_rating *rating, struct track_command *command)
{
    *command = (struct track_command){.action = ACTION_RATE, .text = rating->words};
    command->rating.solved = rating->solved;
    command->rating.overall = rating->levels[0];
    command->rating.speed = rating->levels[1];
    command->rating.attitude = rating->levels[2];
    command->rating.skill = rating->levels[3];
    command->rating.result = rating->levels[4];
    command->rating.callback = rating->callback;
}

static enum err rate_run(struct page *page, struct session *session)
{
    struct http_form_errors errors = {.n = 0};
    struct portal_rating rating = {.words = ""};
    if (page->req->method == HTTP_POST) {
        portal_form_rating(page->form, &rating, &errors);
        struct track_command command;
        rating_command(&rating, &command);
        if (errors.n == 0)
            return act(page, session, &command, N_("Thank you for your rating."));
    }
    if (session->c.rated || !may(session, ACTION_RATE))
        return page_redirect(page, "/track/case");
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_RATE, page_text(page, N_("How did we do?")));
    portal_view_rating(page, t, &session->c, &rating, &errors);
    return page_answer(page, t, errors.n ? 422 : 200);
}

static enum err rate_step(struct page *page)
{
    return with_session(page, rate_run);
}

/* ---- files ---- */

static enum err file_run(struct page *page, struct session *session)
{
    struct attachment file;
    TRY(attachment_find(page->db, page->arena, true, session->c.id, page->params[0], &file));
    attachment_answer(page->db, true, &file, page->resp);
    return ERR_NONE;
}

static enum err file_get(struct page *page)
{
    struct session session;
    enum err e = open_session(page, &session);
    return e == ERR_NOT_FOUND ? answer_gone(page) : e == ERR_NONE ? session.c.erased_us ? answer_erased(page, &session) : file_run(page, &session) : e;
}

const struct route portal_track_routes[] = {
    {.method = HTTP_GET, .path = "/track", .need = ANYONE, .run = track_get},
    {.method = HTTP_POST, .path = "/track", .need = ANYONE, .run = track_post},
    {.method = HTTP_GET, .path = "/track/case", .need = ANYONE, .run = case_get},
    {.method = HTTP_GET, .path = "/track/receipt", .need = ANYONE, .run = receipt_get},
    {.method = HTTP_POST, .path = "/track/message", .need = ANYONE, .run = message_post, .files = message_sink, .body_max = 512u * 1024u},
    {.method = HTTP_POST, .path = "/track/unstage", .need = ANYONE, .run = unstage_post},
    {.method = HTTP_GET, .path = "/track/withdraw", .need = ANYONE, .run = withdraw_step},
    {.method = HTTP_POST, .path = "/track/withdraw", .need = ANYONE, .run = withdraw_step},
    {.method = HTTP_GET, .path = "/track/rate", .need = ANYONE, .run = rate_step},
    {.method = HTTP_POST, .path = "/track/rate", .need = ANYONE, .run = rate_step},
    {.method = HTTP_GET, .path = "/track/file/:code", .need = ANYONE, .run = file_get},
    {.method = HTTP_POST, .path = "/track/leave", .need = ANYONE, .run = leave_post},
    {0},
};
