#include "portal_receipt_view.h"

#include "crypto_random.h"
#include "crypto_receipt.h"
#include "format.h"
#include "portal_file_view.h"
#include "portal_promise_view.h"
#include "qr.h"

enum err portal_receipt_sign(struct page *page, const struct portal_receipt_sheet *sheet, struct portal_receipt *ret_receipt)
{
    uint8_t digest[32];
    struct str body = str_of(sheet->body);
    crypto_sha256(body.p, body.n, digest);
    *ret_receipt = portal_receipt_of(page->arena, sheet->number, sheet->received_us, sheet->due_us, digest);
    const char *signature = crypto_signature_make(page->arena, page->site->keys, KEY_RECEIPT, portal_receipt_text(page->arena, ret_receipt));
    if (!signature)
        return ERR_CRYPTO;
    ret_receipt->signature = signature;
    return ERR_NONE;
}

static const char *track_url(const struct page *page)
{
    return arena_printf(page->arena, "%s/track", page->site->config->site.public_url);
}

/* What the page and the paper have in common. */
static enum err fill_common(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet)
{
    const struct utc_zone *zone = page->site->zone;
    struct portal_receipt receipt;
    int size;
    TRY(portal_receipt_sign(page, sheet, &receipt));
    tpl_text(t, V_NUMBER, sheet->number);
    tpl_text(t, V_PLACE, sheet->place);
    tpl_text(t, V_RECEIVED, format_moment(page->arena, page->lang, sheet->received_us, zone));
    tpl_text(t, V_DUE, sheet->due_us ? portal_promise_date(page, sheet->due_us) : "—");
    portal_promises_ahead(page, t, sheet->clocks->list, sheet->clocks->n);
    tpl_text(t, V_BLOCK, portal_receipt_block(page->arena, &receipt));
    tpl_text(t, V_QR_PATH, qr_path(page->arena, arena_printf(page->arena, "%s?no=%s", track_url(page), sheet->number), &size));
    tpl_int(t, V_QR_SIZE, size);
    return ERR_NONE;
}

enum err portal_view_receipt(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet)
{
    TRY(fill_common(page, t, sheet));
    tpl_text(t, V_RECEIVED_ISO, utc_iso(page->arena, sheet->received_us));
    tpl_show(t, sheet->due_us ? SEC_ANSWER_PROMISED : SEC_NOT_PROMISED);
    struct str rest = str_of(crypto_grouped(page->arena, sheet->passcode));
    while (rest.p)
        tpl_str(tpl_add(t, SEC_PART), V_TEXT, str_cut(&rest, ' '));
    tpl_show(t, sheet->anonymous ? SEC_IS_ANONYMOUS : SEC_NOT_ANONYMOUS);
    return ERR_NONE;
}

enum err portal_view_receipt_print(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet)
{
    struct arena *a = page->arena;
    TRY(fill_common(page, t, sheet));
    tpl_text(t, V_BACK, sheet->back);
    tpl_text(t, V_PRINTED, format_moment(a, page->lang, page->now_us, page->site->zone));
    tpl_text(t, V_WHO, sheet->who);
    tpl_text(t, V_PHONE, *sheet->phone ? format_mask_phone(a, sheet->phone) : "—");
    tpl_text(t, V_CATEGORY, sheet->category);
    tpl_text(t, V_TITLE, sheet->title);
    tpl_text(t, V_BODY, sheet->body);
    for (size_t i = 0; i < sheet->n_files; i++) {
        struct tpl *row = tpl_add(t, SEC_FILE);
        tpl_int(row, V_NUMBER, (long long)i + 1);
        tpl_text(row, V_NAME, sheet->files[i].name);
        tpl_text(row, V_SIZE, format_size(a, (uint64_t)sheet->files[i].bytes));
    }
    tpl_show_if(t, SEC_NO_FILES, sheet->n_files == 0);
    tpl_text(t, V_TRACK_URL, track_url(page));
    tpl_text(t, V_VERIFY_URL, arena_printf(a, "%s/verify", page->site->config->site.public_url));
    tpl_text(t, V_RECEIVED_DATE, format_date(a, page->lang, sheet->received_us, page->site->zone));
    tpl_optional(t, SEC_CODE, V_TEXT, *sheet->passcode ? crypto_grouped(a, sheet->passcode) : "");
    tpl_show_if(t, SEC_NO_CODE, !*sheet->passcode);
    return ERR_NONE;
}
