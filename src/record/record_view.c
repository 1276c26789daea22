#include "record_view.h"

#include "approval.h"
#include "clock.h"
#include "csv.h"
#include "format.h"

static const char *day(const struct page *page, int64_t at_us)
{
    return at_us && at_us < CLOCK_NEVER ? format_date(page->arena, page->lang, at_us, page->site->zone) : "";
}

static void fill_row(struct page *page, struct tpl *t, const struct keeping_row *r)
{
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_NUMBER, r->number);
    tpl_text(row, V_TITLE, r->title);
    tpl_text(row, V_CATEGORY, page_pick(page, r->category_zh, r->category_en));
    tpl_text(row, V_PLACE, page_pick(page, r->unit_zh, r->unit_en));
    tpl_text(row, V_CLOSED, day(page, r->closed_us));
    tpl_text(row, V_YEARS, r->years ? text_count(page->arena, page->lang, "%lld year", "%lld years", r->years) : page_text(page, N_("for ever")));
    tpl_text(row, V_DAY, day(page, r->erased_us ? r->erased_us : r->erase_us));
    if (r->held || r->waits)
        tpl_text(tpl_add(row, SEC_WAITS), V_LABEL, page_text(page, keeping_wait_title(r->held ? KEEPING_HELD : r->waits)));
}

static void fill_hold(struct page *page, struct tpl *t, const struct keeping_hold *h, const struct record_shown *x, const struct http_form_errors *errors)
{
    struct tpl *row = tpl_add(t, h->lifted_us ? SEC_LIFTED : SEC_HOLD);
    bool typed = x->lift_id == h->id;
    tpl_int(row, V_ID, h->id);
    tpl_text(row, V_NUMBER, h->number);
    tpl_text(row, V_TITLE, h->title);
    tpl_text(row, V_BODY, h->reason);
    tpl_text(row, V_WHO, h->setter);
    tpl_text(row, V_DAY, day(page, h->set_us));
    if (h->lifted_us) {
        tpl_text(row, V_PERSON, h->lifter);
        tpl_text(row, V_AT, day(page, h->lifted_us));
        tpl_text(row, V_TEXT, h->lifted_why);
        return;
    }
    tpl_show_if(row, SEC_OPEN, typed);
    tpl_text(row, V_TYPED, typed ? x->lift_reason : "");
    if (typed)
        page_field_error(page, row, SEC_LIFT_ERR, errors, arena_printf(page->arena, "why-%lld", (long long)h->id));
}

void record_fill(struct page *page, struct tpl *t, const struct record_shown *x, const struct http_form_errors *errors)
{
    page_errors(page, t, errors);
    tpl_show_if(t, x->erased ? SEC_TAB_ERASED : SEC_TAB_LISTED, true);
    tpl_show_if(t, SEC_LISTED, !x->erased);
    for (size_t i = 0; i < x->n_rows; i++)
        fill_row(page, t, &x->rows[i]);
    tpl_show_if(t, SEC_HAS_ROWS, x->n_rows > 0);
    tpl_show_if(t, SEC_EMPTY, x->n_rows == 0);
    tpl_optional(t, SEC_NEXT, V_URL, x->next);
    for (size_t i = 0; i < x->n_months; i++) {
        struct tpl *row = tpl_add(t, SEC_MONTH);
        tpl_text(row, V_NAME, arena_printf(page->arena, "%04d-%02d", x->months[i].month / 100, x->months[i].month % 100));
        tpl_text(row, V_CATEGORY, page_pick(page, x->months[i].category_zh, x->months[i].category_en));
        tpl_int(row, V_COUNT, x->months[i].n);
    }
    tpl_show_if(t, SEC_HAS_MONTHS, x->n_months > 0);
    for (size_t i = 0; i < x->n_holds; i++)
        fill_hold(page, t, &x->holds[i], x, errors);
    for (size_t i = 0; i < x->n_lifted; i++)
        fill_hold(page, t, &x->lifted[i], x, errors);
    tpl_show_if(t, SEC_NO_HOLDS, x->n_holds == 0);
    tpl_show_if(t, SEC_HAS_LIFTED, x->n_lifted > 0);
    tpl_text(t, V_NUMBER_TYPED, x->number);
    tpl_text(t, V_TYPED, x->reason);
    tpl_text(t, V_MESSAGE, text_count(page->arena, page->lang, "It stands here for %lld day at least before it is erased.", "It stands here for %lld days at least before it is erased.",
                                      (long long)page->site->config->limits.erasure_days));
    page_field_error(page, t, SEC_NUMBER_ERR, errors, "number");
    page_field_error(page, t, SEC_REASON_ERR, errors, "reason");
}

