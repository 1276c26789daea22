#include <string.h>

#include "attachment_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_random.h"
#include "crypto_receipt.h"
#include "format.h"
#include "limit_store.h"
#include "log.h"
#include "once_store.h"
#include "portal_ask_pages.h"
#include "portal_file_form.h"
#include "portal_file_view.h"
#include "portal_follow_view.h"
#include "portal_home_view.h"
#include "portal_routes.h"
#include "portal_session_pages.h"
#include "portal_track_view.h"
#include "rulebook_store.h"
#include "look_store.h"
#include "sheet_store.h"
#include "utf8.h"

#define HOUR_S 3600
#define MESSAGES_PER_HOUR 30

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

/* Most complaints were never split; of a very long one the event may be beyond those at hand. */
static bool may_be_split(const struct portal_case *kase)
{
    for (size_t i = 0; i < kase->n_events; i++)
        if (strcmp(kase->events[i].kind, "split") == 0)
            return true;
    return kase->c.events > TRACK_LOOK_MAX;
}

static enum err load_parts(struct page *page, struct portal_case *kase)
{
    return may_be_split(kase) ? track_parts(page->db, page->arena, kase->c.id, &kase->split, &kase->n_split) : ERR_NONE;
}

static enum err load_case_in(struct page *page, const struct portal_session *session, bool with_staged, struct portal_case *ret_case, struct clock_world *ret_world)
{
    struct sheet sheet;
    struct clock_set *clocks = ARENA_NEW(page->arena, struct clock_set);
    if (session->look) {
        sheet = session->look->sheet;
        clocks = session->look->clocks;
    } else {
        TRY(sheet_load_public(page->db, page->arena, session->c.id, TRACK_LOOK_MAX, &sheet));
        TRY(clock_load(page->db, page->arena, true, session->c.id, true, clocks));
    }
    struct portal_case kase = {
        .c = session->c, .parts = sheet.parts, .messages = sheet.messages, .n_messages = sheet.n_messages, .events = sheet.events,
        .n_events = sheet.n_events, .files = sheet.files, .n_files = sheet.n_files, .clocks = clocks, .rated = session->c.rated, .typed = "",
    };
    TRY(load_looks(page, &kase));
    TRY(load_parts(page, &kase));
    TRY(clock_world_load(page->db, page->arena, session->c.unit_id, page->site->zone, ret_world));
    kase.book = ret_world->book;
    kase.urge_from_us = complaint_urge_from(ret_world, &session->c);
    if (with_staged)
        TRY(attachment_staged(page->db, page->arena, true, session->stage_hash, &kase.staged, &kase.n_staged));
    *ret_case = kase;
    return ERR_NONE;
}

static enum err load_case(struct page *page, const struct portal_session *session, bool with_staged, struct portal_case *ret_case)
{
    struct clock_world world;
    return load_case_in(page, session, with_staged, ret_case, &world);
}

static enum err answer_case(struct page *page, const struct portal_case *kase, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_CASE, page_text(page, N_("Your complaint")));
    tpl_optional(t, SEC_BOOK_NOTE, V_TEXT, portal_book_text(page, kase->book, "track_note"));
    portal_view_case(page, t, kase, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err case_run(struct page *page, struct portal_session *session)
{
    struct http_form_errors none = {.n = 0};
    struct portal_case kase;
    TRY(load_case(page, session, *http_query(page->req, "files"), &kase));
    return answer_case(page, &kase, &none);
}

static enum err case_get(struct page *page)
{
    return portal_with_look(page, case_run);
}

static enum err receipt_run(struct page *page, struct portal_session *session)
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
    return portal_with_look(page, receipt_run);
}

static enum err dates_run(struct page *page, struct portal_session *session)
{
    struct portal_case kase;
    struct clock_world world;
    TRY(load_case_in(page, session, false, &kase, &world));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_DATES, page_text(page, N_("Why these dates?")));
    portal_dates_fill(page, t, &kase, &world);
    return page_answer(page, t, 200);
}

static enum err dates_get(struct page *page)
{
    return portal_with_look(page, dates_run);
}

