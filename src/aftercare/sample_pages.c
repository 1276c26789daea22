#include "aftercare_routes.h"
#include "csv.h"
#include "log.h"
#include "msgid.h"
#include "rulebook_store.h"
#include "sample_store.h"
#include "sample_view.h"

#define ROWS 200
#define DRAWN_ROWS 500

static enum err show_list(struct page *page, const struct sample_typed *typed, const struct http_form_errors *errors, int status)
{
    struct sample_rows rows = {.latest = sample_month_before(sample_month_of(page->now_us, page->site->zone)), .typed = typed, .errors = errors};
    struct sample_unit units[ACCESS_GRANTS_MAX];
    struct sample_choice choices[ACCESS_GRANTS_MAX];
    const struct rulebook *book;
    struct sample *list;
    int64_t version;
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    TRY(sample_list(page->db, page->arena, page->user, ROWS, &list, &rows.n));
    TRY(sample_units(page->db, page->arena, page->user, units, &rows.n_units));
    for (size_t i = 0; i < rows.n_units; i++)
        choices[i] = (struct sample_choice){units[i].id, units[i].zh, units[i].en};
    rows.list = list;
    rows.units = choices;
    rows.rules = &book->sample;
    struct tpl *t = page_template(page, TPL_AFTERCARE_SAMPLES, page_text(page, N_("Samples")));
    sample_rows_fill(page, t, &rows);
    return page_answer(page, t, status);
}

static enum err list_get(struct page *page)
{
    return show_list(page, NULL, NULL, 200);
}

static bool may_draw(const struct sample_unit *units, size_t n, int64_t unit_id)
{
    for (size_t i = 0; i < n; i++) {
        if (units[i].id == unit_id)
            return true;
    }
    return false;
}

static enum err list_post(struct page *page)
{
    const struct complaint_writer writer = {.keys = page->site->keys, .pool = CRYPTO_STAFF, .zone = page->site->zone, .user = page->user, .now_us = page->now_us};
    struct http_form_errors errors = {0};
    struct sample_unit units[ACCESS_GRANTS_MAX];
    struct sample_typed typed;
    const struct rulebook *book;
    int64_t version, id;
    size_t n;
    sample_read_form(page->form, sample_month_before(sample_month_of(page->now_us, page->site->zone)), &typed, &errors);
    TRY(sample_units(page->db, page->arena, page->user, units, &n));
    if (errors.n == 0 && !may_draw(units, n, typed.unit_id))
        http_form_error(&errors, "unit", N_("Choose the unit"), 0);
    if (errors.n)
        return show_list(page, &typed, &errors, 422);
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    const struct sample_wish wish = {.unit_id = typed.unit_id, .month = typed.month, .kind = typed.kind};
    if (sample_percent(&book->sample, typed.kind) <= 0) {
        http_form_error(&errors, "kind", N_("Choose what it is drawn for"), 0);
        return show_list(page, &typed, &errors, 422);
    }
    enum err e = sample_draw(page->db, page->arena, &writer, &wish, &book->sample, &id);
    if (e == ERR_EXISTS) {
        http_form_error(&errors, "month", N_("This month was drawn already for this unit and purpose; the sample stands in the list"), 0);
        return show_list(page, &typed, &errors, 409);
    }
    TRY(e);
    page_flash(page, N_("The sample was drawn. What follows for those drawn is being prepared."));
    return page_redirect(page, arena_printf(page->arena, "/staff/samples/%lld", (long long)id));
}

/* ---- one ---- */

static enum err load(struct page *page, struct sample *s)
{
    long long id;
    if (!str_to_i64(str_of(page->params[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    return sample_load(page->db, page->arena, page->user, id, s);
}

static enum err one_get(struct page *page)
{
    struct sample s;
    struct sample_shown x = {.s = &s};
    struct sample_item *drawn;
    const struct rulebook *book;
    int64_t version;
    TRY(load(page, &s));
    TRY(rulebook_in_force(page->db, page->arena, &book, &version));
    TRY(sample_drawn(page->db, page->arena, page->user, &s, DRAWN_ROWS, &drawn, &x.n));
    x.drawn = drawn;
    x.all = book->sample.all;
    struct tpl *t = page_template(page, TPL_AFTERCARE_SAMPLE, arena_printf(page->arena, "%s %s", page_text(page, N_("Sample")), sample_month_words(page, s.month)));
    sample_fill(page, t, &x);
    return page_answer(page, t, 200);
}

/* The whole list with every lot, so that anybody can draw it again. */
static enum err csv_get(struct page *page)
{
    static const char *const words[] = {[SAMPLE_NOT_DRAWN] = N_("not drawn"), [SAMPLE_DRAWN] = N_("drawn"), [SAMPLE_LEFT_OUT] = N_("left out"), [SAMPLE_TO_TAKE_UP] = N_("drawn")};
    struct buf *out = &page->resp->body;
    struct sample_item *items;
    struct sample s;
    size_t n;
    TRY(load(page, &s));
    TRY(sample_items(page->db, page->arena, s.id, &items, &n));
    buf_adds(out, CSV_MARK);
    csv_cell(out, page_text(page, N_("Complaint number")), true, true);
    csv_cell(out, page_text(page, N_("Lot")), false, true);
    csv_cell(out, page_text(page, N_("Result")), false, true);
    csv_end_row(out);
    for (size_t i = 0; i < n; i++) {
        csv_cell(out, items[i].number, true, true);
        csv_cell(out, str_hex(page->arena, items[i].lot, sizeof items[i].lot), false, true);
        csv_cell(out, page_text(page, words[items[i].drawn & 3]), false, true);
        csv_end_row(out);
    }
    page->resp->status = 200;
    LOG(LOG_INFO, "sample taken as a file", LOG_NUM("user", page->user->id), LOG_NUM("rows", (int64_t)n));
    http_download(page->resp, "text/csv; charset=utf-8", arena_printf(page->arena, "sample-%lld.csv", (long long)s.id));
    return ERR_NONE;
}

const struct route sample_routes[] = {
    {.method = HTTP_GET, .path = "/staff/samples", .need = MAY(CHECK), .run = list_get},
    {.method = HTTP_POST, .path = "/staff/samples", .need = MAY(CHECK), .run = list_post},
    {.method = HTTP_GET, .path = "/staff/samples/:id", .need = MAY(CHECK), .run = one_get},
    {.method = HTTP_GET, .path = "/staff/samples/:id/list", .need = MAY(CHECK), .run = csv_get},
    {0},
};