static const char *scope_words(const struct page *page, const struct disclosure *one)
{
    return arena_printf(page->arena, "%s · %s", page_text(page, one->with_internal ? N_("the whole complaint") : N_("without internal parts")),
                        page_text(page, one->with_identity ? N_("with the identity") : N_("without the identity")));
}

void record_log_fill(struct page *page, struct tpl *t, const struct disclosure *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct disclosure *one = &list[i];
        struct tpl *row = tpl_add(t, SEC_ROW);
        tpl_text(row, V_NUMBER, one->number);
        tpl_text(row, V_NAME, one->body_name);
        tpl_text(row, V_VALUE, one->reference);
        tpl_text(row, V_SCOPE, scope_words(page, one));
        tpl_text(row, V_WHO, one->asker);
        tpl_text(row, V_AT, day(page, one->asked_us));
        tpl_text(row, V_STATE, page_text(page, disclosure_state_title(one->state)));
        tpl_text(row, V_TO, one->handed_to);
        tpl_text(row, V_WAY, one->handed_way);
        tpl_text(row, V_DAY, day(page, one->handed_us));
        tpl_text(row, V_PERSON, one->hander);
    }
    tpl_show_if(t, SEC_HAS_ROWS, n > 0);
    tpl_show_if(t, SEC_EMPTY, n == 0);
}

/* ---- CSV ---- */

static void line(struct buf *out, const char *const *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_cell(out, cells[i], i == 0, true);
    csv_end_row(out);
}

struct str record_csv(const struct page *page, const struct keeping_row *rows, size_t n)
{
    const char *const heads[] = {page_text(page, N_("Number")), page_text(page, N_("Subject")), page_text(page, N_("Category")), page_text(page, N_("Unit")), page_text(page, N_("Closed")),
                                 page_text(page, N_("Kept until")), page_text(page, N_("Erased on")), page_text(page, N_("Why it waits"))};
    struct buf out = {.arena = page->arena};
    buf_adds(&out, CSV_MARK);
    line(&out, heads, COUNT_OF(heads));
    for (size_t i = 0; i < n; i++) {
        const struct keeping_row *r = &rows[i];
        const char *const cells[] = {r->number, r->title, page_pick(page, r->category_zh, r->category_en), page_pick(page, r->unit_zh, r->unit_en), day(page, r->closed_us), day(page, r->until_us),
                                     day(page, r->erased_us ? r->erased_us : r->erase_us), page_text(page, keeping_wait_title(r->held ? KEEPING_HELD : r->waits))};
        line(&out, cells, COUNT_OF(cells));
    }
    return buf_str(&out);
}

struct str record_log_csv(const struct page *page, const struct disclosure *list, size_t n)
{
    const char *const heads[] = {page_text(page, N_("Number")), page_text(page, N_("Who asks")), page_text(page, N_("Their reference")), page_text(page, N_("What is handed over")),
                                 page_text(page, N_("Recorded by")), page_text(page, N_("Recorded")), page_text(page, N_("State")), page_text(page, N_("Who took it")), page_text(page, N_("How")),
                                 page_text(page, N_("When")), page_text(page, N_("Handed over by")), page_text(page, N_("Hash of the pack"))};
    struct buf out = {.arena = page->arena};
    buf_adds(&out, CSV_MARK);
    line(&out, heads, COUNT_OF(heads));
    for (size_t i = 0; i < n; i++) {
        const struct disclosure *d = &list[i];
        const char *const cells[] = {d->number, d->body_name, d->reference, scope_words(page, d), d->asker, day(page, d->asked_us), page_text(page, disclosure_state_title(d->state)), d->handed_to,
                                     d->handed_way, day(page, d->handed_us), d->hander, d->pack_hash};
        line(&out, cells, COUNT_OF(cells));
    }
    return buf_str(&out);
}