static enum err print_run(struct page *page, struct portal_session *session)
{
    struct portal_case kase;
    TRY(load_case(page, session, false, &kase));
    struct tpl *t = page_template(page, TPL_PORTAL_TRACK_PRINT, page_text(page, N_("Your complaint")));
    portal_view_print(page, t, &kase);
    return page_answer(page, t, 200);
}

static enum err print_get(struct page *page)
{
    return portal_with_look(page, print_run);
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
    tpl_optional(t, SEC_KEPT, V_TYPED_TEXT, page->req->method == HTTP_POST ? http_form_get(page->form, "typed") : "");
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_NUMBER_ERR, errors, "number");
    page_field_error(page, t, SEC_CODE_ERR, errors, "code");
    if (question) {
        const char *asked;
        TRY(portal_question(page, network_of(page), &asked));
        portal_view_question(page, t, asked, errors);
    }
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
    uint8_t passcode_hash[32], token[PORTAL_TOKEN_BYTES];
    struct portal_session session;
    if (!number)
        number = "-";
    if (!crypto_passcode_hash(page->site->keys, number, code ? code : "-", passcode_hash))
        return ERR_CRYPTO;
    crypto_random(token, sizeof token);
    portal_session_hashes(token, &session);
    const char *cookie = str_base64url(a, token, sizeof token);
    crypto_wipe(token, sizeof token);
    TRY(track_open(page->db, a, number, passcode_hash, session.token_hash, page->now_us));
    *ret_cookie = cookie;
    return ERR_NONE;
}

/* The page had closed itself before it was sent: what was typed stands in the form again (requirements B11). */
static enum err go_on_typing(struct page *page, const char *cookie, const char *typed)
{
    const struct http_form_errors none = {.n = 0};
    uint8_t token[PORTAL_TOKEN_BYTES];
    struct portal_session session = {.look = NULL};
    struct portal_case kase;
    size_t n = 0;
    if (!str_unbase64url(str_of(cookie), token, sizeof token, &n) || n != sizeof token)
        return ERR_INTERNAL;
    portal_session_hashes(token, &session);
    crypto_wipe(token, sizeof token);
    TRY(track_load(page->db, page->arena, session.token_hash, page->now_us, portal_session_ttl_us(page), &session.c));
    if (session.c.erased_us)
        return page_redirect(page, "/track/case");
    TRY(load_case(page, &session, false, &kase));
    kase.typed = typed;
    return answer_case(page, &kase, &none);
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
    TRY(limit_count_area(page->db, page->arena, page->site->keys, "lookup", page->req->remote_addr, config->security.lookups_per_hour, HOUR_S, page->now_us));
    bool question = tries > config->security.question_lookups;
    if (question) {
        enum portal_said said;
        TRY(portal_question_said(page, network_of(page), &said));
        if (said != SAID_RIGHT) {
            portal_question_error(said, &errors);
            return answer_form(page, &key, true, &errors);
        }
    }
    enum err e = try_key(page, &key, &cookie);
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "number", N_("Number and passcode do not fit together. Please check both."), 0);
        return answer_form(page, &key, question, &errors);
    }
    TRY(e);
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "track", cookie);
    const char *typed = http_form_text(page->form, "typed", &(struct http_text_rule){.lines = true, .max = page->site->config->limits.message_chars}, &errors);
    return *typed ? go_on_typing(page, cookie, typed) : page_redirect(page, "/track/case");
}

static enum err leave_post(struct page *page)
{
    struct portal_session session;
    enum err e = portal_session_open(page, &session);
    if (e == ERR_NONE)
        e = track_close(page->db, session.token_hash);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "track", "");
    page_flash(page, N_("The complaint is closed on this device."));
    return page_redirect(page, "/track");
}

/* ---- what the complainant does ---- */

static enum err message_sink(struct page *page, struct http_file_sink *ret_sink)
{
    const struct config *config = page->site->config;
    struct portal_session session;
    enum err e = portal_session_open(page, &session);
    if (e == ERR_NOT_FOUND) {
        *ret_sink = http_files_dropped;
        return ERR_NONE;
    }
    TRY(e);
    struct attachment_stage *stage = ARENA_NEW(page->arena, struct attachment_stage);
    *stage = (struct attachment_stage){.db = page->db, .arena = page->arena, .clean_pictures = true, .now_us = page->now_us,
                                       .files_max = config->limits.files_per_message, .file_max = config->limits.upload_mib << 20,
                                       .quota = {page->site->keys, page->req->remote_addr, page->req->content_length, config->security.upload_mib_per_hour}};
    memcpy(stage->stage_hash, session.stage_hash, sizeof stage->stage_hash);
    page->upload = stage;
    return attachment_sink(stage, ret_sink);
}

