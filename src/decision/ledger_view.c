#include "ledger_view.h"

#include <string.h>

#include "csv.h"
#include "format.h"
#include "pager.h"

static const char *standard_name(const struct page *page, const struct rulebook *b, const char *code)
{
    const struct rb_standard *s = rulebook_standard(b, code);
    return s ? page_pick(page, s->name.zh, s->name.en) : code;
}

static const char *amount(const struct page *page, int64_t cents)
{
    return compensation_amount(page->arena, cents);
}

static const char *day(const struct page *page, int64_t at_us)
{
    return at_us ? format_date(page->arena, page->lang, at_us, page->site->zone) : "";
}

static void add_option(struct tpl *t, enum tpl_section section, const char *value, const char *label, bool chosen)
{
    struct tpl *option = tpl_add(t, section);
    tpl_text(option, V_VALUE, value);
    tpl_text(option, V_LABEL, label);
    tpl_show_if(option, SEC_SELECTED, chosen);
}

/* The last two years by month, and any time. */
static void fill_months(struct page *page, struct tpl *t, const struct ledger *l)
{
    enum { MONTHS = 24 };
    struct utc_parts now = utc_in_zone(page->now_us, page->site->zone);
    bool found = l->month == 0;
    add_option(t, SEC_MONTH_OPTION, "", page_text(page, N_("Any time (what is under way)")), l->month == 0);
    for (int i = 0; i < MONTHS; i++) {
        int at = now.year * 12 + now.month - 1 - i, year = at / 12, month = at % 12 + 1;
        const char *value = arena_printf(page->arena, "%04d-%02d", year, month);
        bool chosen = l->year == year && l->month == month;
        found |= chosen;
        add_option(t, SEC_MONTH_OPTION, value, value, chosen);
    }
    if (!found) {
        const char *value = arena_printf(page->arena, "%04d-%02d", l->year, l->month);
        add_option(t, SEC_MONTH_OPTION, value, value, true);
    }
}

static void fill_filter(struct page *page, struct tpl *t, const struct ledger_shown *x)
{
    const struct ledger *l = x->asked;
    for (int i = COMPENSATION_PROPOSED; i < COMPENSATION_STATE__END; i++)
        add_option(t, SEC_STATE_OPTION, compensation_state_name((enum compensation_state)i), page_text(page, compensation_state_title((enum compensation_state)i)), (int)l->state == i);
    add_option(t, SEC_KIND_OPTION, "compensation", page_text(page, N_("Compensation")), l->kind == 1);
    add_option(t, SEC_KIND_OPTION, "reward", page_text(page, N_("Rewards")), l->kind == 2);
    for (size_t i = 0; i < x->n_units; i++)
        add_option(t, SEC_UNIT_OPTION, arena_printf(page->arena, "%lld", (long long)x->units[i].id), page_pick(page, x->units[i].name_zh, x->units[i].name_en), l->unit_id == x->units[i].id);
    fill_months(page, t, l);
}

static void fill_sums(struct page *page, struct tpl *t, const struct ledger_shown *x)
{
    int64_t count = 0, cents = 0;
    if (x->n_sums == 0)
        return;
    struct tpl *table = tpl_add(t, SEC_SUMS);
    for (size_t i = 0; i < x->n_sums; i++) {
        struct tpl *row = tpl_add(table, SEC_SUM_ROW);
        tpl_text(row, V_LABEL, page_text(page, compensation_state_title(x->sums[i].state)));
        tpl_text(row, V_KIND, page_text(page, x->sums[i].reward ? N_("Rewards") : N_("Compensation")));
        tpl_int(row, V_COUNT, x->sums[i].count);
        tpl_text(row, V_AMOUNT, amount(page, x->sums[i].cents));
        bool counts = x->sums[i].state != COMPENSATION_DROPPED;
        count += counts ? x->sums[i].count : 0;
        cents += counts ? x->sums[i].cents : 0;
    }
    tpl_int(table, V_COUNT, count);
    tpl_text(table, V_AMOUNT, amount(page, cents));
}

static void fill_row(struct page *page, struct tpl *t, const struct ledger_shown *x, const struct compensation *one)
{
    struct tpl *row = tpl_add(t, SEC_ROW);
    tpl_text(row, V_NUMBER, one->number);
    tpl_text(row, V_TITLE, one->title);
    tpl_text(row, V_NAME, standard_name(page, x->book, one->standard));
    tpl_show_if(row, SEC_IS_REWARD, one->reward);
    tpl_text(row, V_AMOUNT, amount(page, one->cents));
    tpl_text(row, V_STATE, page_text(page, compensation_state_title(one->state)));
    tpl_text(row, V_TAG, one->state == COMPENSATION_PAID ? "tag-ok" : one->state == COMPENSATION_APPROVED ? "tag-b" : one->state == COMPENSATION_SENT_BACK ? "tag-w" : "");
    tpl_text(row, V_PLACE, page_pick(page, one->unit_zh, one->unit_en));
    tpl_text(row, V_WHO, one->proposer);
    tpl_text(row, V_AT, day(page, one->proposed_us));
    if (one->state == COMPENSATION_PAID)
        tpl_text(tpl_add(row, SEC_WAS_PAID), V_TEXT, arena_printf(page->arena, "%s %s %s", day(page, one->paid_us), one->paid_way, one->paid_voucher));
}

void ledger_fill(struct page *page, struct tpl *t, const struct ledger_shown *x)
{
    fill_filter(page, t, x);
    fill_sums(page, t, x);
    if (x->n == 0) {
        tpl_show(t, SEC_EMPTY);
        return;
    }
    struct tpl *table = tpl_add(t, SEC_TABLE);
    for (size_t i = 0; i < x->n; i++)
        fill_row(page, table, x, &x->list[i]);
    tpl_text(table, V_URL, ledger_url(page->arena, x->asked, 0, 0, true));
    const struct compensation *last = &x->list[x->n - 1];
    const struct pager_links links = {
        .text = "",
        .first = x->asked->before_id ? ledger_url(page->arena, x->asked, 0, 0, false) : NULL,
        .next = x->more ? ledger_url(page->arena, x->asked, last->proposed_us, last->id, false) : NULL,
    };
    if (links.first || links.next)
        pager_fill(t, &links);
}

struct str ledger_csv(struct page *page, const struct ledger_shown *x)
{
    const char *const head[] = {N_("Complaint"), N_("Title"), N_("Unit"), N_("What it is given for"), N_("Kind"), N_("Sum"), N_("State"), N_("Proposed by"), N_("Proposed on"), N_("Approved on"), N_("Paid on"), N_("How it was paid"),
                                N_("Number of the voucher"), N_("Recorded by")};
    struct buf out = {.arena = page->arena};
    buf_adds(&out, CSV_MARK);
    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_cell(&out, page_text(page, head[i]), i == 0, true);
    csv_end_row(&out);
    for (size_t i = 0; i < x->n; i++) {
        const struct compensation *k = &x->list[i];
        const char *const cells[COUNT_OF(head)] = {k->number, k->title, page_pick(page, k->unit_zh, k->unit_en), standard_name(page, x->book, k->standard), page_text(page, k->reward ? N_("Rewards") : N_("Compensation")),
                                                   amount(page, k->cents), page_text(page, compensation_state_title(k->state)), k->proposer, day(page, k->proposed_us), day(page, k->approved_us), day(page, k->paid_us), k->paid_way,
                                                   k->paid_voucher, k->payer};
        for (size_t c = 0; c < COUNT_OF(cells); c++)
            csv_cell(&out, cells[c], c == 0, true);
        csv_end_row(&out);
    }
    return buf_str(&out);
}
