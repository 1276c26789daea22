#include "intake_done_pages.h"

#include <string.h>

#include "clock_store.h"
#include "complaint_store.h"
#include "crypto_receipt.h"
#include "intake_store.h"
#include "intake_view.h"
#include "rulebook_store.h"
#include "sheet_store.h"

#define CODE_SHOWN_US UTC_DAY_US

/* The passcode for a day, to whoever registered it: it is made again, never stored. */
static enum err load_code(struct page *page, const struct complaint *c, const char **ret_code)
{
    struct intake_secret secret;
    uint8_t hash[32];
    *ret_code = "";
    enum err e = intake_secret(page->db, page->arena, page->user, c->id, &secret);
    if (e == ERR_NOT_FOUND)
        return ERR_NONE;
    TRY(e);
    const char *code = crypto_passcode_of(page->arena, page->site->keys, (struct str){(const char *)secret.submission_hash, sizeof secret.submission_hash});
    if (!code || !crypto_passcode_hash(page->site->keys, c->number, code, hash))
        return ERR_CRYPTO;
    if (memcmp(hash, secret.passcode_hash, sizeof hash) == 0 && page->now_us - secret.registered_us < CODE_SHOWN_US)
        *ret_code = code;
    return ERR_NONE;
}

static enum err load(struct page *page, struct complaint *c, struct intake_done *ret_done)
{
    permission_set rights;
    int64_t version_id;
    struct clock_set *clocks = ARENA_NEW(page->arena, struct clock_set);
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], c, &rights));
    *ret_done = (struct intake_done){.c = c, .clocks = clocks};
    TRY(rulebook_in_force(page->db, page->arena, &ret_done->book, &version_id));
    TRY(clock_load(page->db, page->arena, false, c->id, false, clocks));
    clock_order(clocks->list, clocks->n);
    return load_code(page, c, &ret_done->code);
}

enum err intake_done_get(struct page *page)
{
    struct complaint c;
    struct intake_done done;
    TRY(load(page, &c, &done));
    struct tpl *t = page_template(page, TPL_INTAKE_DONE, arena_printf(page->arena, "%s %s", c.number, page_text(page, N_("registered"))));
    intake_done_fill(page, t, &done);
    return page_answer(page, t, 200);
}

enum err intake_receipt_get(struct page *page)
{
    struct complaint c;
    struct intake_done done;
    TRY(load(page, &c, &done));
    struct tpl *t = page_template(page, TPL_INTAKE_RECEIPT, arena_printf(page->arena, "%s %s", c.number, page_text(page, N_("Receipt"))));
    intake_receipt_fill(page, t, &done);
    return page_answer(page, t, 200);
}

/* After saving who complained is under lock: the visitor writes it in by hand. */
enum err intake_done_sheet_get(struct page *page)
{
    struct complaint c;
    permission_set rights;
    struct complaint_part part;
    struct sheet parts;
    struct intake d;
    const struct rulebook *book;
    int64_t version_id;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version_id));
    TRY(complaint_load(page->db, page->arena, page->user, page->params[0], &c, &rights));
    TRY(part_load(page->db, page->arena, page->user, &c, &part));
    TRY(sheet_load(page->db, page->arena, &part, c.id, 1, &parts));
    intake_empty(&d);
    d.kind = c.complainant_kind;
    d.reference = c.reference;
    d.occurred = c.occurred;
    d.body = parts.parts.n_allegations ? parts.parts.allegations[0].body : "";
    for (size_t i = 0; i < parts.parts.n_demands; i++) {
        intake_want(&d, parts.parts.demands[i].kind);
        d.amount = *parts.parts.demands[i].amount ? parts.parts.demands[i].amount : d.amount;
        d.note = *parts.parts.demands[i].note ? parts.parts.demands[i].note : d.note;
    }
    const struct intake_sheet sheet = {
        .d = &d, .book = book, .number = c.number, .category = page_pick(page, c.category_zh, c.category_en), .place = page_pick(page, c.unit_zh, c.unit_en),
        .received_us = c.received_us, .files = parts.files, .n_files = parts.n_files, .back = arena_printf(page->arena, "/staff/intake/done/%s", c.number),
    };
    struct tpl *t = page_template(page, TPL_INTAKE_SHEET, arena_printf(page->arena, "%s %s", c.number, page_text(page, N_("Reception form for visitors"))));
    intake_sheet_fill(page, t, &sheet);
    return page_answer(page, t, 200);
}
