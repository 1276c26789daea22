#include <string.h>

#include "crypto_receipt.h"
#include "format.h"
#include "portal_receipt.h"
#include "portal_routes.h"

static const struct http_text_rule line = {.max = 200};

/* What was entered, as a receipt: the pasted lines, else the single fields. False when neither is complete, with the errors noted. */
static bool read_receipt(struct page *page, struct portal_receipt *ret_receipt, struct http_form_errors *errors)
{
    const char *block = http_form_get(page->form, "block");
    if (*block) {
        if (portal_receipt_read(page->arena, block, ret_receipt))
            return true;
        http_form_error(errors, "block", N_("These are not the six lines of a receipt. The first one is REDRESS-RECEIPT-1, the last one the signature."), 0);
        return false;
    }
    struct portal_receipt r = {
        .number = http_form_text(page->form, "number", &line, errors),
        .received = http_form_text(page->form, "received", &line, errors),
        .due = http_form_text(page->form, "due", &line, errors),
        .digest = http_form_text(page->form, "digest", &line, errors),
        .signature = http_form_text(page->form, "signature", &line, errors),
    };
    if (!*r.number && !*r.received && !*r.due && !*r.digest && !*r.signature)
        http_form_error(errors, "block", N_("Paste the six lines of the receipt"), 0);
    else if (!*r.number || !*r.received || !*r.due || !*r.digest || !*r.signature)
        http_form_error(errors, "number", N_("Fill in all five fields"), 0);
    const char *whole = arena_printf(page->arena, PORTAL_RECEIPT_MARK "\n%s\n%s\n%s\n%s\n%s", r.number, r.received, r.due, r.digest, r.signature);
    return errors->n == 0 && portal_receipt_read(page->arena, whole, ret_receipt);
}

static void show_typed(const struct page *page, struct tpl *t)
{
    static const struct {
        const char *field;
        enum tpl_var name;
    } typed[] = {{"block", V_BLOCK}, {"number", V_NUMBER_IN}, {"received", V_RECEIVED_IN}, {"due", V_DUE_IN}, {"digest", V_DIGEST_IN},
                 {"signature", V_SIGNATURE_IN}};
    bool single = false;
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        const char *value = http_form_get(page->form, typed[i].field);
        tpl_text(t, typed[i].name, value);
        single = single || (i > 0 && *value);
    }
    tpl_show_if(t, SEC_OPEN, single);
}

static const char *moment(const struct page *page, const char *iso)
{
    int64_t at_us = portal_receipt_moment(iso);
    return at_us ? format_moment(page->arena, page->lang, at_us, page->site->zone) : iso;
}

/* A promised day is named, as on the receipt: one that ends at midnight is still that day. */
static const char *due(const struct page *page, const char *iso)
{
    int64_t at_us = portal_receipt_moment(iso);
    return at_us ? format_date(page->arena, page->lang, at_us - 1, page->site->zone) : iso;
}

static void show_result(const struct page *page, struct tpl *t, const struct portal_receipt *r)
{
    if (!crypto_signature_ok(page->site->keys, KEY_RECEIPT_PUB, portal_receipt_text(page->arena, r), r->signature)) {
        tpl_show(t, SEC_FALSE_ONE);
        return;
    }
    struct tpl *yes = tpl_add(t, SEC_GENUINE);
    tpl_text(yes, V_NUMBER, r->number);
    tpl_text(yes, V_RECEIVED, moment(page, r->received));
    tpl_text(yes, V_DUE, due(page, r->due));
    tpl_text(yes, V_DIGEST, r->digest);
}

static struct tpl *form_template(struct page *page)
{
    struct tpl *t = page_template(page, TPL_PORTAL_VERIFY, page_text(page, N_("Check a receipt")));
    tpl_text(t, V_MARK, PORTAL_RECEIPT_MARK);
    return t;
}

static enum err verify_get(struct page *page)
{
    return page_answer(page, form_template(page), 200);
}

static enum err verify_post(struct page *page)
{
    struct http_form_errors errors = {.n = 0};
    struct portal_receipt receipt;
    struct tpl *t = form_template(page);
    bool whole = read_receipt(page, &receipt, &errors);
    show_typed(page, t);
    page_errors(page, t, &errors);
    page_field_error(page, t, SEC_BLOCK_ERR, &errors, "block");
    page_field_error(page, t, SEC_NUMBER_ERR, &errors, "number");
    if (whole)
        show_result(page, t, &receipt);
    else if (errors.n == 0)
        tpl_show(t, SEC_FALSE_ONE);
    return page_answer(page, t, errors.n ? 422 : 200);
}

/* Nothing is stored or looked up: a receipt stands by its signature, even while the database is away. */
const struct route portal_verify_routes[] = {
    {.method = HTTP_GET, .path = "/verify", .need = ANYONE, .run = verify_get, .without_db = true},
    {.method = HTTP_POST, .path = "/verify", .need = ANYONE, .run = verify_post, .without_db = true},
    {0},
};