static enum err answer_message_errors(struct page *page, const struct portal_session *session, const char *text, const struct http_form_errors *errors)
{
    struct portal_case kase;
    const struct attachment_stage *stage = page->upload;
    TRY(load_case(page, session, true, &kase));
    kase.typed = text;
    kase.cannot = http_form_tick(page->form, "cannot");
    struct portal_refused *refused = ARENA_ARRAY(page->arena, stage ? stage->n_problems + 1 : 1, struct portal_refused);
    for (size_t i = 0; stage && i < stage->n_problems; i++)
        refused[i] = (struct portal_refused){stage->problems[i].name, stage->problems[i].message, stage->problems[i].number};
    kase.refused = refused;
    kase.n_refused = stage ? stage->n_problems : 0;
    return answer_case(page, &kase, errors);
}

static enum err message_run(struct page *page, struct portal_session *session)
{
    struct http_form_errors errors = {.n = 0};
    const struct attachment_stage *stage = page->upload;
    struct attachment *staged;
    size_t n_staged;
    /* Files left over from an earlier, forgotten try go with this message only if its form showed them. */
    if (strcmp(http_form_get(page->form, "with"), "staged") != 0)
        TRY(portal_session_drop(page, session, true, false));
    TRY(attachment_staged(page->db, page->arena, true, session->stage_hash, &staged, &n_staged));
    if (stage && stage->n_problems > 0)
        portal_view_file_error(page, "file", stage->problems[0].name, stage->problems[0].message, stage->problems[0].number, &errors);
    bool cannot = session->c.state == COMPLAINT_WAITING && http_form_tick(page->form, "cannot");
    if (cannot && !*http_form_get(page->form, "text"))
        http_form_error(&errors, "text", N_("Write why you cannot supply it"), 0);
    const char *text = portal_form_message(page->form, page->site->config->limits.message_chars, n_staged, &errors);
    if (errors.n)
        return answer_message_errors(page, session, text, &errors);
    enum err e = limit_count(page->db, page->arena, page->site->keys, "message", session->c.number, MESSAGES_PER_HOUR, HOUR_S, page->now_us);
    if (e == ERR_RATE) {
        http_form_error(&errors, "text", N_("Very many messages came for this complaint within this hour. Nothing is lost: please send this one in an hour"), 0);
        return answer_message_errors(page, session, text, &errors);
    }
    TRY(e);
    struct track_command command = {.action = ACTION_SUPPLY, .text = text, .stage_hash = session->stage_hash, .cannot = cannot};
    e = portal_session_act(page, session, &command, "/track/case", N_("Your message has been sent."));
    if (e == ERR_RETRY) { /* the files are there already, and go with the next try from here */
        http_form_error(&errors, "text", N_("Your message could not be saved just now, because others write to your complaint. Nothing is lost: please send it again"), 0);
        return answer_message_errors(page, session, text, &errors);
    }
    TRY(e);
    e = portal_session_drop(page, session, true, true); /* a second click brought its files again */
    if (e != ERR_NONE)
        LOG(LOG_WARN, "files of a message that was sent are still staged", LOG_TEXT("error", err_name(e)));
    return ERR_NONE;
}

static enum err message_post(struct page *page)
{
    return portal_with_session(page, message_run);
}

static enum err unstage_run(struct page *page, struct portal_session *session)
{
    enum err e = attachment_unstage(page->db, session->stage_hash, http_form_get(page->form, "code"));
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    return page_redirect(page, "/track/case?files=1");
}

static enum err unstage_post(struct page *page)
{
    return portal_with_session(page, unstage_run);
}

