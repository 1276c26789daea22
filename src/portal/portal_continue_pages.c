#include <string.h>

#include "crypto_receipt.h"
#include "draft_store.h"
#include "format.h"
#include "limit_store.h"
#include "portal_draft_pages.h"
#include "portal_routes.h"

/* Going on with a complaint on another device (requirements B11): a code is shown here once and typed there. */

#define HOUR_S 3600
#define MINUTE_US (60 * INT64_C(1000000))

static enum err code_post(struct page *page)
{
    struct draft_stored draft;
    const char *code;
    const struct config *config = page->site->config;
    enum err e = portal_open_draft(page, &draft);
    if (e == ERR_NOT_FOUND || (e == ERR_NONE && draft.complaint_id))
        return page_redirect(page, "/file");
    TRY(e);
    TRY(limit_count_from(page->db, page->arena, page->site->keys, "draft code", page->req->remote_addr, config->security.lookups_per_hour, HOUR_S,
                    page->now_us));
    const int64_t until_us = page->now_us + (int64_t)config->limits.draft_code_minutes * MINUTE_US;
    TRY(draft_code_make(page->db, page->arena, page->site->keys, &draft, until_us, &code));
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_CODE, page_text(page, N_("Continue on another device")));
    struct str rest = str_of(crypto_grouped(page->arena, code));
    while (rest.p)
        tpl_str(tpl_add(t, SEC_PART), V_TEXT, str_cut(&rest, ' '));
    tpl_text(t, V_WHEN, format_moment(page->arena, page->lang, until_us, page->site->zone));
    tpl_text(t, V_URL, arena_printf(page->arena, "%s/file/continue", config->site.public_url));
    tpl_text(t, V_BACK, portal_step_path(portal_step_first_open(&draft.content)));
    return page_answer(page, t, 200);
}

/* Whether another complaint is being written here, which the one of the code would put aside. */
static enum err is_busy(struct page *page, bool *ret_busy)
{
    struct draft_stored draft;
    enum err e = portal_open_draft(page, &draft);
    *ret_busy = e == ERR_NONE && !draft.complaint_id && draft.content.done;
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err answer_form(struct page *page, const char *code, bool busy, const struct http_form_errors *errors)
{
    struct tpl *t = page_template(page, TPL_PORTAL_FILE_CONTINUE, page_text(page, N_("Go on with a complaint begun elsewhere")));
    tpl_text(t, V_CODE, code);
    tpl_show_if(t, SEC_BUSY, busy);
    page_errors(page, t, errors);
    page_field_error(page, t, SEC_CODE_ERR, errors, "code");
    page_field_error(page, t, SEC_REPLACE_ERR, errors, "replace");
    return page_answer(page, t, portal_status_of(errors));
}

static enum err continue_get(struct page *page)
{
    bool busy;
    const struct http_form_errors none = {.n = 0};
    TRY(is_busy(page, &busy));
    return answer_form(page, "", busy, &none);
}

static enum err continue_post(struct page *page)
{
    bool busy;
    const char *cookie;
    struct draft_stored draft;
    struct http_form_errors errors = {.n = 0};
    const char *code = http_form_text(page->form, "code", &(struct http_text_rule){.required = true, .max = 60, .missing = N_("Enter the code that the other device shows")}, &errors);
    TRY(is_busy(page, &busy));
    if (busy && !http_form_tick(page->form, "replace"))
        http_form_error(&errors, "replace", N_("Another complaint is being written on this device. Send or delete it first, or tick that it may be given up"), 0);
    if (errors.n)
        return answer_form(page, code, busy, &errors);
    TRY(limit_count_from(page->db, page->arena, page->site->keys, "draft code", page->req->remote_addr, page->site->config->security.lookups_per_hour, HOUR_S,
                    page->now_us));
    enum err e = draft_code_use(page->db, page->arena, page->site->keys, code, page->now_us, &cookie);
    const int64_t ttl_us = (int64_t)page->site->config->limits.draft_days * UTC_DAY_US;
    if (e == ERR_NONE)
        e = draft_load(page->db, page->arena, page->site->keys, cookie, page->now_us, ttl_us, &draft);
    if (e == ERR_NOT_FOUND) {
        http_form_error(&errors, "code", N_("This code is wrong, has been used, or its time is over. Let the other device show a new one."), 0);
        return answer_form(page, code, busy, &errors);
    }
    TRY(e);
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_PREFERENCE, "draft", cookie);
    page_flash(page, N_("Here is what you typed on the other device."));
    return page_redirect(page, portal_step_path(portal_step_first_open(&draft.content)));
}

const struct route portal_continue_routes[] = {
    {.method = HTTP_POST, .path = "/file/code", .need = ANYONE, .run = code_post},
    {.method = HTTP_GET, .path = "/file/continue", .need = ANYONE, .run = continue_get},
    {.method = HTTP_POST, .path = "/file/continue", .need = ANYONE, .run = continue_post},
    {0},
};
