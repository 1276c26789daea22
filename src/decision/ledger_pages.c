#include "compensation_store.h"
#include "decision_routes.h"
#include "ledger_view.h"
#include "log.h"
#include "msgid.h"
#include "org_store.h"
#include "rulebook_store.h"

/* The ledger of compensation and rewards (requirements G5, J8). */

#define ROWS 50
#define CSV_ROWS 5000
#define UNITS_MAX 300

static struct compensation_filter filter_of(const struct page *page, const struct ledger *l)
{
    const struct utc_zone *zone = page->site->zone;
    struct compensation_filter f = {.unit_id = l->unit_id, .state = l->state, .kind = l->kind, .before_us = l->csv ? 0 : l->before_us, .before_id = l->csv ? 0 : l->before_id, .limit = (l->csv ? CSV_ROWS : ROWS) + 1};
    if (l->month) {
        f.from_us = utc_from_local(l->year, l->month, 1, 0, 0, 0, zone);
        f.to_us = utc_from_local(l->month == 12 ? l->year + 1 : l->year, l->month == 12 ? 1 : l->month + 1, 1, 0, 0, 0, zone);
    }
    return f;
}

static enum err load_sums(struct page *page, const struct compensation_filter *f, struct ledger_shown *x)
{
    struct compensation_total *totals;
    TRY(compensation_totals(page->db, page->arena, page->user, f, &totals, &x->n_sums));
    struct ledger_sum *sums = ARENA_ARRAY(page->arena, x->n_sums + 1, struct ledger_sum);
    for (size_t i = 0; i < x->n_sums; i++)
        sums[i] = (struct ledger_sum){totals[i].state, totals[i].reward, totals[i].count, totals[i].cents};
    x->sums = sums;
    return ERR_NONE;
}

/* Who took a list out of the house is worth knowing. */
static enum err answer_csv(struct page *page, const struct ledger_shown *x)
{
    LOG(LOG_INFO, "ledger taken as a file", LOG_NUM("user", page->user->id), LOG_NUM("rows", (int64_t)x->n));
    page->resp->status = 200;
    http_download(page->resp, "text/csv; charset=utf-8", "compensation.csv");
    struct str csv = ledger_csv(page, x);
    buf_add(&page->resp->body, csv.p, csv.n);
    return ERR_NONE;
}

static enum err ledger_get(struct page *page)
{
    struct http_form *query;
    struct ledger asked;
    struct compensation *list;
    struct unit *units;
    int64_t version;
    TRY(http_form_parse_query(page->arena, page->req->query, &query));
    ledger_read(query, utc_in_zone(page->now_us, page->site->zone), &asked);
    struct compensation_filter f = filter_of(page, &asked);
    struct ledger_shown x = {.asked = &asked};
    TRY(rulebook_in_force(page->db, page->arena, &x.book, &version));
    TRY(compensation_ledger(page->db, page->arena, page->user, &f, &list, &x.n));
    x.list = list;
    x.more = x.n == f.limit;
    x.n = x.more ? x.n - 1 : x.n;
    if (asked.csv)
        return answer_csv(page, &x);
    TRY(load_sums(page, &f, &x));
    TRY(org_units(page->db, page->arena, page->user, UNITS_MAX, &units, &x.n_units));
    x.units = units;
    struct tpl *t = page_template(page, TPL_DECISION_LEDGER, page_text(page, N_("Compensation and rewards")));
    ledger_fill(page, t, &x);
    return page_answer(page, t, 200);
}

const struct route compensation_routes[] = {
    {.method = HTTP_GET, .path = "/staff/compensation", .need = MAY_EITHER(COMPENSATE, REPORT), .run = ledger_get},
    {0},
};
