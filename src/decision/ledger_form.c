#include "ledger_form.h"

#include <string.h>

static int64_t number(const struct http_form *query, const char *name)
{
    long long value;
    return str_to_i64(str_of(http_form_get(query, name)), 1, INT64_MAX, &value) ? value : 0;
}

bool ledger_state_waits(enum compensation_state state)
{
    return state >= COMPENSATION_PROPOSED && state <= COMPENSATION_SENT_BACK;
}

/* "2026-11". */
static bool read_month(const char *typed, int *ret_year, int *ret_month)
{
    struct str rest = str_of(typed);
    long long year, month;
    struct str first = str_cut(&rest, '-');
    if (!rest.p || !str_to_i64(first, 2000, 2199, &year) || !str_to_i64(rest, 1, 12, &month))
        return false;
    *ret_year = (int)year;
    *ret_month = (int)month;
    return true;
}

void ledger_read(const struct http_form *query, struct utc_parts today, struct ledger *ret_ledger)
{
    static const char *const kinds[] = {"", "compensation", "reward"};
    struct ledger l = {.unit_id = number(query, "unit"), .before_us = number(query, "before"), .before_id = number(query, "id"), .csv = strcmp(http_form_get(query, "as"), "csv") == 0};
    if (!compensation_state_from_name(http_form_get(query, "state"), &l.state))
        l.state = (enum compensation_state)0;
    for (int i = 1; i < 3; i++) {
        if (strcmp(http_form_get(query, "kind"), kinds[i]) == 0)
            l.kind = i;
    }
    if (!read_month(http_form_get(query, "month"), &l.year, &l.month) && !ledger_state_waits(l.state)) {
        l.year = today.year;
        l.month = today.month;
    }
    if (!l.before_us || !l.before_id)
        l.before_us = l.before_id = 0;
    *ret_ledger = l;
}

const char *ledger_url(struct arena *a, const struct ledger *l, int64_t before_us, int64_t before_id, bool csv)
{
    struct buf out = {.arena = a};
    buf_printf(&out, "/staff/compensation?state=%s&kind=%s", compensation_state_name(l->state), l->kind == 1 ? "compensation" : l->kind == 2 ? "reward" : "");
    if (l->month)
        buf_printf(&out, "&month=%04d-%02d", l->year, l->month);
    if (l->unit_id)
        buf_printf(&out, "&unit=%lld", (long long)l->unit_id);
    if (before_id)
        buf_printf(&out, "&before=%lld&id=%lld", (long long)before_us, (long long)before_id);
    if (csv)
        buf_adds(&out, "&as=csv");
    return out.p;
}
