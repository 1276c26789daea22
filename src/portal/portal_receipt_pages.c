#include "attachment_store.h"
#include "category_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_receipt.h"
#include "draft_store.h"
#include "portal_home_view.h"
#include "portal_receipt_pages.h"
#include "portal_receipt_view.h"
#include "portal_routes.h"
#include "portal_told_view.h"
#include "rulebook_store.h"
#include "told_store.h"

static enum err answer_gone(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_RECEIPT_GONE, page_text(page, N_("Receipt")));
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    return page_answer(page, t, 404);
}

enum err portal_receipt_load(struct page *page, struct draft_stored *ret_draft, struct filed *ret_filed)
{
    int64_t ttl_us = (int64_t)page->site->config->limits.draft_days * UTC_DAY_US;
    TRY(draft_load(page->db, page->arena, page->site->keys, http_own_cookie(page->req, "draft"), page->now_us, ttl_us, ret_draft));
    enum err e = filing_by_token(page->db, page->arena, ret_draft->hash, ret_filed);
    return e == ERR_NOT_FOUND ? ERR_STATE : e;
}

/* Names as they are now; a category that is gone since leaves them empty. */
static enum err load_names(struct page *page, int64_t category_id, struct portal_receipt_sheet *sheet)
{
    struct category category;
    struct filing_route route;
    enum err e = category_load(page->db, page->arena, category_id, &category);
    if (e == ERR_NONE) {
        sheet->category = page_pick(page, category.name_zh, category.name_en);
        TRY(filing_route(page->db, page->arena, category_id, NULL, &route));
        sheet->place = page_pick(page, route.place_zh, route.place_en);
    }
    return e == ERR_NOT_FOUND ? ERR_NONE : e;
}

static enum err load_sheet(struct page *page, struct portal_receipt_sheet *ret_sheet)
{
    struct draft_stored draft;
    struct filed filed;
    struct attachment *files;
    TRY(portal_receipt_load(page, &draft, &filed));
    const struct portal_draft *d = &draft.content;
    const char *passcode = crypto_passcode_of(page->arena, page->site->keys, (struct str){(const char *)draft.token, DRAFT_TOKEN});
    if (!passcode)
        return ERR_CRYPTO;
    struct portal_receipt_sheet sheet = {
        .id = filed.id, .number = filed.number, .passcode = passcode, .category = "", .place = "", .body = d->body, .phone = d->who.phone,
        .title = *d->title ? d->title : complaint_title_of(page->arena, d->body), .received_us = filed.received_us, .due_us = filed.promised_us,
        .who = d->mode == COMPLAINT_NAMED ? d->who.name : page_text(page, complaint_mode_title(d->mode)),
        .anonymous = d->mode == COMPLAINT_ANONYMOUS, .back = "/receipt",
    };
    if (d->mode != COMPLAINT_NAMED)
        sheet.phone = "";
    TRY(load_names(page, d->category_id, &sheet));
    TRY(attachment_list(page->db, page->arena, true, filed.id, &files, &sheet.n_files));
    struct clock_set *clocks = ARENA_NEW(page->arena, struct clock_set);
    TRY(clock_load(page->db, page->arena, true, filed.id, false, clocks));
    sheet.clocks = clocks;
    sheet.files = files;
    *ret_sheet = sheet;
    return ERR_NONE;
}

/* ret_answered: there is none to show, and that was said. */
static enum err open_sheet(struct page *page, struct portal_receipt_sheet *ret_sheet, bool *ret_answered)
{
    enum err e = load_sheet(page, ret_sheet);
    *ret_answered = e == ERR_NOT_FOUND || e == ERR_STATE;
    if (e == ERR_NOT_FOUND)
        return answer_gone(page);
    return e == ERR_STATE ? page_redirect(page, "/file/check") : e;
}

static enum err sheet_template(struct page *page, enum tpl_file file, struct tpl **ret_t)
{
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    *ret_t = page_template(page, file, page_text(page, N_("Receipt")));
    tpl_optional(*ret_t, SEC_BOOK_NOTE, V_TEXT, portal_book_text(page, book, "receipt_note"));
    return ERR_NONE;
}

enum err portal_receipt_answer(struct page *page, const struct portal_telling *telling, const struct http_form_errors *errors)
{
    struct portal_receipt_sheet sheet;
    bool answered;
    struct told told;
    struct tpl *t;
    TRY(open_sheet(page, &sheet, &answered));
    if (answered)
        return ERR_NONE;
    TRY(told_load(page->db, page->arena, sheet.id, &told));
    TRY(sheet_template(page, TPL_PORTAL_RECEIPT, &t));
    TRY(portal_view_receipt(page, t, &sheet));
    page_errors(page, t, errors);
    portal_view_receipt_to(page, t, told.ways, telling, errors);
    return page_answer(page, t, errors->n ? 422 : 200);
}

static enum err receipt_get(struct page *page)
{
    const struct http_form_errors none = {.n = 0};
    const struct portal_telling nothing = {.mail = "", .phone = ""};
    return portal_receipt_answer(page, &nothing, &none);
}

static enum err print_get(struct page *page)
{
    struct portal_receipt_sheet sheet;
    bool answered;
    struct tpl *t;
    TRY(open_sheet(page, &sheet, &answered));
    if (answered)
        return ERR_NONE;
    TRY(sheet_template(page, TPL_PORTAL_RECEIPT_PRINT, &t));
    TRY(portal_view_receipt_print(page, t, &sheet));
    return page_answer(page, t, 200);
}

/* The browser forgets the receipt; a draft that was never sent stays. */
static enum err done_post(struct page *page)
{
    struct draft_stored draft;
    struct filed filed;
    enum err e = portal_receipt_load(page, &draft, &filed);
    if (e == ERR_STATE)
        return page_redirect(page, "/file/check");
    if (e == ERR_NONE)
        e = draft_delete(page->db, page->site->drafts, draft.hash);
    if (e != ERR_NONE && e != ERR_NOT_FOUND)
        return e;
    http_set_cookie(page->resp, page->req, HTTP_COOKIE_SECRET, "draft", "");
    page_flash(page, N_("Finished. With number and passcode you can come back at any time."));
    return page_redirect(page, "/track");
}

const struct route portal_receipt_routes[] = {
    {.method = HTTP_GET, .path = "/receipt", .need = ANYONE, .run = receipt_get},
    {.method = HTTP_GET, .path = "/receipt/print", .need = ANYONE, .run = print_get},
    {.method = HTTP_POST, .path = "/receipt/done", .need = ANYONE, .run = done_post},
    {0},
};
