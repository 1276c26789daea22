#include "attachment_store.h"
#include "category_store.h"
#include "clock_store.h"
#include "complaint_filing_store.h"
#include "crypto_receipt.h"
#include "draft_store.h"
#include "portal_home_view.h"
#include "portal_receipt_view.h"
#include "portal_routes.h"
#include "rulebook_store.h"

static enum err answer_gone(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_RECEIPT_GONE, page_text(page, N_("Receipt")));
    tpl_int(t, V_DAYS, page->site->config->limits.draft_days);
    return page_answer(page, t, 404);
}

/* The draft of this browser and the complaint it became. ERR_NOT_FOUND: no such draft; ERR_STATE: not sent yet. */
static enum err load_filed(struct page *page, struct draft_stored *ret_draft, struct filed *ret_filed)
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
    TRY(load_filed(page, &draft, &filed));
    const struct portal_draft *d = &draft.content;
    const char *passcode = crypto_passcode_of(page->arena, page->site->keys, (struct str){(const char *)draft.token, DRAFT_TOKEN});
    if (!passcode)
        return ERR_CRYPTO;
    struct portal_receipt_sheet sheet = {
        .number = filed.number, .passcode = passcode, .category = "", .place = "", .body = d->body, .phone = d->who.phone,
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

static enum err answer_sheet(struct page *page, enum tpl_file file,
                             enum err (*show)(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet))
{
    struct portal_receipt_sheet sheet;
    enum err e = load_sheet(page, &sheet);
    if (e == ERR_NOT_FOUND)
        return answer_gone(page);
    if (e == ERR_STATE)
        return page_redirect(page, "/file/check");
    if (e != ERR_NONE)
        return e;
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    struct tpl *t = page_template(page, file, page_text(page, N_("Receipt")));
    tpl_optional(t, SEC_BOOK_NOTE, V_TEXT, portal_book_text(page, book, "receipt_note"));
    TRY(show(page, t, &sheet));
    return page_answer(page, t, 200);
}

static enum err receipt_get(struct page *page)
{
    return answer_sheet(page, TPL_PORTAL_RECEIPT, portal_view_receipt);
}

static enum err print_get(struct page *page)
{
    return answer_sheet(page, TPL_PORTAL_RECEIPT_PRINT, portal_view_receipt_print);
}

/* The browser forgets the receipt; a draft that was never sent stays. */
static enum err done_post(struct page *page)
{
    struct draft_stored draft;
    struct filed filed;
    enum err e = load_filed(page, &draft, &filed);
    if (e == ERR_STATE)
        return page_redirect(page, "/file/check");
    if (e == ERR_NONE)
        e = draft_delete(page->db, draft.hash);
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