static enum err withdraw_run(struct page *page, struct portal_session *session)
{
    struct http_form_errors errors = {.n = 0};
    const char *reason = "";
    if (page->req->method == HTTP_POST) {
        reason = portal_form_reason(page->form, &errors);
        struct track_command command = {.action = ACTION_WITHDRAW, .text = reason};
        if (errors.n == 0)
            return portal_session_act(page, session, &command, "/track/case", N_("You asked to withdraw the complaint. We will contact you."));
    }
    if (!portal_session_may(session, ACTION_WITHDRAW))
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
    return portal_with_session(page, withdraw_run);
}

static enum err keep_run(struct page *page, struct portal_session *session)
{
    struct track_command command = {.action = ACTION_KEEP};
    if (!portal_session_may(session, ACTION_KEEP))
        return page_redirect(page, "/track/case");
    return portal_session_act(page, session, &command, "/track/case", N_("You took the withdrawal back. Your complaint goes on."));
}

static enum err keep_post(struct page *page)
{
    return portal_with_session(page, keep_run);
}

/* What was typed stays where it was typed. */
static enum err answer_form_errors(struct page *page, const struct portal_session *session, const char *why, const char *urge, const struct http_form_errors *errors)
{
    struct portal_case kase;
    TRY(load_case(page, session, false, &kase));
    kase.typed_why = why;
    kase.typed_urge = urge;
    return answer_case(page, &kase, errors);
}

/* One step, while he reads the result (requirements B9); who decides about it is found by jobs. */
static enum err unsolved_run(struct page *page, struct portal_session *session)
{
    struct http_form_errors errors = {.n = 0};
    const char *why = http_form_text(page->form, "why", &(struct http_text_rule){.required = true, .lines = true, .max = page->site->config->limits.message_chars,
        .missing = N_("Say in a few words what is not solved")}, &errors);
    struct track_command command = {.action = ACTION_ASK_REVIEW, .text = why};
    if (errors.n)
        return portal_session_may(session, ACTION_ASK_REVIEW) ? answer_form_errors(page, session, why, "", &errors) : portal_session_late(page, "/track/case");
    enum err e = portal_session_act(page, session, &command, "/track/case", N_("Thank you. People who did not handle it will look at what you say."));
    return e == ERR_STATE ? portal_session_late(page, "/track/case") : e;
}

static enum err unsolved_post(struct page *page)
{
    return portal_with_session(page, unsolved_run);
}

static enum err urge_run(struct page *page, struct portal_session *session)
{
    struct http_form_errors errors = {.n = 0};
    const char *words = http_form_text(page->form, "urge", &(struct http_text_rule){.lines = true, .max = page->site->config->limits.message_chars}, &errors);
    struct track_command command = {.action = ACTION_URGE, .text = words};
    if (errors.n)
        return answer_form_errors(page, session, "", words, &errors);
    enum err e = portal_session_act(page, session, &command, "/track/case", N_("Whoever handles it has been told that you ask how it stands."));
    return e == ERR_STATE ? portal_session_late(page, "/track/case") : e;
}

static enum err urge_post(struct page *page)
{
    return portal_with_session(page, urge_run);
}

/* ---- files ---- */

static enum err file_run(struct page *page, struct portal_session *session)
{
    struct attachment file;
    TRY(attachment_find(page->db, page->arena, true, session->c.id, page->params[0], &file));
    attachment_answer(page->db, true, &file, page->resp);
    return ERR_NONE;
}

static enum err file_get(struct page *page)
{
    struct portal_session session;
    enum err e = portal_session_open(page, &session);
    return e == ERR_NOT_FOUND ? portal_session_gone(page) : e == ERR_NONE ? session.c.erased_us ? portal_session_erased(page, &session) : file_run(page, &session) : e;
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
    {.method = HTTP_POST, .path = "/track/unsolved", .need = ANYONE, .run = unsolved_post},
    {.method = HTTP_POST, .path = "/track/urge", .need = ANYONE, .run = urge_post},
    {.method = HTTP_POST, .path = "/track/keep", .need = ANYONE, .run = keep_post},
    {.method = HTTP_GET, .path = "/track/dates", .need = ANYONE, .run = dates_get},
    {.method = HTTP_GET, .path = "/track/print", .need = ANYONE, .run = print_get},
    {.method = HTTP_GET, .path = "/track/file/:code", .need = ANYONE, .run = file_get},
    {.method = HTTP_POST, .path = "/track/leave", .need = ANYONE, .run = leave_post},
    {0},
};
