#ifndef REDRESS_LEDGER_VIEW_H
#define REDRESS_LEDGER_VIEW_H

#include "ledger_form.h"
#include "org.h"
#include "page.h"

struct ledger_sum {
    enum compensation_state state;
    bool reward;
    int64_t count, cents;
};
struct ledger_shown {
    const struct ledger *asked;
    const struct rulebook *book;
    const struct compensation *list;
    const struct ledger_sum *sums;
    const struct unit *units; /* that can be chosen */
    size_t n, n_sums, n_units;
    bool more;
};
void ledger_fill(struct page *page, struct tpl *t, const struct ledger_shown *x);
/* The same rows as CSV. */
struct str ledger_csv(struct page *page, const struct ledger_shown *x);

#endif
