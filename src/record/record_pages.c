#include <string.h>

#include "crypto_receipt.h"
#include "disclosure_store.h"
#include "keep_store.h"
#include "once_store.h"
#include "pager.h"
#include "record_routes.h"
#include "record_view.h"

#define ROWS 100
#define ROWS_CSV 20000
#define HOLDS 100
#define LIFTED 20
#define MONTHS_AHEAD_US (92 * UTC_DAY_US)
#define REASON_MAX 500
#define HOME "/staff/records"

static struct complaint_writer writer_of(const struct page *page)
{
    return (struct complaint_writer){.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
}

/* ---- what will be erased, and holds ---- */

static enum err show(struct page *page, struct record_shown *x, const struct http_form_errors *errors, int status)
{
    struct keeping_row *rows;
    struct keeping_count *months;
    struct keeping_hold *holds, *lifted;
    struct pager_key key = {0, 0};
    x->erased = strcmp(http_query(page->req, "view"), "erased") == 0;
    (void)pager_after(page, &key);
    TRY(keep_list(page->db, page->arena, page->user, x->erased, key.value, key.id, ROWS + 1, &rows, &x->n_rows));
    TRY(keep_months(page->db, page->arena, page->user, page->now_us + MONTHS_AHEAD_US, &months, &x->n_months));
    TRY(keep_holds(page->db, page->arena, page->user, false, HOLDS, &holds, &x->n_holds));
    TRY(keep_holds(page->db, page->arena, page->user, true, LIFTED, &lifted, &x->n_lifted));
    if (x->n_rows > ROWS) {
        x->n_rows = ROWS;
        if (!x->erased)
            x->next = arena_printf(page->arena, HOME "?after=%s", pager_word(page->arena, (struct pager_key){rows[ROWS - 1].erase_us, rows[ROWS - 1].complaint_id}));
    }
    x->rows = rows;
    x->months = months;
    x->holds = holds;
    x->lifted = lifted;
    struct tpl *t = page_template(page, TPL_RECORD_RECORDS, page_text(page, N_("Keeping and erasing")));
    record_fill(page, t, x, errors);
    return page_answer(page, t, status);
}

static enum err records_get(struct page *page)
{
    struct http_form_errors errors = {0};
    struct record_shown x = {.number = http_query(page->req, "number"), .reason = "", .lift_reason = ""};
    return show(page, &x, &errors, 200);
}

static void send_csv(struct page *page, const char *name, struct str csv)
{
    http_download(page->resp, "text/csv; charset=utf-8", arena_printf(page->arena, "%s.csv", name));
    buf_add(&page->resp->body, csv.p, csv.n);
}

static enum err csv_get(struct page *page)
{
    struct keeping_row *rows;
    size_t n;
    TRY(keep_list(page->db, page->arena, page->user, strcmp(http_query(page->req, "view"), "erased") == 0, 0, 0, ROWS_CSV, &rows, &n));
    send_csv(page, page_text(page, N_("to-be-erased")), record_csv(page, rows, n));
    return ERR_NONE;
}

static struct keep_command command_of(struct page *page, uint8_t once[32])
{
    once_hash(page->site->keys, page->user->session_secret, str_cstr(page->arena, page->req->path), page->once, once);
    return (struct keep_command){.once_hash = once, .once_location = HOME};
}

static enum err hold_post(struct page *page)
{
    const struct http_text_rule number_rule = {.required = true, .max = 40, .missing = N_("Enter the number of the complaint")};
    const struct http_text_rule reason_rule = {.required = true, .lines = true, .max = REASON_MAX, .missing = N_("Write down why it must be kept")};
    struct http_form_errors errors = {0};
    struct record_shown x = {.lift_reason = ""};
    const struct complaint_writer writer = writer_of(page);
    uint8_t once[32];
    struct keep_command command = command_of(page, once);
    const char *location;
    x.number = http_form_text(page->form, "number", &number_rule, &errors);
    x.reason = http_form_text(page->form, "reason", &reason_rule, &errors);
    const char *number = crypto_number_read(page->arena, page->site->config->site.number_prefix, x.number);
    if (!number && *x.number)
        http_form_error(&errors, "number", N_("There is no such number; look at it again"), 0);
    if (errors.n > 0)
        return show(page, &x, &errors, 422);
    command.number = number;
    command.reason = x.reason;
    enum err e = keep_hold(page->db, page->arena, &writer, &command, &location);
    if (e == ERR_NOT_FOUND || e == ERR_FORBIDDEN || e == ERR_EXISTS || e == ERR_ERASED) {
        http_form_error(&errors, "number",
                        e == ERR_EXISTS  ? N_("A legal hold keeps it already")
                        : e == ERR_ERASED ? N_("Its texts were erased already")
                                         : N_("You do not see a complaint of this number, or may not set holds on it"),
                        0);
        return show(page, &x, &errors, e == ERR_EXISTS || e == ERR_STATE ? 409 : 422);
    }
    TRY(e);
    page_flash(page, N_("The legal hold is set; nothing of it is erased."));
    return page_redirect(page, location);
}

static enum err lift_post(struct page *page)
{
    const struct http_text_rule rule = {.required = true, .lines = true, .max = REASON_MAX, .missing = N_("Write down why it need not be kept any more")};
    struct http_form_errors own = {0}, errors = {0};
    struct record_shown x = {.number = "", .reason = ""};
    const struct complaint_writer writer = writer_of(page);
    uint8_t once[32];
    struct keep_command command = command_of(page, once);
    const char *location;
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    x.lift_id = id;
    x.lift_reason = http_form_text(page->form, "why", &rule, &own);
    if (own.n > 0) {
        http_form_error(&errors, arena_printf(page->arena, "why-%lld", id), own.items[0].message, own.items[0].number);
        return show(page, &x, &errors, 422);
    }
    command.hold_id = id;
    command.reason = x.lift_reason;
    TRY(keep_lift(page->db, page->arena, &writer, &command, &location));
    page_flash(page, N_("The legal hold was lifted."));
    return page_redirect(page, location);
}

/* ---- the log of disclosures ---- */

static enum err log_get(struct page *page)
{
    struct disclosure *list;
    size_t n;
    long long before = 0;
    if (!str_to_i64(str_of(http_query(page->req, "after")), 1, INT64_MAX, &before))
        before = 0;
    TRY(disclosure_log(page->db, page->arena, page->user, before, ROWS + 1, &list, &n));
    struct tpl *t = page_template(page, TPL_RECORD_DISCLOSURES, page_text(page, N_("Disclosures")));
    record_log_fill(page, t, list, n > ROWS ? ROWS : n);
    pager_forward(page, t, n > ROWS ? arena_printf(page->arena, "%lld", (long long)list[ROWS - 1].id) : NULL);
    return page_answer(page, t, 200);
}

static enum err log_csv_get(struct page *page)
{
    struct disclosure *list;
    size_t n;
    TRY(disclosure_log(page->db, page->arena, page->user, 0, ROWS_CSV, &list, &n));
    send_csv(page, page_text(page, N_("disclosures")), record_log_csv(page, list, n));
    return ERR_NONE;
}

const struct route record_routes[] = {
    {.method = HTTP_GET, .path = "/staff/records", .need = MAY(KEEP_RECORDS), .run = records_get},
    {.method = HTTP_GET, .path = "/staff/records/list.csv", .need = MAY(KEEP_RECORDS), .run = csv_get},
    {.method = HTTP_POST, .path = "/staff/records/holds", .need = MAY(KEEP_RECORDS), .run = hold_post},
    {.method = HTTP_POST, .path = "/staff/records/holds/:id/lift", .need = MAY(KEEP_RECORDS), .run = lift_post},
    {.method = HTTP_GET, .path = "/staff/records/disclosures", .need = MAY_EITHER(DISCLOSE, KEEP_RECORDS), .run = log_get},
    {.method = HTTP_GET, .path = "/staff/records/disclosures.csv", .need = MAY_EITHER(DISCLOSE, KEEP_RECORDS), .run = log_csv_get},
    {0},
};
